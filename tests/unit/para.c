/* Paragraphs against the layout rules: where lines end and where characters stand. Texts
 * are escaped code points in comments' stead: each case names its rule. */
#include "text/para.h"

#include "base/file.h"
#include "unit.h"

static bool open_font(void *state, const char *path, jb_str *bytes)
{
    (void)state;
    char full[256];
    snprintf(full, sizeof full, "/usr/share/fonts/%s", path);
    return jb_file_map(full, 64u << 20, bytes) == JB_FILE_OK;
}

static const jb_fontset_file files[] = {
    {"opentype/noto/NotoSerifCJK-Regular.ttc", 400, false}};
static const jb_fontset_region regions[] = {
    {"zh-Hans", 2}, {"zh-Hant", 3}, {"ja", 0}, {"ko", 1}};
static const jb_fontset_family families[] = {
    {"Noto Serif CJK", "fonts-noto-cjk", files, 1, regions, 4, false}};
static const uint16_t chain[] = {0};
static const jb_fontset_role roles[] = {{"serif", chain, 1}};
static const jb_fontset set = {"test", families, 1, roles, 1};

enum { EM = 10000 };

typedef struct fixture {
    jb_arena arena;
    jb_fonts *fonts;
    jb_diag *diag;
    jb_style style;
} fixture;

static void fixture_init(fixture *f, const char *lang)
{
    *f = (fixture){0};
    f->fonts = jb_font_open(&set, (jb_font_opener){NULL, open_font}, &f->arena);
    f->diag = jb_diag_new(&f->arena);
    f->style = (jb_style){
        .name = "test",
        .type = {.weight = 400, .size = EM, .lang = lang},
        .setting = {.leading = 18000,
                    .align = JB_ALIGN_JUSTIFY,
                    .kinsoku = JB_KINSOKU_GB,
                    .autospace = {125, 250, 500}},
    };
}

static void fixture_fini(fixture *f)
{
    jb_font_close(f->fonts);
    jb_arena_fini(&f->arena);
}

static jb_lines set_text(fixture *f, const char *text, jb_mpt measure, jb_mpt indent)
{
    jb_segment *segment = JB_NEW(&f->arena, jb_segment);
    *segment = (jb_segment){.text = jb_str_of(text), .style = &f->style};
    jb_para *para = jb_para_shape(f->fonts, &f->style, segment, 1, &f->arena, f->diag);
    const jb_para_measure wanted = {measure, indent, f->style.setting.align};
    return jb_para_break(para, &wanted, &f->arena, f->diag);
}

/* The lines joined with '|'. */
static const char *joined(fixture *f, jb_lines lines)
{
    jb_buf buf = {0};
    for (size_t i = 0; i < lines.count; i++) {
        jb_buf_puts(&buf, i ? "|" : "");
        jb_buf_put_str(&buf, lines.items[i].text);
    }
    const char *kept = jb_arena_strndup(&f->arena, buf.at, buf.len);
    jb_buf_fini(&buf);
    return kept;
}

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
