/* A volume in pages: reports one after the other, each begun on a new page, between a cover
 * with contents and indexes. A report's memory is freed when its pages were added; what is
 * kept of it is a line of contents, its running heads and its outline. The volume's own
 * pages are in the layout of the first report. */
#ifndef JB_BINDING_H
#define JB_BINDING_H

#include "doc/place.h"
#include "job/export.h"

typedef struct jb_binding jb_binding;

/* Begins a volume; the shelf (its settings count), the arena and diag (of the volume's own
 * pages) outlive it. */
jb_binding *jb_binding_open(jb_shelf *shelf, const jb_paged *paged, jb_arena *into,
                            jb_diag *diag);
/* Lets the bytes of a long document leave for a draft, which must outlive it; before the
 * first report. */
void jb_binding_pour(jb_binding *binding, jb_file_draft *draft);
/* Adds a report's pages; a fault is that report's, in work->diag. The work was begun on the
 * shelf. */
jb_status jb_binding_add(jb_binding *binding, jb_work *work,
                         const jb_export_input *input);
/* Adds indexes, cover and contents, and writes the document into the draft, when any of it
 * left for it, or else into `out`; false after an error, which is
 * in diag. */
bool jb_binding_finish(jb_binding *binding, jb_buf *out);
/* Where the pages of a report begin, and what is printed on them. */
typedef struct jb_binding_places {
    const jb_place_mark *marks;
    const char **labels;
    size_t count;
} jb_binding_places;

/* Those of a finished volume's report, by its order from 0; copied. */
void jb_binding_pages(const jb_binding *binding, size_t part, jb_arena *into,
                      jb_binding_places *out);
/* How many pages a finished volume has. */
size_t jb_binding_count(const jb_binding *binding);
void jb_binding_close(jb_binding *binding);

#endif
