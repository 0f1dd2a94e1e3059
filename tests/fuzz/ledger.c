/* Any bytes as what a batch left: the state, a journal, a manifest, a part of one. No crash;
 * what is taken up is kept and read back the same; no file outside the folder is named. */
#include "base/file.h"
#include "job/audit.h"
#include "job/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const jb_digest settings = {0x0123456789ABCDEF, 1};

static jb_buf saved_of(jb_str lines)
{
    jb_arena arena = {0};
    jb_buf saved = {0};
    jb_state *state = jb_state_new("/nowhere/", 0, &arena);
    jb_state_load(state, lines);
    jb_state_save(state, 0, 1, &saved);
    jb_state_close(state);
    jb_arena_fini(&arena);
    return saved;
}

static void try_state(jb_str lines)
{
    static const char *const ids[] = {"a.md", "b/c.yaml", ""};
    jb_arena arena = {0};
    jb_state *state = jb_state_new("/nowhere/", 0, &arena);
    jb_state_load(state, lines);
    jb_state_take(state, "b/c.yaml", lines);
    for (size_t i = 0; i < JB_COUNT(ids); i++) {
        const jb_state_survey *survey = jb_state_survey_of(state, ids[i], settings);
        JB_MUST(!survey || jb_file_is_beneath(survey->name), "a name outside");
        (void)jb_state_stands(state, ids[i], settings);
    }
    jb_state_close(state);
    jb_arena_fini(&arena);
    jb_buf once = saved_of(lines), twice = saved_of(jb_buf_str(&once));
    JB_MUST(jb_str_equal(jb_buf_str(&once), jb_buf_str(&twice)), "saved another");
    jb_buf_fini(&once);
    jb_buf_fini(&twice);
}

static void check_paths(const jb_manifest *manifest)
{
    for (size_t i = 0; i < manifest->records.count; i++) {
        const jb_manifest_record *record = manifest->records.entries[i].pointer;
        for (size_t k = 0; k < record->files.count; k++)
            JB_MUST(jb_file_is_beneath(record->files.items[k].path), "a path outside");
    }
}

/* A journal: records between lines of the state. */
static void try_lines(jb_str lines)
{
    jb_arena arena = {0};
    while (lines.len) {
        size_t end = jb_str_find(lines, "\n");
        jb_manifest *manifest = jb_manifest_new(&arena),
                    *again = jb_manifest_new(&arena);
        if (jb_manifest_parse(manifest, jb_str_slice(lines, 0, end))) {
            jb_buf line = {0}, twice = {0};
            check_paths(manifest);
            jb_manifest_line(manifest->records.entries[0].pointer, &line);
            JB_MUST(jb_manifest_parse(again, jb_buf_str(&line)), "not read again");
            jb_manifest_line(again->records.entries[0].pointer, &twice);
            JB_MUST(jb_str_equal(jb_buf_str(&line), jb_buf_str(&twice)),
                    "another line");
            jb_buf_fini(&line);
            jb_buf_fini(&twice);
        }
        lines = jb_str_slice(lines, end + 1, lines.len);
    }
    jb_arena_fini(&arena);
}

static void try_manifest(jb_str text)
{
    jb_arena arena = {0};
    jb_manifest_shard shard = {0, 1}, same = {0, 1};
    jb_manifest *manifest = jb_manifest_new(&arena), *again = jb_manifest_new(&arena);
    if (jb_manifest_scan(manifest, text, &shard)) {
        jb_buf once = {0}, twice = {0};
        JB_MUST(shard.index < shard.count, "no such shard");
        check_paths(manifest);
        jb_manifest_text(manifest, shard, &once);
        JB_MUST(jb_manifest_scan(again, jb_buf_str(&once), &same), "not read again");
        jb_manifest_text(again, same, &twice);
        JB_MUST(jb_str_equal(jb_buf_str(&once), jb_buf_str(&twice)), "another text");
        jb_audit_join(again, manifest, jb_diag_new(&arena));
        JB_MUST(again->records.count == manifest->records.count, "joined with itself");
        jb_buf_fini(&once);
        jb_buf_fini(&twice);
    } else {
        JB_MUST(manifest->records.count == 0, "an unsound file was taken up");
    }
    jb_arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    jb_str bytes = {(const char *)data, len};
    try_state(bytes);
    try_lines(bytes);
    try_manifest(bytes);
    return 0;
}
