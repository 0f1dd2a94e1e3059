/* Folders compared with their manifests; joining of manifests in any order. */
#include "job/audit.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "unit.h"

/* ---- joining ------------------------------------------------------------------- */

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223; /* Numerical Recipes, 7.1 */
    return *seed >> 16;
}

/* Some of ten reports, with keys of their own, made well or not, by different runs. */
static jb_manifest *random_part(uint32_t *seed, jb_arena *into)
{
    jb_manifest *part = jb_manifest_new(into);
    for (uint64_t i = 0; i < 10; i++) {
        if (next(seed) % 2)
            continue;
        jb_manifest_record record = {
            .id = jb_arena_printf(into, "r%u", (unsigned)i),
            .key = {1, i},
            .verdict = next(seed) % 3 ? JB_MANIFEST_DONE : JB_MANIFEST_FAILED,
            .milliseconds = next(seed) % 4,
        };
        jb_manifest_put(part, &record);
    }
    return part;
}

static const char *joined(const jb_manifest *const *parts, const int *order,
                          size_t count, jb_arena *into)
{
    jb_manifest *all = jb_manifest_new(into);
    jb_diag *diag = jb_diag_new(into);
    for (size_t i = 0; i < count; i++)
        jb_audit_join(all, parts[order[i]], diag);
    T_TRUE(!jb_diag_failed(diag));
    jb_buf text = {0};
    jb_manifest_text(all, (jb_manifest_shard){0, 1}, &text);
    const char *copy = jb_str_dup(into, jb_buf_str(&text));
    jb_buf_fini(&text);
    return copy;
}

T_TEST(audit_join_in_any_order)
{
    static const int orders[][5] = {
        {0, 1, 2, 0, 0}, {2, 1, 0, 0, 0}, {1, 2, 0, 2, 1}, {0, 0, 1, 2, 2}};
    static const size_t counts[] = {3, 3, 5, 5};
    uint32_t seed = 1;
    for (int round = 0; round < 200; round++) {
        jb_arena arena = {0};
        const jb_manifest *parts[3];
        for (int i = 0; i < 3; i++)
            parts[i] = random_part(&seed, &arena);
        const char *first = joined(parts, orders[0], counts[0], &arena);
        for (size_t i = 1; i < JB_COUNT(orders); i++)
            T_EQ_STR(joined(parts, orders[i], counts[i], &arena), first);
        /* in two groups: (0 1) and (1 2) */
        jb_manifest *left = jb_manifest_new(&arena), *right = jb_manifest_new(&arena);
        jb_diag *diag = jb_diag_new(&arena);
        jb_audit_join(left, parts[0], diag);
        jb_audit_join(left, parts[1], diag);
        jb_audit_join(right, parts[1], diag);
        jb_audit_join(right, parts[2], diag);
        const jb_manifest *groups[] = {left, right};
        T_EQ_STR(joined(groups, (const int[]){1, 0}, 2, &arena), first);
        jb_arena_fini(&arena);
    }
}

T_TEST(audit_join_of_other_keys)
{
    jb_arena arena = {0};
    jb_manifest *left = jb_manifest_new(&arena), *right = jb_manifest_new(&arena);
    jb_diag *diag = jb_diag_new(&arena);
    jb_manifest_record record = {.id = "a", .key = {1, 1}};
    jb_manifest_put(left, &record);
    record.key = (jb_digest){0, 0}; /* not known */
    jb_manifest_put(right, &record);
    jb_audit_join(left, right, diag);
    T_TRUE(!jb_diag_failed(diag));
    record.key = (jb_digest){1, 2};
    jb_manifest_put(right, &record);
    jb_audit_join(left, right, diag);
    T_EQ_INT(jb_diag_count_id(diag, JB_DIAG_MANIFEST_KEYS), 1);
    jb_arena_fini(&arena);
}

/* ---- folders ------------------------------------------------------------------- */

typedef struct folder {
    char path[64];
    jb_arena arena;
    jb_manifest *manifest;
} folder;

static const char *in_folder(folder *at, const char *name)
{
    return jb_arena_printf(&at->arena, "%s/%s", at->path, name);
}

static void write_file(folder *at, const char *name, const char *text)
{
    T_EQ_INT(jb_file_write(in_folder(at, name), jb_str_of(text)), JB_FILE_OK);
}

static void begin(folder *at)
{
    *at = (folder){.path = "/tmp/jianbao-audit-XXXXXX"};
    T_TRUE(mkdtemp(at->path) != NULL);
    at->manifest = jb_manifest_new(&at->arena);
    static const char *const names[] = {"a.pdf", "b.txt"};
    for (size_t i = 0; i < JB_COUNT(names); i++) {
        jb_manifest_file file = {.format = "x", .path = names[i], .size = 4};
        file.checksum = jb_digest_of(JB_STR("text"));
        jb_manifest_record record = {.id = names[i]};
        record.files.items = &file;
        record.files.count = 1;
        jb_manifest_put(at->manifest, &record);
        write_file(at, names[i], "text");
    }
    write_file(at, "index.html", "");
    write_file(at, "notes.doc", "somebody's own");
}

static void end(folder *at)
{
    static const char *const names[] = {"a.pdf", "b.txt", "c.pdf", "index.html",
                                        "notes.doc"};
    for (size_t i = 0; i < JB_COUNT(names); i++)
        (void)unlink(in_folder(at, names[i]));
    T_EQ_INT(rmdir(at->path), 0);
    jb_arena_fini(&at->arena);
}

/* Audits and checks that there is exactly one fault of an id, or none. */
static void check(folder *at, jb_diag_id fault)
{
    jb_audit found;
    jb_diag *diag = jb_diag_new(&at->arena);
    jb_audit_folder(at->manifest, at->path, diag, &found);
    bool is_fault = fault != JB_DIAG_COUNT;
    T_EQ_INT(jb_diag_count(diag, JB_SEVERITY_ERROR), is_fault);
    if (is_fault)
        T_EQ_INT(jb_diag_count_id(diag, fault), 1);
    T_EQ_INT(found.reports, at->manifest->records.count);
}

T_TEST(audit_folder)
{
    folder at;
    begin(&at);
    check(&at, JB_DIAG_COUNT);
    write_file(&at, "a.pdf", "tex");
    check(&at, JB_DIAG_OUTPUT_SIZE);
    write_file(&at, "a.pdf", "tent");
    check(&at, JB_DIAG_OUTPUT_CHANGED);
    (void)unlink(in_folder(&at, "a.pdf"));
    check(&at, JB_DIAG_OUTPUT_ABSENT);
    write_file(&at, "a.pdf", "text");
    write_file(&at, "c.pdf", "text");
    check(&at, JB_DIAG_OUTPUT_ORPHAN);
    (void)unlink(in_folder(&at, "c.pdf"));
    jb_manifest_record twin = *jb_manifest_find(at.manifest, "a.pdf");
    twin.id = "twin";
    jb_manifest_put(at.manifest, &twin);
    check(&at, JB_DIAG_OUTPUT_SHARED);
    end(&at);
}
