/* Progress and messages go to standard error, JSON to standard output. Columns are counted
 * by display width, so that Chinese and Latin texts align. */
#include <time.h> /* before base.h takes the wall clock away */

#include "cli/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/ucd.h"
#include "base/utf8.h"
#include "cli/speak.h"

enum {
    DRAW_EVERY = 100,  /* ms, on a terminal */
    SAY_EVERY = 10000, /* ms, elsewhere */
    BAR_COLUMNS = 20,
    CAUSE_COLUMNS = 72,
    REPORT_COLUMNS = 40,
    FAILED_MOST = 100 /* rows of the table; the manifest has all */
};

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static const char *word(const jb_progress *p, jb_word word)
{
    return jb_speak_word(word, jb_config_language(&p->call->config));
}

static void write_error(jb_buf *text)
{
    if (text->len)
        (void)!write(STDERR_FILENO, text->at, text->len);
    jb_buf_fini(text);
}

static void write_out(jb_buf *text)
{
    (void)jb_file_write("-", jb_buf_str(text));
    jb_buf_fini(text);
}

static bool is_json(const jb_progress *p)
{
    return p->call->config.log == 1;
}

/* ---- columns -------------------------------------------------------------------- */

/* The text in exactly so many columns, cut with an ellipsis or filled with spaces; control
 * characters are left out. */
static void put_cell(jb_buf *into, jb_str text, size_t columns)
{
    size_t width = 0, whole = (size_t)jb_utf8_columns(text);
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = jb_utf8_next(text, &at);
        size_t wide = (size_t)JB_MAX(0, jb_ucd_width(cp));
        if (jb_ucd_is_control(cp))
            continue;
        if (whole > columns && width + wide > columns - 1) {
            jb_buf_put_cp(into, 0x2026); /* horizontal ellipsis */
            width++;
            break;
        }
        jb_buf_put_cp(into, cp);
        width += wide;
    }
    for (; width < columns; width++)
        jb_buf_putc(into, ' ');
}

static size_t screen_columns(void)
{
    struct winsize size = {.ws_col = 0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20)
        return size.ws_col;
    return 80;
}

/* ---- the bar -------------------------------------------------------------------- */

static void erase(jb_progress *p)
{
    if (p->width)
        (void)!write(STDERR_FILENO, "\r\033[K", 4);
    p->width = 0;
}

static void put_time(jb_buf *into, uint64_t seconds)
{
    if (seconds >= 3600)
        jb_buf_printf(into, "%llu:%02u:%02u", (unsigned long long)(seconds / 3600),
                      (unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60));
    else
        jb_buf_printf(into, "%u:%02u", (unsigned)(seconds / 60),
                      (unsigned)(seconds % 60));
}

/* "####....  123/2400  310 a second  0:07 left  2 failed" */
static void put_state(const jb_progress *p, const jb_batch_counts *counts, jb_buf *into)
{
    size_t done = counts->made + counts->failed, wanted = counts->total - counts->kept;
    uint64_t spent = JB_MAX((uint64_t)1, now_ms() - p->begun);
    uint64_t rate = done * 10000 / spent; /* tenths a second */
    jb_buf_printf(into, "%zu/%zu  %llu.%llu %s", done, wanted,
                  (unsigned long long)(rate / 10), (unsigned long long)(rate % 10),
                  word(p, JB_WORD_BATCH_RATE));
    if (done && done < wanted) {
        jb_buf_puts(into, "  ");
        put_time(into, spent * (wanted - done) / done / 1000);
        jb_buf_printf(into, " %s", word(p, JB_WORD_BATCH_REMAINING));
    }
    if (counts->failed)
        jb_buf_printf(into, "  %zu %s", counts->failed, word(p, JB_WORD_BATCH_FAILED));
}

static void draw(jb_progress *p, const jb_batch_counts *counts, const char *current)
{
    size_t done = counts->made + counts->failed, wanted = counts->total - counts->kept;
    size_t full = wanted ? BAR_COLUMNS * done / wanted : 0;
    jb_buf text = {0}, line = {0};
    for (size_t i = 0; i < BAR_COLUMNS; i++)
        jb_buf_putc(&text, i < full ? '#' : '.');
    jb_buf_puts(&text, "  ");
    put_state(p, counts, &text);
    if (current)
        jb_buf_printf(&text, "  %s", current);
    size_t columns =
        JB_MIN(screen_columns() - 1, (size_t)jb_utf8_columns(jb_buf_str(&text)));
    jb_buf_puts(&line, "\r");
    put_cell(&line, jb_buf_str(&text), columns);
    jb_buf_puts(&line, "\033[K");
    jb_buf_fini(&text);
    p->width = columns;
    write_error(&line);
}

static void waited(void *state, const jb_batch_counts *counts, const char *current)
{
    jb_progress *p = state;
    uint64_t now = now_ms();
    bool is_volume = current && strcmp(current, JB_MANIFEST_VOLUME) == 0;
    if (p->call->config.quiet || is_json(p) ||
        (counts->total == counts->kept && !is_volume) ||
        now - p->drawn < (p->is_terminal ? DRAW_EVERY : SAY_EVERY))
        return;
    p->drawn = now;
    if (p->is_terminal) {
        draw(p, counts, is_volume ? word(p, JB_WORD_BATCH_VOLUME) : current);
        return;
    }
    jb_buf line = {0};
    put_state(p, counts, &line);
    jb_buf_putc(&line, '\n');
    write_error(&line);
}

static void begun(void *state, const jb_batch_counts *counts)
{
    jb_progress *p = state;
    p->begun = p->drawn = now_ms();
    if (!is_json(p))
        return;
    jb_buf line = {0};
    jb_buf_printf(&line, "{\"event\":\"begin\",\"total\":%zu,\"unchanged\":%zu}\n",
                  counts->total, counts->kept);
    write_out(&line);
}

static void ended(void *state, const jb_batch_counts *counts,
                  const jb_manifest_record *record, jb_str messages)
{
    jb_progress *p = state;
    (void)counts;
    if (is_json(p)) {
        jb_buf line = {0};
        jb_buf_printf(&line, "{\"event\":\"%s\",\"record\":",
                      record->parts ? "volume" : "report");
        jb_manifest_line(record, &line);
        line.len -= line.len && line.at[line.len - 1] == '\n';
        jb_buf_puts(&line, "}\n");
        write_out(&line);
    } else if (messages.len) {
        erase(p);
        (void)!write(STDERR_FILENO, messages.at, messages.len);
    }
}

static void would(void *state, const char *id, const char *name)
{
    jb_progress *p = state;
    jb_buf line = {0};
    if (is_json(p)) {
        jb_buf_puts(&line, "{\"event\":\"would\",\"id\":");
        jb_buf_put_json(&line, jb_str_of(id));
        jb_buf_puts(&line, ",\"name\":");
        jb_buf_put_json(&line, jb_str_of(name));
        jb_buf_puts(&line, "}\n");
    } else {
        jb_buf_printf(&line, "%s -> %s\n", id, name);
    }
    write_out(&line);
}

jb_batch_watch jb_progress_begin(jb_progress *progress, const jb_call *call)
{
    *progress = (jb_progress){.call = call, .is_terminal = isatty(STDERR_FILENO) == 1};
    progress->begun = progress->drawn = now_ms();
    return (jb_batch_watch){.state = progress,
                            .begun = begun,
                            .ended = ended,
                            .waited = waited,
                            .would = would};
}

/* ---- the summary ---------------------------------------------------------------- */

typedef struct column {
    const char *head;
    char value[32];
} column;

static void set_column(column *at, const char *head, uint64_t value)
{
    at->head = head;
    snprintf(at->value, sizeof at->value, "%llu", (unsigned long long)value);
}

/* Heads over values, right-aligned. */
static void put_counts(const column *columns, size_t count, jb_buf *into)
{
    for (int row = 0; row < 2; row++) {
        for (size_t i = 0; i < count; i++) {
            size_t head = (size_t)jb_utf8_columns(jb_str_of(columns[i].head));
            size_t value = strlen(columns[i].value), width = JB_MAX(head, value);
            jb_buf_printf(into, "%s%*s", i ? "  " : "",
                          (int)(width - (row ? value : head)), "");
            jb_buf_puts(into, row ? columns[i].value : columns[i].head);
        }
        jb_buf_putc(into, '\n');
    }
}

static void put_failed(const jb_progress *p, const jb_batch *batch, jb_buf *into)
{
    jb_arena scratch = {0};
    const jb_manifest_record **records = jb_manifest_sorted(batch->manifest, &scratch);
    size_t widest = (size_t)jb_utf8_columns(jb_str_of(word(p, JB_WORD_BATCH_REPORT))),
           rows = 0;
    size_t count = batch->manifest->records.count;
    for (size_t i = 0; i < count; i++)
        if (records[i]->verdict != JB_MANIFEST_DONE)
            widest = JB_MAX(widest, (size_t)jb_utf8_columns(jb_str_of(records[i]->id)));
    widest = JB_MIN(widest, (size_t)REPORT_COLUMNS);
    jb_buf_putc(into, '\n');
    put_cell(into, jb_str_of(word(p, JB_WORD_BATCH_REPORT)), widest);
    jb_buf_printf(into, "  %s\n", word(p, JB_WORD_BATCH_CAUSE));
    for (size_t i = 0; i < count && rows < FAILED_MOST; i++) {
        if (records[i]->verdict == JB_MANIFEST_DONE)
            continue;
        jb_str text = jb_str_of(records[i]->text);
        put_cell(into, jb_str_of(records[i]->id), widest);
        jb_buf_puts(into, "  ");
        put_cell(into, text,
                 JB_MIN((size_t)jb_utf8_columns(text), (size_t)CAUSE_COLUMNS));
        jb_buf_printf(into, " [%s]\n", records[i]->message ? records[i]->message : "");
        rows++;
    }
    if (batch->counts.failed > rows)
        jb_buf_printf(into, "... %zu\n", batch->counts.failed - rows);
    jb_arena_fini(&scratch);
}

static const jb_manifest_record *volume_of(const jb_batch *batch)
{
    return jb_manifest_find(batch->manifest, JB_MANIFEST_VOLUME);
}

static bool has_failed_volume(const jb_batch *batch)
{
    const jb_manifest_record *volume = volume_of(batch);
    return volume && volume->verdict != JB_MANIFEST_DONE;
}

/* The files of the volume that stands: "volume: out.pdf, out.epub (24 reports)". */
static void put_volume(const jb_progress *p, const jb_batch *batch, jb_buf *into)
{
    const jb_manifest_record *volume = volume_of(batch);
    if (p->call->config.quiet || !volume || volume->verdict != JB_MANIFEST_DONE)
        return;
    jb_buf_printf(into, "%s: ", word(p, JB_WORD_BATCH_VOLUME));
    for (size_t i = 0; i < volume->files.count; i++)
        jb_buf_printf(into, "%s%s", i ? ", " : "", volume->files.items[i].path);
    jb_buf_printf(into, " (%u %s)\n", (unsigned)volume->parts,
                  word(p, JB_WORD_BATCH_REPORTS));
}

static void end_in_json(const jb_batch_counts *counts, uint64_t spent, jb_status status)
{
    jb_buf line = {0};
    jb_buf_printf(&line,
                  "{\"event\":\"end\",\"total\":%zu,\"made\":%zu,\"unchanged\":%zu,"
                  "\"failed\":%zu,\"pages\":%llu,\"bytes\":%llu,\"milliseconds\":%llu,"
                  "\"status\":%d}\n",
                  counts->total, counts->made, counts->kept, counts->failed,
                  (unsigned long long)counts->pages, (unsigned long long)counts->bytes,
                  (unsigned long long)spent, (int)status);
    write_out(&line);
}

void jb_progress_end(jb_progress *p, const jb_batch *batch, jb_status status)
{
    const jb_batch_counts *counts = &batch->counts;
    uint64_t spent = now_ms() - p->begun;
    erase(p);
    if (is_json(p)) {
        end_in_json(counts, spent, status);
        return;
    }
    size_t left = counts->total - counts->kept - counts->made - counts->failed;
    column columns[8];
    size_t count = 0;
    set_column(&columns[count++], word(p, JB_WORD_BATCH_REPORTS), counts->total);
    set_column(&columns[count++], word(p, JB_WORD_BATCH_DONE), counts->made);
    set_column(&columns[count++], word(p, JB_WORD_BATCH_KEPT), counts->kept);
    set_column(&columns[count++], word(p, JB_WORD_BATCH_FAILED), counts->failed);
    if (left)
        set_column(&columns[count++], word(p, JB_WORD_BATCH_LEFT), left);
    if (counts->made) {
        set_column(&columns[count++], word(p, JB_WORD_BATCH_PAGES), counts->pages);
        set_column(&columns[count++], word(p, JB_WORD_BATCH_WARNINGS),
                   counts->warnings);
        set_column(&columns[count++], word(p, JB_WORD_BATCH_RATE),
                   counts->made * 1000 / JB_MAX(spent, (uint64_t)1));
    }
    jb_buf text = {0};
    if (!p->call->config.quiet)
        put_counts(columns, count, &text);
    put_volume(p, batch, &text);
    if (counts->failed || has_failed_volume(batch))
        put_failed(p, batch, &text);
    write_error(&text);
}
