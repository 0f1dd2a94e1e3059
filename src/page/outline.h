/* The outline (bookmarks) from the headings that were met. */
#ifndef JB_OUTLINE_H
#define JB_OUTLINE_H

#include "flow/build.h"
#include "page/item.h"

/* Levels begin at 1 and go down one by one (ISO 32000-1, 12.3.3 has no gaps). Titles
 * are those of the headings, line ends as spaces. */
jb_outline jb_outline_make(const jb_build_headings *headings, jb_arena *into);

#endif
