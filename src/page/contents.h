/* Contents and indexes of a volume as core blocks: the ordinary flow sets them. They do not
 * know where pages begin; what is printed beside an entry is given to them. */
#ifndef JB_CONTENTS_H
#define JB_CONTENTS_H

#include "doc/block.h"

/* The roles of their blocks, which layouts style:
 *
 *   h1 (HEADING, of contents and of each index)
 *   contents-report (GROUP): contents-entry, contents-line (PARA)
 *   contents-section (PARA, of a report)
 *   index-group, index-entry (PARA) */

typedef enum jb_contents_kind {
    JB_CONTENTS_TITLE,   /* of the contents or of an index; `dest` is its own name */
    JB_CONTENTS_REPORT,  /* a report; `note` stands below it */
    JB_CONTENTS_SECTION, /* a heading of the report above */
    JB_CONTENTS_GROUP,   /* of an index: what the entries below have in common */
    JB_CONTENTS_ENTRY    /* of an index */
} jb_contents_kind;

typedef struct jb_contents_entry {
    jb_contents_kind kind;
    const char *text;
    const char *note; /* NULL = none */
    const char *dest; /* what it links to; NULL for a group */
    const char *page; /* as printed, at the far edge; NULL for titles and groups */
} jb_contents_entry;

/* Adds the blocks of an entry to `root`. Texts are borrowed. */
void jb_contents_add(jb_block *root, const jb_contents_entry *entry, jb_arena *into);

#endif
