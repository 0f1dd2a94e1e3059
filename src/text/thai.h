/* Where Thai words end, which only a dictionary tells (UAX 14, class SA). Lao, Khmer and
 * Burmese have no such help here: their lines break at spaces, and between grapheme
 * clusters where nothing else fits. */
#ifndef JB_THAI_H
#define JB_THAI_H

#include "base/base.h"

/* Turns emergency breaks at the ends of Thai words into opportunities; breaks is what
 * jb_opportunity_find made of the n code points. False without libthai's dictionary.
 * Linear in n. */
bool jb_thai_find(const uint32_t *cps, size_t n, uint8_t *breaks);

#endif
