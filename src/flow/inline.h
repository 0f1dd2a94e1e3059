/* Inline trees flattened to the segments a paragraph is set from. */
#ifndef JB_INLINE_H
#define JB_INLINE_H

#include "flow/flow.h"

/* Text of a table that is set smaller than its styles say: styles of size `from` are
 * replaced by copies of size `to`. */
typedef struct jb_inline_dense {
    jb_arena *into; /* of the copies */
    jb_mpt from, to;
    const jb_style *keys[16];
    const jb_style *copies[16];
    size_t count;
} jb_inline_dense;

typedef struct jb_inline_flat {
    JB_VEC(jb_segment) segments;
    JB_VEC(const jb_inline *) notes; /* the NOTE inlines, in order */
} jb_inline_flat;

/* Segments in reading order; inlines without a style of their own take `style`.
 * dense may be NULL. Texts are borrowed from the tree. */
jb_inline_flat jb_inline_flatten(const jb_inline *inlines, const jb_style *style,
                                 jb_inline_dense *dense, jb_arena *into);
/* The style to use for `style` in a dense table (NULL: style itself). */
const jb_style *jb_inline_dense_style(jb_inline_dense *dense, const jb_style *style);

#endif
