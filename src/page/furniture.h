/* Header and footer: templates filled for a page and set on one line each. */
#ifndef JB_FURNITURE_H
#define JB_FURNITURE_H

#include "page/paginate.h"

/* Texts as they were first set, for pages that have the same. Zeroed but for `into`. */
typedef struct jb_furniture_kept {
    jb_arena *into;            /* theirs */
    const jb_style *styles[2]; /* of header and footer */
    struct {
        const char *text; /* NULL = not set yet */
        jb_lines lines;
        jb_mpt width;
    } sets[6]; /* of the header left, centre, right; of the footer the same */
} jb_furniture_kept;

/* What header and footer of a report's pages are made of. */
typedef struct jb_furniture_job {
    const jb_frame *frame;
    const jb_furniture *header, *footer; /* may be NULL */
    jb_fonts *fonts;
    const jb_page_texts *texts;
    jb_paint_sides sides;
    jb_furniture_kept *kept; /* NULL = every page is set anew */
} jb_furniture_job;

/* What a page is called. */
typedef struct jb_furniture_page {
    bool is_first;    /* of its report */
    const char *page; /* {page} */
    size_t pages;     /* {pages} */
} jb_furniture_page;

/* Appends the items of a page's header and footer, all in ARTIFACT marks. */
void jb_furniture_paint(const jb_furniture_job *job, const jb_furniture_page *page,
                        jb_arena *into, jb_diag *diag, jb_items *out);
/* A copy that needs nothing of the layout and the texts it was made from. */
jb_furniture_job jb_furniture_keep(const jb_furniture_job *job, jb_arena *into);
/* A text cut to at most `ems` ems (a wide character is one, another half of one) at a
 * sensible point, with an ellipsis. */
const char *jb_furniture_shorten(jb_str text, int ems, jb_arena *into);
/* A template with its {names} filled in; unknown names give nothing. */
const char *jb_furniture_fill(const char *template, const jb_page_texts *texts,
                              const jb_furniture_page *page, jb_arena *into);

#endif
