/* Paragraphs against the layout rules: where lines end and where characters stand. Texts
 * are escaped code points in comments' stead: each case names its rule. */
#include "para_fixture.h"

/* The x of the n-th cluster of a line, in thousandths of an em. */
static int x_of(const jb_line *line, size_t n)
{
    for (size_t r = 0; r < line->run_count; r++)
        for (size_t k = 0; k < line->runs[r].count; k++)
            if (line->runs[r].glyphs[k].text_len && n-- == 0)
                return (line->runs[r].x + line->runs[r].glyphs[k].x) * 1000 / EM;
    return -1;
}

T_TEST(para_breaks)
{
    static const struct {
        const char *rule, *text;
        int measure_em, indent_em;
        const char *lines;
    } cases[] = {
        {"O01", "本季公司营业收入同比增长，净利润率小幅回落。", 12, 0,
         "本季公司营业收入同比增|长，净利润率小幅回落。"},
        {"O02", "公司本季营业收入大幅增，净利润率小幅回落不变。", 12, 0,
         "公司本季营业收入大幅增，|净利润率小幅回落不变。"},
        {"O04", "管理层在会上重申了“稳增长”目标不变并继续推进。", 10, 0,
         "管理层在会上重申了|“稳增长”目标不变并继|续推进。"},
        {"O05", "（一）公司研究框架与盈利预测的主要假设", 10, 2,
         "（一）公司研究框架|与盈利预测的主要假设"},
        {"O06", "本轮复苏的主线十分清晰——内需回暖带动消费。", 12, 0,
         "本轮复苏的主线十分清晰|——内需回暖带动消费。"},
        {"O08", "全年毛利率将提升至26.8%左右水平。", 12, 0,
         "全年毛利率将提升至|26.8%左右水平。"},
        {"O09", "公司拟投资总额合计约为￥3,200万元人民币。", 12, 0,
         "公司拟投资总额合计约为|￥3,200万元人民币。"},
        {"O14", "本年度GDP增长目标定为百分之五左右，外需承压。", 14, 0,
         "本年度GDP增长目标定为百分|之五左右，外需承压。"},
        {"O16", "维持公司买入评级不变目标价上调至三百五十元。", 10, 0,
         "维持公司买入评级不变|目标价上调至三百五|十元。"},
    };
    fixture f;
    fixture_init(&f, "zh-Hans");
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_lines lines = set_text(&f, cases[i].text, cases[i].measure_em * EM,
                                  cases[i].indent_em * EM);
        T_EQ_STR(joined(&f, lines), cases[i].lines);
    }
    fixture_fini(&f);
}

T_TEST(para_justified_lines_end_flush)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    jb_lines lines = set_text(
        &f,
        "公司预计2024年GDP增速约为5.2%，其中出口（含服务）贡献“有限”，内需回暖带动消费。",
        13 * EM, 2 * EM);
    for (size_t i = 0; i + 1 < lines.count; i++)
        T_EQ_INT(lines.items[i].x + lines.items[i].width, 13 * EM);
    fixture_fini(&f);
}

T_TEST(para_squeezes_adjacent_marks)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    f.style.setting.align = JB_ALIGN_LEFT;
    jb_lines lines = set_text(&f, "他说：“你好。”（完）《书〈章〉》，", 30 * EM, 0);
    T_EQ_INT(lines.count, 1);
    static const int nominal[] = {0,     1000,  2000,  2500,  3500,  4500,
                                  5500,  6000,  6500,  7500,  8500,  9000,
                                  10000, 11000, 12000, 13000, 13500, 14000};
    for (size_t i = 0; i < JB_COUNT(nominal); i++)
        T_EQ_INT((x_of(&lines.items[0], i) + 10) / 20, (nominal[i] + 10) / 20);
    fixture_fini(&f);
}

T_TEST(para_typed_space_gives_the_same_gap)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    f.style.setting.align = JB_ALIGN_LEFT;
    jb_lines with = set_text(&f, "中文 abc 中文", 30 * EM, 0);
    jb_lines without = set_text(&f, "中文abc中文", 30 * EM, 0);
    T_EQ_INT(with.items[0].width, without.items[0].width);
    T_NEAR(x_of(&without.items[0], 5), 4233, 20);
    fixture_fini(&f);
}

T_TEST(para_hanging_mark_stands_at_the_measure)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    f.style.setting.is_hanging = true;
    jb_lines lines =
        set_text(&f, "本季公司营业收入同比增长，净利润率小幅回落。", 12 * EM, 0);
    T_EQ_STR(joined(&f, lines), "本季公司营业收入同比增长，|净利润率小幅回落。");
    T_EQ_INT(x_of(&lines.items[0], 12), 12000);
    /* Never in a run of marks, nor in a line with Latin. */
    lines = set_text(&f, "本季公司营业收入（增长），净利润率小幅回落。", 12 * EM, 0);
    T_EQ_INT(x_of(&lines.items[0], 12) < 12000, 1);
    fixture_fini(&f);
}

T_TEST(para_grid_keeps_han_on_whole_ems)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    f.style.setting.is_gridded = true;
    f.style.setting.punct = JB_PUNCT_PLAIN;
    jb_lines lines = set_text(&f, "本年度GDP增长目标为Sora定的5成左右", 30 * EM, 0);
    const char *text = lines.items[0].text.at;
    for (size_t at = 0, n = 0; at < lines.items[0].text.len; n++) {
        size_t begin = at;
        uint32_t cp = jb_utf8_next(lines.items[0].text, &at);
        if (cp >= 0x4E00)
            T_EQ_INT(x_of(&lines.items[0], n) % 1000, 0);
        (void)begin;
    }
    T_TRUE(text != NULL);
    fixture_fini(&f);
}

T_TEST(para_headings_break_by_phrase)
{
    static const struct {
        const char *text;
        int measure_em;
        const char *lines;
    } cases[] = {
        {"新能源汽车动力电池回收利用的商业模式与盈利能力研究", 20,
         "新能源汽车动力电池回收利用的|商业模式与盈利能力研究"},
        {"二〇二四年全球半导体设备市场回顾与二〇二五年展望", 20,
         "二〇二四年全球半导体设备市场回顾|与二〇二五年展望"},
        {"从ChatGPT到Sora：生成式人工智能两年来的变化与中国企业的应对", 22,
         "从ChatGPT到Sora：生成式人工智能两年来的|变化与中国企业的应对"},
        /* a number with its unit, blanks between them or not */
        {"轻工行业2025年中报总结", 9, "轻工行业|2025年中报总结"},
        {"轻工行业 2025  年中报总结", 9, "轻工行业|2025  年中报总结"},
        {"二〇二五年行业观察合订本", 9, "二〇二五年|行业观察合订本"},
        {"二〇二五年度专项行动报告", 7, "二〇二五年度|专项行动报告"},
        /* words of two characters, names in quotation marks, a number and its text */
        {"光伏行业深度研究报告", 6, "光伏行业深度|研究报告"},
        {"有望助力其成为新平台", 7, "有望助力|其成为新平台"},
        {"平台用“千里马”计划", 7, "平台用|“千里马”计划"},
        {"第三节讲国产化率提高", 7, "第三节讲|国产化率提高"},
        {"三、美国需求是主要动力", 9, "三、美国需求|是主要动力"},
    };
    fixture f;
    fixture_init(&f, "zh-Hans");
    f.style.setting.align = JB_ALIGN_LEFT;
    f.style.setting.is_balanced = true;
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_STR(joined(&f, set_text(&f, cases[i].text, cases[i].measure_em * EM, 0)),
                 cases[i].lines);
    /* A listed word is never broken. */
    const jb_field_text words[] = {{.text = JB_STR("人工智能")},
                                   {.text = JB_STR("商业银行")}};
    f.style.setting.words = words;
    f.style.setting.word_count = JB_COUNT(words);
    T_EQ_STR(joined(&f, set_text(&f, "大型商业银行人工智能应用", 8 * EM, 0)),
             "大型商业银行|人工智能应用");
    fixture_fini(&f);
}

T_TEST(para_hyphenates_latin_text)
{
    fixture f;
    fixture_init(&f, "en");
    f.style.setting.is_hyphenated = true;
    jb_lines lines =
        set_text(&f, "Considerable responsibility notwithstanding", 11 * EM, 0);
    T_EQ_STR(joined(&f, lines), "Considerable respon|sibility notwithstand|ing");
    const jb_line_run *last = &lines.items[0].runs[lines.items[0].run_count - 1];
    T_EQ_INT(last->text.len, 2); /* U+00AD */
    T_NEAR(lines.items[0].width, 11 * EM, 200);
    fixture_fini(&f);
}

T_TEST(para_wide_currency_sign_touches_its_number)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    f.style.setting.align = JB_ALIGN_LEFT;
    jb_lines lines = set_text(&f, "额￥120亿约25℃左", 30 * EM, 0);
    T_EQ_INT(x_of(&lines.items[0], 1), 1000);
    T_EQ_INT(x_of(&lines.items[0], 2), 2000);
    fixture_fini(&f);
}

T_TEST(para_two_exclamations_take_one_em_three_take_two)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    f.style.setting.align = JB_ALIGN_LEFT;
    jb_lines lines = set_text(&f, "好！？后好！！！后", 30 * EM, 0);
    T_EQ_INT(x_of(&lines.items[0], 3), 2000);
    T_EQ_INT(x_of(&lines.items[0], 8), 6000);
    fixture_fini(&f);
}
