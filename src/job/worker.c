/* A worker takes one report at a time. Its end, by whatever fault, is the end of that
 * report only: the parent sees the socket close and forks another. */
#include <time.h> /* before base.h takes the wall clock away */

#include "job/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "job/fault.h"
#include "job/key.h"
#include "job/prepare.h"
#include "job/state.h"
#include "job/survey.h"
#include "job/volume.h"

enum {
    KEPT_HEAP =
        64 << 20, /* bytes that freed memory may grow to before it is returned */
    STATUS_LEN = 4096
};

typedef struct worker {
    const jb_worker_task *task;
    int socket;
    const int *slots;
    jb_state *state;      /* for paths only */
    jb_arena arena;       /* of the worker */
    jb_map groups;        /* of shared reads that were sent */
    int peak, peak_reset; /* /proc/self/status, clear_refs; -1 = none */
} worker;

/* What one request gives. */
typedef struct answer {
    jb_buf record, lines, messages;
    jb_target targets[JB_WORKER_FORMATS_MAX];
} answer;

/* A sanitizer's own memory is larger than any limit. */
#ifdef __SANITIZE_ADDRESS__
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif

/* ---- fences --------------------------------------------------------------------- */

static void limit(int what, uint64_t most)
{
    struct rlimit to = {most, most};
    (void)setrlimit(what, &to);
}

/* No file is written, made or removed and no program run from here on, where the kernel has
 * Landlock. */
static void lock_files(void)
{
#ifdef SYS_landlock_create_ruleset
    struct landlock_ruleset_attr rules = {
        .handled_access_fs =
            LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
            LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
            LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
            LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
            LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
            LANDLOCK_ACCESS_FS_MAKE_SYM};
    int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (fd >= 0) {
        (void)syscall(SYS_landlock_restrict_self, fd, 0);
        close(fd);
    }
#endif
}

static void fence(const worker *w)
{
    sigset_t none;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    /* A signal to the whole group is the parent's to answer. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    limit(RLIMIT_CORE, 0);
    if (w->task->memory_limit && !is_sanitized)
        limit(RLIMIT_DATA, w->task->memory_limit);
    lock_files();
}

/* ---- measures ------------------------------------------------------------------- */

static uint32_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

static void reset_peak(const worker *w)
{
    if (w->peak_reset >= 0)
        (void)!pwrite(w->peak_reset, "5", 1, 0);
}

/* The most memory since then, in kB: VmHWM of proc(5). */
static uint32_t peak(const worker *w)
{
    char text[STATUS_LEN];
    ssize_t len = w->peak >= 0 ? pread(w->peak, text, sizeof text - 1, 0) : 0;
    text[len > 0 ? len : 0] = '\0';
    const char *at = strstr(text, "VmHWM:");
    return at ? (uint32_t)strtoul(at + 6, NULL, 10) : 0;
}

/* ---- one report ----------------------------------------------------------------- */

#ifdef JB_TEST_FAULTS
/* Reports that make a test build fail on purpose. */
static void fail_on_purpose(jb_str bytes)
{
    if (jb_str_find(bytes, "fault: crash") < bytes.len)
        abort();
    while (jb_str_find(bytes, "fault: loop") < bytes.len)
        usleep(1000);
    if (jb_str_find(bytes, "fault: memory") < bytes.len)
        for (jb_arena all = {0};;)
            memset(jb_arena_alloc(&all, 1 << 20), 1, 1 << 20);
}
#endif

/* Reads a report as a worker may: beneath the collection's folder only. */
static jb_status read_input(const worker *w, jb_work *work, const char *id,
                            jb_export_input *input)
{
    jb_arena *into = work->arena;
    const char *path = jb_arena_printf(into, "%s%s", w->task->base, id);
    const char *slash = strrchr(path, '/');
    *input = (jb_export_input){
        .name = path,
        .folder = jb_arena_strndup(into, path, slash ? (size_t)(slash - path) + 1 : 0)};
    jb_file_result result = jb_file_read_beneath(w->task->root, id, JB_FAULT_REPORT_MAX,
                                                 into, &input->bytes);
    jb_fault_read(work->diag, JB_NO_SPAN, result, path);
    if (result == JB_FILE_OK)
        jb_reads_add(work->reads, path, input->bytes);
    else
        jb_reads_add_absent(work->reads, path);
#ifdef JB_TEST_FAULTS
    fail_on_purpose(input->bytes);
#endif
    return jb_fault_input(result);
}

/* What the report was made from; shared reads once for all reports. */
static void write_reads(worker *w, const jb_work *work, const char *id, jb_buf *into)
{
    char hex[JB_DIGEST_HEX];
    jb_digest group = jb_state_group(work->reads);
    jb_digest_write(group, hex);
    if (!jb_map_find(&w->groups, jb_str_of(hex))) {
        const char *name = jb_str_dup(&w->arena, jb_str_of(hex));
        jb_map_put(&w->arena, &w->groups, jb_str_of(name));
        jb_state_write_group(w->state, work->reads, group, into);
    }
    jb_state_write_made(w->state, id, w->task->local_settings, work->reads, group,
                        into);
}

static void add_files(const answer *a, size_t count, const char *name, jb_arena *into,
                      jb_manifest_record *record)
{
    for (size_t i = 0; i < count; i++) {
        const jb_target *target = &a->targets[i];
        jb_str bytes = jb_buf_str(&target->out);
        jb_manifest_file file = {
            .format = target->backend->name,
            .path = jb_arena_printf(into, "%s%s", name, target->backend->extension),
            .size = bytes.len,
            .pages = (uint32_t)target->pages,
            .checksum = jb_digest_of(bytes)};
        jb_vec_push(into, &record->files, file);
    }
}

/* Why there are no files: the first error into the record, all of them into messages. */
static void add_cause(const worker *w, jb_diag *diag, jb_sources *sources,
                      jb_arena *into, jb_manifest_record *record, jb_buf *messages)
{
    const jb_config *config = w->task->config;
    jb_messages language = jb_config_language(config);
    jb_diag_cause cause;
    if (!record->message && jb_diag_first(diag, sources, language, into, &cause)) {
        record->message = cause.id;
        record->text = cause.text;
        record->place = cause.place;
    }
    jb_diag_set_least(diag, JB_SEVERITY_ERROR);
    jb_diag_write(diag, sources, language, (jb_diag_form)config->diagnostics,
                  w->task->has_colour, messages);
}

static void export_report(worker *w, const char *id, const char *name, answer *a)
{
    const jb_worker_task *task = w->task;
    jb_arena arena = {0};
    jb_export_input input;
    uint32_t begun = milliseconds();
    reset_peak(w);
    jb_work *work = jb_export_begin_on(task->shelf, &arena);
    for (size_t i = 0; i < task->format_count; i++)
        a->targets[i].backend = task->formats[i];
    jb_status status = read_input(w, work, id, &input);
    if (status == JB_STATUS_OK)
        status = jb_export(work, &input, a->targets, task->format_count);
    jb_manifest_record record = {.id = id, .source = input.name, .status = status};
    record.key = jb_key_of(task->settings, work->reads);
    record.warnings = (uint32_t)jb_diag_count(work->diag, JB_SEVERITY_WARNING);
    record.errors = (uint32_t)jb_diag_count(work->diag, JB_SEVERITY_ERROR);
    if (work->report)
        jb_survey_describe(&work->report->meta, &record, &arena);
    if (status == JB_STATUS_OK) {
        add_files(a, task->format_count, name, &arena, &record);
    } else {
        record.verdict = JB_MANIFEST_FAILED;
        add_cause(w, work->diag, work->sources, &arena, &record, &a->messages);
    }
    record.milliseconds = milliseconds() - begun;
    record.memory = peak(w);
    jb_manifest_line(&record, &a->record);
    write_reads(w, work, id, &a->lines);
    jb_export_end(work);
    jb_arena_fini(&arena);
}

/* Only the metadata. A report that can't be read is wanted, so that it is judged. */
static void survey_report(worker *w, const char *id, answer *a)
{
    jb_arena arena = {0};
    jb_export_input input;
    jb_work *work = jb_export_begin_on(w->task->shelf, &arena);
    jb_status status = read_input(w, work, id, &input);
    jb_collection collection = {.path = NULL};
    jb_report *report = NULL;
    if (status == JB_STATUS_OK) {
        jb_prepare_collection(work, input.folder, &collection);
        uint32_t source = jb_source_add(work->sources, input.name, input.bytes);
        report = jb_kinds_read(work->sources, source,
                               jb_prepare_mapping(&collection, NULL, &arena), &arena,
                               work->diag);
    }
    jb_meta none = {0};
    jb_state_survey survey =
        jb_survey_make(w->task->collection, report ? &report->meta : &none, id, &arena);
    survey.is_wanted |= !report;
    survey.settings = w->task->survey_settings;
    survey.input = jb_digest_of(input.bytes);
    jb_state_write_survey(id, &survey, &a->lines);
    jb_export_end(work);
    jb_arena_fini(&arena);
}

/* ---- the volume ------------------------------------------------------------------ */

/* A volume on its way. */
typedef struct volume_work {
    const worker *w;
    jb_arena arena; /* of the record */
    jb_manifest_record record;
    answer *answer;
} volume_work;

/* The volume's date is the latest of its reports. */
static void note_date(volume_work *v, const char *date)
{
    if (date && (!v->record.date || strcmp(v->record.date, date) < 0))
        v->record.date = jb_str_dup(&v->arena, jb_str_of(date));
}

static jb_status add_to_volume(void *state, jb_volume *volume, size_t part)
{
    volume_work *v = state;
    jb_arena arena = {0};
    jb_export_input input;
    jb_work *work = jb_export_begin_on(jb_volume_shelf(volume), &arena);
    jb_status status = read_input(v->w, work, v->w->task->volume->ids[part], &input);
    if (status == JB_STATUS_OK)
        status = jb_volume_add(volume, work, &input);
    note_date(v, work->texts.date);
    if (status != JB_STATUS_OK)
        add_cause(v->w, work->diag, work->sources, &v->arena, &v->record,
                  &v->answer->messages);
    jb_export_end(work);
    jb_arena_fini(&arena);
    return status;
}

static jb_status bind_volume(volume_work *v)
{
    const jb_worker_volume *volume = v->w->task->volume;
    const char **paths = JB_NEWS(&v->arena, const char *, volume->count);
    for (size_t i = 0; i < volume->count; i++)
        paths[i] = jb_arena_printf(&v->arena, "%s%s", v->w->task->base, volume->ids[i]);
    const jb_volume_job job = {.config = volume->config,
                               .parts = volume->count,
                               .names = paths,
                               .collection = volume->collection,
                               .sources = jb_shelf_sources(v->w->task->shelf),
                               .settings = volume->settings,
                               .diag = jb_diag_new(&v->arena),
                               .state = v,
                               .add = add_to_volume};
    jb_target *targets = v->answer->targets;
    for (size_t i = 0; i < volume->format_count; i++)
        targets[i].backend = volume->formats[i];
    jb_status status = jb_volume_make(&job, targets, volume->format_count);
    v->record.warnings = (uint32_t)jb_diag_count(job.diag, JB_SEVERITY_WARNING);
    v->record.errors = (uint32_t)jb_diag_count(job.diag, JB_SEVERITY_ERROR);
    if (status != JB_STATUS_OK)
        add_cause(v->w, job.diag, jb_source_table(&v->arena), &v->arena, &v->record,
                  &v->answer->messages);
    return status;
}

/* The record's key is the parent's to set, who knows those of the reports. */
static void make_volume(worker *w, const char *id, const char *name, answer *a)
{
    const jb_worker_volume *volume = w->task->volume;
    volume_work v = {.w = w, .answer = a};
    uint32_t begun = milliseconds();
    reset_peak(w);
    v.record.id = id;
    v.record.source = v.record.title = volume->config->volume;
    v.record.parts = (uint32_t)volume->count;
    v.record.status = bind_volume(&v);
    if (v.record.status == JB_STATUS_OK)
        add_files(a, volume->format_count, name, &v.arena, &v.record);
    else
        v.record.verdict = JB_MANIFEST_FAILED;
    v.record.milliseconds = milliseconds() - begun;
    v.record.memory = peak(w);
    jb_manifest_line(&v.record, &a->record);
    jb_arena_fini(&v.arena);
}

/* ---- requests ------------------------------------------------------------------- */

static bool put_bytes(int fd, const jb_buf *bytes, uint64_t *at)
{
    for (size_t done = 0; done < bytes->len;) {
        ssize_t put =
            pwrite(fd, bytes->at + done, bytes->len - done, (off_t)(*at + done));
        if (put < 0 && errno != EINTR)
            return false;
        done += put > 0 ? (size_t)put : 0;
    }
    *at += bytes->len;
    return true;
}

static void reply(const worker *w, const jb_worker_request *request, answer *a)
{
    int fd = w->slots[request->slot];
    uint64_t at = 0;
    jb_worker_reply sent = {.kind = request->kind,
                            .index = request->index,
                            .slot = request->slot,
                            .record = a->record.len,
                            .lines = a->lines.len,
                            .messages = a->messages.len};
    bool is_sound = put_bytes(fd, &a->record, &at) && put_bytes(fd, &a->lines, &at) &&
                    put_bytes(fd, &a->messages, &at);
    for (size_t i = 0; i < JB_WORKER_FORMATS_MAX; i++) {
        is_sound = is_sound && put_bytes(fd, &a->targets[i].out, &at);
        if (!is_sound && !sent.error)
            sent.error = (uint32_t)errno;
        sent.documents[i] = a->targets[i].out.len;
        jb_buf_fini(&a->targets[i].out);
    }
    jb_buf_fini(&a->record);
    jb_buf_fini(&a->lines);
    jb_buf_fini(&a->messages);
    if (send(w->socket, &sent, sizeof sent, MSG_NOSIGNAL) != (ssize_t)sizeof sent)
        _exit(0); /* the parent is gone */
}

static void serve(worker *w, const jb_worker_request *request, const char *id,
                  const char *name)
{
    answer a = {.record = {.at = NULL}};
    if (request->kind == JB_WORKER_SURVEY)
        survey_report(w, id, &a);
    else if (request->kind == JB_WORKER_EXPORT)
        export_report(w, id, name, &a);
    else if (w->task->volume)
        make_volume(w, id, name, &a);
    reply(w, request, &a);
}

void jb_worker_run(const jb_worker_task *task, int socket,
                   const int slots[JB_WORKER_SLOTS])
{
    worker w = {.task = task, .socket = socket, .slots = slots};
    char packet[sizeof(jb_worker_request) + JB_WORKER_TEXT_MAX + 2];
    w.state = jb_state_new(task->base, 0, &w.arena);
    w.peak = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    w.peak_reset = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_HEAP);
    (void)mallopt(M_MMAP_THRESHOLD, KEPT_HEAP / 2);
    fence(&w);
    for (;;) {
        ssize_t got = recv(socket, packet, sizeof packet - 2, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= (ssize_t)sizeof(jb_worker_request))
            _exit(0);
        packet[got] = packet[got + 1] = '\0';
        jb_worker_request request;
        memcpy(&request, packet, sizeof request);
        const char *id = packet + sizeof request;
        if (request.slot < JB_WORKER_SLOTS)
            serve(&w, &request, id, id + strlen(id) + 1);
    }
}
