/* The PDF back end: pages in, bytes out. libharu 2.3.0 is the object graph and the
 * serialiser; it never parses a byte from outside (docs: src/README.md, "PDF"). */
#ifndef JB_PDF_H
#define JB_PDF_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "doc/image.h"
#include "page/item.h"

/* What goes into the Info dictionary and the XMP packet, equal in both. All UTF-8; NULL
 * or "" leaves an entry out. */
typedef struct jb_pdf_info {
    const char *title;
    const char *author; /* names joined with "; " in Info */
    const char *subject;
    const char *keywords; /* joined with ", " */
    const char *lang;     /* BCP 47, catalog /Lang */
    bool is_right;        /* pages follow one another from right to left */
    const char *date;     /* "2024-02-29" or "2024-02-29T08:00:00+08:00"; NULL = none */
    const char *creator;  /* "jianbao 0.1" */
} jb_pdf_info;

/* A report of a volume. */
typedef struct jb_pdf_part {
    const char *prefix; /* before the names of its destinations: "3/" */
    const jb_assets *assets;
    jb_diag *diag; /* for what its pages have to say */
} jb_pdf_part;

typedef struct jb_pdf jb_pdf;

/* Begins a document. `assets` (until a part begins) and everything in pages' faces must
 * outlive it. NULL after an error (libharu could not start, or its layout is not the one we
 * know). */
jb_pdf *jb_pdf_open(const jb_pdf_info *info, const jb_assets *assets, jb_diag *diag);
/* Lets the bytes of a long document leave for a draft, which must outlive it: said before
 * the first page. */
void jb_pdf_pour(jb_pdf *pdf, jb_file_draft *draft);
/* Adds the next page and paints its items; the page may be freed afterwards. */
void jb_pdf_add_page(jb_pdf *pdf, const jb_page *page);
/* Paints header and footer of page `index` (from 0), bound late because "page x of y"
 * is known last. Everything in it is an artifact. */
void jb_pdf_add_furniture(jb_pdf *pdf, size_t index, const jb_items *items);
void jb_pdf_set_outline(jb_pdf *pdf, const jb_outline *outline);
/* Replaces what the document was opened with. */
void jb_pdf_set_info(jb_pdf *pdf, const jb_pdf_info *info);
/* Pages added from now on are of this part: the names of destinations in their links and
 * places are its own, and so are the numbers of pictures. What `part` names must stay until
 * jb_pdf_end_part, which warns of links that lead nowhere. Behind it pages are of no part;
 * their links name destinations of parts with the prefix. */
void jb_pdf_begin_part(jb_pdf *pdf, const jb_pdf_part *part);
void jb_pdf_end_part(jb_pdf *pdf);
/* Pages added from now on stand before all that were added until now, in their order. */
void jb_pdf_begin_front(jb_pdf *pdf);
/* Writes the whole file, into the draft when any of it left for it and else into `out`, and
 * frees the document. false after an error of libharu or of a
 * limit; the reason is in diag, and out is to be thrown away. */
bool jb_pdf_finish(jb_pdf *pdf, jb_buf *out);
/* Frees a document that will not be finished. */
void jb_pdf_drop(jb_pdf *pdf);

#endif
