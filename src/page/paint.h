/* Boxes on a page become display items. */
#ifndef JB_PAINT_H
#define JB_PAINT_H

#include "flow/flow.h"
#include "page/item.h"

/* A box and where its top is, from the top of the page. */
typedef struct jb_paint_place {
    const jb_box *box;
    const jb_deco *deco; /* that count for it (a repeated header has its table's) */
    jb_mpt y;
    bool is_repeat; /* no content: it stood on a page before */
} jb_paint_place;

/* Where the x of the flow lies on the page. */
typedef struct jb_paint_sides {
    jb_mpt margin; /* on the side where text begins */
    jb_mpt mirror; /* the width of a page that is mirrored; 0 = it is not */
} jb_paint_sides;

/* The place on the page of something at x, `width` wide, of the flow. */
static inline jb_mpt jb_paint_x(jb_paint_sides sides, jb_mpt x, jb_mpt width)
{
    x += sides.margin;
    return sides.mirror ? sides.mirror - x - width : x;
}

/* What a page consists of. */
typedef struct jb_paint_page {
    const jb_paint_place *places;
    size_t count;
    jb_paint_sides sides;
    const uint32_t *open_above; /* decorations that began on a page before */
    size_t open_count;
    const jb_deco *below; /* of the box that begins the next page, or NULL */
    const jb_paint_place *notes;
    size_t note_count;
    jb_rect note_rule; /* x as in the flow; h 0 = none */
    jb_colour note_colour;
} jb_paint_page;

/* Appends the items of a page: first what is no content (fills, then rules), then the
 * content in reading order with its structure marks, then underlines. */
void jb_paint_items(const jb_paint_page *page, jb_arena *into, jb_items *out);
/* The boxes of a row's cell at their places; y: of the row's top. */
jb_paint_place *jb_paint_cell(const jb_row_cell *cell, jb_mpt y, jb_arena *into);
/* The runs of a line as text items; x, y: of the measure's left edge and the line's
 * top. */
void jb_paint_line(const jb_line *line, jb_mpt x, jb_mpt y, jb_arena *into,
                   jb_items *out);

#endif
