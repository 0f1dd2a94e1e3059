/* Widths of table columns, and what a column holds. Pure arithmetic, no text is set. */
#ifndef JB_COLUMNS_H
#define JB_COLUMNS_H

#include "base/geom.h"

/* What the cells of a column need, padding included. All mpt. */
typedef struct jb_column {
    jb_mpt least;          /* the widest unbreakable piece */
    jb_mpt whole;          /* short cells on one line, heads on three; 0 = least */
    jb_mpt folded;         /* natural with heads on two lines; 0 = the same */
    jb_mpt natural;        /* the widest cell on one line */
    jb_mpt lead;           /* more room at the left, within all these */
    jb_mpt width;          /* the result */
    jb_mpt before, after;  /* of the decimal point: widest parts of numbers */
    jb_mpt number, word;   /* the widest of its numbers, of its other texts */
    size_t numbers, words; /* body cells that are numbers, that are other text */
} jb_column;

/* Raises columns [from, from + count) so that together they are at least as wide. */
void jb_columns_span(jb_column *columns, size_t from, size_t count, jb_mpt least,
                     jb_mpt natural);
/* Brings the fields in order: least <= whole <= folded <= natural. */
void jb_columns_order(jb_column *columns, size_t count);
/* How wide ordered columns are together. */
int64_t jb_columns_whole(const jb_column *columns, size_t count);
int64_t jb_columns_folded(const jb_column *columns, size_t count);
/* Sets every width so that the sum is exactly `measure`. Heads fold first; then
 * columns that fit a fair share keep their width and the others share the rest by
 * their natural widths, so that rows get about the same number of lines, none below
 * what keeps its short cells whole. When that can't be had, the widest are narrowed
 * first. false when the least widths don't fit. */
bool jb_columns_fit(jb_column *columns, size_t count, jb_mpt measure);
/* Whether a column holds figures: its body cells are numbers, at most a few of them
 * other texts that are hardly wider ("flat", "turned positive"). */
bool jb_columns_is_figures(const jb_column *column);
/* Whether a text is a figure as tables have them: sign, digits with separators,
 * brackets, and a unit (%, x, bp, pct(s), U+500D times). */
bool jb_columns_is_number(jb_str text);
/* Whether it stands for an absent figure: empty, dashes, "n/a", "/". */
bool jb_columns_is_void(jb_str text);

#endif
