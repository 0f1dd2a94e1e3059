/* Glyphs that are pictures (colour emoji), as Type 3 fonts: each glyph's procedure paints
 * an image, and ToUnicode gives its text back, so that they are text to every reader
 * (ISO 32000-1, 9.6.5). */
#ifndef JB_PDF_COLOUR_H
#define JB_PDF_COLOUR_H

#include "out/pdf_font.h"

typedef struct jb_pdf_colours jb_pdf_colours;

/* A glyph without width that shows nothing: it carries the rest of a text that the glyph
 * before it can't be mapped to. */
#define JB_PDF_COLOUR_BLANK UINT32_MAX
/* Bytes of text that a code may stand for; MuPDF maps no more than eight units. */
enum { JB_PDF_COLOUR_BYTES = 16 };

jb_pdf_colours *jb_pdf_colour_new(jb_arena *into);
/* Notes a use of a glyph of a colour face for `text`; every text of a glyph has a code of
 * its own (empty: none, and not mapped). *font_count is the last resource number given, and grows. */
jb_pdf_shown jb_pdf_colour_use(jb_pdf_colours *colours, const jb_face *face,
                               uint32_t gid, jb_str text, uint32_t *font_count);
/* Writes the font objects and appends "/F1 7 0 R ..." to resources. A glyph without a
 * picture gives a warning. */
void jb_pdf_colour_write(jb_pdf_colours *colours, jb_pdf_file *file, jb_buf *resources);

#endif
