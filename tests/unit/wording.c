#include "kind/wording.h"
#include "unit.h"

T_TEST(wording_languages)
{
    static const struct {
        const char *tag;
        jb_wording_lang lang;
    } cases[] = {
        {"", JB_WORDING_ZH_HANS},      {"zh", JB_WORDING_ZH_HANS},
        {"zh-CN", JB_WORDING_ZH_HANS}, {"zh-Hans-HK", JB_WORDING_ZH_HANS},
        {"zh-TW", JB_WORDING_ZH_HANT}, {"zh-hant", JB_WORDING_ZH_HANT},
        {"zh-HK", JB_WORDING_ZH_HANT}, {"ja", JB_WORDING_JA},
        {"ja-JP", JB_WORDING_JA},      {"ko-KR", JB_WORDING_KO},
        {"en-GB", JB_WORDING_EN},      {"kok", JB_WORDING_EN},
        {"fr", JB_WORDING_EN},         {"ar-EG", JB_WORDING_AR},
        {"he", JB_WORDING_HE},         {"fa-IR", JB_WORDING_FA},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_INT(jb_wording_lang_of(jb_str_of(cases[i].tag)), cases[i].lang);
}

T_TEST(wording_labels)
{
    static const struct {
        const char *text;
        size_t bytes;
    } cases[] = {
        {"分析师：甲", 12},     {"分析師: 甲", 11},
        {"Analysts:  A", 11},   {"ANALYST: A", 9},
        {"アナリスト：山", 18}, {"分析师甲", 0},
        {"甲：乙", 0},          {"", 0},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_INT((int)jb_wording_label(jb_str_of(cases[i].text), JB_WORDING_ANALYSTS),
                 (int)cases[i].bytes);
}

T_TEST(wording_numbers)
{
    jb_buf text = {0};
    jb_wording_put(&text, JB_WORDING_KO, JB_WORDING_DATE, (const int[]){2024, 5, 20});
    T_EQ_STR(text.at, "2024년 5월 20일");
    jb_buf_fini(&text);
}
