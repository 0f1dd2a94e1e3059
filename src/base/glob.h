/* Patterns of paths. */
#ifndef JB_GLOB_H
#define JB_GLOB_H

#include "base/str.h"

/* Whether a path matches: `?` is one character and `*` any number of them within a name,
 * `**` as a whole name any number of folders, none included. Hidden names must be named by
 * their dot. Time is the product of the lengths at most. */
bool jb_glob_match(jb_str pattern, jb_str path);

#endif
