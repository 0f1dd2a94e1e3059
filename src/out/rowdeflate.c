/* One block of fixed Huffman codes (RFC 1951, 3.2.6). */
#include "out/rowdeflate.h"

#include <endian.h>
#include <libdeflate.h>

#include "out/deflate.h"

enum {
    UP_MIN = 4, /* a shorter one is longer than its literals: our choice */
    WORD = 8,   /* bytes compared at once, */
    NEAR = 64,  /* and behind so many */
    STRETCH = 1024,
    HELD = 4096 /* bytes of output */
};

/* Bits as they go into the stream, the first the lowest. */
typedef struct code {
    uint32_t bits;
    int count;
} code;

typedef struct writer {
    jb_buf *out;
    uint64_t bits; /* not yet written */
    int count;
    uint8_t held[HELD];
    size_t held_len;
    code literals[JB_DEFLATE_LENGTHS_AT];
    code lengths[JB_DEFLATE_LENGTH_MAX + 1];
    code left, up; /* the two distances */
} writer;

static void put(writer *to, code next)
{
    to->bits |= (uint64_t)next.bits << to->count;
    to->count += next.count;
    if (to->count < 32)
        return;
    if (to->held_len == HELD) {
        jb_buf_put(to->out, to->held, HELD);
        to->held_len = 0;
    }
    uint32_t word = htole32((uint32_t)to->bits);
    memcpy(to->held + to->held_len, &word, sizeof word);
    to->held_len += sizeof word;
    to->bits >>= 32;
    to->count -= 32;
}

/* ---- codes --------------------------------------------------------------------- */

static code code_of(uint32_t bits, int count)
{
    return (code){jb_deflate_reversed(bits, count), count};
}

static code with_extra(code symbol, jb_deflate_symbol from)
{
    return (code){symbol.bits | from.extra << symbol.count,
                  symbol.count + (int)from.count};
}

static code symbol_of(uint32_t symbol)
{
    if (symbol < 144)
        return code_of(0x30 + symbol, 8);
    if (symbol < 256)
        return code_of(0x190 + symbol - 144, 9);
    if (symbol < 280)
        return code_of(symbol - 256, 7);
    return code_of(0xC0 + symbol - 280, 8);
}

static code length_of(uint32_t length)
{
    jb_deflate_symbol from = jb_deflate_length(length);
    return with_extra(symbol_of(from.symbol), from);
}

static code distance_of(uint32_t distance)
{
    jb_deflate_symbol from = jb_deflate_distance(distance);
    return with_extra(code_of(from.symbol, 5), from);
}

static void fill_codes(writer *to, size_t stride)
{
    for (uint32_t i = 0; i < JB_DEFLATE_LENGTHS_AT; i++)
        to->literals[i] = symbol_of(i);
    for (uint32_t i = JB_DEFLATE_LENGTH_MIN; i <= JB_DEFLATE_LENGTH_MAX; i++)
        to->lengths[i] = length_of(i);
    to->left = distance_of(1);
    to->up = distance_of((uint32_t)stride);
}

/* ---- matches ------------------------------------------------------------------- */

static uint64_t word(const char *at)
{
    uint64_t out;
    memcpy(&out, at, WORD);
    return le64toh(out);
}

/* The first byte in [here, end) that is not the one `back` bytes before. */
static const char *first_other(const char *here, const char *end, size_t back)
{
    for (; end - here >= WORD; here += WORD) {
        uint64_t other = word(here) ^ word(here - back);
        if (other)
            return here + __builtin_ctzll(other) / 8;
    }
    while (here < end && *here == here[-(ptrdiff_t)back])
        here++;
    return here;
}

/* How many bytes from `at` on are those `back` bytes before. Most of a cover is blank: what
 * is the same for long goes on by stretches. */
static size_t same(jb_str bytes, size_t at, size_t back)
{
    const char *from = bytes.at + at, *end = bytes.at + bytes.len;
    const char *near = end - from > NEAR ? from + NEAR : end;
    const char *here = first_other(from, near, back);
    if (here < near)
        return (size_t)(here - from);
    while (end - here >= STRETCH && memcmp(here, here - back, STRETCH) == 0)
        here += STRETCH;
    return (size_t)(first_other(here, end, back) - from);
}

/* Returns how many bytes were written: all but a rest too short for a match. */
static size_t put_match(writer *to, size_t length, code distance)
{
    size_t left = length;
    while (left >= JB_DEFLATE_LENGTH_MIN) {
        size_t step = JB_MIN(left, JB_DEFLATE_LENGTH_MAX);
        put(to, to->lengths[step]);
        put(to, distance);
        left -= step;
    }
    return length - left;
}

static size_t put_next(writer *to, jb_str bytes, size_t at, size_t stride)
{
    size_t left = 0, up = 0;
    if (at >= stride && bytes.at[at] == bytes.at[at - stride])
        up = same(bytes, at, stride);
    if (at >= 1 && up < JB_DEFLATE_LENGTH_MAX && bytes.at[at] == bytes.at[at - 1])
        left = same(bytes, at, 1);
    if (up >= UP_MIN && up > left)
        return put_match(to, up, to->up);
    if (left >= JB_DEFLATE_LENGTH_MIN)
        return put_match(to, left, to->left);
    put(to, to->literals[(uint8_t)bytes.at[at]]);
    return 1;
}

void jb_rowdeflate(jb_str bytes, size_t stride, jb_buf *out)
{
    static const uint8_t head[] = {0x78, 0x01}; /* RFC 1950: deflate, 32 kB, quickest */
    JB_MUST(stride > 0 && stride <= JB_DEFLATE_DISTANCE_MAX,
            "a row longer than deflate's window");
    writer to = {.out = out};
    fill_codes(&to, stride);
    jb_buf_put(out, head, sizeof head);
    put(&to, (code){1 | 1 << 1, 3}); /* the last block; fixed codes */
    for (size_t at = 0; at < bytes.len;)
        at += put_next(&to, bytes, at, stride);
    put(&to, to.literals[JB_DEFLATE_END_OF_BLOCK]);
    jb_buf_put(out, to.held, to.held_len);
    for (; to.count > 0; to.count -= 8, to.bits >>= 8)
        jb_buf_putc(out, (char)to.bits);
    uint32_t sum = libdeflate_adler32(1, bytes.at, bytes.len);
    const uint8_t tail[] = {(uint8_t)(sum >> 24), (uint8_t)(sum >> 16),
                            (uint8_t)(sum >> 8), (uint8_t)sum};
    jb_buf_put(out, tail, sizeof tail);
}
