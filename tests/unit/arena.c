/* Memory of one lifetime, and the arrays that grow in it. */
#include "base/arena.h"

#include "base/vec.h"
#include "unit.h"

T_TEST(arena_grow)
{
    jb_arena arena = {0};
    char *at = jb_arena_grow(&arena, NULL, 0, 16);
    memcpy(at, "0123456789abcde", 16);
    T_TRUE(jb_arena_grow(&arena, at, 16, 64) == at); /* it is the last */
    char *behind = jb_arena_alloc(&arena, 16);
    T_TRUE(behind == at + 64);
    char *moved = jb_arena_grow(&arena, at, 64, 128);
    T_TRUE(moved != at);
    T_EQ_STR(moved, "0123456789abcde");
    char *large = jb_arena_grow(&arena, moved, 128, 1 << 20);
    T_EQ_STR(large, "0123456789abcde");
    T_EQ_STR(moved, "0123456789abcde"); /* what was there stays until the end */
    for (int i = 0; i < 16; i++)
        T_EQ_INT(behind[i], 0);
    jb_arena_fini(&arena);
}

T_TEST(arena_vectors)
{
    jb_arena arena = {0};
    JB_VEC(int) left = {0}, right = {0};
    for (int i = 0; i < 5000; i++) {
        jb_vec_push(&arena, &left, i);
        jb_vec_push(&arena, &right, -i);
    }
    for (int i = 0; i < 5000; i++) {
        T_EQ_INT(left.items[i], i);
        T_EQ_INT(right.items[i], -i);
    }
    T_EQ_INT(*jb_vec_add(&arena, &left), 0); /* added items are zeroed */
    jb_arena_fini(&arena);
}
