/* jianbao manifest: what a batch left, checked, joined, and made findable. */
#include "base/file.h"
#include "cli/signals.h"
#include "cli/speak.h"
#include "job/audit.h"
#include "job/catalogue.h"
#include "job/fault.h"

/* The folder at hand. */
typedef struct outputs {
    jb_call *call;
    const char *folder;
    jb_diag *diag;
    jb_manifest *manifest;
} outputs;

static jb_status write_text(const outputs *at, const char *name, jb_buf *text)
{
    const char *path = jb_arena_printf(at->call->arena, "%s/%s", at->folder, name);
    jb_signals_hold();
    jb_file_result result = jb_file_write(path, jb_buf_str(text));
    jb_signals_release();
    if (result != JB_FILE_OK)
        jb_diag_add(at->diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, path, jb_file_reason());
    jb_buf_fini(text);
    return jb_fault_output(result);
}

static jb_status read_all(const outputs *at)
{
    jb_status status = jb_manifest_read(at->manifest, at->folder, at->diag);
    if (status != JB_STATUS_OK || at->manifest->records.count)
        return status;
    jb_diag_add(at->diag, JB_DIAG_MANIFEST_ABSENT, JB_NO_SPAN, at->folder);
    return JB_STATUS_NO_INPUT;
}

static jb_status verify(const outputs *at)
{
    jb_audit found;
    jb_buf text = {0};
    jb_status status = read_all(at);
    if (status != JB_STATUS_OK)
        return status;
    jb_audit_folder(at->manifest, at->folder, at->diag, &found);
    jb_messages language = jb_config_language(&at->call->config);
    jb_buf_printf(&text, jb_speak_word(JB_WORD_VERIFIED, language), found.reports,
                  found.failed, found.files, (unsigned long long)found.bytes);
    status = jb_speak_out(at->call, &text);
    bool is_sound = !jb_diag_failed(at->diag) &&
                    !jb_diag_count_id(at->diag, JB_DIAG_MANIFEST_UNSOUND);
    return status == JB_STATUS_OK && !is_sound ? JB_STATUS_SOME_FAILED : status;
}

static jb_status merge(const outputs *at)
{
    jb_buf text = {0};
    jb_ledgers ledgers = jb_ledger_list(at->folder, at->call->arena);
    jb_audit_merge(at->manifest, at->folder, &ledgers, at->diag);
    if (jb_diag_failed(at->diag))
        return JB_STATUS_SOME_FAILED;
    jb_manifest_text(at->manifest, (jb_manifest_shard){0, 1}, &text);
    jb_status status = write_text(at, "manifest.json", &text);
    if (status != JB_STATUS_OK)
        return status;
    if (!at->call->config.keep_parts)
        jb_ledger_remove_parts(at->folder, &ledgers, false);
    text = (jb_buf){0};
    jb_messages language = jb_config_language(&at->call->config);
    jb_buf_printf(&text, jb_speak_word(JB_WORD_MERGED, language),
                  at->manifest->records.count);
    return jb_speak_out(at->call, &text);
}

static jb_status write_index(const outputs *at)
{
    jb_buf text = {0};
    jb_status status = read_all(at);
    if (status != JB_STATUS_OK)
        return status;
    jb_catalogue_write(at->manifest, NULL, NULL, &text);
    return write_text(at, "index.html", &text);
}

static jb_status write_sums(const outputs *at)
{
    jb_buf text = {0};
    jb_status status = read_all(at);
    if (status != JB_STATUS_OK)
        return status;
    if (jb_audit_sums(at->manifest, at->folder, at->diag, &text))
        return write_text(at, "SHA256SUMS", &text);
    jb_buf_fini(&text);
    return JB_STATUS_SOME_FAILED;
}

jb_status jb_cmd_manifest(jb_call *call)
{
    static const struct {
        const char *name;
        jb_status (*run)(const outputs *at);
    } verbs[] = {{"verify", verify},
                 {"merge", merge},
                 {"index", write_index},
                 {"sums", write_sums}};
    if (call->count < 2)
        return jb_speak_usage(call, JB_DIAG_OPERAND_NONE, "manifest",
                              call->count ? "DIR" : "VERB DIR", NULL);
    if (call->count > 2)
        return jb_speak_usage(call, JB_DIAG_OPERAND_EXTRA, "manifest",
                              call->operands[2], NULL);
    size_t i = 0;
    while (i < JB_COUNT(verbs) && strcmp(call->operands[0], verbs[i].name) != 0)
        i++;
    if (i == JB_COUNT(verbs))
        return jb_speak_usage(call, JB_DIAG_VERB_UNKNOWN, call->operands[0],
                              "verify, merge, index, sums", NULL);
    outputs at = {.call = call,
                  .folder = call->operands[1],
                  .diag = jb_diag_new(call->arena),
                  .manifest = jb_manifest_new(call->arena)};
    jb_status status = verbs[i].run(&at);
    jb_speak_diag(call, at.diag, jb_source_table(call->arena));
    return status;
}
