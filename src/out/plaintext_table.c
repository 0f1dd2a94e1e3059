/* Columns get the room they want as far as there is any: the narrow ones all of it, the
 * wide ones equal shares of the rest. */
#include "out/plaintext_table.h"

#include "base/utf8.h"

enum {
    GAP = 2,         /* columns between two columns of the table */
    NARROWEST = 8,   /* columns of text that a wrapped column needs: four Han */
    HEAD_SPACES = 2, /* before the further lines of "head: cell" */
};

static const char rule[] = "\xE2\x94\x80"; /* U+2500 */

/* What one table is being set with. */
typedef struct setting {
    const jb_plaintext_table *table;
    const jb_wrap *line;
    int *widths; /* of the columns */
    int room;
    jb_arena *scratch;
    jb_buf *out;
} setting;

static int widest_line(jb_str text)
{
    int widest = 0;
    while (text.len) {
        size_t end = jb_str_find(text, "\xE2\x80\xA8");
        widest = JB_MAX(widest, jb_utf8_columns(jb_str_slice(text, 0, end)));
        text = jb_str_slice(text, end + 3, text.len);
    }
    return widest;
}

static int width_of_span(const setting *s, const jb_plaintext_cell *cell)
{
    int width = 0;
    for (size_t c = cell->column; c < cell->column + cell->span; c++)
        width += s->widths[c] + (c > cell->column ? GAP : 0);
    return width;
}

/* The widths that columns want; what spans lack is put on their last column. */
static void find_wanted(setting *s)
{
    for (size_t pass = 1; pass <= 2; pass++)
        for (size_t r = 0; r < s->table->count; r++)
            for (size_t k = 0; k < s->table->rows[r].count; k++) {
                const jb_plaintext_cell *cell = &s->table->rows[r].cells[k];
                if ((cell->span == 1) != (pass == 1))
                    continue;
                int lack = widest_line(cell->text) - width_of_span(s, cell);
                s->widths[cell->column + cell->span - 1] += JB_MAX(lack, 0);
            }
}

/* Cuts the widths down to the room; false when a column would get too narrow. */
static bool fit(setting *s)
{
    size_t columns = s->table->columns;
    int left = s->room - GAP * (int)(columns - 1);
    size_t wide = columns;
    int share = left / (int)columns;
    for (bool is_settled = false; !is_settled && wide > 0;) {
        int taken = 0;
        size_t still = 0;
        for (size_t c = 0; c < columns; c++) {
            taken += s->widths[c] <= share ? s->widths[c] : 0;
            still += s->widths[c] > share;
        }
        int next = still ? (left - taken) / (int)still : share;
        is_settled = next == share;
        share = next;
        wide = still;
    }
    for (size_t c = 0; c < columns; c++)
        s->widths[c] = JB_MIN(s->widths[c], share);
    return wide == 0 || share >= NARROWEST;
}

/* ---- side by side ---------------------------------------------------------------- */

/* A cell's lines as they come. */
typedef struct cell_lines {
    jb_buf text;
    jb_str left;
} cell_lines;

static void wrap_cell(setting *s, const jb_plaintext_cell *cell, cell_lines *lines)
{
    jb_wrap wrap = {.columns = width_of_span(s, cell),
                    .first = "",
                    .rest = "",
                    .lang = s->line->lang,
                    .kinsoku = s->line->kinsoku,
                    .align = cell->align};
    jb_wrap_put(&wrap, cell->text, s->scratch, &lines->text);
    lines->left = jb_buf_str(&lines->text);
}

static int start_of(const setting *s, size_t column)
{
    int at = 0;
    for (size_t c = 0; c < column; c++)
        at += s->widths[c] + GAP;
    return at;
}

/* The next line of each cell, padded to its place; blanks at the line's end are not
 * written. */
static void put_line_of_row(setting *s, const jb_plaintext_row *row, cell_lines *lines)
{
    int at = 0;
    jb_buf_puts(s->out, s->line->rest);
    for (size_t k = 0; k < row->count; k++) {
        size_t end = jb_str_find(lines[k].left, "\n");
        jb_str text = jb_str_slice(lines[k].left, 0, end);
        lines[k].left = jb_str_slice(lines[k].left, end + 1, lines[k].left.len);
        if (text.len == 0)
            continue;
        int start = start_of(s, row->cells[k].column);
        if (start > at)
            jb_buf_printf(s->out, "%*s", start - at, "");
        jb_buf_put_str(s->out, text);
        at = start + jb_utf8_columns(text);
    }
    jb_buf_putc(s->out, '\n');
}

/* Returns whether the row took several lines. */
static bool put_row(setting *s, const jb_plaintext_row *row)
{
    cell_lines *lines = JB_NEWS(s->scratch, cell_lines, row->count);
    size_t count = 0;
    for (size_t k = 0; k < row->count; k++)
        wrap_cell(s, &row->cells[k], &lines[k]);
    for (bool is_left = row->count > 0; is_left; count++) {
        put_line_of_row(s, row, lines);
        is_left = false;
        for (size_t k = 0; k < row->count; k++)
            is_left |= lines[k].left.len > 0;
    }
    for (size_t k = 0; k < row->count; k++)
        jb_buf_fini(&lines[k].text);
    return count > 1;
}

static void put_rule(setting *s)
{
    int width = start_of(s, s->table->columns) - GAP;
    jb_buf_puts(s->out, s->line->rest);
    for (int i = 0; i < width; i++)
        jb_buf_puts(s->out, rule);
    jb_buf_putc(s->out, '\n');
}

static void put_blank(setting *s)
{
    jb_str prefix = jb_str_of(s->line->rest);
    while (prefix.len && prefix.at[prefix.len - 1] == ' ')
        prefix.len--;
    jb_buf_put_str(s->out, prefix);
    jb_buf_putc(s->out, '\n');
}

static void put_side_by_side(setting *s)
{
    bool was_tall = false;
    for (size_t r = 0; r < s->table->count; r++) {
        const jb_plaintext_row *row = &s->table->rows[r];
        bool after_header = r > 0 && s->table->rows[r - 1].is_header && !row->is_header;
        if (after_header)
            put_rule(s);
        else if (was_tall && !row->is_header)
            put_blank(s);
        was_tall = put_row(s, row);
    }
}

/* ---- one row below the other ------------------------------------------------------ */

/* The last header cell over a column; empty when there is none. */
static jb_str head_of(const jb_plaintext_table *table, size_t column)
{
    jb_str head = {NULL, 0};
    for (size_t r = 0; r < table->count && table->rows[r].is_header; r++)
        for (size_t k = 0; k < table->rows[r].count; k++) {
            const jb_plaintext_cell *cell = &table->rows[r].cells[k];
            if (column >= cell->column && column < cell->column + cell->span)
                head = cell->text;
        }
    return head;
}

static void put_record(setting *s, const jb_plaintext_row *row)
{
    for (size_t k = 0; k < row->count; k++) {
        jb_buf text = {0};
        jb_str head = head_of(s->table, row->cells[k].column);
        jb_buf_put_str(&text, head);
        jb_buf_puts(&text, head.len ? ": " : "");
        jb_buf_put_str(&text, row->cells[k].text);
        jb_wrap wrap = *s->line;
        wrap.first = s->line->rest;
        wrap.rest =
            jb_arena_printf(s->scratch, "%s%*s", s->line->rest, HEAD_SPACES, "");
        jb_wrap_put(&wrap, jb_str_of(jb_str_dup(s->scratch, jb_buf_str(&text))),
                    s->scratch, s->out);
        jb_buf_fini(&text);
    }
}

void jb_plaintext_table_put(const jb_plaintext_table *table, const jb_wrap *line,
                            jb_arena *scratch, jb_buf *out)
{
    setting s = {.table = table, .line = line, .scratch = scratch, .out = out};
    if (table->columns == 0)
        return;
    s.widths = JB_NEWS(scratch, int, table->columns);
    s.room = line->columns - jb_utf8_columns(jb_str_of(line->rest));
    find_wanted(&s);
    if (fit(&s)) {
        put_side_by_side(&s);
        return;
    }
    for (size_t r = 0, put = 0; r < table->count; r++) {
        if (table->rows[r].is_header)
            continue;
        if (put++ > 0)
            put_blank(&s);
        put_record(&s, &table->rows[r]);
    }
}
