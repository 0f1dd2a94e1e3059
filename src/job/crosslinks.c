/* Paths are compared without "." and "..", as they are written: nothing is looked for. */
#include "job/crosslinks.h"

#include "base/buf.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The path of a link's address: %E4%B8%80 is the bytes it stands for, what is behind '#' or
 * '?' is none of it. */
static void put_address(jb_buf *into, const char *address)
{
    for (const char *at = address; *at && *at != '#' && *at != '?'; at++) {
        int high = *at == '%' ? hex_digit(at[1]) : -1;
        int low = high >= 0 ? hex_digit(at[2]) : -1;
        jb_buf_putc(into, low >= 0 ? (char)(high * 16 + low) : *at);
        at += low >= 0 ? 2 : 0;
    }
}

/* The path in its shortest form; ".." stays where nothing is before it. */
static jb_str shortest(jb_str path, jb_arena *into)
{
    jb_buf text = {0};
    size_t kept = 0; /* bytes that no ".." takes away */
    if (jb_str_starts(path, "/"))
        jb_buf_putc(&text, '/');
    kept = text.len;
    while (path.len) {
        size_t end = jb_str_find(path, "/");
        jb_str part = jb_str_slice(path, 0, end);
        path = jb_str_slice(path, end + 1, path.len);
        if (!part.len || jb_str_is(part, "."))
            continue;
        bool is_up = jb_str_is(part, "..");
        if (is_up && text.len > kept) {
            while (text.len > kept && text.at[--text.len] != '/')
                continue;
            continue;
        }
        jb_buf_puts(&text, text.len && text.at[text.len - 1] != '/' ? "/" : "");
        jb_buf_put_str(&text, part);
        kept = is_up ? text.len : kept;
    }
    jb_str made = {jb_str_dup(into, jb_buf_str(&text)), text.len};
    jb_buf_fini(&text);
    return made;
}

void jb_crosslinks_put(const char *path, size_t number, jb_arena *into, jb_map *parts)
{
    jb_map_entry *entry = jb_map_put(into, parts, shortest(jb_str_of(path), into));
    if (!entry->value)
        entry->value = number;
}

typedef struct resolving {
    const char *folder;
    const jb_map *parts;
    jb_arena *into;
    jb_diag *diag;
} resolving;

static size_t number_of(const resolving *r, const char *target)
{
    jb_buf path = {0};
    jb_buf_puts(&path, r->folder);
    put_address(&path, target);
    const jb_map_entry *entry =
        r->parts ? jb_map_find(r->parts, shortest(jb_buf_str(&path), r->into)) : NULL;
    jb_buf_fini(&path);
    return entry ? (size_t)entry->value : 0;
}

static void resolve_link(const resolving *r, jb_inline *link)
{
    size_t number = number_of(r, link->target);
    if (number) {
        link->target = jb_arena_printf(r->into, "part:%zu", number);
        return;
    }
    jb_diag_add(r->diag, JB_DIAG_LINK_REPORT, link->span, link->target);
    link->kind = JB_INLINE_SPAN;
    link->target = NULL;
}

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

static void resolve_block(const resolving *r, jb_block *block);

static void resolve_inlines(const resolving *r, jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next) {
        if (inlines->kind == JB_INLINE_LINK && jb_inlines_is_report(inlines->target))
            resolve_link(r, inlines);
        if (inlines->note)
            resolve_block(r, inlines->note);
        resolve_inlines(r, inlines->first);
    }
}

static void resolve_block(const resolving *r, jb_block *block)
{
    resolve_inlines(r, block->inlines);
    for (jb_block *child = block->first; child; child = child->next)
        resolve_block(r, child);
}

/* NOLINTEND(misc-no-recursion) */

void jb_crosslinks_resolve(jb_block *root, const char *folder, const jb_map *parts,
                           jb_arena *into, jb_diag *diag)
{
    const resolving r = {folder, parts, into, diag};
    resolve_block(&r, root);
}
