/* One-lifetime memory: everything allocated here dies together. */
#ifndef JB_ARENA_H
#define JB_ARENA_H

#include "base/base.h"

typedef struct jb_arena_block jb_arena_block;

/* Zero-initialised is a valid, empty arena. */
typedef struct jb_arena {
    jb_arena_block *block; /* newest block; older ones hang behind it */
    size_t used;           /* bytes taken from the newest block */
    size_t total;          /* bytes of all blocks */
} jb_arena;

/* Zeroed memory for `size` bytes, aligned for any type; never NULL. size 0 gives a
 * valid unique pointer. */
void *jb_arena_alloc(jb_arena *arena, size_t size);
/* As jb_arena_alloc for count * size bytes; ends the process when that overflows. */
void *jb_arena_array(jb_arena *arena, size_t count, size_t size);
/* As jb_arena_array, for what is written before it is read: the memory is not zeroed. */
void *jb_arena_room(jb_arena *arena, size_t count, size_t size);
/* `at`, which has old_size bytes of this arena (NULL and 0: none yet), with room for
 * `size` bytes: where it stands if it was the last to be handed out, else a copy. What
 * follows the old bytes is not zeroed. */
void *jb_arena_grow(jb_arena *arena, void *at, size_t old_size, size_t size);
/* A NUL-terminated copy of len bytes. */
char *jb_arena_strndup(jb_arena *arena, const char *at, size_t len);
/* A NUL-terminated text built as by printf. */
char *jb_arena_printf(jb_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Frees everything and leaves an empty arena. */
void jb_arena_fini(jb_arena *arena);
/* Forgets the contents but keeps the newest block for the next use. Debug builds
 * fill it with 0xA5. */
void jb_arena_reset(jb_arena *arena);

#define JB_NEW(arena, type) ((type *)jb_arena_alloc((arena), sizeof(type)))
#define JB_NEWS(arena, type, count)                                                    \
    ((type *)jb_arena_array((arena), (count), sizeof(type)))
#define JB_ROOM(arena, type, count)                                                    \
    ((type *)jb_arena_room((arena), (count), sizeof(type)))

#endif
