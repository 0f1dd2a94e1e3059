/* A batch, from its collection to its manifest: list, survey, name, decide, make, write. */
#include "job/batch.h"

#include "base/file.h"
#include "job/batch_parts.h"
#include "job/extras.h"
#include "job/fault.h"
#include "job/key.h"

enum { STATE_MAX = 1 << 30 /* bytes of a state file */ };

/* ---- memory --------------------------------------------------------------------- */

/* Journals hold lines of the state and records of the manifest. */
static void load_journal(jb_batch_work *run, jb_str lines)
{
    jb_state_load(run->state, lines);
    while (lines.len) {
        size_t end = jb_str_find(lines, "\n");
        jb_str line = jb_str_slice(lines, 0, end);
        if (jb_str_starts(line, "{") && end < lines.len)
            (void)jb_manifest_parse(run->before, line);
        lines = jb_str_slice(lines, end + 1, lines.len);
    }
}

const char *jb_batch_below(const jb_batch_work *run, const char *path)
{
    size_t len = strlen(run->plan->folder);
    bool has_slash = len && run->plan->folder[len - 1] == '/';
    return jb_arena_printf(run->arena, "%s%s%s", run->plan->folder,
                           has_slash ? "" : "/", path);
}

/* The state files of all shards. */
static void load_states(jb_batch_work *run)
{
    for (size_t i = 0; i < run->ledgers.count; i++) {
        const jb_ledger *one = &run->ledgers.items[i];
        jb_str bytes;
        if (one->is_state && jb_file_read(jb_batch_below(run, one->path), STATE_MAX,
                                          run->arena, &bytes) == JB_FILE_OK)
            jb_state_load(run->state, bytes);
    }
}

static jb_status open_output(jb_batch_work *run)
{
    jb_str left = {NULL, 0};
    jb_file_result result;
    int64_t began = 0;
    if (!run->plan->is_dry) {
        run->writer = jb_writer_open(run->plan->folder, run->arena, &left, &result);
        if (!run->writer) {
            jb_diag_add(run->diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, run->plan->folder,
                        jb_file_reason());
            return jb_fault_output(result);
        }
        began = jb_writer_began(run->writer);
    }
    run->before = jb_manifest_new(run->arena);
    run->state = jb_state_new(run->base, began, run->arena);
    run->ledgers = jb_ledger_list(run->plan->folder, run->arena);
    jb_status status = jb_manifest_read(run->before, run->plan->folder, run->diag);
    if (status != JB_STATUS_OK)
        return status;
    load_states(run);
    load_journal(run, left);
    run->has_journal = left.len > 0;
    return JB_STATUS_OK;
}

void jb_batch_note(jb_batch_work *run)
{
    jb_buf news = {0};
    jb_state_news(run->state, &news);
    if (run->writer)
        jb_writer_note(run->writer, jb_buf_str(&news));
    jb_buf_fini(&news);
}

/* ---- the end -------------------------------------------------------------------- */

/* A record is of a report that is there no more. */
static bool has_lost(const jb_batch_work *run)
{
    jb_manifest_shard shard = run->plan->shard;
    for (size_t i = 0; i < run->before->records.count; i++) {
        const jb_manifest_record *record = run->before->records.entries[i].pointer;
        bool is_volume = strcmp(record->id, JB_MANIFEST_VOLUME) == 0;
        if (jb_key_shard(record->id, shard.count) == shard.index &&
            (shard.count == 1 || !is_volume) &&
            !jb_manifest_find(run->out->manifest, record->id))
            return true;
    }
    return false;
}

/* Manifest and state, when anything is new; those of the whole take the place of those of
 * shards. */
static jb_status write_records(jb_batch_work *run, bool has_new)
{
    jb_manifest_shard shard = run->plan->shard;
    jb_buf manifest = {0}, state = {0};
    const char *name = jb_ledger_manifest_name(shard.index, shard.count, run->arena);
    const char *state_name = jb_ledger_state_name(shard.index, shard.count, run->arena);
    bool has_parts = shard.count == 1 && jb_ledger_has_parts(&run->ledgers);
    bool is_there = jb_file_exists(jb_batch_below(run, name));
    jb_file_result result = JB_FILE_OK;
    if (has_new || has_parts || !is_there) {
        jb_manifest_text(run->out->manifest, shard, &manifest);
        result = jb_writer_add(run->writer, name, jb_buf_str(&manifest));
    }
    if (result == JB_FILE_OK &&
        (has_new || has_parts || jb_state_changed(run->state))) {
        jb_state_save(run->state, shard.index, shard.count, &state);
        result = jb_writer_add(run->writer, state_name, jb_buf_str(&state));
    }
    if (result == JB_FILE_OK)
        result = jb_writer_flush(run->writer);
    if (result != JB_FILE_OK)
        jb_diag_add(run->diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN,
                    jb_batch_below(run, name), jb_file_reason());
    else if (has_parts)
        jb_ledger_remove_parts(run->plan->folder, &run->ledgers, true);
    jb_buf_fini(&manifest);
    jb_buf_fini(&state);
    return jb_fault_output(result);
}

/* What is wanted of the whole collection; a shard knows but its part. */
static jb_status write_extras(jb_batch_work *run, bool has_new)
{
    const jb_field_text *title = &run->out->collection.title;
    const jb_extras_job job = {
        .config = run->plan->config,
        .manifest = run->out->manifest,
        .folder = run->plan->folder,
        .title = title->text.len ? jb_str_dup(run->arena, title->text) : NULL,
        .has_new = has_new};
    if (run->plan->shard.count > 1)
        return JB_STATUS_OK;
    return jb_fault_output(jb_extras_write(&job, run->writer, run->diag));
}

static jb_status status_of(const jb_batch_work *run)
{
    const jb_manifest_record *volume =
        jb_manifest_find(run->out->manifest, JB_MANIFEST_VOLUME);
    size_t failed = run->out->counts.failed, temporary = run->out->counts.temporary;
    if (volume && volume->verdict != JB_MANIFEST_DONE) {
        failed++;
        temporary += volume->status == JB_STATUS_TEMPORARY;
    }
    if (run->stop != JB_STATUS_OK || failed == 0)
        return run->stop;
    return temporary == failed ? JB_STATUS_TEMPORARY : JB_STATUS_SOME_FAILED;
}

static jb_status make(jb_batch_work *run)
{
    jb_status status;
    jb_batch_verdict_misnamed(run);
    jb_batch_queue_run(run, JB_WORKER_EXPORT, jb_batch_verdict_take);
    jb_batch_verdict_flush(run);
    bool has_volume = jb_batch_volume_make(run);
    jb_pool_close(run->pool);
    run->pool = NULL;
    bool has_new = run->out->counts.made || run->out->counts.failed || has_volume ||
                   run->has_journal || has_lost(run);
    /* the manifest last: as long as it is the old one, the next run writes all of these */
    status = write_extras(run, has_new);
    if (status == JB_STATUS_OK)
        status = write_records(run, has_new);
    return status_of(run) == JB_STATUS_OK ? status : status_of(run);
}

static jb_status tell_only(jb_batch_work *run)
{
    jb_pool_close(run->pool);
    for (size_t i = 0; i < run->queue.count; i++) {
        const jb_batch_task *task = &run->tasks[run->queue.items[i]];
        if (run->plan->watch.would)
            run->plan->watch.would(run->plan->watch.state, task->id, task->name);
    }
    jb_batch_volume_tell(run);
    return run->stop;
}

static jb_status prepare(jb_batch_work *run)
{
    jb_status status = jb_batch_agenda_read(run);
    if (status == JB_STATUS_OK)
        status = open_output(run);
    return status == JB_STATUS_OK ? jb_batch_queue_open(run) : status;
}

jb_status jb_batch_run(const jb_batch_plan *plan, jb_sources *sources, jb_diag *diag,
                       jb_arena *into, jb_batch *out)
{
    jb_batch_work run = {
        .plan = plan, .out = out, .arena = into, .sources = sources, .diag = diag};
    *out = (jb_batch){.manifest = jb_manifest_new(into)};
    jb_status status = prepare(&run);
    if (status != JB_STATUS_OK) {
        if (run.writer)
            jb_writer_close(run.writer);
        jb_state_close(run.state);
        return status;
    }
    out->collection = run.given.collection;
    jb_batch_agenda_decide(&run);
    status = plan->is_dry ? tell_only(&run) : make(&run);
    if (run.writer)
        jb_writer_close(run.writer);
    jb_state_close(run.state);
    jb_shelf_close(run.task.shelf);
    jb_file_close_root(run.task.root);
    return status;
}
