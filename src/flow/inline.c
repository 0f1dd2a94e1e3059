/* Flattening: a walk over the inline tree that carries the link it is in. The tree's
 * depth is limited where it is read; the walk has its own limit all the same. */
#include "flow/inline.h"

#include "base/utf8.h"

enum { DEPTH_MAX = 128 };

typedef struct flattening {
    jb_arena *into;
    jb_inline_flat flat;
    jb_inline_dense *dense;
    const jb_ruby *ruby; /* around the inlines being walked */
    const jb_sidemark *mark;
    const jb_warichu *warichu;
} flattening;

const jb_style *jb_inline_dense_style(jb_inline_dense *dense, const jb_style *style)
{
    if (!dense || style->type.size > dense->from)
        return style;
    for (size_t i = 0; i < dense->count; i++)
        if (dense->keys[i] == style)
            return dense->copies[i];
    if (dense->count == JB_COUNT(dense->keys))
        return style;
    jb_style *copy = JB_NEW(dense->into, jb_style);
    *copy = *style;
    copy->type.size = (jb_mpt)jb_geom_scale(style->type.size, dense->to, dense->from);
    copy->setting.leading =
        (jb_mpt)jb_geom_scale(style->setting.leading, dense->to, dense->from);
    dense->keys[dense->count] = style;
    dense->copies[dense->count++] = copy;
    return copy;
}

static void put(flattening *to, const jb_inline *from, const jb_style *style,
                jb_str text, const char *url)
{
    if (text.len == 0)
        return;
    jb_segment segment = {0};
    segment.text = text;
    segment.span = from->span;
    segment.is_verbatim = from->is_verbatim && text.at == from->text.at;
    segment.style = jb_inline_dense_style(to->dense, style);
    bool is_inside = url && url[0] == '#';
    segment.url = is_inside ? NULL : url;
    segment.dest = is_inside ? url + 1 : NULL;
    segment.is_code = from->kind == JB_INLINE_CODE;
    segment.note = from->kind == JB_INLINE_NOTE ? from->number : 0;
    segment.ruby = to->ruby;
    segment.mark = to->mark;
    segment.warichu = to->warichu;
    jb_vec_push(to->into, &to->flat.segments, segment);
}

static void put_note(flattening *to, const jb_inline *from, const jb_style *style,
                     const char *url)
{
    put(to, from, style, jb_str_of(jb_arena_printf(to->into, "%d", from->number)), url);
    jb_vec_push(to->into, &to->flat.notes, from);
}

static void walk(flattening *to, const jb_inline *from, const jb_style *outer,
                 const char *url, int depth);

static void walk_ruby(flattening *to, const jb_inline *from, const jb_style *outer,
                      const char *url, int depth)
{
    const jb_ruby *around = to->ruby;
    if (from->text.len && !around) {
        jb_ruby *ruby = JB_NEW(to->into, jb_ruby);
        ruby->text = from->text;
        ruby->style =
            jb_inline_dense_style(to->dense, from->style ? from->style : outer);
        ruby->span = from->span;
        to->ruby = ruby;
    }
    walk(to, from->first, outer, url, depth);
    to->ruby = around;
}

static jb_sidemark_kind mark_of(jb_inline_kind kind)
{
    if (kind == JB_INLINE_DOTS)
        return JB_SIDEMARK_DOTS;
    return kind == JB_INLINE_NAME ? JB_SIDEMARK_NAME : JB_SIDEMARK_BOOK;
}

/* A mark within one of its kind changes nothing, so chains are short. */
static void walk_mark(flattening *to, const jb_inline *from, const jb_style *outer,
                      const char *url, int depth)
{
    const jb_sidemark *around = to->mark;
    jb_sidemark_kind kind = mark_of(from->kind);
    bool is_inside = false;
    for (const jb_sidemark *at = around; at; at = at->around)
        is_inside |= at->kind == kind;
    if (!is_inside) {
        jb_sidemark *mark = JB_NEW(to->into, jb_sidemark);
        mark->kind = kind;
        mark->style =
            jb_inline_dense_style(to->dense, from->style ? from->style : outer);
        mark->around = around;
        to->mark = mark;
    }
    walk(to, from->first, outer, url, depth);
    to->mark = around;
}

/* ---- notes in two lines ---------------------------------------------------------- */

/* Round, tortoise-shell, lenticular and square brackets. */
static const uint32_t brackets[][2] = {
    {0xFF08, 0xFF09}, {'(', ')'}, {0x3014, 0x3015}, {0x3010, 0x3011}, {0xFF3B, 0xFF3D}};

/* Whether a bracket that begins the segments is closed by their last character. */
static bool is_enclosed(const jb_segment *segments, size_t count)
{
    size_t at = 0, which = 0;
    int depth = 0;
    uint32_t first = jb_utf8_next(segments[0].text, &at);
    while (which < JB_COUNT(brackets) && brackets[which][0] != first)
        which++;
    if (which == JB_COUNT(brackets))
        return false;
    for (size_t i = 0; i < count; i++)
        for (at = 0; at < segments[i].text.len;) {
            uint32_t cp = jb_utf8_next(segments[i].text, &at);
            depth += (cp == brackets[which][0]) - (cp == brackets[which][1]);
            if (depth == 0)
                return i + 1 == count && at == segments[i].text.len;
        }
    return false;
}

/* Takes a segment's first character. */
static jb_str take_first(jb_segment *segment)
{
    size_t end = 0;
    jb_utf8_next(segment->text, &end);
    jb_str taken = jb_str_slice(segment->text, 0, end);
    segment->text = jb_str_slice(segment->text, end, segment->text.len);
    if (segment->is_verbatim)
        segment->span.begin += (uint32_t)end;
    return taken;
}

static jb_str take_last(jb_segment *segment)
{
    size_t at = 0, begin = 0, len = segment->text.len;
    while (at < len) {
        begin = at;
        jb_utf8_next(segment->text, &at);
    }
    jb_str taken = jb_str_slice(segment->text, begin, len);
    segment->text.len = begin;
    return taken;
}

/* Brackets are of the size of the text around: the note's own, or round ones. */
static void walk_warichu(flattening *to, const jb_inline *from, const jb_style *outer,
                         const char *url, int depth)
{
    const jb_style *style = from->style ? from->style : outer;
    if (to->warichu || to->ruby) {
        walk(to, from->first, style, url, depth);
        return;
    }
    size_t open = to->flat.segments.count;
    put(to, from, outer, JB_STR("\xEF\xBC\x88"), url); /* U+FF08 */
    jb_warichu *note = JB_NEW(to->into, jb_warichu);
    note->around = jb_inline_dense_style(to->dense, outer);
    to->warichu = note;
    walk(to, from->first, style, url, depth);
    to->warichu = NULL;
    size_t count = to->flat.segments.count - open - 1;
    jb_segment *own = to->flat.segments.items + open;
    jb_str closing = JB_STR("\xEF\xBC\x89"); /* U+FF09 */
    if (count > 0 && is_enclosed(own + 1, count)) {
        own->text = take_first(own + 1);
        closing = take_last(own + count);
    }
    if (count > 0)
        put(to, from, outer, closing, url);
    else
        to->flat.segments.count = open;
}

static void walk(flattening *to, const jb_inline *from, const jb_style *outer,
                 const char *url, int depth)
{
    for (; from && depth < DEPTH_MAX; from = from->next) {
        const jb_style *style = from->style ? from->style : outer;
        switch (from->kind) {
        case JB_INLINE_TEXT:
        case JB_INLINE_CODE:
        case JB_INLINE_IMAGE:
            put(to, from, style, from->text, url);
            break;
        case JB_INLINE_BREAK:
            put(to, from, style, JB_STR("\xE2\x80\xA8"), NULL); /* U+2028 */
            break;
        case JB_INLINE_LINK:
            walk(to, from->first, style, from->target ? from->target : url, depth + 1);
            break;
        case JB_INLINE_NOTE:
            put_note(to, from, style, url);
            break;
        case JB_INLINE_RUBY:
            walk_ruby(to, from, outer, url, depth + 1);
            break;
        case JB_INLINE_DOTS:
        case JB_INLINE_NAME:
        case JB_INLINE_BOOK:
            walk_mark(to, from, outer, url, depth + 1);
            break;
        case JB_INLINE_WARICHU:
            walk_warichu(to, from, outer, url, depth + 1);
            break;
        case JB_INLINE_STRONG:
        case JB_INLINE_EMPHASIS:
        case JB_INLINE_SUPERSCRIPT:
        case JB_INLINE_SUBSCRIPT:
        case JB_INLINE_STRIKE:
        case JB_INLINE_SPAN:
        case JB_INLINE_UNDERLINE:
            walk(to, from->first, style, url, depth + 1);
            break;
        }
    }
}

jb_inline_flat jb_inline_flatten(const jb_inline *inlines, const jb_style *style,
                                 jb_inline_dense *dense, jb_arena *into)
{
    flattening to = {.into = into, .dense = dense};
    walk(&to, inlines, style, NULL, 0);
    return to.flat;
}
