/* Records are lines, so that a journal can be appended to and a torn line is found. */
#include "job/manifest.h"

#include "base/file.h"
#include "job/fault.h"
#include "job/json.h"
#include "job/ledger.h"

enum { MOST_32 = 0xFFFFFFFF };

static const char *const verdicts[] = {"done", "failed", "crashed", "timeout",
                                       "memory"};

jb_manifest *jb_manifest_new(jb_arena *into)
{
    jb_manifest *manifest = JB_NEW(into, jb_manifest);
    manifest->arena = into;
    return manifest;
}

const jb_manifest_record *jb_manifest_find(const jb_manifest *manifest, const char *id)
{
    const jb_map_entry *entry = jb_map_find(&manifest->records, jb_str_of(id));
    return entry ? entry->pointer : NULL;
}

/* ---- putting ------------------------------------------------------------------- */

static const char *copy_text(jb_arena *into, const char *text)
{
    return text ? jb_arena_strndup(into, text, strlen(text)) : NULL;
}

static jb_manifest_words copy_words(jb_arena *into, const jb_manifest_words *words)
{
    jb_manifest_words copy = {0};
    for (size_t i = 0; i < words->count; i++)
        jb_vec_push(into, &copy, copy_text(into, words->items[i]));
    return copy;
}

static jb_manifest_files copy_files(jb_arena *into, const jb_manifest_files *files)
{
    jb_manifest_files copy = {0};
    for (size_t i = 0; i < files->count; i++) {
        jb_manifest_file file = files->items[i];
        file.format = copy_text(into, file.format);
        file.path = copy_text(into, file.path);
        jb_vec_push(into, &copy, file);
    }
    return copy;
}

/* Keeps a record that lies in the manifest's arena. */
static void keep(jb_manifest *manifest, jb_manifest_record *record)
{
    jb_map_put(manifest->arena, &manifest->records, jb_str_of(record->id))->pointer =
        record;
}

void jb_manifest_put(jb_manifest *manifest, const jb_manifest_record *record)
{
    jb_arena *into = manifest->arena;
    jb_manifest_record *copy = JB_NEW(into, jb_manifest_record);
    *copy = *record;
    copy->id = copy_text(into, record->id);
    copy->source = copy_text(into, record->source);
    copy->message = copy_text(into, record->message);
    copy->text = copy_text(into, record->text);
    copy->place = copy_text(into, record->place);
    copy->title = copy_text(into, record->title);
    copy->date = copy_text(into, record->date);
    copy->publisher = copy_text(into, record->publisher);
    copy->tags = copy_words(into, &record->tags);
    copy->codes = copy_words(into, &record->codes);
    copy->files = copy_files(into, &record->files);
    keep(manifest, copy);
}

/* ---- reading ------------------------------------------------------------------- */

/* A member that is a text, a number of 32 bits, a list of texts or a digest. */
typedef struct member {
    const char *name;
    enum { TEXT, NUMBER, WORDS, DIGEST } kind;
    size_t offset;
} member;

#define RECORD(name) offsetof(jb_manifest_record, name)

static const member record_members[] = {
    {"id", TEXT, RECORD(id)},
    {"source", TEXT, RECORD(source)},
    {"key", DIGEST, RECORD(key)},
    {"warnings", NUMBER, RECORD(warnings)},
    {"errors", NUMBER, RECORD(errors)},
    {"milliseconds", NUMBER, RECORD(milliseconds)},
    {"memory", NUMBER, RECORD(memory)},
    {"parts", NUMBER, RECORD(parts)},
    {"title", TEXT, RECORD(title)},
    {"date", TEXT, RECORD(date)},
    {"publisher", TEXT, RECORD(publisher)},
    {"tags", WORDS, RECORD(tags)},
    {"codes", WORDS, RECORD(codes)},
};

static const member cause_members[] = {
    {"message", TEXT, RECORD(message)},
    {"text", TEXT, RECORD(text)},
    {"place", TEXT, RECORD(place)},
};

static const member file_members[] = {
    {"format", TEXT, offsetof(jb_manifest_file, format)},
    {"path", TEXT, offsetof(jb_manifest_file, path)},
    {"pages", NUMBER, offsetof(jb_manifest_file, pages)},
    {"checksum", DIGEST, offsetof(jb_manifest_file, checksum)},
};

static void read_words(jb_json *json, jb_manifest_words *out)
{
    *out = (jb_manifest_words){0};
    jb_json_begin(json, '[');
    while (jb_json_more(json, ']'))
        jb_vec_push(json->into, out, jb_json_text(json));
}

static void read_digest(jb_json *json, jb_digest *out)
{
    if (!jb_digest_read(jb_str_of(jb_json_text(json)), out))
        json->failed = true;
}

/* Reads a value into the member of that name of a structure; false when there is none. */
static bool read_member(jb_json *json, jb_str key, const member *members, size_t count,
                        void *into)
{
    size_t i = 0;
    while (i < count && !jb_str_is(key, members[i].name))
        i++;
    if (i == count)
        return false;
    void *at = (char *)into + members[i].offset;
    switch (members[i].kind) {
    case TEXT:
        *(const char **)at = jb_json_text(json);
        break;
    case NUMBER:
        *(uint32_t *)at = (uint32_t)jb_json_number(json, MOST_32);
        break;
    case WORDS:
        read_words(json, at);
        break;
    case DIGEST:
        read_digest(json, at);
        break;
    }
    return true;
}

static void read_files(jb_json *json, jb_manifest_files *out)
{
    *out = (jb_manifest_files){0};
    jb_json_begin(json, '[');
    while (jb_json_more(json, ']')) {
        jb_manifest_file *file = jb_vec_add(json->into, out);
        jb_json_begin(json, '{');
        while (jb_json_more(json, '}')) {
            jb_str key = jb_json_key(json);
            if (jb_str_is(key, "size"))
                file->size = jb_json_number(json, UINT64_MAX);
            else if (!read_member(json, key, file_members, JB_COUNT(file_members),
                                  file))
                jb_json_skip(json);
        }
        if (!file->format || !file->path || !jb_file_is_beneath(file->path))
            json->failed = true;
    }
}

static void read_verdict(jb_json *json, jb_manifest_verdict *out)
{
    const char *word = jb_json_text(json);
    size_t i = 0;
    while (i < JB_COUNT(verdicts) && strcmp(word, verdicts[i]) != 0)
        i++;
    json->failed |= i == JB_COUNT(verdicts);
    *out = (jb_manifest_verdict)i;
}

static void read_cause(jb_json *json, jb_manifest_record *record)
{
    jb_json_begin(json, '{');
    while (jb_json_more(json, '}'))
        if (!read_member(json, jb_json_key(json), cause_members,
                         JB_COUNT(cause_members), record))
            jb_json_skip(json);
}

/* The record that stands at the cursor, NULL when it is unsound. */
static jb_manifest_record *read_record(jb_json *json)
{
    jb_manifest_record *record = JB_NEW(json->into, jb_manifest_record);
    bool has_verdict = false;
    jb_json_begin(json, '{');
    while (jb_json_more(json, '}')) {
        jb_str key = jb_json_key(json);
        if (jb_str_is(key, "verdict")) {
            read_verdict(json, &record->verdict);
            has_verdict = true;
        } else if (jb_str_is(key, "status")) {
            record->status = (jb_status)jb_json_number(json, 255);
        } else if (jb_str_is(key, "cause")) {
            read_cause(json, record);
        } else if (jb_str_is(key, "files")) {
            read_files(json, &record->files);
        } else if (!read_member(json, key, record_members, JB_COUNT(record_members),
                                record)) {
            jb_json_skip(json); /* of a later version */
        }
    }
    bool is_sound = !json->failed && has_verdict && record->id && *record->id;
    return is_sound ? record : NULL;
}

bool jb_manifest_parse(jb_manifest *manifest, jb_str line)
{
    jb_json json = {.text = line, .into = manifest->arena};
    jb_manifest_record *record = read_record(&json);
    if (!record || !jb_json_end(&json))
        return false;
    keep(manifest, record);
    return true;
}

/* ---- writing ------------------------------------------------------------------- */

static void put_text(jb_buf *into, const char *name, const char *text)
{
    if (!text)
        return;
    jb_buf_printf(into, ",\"%s\":", name);
    jb_buf_put_json(into, jb_str_of(text));
}

static void put_words(jb_buf *into, const char *name, const jb_manifest_words *words)
{
    if (!words->count)
        return;
    jb_buf_printf(into, ",\"%s\":[", name);
    for (size_t i = 0; i < words->count; i++) {
        jb_buf_puts(into, i ? "," : "");
        jb_buf_put_json(into, jb_str_of(words->items[i]));
    }
    jb_buf_putc(into, ']');
}

static void put_digest(jb_buf *into, const char *name, jb_digest digest)
{
    char hex[JB_DIGEST_HEX];
    jb_digest_write(digest, hex);
    jb_buf_printf(into, ",\"%s\":\"%s\"", name, hex);
}

static void put_cause(jb_buf *into, const jb_manifest_record *record)
{
    if (!record->message)
        return;
    jb_buf_puts(into, ",\"cause\":{\"message\":");
    jb_buf_put_json(into, jb_str_of(record->message));
    put_text(into, "text", record->text);
    put_text(into, "place", record->place);
    jb_buf_putc(into, '}');
}

static void put_files(jb_buf *into, const jb_manifest_files *files)
{
    if (!files->count)
        return;
    jb_buf_puts(into, ",\"files\":[");
    for (size_t i = 0; i < files->count; i++) {
        const jb_manifest_file *file = &files->items[i];
        jb_buf_puts(into, i ? ",{\"format\":" : "{\"format\":");
        jb_buf_put_json(into, jb_str_of(file->format));
        put_text(into, "path", file->path);
        jb_buf_printf(into, ",\"size\":%llu", (unsigned long long)file->size);
        if (file->pages)
            jb_buf_printf(into, ",\"pages\":%u", (unsigned)file->pages);
        put_digest(into, "checksum", file->checksum);
        jb_buf_putc(into, '}');
    }
    jb_buf_putc(into, ']');
}

static void put_record(const jb_manifest_record *record, jb_buf *into)
{
    jb_buf_puts(into, "{\"id\":");
    jb_buf_put_json(into, jb_str_of(record->id));
    put_text(into, "source", record->source);
    put_digest(into, "key", record->key);
    put_text(into, "verdict", verdicts[record->verdict]);
    jb_buf_printf(into, ",\"status\":%d", (int)record->status);
    put_cause(into, record);
    jb_buf_printf(into,
                  ",\"warnings\":%u,\"errors\":%u,\"milliseconds\":%u,\"memory\":%u",
                  (unsigned)record->warnings, (unsigned)record->errors,
                  (unsigned)record->milliseconds, (unsigned)record->memory);
    put_text(into, "title", record->title);
    put_text(into, "date", record->date);
    put_text(into, "publisher", record->publisher);
    put_words(into, "tags", &record->tags);
    put_words(into, "codes", &record->codes);
    if (record->parts)
        jb_buf_printf(into, ",\"parts\":%u", (unsigned)record->parts);
    put_files(into, &record->files);
    jb_buf_putc(into, '}');
}

void jb_manifest_line(const jb_manifest_record *record, jb_buf *into)
{
    put_record(record, into);
    jb_buf_putc(into, '\n');
}

static int by_id(const void *left, const void *right)
{
    const jb_manifest_record *const *a = left, *const *b = right;
    return strcmp((*a)->id, (*b)->id);
}

const jb_manifest_record **jb_manifest_sorted(const jb_manifest *manifest,
                                              jb_arena *into)
{
    size_t count = manifest->records.count;
    const jb_manifest_record **sorted =
        JB_NEWS(into, const jb_manifest_record *, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = manifest->records.entries[i].pointer;
    if (count)
        qsort(sorted, count, sizeof *sorted, by_id);
    return sorted;
}

void jb_manifest_text(const jb_manifest *manifest, jb_manifest_shard shard,
                      jb_buf *into)
{
    jb_arena scratch = {0};
    const jb_manifest_record **sorted = jb_manifest_sorted(manifest, &scratch);
    jb_buf_printf(into,
                  "{\"manifest\":1,\"program\":\"jianbao " JB_VERSION
                  "\",\"shard\":\"%u/%u\",\"reports\":[",
                  (unsigned)shard.index, (unsigned)shard.count);
    for (size_t i = 0; i < manifest->records.count; i++) {
        jb_buf_puts(into, i ? ",\n" : "\n");
        put_record(sorted[i], into);
    }
    jb_buf_puts(into, "\n]}\n");
    jb_arena_fini(&scratch);
}

/* ---- whole files --------------------------------------------------------------- */

/* The shard as the head has it: "2/8". */
static bool read_shard(const char *text, jb_manifest_shard *out)
{
    jb_json json = {.text = jb_str_of(text)};
    out->index = (uint32_t)jb_json_number(&json, MOST_32);
    bool is_parted = json.at < json.text.len && json.text.at[json.at++] == '/';
    out->count = (uint32_t)jb_json_number(&json, MOST_32);
    return is_parted && jb_json_end(&json) && out->index < out->count;
}

bool jb_manifest_scan(jb_manifest *manifest, jb_str text, jb_manifest_shard *shard)
{
    jb_json json = {.text = text, .into = manifest->arena};
    jb_manifest found = {.arena = manifest->arena};
    bool is_ours = false, has_shard = false;
    jb_json_begin(&json, '{');
    while (jb_json_more(&json, '}')) {
        jb_str key = jb_json_key(&json);
        if (jb_str_is(key, "manifest")) {
            is_ours = jb_json_number(&json, MOST_32) == 1;
        } else if (jb_str_is(key, "shard")) {
            has_shard = read_shard(jb_json_text(&json), shard);
        } else if (jb_str_is(key, "reports")) {
            jb_json_begin(&json, '[');
            while (jb_json_more(&json, ']')) {
                jb_manifest_record *record = read_record(&json);
                json.failed |= !record;
                if (record)
                    keep(&found, record);
            }
        } else {
            jb_json_skip(&json);
        }
    }
    if (!jb_json_end(&json) || !is_ours || !has_shard)
        return false;
    for (size_t i = 0; i < found.records.count; i++)
        keep(manifest, found.records.entries[i].pointer);
    return true;
}

static jb_status read_file(jb_manifest *manifest, const char *path, jb_diag *diag)
{
    jb_arena scratch = {0};
    jb_str bytes;
    jb_manifest_shard shard;
    jb_file_result result = jb_file_read(path, JB_MANIFEST_MAX, &scratch, &bytes);
    if (result == JB_FILE_MISSING)
        result = JB_FILE_OK; /* just taken away */
    else if (result != JB_FILE_OK)
        jb_fault_read(diag, JB_NO_SPAN, result, path);
    else if (!jb_manifest_scan(manifest, bytes, &shard))
        jb_diag_add(diag, JB_DIAG_MANIFEST_UNSOUND, JB_NO_SPAN, path);
    jb_arena_fini(&scratch);
    return jb_fault_input(result);
}

jb_status jb_manifest_read(jb_manifest *manifest, const char *folder, jb_diag *diag)
{
    jb_arena scratch = {0};
    jb_status status = JB_STATUS_OK;
    jb_ledgers ledgers = jb_ledger_list(folder, &scratch);
    for (size_t i = 0; i < ledgers.count && status == JB_STATUS_OK; i++) {
        const char *path = ledgers.items[i].path;
        if (!ledgers.items[i].is_state)
            status = read_file(manifest,
                               jb_arena_printf(&scratch, "%s/%s", folder, path), diag);
    }
    jb_arena_fini(&scratch);
    return status;
}
