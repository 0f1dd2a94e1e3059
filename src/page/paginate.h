/* Pages: blocks are set section by section, broken into pages by cost, and pulled one at
 * a time. Header and footer are bound when the number of pages is known. */
#ifndef JB_PAGINATE_H
#define JB_PAGINATE_H

#include "doc/report.h"
#include "page/paint.h"
#include "style/sheet.h"

typedef struct jb_pages jb_pages;

/* Texts that header and footer templates may name; NULL = "". */
typedef struct jb_page_texts {
    const char *title, *short_title, *brand, *series, *date, *publisher;
    const char *lang; /* BCP 47 of the furniture */
} jb_page_texts;

/* Everything passed must outlive the pages. The blocks have their styles. */
jb_pages *jb_paginate_open(const jb_sheet *sheet, jb_fonts *fonts, const jb_block *root,
                           const jb_assets *assets, const jb_page_texts *texts,
                           jb_diag *diag);
/* Who looks on while pages are made. */
typedef struct jb_page_watch {
    void *state;
    /* each page before it is given out; its lines are traced (text/trace.h) */
    void (*page)(void *state, size_t number, const jb_paint_page *paper);
} jb_page_watch;

/* Before the first page: shows every page to the one who watches. */
void jb_paginate_watch(jb_pages *pages, jb_page_watch watch);
/* Before the first page: draws over each (page/overlay.h: JB_OVERLAY_...). */
void jb_paginate_overlay(jb_pages *pages, unsigned what);
/* Pages given out from now on stay as they are until `count` more were given out and the
 * next is asked for; they may be read by another thread. */
void jb_paginate_keep(jb_pages *pages, size_t count);
/* The next finished page, NULL after the last; valid until the next call, or as long as
 * jb_paginate_keep says. A document has
 * at least one page. Over 100,000 pages: error pages-too-many, then NULL. */
const jb_page *jb_paginate_next(jb_pages *pages);
/* How many pages were given out. */
size_t jb_paginate_count(const jb_pages *pages);
/* Header and footer of page `index` (from 0), once all pages were given out; valid until
 * the next call. */
const jb_items *jb_paginate_furniture(jb_pages *pages, size_t index);
/* What header and footer are made of. */
struct jb_furniture_job;
struct jb_furniture_job jb_paginate_furnishing(const jb_pages *pages);
/* The outline of all headings, in order, once all pages were given out. */
const jb_outline *jb_paginate_outline(jb_pages *pages);
void jb_paginate_close(jb_pages *pages);

#endif
