/* Templates of header and footer, and the cutting of titles. */
#include "page/furniture.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "unit.h"

T_TEST(furniture_fill)
{
    jb_arena arena = {0};
    jb_page_texts texts = {.title = "A title", .brand = "B"};
    const jb_furniture_page page = {.page = "2", .pages = 5};
    T_EQ_STR(jb_furniture_fill("{brand} {page}/{pages}", &texts, &page, &arena),
             "B 2/5");
    T_EQ_STR(jb_furniture_fill("{short-title}", &texts, &page, &arena), "A title");
    T_EQ_STR(jb_furniture_fill("{series}{nothing}", &texts, &page, &arena), "");
    T_EQ_STR(jb_furniture_fill("a {date} b", &texts, &page, &arena), "a  b");
    T_EQ_STR(jb_furniture_fill("open {page", &texts, &page, &arena), "open 2");
    T_EQ_STR(jb_furniture_fill("", &texts, &page, &arena), "");
    jb_arena_fini(&arena);
}

static int halves(const char *text)
{
    jb_str str = jb_str_of(text);
    int sum = 0;
    for (size_t at = 0; at < str.len;)
        sum += jb_ucd_is_east_asian(jb_utf8_next(str, &at)) ? 2 : 1;
    return sum;
}

T_TEST(furniture_shorten)
{
    jb_arena arena = {0};
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"短标题", "短标题"},
        {"人工智能行业深度报告：大模型应用", "人工智能行业深度报…"},
        {"人工智能行业深度，报告（上篇）", "人工智能行业深度…"},
        {"artificial intelligence report", "artificial…"},
        {"人工智能行业深度（上）", "人工智能行业深度…"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const char *cut = jb_furniture_shorten(jb_str_of(cases[i].text), 10, &arena);
        T_EQ_STR(cut, cases[i].wanted);
        T_TRUE(halves(cut) <= 20);
    }
    jb_arena_fini(&arena);
}
