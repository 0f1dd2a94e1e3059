/* What all deflate streams are made of (RFC 1951): codes, and the symbols of lengths
 * and distances. */
#ifndef JB_DEFLATE_H
#define JB_DEFLATE_H

#include "base/base.h"

enum {
    JB_DEFLATE_LENGTH_MIN = 3, /* 3.2.5 */
    JB_DEFLATE_LENGTH_MAX = 258,
    JB_DEFLATE_DISTANCE_MAX = 32768,
    JB_DEFLATE_END_OF_BLOCK = 256,
    JB_DEFLATE_LENGTHS_AT = 257, /* the first symbol of lengths */
    JB_DEFLATE_LONGEST = 285     /* the symbol of LENGTH_MAX */
};

/* A symbol and the bits that follow its code, the first the lowest. */
typedef struct jb_deflate_symbol {
    uint32_t symbol;
    uint32_t extra;
    uint32_t count; /* of extra bits */
} jb_deflate_symbol;

/* Of a length from LENGTH_MIN to LENGTH_MAX: four symbols for each number of extra
 * bits, eight for none; 258 has one of its own. */
static inline jb_deflate_symbol jb_deflate_length(uint32_t length)
{
    uint32_t n = length - JB_DEFLATE_LENGTH_MIN;
    uint32_t extra = n < 8 ? 0 : 29 - (uint32_t)__builtin_clz(n);
    if (length == JB_DEFLATE_LENGTH_MAX)
        return (jb_deflate_symbol){JB_DEFLATE_LONGEST, 0, 0};
    return (jb_deflate_symbol){JB_DEFLATE_LENGTHS_AT + 4 * extra + (n >> extra),
                               n & ((1U << extra) - 1), extra};
}

/* Of a distance from 1 to DISTANCE_MAX: two symbols for each number of extra bits, four
 * for none. */
static inline jb_deflate_symbol jb_deflate_distance(uint32_t distance)
{
    uint32_t n = distance - 1;
    uint32_t extra = n < 4 ? 0 : 30 - (uint32_t)__builtin_clz(n);
    return (jb_deflate_symbol){2 * extra + (n >> extra), n & ((1U << extra) - 1),
                               extra};
}

/* Huffman codes, of up to 16 bits, go in with their highest bit first. */
static inline uint32_t jb_deflate_reversed(uint32_t bits, int count)
{
    bits = (bits & 0x5555) << 1 | (bits >> 1 & 0x5555);
    bits = (bits & 0x3333) << 2 | (bits >> 2 & 0x3333);
    bits = (bits & 0x0F0F) << 4 | (bits >> 4 & 0x0F0F);
    return ((bits & 0xFF) << 8 | bits >> 8) >> (16 - count);
}

#endif
