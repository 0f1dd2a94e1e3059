/* Lines of fields between tabs. F: a file's digest, as it stood; G: files that many reports
 * are made from; R: what a report was made from; Q: what its metadata said. The last field
 * of each is the check of all before it: of a line that was cut off between two files, the
 * rest would look whole. */
#include "job/state.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map.h"
#include "job/key.h"

enum { PATH_LONGEST = 4096, CHECK_LEN = 17 /* a tab, 16 hexadecimal digits */ };

static const jb_digest unread = {0, 0};

/* What a file's bytes can't change without (st_ctim is the kernel's own). */
typedef struct file_stamp {
    int64_t size, changed;
    uint64_t inode;
} file_stamp;

typedef struct file_entry {
    const char *path; /* from the base, or absolute */
    file_stamp stamp; /* when `digest` was its bytes' */
    jb_digest digest, now;
    bool is_known, was_seen; /* digest; now */
    jb_reads_what what;
} file_entry;

typedef struct expected {
    file_entry *file;
    jb_digest digest;
} expected;

/* What something is made from. */
typedef struct made_entry {
    jb_str line; /* as it was taken up, read when it is asked for */
    JB_VEC(expected) files;
    jb_digest settings;
    struct made_entry *group;
    bool is_read, was_checked, stands;
} made_entry;

typedef struct known {
    jb_str line;
    jb_state_survey survey;
    bool is_read;
} known;

struct jb_state {
    const char *base, *cwd;
    int64_t since;
    jb_arena *arena;
    jb_map files;   /* path -> file */
    jb_map groups;  /* hexadecimal digest -> made */
    jb_map made;    /* id -> made */
    jb_map surveys; /* id -> known */
    jb_arena news_arena;
    JB_VEC(jb_str) news;
    bool has_changed;
};

jb_state *jb_state_new(const char *base, int64_t since, jb_arena *into)
{
    char cwd[PATH_LONGEST];
    jb_state *state = JB_NEW(into, jb_state);
    state->base = base;
    state->cwd = getcwd(cwd, sizeof cwd) ? jb_str_dup(into, jb_str_of(cwd)) : "";
    state->since = since;
    state->arena = into;
    return state;
}

/* ---- fields --------------------------------------------------------------------- */

static void put_text(jb_buf *into, jb_str text)
{
    jb_buf_putc(into, '\t');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\t')
            jb_buf_puts(into, "\\t");
        else if (text.at[i] == '\n')
            jb_buf_puts(into, "\\n");
        else if (text.at[i] == '\\')
            jb_buf_puts(into, "\\\\");
        else
            jb_buf_putc(into, text.at[i]);
    }
}

static void put_field(jb_buf *into, const char *text)
{
    put_text(into, jb_str_of(text));
}

static void put_digest(jb_buf *into, jb_digest digest)
{
    char hex[JB_DIGEST_HEX];
    jb_digest_write(digest, hex);
    put_field(into, hex);
}

static void write_check(jb_str line, char out[CHECK_LEN + 1])
{
    snprintf(out, CHECK_LEN + 1, "\t%016llx",
             (unsigned long long)jb_digest_of(line).low);
}

/* Ends the line that began there. */
static void end_line(jb_buf *into, size_t from)
{
    char check[CHECK_LEN + 1];
    write_check(jb_str_slice(jb_buf_str(into), from, into->len), check);
    jb_buf_printf(into, "%s\n", check);
}

/* Takes the check off; false when it is not that of the line. */
static bool take_check(jb_str *line)
{
    char check[CHECK_LEN + 1];
    if (line->len < CHECK_LEN)
        return false;
    jb_str given = jb_str_slice(*line, line->len - CHECK_LEN, line->len);
    *line = jb_str_slice(*line, 0, line->len - CHECK_LEN);
    write_check(*line, check);
    return jb_str_is(given, check);
}

static jb_str raw_field(jb_str *line)
{
    size_t end = jb_str_find(*line, "\t");
    jb_str field = jb_str_slice(*line, 0, end);
    *line = jb_str_slice(*line, end + 1, line->len);
    return field;
}

static const char *text_field(jb_str *line, jb_arena *into)
{
    jb_str raw = raw_field(line);
    char *text = jb_arena_strndup(into, raw.at, raw.len);
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.at[i];
        if (c == '\\' && i + 1 < raw.len) {
            c = raw.at[++i];
            c = c == 't' ? '\t' : c == 'n' ? '\n' : c;
        }
        text[len++] = c;
    }
    text[len] = '\0';
    return text;
}

static int64_t number_field(jb_str *line)
{
    jb_str raw = raw_field(line);
    uint64_t number = 0;
    for (size_t i = 0; i < raw.len && i < 19; i++)
        number = number * 10 + (uint64_t)(raw.at[i] - '0') % 10;
    return (int64_t)number;
}

static bool digest_field(jb_str *line, jb_digest *out)
{
    return jb_digest_read(raw_field(line), out);
}

/* ---- files ---------------------------------------------------------------------- */

/* Letters of what was read of a file, by jb_reads_what. */
static const char letters[] = "-fltbms";

static file_entry *file_of(jb_state *state, const char *path, jb_reads_what what)
{
    size_t len = strlen(path);
    char *key = jb_arena_alloc(state->arena, len + 2);
    key[0] = letters[what];
    memcpy(key + 1, path, len + 1);
    jb_map_entry *entry =
        jb_map_put(state->arena, &state->files, (jb_str){key, len + 1});
    if (!entry->pointer) {
        file_entry *made = JB_NEW(state->arena, file_entry);
        made->path = key + 1;
        made->what = what;
        entry->pointer = made;
    }
    return entry->pointer;
}

/* What a letter stands for; JB_READS_WHATS: nothing. */
static jb_reads_what what_of(char letter)
{
    int what = 0;
    while (what < JB_READS_WHATS && letters[what] != letter)
        what++;
    return (jb_reads_what)what;
}

/* A path as it is remembered: from the base, else absolute. */
static const char *kept_path(const jb_state *state, const char *path, jb_arena *into)
{
    size_t base = strlen(state->base);
    if (base && strncmp(path, state->base, base) == 0)
        return path + base;
    if (*path == '/' || base == 0)
        return path;
    return jb_arena_printf(into, "%s/%s", state->cwd, path);
}

static bool stamp_of(const jb_state *state, const file_entry *file, file_stamp *out)
{
    char path[PATH_LONGEST];
    struct stat is;
    snprintf(path, sizeof path, "%s%s", *file->path == '/' ? "" : state->base,
             file->path);
    if (stat(path, &is) != 0 || !S_ISREG(is.st_mode))
        return false;
    *out = (file_stamp){(int64_t)is.st_size,
                        (int64_t)is.st_ctim.tv_sec * 1000000000 + is.st_ctim.tv_nsec,
                        (uint64_t)is.st_ino};
    return true;
}

static void write_file(const file_entry *file, jb_buf *into)
{
    char hex[JB_DIGEST_HEX];
    size_t from = into->len;
    jb_digest_write(file->digest, hex);
    jb_buf_printf(into, "F\t%s\t%lld\t%lld\t%llu\t%c", hex, (long long)file->stamp.size,
                  (long long)file->stamp.changed, (unsigned long long)file->stamp.inode,
                  letters[file->what]);
    put_field(into, file->path);
    end_line(into, from);
}

static void add_news(jb_state *state, jb_buf *line)
{
    jb_str kept = {jb_str_dup(&state->news_arena, jb_buf_str(line)), line->len};
    jb_vec_push(&state->news_arena, &state->news, kept);
    state->has_changed = true;
    jb_buf_fini(line);
}

static void know(jb_state *state, file_entry *file, file_stamp stamp, jb_digest digest)
{
    jb_buf line = {0};
    file->stamp = stamp;
    file->digest = file->now = digest;
    file->is_known = file->was_seen = true;
    write_file(file, &line);
    add_news(state, &line);
}

static bool stamps_equal(file_stamp a, file_stamp b)
{
    return a.size == b.size && a.changed == b.changed && a.inode == b.inode;
}

static jb_digest digest_of(jb_state *state, file_entry *file)
{
    file_stamp stamp;
    char path[PATH_LONGEST];
    if (file->was_seen)
        return file->now;
    file->was_seen = true;
    file->now = unread;
    if (!stamp_of(state, file, &stamp))
        return file->now;
    if (file->is_known && stamps_equal(stamp, file->stamp))
        return file->now = file->digest;
    snprintf(path, sizeof path, "%s%s", *file->path == '/' ? "" : state->base,
             file->path);
    jb_digest digest = jb_reads_digest(path, file->what);
    struct file_stamp after;
    if (jb_digest_equal(digest, unread))
        file->was_seen = false; /* it is there and may be read the next time */
    else if (stamp_of(state, file, &after) && stamps_equal(stamp, after))
        know(state, file, stamp, digest);
    return file->now = digest;
}

jb_digest jb_state_digest(jb_state *state, const char *path, jb_reads_what what)
{
    return digest_of(state, file_of(state, kept_path(state, path, state->arena), what));
}

void jb_state_wrote(jb_state *state, const char *path, jb_digest digest)
{
    file_stamp stamp;
    file_entry *found =
        file_of(state, kept_path(state, path, state->arena), JB_READS_BYTES);
    if (stamp_of(state, found, &stamp))
        know(state, found, stamp, digest);
}

/* ---- taking lines up ------------------------------------------------------------ */

static void take_file(jb_state *state, jb_str line)
{
    file_entry read = {.is_known = true};
    if (!digest_field(&line, &read.digest))
        return;
    read.stamp.size = number_field(&line);
    read.stamp.changed = number_field(&line);
    read.stamp.inode = (uint64_t)number_field(&line);
    jb_str letter = raw_field(&line);
    read.what = letter.len == 1 ? what_of(letter.at[0]) : JB_READS_WHATS;
    const char *path = text_field(&line, state->arena);
    if (!*path || read.what == JB_READS_WHATS)
        return;
    file_entry *file = file_of(state, path, read.what);
    read.path = file->path;
    *file = read;
}

static void take_made(jb_state *state, jb_map *map, jb_str name, jb_str line)
{
    made_entry *one = JB_NEW(state->arena, made_entry);
    one->line = line;
    if (name.len)
        jb_map_put(state->arena, map, name)->pointer = one;
}

static jb_str name_field(jb_state *state, jb_str *line)
{
    return jb_str_of(text_field(line, state->arena));
}

/* One line; `id`: of the report it must be about, NULL = any. */
static void take_line(jb_state *state, const char *id, jb_str line)
{
    jb_str kind = raw_field(&line);
    if (jb_str_is(kind, "G")) {
        jb_str name = raw_field(&line);
        take_made(state, &state->groups, name, line);
        return;
    }
    if (jb_str_is(kind, "F") && !id) {
        take_file(state, line);
        return;
    }
    jb_str name = name_field(state, &line);
    if (id && !jb_str_is(name, id))
        return;
    if (jb_str_is(kind, "R")) {
        take_made(state, &state->made, name, line);
    } else if (jb_str_is(kind, "Q")) {
        known *one = JB_NEW(state->arena, known);
        one->line = line;
        jb_map_put(state->arena, &state->surveys, name)->pointer = one;
    }
}

static void take_lines(jb_state *state, const char *id, jb_str lines)
{
    while (lines.len) {
        size_t end = jb_str_find(lines, "\n");
        jb_str line = jb_str_slice(lines, 0, end);
        if (end < lines.len && take_check(&line)) /* else torn */
            take_line(state, id, line);
        lines = jb_str_slice(lines, end + 1, lines.len);
    }
}

void jb_state_load(jb_state *state, jb_str lines)
{
    take_lines(state, NULL, lines);
}

/* The file of an entry of a line: flag and digest, path. */
static bool read_expected(jb_state *state, jb_str *line, expected *out)
{
    jb_str digest = raw_field(line);
    jb_reads_what what = digest.len ? what_of(digest.at[0]) : JB_READS_WHATS;
    if (what == JB_READS_WHATS ||
        !jb_digest_read(jb_str_slice(digest, 1, digest.len), &out->digest))
        return false;
    const char *path = text_field(line, state->arena);
    out->file = file_of(state, path, what);
    return *path != '\0';
}

/* What was just read by a worker, if it has not changed since the run began. */
static void trust(jb_state *state, const expected *entry)
{
    file_stamp stamp;
    if (!entry->file->was_seen && !entry->file->is_known &&
        stamp_of(state, entry->file, &stamp) && stamp.changed < state->since)
        know(state, entry->file, stamp, entry->digest);
}

static bool read_made(jb_state *state, made_entry *one, bool is_group)
{
    jb_str line = one->line;
    one->is_read = true;
    if (!is_group) {
        if (!digest_field(&line, &one->settings))
            return false;
        jb_map_entry *group = jb_map_find(&state->groups, raw_field(&line));
        one->group = group ? group->pointer : NULL;
        if (!one->group)
            return false;
    }
    while (line.len) {
        expected entry;
        if (!read_expected(state, &line, &entry))
            return false;
        jb_vec_push(state->arena, &one->files, entry);
    }
    return true;
}

/* What was read to survey a report. */
static void trust_survey(jb_state *state, const char *id)
{
    jb_map_entry *entry = jb_map_find(&state->surveys, jb_str_of(id));
    known *one = entry ? entry->pointer : NULL;
    expected input;
    jb_digest settings;
    jb_str line = one ? one->line : (jb_str){NULL, 0};
    if (!one || one->is_read || !digest_field(&line, &settings) ||
        !digest_field(&line, &input.digest))
        return;
    input.file = file_of(state, id, JB_READS_BYTES);
    trust(state, &input);
}

static void trust_made(jb_state *state, const char *id)
{
    jb_map_entry *entry = jb_map_find(&state->made, jb_str_of(id));
    made_entry *one = entry ? entry->pointer : NULL;
    if (!one || one->is_read || !read_made(state, one, false))
        return;
    if (!one->group->is_read && read_made(state, one->group, true))
        for (size_t i = 0; i < one->group->files.count; i++)
            trust(state, &one->group->files.items[i]);
    for (size_t i = 0; i < one->files.count; i++)
        trust(state, &one->files.items[i]);
}

void jb_state_take(jb_state *state, const char *id, jb_str lines)
{
    jb_buf kept = {0};
    jb_buf_put_str(&kept, lines);
    add_news(state, &kept);
    jb_str copy = state->news.items[state->news.count - 1];
    copy = (jb_str){jb_str_dup(state->arena, copy), copy.len};
    take_lines(state, id, copy);
    trust_survey(state, id);
    trust_made(state, id);
}

/* ---- asking --------------------------------------------------------------------- */

static bool files_stand(jb_state *state, made_entry *one, bool is_group)
{
    if (one->was_checked)
        return one->stands;
    one->was_checked = true;
    if (!one->is_read && !read_made(state, one, is_group))
        return false;
    for (size_t i = 0; i < one->files.count; i++)
        if (!jb_digest_equal(digest_of(state, one->files.items[i].file),
                             one->files.items[i].digest))
            return false;
    return one->stands = true;
}

bool jb_state_stands(jb_state *state, const char *id, jb_digest settings)
{
    jb_map_entry *entry = jb_map_find(&state->made, jb_str_of(id));
    made_entry *one = entry ? entry->pointer : NULL;
    return one && files_stand(state, one, false) && one->group &&
           files_stand(state, one->group, true) &&
           jb_digest_equal(one->settings, settings);
}

const jb_state_survey *jb_state_survey_of(jb_state *state, const char *id,
                                          jb_digest settings)
{
    jb_map_entry *entry = jb_map_find(&state->surveys, jb_str_of(id));
    known *one = entry ? entry->pointer : NULL;
    if (!one)
        return NULL;
    jb_state_survey *survey = &one->survey;
    jb_str line = one->line;
    if (!one->is_read && digest_field(&line, &survey->settings) &&
        digest_field(&line, &survey->input)) {
        survey->is_wanted = jb_str_is(raw_field(&line), "1");
        survey->date = text_field(&line, state->arena);
        survey->name = text_field(&line, state->arena);
        survey->order = text_field(&line, state->arena);
        one->is_read = true;
    }
    char *path = jb_arena_printf(state->arena, "%s%s", state->base, id);
    bool is_valid =
        one->is_read && jb_file_is_beneath(survey->name) &&
        jb_digest_equal(survey->settings, settings) &&
        jb_digest_equal(survey->input, jb_state_digest(state, path, JB_READS_BYTES));
    return is_valid ? survey : NULL;
}

bool jb_state_changed(const jb_state *state)
{
    return state->has_changed;
}

void jb_state_close(jb_state *state)
{
    if (state)
        jb_arena_fini(&state->news_arena);
}

/* ---- writing -------------------------------------------------------------------- */

void jb_state_news(jb_state *state, jb_buf *into)
{
    for (size_t i = 0; i < state->news.count; i++)
        jb_buf_put_str(into, state->news.items[i]);
    state->news.items = NULL;
    state->news.count = state->news.cap = 0;
    jb_arena_reset(&state->news_arena);
}

/* A line as it was taken up. */
static void save_line(const char *kind, jb_str name, jb_str line, jb_buf *into)
{
    size_t from = into->len;
    jb_buf_puts(into, kind);
    put_text(into, name);
    jb_buf_putc(into, '\t');
    jb_buf_put_str(into, line);
    end_line(into, from);
}

void jb_state_save(const jb_state *state, uint32_t shard, uint32_t shards, jb_buf *into)
{
    for (size_t i = 0; i < state->files.count; i++) {
        const file_entry *one = state->files.entries[i].pointer;
        if (one->is_known)
            write_file(one, into);
    }
    for (size_t i = 0; i < state->groups.count; i++) {
        const made_entry *one = state->groups.entries[i].pointer;
        save_line("G", state->groups.entries[i].text, one->line, into);
    }
    for (size_t i = 0; i < state->made.count; i++) {
        const made_entry *one = state->made.entries[i].pointer;
        jb_str id = state->made.entries[i].text;
        if (jb_key_shard(id.at, shards) == shard)
            save_line("R", id, one->line, into);
    }
    for (size_t i = 0; i < state->surveys.count; i++) {
        const known *one = state->surveys.entries[i].pointer;
        save_line("Q", state->surveys.entries[i].text, one->line, into);
    }
}

static void write_reads(const jb_state *state, const jb_reads *reads, bool is_shared,
                        jb_buf *into)
{
    jb_arena scratch = {0};
    for (size_t i = 0; i < reads->items.count; i++) {
        const jb_read *read = &reads->items.items[i];
        char hex[JB_DIGEST_HEX];
        if (read->is_shared != is_shared)
            continue;
        jb_digest_write(read->digest, hex);
        jb_buf_printf(into, "\t%c%s", letters[read->what], hex);
        put_field(into, kept_path(state, read->path, &scratch));
    }
    jb_arena_fini(&scratch);
}

jb_digest jb_state_group(const jb_reads *reads)
{
    jb_buf all = {0};
    for (size_t i = 0; i < reads->items.count; i++) {
        const jb_read *read = &reads->items.items[i];
        if (!read->is_shared)
            continue;
        jb_buf_put(&all, &read->digest, sizeof read->digest);
        jb_buf_put(&all, read->path, strlen(read->path) + 1);
    }
    jb_digest digest = jb_digest_of(jb_buf_str(&all));
    jb_buf_fini(&all);
    return digest;
}

void jb_state_write_group(const jb_state *state, const jb_reads *reads, jb_digest group,
                          jb_buf *into)
{
    size_t from = into->len;
    jb_buf_puts(into, "G");
    put_digest(into, group);
    write_reads(state, reads, true, into);
    end_line(into, from);
}

void jb_state_write_made(const jb_state *state, const char *id, jb_digest settings,
                         const jb_reads *reads, jb_digest group, jb_buf *into)
{
    size_t from = into->len;
    jb_buf_puts(into, "R");
    put_field(into, id);
    put_digest(into, settings);
    put_digest(into, group);
    write_reads(state, reads, false, into);
    end_line(into, from);
}

void jb_state_write_survey(const char *id, const jb_state_survey *survey, jb_buf *into)
{
    size_t from = into->len;
    jb_buf_puts(into, "Q");
    put_field(into, id);
    put_digest(into, survey->settings);
    put_digest(into, survey->input);
    put_field(into, survey->is_wanted ? "1" : "0");
    put_field(into, survey->date);
    put_field(into, survey->name);
    put_field(into, survey->order);
    end_line(into, from);
}
