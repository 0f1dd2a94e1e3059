/* libjianbao: reports in, finished documents out.
 *
 *     jb_job *job = jb_job_new();
 *     jb_job_set(job, "layout", "briefing");
 *     if (jb_job_export_file(job, "report.yaml", "report.pdf") != JB_STATUS_OK)
 *         fputs(jb_job_messages(job), stderr);
 *     jb_job_drop(job);
 *
 * A job holds settings; it may export any number of reports, one after the other.
 * Nothing here reads the clock or the locale: the same input gives the same bytes. The
 * export of a long report may have a thread of its own, which ends before it returns. */
#ifndef JIANBAO_H
#define JIANBAO_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JB_VERSION "0.1.0"

/* What came of a job; the values are exit statuses (sysexits.h). */
typedef enum jb_status {
    JB_STATUS_OK = 0,
    JB_STATUS_SOME_FAILED = 1, /* of several reports */
    JB_STATUS_USAGE = 64,
    JB_STATUS_BAD_INPUT = 65,
    JB_STATUS_NO_INPUT = 66,
    JB_STATUS_BROKEN = 70, /* a fault of the program */
    JB_STATUS_NO_OUTPUT = 73,
    JB_STATUS_IO = 74,
    JB_STATUS_TEMPORARY = 75, /* worth another try */
    JB_STATUS_DENIED = 77,
    JB_STATUS_CONFIG = 78, /* layout, font set or collection */
    JB_STATUS_INTERRUPTED = 130
} jb_status;

typedef struct jb_job jb_job;

/* A job with the settings' defaults; never NULL. */
jb_job *jb_job_new(void);
/* Sets an option by the long name it has on the command line ("layout", "font-path",
 * "set", ...); lists grow. false when there is no such option or value. */
bool jb_job_set(jb_job *job, const char *name, const char *value);
/* Exports a report file; "-" is standard input or output. Nothing is written after an
 * error. */
jb_status jb_job_export_file(jb_job *job, const char *path, const char *output);
/* A report in memory. */
typedef struct jb_job_input {
    const char *name;   /* in messages; tells the format: "report.yaml", "report.md" */
    const char *folder; /* files that the report names lie beneath it; NULL = none */
    const void *bytes;
    size_t len;
} jb_job_input;

/* Exports a report in memory. *out (freed with free) and *out_len are set only when
 * JB_STATUS_OK is returned. */
jb_status jb_job_export(jb_job *job, const jb_job_input *report, void **out,
                        size_t *out_len);
/* Exports several reports as the parts of one document; the option "volume" is its title. A report's memory is freed before the next
 * one is read. A report that fails is the whole's failure; the others are checked all the
 * same. *out (freed with free) and *out_len are set only when JB_STATUS_OK is returned. */
jb_status jb_job_export_volume(jb_job *job, const jb_job_input *reports, size_t count,
                               void **out, size_t *out_len);
/* What the last export had to say, in the job's language; valid until the next call. */
const char *jb_job_messages(const jb_job *job);
/* Frees the job; NULL is allowed. */
void jb_job_drop(jb_job *job);
/* The version of the library linked, as JB_VERSION. */
const char *jb_job_version(void);

#ifdef __cplusplus
}
#endif

#endif
