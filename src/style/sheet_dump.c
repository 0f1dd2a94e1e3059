/* The layout as text, a style a line, for `dump config` and for tests. */
#include "style/sheet_parts.h"

static void dump_style(const jb_sheet *sheet, const jb_style *style, jb_buf *into)
{
    static const char *const aligns[] = {"none",  "left",    "centre",
                                         "right", "justify", "decimal"};
    jb_buf_printf(into, "style %s: %s %d", style->name,
                  sheet->fonts->roles[style->type.role].name, style->type.weight);
    jb_buf_put_points(into, " size ", style->type.size);
    jb_buf_put_points(into, " leading ", style->setting.leading);
    if (style->setting.indent)
        jb_buf_put_points(into, " indent ", style->setting.indent);
    jb_buf_printf(into, " %s", aligns[style->setting.align]);
    if (style->box.before)
        jb_buf_put_points(into, " before ", style->box.before);
    if (style->box.after)
        jb_buf_put_points(into, " after ", style->box.after);
    if (style->type.colour)
        jb_buf_printf(into, " #%06X", (unsigned)style->type.colour);
    if (style->box.has_fill)
        jb_buf_printf(into, " fill #%06X", (unsigned)style->box.fill);
    jb_buf_putc(into, '\n');
}

void jb_sheet_dump(const jb_sheet *sheet, jb_buf *into)
{
    const jb_frame *frame = &sheet->frame;
    jb_buf_printf(into, "layout %s, fonts %s, language %s\npage", sheet->name,
                  sheet->fonts->name, sheet->lang);
    jb_buf_put_points(into, " width ", frame->width);
    jb_buf_put_points(into, " height ", frame->height);
    jb_buf_put_points(into, " top ", frame->top);
    jb_buf_put_points(into, " bottom ", frame->bottom);
    jb_buf_put_points(into, " left ", frame->left);
    jb_buf_put_points(into, " right ", frame->right);
    jb_buf_put_points(into, " measure ", frame->width - frame->left - frame->right);
    jb_buf_put_points(into, " exhibit ", frame->exhibit);
    if (sheet->has_grid)
        jb_buf_put_points(into, " grid ", jb_sheet_pitch(sheet));
    jb_buf_puts(into, "\n");
    for (size_t i = 0; i < sheet->entries.count; i++) {
        const jb_sheet_entry *entry = sheet->entries.entries[i].pointer;
        dump_style(sheet, entry->style, into);
    }
}
