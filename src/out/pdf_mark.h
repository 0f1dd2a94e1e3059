/* Marked content (ISO 32000-1, 14.6): artifacts and replacement text. The structure
 * roles are kept on the stack and write nothing yet. */
#ifndef JB_PDF_MARK_H
#define JB_PDF_MARK_H

#include "out/pdf_content.h"

void jb_pdf_mark_begin(jb_pdf_content *content, const jb_item_mark *mark);
void jb_pdf_mark_end(jb_pdf_content *content);
/* Writes the marks that are begun and not written: call before painting. */
void jb_pdf_mark_sync(jb_pdf_content *content);
/* Writes EMC for the written marks from index `from` on; they stay begun. */
void jb_pdf_mark_suspend(jb_pdf_content *content, size_t from);
/* Whether the text painted now has no meaning of its own, being an artifact or replaced
 * by ActualText. */
bool jb_pdf_mark_is_replaced(const jb_pdf_content *content);
/* Begins and ends an artifact round rectangles that no mark declares one. */
void jb_pdf_mark_begin_rects(jb_pdf_content *content);
void jb_pdf_mark_end_rects(jb_pdf_content *content);

#endif
