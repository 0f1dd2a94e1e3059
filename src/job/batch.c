/* A batch, from its collection to its manifest: list, survey, name, decide, make, write. */
#include "job/batch.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "job/extras.h"
#include "job/fault.h"
#include "job/key.h"
#include "job/naming.h"
#include "job/pool.h"
#include "job/state.h"
#include "job/survey.h"
#include "job/writer.h"

enum {
    GROUP_REPORTS = 256,    /* reports that are synced together, at most */
    GROUP_BYTES = 32 << 20, /* bytes of them */
    TICK = 100,             /* ms between looks at the clock */
    TRIES = 2,              /* of a report whose worker was killed from outside */
    STATE_MAX = 1 << 30     /* bytes of a state file */
};

typedef struct batch_task {
    const char *id, *name;
    const jb_state_survey *survey; /* NULL = none, or not needed */
    uint32_t tries;
    bool is_mine; /* of this shard, wanted, late enough */
} batch_task;

/* A report whose files wait for the next sync. */
typedef struct batch_pending {
    const jb_manifest_record *record;
    jb_str messages;
} batch_pending;

typedef struct batch_run {
    const jb_batch_plan *plan;
    jb_batch *out;
    jb_arena *arena;
    jb_sources *sources;
    jb_diag *diag;
    jb_shelf_collection given; /* of all reports; its path is NULL when there is none */
    const char *base;
    const jb_backend *formats[JB_WORKER_FORMATS_MAX];
    jb_worker_task task; /* for workers */
    jb_writer *writer;   /* NULL in a dry run */
    jb_manifest *before;
    jb_state *state;
    jb_pool *pool;
    batch_task *tasks;
    size_t count;
    JB_VEC(size_t) queue;
    size_t taken; /* of the queue */
    JB_VEC(batch_pending) pending;
    jb_status stop; /* why nothing further is begun; JB_STATUS_OK = go on */
} batch_run;

/* ---- the collection ------------------------------------------------------------- */

static bool is_folder(const char *path)
{
    struct stat is;
    return stat(path, &is) == 0 && S_ISDIR(is.st_mode);
}

static const char *with_slash(const char *folder, jb_arena *into)
{
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        len--;
    if (len == 1 && *folder == '.')
        return "";
    return jb_arena_printf(into, "%.*s%s", (int)len, folder,
                           folder[len - 1] == '/' ? "" : "/");
}

/* The collection file, and the folder that its reports are in. */
static jb_status read_collection(batch_run *run)
{
    const char *from = run->plan->from, *file = from;
    run->given.diag = jb_diag_new(run->arena);
    run->given.reads.arena = run->arena;
    if (is_folder(from)) {
        run->base = with_slash(from, run->arena);
        file = jb_arena_printf(run->arena, "%scollection.yaml", run->base);
        if (!jb_file_exists(file))
            return JB_STATUS_OK;
    } else {
        const char *slash = strrchr(from, '/');
        run->base =
            jb_arena_strndup(run->arena, from, slash ? (size_t)(slash - from) + 1 : 0);
    }
    if (!jb_file_exists(file)) {
        jb_diag_add(run->diag, JB_DIAG_FILE_MISSING, JB_NO_SPAN, file);
        return JB_STATUS_NO_INPUT;
    }
    jb_resources *resources =
        jb_resources_open(run->plan->config, run->sources, run->diag, run->arena);
    jb_resources_watch(resources, &run->given.reads);
    bool is_sound =
        jb_resources_collection_file(resources, file, &run->given.collection) &&
        jb_survey_check(&run->given.collection, run->arena, run->diag);
    return is_sound ? JB_STATUS_OK : JB_STATUS_CONFIG;
}

/* A file of the usual name is found by each report below it; another is for all. */
static bool is_for_all(const batch_run *run)
{
    const char *path = run->given.collection.path;
    const char *slash = path ? strrchr(path, '/') : NULL;
    return path && strcmp(slash ? slash + 1 : path, "collection.yaml") != 0;
}

static bool add_format(batch_run *run, jb_str name, jb_span span)
{
    const jb_backend *format = jb_backends_find(name);
    for (size_t i = 0; format && i < run->task.format_count; i++)
        if (run->formats[i] == format)
            return true;
    if (format && run->task.format_count < JB_WORKER_FORMATS_MAX) {
        run->formats[run->task.format_count++] = format;
        return true;
    }
    jb_buf names = {0};
    jb_backends_names(&names);
    jb_diag_add(run->diag, JB_DIAG_FORMAT_UNKNOWN, span, jb_str_dup(run->arena, name),
                jb_str_dup(run->arena, jb_buf_str(&names)));
    jb_buf_fini(&names);
    return false;
}

/* Those of --to, else of the collection, else PDF. */
static jb_status find_formats(batch_run *run)
{
    bool is_sound = true;
    const jb_field_texts *own = &run->given.collection.formats;
    jb_str rest = jb_str_of(run->plan->config->to);
    if (!rest.len)
        for (size_t i = 0; i < own->count; i++)
            is_sound &= add_format(run, own->items[i].text, own->items[i].val->span);
    if (!is_sound)
        return JB_STATUS_CONFIG;
    if (!rest.len && !own->count)
        rest = JB_STR("pdf");
    while (rest.len) {
        size_t comma = jb_str_find(rest, ",");
        is_sound &=
            add_format(run, jb_str_trim(jb_str_slice(rest, 0, comma)), JB_NO_SPAN);
        rest = jb_str_slice(rest, comma + 1, rest.len);
    }
    return is_sound ? JB_STATUS_OK : JB_STATUS_USAGE;
}

static jb_status list_reports(batch_run *run)
{
    jb_collection_paths paths = {NULL, 0, 0};
    if (!jb_collection_list(*run->base ? run->base : ".", &run->given.collection,
                            run->arena, run->diag, &paths))
        return JB_STATUS_CONFIG;
    if (paths.count == 0) {
        jb_diag_add(run->diag, JB_DIAG_COLLECTION_EMPTY, JB_NO_SPAN, run->plan->from);
        return JB_STATUS_NO_INPUT;
    }
    run->tasks = JB_NEWS(run->arena, batch_task, paths.count);
    run->count = paths.count;
    for (size_t i = 0; i < paths.count; i++)
        run->tasks[i].id = paths.items[i];
    return JB_STATUS_OK;
}

/* ---- memory --------------------------------------------------------------------- */

/* Journals hold lines of the state and records of the manifest. */
static void load_journal(batch_run *run, jb_str lines)
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

static const char *below(const batch_run *run, const char *path)
{
    size_t len = strlen(run->plan->folder);
    bool has_slash = len && run->plan->folder[len - 1] == '/';
    return jb_arena_printf(run->arena, "%s%s%s", run->plan->folder,
                           has_slash ? "" : "/", path);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The state files of all shards. */
static void load_states(batch_run *run)
{
    JB_VEC(const char *) names = {NULL, 0, 0};
    DIR *folder = opendir(below(run, ".jianbao"));
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL)
        if (strncmp(entry->d_name, "state", 5) == 0)
            jb_vec_push(run->arena, &names,
                        jb_str_dup(run->arena, jb_str_of(entry->d_name)));
    if (folder)
        closedir(folder);
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, by_name);
    for (size_t i = 0; i < names.count; i++) {
        jb_str bytes;
        const char *path = jb_arena_printf(run->arena, "%s/%s", below(run, ".jianbao"),
                                           names.items[i]);
        if (jb_file_read(path, STATE_MAX, run->arena, &bytes) == JB_FILE_OK)
            jb_state_load(run->state, bytes);
    }
}

static jb_status open_output(batch_run *run)
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
    jb_manifest_read(run->before, run->plan->folder, run->diag);
    load_states(run);
    load_journal(run, left);
    return JB_STATUS_OK;
}

static void note_news(batch_run *run)
{
    jb_buf news = {0};
    jb_state_news(run->state, &news);
    if (run->writer)
        jb_writer_note(run->writer, jb_buf_str(&news));
    jb_buf_fini(&news);
}

/* ---- waiting -------------------------------------------------------------------- */

/* SIGTERM and its like mean that the host wants to go on; ^C, that somebody does not. */
static void look_at_signals(batch_run *run)
{
    struct signalfd_siginfo signal;
    if (run->plan->signals >= 0 &&
        read(run->plan->signals, &signal, sizeof signal) == (ssize_t)sizeof signal)
        run->stop =
            signal.ssi_signo == SIGINT ? JB_STATUS_INTERRUPTED : JB_STATUS_TEMPORARY;
}

static void tell_waiting(batch_run *run)
{
    size_t current = run->pool ? jb_pool_current(run->pool) : SIZE_MAX;
    if (run->plan->watch.waited)
        run->plan->watch.waited(run->plan->watch.state, &run->out->counts,
                                current < run->count ? run->tasks[current].id : NULL);
}

static bool send_task(batch_run *run, jb_worker_kind kind, size_t index)
{
    const batch_task *task = &run->tasks[index];
    if (jb_pool_send(run->pool, kind, index, task->id, task->name ? task->name : ""))
        return true;
    jb_diag_add(run->diag, JB_DIAG_WORKER_NONE, JB_NO_SPAN, strerror(errno));
    run->stop = JB_STATUS_TEMPORARY;
    return false;
}

/* Hands out what is queued and gives every result to `take`, until all is done. */
static void work_off(batch_run *run, jb_worker_kind kind,
                     void (*take)(batch_run *run, const jb_pool_result *result))
{
    while (run->stop == JB_STATUS_OK) {
        jb_pool_result result;
        while (run->taken < run->queue.count && jb_pool_has_room(run->pool) &&
               send_task(run, kind, run->queue.items[run->taken]))
            run->taken++;
        if (jb_pool_busy(run->pool) == 0 && run->taken == run->queue.count)
            break;
        if (jb_pool_wait(run->pool, TICK, &result)) {
            batch_task *task = &run->tasks[result.index];
            bool again = result.end == JB_POOL_RETURNED ||
                         (result.end == JB_POOL_KILLED && ++task->tries < TRIES);
            if (again)
                jb_vec_push(run->arena, &run->queue, result.index);
            else
                take(run, &result);
        } else {
            look_at_signals(run);
        }
        tell_waiting(run);
    }
    run->queue.count = run->taken = 0;
}

/* ---- survey --------------------------------------------------------------------- */

static void take_survey(batch_run *run, const jb_pool_result *result)
{
    if (result->end == JB_POOL_DONE)
        jb_state_take(run->state, run->tasks[result->index].id, result->lines);
    note_news(run);
}

static void survey_all(batch_run *run)
{
    jb_digest settings = run->task.survey_settings;
    for (size_t i = 0; i < run->count; i++)
        if (!jb_state_survey_of(run->state, run->tasks[i].id, settings))
            jb_vec_push(run->arena, &run->queue, i);
    work_off(run, JB_WORKER_SURVEY, take_survey);
    for (size_t i = 0; i < run->count; i++)
        run->tasks[i].survey =
            jb_state_survey_of(run->state, run->tasks[i].id, settings);
}

typedef struct sort_key {
    const jb_collection *collection;
    batch_task task;
    size_t before; /* its place in the folder */
} sort_key;

/* Field by field; a field that begins with '-' is sorted downwards. */
static int by_order(const void *left, const void *right)
{
    const sort_key *a = left, *b = right;
    jb_str rest_a = jb_str_of(a->task.survey ? a->task.survey->order : "");
    jb_str rest_b = jb_str_of(b->task.survey ? b->task.survey->order : "");
    for (size_t i = 0; i < a->collection->order.count; i++) {
        size_t end_a = jb_str_find(rest_a, "\x1F"), end_b = jb_str_find(rest_b, "\x1F");
        jb_str text_a = jb_str_slice(rest_a, 0, end_a);
        jb_str text_b = jb_str_slice(rest_b, 0, end_b);
        size_t len = JB_MIN(text_a.len, text_b.len);
        int found = len ? memcmp(text_a.at, text_b.at, len) : 0;
        if (!found && text_a.len != text_b.len)
            found = text_a.len < text_b.len ? -1 : 1;
        if (found)
            return a->collection->order.items[i].text.at[0] == '-' ? -found : found;
        rest_a = jb_str_slice(rest_a, end_a + 1, rest_a.len);
        rest_b = jb_str_slice(rest_b, end_b + 1, rest_b.len);
    }
    return a->before < b->before ? -1 : a->before > b->before;
}

static void sort_tasks(batch_run *run)
{
    const jb_collection *collection = &run->given.collection;
    if (!collection->order.count)
        return;
    sort_key *keys = JB_NEWS(run->arena, sort_key, run->count);
    for (size_t i = 0; i < run->count; i++)
        keys[i] = (sort_key){collection, run->tasks[i], i};
    qsort(keys, run->count, sizeof *keys, by_order);
    for (size_t i = 0; i < run->count; i++)
        run->tasks[i] = keys[i].task;
}

/* Names are parted over the whole collection, so that a shard has those of the whole. */
static void name_tasks(batch_run *run)
{
    const char **names = JB_NEWS(run->arena, const char *, run->count);
    const char **ids = JB_NEWS(run->arena, const char *, run->count);
    for (size_t i = 0; i < run->count; i++) {
        const batch_task *task = &run->tasks[i];
        ids[i] = task->id;
        names[i] =
            task->survey ? task->survey->name : jb_naming_plain(task->id, run->arena);
    }
    jb_naming_part(names, ids, run->count, run->arena);
    for (size_t i = 0; i < run->count; i++)
        run->tasks[i].name = names[i];
}

static bool is_mine(const batch_run *run, const batch_task *task)
{
    const char *since = run->plan->since;
    if (jb_key_shard(task->id, run->plan->shard.count) != run->plan->shard.index)
        return false;
    if (task->survey && !task->survey->is_wanted)
        return false;
    return !since || (task->survey && strcmp(task->survey->date, since) >= 0);
}

/* ---- what stands ---------------------------------------------------------------- */

static bool file_stands(batch_run *run, const batch_task *task, size_t format,
                        const jb_manifest_file *file)
{
    const jb_backend *backend = run->formats[format];
    const char *path =
        jb_arena_printf(run->arena, "%s%s", task->name, backend->extension);
    return strcmp(file->path, path) == 0 &&
           jb_digest_equal(jb_state_digest(run->state, below(run, path), false),
                           file->checksum);
}

static bool stands(batch_run *run, const batch_task *task)
{
    const jb_manifest_record *record = jb_manifest_find(run->before, task->id);
    if (run->plan->is_forced || !record || record->verdict != JB_MANIFEST_DONE ||
        record->files.count != run->task.format_count)
        return false;
    for (size_t i = 0; i < run->task.format_count; i++)
        if (!file_stands(run, task, i, &record->files.items[i]))
            return false;
    return jb_state_stands(run->state, task->id, run->task.local_settings);
}

/* Whether only reports that failed are wanted, and this is none. */
static bool is_left_out(const batch_run *run, const batch_task *task)
{
    const jb_manifest_record *record = jb_manifest_find(run->before, task->id);
    return run->plan->only_failed && (!record || record->verdict == JB_MANIFEST_DONE);
}

/* Records of what is not made anew are kept as they are. */
static void decide(batch_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        batch_task *task = &run->tasks[i];
        const jb_manifest_record *record = jb_manifest_find(run->before, task->id);
        task->is_mine = is_mine(run, task);
        bool is_of_shard =
            jb_key_shard(task->id, run->plan->shard.count) == run->plan->shard.index;
        bool is_wanted = !task->survey || task->survey->is_wanted;
        if (record && is_of_shard && is_wanted)
            jb_manifest_put(run->out->manifest, record);
        if (!task->is_mine || is_left_out(run, task))
            continue;
        run->out->counts.total++;
        if (stands(run, task))
            run->out->counts.kept++;
        else
            jb_vec_push(run->arena, &run->queue, i);
    }
    if (run->plan->watch.begun)
        run->plan->watch.begun(run->plan->watch.state, &run->out->counts);
}

/* ---- writing -------------------------------------------------------------------- */

static void count_record(batch_run *run, const jb_manifest_record *record)
{
    jb_batch_counts *counts = &run->out->counts;
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

/* The report is judged: its record is put, noted and told. */
static void end_report(batch_run *run, const jb_manifest_record *record,
                       jb_str messages)
{
    jb_buf line = {0};
    jb_manifest_put(run->out->manifest, record);
    jb_manifest_line(record, &line);
    jb_writer_note(run->writer, jb_buf_str(&line));
    jb_buf_fini(&line);
    count_record(run, record);
    if (run->plan->watch.ended)
        run->plan->watch.ended(run->plan->watch.state, &run->out->counts, record,
                               messages);
}

/* A record for a report that has none of its own making. */
static void end_failed(batch_run *run, const char *id, jb_manifest_verdict verdict,
                       jb_status status, const jb_diag *diag)
{
    jb_diag_cause cause = {"", "", NULL};
    jb_buf messages = {0};
    (void)jb_diag_first(diag, run->sources, jb_config_language(run->plan->config),
                        run->arena, &cause);
    const jb_manifest_record record = {
        .id = id,
        .source = jb_arena_printf(run->arena, "%s%s", run->base, id),
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

static void end_unwritten(batch_run *run, const char *id, jb_file_result result,
                          const char *reason)
{
    jb_diag *diag = jb_diag_new(run->arena);
    jb_diag_add(diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, run->plan->folder, reason);
    end_failed(run, id, JB_MANIFEST_FAILED, jb_fault_output(result), diag);
    if (run->stop == JB_STATUS_OK)
        run->stop = jb_fault_output(result);
}

/* Removes what an earlier run made of the report under another name. */
static void remove_old(batch_run *run, const jb_manifest_record *record)
{
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
        if (!is_taken)
            jb_writer_remove(run->writer, path);
    }
}

/* Syncs and renames what waits, and only then says that it is done. */
static void flush(batch_run *run)
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
            jb_state_wrote(run->state, below(run, record->files.items[k].path),
                           record->files.items[k].checksum);
        remove_old(run, record);
        end_report(run, record, run->pending.items[i].messages);
    }
    run->pending.count = 0;
    note_news(run);
}

/* ---- results -------------------------------------------------------------------- */

static void end_worker(batch_run *run, const jb_pool_result *result)
{
    const char *id = run->tasks[result->index].id;
    jb_diag *diag = jb_diag_new(run->arena);
    char number[24];
    uint64_t most = result->end == JB_POOL_TIMEOUT ? run->plan->time_limit / 1000
                                                   : run->plan->memory_limit >> 20;
    snprintf(number, sizeof number, "%llu", (unsigned long long)most);
    if (result->end == JB_POOL_TIMEOUT) {
        jb_diag_add(diag, JB_DIAG_REPORT_TIMEOUT, JB_NO_SPAN, id, number);
        end_failed(run, id, JB_MANIFEST_TIMEOUT, JB_STATUS_BAD_INPUT, diag);
    } else if (result->end == JB_POOL_MEMORY) {
        jb_diag_add(diag, JB_DIAG_REPORT_MEMORY, JB_NO_SPAN, id, number);
        end_failed(run, id, JB_MANIFEST_MEMORY, JB_STATUS_BAD_INPUT, diag);
    } else if (result->end == JB_POOL_KILLED) {
        jb_diag_add(diag, JB_DIAG_REPORT_KILLED, JB_NO_SPAN, id);
        end_failed(run, id, JB_MANIFEST_CRASHED, JB_STATUS_TEMPORARY, diag);
    } else {
        jb_diag_add(diag, JB_DIAG_REPORT_CRASHED, JB_NO_SPAN, id);
        end_failed(run, id, JB_MANIFEST_CRASHED, JB_STATUS_BROKEN, diag);
    }
}

/* Whether a record is of this report and its files are those that came. */
static bool is_consistent(const batch_run *run, const jb_pool_result *result,
                          const jb_manifest_record *record)
{
    const batch_task *task = &run->tasks[result->index];
    size_t len = strlen(task->name);
    if (record->verdict != JB_MANIFEST_DONE)
        return record->verdict == JB_MANIFEST_FAILED && record->files.count == 0;
    if (record->files.count != run->task.format_count)
        return false;
    for (size_t i = 0; i < record->files.count; i++) {
        const char *path = record->files.items[i].path;
        if (strncmp(path, task->name, len) != 0 ||
            strcmp(path + len, run->formats[i]->extension) != 0 ||
            record->files.items[i].size != result->documents[i].len)
            return false;
    }
    return true;
}

static void write_documents(batch_run *run, const jb_pool_result *result,
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
    jb_vec_push(run->arena, &run->pending, (batch_pending){record, messages});
}

static void take_export(batch_run *run, const jb_pool_result *result)
{
    const char *id = run->tasks[result->index].id;
    if (result->end != JB_POOL_DONE) {
        end_worker(run, result);
        return;
    }
    jb_manifest *read = jb_manifest_new(run->arena);
    const jb_manifest_record *record =
        jb_manifest_parse(read, result->record) ? jb_manifest_find(read, id) : NULL;
    if (!record || !is_consistent(run, result, record)) {
        jb_pool_result unsound = {.end = JB_POOL_CRASHED, .index = result->index};
        end_worker(run, &unsound);
        return;
    }
    jb_state_take(run->state, id, result->lines);
    if (record->verdict == JB_MANIFEST_DONE)
        write_documents(run, result, record);
    else
        end_report(run, record, result->messages);
    if (run->pending.count >= GROUP_REPORTS ||
        jb_writer_pending(run->writer) >= GROUP_BYTES)
        flush(run);
}

/* ---- the end -------------------------------------------------------------------- */

static const char *state_name(const batch_run *run)
{
    jb_manifest_shard shard = run->plan->shard;
    if (shard.count == 1)
        return ".jianbao/state";
    return jb_arena_printf(run->arena, ".jianbao/state-%u-of-%u", shard.index,
                           shard.count);
}

/* Manifest and state, when anything is new. */
static jb_status write_records(batch_run *run, bool has_new)
{
    jb_buf manifest = {0}, state = {0};
    const char *name = jb_manifest_name(run->plan->shard, run->arena);
    bool is_there = jb_file_exists(below(run, name));
    jb_file_result result = JB_FILE_OK;
    if (has_new || !is_there) {
        jb_manifest_text(run->out->manifest, run->plan->shard, &manifest);
        result = jb_writer_add(run->writer, name, jb_buf_str(&manifest));
    }
    if (result == JB_FILE_OK && jb_state_changed(run->state)) {
        jb_state_save(run->state, &state);
        result = jb_writer_add(run->writer, state_name(run), jb_buf_str(&state));
    }
    if (result == JB_FILE_OK)
        result = jb_writer_flush(run->writer);
    if (result != JB_FILE_OK)
        jb_diag_add(run->diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, below(run, name),
                    jb_file_reason());
    jb_buf_fini(&manifest);
    jb_buf_fini(&state);
    return jb_fault_output(result);
}

/* What is wanted of the whole collection; a shard knows but its part. */
static jb_status write_extras(batch_run *run, bool has_new)
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

static jb_status status_of(const batch_run *run)
{
    const jb_batch_counts *counts = &run->out->counts;
    if (run->stop == JB_STATUS_INTERRUPTED || run->stop == JB_STATUS_TEMPORARY)
        return run->stop;
    if (counts->failed == 0)
        return run->stop;
    return counts->temporary == counts->failed ? JB_STATUS_TEMPORARY
                                               : JB_STATUS_SOME_FAILED;
}

static jb_status make(batch_run *run)
{
    size_t before = run->before->records.count;
    jb_status status;
    work_off(run, JB_WORKER_EXPORT, take_export);
    jb_pool_close(run->pool);
    run->pool = NULL;
    flush(run);
    bool has_new = run->out->counts.made || run->out->counts.failed ||
                   run->out->manifest->records.count != before;
    status = write_records(run, has_new);
    if (status == JB_STATUS_OK)
        status = write_extras(run, has_new);
    return status_of(run) == JB_STATUS_OK ? status : status_of(run);
}

static jb_status tell_only(batch_run *run)
{
    jb_pool_close(run->pool);
    for (size_t i = 0; i < run->queue.count; i++) {
        const batch_task *task = &run->tasks[run->queue.items[i]];
        if (run->plan->watch.would)
            run->plan->watch.would(run->plan->watch.state, task->id, task->name);
    }
    return run->stop;
}

static void begin_workers(batch_run *run)
{
    const jb_batch_plan *plan = run->plan;
    size_t formats = run->task.format_count;
    run->task.config = plan->config;
    run->task.shelf = jb_shelf_open(plan->config, run->sources,
                                    is_for_all(run) ? &run->given : NULL, run->arena);
    run->task.collection = &run->given.collection;
    run->task.formats = run->formats;
    run->task.base = run->base;
    run->task.root = jb_file_open_root(*run->base ? run->base : ".");
    run->task.has_colour = plan->has_colour;
    run->task.memory_limit = plan->memory_limit;
    run->task.settings = jb_key_settings(plan->config, run->formats, formats, false);
    run->task.local_settings =
        jb_key_settings(plan->config, run->formats, formats, true);
    run->task.survey_settings = jb_survey_settings(&run->given.collection);
    run->pool = jb_pool_open(&run->task, plan->workers, plan->time_limit, plan->signals,
                             run->arena);
}

static jb_status prepare(batch_run *run)
{
    jb_status status = read_collection(run);
    if (status == JB_STATUS_OK)
        status = find_formats(run);
    if (status == JB_STATUS_OK)
        status = list_reports(run);
    return status == JB_STATUS_OK ? open_output(run) : status;
}

jb_status jb_batch_run(const jb_batch_plan *plan, jb_sources *sources, jb_diag *diag,
                       jb_arena *into, jb_batch *out)
{
    batch_run run = {
        .plan = plan, .out = out, .arena = into, .sources = sources, .diag = diag};
    *out = (jb_batch){.manifest = jb_manifest_new(into)};
    jb_status status = prepare(&run);
    if (status != JB_STATUS_OK) {
        jb_state_close(run.state);
        return status;
    }
    out->collection = run.given.collection;
    begin_workers(&run);
    if (jb_survey_needed(&run.given.collection, plan->since != NULL))
        survey_all(&run);
    sort_tasks(&run);
    name_tasks(&run);
    decide(&run);
    status = plan->is_dry ? tell_only(&run) : make(&run);
    if (run.writer)
        jb_writer_close(run.writer);
    jb_state_close(run.state);
    jb_shelf_close(run.task.shelf);
    jb_file_close_root(run.task.root);
    return status;
}
