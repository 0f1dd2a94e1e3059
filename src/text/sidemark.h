/* Emphasis dots and the lines below names and titles (CLREQ 3.1.8, JLREQ 3.3.9). */
#ifndef JB_SIDEMARK_H
#define JB_SIDEMARK_H

#include "text/atom.h"

/* Adds the strokes of a line's atoms to it. pens: where each atom of the extent begins,
 * from the left edge of the measure. */
void jb_sidemark_place(const jb_para *para, const jb_extent *extent, const jb_mpt *pens,
                       jb_arena *into, jb_line *line);

#endif
