/* What became of the reports of a batch: their files are written, their records put, noted
 * and told. */
#include "job/batch_parts.h"
#include "job/fault.h"

enum {
    GROUP_REPORTS = 256,   /* reports that are synced together, at most */
    GROUP_BYTES = 32 << 20 /* bytes of them */
};

/* ---- writing -------------------------------------------------------------------- */

static void count_record(jb_batch_work *run, const jb_manifest_record *record)
{
    jb_batch_counts *counts = &run->out->counts;
    if (record->parts)
        return;
    if (record->verdict != JB_MANIFEST_DONE) {
        counts->failed++;
        counts->temporary += record->status == JB_STATUS_TEMPORARY;
        return;
    }
    counts->made++;
    counts->warnings += record->warnings;
    for (size_t i = 0; i < record->files.count; i++) {
        counts->pages += record->files.items[i].pages;
        counts->bytes += record->files.items[i].size;
    }
}

/* Of a report that failed, the files that an earlier run made of it still stand. */
static jb_manifest_files files_of(const jb_batch_work *run,
                                  const jb_manifest_record *record)
{
    const jb_manifest_record *old = jb_manifest_find(run->before, record->id);
    jb_manifest_files files = {NULL, 0, 0};
    if (record->verdict == JB_MANIFEST_DONE)
        return record->files;
    for (size_t i = 0; old && i < old->files.count; i++)
        if (jb_file_exists(jb_batch_below(run, old->files.items[i].path)))
            jb_vec_push(run->arena, &files, old->files.items[i]);
    return files;
}

/* The report is judged: its record is put, noted and told. */
static void end_report(jb_batch_work *run, const jb_manifest_record *judged,
                       jb_str messages)
{
    jb_buf line = {0};
    jb_manifest_record record = *judged;
    record.files = files_of(run, judged);
    jb_manifest_put(run->out->manifest, &record);
    jb_manifest_line(&record, &line);
    jb_writer_note(run->writer, jb_buf_str(&line));
    jb_buf_fini(&line);
    count_record(run, &record);
    if (run->plan->watch.ended)
        run->plan->watch.ended(run->plan->watch.state, &run->out->counts, &record,
                               messages);
}

/* A record for a report that has none of its own making. */
static void end_failed(jb_batch_work *run, const char *id, jb_manifest_verdict verdict,
                       jb_status status, const jb_diag *diag)
{
    jb_diag_cause cause = {"", "", NULL};
    jb_buf messages = {0};
    bool is_volume = strcmp(id, JB_MANIFEST_VOLUME) == 0;
    (void)jb_diag_first(diag, run->sources, jb_config_language(run->plan->config),
                        run->arena, &cause);
    const jb_manifest_record record = {
        .id = id,
        .source = is_volume ? run->volume.config->volume
                            : jb_arena_printf(run->arena, "%s%s", run->base, id),
        .title = is_volume ? run->volume.config->volume : NULL,
        .parts = is_volume ? (uint32_t)run->volume.count : 0,
        .verdict = verdict,
        .status = status,
        .message = cause.id,
        .text = cause.text,
        .errors = 1};
    jb_diag_write(diag, run->sources, jb_config_language(run->plan->config),
                  (jb_diag_form)run->plan->config->diagnostics, run->plan->has_colour,
                  &messages);
    end_report(run, &record, jb_buf_str(&messages));
    jb_buf_fini(&messages);
}

void jb_batch_verdict_misnamed(jb_batch_work *run)
{
    for (size_t i = 0; i < run->count; i++) {
        const jb_batch_task *task = &run->tasks[i];
        if (!task->is_mine || !task->is_misnamed)
            continue;
        jb_diag *diag = jb_diag_new(run->arena);
        jb_diag_add(diag, JB_DIAG_REPORT_MISNAMED, JB_NO_SPAN, task->id);
        end_failed(run, task->id, JB_MANIFEST_FAILED, JB_STATUS_BAD_INPUT, diag);
    }
}

static void end_unwritten(jb_batch_work *run, const char *id, jb_file_result result,
                          const char *reason)
{
    jb_diag *diag = jb_diag_new(run->arena);
    jb_diag_add(diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, run->plan->folder, reason);
    end_failed(run, id, JB_MANIFEST_FAILED, jb_fault_output(result), diag);
    if (run->stop == JB_STATUS_OK)
        run->stop = jb_fault_output(result);
}

/* Removes what an earlier run made of the report under another name; the first failure. */
static jb_file_result remove_old(jb_batch_work *run, const jb_manifest_record *record)
{
    jb_file_result result = JB_FILE_OK;
    const jb_manifest_record *old = jb_manifest_find(run->before, record->id);
    for (size_t i = 0; old && i < old->files.count; i++) {
        const char *path = old->files.items[i].path;
        bool is_taken = false;
        for (size_t k = 0; k < record->files.count; k++)
            is_taken |= strcmp(path, record->files.items[k].path) == 0;
        for (size_t k = 0; k < run->count && !is_taken; k++) {
            size_t len = strlen(run->tasks[k].name);
            is_taken = strncmp(path, run->tasks[k].name, len) == 0 && path[len] == '.';
        }
        if (!is_taken && result == JB_FILE_OK)
            result = jb_writer_remove(run->writer, path);
    }
    return result;
}

/* Syncs and renames what waits, and only then says that it is done. */
void jb_batch_verdict_flush(jb_batch_work *run)
{
    jb_file_result result = jb_writer_flush(run->writer);
    const char *reason = result == JB_FILE_OK ? "" : jb_file_reason();
    for (size_t i = 0; i < run->pending.count; i++) {
        const jb_manifest_record *record = run->pending.items[i].record;
        if (result != JB_FILE_OK) {
            end_unwritten(run, record->id, result, reason);
            continue;
        }
        for (size_t k = 0; k < record->files.count; k++)
            jb_state_wrote(run->state, jb_batch_below(run, record->files.items[k].path),
                           record->files.items[k].checksum);
        jb_file_result removed = remove_old(run, record);
        if (removed == JB_FILE_OK)
            end_report(run, record, run->pending.items[i].messages);
        else
            end_unwritten(run, record->id, removed, jb_file_reason());
    }
    run->pending.count = 0;
    jb_batch_note(run);
}

/* ---- results -------------------------------------------------------------------- */

static void end_worker(jb_batch_work *run, const jb_pool_result *result)
{
    const char *id = run->tasks[result->index].id;
    bool is_volume = result->index == run->count;
    const char *name = is_volume ? run->volume.config->volume : id;
    uint32_t time = is_volume ? jb_batch_volume_limit(run) : run->plan->time_limit;
    jb_diag *diag = jb_diag_new(run->arena);
    char number[24];
    uint64_t most =
        result->end == JB_POOL_TIMEOUT ? time / 1000 : run->plan->memory_limit >> 20;
    snprintf(number, sizeof number, "%llu", (unsigned long long)most);
    if (result->end == JB_POOL_TIMEOUT) {
        jb_diag_add(diag, JB_DIAG_REPORT_TIMEOUT, JB_NO_SPAN, name, number);
        end_failed(run, id, JB_MANIFEST_TIMEOUT, JB_STATUS_BAD_INPUT, diag);
    } else if (result->end == JB_POOL_MEMORY) {
        jb_diag_add(diag, JB_DIAG_REPORT_MEMORY, JB_NO_SPAN, name, number);
        end_failed(run, id, JB_MANIFEST_MEMORY, JB_STATUS_BAD_INPUT, diag);
    } else if (result->end == JB_POOL_UNSENT) {
        end_unwritten(run, id, jb_file_result_of(result->error),
                      strerror(result->error));
    } else if (result->end == JB_POOL_KILLED) {
        jb_diag_add(diag, JB_DIAG_REPORT_KILLED, JB_NO_SPAN, name);
        end_failed(run, id, JB_MANIFEST_CRASHED, JB_STATUS_TEMPORARY, diag);
    } else {
        jb_diag_add(diag, JB_DIAG_REPORT_CRASHED, JB_NO_SPAN, name);
        end_failed(run, id, JB_MANIFEST_CRASHED, JB_STATUS_BROKEN, diag);
    }
}

/* Whether a record is of this report and its files are those that came. */
static bool is_consistent(const jb_batch_work *run, const jb_pool_result *result,
                          const jb_manifest_record *record)
{
    const jb_batch_task *task = &run->tasks[result->index];
    bool is_volume = result->index == run->count;
    const jb_backend *const *formats = is_volume ? run->volume.formats : run->formats;
    size_t len = strlen(task->name);
    if (record->parts != (is_volume ? run->volume.count : 0))
        return false;
    if (record->verdict != JB_MANIFEST_DONE)
        return record->verdict == JB_MANIFEST_FAILED && record->files.count == 0;
    if (record->files.count !=
        (is_volume ? run->volume.format_count : run->task.format_count))
        return false;
    for (size_t i = 0; i < record->files.count; i++) {
        const char *path = record->files.items[i].path;
        if (strncmp(path, task->name, len) != 0 ||
            strcmp(path + len, formats[i]->extension) != 0 ||
            record->files.items[i].size != result->documents[i].len)
            return false;
    }
    return true;
}

static void write_documents(jb_batch_work *run, const jb_pool_result *result,
                            const jb_manifest_record *record)
{
    for (size_t i = 0; i < record->files.count; i++) {
        jb_file_result written = jb_writer_add(run->writer, record->files.items[i].path,
                                               result->documents[i]);
        if (written != JB_FILE_OK) {
            end_unwritten(run, record->id, written, jb_file_reason());
            return;
        }
    }
    jb_str messages = {jb_str_dup(run->arena, result->messages), result->messages.len};
    jb_vec_push(run->arena, &run->pending, (jb_batch_pending){record, messages});
}

/* Workers make volumes of whatever they are told; what it was is known here. */
static const jb_manifest_record *with_key(const jb_batch_work *run,
                                          const jb_manifest_record *record)
{
    jb_manifest_record *keyed = JB_NEW(run->arena, jb_manifest_record);
    *keyed = *record;
    keyed->key = run->volume_key;
    return keyed;
}

void jb_batch_verdict_take(jb_batch_work *run, const jb_pool_result *result)
{
    const char *id = run->tasks[result->index].id;
    if (result->end != JB_POOL_DONE) {
        end_worker(run, result);
        return;
    }
    jb_manifest *read = jb_manifest_new(run->arena);
    const jb_manifest_record *record =
        jb_manifest_parse(read, result->record) ? jb_manifest_find(read, id) : NULL;
    if (record && record->parts)
        record = with_key(run, record);
    if (!record || !is_consistent(run, result, record)) {
        jb_pool_result unsound = {.end = JB_POOL_CRASHED, .index = result->index};
        end_worker(run, &unsound);
        return;
    }
    if (result->lines.len)
        jb_state_take(run->state, id, result->lines);
    if (record->verdict == JB_MANIFEST_DONE)
        write_documents(run, result, record);
    else
        end_report(run, record, result->messages);
    if (run->pending.count >= GROUP_REPORTS ||
        jb_writer_pending(run->writer) >= GROUP_BYTES)
        jb_batch_verdict_flush(run);
}
