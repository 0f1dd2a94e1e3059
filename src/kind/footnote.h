/* Footnotes whose text stands apart from its mark: under `footnotes:`, or in a footnote
 * block with an id. */
#ifndef JB_FOOTNOTE_H
#define JB_FOOTNOTE_H

#include "kind/lower.h"

/* A label as people write it: 1, [^1] or ^1; without what is around it. */
jb_str jb_footnote_label(jb_str label);
/* Notes the texts of the report's footnotes by their labels, before any block is
 * rewritten. */
void jb_footnote_collect(jb_lowering *l);
/* Hangs the footnote of mark->target on the mark. Without one the mark becomes text as
 * it was written, with a warning. */
void jb_footnote_hang(jb_lowering *l, jb_inline *mark);
/* Footnotes that no mark names become paragraphs at the end of parent, with a warning
 * each. */
void jb_footnote_rest(jb_lowering *l, jb_block *parent);

/* Numbers the footnotes of the tree in the order in which their marks stand there, whatever
 * the order they were hung in (key points are rewritten after the body). The first mark of
 * each has the text. */
void jb_footnote_number(jb_lowering *lowering, jb_block *root);

#endif
