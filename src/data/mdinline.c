/* Passes over a list of siblings: tags, then labels, attributes and marks within texts. */
#include "data/mdinline.h"

#include "base/vec.h"
#include "data/attribute.h"
#include <strings.h>

/* Our limits: what is longer or deeper stays text, so that hostile texts cost little. */
enum {
    TAGS_OPEN_MAX = 16,
    WRAPS_MAX = 200,
    MARK_MAX = 24,
    RUBY_MAX = 600,
    LABEL_MAX = 60 /* bytes */
};

typedef struct finisher {
    jb_md *md; /* whose children are rewritten */
    jb_arena *into;
    jb_diag *diag;
} finisher;

void jb_mdinline_append(jb_md *md, jb_md *child)
{
    child->next = NULL;
    if (md->last)
        md->last->next = child;
    else
        md->first = child;
    md->last = child;
}

/* The children, taken off. */
static jb_md *take(jb_md *md)
{
    jb_md *first = md->first;
    md->first = md->last = NULL;
    return first;
}

static jb_md *node(finisher *f, jb_md_kind kind, jb_span span)
{
    jb_md *md = JB_NEW(f->into, jb_md);
    md->kind = kind;
    md->span = span;
    return md;
}

/* Bytes [begin, end) of a text node as a node of their own; NULL when there are none.
 */
static jb_md *part(finisher *f, const jb_md *text, size_t begin, size_t end)
{
    if (begin >= end)
        return NULL;
    jb_md *md = node(f, JB_MD_TEXT, text->span);
    md->text = jb_str_slice(text->text, begin, end);
    md->is_escaped = text->is_escaped && begin == 0;
    md->is_verbatim = text->is_verbatim;
    if (md->is_verbatim) {
        md->span.begin = text->span.begin + (uint32_t)begin;
        md->span.end = text->span.begin + (uint32_t)end;
    }
    return md;
}

static void append_part(finisher *f, jb_md *to, const jb_md *text, size_t begin,
                        size_t end)
{
    jb_md *md = part(f, text, begin, end);
    if (md)
        jb_mdinline_append(to, md);
}

/* --- [text]{lang=en} --- */

/* Bare words must be known, or nearly so: braces behind brackets may be anything. */
static bool is_attribute(jb_str text)
{
    jb_attributes words;
    return jb_attribute_read(text, &words) &&
           (words.marks || words.is_formal || jb_attribute_nearest(words.unknown));
}

/* The next "]{...}" in a text from `at` on: where it begins, its attributes and end. */
static bool find_attribute(jb_str text, size_t at, size_t *begin, size_t *end)
{
    for (; at + 3 < text.len; at++) {
        if (text.at[at] != ']' || text.at[at + 1] != '{')
            continue;
        jb_str rest = jb_str_slice(text, at + 2, at + 3 + JB_ATTRIBUTE_MAX);
        size_t close = jb_str_find(rest, "}");
        if (close < rest.len && is_attribute(jb_str_slice(rest, 0, close))) {
            *begin = at;
            *end = at + 2 + close + 1;
            return true;
        }
    }
    return false;
}

/* Where the "[" that is open at the end of `done` stands: brackets within are paired. */
static jb_md *find_bracket(jb_md *done, size_t *at)
{
    enum { OPEN_MAX = 64 };
    struct {
        jb_md *md;
        size_t at;
    } open[OPEN_MAX];
    size_t depth = 0;
    for (jb_md *child = done->first; child; child = child->next)
        for (size_t i = child->is_escaped;
             child->kind == JB_MD_TEXT && i < child->text.len; i++) {
            char c = child->text.at[i];
            if (c == '[' && depth == OPEN_MAX)
                memmove(open, open + 1, --depth * sizeof *open);
            if (c == '[') {
                open[depth].md = child;
                open[depth++].at = i;
            } else if (c == ']' && depth) {
                depth--;
            }
        }
    if (depth == 0)
        return NULL;
    *at = open[depth - 1].at;
    return open[depth - 1].md;
}

/* Wraps what stands between the "[" that is open in `done` and here; false without one. */
static bool wrap(finisher *f, jb_md *done, jb_str attributes)
{
    size_t at;
    jb_md *open = find_bracket(done, &at);
    if (!open)
        return false;
    jb_md *span = node(f, JB_MD_SPAN, open->span);
    span->target = attributes;
    append_part(f, span, open, at + 1, open->text.len);
    bool behind = false;
    for (jb_md *child = take(done), *next; child; child = next) {
        next = child->next;
        if (child == open)
            append_part(f, done, open, 0, at);
        else
            jb_mdinline_append(behind ? span : done, child);
        behind |= child == open;
    }
    jb_mdinline_append(done, span);
    return true;
}

/* Reports an unknown word. false when no word is known: the text stays as it is. */
static bool check_attribute(finisher *f, const jb_md *text, size_t begin, size_t end)
{
    jb_attributes words;
    jb_attribute_read(jb_str_slice(text->text, begin + 2, end - 1), &words);
    if (words.unknown.at) {
        jb_span at = text->span;
        if (text->is_verbatim)
            at = (jb_span){at.source, at.begin + (uint32_t)begin + 1,
                           at.begin + (uint32_t)end};
        jb_diag_add(f->diag, JB_DIAG_ATTRIBUTE_UNKNOWN, at,
                    jb_str_dup(f->into, words.unknown),
                    jb_attribute_nearest(words.unknown));
    }
    return words.marks || words.is_formal;
}

static void resolve_attributes(finisher *f)
{
    bool any = false;
    for (const jb_md *child = f->md->first; child; child = child->next) {
        size_t begin, end;
        any |=
            child->kind == JB_MD_TEXT && find_attribute(child->text, 0, &begin, &end);
    }
    if (!any)
        return;
    int wraps = 0;
    for (jb_md *child = take(f->md), *next; child; child = next) {
        next = child->next;
        size_t from = 0, at = child->is_escaped, begin, end;
        if (child->kind != JB_MD_TEXT) {
            jb_mdinline_append(f->md, child);
            continue;
        }
        while (wraps < WRAPS_MAX && find_attribute(child->text, at, &begin, &end)) {
            if (!check_attribute(f, child, begin, end)) {
                at = end;
                wraps++;
                continue;
            }
            jb_str attributes = jb_str_slice(child->text, begin + 2, end - 1);
            append_part(f, f->md, child, from, begin);
            from = begin;
            at = end;
            if (wrap(f, f->md, attributes)) {
                from = end;
                wraps++;
            }
        }
        append_part(f, f->md, child, from, child->text.len);
    }
}

/* --- marks within one text --- */

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool jb_mdinline_is_url(char c)
{
    return is_word(c) || (c && strchr("-._~:/?#[]@!$&'()*+,;=%", c));
}

/* The end of a bare address that begins at `at`; `at` where there is none. Its tildes are
 * no marks. */
static size_t address_end(jb_str text, size_t at)
{
    jb_str rest = jb_str_slice(text, at, text.len);
    if (jb_str_starts(rest, "http://") || jb_str_starts(rest, "https://"))
        while (at < text.len && jb_mdinline_is_url(text.at[at]))
            at++;
    return at;
}

/* x^2^: no blank between the carets, something before them. */
static size_t superscript_end(jb_str text, size_t at)
{
    if (at == 0 || text.at[at - 1] == ' ' || text.at[at - 1] == '^')
        return 0;
    for (size_t i = at + 1; i < text.len && i <= at + 1 + MARK_MAX; i++) {
        if (text.at[i] == '^')
            return i > at + 1 ? i : 0;
        if (text.at[i] == ' ' || text.at[i] == '\t')
            return 0;
    }
    return 0;
}

/* H~2~O: between a letter or bracket and up to eight letters, digits or signs, so that
 * the tilde of a range (3~5) stays. */
static size_t subscript_end(jb_str text, size_t at)
{
    if (at == 0 || !(is_word(text.at[at - 1]) || text.at[at - 1] == ')') ||
        (text.at[at - 1] >= '0' && text.at[at - 1] <= '9'))
        return 0;
    for (size_t i = at + 1; i < text.len && i <= at + 9; i++) {
        if (text.at[i] == '~')
            return i > at + 1 ? i : 0;
        if (!is_word(text.at[i]) && text.at[i] != '+' && text.at[i] != '-')
            return 0;
    }
    return 0;
}

/* The length of the bar at `at`, 0 when there is none: | or U+FF5C, which a table's row
 * does not take for the end of a cell. */
static size_t bar_length(jb_str text, size_t at)
{
    static const char wide[] = "\xEF\xBD\x9C";
    if (text.at[at] == '|')
        return 1;
    return at + 3 <= text.len && memcmp(text.at + at, wide, 3) == 0 ? 3 : 0;
}

/* Whether braces around a bar are ruby: of these two one is not ASCII, and a base in ASCII
 * is of letters, digits and what parts words. Others are code, or a choice: {a|b}. */
static bool is_ruby(jb_str base, jb_str annotation)
{
    if (base.len && (unsigned char)base.at[0] >= 0x80)
        return true;
    bool is_wide = false;
    for (size_t i = 0; i < annotation.len; i++)
        is_wide |= (unsigned char)annotation.at[i] >= 0x80;
    for (size_t i = 0; i < base.len; i++)
        if (!is_word(base.at[i]) && !strchr(" -.&/'", base.at[i]))
            return false;
    return is_wide && base.len && is_word(base.at[0]);
}

/* {base|annotation}. *bar: where the bar stands. */
static size_t ruby_end(jb_str text, size_t at, size_t *bar)
{
    *bar = 0;
    for (size_t i = at + 1; i < text.len && i < at + RUBY_MAX; i++) {
        char c = text.at[i];
        size_t length = bar_length(text, i);
        if (c == '{' || c == '\n' || (length && *bar))
            return 0;
        if (length)
            *bar = i;
        if (c == '}') {
            size_t behind = *bar + bar_length(text, *bar);
            bool has_both = *bar > at + 1 && behind < i;
            return has_both && is_ruby(jb_str_slice(text, at + 1, *bar),
                                       jb_str_slice(text, behind, i))
                       ? i
                       : 0;
        }
    }
    return 0;
}

/* The mark that begins at `at`, appended; returns the offset behind it, 0 for none. */
static size_t mark_at(finisher *f, const jb_md *text, size_t at, size_t from)
{
    size_t bar = at, end = 0;
    jb_md_kind kind = JB_MD_SUPERSCRIPT;
    char c = text->text.at[at];
    if (c == '^') {
        end = superscript_end(text->text, at);
    } else if (c == '~') {
        end = subscript_end(text->text, at);
        kind = JB_MD_SUBSCRIPT;
    } else if (c == '{') {
        end = ruby_end(text->text, at, &bar);
        kind = JB_MD_RUBY;
    }
    if (end == 0)
        return 0;
    append_part(f, f->md, text, from, at);
    jb_md *md = node(f, kind, text->span);
    append_part(f, md, text, at + 1, kind == JB_MD_RUBY ? bar : end);
    if (kind == JB_MD_RUBY)
        md->target = jb_str_slice(text->text, bar + bar_length(text->text, bar), end);
    if (text->is_verbatim) {
        md->span.begin = text->span.begin + (uint32_t)at;
        md->span.end = text->span.begin + (uint32_t)end + 1;
    }
    jb_mdinline_append(f->md, md);
    return end + 1;
}

/* The end of a "[^label]" that begins at `at`, 0 when there is none. */
static size_t label_end(jb_str text, size_t at)
{
    if (at + 3 >= text.len || text.at[at] != '[' || text.at[at + 1] != '^')
        return 0;
    for (size_t i = at + 2; i < text.len && i < at + LABEL_MAX; i++) {
        if (text.at[i] == ']')
            return i > at + 2 ? i + 1 : 0;
        if (strchr(" \t\n[^", text.at[i]))
            return 0;
    }
    return 0;
}

/* The parser leaves marks without a footnote in the text: they become nodes, since the
 * report may have the footnote elsewhere. */
static void split_labels(finisher *f, jb_md *text)
{
    size_t from = 0;
    for (size_t at = text->is_escaped; at < text->text.len; at++) {
        size_t end = label_end(text->text, at);
        bool is_text =
            at == 0 && end && end < text->text.len && text->text.at[end] == ':';
        if (!end || is_text)
            continue;
        append_part(f, f->md, text, from, at);
        jb_md *mark = part(f, text, at, end);
        mark->kind = JB_MD_NOTE_MARK;
        mark->target = jb_str_slice(text->text, at + 2, end - 1);
        mark->is_open = true;
        jb_mdinline_append(f->md, mark);
        from = end;
        at = end - 1;
    }
    if (from == 0)
        jb_mdinline_append(f->md, text);
    else
        append_part(f, f->md, text, from, text->text.len);
}

static void resolve_labels(finisher *f)
{
    for (jb_md *child = take(f->md), *next; child; child = next) {
        next = child->next;
        if (child->kind == JB_MD_TEXT && !child->is_html)
            split_labels(f, child);
        else
            jb_mdinline_append(f->md, child);
    }
}

static void split_marks(finisher *f, jb_md *text)
{
    size_t from = 0;
    for (size_t at = text->is_escaped; at < text->text.len; at++) {
        if (text->text.at[at] == 'h')
            at = address_end(text->text, at);
        char c = at < text->text.len ? text->text.at[at] : 0;
        if (c != '^' && c != '~' && c != '{')
            continue;
        size_t behind = mark_at(f, text, at, from);
        if (behind) {
            from = behind;
            at = behind - 1;
        }
    }
    if (from == 0)
        jb_mdinline_append(f->md, text);
    else
        append_part(f, f->md, text, from, text->text.len);
}

/* A span made here has not been looked into yet. Spans nest as deep as WRAPS_MAX. */
static void resolve_marks(finisher *f) /* NOLINT(misc-no-recursion) */
{
    for (jb_md *child = take(f->md), *next; child; child = next) {
        next = child->next;
        if (child->kind == JB_MD_SPAN)
            resolve_marks(&(finisher){child, f->into, f->diag});
        if (child->kind != JB_MD_TEXT || child->is_html) {
            jb_mdinline_append(f->md, child);
            continue;
        }
        size_t star = jb_str_find(child->text, "**");
        if (star < child->text.len) {
            jb_span at = child->span;
            if (child->is_verbatim)
                at = (jb_span){at.source, at.begin + (uint32_t)star,
                               at.begin + (uint32_t)star + 2};
            jb_diag_add(f->diag, JB_DIAG_STRONG_LEFT, at);
        }
        split_marks(f, child);
    }
}

/* What is written in texts; tags are nodes by now. */
static void resolve_notation(finisher *f)
{
    resolve_labels(f);
    resolve_attributes(f);
    resolve_marks(f);
}

/* --- HTML tags --- */

typedef struct tag {
    jb_str name; /* lower case is expected; others are unknown */
    bool is_close, is_comment;
} tag;

typedef struct open_tag {
    jb_md *md;        /* collects what follows */
    const jb_md *raw; /* the tag itself */
    jb_str name;
} open_tag;

static tag tag_of(jb_str raw)
{
    tag t = {0};
    if (jb_str_starts(raw, "<!--") || jb_str_starts(raw, "<?")) {
        t.is_comment = true;
        return t;
    }
    size_t at = 1;
    if (raw.len > 2 && raw.at[1] == '/') {
        t.is_close = true;
        at = 2;
    }
    size_t from = at;
    while (at < raw.len && ((raw.at[at] >= 'a' && raw.at[at] <= 'z') ||
                            (raw.at[at] >= 'A' && raw.at[at] <= 'Z')))
        at++;
    t.name = jb_str_slice(raw, from, at);
    return t;
}

static bool is_name(jb_str name, const char *want)
{
    if (name.len != strlen(want))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if ((name.at[i] | 0x20) != want[i])
            return false;
    return true;
}

/* What a pair of tags means; DOCUMENT for those that are not understood. */
static jb_md_kind meaning(jb_str name)
{
    static const struct {
        const char *name;
        jb_md_kind kind;
    } known[] = {
        {"sup", JB_MD_SUPERSCRIPT}, {"sub", JB_MD_SUBSCRIPT}, {"b", JB_MD_STRONG},
        {"strong", JB_MD_STRONG},   {"i", JB_MD_EMPHASIS},    {"em", JB_MD_EMPHASIS},
        {"s", JB_MD_STRIKE},        {"del", JB_MD_STRIKE},    {"u", JB_MD_SPAN}};
    for (size_t i = 0; i < JB_COUNT(known); i++)
        if (is_name(name, known[i].name))
            return known[i].kind;
    return JB_MD_DOCUMENT;
}

static void keep_tag(finisher *f, jb_md *to, const jb_md *raw)
{
    jb_md *md = node(f, JB_MD_TEXT, raw->span);
    md->text = raw->text;
    md->is_verbatim = raw->is_verbatim;
    md->is_html = true;
    jb_diag_add(f->diag, JB_DIAG_HTML_KEPT, raw->span, jb_str_dup(f->into, raw->text));
    jb_mdinline_append(to, md);
}

static void move_children(jb_md *from, jb_md *to)
{
    for (jb_md *child = take(from), *next; child; child = next) {
        next = child->next;
        jb_mdinline_append(to, child);
    }
}

/* An open tag without its close stays as text. */
static void give_up(finisher *f, open_tag *open, jb_md *to)
{
    keep_tag(f, to, open->raw);
    move_children(open->md, to);
}

static void close_tag(finisher *f, open_tag *open, size_t *count, const jb_md *raw,
                      jb_str name)
{
    size_t match = *count;
    while (match && !(open[match - 1].name.len == name.len &&
                      strncasecmp(open[match - 1].name.at, name.at, name.len) == 0))
        match--;
    if (match == 0) {
        keep_tag(f, *count ? open[*count - 1].md : f->md, raw);
        return;
    }
    for (; *count > match; --*count)
        give_up(f, &open[*count - 1], open[*count - 2].md);
    --*count;
    jb_md *outer = *count ? open[*count - 1].md : f->md;
    jb_md *md = open[*count].md;
    if (md->first) {
        resolve_notation(&(finisher){md, f->into, f->diag});
        jb_mdinline_append(outer, md);
    }
}

static void resolve_tags(finisher *f)
{
    open_tag open[TAGS_OPEN_MAX] = {{NULL, NULL, {NULL, 0}}};
    size_t count = 0;
    for (jb_md *child = take(f->md), *next; child; child = next) {
        next = child->next;
        jb_md *to = count ? open[count - 1].md : f->md;
        if (!child->is_html) {
            jb_mdinline_append(to, child);
            continue;
        }
        tag t = tag_of(child->text);
        if (t.is_comment)
            continue;
        if (is_name(t.name, "br")) {
            jb_mdinline_append(to, node(f, JB_MD_HARD_BREAK, child->span));
        } else if (meaning(t.name) == JB_MD_DOCUMENT ||
                   (count == TAGS_OPEN_MAX && !t.is_close)) {
            keep_tag(f, to, child);
        } else if (t.is_close) {
            close_tag(f, open, &count, child, t.name);
        } else {
            open[count].md = node(f, meaning(t.name), child->span);
            open[count].raw = child;
            if (open[count].md->kind == JB_MD_SPAN) /* of the tags, only u */
                open[count].md->target = JB_STR("underline");
            open[count++].name = t.name;
        }
    }
    for (; count; count--)
        give_up(f, &open[count - 1], count > 1 ? open[count - 2].md : f->md);
}

void jb_mdinline_finish(jb_md *md, jb_arena *into, jb_diag *diag)
{
    finisher f = {md, into, diag};
    bool has_html = false;
    for (const jb_md *child = md->first; child; child = child->next)
        has_html |= child->is_html;
    if (has_html)
        resolve_tags(&f);
    resolve_notation(&f);
}
