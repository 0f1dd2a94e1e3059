/* Measuring: shapes what stands in the cells, but sets no lines, except those of
 * figures, whose points are to be aligned. */
#include "flow/tabular_width.h"

#include "base/utf8.h"
#include "flow/textual.h"

/* Our choice and limits. */
enum {
    DEPTH_MAX = 16,     /* blocks in blocks within a cell */
    SLACK = 50,         /* mpt, so that a natural width is never missed by rounding */
    CODE_ADVANCE = 600, /* thousandths of an em a column of code takes */
    LABEL_EMS = 2,      /* a list's label within a cell, about */
    WHOLE_EMS = 6,      /* cells up to this are kept on one line if possible */
    FOLD_STEPS = 6      /* halvings of the search for a head's folded width */
};

typedef struct cell_need {
    jb_mpt least, natural;
    jb_mpt folded, whole; /* of a head: on two, three lines */
    jb_mpt before, after;
    bool is_number, is_void;
} cell_need;

const jb_block *jb_tabular_width_single(const jb_block *cell)
{
    const jb_block *first = cell->first;
    return first && !first->next && first->kind == JB_BLOCK_PARA ? first : NULL;
}

bool jb_tabular_width_is_figure(const jb_block *cell)
{
    const jb_block *single = jb_tabular_width_single(cell);
    jb_buf text = {0};
    if (single)
        jb_inlines_text(single->inlines, &text);
    bool is_figure = single && jb_columns_is_number(jb_buf_str(&text));
    jb_buf_fini(&text);
    return is_figure;
}

static jb_para *need_of_text(jb_build *build, jb_tabular *table, const jb_block *block,
                             cell_need *need, jb_arena *into)
{
    jb_inline_flat flat = {0};
    build->dense = table->dense;
    jb_para *para = jb_textual_shape(build, block, &flat, into);
    jb_para_widths(para, &need->least, &need->natural);
    return para;
}

static void need_of_code(const jb_block *block, cell_need *need)
{
    size_t longest = 0, at = 0;
    while (at < block->text.len) {
        size_t end =
            at + jb_str_find(jb_str_slice(block->text, at, block->text.len), "\n");
        longest = JB_MAX(longest, JB_MIN(end - at, (size_t)200));
        at = end + 1;
    }
    jb_mpt em = block->style->type.size;
    need->least = em;
    need->natural = (jb_mpt)jb_geom_scale((int64_t)longest * em, CODE_ADVANCE, 1000);
}

static void need_of_blocks(jb_build *build, jb_tabular *table, const jb_block *block,
                           cell_need *need, int depth)
{
    for (; block && depth < DEPTH_MAX; block = block->next) {
        cell_need own = {0};
        jb_arena scratch = {0};
        if (block->kind == JB_BLOCK_PARA || block->kind == JB_BLOCK_HEADING)
            need_of_text(build, table, block, &own, &scratch);
        else if (block->kind == JB_BLOCK_CODE)
            need_of_code(block, &own);
        else
            need_of_blocks(build, table, block->first, &own, depth + 1);
        if (block->kind == JB_BLOCK_ITEM) {
            own.least += LABEL_EMS * block->style->type.size;
            own.natural += LABEL_EMS * block->style->type.size;
        }
        need->least = JB_MAX(need->least, own.least);
        need->natural = JB_MAX(need->natural, own.natural);
        jb_arena_fini(&scratch);
    }
}

/* Where the point lies in a figure. */
static void find_point(jb_build *build, const jb_para *para, cell_need *need)
{
    jb_arena scratch = {0};
    jb_para_measure measure = {.width = need->natural + SLACK, .align = JB_ALIGN_LEFT};
    jb_lines lines = jb_para_break(para, &measure, &scratch, build->shared->diag);
    jb_mpt point = 0;
    if (lines.count == 1 && jb_para_point(&lines.items[0], &point)) {
        need->before = point - lines.items[0].x;
        need->after = lines.items[0].x + lines.items[0].width - point;
    }
    jb_arena_fini(&scratch);
}

/* The least width at which a head takes at most `most` lines. */
static jb_mpt fold(jb_build *build, const jb_para *para, const cell_need *need,
                   size_t most)
{
    jb_mpt low = need->least + SLACK, high = need->natural + SLACK;
    for (int step = 0; step < FOLD_STEPS && low < high; step++) {
        jb_arena scratch = {0};
        jb_mpt width = low + (high - low) / 2;
        jb_para_measure measure = {.width = width, .align = JB_ALIGN_LEFT};
        jb_lines lines = jb_para_break(para, &measure, &scratch, build->shared->diag);
        if (lines.count <= most)
            high = width;
        else
            low = width;
        jb_arena_fini(&scratch);
    }
    return high;
}

static cell_need need_of_cell(jb_build *build, jb_tabular *table, const jb_block *cell,
                              bool is_head, jb_para **kept)
{
    cell_need need = {0};
    const jb_block *single = jb_tabular_width_single(cell);
    *kept = NULL;
    if (!single) {
        need_of_blocks(build, table, cell->first, &need, 0);
        need.is_void = !cell->first;
        return need;
    }
    jb_buf text = {0};
    jb_inlines_text(single->inlines, &text);
    need.is_void = jb_columns_is_void(jb_buf_str(&text));
    need.is_number = !need.is_void && jb_columns_is_number(jb_buf_str(&text));
    jb_buf_fini(&text);
    jb_arena scratch = {0};
    bool keeps = table->cells_at < JB_TABULAR_WIDTH_KEPT;
    jb_para *para =
        need_of_text(build, table, single, &need, keeps ? table->into : &scratch);
    if (need.is_number)
        find_point(build, para, &need);
    if (is_head) {
        need.folded = fold(build, para, &need, 2);
        need.whole = fold(build, para, &need, 3);
    }
    *kept = keeps ? para : NULL;
    jb_arena_fini(&scratch);
    return need;
}

static jb_mpt em_of(const jb_tabular *table, const jb_block *cell)
{
    jb_mpt size = cell->style->type.size;
    if (!table->dense || size > table->dense->from)
        return size;
    return (jb_mpt)jb_geom_scale(size, table->dense->to, table->dense->from);
}

static void note_cell(jb_tabular *table, const jb_block *cell, const cell_need *need,
                      bool is_header)
{
    size_t at = cell->u.cell.column;
    if (at >= table->count || cell->u.cell.column_span != 1)
        return;
    jb_column *column = &table->columns[at];
    jb_mpt pad = 2 * table->pad + SLACK;
    column->least = JB_MAX(column->least, need->least + pad);
    column->natural = JB_MAX(column->natural, need->natural + pad);
    bool is_folded = need->folded > 0 && (is_header || at > 0);
    jb_mpt folded = is_folded ? JB_MIN(need->folded, need->natural) : need->natural;
    column->folded = JB_MAX(column->folded, folded + pad);
    jb_mpt short_cell = em_of(table, cell) * WHOLE_EMS;
    jb_mpt whole = is_folded ? JB_MIN(need->whole, need->natural)
                             : JB_MIN(need->natural, short_cell);
    column->whole = JB_MAX(column->whole, whole + pad);
    if (is_header || cell->u.cell.is_header)
        return;
    column->numbers += need->is_number;
    bool is_word = !need->is_number && !need->is_void;
    column->words += is_word;
    if (is_word)
        column->word = JB_MAX(column->word, need->natural);
    if (!need->is_number)
        return;
    column->number = JB_MAX(column->number, need->natural);
    column->before = JB_MAX(column->before, need->before);
    column->after = JB_MAX(column->after, need->after);
}

static void note_span(jb_tabular *table, const jb_block *cell, const cell_need *need)
{
    size_t at = cell->u.cell.column, span = cell->u.cell.column_span;
    if (at >= table->count || span < 2)
        return;
    span = JB_MIN(span, table->count - at);
    jb_mpt pad = 2 * table->pad + SLACK;
    jb_columns_span(table->columns, at, span, need->least + pad, need->natural + pad);
}

/* Cells over several columns are noted last, when the single ones are known. */
static void measure_rows(jb_build *build, jb_tabular *table)
{
    typedef struct spanning {
        const jb_block *cell;
        cell_need need;
    } spanning;
    JB_VEC(spanning) spans = {0};
    jb_arena scratch = {0};
    size_t at = 0;
    table->kept = JB_NEWS(table->into, jb_para *, JB_TABULAR_WIDTH_KEPT);
    table->cells_at = 0;
    const jb_block *row = table->block->first;
    for (; row && at < JB_TABULAR_WIDTH_ROWS; row = row->next) {
        if (row->kind != JB_BLOCK_ROW)
            continue;
        for (const jb_block *cell = row->first; cell; cell = cell->next) {
            jb_para *para = NULL;
            bool is_head = at < table->header_rows || cell->u.cell.is_header;
            cell_need need = need_of_cell(build, table, cell, is_head, &para);
            if (table->cells_at < JB_TABULAR_WIDTH_KEPT)
                table->kept[table->cells_at] = para;
            table->cells_at++;
            note_cell(table, cell, &need, at < table->header_rows);
            if (cell->u.cell.column_span > 1)
                jb_vec_push(&scratch, &spans, (spanning){cell, need});
        }
        at++;
    }
    table->kept_count = JB_MIN(table->cells_at, (size_t)JB_TABULAR_WIDTH_KEPT);
    table->cells_at = 0;
    for (size_t i = 0; i < spans.count; i++)
        note_span(table, spans.items[i].cell, &spans.items[i].need);
    jb_arena_fini(&scratch);
}

/* Figures stand on their points, also where the report asks for the right edge; the
 * first column names the rows and is text, though it may hold years. */
static jb_align judge(const jb_tabular *table, size_t at)
{
    const jb_column *column = &table->columns[at];
    const jb_align *asked = table->block->u.table.aligns;
    jb_align align = asked ? asked[at] : JB_ALIGN_NONE;
    bool is_numeric = jb_columns_is_figures(column);
    if (align == JB_ALIGN_RIGHT && is_numeric)
        return JB_ALIGN_DECIMAL;
    if (align != JB_ALIGN_NONE)
        return align == JB_ALIGN_JUSTIFY ? JB_ALIGN_LEFT : align;
    return is_numeric && at > 0 ? JB_ALIGN_DECIMAL : JB_ALIGN_LEFT;
}

/* Centred columns without any rule are seen as points at a distance. */
static bool is_bare(const jb_tabular *table)
{
    const jb_style *style = table->block->style;
    return style->setting.align == JB_ALIGN_CENTRE && table->header_rows == 0 &&
           style->table.outer.width == 0 && style->table.inner.width == 0;
}

/* Columns of figures that have room are set equally wide: rows of figures read
 * better in an even rhythm. So are the columns of a bare table. */
static void even_out(jb_tabular *table, jb_mpt measure)
{
    int64_t rest = 0, figures = 0;
    jb_mpt widest = 0;
    bool is_all = is_bare(table);
    for (size_t i = 0; i < table->count; i++) {
        const jb_column *column = &table->columns[i];
        bool is_figures = is_all || table->aligns[i] == JB_ALIGN_DECIMAL;
        figures += is_figures;
        if (is_figures)
            widest = JB_MAX(widest, column->natural);
        else
            rest += column->natural;
    }
    if (rest + figures * widest > measure)
        return;
    for (size_t i = 0; i < table->count; i++)
        if (is_all || table->aligns[i] == JB_ALIGN_DECIMAL)
            table->columns[i].natural = widest;
}

/* Text that begins where figures end would read on from them: it moves in by an em. */
static void set_leads(jb_build *build, jb_tabular *table)
{
    const jb_style *cell = jb_sheet_style(build->shared->sheet, "cell");
    jb_mpt em = jb_inline_dense_style(table->dense, cell)->type.size;
    for (size_t i = 1; i < table->count; i++) {
        jb_align before = table->aligns[i - 1];
        bool is_flush = before == JB_ALIGN_RIGHT ||
                        (before == JB_ALIGN_DECIMAL && !build->shared->is_mirrored);
        jb_column *column = &table->columns[i];
        if (!is_flush || table->aligns[i] != JB_ALIGN_LEFT)
            continue;
        column->lead = em;
        column->least += em;
        column->natural += em;
        column->whole += em;
        column->folded += em;
    }
}

void jb_tabular_width_measure(jb_build *build, jb_tabular *table, jb_mpt measure)
{
    jb_inline_dense *outer = build->dense;
    table->columns = JB_NEWS(table->into, jb_column, table->count);
    table->aligns = JB_NEWS(table->into, jb_align, table->count);
    measure_rows(build, table);
    for (size_t i = 0; i < table->count; i++) {
        table->aligns[i] = judge(table, i);
        jb_column *column = &table->columns[i];
        jb_mpt pad = 2 * table->pad + SLACK;
        column->least = JB_MAX(column->least, pad);
        if (table->aligns[i] == JB_ALIGN_DECIMAL) {
            column->least = JB_MAX(column->least, column->before + column->after + pad);
            column->natural = JB_MAX(column->natural, column->least);
        }
    }
    set_leads(build, table);
    even_out(table, measure);
    jb_columns_order(table->columns, table->count);
    build->dense = outer;
}
