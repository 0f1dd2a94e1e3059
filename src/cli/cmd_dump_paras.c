/* The builder shows each paragraph as it is set; the pages show each line in its place. */
#include "cli/cmd_dump_paras.h"

#include "flow/build.h"
#include "page/placed.h"
#include "text/breaks.h"
#include "text/trace.h"

enum { JSON = 1 /* the choice of --format */ };

typedef struct dump {
    const jb_work *work;
    jb_buf *into;
    size_t page;
    jb_arena walk;
} dump;

static void put_place(const dump *to, jb_span span)
{
    jb_place place = jb_source_place(to->work->sources, span);
    jb_buf_printf(to->into, "%u:%u", place.line, place.column);
}

/* ---- runs and breaks ----------------------------------------------------------- */

static void put_head(const dump *to, const jb_para *para, const jb_lines *lines)
{
    put_place(to, para->segment_count ? para->segments[0].span : JB_NO_SPAN);
    jb_buf_printf(to->into, " %s", para->style->name);
    if (lines->count)
        jb_buf_put_points(to->into, " measure ", lines->items[0].trace->measure);
    jb_buf_putc(to->into, '\n');
}

static void put_runs(void *state, const jb_para *para, const jb_lines *lines)
{
    const dump *to = state;
    put_head(to, para, lines);
    for (size_t l = 0; l < lines->count; l++) {
        const jb_line *line = &lines->items[l];
        for (size_t i = 0; i < line->run_count; i++) {
            const jb_line_run *run = &line->runs[i];
            jb_buf_printf(to->into, "  run %s", run->face->postscript);
            jb_buf_put_points(to->into, " ", run->type->size);
            jb_buf_put_points(to->into, " x ", run->x);
            jb_buf_printf(to->into, " glyphs %zu | ", run->count);
            jb_buf_put_str(to->into, run->text);
            jb_buf_putc(to->into, '\n');
        }
    }
}

static void put_breaks(void *state, const jb_para *para, const jb_lines *lines)
{
    const dump *to = state;
    bool is_json = to->work->config->format == JSON;
    if (!is_json)
        put_head(to, para, lines);
    jb_breaks_dump(para, lines, is_json ? JB_BREAKS_JSON : JB_BREAKS_TEXT, to->into);
}

/* Sets the whole report, a chunk at a time. */
static void dump_flow(dump *to, void (*put)(void *state, const jb_para *para,
                                            const jb_lines *lines))
{
    enum { CHUNK = 1000 };
    const jb_work *work = to->work;
    jb_build *build = jb_build_open(work->sheet, work->fonts, work->blocks,
                                    &work->assets, work->arena, work->diag);
    jb_build_trace(build, (jb_build_watch){to, put});
    jb_chunk *last = NULL;
    bool has_more = true;
    while (has_more) {
        jb_chunk *chunk = JB_NEW(work->arena, jb_chunk);
        has_more = jb_build_fill(build, chunk, CHUNK);
        if (last)
            jb_build_chunk_fini(last);
        last = chunk;
    }
    jb_build_chunk_fini(last);
    jb_build_close(build);
}

void jb_cmd_dump_paras_runs(const jb_work *work, jb_buf *into)
{
    dump_flow(&(dump){.work = work, .into = into}, put_runs);
}

void jb_cmd_dump_paras_breaks(const jb_work *work, jb_buf *into)
{
    dump_flow(&(dump){.work = work, .into = into}, put_breaks);
}

/* ---- lines --------------------------------------------------------------------- */

static const char *const parts[] = {
    [JB_PART_SECTION] = "section",
    [JB_PART_HEADING] = "heading",
    [JB_PART_PARAGRAPH] = "paragraph",
    [JB_PART_LIST] = "list",
    [JB_PART_LIST_ITEM] = "item",
    [JB_PART_LABEL] = "label",
    [JB_PART_LIST_BODY] = "item",
    [JB_PART_TABLE] = "table",
    [JB_PART_ROW] = "row",
    [JB_PART_HEADER_CELL] = "head-cell",
    [JB_PART_CELL] = "cell",
    [JB_PART_CAPTION] = "caption",
    [JB_PART_FIGURE] = "figure",
    [JB_PART_QUOTE] = "quote",
    [JB_PART_CODE] = "code",
    [JB_PART_NOTE] = "note",
};

static const char *const strokes[] = {[JB_LINE_DOT] = "dot",
                                      [JB_LINE_RULE] = "rule",
                                      [JB_LINE_WAVE] = "wave",
                                      [JB_LINE_LEADER] = "leader"};

/* What stands above, below and beside the text of a line. */
static void put_beside(const jb_line *line, jb_buf *into)
{
    for (size_t i = 0; i < line->ruby_count; i++) {
        const jb_line_run *run = &line->rubies[i].runs[0];
        jb_buf_put_points(into, "    ruby x ", run->x + run->glyphs[0].x);
        jb_buf_put_points(into, " raise ", run->raise + run->glyphs[0].y);
        jb_buf_put_points(into, " size ", run->type->size);
        jb_buf_puts(into, " | ");
        jb_buf_put_str(into, line->rubies[i].text);
        jb_buf_putc(into, '\n');
    }
    for (size_t i = 0; i < line->stroke_count; i++) {
        const jb_line_stroke *stroke = &line->strokes[i];
        jb_buf_printf(into, "    %s", strokes[stroke->kind]);
        jb_buf_put_points(into, " x ", stroke->x);
        jb_buf_put_points(into, " width ", stroke->width);
        jb_buf_put_points(into, " raise ", stroke->y);
        jb_buf_putc(into, '\n');
    }
}

static void put_line(const dump *to, const jb_placed *placed, const char *part)
{
    const jb_line *line = placed->piece->line;
    const jb_trace *trace = line->trace;
    if (trace->index == 0) {
        put_place(to, line->span);
        jb_buf_printf(to->into, " %s%s\n", part,
                      placed->is_in_cell ? " in a cell" : "");
    }
    jb_buf_printf(to->into, "  line %zu page %zu", trace->index + 1, to->page);
    jb_buf_put_points(to->into, " at ", placed->x + line->x);
    jb_buf_put_points(to->into, " ", placed->y + line->baseline);
    jb_buf_put_points(to->into, " x ", line->x);
    jb_buf_put_points(to->into, " width ", line->width);
    jb_buf_puts(to->into, " | ");
    jb_buf_put_str(to->into, line->text);
    jb_buf_printf(to->into, " <- %s",
                  jb_trace_reason_name((jb_trace_reason)trace->reason));
    jb_buf changes = {0};
    jb_breaks_changes(trace, &changes);
    if (changes.len)
        jb_buf_printf(to->into, "; %s", changes.at);
    jb_buf_fini(&changes);
    jb_buf_putc(to->into, '\n');
    put_beside(line, to->into);
}

static void put_code_points(jb_str text, jb_buf *into)
{
    jb_buf_puts(into, ",\"cp\":\"");
    for (size_t at = 0; at < text.len;) {
        jb_buf_puts(into, at ? " " : "");
        jb_buf_printf(into, "U+%04X", (unsigned)jb_utf8_next(text, &at));
    }
    jb_buf_putc(into, '"');
}

/* A length in thousandths of the em. */
static void put_ems(jb_buf *into, const char *before, jb_mpt value, jb_mpt em)
{
    jb_buf_puts(into, before);
    jb_buf_put_decimal(into, em > 0 ? jb_geom_scale(value, 1000, em) : 0, 3);
}

static void put_char(const dump *to, const jb_placed *placed, const jb_line_run *run,
                     const jb_glyph *glyph)
{
    const jb_line *line = placed->piece->line;
    jb_str text = jb_str_slice(run->text, glyph->text_at,
                               (size_t)glyph->text_at + glyph->text_len);
    jb_mpt em = run->type->size, x = run->x + glyph->x;
    jb_buf_puts(to->into, "{\"char\":");
    jb_buf_put_json(to->into, text);
    put_code_points(text, to->into);
    jb_buf_put_points(to->into, ",\"x\":", placed->x + x);
    jb_buf_put_points(to->into,
                      ",\"y\":", placed->y + line->baseline - run->raise - glyph->y);
    put_ems(to->into, ",\"x_em\":", x, line->trace->em);
    put_ems(to->into, ",\"y_em\":", run->raise + glyph->y, line->trace->em);
    jb_buf_put_points(to->into, ",\"size\":", em);
    const jb_trace_gap *gap = NULL;
    if (text.at >= line->text.at)
        gap = jb_trace_gap_at(line->trace, (size_t)(text.at - line->text.at));
    if (gap) {
        jb_trace_change change = (jb_trace_change)gap->change;
        put_ems(to->into, ",\"gap_em\":", gap->width, gap->em);
        put_ems(to->into, ",\"natural_em\":", gap->natural, gap->em);
        jb_buf_printf(to->into, ",\"change\":\"%s\",\"tier\":\"%s\"",
                      jb_trace_change_name(change),
                      jb_trace_tier_name(change, gap->tier));
    }
    jb_buf_putc(to->into, '}');
}

static void put_beside_json(const dump *to, const jb_placed *placed)
{
    const jb_line *line = placed->piece->line;
    jb_mpt y = placed->y + line->baseline;
    jb_buf *into = to->into;
    jb_buf_puts(into, ",\"rubies\":[");
    for (size_t i = 0; i < line->ruby_count; i++) {
        const jb_line_run *run = &line->rubies[i].runs[0];
        jb_buf_puts(into, i ? ",{\"text\":" : "{\"text\":");
        jb_buf_put_json(into, line->rubies[i].text);
        jb_buf_put_points(into, ",\"x\":", placed->x + run->x + run->glyphs[0].x);
        jb_buf_put_points(into, ",\"y\":", y - run->raise - run->glyphs[0].y);
        jb_buf_put_points(into, ",\"size\":", run->type->size);
        jb_buf_putc(into, '}');
    }
    jb_buf_puts(into, "],\"strokes\":[");
    for (size_t i = 0; i < line->stroke_count; i++) {
        const jb_line_stroke *stroke = &line->strokes[i];
        jb_buf_printf(into, "%s{\"kind\":\"%s\"", i ? "," : "", strokes[stroke->kind]);
        jb_buf_put_points(into, ",\"x\":", placed->x + stroke->x);
        jb_buf_put_points(into, ",\"width\":", stroke->width);
        jb_buf_put_points(into, ",\"y\":", y - stroke->y);
        jb_buf_putc(into, '}');
    }
    jb_buf_putc(into, ']');
}

static void put_line_json(const dump *to, const jb_placed *placed, const char *part)
{
    const jb_line *line = placed->piece->line;
    const jb_trace *trace = line->trace;
    jb_buf *into = to->into;
    jb_buf_printf(into, "{\"page\":%zu,\"part\":\"%s\",\"source\":\"", to->page, part);
    put_place(to, line->span);
    jb_buf_printf(into, "\",\"line\":%zu,\"of\":%zu", trace->index + 1, trace->count);
    jb_buf_put_points(into, ",\"x\":", placed->x + line->x);
    jb_buf_put_points(into, ",\"y\":", placed->y + line->baseline);
    jb_buf_put_points(into, ",\"width\":", line->width);
    jb_buf_put_points(into, ",\"measure\":", trace->measure);
    jb_buf_put_points(into, ",\"em\":", trace->em);
    jb_buf_put_points(into, ",\"slack\":", trace->slack);
    jb_buf_printf(into, ",\"cost\":%lld,\"end\":\"%s\",\"tight\":%s,\"text\":",
                  (long long)trace->cost,
                  jb_trace_reason_name((jb_trace_reason)trace->reason),
                  trace->is_tight ? "true" : "false");
    jb_buf_put_json(into, line->text);
    jb_buf_puts(into, ",\"chars\":[");
    const char *before = "";
    for (size_t r = 0; r < line->run_count; r++) {
        for (size_t k = 0; k < line->runs[r].count; k++) {
            if (line->runs[r].glyphs[k].text_len == 0)
                continue;
            jb_buf_puts(into, before);
            put_char(to, placed, &line->runs[r], &line->runs[r].glyphs[k]);
            before = ",";
        }
    }
    jb_buf_putc(into, ']');
    if (line->ruby_count || line->stroke_count)
        put_beside_json(to, placed);
    jb_buf_puts(into, "}\n");
}

static void see(void *state, const jb_placed *placed)
{
    const dump *to = state;
    const jb_piece *piece = placed->piece;
    if (!piece || piece->kind != JB_PIECE_LINE || !piece->line->trace ||
        placed->is_repeat)
        return;
    const char *part = parts[piece->element ? piece->element->part : JB_PART_PARAGRAPH];
    if (to->work->config->format == JSON)
        put_line_json(to, placed, part);
    else
        put_line(to, placed, part);
}

static void see_page(void *state, size_t page, const jb_paint_page *paper)
{
    dump *to = state;
    int only = to->work->config->page;
    to->page = page;
    if (only && page != (size_t)only)
        return;
    jb_placed_walk(paper, &to->walk, see, to);
    jb_arena_reset(&to->walk);
}

void jb_cmd_dump_paras_lines(const jb_work *work, jb_buf *into)
{
    dump to = {.work = work, .into = into};
    jb_pages *pages = jb_paginate_open(work->sheet, work->fonts, work->blocks,
                                       &work->assets, &work->texts, work->diag);
    jb_paginate_watch(pages, (jb_page_watch){&to, see_page});
    while (jb_paginate_next(pages))
        continue;
    jb_paginate_close(pages);
    jb_arena_fini(&to.walk);
}
