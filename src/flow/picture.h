/* Figures: the picture, its caption and its source line. */
#ifndef JB_PICTURE_H
#define JB_PICTURE_H

#include "flow/build.h"

/* The size a picture is set in: its natural size, or width_1000 of the measure when
 * that is not 0; never over the measure or the height given. All mpt. */
void jb_picture_size(const jb_image *image, int32_t width_1000, jb_mpt measure,
                     jb_mpt highest, jb_mpt *width, jb_mpt *height);
/* Sets a FIGURE: centred, caption below, kept together. A missing picture is one
 * line of text in the style "figure-missing". */
void jb_picture_place(jb_build *build, const jb_block *figure);

/* What stands for a picture that can't be shown, in the language of the report. */
const char *jb_picture_missing(const char *path, const char *lang, jb_arena *into);

#endif
