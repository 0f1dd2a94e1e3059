/* A queue of pages between two threads. The painter touches nothing but the pages and the
 * back ends' state, and those who make pages leave both alone until it is closed. */
#include <pthread.h> /* before base.h, which forbids the clock that it declares */
#include <sched.h>
#include <signal.h>

#include "job/painter.h"

/* Pages that may wait, our choice: about twice those made at once. */
enum { AHEAD = 16 };

struct jb_painter {
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    const jb_page *queue[AHEAD + 1];
    size_t given, painted;
    bool is_over; /* no more will be given */
    void *state;
    void (*paint)(void *state, const jb_page *page);
};

/* The next page to paint, NULL after the last. */
static const jb_page *take(jb_painter *painter)
{
    pthread_mutex_lock(&painter->lock);
    while (painter->painted == painter->given && !painter->is_over)
        pthread_cond_wait(&painter->changed, &painter->lock);
    const jb_page *page = painter->painted == painter->given
                              ? NULL
                              : painter->queue[painter->painted % (AHEAD + 1)];
    pthread_mutex_unlock(&painter->lock);
    return page;
}

static void *run(void *state)
{
    jb_painter *painter = state;
    const jb_page *page;
    while ((page = take(painter)) != NULL) {
        painter->paint(painter->state, page);
        pthread_mutex_lock(&painter->lock);
        painter->painted++;
        pthread_cond_signal(&painter->changed);
        pthread_mutex_unlock(&painter->lock);
    }
    return NULL;
}

static bool has_processors(void)
{
    cpu_set_t mine;
    return sched_getaffinity(0, sizeof mine, &mine) == 0 && CPU_COUNT(&mine) > 1;
}

/* Signals are for the threads of the program. */
static bool start(jb_painter *painter)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool is_started = pthread_create(&painter->thread, NULL, run, painter) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return is_started;
}

jb_painter *jb_painter_open(jb_pages *pages, void *state,
                            void (*paint)(void *state, const jb_page *page),
                            jb_arena *into)
{
    if (!has_processors())
        return NULL;
    jb_painter *painter = JB_NEW(into, jb_painter);
    painter->state = state;
    painter->paint = paint;
    pthread_mutex_init(&painter->lock, NULL);
    pthread_cond_init(&painter->changed, NULL);
    if (start(painter)) {
        jb_paginate_keep(pages, AHEAD);
        return painter;
    }
    pthread_cond_destroy(&painter->changed);
    pthread_mutex_destroy(&painter->lock);
    return NULL;
}

void jb_painter_give(jb_painter *painter, const jb_page *page)
{
    pthread_mutex_lock(&painter->lock);
    painter->queue[painter->given++ % (AHEAD + 1)] = page;
    pthread_cond_signal(&painter->changed);
    while (painter->given - painter->painted > AHEAD)
        pthread_cond_wait(&painter->changed, &painter->lock);
    pthread_mutex_unlock(&painter->lock);
}

void jb_painter_close(jb_painter *painter)
{
    pthread_mutex_lock(&painter->lock);
    painter->is_over = true;
    pthread_cond_signal(&painter->changed);
    pthread_mutex_unlock(&painter->lock);
    pthread_join(painter->thread, NULL);
    pthread_cond_destroy(&painter->changed);
    pthread_mutex_destroy(&painter->lock);
}
