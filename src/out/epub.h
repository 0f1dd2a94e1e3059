/* The EPUB back end: EPUB 3.3 (W3C Recommendation), a file or more a report, with contents
 * for older readers too (NCX), a list of the paged edition's pages when one was made, and
 * metadata. The same reports give the same bytes. */
#ifndef JB_EPUB_H
#define JB_EPUB_H

#include "out/backend.h"

extern const jb_reflow jb_epub_reflow;

#endif
