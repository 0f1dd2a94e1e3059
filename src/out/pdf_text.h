/* Text items as text-showing operators. */
#ifndef JB_PDF_TEXT_H
#define JB_PDF_TEXT_H

#include "out/pdf_content.h"

/* Shows a run of glyphs. Every glyph's origin lies within 2 mpt of its place. A cluster
 * of several glyphs, and text that ToUnicode cannot give back, gets ActualText. Runs of
 * a face without outlines are left out. */
void jb_pdf_text_show(jb_pdf_content *content, const jb_item_text *text);

#endif
