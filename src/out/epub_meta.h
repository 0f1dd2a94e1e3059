/* What an e-book says of itself: gathered from its reports, written into the package. */
#ifndef JB_EPUB_META_H
#define JB_EPUB_META_H

#include "out/book.h"
#include "out/markup.h"

typedef struct jb_epub_meta jb_epub_meta;

/* Metadata of no report yet, to be dropped; book and arena outlive it. */
jb_epub_meta *jb_epub_meta_new(const jb_book *book, jb_arena *into);
void jb_epub_meta_drop(jb_epub_meta *meta);
/* Adds what a report says. */
void jb_epub_meta_add(jb_epub_meta *meta, const jb_book_part *part);
/* To be asked when all reports were added: */
/* "urn:uuid:...", of the report's id, else of title, date and publisher. */
const char *jb_epub_meta_identifier(const jb_epub_meta *meta);
/* The volume's title or the report's. */
const char *jb_epub_meta_title(const jb_epub_meta *meta);
/* When the book was last changed, "2024-02-29T00:00:00Z". */
const char *jb_epub_meta_time(const jb_epub_meta *meta);
/* The dates of the reports, "2024-02-29"; NULL when none has one. */
const char *jb_epub_meta_first(const jb_epub_meta *meta);
const char *jb_epub_meta_last(const jb_epub_meta *meta);
/* Writes the element <metadata>. cover: the manifest's id of its picture, NULL = none.
 * has_pages: it has marks of the paged edition's pages. */
void jb_epub_meta_write(const jb_epub_meta *meta, const char *cover, bool has_pages,
                        jb_markup *to);

#endif
