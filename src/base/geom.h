/* Lengths, rectangles and colours. */
#ifndef JB_GEOM_H
#define JB_GEOM_H

#include "base/str.h"

/* A length as written: a fixed part and a part in thousandths of an em. */
typedef struct jb_length {
    jb_mpt fixed;    /* mpt */
    int32_t em_1000; /* thousandths of the em of the text it applies to */
} jb_length;

typedef struct jb_rect {
    jb_mpt x, y; /* mpt, of the top left corner; y grows downwards */
    jb_mpt w, h; /* mpt */
} jb_rect;

/* 0xRRGGBB. */
typedef uint32_t jb_colour;

/* Reads "10.5pt", "20mm", "2cm", "1in", "2em", "0", "-3pt"; false on anything else or when it is
 * over 1,000,000 pt. Exact integer arithmetic: 1 mm = 72000/25.4 mpt, rounded. */
bool jb_geom_length(jb_str text, jb_length *out);
/* Reads "#1F3A5F" or "#abc". */
bool jb_geom_colour(jb_str text, jb_colour *out);
/* The length in mpt at this em size (mpt). */
jb_mpt jb_geom_resolve(jb_length length, jb_mpt em);
/* As jb_geom_scale, for values of any size. */
int64_t jb_geom_scale_wide(int64_t value, int64_t numerator, int64_t denominator);

/* value * numerator / denominator, rounded half away from zero, in 64 bits. */
static inline int64_t jb_geom_scale(int64_t value, int64_t numerator,
                                    int64_t denominator)
{
    if (value != (int32_t)value || numerator != (int32_t)numerator)
        return jb_geom_scale_wide(value, numerator, denominator);
    int64_t product = value * numerator, half = denominator / 2;
    return (product < 0 ? product - half : product + half) / denominator;
}

/* Reads a decimal number into thousandths: "8.85" -> 8850; more than three decimals are
 * an error. false on anything that is not wholly a number. */
bool jb_geom_thousandths(jb_str text, int64_t *out);

#endif
