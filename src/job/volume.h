/* Several reports as the parts of one document, in one format or in several. A report's
 * memory is freed when it was added, so that memory grows with what was made of the reports
 * only. */
#ifndef JB_VOLUME_H
#define JB_VOLUME_H

#include "job/binding.h"

/* A volume in one format, while it is being made. */
typedef struct jb_volume jb_volume;

/* What is to be made. */
typedef struct jb_volume_job {
    const jb_config *config;  /* ->volume is the title */
    size_t parts;             /* how many reports */
    const char *const *names; /* their paths, for links between them; NULL = none */
    const jb_shelf_collection *collection; /* of all reports; NULL: each has its own */
    jb_sources
        *sources; /* shared, for places in collection and settings; NULL = none */
    const jb_val *settings; /* fields of a layout, laid over all; NULL = none */
    jb_diag *diag;          /* of the document, not of a report */
    void *state;
    /* Adds report `part`: begins its work on jb_volume_shelf, gives it to jb_volume_add and
     * frees it. Called for every format anew. */
    jb_status (*add)(void *state, jb_volume *volume, size_t part);
} jb_volume_job;

/* Makes the volume in the format of each target, paged ones first: the others say where
 * their pages begin. Everything passed must stay. The status of the first report that failed,
 * or of the whole; `out` and draft of the targets are as after jb_export. */
jb_status jb_volume_make(const jb_volume_job *job, jb_target *targets, size_t count);

/* For jb_volume_job.add. */
jb_shelf *jb_volume_shelf(jb_volume *volume);
/* Whether the reports were added before, for another format: what they have to say was
 * said. */
bool jb_volume_is_again(const jb_volume *volume);
/* Adds a report; a fault is that report's, in work->diag, and nothing of it is added. */
jb_status jb_volume_add(jb_volume *volume, jb_work *work, const jb_export_input *input);

#endif
