/* The volume of a batch: the reports that are done, in order, as one document, laid out once
 * more by one worker. Sharing the layout of the single documents would ask for all pages to
 * be kept between runs, since a later run makes only a few of the reports. */
#include "job/batch_parts.h"
#include "job/key.h"
#include "job/naming.h"

/* Those of the volume, else those of the batch that there are volumes of, else PDF. */
static bool find_formats(jb_batch_work *run)
{
    jb_worker_volume *volume = &run->volume;
    const jb_field_texts *own = &run->given.collection.volume.formats;
    bool is_sound = true;
    for (size_t i = 0; i < own->count; i++)
        is_sound &=
            jb_batch_agenda_format(run, own->items[i].text, own->items[i].val->span,
                                   volume->formats, &volume->format_count);
    for (size_t i = 0; i < volume->format_count; i++)
        if (volume->formats[i]->is_single) {
            jb_diag_add(run->diag, JB_DIAG_VOLUME_FORMAT, own->items[0].val->span,
                        volume->formats[i]->name);
            is_sound = false;
        }
    for (size_t i = 0; !own->count && i < run->task.format_count; i++)
        if (!run->formats[i]->is_single)
            volume->formats[volume->format_count++] = run->formats[i];
    if (!volume->format_count)
        volume->formats[volume->format_count++] = jb_backends_find(JB_STR("pdf"));
    return is_sound;
}

jb_status jb_batch_volume_read(jb_batch_work *run)
{
    const jb_collection_volume *wanted = &run->given.collection.volume;
    jb_str values[JB_NAMING_FIELDS] = {{NULL, 0}};
    jb_batch_task *task = &run->tasks[run->count];
    const char *title = run->plan->config->volume;
    if (!title && wanted->title.text.len)
        title = jb_str_dup(run->arena, wanted->title.text);
    if (!title)
        return JB_STATUS_OK;
    run->volume_config = *run->plan->config;
    run->volume_config.volume = title;
    run->volume.config = &run->volume_config;
    run->volume.settings = wanted->settings;
    values[JB_NAMING_TITLE] = jb_str_of(title);
    task->id = JB_MANIFEST_VOLUME;
    task->name = jb_naming_fill(JB_STR("{title}"), values, run->arena);
    return find_formats(run) ? JB_STATUS_OK : JB_STATUS_CONFIG;
}

/* The reports that are done, in the order of the volume. */
static void gather(jb_batch_work *run)
{
    jb_worker_volume *volume = &run->volume;
    jb_batch_task *tasks = JB_NEWS(run->arena, jb_batch_task, run->count);
    volume->count = 0;
    for (size_t i = 0; i < run->count; i++) {
        const jb_manifest_record *record =
            jb_manifest_find(run->out->manifest, run->tasks[i].id);
        if (record && record->verdict == JB_MANIFEST_DONE)
            tasks[volume->count++] = run->tasks[i];
    }
    jb_batch_agenda_sort(run, true, tasks, volume->count);
    volume->ids = JB_NEWS(run->arena, const char *, volume->count);
    for (size_t i = 0; i < volume->count; i++)
        volume->ids[i] = tasks[i].id;
}

/* Of the settings, and of each report its place and its own key. */
static jb_digest key_of(const jb_batch_work *run)
{
    const jb_worker_volume *volume = &run->volume;
    jb_buf settings = {0};
    if (volume->settings)
        jb_val_dump(volume->settings, jb_source_table(run->arena), &settings);
    jb_digest key =
        jb_key_settings(volume->config, volume->formats, volume->format_count, false);
    key = jb_digest_join(key, jb_digest_of(jb_str_of(volume->config->volume)));
    key = jb_digest_join(key, jb_digest_of(jb_buf_str(&settings)));
    for (size_t i = 0; i < volume->count; i++) {
        const jb_manifest_record *record =
            jb_manifest_find(run->out->manifest, volume->ids[i]);
        key = jb_digest_join(key, jb_digest_of(jb_str_of(volume->ids[i])));
        key = jb_digest_join(key, record->key);
    }
    jb_buf_fini(&settings);
    return key;
}

static bool stands(jb_batch_work *run, const jb_manifest_record *before)
{
    return before && !run->plan->is_forced &&
           jb_digest_equal(before->key, run->volume_key) &&
           jb_batch_agenda_stand(run, &run->tasks[run->count], before,
                                 run->volume.formats, run->volume.format_count);
}

/* Whether there is a volume to be thought of; a shard has but its part of the reports. */
static bool is_wanted(jb_batch_work *run)
{
    if (run->volume.config && run->plan->shard.count > 1) {
        jb_diag_add(run->diag, JB_DIAG_VOLUME_LATER, JB_NO_SPAN,
                    run->volume.config->volume);
        return false;
    }
    return run->volume.config != NULL;
}

void jb_batch_volume_tell(jb_batch_work *run)
{
    const jb_batch_watch *watch = &run->plan->watch;
    if (!is_wanted(run))
        return;
    gather(run);
    run->volume_key = key_of(run);
    bool is_new = run->queue.count ||
                  (run->volume.count &&
                   !stands(run, jb_manifest_find(run->before, JB_MANIFEST_VOLUME)));
    if (is_new && watch->would)
        watch->would(watch->state, JB_MANIFEST_VOLUME, run->tasks[run->count].name);
}

uint32_t jb_batch_volume_limit(const jb_batch_work *run)
{
    uint64_t limit = (uint64_t)run->plan->time_limit * run->volume.count;
    return (uint32_t)JB_MIN(limit, (uint64_t)UINT32_MAX);
}

bool jb_batch_volume_make(jb_batch_work *run)
{
    const jb_manifest_record *before =
        jb_manifest_find(run->before, JB_MANIFEST_VOLUME);
    if (!is_wanted(run))
        return false;
    gather(run);
    if (!run->volume.count)
        return false;
    run->volume_key = key_of(run);
    bool is_new = !stands(run, before) && run->stop == JB_STATUS_OK;
    if (before)
        jb_manifest_put(run->out->manifest, before);
    if (!is_new)
        return false;
    run->task.volume = &run->volume;
    jb_batch_queue_reopen(run, jb_batch_volume_limit(run));
    jb_vec_push(run->arena, &run->queue, run->count);
    jb_batch_queue_run(run, JB_WORKER_VOLUME, jb_batch_verdict_take);
    jb_batch_verdict_flush(run);
    return true;
}
