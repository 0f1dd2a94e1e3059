/* jianbao dump STAGE REPORT: what one stage on the way has made, as text. */
#include "cli/cmd_dump_paras.h"
#include "cli/session.h"
#include "cli/speak.h"
#include "data/yaml.h"
#include "flow/build.h"

static void dump_tree(jb_call *call, jb_session *session, jb_buf *into)
{
    (void)call;
    jb_work *work = session->work;
    jb_str bytes = session->input.bytes;
    size_t begin = 0, end = bytes.len, body = end;
    uint32_t source = work->report->source;
    jb_str name = jb_str_of(session->input.name);
    bool is_yaml = name.len > 4 &&
                   (jb_str_is(jb_str_slice(name, name.len - 5, name.len), ".yaml") ||
                    jb_str_is(jb_str_slice(name, name.len - 4, name.len), ".yml"));
    if (!is_yaml)
        jb_markdown_split(bytes, &begin, &end, &body);
    if (end > begin) {
        const jb_val *val =
            jb_yaml_read(work->sources, source, begin, end, work->arena, work->diag);
        if (val)
            jb_val_dump(val, work->sources, into);
    }
    if (!is_yaml)
        jb_markdown_dump(jb_markdown_read(work->sources, source, body, bytes.len,
                                          work->arena, work->diag),
                         work->sources, into);
}

static void dump_blocks(jb_call *call, jb_session *session, jb_buf *into)
{
    (void)call;
    jb_block_dump(session->work->blocks, session->work->sources, into);
}

static void dump_runs(jb_call *call, jb_session *session, jb_buf *into)
{
    (void)call;
    jb_cmd_dump_paras_runs(session->work, into);
}

static void dump_breaks(jb_call *call, jb_session *session, jb_buf *into)
{
    (void)call;
    jb_cmd_dump_paras_breaks(session->work, into);
}

static void dump_lines(jb_call *call, jb_session *session, jb_buf *into)
{
    (void)call;
    jb_cmd_dump_paras_lines(session->work, into);
}

static void dump_flow(jb_call *call, jb_session *session, jb_buf *into)
{
    (void)call;
    jb_work *work = session->work;
    jb_build *build = jb_build_open(work->sheet, work->fonts, work->blocks,
                                    &work->assets, work->arena, work->diag);
    jb_chunk *last = NULL;
    bool has_more = true;
    while (has_more) {
        jb_chunk *chunk = JB_NEW(work->arena, jb_chunk);
        has_more = jb_build_fill(build, chunk, 1000);
        jb_flow_dump(chunk->boxes.items, chunk->boxes.count, into);
        if (last)
            jb_build_chunk_fini(last);
        last = chunk;
    }
    jb_build_chunk_fini(last);
    jb_build_close(build);
}

/* Runs through the pages; into NULL: only for the fonts they open. */
static void pull_pages(jb_call *call, jb_work *work, jb_buf *into)
{
    jb_pages *pages = jb_paginate_open(work->sheet, work->fonts, work->blocks,
                                       &work->assets, &work->texts, work->diag);
    jb_paginate_overlay(pages, call->config.overlay);
    const jb_page *page;
    while ((page = jb_paginate_next(pages)) != NULL) {
        bool is_wanted =
            !call->config.page || page->number == (size_t)call->config.page;
        if (into && is_wanted)
            jb_item_dump(page, work->sources, into);
    }
    jb_paginate_close(pages);
}

static void dump_pages(jb_call *call, jb_session *session, jb_buf *into)
{
    pull_pages(call, session->work, into);
}

static void dump_fonts(jb_call *call, jb_session *session, jb_buf *into)
{
    pull_pages(call, session->work, NULL);
    for (size_t i = 0; i < jb_font_count(session->work->fonts); i++) {
        const jb_face *face = jb_font_at(session->work->fonts, i);
        jb_buf_printf(into, "%s  weight %d  index %u  %s\n", face->postscript,
                      face->weight, face->index, face->path);
    }
}

static void dump_config(jb_call *call, jb_session *session, jb_buf *into)
{
    jb_config_dump(&call->config, into);
    jb_buf_puts(into, "\n");
    jb_sheet_dump(session->work->sheet, into);
}

static const struct {
    const char *name;
    void (*dump)(jb_call *call, jb_session *session, jb_buf *into);
} stages[] = {
    {"tree", dump_tree},     {"blocks", dump_blocks}, {"runs", dump_runs},
    {"breaks", dump_breaks}, {"lines", dump_lines},   {"flow", dump_flow},
    {"pages", dump_pages},   {"fonts", dump_fonts},   {"config", dump_config},
};

static jb_status dump_one(jb_call *call, size_t stage, const char *report)
{
    jb_session session;
    jb_buf text = {0};
    jb_status status = jb_session_open(&session, call, NULL, report);
    if (status == JB_STATUS_OK)
        status = jb_export_blocks(session.work, &session.input);
    if (status == JB_STATUS_OK)
        stages[stage].dump(call, &session, &text);
    if (session.work && session.work->fonts)
        jb_missing_report(jb_font_missing(session.work->fonts), session.work->diag);
    jb_session_close(&session, call);
    jb_status written = jb_speak_out(call, &text);
    return status == JB_STATUS_OK ? written : status;
}

jb_status jb_cmd_dump(jb_call *call)
{
    static const char all[] = "tree blocks runs breaks lines flow pages fonts config";
    if (!call->count)
        return jb_speak_usage(call, JB_DIAG_OPERAND_NONE, "dump", "STAGE", NULL);
    size_t stage = 0;
    while (stage < JB_COUNT(stages) &&
           strcmp(stages[stage].name, call->operands[0]) != 0)
        stage++;
    if (stage == JB_COUNT(stages))
        return jb_speak_usage(call, JB_DIAG_STAGE_UNKNOWN, call->operands[0], all,
                              NULL);
    if (call->count < 2)
        return jb_speak_usage(call, JB_DIAG_REPORT_NONE, "dump", NULL, NULL);
    if (call->count > 2)
        return jb_speak_usage(call, JB_DIAG_OPERAND_EXTRA, "dump", call->operands[2],
                              NULL);
    return dump_one(call, stage, call->operands[1]);
}
