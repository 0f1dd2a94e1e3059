/* The outline of a document: its headings as a tree that readers show beside the pages. */
#ifndef JB_PDF_OUTLINE_H
#define JB_PDF_OUTLINE_H

#include "out/pdf_nav.h"

/* Hangs the outline into the catalog (ISO 32000-1, 12.3.3); it is written at the save and
 * must stay until then. A level is at most one below the entry before it, and 32; only
 * entries of the first are open. An entry whose destination is unknown leads nowhere, with
 * a warning. */
void jb_pdf_outline_write(const jb_pdf_nav *nav, jb_pdf_file *file,
                          const jb_outline *outline);

#endif
