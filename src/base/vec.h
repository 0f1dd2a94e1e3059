/* A growable array in an arena. Growth doubles, in place if nothing was allocated behind
 * the items, else it copies; the old copy stays in the arena until it dies, so the cost
 * is at most twice the final size. Items are as they were pushed, room is not zeroed. */
#ifndef JB_VEC_H
#define JB_VEC_H

#include "base/arena.h"

#define JB_VEC(type)                                                                   \
    struct {                                                                           \
        type *items;                                                                   \
        size_t count;                                                                  \
        size_t cap;                                                                    \
    }

/* Room for more than `count` items of item_size, which are all there is room for;
 * returns the (perhaps moved) items. */
void *jb_vec_enlarge(jb_arena *arena, void *items, size_t count, size_t *cap,
                     size_t item_size);

/* Room for one more item; returns the (perhaps moved) items. */
static inline void *jb_vec_grow(jb_arena *arena, void *items, size_t count, size_t *cap,
                                size_t item_size)
{
#ifndef JB_HOSTILE
    if (count < *cap)
        return items;
#endif
    return jb_vec_enlarge(arena, items, count, cap, item_size);
}

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
