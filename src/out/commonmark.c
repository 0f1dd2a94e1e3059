/* The body is written from core blocks, as directives where Markdown has no form for one;
 * metadata as it was written. What the one and the other have in common are footnotes:
 * labels that metadata names are kept, all others are numbers. */
#include "out/commonmark.h"

#include "base/utf8.h"
#include "kind/footnote.h"
#include "out/commonmark_front.h"
#include "out/commonmark_inline.h"
#include "out/commonmark_table.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum { NOTE_INDENT = 4, FENCE_MIN = 3 };

typedef struct commonmark {
    jb_diag *diag;
    jb_buf out;
    jb_arena scratch;
    const jb_book_part *part;
    jb_commonmark_inlines inlines;
    const char *prefix; /* before every line */
    const char *label;  /* before the next line, instead of the prefix */
    bool needs_gap;     /* a blank line before the next block */
    int tight;          /* lists without blank lines around */
    jb_map metas;       /* labels of the footnotes that the metadata has */
    JB_VEC(const jb_inline *) fronts; /* footnotes whose text belongs to the metadata */
} commonmark;

/* ---- lines ----------------------------------------------------------------------- */

/* What begins a line, without the blanks at its end. */
static void put_bare(commonmark *c, const char *begin)
{
    size_t len = strlen(begin);
    while (len && begin[len - 1] == ' ')
        len--;
    jb_buf_put(&c->out, begin, len);
}

static void put_gap(commonmark *c)
{
    if (c->needs_gap && c->tight == 0 && !c->label) {
        put_bare(c, c->prefix);
        jb_buf_putc(&c->out, '\n');
    }
    c->needs_gap = true;
}

static void begin_line(commonmark *c)
{
    jb_buf_puts(&c->out, c->label ? c->label : c->prefix);
    c->label = NULL;
}

static void put_line(commonmark *c, jb_str line)
{
    if (line.len) {
        begin_line(c);
        jb_buf_put_str(&c->out, line);
    } else {
        put_bare(c, c->label ? c->label : c->prefix);
        c->label = NULL;
    }
    jb_buf_putc(&c->out, '\n');
}

/* An item may not begin with a directive's line or a fence: its mark stands alone then,
 * and what follows is on the next line (CommonMark 5.2). */
static void end_label(commonmark *c)
{
    if (!c->label)
        return;
    put_line(c, JB_STR(""));
    c->needs_gap = false;
}

static void put_lost(commonmark *c, const char *what, jb_span span)
{
    jb_diag_add(c->diag, JB_DIAG_MARKDOWN_LOST, span, what);
}

/* ---- what Markdown has a form for ------------------------------------------------ */

static bool ends_with(const char *role, const char *ending)
{
    size_t len = strlen(role), tail = strlen(ending);
    return len >= tail && strcmp(role + len - tail, ending) == 0;
}

static const jb_block *part_of(const jb_block *block, const char *ending)
{
    for (const jb_block *child = block->first; child; child = child->next)
        if (child->kind == JB_BLOCK_PARA && ends_with(child->role, ending))
            return child;
    return NULL;
}

/* A figure as ![alt](path "caption"): its caption is a text without notation. */
static bool is_plain_figure(const jb_block *figure)
{
    const jb_block *caption = figure->first;
    if (figure->u.figure.width_1000 || (caption && caption->next))
        return false;
    if (!caption)
        return true;
    for (const jb_inline *at = caption->inlines; at; at = at->next)
        if (at->kind != JB_INLINE_TEXT)
            return false;
    return jb_block_is(caption, "caption");
}

static bool is_plain_quote(const jb_block *group);

static bool needs_directive(const jb_block *block)
{
    switch (block->kind) {
    case JB_BLOCK_GROUP:
        return block->notation && !is_plain_quote(block);
    case JB_BLOCK_LIST:
        return block->notation;
    case JB_BLOCK_TABLE:
        return !jb_commonmark_table_is_plain(block);
    case JB_BLOCK_FIGURE:
        return !is_plain_figure(block);
    case JB_BLOCK_PAGE_BREAK:
        return true;
    case JB_BLOCK_HEADING:
    case JB_BLOCK_PARA:
    case JB_BLOCK_CODE:
    case JB_BLOCK_ITEM:
    case JB_BLOCK_ROW:
    case JB_BLOCK_CELL:
    case JB_BLOCK_RULE:
        return false;
    }
    return false;
}

static bool holds_directive(const jb_block *block)
{
    for (const jb_block *child = block->first; child; child = child->next)
        if (needs_directive(child) ||
            (child->kind != JB_BLOCK_TABLE && holds_directive(child)))
            return true;
    return false;
}

/* Directives are not seen behind the > of a quote. */
static bool is_plain_quote(const jb_block *group)
{
    return jb_str_is(jb_str_of(group->notation), "quote") && group->first &&
           !part_of(group, "-source") && !holds_directive(group);
}

/* ---- blocks ---------------------------------------------------------------------- */

static void put_block(commonmark *c, const jb_block *block, bool is_other);

/* Whether two lists of these blocks would be one: another mark parts them then. */
static bool is_ordered(const jb_block *list)
{
    return list->first && list->first->u.item.is_numbered;
}

static void put_children(commonmark *c, const jb_block *first, const jb_block *but,
                         const jb_block *but_too)
{
    bool is_other = false;
    const jb_block *before = NULL;
    for (const jb_block *at = first; at; at = at->next) {
        if (at == but || at == but_too)
            continue;
        bool meets = before && at->kind == JB_BLOCK_LIST &&
                     before->kind == JB_BLOCK_LIST && !at->notation &&
                     !before->notation && is_ordered(at) == is_ordered(before);
        is_other = meets && !is_other;
        put_block(c, at, is_other);
        before = at;
    }
}

static void put_inlines(commonmark *c, const jb_inline *inlines, unsigned where)
{
    jb_commonmark_inline_put(&c->inlines, inlines, where, &c->out);
}

static void put_heading(commonmark *c, const jb_block *block)
{
    const char *anchor = block->u.heading.anchor;
    put_gap(c);
    begin_line(c);
    for (int i = 0; i < block->u.heading.level; i++)
        jb_buf_putc(&c->out, '#');
    jb_buf_putc(&c->out, ' ');
    put_inlines(c, block->inlines, JB_COMMONMARK_BLOCK);
    if (block->u.heading.has_own_anchor)
        jb_buf_printf(&c->out, " {#%s}", anchor);
    jb_buf_putc(&c->out, '\n');
}

/* Whether a paragraph would be read as a figure: it has pictures only. */
static bool is_picture(const jb_inline *inlines)
{
    bool has_picture = false;
    for (const jb_inline *at = inlines; at; at = at->next) {
        bool is_link = at->kind == JB_INLINE_LINK && is_picture(at->first);
        bool is_blank = at->kind == JB_INLINE_BREAK ||
                        (at->kind == JB_INLINE_TEXT && !jb_str_trim(at->text).len);
        if (!is_blank && !is_link && at->kind != JB_INLINE_IMAGE)
            return false;
        has_picture |= !is_blank;
    }
    return has_picture;
}

static void put_para(commonmark *c, const jb_block *block)
{
    put_gap(c);
    begin_line(c);
    put_inlines(c, block->inlines, JB_COMMONMARK_BLOCK);
    if (is_picture(block->inlines))
        jb_buf_puts(&c->out, "[]{lang=}"); /* is nothing, but no picture */
    jb_buf_putc(&c->out, '\n');
}

/* A fence of more backticks than the text has in a row (CommonMark 4.5). */
static void put_code(commonmark *c, const jb_block *block)
{
    size_t run = 0, longest = FENCE_MIN - 1;
    for (size_t i = 0; i < block->text.len; i++) {
        run = block->text.at[i] == '`' ? run + 1 : 0;
        longest = JB_MAX(longest, run);
    }
    char *fence = JB_NEWS(&c->scratch, char, longest + 2);
    memset(fence, '`', longest + 1);
    end_label(c);
    put_gap(c);
    put_line(c, jb_str_of(fence));
    for (size_t at = 0; at < block->text.len;) {
        jb_str rest = jb_str_slice(block->text, at, block->text.len);
        jb_str line = jb_str_slice(rest, 0, jb_str_find(rest, "\n"));
        put_line(c, line);
        at += line.len + 1;
        if (at == block->text.len)
            put_line(c, JB_STR(""));
    }
    put_line(c, jb_str_of(fence));
}

static void begin_directive(commonmark *c, const char *name)
{
    end_label(c);
    put_gap(c);
    begin_line(c);
    jb_buf_printf(&c->out, "::: %s", name);
    c->needs_gap = false;
}

static void end_directive(commonmark *c)
{
    put_line(c, JB_STR(":::"));
    c->needs_gap = true;
}

static void put_quote(commonmark *c, const jb_block *group)
{
    const char *prefix = c->prefix;
    put_gap(c);
    const char *first = c->label ? c->label : prefix;
    c->label = jb_arena_printf(&c->scratch, "%s> ", first);
    c->prefix = jb_arena_printf(&c->scratch, "%s> ", prefix);
    c->needs_gap = false;
    put_children(c, group->first, NULL, NULL);
    c->prefix = prefix;
    c->needs_gap = true;
}

/* Its first line is the directive's, or its source. */
static void put_group(commonmark *c, const jb_block *group)
{
    if (!group->notation) {
        put_lost(c, group->role, group->span);
        put_children(c, group->first, NULL, NULL);
        return;
    }
    if (is_plain_quote(group)) {
        put_quote(c, group);
        return;
    }
    const jb_block *title = part_of(group, "-title");
    const jb_block *source = title ? NULL : part_of(group, "-source");
    const jb_block *line = title ? title : source;
    int tight = c->tight;
    c->tight = 0;
    begin_directive(c, group->notation);
    if (line) {
        jb_buf_putc(&c->out, ' ');
        put_inlines(c, line->inlines, 0);
    }
    jb_buf_putc(&c->out, '\n');
    put_children(c, group->first, line, NULL);
    end_directive(c);
    c->tight = tight;
}

/* The box of a task by its sign, U+2610 or U+2611; NULL for other labels. */
static const char *box_of(const jb_block *item)
{
    size_t at = 0;
    jb_str text = jb_str_of(item->u.item.text);
    uint32_t sign = text.len ? jb_utf8_next(text, &at) : 0;
    return sign == 0x2611 ? "[x] " : sign == 0x2610 ? "[ ] " : NULL;
}

/* A label that neither Markdown nor a directive makes is part of the text. */
static const char *label_text(commonmark *c, const jb_block *item)
{
    const jb_item_label *label = &item->u.item;
    jb_buf text = {0};
    if (label->is_bullet || label->is_numbered)
        return "";
    if (box_of(item))
        return box_of(item);
    put_lost(c, label->text, item->span);
    jb_commonmark_text_put(jb_str_of(label->text),
                           JB_COMMONMARK_START | JB_COMMONMARK_BLOCK, &text);
    jb_buf_putc(&text, ' ');
    const char *all = jb_str_dup(&c->scratch, jb_buf_str(&text));
    jb_buf_fini(&text);
    return all;
}

static void put_item(commonmark *c, const jb_block *item, bool ordered, bool is_other)
{
    const char *prefix = c->prefix;
    const char *first = c->label ? c->label : prefix;
    const char *mark = is_other ? "* " : "- ";
    if (ordered)
        mark = jb_arena_printf(&c->scratch, "%d%s ", item->u.item.number,
                               is_other ? ")" : ".");
    put_gap(c);
    c->label = jb_arena_printf(&c->scratch, "%s%s%s", first, mark, label_text(c, item));
    c->prefix = jb_arena_printf(&c->scratch, "%s%*s", prefix, (int)strlen(mark), "");
    put_children(c, item->first, NULL, NULL);
    end_label(c);
    c->needs_gap = true;
    c->prefix = prefix;
}

/* Without blank lines a list may follow a paragraph if it has bullets or begins with 1
 * (CommonMark 5.3), and if the paragraph is not a tag alone (4.6). */
static bool is_tight(const jb_block *list)
{
    for (const jb_block *item = list->first; item; item = item->next) {
        const jb_block *para = item->first;
        bool is_html = para && para->inlines && para->inlines->kind == JB_INLINE_BREAK;
        if (!para || para->kind != JB_BLOCK_PARA || is_html)
            return false;
        for (const jb_block *at = para->next; at; at = at->next)
            if (at->kind != JB_BLOCK_LIST || at->notation || !at->first ||
                (is_ordered(at) && at->first->u.item.number != 1) ||
                !at->first->first || !is_tight(at))
                return false;
    }
    return true;
}

static void put_list(commonmark *c, const jb_block *list, bool is_other)
{
    bool ordered = is_ordered(list), tight = is_tight(list);
    int around = c->tight;
    if (list->notation) {
        c->tight = 0;
        begin_directive(c, list->notation);
        jb_buf_putc(&c->out, '\n');
    } else if (tight) {
        put_gap(c);
    }
    c->needs_gap = c->needs_gap && !tight;
    c->tight = tight ? c->tight + 1 : 0;
    for (const jb_block *item = list->first; item; item = item->next)
        put_item(c, item, ordered, is_other);
    if (list->notation)
        end_directive(c);
    c->tight = around;
    c->needs_gap = true;
}

static void put_plain_figure(commonmark *c, const jb_block *figure)
{
    const jb_block *caption = figure->first;
    jb_buf text = {0};
    put_gap(c);
    begin_line(c);
    jb_buf_puts(&c->out, "![");
    jb_commonmark_text_put(jb_str_of(figure->u.figure.alt), JB_COMMONMARK_BRACKETS,
                           &c->out);
    jb_buf_puts(&c->out, "](");
    jb_commonmark_text_address(jb_str_of(figure->u.figure.path), 0, &c->out);
    if (caption) {
        jb_inlines_text(caption->inlines, &text);
        jb_buf_puts(&c->out, " \"");
        jb_commonmark_text_title(jb_buf_str(&text), &c->out);
        jb_buf_puts(&c->out, "\"");
    }
    jb_buf_puts(&c->out, ")\n");
    jb_buf_fini(&text);
}

static jb_commonmark_caption caption_of(commonmark *c)
{
    jb_str lang = jb_str_of(c->part->lang);
    return (jb_commonmark_caption){&c->inlines, jb_wording_lang_of(lang), &c->out, 0};
}

static void put_figure(commonmark *c, const jb_block *figure)
{
    if (is_plain_figure(figure)) {
        put_plain_figure(c, figure);
        return;
    }
    jb_commonmark_caption caption = caption_of(c);
    begin_directive(c, "figure");
    jb_commonmark_table_caption(&caption, figure);
    jb_commonmark_table_figure(&caption, figure);
    jb_buf_putc(&c->out, '\n');
    put_line(c, jb_str_of(figure->u.figure.path));
    end_directive(c);
}

static const char cell_align[] = "the alignment of a single cell\x1F"
                                 "\u5355\u4e2a\u5355\u5143\u683c\u7684\u5bf9\u9f50";

static void put_table(commonmark *c, const jb_block *table)
{
    bool is_plain = jb_commonmark_table_is_plain(table);
    jb_buf rows = {0};
    if (is_plain) {
        put_gap(c);
    } else {
        jb_commonmark_caption caption = caption_of(c);
        begin_directive(c, table->notation ? table->notation : "table");
        jb_commonmark_table_caption(&caption, table);
        jb_buf_putc(&c->out, '\n');
    }
    if (!jb_commonmark_table_rows(table, &c->inlines, is_plain, &rows))
        put_lost(c, cell_align, table->span);
    jb_str left = jb_buf_str(&rows);
    while (left.len) {
        size_t end = jb_str_find(left, "\n");
        put_line(c, jb_str_slice(left, 0, end));
        left = jb_str_slice(left, end + 1, left.len);
    }
    jb_buf_fini(&rows);
    if (!is_plain)
        end_directive(c);
}

static void put_rule(commonmark *c)
{
    put_gap(c);
    /* "- ---" would be a rule itself */
    put_line(c, c->label ? JB_STR("___") : JB_STR("---"));
}

static void put_block(commonmark *c, const jb_block *block, bool is_other)
{
    if (block->is_meta)
        return;
    switch (block->kind) {
    case JB_BLOCK_GROUP:
        put_group(c, block);
        return;
    case JB_BLOCK_HEADING:
        put_heading(c, block);
        return;
    case JB_BLOCK_PARA:
        put_para(c, block);
        return;
    case JB_BLOCK_CODE:
        put_code(c, block);
        return;
    case JB_BLOCK_LIST:
        put_list(c, block, is_other);
        return;
    case JB_BLOCK_TABLE:
        put_table(c, block);
        return;
    case JB_BLOCK_FIGURE:
        put_figure(c, block);
        return;
    case JB_BLOCK_RULE:
        put_rule(c);
        return;
    case JB_BLOCK_PAGE_BREAK:
        begin_directive(c, "pagebreak");
        jb_buf_putc(&c->out, '\n');
        end_directive(c);
        return;
    case JB_BLOCK_ITEM: /* by put_list and put_table */
    case JB_BLOCK_ROW:
    case JB_BLOCK_CELL:
        return;
    }
}

/* ---- footnotes ------------------------------------------------------------------- */

static void learn_footnotes(commonmark *c)
{
    const jb_val *all = c->part->report->meta.footnotes;
    for (size_t i = 0; all && all->kind == JB_VAL_MAP && i < all->count; i++)
        jb_map_put(&c->scratch, &c->metas, jb_footnote_label(all->pairs[i].key));
}

static bool is_of_meta(const commonmark *c, jb_str label)
{
    return jb_map_find(&c->metas, label);
}

/* The label of a mark that was resolved apart from its text: "[^label]". */
static jb_str label_of(const jb_inline *mark)
{
    bool has_label = jb_str_starts(mark->text, "[^");
    return has_label ? jb_str_slice(mark->text, 2, mark->text.len - 1) : JB_STR("");
}

static void keep_label(commonmark *c, int number, jb_str label)
{
    jb_map_entry *entry =
        jb_map_put_number(&c->scratch, &c->inlines.labels, (uint64_t)number);
    if (!entry->pointer)
        entry->pointer = jb_str_dup(&c->scratch, label);
    jb_map_put(&c->scratch, &c->inlines.taken, jb_str_of(entry->pointer));
}

static void find_labels(commonmark *c, const jb_block *block, bool is_meta);

static void find_marks(commonmark *c, const jb_inline *inlines, bool is_meta)
{
    for (; inlines; inlines = inlines->next) {
        jb_str label = inlines->kind == JB_INLINE_NOTE ? label_of(inlines) : JB_STR("");
        if (label.len && (is_meta || is_of_meta(c, label)))
            keep_label(c, inlines->number, label);
        if (inlines->note && is_meta && !is_of_meta(c, label))
            jb_vec_push(&c->scratch, &c->fronts, inlines);
        if (inlines->note)
            find_labels(c, inlines->note, is_meta);
        find_marks(c, inlines->first, is_meta);
    }
}

/* Labels that are written in metadata, and those of footnotes that metadata has. */
static void find_labels(commonmark *c, const jb_block *block, bool is_meta)
{
    find_marks(c, block->inlines, is_meta);
    for (const jb_block *child = block->first; child; child = child->next)
        find_labels(c, child, is_meta || child->is_meta);
}

static void put_note(commonmark *c, const jb_inline *note)
{
    const char *label = jb_commonmark_inline_label(&c->inlines, note->number);
    if (is_of_meta(c, jb_str_of(label)))
        return;
    put_gap(c);
    c->label = jb_arena_printf(&c->scratch, "[^%s]: ", label);
    c->prefix = jb_arena_printf(&c->scratch, "%*s", NOTE_INDENT, "");
    put_children(c, note->note->first, NULL, NULL);
    end_label(c);
    c->prefix = "";
}

/* ---- front matter ---------------------------------------------------------------- */

/* A footnote's text as a Markdown text of its own. */
static jb_str note_text(commonmark *c, const jb_inline *note)
{
    jb_buf body = c->out;
    c->out = (jb_buf){0};
    c->needs_gap = false;
    put_children(c, note->note->first, NULL, NULL);
    jb_str text = {jb_str_dup(&c->scratch, jb_buf_str(&c->out)), c->out.len};
    jb_buf_fini(&c->out);
    c->out = body;
    return text;
}

static void put_footnotes(commonmark *c, const jb_val *written, jb_str key,
                          jb_buf *into)
{
    enum { STEP = 2 };
    jb_buf_put_str(into, key);
    jb_buf_puts(into, ":\n");
    for (size_t i = 0; written && i < written->count; i++)
        jb_commonmark_front_pair(written->pairs[i].key, written->pairs[i].value, STEP,
                                 into);
    for (size_t i = 0; i < c->fronts.count; i++) {
        const jb_inline *note = c->fronts.items[i];
        const char *label = jb_commonmark_inline_label(&c->inlines, note->number);
        jb_commonmark_front_literal(jb_str_of(label), note_text(c, note), STEP, into);
    }
}

/* The metadata as written, with what the body may not say. */
static void put_front(commonmark *c, jb_buf *into)
{
    const jb_meta *meta = &c->part->report->meta;
    const jb_val *all = meta->written;
    bool has_title = false, has_notes = false;
    jb_buf_puts(into, "---\n");
    if (!meta->is_foreign && !meta->version)
        jb_buf_puts(into, "jianbao: 1\n");
    for (size_t i = 0; all && i < all->count; i++)
        has_title |= all->pairs[i].value == meta->title.val;
    if (!has_title && meta->title.val)
        jb_commonmark_front_text(JB_STR("title"), meta->title.val->text, 0, into);
    for (size_t i = 0; all && i < all->count; i++) {
        const jb_val_pair *pair = &all->pairs[i];
        if (pair->value == meta->body)
            continue;
        if (pair->value == meta->footnotes && c->fronts.count &&
            pair->value->kind == JB_VAL_MAP) {
            put_footnotes(c, pair->value, pair->key, into);
            has_notes = true;
        } else {
            jb_commonmark_front_pair(pair->key, pair->value, 0, into);
        }
    }
    if (c->fronts.count && !has_notes)
        put_footnotes(c, NULL, JB_STR("footnotes"), into);
    jb_buf_puts(into, "---\n");
}

/* ---- the back end ---------------------------------------------------------------- */

static void *open_markdown(const jb_book *book, jb_diag *diag)
{
    if (book->title)
        return NULL;
    commonmark *c = calloc(1, sizeof *c);
    if (!c)
        jb_base_out_of_memory(sizeof *c);
    c->diag = diag;
    c->prefix = "";
    c->inlines.into = &c->scratch;
    return c;
}

static void add_part(void *state, const jb_book_part *part)
{
    commonmark *c = state;
    jb_buf front = {0};
    c->part = part;
    learn_footnotes(c);
    find_labels(c, part->root, false);
    c->needs_gap = true;
    put_children(c, part->root->first, NULL, NULL);
    for (size_t i = 0; i < c->inlines.notes.count; i++)
        put_note(c, c->inlines.notes.items[i]);
    put_front(c, &front);
    jb_buf_put_str(&front, jb_buf_str(&c->out));
    jb_buf_fini(&c->out);
    c->out = front;
    c->part = NULL;
}

static void drop_markdown(void *state)
{
    commonmark *c = state;
    jb_buf_fini(&c->out);
    jb_arena_fini(&c->scratch);
    free(c);
}

static bool finish_markdown(void *state, jb_buf *out)
{
    commonmark *c = state;
    *out = c->out;
    c->out = (jb_buf){0};
    drop_markdown(c);
    return true;
}

const jb_reflow jb_commonmark_reflow = {.open = open_markdown,
                                        .add_part = add_part,
                                        .finish = finish_markdown,
                                        .drop = drop_markdown};

/* NOLINTEND(misc-no-recursion) */
