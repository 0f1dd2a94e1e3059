#include "base/ucd.h"

#include "unit.h"

T_TEST(ucd_line_break)
{
    static const struct {
        uint32_t cp;
        jb_ucd_lb want;
    } cases[] = {
        {'a', JB_LB_AL},      {'1', JB_LB_NU},     {' ', JB_LB_SP},
        {'-', JB_LB_HY},      {0x4E2D, JB_LB_ID},  {0x201C, JB_LB_QU},
        {0x3002, JB_LB_CL},   {0x2014, JB_LB_B2},  {0x3041, JB_LB_CJ},
        {0xAC00, JB_LB_H2},   {0x200B, JB_LB_ZW},  {0x200D, JB_LB_ZWJ},
        {0x2060, JB_LB_WJ},   {0x1F1E6, JB_LB_RI}, {0x0E01, JB_LB_SA},
        {0xFFE5, JB_LB_PR},   {0x3FFFD, JB_LB_ID}, {0xE000, JB_LB_XX},
        {0x110000, JB_LB_XX},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_INT(jb_ucd_line_break(cases[i].cp), cases[i].want);
}

T_TEST(ucd_classes)
{
    T_EQ_INT(jb_ucd_class_of(0x4E2D), JB_UCD_HAN);
    T_EQ_INT(jb_ucd_class_of(0x3007), JB_UCD_HAN);
    T_EQ_INT(jb_ucd_class_of(0x3005), JB_UCD_HAN);
    T_EQ_INT(jb_ucd_class_of(0x3042), JB_UCD_KANA);
    T_EQ_INT(jb_ucd_class_of(0xD55C), JB_UCD_HANGUL);
    T_EQ_INT(jb_ucd_class_of('a'), JB_UCD_OTHER);
    T_TRUE(jb_ucd_is_letter(0x4E2D) && jb_ucd_is_letter('z') && !jb_ucd_is_letter('1'));
    T_TRUE(jb_ucd_is_digit(0xFF11) && !jb_ucd_is_digit(0xB9));
    T_TRUE(jb_ucd_is_mark(0x301) && jb_ucd_is_control(0x9B) && !jb_ucd_is_mark('a'));
    T_TRUE(jb_ucd_is_ignorable(0xFE0F) && jb_ucd_is_emoji(0x1F600));
    T_TRUE(jb_ucd_is_pictographic(0x2764) && !jb_ucd_is_emoji(0x2764));
    T_TRUE(jb_ucd_is_compatibility_han(0x2F00) && !jb_ucd_is_compatibility_han(0x4E00));
    T_TRUE(jb_ucd_is_assigned('a') && !jb_ucd_is_assigned(0x378));
    T_TRUE(jb_ucd_is_east_asian(0x3002) && !jb_ucd_is_east_asian(0x201C));
}

T_TEST(ucd_width)
{
    static const struct {
        uint32_t cp;
        int want;
    } cases[] = {{'a', 1},     {0x4E2D, 2}, {0xFF0C, 2}, {0x301, 0},  {0x200B, 0},
                 {0x1F600, 2}, {0x2026, 1}, {0x1160, 0}, {0xAC00, 2}, {0xFF76, 1}};
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_INT(jb_ucd_width(cases[i].cp), cases[i].want);
}

T_TEST(ucd_cluster_break)
{
    T_TRUE(jb_ucd_cluster_break('a', 'b'));
    T_TRUE(!jb_ucd_cluster_break('e', 0x301));
    T_TRUE(!jb_ucd_cluster_break('\r', '\n'));
    T_TRUE(jb_ucd_cluster_break('\n', 0x301));
    T_TRUE(!jb_ucd_cluster_break(0x200D, 0x2764));
    T_TRUE(jb_ucd_cluster_break(0x200D, 'a'));
    T_TRUE(!jb_ucd_cluster_break(0x1F1E8, 0x1F1F3));
    T_TRUE(!jb_ucd_cluster_break(0x1100, 0x1161));
    T_TRUE(jb_ucd_cluster_break(0xAC00, 0xAC00));
    T_TRUE(!jb_ucd_cluster_break(0x8FBB, 0xE0100)); /* a variation sequence */
}

/* Reads "<sign> hex <sign> hex ... <sign>" where the division sign is a boundary. */
static size_t read_line(const char *at, uint32_t *cps, bool *breaks, size_t max)
{
    size_t n = 0;
    while (*at && *at != '#' && n < max) {
        if ((unsigned char)*at == 0xC3) {
            breaks[n] = (unsigned char)at[1] == 0xB7;
            at += 2;
        } else if (*at == ' ' || *at == '\t' || *at == '\n') {
            at++;
        } else {
            char *end;
            cps[n++] = (uint32_t)strtoul(at, &end, 16);
            at = end > at ? end : at + 1;
        }
    }
    return n;
}

/* GraphemeBreakTest.txt, but for what one pair cannot show: counted regional indicators
 * and a joiner without a pictograph before it. */
T_TEST(ucd_cluster_break_file)
{
    if (!unit_has_unicode("auxiliary/GraphemeBreakTest.txt"))
        return;
    FILE *file = fopen("/usr/share/unicode/auxiliary/GraphemeBreakTest.txt", "r");
    char line[4096];
    uint32_t cps[64];
    bool breaks[65];
    while (file && fgets(line, sizeof line, file)) {
        size_t n = read_line(line, cps, breaks, JB_COUNT(cps));
        for (size_t i = 1; i < n; i++) {
            bool is_known =
                (cps[i] >= 0x1F1E6 && cps[i] <= 0x1F1FF) || cps[i - 1] == 0x200D;
            if (!is_known && jb_ucd_cluster_break(cps[i - 1], cps[i]) != breaks[i])
                unit_fail(__FILE__, __LINE__, "pair %zu of %s", i, line);
        }
    }
    if (file)
        fclose(file);
}

/* The committed tables are what the generator makes of the installed database. */
T_TEST(ucd_tables_are_current)
{
    if (!unit_has_unicode("extracted/DerivedLineBreak.txt"))
        return;
    T_EQ_INT(system("python3 tests/tools/ucd.py --check src/base/ucd_tables.c"), 0);
}
