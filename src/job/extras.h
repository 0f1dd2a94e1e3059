/* What a batch writes on wish beside its documents: index.html and SHA256SUMS. */
#ifndef JB_EXTRAS_H
#define JB_EXTRAS_H

#include "job/config.h"
#include "job/manifest.h"
#include "job/writer.h"

typedef struct jb_extras_job {
    const jb_config *config; /* says which */
    const jb_manifest *manifest;
    const char *folder; /* the documents are there */
    const char *title;  /* of the collection; NULL = none */
    bool has_new;       /* else only what is not there is written */
} jb_extras_job;

/* Writes them through the writer; one whose name a document has is left out. Failures are
 * in diag. */
jb_file_result jb_extras_write(const jb_extras_job *job, jb_writer *writer,
                               jb_diag *diag);

#endif
