/* Where ruby stands, and where its base does. Positions in thousandths of the em. */
#include "text/ruby.h"

#include "side_rig.h"
#include "unit.h"

typedef struct ruby_piece {
    const char *text, *ruby; /* ruby may be NULL */
} ruby_piece;

static jb_lines ruby_lines(side_rig *f, const ruby_piece *pieces, size_t count,
                           int measure_em)
{
    jb_segment *segments = JB_NEWS(&f->arena, jb_segment, count);
    for (size_t i = 0; i < count; i++) {
        segments[i].text = jb_str_of(pieces[i].text);
        segments[i].style = &f->style;
        if (!pieces[i].ruby)
            continue;
        jb_ruby *ruby = JB_NEW(&f->arena, jb_ruby);
        *ruby = (jb_ruby){jb_str_of(pieces[i].ruby), &f->small, JB_NO_SPAN};
        segments[i].ruby = ruby;
    }
    return side_set_lines(f, segments, count, measure_em * SIDE_EM);
}

static jb_mpt ruby_left(const jb_line_ruby *ruby)
{
    return ruby->runs[0].x + ruby->runs[0].glyphs[0].x;
}

static jb_mpt ruby_right(const jb_line_ruby *ruby)
{
    const jb_line_run *last = &ruby->runs[ruby->count - 1];
    return last->x + last->width;
}

/* Middle of a ruby less the middle of base characters [first, last]. */
static int off_centre(const jb_line *line, size_t ruby, size_t first, size_t last)
{
    const jb_line_ruby *at = &line->rubies[ruby];
    jb_mpt middle = (ruby_left(at) + ruby_right(at)) / 2;
    return (middle - (side_x(line, first) + side_x(line, last) + SIDE_EM) / 2) / 10;
}

T_TEST(ruby_above)
{
    static const struct {
        const char *rule, *lang;
        ruby_piece pieces[3];
        size_t rubies;
        size_t first, last; /* base of the first ruby, by clusters of the line */
        int base[2];        /* x of those two; -1 = any */
    } cases[] = {
        {"group",
         "zh-Hans",
         {{"甲", 0}, {"汉字", "hànzì"}, {"乙", 0}},
         1,
         1,
         2,
         {1000, 2000}},
        {"one each",
         "zh-Hans",
         {{"甲", 0}, {"汉字", "hàn zì"}, {"乙", 0}},
         2,
         1,
         1,
         {-1, -1}},
        {"three kana on one",
         "ja",
         {{"甲", 0}, {"桜", "さくら"}, {"乙", 0}},
         1,
         1,
         1,
         {1250, -1}},
        {"over kana",
         "ja",
         {{"の", 0}, {"桜", "さくら"}, {"は", 0}},
         1,
         1,
         1,
         {1000, -1}},
        {"at most a ruby em over kana",
         "ja",
         {{"の", 0}, {"承", "うけたまわ"}, {"る", 0}},
         1,
         1,
         1,
         {1250, -1}},
        {"wider than its group",
         "ja",
         {{"甲", 0}, {"東京", "とうきょうと"}, {"乙", 0}},
         1,
         1,
         2,
         {1250, 2750}},
        {"over a stop's blank",
         "ja",
         {{"。", 0}, {"私", "わたくし"}, {"は", 0}},
         1,
         1,
         1,
         {1000, -1}},
        {"over a bracket before it, not the bracket's blank",
         "ja",
         {{"「", 0}, {"承", "うけたまわ"}, {"、", 0}},
         1,
         1,
         1,
         {750, -1}},
        {"at the line's edge",
         "ja",
         {{"桜", "さくら"}, {"は", 0}, {"咲", 0}},
         1,
         0,
         0,
         {250, -1}},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        side_rig f;
        side_begin(&f, cases[i].lang, SIDE_EM / 2);
        jb_lines lines = ruby_lines(&f, cases[i].pieces, 3, 30);
        const jb_line *line = &lines.items[0];
        T_EQ_INT(line->ruby_count, cases[i].rubies);
        T_NEAR(off_centre(line, 0, cases[i].first, cases[i].last), 0, 20);
        T_NEAR(line->rubies[0].runs[0].raise * 10 / SIDE_EM, 9, 1);
        T_EQ_INT(line->rubies[0].runs[0].type->size, SIDE_EM / 2);
        for (int k = 0; k < 2; k++)
            if (cases[i].base[k] >= 0 &&
                abs(side_x(line, k ? cases[i].last : cases[i].first) / 10 -
                    cases[i].base[k]) > 20)
                unit_fail(__FILE__, __LINE__, "%s: base at %d, want %d", cases[i].rule,
                          side_x(line, k ? cases[i].last : cases[i].first) / 10,
                          cases[i].base[k]);
        side_end(&f);
    }
}

T_TEST(ruby_pinyin_keeps_apart)
{
    static const ruby_piece pieces[] = {
        {"双窗装框", "shuāng chuāng zhuāng kuàng"}, {"上", "shàng"}, {"乙", NULL}};
    side_rig f;
    side_begin(&f, "zh-Hans", SIDE_EM / 2);
    jb_lines lines = ruby_lines(&f, pieces, 3, 30);
    const jb_line *line = &lines.items[0];
    T_EQ_INT(line->ruby_count, 5);
    for (size_t i = 0; i < line->ruby_count; i++) {
        T_NEAR(off_centre(line, i, i, i), 0, 20);
        if (i > 0) /* a quarter of the ruby's em, less rounding */
            T_TRUE(ruby_left(&line->rubies[i]) - ruby_right(&line->rubies[i - 1]) >=
                   SIDE_EM / 8 - 3);
    }
    T_TRUE(ruby_right(&line->rubies[4]) <= side_x(line, 5)); /* never over Han */
    T_TRUE(ruby_left(&line->rubies[0]) >= 0);
    T_TRUE(line->has_gaps);
    T_EQ_INT(line->height, 18000);
    side_end(&f);
}

T_TEST(ruby_spreads_over_a_longer_base)
{
    static const ruby_piece pieces[] = {{"仕事場所", "しごと"}, {"を", NULL}};
    side_rig f;
    side_begin(&f, "ja", SIDE_EM / 2);
    jb_lines lines = ruby_lines(&f, pieces, 2, 30);
    const jb_line *line = &lines.items[0];
    const jb_line_run *run = &line->rubies[0].runs[0];
    T_EQ_INT(run->count, 3); /* 4 em, 3 x 0.5 em: 2.5 em in 1 to 2 to 2 to 1 parts */
    T_NEAR((run->x + run->glyphs[0].x) / 10, 2500 / 6, 5);
    T_NEAR((run->x + run->glyphs[2].x) / 10, 4000 - 500 - 2500 / 6, 5);
    T_TRUE(line->rubies[0].has_gaps);
    side_end(&f);
}

T_TEST(ruby_group_stays_whole)
{
    static const ruby_piece pieces[] = {
        {"甲乙丙丁戊己庚", NULL}, {"太极拳法", "tàijíquánfǎ"}, {"辛壬癸", NULL}};
    side_rig f;
    side_begin(&f, "zh-Hans", SIDE_EM / 2);
    jb_lines lines = ruby_lines(&f, pieces, 3, 9);
    T_EQ_INT(lines.count, 2);
    T_TRUE(jb_str_is(lines.items[0].text, "甲乙丙丁戊己庚"));
    T_EQ_INT(lines.items[0].ruby_count, 0);
    T_EQ_INT(lines.items[1].ruby_count, 1);
    T_NEAR(off_centre(&lines.items[1], 0, 0, 3), 0, 20);
    side_end(&f);
}

T_TEST(ruby_group_longer_than_a_line)
{
    static const ruby_piece pieces[] = {
        {"一二三四五六七八九十", "abcdefghijklmnopqrst"}, {"乙", NULL}};
    side_rig f;
    side_begin(&f, "zh-Hans", SIDE_EM / 2);
    jb_lines lines = ruby_lines(&f, pieces, 2, 6);
    jb_buf all = {0};
    for (size_t i = 0; i < lines.count; i++)
        for (size_t k = 0; k < lines.items[i].ruby_count; k++) {
            jb_buf_put_str(&all, lines.items[i].rubies[k].text);
            T_TRUE(ruby_left(&lines.items[i].rubies[k]) >= -10);
        }
    T_EQ_STR(all.at, "abcdefghijklmnopqrst");
    jb_buf_fini(&all);
    side_end(&f);
}

/* CLREQ 3.3.3: symbols of 3/10, a column of half an em, tones at the right. */
T_TEST(ruby_zhuyin)
{
    static const struct {
        const char *text, *zhuyin;
        size_t rubies, warnings;
    } cases[] = {{"春", "ㄔㄨㄣ", 1, 0},         {"的", "˙ㄉㄜ", 1, 0},
                 {"國語", "ㄍㄨㄛˊ ㄩˇ", 2, 0},  {"國語", "ㄍㄨㄛˊㄩˇ", 2, 0},
                 {"國，語", "ㄍㄨㄛˊㄩˇ", 2, 0}, {"三民", "ㄙㄢㄇㄧㄣˊ", 1, 1}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        side_rig f;
        side_begin(&f, "zh-Hant", SIDE_EM / 2);
        ruby_piece pieces[] = {{cases[i].text, cases[i].zhuyin}, {"乙", NULL}};
        jb_lines lines = ruby_lines(&f, pieces, 2, 30);
        const jb_line *line = &lines.items[0];
        T_EQ_INT(line->ruby_count, cases[i].rubies);
        T_EQ_INT(jb_diag_count_id(f.diag, JB_DIAG_RUBY_PARTS), cases[i].warnings);
        if (cases[i].warnings == 0) {
            T_EQ_INT(side_x(line, 0), 0);
            T_EQ_INT(line->rubies[0].runs[0].x, SIDE_EM);
            T_NEAR(line->rubies[0].runs[line->rubies[0].count > 3 ? 1 : 0].type->size,
                   3000, 1000);
            T_NEAR(line->width,
                   (jb_mpt)(jb_utf8_count(line->text) * SIDE_EM +
                            cases[i].rubies * SIDE_EM / 2),
                   20);
        }
        side_end(&f);
    }
}

T_TEST(ruby_zhuyin_symbols)
{
    side_rig f;
    side_begin(&f, "zh-Hant", SIDE_EM / 2);
    ruby_piece pieces[] = {{"曉", "ㄒㄧㄠˇ"}};
    jb_lines lines = ruby_lines(&f, pieces, 1, 30);
    const jb_line_ruby *ruby = &lines.items[0].rubies[0];
    T_EQ_INT(ruby->count, 4);
    T_EQ_STR(jb_arena_strndup(&f.arena, ruby->text.at, ruby->text.len), "ㄒㄧㄠˇ");
    /* 0.9 em in the middle of the em box (0.38 em above the baseline) */
    static const jb_mpt tops[] = {8300, 5300, 2300};
    for (size_t i = 0; i < 3; i++) {
        T_EQ_INT(ruby->runs[i].type->size, 3000);
        T_EQ_INT(ruby->runs[i].raise + ruby->runs[i].glyphs[0].y, tops[i] - 2640);
        T_EQ_INT(ruby->runs[i].x + ruby->runs[i].glyphs[0].x, SIDE_EM);
    }
    int32_t x, y, w, h;
    const jb_line_run *tone = &ruby->runs[3];
    T_TRUE(jb_font_ink(tone->face, tone->glyphs[0].gid, &x, &y, &w, &h));
    jb_mpt middle =
        tone->x + tone->glyphs[0].x +
        (jb_mpt)jb_geom_scale(x + w / 2, tone->type->size, tone->face->upem);
    T_NEAR(middle, SIDE_EM + 4000, 50);
    side_end(&f);
}

T_TEST(ruby_needs_room)
{
    static const ruby_piece pieces[] = {{"甲乙丙丁戊己", NULL}, {"庚", "gēng"}};
    static const struct {
        jb_mpt leading;
        size_t warnings;
    } cases[] = {{18000, 0}, {15000, 0}, {13000, 1}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        side_rig f;
        side_begin(&f, "zh-Hans", SIDE_EM / 2);
        f.style.setting.leading = cases[i].leading;
        jb_lines lines = ruby_lines(&f, pieces, 2, 5);
        T_EQ_INT(lines.count, 2);
        T_EQ_INT(lines.items[1].height, cases[i].leading);
        T_EQ_INT(jb_diag_count_id(f.diag, JB_DIAG_RUBY_ROOM), cases[i].warnings);
        side_end(&f);
    }
}
