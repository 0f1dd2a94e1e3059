/* Where a page ends: among the legal breaks before the page is full, the cheapest. */
#ifndef JB_CHOOSE_H
#define JB_CHOOSE_H

#include "flow/flow.h"

/* The baseline grid. Its lines are `pitch` apart, the first one where a body line at the
 * page's top has its baseline. */
typedef struct jb_choose_grid {
    jb_mpt pitch;    /* 0 = no grid */
    jb_mpt baseline; /* of a body line, from its top */
} jb_choose_grid;

/* What there is to choose from. All mpt. */
typedef struct jb_choose_input {
    const jb_box *const *boxes;
    size_t count;
    bool is_end;     /* nothing follows the boxes */
    jb_mpt height;   /* of the text area */
    jb_mpt carried;  /* of footnote lines that come from the page before */
    jb_mpt note_gap; /* between text and footnotes */
    int shrink_1000; /* what spaces between blocks may give up, in thousandths */
    jb_choose_grid grid;
    size_t latest; /* no break after this box if there is a fair one; 0 = any */
} jb_choose_input;

typedef struct jb_choose_result {
    size_t count;  /* boxes on the page, at least 1 unless a row is split */
    bool splits;   /* box `count` is a row to be cut */
    jb_mpt room;   /* for the head of that row */
    bool is_final; /* all boxes of the report are used up */
} jb_choose_result;

/* Never gives an empty page: a box that fits no page stands alone on one. */
jb_choose_result jb_choose_break(const jb_choose_input *input);
/* From the bottom of `above` (NULL: the page's top) to the top of `box`. */
jb_mpt jb_choose_lead(const jb_box *above, const jb_box *box, int shrink_1000);
/* Whether a box is a line of body text, which stands on the grid; false without one. */
bool jb_choose_is_gridded(const jb_choose_grid *grid, const jb_box *box);
/* What is to be added to `y`, the top of `box` below `above` from the top of the text
 * area, so that it stands on the grid (jb_flow_snap). 0 for all that is not body text: the
 * next body line makes good for it (CLREQ 2.3.5). */
jb_mpt jb_choose_snap(const jb_choose_grid *grid, const jb_box *above,
                      const jb_box *box, int64_t y);
/* By how much spaces must shrink, in thousandths, so that the first `count` boxes and
 * `notes` fit; at most 1000. */
int jb_choose_shrink(const jb_choose_input *input, size_t count, jb_mpt notes);

#endif
