/* Heights, nested decorations, and rows cut at lines. */
#include "flow/flow.h"

#include "unit.h"

T_TEST(flow_height_counts_spaces_and_padding)
{
    jb_deco outer = {.number = 1, .depth = 0, .top = 3, .bottom = 5};
    jb_deco inner = {.number = 2, .depth = 1, .top = 7, .bottom = 11, .parent = &outer};
    jb_box boxes[] = {
        {.height = 100, .before = 1000},
        {.height = 100, .before = 20, .deco = &inner},
        {.height = 100, .before = 20, .deco = &outer},
        {.height = 100, .before = 20},
    };
    T_EQ_INT(jb_flow_height(boxes, 1), 100);
    T_EQ_INT(jb_flow_height(boxes, 2), 100 + 20 + 3 + 7 + 100 + 11 + 5);
    T_EQ_INT(jb_flow_height(boxes, 4), 460 + 3 + 5 + 7 + 11);
    T_EQ_INT(jb_flow_height(boxes, 0), 0);
}

T_TEST(flow_top_of_copies)
{
    jb_deco one = {.number = 1, .top = 3};
    jb_deco copy = {.number = 1, .top = 3};
    jb_deco within = {.number = 5, .depth = 1, .top = 4, .parent = &copy};
    T_EQ_INT(jb_flow_top(&within, &one), 4);
    T_EQ_INT(jb_flow_top(&within, NULL), 7);
    T_EQ_INT(jb_flow_bottom(&one, &within), 0);
    T_TRUE(jb_flow_is_inside(&within, 1));
    T_TRUE(!jb_flow_is_inside(&one, 5));
    T_TRUE(!jb_flow_is_inside(NULL, 1));
}

T_TEST(flow_split_at_lines)
{
    jb_arena arena = {0};
    jb_box lines[5] = {
        {.height = 10}, {.height = 10}, {.height = 10}, {.height = 10}, {.height = 10}};
    jb_row_cell cells[2] = {{2, lines, 5}, {2, lines, 1}};
    jb_row row = {.pad = 2,
                  .can_split = true,
                  .cells = cells,
                  .count = 2,
                  .below = {4, 0},
                  .above = {3, 0}};
    jb_box box = {.height = 54, .before = 9, .row = &row};
    jb_box head, tail;
    T_TRUE(jb_flow_split(&box, 39, &arena, &head, &tail));
    T_EQ_INT(head.height, 34);
    T_EQ_INT(tail.height, 24);
    T_EQ_INT(head.row->cells[0].count, 3);
    T_EQ_INT(tail.row->cells[0].count, 2);
    T_EQ_INT(tail.row->cells[1].count, 0);
    T_EQ_INT(head.before, 9);
    T_EQ_INT(tail.before, 0);
    T_EQ_INT(head.row->below.width, 0);
    T_EQ_INT(tail.row->above.width, 0);
    T_TRUE(!jb_flow_split(&box, 10, &arena, &head, &tail));
    T_TRUE(!jb_flow_split(&box, 54, &arena, &head, &tail));
    row.can_split = false;
    T_TRUE(!jb_flow_split(&box, 39, &arena, &head, &tail));
    jb_arena_fini(&arena);
}

/* Lines of 12 with spaces between them, and something else of 7. */
T_TEST(flow_grid)
{
    jb_deco deco = {.number = 1, .top = 2, .bottom = 1};
    jb_box boxes[] = {{.height = 12, .leading = 12, .before = 5},
                      {.height = 12, .leading = 12, .before = 3},
                      {.height = 12, .leading = 12, .before = 4},
                      {.height = 7, .before = 6, .deco = &deco},
                      {.height = 12, .leading = 12, .before = 1},
                      {.height = 5, .before = 1}};
    jb_flow_grid(boxes, JB_COUNT(boxes), 0);
    T_EQ_INT(boxes[1].before, 3);
    jb_flow_grid(boxes, JB_COUNT(boxes), 12);
    static const jb_mpt before[] = {5, 0, 12, 6, 8, 1};
    for (size_t i = 0; i < JB_COUNT(boxes); i++)
        T_EQ_INT(boxes[i].before, before[i]);
    T_EQ_INT(jb_flow_height(boxes, JB_COUNT(boxes)) % 12, 0);
    T_EQ_INT(boxes[5].height, 11);
}
