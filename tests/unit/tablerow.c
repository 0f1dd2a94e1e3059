/* Rows of Markdown tables. */
#include "data/tablerow.h"

#include "unit.h"

T_TEST(tablerow_cells)
{
    static const struct {
        const char *line;
        int cells;
    } cases[] = {
        {"| a | b |", 2}, {"a | b", 2},       {"| a |", 1},        {"a", 0},
        {"", 0},          {"|", 0},           {"||", 1},           {"| a | b", 2},
        {"a\\|b", 0},     {"| a \\| b |", 1}, {"| a | b | \r", 2}, {"| a || b |", 3}};
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_INT(jb_tablerow_cells(jb_str_of(cases[i].line), 0), cases[i].cells);
}

T_TEST(tablerow_bar)
{
    jb_str line = JB_STR("| 1 | 2 | 3 |");
    T_EQ_INT(jb_tablerow_bar(line, 0, 1), 4);
    T_EQ_INT(jb_tablerow_bar(line, 0, 2), 8);
    T_TRUE(jb_tablerow_bar(line, 0, 3) == SIZE_MAX);
    T_TRUE(jb_tablerow_bar(JB_STR("1 | 2"), 0, 2) == SIZE_MAX);
}

T_TEST(tablerow_ends)
{
    T_TRUE(jb_tablerow_ends(JB_STR("- a | b"), 0));
    T_TRUE(jb_tablerow_ends(JB_STR("12. a | b"), 0));
    T_TRUE(jb_tablerow_ends(JB_STR("# a | b"), 0));
    T_TRUE(!jb_tablerow_ends(JB_STR("1 | 2"), 0));
    T_TRUE(!jb_tablerow_ends(JB_STR("-1 | 2"), 0));
}
