/* What the files of the public-account article share. */
#ifndef JB_WECHAT_PARTS_H
#define JB_WECHAT_PARTS_H

#include "base/map.h"
#include "base/vec.h"
#include "kind/wording.h"
#include "out/markup.h"
#include "out/wechat.h"

enum {
    JB_WECHAT_PX =
        16, /* the size of text; what the editor's own articles mostly have */
    JB_WECHAT_LEAST = 12,    /* px; smaller type can't be read on a phone */
    JB_WECHAT_LEADING = 1750 /* thousandths of the size */
};

#define JB_WECHAT_LINE "#d9d9d9" /* between cells, beside quotes */

typedef struct jb_wechat {
    jb_arena arena; /* of the report */
    jb_buf out;
    jb_markup to;
    jb_diag *diag;
    const jb_book_part *part;
    const jb_type *body;             /* of the layout's paragraphs */
    JB_VEC(const jb_inline *) notes; /* met, with their blocks */
    JB_VEC(const char *) links;      /* addresses met, each once */
    jb_map numbers;                  /* of the addresses, from 1 */
    int left;                        /* px, of the items around */
    int gap;                         /* px below a paragraph; 0 = as usual */
    const char *label;               /* before the next paragraph */
    int label_width;                 /* px */
} jb_wechat;

/* The size of text in px. */
int jb_wechat_px(const jb_wechat *w, const jb_type *type);
/* A colour that is neither quite black nor quite white. */
jb_colour jb_wechat_colour(jb_colour colour);
/* Writes the attribute style of the element just opened. */
void jb_wechat_style(jb_wechat *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What text in a style looks like; align: NONE = the style's own. */
const char *jb_wechat_text_style(jb_wechat *w, const jb_style *style, jb_align align);
void jb_wechat_block(jb_wechat *w, const jb_block *block);
/* The rows of a table, without what stands above and below them; `gap` px below them. */
void jb_wechat_table_rows(jb_wechat *w, const jb_block *table, int gap);
/* Writes inlines. */
void jb_wechat_inline_put(jb_wechat *w, const jb_inline *inlines);

#endif
