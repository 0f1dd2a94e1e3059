/* Inline trees as segments. */
#include "flow/inline.h"

#include "unit.h"

static const jb_style plain = {.name = "plain", .type = {.size = 9000}};
static const jb_style strong = {.name = "strong",
                                .type = {.size = 9000, .weight = 700}};

T_TEST(inline_flatten)
{
    jb_arena arena = {0};
    jb_inline inner = {
        .kind = JB_INLINE_TEXT, .text = JB_STR("bold"), .style = &strong};
    jb_inline last = {.kind = JB_INLINE_BREAK};
    jb_inline note = {.kind = JB_INLINE_NOTE, .number = 12, .next = &last};
    jb_inline link = {.kind = JB_INLINE_LINK,
                      .target = "https://a",
                      .first = &inner,
                      .style = &strong,
                      .next = &note};
    jb_inline ruby_base = {.kind = JB_INLINE_TEXT, .text = JB_STR("x")};
    jb_inline ruby = {.kind = JB_INLINE_RUBY,
                      .text = JB_STR("y"),
                      .first = &ruby_base,
                      .next = &link};
    jb_inline first = {.kind = JB_INLINE_TEXT,
                       .text = JB_STR("a"),
                       .is_verbatim = true,
                       .next = &ruby};
    jb_inline_flat flat = jb_inline_flatten(&first, &plain, NULL, &arena);
    static const char *const texts[] = {"a", "x", "bold", "12", "\xE2\x80\xA8"};
    T_EQ_INT(flat.segments.count, JB_COUNT(texts));
    for (size_t i = 0; i < flat.segments.count && i < JB_COUNT(texts); i++)
        T_TRUE(jb_str_is(flat.segments.items[i].text, texts[i]));
    T_TRUE(flat.segments.items[0].is_verbatim);
    T_TRUE(flat.segments.items[0].style == &plain);
    T_TRUE(flat.segments.items[2].style == &strong);
    T_EQ_STR(flat.segments.items[2].url, "https://a");
    T_TRUE(!flat.segments.items[0].url);
    T_EQ_INT(flat.segments.items[3].note, 12);
    T_EQ_INT(flat.notes.count, 1);
    T_TRUE(flat.segments.items[1].ruby && !flat.segments.items[2].ruby);
    T_TRUE(jb_str_is(flat.segments.items[1].ruby->text, "y"));
    jb_arena_fini(&arena);
}

T_TEST(inline_link_inside)
{
    jb_arena arena = {0};
    jb_inline text = {.kind = JB_INLINE_TEXT, .text = JB_STR("x")};
    jb_inline link = {.kind = JB_INLINE_LINK, .target = "#risk", .first = &text};
    jb_inline_flat flat = jb_inline_flatten(&link, &plain, NULL, &arena);
    T_EQ_INT(flat.segments.count, 1);
    T_EQ_STR(flat.segments.items[0].dest, "risk");
    T_TRUE(!flat.segments.items[0].url);
    jb_arena_fini(&arena);
}

T_TEST(inline_dense)
{
    jb_arena arena = {0};
    jb_inline_dense dense = {.into = &arena, .from = 9000, .to = 8000};
    const jb_style *small = jb_inline_dense_style(&dense, &plain);
    T_EQ_INT(small->type.size, 8000);
    T_TRUE(jb_inline_dense_style(&dense, &plain) == small);
    T_EQ_INT(jb_inline_dense_style(&dense, &strong)->type.weight, 700);
    jb_style large = {.type = {.size = 12000}};
    T_TRUE(jb_inline_dense_style(&dense, &large) == &large);
    T_TRUE(jb_inline_dense_style(NULL, &plain) == &plain);
    jb_arena_fini(&arena);
}

T_TEST(inline_marks)
{
    jb_arena arena = {0};
    jb_inline dotted = {.kind = JB_INLINE_TEXT, .text = JB_STR("b"), .style = &plain};
    jb_inline dots = {.kind = JB_INLINE_DOTS, .first = &dotted, .style = &strong};
    jb_inline plain_text = {
        .kind = JB_INLINE_TEXT, .text = JB_STR("a"), .style = &plain, .next = &dots};
    jb_inline inner = {.kind = JB_INLINE_NAME, .first = &plain_text};
    jb_inline name = {.kind = JB_INLINE_NAME, .first = &inner};
    jb_inline_flat flat = jb_inline_flatten(&name, &plain, NULL, &arena);
    T_EQ_INT(flat.segments.count, 2);
    const jb_sidemark *first = flat.segments.items[0].mark;
    const jb_sidemark *second = flat.segments.items[1].mark;
    T_TRUE(first && first->kind == JB_SIDEMARK_NAME && !first->around);
    T_TRUE(second && second->kind == JB_SIDEMARK_DOTS && second->around == first);
    T_TRUE(second->style == &strong && flat.segments.items[1].style == &plain);
    jb_arena_fini(&arena);
}

T_TEST(inline_warichu)
{
    static const struct {
        const char *text, *flat[3];
    } cases[] = {{"甲乙", {"（", "甲乙", "）"}},
                 {"（甲乙）", {"（", "甲乙", "）"}},
                 {"〔甲（乙）〕", {"〔", "甲（乙）", "〕"}},
                 {"（甲）乙（丙）", {"（", "（甲）乙（丙）", "）"}},
                 {"（", {"（", "（", "）"}}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_arena arena = {0};
        jb_inline text = {
            .kind = JB_INLINE_TEXT, .text = jb_str_of(cases[i].text), .style = &strong};
        jb_inline note = {.kind = JB_INLINE_WARICHU, .first = &text, .style = &strong};
        jb_inline_flat flat = jb_inline_flatten(&note, &plain, NULL, &arena);
        T_EQ_INT(flat.segments.count, 3);
        for (size_t k = 0; k < 3; k++) {
            const jb_segment *segment = &flat.segments.items[k];
            T_TRUE(jb_str_is(segment->text, cases[i].flat[k]));
            T_TRUE(segment->style == (k == 1 ? &strong : &plain));
            T_TRUE((segment->warichu != NULL) == (k == 1));
        }
        T_TRUE(flat.segments.items[1].warichu->around == &plain);
        jb_arena_fini(&arena);
    }
}
