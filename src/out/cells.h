/* What the cells of a table hold, judged from their texts alone, for outputs that set no
 * lines: how columns stand, and which cells are to stay on one line on a narrow screen. */
#ifndef JB_CELLS_H
#define JB_CELLS_H

#include "doc/block.h"
#include "flow/columns.h"

/* Of one column; widths in columns of a terminal (base/utf8.h), two to an em. */
typedef struct jb_cells_column {
    jb_column is; /* widths and counts of figures and words below the head */
    jb_mpt widest;
    jb_align align; /* NONE: as lines begin; DECIMAL: figures */
} jb_cells_column;

typedef struct jb_cells {
    const jb_block *table;
    jb_cells_column *columns; /* at most 200; more are not judged */
    size_t count, rows;
    bool has_spans;
} jb_cells;

typedef enum jb_cells_room {
    JB_CELLS_ANY,
    JB_CELLS_SHORT, /* is kept on one line: else it would be a character wide */
    JB_CELLS_WHOLE, /* likewise, where the screen is no telephone's */
    JB_CELLS_LONG   /* is given room */
} jb_cells_room;

/* Judges as on paper (flow/tabular_width.c). The arrays are in `into`. */
jb_cells jb_cells_judge(const jb_block *table, jb_arena *into);
/* How a cell of row `row` (from 0) stands. A head over several columns that has heads of
 * its own below it is centred, and so are words across columns of figures. */
jb_align jb_cells_align(const jb_cells *cells, const jb_block *cell, size_t row);
jb_cells_room jb_cells_room_of(const jb_block *cell);

#endif
