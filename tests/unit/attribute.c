#include "data/attribute.h"

#include "unit.h"

T_TEST(attribute_read)
{
    static const struct {
        const char *text;
        bool fine;
        unsigned marks;
        const char *lang, *unknown, *nearest;
    } cases[] = {
        {"dots", true, JB_ATTRIBUTE_DOTS, "", "", ""},
        {"着重", true, JB_ATTRIBUTE_DOTS, "", "", ""},
        {"专名号  dots", true, JB_ATTRIBUTE_NAME | JB_ATTRIBUTE_DOTS, "", "", ""},
        {"lang=\"ja\" book", true, JB_ATTRIBUTE_BOOK, "ja", "", ""},
        {"语言=en", true, 0, "en", "", ""},
        {"下划线", true, JB_ATTRIBUTE_UNDERLINE, "", "", ""},
        {"dot", true, 0, "", "dot", "dots"},
        {"underlined", true, 0, "", "underlined", "underline"},
        {".big", true, 0, "", ".big", ""},
        {"a|b", false, 0, "", "", ""},
        {" ", false, 0, "", "", ""},
        {"", false, 0, "", "", ""},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_attributes got;
        T_EQ_INT(jb_attribute_read(jb_str_of(cases[i].text), &got), cases[i].fine);
        if (!cases[i].fine)
            continue;
        T_EQ_INT(got.marks, cases[i].marks);
        T_TRUE(jb_str_is(got.lang, cases[i].lang));
        T_TRUE(jb_str_is(got.unknown, cases[i].unknown));
        const char *nearest = jb_attribute_nearest(got.unknown);
        T_EQ_STR(nearest ? nearest : "", cases[i].nearest);
    }
}
