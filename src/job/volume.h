/* Several reports as the parts of one document. A report's memory is freed when
 * it was added, so that memory grows with what was made of the reports only. */
#ifndef JB_VOLUME_H
#define JB_VOLUME_H

#include "job/binding.h"

typedef struct jb_volume {
    const jb_backend *backend;
    jb_arena arena;
    jb_diag *diag; /* of the document, not of a report */
    jb_shelf *shelf;
    jb_book book;
    void *state;         /* of a reflowable back end, */
    jb_binding *binding; /* or the volume in pages */
} jb_volume;

/* Begins a document of so many reports; config->volume is its title. The volume must not
 * move until it is closed. false when the back end can't start. */
bool jb_volume_open(jb_volume *volume, const jb_config *config,
                    const jb_backend *backend, size_t parts);
/* As jb_binding_pour; nothing is poured of what is no pages. */
void jb_volume_pour(jb_volume *volume, jb_file_draft *draft);
/* Adds a report, whose work was begun on the volume's shelf; a fault is that report's, in work->diag, and nothing of it is added. */
jb_status jb_volume_add(jb_volume *volume, jb_work *work, const jb_export_input *input);
/* Writes the document into the draft, when any of it left for it, or else into `out`, to be
 * freed by the caller. */
jb_status jb_volume_finish(jb_volume *volume, jb_buf *out);
/* Frees everything. */
void jb_volume_close(jb_volume *volume);

#endif
