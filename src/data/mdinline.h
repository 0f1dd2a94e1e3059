/* Inline notation beyond CommonMark, on the tree: paired HTML tags, super- and
 * subscript between ^ and ~, ruby in braces, attributes behind brackets. */
#ifndef JB_MDINLINE_H
#define JB_MDINLINE_H

#include "data/markdown.h"

/* Rewrites the children of md, whose own children are finished. TEXT nodes with is_html
 * are raw tags: those understood are resolved, the others stay as text with a warning.
 */
void jb_mdinline_finish(jb_md *md, jb_arena *into, jb_diag *diag);
/* Whether an address may hold this byte (RFC 3986); anything else, as Chinese marks, ends
 * it. */
bool jb_mdinline_is_url(char c);
/* Appends a node to md's children. */
void jb_mdinline_append(jb_md *md, jb_md *child);

#endif
