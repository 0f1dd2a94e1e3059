/* What a document says of itself. */
#ifndef JB_PDF_META_H
#define JB_PDF_META_H

#include "out/pdf.h"
#include "out/pdf_object.h"

/* Writes Info, the XMP packet, language and viewer preferences. */
void jb_pdf_meta_write(jb_pdf_file *file, const jb_pdf_info *info);
/* A date "YYYY-MM-DD" or "YYYY-MM-DDThh:mm:ss" with "Z" or "+hh:mm" as PDF writes it
 * (ISO 32000-1, 7.9.4); false when it is not of that form. */
bool jb_pdf_meta_date(const char *date, jb_buf *into);

#endif
