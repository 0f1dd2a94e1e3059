/* A growable array in an arena. Growth doubles and copies; the old copy stays in the
 * arena until it dies, so the cost is at most twice the final size. */
#ifndef JB_VEC_H
#define JB_VEC_H

#include "base/arena.h"

#define JB_VEC(type)                                                                   \
    struct {                                                                           \
        type *items;                                                                   \
        size_t count;                                                                  \
        size_t cap;                                                                    \
    }

/* Room for one more item of item_size; returns the (perhaps moved) items. */
void *jb_vec_grow(jb_arena *arena, void *items, size_t count, size_t *cap,
                  size_t item_size);

#define jb_vec_push(arena, vec, ...)                                                   \
    ((vec)->items = jb_vec_grow((arena), (vec)->items, (vec)->count, &(vec)->cap,      \
                                sizeof *(vec)->items),                                 \
     (void)((vec)->items[(vec)->count++] = (__VA_ARGS__)))

/* Pushes a zeroed item and yields its address (valid until the next push). */
#define jb_vec_add(arena, vec)                                                         \
    ((vec)->items = jb_vec_grow((arena), (vec)->items, (vec)->count, &(vec)->cap,      \
                                sizeof *(vec)->items),                                 \
     memset(&(vec)->items[(vec)->count], 0, sizeof *(vec)->items),                     \
     &(vec)->items[(vec)->count++])

#endif
