/* Column widths and the judgement of figures. */
#include "flow/columns.h"

#include "unit.h"

static jb_mpt sum_of(const jb_column *columns, size_t count)
{
    jb_mpt sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += columns[i].width;
    return sum;
}

T_TEST(columns_that_fit_fill_the_measure)
{
    jb_column columns[3] = {{.least = 10, .natural = 100},
                            {.least = 10, .natural = 50},
                            {.least = 10, .natural = 50}};
    T_TRUE(jb_columns_fit(columns, 3, 1000));
    T_EQ_INT(sum_of(columns, 3), 1000);
    for (int i = 0; i < 3; i++)
        T_TRUE(columns[i].width >= columns[i].natural - 10);
    T_TRUE(columns[0].width > columns[1].width);
}

T_TEST(columns_short_ones_stay_whole)
{
    jb_column columns[3] = {{.least = 10, .natural = 60},
                            {.least = 10, .natural = 3000},
                            {.least = 10, .natural = 80}};
    T_TRUE(jb_columns_fit(columns, 3, 441));
    T_EQ_INT(columns[0].width, 60);
    T_EQ_INT(columns[2].width, 80);
    T_EQ_INT(columns[1].width, 301);
}

T_TEST(columns_heads_fold_first)
{
    jb_column columns[2] = {{.least = 10, .natural = 300, .folded = 300},
                            {.least = 10, .natural = 200, .folded = 110}};
    T_TRUE(jb_columns_fit(columns, 2, 420));
    T_EQ_INT(sum_of(columns, 2), 420);
    T_EQ_INT(columns[0].width, 300);
}

T_TEST(columns_never_below_least_unless_all_are)
{
    jb_column columns[3] = {{.least = 200, .natural = 210},
                            {.least = 150, .natural = 900},
                            {.least = 40, .natural = 900}};
    T_TRUE(jb_columns_fit(columns, 3, 441));
    T_EQ_INT(sum_of(columns, 3), 441);
    for (int i = 0; i < 3; i++)
        T_TRUE(columns[i].width >= columns[i].least);
    jb_column wide[2] = {{.least = 400, .natural = 400},
                         {.least = 400, .natural = 400}};
    T_TRUE(!jb_columns_fit(wide, 2, 400));
    T_EQ_INT(sum_of(wide, 2), 400);
}

T_TEST(columns_spans_raise_theirs)
{
    jb_column columns[3] = {{.least = 10, .natural = 20},
                            {.least = 10, .natural = 20},
                            {.least = 10, .natural = 20}};
    jb_columns_span(columns, 1, 2, 60, 100);
    T_EQ_INT(columns[0].natural, 20);
    T_EQ_INT(columns[1].natural + columns[2].natural, 100);
    T_EQ_INT(columns[1].least + columns[2].least, 60);
}

T_TEST(columns_numbers)
{
    static const struct {
        const char *text;
        bool is_number, is_void;
    } cases[] = {
        {"12", true, false},       {"-1,234.5%", true, false},
        {"(12.3)", true, false},   {"8.85x", true, false},
        {"+1.2pcts", true, false}, {"35bp", true, false},
        {"25.3倍", true, false},   {"−3.2", true, false},
        {"（12.3）", true, false}, {"￥1,200", true, false},
        {"2024年", false, false},  {"1.2.3", false, false},
        {"abc", false, false},     {"12 月", false, false},
        {"", false, true},         {"—", false, true},
        {"--", false, true},       {"N/A", false, true},
        {"n.a.", false, true},     {"3.27/4.03", false, false},
        {"١٢٫٥", true, false},     {"١٬٢٣٤٪", true, false},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_str text = jb_str_of(cases[i].text);
        if (jb_columns_is_number(text) != cases[i].is_number)
            unit_fail(__FILE__, __LINE__, "number? %s", cases[i].text);
        if (jb_columns_is_void(text) != cases[i].is_void)
            unit_fail(__FILE__, __LINE__, "void? %s", cases[i].text);
    }
}

/* Codes and short names stay whole as long as the long column can give. */
T_TEST(columns_short_cells_are_not_starved)
{
    jb_column columns[3] = {{.least = 20, .whole = 60, .natural = 120},
                            {.least = 10, .whole = 50, .natural = 3000},
                            {.least = 10, .whole = 80, .natural = 90}};
    T_TRUE(jb_columns_fit(columns, 3, 200));
    T_EQ_INT(sum_of(columns, 3), 200);
    for (int i = 0; i < 3; i++)
        T_TRUE(columns[i].width >= columns[i].whole);
}

T_TEST(columns_widest_give_way_first)
{
    jb_column columns[3] = {{.least = 30, .whole = 40, .natural = 40},
                            {.least = 30, .whole = 40, .natural = 40},
                            {.least = 200, .whole = 200, .natural = 200}};
    T_TRUE(!jb_columns_fit(columns, 3, 160));
    T_EQ_INT(columns[0].width, 30);
    T_EQ_INT(columns[1].width, 30);
    T_EQ_INT(columns[2].width, 100);
}

T_TEST(columns_figures)
{
    jb_column column = {.numbers = 5, .number = 40};
    T_TRUE(jb_columns_is_figures(&column));
    column.words = 1;
    column.word = 50;
    T_TRUE(jb_columns_is_figures(&column));
    column.word = 200;
    T_TRUE(!jb_columns_is_figures(&column));
    column.word = 50;
    column.words = 2;
    T_TRUE(!jb_columns_is_figures(&column));
    column = (jb_column){.words = 3};
    T_TRUE(!jb_columns_is_figures(&column));
}
