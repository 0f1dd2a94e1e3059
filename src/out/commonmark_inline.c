/* Emphasis is written with marks where every reader of CommonMark would see it, and as
 * HTML tags beside marks of full width and in one another. */
#include "out/commonmark_inline.h"

#include "base/utf8.h"
#include "data/attribute.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum {
    EDGES = JB_COMMONMARK_START | JB_COMMONMARK_END | JB_COMMONMARK_NOTE |
            JB_COMMONMARK_BLOCK,
    SHIFTED_MAX =
        8 /* bytes between ^ and ^, ~ and ~; readers take more of the former */
};

static void put_all(jb_commonmark_inlines *w, const jb_inline *inlines, unsigned where,
                    uint32_t behind, jb_buf *into);

/* A span without a language says nothing (a link that led nowhere). */
static bool is_bare(const jb_inline *at)
{
    return at->kind == JB_INLINE_SPAN && !at->target;
}

static void add_flat(jb_commonmark_inlines *w, const jb_inline *inlines,
                     jb_inline ***next)
{
    for (const jb_inline *at = inlines; at; at = at->next) {
        if (is_bare(at)) {
            add_flat(w, at->first, next);
            continue;
        }
        jb_inline *copy = JB_NEW(w->into, jb_inline);
        *copy = *at;
        copy->next = NULL;
        **next = copy;
        *next = &copy->next;
    }
}

/* The inlines with the contents of such spans in their places. */
static const jb_inline *flattened(jb_commonmark_inlines *w, const jb_inline *inlines)
{
    const jb_inline *at = inlines;
    while (at && !is_bare(at))
        at = at->next;
    if (!at)
        return inlines;
    jb_inline *first = NULL, **next = &first;
    add_flat(w, inlines, &next);
    return first;
}

/* Consecutive texts as one; *last: the last of them. */
static jb_str text_of(jb_commonmark_inlines *w, const jb_inline *first,
                      const jb_inline **last)
{
    *last = first;
    if (!first->next || first->next->kind != JB_INLINE_TEXT)
        return first->text;
    jb_buf text = {0};
    for (const jb_inline *at = first; at && at->kind == JB_INLINE_TEXT; at = at->next) {
        jb_buf_put_str(&text, at->text);
        *last = at;
    }
    jb_str all = {jb_str_dup(w->into, jb_buf_str(&text)), text.len};
    jb_buf_fini(&text);
    return all;
}

static uint32_t last_cp(jb_str text)
{
    size_t at = text.len;
    return at ? jb_utf8_prev(text, &at) : 0;
}

static uint32_t first_cp(jb_str text)
{
    size_t at = 0;
    return text.len ? jb_utf8_next(text, &at) : 0;
}

/* What will stand first behind an inline: any ASCII mark for notation. */
static uint32_t cp_of(const jb_inline *next, uint32_t behind)
{
    while (next && next->kind == JB_INLINE_TEXT && !next->text.len)
        next = next->next;
    if (!next)
        return behind;
    if (next->kind == JB_INLINE_TEXT)
        return first_cp(next->text);
    return next->kind == JB_INLINE_STRIKE ? '~' : '<';
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* ---- emphasis -------------------------------------------------------------------- */

typedef struct delimiters {
    const char *mark, *open, *close; /* the mark, or tags */
    unsigned within;                 /* flag of what is inside */
    unsigned without;                /* flags that forbid the mark */
} delimiters;

static void put_delimited(jb_commonmark_inlines *w, const jb_inline *at, delimiters by,
                          unsigned where, uint32_t behind, jb_buf *into)
{
    jb_buf inner = {0};
    put_all(w, at->first, (where & ~(unsigned)EDGES) | by.within, by.mark[0], &inner);
    jb_str text = jb_buf_str(&inner);
    uint32_t before = last_cp(jb_buf_str(into));
    bool is_mark =
        !(where & by.without) && before != (unsigned char)by.mark[0] &&
        jb_commonmark_text_flanks(before, first_cp(text), last_cp(text), behind);
    jb_buf_puts(into, is_mark ? by.mark : by.open);
    jb_buf_put_str(into, text);
    jb_buf_puts(into, is_mark ? by.mark : by.close);
    jb_buf_fini(&inner);
}

/* ---- what is raised or lowered --------------------------------------------------- */

/* Whether ^ or ~ may be used: readers ask for a character before, in the same text, and
 * for few letters and digits between. */
static bool is_short(const jb_inline *before, const jb_inline *at, bool is_raised)
{
    const jb_inline *only = at->first;
    if (!before || before->kind != JB_INLINE_TEXT || !only || only->next ||
        only->kind != JB_INLINE_TEXT || only->text.len > SHIFTED_MAX)
        return false;
    uint32_t last = last_cp(before->text);
    for (size_t i = 0; i < only->text.len; i++)
        if (!is_alnum(only->text.at[i]) && !strchr("+-", only->text.at[i]))
            return false;
    if (is_raised)
        return jb_commonmark_text_is_word(last);
    return last < 0x80 && is_alnum((char)last) && !(last >= '0' && last <= '9');
}

static void put_shifted(jb_commonmark_inlines *w, const jb_inline *before,
                        const jb_inline *at, unsigned where, jb_buf *into)
{
    bool is_raised = at->kind == JB_INLINE_SUPERSCRIPT;
    const char *mark = is_raised ? "^" : "~";
    const char *tag = is_raised ? "sup" : "sub";
    if (is_short(before, at, is_raised)) {
        jb_buf_puts(into, mark);
        jb_buf_put_str(into, at->first->text);
        jb_buf_puts(into, mark);
        return;
    }
    jb_buf_printf(into, "<%s>", tag);
    put_all(w, at->first, where & ~(unsigned)EDGES, '<', into);
    jb_buf_printf(into, "</%s>", tag);
}

/* ---- other inlines --------------------------------------------------------------- */

/* A fence of more backticks than the text has in a row; a blank that the reader takes off
 * where the text begins or ends with one or with a backtick (CommonMark 6.1). */
static void put_code(jb_str text, unsigned where, jb_buf *into)
{
    size_t run = 0, longest = 0;
    bool is_blank = jb_str_trim(text).len == 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.at[i] == '`' ? run + 1 : 0;
        longest = JB_MAX(longest, run);
    }
    char first = text.len ? text.at[0] : 0, last = text.len ? text.at[text.len - 1] : 0;
    bool pads =
        first == '`' || last == '`' || (first == ' ' && last == ' ' && !is_blank);
    for (size_t i = 0; i <= longest; i++)
        jb_buf_putc(into, '`');
    jb_buf_puts(into, pads ? " " : "");
    jb_commonmark_text_raw(text, where, into);
    jb_buf_puts(into, pads ? " " : "");
    for (size_t i = 0; i <= longest; i++)
        jb_buf_putc(into, '`');
}

static void put_link(jb_commonmark_inlines *w, const jb_inline *at, unsigned where,
                     jb_buf *into)
{
    jb_str target = jb_str_of(at->target);
    const jb_inline *last = at->first;
    jb_str text = {NULL, 0};
    if (at->first && at->first->kind == JB_INLINE_TEXT)
        text = text_of(w, at->first, &last);
    jb_str alone = jb_commonmark_text_autolink(target, last->next ? JB_STR("") : text);
    if (alone.len) {
        jb_buf_printf(into, "<%.*s>", (int)alone.len, alone.at);
        return;
    }
    unsigned within = JB_COMMONMARK_BRACKETS | JB_COMMONMARK_LINK;
    jb_buf_putc(into, '[');
    put_all(w, at->first, (where & ~(unsigned)EDGES) | within, ']', into);
    jb_buf_puts(into, "](");
    jb_commonmark_text_address(target, where, into);
    jb_buf_putc(into, ')');
}

static void put_image(const jb_inline *at, unsigned where, jb_buf *into)
{
    unsigned within = JB_COMMONMARK_BRACKETS | JB_COMMONMARK_LINK;
    jb_buf_puts(into, "![");
    jb_commonmark_text_put(at->text, (where & ~(unsigned)EDGES) | within, into);
    jb_buf_puts(into, "](");
    jb_commonmark_text_address(jb_str_of(at->target), where, into);
    jb_buf_putc(into, ')');
}

/* In rows as in GFM the bar of full width, which ends no cell there. */
static void put_ruby(const jb_inline *at, unsigned where, jb_buf *into)
{
    bool is_row = where & JB_COMMONMARK_ROW;
    jb_buf_putc(into, '{');
    jb_inlines_text(at->first, into);
    jb_buf_puts(into, !is_row                       ? "|"
                      : (where & JB_COMMONMARK_GFM) ? "\xEF\xBD\x9C"
                                                    : "\\|");
    jb_buf_put_str(into, at->text);
    jb_buf_putc(into, '}');
}

/* The word for an inline in braces, NULL for other kinds. Inlines are nested in the order
 * of this list when one pair of braces makes them (doc/inlines.c). */
static const char *word_of(const jb_inline *at, int *rank)
{
    static const struct {
        jb_inline_kind kind;
        const char *word;
    } words[] = {{JB_INLINE_SPAN, "lang="},          {JB_INLINE_WARICHU, "warichu"},
                 {JB_INLINE_UNDERLINE, "underline"}, {JB_INLINE_NAME, "name"},
                 {JB_INLINE_BOOK, "book"},           {JB_INLINE_DOTS, "dots"}};
    for (size_t i = 0; i < JB_COUNT(words); i++)
        if (words[i].kind == at->kind) {
            *rank = (int)i;
            return words[i].word;
        }
    return NULL;
}

/* [text]{lang=en dots}: those directly within one another share their braces. */
static void put_span(jb_commonmark_inlines *w, const jb_inline *at, unsigned where,
                     jb_buf *into)
{
    jb_buf words = {0};
    int rank, last = -1;
    const jb_inline *inner = at;
    for (const jb_inline *of = at; of && !(of != at && of->next); of = of->first) {
        const char *word = word_of(of, &rank);
        if (!word || is_bare(of) || rank <= last)
            break;
        jb_buf_printf(&words, "%s%s%s", words.len ? " " : "", word,
                      of->kind == JB_INLINE_SPAN ? of->target : "");
        last = rank;
        inner = of;
    }
    jb_buf_putc(into, '[');
    put_all(w, inner->first, (where & ~(unsigned)EDGES) | JB_COMMONMARK_BRACKETS, ']',
            into);
    jb_buf_puts(into, "]{");
    jb_buf_put_str(into, jb_buf_str(&words));
    jb_buf_putc(into, '}');
    jb_buf_fini(&words);
}

const char *jb_commonmark_inline_label(const jb_commonmark_inlines *w, int number)
{
    const jb_map_entry *kept = jb_map_find_number(&w->labels, (uint64_t)number);
    if (kept)
        return kept->pointer;
    const char *label = jb_arena_printf(w->into, "%d", number);
    while (jb_map_find(&w->taken, jb_str_of(label)))
        label = jb_arena_printf(w->into, "n%s", label);
    return label;
}

static void put_note(jb_commonmark_inlines *w, const jb_inline *at, jb_buf *into)
{
    jb_buf_printf(into, "[^%s]", jb_commonmark_inline_label(w, at->number));
    if (at->note)
        jb_vec_push(w->into, &w->notes, at);
}

static void put_one(jb_commonmark_inlines *w, const jb_inline *before,
                    const jb_inline *at, unsigned where, uint32_t behind, jb_buf *into)
{
    static const delimiters strong = {"**", "<strong>", "</strong>",
                                      JB_COMMONMARK_EMPHASIS, JB_COMMONMARK_EMPHASIS};
    static const delimiters emphasis = {"*", "<em>", "</em>", JB_COMMONMARK_EMPHASIS,
                                        JB_COMMONMARK_EMPHASIS};
    static const delimiters strike = {"~~", "<del>", "</del>", JB_COMMONMARK_STRIKE,
                                      JB_COMMONMARK_STRIKE};
    switch (at->kind) {
    case JB_INLINE_TEXT: /* by put_all */
        return;
    case JB_INLINE_BREAK:
        jb_buf_puts(into, "<br>");
        return;
    case JB_INLINE_STRONG:
        put_delimited(w, at, strong, where, behind, into);
        return;
    case JB_INLINE_EMPHASIS:
        put_delimited(w, at, emphasis, where, behind, into);
        return;
    case JB_INLINE_STRIKE:
        put_delimited(w, at, strike, where, behind, into);
        return;
    case JB_INLINE_CODE:
        put_code(at->text, where, into);
        return;
    case JB_INLINE_LINK:
        put_link(w, at, where, into);
        return;
    case JB_INLINE_SUPERSCRIPT:
    case JB_INLINE_SUBSCRIPT:
        put_shifted(w, before, at, where, into);
        return;
    case JB_INLINE_NOTE:
        put_note(w, at, into);
        return;
    case JB_INLINE_RUBY:
        put_ruby(at, where, into);
        return;
    case JB_INLINE_IMAGE:
        put_image(at, where, into);
        return;
    case JB_INLINE_SPAN:
    case JB_INLINE_UNDERLINE:
    case JB_INLINE_DOTS:
    case JB_INLINE_NAME:
    case JB_INLINE_BOOK:
    case JB_INLINE_WARICHU:
        put_span(w, at, where, into);
        return;
    }
}

static void put_all(jb_commonmark_inlines *w, const jb_inline *inlines, unsigned where,
                    uint32_t behind, jb_buf *into)
{
    const jb_inline *before = NULL;
    inlines = flattened(w, inlines);
    for (const jb_inline *at = inlines; at; before = at, at = at->next) {
        unsigned here = where & ~(unsigned)EDGES;
        if (!before)
            here |= where & (JB_COMMONMARK_START | JB_COMMONMARK_BLOCK);
        if (before && before->kind == JB_INLINE_NOTE)
            here |= JB_COMMONMARK_NOTE;
        if (at->kind == JB_INLINE_TEXT) {
            jb_str text = text_of(w, at, &at);
            here |= at->next ? 0 : where & JB_COMMONMARK_END;
            jb_commonmark_text_put(text, here, into);
        } else {
            put_one(w, before, at, here, cp_of(at->next, behind), into);
        }
    }
}

void jb_commonmark_inline_put(jb_commonmark_inlines *w, const jb_inline *inlines,
                              unsigned where, jb_buf *into)
{
    put_all(w, inlines, where | JB_COMMONMARK_START | JB_COMMONMARK_END, 0, into);
}

/* NOLINTEND(misc-no-recursion) */
