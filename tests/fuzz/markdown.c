/* Any bytes as a Markdown report: read, rewritten as blocks and dumped. No crash, every
 * place within the source, and the blocks' invariants hold. */
#include "kind/kinds.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check_spans(const jb_md *md, size_t len)
{
    for (; md; md = md->next) {
        JB_MUST(md->span.begin <= md->span.end && md->span.end <= len,
                "span outside the source");
        check_spans(md->first, len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    jb_arena arena = {0};
    jb_buf out = {0};
    jb_sources *sources = jb_source_table(&arena);
    jb_diag *diag = jb_diag_new(&arena);
    jb_str text = {(const char *)bytes, len};
    uint32_t source = jb_source_add(sources, "f.md", text);
    check_spans(jb_markdown_read(sources, source, 0, len, &arena, diag), len);
    jb_report *report = jb_kinds_read(sources, source, NULL, &arena, diag);
    if (report)
        jb_block_dump(jb_kinds_lower(report, sources, &arena, diag), sources, &out);
    jb_diag_write(diag, sources, JB_MESSAGES_EN, JB_DIAG_TEXT, false, &out);
    jb_buf_fini(&out);
    jb_arena_fini(&arena);
    return 0;
}
