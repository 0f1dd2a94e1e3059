/* What a batch has to do: its reports, their order, their names, and which of them are not
 * as they would be made. */
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "job/batch_parts.h"
#include "job/key.h"
#include "job/naming.h"
#include "job/survey.h"

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
static jb_status read_collection(jb_batch_work *run)
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
    jb_status status =
        jb_resources_collection_file(resources, file, &run->given.collection);
    if (status != JB_STATUS_OK)
        return status;
    bool is_sound = jb_survey_check(&run->given.collection, run->arena, run->diag);
    return is_sound ? JB_STATUS_OK : JB_STATUS_CONFIG;
}

bool jb_batch_agenda_format(jb_batch_work *run, jb_str name, jb_span span,
                            const jb_backend **formats, size_t *count)
{
    const jb_backend *format = jb_backends_find(name);
    for (size_t i = 0; format && i < *count; i++)
        if (formats[i] == format)
            return true;
    if (format && *count < JB_WORKER_FORMATS_MAX) {
        formats[(*count)++] = format;
        return true;
    }
    jb_buf names = {0};
    jb_backends_names(&names);
    jb_diag_add(run->diag, JB_DIAG_FORMAT_UNKNOWN, span, jb_str_dup(run->arena, name),
                jb_str_dup(run->arena, jb_buf_str(&names)));
    jb_buf_fini(&names);
    return false;
}

static bool add_format(jb_batch_work *run, jb_str name, jb_span span)
{
    return jb_batch_agenda_format(run, name, span, run->formats,
                                  &run->task.format_count);
}

/* Those of --to, else of the collection, else PDF. */
static jb_status find_formats(jb_batch_work *run)
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

/* A path with the bytes that are no UTF-8 spelled out, as in \xD6. */
static const char *spelled(const char *path, jb_arena *into)
{
    jb_buf text = {0};
    jb_str rest = jb_str_of(path);
    while (rest.len) {
        size_t sound = jb_utf8_invalid(rest);
        jb_buf_put(&text, rest.at, sound);
        if (sound < rest.len)
            jb_buf_printf(&text, "\\x%02X", (unsigned char)rest.at[sound]);
        rest = jb_str_slice(rest, sound + 1, rest.len);
    }
    const char *made = jb_str_dup(into, jb_buf_str(&text));
    jb_buf_fini(&text);
    return made;
}

static jb_status list_reports(jb_batch_work *run)
{
    jb_collection_paths paths = {NULL, 0, 0};
    jb_status status =
        jb_collection_list(*run->base ? run->base : ".", &run->given.collection,
                           run->arena, run->diag, &paths);
    if (status != JB_STATUS_OK)
        return status;
    if (paths.count == 0) {
        jb_diag_add(run->diag, JB_DIAG_COLLECTION_EMPTY, JB_NO_SPAN, run->plan->from);
        return JB_STATUS_NO_INPUT;
    }
    run->tasks = JB_NEWS(run->arena, jb_batch_task, paths.count + 1);
    run->count = paths.count;
    for (size_t i = 0; i < paths.count; i++) {
        jb_batch_task *task = &run->tasks[i];
        jb_str path = jb_str_of(paths.items[i]);
        task->is_misnamed = jb_utf8_invalid(path) < path.len;
        task->id = task->is_misnamed ? spelled(path.at, run->arena) : path.at;
    }
    return JB_STATUS_OK;
}

/* ---- survey --------------------------------------------------------------------- */

static void take_survey(jb_batch_work *run, const jb_pool_result *result)
{
    if (result->end == JB_POOL_DONE)
        jb_state_take(run->state, run->tasks[result->index].id, result->lines);
    jb_batch_note(run);
}

static void survey_all(jb_batch_work *run)
{
    jb_digest settings = run->task.survey_settings;
    for (size_t i = 0; i < run->count; i++)
        if (!run->tasks[i].is_misnamed &&
            !jb_state_survey_of(run->state, run->tasks[i].id, settings))
            jb_vec_push(run->arena, &run->queue, i);
    jb_batch_queue_run(run, JB_WORKER_SURVEY, take_survey);
    for (size_t i = 0; i < run->count; i++)
        run->tasks[i].survey =
            jb_state_survey_of(run->state, run->tasks[i].id, settings);
}

typedef struct sort_key {
    const jb_field_texts *fields;
    size_t first; /* of the survey's texts, for the fields */
    jb_batch_task task;
    size_t before; /* its place until now */
} sort_key;

static jb_str texts_from(const jb_batch_task *task, size_t first)
{
    jb_str rest = jb_str_of(task->survey ? task->survey->order : "");
    for (; first; first--)
        rest = jb_str_slice(rest, jb_str_find(rest, "\x1F") + 1, rest.len);
    return rest;
}

/* Field by field; a field that begins with '-' is sorted downwards. */
static int by_order(const void *left, const void *right)
{
    const sort_key *a = left, *b = right;
    jb_str rest_a = texts_from(&a->task, a->first);
    jb_str rest_b = texts_from(&b->task, b->first);
    for (size_t i = 0; i < a->fields->count; i++) {
        size_t end_a = jb_str_find(rest_a, "\x1F"), end_b = jb_str_find(rest_b, "\x1F");
        jb_str text_a = jb_str_slice(rest_a, 0, end_a);
        jb_str text_b = jb_str_slice(rest_b, 0, end_b);
        size_t len = JB_MIN(text_a.len, text_b.len);
        int found = len ? memcmp(text_a.at, text_b.at, len) : 0;
        if (!found && text_a.len != text_b.len)
            found = text_a.len < text_b.len ? -1 : 1;
        if (found)
            return a->fields->items[i].text.at[0] == '-' ? -found : found;
        rest_a = jb_str_slice(rest_a, end_a + 1, rest_a.len);
        rest_b = jb_str_slice(rest_b, end_b + 1, rest_b.len);
    }
    return a->before < b->before ? -1 : a->before > b->before;
}

void jb_batch_agenda_sort(const jb_batch_work *run, bool is_volume,
                          jb_batch_task *tasks, size_t count)
{
    const jb_collection *collection = &run->given.collection;
    const jb_field_texts *fields =
        is_volume ? &collection->volume.order : &collection->order;
    size_t first = is_volume ? collection->order.count : 0;
    if (!fields->count)
        return;
    sort_key *keys = JB_NEWS(run->arena, sort_key, count);
    for (size_t i = 0; i < count; i++)
        keys[i] = (sort_key){fields, first, tasks[i], i};
    qsort(keys, count, sizeof *keys, by_order);
    for (size_t i = 0; i < count; i++)
        tasks[i] = keys[i].task;
}

/* Names are parted over the whole collection, so that a shard has those of the whole. */
static void name_tasks(jb_batch_work *run)
{
    size_t count = run->count + (run->volume.config != NULL);
    const char **names = JB_NEWS(run->arena, const char *, run->count + 1);
    const char **ids = JB_NEWS(run->arena, const char *, run->count + 1);
    names[run->count] = run->tasks[run->count].name;
    ids[run->count] = run->tasks[run->count].id;
    for (size_t i = 0; i < run->count; i++) {
        const jb_batch_task *task = &run->tasks[i];
        ids[i] = task->id;
        names[i] =
            task->survey ? task->survey->name : jb_naming_plain(task->id, run->arena);
    }
    jb_naming_part(names, ids, count, run->arena);
    for (size_t i = 0; i < count; i++)
        run->tasks[i].name = names[i];
}

static bool is_mine(const jb_batch_work *run, const jb_batch_task *task)
{
    const char *since = run->plan->since;
    if (jb_key_shard(task->id, run->plan->shard.count) != run->plan->shard.index)
        return false;
    if (task->survey && !task->survey->is_wanted)
        return false;
    return !since || (task->survey && strcmp(task->survey->date, since) >= 0);
}

/* ---- what stands ---------------------------------------------------------------- */

static bool file_stands(jb_batch_work *run, const jb_batch_task *task,
                        const jb_backend *backend, const jb_manifest_file *file)
{
    const char *path =
        jb_arena_printf(run->arena, "%s%s", task->name, backend->extension);
    return strcmp(file->path, path) == 0 &&
           jb_digest_equal(
               jb_state_digest(run->state, jb_batch_below(run, path), JB_READS_BYTES),
               file->checksum);
}

bool jb_batch_agenda_stand(jb_batch_work *run, const jb_batch_task *task,
                           const jb_manifest_record *record,
                           const jb_backend *const *formats, size_t count)
{
    if (record->verdict != JB_MANIFEST_DONE || record->files.count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!file_stands(run, task, formats[i], &record->files.items[i]))
            return false;
    return true;
}

static bool stands(jb_batch_work *run, const jb_batch_task *task)
{
    const jb_manifest_record *record = jb_manifest_find(run->before, task->id);
    if (run->plan->is_forced || !record ||
        !jb_batch_agenda_stand(run, task, record, run->formats, run->task.format_count))
        return false;
    return jb_state_stands(run->state, task->id, run->task.local_settings);
}

/* Whether only reports that failed are wanted, and this is none. */
static bool is_left_out(const jb_batch_work *run, const jb_batch_task *task)
{
    const jb_manifest_record *record = jb_manifest_find(run->before, task->id);
    return run->plan->only_failed && (!record || record->verdict == JB_MANIFEST_DONE);
}

/* Records of what is not made anew are kept as they are. */
static void decide(jb_batch_work *run)
{
    for (size_t i = 0; i < run->count; i++) {
        jb_batch_task *task = &run->tasks[i];
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
        else if (!task->is_misnamed)
            jb_vec_push(run->arena, &run->queue, i);
    }
    if (run->plan->watch.begun)
        run->plan->watch.begun(run->plan->watch.state, &run->out->counts);
}

/* ---- all of it ------------------------------------------------------------------ */

jb_status jb_batch_agenda_read(jb_batch_work *run)
{
    jb_status status = read_collection(run);
    if (status == JB_STATUS_OK)
        status = find_formats(run);
    if (status == JB_STATUS_OK)
        status = list_reports(run);
    return status == JB_STATUS_OK ? jb_batch_volume_read(run) : status;
}

void jb_batch_agenda_decide(jb_batch_work *run)
{
    if (jb_survey_needed(&run->given.collection, run->plan->since != NULL))
        survey_all(run);
    jb_batch_agenda_sort(run, false, run->tasks, run->count);
    name_tasks(run);
    decide(run);
}
