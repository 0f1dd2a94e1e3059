/* Widths of table columns, and what a column holds. Pure arithmetic, no text is set. */
#ifndef JB_COLUMNS_H
#define JB_COLUMNS_H

#include "base/geom.h"

/* What the cells of a column need, padding included. All mpt. */
typedef struct jb_column {
    jb_mpt least;          /* the widest unbreakable piece */
    jb_mpt natural;        /* the widest cell on one line */
    jb_mpt folded;         /* natural with heads on two lines; 0 = the same */
    jb_mpt width;          /* the result */
    jb_mpt before, after;  /* of the decimal point: widest parts of numbers */
    size_t numbers, words; /* body cells that are numbers, that are other text */
} jb_column;

/* Raises columns [from, from + count) so that together they are at least as wide. */
void jb_columns_span(jb_column *columns, size_t from, size_t count, jb_mpt least,
                     jb_mpt natural);
/* Sets every width so that the sum is exactly `measure`. Columns that fit a fair
 * share keep their natural width; the others share the rest by their natural widths,
 * so that rows get about the same number of lines. Heads are folded before body
 * cells are. false when the least widths don't fit: then all are below them in
 * proportion. */
bool jb_columns_fit(jb_column *columns, size_t count, jb_mpt measure);
/* Whether a text is a figure as tables have them: sign, digits with separators,
 * brackets, and a unit (%, x, bp, pct(s), U+500D times). */
bool jb_columns_is_number(jb_str text);
/* Whether it stands for an absent figure: empty, dashes, "n/a", "/". */
bool jb_columns_is_void(jb_str text);

#endif
