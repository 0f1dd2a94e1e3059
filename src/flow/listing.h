/* Lists with hanging labels (CLREQ 3.4.1), and footnotes, which are set the same
 * way. */
#ifndef JB_LISTING_H
#define JB_LISTING_H

#include "flow/build.h"

/* Begins a list: the label's column is as wide as its widest label. */
void jb_listing_open(jb_build *build, const jb_block *list);
/* Begins an item: its label waits for the first line. */
void jb_listing_item(jb_build *build, const jb_block *item);
/* Sets a footnote in the measure of the page with its number as label; NULL when it has
 * no text or was set before. */
const jb_note *jb_listing_note(jb_build *build, const jb_inline *mark);

#endif
