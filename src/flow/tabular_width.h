/* What the columns of a table need: every cell of its first rows is shaped once and its
 * widths are noted; the shaped paragraphs are kept for the setting of the rows. */
#ifndef JB_TABULAR_WIDTH_H
#define JB_TABULAR_WIDTH_H

#include "flow/build.h"
#include "flow/columns.h"

/* Our limits of time and memory: rows that are measured, paragraphs that are kept. */
enum { JB_TABULAR_WIDTH_ROWS = 1000, JB_TABULAR_WIDTH_KEPT = 2000 };

/* A table that is being set. */
typedef struct jb_tabular {
    jb_arena own;   /* lives until the chunk it ends in dies */
    jb_arena *into; /* own, or the cell's arena for a table within a cell */
    const jb_block *block;
    const jb_element *element;
    jb_column *columns;
    jb_align *aligns; /* a column each, never NONE */
    size_t count;
    size_t rows, header_rows, row_at;
    size_t cells_at; /* cells set so far */
    jb_para **kept;  /* by the cell's ordinal; NULL entries: not kept */
    size_t kept_count;
    jb_boxes header;        /* to be repeated */
    jb_repeat *repeat;      /* NULL before the header is complete, or when too high */
    jb_inline_dense *dense; /* or NULL */
    jb_mpt pad;             /* beside the cells' texts */
} jb_tabular;

/* Fills columns (all but the width), aligns and the kept paragraphs.
 * Columns of figures get one width when the measure allows it. */
void jb_tabular_width_measure(jb_build *build, jb_tabular *table, jb_mpt measure);
/* A cell's content when it is a single paragraph, else NULL. */
const jb_block *jb_tabular_width_single(const jb_block *cell);
/* Whether a cell holds a number and nothing else (flow/columns.h). Words across columns of
 * figures are centred over them. */
bool jb_tabular_width_is_figure(const jb_block *cell);

#endif
