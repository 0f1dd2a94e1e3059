/* Lengths as they are written. */
#include "base/geom.h"

#include "unit.h"

T_TEST(geom_length)
{
    static const struct {
        const char *text;
        int fixed, em;
    } cases[] = {{"10.5pt", 10500, 0}, {" 1 in ", 72000, 0}, {"2em", 0, 2000},
                 {"25.4mm", 72000, 0}, {"18px", 13500, 0},   {"0", 0, 0},
                 {"小四", 12000, 0},   {"五号", 10500, 0},   {"初号", 42000, 0},
                 {"小初", 36000, 0},   {"八号", 5000, 0}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_length length = {-1, -1};
        T_TRUE(jb_geom_length(jb_str_of(cases[i].text), &length));
        T_EQ_INT(length.fixed, cases[i].fixed);
        T_EQ_INT(length.em_1000, cases[i].em);
    }
    static const char *const bad[] = {"", "12", "九号", "小七", "小号", "四", "1.5 行"};
    jb_length length;
    for (size_t i = 0; i < JB_COUNT(bad); i++)
        T_TRUE(!jb_geom_length(jb_str_of(bad[i]), &length));
}
