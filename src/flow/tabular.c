/* Rows: cells are set at the columns' widths; a row is as high as its highest cell.
 * Rows that a cell reaches over are set together and stay on one page, unless they
 * are higher than a page: then such a cell counts for its first row only. */
#include "flow/tabular.h"

#include "flow/tabular_width.h"
#include "flow/textual.h"

/* Our choice. */
enum {
    MANY_COLUMNS = 7, /* more may be wider than the measure */
    FEW_ROWS = 6,     /* a table that is small enough to be kept whole if possible */
    GROUP_MAX = 200,  /* rows set together */
    HEADER_SHARE = 3  /* a header higher than a third of the page is not repeated */
};

typedef struct set_cell {
    const jb_block *block;
    jb_boxes boxes;
    jb_mpt height;        /* of its boxes */
    size_t from, columns; /* columns it stands in */
    size_t rows;          /* rows of the group it reaches over */
} set_cell;

typedef struct set_row {
    const jb_block *block;
    jb_row *row;
    jb_box box;
    jb_mpt height;
    JB_VEC(set_cell) cells;
    const jb_element *element;
} set_row;

/* Rows set together. */
typedef struct row_group {
    jb_tabular *table;
    const jb_build_frame *place;
    set_row *rows;
    size_t count;
    size_t first; /* number of its first row in the table */
    bool is_header;
    bool is_loose; /* too high to stay together: no cell reaches over rows */
} row_group;

/* Text up to the size of a cell's is scaled to that of a dense cell. */
static void make_dense(jb_build *build, jb_tabular *table)
{
    const jb_sheet *sheet = build->shared->sheet;
    const jb_style *cell = jb_sheet_style(sheet, "cell");
    const jb_style *dense = jb_sheet_style(sheet, "cell-dense");
    if (!dense || !jb_str_is(jb_str_of(dense->name), "cell-dense") || !cell ||
        cell->type.size <= dense->type.size)
        return;
    table->dense = JB_NEW(table->into, jb_inline_dense);
    table->dense->into = table->into;
    table->dense->from = cell->type.size;
    table->dense->to = dense->type.size;
    if (dense->table.cell_x > 0)
        table->pad = dense->table.cell_x;
}

static jb_tabular *new_table(jb_build *build, const jb_block *block)
{
    jb_arena own = {0};
    jb_arena *first = build->filling ? &own : build->into;
    jb_tabular *table = JB_NEW(first, jb_tabular);
    table->own = own;
    table->into = build->filling ? &table->own : build->into;
    table->block = block;
    table->count = block->u.table.columns;
    for (const jb_block *child = block->first; child; child = child->next)
        table->rows += child->kind == JB_BLOCK_ROW;
    table->header_rows = JB_MIN(block->u.table.header_rows, table->rows);
    table->pad = block->style->table.cell_x;
    if (table->count > MANY_COLUMNS)
        make_dense(build, table);
    return table;
}

/* Smaller type when words or short cells would break; many columns that don't fit the
 * measure even so may use the wider one for exhibits, centred. */
static void fit_columns(jb_build *build, jb_tabular *table, jb_build_frame *place)
{
    jb_build_shared *shared = build->shared;
    jb_tabular_width_measure(build, table, place->width);
    if (!table->dense &&
        jb_columns_whole(table->columns, table->count) > place->width) {
        make_dense(build, table);
        if (table->dense)
            jb_tabular_width_measure(build, table, place->width);
    }
    int64_t folded = jb_columns_folded(table->columns, table->count), least = 0;
    for (size_t i = 0; i < table->count; i++)
        least += table->columns[i].least;
    jb_mpt widest = jb_sheet_frame(shared->sheet)->exhibit;
    bool may_exceed = table->count > MANY_COLUMNS && place->x == 0 &&
                      place->width == shared->measure && widest > place->width;
    if (folded > place->width && may_exceed) {
        jb_mpt width = (jb_mpt)JB_MIN(folded, (int64_t)widest);
        place->x -= (width - place->width) / 2;
        place->width = width;
    }
    if (jb_columns_fit(table->columns, table->count, place->width))
        return;
    char columns[16], over[32];
    snprintf(columns, sizeof columns, "%zu", table->count);
    snprintf(over, sizeof over, "%lld",
             (long long)((least - place->width + 999) / 1000));
    jb_diag_add(shared->diag, JB_DIAG_TABLE_OVERFULL, table->block->span, columns,
                over);
}

void jb_tabular_open(jb_build *build, const jb_block *block)
{
    jb_build_frame place;
    jb_build_begin(build, block, &place);
    jb_tabular *table = new_table(build, block);
    place.element = jb_build_element(build, JB_PART_TABLE, place.element);
    table->element = place.element;
    place.is_tight = true;
    if (table->count > 0)
        fit_columns(build, table, &place);
    place.table = table;
    jb_build_push(build, place);
}

static jb_mpt columns_width(const jb_tabular *table, size_t from, size_t count)
{
    jb_mpt width = 0;
    for (size_t i = from; i < from + count; i++)
        width += table->columns[i].width;
    return width;
}

/* A head over several columns that has heads of its own below it. */
static bool is_group_head(const row_group *group, size_t r, const set_cell *cell)
{
    return group->is_header && cell->columns > 1 &&
           group->first + r + cell->rows < group->table->header_rows;
}

static jb_align cell_align(const jb_tabular *table, const set_cell *cell, bool is_group)
{
    jb_align align = cell->block->u.cell.align;
    if (align != JB_ALIGN_NONE && align != JB_ALIGN_JUSTIFY)
        return align;
    if (is_group)
        return JB_ALIGN_CENTRE;
    jb_align column = table->aligns[cell->from];
    bool spans_figures = cell->columns > 1 && column == JB_ALIGN_DECIMAL;
    return spans_figures && !jb_tabular_width_is_figure(cell->block) ? JB_ALIGN_CENTRE
                                                                     : column;
}

/* Moves a figure so that its point stands on the column's. Figures run from left to right
 * on mirrored pages too: there places are counted with the other sign. */
static void align_point(const jb_build *build, const jb_tabular *table, set_cell *cell)
{
    if (cell->boxes.count != 1 || cell->boxes.items[0].piece_count != 1 ||
        cell->columns != 1)
        return;
    jb_piece *piece = &cell->boxes.items[0].pieces[0];
    jb_mpt point = 0;
    if (piece->kind != JB_PIECE_LINE || !jb_para_point(piece->line, &point))
        return;
    jb_mpt shift = piece->w - table->columns[cell->from].after - point;
    jb_mpt begin = piece->line->x + shift;
    if (begin < 0 || begin + piece->line->width > piece->w)
        return;
    piece->x += build->shared->is_mirrored ? -shift : shift;
}

static set_cell place_cell(jb_build *build, row_group *group, size_t r,
                           const jb_block *block, const jb_build_inner *given)
{
    jb_tabular *table = group->table;
    set_cell cell = {.block = block, .from = block->u.cell.column};
    cell.columns = JB_MAX((size_t)block->u.cell.column_span, 1);
    cell.columns = JB_MIN(cell.columns, table->count - cell.from);
    cell.rows = JB_MAX((size_t)block->u.cell.row_span, 1);
    cell.rows = JB_MIN(cell.rows, group->count - r);
    jb_mpt pad = table->pad;
    jb_mpt left = group->place->x + columns_width(table, 0, cell.from);
    jb_mpt width = columns_width(table, cell.from, cell.columns);
    jb_align align = cell_align(table, &cell, is_group_head(group, r, &cell));
    jb_build_inner inner = *given;
    inner.first = block->first;
    jb_mpt lead = align == JB_ALIGN_LEFT ? table->columns[cell.from].lead : 0;
    inner.x = left + pad + lead;
    inner.width = JB_MAX(width - 2 * pad - lead, 1000);
    inner.align = align;
    inner.dense = table->dense;
    cell.boxes = jb_build_inside(build, &inner, build->into);
    cell.height = (jb_mpt)jb_flow_height(cell.boxes.items, cell.boxes.count);
    if (align == JB_ALIGN_DECIMAL && !group->is_header && !block->u.cell.is_header)
        align_point(build, table, &cell);
    return cell;
}

static void place_row(jb_build *build, row_group *group, set_row *row)
{
    jb_tabular *table = group->table;
    jb_element *whole = jb_build_element(build, JB_PART_ROW, table->element);
    row->element = whole;
    for (const jb_block *block = row->block->first; block; block = block->next) {
        size_t ordinal = table->cells_at++;
        if (block->kind != JB_BLOCK_CELL || block->u.cell.column >= table->count)
            continue;
        jb_para *ready = ordinal < table->kept_count ? table->kept[ordinal] : NULL;
        bool is_head = group->is_header || block->u.cell.is_header;
        jb_element *element = jb_build_element(
            build, is_head ? JB_PART_HEADER_CELL : JB_PART_CELL, whole);
        element->column_span = block->u.cell.column_span;
        element->row_span = block->u.cell.row_span;
        jb_build_inner inner = {.element = element};
        if (jb_tabular_width_single(block))
            inner.ready = ready;
        size_t at = (size_t)(row - group->rows);
        jb_vec_push(build->into, &row->cells,
                    place_cell(build, group, at, block, &inner));
    }
}

/* Heights of the rows; cells over several rows make the last of them higher. */
static int64_t set_heights(row_group *group)
{
    jb_mpt pad = 2 * group->table->block->style->table.cell_y;
    int64_t sum = 0;
    for (size_t r = 0; r < group->count; r++) {
        set_row *row = &group->rows[r];
        row->height = pad;
        for (size_t c = 0; c < row->cells.count; c++)
            if (row->cells.items[c].rows == 1)
                row->height = JB_MAX(row->height, row->cells.items[c].height + pad);
    }
    for (size_t r = 0; r < group->count; r++) {
        for (size_t c = 0; c < group->rows[r].cells.count; c++) {
            const set_cell *cell = &group->rows[r].cells.items[c];
            jb_mpt room = -pad;
            for (size_t i = r; i < r + cell->rows; i++)
                room += group->rows[i].height;
            if (cell->height > room)
                group->rows[r + cell->rows - 1].height += cell->height - room;
        }
        sum += group->rows[r].height;
    }
    return sum;
}

static void unspan(row_group *group)
{
    group->is_loose = true;
    for (size_t r = 0; r < group->count; r++)
        for (size_t c = 0; c < group->rows[r].cells.count; c++)
            group->rows[r].cells.items[c].rows = 1;
}

/* The rule below row r of a group leaves out columns whose cell goes on below. */
static void put_partial_rules(jb_build *build, const row_group *group, size_t r,
                              jb_box *box)
{
    const jb_tabular *table = group->table;
    jb_stroke stroke = table->block->style->table.inner;
    bool *covered = JB_NEWS(build->into, bool, table->count);
    for (size_t i = 0; i <= r; i++) {
        for (size_t c = 0; c < group->rows[i].cells.count; c++) {
            const set_cell *cell = &group->rows[i].cells.items[c];
            if (i + cell->rows <= r + 1)
                continue;
            for (size_t at = cell->from; at < cell->from + cell->columns; at++)
                covered[at] = true;
        }
    }
    JB_VEC(jb_piece) pieces = {0};
    jb_mpt x = group->place->x;
    for (size_t at = 0; at < table->count && stroke.width > 0; at++) {
        if (!covered[at])
            jb_vec_push(build->into, &pieces,
                        (jb_piece){.kind = JB_PIECE_RECT,
                                   .x = x,
                                   .y = box->height - stroke.width,
                                   .w = table->columns[at].width,
                                   .h = stroke.width,
                                   .colour = stroke.colour});
        x += table->columns[at].width;
    }
    box->pieces = pieces.items;
    box->piece_count = pieces.count;
}

/* Group heads stand on a rule that spans theirs, a little shorter than the columns. */
static void put_group_rules(jb_build *build, const row_group *group, size_t r,
                            jb_box *box)
{
    const jb_tabular *table = group->table;
    const jb_tabling *look = &table->block->style->table;
    JB_VEC(jb_piece) pieces = {0};
    for (size_t i = 0; i <= r; i++) {
        for (size_t c = 0; c < group->rows[i].cells.count; c++) {
            const set_cell *cell = &group->rows[i].cells.items[c];
            if (i + cell->rows != r + 1 || !is_group_head(group, i, cell) ||
                cell->boxes.count == 0)
                continue;
            jb_mpt left = columns_width(table, 0, cell->from);
            jb_mpt width = columns_width(table, cell->from, cell->columns);
            jb_vec_push(build->into, &pieces,
                        (jb_piece){.kind = JB_PIECE_RECT,
                                   .x = group->place->x + left + table->pad,
                                   .y = box->height - look->inner.width,
                                   .w = width - 2 * table->pad,
                                   .h = look->inner.width,
                                   .colour = look->outer.colour});
        }
    }
    box->pieces = pieces.items;
    box->piece_count = pieces.count;
}

static void put_cells(jb_build *build, const row_group *group, set_row *row,
                      jb_row *out, jb_box *box)
{
    jb_row_cell *cells = JB_NEWS(build->into, jb_row_cell, row->cells.count);
    JB_VEC(const jb_note *) notes = {0};
    size_t r = (size_t)(row - group->rows);
    out->can_split = true;
    for (size_t c = 0; c < row->cells.count; c++) {
        const set_cell *cell = &row->cells.items[c];
        jb_mpt high = 0;
        for (size_t i = r; i < r + cell->rows; i++)
            high += group->rows[i].height;
        jb_mpt free = high - 2 * out->pad - cell->height;
        jb_mpt y = out->pad;
        if (cell->rows > 1)
            y += free / 2;
        else if (group->is_header)
            y += free;
        cells[c] = (jb_row_cell){y, cell->boxes.items, cell->boxes.count};
        out->can_split = out->can_split && cell->rows == 1;
        for (size_t b = 0; b < cell->boxes.count; b++)
            for (size_t n = 0; n < cell->boxes.items[b].note_count; n++)
                jb_vec_push(build->into, &notes, cell->boxes.items[b].notes[n]);
    }
    out->can_split = out->can_split && (group->count == 1 || group->is_loose);
    out->cells = cells;
    out->count = row->cells.count;
    box->notes = notes.items;
    box->note_count = notes.count;
}

static void finish_row(jb_build *build, row_group *group, size_t r)
{
    const jb_tabling *look = &group->table->block->style->table;
    jb_tabular *table = group->table;
    set_row *row = &group->rows[r];
    size_t number = group->first + r;
    row->row = JB_NEW(build->into, jb_row);
    row->row->x = group->place->x;
    row->row->width = group->place->width;
    row->row->pad = look->cell_y;
    row->row->has_fill = group->is_header && look->has_header_fill;
    row->row->fill = look->header_fill;
    row->row->above = number == 0 ? look->outer : (jb_stroke){0, 0};
    row->row->opening = look->outer;
    row->row->below = number + 1 == table->rows ? look->outer : look->inner;
    row->box =
        (jb_box){.height = row->height, .row = row->row, .span = row->block->span};
    bool is_grouping = group->is_header && number + 1 < table->header_rows;
    if (is_grouping || r + 1 < group->count)
        row->row->below = (jb_stroke){0, 0};
    if (is_grouping)
        put_group_rules(build, group, r, &row->box);
    else if (r + 1 < group->count)
        put_partial_rules(build, group, r, &row->box);
    put_cells(build, group, row, row->row, &row->box);
}

static int32_t row_penalty(const row_group *group, size_t r)
{
    const jb_tabular *table = group->table;
    size_t number = group->first + r, body = table->rows - table->header_rows;
    bool is_joined = r > 0 && !group->is_loose;
    if (is_joined || (number > 0 && number <= table->header_rows))
        return JB_FLOW_FORBIDDEN;
    if (number == 0)
        return JB_FLOW_FREE;
    size_t at = number - table->header_rows;
    bool is_edge = at <= 1 || at + 1 >= body;
    return is_edge || body <= FEW_ROWS ? JB_FLOW_ROW_EDGE : JB_FLOW_ROW;
}

/* The header is complete: later rows repeat it. */
static void keep_header(jb_build *build, jb_tabular *table)
{
    jb_repeat *repeat = JB_NEW(table->into, jb_repeat);
    repeat->boxes = table->header.items;
    repeat->count = table->header.count;
    int64_t height = 0;
    for (size_t i = 0; i < repeat->count; i++)
        height += repeat->boxes[i].height;
    if (height > build->shared->height / HEADER_SHARE)
        return;
    repeat->height = (jb_mpt)height;
    table->repeat = repeat;
}

static void emit_group(jb_build *build, row_group *group)
{
    jb_tabular *table = group->table;
    for (size_t r = 0; r < group->count; r++) {
        jb_box box = group->rows[r].box;
        box.penalty = row_penalty(group, r);
        if (!group->is_header && table->repeat)
            box.repeat = table->repeat;
        jb_build_emit(build, group->place, box);
        if (group->is_header)
            jb_vec_push(table->into, &table->header, box);
    }
    if (group->is_header && table->row_at == table->header_rows)
        keep_header(build, table);
}

/* How many rows from `row` on cells reach over together, and the last of them. */
static size_t group_rows(const jb_tabular *table, const jb_block *row)
{
    size_t limit =
        table->row_at < table->header_rows ? table->header_rows : table->rows;
    size_t end = table->row_at + 1;
    size_t at = table->row_at;
    while (row && at < end) {
        for (const jb_block *cell = row->first; cell; cell = cell->next)
            if (cell->kind == JB_BLOCK_CELL)
                end = JB_MAX(end, at + JB_MAX((size_t)cell->u.cell.row_span, 1));
        end = JB_MIN(end, limit);
        if (end - table->row_at > GROUP_MAX)
            return 1;
        at++;
        do
            row = row->next;
        while (row && row->kind != JB_BLOCK_ROW);
    }
    return at - table->row_at;
}

static void take_rows(jb_build *build, row_group *group, const jb_block *row)
{
    jb_build_frame *frame = jb_build_top(build);
    for (size_t r = 0; r < group->count && row; r++) {
        group->rows[r].block = row;
        frame->next = row->next;
        do
            row = row->next;
        while (row && row->kind != JB_BLOCK_ROW);
    }
}

void jb_tabular_row(jb_build *build, const jb_block *block)
{
    jb_build_frame place = *jb_build_top(build);
    jb_tabular *table = place.table;
    if (!table || table->count == 0)
        return;
    table->element = place.element;
    row_group group = {.table = table, .place = &place, .first = table->row_at};
    group.is_header = table->row_at < table->header_rows;
    group.count = group_rows(table, block);
    jb_arena *chunk = build->into;
    build->into = group.is_header ? table->into : chunk;
    group.rows = JB_NEWS(build->into, set_row, group.count);
    take_rows(build, &group, block);
    for (size_t r = 0; r < group.count; r++)
        place_row(build, &group, &group.rows[r]);
    /* Our choice: rows under one cell are no longer kept together over two thirds. */
    if (set_heights(&group) > build->shared->height * 2 / 3) {
        unspan(&group);
        set_heights(&group);
    }
    for (size_t r = 0; r < group.count; r++)
        finish_row(build, &group, r);
    build->into = chunk;
    table->row_at += group.count;
    place.is_whole = false;
    emit_group(build, &group);
}

/* Where a line begins, or ends on mirrored pages, within its measure. */
static jb_mpt lead_in(const jb_build *build, const jb_piece *piece)
{
    const jb_line *line = piece->line;
    return build->shared->is_mirrored ? piece->w - line->x - line->width : line->x;
}

/* Puts the unit, which has just been set, on the caption's line when both fit there:
 * the caption at the left, the unit at the right. */
static void join_unit(jb_build *build, const jb_tabular *table)
{
    size_t count = build->out->count;
    if (count < 2)
        return;
    jb_box *above = &build->out->items[count - 2];
    const jb_box *own = &build->out->items[count - 1];
    if (above->piece_count != 1 || own->piece_count != 1 ||
        above->pieces[0].kind != JB_PIECE_LINE || own->pieces[0].kind != JB_PIECE_LINE)
        return;
    const jb_piece *caption = &above->pieces[0];
    jb_piece unit = own->pieces[0];
    const jb_element *element = caption->element;
    if (!element || element->part != JB_PART_CAPTION ||
        element->parent != table->element || lead_in(build, &unit) == 0)
        return;
    jb_mpt end = caption->x + lead_in(build, caption) + caption->line->width;
    if (end + 2 * caption->line->height > unit.x + lead_in(build, &unit))
        return;
    jb_piece *pieces = JB_NEWS(build->into, jb_piece, 2);
    pieces[0] = *caption;
    unit.y = JB_MAX(0, caption->y + caption->line->baseline - unit.line->baseline);
    pieces[1] = unit;
    above->pieces = pieces;
    above->piece_count = 2;
    build->space = JB_MAX(build->space, own->before);
    build->out->count--;
}

void jb_tabular_para(jb_build *build, const jb_block *para)
{
    const jb_tabular *table = jb_build_top(build)->table;
    bool is_above = table->row_at == 0;
    if (!is_above) {
        build->keep = 1;
        build->keep_cost = JB_FLOW_FORBIDDEN;
    }
    jb_textual_para(build, para);
    if (is_above && jb_block_is(para, "unit"))
        join_unit(build, table);
    build->keep = is_above && table->rows > 0 ? 1 : 0;
    build->keep_cost = JB_FLOW_FORBIDDEN;
}

void jb_tabular_close(jb_build *build, jb_tabular *table)
{
    if (!build->filling || table->into != &table->own)
        return;
    jb_arena own = table->own;
    jb_vec_push(build->into, &build->filling->retired, own);
}

void jb_tabular_drop(jb_tabular *table)
{
    if (table->into != &table->own)
        return;
    jb_arena own = table->own;
    jb_arena_fini(&own);
}
