/* PNG files (ISO/IEC 15948) from decoded pixels, and the filtering of rows, which PDF
 * shares (ISO 32000-1, 7.4.4.4). */
#ifndef JB_PNG_H
#define JB_PNG_H

#include "base/buf.h"
#include "base/geom.h"
#include "doc/image.h"

/* Appends `height` rows of width * step bytes, each behind the number of its filter:
 * that of None, Sub and Up which leaves the least sum of differences, as the standard
 * advises (12.8). step: bytes of a pixel. */
void jb_png_rows(jb_buf *into, const uint8_t *pixels, size_t width, size_t height,
                 size_t step);
/* Appends a file with the image's pixels (grey or RGB) and its alpha, where it has one, and
 * nothing else. */
void jb_png_write(const jb_image *image, jb_buf *out);
/* Rows of indices into a palette of 1 to 256 colours, 0xRRGGBB; each row stands behind the
 * number of its filter, 0. */
typedef struct jb_png_indexed {
    const uint8_t *rows;
    uint32_t width, height;
    const jb_colour *palette;
    size_t colours;
} jb_png_indexed;

/* Appends a file of such rows, packed as out/rowdeflate.h has it. */
void jb_png_write_indexed(const jb_png_indexed *image, jb_buf *out);

#endif
