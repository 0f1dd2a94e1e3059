/* The one thing an image's Exif block is asked for. */
#ifndef JB_EXIF_H
#define JB_EXIF_H

#include "base/str.h"

/* Orientation 1 to 8 out of a JPEG's APP1 segment (behind its length); 1 when the
 * segment is no Exif, says nothing or is damaged. Exif 2.32, 4.6.4: tag 0112, a SHORT
 * in IFD 0. */
int jb_exif_orientation(jb_str segment);

#endif
