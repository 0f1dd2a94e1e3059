/* Text that runs from right to left (UAX 9): embedding levels by FriBidi, with the
 * character properties of our own tables, and the visual order of a line. */
#ifndef JB_BIDI_H
#define JB_BIDI_H

#include "base/arena.h"
#include "style/style.h"

typedef enum jb_bidi_base {
    JB_BIDI_BASE_AUTO, /* by the first strong character (P2, P3) */
    JB_BIDI_BASE_LTR,
    JB_BIDI_BASE_RTL
} jb_bidi_base;

/* Whether a text with this character may need levels: the blocks whose default class is
 * R or AL (Unicode 15.0, DerivedBidiClass.txt), and the explicit controls of UAX 9, 2.
 * Everything else is one comparison or two. */
static inline bool jb_bidi_concerns(uint32_t cp)
{
    if (cp < 0x0590 || (cp >= 0x2E80 && cp <= 0xFB1C))
        return false;
    return cp <= 0x08FF || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069) || (cp >= 0xFB1D && cp <= 0xFDFF) ||
           (cp >= 0xFE70 && cp <= 0xFEFE) || (cp >= 0x10800 && cp <= 0x10FFF) ||
           (cp >= 0x1E800 && cp <= 0x1EFFF);
}

/* Whether a language (BCP 47) is written from right to left. */
bool jb_bidi_is_language(const char *lang);
/* Whether what is set in a style runs from right to left: by its direction, or by its
 * language when that is left open. */
bool jb_bidi_is_right(const jb_style *style);
/* The direction of a paragraph in a style. From left to right when the style says so. In
 * a style from right to left, that way, unless no letter of the text runs so and one runs
 * the other way (an English paragraph, "12 MW"), or it is a number with its sign, which
 * stands at the left (CLDR: LRM before the minus of ar, fa and he). Else right to left
 * when the first strong character is, and such letters are not outnumbered by Han
 * characters (a Chinese sentence may begin with an Arabic name). */
jb_bidi_base jb_bidi_base_of(const uint32_t *cps, size_t n, const jb_style *style);
/* Fills levels[0 .. n) (UAX 9, P2 to I2, and L1 at the paragraph's end); n > 0. Returns
 * the paragraph's level, 0 or 1. Scratch memory comes from `into`. */
uint8_t jb_bidi_find(const uint32_t *cps, size_t n, jb_bidi_base base, uint8_t *levels,
                     jb_arena *into);
/* L1: separators, and white space before them and at the line's end, get the paragraph's
 * level. */
void jb_bidi_reset(const uint32_t *cps, size_t n, uint8_t base, uint8_t *levels);
/* L2: order[i] is the index of what stands i-th from the left. */
void jb_bidi_order(const uint8_t *levels, size_t n, size_t *order);

#endif
