/* Dots, lines and waves beside a text, as items. */
#ifndef JB_STROKE_H
#define JB_STROKE_H

#include "page/item.h"

/* Appends the item of a stroke. x: of the measure's left edge, y: of the baseline, from
 * the page's top left corner. */
void jb_stroke_paint(const jb_line_stroke *stroke, jb_mpt x, jb_mpt y, jb_arena *into,
                     jb_items *out);

#endif
