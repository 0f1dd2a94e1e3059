/* Hyphenation of words by the patterns of libhyphen (Liang 1983). */
#ifndef JB_HYPHENATE_H
#define JB_HYPHENATE_H

#include "base/str.h"

typedef struct jb_hyphenator jb_hyphenator;

/* Reads a dictionary (hyph_*.dic); NULL when it is none. The bytes may go afterwards. */
jb_hyphenator *jb_hyphenate_open(jb_str dictionary);
void jb_hyphenate_close(jb_hyphenator *patterns);
/* Sets breaks[i] to JB_BREAK_HYPHEN where a line may end before cps[i] with a hyphen:
 * inside words of 5 letters or more, at least 2 letters before and 3 after it, never in
 * addresses, codes, or words with capitals inside (CLREQ 3.2.4; the numbers:
 * hyphenate.c).
 * breaks: n + 1 values of jb_break, as jb_opportunity_find left them. */
void jb_hyphenate_find(const jb_hyphenator *patterns, const uint32_t *cps, size_t n,
                       uint8_t *breaks);

#endif
