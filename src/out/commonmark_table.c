/* Rows as kind/table.c reads them: "^^" and "<" for cells that others cover, lines of -
 * and = for alignment and header. */
#include "out/commonmark_table.h"

/* ---- rows ------------------------------------------------------------------------ */

static jb_align align_of(const jb_block *table, size_t column)
{
    const jb_align *aligns = table->u.table.aligns;
    return aligns ? aligns[column] : JB_ALIGN_NONE;
}

static bool is_plain_cell(const jb_block *cell)
{
    const jb_block *para = cell->first;
    return cell->u.cell.column_span == 1 && cell->u.cell.row_span == 1 &&
           (!para || (para->kind == JB_BLOCK_PARA && !para->next));
}

static bool is_plain_row(const jb_block *row, size_t columns)
{
    size_t count = 0;
    for (const jb_block *cell = row->first; cell; cell = cell->next)
        if (!is_plain_cell(cell) || cell->u.cell.column != count++)
            return false;
    return count == columns;
}

bool jb_commonmark_table_is_plain(const jb_block *table)
{
    const jb_table *facts = &table->u.table;
    if (table->notation || facts->header_rows > 1 || facts->columns == 0)
        return false;
    for (const jb_block *at = table->first; at; at = at->next)
        if (at->kind != JB_BLOCK_ROW || !is_plain_row(at, facts->columns))
            return false;
    for (size_t i = 0; i < facts->columns; i++)
        if (align_of(table, i) == JB_ALIGN_DECIMAL ||
            align_of(table, i) == JB_ALIGN_JUSTIFY)
            return false;
    return table->first != NULL;
}

typedef struct rows {
    jb_commonmark_inlines *inlines;
    const jb_block *table;
    unsigned where;
    uint32_t *covered; /* by column: how many rows a cell above reaches into yet */
    jb_buf *into;
    bool is_lossy;
} rows;

static void put_delimiters(rows *r, char sign)
{
    static const struct {
        const char *before, *behind;
    } signs[] = {[JB_ALIGN_NONE] = {"", ""},     [JB_ALIGN_LEFT] = {":", ""},
                 [JB_ALIGN_CENTRE] = {":", ":"}, [JB_ALIGN_RIGHT] = {"", ":"},
                 [JB_ALIGN_JUSTIFY] = {"", ""},  [JB_ALIGN_DECIMAL] = {"", "."}};
    jb_buf_putc(r->into, '|');
    for (size_t i = 0; i < r->table->u.table.columns; i++) {
        jb_align align = align_of(r->table, i);
        jb_buf_printf(r->into, " %s%c%c%c%s |", signs[align].before, sign, sign, sign,
                      signs[align].behind);
    }
    jb_buf_putc(r->into, '\n');
}

/* The paragraphs of a cell; that a cell has one is the rule. */
static void put_cell(rows *r, const jb_block *cell)
{
    bool is_first = true;
    for (const jb_block *para = cell->first; para; para = para->next) {
        jb_buf_puts(r->into, is_first ? "" : "<br>");
        jb_commonmark_inline_put(r->inlines, para->inlines, r->where, r->into);
        is_first = false;
    }
    if (cell->u.cell.align != JB_ALIGN_NONE)
        r->is_lossy = true;
}

static void put_covered(rows *r, size_t *column, size_t end)
{
    for (; *column < end; ++*column) {
        bool is_covered = r->covered[*column] > 0;
        jb_buf_puts(r->into, is_covered ? " ^^ |" : "  |");
        r->covered[*column] -= is_covered;
    }
}

/* How far to the right something stands in a row. */
static size_t width_of(const rows *r, const jb_block *row)
{
    size_t columns = r->table->u.table.columns, end = 0;
    for (size_t i = 0; i < columns; i++)
        if (r->covered[i])
            end = i + 1;
    for (const jb_block *cell = row->first; cell; cell = cell->next)
        end = JB_MAX(end, (size_t)cell->u.cell.column + cell->u.cell.column_span);
    return JB_MIN(end, columns);
}

/* A row of dashes alone would be taken for a line between rows. */
static void guard_dashes(jb_buf *into, size_t begin)
{
    for (size_t i = begin; i < into->len; i++)
        if (!strchr("-:.| \t\n", into->at[i]))
            return;
    char *dash = memchr(into->at + begin, '-', into->len - begin);
    if (!dash)
        return;
    size_t at = (size_t)(dash - into->at);
    jb_buf_putc(into, 0);
    memmove(into->at + at + 1, into->at + at, into->len - 1 - at);
    into->at[at] = '\\';
}

static void put_row(rows *r, const jb_block *row)
{
    size_t column = 0, end = width_of(r, row), begin = r->into->len;
    jb_buf_putc(r->into, '|');
    for (const jb_block *cell = row->first; cell; cell = cell->next) {
        const jb_cell *facts = &cell->u.cell;
        put_covered(r, &column, facts->column);
        jb_buf_putc(r->into, ' ');
        put_cell(r, cell);
        jb_buf_puts(r->into, " |");
        size_t stop = JB_MIN(column + facts->column_span, end);
        for (size_t i = column; i < stop; i++) {
            r->covered[i] = facts->row_span - 1u;
            jb_buf_puts(r->into, i > column ? " < |" : "");
        }
        column = stop;
    }
    put_covered(r, &column, end);
    jb_buf_putc(r->into, '\n');
    guard_dashes(r->into, begin);
}

static void put_empty_row(rows *r)
{
    jb_buf_putc(r->into, '|');
    for (size_t i = 0; i < r->table->u.table.columns; i++)
        jb_buf_puts(r->into, "  |");
    jb_buf_putc(r->into, '\n');
}

/* A line a cell, its paragraphs between bars: what a directive of its own makes cells of. */
static void put_cells(rows *r)
{
    for (const jb_block *row = r->table->first; row; row = row->next)
        for (const jb_block *cell = row->first; cell; cell = cell->next) {
            bool has_label_only = cell->first && cell->first == cell->last &&
                                  strstr(cell->first->role, "-label") != NULL;
            jb_buf_puts(r->into, has_label_only ? "|  |" : "|");
            for (const jb_block *para = cell->first; para; para = para->next) {
                jb_buf_putc(r->into, ' ');
                jb_commonmark_inline_put(r->inlines, para->inlines, r->where, r->into);
                jb_buf_puts(r->into, " |");
            }
            if (cell->first == cell->last && !has_label_only)
                jb_buf_puts(r->into, "  |");
            jb_buf_putc(r->into, '\n');
        }
}

static void put_rows(rows *r, bool is_plain)
{
    size_t header = r->table->u.table.header_rows, count = 0;
    bool has_line = is_plain || header != 1;
    for (size_t i = 0; i < r->table->u.table.columns; i++)
        has_line |= align_of(r->table, i) != JB_ALIGN_NONE;
    if (header == 0) {
        put_empty_row(r);
        put_delimiters(r, '-');
    }
    for (const jb_block *row = r->table->first; row; row = row->next) {
        if (row->kind != JB_BLOCK_ROW)
            continue;
        put_row(r, row);
        if (++count == header && has_line)
            put_delimiters(r, header > 1 ? '=' : '-');
    }
}

bool jb_commonmark_table_rows(const jb_block *table, jb_commonmark_inlines *inlines,
                              bool is_plain, jb_buf *into)
{
    rows r = {.inlines = inlines,
              .table = table,
              .where = JB_COMMONMARK_ROW | (is_plain ? JB_COMMONMARK_GFM : 0),
              .into = into};
    r.covered = JB_NEWS(inlines->into, uint32_t, table->u.table.columns + 1);
    if (table->notation) {
        put_cells(&r);
        return true;
    }
    put_rows(&r, is_plain);
    return !r.is_lossy;
}

/* ---- captions -------------------------------------------------------------------- */

typedef enum word {
    WORD_NONE,
    WORD_UNIT,
    WORD_SOURCE,
    WORD_NOTE,
    WORD_WIDTH,
    WORD_ALT
} word;

static bool is_chinese(const jb_commonmark_caption *caption)
{
    return caption->lang == JB_WORDING_ZH_HANS || caption->lang == JB_WORDING_ZH_HANT;
}

/* Begins a part with its word. The words are those that kind/table.c knows. */
static void begin_part(jb_commonmark_caption *caption, word name)
{
    static const char *const chinese[] = {"",
                                          "\u5355\u4f4d\uff1a",
                                          "\u6765\u6e90\uff1a",
                                          "\u6ce8\uff1a",
                                          "\u5bbd\uff1a",
                                          "\u66ff\u4ee3\u6587\u5b57\uff1a"};
    static const char *const english[] = {
        "", "unit: ", "source: ", "note: ", "width: ", "alt: "};
    bool han = is_chinese(caption);
    if (caption->parts == 0)
        jb_buf_putc(caption->into, ' ');
    if (caption->parts > 0 || name != WORD_NONE)
        jb_buf_puts(caption->into, han ? "\uff5c" : caption->parts ? " | " : "| ");
    jb_buf_puts(caption->into, han ? chinese[name] : english[name]);
    caption->parts++;
}

/* The inlines behind the label that the reader set before them and will set again. */
static const jb_inline *behind_label(const jb_commonmark_caption *caption, word name,
                                     const jb_inline *inlines)
{
    if (name != WORD_UNIT && name != WORD_SOURCE)
        return inlines;
    jb_wording label = name == WORD_UNIT ? JB_WORDING_UNIT : JB_WORDING_DATA_SOURCE;
    bool has_label = inlines && inlines->kind == JB_INLINE_TEXT && inlines->next &&
                     jb_str_is(inlines->text, jb_wording_text(caption->lang, label));
    return has_label ? inlines->next : inlines;
}

/* What a paragraph beside the rows is: roles that are not known here are captions before
 * them and notes behind. */
static word word_of(const jb_block *para, bool is_behind)
{
    if (jb_block_is(para, "unit"))
        return WORD_UNIT;
    if (jb_block_is(para, "source"))
        return WORD_SOURCE;
    bool is_caption = !is_behind || jb_block_is(para, "caption");
    return is_caption ? WORD_NONE : WORD_NOTE;
}

void jb_commonmark_table_caption(jb_commonmark_caption *caption, const jb_block *block)
{
    static const word order[] = {WORD_NONE, WORD_UNIT, WORD_NOTE, WORD_SOURCE};
    for (size_t i = 0; i < JB_COUNT(order); i++) {
        bool is_behind = false;
        for (const jb_block *at = block->first; at; at = at->next) {
            is_behind |= at->kind == JB_BLOCK_ROW;
            if (at->kind != JB_BLOCK_PARA || word_of(at, is_behind) != order[i])
                continue;
            begin_part(caption, order[i]);
            jb_commonmark_inline_put(caption->inlines,
                                     behind_label(caption, order[i], at->inlines),
                                     JB_COMMONMARK_ROW, caption->into);
        }
    }
}

void jb_commonmark_table_figure(jb_commonmark_caption *caption, const jb_block *figure)
{
    enum { TENTHS = 10 };
    const jb_figure *facts = &figure->u.figure;
    jb_str alt = jb_str_of(facts->alt);
    if (facts->width_1000) {
        begin_part(caption, WORD_WIDTH);
        jb_buf_put_decimal(caption->into, facts->width_1000, 1);
        jb_buf_putc(caption->into, '%');
    }
    if (!alt.len)
        return;
    begin_part(caption, WORD_ALT);
    jb_commonmark_text_put(alt,
                           JB_COMMONMARK_ROW | JB_COMMONMARK_START | JB_COMMONMARK_END,
                           caption->into);
}
