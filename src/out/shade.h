/* Colours for dark screens, made from a layout's colours by one rule, so that what could be
 * read on light ground can be read on dark. Integers only. */
#ifndef JB_SHADE_H
#define JB_SHADE_H

#include "base/geom.h"

enum {
    JB_SHADE_GROUND = 0x17191C, /* of a dark page; our choice: no pure black */
    JB_SHADE_LEAST = 4500       /* thousandths: WCAG 2.2, 1.4.3, level AA */
};

/* The contrast of two colours in thousandths, 1000 to 21000 (WCAG 2.2: contrast ratio). */
int jb_shade_contrast(jb_colour a, jb_colour b);
/* The dark ground that stands for a light one; dark ones stay as they are. */
jb_colour jb_shade_ground(jb_colour ground);
/* What a colour that stands on `ground` becomes on that ground's dark one: its hue, as far
 * from the ground as before, within limits. A text's contrast is at least
 * JB_SHADE_LEAST. */
jb_colour jb_shade_text(jb_colour colour, jb_colour ground);
/* Likewise of a line or a border, which may be faint. */
jb_colour jb_shade_line(jb_colour colour, jb_colour ground);

#endif
