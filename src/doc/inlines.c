/* Markdown inlines rewritten as the inlines of blocks. */
#include "doc/inlines.h"

#include "data/mdinline.h"

#include <strings.h>

#include "base/utf8.h"
#include "data/attribute.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

/* Where the next inline goes, and what was before it. */
typedef struct writer {
    jb_arena *into;
    jb_diag *diag;
    uint32_t before; /* the code point written last; 0 at a line's start */
    bool pending;    /* a line break of the source was read */
    bool in_link;
    jb_span break_span;
} writer;

typedef struct chain {
    jb_inline *first, *last;
} chain;

static jb_inline *add(writer *w, chain *to, jb_inline_kind kind, const jb_md *md)
{
    jb_inline *made = JB_NEW(w->into, jb_inline);
    made->kind = kind;
    made->span = md->span;
    if (to->last)
        to->last->next = made;
    else
        to->first = made;
    to->last = made;
    return made;
}

/* Before a text: a source line break becomes a space or nothing. */
static void settle_break(writer *w, chain *to, jb_str text)
{
    size_t at = 0;
    if (!w->pending || text.len == 0)
        return;
    w->pending = false;
    if (w->before == 0 || w->before == ' ' ||
        jb_val_joins(w->before, jb_utf8_next(text, &at)))
        return;
    jb_md space = {.span = w->break_span};
    add(w, to, JB_INLINE_TEXT, &space)->text = JB_STR(" ");
}

static void add_text(writer *w, chain *to, jb_inline_kind kind, const jb_md *md)
{
    if (md->text.len == 0)
        return;
    settle_break(w, to, md->text);
    jb_inline *made = add(w, to, kind, md);
    made->text = md->text;
    made->is_verbatim = md->is_verbatim;
    size_t end = md->text.len;
    w->before = jb_utf8_prev(md->text, &end);
}

static size_t scheme_at(jb_str text, size_t at)
{
    jb_str rest = jb_str_slice(text, at, text.len);
    size_t len = jb_str_starts(rest, "https://") ? 8 : 7;
    bool is_word = at && (jb_mdinline_is_url(text.at[at - 1]) &&
                          !strchr("([:;,=", text.at[at - 1]));
    if (is_word || !(len == 8 || jb_str_starts(rest, "http://")))
        return 0;
    char next = rest.len > len ? rest.at[len] : 0;
    return (next >= '0' && next <= '9') || ((next | 32) >= 'a' && (next | 32) <= 'z')
               ? len
               : 0;
}

/* Where the address that begins at `at` ends: marks that end a sentence and brackets
 * that it did not open stay outside. */
static size_t url_end(jb_str text, size_t at)
{
    size_t end = at;
    int open = 0, square = 0;
    for (; end < text.len && jb_mdinline_is_url(text.at[end]); end++) {
        open += (text.at[end] == '(') - (text.at[end] == ')');
        square += (text.at[end] == '[') - (text.at[end] == ']');
        if (open < 0 || square < 0)
            break;
    }
    while (end > at && strchr(".,;:!?'*([", text.at[end - 1]))
        end--;
    return end;
}

static jb_md text_part(const jb_md *md, size_t begin, size_t end)
{
    jb_md part = *md;
    part.first = part.last = part.next = NULL;
    part.text = jb_str_slice(md->text, begin, end);
    if (md->is_verbatim) {
        part.span.begin = md->span.begin + (uint32_t)begin;
        part.span.end = md->span.begin + (uint32_t)end;
    }
    return part;
}

/* A text whose plain web addresses become links. */
static void add_linked(writer *w, chain *to, const jb_md *md)
{
    size_t from = 0;
    for (size_t at = 0; at < md->text.len && !w->in_link; at++) {
        size_t scheme = md->text.at[at] == 'h' ? scheme_at(md->text, at) : 0;
        size_t end = scheme ? url_end(md->text, at + scheme) : 0;
        if (!scheme || end <= at + scheme)
            continue;
        jb_md before = text_part(md, from, at), url = text_part(md, at, end);
        add_text(w, to, JB_INLINE_TEXT, &before);
        settle_break(w, to, url.text);
        jb_inline *link = add(w, to, JB_INLINE_LINK, &url);
        link->target = jb_str_dup(w->into, url.text);
        chain inner = {NULL, NULL};
        add_text(w, &inner, JB_INLINE_TEXT, &url);
        link->first = inner.first;
        from = end;
        at = end - 1;
    }
    jb_md rest = text_part(md, from, md->text.len);
    add_text(w, to, JB_INLINE_TEXT, &rest);
}

/* http, https, mailto and places within the document. */
static bool is_safe(jb_str target)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:", "#"};
    for (size_t i = 0; i < JB_COUNT(schemes); i++) {
        size_t len = strlen(schemes[i]);
        if (target.len > len && strncasecmp(target.at, schemes[i], len) == 0)
            return true;
    }
    return false;
}

const char *jb_inlines_part(const char *target)
{
    static const char scheme[] = "part:";
    size_t len = sizeof scheme - 1;
    return target && strncmp(target, scheme, len) == 0 ? target + len : NULL;
}

bool jb_inlines_is_report(const char *target)
{
    static const char *const extensions[] = {".md", ".yaml", ".yml"};
    jb_str path = jb_str_slice(jb_str_of(target), 0, strcspn(target, "?#"));
    size_t colon = jb_str_find(path, ":");
    if (colon < path.len || jb_str_starts(path, "/") || jb_str_starts(path, "\\"))
        return false;
    for (size_t i = 0; i < JB_COUNT(extensions); i++) {
        size_t len = strlen(extensions[i]);
        if (path.len > len && memcmp(path.at + path.len - len, extensions[i], len) == 0)
            return true;
    }
    return false;
}

static chain convert(writer *w, const jb_md *md);

/* The space of a line break stands before a link or emphasis, not within it. */
static void settle_outside(writer *w, chain *to, const jb_md *md)
{
    const jb_md *first = md->first;
    while (first && first->first)
        first = first->first;
    if (first && (first->kind == JB_MD_TEXT || first->kind == JB_MD_CODE))
        settle_break(w, to, first->text);
}

static void add_children(writer *w, chain *to, jb_inline_kind kind, const jb_md *md)
{
    settle_outside(w, to, md);
    chain inner = convert(w, md);
    if (!inner.first)
        return;
    jb_inline *made = add(w, to, kind, md);
    made->first = inner.first;
}

static void add_link(writer *w, chain *to, const jb_md *md)
{
    settle_outside(w, to, md);
    w->in_link = true;
    chain inner = convert(w, md);
    w->in_link = false;
    if (!inner.first)
        return;
    const char *target = jb_str_dup(w->into, md->target);
    if (is_safe(md->target) || jb_inlines_is_report(target)) {
        jb_inline *made = add(w, to, JB_INLINE_LINK, md);
        made->first = inner.first;
        made->target = target;
        return;
    }
    jb_diag_add(w->diag, JB_DIAG_LINK_DROPPED, md->span, target);
    if (to->last)
        to->last->next = inner.first;
    else
        to->first = inner.first;
    to->last = inner.last;
}

static void add_image(writer *w, chain *to, const jb_md *md)
{
    jb_buf alt = {0};
    jb_markdown_text(md, &alt);
    jb_inline *made = add(w, to, JB_INLINE_IMAGE, md);
    made->target = jb_str_dup(w->into, md->target);
    made->text =
        (jb_str){jb_arena_strndup(w->into, alt.at ? alt.at : "", alt.len), alt.len};
    jb_buf_fini(&alt);
}

/* A span for the language, and one for each mark, the outer ones first. */
static void add_span(writer *w, chain *to, const jb_md *md)
{
    static const struct {
        unsigned mark;
        jb_inline_kind kind;
    } marks[] = {{JB_ATTRIBUTE_WARICHU, JB_INLINE_WARICHU},
                 {JB_ATTRIBUTE_UNDERLINE, JB_INLINE_UNDERLINE},
                 {JB_ATTRIBUTE_NAME, JB_INLINE_NAME},
                 {JB_ATTRIBUTE_BOOK, JB_INLINE_BOOK},
                 {JB_ATTRIBUTE_DOTS, JB_INLINE_DOTS}};
    jb_attributes attributes;
    jb_attribute_read(md->target, &attributes);
    settle_outside(w, to, md);
    chain inner = convert(w, md);
    if (!inner.first)
        return;
    jb_inline *made = NULL;
    if (attributes.lang.len || !attributes.marks) {
        made = add(w, to, JB_INLINE_SPAN, md);
        if (attributes.lang.len)
            made->target = jb_str_dup(w->into, attributes.lang);
    }
    for (size_t i = 0; i < JB_COUNT(marks); i++) {
        if (!(attributes.marks & marks[i].mark))
            continue;
        chain own = {NULL, NULL};
        jb_inline *outer = made;
        made = add(w, outer ? &own : to, marks[i].kind, md);
        if (outer)
            outer->first = made;
    }
    made->first = inner.first;
}

static void add_note(writer *w, chain *to, const jb_md *md)
{
    if (md->is_open)
        settle_break(w, to, md->text);
    jb_inline *made = add(w, to, JB_INLINE_NOTE, md);
    made->text = md->is_open ? md->text : md->target;
    made->is_verbatim = md->is_open && md->is_verbatim;
    if (md->is_open)
        made->target = jb_str_dup(w->into, md->target);
    w->before = md->is_open ? ']' : w->before;
}

static void add_other(writer *w, chain *to, const jb_md *md)
{
    jb_inline *last = to->last;
    switch (md->kind) {
    case JB_MD_NOTE_MARK:
        add_note(w, to, md);
        break;
    case JB_MD_RUBY:
        add_children(w, to, JB_INLINE_RUBY, md);
        if (to->last && to->last != last)
            to->last->text = md->target;
        break;
    case JB_MD_SPAN:
        add_span(w, to, md);
        break;
    case JB_MD_LINK:
        add_link(w, to, md);
        break;
    case JB_MD_IMAGE:
        add_image(w, to, md);
        break;
    default:
        break;
    }
}

/* A text without the spaces around a break written as <br>: they are no part of a line. */
static void add_trimmed(writer *w, chain *to, const jb_md *md)
{
    size_t begin = 0, end = md->text.len;
    while (w->before == 0 && begin < end && md->text.at[begin] == ' ')
        begin++;
    while (md->next && md->next->kind == JB_MD_HARD_BREAK && end > begin &&
           md->text.at[end - 1] == ' ')
        end--;
    jb_md text = text_part(md, begin, end);
    add_linked(w, to, &text);
}

static void add_inline(writer *w, chain *to, const jb_md *md)
{
    switch (md->kind) {
    case JB_MD_TEXT:
        add_trimmed(w, to, md);
        break;
    case JB_MD_CODE:
        add_text(w, to, JB_INLINE_CODE, md);
        break;
    case JB_MD_SOFT_BREAK:
        w->pending = true;
        w->break_span = md->span;
        break;
    case JB_MD_HARD_BREAK:
        w->pending = false;
        w->before = 0;
        add(w, to, JB_INLINE_BREAK, md);
        break;
    case JB_MD_STRONG:
        add_children(w, to, JB_INLINE_STRONG, md);
        break;
    case JB_MD_EMPHASIS:
        add_children(w, to, JB_INLINE_EMPHASIS, md);
        break;
    case JB_MD_STRIKE:
        add_children(w, to, JB_INLINE_STRIKE, md);
        break;
    case JB_MD_SUPERSCRIPT:
        add_children(w, to, JB_INLINE_SUPERSCRIPT, md);
        break;
    case JB_MD_SUBSCRIPT:
        add_children(w, to, JB_INLINE_SUBSCRIPT, md);
        break;
    default:
        add_other(w, to, md);
    }
}

static chain convert(writer *w, const jb_md *md)
{
    chain made = {NULL, NULL};
    for (const jb_md *child = md->first; child; child = child->next)
        add_inline(w, &made, child);
    return made;
}

jb_inline *jb_inlines_from_md(const jb_md *md, jb_arena *into, jb_diag *diag)
{
    writer w = {.into = into, .diag = diag};
    return convert(&w, md).first;
}

jb_inline *jb_inlines_of_text(jb_str text, jb_span span, jb_arena *into)
{
    if (text.len == 0)
        return NULL;
    jb_inline *made = JB_NEW(into, jb_inline);
    made->kind = JB_INLINE_TEXT;
    made->span = span;
    made->text = text;
    return made;
}

void jb_inlines_text(const jb_inline *inlines, jb_buf *into)
{
    for (; inlines; inlines = inlines->next) {
        if (inlines->kind == JB_INLINE_TEXT || inlines->kind == JB_INLINE_CODE)
            jb_buf_put_str(into, inlines->text);
        else if (inlines->kind == JB_INLINE_BREAK)
            jb_buf_putc(into, '\n');
        jb_inlines_text(inlines->first, into);
    }
}

/* NOLINTEND(misc-no-recursion) */

bool jb_inlines_is_address(const jb_inline *link)
{
    static const char mail[] = "mailto:";
    jb_str target = jb_str_of(link->target);
    jb_buf text = {0};
    jb_inlines_text(link->first, &text);
    bool is_address = jb_str_equal(jb_buf_str(&text), target) ||
                      (jb_str_starts(target, mail) &&
                       jb_str_equal(jb_buf_str(&text),
                                    jb_str_slice(target, sizeof mail - 1, target.len)));
    jb_buf_fini(&text);
    return is_address;
}

jb_str jb_inlines_words(jb_str text, jb_arena *into)
{
    jb_buf words = {0};
    jb_arena scratch = {0};
    jb_diag *unheard = jb_diag_new(&scratch);
    jb_md *md = jb_markdown_read_text(text, JB_NO_SPAN, &scratch, unheard);
    jb_inlines_text(jb_inlines_from_md(md, &scratch, unheard), &words);
    jb_str copy = {jb_str_dup(into, jb_buf_str(&words)), words.len};
    jb_buf_fini(&words);
    jb_arena_fini(&scratch);
    return copy;
}
