/* Ways through a document: links, destinations, the outline, page labels. */
#ifndef JB_PDF_NAV_H
#define JB_PDF_NAV_H

#include "base/map.h"
#include "out/pdf_object.h"
#include "page/item.h"

/* What the way-finding knows of a page. */
typedef struct jb_pdf_place {
    uint32_t number; /* of the page object */
    jb_mpt height;
    const char *label;
    uint32_t first_link, last_link;    /* indices + 1; 0 = none */
    uint32_t first_annot, annot_count; /* object numbers, one after another */
} jb_pdf_place;

typedef JB_VEC(jb_pdf_place) jb_pdf_places;

/* Where a destination is. */
typedef struct jb_pdf_dest {
    uint32_t page; /* number of the page object */
    jb_mpt x, y;   /* y up */
} jb_pdf_dest;

/* A link, kept until all destinations are known. Its texts are the document's. */
typedef struct jb_pdf_link {
    jb_rect box;
    jb_span span;
    const char *url, *dest, *title;
    bool is_far;   /* to another part, which may come later */
    uint32_t next; /* of the same page; index + 1 */
} jb_pdf_link;

typedef struct jb_pdf_nav {
    jb_arena *arena;
    jb_diag *diag;
    jb_pdf_places pages;
    jb_map dests; /* name -> its place */
    JB_VEC(jb_pdf_link) links;
    const char *prefix; /* of the names of destinations from now on */
    size_t checked;     /* links before it are known to lead somewhere, or nowhere */
    size_t first;       /* index of the page that stands first */
} jb_pdf_nav;

/* Keeps a link of page `page` (from 0). URLs other than http, https and mailto are left
 * out with a warning. One to a part of a volume (jb_inlines_part) leads to its destination
 * "start". */
void jb_pdf_nav_add_link(jb_pdf_nav *nav, size_t page, const jb_item_link *link,
                         jb_span span);
/* Keeps a destination; the first of a name counts. */
void jb_pdf_nav_add_dest(jb_pdf_nav *nav, size_t page, const jb_item_dest *item);
/* The place of a destination by its full name; false when there is none. */
bool jb_pdf_nav_find(const jb_pdf_nav *nav, const char *name, jb_pdf_dest *out);
/* Warns of links without a destination that were kept since the last call. They get no
 * annotation. */
void jb_pdf_nav_check_links(jb_pdf_nav *nav);
/* Writes the annotations of all pages and notes their numbers. */
void jb_pdf_nav_write_links(jb_pdf_nav *nav, jb_pdf_file *file);
/* Writes the labels as ranges: decimal, roman in either case, or a text of their own.
 */
void jb_pdf_nav_write_labels(jb_pdf_nav *nav, jb_pdf_file *file);

#endif
