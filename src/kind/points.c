/* The key-points box and the abstract; what the body says in the same words is left out
 * when the front matter of another site made it (report-format.md B7). */
#include "kind/points.h"

#include "base/ucd.h"
#include "base/utf8.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

/* Letters and digits only, so that blanks and marks make no difference. */
static void put_bare(jb_buf *into, jb_str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t cp = jb_utf8_next(text, &at);
        if (jb_ucd_is_letter(cp) || jb_ucd_is_digit(cp))
            jb_buf_put(into, text.at + from, at - from);
    }
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
                   l->is_english ? "Key points" : "\u6838\u5fc3\u8981\u70b9", span);
    for (size_t i = 0; i < points->count; i++)
        if (!drop || !repeated[i])
            jb_lower_field(l, group, "key-point", &points->items[i]);
}

/* Whether two thirds or more of the sentences stand in the body. */
static bool repeats(jb_str body, jb_str text, jb_arena *into)
{
    size_t count = 0, found = 0, from = 0;
    for (size_t at = 0; at <= text.len;) {
        size_t before = at;
        uint32_t cp = at < text.len ? jb_utf8_next(text, &at) : 0;
        if (cp == 0x3002 || cp == '\n' || cp == 0) {
            jb_str sentence = jb_str_trim(jb_str_slice(text, from, before));
            if (sentence.len) {
                count++;
                found += is_in(body, sentence, into);
            }
            from = at;
        }
        if (cp == 0)
            break;
    }
    return count && found * 3 >= count * 2;
}

static void add_abstract(jb_lowering *l, jb_block *root, jb_buf *body)
{
    const jb_val *abstract = l->report->meta.abstract;
    if (!abstract || abstract->is_null)
        return;
    if (l->report->meta.is_foreign && abstract->kind == JB_VAL_SCALAR) {
        for (size_t i = 0; i < l->report->meta.key_points.count; i++)
            put_bare(body, l->report->meta.key_points.items[i].text);
        if (repeats(jb_buf_str(body), abstract->text, l->into)) {
            jb_diag_add(l->diag, JB_DIAG_ABSTRACT_REPEATED, abstract->span);
            return;
        }
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
