/* The layout as text, a style a line, for `dump config` and for tests. */
#include "style/sheet_parts.h"

static void put_pt(jb_buf *into, const char *name, int64_t mpt)
{
    jb_buf_printf(into, " %s ", name);
    jb_buf_put_decimal(into, mpt, 3);
}

static void dump_style(const jb_sheet *sheet, const jb_style *style, jb_buf *into)
{
    static const char *const aligns[] = {"none",  "left",    "centre",
                                         "right", "justify", "decimal"};
    jb_buf_printf(into, "style %s: %s %d", style->name,
                  sheet->fonts->roles[style->type.role].name, style->type.weight);
    put_pt(into, "size", style->type.size);
    put_pt(into, "leading", style->setting.leading);
    if (style->setting.indent)
        put_pt(into, "indent", style->setting.indent);
    jb_buf_printf(into, " %s", aligns[style->setting.align]);
    if (style->box.before)
        put_pt(into, "before", style->box.before);
    if (style->box.after)
        put_pt(into, "after", style->box.after);
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
    put_pt(into, "width", frame->width);
    put_pt(into, "height", frame->height);
    put_pt(into, "top", frame->top);
    put_pt(into, "bottom", frame->bottom);
    put_pt(into, "left", frame->left);
    put_pt(into, "right", frame->right);
    put_pt(into, "measure", frame->width - frame->left - frame->right);
    put_pt(into, "exhibit", frame->exhibit);
    if (sheet->has_grid)
        put_pt(into, "grid", jb_sheet_pitch(sheet));
    jb_buf_puts(into, "\n");
    for (size_t i = 0; i < sheet->entries.count; i++) {
        const jb_sheet_entry *entry = sheet->entries.entries[i].pointer;
        dump_style(sheet, entry->style, into);
    }
}
