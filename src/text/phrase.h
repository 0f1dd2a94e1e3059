/* Where a heading is best broken: between phrases (CSS Text 4, word-break: auto-phrase). */
#ifndef JB_PHRASE_H
#define JB_PHRASE_H

#include "text/atom.h"

/* What a break before each atom costs for the sense of the text, on the scale of
 * jb_justify_cost: nothing behind a mark, a space, a particle or between scripts, much
 * within a word of the style's list or a number in Han numerals. costs: one for each
 * atom. */
void jb_phrase_find(const jb_para *para, int32_t *costs);

#endif
