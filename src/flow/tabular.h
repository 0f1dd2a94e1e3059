/* Tables as boxes: one box a row, so that a table of any length streams through. */
#ifndef JB_TABULAR_H
#define JB_TABULAR_H

#include "flow/build.h"

struct jb_tabular;

/* Measures the columns (on at most the first 1,000 rows) and begins the table. */
void jb_tabular_open(jb_build *build, const jb_block *block);
/* Sets a row, and the rows below it that cells of it reach into. */
void jb_tabular_row(jb_build *build, const jb_block *block);
/* Sets the caption, unit or source line of the innermost table, kept with its rows. */
void jb_tabular_para(jb_build *build, const jb_block *para);
/* Ends a table: its memory goes with the chunk it ends in. */
void jb_tabular_close(jb_build *build, struct jb_tabular *table);
/* Frees a table that will not be ended. */
void jb_tabular_drop(struct jb_tabular *table);

#endif
