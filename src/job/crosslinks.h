/* Links from one report to another: within a volume that has both they lead to where the
 * other begins. */
#ifndef JB_CROSSLINKS_H
#define JB_CROSSLINKS_H

#include "base/map.h"
#include "doc/block.h"

/* Puts a report of a volume, by its path and its number from 1, into the map. */
void jb_crosslinks_put(const char *path, size_t number, jb_arena *into, jb_map *parts);
/* Sets every link to a report's file, named from the folder ("" or ending in a slash), to
 * that part (jb_inlines_part); what is behind its '#' is not looked at. One to a report that is not among the
 * parts (NULL: there are none) is text, with a note. */
void jb_crosslinks_resolve(jb_block *root, const char *folder, const jb_map *parts,
                           jb_arena *into, jb_diag *diag);

#endif
