/* Each worker has a socket for requests and replies and a few memory files for what is
 * bigger; requests wait in its socket, so that it need not wait for the parent. */
#include <time.h> /* before base.h takes the wall clock away */

#include "job/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/vec.h"

enum { WORKERS_MAX = 256, NO_MEMORY_STATUS = 75 /* jb_base_out_of_memory */ };

typedef struct slot {
    int memory; /* memfd */
    bool is_busy;
    jb_worker_kind kind;
    size_t index;
} slot;

typedef struct child {
    pid_t pid; /* 0 = none */
    int socket;
    slot slots[JB_WORKER_SLOTS];
    size_t order[JB_WORKER_SLOTS], busy; /* slots under way, the first one worked on */
    uint64_t begun;                      /* the first one, in ms */
    bool was_timed_out;
} child;

struct jb_pool {
    const jb_worker_task *task;
    child children[WORKERS_MAX];
    size_t count;
    uint32_t time_limit; /* ms */
    int signals;
    jb_arena *arena;
    jb_buf bytes;                 /* of the last result */
    JB_VEC(jb_pool_result) ended; /* requests of children that are gone, */
    size_t taken;                 /* and how many of them were told */
    size_t next;                  /* child to be heard first */
};

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

jb_pool *jb_pool_open(const jb_worker_task *task, size_t workers, uint32_t time_limit,
                      int signals, jb_arena *into)
{
    jb_pool *pool = JB_NEW(into, jb_pool);
    pool->task = task;
    pool->count = JB_MAX((size_t)1, JB_MIN(workers, (size_t)WORKERS_MAX));
    pool->time_limit = time_limit;
    pool->signals = signals;
    pool->arena = into;
    for (size_t i = 0; i < pool->count; i++) {
        pool->children[i].socket = -1;
        for (int k = 0; k < JB_WORKER_SLOTS; k++)
            pool->children[i].slots[k].memory = -1;
    }
    return pool;
}

/* ---- children ------------------------------------------------------------------- */

static void close_child(child *c)
{
    if (c->socket >= 0)
        close(c->socket);
    for (int k = 0; k < JB_WORKER_SLOTS; k++) {
        if (c->slots[k].memory >= 0)
            close(c->slots[k].memory);
        c->slots[k].memory = -1;
        c->slots[k].is_busy = false;
    }
    c->socket = -1;
    c->pid = 0;
    c->busy = 0;
    c->was_timed_out = false;
}

/* Closes every file but the standard ones and these. */
static void close_others(const int *kept, size_t count)
{
    for (int from = 3;;) {
        int next = INT_MAX;
        for (size_t i = 0; i < count; i++)
            if (kept[i] >= from && kept[i] < next)
                next = kept[i];
        if (next > from)
            (void)close_range((unsigned)from, (unsigned)next - 1, 0);
        if (next == INT_MAX)
            return;
        from = next + 1;
    }
}

/* In the child: nothing of its siblings is left open, or they would not see each other
 * end; nor the parent's journal, which would stay locked when the parent is gone. */
static _Noreturn void become_worker(jb_pool *pool, size_t own, int socket)
{
    int slots[JB_WORKER_SLOTS];
    for (int k = 0; k < JB_WORKER_SLOTS; k++)
        slots[k] = pool->children[own].slots[k].memory;
    const int kept[] = {socket, slots[0], slots[1], slots[2], pool->task->root};
    close_others(kept, JB_COUNT(kept));
    jb_worker_run(pool->task, socket, slots);
}

static bool fork_child(jb_pool *pool, size_t own)
{
    child *c = &pool->children[own];
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    c->socket = pair[0];
    bool is_ready = true;
    for (int k = 0; k < JB_WORKER_SLOTS; k++) {
        c->slots[k].memory = memfd_create("jianbao", MFD_CLOEXEC);
        is_ready &= c->slots[k].memory >= 0;
    }
    c->pid = is_ready ? fork() : -1;
    if (c->pid == 0)
        become_worker(pool, own, pair[1]);
    int error = errno;
    close(pair[1]);
    if (c->pid < 0)
        close_child(c);
    errno = error;
    return c->pid > 0;
}

/* ---- requests ------------------------------------------------------------------- */

static child *least_busy(jb_pool *pool)
{
    child *best = &pool->children[0];
    for (size_t i = 1; i < pool->count; i++)
        if (pool->children[i].busy < best->busy)
            best = &pool->children[i];
    return best;
}

bool jb_pool_has_room(const jb_pool *pool)
{
    for (size_t i = 0; i < pool->count; i++)
        if (pool->children[i].busy < JB_WORKER_SLOTS)
            return true;
    return false;
}

size_t jb_pool_busy(const jb_pool *pool)
{
    size_t busy = 0;
    for (size_t i = 0; i < pool->count; i++)
        busy += pool->children[i].busy;
    return busy + pool->ended.count - pool->taken;
}

size_t jb_pool_current(const jb_pool *pool)
{
    const child *oldest = NULL;
    for (size_t i = 0; i < pool->count; i++) {
        const child *c = &pool->children[i];
        if (c->busy && (!oldest || c->begun < oldest->begun))
            oldest = c;
    }
    return oldest ? oldest->slots[oldest->order[0]].index : SIZE_MAX;
}

static size_t free_slot(const child *c)
{
    size_t k = 0;
    while (k + 1 < JB_WORKER_SLOTS && c->slots[k].is_busy)
        k++;
    return k;
}

bool jb_pool_send(jb_pool *pool, jb_worker_kind kind, size_t index, const char *id,
                  const char *name)
{
    child *c = least_busy(pool);
    char packet[sizeof(jb_worker_request) + JB_WORKER_TEXT_MAX];
    size_t id_len = strlen(id) + 1, name_len = strlen(name) + 1;
    if (id_len + name_len > JB_WORKER_TEXT_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (c->pid == 0 && !fork_child(pool, (size_t)(c - pool->children)))
        return false;
    size_t k = free_slot(c);
    jb_worker_request request = {kind, (uint32_t)index, (uint32_t)k};
    memcpy(packet, &request, sizeof request);
    memcpy(packet + sizeof request, id, id_len);
    memcpy(packet + sizeof request + id_len, name, name_len);
    c->slots[k] = (slot){c->slots[k].memory, true, kind, index};
    if (c->busy == 0)
        c->begun = now_ms();
    c->order[c->busy++] = k;
    /* When the worker has just died, its socket says so at the next wait. */
    (void)!send(c->socket, packet, sizeof request + id_len + name_len, MSG_NOSIGNAL);
    return true;
}

/* ---- results -------------------------------------------------------------------- */

/* Takes the first request off a child. */
static slot *take_first(child *c)
{
    slot *first = &c->slots[c->order[0]];
    first->is_busy = false;
    c->busy--;
    memmove(c->order, c->order + 1, c->busy * sizeof *c->order);
    c->begun = now_ms();
    return first;
}

static jb_str part_of(const jb_pool *pool, size_t *at, uint64_t len)
{
    jb_str part = jb_str_slice(jb_buf_str(&pool->bytes), *at, *at + (size_t)len);
    *at += (size_t)len;
    return part;
}

/* Fetches what stands in a slot; false when it is not what the reply says. */
static bool fetch(jb_pool *pool, const slot *from, const jb_worker_reply *reply,
                  jb_pool_result *out)
{
    uint64_t len = reply->record + reply->lines + reply->messages, done = 0;
    for (int i = 0; i < JB_WORKER_FORMATS_MAX; i++)
        len += reply->documents[i];
    off_t there = lseek(from->memory, 0, SEEK_END);
    if (there < 0 || len > (uint64_t)there)
        return false;
    jb_buf_clear(&pool->bytes);
    while (done < len) {
        char chunk[65536];
        ssize_t got =
            pread(from->memory, chunk,
                  (size_t)JB_MIN((uint64_t)sizeof chunk, len - done), (off_t)done);
        if (got <= 0)
            return false;
        jb_buf_put(&pool->bytes, chunk, (size_t)got);
        done += (uint64_t)got;
    }
    size_t at = 0;
    out->record = part_of(pool, &at, reply->record);
    out->lines = part_of(pool, &at, reply->lines);
    out->messages = part_of(pool, &at, reply->messages);
    for (int i = 0; i < JB_WORKER_FORMATS_MAX; i++)
        out->documents[i] = part_of(pool, &at, reply->documents[i]);
    return true;
}

static jb_pool_end end_of(const child *c, int status)
{
    if (c->was_timed_out)
        return JB_POOL_TIMEOUT;
    if (WIFEXITED(status) && WEXITSTATUS(status) == NO_MEMORY_STATUS)
        return JB_POOL_MEMORY;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return JB_POOL_KILLED;
    return JB_POOL_CRASHED;
}

/* Ends a child: its first request is judged, the others were not begun. */
static void bury(jb_pool *pool, child *c)
{
    int status = 0;
    kill(c->pid, SIGKILL);
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    uint32_t spent = (uint32_t)(now_ms() - c->begun);
    jb_pool_end end = end_of(c, status);
    while (c->busy) {
        const slot *first = take_first(c);
        jb_vec_push(pool->arena, &pool->ended,
                    (jb_pool_result){.end = end,
                                     .kind = first->kind,
                                     .index = first->index,
                                     .milliseconds = spent});
        end = JB_POOL_RETURNED;
    }
    close_child(c);
}

/* Takes a child's reply; one that makes no sense, or none for ever, is its end. */
static bool hear(jb_pool *pool, child *c, jb_pool_result *out)
{
    jb_worker_reply reply;
    ssize_t got = recv(c->socket, &reply, sizeof reply, MSG_DONTWAIT);
    if (got < 0 &&
        errno == ECONNRESET) /* it left requests unread; replies come after */
        got = recv(c->socket, &reply, sizeof reply, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    *out = (jb_pool_result){.end = JB_POOL_DONE};
    if (got == (ssize_t)sizeof reply && c->busy && reply.slot == c->order[0] &&
        (reply.error || fetch(pool, &c->slots[reply.slot], &reply, out))) {
        const slot *first = take_first(c);
        out->end = reply.error ? JB_POOL_UNSENT : JB_POOL_DONE;
        out->error = (int)reply.error;
        out->kind = first->kind;
        out->index = first->index;
        return true;
    }
    bury(pool, c);
    return false;
}

static bool take_ended(jb_pool *pool, jb_pool_result *out)
{
    if (pool->taken == pool->ended.count)
        return false;
    *out = pool->ended.items[pool->taken++];
    if (pool->taken == pool->ended.count)
        pool->taken = pool->ended.count = 0;
    return true;
}

/* Ends children over their time; how long until the next may be. */
static int check_time(jb_pool *pool, uint32_t most)
{
    uint64_t now = now_ms();
    for (size_t i = 0; pool->time_limit && i < pool->count; i++) {
        child *c = &pool->children[i];
        uint64_t spent = c->busy ? now - c->begun : 0;
        if (spent >= pool->time_limit) {
            c->was_timed_out = true;
            bury(pool, c);
            most = 0;
        } else if (c->busy) {
            most = (uint32_t)JB_MIN((uint64_t)most, pool->time_limit - spent);
        }
    }
    return (int)most;
}

bool jb_pool_wait(jb_pool *pool, uint32_t milliseconds, jb_pool_result *out)
{
    struct pollfd polled[WORKERS_MAX + 1];
    int most = check_time(pool, milliseconds);
    if (take_ended(pool, out))
        return true;
    for (size_t i = 0; i < pool->count; i++)
        polled[i] = (struct pollfd){.fd = pool->children[i].socket, .events = POLLIN};
    polled[pool->count] = (struct pollfd){.fd = pool->signals, .events = POLLIN};
    if (poll(polled, pool->count + 1, most) <= 0)
        return false;
    for (size_t i = 0; i < pool->count; i++) {
        /* the first one next time is another, so that none is kept waiting */
        size_t at = (pool->next + i) % pool->count;
        if (polled[at].revents && pool->children[at].pid &&
            hear(pool, &pool->children[at], out)) {
            pool->next = at + 1;
            return true;
        }
    }
    return take_ended(pool, out);
}

void jb_pool_close(jb_pool *pool)
{
    for (size_t i = 0; i < pool->count; i++)
        if (pool->children[i].pid)
            bury(pool, &pool->children[i]);
    jb_buf_fini(&pool->bytes);
}
