/* PNG files (ISO/IEC 15948) from decoded pixels, and the filtering of rows, which PDF
 * shares (ISO 32000-1, 7.4.4.4). */
#ifndef JB_PNG_H
#define JB_PNG_H

#include "base/buf.h"
#include "doc/image.h"

/* Appends `height` rows of width * step bytes, each behind the number of its filter:
 * that of None, Sub and Up which leaves the least sum of differences, as the standard
 * advises (12.8). step: bytes of a pixel. */
void jb_png_rows(jb_buf *into, const uint8_t *pixels, size_t width, size_t height,
                 size_t step);
/* Appends a file with the image's pixels (grey or RGB) and its alpha, where it has one, and
 * nothing else. */
void jb_png_write(const jb_image *image, jb_buf *out);

#endif
