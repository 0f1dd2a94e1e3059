/* Tables: what stands above the rows is the caption, what stands below follows the table.
 * Columns are judged as on paper: figures stand at the right. */
#include "flow/tabular_width.h"
#include "out/cells.h"
#include "out/xhtml_parts.h"
#include "text/bidi.h"

/* Our choice. */
enum {
    WIDE_COLUMNS = 5,
    WIDE_ROWS = 12,
    MANY_COLUMNS = 7, /* more may be wider than the text, as in flow/tabular.c */
    STACK_FIRST = 16, /* halves of an em; two columns of longer texts than these, */
    STACK_SECOND = 40 /* the narrower and the wider, are stacked on narrow screens */
};

typedef struct table_facts {
    const jb_block *block;
    jb_cells cells;
    size_t row; /* being written */
} table_facts;

/* Two columns of texts that would both be narrow on a telephone. */
static bool stacks(const table_facts *table)
{
    if (table->cells.count != 2 || table->cells.has_spans)
        return false;
    jb_mpt first = table->cells.columns[0].widest,
           second = table->cells.columns[1].widest;
    return JB_MIN(first, second) > STACK_FIRST && JB_MAX(first, second) > STACK_SECOND;
}

/* A table that scrolls on the page of an e-book: it can't be divided between two then. */
static bool is_wide(const table_facts *table)
{
    return table->cells.count >= WIDE_COLUMNS && table->cells.rows <= WIDE_ROWS;
}

/* ---- cells ----------------------------------------------------------------------- */

static const char *scope_of(const table_facts *table, const jb_cell *cell)
{
    if (table->row < table->block->u.table.header_rows)
        return cell->column_span > 1 ? "colgroup" : "col";
    return cell->row_span > 1 ? "rowgroup" : "row";
}

/* Figures end at the right in every language: from right to left that is where lines
 * begin. */
static const jb_style *cell_style(jb_xhtml *x, const jb_style *style, jb_align align)
{
    if (align == JB_ALIGN_DECIMAL)
        align = jb_bidi_is_right(style) ? JB_ALIGN_LEFT : JB_ALIGN_RIGHT;
    return jb_xhtml_changed(x, style, align, true);
}

static const char *role_of(const jb_block *cell)
{
    switch (jb_cells_room_of(cell)) {
    case JB_CELLS_SHORT:
        return "short";
    case JB_CELLS_WHOLE:
        return "whole";
    case JB_CELLS_LONG:
        return "long";
    case JB_CELLS_ANY:
        break;
    }
    return cell->role;
}

/* A cell's only paragraph is the cell. */
static void write_cell(jb_xhtml *x, const table_facts *table, const jb_block *cell)
{
    const jb_cell *facts = &cell->u.cell;
    const jb_block *para = jb_tabular_width_single(cell);
    bool is_head = facts->is_header && cell->first;
    jb_align align = jb_cells_align(&table->cells, cell, table->row);
    jb_markup_open(x->to, is_head ? "th" : "td");
    if (is_head)
        jb_markup_attr(x->to, "scope", scope_of(table, facts));
    if (facts->column_span > 1)
        jb_markup_attr_int(x->to, "colspan", facts->column_span);
    if (facts->row_span > 1)
        jb_markup_attr_int(x->to, "rowspan", facts->row_span);
    jb_xhtml_inline_begin(x, cell);
    if (para) {
        const jb_style *style = cell_style(x, para->style, align);
        jb_xhtml_look(x, style, role_of(cell));
        jb_xhtml_around around =
            jb_xhtml_enter(x, style->type.lang, jb_xhtml_is_right(x, para, style));
        jb_xhtml_inline_begin(x, para);
        jb_xhtml_inline_text(x, para);
        jb_xhtml_leave(x, around);
    } else {
        jb_xhtml_inline_due(x);
        jb_xhtml_children(x, cell, true);
    }
    jb_markup_close(x->to);
}

/* ---- rows ------------------------------------------------------------------------ */

static void write_row(jb_xhtml *x, const table_facts *table, const jb_block *row)
{
    jb_xhtml_inline_begin(x, row);
    jb_markup_open(x->to, "tr");
    for (const jb_block *cell = row->first; cell; cell = cell->next)
        write_cell(x, table, cell);
    jb_markup_close(x->to);
    jb_markup_line(x->to);
}

static const char *part_of(const table_facts *table)
{
    return table->row < table->block->u.table.header_rows ? "thead" : "tbody";
}

static void write_rows(jb_xhtml *x, table_facts *table)
{
    const char *open = NULL;
    for (const jb_block *row = table->block->first; row; row = row->next) {
        if (row->kind != JB_BLOCK_ROW)
            continue;
        const char *part = part_of(table);
        if (open && strcmp(open, part) != 0)
            jb_markup_close(x->to);
        if (!open || strcmp(open, part) != 0)
            jb_markup_open(x->to, part);
        open = part;
        write_row(x, table, row);
        table->row++;
    }
    if (open)
        jb_markup_close(x->to);
}

/* ---- the table ------------------------------------------------------------------- */

static void write_caption(jb_xhtml *x, const jb_block *table)
{
    if (!table->first || table->first->kind == JB_BLOCK_ROW)
        return;
    jb_markup_open(x->to, "caption");
    for (const jb_block *at = table->first; at && at->kind != JB_BLOCK_ROW;
         at = at->next)
        jb_xhtml_child(x, at, true);
    jb_markup_close(x->to);
    jb_markup_line(x->to);
}

static const char *region_class(const table_facts *table)
{
    if (stacks(table))
        return "table-scroll table-stacks";
    if (table->cells.count > MANY_COLUMNS)
        return is_wide(table) ? "table-scroll table-wide table-many"
                              : "table-scroll table-many";
    return is_wide(table) ? "table-scroll table-wide" : "table-scroll";
}

/* The region that scrolls is named by the caption, and can be scrolled by keys. */
static void open_region(jb_xhtml *x, const table_facts *table)
{
    const jb_block *first = table->block->first;
    jb_markup_open(x->to, "div");
    jb_markup_attr(x->to, "class", region_class(table));
    if (table->cells.count > 2 && first && first->kind == JB_BLOCK_PARA) {
        jb_buf name = {0};
        jb_inlines_text(first->inlines, &name);
        jb_markup_attr(x->to, "role", "region");
        jb_markup_attr_str(x->to, "aria-label", jb_buf_str(&name));
        jb_buf_fini(&name);
    }
    if (table->cells.count > 2)
        jb_markup_attr(x->to, "tabindex", "0");
    jb_markup_line(x->to);
}

/* The table's own space is around all of it, so it is that of a box around it. */
static void open_exhibit(jb_xhtml *x, const jb_block *table)
{
    jb_style *style = jb_xhtml_copy(x, table->style);
    style->name = jb_arena_printf(x->into, "%s-box", style->name);
    jb_markup_open(x->to, "div");
    jb_xhtml_look(x, style, "exhibit");
    jb_markup_line(x->to);
    jb_xhtml_inline_due(x);
}

static void open_table(jb_xhtml *x, const jb_block *table)
{
    jb_style *style = jb_xhtml_copy(x, table->style);
    style->box = (jb_boxing){.before = 0};
    jb_markup_open(x->to, "table");
    jb_xhtml_look(x, style, table->role);
    jb_markup_line(x->to);
}

void jb_xhtml_table_write(jb_xhtml *x, const jb_block *block)
{
    table_facts table = {.block = block, .cells = jb_cells_judge(block, x->into)};
    open_exhibit(x, block);
    open_region(x, &table);
    open_table(x, block);
    write_caption(x, block);
    write_rows(x, &table);
    jb_markup_close(x->to);
    jb_markup_close(x->to);
    jb_markup_line(x->to);
    bool is_below = false;
    for (const jb_block *at = block->first; at; at = at->next) {
        is_below |= at->kind == JB_BLOCK_ROW;
        if (is_below && at->kind != JB_BLOCK_ROW)
            jb_xhtml_child(x, at, true);
    }
    jb_markup_close(x->to);
    jb_markup_line(x->to);
}
