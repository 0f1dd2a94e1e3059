/* The parent's side of the workers: forks them, hands requests out, tells what became of
 * each, replaces those that end. */
#ifndef JB_POOL_H
#define JB_POOL_H

#include "job/worker.h"

/* What became of a request. */
typedef enum jb_pool_end {
    JB_POOL_DONE,    /* an answer is there */
    JB_POOL_CRASHED, /* the worker ended by itself, or by a signal */
    JB_POOL_KILLED,  /* the worker was killed from outside */
    JB_POOL_TIMEOUT, /* by us: the time was over */
    JB_POOL_MEMORY,  /* no more was to be had */
    JB_POOL_UNSENT,  /* an answer was there and could not be sent: `error` */
    JB_POOL_RETURNED /* it was not begun: to be sent again */
} jb_pool_end;

typedef struct jb_pool_result {
    jb_pool_end end;
    jb_worker_kind kind;
    size_t index;          /* as it was requested */
    uint32_t milliseconds; /* unless done */
    int error;             /* an errno */
    jb_str record, lines, messages;
    jb_str documents[JB_WORKER_FORMATS_MAX];
} jb_pool_result;

typedef struct jb_pool jb_pool;

/* No worker is forked before the first request. `signals`: a signalfd, looked at while
 * waiting, -1 = none. */
jb_pool *jb_pool_open(const jb_worker_task *task, size_t workers, uint32_t time_limit,
                      int signals, jb_arena *into);
/* Whether a further request finds room. */
bool jb_pool_has_room(const jb_pool *pool);
/* Requests under way, or ended and not yet told. */
size_t jb_pool_busy(const jb_pool *pool);
/* The request that a worker has had longest, to be shown; SIZE_MAX when there is none. */
size_t jb_pool_current(const jb_pool *pool);
/* Hands a request out; false when no worker can be had (errno says why). */
bool jb_pool_send(jb_pool *pool, jb_worker_kind kind, size_t index, const char *id,
                  const char *name);
/* Waits at most so long for a result; false when there is none yet, or a signal came. The
 * result's bytes stay until the next call. */
bool jb_pool_wait(jb_pool *pool, uint32_t milliseconds, jb_pool_result *out);
/* Ends all workers, whatever they do. */
void jb_pool_close(jb_pool *pool);

#endif
