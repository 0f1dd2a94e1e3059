/* Names say what a ledger is of, its time how much it counts. */
#include "job/ledger.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

static const char home[] = ".jianbao", parts[] = "manifest.d";

const char *jb_ledger_manifest_name(uint32_t index, uint32_t count, jb_arena *into)
{
    if (count <= 1)
        return "manifest.json";
    return jb_arena_printf(into, "%s/%u-of-%u.json", parts, (unsigned)index,
                           (unsigned)count);
}

const char *jb_ledger_state_name(uint32_t index, uint32_t count, jb_arena *into)
{
    if (count <= 1)
        return jb_arena_printf(into, "%s/state", home);
    return jb_arena_printf(into, "%s/state-%u-of-%u", home, (unsigned)index,
                           (unsigned)count);
}

static bool find_time(const char *folder, const char *path, int64_t *out)
{
    jb_arena scratch = {0};
    struct stat is;
    bool is_there = stat(jb_arena_printf(&scratch, "%s/%s", folder, path), &is) == 0;
    jb_arena_fini(&scratch);
    if (is_there)
        *out = (int64_t)is.st_mtim.tv_sec * 1000000000 + is.st_mtim.tv_nsec;
    return is_there;
}

static void add(const char *folder, jb_ledger ledger, jb_ledgers *to, jb_arena *into)
{
    if (find_time(folder, ledger.path, &ledger.written))
        jb_vec_push(into, to, ledger);
}

static void add_parts(const char *folder, jb_ledgers *to, jb_arena *into)
{
    DIR *open = opendir(jb_arena_printf(into, "%s/%s", folder, parts));
    const struct dirent *entry;
    while (open && (entry = readdir(open)) != NULL) {
        size_t len = strlen(entry->d_name);
        if (*entry->d_name == '.' || len <= 5 ||
            strcmp(entry->d_name + len - 5, ".json") != 0)
            continue;
        const char *path = jb_arena_printf(into, "%s/%s", parts, entry->d_name);
        add(folder, (jb_ledger){.path = path, .is_part = true}, to, into);
    }
    if (open)
        closedir(open);
}

static void add_states(const char *folder, jb_ledgers *to, jb_arena *into)
{
    DIR *open = opendir(jb_arena_printf(into, "%s/%s", folder, home));
    const struct dirent *entry;
    while (open && (entry = readdir(open)) != NULL) {
        bool is_whole = strcmp(entry->d_name, "state") == 0;
        if (!is_whole && strncmp(entry->d_name, "state-", 6) != 0)
            continue;
        const char *path = jb_arena_printf(into, "%s/%s", home, entry->d_name);
        add(folder, (jb_ledger){.path = path, .is_state = true, .is_part = !is_whole},
            to, into);
    }
    if (open)
        closedir(open);
}

static int by_time(const void *left, const void *right)
{
    const jb_ledger *a = left, *b = right;
    if (a->written != b->written)
        return a->written < b->written ? -1 : 1;
    return strcmp(a->path, b->path);
}

jb_ledgers jb_ledger_list(const char *folder, jb_arena *into)
{
    jb_ledgers found = {NULL, 0, 0};
    add(folder, (jb_ledger){.path = "manifest.json"}, &found, into);
    add_parts(folder, &found, into);
    add_states(folder, &found, into);
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, by_time);
    return found;
}

bool jb_ledger_has_parts(const jb_ledgers *ledgers)
{
    for (size_t i = 0; i < ledgers->count; i++)
        if (ledgers->items[i].is_part)
            return true;
    return false;
}

void jb_ledger_remove_parts(const char *folder, const jb_ledgers *ledgers,
                            bool with_states)
{
    jb_arena scratch = {0};
    for (size_t i = 0; i < ledgers->count; i++) {
        const jb_ledger *one = &ledgers->items[i];
        int64_t now;
        if (one->is_part && (with_states || !one->is_state) &&
            find_time(folder, one->path, &now) && now == one->written)
            (void)unlink(jb_arena_printf(&scratch, "%s/%s", folder, one->path));
    }
    (void)rmdir(jb_arena_printf(&scratch, "%s/%s", folder, parts)); /* when empty */
    jb_arena_fini(&scratch);
}
