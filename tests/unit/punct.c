#include "text/punct.h"

#include "base/utf8.h"
#include "unit.h"

enum { LONGEST = 128 };

/* Each mark's class as two letters ("-" none); wide ones in upper case. */
static const char *classes_of(const char *text, bool lang_han)
{
    static const char *const names[] = {"-",  "op", "cl", "cm", "pd", "ex", "md", "cn",
                                        "sl", "b2", "in", "pr", "po", "cj", "it"};
    static const char *const wide_names[] = {"-",  "OP", "CL", "CM", "PD",
                                             "EX", "MD", "CN", "SL", "B2",
                                             "IN", "PR", "PO", "CJ", "IT"};
    static char out[LONGEST * 4];
    uint32_t cps[LONGEST] = {0};
    jb_punct_at marks[LONGEST];
    size_t n = 0, len = 0;
    jb_str str = jb_str_of(text);
    for (size_t at = 0; at < str.len && n < LONGEST;)
        cps[n++] = jb_utf8_next(str, &at);
    jb_punct_resolve(cps, n, lang_han, marks);
    out[0] = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_plain = cps[i] < 0x80 ? jb_punct_class(cps[i]) == JB_PUNCT_NONE
                                      : cps[i] >= 0x4E00 && cps[i] <= 0xDFFF;
        const char *name = (marks[i].is_wide ? wide_names : names)[marks[i].cls];
        if (!is_plain)
            len += (size_t)snprintf(out + len, sizeof out - len, "%s%s", len ? " " : "",
                                    name);
    }
    return out;
}

T_TEST(punct_table)
{
    static const struct {
        uint32_t cp;
        jb_punct want;
    } cases[] = {
        {0xFF0C, JB_PUNCT_CM},   {0x3002, JB_PUNCT_PD},   {0xFF1F, JB_PUNCT_EX},
        {0x300A, JB_PUNCT_OP},   {0x300B, JB_PUNCT_CL},   {0x301F, JB_PUNCT_CL},
        {0x00B7, JB_PUNCT_MD},   {0xFF5E, JB_PUNCT_CN},   {0xFF0F, JB_PUNCT_SL},
        {0x2E3A, JB_PUNCT_B2},   {0x2026, JB_PUNCT_IN},   {0xFFE5, JB_PUNCT_PR},
        {0x2103, JB_PUNCT_PO},   {0x30FC, JB_PUNCT_CJ},   {0x3005, JB_PUNCT_IT},
        {0x4E2D, JB_PUNCT_NONE}, {'a', JB_PUNCT_NONE},    {0x10FFFF, JB_PUNCT_NONE},
        {'$', JB_PUNCT_PR},      {'%', JB_PUNCT_PO},      {'/', JB_PUNCT_SL},
        {0x3042, JB_PUNCT_NONE}, {0x3007, JB_PUNCT_NONE}, {0xFFE5, JB_PUNCT_PR},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_INT(jb_punct_class(cases[i].cp), cases[i].want);
}

T_TEST(punct_quotes)
{
    static const struct {
        const char *text, *han, *other;
    } cases[] = {
        {"说：“你好。”", "PD OP PD CL", "PD OP PD CL"},
        {"the “best” one", "- -", "- -"},
        {"“Hello World”", "- -", "- -"},
        {"说“Hello”", "OP CL", "OP CL"},
        {"a “你好” b", "OP CL", "- -"},
        {"‘it’s’ ok", "- - -", "- - -"},
        {"“他说‘好’吧”", "OP OP CL CL", "- OP CL -"},
        {"“‘abc’ 你好”", "OP - - CL", "- - - -"},
        {"investors’ money", "-", "-"},
        {"他”说", "CL", "CL"},
        {"“你好", "OP", "OP"},
        {"”", "-", "-"},
        {"“a 中 b” c", "OP CL", "- -"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        T_EQ_STR(classes_of(cases[i].text, true), cases[i].han);
        T_EQ_STR(classes_of(cases[i].text, false), cases[i].other);
    }
}

T_TEST(punct_shared_marks)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"比尔·盖茨", "MD"},
        {"J·K·罗琳", "- MD"},
        {"5·12", "-"},
        {"晰——内", "B2 B2"},
        {"中—外", "CN"},
        {"word—word", "-"},
        {"等……均", "IN IN"},
        {"Wait… what", "-"},
        {"嗯…好", "IN"},
        {"wait……what", "IN IN"},
        {"甲/乙", "sl"},
        {"km/h", "-"},
        {"GW/年", "sl"},
        {"中–外", "cn"},
        {"1–2", "-"},
        {"• 第一", "-"},
        {"甲•乙", "MD"},
        {"五～六", "CN"},
        {"￥5，５％", "PR CM - PO"},
        {"5%℃", "po po"},
        {"｢ｱ｣", "op - cl"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_STR(classes_of(cases[i].text, true), cases[i].want);
}

T_TEST(punct_blank)
{
    static const struct {
        uint32_t cp;
        jb_punct_convention convention;
        int left, right, width;
    } cases[] = {
        {0xFF08, JB_PUNCT_ZH_HANS, 500, 0, 1000},
        {0x201D, JB_PUNCT_ZH_HANS, 0, 500, 1000},
        {0xFF0C, JB_PUNCT_ZH_HANS, 0, 500, 1000},
        {0xFF0C, JB_PUNCT_ZH_HANT, 250, 250, 1000},
        {0xFF1A, JB_PUNCT_JA, 250, 250, 1000},
        {0x3002, JB_PUNCT_JA, 0, 500, 1000},
        {0xFF1F, JB_PUNCT_ZH_HANS, 0, 500, 1000},
        {0xFF1F, JB_PUNCT_JA, 0, 0, 1000},
        {0x203C, JB_PUNCT_ZH_HANS, 0, 0, 1000},
        {0x00B7, JB_PUNCT_ZH_HANS, 0, 0, 500},
        {0x30FB, JB_PUNCT_JA, 250, 250, 1000},
        {0x2014, JB_PUNCT_ZH_HANS, 0, 0, 1000},
        {0xFF62, JB_PUNCT_JA, 0, 0, 500},
        {0x2E3A, JB_PUNCT_ZH_HANS, 0, 0, 2000},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        int left, right;
        jb_punct cls = jb_punct_class(cases[i].cp);
        jb_punct_blank(cls, cases[i].cp, cases[i].convention, &left, &right);
        T_EQ_INT(left, cases[i].left);
        T_EQ_INT(right, cases[i].right);
        T_EQ_INT(jb_punct_width(cls, cases[i].cp, cases[i].convention), cases[i].width);
    }
}

T_TEST(punct_convention)
{
    T_EQ_INT(jb_punct_convention_of("zh"), JB_PUNCT_ZH_HANS);
    T_EQ_INT(jb_punct_convention_of("zh-CN"), JB_PUNCT_ZH_HANS);
    T_EQ_INT(jb_punct_convention_of("zh-Hant-HK"), JB_PUNCT_ZH_HANT);
    T_EQ_INT(jb_punct_convention_of("zh-TW"), JB_PUNCT_ZH_HANT);
    T_EQ_INT(jb_punct_convention_of("zh-Hans-HK"), JB_PUNCT_ZH_HANS);
    T_EQ_INT(jb_punct_convention_of("ja"), JB_PUNCT_JA);
    T_EQ_INT(jb_punct_convention_of("ko-KR"), JB_PUNCT_KO);
    T_EQ_INT(jb_punct_convention_of("zha"), JB_PUNCT_OTHER);
    T_EQ_INT(jb_punct_convention_of(NULL), JB_PUNCT_OTHER);
}
