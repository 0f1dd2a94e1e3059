/* Growth of arena vectors. In hostile builds (JB_HOSTILE) every push moves the items,
 * so that a kept pointer shows itself under the sanitizers. */
#include "base/vec.h"

void *jb_vec_enlarge(jb_arena *arena, void *items, size_t count, size_t *cap,
                     size_t item_size)
{
#ifdef JB_HOSTILE
    size_t wanted = count + 1;
    void *moved = jb_arena_array(arena, wanted, item_size);
    if (count)
        memcpy(moved, items, count * item_size);
#else
    size_t wanted = count ? count * 2 : 8;
    JB_MUST(wanted <= SIZE_MAX / 4 / item_size, "vector too large");
    void *moved = jb_arena_grow(arena, items, count * item_size, wanted * item_size);
#endif
    *cap = wanted;
    return moved;
}
