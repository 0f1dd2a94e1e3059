/* Notes in two lines: where they are cut and where both lines stand. Positions in
 * hundredths of the em. */
#include "text/warichu.h"

#include "side_rig.h"
#include "unit.h"

/* before, the note between its brackets, after */
static jb_lines warichu_lines(side_rig *f, const char *const *texts, jb_mpt measure)
{
    jb_warichu *note = JB_NEW(&f->arena, jb_warichu);
    jb_segment *segments = JB_NEWS(&f->arena, jb_segment, 3);
    note->around = &f->style;
    for (size_t i = 0; i < 3; i++) {
        segments[i].text = jb_str_of(texts[i]);
        segments[i].style = i == 1 ? &f->small : &f->style;
        segments[i].warichu = i == 1 ? note : NULL;
    }
    return side_set_lines(f, segments, 3, measure);
}

/* The raise of the n-th cluster of a line's text. */
static jb_mpt warichu_raise(const jb_line *line, size_t n)
{
    for (size_t r = 0; r < line->run_count; r++)
        for (size_t k = 0; k < line->runs[r].count; k++)
            if (line->runs[r].glyphs[k].text_len && n-- == 0)
                return line->runs[r].raise;
    return INT32_MIN;
}

enum { WARICHU_AT = 3 /* the note's first cluster: behind two Han and a bracket */ };

T_TEST(warichu_two_lines)
{
    static const struct {
        const char *rule, *note;
        size_t second; /* the cluster that begins the second line */
        int width;     /* of the note */
    } cases[] = {
        {"even", "一二三四", 2, 100},
        {"odd: the first is longer", "一二三四五", 3, 150},
        {"no mark begins the second line", "一二三，四五", 4, 175},
        {"no bracket ends the first one", "一二「三四", 4, 200},
        {"a word stays whole", "甲information乙", 12, -1},
        {"one character", "甲", 1, 50},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        side_rig f;
        side_begin(&f, "zh-Hans", SIDE_EM / 2);
        const char *texts[] = {"甲乙（", cases[i].note, "）丙丁"};
        jb_lines lines = warichu_lines(&f, texts, 30 * SIDE_EM);
        const jb_line *line = &lines.items[0];
        size_t count = jb_utf8_count(jb_str_of(cases[i].note));
        size_t second = WARICHU_AT + cases[i].second, behind = WARICHU_AT + count;
        bool is_one = cases[i].second == count;
        T_EQ_INT(lines.count, 1);
        T_EQ_INT(line->height, 18000);
        T_NEAR(side_x(line, WARICHU_AT), 3 * SIDE_EM, 20);
        T_EQ_INT(warichu_raise(line, WARICHU_AT) * 100 / SIDE_EM, is_one ? 19 : 44);
        T_EQ_INT(warichu_raise(line, second - 1) * 100 / SIDE_EM, is_one ? 19 : 44);
        T_EQ_INT(warichu_raise(line, behind), 0);
        if (!is_one) {
            T_EQ_INT(warichu_raise(line, second) * 100 / SIDE_EM, -6);
            T_EQ_INT(warichu_raise(line, behind - 1) * 100 / SIDE_EM, -6);
            T_TRUE(line->has_gaps);
        }
        int width = (side_x(line, behind) - 3 * SIDE_EM) * 100 / SIDE_EM;
        if (cases[i].width >= 0 && abs(width - cases[i].width) > 26)
            unit_fail(__FILE__, __LINE__, "%s: %d wide, want %d", cases[i].rule, width,
                      cases[i].width);
        T_NEAR(side_x(line, behind + 1), side_x(line, behind) + SIDE_EM, 20);
        T_EQ_INT(jb_diag_count_id(f.diag, JB_DIAG_LINE_OVERFULL), 0);
        side_end(&f);
    }
}

T_TEST(warichu_lines_start_flush)
{
    static const char *const texts[] = {"甲乙（", "「一」二「三」", "）丙"};
    side_rig f;
    side_begin(&f, "zh-Hans", SIDE_EM / 2);
    jb_lines lines = warichu_lines(&f, texts, 30 * SIDE_EM);
    const jb_line *line = &lines.items[0];
    /* both begin with a bracket whose blank is outside */
    T_TRUE(side_x(line, 3) < 3 * SIDE_EM);
    T_EQ_INT(side_x(line, 3), side_x(line, 7));
    side_end(&f);
}

/* A long note goes on in the next line; each part is balanced in itself. */
T_TEST(warichu_is_divided)
{
    static const char *const texts[] = {
        "甲乙（", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
        "）丙丁"};
    for (jb_mpt em = 6; em < 20; em++) {
        side_rig f;
        side_begin(&f, "zh-Hans", SIDE_EM / 2);
        jb_lines lines = warichu_lines(&f, texts, em * SIDE_EM);
        jb_buf all = {0};
        T_TRUE(lines.count <= (size_t)(21 + em - 1) / (size_t)em + 1);
        for (size_t i = 0; i < lines.count; i++) {
            const jb_line *line = &lines.items[i];
            T_TRUE(line->width <= em * SIDE_EM + 20);
            jb_buf_put_str(&all, line->text);
            if (i > 0)
                T_EQ_INT(side_x(line, 0), 0);
        }
        T_EQ_STR(
            all.at,
            "甲乙（一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十）丙丁");
        jb_buf_fini(&all);
        T_EQ_INT(jb_diag_count_id(f.diag, JB_DIAG_LINE_OVERFULL), 0);
        side_end(&f);
    }
}

T_TEST(warichu_short_stays_whole)
{
    static const char *const texts[] = {"甲乙丙丁（", "一二三四五六", "）戊己庚"};
    side_rig f;
    side_begin(&f, "zh-Hans", SIDE_EM / 2);
    jb_lines lines = warichu_lines(&f, texts, 7 * SIDE_EM);
    for (size_t i = 0; i < lines.count; i++) {
        bool has_first =
            jb_str_find(lines.items[i].text, "一") < lines.items[i].text.len;
        bool has_last =
            jb_str_find(lines.items[i].text, "六") < lines.items[i].text.len;
        T_EQ_INT(has_first, has_last);
    }
    side_end(&f);
}
