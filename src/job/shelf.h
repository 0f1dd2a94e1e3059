/* What is kept from one report to the next: fonts, layouts, font sets and collections, each
 * read once. A report made with a shelf is byte for byte what it is without one. */
#ifndef JB_SHELF_H
#define JB_SHELF_H

#include "job/resources.h"
#include "style/sheet.h"

typedef struct jb_shelf jb_shelf;

/* A layout with its font set, ready for use; or why not. */
typedef struct jb_shelf_layout {
    const jb_sheet *sheet; /* NULL after an error */
    const jb_fontset *fontset;
    jb_diag *diag;
    jb_reads reads;
} jb_shelf_layout;

/* A collection; or why not. */
typedef struct jb_shelf_collection {
    jb_collection collection;
    jb_diag *diag;
    jb_reads reads;
} jb_shelf_collection;

/* An empty shelf; sources: a shared table (jb_source_table_shared); collection: of all
 * reports (NULL: each has its own). Everything is kept in the arena; it and all that is
 * passed must outlive the shelf. */
jb_shelf *jb_shelf_open(const jb_config *config, jb_sources *sources,
                        const jb_shelf_collection *collection, jb_arena *into);
/* Unmaps and closes fonts. */
void jb_shelf_close(jb_shelf *shelf);
/* Fields of a layout that are laid over all layouts from now on, below those of --set. */
void jb_shelf_lay(jb_shelf *shelf, const jb_val *settings);
const jb_val *jb_shelf_laid(const jb_shelf *shelf);
const jb_config *jb_shelf_config(const jb_shelf *shelf);
/* The places of what is on the shelf; a report's sources stand on them. */
jb_sources *jb_shelf_sources(jb_shelf *shelf);
jb_arena *jb_shelf_arena(jb_shelf *shelf);
jb_font_store *jb_shelf_fonts(jb_shelf *shelf);
/* The fonts of a sound font set, given as its YAML: one for all reports that are set with
 * it, so that their faces are the same. They stay until the shelf is closed. */
jb_fonts *jb_shelf_keep_fonts(jb_shelf *shelf, jb_str yaml);
/* The collection of reports in a folder ("" or ending in a slash). */
const jb_shelf_collection *jb_shelf_find_collection(jb_shelf *shelf,
                                                    const char *folder);
/* The layout of a key. *is_new: it is the caller's to make. */
jb_shelf_layout *jb_shelf_find_layout(jb_shelf *shelf, const char *key, bool *is_new);

#endif
