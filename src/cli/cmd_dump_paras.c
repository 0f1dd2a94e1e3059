/* Paragraphs are shaped and broken as the page would, but for insets and columns. */
#include "cli/cmd_dump_paras.h"

#include "flow/inline.h"
#include "text/breaks.h"

static void put_place(const jb_work *work, jb_span span, jb_buf *into)
{
    jb_place place = jb_source_place(work->sources, span);
    jb_buf_printf(into, "%u:%u", place.line, place.column);
}

static void put_line(const jb_line *line, jb_buf *into)
{
    jb_buf_puts(into, "  line x ");
    jb_buf_put_decimal(into, line->x, 3);
    jb_buf_puts(into, " width ");
    jb_buf_put_decimal(into, line->width, 3);
    jb_buf_puts(into, " | ");
    jb_buf_put_str(into, line->text);
    jb_buf_puts(into, "\n");
}

static void put_runs(const jb_line *line, jb_buf *into)
{
    for (size_t i = 0; i < line->run_count; i++) {
        const jb_line_run *run = &line->runs[i];
        jb_buf_printf(into, "  run %s ", run->face->postscript);
        jb_buf_put_decimal(into, run->type->size, 3);
        jb_buf_puts(into, " x ");
        jb_buf_put_decimal(into, run->x, 3);
        jb_buf_printf(into, " glyphs %zu | ", run->count);
        jb_buf_put_str(into, run->text);
        jb_buf_puts(into, "\n");
    }
}

static void dump_para(const jb_work *work, const jb_block *block, jb_dump_paras what,
                      jb_buf *into)
{
    jb_arena arena = {0};
    const jb_frame *frame = jb_sheet_frame(work->sheet);
    const jb_setting *setting = &block->style->setting;
    jb_inline_flat flat = jb_inline_flatten(block->inlines, block->style, NULL, &arena);
    jb_para *para = jb_para_shape(work->fonts, block->style, flat.segments.items,
                                  flat.segments.count, &arena, work->diag);
    jb_para_measure measure = {frame->width - frame->left - frame->right,
                               setting->indent, setting->align};
    jb_lines lines = jb_para_break(para, &measure, &arena, work->diag);
    put_place(work, block->span, into);
    jb_buf_printf(into, " %s\n", block->role);
    for (size_t i = 0; what != JB_DUMP_BREAKS && i < lines.count; i++) {
        if (what == JB_DUMP_LINES)
            put_line(&lines.items[i], into);
        else
            put_runs(&lines.items[i], into);
    }
    if (what == JB_DUMP_BREAKS)
        jb_breaks_dump(para, &lines, into);
    jb_arena_fini(&arena);
}

void jb_cmd_dump_paras(const jb_work *work, jb_dump_paras what, jb_buf *into)
{
    const jb_block *at = work->blocks;
    while (at) {
        if (at->inlines)
            dump_para(work, at, what, into);
        if (at->first) {
            at = at->first;
            continue;
        }
        while (at && !at->next)
            at = at->parent;
        at = at ? at->next : NULL;
    }
}
