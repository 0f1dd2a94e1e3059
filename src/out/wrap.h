/* Plain text in lines of a width in columns (East_Asian_Width W and F are two), broken by
 * the same rules as paragraphs of pages. */
#ifndef JB_WRAP_H
#define JB_WRAP_H

#include "base/buf.h"
#include "style/style.h"

typedef struct jb_wrap {
    int columns;       /* of the whole line, prefixes included; at least 1 is left for
                        * the text */
    const char *first; /* before the first line; "" = nothing */
    const char *rest;  /* before the others */
    const char *lang;  /* BCP 47: whose rules of breaking count */
    jb_kinsoku kinsoku;
    jb_align align; /* RIGHT and CENTRE are filled up with spaces before the text */
} jb_wrap;

/* Writes the text in lines, each ended by a line feed; U+2028 begins a new one. Spaces at
 * line ends are dropped, what is too wide for a line is broken anywhere. An empty text
 * writes nothing. Linear. */
void jb_wrap_put(const jb_wrap *wrap, jb_str text, jb_arena *scratch, jb_buf *out);

#endif
