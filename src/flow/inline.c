/* Flattening: a walk over the inline tree that carries the link it is in. The tree's
 * depth is limited where it is read; the walk has its own limit all the same. */
#include "flow/inline.h"

enum { DEPTH_MAX = 128 };

typedef struct flattening {
    jb_arena *into;
    jb_inline_flat flat;
    jb_inline_dense *dense;
    const jb_ruby *ruby; /* around the inlines being walked */
    const jb_sidemark *mark;
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
    segment.note = from->kind == JB_INLINE_NOTE ? from->number : 0;
    segment.ruby = to->ruby;
    segment.mark = to->mark;
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
