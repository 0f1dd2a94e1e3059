/* Lines of plain text by display width. */
#include "out/wrap.h"

#include "unit.h"

typedef struct wrap_case {
    const char *text;
    int columns;
    const char *first, *rest;
    jb_align align;
    const char *want;
} wrap_case;

static const wrap_case cases[] = {
    {"", 10, "", "", JB_ALIGN_LEFT, ""},
    {"abc def", 10, "", "", JB_ALIGN_LEFT, "abc def\n"},
    {"abc def ghi", 8, "", "", JB_ALIGN_LEFT, "abc def\nghi\n"},
    {"一二三四五", 6, "", "", JB_ALIGN_LEFT, "一二三\n四五\n"},
    /* no comma at a line's start, no opening bracket at its end (CLREQ 3.1.4) */
    {"一二三，四五", 6, "", "", JB_ALIGN_LEFT, "一二\n三，四\n五\n"},
    {"一二（三四）", 6, "", "", JB_ALIGN_LEFT, "一二\n（三\n四）\n"},
    /* what fits no line is broken anywhere, but not within a cluster (UAX 29) */
    {"abcdefgh", 3, "", "", JB_ALIGN_LEFT, "abc\ndef\ngh\n"},
    {"abe\xCC\x81"
     "d",
     3, "", "", JB_ALIGN_LEFT, "abe\xCC\x81\nd\n"},
    /* prefixes take their room; blanks never end a line */
    {"一二三四", 6, "- ", "  ", JB_ALIGN_LEFT, "- 一二\n  三四\n"},
    {"一\xE2\x80\xA8二", 9, "", "", JB_ALIGN_LEFT, "一\n二\n"},
    {"1.5", 6, "", "", JB_ALIGN_RIGHT, "   1.5\n"},
    {"ab", 6, "", "", JB_ALIGN_CENTRE, "  ab\n"},
    /* no room at all still makes progress */
    {"一二", 1, "", "", JB_ALIGN_LEFT, "一\n二\n"},
};

T_TEST(wrap)
{
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const wrap_case *c = &cases[i];
        jb_arena scratch = {0};
        jb_buf out = {0};
        jb_wrap wrap = {.columns = c->columns,
                        .first = c->first,
                        .rest = c->rest,
                        .lang = "zh-CN",
                        .kinsoku = JB_KINSOKU_GB,
                        .align = c->align};
        jb_wrap_put(&wrap, jb_str_of(c->text), &scratch, &out);
        T_EQ_STR(out.at ? out.at : "", c->want);
        jb_buf_fini(&out);
        jb_arena_fini(&scratch);
    }
}
