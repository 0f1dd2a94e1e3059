/* Maps from names to what was read of them. */
#include "job/shelf.h"

#include "base/map.h"

struct jb_shelf {
    const jb_config *config;
    const jb_shelf_collection *collection; /* of all reports, or NULL */
    const jb_val *laid;
    jb_arena *arena;
    jb_sources *sources;
    jb_resources *resources; /* opens fonts */
    jb_font_store *fonts;
    jb_map kept;        /* a font set's YAML -> jb_fonts */
    jb_map layouts;     /* key -> jb_shelf_layout */
    jb_map collections; /* folder -> jb_shelf_collection */
};

jb_shelf *jb_shelf_open(const jb_config *config, jb_sources *sources,
                        const jb_shelf_collection *collection, jb_arena *into)
{
    jb_shelf *shelf = JB_NEW(into, jb_shelf);
    shelf->config = config;
    shelf->collection = collection;
    shelf->arena = into;
    shelf->sources = sources;
    shelf->resources =
        jb_resources_open(config, shelf->sources, jb_diag_new(into), into);
    shelf->fonts = jb_font_store_open(jb_resources_fonts(shelf->resources), into);
    return shelf;
}

void jb_shelf_close(jb_shelf *shelf)
{
    jb_font_store_close(shelf->fonts);
    jb_resources_close(shelf->resources);
}

void jb_shelf_lay(jb_shelf *shelf, const jb_val *settings)
{
    shelf->laid = settings;
}

const jb_val *jb_shelf_laid(const jb_shelf *shelf)
{
    return shelf->laid;
}

const jb_config *jb_shelf_config(const jb_shelf *shelf)
{
    return shelf->config;
}

jb_sources *jb_shelf_sources(jb_shelf *shelf)
{
    return shelf->sources;
}

jb_arena *jb_shelf_arena(jb_shelf *shelf)
{
    return shelf->arena;
}

jb_font_store *jb_shelf_fonts(jb_shelf *shelf)
{
    return shelf->fonts;
}

/* The set is read once more, since the report's may die with it. */
jb_fonts *jb_shelf_keep_fonts(jb_shelf *shelf, jb_str yaml)
{
    jb_arena *into = shelf->arena;
    jb_map_entry *found = jb_map_find(&shelf->kept, yaml);
    if (found)
        return found->pointer;
    jb_str own = {jb_arena_strndup(into, yaml.at, yaml.len), yaml.len};
    jb_sources *sources = jb_source_table(into);
    const jb_fontset *set = jb_fontset_read(sources, jb_source_add(sources, "", own),
                                            into, jb_diag_new(into));
    JB_MUST(set != NULL, "a sound font set is sound when it is read again");
    jb_fonts *fonts = jb_font_open_from(set, shelf->fonts, into);
    jb_map_put(into, &shelf->kept, own)->pointer = fonts;
    return fonts;
}

/* The entry of a name; one that is new has no pointer yet, and its name is copied. */
static jb_map_entry *entry_of(jb_shelf *shelf, jb_map *map, const char *name)
{
    jb_map_entry *entry = jb_map_find(map, jb_str_of(name));
    if (entry)
        return entry;
    const char *key = jb_str_dup(shelf->arena, jb_str_of(name));
    return jb_map_put(shelf->arena, map, jb_str_of(key));
}

const jb_shelf_collection *jb_shelf_find_collection(jb_shelf *shelf, const char *folder)
{
    if (shelf->collection)
        return shelf->collection;
    jb_map_entry *entry = entry_of(shelf, &shelf->collections, folder);
    if (entry->pointer)
        return entry->pointer;
    jb_shelf_collection *made = JB_NEW(shelf->arena, jb_shelf_collection);
    made->diag = jb_diag_new(shelf->arena);
    made->reads.arena = shelf->arena;
    jb_resources *resources =
        jb_resources_open(shelf->config, shelf->sources, made->diag, shelf->arena);
    jb_resources_watch(resources, &made->reads);
    jb_resources_collection(resources, folder, &made->collection);
    entry->pointer = made;
    return made;
}

jb_shelf_layout *jb_shelf_find_layout(jb_shelf *shelf, const char *key, bool *is_new)
{
    jb_map_entry *entry = entry_of(shelf, &shelf->layouts, key);
    *is_new = !entry->pointer;
    if (*is_new) {
        jb_shelf_layout *made = JB_NEW(shelf->arena, jb_shelf_layout);
        made->diag = jb_diag_new(shelf->arena);
        made->reads.arena = shelf->arena;
        entry->pointer = made;
    }
    return entry->pointer;
}
