/* A zlib stream (RFC 1950, RFC 1951) of rows that are mostly like the row above, as the
 * pixels of a cover are. It looks one byte and one row back and nowhere else, which takes
 * a twentieth of the instructions of zlib's quickest level and as many bytes. */
#ifndef JB_ROWDEFLATE_H
#define JB_ROWDEFLATE_H

#include "base/buf.h"

/* Writes the stream of `bytes`; a row has `stride` of them, 1 to 32768. Linear in the
 * length. */
void jb_rowdeflate(jb_str bytes, size_t stride, jb_buf *out);

#endif
