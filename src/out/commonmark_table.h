/* Tables, and the line of a directive that captions tables and figures, as Markdown. */
#ifndef JB_COMMONMARK_TABLE_H
#define JB_COMMONMARK_TABLE_H

#include "kind/wording.h"
#include "out/commonmark_inline.h"

/* The line of a directive while it is written. */
typedef struct jb_commonmark_caption {
    jb_commonmark_inlines *inlines;
    jb_wording_lang lang; /* of words of our own */
    jb_buf *into;
    int parts; /* so far */
} jb_commonmark_caption;

/* Whether a table can be written as in GFM: one header row or none, whole rows without
 * spans, one paragraph a cell, nothing around the rows. */
bool jb_commonmark_table_is_plain(const jb_block *table);
/* Appends the rows, a line each. false when the alignment of a cell was lost. */
bool jb_commonmark_table_rows(const jb_block *table, jb_commonmark_inlines *inlines,
                              bool is_plain, jb_buf *into);
/* Appends what stands around the rows, or below a figure: " title | source: ...". */
void jb_commonmark_table_caption(jb_commonmark_caption *caption, const jb_block *block);
/* Appends a figure's width and alternative text. */
void jb_commonmark_table_figure(jb_commonmark_caption *caption, const jb_block *figure);

#endif
