/* What can be said of finished boxes: heights, nesting of decorations, cutting a
 * row, and the dump. */
#include "flow/flow.h"

int64_t jb_flow_height(const jb_box *boxes, size_t count)
{
    int64_t height = 0;
    const jb_deco *outside = NULL;
    for (size_t i = 0; i < count; i++) {
        const jb_deco *deco = boxes[i].deco;
        if (i > 0)
            height += boxes[i].before + jb_flow_bottom(outside, deco);
        height += jb_flow_top(deco, outside) + boxes[i].height;
        outside = deco;
    }
    return height + jb_flow_bottom(outside, NULL);
}

jb_mpt jb_flow_snap(jb_mpt pitch, jb_mpt before, bool is_below, int64_t y)
{
    enum { DROPPED = 4 }; /* a space of up to 1/4 line between two lines */
    jb_mpt over = (jb_mpt)(y % pitch);
    if (over < 0)
        over += pitch;
    if (over == 0)
        return 0;
    bool is_small = is_below && over == before && (int64_t)over * DROPPED <= pitch;
    return before < 0 || is_small ? -over : pitch - over;
}

void jb_flow_grid(jb_box *boxes, size_t count, jb_mpt pitch)
{
    if (pitch <= 0 || count == 0)
        return;
    bool was_line = false;
    int64_t y = 0;
    const jb_deco *outside = NULL;
    for (size_t i = 0; i < count; i++) {
        jb_box *box = &boxes[i];
        bool is_line = box->leading == pitch && box->height == pitch;
        y += jb_flow_top(box->deco, outside);
        if (i > 0) {
            y += box->before + jb_flow_bottom(outside, box->deco);
            jb_mpt by = is_line ? jb_flow_snap(pitch, box->before, was_line, y) : 0;
            box->before += by;
            y += by;
        }
        y += box->height;
        outside = box->deco;
        was_line = is_line;
    }
    y += jb_flow_bottom(outside, NULL);
    boxes[count - 1].height += jb_flow_snap(pitch, 0, false, y);
}

bool jb_flow_is_inside(const jb_deco *deco, uint32_t number)
{
    for (; deco; deco = deco->parent)
        if (deco->number == number)
            return true;
    return false;
}

/* Whether `*outside` lies in this decoration, too; it goes up to the same depth. */
static bool is_shared(const jb_deco *deco, const jb_deco **outside)
{
    while (*outside && (*outside)->depth > deco->depth)
        *outside = (*outside)->parent;
    return *outside && (*outside)->number == deco->number;
}

jb_mpt jb_flow_top(const jb_deco *deco, const jb_deco *outside)
{
    jb_mpt room = 0;
    for (; deco && !is_shared(deco, &outside); deco = deco->parent)
        room += deco->top;
    return room;
}

jb_mpt jb_flow_bottom(const jb_deco *deco, const jb_deco *outside)
{
    jb_mpt room = 0;
    for (; deco && !is_shared(deco, &outside); deco = deco->parent)
        room += deco->bottom;
    return room;
}

/* How many of a cell's boxes fit into `room`. */
static size_t boxes_fitting(const jb_row_cell *cell, jb_mpt room)
{
    int64_t height = 0;
    const jb_deco *outside = NULL;
    for (size_t i = 0; i < cell->count; i++) {
        const jb_box *box = &cell->boxes[i];
        if (i > 0)
            height += box->before + jb_flow_bottom(outside, box->deco);
        height += jb_flow_top(box->deco, outside) + box->height;
        outside = box->deco;
        if (height + jb_flow_bottom(outside, NULL) > room)
            return i;
    }
    return cell->count;
}

static void put_notes(jb_box *box, const jb_row *row, jb_arena *into)
{
    size_t count = 0;
    for (size_t c = 0; c < row->count; c++)
        for (size_t i = 0; i < row->cells[c].count; i++)
            count += row->cells[c].boxes[i].note_count;
    const jb_note **notes = JB_NEWS(into, const jb_note *, count);
    size_t at = 0;
    for (size_t c = 0; c < row->count; c++) {
        for (size_t i = 0; i < row->cells[c].count; i++) {
            const jb_box *inner = &row->cells[c].boxes[i];
            for (size_t n = 0; n < inner->note_count; n++)
                notes[at++] = inner->notes[n];
        }
    }
    box->notes = notes;
    box->note_count = count;
}

static jb_box row_part(const jb_box *whole, jb_row *row, jb_arena *into)
{
    jb_box part = *whole;
    int64_t height = 0;
    for (size_t c = 0; c < row->count; c++) {
        const jb_row_cell *cell = &row->cells[c];
        height = JB_MAX(height, jb_flow_height(cell->boxes, cell->count));
    }
    part.row = row;
    part.height = (jb_mpt)height + 2 * row->pad;
    put_notes(&part, row, into);
    return part;
}

bool jb_flow_split(const jb_box *box, jb_mpt height, jb_arena *into, jb_box *head,
                   jb_box *tail)
{
    const jb_row *row = box->row;
    if (!row || !row->can_split || box->height <= height)
        return false;
    jb_row *first = JB_NEW(into, jb_row), *rest = JB_NEW(into, jb_row);
    jb_row_cell *upper = JB_NEWS(into, jb_row_cell, row->count);
    jb_row_cell *lower = JB_NEWS(into, jb_row_cell, row->count);
    size_t taken = 0, left = 0;
    for (size_t c = 0; c < row->count; c++) {
        const jb_row_cell *cell = &row->cells[c];
        size_t fit = boxes_fitting(cell, height - 2 * row->pad);
        upper[c] = (jb_row_cell){row->pad, cell->boxes, fit};
        lower[c] = (jb_row_cell){row->pad, cell->boxes + fit, cell->count - fit};
        taken += fit;
        left += cell->count - fit;
    }
    if (taken == 0 || left == 0)
        return false;
    *first = *row;
    first->cells = upper;
    first->below = (jb_stroke){0, 0};
    *rest = *row;
    rest->cells = lower;
    rest->above = (jb_stroke){0, 0};
    *head = row_part(box, first, into);
    *tail = row_part(box, rest, into);
    tail->before = 0;
    tail->penalty = JB_FLOW_FREE;
    tail->dest = NULL;
    return true;
}

static void dump_decos(const jb_deco *deco, jb_buf *into)
{
    jb_buf_puts(into, " in");
    for (; deco; deco = deco->parent)
        jb_buf_printf(into, " %u", (unsigned)deco->number);
}

static void dump_pieces(const jb_box *box, jb_buf *into)
{
    for (size_t i = 0; i < box->piece_count; i++) {
        const jb_piece *piece = &box->pieces[i];
        jb_buf_put_points(into, " [", piece->x);
        switch (piece->kind) {
        case JB_PIECE_LINE:
            jb_buf_putc(into, ' ');
            jb_buf_put_str(into, piece->line->text);
            break;
        case JB_PIECE_RECT:
            jb_buf_puts(into, " rect");
            break;
        case JB_PIECE_IMAGE:
            jb_buf_printf(into, " image %u", (unsigned)piece->asset);
            break;
        }
        jb_buf_putc(into, ']');
    }
}

static void dump_box(const jb_box *box, jb_buf *into)
{
    dump_pieces(box, into);
    if (!box->row)
        return;
    jb_buf_puts(into, " row");
    for (size_t c = 0; c < box->row->count; c++) {
        const jb_row_cell *cell = &box->row->cells[c];
        jb_buf_puts(into, " |");
        for (size_t i = 0; i < cell->count; i++)
            dump_pieces(&cell->boxes[i], into);
    }
}

void jb_flow_dump(const jb_box *boxes, size_t count, jb_buf *into)
{
    for (size_t i = 0; i < count; i++) {
        const jb_box *box = &boxes[i];
        jb_buf_put_points(into, "box ", box->height);
        jb_buf_put_points(into, " before ", box->before);
        jb_buf_printf(into, " break %d", (int)box->penalty);
        if (box->deco)
            dump_decos(box->deco, into);
        if (box->dest)
            jb_buf_printf(into, " #%s", box->dest);
        for (size_t n = 0; n < box->note_count; n++)
            jb_buf_printf(into, " note %d", box->notes[n]->number);
        if (box->repeat)
            jb_buf_puts(into, " repeats");
        dump_box(box, into);
        jb_buf_putc(into, '\n');
    }
}
