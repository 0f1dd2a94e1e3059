/* Files are read one at a time. */
#include "job/audit.h"

#include <dirent.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/sha256.h"
#include "job/fault.h"
#include "out/backend.h"

enum { FILE_MAX = 1 << 30, DEPTH_MAX = 64 /* folders within each other */ };

/* ---- verifying ----------------------------------------------------------------- */

typedef struct auditing {
    const char *folder;
    jb_arena arena;
    jb_diag *diag;
    jb_audit *out;
    jb_map named; /* path -> a record that names it */
} auditing;

static void check_bytes(auditing *a, const jb_manifest_file *file, jb_str bytes)
{
    char wanted[24], found[24];
    snprintf(wanted, sizeof wanted, "%llu", (unsigned long long)file->size);
    snprintf(found, sizeof found, "%zu", bytes.len);
    if (bytes.len != file->size) {
        jb_diag_add(a->diag, JB_DIAG_OUTPUT_SIZE, JB_NO_SPAN, file->path, found,
                    wanted);
    } else if (!jb_digest_equal(jb_digest_of(bytes), file->checksum)) {
        jb_diag_add(a->diag, JB_DIAG_OUTPUT_CHANGED, JB_NO_SPAN, file->path);
    } else {
        a->out->files++;
        a->out->bytes += bytes.len;
    }
}

static void check_file(auditing *a, const jb_manifest_record *record,
                       const jb_manifest_file *file)
{
    jb_arena scratch = {0};
    jb_str bytes;
    jb_map_entry *entry = jb_map_put(&a->arena, &a->named, jb_str_of(file->path));
    if (entry->pointer)
        jb_diag_add(a->diag, JB_DIAG_OUTPUT_SHARED, JB_NO_SPAN, file->path,
                    entry->pointer, record->id);
    entry->pointer = jb_str_dup(&a->arena, jb_str_of(record->id));
    const char *path = jb_arena_printf(&scratch, "%s/%s", a->folder, file->path);
    jb_file_result result = jb_file_read(path, FILE_MAX, &scratch, &bytes);
    if (result == JB_FILE_MISSING)
        jb_diag_add(a->diag, JB_DIAG_OUTPUT_ABSENT, JB_NO_SPAN, file->path);
    else if (result != JB_FILE_OK)
        jb_fault_read(a->diag, JB_NO_SPAN, result, path);
    else
        check_bytes(a, file, bytes);
    jb_arena_fini(&scratch);
}

/* Whether a back end writes files of such a name. */
static bool is_output(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < jb_backends_count; i++) {
        const char *extension = jb_backends_all[i]->extension;
        size_t end = strlen(extension);
        if (len > end && strcmp(name + len - end, extension) == 0)
            return true;
    }
    return false;
}

/* Looks for outputs that no record names, `at` ("" or ending in a slash) below the folder.
 * The recursion ends at DEPTH_MAX. */
static void find_orphans(auditing *a, const char *at, int depth)
{
    DIR *open = opendir(jb_arena_printf(&a->arena, "%s/%s", a->folder, at));
    struct dirent *entry;
    while (open && (entry = readdir(open)) != NULL) {
        struct stat is;
        if (*entry->d_name == '.')
            continue;
        const char *path = jb_arena_printf(&a->arena, "%s%s", at, entry->d_name);
        if (lstat(jb_arena_printf(&a->arena, "%s/%s", a->folder, path), &is) != 0)
            continue;
        bool is_index = strcmp(path, "index.html") == 0;
        if (S_ISDIR(is.st_mode) && depth < DEPTH_MAX)
            find_orphans(a, jb_arena_printf(&a->arena, "%s/", path), depth + 1);
        else if (S_ISREG(is.st_mode) && is_output(path) && !is_index &&
                 !jb_map_find(&a->named, jb_str_of(path)))
            jb_diag_add(a->diag, JB_DIAG_OUTPUT_ORPHAN, JB_NO_SPAN, path);
    }
    if (open)
        closedir(open);
}

void jb_audit_folder(const jb_manifest *manifest, const char *folder, jb_diag *diag,
                     jb_audit *out)
{
    *out = (jb_audit){.reports = 0};
    auditing a = {.folder = folder, .diag = diag, .out = out};
    const jb_manifest_record **sorted = jb_manifest_sorted(manifest, &a.arena);
    for (size_t i = 0; i < manifest->records.count; i++) {
        out->reports += sorted[i]->parts == 0;
        out->failed += sorted[i]->verdict != JB_MANIFEST_DONE;
        for (size_t f = 0; f < sorted[i]->files.count; f++)
            check_file(&a, sorted[i], &sorted[i]->files.items[f]);
    }
    find_orphans(&a, "", 0);
    jb_arena_fini(&a.arena);
}

/* ---- joining ------------------------------------------------------------------- */

static bool is_known(jb_digest key)
{
    return key.high || key.low;
}

/* Less than 0 when the left record is to be kept. */
static int compare(const jb_manifest_record *left, const jb_manifest_record *right)
{
    bool has_left = left->verdict == JB_MANIFEST_DONE;
    bool has_right = right->verdict == JB_MANIFEST_DONE;
    if (has_left != has_right)
        return has_left ? -1 : 1;
    if (is_known(left->key) != is_known(right->key))
        return is_known(left->key) ? -1 : 1;
    jb_buf a = {0}, b = {0};
    jb_manifest_line(left, &a);
    jb_manifest_line(right, &b);
    int order = strcmp(a.at, b.at);
    jb_buf_fini(&a);
    jb_buf_fini(&b);
    return order;
}

void jb_audit_join(jb_manifest *manifest, const jb_manifest *from, jb_diag *diag)
{
    for (size_t i = 0; i < from->records.count; i++) {
        const jb_manifest_record *record = from->records.entries[i].pointer;
        const jb_manifest_record *known = jb_manifest_find(manifest, record->id);
        if (known && is_known(known->key) && is_known(record->key) &&
            !jb_digest_equal(known->key, record->key))
            jb_diag_add(diag, JB_DIAG_MANIFEST_KEYS, JB_NO_SPAN, record->id);
        if (!known || compare(record, known) < 0)
            jb_manifest_put(manifest, record);
    }
}

static void say_missing(uint32_t count, const jb_map *seen, jb_diag *diag)
{
    enum { NAMED_MAX = 20 };
    jb_buf missing = {0};
    uint32_t left = count - (uint32_t)seen->count, named = 0;
    for (uint32_t k = 0; k < count && left && named < NAMED_MAX; k++)
        if (!jb_map_find_number(seen, k))
            jb_buf_printf(&missing, "%s%u/%u", named++ ? ", " : "", (unsigned)k,
                          (unsigned)count);
    if (left > named)
        jb_buf_puts(&missing, " ...");
    if (left)
        jb_diag_add(diag, JB_DIAG_SHARD_MISSING, JB_NO_SPAN, missing.at);
    jb_buf_fini(&missing);
}

/* Reads a file into a manifest of its own; NULL when there is none or it is unsound. */
static jb_manifest *scan(const char *folder, const char *name, jb_arena *into,
                         jb_diag *diag, jb_manifest_shard *shard)
{
    jb_str bytes;
    jb_manifest *manifest = jb_manifest_new(into);
    const char *path = jb_arena_printf(into, "%s/%s", folder, name);
    jb_file_result result = jb_file_read(path, JB_MANIFEST_MAX, into, &bytes);
    if (result == JB_FILE_MISSING)
        return NULL;
    jb_fault_read(diag, JB_NO_SPAN, result, path);
    if (result != JB_FILE_OK)
        return NULL;
    if (jb_manifest_scan(manifest, bytes, shard))
        return manifest;
    jb_diag_add(diag, JB_DIAG_MANIFEST_PART, JB_NO_SPAN, path);
    return NULL;
}

/* Puts the parts of as many shards as the last one that was written is of; false when there
 * are none. */
static bool join_parts(jb_manifest *manifest, const char *folder,
                       const jb_ledgers *ledgers, jb_arena *scratch, jb_diag *diag)
{
    uint32_t count = 0;
    jb_map seen = {0};
    bool is_any = false;
    for (size_t i = ledgers->count; i-- > 0;) {
        jb_manifest_shard shard;
        if (!ledgers->items[i].is_part || ledgers->items[i].is_state)
            continue;
        is_any = true;
        jb_manifest *part = scan(folder, ledgers->items[i].path, scratch, diag, &shard);
        if (!part || (count && shard.count != count))
            continue;
        count = shard.count;
        jb_map_put_number(scratch, &seen, shard.index)->value = 1;
        jb_audit_join(manifest, part, diag);
    }
    if (count)
        say_missing(count, &seen, diag);
    return is_any;
}

void jb_audit_merge(jb_manifest *manifest, const char *folder,
                    const jb_ledgers *ledgers, jb_diag *diag)
{
    jb_arena scratch = {0};
    jb_manifest_shard shard;
    bool has_parts = join_parts(manifest, folder, ledgers, &scratch, diag);
    const jb_manifest *whole = scan(folder, "manifest.json", &scratch, diag, &shard);
    const jb_manifest_record *volume =
        whole ? jb_manifest_find(whole, JB_MANIFEST_VOLUME) : NULL;
    if (has_parts && volume)
        jb_manifest_put(manifest, volume);
    else if (!has_parts && whole)
        jb_audit_join(manifest, whole, diag);
    else if (!has_parts && !jb_diag_failed(diag))
        jb_diag_add(diag, JB_DIAG_MANIFEST_ABSENT, JB_NO_SPAN, folder);
    jb_arena_fini(&scratch);
}

/* ---- checksums ----------------------------------------------------------------- */

static int by_path(const void *left, const void *right)
{
    const jb_manifest_file *const *a = left, *const *b = right;
    return strcmp((*a)->path, (*b)->path);
}

/* sha256sum marks lines whose name it escaped: backslash and line feed. */
static void put_sum(jb_buf *into, const char *hex, const char *path)
{
    bool is_escaped = strpbrk(path, "\\\n") != NULL;
    jb_buf_printf(into, "%s%s  ", is_escaped ? "\\" : "", hex);
    for (const char *at = path; *at; at++) {
        if (*at == '\n')
            jb_buf_puts(into, "\\n");
        else if (*at == '\\')
            jb_buf_puts(into, "\\\\");
        else
            jb_buf_putc(into, *at);
    }
    jb_buf_putc(into, '\n');
}

bool jb_audit_sums(const jb_manifest *manifest, const char *folder, jb_diag *diag,
                   jb_buf *into)
{
    jb_arena scratch = {0};
    JB_VEC(const jb_manifest_file *) files = {0};
    for (size_t i = 0; i < manifest->records.count; i++) {
        const jb_manifest_record *record = manifest->records.entries[i].pointer;
        for (size_t f = 0; f < record->files.count; f++)
            jb_vec_push(&scratch, &files, &record->files.items[f]);
    }
    if (files.count)
        qsort(files.items, files.count, sizeof *files.items, by_path);
    bool is_good = true;
    for (size_t i = 0; i < files.count; i++) {
        jb_arena own = {0};
        jb_str bytes;
        char hex[JB_SHA256_HEX];
        const char *path = jb_arena_printf(&own, "%s/%s", folder, files.items[i]->path);
        jb_file_result result = jb_file_read(path, FILE_MAX, &own, &bytes);
        jb_fault_read(diag, JB_NO_SPAN, result, path);
        is_good = is_good && result == JB_FILE_OK;
        if (result == JB_FILE_OK) {
            jb_sha256_write(bytes, hex);
            put_sum(into, hex, files.items[i]->path);
        }
        jb_arena_fini(&own);
    }
    jb_arena_fini(&scratch);
    return is_good;
}
