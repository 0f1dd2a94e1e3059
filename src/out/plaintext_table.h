/* Tables of plain text: columns side by side when the lines are wide enough for them,
 * otherwise each row as a list of "head: cell". */
#ifndef JB_PLAINTEXT_TABLE_H
#define JB_PLAINTEXT_TABLE_H

#include "out/wrap.h"

typedef struct jb_plaintext_cell {
    jb_str text;
    size_t column, span; /* from 0; at least 1 */
    jb_align align;
} jb_plaintext_cell;

typedef struct jb_plaintext_row {
    const jb_plaintext_cell *cells;
    size_t count;
    bool is_header;
} jb_plaintext_row;

typedef struct jb_plaintext_table {
    const jb_plaintext_row *rows;
    size_t count;
    size_t columns;
} jb_plaintext_table;

/* Writes the rows, every line behind `line->rest`; `line->columns` is the room. */
void jb_plaintext_table_put(const jb_plaintext_table *table, const jb_wrap *line,
                            jb_arena *scratch, jb_buf *out);

#endif
