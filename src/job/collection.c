/* Collection files and the reports below their folders. */
#include "job/collection.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/glob.h"
#include "data/yaml.h"
#include "job/fault.h"

enum { DEPTH_MAX = 32 /* of folders in folders */ };

#define VOLUME(id, other, kind, member, says)                                          \
    {                                                                                  \
        .name = (id), .aliases = (other), .type = (kind),                              \
        .offset = offsetof(jb_collection_volume, member), .help = (says)               \
    }

static const jb_field volume_fields[] = {
    {.name = "title",
     .aliases = "\u4e66\u540d|\u6807\u9898",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_collection_volume, title),
     .is_required = true,
     .help = "of the volume"},
    VOLUME("formats", "\u683c\u5f0f|format", JB_FIELD_TEXTS, formats,
           "as --to has them; else those of the collection"),
    VOLUME("order", "\u987a\u5e8f", JB_FIELD_TEXTS, order,
           "fields to sort its reports by; else as the collection's"),
    VOLUME("settings", "\u8bbe\u7f6e", JB_FIELD_VALUE, settings,
           "fields of a layout for the volume, as page-numbers and indexes"),
};
static const jb_field_table volume_table = {"volume\x1F"
                                            "\u5408\u8ba2\u672c",
                                            sizeof(jb_collection_volume), volume_fields,
                                            JB_COUNT(volume_fields)};

#define COLLECTION(id, other, kind, member, says)                                      \
    {                                                                                  \
        .name = (id), .aliases = (other), .type = (kind),                              \
        .offset = offsetof(jb_collection, member), .help = (says)                      \
    }

static const jb_field collection_fields[] = {
    COLLECTION("title", "\u6807\u9898", JB_FIELD_TEXT, title, "of the collection"),
    COLLECTION("layout", "\u7248\u5f0f", JB_FIELD_TEXT, layout, "of its reports"),
    COLLECTION("fonts", "\u5b57\u4f53\u96c6", JB_FIELD_TEXT, fonts,
               "font set of its reports"),
    COLLECTION("brand", "\u54c1\u724c", JB_FIELD_TEXT, brand, "in masthead and header"),
    COLLECTION("mapping", "\u5b57\u6bb5\u5bf9\u5e94", JB_FIELD_VALUE, mapping,
               "foreign front-matter field: field of a report"),
    COLLECTION("settings", "\u8bbe\u7f6e", JB_FIELD_VALUE, settings,
               "fields of a layout, laid over the layout"),
    COLLECTION("reports", "\u62a5\u544a", JB_FIELD_TEXTS, reports,
               "which files, as in 2024/**/*.yaml; else all"),
    COLLECTION("where", "\u7b5b\u9009", JB_FIELD_VALUE, where,
               "field of a report: the values that are wanted"),
    COLLECTION("order", "\u987a\u5e8f", JB_FIELD_TEXTS, order,
               "fields to sort by, -date for the latest first"),
    COLLECTION("formats", "\u683c\u5f0f|format", JB_FIELD_TEXTS, formats,
               "as --to has them"),
    COLLECTION("name", "\u6587\u4ef6\u540d", JB_FIELD_TEXT, name,
               "of the files made, as in {date}-{publisher}-{title}"),
    {.name = "volume",
     .aliases = "\u5408\u8ba2\u672c",
     .type = JB_FIELD_STRUCT,
     .offset = offsetof(jb_collection, volume),
     .table = &volume_table,
     .help = "all reports as one document too: its title, or a map"},
};
static const jb_field_table collection_table = {
    "collection\x1F"
    "\u5408\u96c6",
    sizeof(jb_collection), collection_fields, JB_COUNT(collection_fields)};

bool jb_collection_bind(const jb_val *val, jb_collection *out, jb_arena *into,
                        jb_diag *diag)
{
    return jb_field_bind(&collection_table, val, JB_FIELD_STRICT, out, into, diag);
}

bool jb_collection_read(jb_str bytes, jb_arena *into, jb_collection *out)
{
    jb_diag *diag = jb_diag_new(into);
    jb_sources *sources = jb_source_table(into);
    uint32_t source = jb_source_add(sources, "", bytes);
    const jb_val *val = jb_yaml_read(sources, source, 0, bytes.len, into, diag);
    return val && jb_collection_bind(val, out, into, diag);
}

/* ---- the reports below a folder ------------------------------------------------- */

typedef struct walk {
    const jb_collection *collection;
    jb_arena *into;
    jb_diag *diag;
    jb_collection_paths *out;
    bool *met;        /* of each glob: it named a file */
    jb_status status; /* of an error */
} walk;

static bool ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), of = strlen(end);
    return len > of && strcmp(name + len - of, end) == 0;
}

static bool is_report(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return strcmp(name, "collection.yaml") != 0 &&
           (ends_with(name, ".yaml") || ends_with(name, ".yml") ||
            ends_with(name, ".md"));
}

/* The collection's own file, and the layout and font set that it names. */
static bool is_collection_file(const walk *at, const char *path)
{
    const char *file = at->collection->path;
    const char *slash = file ? strrchr(file, '/') : NULL;
    return file && (strcmp(path, slash ? slash + 1 : file) == 0 ||
                    jb_str_is(at->collection->layout.text, path) ||
                    jb_str_is(at->collection->fonts.text, path));
}

static void take_file(walk *at, const char *path)
{
    const jb_field_texts *globs = &at->collection->reports;
    bool is_wanted = globs->count == 0 && is_report(path);
    for (size_t i = 0; i < globs->count; i++)
        if (jb_glob_match(globs->items[i].text, jb_str_of(path)))
            is_wanted = at->met[i] = true;
    if (is_wanted && !is_collection_file(at, path))
        jb_vec_push(at->into, at->out, path);
}

static bool fail_on(walk *at, const char *path)
{
    at->status = jb_fault_input(jb_file_result_of(errno));
    jb_diag_add(at->diag, JB_DIAG_FILE_UNREADABLE, JB_NO_SPAN, path, jb_file_reason());
    return false;
}

/* Reads a folder just opened, of the path `below` ("" or ending in a slash), and closes
 * it. */
static bool walk_folder(walk *at, int fd, const char *below,
                        int depth) /* NOLINT(misc-no-recursion): DEPTH_MAX */
{
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return fail_on(at, *below ? below : ".");
    }
    bool is_sound = true;
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        struct stat is;
        if (entry->d_name[0] == '.' ||
            fstatat(dirfd(folder), entry->d_name, &is, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        const char *path = jb_arena_printf(at->into, "%s%s", below, entry->d_name);
        if (S_ISREG(is.st_mode)) {
            take_file(at, path);
        } else if (S_ISDIR(is.st_mode) && depth < DEPTH_MAX) {
            int next = openat(dirfd(folder), entry->d_name,
                              O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            is_sound &= walk_folder(at, next, jb_arena_printf(at->into, "%s/", path),
                                    depth + 1);
        }
    }
    closedir(folder);
    return is_sound;
}

static int by_path(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static jb_span span_of(jb_field_text text)
{
    return text.val ? text.val->span : JB_NO_SPAN;
}

/* A glob that leads out of the folder, whatever it would match. */
static bool leads_outside(jb_str glob)
{
    while (glob.len) {
        size_t end = jb_str_find(glob, "/");
        if (end == 0 || jb_str_is(jb_str_slice(glob, 0, end), ".."))
            return true;
        glob = jb_str_slice(glob, end + 1, glob.len);
    }
    return false;
}

static bool check_globs(const jb_collection *collection, jb_arena *into, jb_diag *diag)
{
    bool is_sound = true;
    for (size_t i = 0; i < collection->reports.count; i++) {
        jb_field_text glob = collection->reports.items[i];
        if (!leads_outside(glob.text))
            continue;
        jb_diag_add(diag, JB_DIAG_FILE_OUTSIDE, span_of(glob),
                    jb_str_dup(into, glob.text));
        is_sound = false;
    }
    return is_sound;
}

static bool all_met(const walk *at)
{
    bool is_sound = true;
    for (size_t i = 0; i < at->collection->reports.count; i++) {
        jb_field_text glob = at->collection->reports.items[i];
        if (at->met[i])
            continue;
        jb_diag_add(at->diag, JB_DIAG_GLOB_UNMET, span_of(glob),
                    jb_str_dup(at->into, glob.text));
        is_sound = false;
    }
    return is_sound;
}

jb_status jb_collection_list(const char *folder, const jb_collection *collection,
                             jb_arena *into, jb_diag *diag, jb_collection_paths *out)
{
    walk at = {collection, into, diag, out, NULL, JB_STATUS_CONFIG};
    at.met = JB_NEWS(into, bool, collection->reports.count + 1);
    if (!check_globs(collection, into, diag))
        return at.status;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        (void)fail_on(&at, folder);
    if (fd < 0 || !walk_folder(&at, fd, "", 0))
        return at.status;
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_path);
    return all_met(&at) ? JB_STATUS_OK : at.status;
}
