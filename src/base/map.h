/* Hash maps in an arena: from text to a pointer, and from a 64-bit key to a 64-bit
 * value. Iteration is in insertion order, so no output depends on hashing. */
#ifndef JB_MAP_H
#define JB_MAP_H

#include "base/str.h"

typedef struct jb_map_entry {
    jb_str text;    /* the key of a text map; borrowed */
    uint64_t key;   /* the key of a number map, or the hash of a text map */
    void *pointer;  /* the value of a text map */
    uint64_t value; /* the value of a number map */
} jb_map_entry;

/* Zero-initialised is an empty map; one map holds texts or numbers, not both. */
typedef struct jb_map {
    jb_map_entry *entries; /* in insertion order */
    size_t count;
    size_t cap;
    uint32_t *slots; /* entry index + 1, 0 = free; a power of two of them */
    size_t slot_count;
} jb_map;

/* The entry with this key, or NULL. */
jb_map_entry *jb_map_find(const jb_map *map, jb_str key);
jb_map_entry *jb_map_find_number(const jb_map *map, uint64_t key);
/* The entry with this key, made (zeroed) when absent. The address is valid until the
 * next put. The key's bytes must outlive the map. */
jb_map_entry *jb_map_put(jb_arena *arena, jb_map *map, jb_str key);
jb_map_entry *jb_map_put_number(jb_arena *arena, jb_map *map, uint64_t key);

#endif
