/* Entries are a flat list; their depths make the nesting. */
#include "out/toc.h"

typedef struct levels {
    jb_toc *contents;
    jb_toc_address address;
    void *state;
    int above;
    int open[JB_TOC_DEPTH + 1]; /* of the headings above, by depth below `above` */
    int depth;
} levels;

/* A title is one line. */
static const char *line_of(jb_str title, jb_arena *into)
{
    char *line = jb_str_dup(into, jb_str_trim(title));
    for (char *at = line; *at; at++)
        if ((unsigned char)*at < ' ')
            *at = ' ';
    return line;
}

void jb_toc_add(jb_toc *contents, const char *title, const char *href)
{
    jb_toc_entry entry = {line_of(jb_str_of(title), contents->into),
                          jb_str_dup(contents->into, jb_str_of(href)), 1};
    if (*entry.title)
        jb_vec_push(contents->into, &contents->entries, entry);
}

static void add_heading(levels *at, const jb_block *block)
{
    jb_toc *contents = at->contents;
    jb_buf words = {0};
    jb_block_title(block, &words);
    jb_toc_entry entry = {.title = line_of(jb_buf_str(&words), contents->into),
                          .href = at->address(at->state, block->u.heading.anchor)};
    jb_buf_fini(&words);
    if (!*entry.title || !entry.href)
        return;
    while (at->depth > 0 && at->open[at->depth] >= block->u.heading.level)
        at->depth--;
    if (at->above + at->depth >= JB_TOC_DEPTH)
        return;
    at->open[++at->depth] = block->u.heading.level;
    entry.depth = at->above + at->depth;
    jb_vec_push(contents->into, &contents->entries, entry);
}

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of blocks */
static void add_below(levels *at, const jb_block *parent)
{
    for (const jb_block *block = parent->first; block; block = block->next) {
        if (block->kind == JB_BLOCK_HEADING && block->u.heading.in_outline)
            add_heading(at, block);
        add_below(at, block);
    }
}
/* NOLINTEND(misc-no-recursion) */

void jb_toc_add_headings(jb_toc *contents, const jb_block *root, int above,
                         jb_toc_address address, void *state)
{
    levels at = {
        .contents = contents, .address = address, .state = state, .above = above};
    add_below(&at, root);
}

static void close_levels(jb_markup *to, int count)
{
    for (int i = 0; i < count; i++) {
        jb_markup_close(to); /* li */
        jb_markup_close(to); /* ol */
    }
}

void jb_toc_write(const jb_toc *contents, jb_markup *to)
{
    int depth = 0;
    for (size_t i = 0; i < contents->entries.count; i++) {
        const jb_toc_entry *entry = &contents->entries.items[i];
        bool is_deeper = entry->depth > depth;
        if (is_deeper) {
            jb_markup_open(to, "ol");
        } else {
            close_levels(to, depth - entry->depth);
            jb_markup_close(to); /* li */
        }
        depth = entry->depth;
        jb_markup_line(to);
        jb_markup_open(to, "li");
        jb_markup_open(to, "a");
        jb_markup_attr(to, "href", entry->href);
        jb_markup_text(to, jb_str_of(entry->title));
        jb_markup_close(to);
    }
    close_levels(to, depth);
}
