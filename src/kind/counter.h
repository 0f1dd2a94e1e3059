/* Numbers as words and signs: the counters of lists and headings (typography: CSS counter
 * styles; GB/T 15835 for Chinese numerals). */
#ifndef JB_COUNTER_H
#define JB_COUNTER_H

#include "base/buf.h"

typedef enum jb_counter {
    JB_COUNTER_DECIMAL,
    JB_COUNTER_CHINESE,        /* ten is one sign, 101 has the sign for nought */
    JB_COUNTER_FORMAL,         /* the numerals of cheques */
    JB_COUNTER_STEMS,          /* the ten heavenly stems */
    JB_COUNTER_CIRCLED,        /* to 50, then (51) */
    JB_COUNTER_BRACKETED_SIGN, /* U+2474 to 20, then (21) */
    JB_COUNTER_ALPHA,          /* a to z, aa */
    JB_COUNTER_ROMAN           /* lower case, to 3999 */
} jb_counter;

/* Writes a number in a style; where the style has no sign for it, in decimals. */
void jb_counter_put(jb_buf *into, jb_counter style, int number);

#endif
