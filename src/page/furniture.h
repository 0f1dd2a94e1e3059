/* Header and footer: templates filled for a page and set on one line each. */
#ifndef JB_FURNITURE_H
#define JB_FURNITURE_H

#include "page/paginate.h"

/* What header and footer are made of. */
typedef struct jb_furniture_job {
    const jb_sheet *sheet;
    jb_fonts *fonts;
    const jb_page_texts *texts;
    jb_paint_sides sides;
    size_t index; /* of the page, from 0 */
    size_t count; /* of pages */
} jb_furniture_job;

/* Appends the items of a page's header and footer, all in ARTIFACT marks. */
void jb_furniture_paint(const jb_furniture_job *job, jb_arena *into, jb_diag *diag,
                        jb_items *out);
/* A text cut to at most `ems` ems (a wide character is one, another half of one) at a
 * sensible point, with an ellipsis. */
const char *jb_furniture_shorten(jb_str text, int ems, jb_arena *into);
/* A template with its {names} filled in; unknown names give nothing. */
const char *jb_furniture_fill(const char *template, const jb_page_texts *texts,
                              size_t index, size_t count, jb_arena *into);

#endif
