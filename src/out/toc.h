/* The contents of a reflowable document: a line a report, its headings below. */
#ifndef JB_TOC_H
#define JB_TOC_H

#include "base/vec.h"
#include "out/book.h"
#include "out/markup.h"

enum { JB_TOC_DEPTH = 3 /* Kindle shows two levels, WeChat Read all */ };

typedef struct jb_toc_entry {
    const char *title, *href;
    int depth; /* from 1 to JB_TOC_DEPTH, at most one more than the entry before */
} jb_toc_entry;

/* Zero-initialised with `into` set it is empty. */
typedef struct jb_toc {
    jb_arena *into;
    JB_VEC(jb_toc_entry) entries;
} jb_toc;

/* The address of a heading by its anchor, in memory that lives as long as the contents. */
typedef const char *(*jb_toc_address)(void *state, const char *anchor);

/* Adds a line on the first level; both texts are copied. Nothing for an empty title. */
void jb_toc_add(jb_toc *contents, const char *title, const char *href);
/* Adds the headings of a report that are in its outline, from level above + 1 on; those
 * deeper than JB_TOC_DEPTH are left out. As in the outline of pages, a heading two
 * levels below the one before hangs directly under it. */
void jb_toc_add_headings(jb_toc *contents, const jb_block *root, int above,
                         jb_toc_address address, void *state);
/* Writes nested <ol> of links; nothing when there are no entries. */
void jb_toc_write(const jb_toc *contents, jb_markup *to);

#endif
