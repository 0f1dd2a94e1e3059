/* Many reports: a collection becomes files, a record of each, and nothing is made again
 * that stands as it would be made. */
#ifndef JB_BATCH_H
#define JB_BATCH_H

#include "job/manifest.h"
#include "job/worker.h"

/* How far a batch is. */
typedef struct jb_batch_counts {
    size_t total;                         /* reports that this run looks after */
    size_t made, kept, failed, temporary; /* temporary: of those that failed */
    size_t warnings;                      /* of those made */
    uint64_t pages, bytes;                /* of those made */
} jb_batch_counts;

/* Who looks on. Any function may be NULL. */
typedef struct jb_batch_watch {
    void *state;
    /* The reports are known; `total` less `kept` are to be made. */
    void (*begun)(void *state, const jb_batch_counts *counts);
    /* A report, or the volume (record->parts), is made, or failed; messages: its own, for
     * people. */
    void (*ended)(void *state, const jb_batch_counts *counts,
                  const jb_manifest_record *record, jb_str messages);
    /* Some time has gone by; current: the id of a report under way, NULL = none. */
    void (*waited)(void *state, const jb_batch_counts *counts, const char *current);
    /* Of a dry run: this report, or the volume, would be made into files of this name. */
    void (*would)(void *state, const char *id, const char *name);
} jb_batch_watch;

typedef struct jb_batch_plan {
    const jb_config *config;
    const char *from;   /* a collection file, or a folder */
    const char *folder; /* where files are written */
    jb_manifest_shard shard;
    size_t workers;
    bool is_forced, is_dry, only_failed;
    const char *since;     /* only reports of this date or later; NULL = all */
    uint32_t time_limit;   /* ms for a report; 0 = none */
    uint64_t memory_limit; /* bytes for a worker; 0 = none */
    bool has_colour;       /* messages */
    int signals; /* a signalfd: any signal ends the batch cleanly; -1 = none */
    jb_batch_watch watch;
} jb_batch_plan;

typedef struct jb_batch {
    jb_manifest *manifest; /* of all reports that this run looks after */
    jb_batch_counts counts;
    jb_collection collection;
} jb_batch;

/* Runs a batch. What hinders the whole of it is in diag, with sources (a
 * shared table) for its places; what
 * hinders one report is in its record. JB_STATUS_OK; SOME_FAILED; TEMPORARY when every
 * failure is, or after SIGTERM; INTERRUPTED; or why nothing was done. */
jb_status jb_batch_run(const jb_batch_plan *plan, jb_sources *sources, jb_diag *diag,
                       jb_arena *into, jb_batch *out);

#endif
