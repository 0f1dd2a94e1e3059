/* doc/inlines.c: Markdown inlines as the inlines of blocks. */
#include "doc/inlines.h"
#include "unit.h"

static void inlines_render(const jb_inline *inlines, jb_buf *out)
{
    static const char *const names[] = {"",     "/",   "b",    "em",   "code", "a",
                                        "sup",  "sub", "s",    "note", "ruby", "img",
                                        "span", "u",   "dots", "name", "book"};
    for (; inlines; inlines = inlines->next) {
        jb_buf_puts(out, names[inlines->kind]);
        if (inlines->target)
            jb_buf_printf(out, "<%s>", inlines->target);
        if (inlines->kind != JB_INLINE_TEXT && inlines->kind != JB_INLINE_BREAK)
            jb_buf_putc(out, '(');
        jb_buf_put_str(out, inlines->text);
        if (inlines->first && inlines->text.len)
            jb_buf_putc(out, '|');
        inlines_render(inlines->first, out);
        if (inlines->kind != JB_INLINE_TEXT && inlines->kind != JB_INLINE_BREAK)
            jb_buf_putc(out, ')');
    }
}

T_TEST(inlines_from_md)
{
    static const struct {
        const char *text, *want;
        size_t dropped;
    } cases[] = {
        {"甲\n乙", "甲乙", 0},
        {"a\nb", "a b", 0},
        {"甲\nb", "甲 b", 0},
        {"甲。\nb", "甲。 b", 0},
        {"**甲**\n*乙*", "b(甲)em(乙)", 0},
        {"**a**\n*b*", "b(a) em(b)", 0},
        {"a  \nb", "a/b", 0},
        {"`x` ~~y~~ m^2^ H~2~O", "code(x) s(y) msup(2) Hsub(2)O", 0},
        {"[a](https://x.y)[b](mailto:c@d)", "a<https://x.y>(a)a<mailto:c@d>(b)", 0},
        {"[a](javascript:x) [b](c.txt)", "a b", 2},
        {"见https://a.b/c。", "见a<https://a.b/c>(https://a.b/c)。", 0},
        {"(http://a.b/(c)), d", "(a<http://a.b/(c)>(http://a.b/(c))), d", 0},
        {"http://", "http://", 0},
        {"[https://a.b](https://c.d)", "a<https://c.d>(https://a.b)", 0},
        {"甲[^1]乙", "甲note<1>([^1])乙", 0},
        {"[a](#s1)", "a<#s1>(a)", 0},
        {"[a](../c.yaml#x)", "a<../c.yaml#x>(a)", 0},
        {"{汉|h}", "ruby(h|汉)", 0},
        {"[x]{lang=en .q}", "span<en>(x)", 0},
        {"[x]{dots name lang=ja}", "span<ja>(name(dots(x)))", 0},
        {"[x]{书名}<u>y</u>", "book(x)u(y)", 0},
        {"甲![图](a.png)", "甲img<a.png>(图)", 0},
        {"", "", 0},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_arena arena = {0};
        jb_diag *diag = jb_diag_new(&arena);
        jb_buf out = {0};
        jb_md *md =
            jb_markdown_read_text(jb_str_of(cases[i].text), JB_NO_SPAN, &arena, diag);
        inlines_render(jb_inlines_from_md(md, &arena, diag), &out);
        T_EQ_STR(out.at ? out.at : "", cases[i].want);
        T_EQ_INT(jb_diag_count_id(diag, JB_DIAG_LINK_DROPPED), cases[i].dropped);
        jb_buf_fini(&out);
        jb_arena_fini(&arena);
    }
}

T_TEST(inlines_text)
{
    jb_arena arena = {0};
    jb_diag *diag = jb_diag_new(&arena);
    jb_buf out = {0};
    jb_md *md = jb_markdown_read_text(JB_STR("甲**乙**`c`{汉|h}  \n丁"), JB_NO_SPAN,
                                      &arena, diag);
    jb_inlines_text(jb_inlines_from_md(md, &arena, diag), &out);
    T_EQ_STR(out.at, "甲乙c汉\n丁");
    jb_buf_fini(&out);
    T_TRUE(jb_inlines_of_text(JB_STR(""), JB_NO_SPAN, &arena) == NULL);
    jb_arena_fini(&arena);
}
