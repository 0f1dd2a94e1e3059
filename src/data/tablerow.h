/* Rows of Markdown tables as text: where one cell ends and the next begins (GFM 4.10).
 */
#ifndef JB_TABLEROW_H
#define JB_TABLEROW_H

#include "base/str.h"

/* How many cells the line has, from `at` on; 0 without a bar. */
size_t jb_tablerow_cells(jb_str line, size_t at);
/* The offset of the bar behind so many cells, counted from `at`; SIZE_MAX when the row
 * ends before. */
size_t jb_tablerow_bar(jb_str line, size_t at, size_t cells);
/* How many columns a table's delimiter row has, 0 when the line is none. */
size_t jb_tablerow_delimiters(jb_str line);
/* Whether a line begins another block, so that it ends the table above it. */
bool jb_tablerow_ends(jb_str line, size_t at);

#endif
