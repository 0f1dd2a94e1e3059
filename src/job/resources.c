/* Finding and reading layouts, font sets, fonts and collections. A name is looked for
 * in the data folders; a file is what the user or the report says it is, and a report's
 * files lie beneath its folder. */
#include "job/resources.h"

#include <dirent.h>

#include "base/file.h"
#include "base/map.h"
#include "data/yaml.h"
#include "job/fault.h"
#include "style/sheet.h"

#ifndef JB_DATADIR
#define JB_DATADIR "/usr/local/share/jianbao"
#endif

enum {
    CHAIN_MAX = 8,  /* layouts that stand on each other */
    ABOVE_MAX = 16, /* folders above a report that are searched for its collection */
    NAME_MAX_LEN = 64
};

typedef JB_VEC(const char *) folder_list;

struct jb_resources {
    jb_sources *sources;
    jb_diag *diag;
    jb_arena *arena;
    folder_list data, fonts;
    jb_map mapped;   /* font path -> jb_str of its bytes; an empty one is a miss */
    jb_reads *reads; /* NULL: not noted */
};

static void add_folder(jb_resources *resources, folder_list *list, const char *folder,
                       const char *below)
{
    if (folder && *folder)
        jb_vec_push(resources->arena, list,
                    jb_arena_printf(resources->arena, "%s%s", folder, below));
}

jb_resources *jb_resources_open(const jb_config *config, jb_sources *sources,
                                jb_diag *diag, jb_arena *into)
{
    jb_resources *resources = JB_NEW(into, jb_resources);
    resources->sources = sources;
    resources->diag = diag;
    resources->arena = into;
    add_folder(resources, &resources->data, config->datadir, "");
    /* installed anywhere, or run from where it was built: build/release/jianbao */
    add_folder(resources, &resources->data, config->program, "/../share/jianbao");
    add_folder(resources, &resources->data, config->program, "/../..");
    add_folder(resources, &resources->data, JB_DATADIR, "");
    for (size_t i = 0; i < config->font_path.count; i++)
        add_folder(resources, &resources->fonts, config->font_path.items[i], "");
    for (size_t i = 0; i < resources->data.count; i++)
        add_folder(resources, &resources->fonts, resources->data.items[i], "/fonts");
    add_folder(resources, &resources->fonts, config->home, "/.local/share/fonts");
    add_folder(resources, &resources->fonts, "/usr/local/share/fonts", "");
    add_folder(resources, &resources->fonts, "/usr/share/fonts", "");
    add_folder(resources, &resources->fonts, "/usr/share", ""); /* hyphen/ */
    return resources;
}

void jb_resources_watch(jb_resources *resources, jb_reads *reads)
{
    resources->reads = reads;
}

void jb_resources_close(jb_resources *resources)
{
    for (size_t i = 0; i < resources->mapped.count; i++) {
        jb_str *bytes = resources->mapped.entries[i].pointer;
        if (bytes && bytes->at)
            jb_file_unmap(*bytes);
    }
    resources->mapped = (jb_map){0};
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), of = strlen(end);
    return len >= of && strcmp(text + len - of, end) == 0;
}

static bool is_file(const char *name)
{
    return strchr(name, '/') || ends_with(name, ".yaml") || ends_with(name, ".yml");
}

static bool is_plain_name(const char *name)
{
    return *name && *name != '.' && strlen(name) <= NAME_MAX_LEN;
}

/* The path's folder with its slash, "" when it has none. */
static const char *folder_of(const char *path, jb_arena *into)
{
    const char *slash = strrchr(path, '/');
    return slash ? jb_arena_strndup(into, path, (size_t)(slash - path) + 1) : "";
}

static const char *path_from(jb_resources_from from, const char *name, jb_arena *into)
{
    if (from.root >= 0 || *name == '/' || !*from.folder)
        return name;
    return jb_arena_printf(into, "%s%s", from.folder, name);
}

static void note(jb_resources *resources, const char *path, jb_file_result result,
                 jb_str bytes)
{
    if (result == JB_FILE_OK)
        jb_reads_add(resources->reads, path, bytes);
    else
        jb_reads_add_absent(resources->reads, path);
}

static jb_file_result read_from(jb_resources *resources, jb_resources_from from,
                                const char *path, jb_str *out)
{
    jb_arena *into = resources->arena;
    jb_file_result result;
    if (from.root < 0) {
        result = jb_file_read(path, JB_FAULT_REPORT_MAX, into, out);
        note(resources, path, result, *out);
        return result;
    }
    result = jb_file_read_beneath(from.root, path, JB_FAULT_REPORT_MAX, into, out);
    note(resources, jb_arena_printf(into, "%s%s", from.folder, path), result, *out);
    return result;
}

/* What is looked for, and the message when it is nowhere. */
typedef struct resource_wanted {
    const char *kind; /* "layouts" */
    const char *name;
    jb_diag_id missing;
} resource_wanted;

static void say_missing(jb_resources *resources, const resource_wanted *wanted,
                        jb_span span)
{
    size_t count;
    const char **names = jb_resources_names(resources, wanted->kind, &count);
    jb_diag_add(resources->diag, wanted->missing, span, wanted->name,
                jb_diag_nearest(jb_str_of(wanted->name), names, count));
}

/* The source number of the file, 0 after an error; *path is where it was. */
static uint32_t load(jb_resources *resources, const resource_wanted *wanted,
                     jb_resources_from from, const char **path)
{
    jb_arena *into = resources->arena;
    jb_str bytes;
    if (is_file(wanted->name)) {
        *path = path_from(from, wanted->name, into);
        jb_file_result result = read_from(resources, from, *path, &bytes);
        if (result == JB_FILE_OK)
            return jb_source_add(resources->sources, *path, bytes);
        jb_fault_read(resources->diag, from.span, result, *path);
        return 0;
    }
    for (size_t i = 0; is_plain_name(wanted->name) && i < resources->data.count; i++) {
        *path = jb_arena_printf(into, "%s/%s/%s.yaml", resources->data.items[i],
                                wanted->kind, wanted->name);
        jb_file_result result = jb_file_read(*path, JB_FAULT_REPORT_MAX, into, &bytes);
        note(resources, *path, result, bytes);
        if (result == JB_FILE_OK)
            return jb_source_add(resources->sources, *path, bytes);
    }
    say_missing(resources, wanted, from.span);
    return 0;
}

static const jb_val *read_yaml(jb_resources *resources, uint32_t source)
{
    size_t end = jb_source_bytes(resources->sources, source).len;
    return jb_yaml_read(resources->sources, source, 0, end, resources->arena,
                        resources->diag);
}

bool jb_resources_layout(jb_resources *resources, const char *name,
                         jb_resources_from from, jb_resources_layouts *out)
{
    jb_arena *into = resources->arena;
    const jb_val **chain = JB_NEWS(into, const jb_val *, CHAIN_MAX);
    size_t count = 0;
    while (name) {
        resource_wanted layout = {"layouts", name, JB_DIAG_LAYOUT_MISSING};
        if (count == CHAIN_MAX) {
            jb_diag_add(resources->diag, JB_DIAG_LAYOUT_CHAIN, from.span, name);
            return false;
        }
        const char *path = "";
        uint32_t source = load(resources, &layout, from, &path);
        if (!source)
            return false;
        const jb_val *val = read_yaml(resources, source);
        if (!val)
            return false;
        chain[count++] = val;
        if (!is_file(name))
            from = (jb_resources_from){-1, folder_of(path, into), JB_NO_SPAN};
        else if (from.root < 0)
            from.folder = folder_of(path, into);
        name = jb_sheet_extends(val, into, &from.span);
    }
    for (size_t i = 0; i < count / 2; i++) {
        const jb_val *swap = chain[i];
        chain[i] = chain[count - 1 - i];
        chain[count - 1 - i] = swap;
    }
    *out = (jb_resources_layouts){chain, count};
    return true;
}

const jb_fontset *jb_resources_fontset(jb_resources *resources, const char *name,
                                       jb_resources_from from)
{
    const char *path;
    resource_wanted set = {"fonts", name, JB_DIAG_FONTSET_MISSING};
    uint32_t source = load(resources, &set, from, &path);
    if (!source)
        return NULL;
    return jb_fontset_read(resources->sources, source, resources->arena,
                           resources->diag);
}

static bool find_font(jb_resources *resources, const char *path)
{
    bool is_found = jb_file_exists(path);
    if (is_found)
        jb_reads_add_font(resources->reads, path);
    else
        jb_reads_add_absent(resources->reads, path);
    return is_found;
}

const char *jb_resources_font(jb_resources *resources, const char *path)
{
    if (*path == '/')
        return find_font(resources, path) ? path : NULL;
    for (size_t i = 0; i < resources->fonts.count; i++) {
        const char *full =
            jb_arena_printf(resources->arena, "%s/%s", resources->fonts.items[i], path);
        if (find_font(resources, full))
            return full;
    }
    return NULL;
}

static bool open_font(void *state, const char *path, jb_str *bytes)
{
    jb_resources *resources = state;
    jb_map_entry *entry = jb_map_find(&resources->mapped, jb_str_of(path));
    if (!entry) {
        const char *key = jb_str_dup(resources->arena, jb_str_of(path));
        const char *full = jb_resources_font(resources, path);
        jb_str *found = JB_NEW(resources->arena, jb_str);
        if (full && jb_file_map(full, JB_FAULT_FONT_MAX, found) != JB_FILE_OK)
            *found = (jb_str){NULL, 0};
        entry = jb_map_put(resources->arena, &resources->mapped, jb_str_of(key));
        entry->pointer = found;
    }
    *bytes = *(const jb_str *)entry->pointer;
    return bytes->at != NULL;
}

jb_font_opener jb_resources_fonts(jb_resources *resources)
{
    return (jb_font_opener){resources, open_font};
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

const char **jb_resources_names(jb_resources *resources, const char *kind,
                                size_t *count)
{
    jb_arena *into = resources->arena;
    JB_VEC(const char *) names = {NULL, 0, 0};
    for (size_t i = 0; i < resources->data.count; i++) {
        DIR *folder =
            opendir(jb_arena_printf(into, "%s/%s", resources->data.items[i], kind));
        struct dirent *entry;
        while (folder && (entry = readdir(folder)) != NULL)
            if (*entry->d_name != '.' && ends_with(entry->d_name, ".yaml"))
                jb_vec_push(
                    into, &names,
                    jb_arena_strndup(into, entry->d_name, strlen(entry->d_name) - 5));
        if (folder)
            closedir(folder);
    }
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, by_name);
    size_t kept = 0;
    for (size_t i = 0; i < names.count; i++)
        if (!kept || strcmp(names.items[kept - 1], names.items[i]) != 0)
            names.items[kept++] = names.items[i];
    *count = kept;
    return names.items;
}

/* The path of collection.yaml beside the report or above it, up to the folder that
 * holds a repository. */
static const char *find_collection(jb_resources *resources, const char *folder)
{
    jb_arena *into = resources->arena;
    const char *at = *folder ? folder : "./";
    for (int i = 0; i < ABOVE_MAX; i++) {
        const char *path = jb_arena_printf(into, "%scollection.yaml", at);
        if (jb_file_exists(path))
            return path;
        jb_reads_add_absent(resources->reads, path);
        if (jb_file_exists(jb_arena_printf(into, "%s.git", at)) || strcmp(at, "/") == 0)
            return NULL;
        at = jb_arena_printf(into, "%s../", at);
    }
    return NULL;
}

jb_status jb_resources_collection_file(jb_resources *resources, const char *path,
                                       jb_collection *out)
{
    jb_str bytes;
    *out = (jb_collection){.settings = NULL};
    jb_file_result result =
        jb_file_read(path, JB_FAULT_REPORT_MAX, resources->arena, &bytes);
    if (result != JB_FILE_OK) {
        jb_reads_add_absent(resources->reads, path);
        jb_fault_read(resources->diag, JB_NO_SPAN, result, path);
        return jb_fault_input(result);
    }
    jb_reads_add_collection(resources->reads, path, bytes);
    uint32_t source = jb_source_add(resources->sources, path, bytes);
    const jb_val *val = read_yaml(resources, source);
    out->path = path;
    bool is_sound =
        val && jb_collection_bind(val, out, resources->arena, resources->diag);
    return is_sound ? JB_STATUS_OK : JB_STATUS_CONFIG;
}

bool jb_resources_collection(jb_resources *resources, const char *folder,
                             jb_collection *out)
{
    *out = (jb_collection){.settings = NULL};
    const char *path = find_collection(resources, folder);
    return path && jb_resources_collection_file(resources, path, out) == JB_STATUS_OK;
}
