/* One block of fixed Huffman codes (RFC 1951, 3.2.6). */
#include "out/rowdeflate.h"

#include <endian.h>
#include <libdeflate.h>

enum {
    LENGTH_MIN = 3, /* RFC 1951, 3.2.5 */
    LENGTH_MAX = 258,
    END_OF_BLOCK = 256,
    LENGTHS_AT = 257, /* the first symbol of lengths */
    UP_MIN = 4,       /* a shorter one is longer than its literals: our choice */
    DISTANCE_MAX = 32768,
    WORD = 8,  /* bytes compared at once, */
    NEAR = 64, /* and behind so many */
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
    code literals[LENGTHS_AT];
    code lengths[LENGTH_MAX + 1];
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

/* Huffman codes go in with their highest bit first. */
static code reversed(uint32_t bits, int count)
{
    uint32_t out = 0;
    for (int i = 0; i < count; i++)
        out |= (bits >> i & 1) << (count - 1 - i);
    return (code){out, count};
}

static code with_extra(code symbol, uint32_t extra, int count)
{
    return (code){symbol.bits | extra << symbol.count, symbol.count + count};
}

static code symbol_of(uint32_t symbol)
{
    if (symbol < 144)
        return reversed(0x30 + symbol, 8);
    if (symbol < 256)
        return reversed(0x190 + symbol - 144, 9);
    if (symbol < 280)
        return reversed(symbol - 256, 7);
    return reversed(0xC0 + symbol - 280, 8);
}

static int log2_of(uint32_t value)
{
    return 31 - __builtin_clz(value);
}

/* Four symbols for each number of extra bits, eight for none; 258 has one of its own. */
static code length_of(uint32_t length)
{
    uint32_t n = length - LENGTH_MIN;
    int extra = n < 8 ? 0 : log2_of(n) - 2;
    if (length == LENGTH_MAX)
        return symbol_of(285);
    return with_extra(symbol_of(LENGTHS_AT + 4 * (uint32_t)extra + (n >> extra)),
                      n & ((1U << extra) - 1), extra);
}

/* Two symbols for each number of extra bits, four for none. */
static code distance_of(uint32_t distance)
{
    uint32_t n = distance - 1;
    int extra = n < 4 ? 0 : log2_of(n) - 1;
    return with_extra(reversed(2 * (uint32_t)extra + (n >> extra), 5),
                      n & ((1U << extra) - 1), extra);
}

static void fill_codes(writer *to, size_t stride)
{
    for (uint32_t i = 0; i < LENGTHS_AT; i++)
        to->literals[i] = symbol_of(i);
    for (uint32_t i = LENGTH_MIN; i <= LENGTH_MAX; i++)
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
    while (left >= LENGTH_MIN) {
        size_t step = JB_MIN(left, LENGTH_MAX);
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
    if (at >= 1 && up < LENGTH_MAX && bytes.at[at] == bytes.at[at - 1])
        left = same(bytes, at, 1);
    if (up >= UP_MIN && up > left)
        return put_match(to, up, to->up);
    if (left >= LENGTH_MIN)
        return put_match(to, left, to->left);
    put(to, to->literals[(uint8_t)bytes.at[at]]);
    return 1;
}

void jb_rowdeflate(jb_str bytes, size_t stride, jb_buf *out)
{
    static const uint8_t head[] = {0x78, 0x01}; /* RFC 1950: deflate, 32 kB, quickest */
    JB_MUST(stride > 0 && stride <= DISTANCE_MAX, "a row longer than deflate's window");
    writer to = {.out = out};
    fill_codes(&to, stride);
    jb_buf_put(out, head, sizeof head);
    put(&to, (code){1 | 1 << 1, 3}); /* the last block; fixed codes */
    for (size_t at = 0; at < bytes.len;)
        at += put_next(&to, bytes, at, stride);
    put(&to, to.literals[END_OF_BLOCK]);
    jb_buf_put(out, to.held, to.held_len);
    for (; to.count > 0; to.count -= 8, to.bits >>= 8)
        jb_buf_putc(out, (char)to.bits);
    uint32_t sum = libdeflate_adler32(1, bytes.at, bytes.len);
    const uint8_t tail[] = {(uint8_t)(sum >> 24), (uint8_t)(sum >> 16),
                            (uint8_t)(sum >> 8), (uint8_t)sum};
    jb_buf_put(out, tail, sizeof tail);
}
