/* The workers of a batch: what they are given, and what is handed out to them. */
#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/file.h"
#include "job/batch_parts.h"
#include "job/fault.h"
#include "job/key.h"
#include "job/survey.h"

enum {
    TICK = 100, /* ms between looks at the clock */
    TRIES = 2   /* of a report whose worker was killed from outside */
};

/* A file of the usual name is found by each report below it; another is for all. */
static const jb_shelf_collection *shared_collection(const jb_batch_work *run)
{
    const char *path = run->given.collection.path;
    const char *slash = path ? strrchr(path, '/') : NULL;
    bool is_for_all = path && strcmp(slash ? slash + 1 : path, "collection.yaml") != 0;
    return is_for_all ? &run->given : NULL;
}

jb_status jb_batch_queue_open(jb_batch_work *run)
{
    const jb_batch_plan *plan = run->plan;
    size_t formats = run->task.format_count;
    const char *base = *run->base ? run->base : ".";
    run->task.root = jb_file_open_root(base);
    if (run->task.root < 0) {
        jb_file_result result = jb_file_result_of(errno);
        jb_fault_read(run->diag, JB_NO_SPAN, result, base);
        return jb_fault_input(result);
    }
    run->config = *plan->config;
    run->config.volume = NULL;
    run->task.config = &run->config;
    run->volume.collection = shared_collection(run);
    run->task.shelf =
        jb_shelf_open(&run->config, run->sources, run->volume.collection, run->arena);
    run->task.collection = &run->given.collection;
    run->task.formats = run->formats;
    run->task.base = run->base;
    run->task.has_colour = plan->has_colour;
    run->task.memory_limit = plan->memory_limit;
    run->task.settings = jb_key_settings(plan->config, run->formats, formats, false);
    run->task.local_settings =
        jb_key_settings(plan->config, run->formats, formats, true);
    run->task.survey_settings = jb_survey_settings(&run->given.collection);
    run->pool = jb_pool_open(&run->task, plan->workers, plan->time_limit, plan->signals,
                             run->arena);
    return JB_STATUS_OK;
}

void jb_batch_queue_reopen(jb_batch_work *run, uint32_t time_limit)
{
    jb_pool_close(run->pool);
    run->pool = jb_pool_open(&run->task, 1, time_limit, run->plan->signals, run->arena);
}

/* SIGTERM and its like mean that the host wants to go on; ^C, that somebody does not. */
static void look_at_signals(jb_batch_work *run)
{
    struct signalfd_siginfo signal;
    if (run->plan->signals >= 0 &&
        read(run->plan->signals, &signal, sizeof signal) == (ssize_t)sizeof signal)
        run->stop =
            signal.ssi_signo == SIGINT ? JB_STATUS_INTERRUPTED : JB_STATUS_TEMPORARY;
}

static void tell_waiting(jb_batch_work *run)
{
    size_t current = run->pool ? jb_pool_current(run->pool) : SIZE_MAX;
    if (run->plan->watch.waited)
        run->plan->watch.waited(run->plan->watch.state, &run->out->counts,
                                current <= run->count ? run->tasks[current].id : NULL);
}

static bool send_task(jb_batch_work *run, jb_worker_kind kind, size_t index)
{
    const jb_batch_task *task = &run->tasks[index];
    if (jb_pool_send(run->pool, kind, index, task->id, task->name ? task->name : ""))
        return true;
    jb_diag_add(run->diag, JB_DIAG_WORKER_NONE, JB_NO_SPAN, strerror(errno));
    run->stop = JB_STATUS_TEMPORARY;
    return false;
}

void jb_batch_queue_run(jb_batch_work *run, jb_worker_kind kind,
                        void (*take)(jb_batch_work *run, const jb_pool_result *result))
{
    while (run->stop == JB_STATUS_OK) {
        jb_pool_result result;
        while (run->taken < run->queue.count && jb_pool_has_room(run->pool) &&
               send_task(run, kind, run->queue.items[run->taken]))
            run->taken++;
        if (jb_pool_busy(run->pool) == 0 && run->taken == run->queue.count)
            break;
        if (jb_pool_wait(run->pool, TICK, &result)) {
            jb_batch_task *task = &run->tasks[result.index];
            bool again = result.end == JB_POOL_RETURNED ||
                         (result.end == JB_POOL_KILLED && ++task->tries < TRIES);
            if (again)
                jb_vec_push(run->arena, &run->queue, result.index);
            else
                take(run, &result);
        } else {
            look_at_signals(run);
        }
        tell_waiting(run);
    }
    run->queue.count = run->taken = 0;
}
