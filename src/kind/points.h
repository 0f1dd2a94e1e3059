/* The key-points box and the abstract of a report. */
#ifndef JB_POINTS_H
#define JB_POINTS_H

#include "kind/lower.h"

/* Key points and abstract, between head and body; body is read to leave out what it
 * repeats (report-format.md B7). */
void jb_points_lower(jb_lowering *l, jb_block *root, const jb_block *body);

#endif
