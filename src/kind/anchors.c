/* Ids are taken while headings are rewritten, links resolved when all are known. */
#include "kind/anchors.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "base/vec.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum { ID_MAX = 60, HINTS_MAX = 2000 };

typedef struct resolving {
    jb_lowering *l;
    jb_map slugs; /* headings' words to anchors */
    JB_VEC(const char *) names;
} resolving;

static bool is_id(jb_str id)
{
    if (id.len == 0 || id.len > ID_MAX)
        return false;
    for (size_t at = 0; at < id.len;) {
        uint32_t cp = jb_utf8_next(id, &at);
        bool is_mark = cp == '-' || cp == '_' || cp == '.' || cp == ':';
        bool is_ascii_word = (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
                             (cp >= 'a' && cp <= 'z');
        if (cp < 0x80 ? !is_mark && !is_ascii_word
                      : !jb_ucd_is_letter(cp) && !jb_ucd_is_digit(cp))
            return false;
    }
    return true;
}

const char *jb_anchors_new(jb_lowering *l, const jb_field_text *id)
{
    const char *anchor = NULL;
    if (id && id->text.len) {
        jb_str name =
            jb_str_slice(id->text, jb_str_starts(id->text, "#"), id->text.len);
        jb_span span = id->val ? id->val->span : JB_NO_SPAN;
        const char *shown = jb_str_dup(l->into, id->text);
        if (!is_id(name))
            jb_diag_add(l->diag, JB_DIAG_ID_BAD, span, shown);
        else if (jb_map_find(&l->ids, name))
            jb_diag_add(l->diag, JB_DIAG_ID_TWICE, span, shown);
        else
            anchor = jb_str_dup(l->into, name);
    }
    while (!anchor) {
        anchor = jb_arena_printf(l->into, "s%d", ++l->anchors);
        if (jb_map_find(&l->ids, jb_str_of(anchor)))
            anchor = NULL;
    }
    jb_map_put(l->into, &l->ids, jb_str_of(anchor))->pointer =
        (void *)(uintptr_t)anchor;
    return anchor;
}

/* Words as web pages make ids of them. */
static jb_str slug(jb_str words, jb_arena *into)
{
    jb_buf text = {0};
    for (size_t at = 0; at < words.len;) {
        size_t from = at;
        uint32_t cp = jb_utf8_next(words, &at);
        if (cp >= 'A' && cp <= 'Z')
            jb_buf_putc(&text, (char)(cp + 32));
        else if (cp == ' ' || cp == '-' || cp == '_')
            jb_buf_putc(&text, cp == ' ' ? '-' : (char)cp);
        else if (jb_ucd_is_letter(cp) || jb_ucd_is_digit(cp))
            jb_buf_put(&text, words.at + from, at - from);
    }
    jb_str made = {jb_str_dup(into, jb_buf_str(&text)), text.len};
    jb_buf_fini(&text);
    return made;
}

static void collect(resolving *r, const jb_block *block)
{
    if (block->kind == JB_BLOCK_HEADING) {
        jb_buf words = {0};
        jb_inlines_text(block->inlines, &words);
        jb_str name = slug(jb_str_trim(jb_buf_str(&words)), r->l->into);
        jb_buf_fini(&words);
        jb_map_entry *entry = jb_map_put(r->l->into, &r->slugs, name);
        if (!entry->pointer)
            entry->pointer = (void *)(uintptr_t)block->u.heading.anchor;
        jb_vec_push(r->l->into, &r->names, block->u.heading.anchor);
    }
    for (const jb_block *child = block->first; child; child = child->next)
        collect(r, child);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %E4%B8%80 as the bytes it stands for. */
static jb_str decoded(jb_str text, jb_arena *into)
{
    char *made = JB_NEWS(into, char, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        int high =
            i + 2 < text.len && text.at[i] == '%' ? hex_digit(text.at[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text.at[i + 2]) : -1;
        made[len++] = low >= 0 ? (char)(high * 16 + low) : text.at[i];
        i += low >= 0 ? 2 : 0;
    }
    return (jb_str){made, len};
}

static void resolve_link(resolving *r, jb_inline *link)
{
    jb_lowering *l = r->l;
    jb_str name = decoded(jb_str_of(link->target + 1), l->into);
    jb_map_entry *entry = jb_map_find(&l->ids, name);
    if (!entry)
        entry = jb_map_find(&r->slugs, slug(name, l->into));
    if (entry) {
        link->target = jb_arena_printf(l->into, "#%s", (const char *)entry->pointer);
        return;
    }
    bool is_many = jb_diag_count_id(l->diag, JB_DIAG_LINK_NOWHERE) > HINTS_MAX;
    jb_diag_add(l->diag, JB_DIAG_LINK_NOWHERE, link->span, link->target,
                jb_diag_nearest(name, r->names.items, is_many ? 0 : r->names.count));
    link->kind = JB_INLINE_SPAN;
    link->target = NULL;
}

static void resolve_block(resolving *r, jb_block *block);

static void resolve_inlines(resolving *r, jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next) {
        if (inlines->kind == JB_INLINE_LINK && inlines->target[0] == '#')
            resolve_link(r, inlines);
        if (inlines->note)
            resolve_block(r, inlines->note);
        resolve_inlines(r, inlines->first);
    }
}

static void resolve_block(resolving *r, jb_block *block)
{
    resolve_inlines(r, block->inlines);
    for (jb_block *child = block->first; child; child = child->next)
        resolve_block(r, child);
}

void jb_anchors_resolve(jb_lowering *l, jb_block *root)
{
    resolving r = {.l = l};
    collect(&r, root);
    resolve_block(&r, root);
}

/* NOLINTEND(misc-no-recursion) */
