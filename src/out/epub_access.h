/* Accessibility metadata (EPUB Accessibility 1.1, 2.2; schema.org), of what the content
 * has: nothing is claimed that is not so, and no conformance, which only somebody who has
 * examined the book may certify. */
#ifndef JB_EPUB_ACCESS_H
#define JB_EPUB_ACCESS_H

#include "out/book.h"
#include "out/markup.h"

/* Zero-initialised: of no report yet. */
typedef struct jb_epub_access {
    bool has_headings, has_ruby;
    bool has_pictures;
    bool lacks_alt; /* a picture has no alternative text */
} jb_epub_access;

/* Adds what a block and those in it have. */
void jb_epub_access_add(jb_epub_access *access, const jb_block *block,
                        const jb_assets *assets);
/* Writes the properties, within <metadata>. lang: of the summary (BCP 47). */
void jb_epub_access_write(const jb_epub_access *access, const char *lang,
                          bool has_pages, jb_markup *to);

#endif
