/* The picture on the front of an e-book: the one that the report supplies, or one set by
 * the text engine in the layout's type and colours. */
#ifndef JB_COVER_H
#define JB_COVER_H

#include "out/book.h"

/* Pixels, 3:4 as e-book shelves want it (Kobo: EPUB specs, "Covers"). */
enum { JB_COVER_WIDTH = 900, JB_COVER_HEIGHT = 1200 };

/* What the cover of several reports says in place of a report's own words. */
typedef struct jb_cover_volume {
    const char *title;
    const char *first, *last; /* dates of its parts, ISO 8601; NULL = none has one */
} jb_cover_volume;

/* Writes the picture file into `out`: of the report, or, when `volume` is not NULL, of the
 * volume that this report is a part of, in this report's layout. The format says what was
 * written; JB_IMAGE_NONE: nothing, since the report wants no cover (`cover: none`). A volume
 * has a cover of its own always. Same input, same bytes. */
jb_image_format jb_cover_make(const jb_book_part *part, const jb_cover_volume *volume,
                              jb_buf *out);

#endif
