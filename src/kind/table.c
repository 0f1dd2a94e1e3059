/* Tables from Markdown, from YAML rows, and from rows pasted into a directive. */
#include <strings.h>

#include "base/utf8.h"
#include "kind/lower.h"

enum { COLUMNS_MAX = 100, CELLS_MAX = 200000 };

typedef struct table {
    jb_field_text caption, unit, source, align;
    jb_field_texts notes;
    const jb_val *header, *rows, *aligns;
} table;

typedef struct cell_text {
    const jb_val *text;
    int columns, rows;
    int align;
} cell_text;

jb_block *jb_table_new(jb_lowering *l, jb_block *parent, const char *role,
                       size_t columns, jb_span span)
{
    jb_block *made = jb_block_add(l->into, parent, JB_BLOCK_TABLE, role, span);
    made->u.table.columns = columns;
    made->u.table.aligns = JB_NEWS(l->into, jb_align, columns ? columns : 1);
    return made;
}

static jb_block *add_row(jb_lowering *l, jb_block *made, bool is_header, jb_span span)
{
    made->u.table.header_rows += is_header;
    return jb_block_add(l->into, made, JB_BLOCK_ROW, is_header ? "head-row" : "row",
                        span);
}

static jb_block *add_cell(jb_lowering *l, jb_block *row, size_t column, bool is_header,
                          jb_span span)
{
    jb_block *cell = jb_block_add(l->into, row, JB_BLOCK_CELL,
                                  is_header ? "head-cell" : "cell", span);
    cell->u.cell = (jb_cell){.column = (uint16_t)column,
                             .column_span = 1,
                             .row_span = 1,
                             .is_header = is_header};
    return cell;
}

/* --- Markdown --- */

static bool is_empty_row(const jb_md *row)
{
    for (const jb_md *cell = row->first; cell; cell = cell->next)
        if (cell->first)
            return false;
    return true;
}

void jb_table_from_md(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    static const jb_align aligns[] = {JB_ALIGN_NONE, JB_ALIGN_LEFT, JB_ALIGN_CENTRE,
                                      JB_ALIGN_RIGHT};
    size_t columns = 0;
    for (const jb_md *cell = md->first ? md->first->first : NULL; cell;
         cell = cell->next)
        columns++;
    jb_block *made = jb_table_new(l, parent, "table", columns, md->span);
    jb_align *written = JB_NEWS(l->into, jb_align, columns + 1);
    made->u.table.aligns = written;
    for (const jb_md *row = md->first; row; row = row->next) {
        if (row->is_header && is_empty_row(row))
            continue;
        jb_block *to = add_row(l, made, row->is_header, row->span);
        size_t column = 0;
        for (const jb_md *child = row->first; child && column < columns;
             child = child->next, column++) {
            jb_block *cell = add_cell(l, to, column, row->is_header, child->span);
            written[column] = aligns[child->align];
            jb_lower_para(l, cell, cell->role, jb_lower_inlines(l, child), child->span);
        }
    }
}

/* --- rows of texts --- */

jb_str jb_table_unbar(jb_str text, jb_arena *into)
{
    static const char wide[] = "\\\uff5c";
    if (jb_str_find(text, "\\|") == text.len && jb_str_find(text, wide) == text.len)
        return text;
    char *bare = JB_NEWS(into, char, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        jb_str rest = jb_str_slice(text, i, text.len);
        if (jb_str_starts(rest, "\\\\"))
            bare[len++] = text.at[i++];
        if (!jb_str_starts(rest, "\\|") && !jb_str_starts(rest, wide))
            bare[len++] = text.at[i];
    }
    return (jb_str){bare, len};
}

jb_inline *jb_table_inlines(jb_lowering *l, const jb_table_text *text)
{
    if (text->val)
        return jb_lower_text_of(l, text->val);
    jb_str bare = jb_table_unbar(text->text, l->into);
    return jb_lower_inlines(l,
                            jb_markdown_read_text(bare, text->span, l->into, l->diag));
}

void jb_table_add_row(jb_lowering *l, jb_block *made, const jb_table_text *cells,
                      size_t count, bool is_header)
{
    jb_span span =
        count ? cells[0].val ? cells[0].val->span : cells[0].span : made->span;
    jb_block *row = add_row(l, made, is_header, span);
    for (size_t i = 0; i < count && i < made->u.table.columns; i++) {
        jb_span at = cells[i].val ? cells[i].val->span : cells[i].span;
        jb_block *cell = add_cell(l, row, i, is_header, at);
        jb_lower_para(l, cell, cell->role, jb_table_inlines(l, &cells[i]), at);
    }
}

static jb_span part_of(const jb_md *line, jb_str part)
{
    jb_span span = line->span;
    if (!line->is_verbatim)
        return span;
    span.begin += (uint32_t)(part.at - line->text.at);
    span.end = span.begin + (uint32_t)part.len;
    return span;
}

size_t jb_table_split(const jb_md *line, jb_table_text *cells, size_t max)
{
    jb_str text = jb_str_trim(line->text);
    bool tabs =
        memchr(line->text.at ? line->text.at : "", '\t', line->text.len) != NULL;
    if (tabs)
        text = line->text;
    else if (text.len && text.at[0] == '|')
        text = jb_str_slice(text, 1,
                            text.len - (text.len > 1 && text.at[text.len - 1] == '|'));
    size_t count = 0, from = 0;
    bool escaped = false; /* by the character before */
    for (size_t at = 0; at <= text.len && count < max;) {
        size_t bar = at;
        bool is_end = at == text.len;
        uint32_t cp = is_end ? 0 : jb_utf8_next(text, &at);
        bool is_bar = tabs ? cp == '\t' : (cp == '|' || cp == 0xFF5C) && !escaped;
        escaped = cp == '\\' && !escaped;
        /* The last cell that fits takes the rest, so that no text is lost. */
        if (is_end || (is_bar && count + 1 < max)) {
            jb_str part = jb_str_trim(jb_str_slice(text, from, bar));
            cells[count++] = (jb_table_text){NULL, part, part_of(line, part)};
            from = at;
        }
        if (is_end)
            break;
    }
    return count;
}

/* How many bytes at the start of a text are among these. */
static size_t span_of_any(jb_str text, const char *among)
{
    size_t at = 0;
    while (at < text.len && text.at[at] && strchr(among, text.at[at]))
        at++;
    return at;
}

/* Whether a line is made of `sign`, as in |:---|---:|, and of nothing that is text. */
static bool is_delimiter(jb_str line, char sign)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] != sign && !strchr(":.| \t", line.at[i]))
            return false;
    return memchr(line.at ? line.at : "", sign, line.len) != NULL;
}

/* The part of a caption that a text which begins with such a word is, NULL when it
 * begins with none. *label: bytes of the word and its colon. */
static jb_str *caption_part(jb_caption *caption, jb_str text, size_t *label)
{
    const struct {
        const char *word;
        jb_str *part;
    } words[] = {{"\u6765\u6e90", &caption->source},
                 {"\u8d44\u6599\u6765\u6e90", &caption->source},
                 {"source", &caption->source},
                 {"Source", &caption->source},
                 {"\u5355\u4f4d", &caption->unit},
                 {"unit", &caption->unit},
                 {"Unit", &caption->unit},
                 {"\u5bbd", &caption->width},
                 {"width", &caption->width},
                 {"\u66ff\u4ee3\u6587\u5b57", &caption->alt},
                 {"alt", &caption->alt},
                 {"\u6ce8", NULL},
                 {"note", NULL}};
    static const char wide[] = "\uff1a";
    for (size_t i = 0; i < JB_COUNT(words); i++) {
        if (!jb_str_starts(text, words[i].word))
            continue;
        *label = strlen(words[i].word);
        jb_str colon = jb_str_slice(text, *label, text.len);
        bool is_wide = jb_str_starts(colon, wide);
        if (!is_wide && !jb_str_starts(colon, ":"))
            continue;
        *label += is_wide ? strlen(wide) : 1;
        if (words[i].part)
            return words[i].part;
        return caption->note_count < JB_CAPTION_NOTES
                   ? &caption->notes[caption->note_count++]
                   : NULL;
    }
    return NULL;
}

/* The rest of a directive's line, cut at bars: the title, then parts that begin with
 * "source:", "unit:" and the like in either language. */
jb_caption jb_table_caption(jb_str rest)
{
    jb_caption caption = {0};
    jb_table_text parts[JB_CAPTION_NOTES + 8];
    jb_md line = {.text = rest};
    size_t count = jb_table_split(&line, parts, JB_COUNT(parts));
    for (size_t i = 0; i < count; i++) {
        size_t label;
        jb_str *part = caption_part(&caption, parts[i].text, &label);
        if (part)
            *part = jb_str_trim(jb_str_slice(parts[i].text, label, parts[i].text.len));
        else if (!caption.title.len)
            caption.title = parts[i].text;
        else
            caption.second = parts[i].text;
    }
    return caption;
}

/* Whether the text begins with such a label of its own. */
static bool has_label(const jb_inline *inlines, jb_wording label)
{
    jb_buf text = {0};
    jb_inlines_text(inlines, &text);
    bool found = jb_wording_label(jb_str_trim(jb_buf_str(&text)), label) > 0;
    jb_buf_fini(&text);
    return found;
}

static void add_labelled(jb_lowering *l, jb_block *made, const char *role,
                         jb_inline *inlines, jb_span span)
{
    bool is_unit = strcmp(role, "unit") == 0;
    jb_wording word = is_unit ? JB_WORDING_UNIT : JB_WORDING_DATA_SOURCE;
    if (!inlines || has_label(inlines, word)) {
        jb_lower_para(l, made, role, inlines, span);
        return;
    }
    jb_inline *label =
        jb_inlines_of_text(jb_str_of(jb_wording_text(l->lang, word)), span, l->into);
    label->next = inlines;
    jb_lower_para(l, made, role, label, span);
}

static void add_caption_text(jb_lowering *l, jb_block *made, const char *role,
                             jb_str text, jb_span span)
{
    if (!text.len)
        return;
    jb_inline *inlines =
        jb_lower_inlines(l, jb_markdown_read_text(jb_table_unbar(text, l->into),
                                                  JB_NO_SPAN, l->into, l->diag));
    if (strcmp(role, "unit") != 0 && strcmp(role, "source") != 0)
        jb_lower_para(l, made, role, inlines, span);
    else
        add_labelled(l, made, role, inlines, span);
}

void jb_table_source_text(jb_lowering *l, jb_block *parent, jb_str text, jb_span span)
{
    add_caption_text(l, parent, "source", text, span);
}

static size_t widest(const jb_md *directive, jb_table_text *cells)
{
    size_t columns = 0;
    for (const jb_md *line = directive->first; line; line = line->next)
        if (jb_str_trim(line->text).len) {
            size_t count = jb_table_split(line, cells, COLUMNS_MAX);
            columns = JB_MAX(columns, count);
        }
    return columns;
}

/* --- rows with spans --- */

static const jb_field fields_of_cell[] = {
    {.name = "text",
     .aliases = "\u6587\u5b57",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(cell_text, text),
     .help = "the cell's text"},
    {.name = "colspan",
     .aliases = "\u8de8\u5217|columns",
     .type = JB_FIELD_INT,
     .offset = offsetof(cell_text, columns),
     .min = 1,
     .max = COLUMNS_MAX,
     .help = "how many columns it covers"},
    {.name = "rowspan",
     .aliases = "\u8de8\u884c|rows",
     .type = JB_FIELD_INT,
     .offset = offsetof(cell_text, rows),
     .min = 1,
     .max = 10000,
     .help = "how many rows it covers"},
    {.name = "align",
     .aliases = "\u5bf9\u9f50",
     .type = JB_FIELD_CHOICE,
     .offset = offsetof(cell_text, align),
     .choices =
         "none|left=\u5de6|centre=\u4e2d=center|right=\u53f3|justify|decimal=\u5c0f\u6570\u70b9",
     .help = "how it stands"},
};
static const jb_field_table table_of_cell = {"cell\x1F"
                                             "\u5355\u5143\u683c",
                                             sizeof(cell_text), fields_of_cell,
                                             JB_COUNT(fields_of_cell)};

/* The grid while rows are added: what each column is covered by. */
typedef struct grid {
    jb_block *above[COLUMNS_MAX]; /* the cell that a "^^" extends */
    int covered[COLUMNS_MAX];     /* rows still covered by a rowspan */
    size_t cells;
} grid;

static bool is_mark(const jb_table_text *text, const char *mark)
{
    const jb_val *val = text->val;
    if (!val)
        return jb_str_is(text->text, mark);
    return val->kind == JB_VAL_SCALAR && !val->is_quoted && jb_str_is(val->text, mark);
}

static jb_span place_of(const jb_table_text *text)
{
    return text->val ? text->val->span : text->span;
}

static size_t cell_width(const jb_val *val)
{
    const jb_val *span = jb_val_find(val, "colspan");
    if (!span)
        span = jb_val_find(val, "\u8de8\u5217");
    int64_t columns;
    if (span && jb_geom_thousandths(span->text, &columns) && columns >= 1000)
        return JB_MIN((size_t)columns / 1000, (size_t)COLUMNS_MAX);
    return 1;
}

static size_t row_width(const jb_val *row)
{
    size_t width = 0;
    for (size_t i = 0; row->kind == JB_VAL_LIST && i < row->count; i++)
        width += cell_width(row->items[i]);
    return JB_MIN(width, (size_t)COLUMNS_MAX);
}

static cell_text read_cell(jb_lowering *l, const jb_val *val)
{
    cell_text cell = {.text = val, .columns = 1, .rows = 1};
    if (val && val->kind == JB_VAL_MAP) {
        cell.text = NULL;
        jb_field_bind(&table_of_cell, val, JB_FIELD_STRICT, &cell, l->into, l->diag);
        cell.columns = JB_MAX(cell.columns, 1);
        cell.rows = JB_MAX(cell.rows, 1);
    }
    return cell;
}

static void place_cell(jb_lowering *l, grid *g, jb_block *row, size_t column,
                       const jb_table_text *text, bool is_header)
{
    cell_text read = read_cell(l, text->val);
    size_t columns = row->parent->u.table.columns;
    jb_span span = place_of(text);
    jb_block *cell = add_cell(l, row, column, is_header, span);
    cell->u.cell.column_span = (uint16_t)JB_MIN((size_t)read.columns, columns - column);
    cell->u.cell.row_span = (uint16_t)read.rows;
    cell->u.cell.align = (jb_align)read.align;
    for (size_t i = 0; i < cell->u.cell.column_span; i++) {
        g->above[column + i] = cell;
        g->covered[column + i] = read.rows - 1;
    }
    jb_lower_para(
        l, cell, cell->role,
        text->val ? jb_lower_text_of(l, read.text) : jb_table_inlines(l, text), span);
}

/* A row's cells; the table they are added to is the row's parent. "^^" extends the cell
 * above, "<" the one at the left. */
static void add_cells(jb_lowering *l, grid *g, jb_block *row,
                      const jb_table_text *cells, size_t count)
{
    size_t columns = row->parent->u.table.columns, column = 0;
    bool is_header = jb_block_is(row, "head-row");
    for (size_t i = 0; i < count; i++, column++) {
        const jb_table_text *cell = &cells[i];
        for (; column < columns && g->covered[column] > 0; column++)
            g->covered[column]--;
        if (column >= columns) {
            jb_diag_add(l->diag, JB_DIAG_ROW_TOO_LONG, place_of(cell));
            return;
        }
        if (is_mark(cell, "^^") && g->above[column] &&
            g->above[column]->parent != row) {
            if (g->above[column]->u.cell.column == column)
                g->above[column]->u.cell.row_span++;
        } else if (is_mark(cell, "<") && row->last) {
            row->last->u.cell.column_span++;
            g->above[column] = row->last;
        } else {
            place_cell(l, g, row, column, cell, is_header);
            column += (size_t)row->last->u.cell.column_span - 1;
        }
    }
    for (; column < columns; column++)
        if (g->covered[column] > 0)
            g->covered[column]--;
}

static void add_yaml_row(jb_lowering *l, grid *g, jb_block *made, const jb_val *val,
                         bool is_header)
{
    jb_table_text *cells = JB_NEWS(l->into, jb_table_text, val->count + 1);
    for (size_t i = 0; i < val->count; i++)
        cells[i].val = val->items[i];
    add_cells(l, g, add_row(l, made, is_header, val->span), cells, val->count);
}

/* No cell reaches below the last row of its part (header or body). */
static void clamp_spans(jb_block *made)
{
    size_t rows = 0, at = 0;
    for (const jb_block *row = made->first; row; row = row->next)
        rows += row->kind == JB_BLOCK_ROW;
    for (jb_block *row = made->first; row; row = row->next) {
        if (row->kind != JB_BLOCK_ROW)
            continue;
        size_t left =
            at < made->u.table.header_rows ? made->u.table.header_rows - at : rows - at;
        for (jb_block *cell = row->first; cell; cell = cell->next)
            if (cell->u.cell.row_span > left)
                cell->u.cell.row_span = (uint16_t)left;
        at++;
    }
}

static jb_align align_word(jb_str word)
{
    static const struct {
        const char *word;
        jb_align align;
    } words[] = {
        {"left", JB_ALIGN_LEFT},       {"\u5de6", JB_ALIGN_LEFT},
        {"l", JB_ALIGN_LEFT},          {"centre", JB_ALIGN_CENTRE},
        {"center", JB_ALIGN_CENTRE},   {"\u4e2d", JB_ALIGN_CENTRE},
        {"c", JB_ALIGN_CENTRE},        {"right", JB_ALIGN_RIGHT},
        {"\u53f3", JB_ALIGN_RIGHT},    {"r", JB_ALIGN_RIGHT},
        {"decimal", JB_ALIGN_DECIMAL}, {"\u5c0f\u6570\u70b9", JB_ALIGN_DECIMAL},
        {"number", JB_ALIGN_DECIMAL},  {"d", JB_ALIGN_DECIMAL}};
    for (size_t i = 0; i < JB_COUNT(words); i++)
        if (jb_str_is(word, words[i].word))
            return words[i].align;
    return JB_ALIGN_NONE;
}

static void set_aligns(jb_lowering *l, jb_block *made, const jb_val *val)
{
    if (!val || val->kind != JB_VAL_LIST)
        return;
    jb_align *aligns = JB_NEWS(l->into, jb_align, made->u.table.columns + 1);
    for (size_t i = 0; i < val->count && i < made->u.table.columns; i++) {
        aligns[i] = align_word(val->items[i]->text);
        if (aligns[i] == JB_ALIGN_NONE && val->items[i]->text.len &&
            !jb_str_is(val->items[i]->text, "none"))
            jb_diag_add(l->diag, JB_DIAG_ALIGN_UNKNOWN, val->items[i]->span,
                        jb_str_dup(l->into, val->items[i]->text));
    }
    made->u.table.aligns = aligns;
}

static bool is_rows(const jb_val *val)
{
    return val && val->kind == JB_VAL_LIST && val->count &&
           val->items[0]->kind == JB_VAL_LIST;
}

static void add_yaml_rows(jb_lowering *l, grid *g, jb_block *made, const jb_val *rows,
                          bool is_header)
{
    if (!rows)
        return;
    if (!is_rows(rows) && is_header && rows->kind == JB_VAL_LIST) {
        add_yaml_row(l, g, made, rows, true);
        return;
    }
    for (size_t i = 0; rows->kind == JB_VAL_LIST && i < rows->count; i++) {
        const jb_val *row = rows->items[i];
        g->cells += made->u.table.columns;
        if (row->kind != JB_VAL_LIST)
            jb_diag_add(l->diag, JB_DIAG_ROW_WANTED, row->span);
        else if (g->cells > CELLS_MAX)
            break;
        else
            add_yaml_row(l, g, made, row, is_header);
    }
    if (g->cells > CELLS_MAX)
        jb_diag_add(l->diag, JB_DIAG_TABLE_TOO_LARGE, rows->span);
}

static size_t yaml_columns(const table *fields)
{
    const jb_val *parts[] = {fields->header, fields->rows};
    size_t columns = 0;
    for (size_t i = 0; i < 2; i++) {
        const jb_val *part = parts[i];
        if (part && part->kind == JB_VAL_LIST && !is_rows(part))
            columns = JB_MAX(columns, i == 0 ? row_width(part) : 0);
        for (size_t r = 0; is_rows(part) && r < part->count; r++)
            columns = JB_MAX(columns, row_width(part->items[r]));
    }
    return columns;
}

/* Rows given as one literal text: as in a directive. */
static jb_md *lines_of(jb_lowering *l, const jb_val *val, jb_span span)
{
    jb_md *directive = JB_NEW(l->into, jb_md), *last = NULL;
    directive->kind = JB_MD_DIRECTIVE;
    directive->span = span;
    for (size_t at = 0; at < val->text.len;) {
        jb_str rest = jb_str_slice(val->text, at, val->text.len);
        jb_md *line = JB_NEW(l->into, jb_md);
        line->kind = JB_MD_TEXT;
        line->text = jb_str_slice(rest, 0, jb_str_find(rest, "\n"));
        line->span = jb_val_span_in(val, l->sources, at, line->text.len);
        line->is_verbatim = line->span.end - line->span.begin == line->text.len;
        *(last ? &last->next : &directive->first) = line;
        last = line;
        at += line->text.len + 1;
    }
    directive->last = last;
    return directive;
}

/* ---- directives ---- */

/* The alignment that a part of a delimiter line gives its column: :-- --: :-: as in
 * Markdown, and --.-- for numbers that stand by their points. */
static jb_align align_of(jb_str part)
{
    bool is_left = part.len && part.at[0] == ':';
    bool is_right = part.len > 1 && part.at[part.len - 1] == ':';
    if (memchr(part.at ? part.at : "", '.', part.len))
        return JB_ALIGN_DECIMAL;
    if (is_left && is_right)
        return JB_ALIGN_CENTRE;
    return is_left ? JB_ALIGN_LEFT : is_right ? JB_ALIGN_RIGHT : JB_ALIGN_NONE;
}

static void set_delimiters(jb_lowering *l, jb_block *made, const jb_md *line,
                           jb_table_text *cells)
{
    size_t count = jb_table_split(line, cells, COLUMNS_MAX);
    jb_align *aligns = JB_NEWS(l->into, jb_align, made->u.table.columns + 1);
    for (size_t i = 0; i < count && i < made->u.table.columns; i++)
        aligns[i] = align_of(cells[i].text);
    made->u.table.aligns = aligns;
}

/* Rows above a line of = are the header, or the first row; an empty one above a line
 * of - says that there is none, as in Markdown. */
static size_t header_lines(const jb_md *md)
{
    size_t rows = 0;
    bool is_empty = false;
    for (const jb_md *line = md->first; line; line = line->next) {
        if (is_delimiter(line->text, '='))
            return rows;
        if (rows == 1 && is_empty && is_delimiter(line->text, '-'))
            return 0;
        if (!jb_str_trim(line->text).len || is_delimiter(line->text, '-'))
            continue;
        rows++;
        is_empty = span_of_any(line->text, "| \t") == line->text.len;
    }
    return 1;
}

static void add_lines(jb_lowering *l, jb_block *made, const jb_md *md)
{
    jb_table_text cells[COLUMNS_MAX];
    grid *g = JB_NEW(l->into, grid);
    size_t header = header_lines(md), rows = 0;
    bool has_aligns = false;
    for (const jb_md *line = md->first; line; line = line->next) {
        bool is_blank = !jb_str_trim(line->text).len;
        bool is_rule = is_delimiter(line->text, '-') || is_delimiter(line->text, '=');
        if (is_rule && rows && !has_aligns) {
            set_delimiters(l, made, line, cells);
            has_aligns = true;
        }
        bool is_lead = !rows && span_of_any(line->text, "| \t") == line->text.len;
        if (is_blank || is_rule || (is_lead && !header)) {
            rows += is_lead && !is_blank && !is_rule;
            continue;
        }
        if ((g->cells += made->u.table.columns) > CELLS_MAX) {
            jb_diag_add(l->diag, JB_DIAG_TABLE_TOO_LARGE, line->span);
            return;
        }
        if (rows == header)
            memset(g->above, 0, sizeof g->above);
        size_t count = jb_table_split(line, cells, COLUMNS_MAX);
        jb_span span = count ? cells[0].span : line->span;
        add_cells(l, g, add_row(l, made, rows < header, span), cells, count);
        rows++;
    }
}

static void from_directive(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    jb_table_text cells[COLUMNS_MAX];
    jb_caption caption = jb_table_caption(md->title);
    jb_block *made = jb_table_new(l, parent, "table", widest(md, cells), md->span);
    add_caption_text(l, made, "caption", caption.title, md->span);
    add_caption_text(l, made, "unit", caption.unit, md->span);
    add_lines(l, made, md);
    for (size_t i = 0; i < caption.note_count; i++)
        add_caption_text(l, made, "table-note", caption.notes[i], md->span);
    jb_table_source_text(l, made, caption.source.len ? caption.source : caption.second,
                         md->span);
}

static void add_text_rows(jb_lowering *l, jb_block *made, const jb_md *lines)
{
    jb_table_text cells[COLUMNS_MAX];
    bool is_header = made->u.table.header_rows == 0;
    for (const jb_md *line = lines->first; line; line = line->next) {
        if (!jb_str_trim(line->text).len || is_delimiter(line->text, '-'))
            continue;
        size_t count = jb_table_split(line, cells, COLUMNS_MAX);
        jb_table_add_row(l, made, cells, count, is_header);
        is_header = false;
    }
}

static void add_field(jb_lowering *l, jb_block *made, const char *role,
                      const jb_field_text *field)
{
    if (!field->text.len)
        return;
    jb_inline *inlines = jb_lower_inlines(
        l,
        jb_markdown_read_text(field->text, field->val ? field->val->span : JB_NO_SPAN,
                              l->into, l->diag));
    add_labelled(l, made, role, inlines, field->val ? field->val->span : made->span);
}

void jb_table_source(jb_lowering *l, jb_block *parent, const jb_field_text *field)
{
    add_field(l, parent, "source", field);
}

static void from_fields(jb_lowering *l, const table *fields, const jb_node *node,
                        jb_block *parent)
{
    bool is_text = fields->rows && fields->rows->kind == JB_VAL_SCALAR;
    jb_md *lines = is_text ? lines_of(l, fields->rows, node->span) : NULL;
    jb_table_text cells[COLUMNS_MAX];
    size_t columns = yaml_columns(fields);
    if (lines)
        columns = JB_MAX(columns, widest(lines, cells));
    jb_block *made = jb_table_new(l, parent, "table", columns, node->span);
    jb_lower_field(l, made, "caption", &fields->caption);
    add_field(l, made, "unit", &fields->unit);
    grid *g = JB_NEW(l->into, grid);
    add_yaml_rows(l, g, made, fields->header, true);
    memset(g, 0, sizeof *g);
    if (lines)
        add_text_rows(l, made, lines);
    else
        add_yaml_rows(l, g, made, fields->rows, false);
    clamp_spans(made);
    set_aligns(l, made, fields->aligns);
    for (size_t i = 0; i < fields->notes.count; i++)
        jb_lower_field(l, made, "table-note", &fields->notes.items[i]);
    jb_table_source(l, made, &fields->source);
}

static void lower(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    if (node->md && node->md->kind == JB_MD_TABLE)
        jb_table_from_md(l, node->md, parent);
    else if (node->md)
        from_directive(l, node->md, parent);
    else if (node->fields)
        from_fields(l, node->fields, node, parent);
    else if (node->val && (node->val->kind == JB_VAL_SCALAR || is_rows(node->val)))
        from_fields(l, &(table){.rows = node->val}, node, parent);
    else
        jb_diag_add(l->diag, JB_DIAG_ROW_WANTED, node->span);
}

static const jb_field fields_of_table[] = {
    {.name = "caption",
     .aliases = "\u6807\u9898|title|\u8868\u9898",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(table, caption),
     .help = "the line above"},
    {.name = "unit",
     .aliases = "\u5355\u4f4d",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(table, unit),
     .help = "the unit of all figures"},
    {.name = "header",
     .aliases = "\u8868\u5934|head",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(table, header),
     .help = "the header's cells, or several rows of them"},
    {.name = "rows",
     .aliases = "\u884c|\u6570\u636e|data",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(table, rows),
     .is_required = true,
     .help = "rows of cells; a cell may be {text, colspan, rowspan, align}"},
    {.name = "align",
     .aliases = "\u5bf9\u9f50",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(table, aligns),
     .help = "left, centre, right or decimal, one a column"},
    {.name = "notes",
     .aliases = "\u6ce8|\u6ce8\u91ca|note",
     .type = JB_FIELD_TEXTS,
     .offset = offsetof(table, notes),
     .help = "remarks below"},
    {.name = "source",
     .aliases = "\u6765\u6e90|\u8d44\u6599\u6765\u6e90",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(table, source),
     .help = "where the figures come from"},
};
static const jb_field_table table_of_table = {"table\x1F"
                                              "\u8868",
                                              sizeof(table), fields_of_table,
                                              JB_COUNT(fields_of_table)};

const jb_kind jb_table_kind = {
    .name = "table",
    .aliases = "\u8868|\u8868\u683c",
    .help = "a table: header, rows, caption, source",
    .example =
        "- table:\n    caption: \u4e3b\u8981\u65f6\u95f4\u70b9\n    header: [\u65f6\u95f4, \u4e8b\u4ef6]\n"
        "    rows:\n      - [2020-06, \u8bed\u8a00\u6a21\u578b\u7b2c\u4e09\u4ee3]\n    source: \u516c\u5f00\u8d44\u6599\u6574\u7406\n",
    .fields = &table_of_table,
    .lower = lower};
