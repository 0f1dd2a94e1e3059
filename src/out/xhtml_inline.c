/* Inlines, footnotes and the marks of pages. A mark stands before the byte where its page
 * begins, so texts are cut there. */
#include "base/ucd.h"
#include "base/utf8.h"
#include "out/xhtml_parts.h"
#include "text/ruby.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum { LONG_CODE = 24 }; /* halves of an em, our choice */

static void write_inlines(jb_xhtml *x, const jb_inline *first, const jb_style *around);

/* ---- pages ----------------------------------------------------------------------- */

static const jb_book_page *page_at(const jb_xhtml *x, size_t number)
{
    return &x->part->pages[number];
}

/* The next page that begins somewhere; those before begin nowhere. */
static size_t next_placed(const jb_xhtml *x)
{
    size_t next = JB_MAX(x->page, x->due);
    while (next < x->part->page_count && !page_at(x, next)->place.block)
        next++;
    return next;
}

void jb_xhtml_inline_due(jb_xhtml *x)
{
    for (; x->page < x->due; x->page++) {
        jb_markup_open(x->to, "span");
        jb_xhtml_role(x, "doc-pagebreak", "pagebreak");
        jb_xhtml_id(x, "page-", (int)x->page + 1);
        jb_markup_attr(x->to, "aria-label", page_at(x, x->page)->label);
        jb_markup_close(x->to);
    }
}

void jb_xhtml_inline_begin(jb_xhtml *x, const jb_block *block)
{
    if (x->part->page_count == 0)
        return;
    jb_map_entry *first = jb_map_find_number(&x->places, (uintptr_t)block);
    if (first && first->value > x->due)
        x->due = first->value - 1;
    for (size_t next = next_placed(x); next < x->part->page_count; next++) {
        const jb_block_place *place = &page_at(x, next)->place;
        if (place->block != block || place->at)
            return;
        x->due = next + 1;
    }
}

/* The pages that begin in the block whose text has been written. */
static void end_pages(jb_xhtml *x, const jb_block *block)
{
    for (size_t next = next_placed(x); next < x->part->page_count; next++) {
        if (page_at(x, next)->place.block != block)
            break;
        x->due = next + 1;
    }
    jb_xhtml_inline_due(x);
}

/* How many bytes of a text come before the page that begins in it; all when none does. */
static size_t until_page(jb_xhtml *x, jb_str text)
{
    if (x->part->page_count == 0)
        return text.len;
    size_t next = next_placed(x);
    if (next >= x->part->page_count)
        return text.len;
    const jb_block_place *place = &page_at(x, next)->place;
    if (place->block != x->block || !place->at || place->at < text.at ||
        place->at >= text.at + text.len)
        return text.len;
    x->due = next + 1;
    return (size_t)(place->at - text.at);
}

/* ---- text ------------------------------------------------------------------------ */

static bool is_wordy(uint32_t cp)
{
    return jb_ucd_is_digit(cp) || cp == '.' || cp == ',' || cp == '-' || cp == '/' ||
           cp == ':' || cp == '%' ||
           (jb_ucd_is_letter(cp) && !jb_ucd_is_east_asian(cp));
}

/* The next number of just two digits that is no part of a longer word; at the text's end
 * when there is none. Digits of other scripts are not turned. */
static size_t find_pair(jb_str text)
{
    uint32_t before = ' ';
    for (size_t at = 0; at < text.len;) {
        size_t begin = at, digits = 0;
        while (at < text.len && text.at[at] >= '0' && text.at[at] <= '9')
            at++, digits++;
        size_t next = at;
        uint32_t after = at < text.len ? jb_utf8_next(text, &next) : ' ';
        if (digits == 2 && !is_wordy(before) && !is_wordy(after))
            return begin;
        before = after;
        at = next;
    }
    return text.len;
}

/* Numbers of two digits stand side by side within a vertical line. */
static void write_upright(jb_xhtml *x, jb_str text)
{
    while (x->dialect->is_vertical && text.len) {
        size_t begin = find_pair(text), end = JB_MIN(begin + 2, text.len);
        jb_markup_text(x->to, jb_str_slice(text, 0, begin));
        if (begin < text.len) {
            jb_markup_open(x->to, "span");
            jb_markup_attr(x->to, "class", "upright");
            jb_markup_text(x->to, jb_str_slice(text, begin, end));
            jb_markup_close(x->to);
        }
        text = jb_str_slice(text, end, text.len);
    }
    jb_markup_text(x->to, text);
}

/* U+2028 is a forced break. */
static void write_lines(jb_xhtml *x, jb_str text)
{
    static const char separator[] = "\xE2\x80\xA8";
    while (text.len) {
        size_t end = jb_str_find(text, separator);
        write_upright(x, jb_str_slice(text, 0, end));
        if (end == text.len)
            return;
        jb_markup_open(x->to, "br");
        jb_markup_close(x->to);
        text = jb_str_slice(text, end + sizeof separator - 1, text.len);
    }
}

static void write_text(jb_xhtml *x, jb_str text)
{
    while (text.len) {
        size_t end = until_page(x, text);
        write_lines(x, jb_str_slice(text, 0, end));
        jb_xhtml_inline_due(x);
        text = jb_str_slice(text, end, text.len);
    }
}

/* ---- elements -------------------------------------------------------------------- */

typedef struct inline_element {
    const char *name;
    const char *role; /* what the element alone doesn't tell */
} inline_element;

/* HTML 4.5: <u> is for proper names in Chinese text, <cite> for titles of works. */
static inline_element element_of(jb_inline_kind kind)
{
    switch (kind) {
    case JB_INLINE_STRONG:
        return (inline_element){"strong", NULL};
    case JB_INLINE_EMPHASIS:
        return (inline_element){"em", NULL};
    case JB_INLINE_CODE:
        return (inline_element){"code", NULL};
    case JB_INLINE_SUPERSCRIPT:
        return (inline_element){"sup", NULL};
    case JB_INLINE_SUBSCRIPT:
        return (inline_element){"sub", NULL};
    case JB_INLINE_STRIKE:
        return (inline_element){"s", NULL};
    case JB_INLINE_UNDERLINE:
        return (inline_element){"u", NULL};
    case JB_INLINE_DOTS:
        return (inline_element){"em", "dots"};
    case JB_INLINE_NAME:
        return (inline_element){"u", "name-line"};
    case JB_INLINE_BOOK:
        return (inline_element){"cite", "book-line"};
    case JB_INLINE_WARICHU:
        return (inline_element){"small", "warichu"};
    case JB_INLINE_LINK:
        return (inline_element){"a", NULL};
    default:
        return (inline_element){"span", NULL};
    }
}

/* Whether the style of an inline is of what stands beside its text (style/sheet.h). */
static bool is_beside(jb_inline_kind kind)
{
    return kind == JB_INLINE_RUBY || kind == JB_INLINE_DOTS || kind == JB_INLINE_NAME ||
           kind == JB_INLINE_BOOK;
}

static const jb_style *style_of(const jb_inline *at, const jb_style *around)
{
    return at->style && !is_beside(at->kind) ? at->style : around;
}

/* What is broken anywhere, as addresses are: a line of justified text before a long word
 * that is kept whole would be stretched. */
static bool is_long_code(const jb_inline *at)
{
    return at->kind == JB_INLINE_CODE && jb_utf8_columns(at->text) > LONG_CODE;
}

/* Code within text from right to left runs by itself (CSS Writing Modes 4: dir isolates). */
static void write_element(jb_xhtml *x, const jb_inline *at, const jb_style *style)
{
    inline_element element = element_of(at->kind);
    bool is_right = x->around.is_right && at->kind != JB_INLINE_CODE;
    jb_markup_open(x->to, element.name);
    jb_xhtml_look(x, style, is_long_code(at) ? "address" : element.role);
    jb_xhtml_around around = jb_xhtml_enter(x, style->type.lang, is_right);
    write_text(x, at->text);
    write_inlines(x, at->first, style);
    jb_xhtml_leave(x, around);
    jb_markup_close(x->to);
}

static void write_link(jb_xhtml *x, const jb_inline *at, const jb_style *style)
{
    const jb_xhtml_dialect *dialect = x->dialect;
    const char *href =
        x->in_link || !at->target ? NULL : dialect->link(dialect->state, at->target);
    if (!href) {
        write_inlines(x, at->first, style);
        return;
    }
    x->in_link = true;
    jb_markup_open(x->to, "a");
    jb_markup_attr(x->to, "href", href);
    jb_xhtml_look(x, style, jb_inlines_is_address(at) ? "address" : NULL);
    write_inlines(x, at->first, style);
    jb_markup_close(x->to);
    x->in_link = false;
}

/* ---- ruby ------------------------------------------------------------------------ */

static size_t next_cluster(jb_str text, size_t at)
{
    uint32_t before = jb_utf8_next(text, &at);
    while (at < text.len) {
        size_t next = at;
        uint32_t cp = jb_utf8_next(text, &next);
        if (jb_ucd_cluster_break(before, cp))
            break;
        before = cp;
        at = next;
    }
    return at;
}

/* Whether a character of the base takes an annotation of its own; marks do not. */
static bool bears(jb_str base, size_t at)
{
    uint32_t cp = jb_utf8_next(base, &at);
    return jb_ucd_is_letter(cp) || jb_ucd_is_digit(cp);
}

/* Annotations in as many parts as the base has characters go one to each (text/ruby.h);
 * *by_tone: how the parts are told. */
static bool is_mono(const jb_inline *ruby, bool *by_tone)
{
    const jb_inline *base = ruby->first;
    if (!base || base->next || base->kind != JB_INLINE_TEXT)
        return false;
    size_t characters = 0;
    for (size_t at = 0; at < base->text.len; at = next_cluster(base->text, at))
        characters += bears(base->text, at);
    *by_tone = false;
    if (characters > 0 && jb_ruby_count(ruby->text, false) == characters)
        return true;
    *by_tone = jb_ruby_is_zhuyin(ruby->text);
    return *by_tone && jb_ruby_count(ruby->text, true) == characters;
}

static void write_annotation(jb_xhtml *x, jb_str text)
{
    jb_markup_open(x->to, "rt");
    jb_markup_text(x->to, text);
    jb_markup_close(x->to);
}

static void write_mono(jb_xhtml *x, const jb_inline *ruby, bool by_tone)
{
    jb_str base = ruby->first->text;
    size_t part = 0;
    for (size_t at = 0, end; at < base.len; at = end) {
        end = next_cluster(base, at);
        write_text(x, jb_str_slice(base, at, end));
        write_annotation(x, bears(base, at) ? jb_ruby_next(ruby->text, &part, by_tone)
                                            : JB_STR(""));
    }
}

/* Without <rp>: EPUB readers know ruby (EPUB 3.3), and so do browsers. */
static void write_ruby(jb_xhtml *x, const jb_inline *ruby, const jb_style *around)
{
    bool was_in = x->in_ruby;
    if (was_in || !ruby->text.len) {
        write_inlines(x, ruby->first, around);
        return;
    }
    x->in_ruby = true;
    jb_markup_open(x->to, "ruby");
    jb_xhtml_look(x, around, NULL);
    bool by_tone = false;
    if (is_mono(ruby, &by_tone)) {
        write_mono(x, ruby, by_tone);
    } else {
        write_inlines(x, ruby->first, around);
        write_annotation(x, jb_str_trim(ruby->text));
    }
    jb_markup_close(x->to);
    x->in_ruby = false;
}

/* ---- notes ----------------------------------------------------------------------- */

static void wait_for_note(jb_xhtml *x, const jb_inline *mark)
{
    jb_xhtml_note *note = JB_NEW(x->into, jb_xhtml_note);
    note->mark = mark;
    note->next = *x->behind;
    *x->behind = note;
    x->behind = &note->next;
}

/* Where a mark leads: to the text that hangs on it, or on another mark, which may be in
 * another file. NULL within a link. */
static const char *note_address(jb_xhtml *x, const jb_inline *mark)
{
    const jb_xhtml_dialect *dialect = x->dialect;
    if (x->in_link)
        return NULL;
    if (mark->note)
        return jb_arena_printf(x->into, "#%snote-%d", x->prefix, mark->number);
    const char *target = jb_arena_printf(x->into, "#note-%d", mark->number);
    return dialect->link(dialect->state, target);
}

static void write_note_mark(jb_xhtml *x, const jb_inline *mark, const jb_style *style)
{
    const char *href = note_address(x, mark);
    char text[16];
    snprintf(text, sizeof text, "%d", mark->number);
    jb_markup_open(x->to, "sup");
    jb_xhtml_look(x, style, "note-mark");
    if (href) {
        jb_markup_open(x->to, "a");
        jb_markup_attr(x->to, "href", href);
        jb_xhtml_role(x, "doc-noteref", "noteref");
    }
    if (mark->note)
        jb_xhtml_id(x, "mark-", mark->number);
    jb_markup_text(x->to, jb_str_of(text));
    if (href)
        jb_markup_close(x->to);
    jb_markup_close(x->to);
    if (mark->note)
        wait_for_note(x, mark);
}

/* Whether a bracket that begins the text is closed by its end (flow/inline.c). */
static bool is_enclosed(jb_str text)
{
    static const uint32_t pairs[][2] = {{0xFF08, 0xFF09},
                                        {'(', ')'},
                                        {0x3014, 0x3015},
                                        {0x3010, 0x3011},
                                        {0xFF3B, 0xFF3D}};
    size_t which = 0;
    int depth = 0;
    for (size_t at = 0; at < text.len;) {
        bool is_first = at == 0;
        uint32_t cp = jb_utf8_next(text, &at);
        while (is_first && which < JB_COUNT(pairs) && pairs[which][0] != cp)
            which++;
        if (which == JB_COUNT(pairs))
            return false;
        depth += (cp == pairs[which][0]) - (cp == pairs[which][1]);
        if (depth == 0)
            return at == text.len;
    }
    return false;
}

/* A note in two lines of small type stands in brackets on one line here. */
static void write_warichu(jb_xhtml *x, const jb_inline *at, const jb_style *style)
{
    jb_buf words = {0};
    jb_inlines_text(at->first, &words);
    bool is_bare = !x->in_warichu && !x->in_ruby && words.len > 0 &&
                   !is_enclosed(jb_buf_str(&words));
    jb_buf_fini(&words);
    bool was_in = x->in_warichu;
    x->in_warichu = true;
    jb_markup_text(x->to, is_bare ? JB_STR("\xEF\xBC\x88") : JB_STR("")); /* U+FF08 */
    write_element(x, at, style);
    jb_markup_text(x->to, is_bare ? JB_STR("\xEF\xBC\x89") : JB_STR("")); /* U+FF09 */
    x->in_warichu = was_in;
}

/* ---- the walk -------------------------------------------------------------------- */

static void write_inline(jb_xhtml *x, const jb_inline *at, const jb_style *around)
{
    const jb_style *style = style_of(at, around);
    switch (at->kind) {
    case JB_INLINE_TEXT:
    case JB_INLINE_IMAGE: /* its alternative text, as on paper */
        if (style == around)
            write_text(x, at->text);
        else
            write_element(x, at, style);
        break;
    case JB_INLINE_BREAK:
        jb_markup_open(x->to, "br");
        jb_markup_close(x->to);
        break;
    case JB_INLINE_SPAN: /* only says a language, which the block may have said */
        if (strcmp(style->type.lang, x->around.lang) == 0)
            write_inlines(x, at->first, style);
        else
            write_element(x, at, style);
        break;
    case JB_INLINE_LINK:
        write_link(x, at, style);
        break;
    case JB_INLINE_NOTE:
        write_note_mark(x, at, style);
        break;
    case JB_INLINE_RUBY:
        write_ruby(x, at, around);
        break;
    case JB_INLINE_WARICHU:
        write_warichu(x, at, style);
        break;
    default:
        write_element(x, at, style);
    }
}

static void write_inlines(jb_xhtml *x, const jb_inline *first, const jb_style *around)
{
    for (const jb_inline *at = first; at; at = at->next)
        write_inline(x, at, around);
}

/* The blank keeps label and text apart where no style sheet does; headings are set with
 * it. */
void jb_xhtml_inline_label(jb_xhtml *x)
{
    jb_xhtml_label label = x->label;
    if (!label.text)
        return;
    x->label.text = NULL;
    jb_markup_open(x->to, label.href ? "a" : "span");
    jb_markup_attr(x->to, "href", label.href);
    if (label.href)
        jb_xhtml_role(x, "doc-backlink", "backlink");
    jb_xhtml_look(x, label.style, "label");
    jb_markup_text(x->to, jb_str_of(label.text));
    if (!jb_block_ends_blank(jb_str_of(label.text)))
        jb_markup_text(x->to, JB_STR(" "));
    jb_markup_close(x->to);
}

void jb_xhtml_inline_text(jb_xhtml *x, const jb_block *block)
{
    x->block = block;
    jb_xhtml_inline_due(x);
    jb_xhtml_inline_label(x);
    write_text(x, block->text);
    write_inlines(x, block->inlines, block->style);
    end_pages(x, block);
}

/* NOLINTEND(misc-no-recursion) */
