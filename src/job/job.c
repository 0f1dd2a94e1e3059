/* The public interface of the library: jianbao.h. */
#include "base/file.h"
#include "job/export.h"
#include "job/fault.h"
#include "job/volume.h"

struct jb_job {
    jb_arena arena; /* of the settings */
    jb_config config;
    jb_buf messages;
};

jb_job *jb_job_new(void)
{
    jb_job *job = calloc(1, sizeof *job);
    if (!job)
        jb_base_out_of_memory(sizeof *job);
    job->config.arena = &job->arena;
    return job;
}

void jb_job_drop(jb_job *job)
{
    if (!job)
        return;
    jb_buf_fini(&job->messages);
    jb_arena_fini(&job->arena);
    free(job);
}

bool jb_job_set(jb_job *job, const char *name, const char *value)
{
    const jb_config_option *option = jb_config_find(jb_str_of(name));
    return option && value && jb_config_set(&job->config, option, value);
}

const char *jb_job_messages(const jb_job *job)
{
    return job->messages.at ? job->messages.at : "";
}

const char *jb_job_version(void)
{
    return JB_VERSION;
}

static void add_messages(jb_job *job, jb_diag *diag, jb_sources *sources)
{
    jb_diag_write(diag, sources, jb_config_language(&job->config),
                  (jb_diag_form)job->config.diagnostics, job->config.colour == 1,
                  &job->messages);
}

/* A report in memory as the stages take it. */
static jb_export_input input_of(const jb_job_input *report, jb_arena *into)
{
    const char *folder = report->folder;
    if (folder && *folder && folder[strlen(folder) - 1] != '/')
        folder = jb_arena_printf(into, "%s/", folder);
    return (jb_export_input){report->name, folder, {report->bytes, report->len}};
}

/* Hands a finished document over; nothing of a failed one. */
static void give(jb_status status, jb_buf *document, void **out, size_t *out_len)
{
    if (status != JB_STATUS_OK) {
        jb_buf_fini(document);
        return;
    }
    *out = document->at;
    *out_len = document->len;
}

/* The format that the job is set to; one only. */
static const jb_backend *format_of(const jb_job *job)
{
    return jb_backends_find(jb_str_of(job->config.to ? job->config.to : "pdf"));
}

static jb_status run(jb_job *job, jb_work *work, const jb_export_input *input,
                     jb_buf *out, jb_file_draft *draft)
{
    jb_target target = {.backend = format_of(job), .draft = draft};
    if (!target.backend)
        return JB_STATUS_USAGE;
    jb_status status = jb_export(work, input, &target, 1);
    *out = target.out;
    return status;
}

jb_status jb_job_export(jb_job *job, const jb_job_input *report, void **out,
                        size_t *out_len)
{
    jb_arena arena = {0};
    jb_buf document = {0};
    jb_work *work = jb_export_begin(&job->config, &arena);
    jb_export_input input = input_of(report, &arena);
    jb_status status = run(job, work, &input, &document, NULL);
    jb_buf_clear(&job->messages);
    add_messages(job, work->diag, work->sources);
    jb_export_end(work);
    jb_arena_fini(&arena);
    give(status, &document, out, out_len);
    return status;
}

/* The path of a report in memory, as others name it. */
static const char *path_of(const jb_job_input *report, jb_arena *into)
{
    const char *folder = input_of(report, into).folder;
    const char *slash = strrchr(report->name, '/');
    return jb_arena_printf(into, "%s%s", folder ? folder : "",
                           slash && folder ? slash + 1 : report->name);
}

/* The reports of a volume. */
typedef struct report_list {
    jb_job *job;
    const jb_job_input *items;
} report_list;

static jb_status add_report(void *state, jb_volume *volume, size_t part)
{
    const report_list *reports = state;
    jb_job *job = reports->job;
    jb_arena arena = {0};
    jb_work *work = jb_export_begin_on(jb_volume_shelf(volume), &arena);
    jb_export_input input = input_of(&reports->items[part], &arena);
    jb_status status = jb_volume_add(volume, work, &input);
    add_messages(job, work->diag, work->sources);
    jb_export_end(work);
    jb_arena_fini(&arena);
    return status;
}

jb_status jb_job_export_volume(jb_job *job, const jb_job_input *reports, size_t count,
                               void **out, size_t *out_len)
{
    jb_arena arena = {0};
    jb_target target = {.backend = format_of(job)};
    report_list list = {job, reports};
    const char **names = JB_NEWS(&arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        names[i] = path_of(&reports[i], &arena);
    const jb_volume_job made = {.config = &job->config,
                                .parts = count,
                                .names = names,
                                .diag = jb_diag_new(&arena),
                                .state = &list,
                                .add = add_report};
    jb_buf_clear(&job->messages);
    jb_status status = JB_STATUS_USAGE;
    if (target.backend && !target.backend->is_single)
        status = jb_volume_make(&made, &target, 1);
    add_messages(job, made.diag, jb_source_table(&arena));
    jb_arena_fini(&arena);
    give(status, &target.out, out, out_len);
    return status;
}

jb_status jb_job_export_file(jb_job *job, const char *path, const char *output)
{
    jb_arena arena = {0};
    jb_buf document = {0};
    jb_file_draft draft = {.path = output};
    jb_work *work = jb_export_begin(&job->config, &arena);
    const char *slash = strrchr(path, '/');
    size_t folder_len = slash ? (size_t)(slash - path) + 1 : 0;
    jb_export_input input = {
        path, jb_arena_strndup(&arena, path, folder_len), {NULL, 0}};
    jb_file_result result =
        jb_file_read(path, JB_FAULT_REPORT_MAX, &arena, &input.bytes);
    jb_fault_read(work->diag, JB_NO_SPAN, result, path);
    jb_status status = jb_fault_input(result);
    if (status == JB_STATUS_OK)
        status = run(job, work, &input, &document, &draft);
    if (status == JB_STATUS_OK) {
        result = draft.len > 0 ? jb_file_commit(&draft)
                               : jb_file_write(output, jb_buf_str(&document));
        status = jb_fault_output(result);
        if (result != JB_FILE_OK)
            jb_diag_add(work->diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, output,
                        jb_file_reason());
    }
    jb_buf_clear(&job->messages);
    add_messages(job, work->diag, work->sources);
    jb_export_end(work);
    jb_buf_fini(&document);
    jb_file_drop(&draft);
    jb_arena_fini(&arena);
    return status;
}
