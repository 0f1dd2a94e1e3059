/* The typographic report: what a reader's eye would stumble over, each with its place in
 * the source, so that an editor can mend the text. Its messages are typography-*; lines
 * and tables that are too wide and characters without a glyph have messages of their own
 * all the time (line-overfull, table-overfull, glyph-missing). */
#ifndef JB_TYPOGRAPHY_H
#define JB_TYPOGRAPHY_H

#include "page/paginate.h"

typedef struct jb_typography jb_typography;

/* A report into `diag`; both must outlive it. */
jb_typography *jb_typography_new(jb_arena *into, jb_diag *diag);
/* What to pass to jb_paginate_watch. */
jb_page_watch jb_typography_watch(jb_typography *typography);
/* After the last page: says what is left to say and frees its memory. */
void jb_typography_end(jb_typography *typography);

#endif
