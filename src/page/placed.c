/* The walk follows page/paint.c. */
#include "page/placed.h"

typedef struct walk {
    jb_arena *into;
    jb_placed_visit *visit;
    void *state;
    jb_paint_sides sides;
    jb_placed now; /* what holds for the pieces below */
} walk;

static void walk_places(walk *at, const jb_paint_place *places, size_t count);

static void walk_row(walk *at, const jb_paint_place *place)
{
    const jb_row *row = place->box->row;
    jb_placed placed = at->now;
    placed.box = place->box;
    placed.x = jb_paint_x(at->sides, row->x, row->width);
    placed.y = place->y;
    at->visit(at->state, &placed);
    at->now.is_in_cell = true;
    for (size_t i = 0; i < row->count; i++)
        walk_places(at, jb_paint_cell(&row->cells[i], place->y, at->into),
                    row->cells[i].count);
    at->now.is_in_cell = placed.is_in_cell;
}

static void walk_places(walk *at, const jb_paint_place *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const jb_box *box = places[i].box;
        bool was_repeat = at->now.is_repeat;
        at->now.is_repeat = was_repeat || places[i].is_repeat;
        for (size_t p = 0; p < box->piece_count; p++) {
            jb_placed placed = at->now;
            placed.box = box;
            placed.piece = &box->pieces[p];
            placed.x = jb_paint_x(at->sides, box->pieces[p].x, box->pieces[p].w);
            placed.y = places[i].y + box->pieces[p].y;
            at->visit(at->state, &placed);
        }
        if (box->row)
            walk_row(at, &places[i]);
        at->now.is_repeat = was_repeat;
    }
}

void jb_placed_walk(const jb_paint_page *paper, jb_arena *into, jb_placed_visit *visit,
                    void *state)
{
    walk at = {.into = into, .visit = visit, .state = state, .sides = paper->sides};
    walk_places(&at, paper->places, paper->count);
    at.now.is_note = true;
    walk_places(&at, paper->notes, paper->note_count);
}
