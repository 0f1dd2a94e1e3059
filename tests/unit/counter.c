/* Counters against CSS Counter Styles and GB/T 15835. */
#include "kind/counter.h"

#include "unit.h"

T_TEST(counter_styles)
{
    static const struct {
        jb_counter style;
        int number;
        const char *want;
    } cases[] = {
        {JB_COUNTER_DECIMAL, 12, "12"},
        {JB_COUNTER_CHINESE, 1, "一"},
        {JB_COUNTER_CHINESE, 10, "十"},
        {JB_COUNTER_CHINESE, 11, "十一"},
        {JB_COUNTER_CHINESE, 20, "二十"},
        {JB_COUNTER_CHINESE, 101, "一百〇一"},
        {JB_COUNTER_CHINESE, 110, "一百一十"},
        {JB_COUNTER_CHINESE, 111, "一百一十一"},
        {JB_COUNTER_CHINESE, 1001, "一千〇一"},
        {JB_COUNTER_CHINESE, 1010, "一千〇一十"},
        {JB_COUNTER_CHINESE, 9999, "九千九百九十九"},
        {JB_COUNTER_CHINESE, 10001, "一万〇一"},
        {JB_COUNTER_CHINESE, 100000, "十万"},
        {JB_COUNTER_CHINESE, 0, "0"},
        {JB_COUNTER_FORMAL, 10, "壹拾"},
        {JB_COUNTER_FORMAL, 123, "壹佰贰拾叁"},
        {JB_COUNTER_FORMAL, 30405, "叁万零肆佰零伍"},
        {JB_COUNTER_STEMS, 1, "甲"},
        {JB_COUNTER_STEMS, 10, "癸"},
        {JB_COUNTER_STEMS, 11, "11"},
        {JB_COUNTER_CIRCLED, 20, "⑳"},
        {JB_COUNTER_CIRCLED, 21, "㉑"},
        {JB_COUNTER_CIRCLED, 50, "㊿"},
        {JB_COUNTER_CIRCLED, 51, "(51)"},
        {JB_COUNTER_BRACKETED_SIGN, 3, "⑶"},
        {JB_COUNTER_ALPHA, 26, "z"},
        {JB_COUNTER_ALPHA, 28, "ab"},
        {JB_COUNTER_ROMAN, 1994, "mcmxciv"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_buf buf = {0};
        jb_counter_put(&buf, cases[i].style, cases[i].number);
        T_EQ_STR(buf.at, cases[i].want);
        jb_buf_fini(&buf);
    }
}
