/* Reading layouts whose YAML was parsed already. */
#ifndef JB_SHEET_READ_H
#define JB_SHEET_READ_H

#include "style/sheet.h"

/* As jb_sheet_read, from value trees. */
const jb_sheet *jb_sheet_read_vals(const jb_val *const *layouts, size_t count,
                                   const jb_fontset *fonts, jb_arena *into,
                                   jb_diag *diag);
/* Writes the fields of a layout, a line each; of a style. */
void jb_sheet_read_help(jb_buf *into);

#endif
