/* A sheet, fonts and blocks for the tests of flow/ and page/. */
#ifndef JB_FLOW_RIG_H
#define JB_FLOW_RIG_H

#include "base/file.h"
#include "flow/build.h"
#include "page/paginate.h"

static const char rig_fonts[] =
    "name: test\n"
    "families:\n"
    "  - name: Noto Sans CJK\n"
    "    files: [{path: opentype/noto/NotoSansCJK-Regular.ttc}]\n"
    "    regions: {zh-Hans: 2}\n"
    "roles: {serif: [Noto Sans CJK], sans: [Noto Sans CJK], mono: [Noto Sans CJK]}\n";

/* 400 pt wide, 20 lines of 20 pt. */
static const char rig_sheet[] =
    "name: rig\n"
    "page: {width: 500pt, height: 500pt, top: 50pt, bottom: 50pt, left: 50pt, right: 50pt,\n"
    "       exhibit: 440pt}\n"
    "header: {left: '{title}', right: '{page}/{pages}', baseline: 30pt, on-first: no}\n"
    "styles:\n"
    "  body: {size: 10pt, leading: 20pt, widows: 2, orphans: 2, align: left}\n"
    "  paragraph: {indent: 2em}\n"
    "  h1: {before: 10pt, after: 5pt, keep-with-next: yes}\n"
    "  list: {label-gap: 5pt, label-width: 10pt}\n"
    "  callout-note: {fill: '#EEEEEE', padding: 6pt 10pt, before: 8pt, after: 8pt}\n"
    "  table: {table-rule: 1pt, row-rule: 0.4pt, header-fill: '#E9EDF3',\n"
    "          cell-padding: 4pt 6pt, before: 9pt, after: 9pt}\n"
    "  unit: {align: right}\n"
    "  cell-dense: {size: 8pt, leading: 16pt, cell-padding: 2pt}\n"
    "  note: {size: 8pt, leading: 10pt}\n";

typedef struct rig {
    jb_arena arena;
    jb_sources *sources;
    jb_diag *diag;
    const jb_sheet *sheet;
    jb_fonts *fonts;
    jb_block *root;
    jb_assets assets;
    jb_page_texts texts;
} rig;

static bool rig_open_font(void *state, const char *path, jb_str *bytes)
{
    (void)state;
    char full[256];
    snprintf(full, sizeof full, "/usr/share/fonts/%s", path);
    return jb_file_map(full, 64u << 20, bytes) == JB_FILE_OK;
}

/* `more` is appended to the sheet. */
static inline void rig_begin_with(rig *at, const char *more)
{
    memset(at, 0, sizeof *at);
    at->sources = jb_source_table(&at->arena);
    at->diag = jb_diag_new(&at->arena);
    uint32_t fonts = jb_source_add(at->sources, "fonts", jb_str_of(rig_fonts));
    const char *all = jb_arena_printf(&at->arena, "%s%s", rig_sheet, more);
    uint32_t sheet = jb_source_add(at->sources, "sheet", jb_str_of(all));
    const jb_fontset *set = jb_fontset_read(at->sources, fonts, &at->arena, at->diag);
    JB_MUST(set, "the font set of the tests is unsound");
    at->sheet = jb_sheet_read(at->sources, &sheet, 1, set, &at->arena, at->diag);
    if (!at->sheet) {
        jb_buf why = {0};
        jb_diag_write(at->diag, at->sources, JB_MESSAGES_EN, JB_DIAG_TEXT, false, &why);
        fputs(why.at, stderr);
    }
    JB_MUST(at->sheet, "the sheet of the tests is unsound");
    at->fonts = jb_font_open(set, (jb_font_opener){NULL, rig_open_font}, &at->arena);
    at->root = jb_block_add(&at->arena, NULL, JB_BLOCK_GROUP, "report", JB_NO_SPAN);
    at->texts = (jb_page_texts){.title = "Title", .lang = "zh-Hans"};
}

static inline void rig_begin(rig *at)
{
    rig_begin_with(at, "");
}

static inline void rig_end(rig *at)
{
    jb_font_close(at->fonts);
    jb_arena_fini(&at->arena);
}

static inline jb_block *rig_para(rig *at, jb_block *into, const char *role,
                                 const char *text)
{
    jb_block *para = jb_block_add(&at->arena, into, JB_BLOCK_PARA, role, JB_NO_SPAN);
    para->inlines = jb_inlines_of_text(jb_str_of(text), JB_NO_SPAN, &at->arena);
    return para;
}

/* A paragraph of this many lines of 40 Han characters, all full but the last. */
static inline jb_block *rig_lines(rig *at, jb_block *into, int lines)
{
    jb_buf text = {0};
    for (int i = 0; i < lines * 40 - 12; i++)
        jb_buf_puts(&text, "\xE6\x96\x87");
    char *copy = jb_str_dup(&at->arena, jb_buf_str(&text));
    jb_buf_fini(&text);
    return rig_para(at, into, "paragraph", copy);
}

static inline jb_block *rig_heading(rig *at, jb_block *into, const char *text)
{
    jb_block *heading =
        jb_block_add(&at->arena, into, JB_BLOCK_HEADING, "h1", JB_NO_SPAN);
    heading->inlines = jb_inlines_of_text(jb_str_of(text), JB_NO_SPAN, &at->arena);
    heading->u.heading = (jb_heading){1, "", "anchor", true, false};
    return heading;
}

static inline jb_block *rig_item(rig *at, jb_block *list, const char *label,
                                 const char *text)
{
    jb_block *item = jb_block_add(&at->arena, list, JB_BLOCK_ITEM, "item", JB_NO_SPAN);
    item->u.item.text = label;
    if (text)
        rig_para(at, item, "paragraph", text);
    return item;
}

/* Cells are separated by '|'. */
static inline jb_block *rig_row(rig *at, jb_block *table, const char *cells)
{
    jb_block *row = jb_block_add(&at->arena, table, JB_BLOCK_ROW, "row", JB_NO_SPAN);
    jb_str text = jb_str_of(cells);
    uint16_t column = 0;
    for (size_t from = 0; from <= text.len;) {
        size_t end = from + jb_str_find(jb_str_slice(text, from, text.len), "|");
        jb_block *cell =
            jb_block_add(&at->arena, row, JB_BLOCK_CELL, "cell", JB_NO_SPAN);
        cell->u.cell = (jb_cell){column++, 1, 1, JB_ALIGN_NONE, false};
        rig_para(at, cell, "cell",
                 jb_str_dup(&at->arena, jb_str_slice(text, from, end)));
        from = end + 1;
    }
    return row;
}

static inline jb_block *rig_table(rig *at, size_t columns, size_t header_rows)
{
    jb_block *table =
        jb_block_add(&at->arena, at->root, JB_BLOCK_TABLE, "table", JB_NO_SPAN);
    table->u.table.columns = columns;
    table->u.table.header_rows = header_rows;
    return table;
}

/* All boxes of the report; the chunk is to be ended with jb_build_chunk_fini. */
static inline void rig_build(rig *at, jb_chunk *chunk)
{
    jb_sheet_apply(at->sheet, "zh-Hans", at->root, &at->arena);
    jb_build *build = jb_build_open(at->sheet, at->fonts, at->root, &at->assets,
                                    &at->arena, at->diag);
    *chunk = (jb_chunk){.boxes = {0}};
    JB_MUST(!jb_build_fill(build, chunk, SIZE_MAX), "the flow does not end");
    jb_build_close(build);
}

static inline jb_pages *rig_pages(rig *at)
{
    jb_sheet_apply(at->sheet, "zh-Hans", at->root, &at->arena);
    return jb_paginate_open(at->sheet, at->fonts, at->root, &at->assets, &at->texts,
                            at->diag);
}

#endif
