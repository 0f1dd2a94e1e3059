/* out/quickdeflate.c: streams give their bytes back. */
#include "out/quickdeflate.h"

#include <libdeflate.h>

#include "unit.h"

enum { MOST = 300000 };

/* What a stream is made and read with. */
typedef struct bench {
    jb_arena arena;
    jb_quickdeflate *state;
    struct libdeflate_decompressor *reader;
    char *out, *back;
} bench;

static void open_bench(bench *b)
{
    *b = (bench){.arena = {0}};
    b->state = jb_quickdeflate_new(&b->arena);
    b->reader = libdeflate_alloc_decompressor();
    b->out = JB_NEWS(&b->arena, char, jb_quickdeflate_bound(MOST));
    b->back = JB_NEWS(&b->arena, char, MOST + 1);
}

static void close_bench(bench *b)
{
    libdeflate_free_decompressor(b->reader);
    jb_arena_fini(&b->arena);
}

/* The length of the stream; 0 when it doesn't give the bytes back. */
static size_t pack(bench *b, const char *bytes, size_t len)
{
    size_t got = 0,
           size = jb_quickdeflate_write(b->state, (jb_str){bytes, len}, b->out);
    T_TRUE(size <= jb_quickdeflate_bound(len));
    enum libdeflate_result result =
        libdeflate_zlib_decompress(b->reader, b->out, size, b->back, MOST + 1, &got);
    bool is_same = result == LIBDEFLATE_SUCCESS && got == len &&
                   (len == 0 || memcmp(b->back, bytes, len) == 0);
    return is_same ? size : 0;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

/* Bytes of `range` values, and copies of what came up to `back` bytes before. */
static void fill(char *bytes, size_t len, uint32_t range, uint32_t back)
{
    uint32_t seed = range;
    for (size_t at = 0; at < len;) {
        size_t run = 1 + next_random(&seed) % 20, from = 1 + next_random(&seed) % back;
        bool is_copy = back > 1 && at >= from && next_random(&seed) % 3 == 0;
        run += is_copy && next_random(&seed) % 50 == 0 ? 600 : 0;
        for (; run > 0 && at < len; run--, at++)
            bytes[at] = (char)(is_copy ? (uint8_t)bytes[at - from]
                                       : next_random(&seed) % range);
    }
}

T_TEST(quickdeflate_gives_bytes_back)
{
    static const uint32_t ranges[] = {1, 2, 3, 17, 100, 256},
                          backs[] = {1, 5, 300, 32768, 32769, 70000};
    bench b;
    open_bench(&b);
    char *bytes = JB_NEWS(&b.arena, char, MOST);
    T_TRUE(pack(&b, bytes, 0) > 0);
    for (size_t i = 0; i < JB_COUNT(ranges); i++)
        for (size_t j = 0; j < JB_COUNT(backs); j++) {
            fill(bytes, MOST, ranges[i], backs[j]);
            T_TRUE(pack(&b, bytes, MOST) > 0);
            T_TRUE(pack(&b, bytes, 131072) > 0); /* whole blocks */
            for (size_t len = 1; len < 300; len += 7)
                T_TRUE(pack(&b, bytes + i, len) > 0);
        }
    close_bench(&b);
}

/* Frequencies like Fibonacci numbers give the longest codes: 25 symbols, up to 24 bits. */
T_TEST(quickdeflate_limits_codes)
{
    bench b;
    open_bench(&b);
    char *bytes = JB_NEWS(&b.arena, char, MOST);
    size_t len = 0, before = 1, count = 1, sum;
    for (char symbol = 0; len + count < MOST / 2; symbol++) {
        for (size_t i = 0; i < count; i++)
            bytes[len++] = symbol;
        sum = before + count;
        before = count;
        count = sum;
    }
    uint32_t seed = 7; /* shuffled, so that nothing repeats */
    for (size_t i = len; i > 1; i--) {
        size_t other = next_random(&seed) % i;
        char kept = bytes[i - 1];
        bytes[i - 1] = bytes[other];
        bytes[other] = kept;
    }
    T_TRUE(pack(&b, bytes, len) > 0);
    close_bench(&b);
}

/* Random bytes hardly grow, blanks nearly vanish. */
T_TEST(quickdeflate_sizes)
{
    bench b;
    open_bench(&b);
    char *bytes = JB_NEWS(&b.arena, char, MOST);
    size_t size = pack(&b, bytes, MOST);
    T_TRUE(size > 0 && size < MOST / 300);
    fill(bytes, MOST, 256, 1);
    size = pack(&b, bytes, MOST);
    T_TRUE(size > 0 && size < MOST + 1000);
    close_bench(&b);
}

/* A stream is the same whatever was packed before it. */
T_TEST(quickdeflate_depends_on_bytes_only)
{
    bench b, other;
    open_bench(&b);
    open_bench(&other);
    char *bytes = JB_NEWS(&b.arena, char, MOST);
    fill(bytes, MOST, 50, 30000);
    pack(&other, bytes, MOST);
    size_t size = pack(&b, bytes + 1000, 50000);
    T_EQ_INT(pack(&other, bytes + 1000, 50000), size);
    T_TRUE(memcmp(b.out, other.out, size) == 0);
    close_bench(&other);
    close_bench(&b);
}
