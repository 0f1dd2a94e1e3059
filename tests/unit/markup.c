/* XML as it is written: always well-formed, whatever the text. */
#include "out/markup.h"

#include "unit.h"

static const char *text_of(jb_buf *buf)
{
    return buf->at ? buf->at : "";
}

T_TEST(markup_elements)
{
    jb_buf out = {0};
    jb_markup markup = {.out = &out};
    jb_markup_open(&markup, "p");
    jb_markup_attr(&markup, "class", "a \"b\" <c> & d\n\te");
    jb_markup_attr(&markup, "id", NULL);
    jb_markup_attr_int(&markup, "colspan", 12);
    jb_markup_text(&markup, JB_STR("1 < 2 & 3 > 2, \"q\""));
    jb_markup_open(&markup, "br");
    jb_markup_close(&markup);
    jb_markup_open(&markup, "span");
    jb_markup_close(&markup);
    jb_markup_element(&markup, "b", "x");
    jb_markup_element(&markup, "i", NULL);
    jb_markup_close(&markup);
    jb_markup_line(&markup);
    jb_markup_raw(&markup, JB_STR("<raw/>"));
    T_EQ_STR(text_of(&out),
             "<p class=\"a &quot;b&quot; &lt;c&gt; &amp; d&#10;&#9;e\" colspan=\"12\">"
             "1 &lt; 2 &amp; 3 &gt; 2, \"q\"<br/><span></span><b>x</b></p>\n<raw/>");
    T_EQ_INT(markup.depth, 0);
    jb_buf_fini(&out);
}

/* A void element's name may be an XML element that has content (OPF's meta). */
T_TEST(markup_meta_with_content)
{
    jb_buf out = {0};
    jb_markup markup = {.out = &out};
    jb_markup_element(&markup, "meta", "2024");
    jb_markup_open(&markup, "meta");
    jb_markup_attr(&markup, "name", "x");
    jb_markup_close(&markup);
    T_EQ_STR(text_of(&out), "<meta>2024</meta><meta name=\"x\"/>");
    jb_buf_fini(&out);
}

T_TEST(markup_characters)
{
    static const struct {
        jb_str text;
        const char *wanted;
    } cases[] = {
        {JB_STR("a\x01z"), "a�z"},
        {JB_STR("a\0z"), "a�z"},
        {JB_STR("\x0B\x1F"), "��"},
        {JB_STR("\xFF"), "�"},
        {JB_STR("\xE4\xB8"), "��"},
        {JB_STR("\xED\xA0\x80"), "���"}, /* a surrogate */
        {JB_STR("\xEF\xBF\xBE"), "�"},   /* U+FFFE */
        {JB_STR("\xEF\xBF\xBD"), "�"},   /* U+FFFD itself */
        {JB_STR("\xF4\x90\x80\x80"), "����"},
        {JB_STR("\t\n中𠀀"), "\t\n中𠀀"},
        {JB_STR("]]>"), "]]&gt;"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_buf out = {0};
        jb_markup markup = {.out = &out};
        jb_markup_text(&markup, cases[i].text);
        T_EQ_STR(text_of(&out), cases[i].wanted);
        jb_buf_fini(&out);
    }
}

T_TEST(markup_deep)
{
    enum { DEEP = JB_MARKUP_DEPTH + 10 };
    jb_buf out = {0};
    jb_markup markup = {.out = &out};
    for (int i = 0; i < DEEP; i++)
        jb_markup_open(&markup, "b");
    jb_markup_attr(&markup, "class", "lost");
    jb_markup_text(&markup, JB_STR("x"));
    for (int i = 0; i < DEEP; i++)
        jb_markup_close(&markup);
    T_EQ_INT(out.len, JB_MARKUP_DEPTH * (sizeof "<b></b>" - 1) + 1);
    T_EQ_INT(markup.depth, 0);
    jb_buf_fini(&out);
}
