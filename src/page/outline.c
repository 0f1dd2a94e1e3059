/* Outline entries: a heading two levels below the one before hangs directly under
 * it. */
#include "page/outline.h"

enum { LEVELS = 6 };

static const char *one_line(const char *title, jb_arena *into)
{
    char *copy = jb_str_dup(into, jb_str_trim(jb_str_of(title)));
    for (char *at = copy; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    return copy;
}

jb_outline jb_outline_make(const jb_build_headings *headings, jb_arena *into)
{
    jb_outline_entry *entries = JB_NEWS(into, jb_outline_entry, headings->count);
    int open[LEVELS + 1] = {0}; /* levels of the headings above, by outline level */
    int depth = 0;
    for (size_t i = 0; i < headings->count; i++) {
        const jb_build_heading *heading = &headings->items[i];
        while (depth > 0 && open[depth] >= heading->level)
            depth--;
        if (depth < LEVELS)
            depth++;
        open[depth] = heading->level;
        entries[i] =
            (jb_outline_entry){depth, one_line(heading->title, into), heading->anchor};
    }
    return (jb_outline){entries, headings->count};
}
