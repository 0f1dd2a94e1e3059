/* Levels of the outline have no gaps. */
#include "page/outline.h"

#include "unit.h"

T_TEST(outline_levels)
{
    jb_arena arena = {0};
    static const int levels[] = {2, 3, 5, 3, 2, 1, 4, 1};
    static const int wanted[] = {1, 2, 3, 2, 1, 1, 2, 1};
    jb_build_headings headings = {0};
    for (size_t i = 0; i < JB_COUNT(levels); i++)
        jb_vec_push(&arena, &headings, (jb_build_heading){levels[i], " a\nb ", "x"});
    jb_outline outline = jb_outline_make(&headings, &arena);
    T_EQ_INT(outline.count, JB_COUNT(levels));
    for (size_t i = 0; i < outline.count; i++)
        T_EQ_INT(outline.entries[i].level, wanted[i]);
    T_EQ_STR(outline.entries[0].title, "a b");
    jb_arena_fini(&arena);
}
