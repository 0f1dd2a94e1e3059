/* The text of a YAML scalar set against the source it came from: lines joined as
 * Chinese wants it, and the place of every byte. */
#ifndef JB_SCALAR_H
#define JB_SCALAR_H

#include "data/val.h"

typedef enum jb_scalar_style {
    JB_SCALAR_PLAIN,
    JB_SCALAR_SINGLE,
    JB_SCALAR_DOUBLE,
    JB_SCALAR_LITERAL,
    JB_SCALAR_FOLDED
} jb_scalar_style;

/* Sets text, pieces and is_verbatim of a scalar. bytes: the whole source; val->span:
 * the scalar as written, with its quotes or block header; value: the text that the YAML
 * parser made of it. A space that a line break became between two characters that join
 * (jb_val_joins) is left out. When the two do not match, the value stands as it is,
 * without pieces. Linear in both. */
void jb_scalar_place(jb_val *val, jb_scalar_style style, jb_str bytes, jb_str value,
                     jb_arena *into);
/* Bytes of the line break at `at` (CR LF, LF, CR, NEL, LS, PS), 0 when none is there.
 */
size_t jb_scalar_break(jb_str bytes, size_t at);

#endif
