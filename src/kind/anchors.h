/* Places to link to: headings by their ids, and links within the report. */
#ifndef JB_ANCHORS_H
#define JB_ANCHORS_H

#include "kind/lower.h"

/* The name of the next heading: the id when it is one (1 to 60 bytes without blanks and
 * ASCII marks other than - _ . :) that no heading has yet, otherwise a number of its
 * own; warns then. */
const char *jb_anchors_new(jb_lowering *l, const jb_field_text *id);
/* Sets every link to #id to the heading's anchor: by its id, or by its words as web
 * pages make ids of them (lower case, - for blanks, no marks). A link that leads nowhere
 * becomes plain text with a warning. */
void jb_anchors_resolve(jb_lowering *l, jb_block *root);

#endif
