/* Drawings over a page that show how it was made: outlines of blocks, baselines, gaps in
 * the colour of what was done to them, the text area. */
#ifndef JB_OVERLAY_H
#define JB_OVERLAY_H

#include "page/paint.h"
#include "style/sheet.h"

/* What is drawn; in the order of the option's choices. */
enum {
    JB_OVERLAY_BOXES = 1 << 0,     /* blocks, rows and pictures */
    JB_OVERLAY_BASELINES = 1 << 1, /* of each line, over its measure */
    JB_OVERLAY_GAPS = 1 << 2,      /* squeezed violet, shrunk red, stretched blue,
                                    * opened orange, natural grey */
    JB_OVERLAY_FRAME = 1 << 3      /* the text area */
};

/* Appends the drawings, all in one ARTIFACT mark. Only traced lines have gaps and show
 * their measure (jb_build_trace). */
void jb_overlay_paint(const jb_paint_page *paper, const jb_frame *frame, unsigned what,
                      jb_arena *into, jb_items *out);

#endif
