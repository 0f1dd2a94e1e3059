/* page/item.c: the dump. */
#include "page/item.h"

#include "unit.h"

T_TEST(item_dump)
{
    jb_arena arena = {0};
    jb_sources *sources = jb_source_table(&arena);
    uint32_t source = jb_source_add(sources, "a.yaml", JB_STR("one\ntwo\n"));
    jb_item items[] = {
        {.kind = JB_ITEM_RECT,
         .span = {source, 5, 6},
         .u.rect = {{0, -1500, 10, 20}, 0xFF}},
        {.kind = JB_ITEM_MARK_BEGIN,
         .u.mark = {.role = JB_MARK_HEADING, .level = 2, .element = 7}},
        {.kind = JB_ITEM_DEST, .u.dest = {"x\"y", 1000, 2000}},
        {.kind = JB_ITEM_MARK_END},
    };
    jb_page page = {.number = 3,
                    .label = "iii",
                    .width = 595276,
                    .height = 841890,
                    .items = {items, JB_COUNT(items), JB_COUNT(items)}};
    jb_buf buf = {0};
    jb_item_dump(&page, sources, &buf);
    T_EQ_STR(buf.at, "page 3 label \"iii\" 595.276 841.890\n"
                     "rect 0.000 -1.500 0.010 0.020 #0000FF @2:2\n"
                     "begin heading level 2 element 7\n"
                     "dest 1.000 2.000 \"x\\\"y\"\n"
                     "end\n");
    jb_buf_fini(&buf);
    jb_arena_fini(&arena);
}
