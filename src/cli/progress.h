/* How a batch gets on: a bar on a terminal, a line now and then elsewhere, JSON on wish,
 * and a summary at the end. */
#ifndef JB_PROGRESS_H
#define JB_PROGRESS_H

#include "cli/command.h"
#include "job/batch.h"

typedef struct jb_progress {
    const jb_call *call;
    bool is_terminal;
    uint64_t begun, drawn; /* ms */
    size_t width;          /* columns of the bar that is on the screen; 0 = none */
} jb_progress;

/* Begins; the watch is to be given to the batch. */
jb_batch_watch jb_progress_begin(jb_progress *progress, const jb_call *call);
/* Takes the bar away and writes the summary: counts, and a table of the reports that
 * failed with their causes. */
void jb_progress_end(jb_progress *progress, const jb_batch *batch, jb_status status);

#endif
