/* Pictures as their own addresses (RFC 2397). */
#ifndef JB_DATAURI_H
#define JB_DATAURI_H

#include "base/buf.h"
#include "doc/image.h"

/* Appends "data:image/jpeg;base64,..." or the like. */
void jb_datauri_put(const jb_image *image, jb_buf *into);

#endif
