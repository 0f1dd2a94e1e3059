/* Flattening: a walk over the inline tree that carries the link it is in. The tree's
 * depth is limited where it is read; the walk has its own limit all the same. */
#include "flow/inline.h"

enum { DEPTH_MAX = 128 };

typedef struct flattening {
    jb_arena *into;
    jb_inline_flat flat;
    jb_inline_dense *dense;
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
    jb_vec_push(to->into, &to->flat.segments, segment);
}

static void put_note(flattening *to, const jb_inline *from, const jb_style *style,
                     const char *url)
{
    put(to, from, style, jb_str_of(jb_arena_printf(to->into, "%d", from->number)), url);
    jb_vec_push(to->into, &to->flat.notes, from);
}

/* U+FF08 and U+FF09, full-width brackets. */
static jb_str bracketed(jb_str text, jb_arena *into)
{
    return jb_str_of(jb_arena_printf(into, "\xEF\xBC\x88%.*s\xEF\xBC\x89",
                                     (int)JB_MIN(text.len, (size_t)100000), text.at));
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
            walk(to, from->first, style, url, depth + 1);
            if (from->text.len > 0)
                put(to, from, style, bracketed(from->text, to->into), url);
            break;
        case JB_INLINE_STRONG:
        case JB_INLINE_EMPHASIS:
        case JB_INLINE_SUPERSCRIPT:
        case JB_INLINE_SUBSCRIPT:
        case JB_INLINE_STRIKE:
        case JB_INLINE_SPAN:
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
