/* The key-points box and the abstract; what the body says in the same words is left out
 * when the front matter of another site made it (report-format.md B7). */
#include "kind/points.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "base/vec.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

/* Letters and digits only, so that blanks and marks make no difference. */
static void put_bare(jb_buf *into, jb_str text)
{
    size_t from = 0; /* of the letters that follow each other */
    for (size_t at = 0; at < text.len;) {
        size_t before = at;
        uint32_t cp = jb_utf8_next(text, &at);
        if (jb_ucd_is_letter(cp) || jb_ucd_is_digit(cp))
            continue;
        jb_buf_put(into, text.at + from, before - from);
        from = at;
    }
    jb_buf_put(into, text.at + from, text.len - from);
}

static void put_block(jb_buf *into, const jb_block *block)
{
    jb_buf text = {0};
    jb_inlines_text(block->inlines, &text);
    put_bare(into, jb_buf_str(&text));
    put_bare(into, block->text);
    jb_buf_fini(&text);
    for (const jb_block *child = block->first; child; child = child->next)
        put_block(into, child);
}

static bool is_in(jb_str body, jb_str text, jb_arena *into)
{
    jb_buf bare = {0};
    jb_inline *inlines = jb_inlines_from_md(
        jb_markdown_read_text(text, JB_NO_SPAN, into, jb_diag_new(into)), into,
        jb_diag_new(into));
    jb_buf plain = {0};
    jb_inlines_text(inlines, &plain);
    put_bare(&bare, jb_buf_str(&plain));
    bool found =
        bare.len == 0 || (body.len && memmem(body.at, body.len, bare.at, bare.len));
    jb_buf_fini(&bare);
    jb_buf_fini(&plain);
    return found;
}

static const char *number(jb_arena *into, size_t value)
{
    return jb_arena_printf(into, "%zu", value);
}

/* A point, with a bullet when there are several. */
static void add_point(jb_lowering *l, jb_block *parent, const jb_field_text *point)
{
    jb_block *into = parent;
    if (parent->kind == JB_BLOCK_LIST) {
        into = jb_block_add(l->into, parent, JB_BLOCK_ITEM, "item",
                            point->val ? point->val->span : parent->span);
        into->u.item.text = "\u2022";
        into->u.item.is_bullet = true;
    }
    jb_lower_field(l, into, "key-point", point);
}

/* Two thirds or more of the points repeat the body: those are left out. */
static void add_points(jb_lowering *l, jb_block *root, jb_str body)
{
    const jb_meta *meta = &l->report->meta;
    const jb_field_texts *points = &meta->key_points;
    bool *repeated = JB_NEWS(l->into, bool, points->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < points->count && meta->is_foreign; i++) {
        repeated[i] = is_in(body, points->items[i].text, l->into);
        count += repeated[i];
    }
    bool drop = count * 3 >= points->count * 2 && count;
    jb_span span =
        points->count && points->items[0].val ? points->items[0].val->span : JB_NO_SPAN;
    if (drop)
        jb_diag_add(l->diag, JB_DIAG_POINTS_REPEATED, span, number(l->into, count),
                    number(l->into, points->count));
    if (points->count == 0 || (drop && count == points->count))
        return;
    jb_block *group = jb_block_add(l->into, root, JB_BLOCK_GROUP, "key-points", span);
    jb_lower_words(l, group, "key-point-heading",
                   jb_wording_text(l->lang, JB_WORDING_KEY_POINTS), span);
    size_t left = points->count - (drop ? count : 0);
    if (left > 1)
        group = jb_block_add(l->into, group, JB_BLOCK_LIST, "list", span);
    for (size_t i = 0; i < points->count; i++)
        if (!drop || !repeated[i])
            add_point(l, group, &points->items[i]);
}

typedef JB_VEC(jb_str) sentences;

/* The sentences of a text, each with its full stop. */
static sentences split(jb_str text, jb_arena *into)
{
    sentences all = {0};
    size_t from = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = jb_utf8_next(text, &at);
        if (cp != 0x3002 && cp != '\n' && at < text.len)
            continue;
        jb_str sentence = jb_str_trim(jb_str_slice(text, from, at));
        if (sentence.len)
            jb_vec_push(into, &all, sentence);
        from = at;
    }
    return all;
}

/* A paragraph of the sentences that are said nowhere else. */
static void add_new(jb_lowering *l, jb_block *root, const jb_val *val,
                    const sentences *fresh)
{
    jb_inline *first = NULL, **next = &first;
    for (size_t i = 0; i < fresh->count; i++) {
        jb_str text = fresh->items[i];
        jb_span span =
            jb_val_span_in(val, l->sources, (size_t)(text.at - val->text.at), text.len);
        *next =
            jb_lower_inlines(l, jb_markdown_read_text(text, span, l->into, l->diag));
        while (*next)
            next = &(*next)->next;
    }
    jb_lower_para(l, root, "abstract", first, val->span);
}

/* When two thirds or more of the sentences stand in the body, only the others are
 * printed; false when the abstract is to be printed as it is. Marks may reach over
 * several sentences, so a text with any is kept whole. */
static bool add_rest(jb_lowering *l, jb_block *root, const jb_val *val, jb_str body)
{
    sentences all = split(val->text, l->into), fresh = {0};
    bool has_marks = false;
    for (size_t i = 0; i < val->text.len; i++)
        has_marks |= strchr("*_`[<", val->text.at[i]) != NULL;
    for (size_t i = 0; i < all.count; i++)
        if (!is_in(body, all.items[i], l->into))
            jb_vec_push(l->into, &fresh, all.items[i]);
    size_t found = all.count - fresh.count;
    if (!all.count || found * 3 < all.count * 2 || (fresh.count && has_marks))
        return false;
    jb_diag_add(l->diag, JB_DIAG_ABSTRACT_REPEATED, val->span, number(l->into, found),
                number(l->into, all.count));
    add_new(l, root, val, &fresh);
    return true;
}

static void add_abstract(jb_lowering *l, jb_block *root, jb_buf *body)
{
    const jb_val *abstract = l->report->meta.abstract;
    if (!abstract || abstract->is_null)
        return;
    if (l->report->meta.is_foreign && abstract->kind == JB_VAL_SCALAR) {
        for (size_t i = 0; i < l->report->meta.key_points.count; i++)
            put_bare(body, l->report->meta.key_points.items[i].text);
        if (add_rest(l, root, abstract, jb_buf_str(body)))
            return;
    }
    jb_lower_val(l, abstract, root, "abstract");
}

void jb_points_lower(jb_lowering *l, jb_block *root, const jb_block *body)
{
    jb_buf bare = {0};
    if (l->report->meta.is_foreign)
        put_block(&bare, body);
    add_points(l, root, jb_buf_str(&bare));
    add_abstract(l, root, &bare);
    jb_buf_fini(&bare);
}

/* NOLINTEND(misc-no-recursion) */
