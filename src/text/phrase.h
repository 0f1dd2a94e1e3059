/* Where a heading is best broken: between phrases (CSS Text 4, word-break: auto-phrase). */
#ifndef JB_PHRASE_H
#define JB_PHRASE_H

#include "text/atom.h"

/* What a break before each atom costs for the sense of the text, on the scale of
 * jb_justify_cost: nothing behind a mark, a space or a particle, little before a
 * conjunction and between scripts, more an odd number of characters from such a seam, much
 * within a word of the style's list, a short name in quotation or title marks, a number
 * with its unit, and behind the number that begins a heading. costs: one for each atom. */
void jb_phrase_find(const jb_para *para, int32_t *costs);

#endif
