/* Back ends know kinds of blocks and inlines, not kinds of reports: what a new report kind
 * makes of itself is written by all of them without a change. */
#include "job/prepare.h"
#include "out/backend.h"
#include "unit.h"

static const char report[] = "---\ntitle: T\n---\nbody\n";
static const char role[] = "forecast"; /* no report kind has it, nor any layout */

typedef struct rig {
    jb_arena arena;
    jb_config config;
    jb_work *work;
} rig;

static jb_block *add(rig *r, jb_block *into, jb_block_kind kind)
{
    return jb_block_add(&r->arena, into, kind, role, JB_NO_SPAN);
}

static void add_para(rig *r, jb_block *into, const char *text)
{
    add(r, into, JB_BLOCK_PARA)->inlines =
        jb_inlines_of_text(jb_str_of(text), JB_NO_SPAN, &r->arena);
}

static void add_table(rig *r, jb_block *into)
{
    jb_block *table = add(r, into, JB_BLOCK_TABLE);
    table->u.table = (jb_table){.columns = 1};
    add_para(r, table, "mark-caption");
    jb_block *cell = add(r, add(r, table, JB_BLOCK_ROW), JB_BLOCK_CELL);
    cell->u.cell = (jb_cell){.column_span = 1, .row_span = 1};
    add_para(r, cell, "mark-cell");
}

/* One of each kind of block, in a group. */
static void add_kind(rig *r)
{
    jb_block *group = add(r, r->work->blocks, JB_BLOCK_GROUP);
    jb_block *heading = add(r, group, JB_BLOCK_HEADING);
    heading->inlines =
        jb_inlines_of_text(JB_STR("mark-heading"), JB_NO_SPAN, &r->arena);
    heading->u.heading = (jb_heading){
        .level = 2, .number = "", .anchor = "forecast", .in_outline = true};
    add_para(r, group, "mark-para");
    jb_block *code = add(r, group, JB_BLOCK_CODE);
    code->text = JB_STR("mark-code\n");
    jb_block *item = add(r, add(r, group, JB_BLOCK_LIST), JB_BLOCK_ITEM);
    item->u.item = (jb_item_label){.text = "mark-label"};
    add_para(r, item, "mark-item");
    add_table(r, group);
    jb_block *figure = add(r, group, JB_BLOCK_FIGURE);
    figure->u.figure = (jb_figure){.path = "mark-path"};
    jb_asset *picture = JB_NEW(&r->arena, jb_asset); /* which could not be loaded */
    picture->path = figure->u.figure.path;
    r->work->assets = (jb_assets){picture, 1};
    add(r, group, JB_BLOCK_RULE);
    add(r, group, JB_BLOCK_PAGE_BREAK);
}

static void rig_begin(rig *r)
{
    memset(r, 0, sizeof *r);
    r->config.arena = &r->arena;
    r->config.datadir = ".";
    r->work = jb_export_begin(&r->config, &r->arena);
    const jb_export_input input = {"report.md", NULL, jb_str_of(report)};
    T_EQ_INT(jb_export_blocks(r->work, &input), JB_STATUS_OK);
    add_kind(r);
    jb_sheet_apply(r->work->sheet, r->work->texts.lang, r->work->blocks, &r->arena);
}

static void rig_end(rig *r)
{
    jb_export_end(r->work);
    jb_arena_fini(&r->arena);
}

static void check(rig *r, const jb_backend *backend)
{
    static const char *const marks[] = {"mark-heading", "mark-para", "mark-code",
                                        "mark-label",   "mark-item", "mark-caption",
                                        "mark-cell",    "mark-path"};
    jb_buf out = {0};
    jb_book book = jb_prepare_book(&r->config);
    jb_book_part part = jb_prepare_part(r->work);
    book.parts = 1;
    void *state = backend->reflow->open(&book, r->work->diag);
    T_TRUE(state != NULL);
    backend->reflow->add_part(state, &part);
    T_TRUE(backend->reflow->finish(state, &out));
    T_TRUE(out.len > 0);
    for (size_t i = 0; i < JB_COUNT(marks) && !backend->is_binary; i++)
        if (!strstr(out.at, marks[i]))
            T_EQ_STR(backend->name, marks[i]); /* says which is not in which */
    jb_buf_fini(&out);
}

T_TEST(backends_kinds)
{
    rig r;
    size_t tried = 0;
    rig_begin(&r);
    for (size_t i = 0; i < jb_backends_count; i++) {
        if (!jb_backends_all[i]->reflow)
            continue;
        check(&r, jb_backends_all[i]);
        tried += !jb_backends_all[i]->is_binary;
    }
    T_TRUE(tried >= 2);
    rig_end(&r);
}
