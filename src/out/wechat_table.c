/* Tables: one that is wider than the phone scrolls in the section around it. */
#include "out/cells.h"
#include "out/wechat_parts.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

/* Our choice, in px. */
enum {
    COLUMN = 88, /* the least width of a column that scrolls */
    FITTING = 4, /* columns that fit on a phone of 360 px */
    ROOM = 104   /* the least width of a cell of many words */
};

typedef struct table_state {
    const jb_block *block;
    jb_cells cells;
    size_t row;
} table_state;

/* Paragraphs of one cell stand below each other, each in its own type. */
static void put_paras(jb_wechat *w, const jb_block *cell, jb_align align)
{
    for (const jb_block *at = cell->first; at; at = at->next) {
        if (at->kind != JB_BLOCK_PARA) {
            jb_wechat_block(w, at);
            continue;
        }
        jb_markup_open(&w->to, "p");
        jb_wechat_style(w, "margin:0;%s", jb_wechat_text_style(w, at->style, align));
        jb_wechat_inline_put(w, at->inlines);
        jb_markup_close(&w->to);
    }
}

/* ---- big numbers ----------------------------------------------------------------- */

/* Two beside each other: four would not fit on a phone. */
static void put_metrics(jb_wechat *w, const jb_block *table)
{
    jb_markup_open(&w->to, "section");
    jb_wechat_style(w, "margin:0 0 16px;font-size:0;");
    for (const jb_block *row = table->first; row; row = row->next) {
        for (const jb_block *cell = row->kind == JB_BLOCK_ROW ? row->first : NULL; cell;
             cell = cell->next) {
            jb_markup_open(&w->to, "section");
            jb_wechat_style(w, "display:inline-block;width:50%%;vertical-align:top;"
                               "padding:0 0 12px;");
            put_paras(w, cell, JB_ALIGN_NONE);
            jb_markup_close(&w->to);
        }
    }
    jb_markup_close(&w->to);
    jb_markup_line(&w->to);
}

/* ---- cells ----------------------------------------------------------------------- */

static const char *room_style(jb_wechat *w, const jb_block *cell)
{
    jb_cells_room room = jb_cells_room_of(cell);
    return room == JB_CELLS_SHORT ? "white-space:nowrap;"
           : room == JB_CELLS_LONG
               ? jb_arena_printf(&w->arena, "min-width:%dpx;", (int)ROOM)
               : "";
}

static void put_cell(jb_wechat *w, const table_state *table, const jb_block *cell)
{
    const jb_cell *facts = &cell->u.cell;
    const jb_tabling *look = &table->block->style->table;
    const jb_block *single = cell->first && !cell->first->next ? cell->first : NULL;
    jb_align align = jb_cells_align(&table->cells, cell, table->row);
    const char *fill = "";
    if (facts->is_header && look->has_header_fill)
        fill = jb_arena_printf(&w->arena, "background-color:#%06x;",
                               (unsigned)look->header_fill);
    align = align ? align : JB_ALIGN_LEFT;
    jb_markup_open(&w->to, facts->is_header ? "th" : "td");
    if (facts->column_span > 1)
        jb_markup_attr_int(&w->to, "colspan", facts->column_span);
    if (facts->row_span > 1)
        jb_markup_attr_int(&w->to, "rowspan", facts->row_span);
    jb_wechat_style(
        w,
        "padding:6px 8px;border:1px solid " JB_WECHAT_LINE ";word-break:normal;%s%s%s",
        room_style(w, cell), fill,
        jb_wechat_text_style(w, single ? single->style : cell->style, align));
    if (single && single->kind == JB_BLOCK_PARA)
        jb_wechat_inline_put(w, single->inlines);
    else
        put_paras(w, cell, align);
    jb_markup_close(&w->to);
}

void jb_wechat_table_rows(jb_wechat *w, const jb_block *table, int gap)
{
    table_state state = {.block = table};
    int columns = (int)table->u.table.columns;
    if (jb_block_is(table, "metrics")) {
        put_metrics(w, table);
        return;
    }
    state.cells = jb_cells_judge(table, &w->arena);
    jb_markup_open(&w->to, "section");
    jb_wechat_style(w, "margin:0 0 %dpx;overflow-x:auto;", gap);
    jb_markup_open(&w->to, "table");
    if (columns > FITTING)
        jb_wechat_style(w, "border-collapse:collapse;width:100%%;min-width:%dpx;",
                        columns * COLUMN);
    else
        jb_wechat_style(w, "border-collapse:collapse;width:100%%;");
    jb_markup_open(&w->to, "tbody");
    for (const jb_block *row = table->first; row; row = row->next) {
        if (row->kind != JB_BLOCK_ROW)
            continue;
        jb_markup_open(&w->to, "tr");
        for (const jb_block *cell = row->first; cell; cell = cell->next)
            put_cell(w, &state, cell);
        jb_markup_close(&w->to);
        jb_markup_line(&w->to);
        state.row++;
    }
    jb_markup_close(&w->to);
    jb_markup_close(&w->to);
    jb_markup_close(&w->to);
    jb_markup_line(&w->to);
}

/* NOLINTEND(misc-no-recursion) */
