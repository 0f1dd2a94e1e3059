/* The named styles of a layout: collected layer by layer, then resolved. */
#ifndef JB_SHEET_STYLES_H
#define JB_SHEET_STYLES_H

#include "style/sheet_parts.h"

/* What the inline styles are when no layout says it. */
void jb_sheet_styles_begin(jb_sheet *sheet);
/* Writes the names of the inline styles, a line each, with what they are for. */
void jb_sheet_styles_help(jb_buf *into);
/* Lays a map of properties over the style `name`, made when there is none. */
void jb_sheet_styles_layer(jb_sheet *sheet, jb_str name, const jb_val *val,
                           jb_span span, jb_arena *into);
/* Lays a layout's `styles` over the sheet's; NULL = none. false after an error. */
bool jb_sheet_styles_add(jb_sheet *sheet, const jb_val *styles, jb_arena *into,
                         jb_diag *diag);
/* Likewise its `inline`. */
bool jb_sheet_styles_add_inline(jb_sheet *sheet, const jb_val *inlines, jb_arena *into,
                                jb_diag *diag);
/* Resolves every style along based-on. false after an error. */
bool jb_sheet_styles_resolve(jb_sheet *sheet, jb_arena *into, jb_diag *diag);

#endif
