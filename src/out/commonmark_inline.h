/* Inlines as Markdown, in the notation that data/mdinline.c reads. */
#ifndef JB_COMMONMARK_INLINE_H
#define JB_COMMONMARK_INLINE_H

#include "base/map.h"
#include "base/vec.h"
#include "doc/block.h"
#include "out/commonmark_text.h"

/* What inlines need to know of the report, and what they find. */
typedef struct jb_commonmark_inlines {
    jb_arena *into;
    /* labels of footnotes that must keep them, by number; the text is the label */
    jb_map labels;
    /* texts that are labels already */
    jb_map taken;
    JB_VEC(const jb_inline *) notes; /* met, with their blocks, in order */
} jb_commonmark_inlines;

/* Appends the inlines as one line. `where`: of JB_COMMONMARK_*. */
void jb_commonmark_inline_put(jb_commonmark_inlines *w, const jb_inline *inlines,
                              unsigned where, jb_buf *into);
/* The label of a footnote, as it stands behind the ^. */
const char *jb_commonmark_inline_label(const jb_commonmark_inlines *w, int number);

#endif
