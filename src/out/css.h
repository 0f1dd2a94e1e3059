/* Styles as a style sheet: a class for every distinct style that is met, lengths in em of
 * the text around, and a part that is always the same. Containers (lists, tables, boxes)
 * have no type of their own, so no size is ever of a size. */
#ifndef JB_CSS_H
#define JB_CSS_H

#include "out/markup.h"
#include "style/sheet.h"

typedef enum jb_css_medium {
    JB_CSS_PAGE, /* a web page: a column on a ground of its own */
    JB_CSS_BOOK  /* an e-book: size, font and margins of the text are the reader's */
} jb_css_medium;

typedef struct jb_css jb_css;

/* An empty style sheet. embeds_fonts: the families "jianbao-ROLE" (jb_sheet_font) are
 * there. Everything lives in the arena; layouts may go after the parts they were for. */
jb_css *jb_css_open(jb_css_medium medium, bool embeds_fonts, jb_arena *into);
/* The document has lines from top to bottom: sides are named as the lines run, which readers
 * of older e-books do not know, so other documents name those of the page. */
void jb_css_set_vertical(jb_css *css);
/* The layout of the styles that follow. */
void jb_css_begin(jb_css *css, const jb_sheet *sheet);
/* Writes the attribute class of the element just opened: what a dialect's look does. */
void jb_css_look(jb_css *css, jb_markup *to, const jb_style *style, const char *role);
/* Writes the style sheet: no <, no &, so that it can stand in XML as it is. */
void jb_css_write(const jb_css *css, jb_buf *into);

#endif
