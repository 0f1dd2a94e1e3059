/* Emphasis dots, name lines, title waves: where they stand along a line. */
#include "text/sidemark.h"

#include "side_rig.h"
#include "unit.h"

enum { SIDE_DOT = 1500 };

static jb_lines mark_lines(side_rig *f, const char *const *texts,
                           const jb_sidemark *const *marks, size_t count,
                           int measure_em)
{
    jb_segment *segments = JB_NEWS(&f->arena, jb_segment, count);
    for (size_t i = 0; i < count; i++)
        segments[i] = (jb_segment){
            .text = jb_str_of(texts[i]), .style = &f->style, .mark = marks[i]};
    return side_set_lines(f, segments, count, measure_em * SIDE_EM);
}

T_TEST(sidemark_dots)
{
    static const struct {
        const char *lang, *text;
        size_t count;
        int clusters[5]; /* of the characters that have one */
        int y;           /* thousandths of the em above the baseline */
    } cases[] = {
        {"zh-Hans", "样本，太 小。", 4, {0, 1, 3, 5}, -210},
        {"zh-Hans", "年2024年", 2, {0, 5}, -210},
        {"zh-Hant", "「甲」乙", 2, {1, 3}, -210},
        {"ja", "のんび、り", 4, {0, 1, 2, 4}, 975},
        {"ko", "한글", 2, {0, 1}, 975},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        side_rig f;
        side_begin(&f, cases[i].lang, SIDE_DOT);
        const jb_sidemark dots = {JB_SIDEMARK_DOTS, &f.small, NULL};
        const jb_sidemark *marks[] = {&dots};
        jb_lines lines = mark_lines(&f, &cases[i].text, marks, 1, 30);
        const jb_line *line = &lines.items[0];
        T_EQ_INT(line->stroke_count, cases[i].count);
        for (size_t k = 0; k < line->stroke_count; k++) {
            const jb_line_stroke *dot = &line->strokes[k];
            T_EQ_INT(dot->kind, JB_LINE_DOT);
            T_EQ_INT(dot->thickness, SIDE_DOT);
            T_EQ_INT(dot->y, cases[i].y * 10);
            T_EQ_INT(dot->colour, 0x123456);
            jb_mpt glyph = side_x(line, (size_t)cases[i].clusters[k]);
            if (strcmp(cases[i].lang, "ko") != 0) /* Hangul is narrower than the em */
                T_NEAR((dot->x + dot->width / 2 - glyph - SIDE_EM / 2) / 10, 0, 20);
        }
        side_end(&f);
    }
}

T_TEST(sidemark_names)
{
    static const char *const texts[] = {"孔子", "颜回", "与", "论语"};
    side_rig f;
    side_begin(&f, "zh-Hans", SIDE_DOT);
    const jb_sidemark first = {JB_SIDEMARK_NAME, &f.small, NULL};
    const jb_sidemark second = {JB_SIDEMARK_NAME, &f.small, NULL};
    const jb_sidemark title = {JB_SIDEMARK_BOOK, &f.small, NULL};
    const jb_sidemark *marks[] = {&first, &second, NULL, &title};
    jb_lines lines = mark_lines(&f, texts, marks, 4, 30);
    const jb_line *line = &lines.items[0];
    static const struct {
        jb_line_stroke_kind kind;
        jb_mpt x, right;
    } want[] = {{JB_LINE_RULE, 0, 20000 - 1250},
                {JB_LINE_RULE, 20000 + 1250, 40000},
                {JB_LINE_WAVE, 50000, 70000}};
    T_EQ_INT(line->stroke_count, 3);
    for (size_t i = 0; i < line->stroke_count; i++) {
        T_EQ_INT(line->strokes[i].kind, want[i].kind);
        T_EQ_INT(line->strokes[i].x, want[i].x);
        T_EQ_INT(line->strokes[i].x + line->strokes[i].width, want[i].right);
        T_TRUE(line->strokes[i].y > -2100); /* nearer to the text than dots */
    }
    side_end(&f);
}

/* One line over segments, gaps between Han and Latin, and justified spaces; one a line of
 * text when the name is broken. */
T_TEST(sidemark_is_not_interrupted)
{
    static const char *const texts[] = {"甲", "微软 Office 2024 套", "件", "乙丙丁"};
    side_rig f;
    side_begin(&f, "zh-Hans", SIDE_DOT);
    const jb_sidemark name = {JB_SIDEMARK_NAME, &f.small, NULL};
    const jb_sidemark dots = {JB_SIDEMARK_DOTS, &f.small, &name};
    const jb_sidemark *marks[] = {NULL, &name, &dots, NULL};
    jb_lines lines = mark_lines(&f, texts, marks, 4, 30);
    T_EQ_INT(lines.items[0].stroke_count, 2);
    T_EQ_INT(lines.items[0].strokes[0].x, SIDE_EM);
    T_EQ_INT(lines.items[0].strokes[1].kind, JB_LINE_DOT);
    T_EQ_INT(lines.items[0].strokes[1].y, -3000); /* below the line */
    lines = mark_lines(&f, texts, marks, 4, 6);
    T_TRUE(lines.count > 1);
    const jb_line_stroke *first = &lines.items[0].strokes[0];
    T_EQ_INT(first->x + first->width, 6 * SIDE_EM);
    side_end(&f);
}
