/* A walk over what stands on a page, with its places: for the overlay, the typographic
 * report and dumps. */
#ifndef JB_PLACED_H
#define JB_PLACED_H

#include "page/paint.h"

/* A piece, or a table's row. */
typedef struct jb_placed {
    const jb_box *box;
    const jb_piece *piece; /* NULL: the box's row, before what its cells hold */
    jb_mpt x, y;           /* of its top left corner, from the page's */
    bool is_repeat;        /* it stood on a page before */
    bool is_in_cell;
    bool is_note;
} jb_placed;

typedef void jb_placed_visit(void *state, const jb_placed *placed);

/* Visits everything in reading order. What it needs while it walks is made in `into`. */
void jb_placed_walk(const jb_paint_page *paper, jb_arena *into, jb_placed_visit *visit,
                    void *state);

#endif
