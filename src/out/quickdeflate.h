/* A zlib stream (RFC 1950, RFC 1951) made with little effort: one earlier place is looked
 * at for each byte, the last whose next four bytes hash alike. It takes two thirds of the
 * instructions of libdeflate's quickest level and gives about 1 % more bytes of outlines,
 * which hardly repeat themselves. */
#ifndef JB_QUICKDEFLATE_H
#define JB_QUICKDEFLATE_H

#include "base/str.h"

typedef struct jb_quickdeflate jb_quickdeflate;

/* What one stream after another is made with. */
jb_quickdeflate *jb_quickdeflate_new(jb_arena *into);
/* The most bytes a stream of `len` bytes can have. */
size_t jb_quickdeflate_bound(size_t len);
/* Writes the stream to `out`, which has room for jb_quickdeflate_bound, and gives its
 * length. It depends on the bytes only, not on those before. Linear in their length. */
size_t jb_quickdeflate_write(jb_quickdeflate *state, jb_str bytes, char *out);

#endif
