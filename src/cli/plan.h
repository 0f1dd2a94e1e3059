/* What an export writes and where, worked out before any work. */
#ifndef JB_PLAN_H
#define JB_PLAN_H

#include "cli/command.h"
#include "out/backend.h"

enum { JB_PLAN_FORMATS_MAX = 8 };

typedef struct jb_plan {
    const jb_backend *formats[JB_PLAN_FORMATS_MAX]; /* each once, as --to names them */
    size_t format_count;
    size_t documents;     /* one a report; 1 for a volume */
    const char **outputs; /* documents x formats; "-" = standard output */
} jb_plan;

/* The formats of --to, else the one of -o's extension, else PDF; the outputs beside the
 * reports, in the folder or to the file of -o. Makes the folder. false after a usage
 * error, which was said: unknown format, one that has no volumes, one file for two documents, an output that is an
 * input, bytes to a terminal. */
bool jb_plan_make(jb_call *call, jb_plan *plan);

#endif
