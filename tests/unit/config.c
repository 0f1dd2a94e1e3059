#include "job/config.h"

#include "unit.h"

T_TEST(config_set)
{
    static const struct {
        const char *name, *value;
        bool fine;
    } cases[] = {
        {"layout", "plain", true}, {"layout", "", false},
        {"page", "12", true},      {"page", "0", false},
        {"page", "1.5", false},    {"page", "x", false},
        {"messages", "zh", true},  {"messages", "fr", false},
        {"color", "never", true},  {"set", "measure=30em", true},
        {"set", "measure", false}, {"set", "=1", false},
        {"overlay", "", false},    {"overlay", "gaps,frame", true},
        {"overlay", "gap", false}, {"overlay", "gaps,,frame", false},
        {"quiet", "", true},       {"font-path", "a", true},
    };
    jb_arena arena = {0};
    jb_config config = {.arena = &arena};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const jb_config_option *option = jb_config_find(jb_str_of(cases[i].name));
        T_TRUE(option != NULL);
        if (option)
            T_EQ_INT(jb_config_set(&config, option, cases[i].value), cases[i].fine);
    }
    T_EQ_INT(config.page, 12);
    T_EQ_INT(config.colour, 2);
    T_EQ_INT(config.set.count, 1);
    T_EQ_INT(config.overlay, 4 | 8);
    T_TRUE(config.quiet);
    T_EQ_INT(jb_config_language(&config), JB_MESSAGES_ZH);
    T_TRUE(jb_config_find(JB_STR("nonesuch")) == NULL);
    T_TRUE(jb_config_find_letter('o') == jb_config_find(JB_STR("output")));
    T_TRUE(jb_config_find_letter(0) == NULL);
    jb_arena_fini(&arena);
}

T_TEST(config_help)
{
    jb_buf text = {0};
    jb_config_help(JB_ON_VERSION, JB_MESSAGES_EN, &text);
    T_TRUE(jb_str_find(jb_buf_str(&text), "--messages") < text.len);
    T_TRUE(jb_str_find(jb_buf_str(&text), "--layout") == text.len);
    jb_buf_fini(&text);
}
