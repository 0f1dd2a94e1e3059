/* Through the writer, so that a run that is cut short leaves old files or new ones. */
#include "job/extras.h"

#include "job/audit.h"
#include "job/catalogue.h"

static bool is_taken(const jb_manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->records.count; i++) {
        const jb_manifest_record *record = manifest->records.entries[i].pointer;
        for (size_t k = 0; k < record->files.count; k++)
            if (strcmp(record->files.items[k].path, name) == 0)
                return true;
    }
    return false;
}

static bool is_wanted(const jb_extras_job *job, const char *name)
{
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/%s", job->folder, name);
    bool is_there = len > 0 && (size_t)len < sizeof path && jb_file_exists(path);
    return (job->has_new || !is_there) && !is_taken(job->manifest, name);
}

jb_file_result jb_extras_write(const jb_extras_job *job, jb_writer *writer,
                               jb_diag *diag)
{
    jb_buf index = {0}, sums = {0};
    jb_file_result result = JB_FILE_OK;
    bool is_summed = true;
    if (job->config->index && is_wanted(job, "index.html")) {
        jb_catalogue_write(job->manifest, job->title, NULL, &index);
        result = jb_writer_add(writer, "index.html", jb_buf_str(&index));
    }
    if (result == JB_FILE_OK && job->config->checksums &&
        is_wanted(job, "SHA256SUMS")) {
        is_summed = jb_audit_sums(job->manifest, job->folder, diag, &sums);
        if (is_summed)
            result = jb_writer_add(writer, "SHA256SUMS", jb_buf_str(&sums));
    }
    if (result == JB_FILE_OK)
        result = jb_writer_flush(writer);
    if (result != JB_FILE_OK)
        jb_diag_add(diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, job->folder,
                    jb_file_reason());
    jb_buf_fini(&index);
    jb_buf_fini(&sums);
    return is_summed ? result : JB_FILE_IO;
}
