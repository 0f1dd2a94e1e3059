/* What a batch consists of while it runs: shared by the files batch*.c only. */
#ifndef JB_BATCH_PARTS_H
#define JB_BATCH_PARTS_H

#include "job/batch.h"
#include "job/ledger.h"
#include "job/pool.h"
#include "job/state.h"
#include "job/writer.h"

/* A report. */
typedef struct jb_batch_task {
    const char *id, *name;
    const jb_state_survey *survey; /* NULL = none, or not needed */
    uint32_t tries;
    bool is_mine;     /* of this shard, wanted, late enough */
    bool is_misnamed; /* its name is no UTF-8; `id` spells out the bytes */
} jb_batch_task;

/* A report whose files wait for the next sync. */
typedef struct jb_batch_pending {
    const jb_manifest_record *record;
    jb_str messages;
} jb_batch_pending;

typedef struct jb_batch_work {
    const jb_batch_plan *plan;
    jb_batch *out;
    jb_arena *arena;
    jb_sources *sources;
    jb_diag *diag;
    jb_shelf_collection given; /* of all reports; its path is NULL when there is none */
    const char *base;
    const jb_backend *formats[JB_WORKER_FORMATS_MAX];
    jb_config config;    /* of workers: plan->config without the volume */
    jb_worker_task task; /* for workers */
    jb_config volume_config;
    jb_worker_volume volume; /* its config is NULL when none is wanted */
    jb_digest volume_key;    /* of all that it is made of */
    jb_writer *writer;       /* NULL in a dry run */
    jb_ledgers ledgers;      /* that stood there when the run began */
    bool has_journal;        /* of a run that died: the ledgers lack what it did */
    jb_manifest *before;
    jb_state *state;
    jb_pool *pool;
    jb_batch_task *tasks; /* behind those of the reports stands the volume's */
    size_t count;         /* of reports */
    JB_VEC(size_t) queue;
    size_t taken; /* of the queue */
    JB_VEC(jb_batch_pending) pending;
    jb_status stop; /* why nothing further is begun; JB_STATUS_OK = go on */
} jb_batch_work;

/* In batch.c. A path below the output folder; */
const char *jb_batch_below(const jb_batch_work *run, const char *path);
/* and what the state has learnt goes into the journal. */
void jb_batch_note(jb_batch_work *run);

/* In batch_agenda.c. Reads the collection and lists its reports; why that can't be is in
 * diag. */
jb_status jb_batch_agenda_read(jb_batch_work *run);
/* Asks the reports for their metadata, puts them in order, names their files, and queues
 * those that are to be made. */
void jb_batch_agenda_decide(jb_batch_work *run);

/* Adds a format by its name; false, with the fault in diag, when there is none. */
bool jb_batch_agenda_format(jb_batch_work *run, jb_str name, jb_span span,
                            const jb_backend **formats, size_t *count);
/* Sorts reports in the order of the collection, or of its volume. */
void jb_batch_agenda_sort(const jb_batch_work *run, bool is_volume,
                          jb_batch_task *tasks, size_t count);
/* Whether a record's files are those of the task in these formats, and are there as they
 * were written. */
bool jb_batch_agenda_stand(jb_batch_work *run, const jb_batch_task *task,
                           const jb_manifest_record *record,
                           const jb_backend *const *formats, size_t count);

/* In batch_volume.c. Finds out whether a volume is wanted, and as what. */
jb_status jb_batch_volume_read(jb_batch_work *run);
/* Tells of a dry run whether it would be made. */
void jb_batch_volume_tell(jb_batch_work *run);
/* Makes it of all reports that are done, unless it stands; true when it was made, or
 * failed. */
bool jb_batch_volume_make(jb_batch_work *run);

/* How many ms it may take: as long as its reports may together. */
uint32_t jb_batch_volume_limit(const jb_batch_work *run);

/* In batch_queue.c. Says what workers are given; none is forked yet. Why that can't be is in
 * diag. */
jb_status jb_batch_queue_open(jb_batch_work *run);
/* Hands out what is queued and gives every result to `take`, until all is done or the
 * batch is to stop. */
void jb_batch_queue_run(jb_batch_work *run, jb_worker_kind kind,
                        void (*take)(jb_batch_work *run, const jb_pool_result *result));

/* Ends the workers and begins anew with one, whose requests have so many ms. */
void jb_batch_queue_reopen(jb_batch_work *run, uint32_t time_limit);

/* In batch_verdict.c. Judges a report, or the volume, by what became of its request; */
void jb_batch_verdict_take(jb_batch_work *run, const jb_pool_result *result);
/* fails those whose names are no UTF-8, which manifests and terminals can't tell; */
void jb_batch_verdict_misnamed(jb_batch_work *run);
/* syncs and renames the files that wait, and only then says that they are done. */
void jb_batch_verdict_flush(jb_batch_work *run);

#endif
