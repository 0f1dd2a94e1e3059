/* As flow/tabular_width.c judges, by the texts instead of their widths on paper. */
#include "out/cells.h"

#include "base/utf8.h"
#include "flow/tabular_width.h"

/* Our choice. */
enum {
    COLUMN_MAX = 200,
    SHORT_HEAD = 6, /* halves of an em: a column's head is kept on one line, */
    SHORT = 10,     /* and a cell, */
    WHOLE = 12,     /* where there is room, as on paper */
    LONG = 24       /* a cell is given room */
};

static int width_of(const jb_block *para)
{
    jb_buf text = {0};
    jb_inlines_text(para->inlines, &text);
    int width = jb_utf8_columns(jb_buf_str(&text));
    jb_buf_fini(&text);
    return width;
}

static void note_text(jb_column *is, jb_str text, int width)
{
    if (jb_columns_is_void(text))
        return;
    if (jb_columns_is_number(text)) {
        is->numbers++;
        is->number = JB_MAX(is->number, width);
    } else {
        is->words++;
        is->word = JB_MAX(is->word, width);
    }
}

static void judge_cell(jb_cells *cells, const jb_block *cell)
{
    const jb_cell *facts = &cell->u.cell;
    const jb_block *para = jb_tabular_width_single(cell);
    cells->has_spans |= facts->column_span > 1 || facts->row_span > 1;
    if (facts->column >= cells->count || facts->column_span > 1)
        return;
    jb_cells_column *column = &cells->columns[facts->column];
    jb_buf text = {0};
    if (para)
        jb_inlines_text(para->inlines, &text);
    int width = jb_utf8_columns(jb_buf_str(&text));
    column->widest = JB_MAX(column->widest, width);
    if (!facts->is_header && para)
        note_text(&column->is, jb_buf_str(&text), width);
    else if (!facts->is_header && cell->first)
        column->is.words++;
    jb_buf_fini(&text);
}

/* The first column names the rows. */
static jb_align judge_column(const jb_cells *cells, size_t at)
{
    const jb_align *asked = cells->table->u.table.aligns;
    bool is_figures = jb_columns_is_figures(&cells->columns[at].is);
    jb_align align = asked ? asked[at] : JB_ALIGN_NONE;
    if (align == JB_ALIGN_NONE)
        return is_figures && at > 0 ? JB_ALIGN_DECIMAL : JB_ALIGN_NONE;
    if (align == JB_ALIGN_RIGHT && is_figures)
        return JB_ALIGN_DECIMAL;
    return align == JB_ALIGN_JUSTIFY ? JB_ALIGN_NONE : align;
}

jb_cells jb_cells_judge(const jb_block *table, jb_arena *into)
{
    jb_cells cells = {.table = table, .count = table->u.table.columns};
    cells.count = JB_MIN(cells.count, (size_t)COLUMN_MAX);
    cells.columns = JB_NEWS(into, jb_cells_column, cells.count);
    for (const jb_block *row = table->first; row; row = row->next) {
        if (row->kind != JB_BLOCK_ROW)
            continue;
        for (const jb_block *cell = row->first; cell; cell = cell->next)
            if (cells.rows >= table->u.table.header_rows)
                judge_cell(&cells, cell);
        cells.rows++;
    }
    for (size_t i = 0; i < cells.count; i++)
        cells.columns[i].align = judge_column(&cells, i);
    return cells;
}

jb_align jb_cells_align(const jb_cells *cells, const jb_block *cell, size_t row)
{
    const jb_cell *facts = &cell->u.cell;
    size_t heads = cells->table->u.table.header_rows;
    if (facts->align != JB_ALIGN_NONE && facts->align != JB_ALIGN_JUSTIFY)
        return facts->align;
    if (facts->is_header && facts->column_span > 1 && row + facts->row_span < heads)
        return JB_ALIGN_CENTRE;
    if (facts->column >= cells->count)
        return JB_ALIGN_NONE;
    jb_align column = cells->columns[facts->column].align;
    bool spans_figures = facts->column_span > 1 && column == JB_ALIGN_DECIMAL;
    return spans_figures && !jb_tabular_width_is_figure(cell) ? JB_ALIGN_CENTRE
                                                              : column;
}

jb_cells_room jb_cells_room_of(const jb_block *cell)
{
    const jb_block *para = jb_tabular_width_single(cell);
    int width = para ? width_of(para) : WHOLE + 1;
    if (cell->u.cell.is_header)
        return width <= SHORT_HEAD ? JB_CELLS_SHORT : JB_CELLS_ANY;
    return width <= SHORT   ? JB_CELLS_SHORT
           : width <= WHOLE ? JB_CELLS_WHOLE
           : width > LONG   ? JB_CELLS_LONG
                            : JB_CELLS_ANY;
}
