/* The child's side of a batch: reports come as requests over a socket, what was made of
 * them goes back through memory that parent and child share. The child reads files and
 * writes none. */
#ifndef JB_WORKER_H
#define JB_WORKER_H

#include "job/export.h"
#include "job/manifest.h"

enum {
    JB_WORKER_FORMATS_MAX = 8,
    JB_WORKER_SLOTS = 3, /* requests that are under way at once */
    JB_WORKER_TEXT_MAX = 16384
};

/* A volume that a worker makes. */
typedef struct jb_worker_volume {
    const jb_config *config;               /* ->volume is its title */
    const jb_shelf_collection *collection; /* of all reports; NULL: each has its own */
    const jb_val *settings;                /* laid over layouts; NULL = none */
    const jb_backend *formats[JB_WORKER_FORMATS_MAX];
    size_t format_count;
    const char **ids; /* of its reports, in order */
    size_t count;
} jb_worker_volume;

/* What all workers of a batch are given, before they are forked. */
typedef struct jb_worker_task {
    const jb_config *config;
    jb_shelf *shelf;
    const jb_collection *collection; /* of all reports, for surveys */
    const jb_backend *const *formats;
    size_t format_count;
    const jb_worker_volume *volume; /* NULL = none */
    const char *base; /* the collection's folder: "" or ending in a slash */
    int root;         /* the same, opened */
    bool has_colour;  /* messages */
    jb_digest settings, local_settings, survey_settings;
    uint64_t memory_limit; /* bytes */
} jb_worker_task;

typedef enum jb_worker_kind {
    JB_WORKER_SURVEY, /* only its metadata */
    JB_WORKER_EXPORT,
    JB_WORKER_VOLUME /* all reports of task->volume; the id is the record's */
} jb_worker_kind;

/* A request; behind it in the same packet stand the report's id and the name of its files,
 * each with its NUL. */
typedef struct jb_worker_request {
    uint32_t kind, index, slot;
} jb_worker_request;

/* A reply; in the slot stand, one behind the other: a record's line of the manifest, lines
 * for jb_state_take, messages for people, and the documents in the order of the formats. */
typedef struct jb_worker_reply {
    uint32_t kind, index, slot, error; /* an errno: the slot could not be written */
    uint64_t record, lines, messages;  /* bytes */
    uint64_t documents[JB_WORKER_FORMATS_MAX];
} jb_worker_reply;

/* Serves requests until the other end is closed; never returns. slots: memory files. */
_Noreturn void jb_worker_run(const jb_worker_task *task, int socket,
                             const int slots[JB_WORKER_SLOTS]);

#endif
