/* Open addressing over an index of insertion-ordered entries. */
#include "base/map.h"

/* After FNV-1a, eight bytes at a time as far as they go; finished by a multiplication mix.
 * Fixed, so runs agree, and entries are in the order of their making. */
static uint64_t hash_text(jb_str text)
{
    uint64_t hash = 0xCBF29CE484222325u, word;
    size_t i = 0;
    for (; i + sizeof word <= text.len; i += sizeof word) {
        memcpy(&word, text.at + i, sizeof word);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    for (; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001B3u;
    return hash;
}

static size_t slot_of(uint64_t hash, size_t slot_count)
{
    hash ^= hash >> 32;
    hash *= 0x9E3779B97F4A7C15u;
    return (size_t)(hash >> 32) & (slot_count - 1);
}

/* The slot that holds this key or is free for it. text.at NULL means a number map. */
static size_t probe(const jb_map *map, jb_str text, uint64_t key)
{
    size_t slot = slot_of(key, map->slot_count);
    for (; map->slots[slot]; slot = (slot + 1) & (map->slot_count - 1)) {
        const jb_map_entry *entry = &map->entries[map->slots[slot] - 1];
        if (entry->key == key && jb_str_equal(entry->text, text))
            break;
    }
    return slot;
}

static jb_map_entry *find(const jb_map *map, jb_str text, uint64_t key)
{
    if (map->slot_count == 0)
        return NULL;
    uint32_t index = map->slots[probe(map, text, key)];
    return index ? &map->entries[index - 1] : NULL;
}

static void grow(jb_arena *arena, jb_map *map)
{
    size_t cap = map->cap ? map->cap * 2 : 8;
    jb_map_entry *entries = JB_ROOM(arena, jb_map_entry, cap);
    if (map->count)
        memcpy(entries, map->entries, map->count * sizeof *entries);
    map->entries = entries;
    map->cap = cap;
    map->slot_count = cap * 2;
    map->slots = JB_NEWS(arena, uint32_t, map->slot_count);
    for (size_t i = 0; i < map->count; i++)
        map->slots[probe(map, entries[i].text, entries[i].key)] = (uint32_t)i + 1;
}

static jb_map_entry *put(jb_arena *arena, jb_map *map, jb_str text, uint64_t key)
{
    jb_map_entry *known = find(map, text, key);
    if (known)
        return known;
    if (map->count == map->cap)
        grow(arena, map);
    size_t slot = probe(map, text, key);
    jb_map_entry *entry = &map->entries[map->count++];
    *entry = (jb_map_entry){.text = text, .key = key};
    map->slots[slot] = (uint32_t)map->count;
    return entry;
}

jb_map_entry *jb_map_find(const jb_map *map, jb_str key)
{
    return find(map, key, hash_text(key));
}

jb_map_entry *jb_map_find_number(const jb_map *map, uint64_t key)
{
    return find(map, (jb_str){NULL, 0}, key);
}

jb_map_entry *jb_map_put(jb_arena *arena, jb_map *map, jb_str key)
{
    return put(arena, map, key, hash_text(key));
}

jb_map_entry *jb_map_put_number(jb_arena *arena, jb_map *map, uint64_t key)
{
    return put(arena, map, (jb_str){NULL, 0}, key);
}
