/* One walk over core blocks. A box that pages would colour or bar has a line at its left;
 * nothing here knows kinds of reports. */
#include "out/plaintext.h"

#include "base/utf8.h"
#include "out/plaintext_table.h"

enum {
    CODE_INDENT = 4,
    RULE_LENGTH = 20,
    SUPERSCRIPT_ZERO = 0x2070,
    SUBSCRIPT_ZERO = 0x2080,
    DEPTH_MAX = 128
};

static const char bar[] = "\xE2\x94\x82 ";    /* U+2502 */
static const char thin[] = "\xE2\x94\x80";    /* U+2500 */
static const char double_[] = "\xE2\x95\x90"; /* U+2550 */
static const char break_[] = "\xE2\x80\xA8";  /* U+2028 */
static const char open_[] = "\xEF\xBC\x88";   /* U+FF08 */
static const char close_[] = "\xEF\xBC\x89";  /* U+FF09 */

typedef struct plaintext {
    const jb_book *book;
    jb_diag *diag;
    jb_buf out;
    size_t parts;
    jb_arena scratch; /* of a part */
    const jb_book_part *part;
    JB_VEC(const jb_inline *) notes; /* met in this part */
    const char *prefix;              /* before every line */
    const char *label;               /* before the next line, instead of its blanks */
    bool needs_gap;                  /* a blank line before the next block */
    int tight;                       /* lists without blank lines around */
} plaintext;

/* ---- texts ----------------------------------------------------------------------- */

static void put_inlines(plaintext *p, const jb_inline *inlines, int depth,
                        jb_buf *text);

/* Digits raised or lowered; other characters as they are. */
static void put_shifted(plaintext *p, const jb_inline *inlines, uint32_t zero,
                        int depth, jb_buf *into)
{
    static const uint32_t superscripts[] = {0x2070, 0xB9, 0xB2, 0xB3};
    jb_buf text = {0};
    put_inlines(p, inlines, depth, &text);
    jb_str all = jb_buf_str(&text);
    for (size_t at = 0; at < all.len;) {
        uint32_t cp = jb_utf8_next(all, &at);
        if (cp < '0' || cp > '9')
            jb_buf_put_cp(into, cp);
        else if (zero == SUPERSCRIPT_ZERO && cp - '0' < JB_COUNT(superscripts))
            jb_buf_put_cp(into, superscripts[cp - '0']);
        else
            jb_buf_put_cp(into, zero + cp - '0');
    }
    jb_buf_fini(&text);
}

/* An address that is not the text itself is put behind it. */
static void put_link(plaintext *p, const jb_inline *link, int depth, jb_buf *text)
{
    put_inlines(p, link->first, depth, text);
    const char *target = link->target;
    if (!target || target[0] == '#' || jb_inlines_part(target))
        return;
    const char *address = jb_str_starts(jb_str_of(target), "mailto:")
                              ? target + strlen("mailto:")
                              : target;
    if (!jb_inlines_is_address(link))
        jb_buf_printf(text, " <%s>", address);
}

static void put_note_mark(plaintext *p, const jb_inline *note, jb_buf *text)
{
    jb_buf_printf(text, "[%d]", note->number);
    if (note->note)
        jb_vec_push(&p->scratch, &p->notes, note);
}

static void put_inline(plaintext *p, const jb_inline *at, int depth, jb_buf *text)
{
    switch (at->kind) {
    case JB_INLINE_TEXT:
    case JB_INLINE_CODE:
        jb_buf_put_str(text, at->text);
        return;
    case JB_INLINE_IMAGE:
        jb_buf_printf(text, "[%.*s]", (int)at->text.len, at->text.at);
        return;
    case JB_INLINE_BREAK:
        jb_buf_puts(text, break_);
        return;
    case JB_INLINE_NOTE:
        put_note_mark(p, at, text);
        return;
    case JB_INLINE_LINK:
        put_link(p, at, depth, text);
        return;
    case JB_INLINE_SUPERSCRIPT:
        put_shifted(p, at->first, SUPERSCRIPT_ZERO, depth, text);
        return;
    case JB_INLINE_SUBSCRIPT:
        put_shifted(p, at->first, SUBSCRIPT_ZERO, depth, text);
        return;
    case JB_INLINE_RUBY:
        put_inlines(p, at->first, depth, text);
        jb_buf_puts(text, open_);
        jb_buf_put_str(text, at->text);
        jb_buf_puts(text, close_);
        return;
    case JB_INLINE_STRONG:
    case JB_INLINE_EMPHASIS:
    case JB_INLINE_STRIKE:
    case JB_INLINE_SPAN:
    case JB_INLINE_UNDERLINE:
    case JB_INLINE_DOTS:
    case JB_INLINE_NAME:
    case JB_INLINE_BOOK:
    case JB_INLINE_WARICHU:
        put_inlines(p, at->first, depth, text);
        return;
    }
}

static void put_inlines(plaintext *p, const jb_inline *inlines, int depth, jb_buf *text)
{
    for (; inlines && depth < DEPTH_MAX; inlines = inlines->next)
        put_inline(p, inlines, depth + 1, text);
}

/* ---- lines ----------------------------------------------------------------------- */

static jb_wrap wrap_of(plaintext *p, const jb_style *style)
{
    int columns = p->book->columns ? p->book->columns : JB_PLAINTEXT_COLUMNS;
    const char *first = p->label ? p->label : p->prefix;
    p->label = NULL;
    return (jb_wrap){.columns = JB_MAX(columns, (int)JB_PLAINTEXT_COLUMNS_MIN),
                     .first = first,
                     .rest = p->prefix,
                     .lang = p->part->lang,
                     .kinsoku = style ? style->setting.kinsoku : JB_KINSOKU_GB};
}

static void put_gap(plaintext *p)
{
    jb_str prefix = jb_str_trim(jb_str_of(p->prefix));
    if (p->needs_gap && p->tight == 0) {
        jb_buf_put_str(&p->out, prefix);
        jb_buf_putc(&p->out, '\n');
    }
    p->needs_gap = true;
}

static void put_text(plaintext *p, const jb_style *style, jb_str text)
{
    jb_wrap wrap = wrap_of(p, style);
    jb_wrap_put(&wrap, text, &p->scratch, &p->out);
}

static void put_line_of(plaintext *p, const char *sign, int count)
{
    jb_buf_puts(&p->out, p->prefix);
    for (int i = 0; i < count; i++)
        jb_buf_puts(&p->out, sign);
    jb_buf_putc(&p->out, '\n');
}

static int width_of(const plaintext *p, jb_str text)
{
    int columns = p->book->columns ? p->book->columns : JB_PLAINTEXT_COLUMNS;
    return JB_MIN(jb_utf8_columns(text),
                  columns - jb_utf8_columns(jb_str_of(p->prefix)));
}

/* ---- blocks ---------------------------------------------------------------------- */

static void put_block(plaintext *p, const jb_block *block, int depth);

static void put_children(plaintext *p, const jb_block *block, int depth)
{
    for (const jb_block *at = block->first; at && depth < DEPTH_MAX; at = at->next)
        put_block(p, at, depth + 1);
}

static void put_heading(plaintext *p, const jb_block *block, const char *underline)
{
    jb_buf text = {0};
    jb_str number = {NULL, 0};
    if (block->kind == JB_BLOCK_HEADING)
        number = jb_str_of(block->u.heading.number);
    jb_buf_put_str(&text, number);
    if (number.len && !jb_block_ends_blank(number))
        jb_buf_putc(&text, ' ');
    put_inlines(p, block->inlines, 0, &text);
    put_gap(p);
    put_text(p, block->style, jb_buf_str(&text));
    if (underline)
        put_line_of(p, underline, width_of(p, jb_buf_str(&text)));
    jb_buf_fini(&text);
}

static void put_para(plaintext *p, const jb_block *block)
{
    jb_buf text = {0};
    put_inlines(p, block->inlines, 0, &text);
    put_gap(p);
    put_text(p, block->style, jb_buf_str(&text));
    jb_buf_fini(&text);
}

static void put_code(plaintext *p, const jb_block *block)
{
    jb_str left = block->text;
    put_gap(p);
    while (left.len) {
        size_t end = jb_str_find(left, "\n");
        jb_str line = jb_str_slice(left, 0, end);
        left = jb_str_slice(left, end + 1, left.len);
        if (line.len)
            jb_buf_printf(&p->out, "%s%*s", p->prefix, CODE_INDENT, "");
        jb_buf_put_str(&p->out, line);
        jb_buf_putc(&p->out, '\n');
    }
}

static bool is_tight(const jb_block *list)
{
    for (const jb_block *item = list->first; item; item = item->next)
        if (item->first != item->last)
            return false;
    return true;
}

/* Further lines of an item stand below its text. */
static void put_item(plaintext *p, const jb_block *item, int depth)
{
    const char *prefix = p->prefix, *text = item->u.item.text;
    const char *space = jb_block_ends_blank(jb_str_of(text)) ? "" : " ";
    int width = jb_utf8_columns(jb_str_of(text)) + (int)strlen(space);
    p->label = jb_arena_printf(&p->scratch, "%s%s%s", prefix, text, space);
    p->prefix = jb_arena_printf(&p->scratch, "%s%*s", prefix, width, "");
    if (item->first) {
        put_children(p, item, depth);
    } else {
        put_gap(p);
        put_text(p, item->style, JB_STR("\xC2\xA0")); /* the label alone */
    }
    p->prefix = prefix;
}

static void put_list(plaintext *p, const jb_block *list, int depth)
{
    bool tight = is_tight(list);
    if (tight && p->tight == 0)
        put_gap(p);
    p->tight += tight;
    put_children(p, list, depth);
    p->tight -= tight;
    p->needs_gap = true;
}

static void put_group(plaintext *p, const jb_block *group, int depth)
{
    const jb_style *style = group->style;
    const char *prefix = p->prefix;
    bool is_boxed = style && (style->box.has_fill || style->box.bar.width > 0);
    bool is_inset = style && style->box.inset_left > 0;
    if (is_boxed || is_inset) {
        const char *side = is_boxed ? bar : "  ";
        put_gap(p);
        p->needs_gap = false;
        p->prefix = jb_arena_printf(&p->scratch, "%s%s", prefix, side);
        if (p->label)
            p->label = jb_arena_printf(&p->scratch, "%s%s", p->label, side);
    }
    put_children(p, group, depth);
    p->prefix = prefix;
}

static void put_figure(plaintext *p, const jb_block *figure, int depth)
{
    const char *alt = figure->u.figure.alt;
    const char *shown = alt && *alt ? alt : figure->u.figure.path;
    put_gap(p);
    put_text(p, figure->style, jb_str_of(jb_arena_printf(&p->scratch, "[%s]", shown)));
    p->needs_gap = false;
    put_children(p, figure, depth);
    p->needs_gap = true;
}

/* ---- tables ---------------------------------------------------------------------- */

/* The texts of a cell, one below the other. */
static void put_cell_text(plaintext *p, const jb_block *block, int depth, jb_buf *text)
{
    for (const jb_block *at = block->first; at && depth < DEPTH_MAX; at = at->next) {
        if (text->len && (at->inlines || at->text.len))
            jb_buf_puts(text, break_);
        if (at->kind == JB_BLOCK_ITEM)
            jb_buf_printf(text, "%s ", at->u.item.text);
        put_inlines(p, at->inlines, 0, text);
        jb_buf_put_str(text, at->text);
        put_cell_text(p, at, depth + 1, text);
    }
}

static jb_plaintext_cell cell_of(plaintext *p, const jb_block *table,
                                 const jb_block *cell)
{
    jb_buf text = {0};
    put_cell_text(p, cell, 0, &text);
    size_t columns = table->u.table.columns;
    size_t column = JB_MIN((size_t)cell->u.cell.column, columns - 1);
    jb_align align = cell->u.cell.align;
    if (align == JB_ALIGN_NONE && table->u.table.aligns)
        align = table->u.table.aligns[column];
    jb_plaintext_cell made = {
        .text = jb_str_of(jb_str_dup(&p->scratch, jb_buf_str(&text))),
        .column = column,
        .span = JB_MIN((size_t)cell->u.cell.column_span, columns - column),
        .align = align == JB_ALIGN_DECIMAL ? JB_ALIGN_RIGHT : align};
    jb_buf_fini(&text);
    return made;
}

static jb_plaintext_row row_of(plaintext *p, const jb_block *table, const jb_block *row)
{
    size_t count = 0;
    for (const jb_block *cell = row->first; cell; cell = cell->next)
        count++;
    jb_plaintext_cell *cells = JB_NEWS(&p->scratch, jb_plaintext_cell, count);
    count = 0;
    for (const jb_block *cell = row->first; cell; cell = cell->next)
        cells[count++] = cell_of(p, table, cell);
    return (jb_plaintext_row){.cells = cells, .count = count};
}

static void put_rows(plaintext *p, const jb_block *block)
{
    JB_VEC(jb_plaintext_row) rows = {NULL, 0, 0};
    for (const jb_block *row = block->first; row; row = row->next) {
        if (row->kind != JB_BLOCK_ROW)
            continue;
        jb_plaintext_row made = row_of(p, block, row);
        made.is_header = rows.count < block->u.table.header_rows;
        jb_vec_push(&p->scratch, &rows, made);
    }
    jb_plaintext_table table = {rows.items, rows.count, block->u.table.columns};
    jb_wrap line = wrap_of(p, block->style);
    jb_plaintext_table_put(&table, &line, &p->scratch, &p->out);
}

static void put_table(plaintext *p, const jb_block *table, int depth)
{
    bool has_rows = false;
    put_gap(p);
    p->needs_gap = false;
    for (const jb_block *at = table->first; at; at = at->next) {
        if (at->kind != JB_BLOCK_ROW)
            put_block(p, at, depth + 1);
        else if (!has_rows)
            put_rows(p, table);
        has_rows |= at->kind == JB_BLOCK_ROW;
        p->needs_gap = false;
    }
    p->needs_gap = true;
}

static void put_block(plaintext *p, const jb_block *block, int depth)
{
    switch (block->kind) {
    case JB_BLOCK_GROUP:
        put_group(p, block, depth);
        return;
    case JB_BLOCK_HEADING:
        put_heading(p, block, block->u.heading.level <= 1 ? "=" : "-");
        return;
    case JB_BLOCK_PARA:
        if (jb_block_is(block, "title"))
            put_heading(p, block, double_);
        else
            put_para(p, block);
        return;
    case JB_BLOCK_CODE:
        put_code(p, block);
        return;
    case JB_BLOCK_LIST:
        put_list(p, block, depth);
        return;
    case JB_BLOCK_ITEM:
        put_item(p, block, depth);
        return;
    case JB_BLOCK_TABLE:
        put_table(p, block, depth);
        return;
    case JB_BLOCK_FIGURE:
        put_figure(p, block, depth);
        return;
    case JB_BLOCK_RULE:
        put_gap(p);
        put_line_of(p, thin, RULE_LENGTH);
        return;
    case JB_BLOCK_ROW: /* by put_table */
    case JB_BLOCK_CELL:
    case JB_BLOCK_PAGE_BREAK: /* there are no pages */
        return;
    }
}

/* Notes may have marks of further notes. */
static void put_notes(plaintext *p)
{
    if (p->notes.count) {
        put_gap(p);
        put_line_of(p, thin, RULE_LENGTH);
        p->needs_gap = false;
    }
    for (size_t i = 0; i < p->notes.count; i++) {
        const jb_inline *note = p->notes.items[i];
        const char *prefix = p->prefix;
        const char *label = jb_arena_printf(&p->scratch, "[%d] ", note->number);
        p->label = label;
        p->prefix =
            jb_arena_printf(&p->scratch, "%*s", jb_utf8_columns(jb_str_of(label)), "");
        put_children(p, note->note, 0);
        p->label = NULL;
        p->prefix = prefix;
        p->needs_gap = false;
    }
}

/* ---- the back end ---------------------------------------------------------------- */

static void *open_text(const jb_book *book, jb_diag *diag)
{
    plaintext *p = calloc(1, sizeof *p);
    if (!p)
        jb_base_out_of_memory(sizeof *p);
    p->book = book;
    p->diag = diag;
    p->prefix = "";
    return p;
}

static void add_part(void *state, const jb_book_part *part)
{
    plaintext *p = state;
    p->part = part;
    if (p->parts++ > 0 || p->book->title) {
        if (p->parts == 1)
            put_text(p, NULL, jb_str_of(p->book->title));
        put_gap(p);
        put_line_of(p, double_,
                    p->book->columns ? p->book->columns : JB_PLAINTEXT_COLUMNS);
    }
    put_block(p, part->root, 0);
    put_notes(p);
    jb_arena_fini(&p->scratch);
    memset(&p->notes, 0, sizeof p->notes);
    p->part = NULL;
}

static void drop_text(void *state)
{
    plaintext *p = state;
    jb_buf_fini(&p->out);
    jb_arena_fini(&p->scratch);
    free(p);
}

static bool finish_text(void *state, jb_buf *out)
{
    plaintext *p = state;
    *out = p->out;
    p->out = (jb_buf){0};
    drop_text(p);
    return true;
}

const jb_reflow jb_plaintext_reflow = {
    .open = open_text, .add_part = add_part, .finish = finish_text, .drop = drop_text};
