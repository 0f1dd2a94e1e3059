/* Why lines end where they do, and what was done to their gaps. */
#include "text/trace.h"

#include "para_fixture.h"
#include "text/breaks.h"
#include "unit.h"

/* Sets a text and gives the paragraph out. */
static jb_lines trace_text(fixture *f, const char *text, int measure_em, jb_para **para)
{
    jb_segment *segment = JB_NEW(&f->arena, jb_segment);
    *segment = (jb_segment){.text = jb_str_of(text), .style = &f->style};
    *para = jb_para_shape(f->fonts, &f->style, segment, 1, &f->arena, f->diag);
    const jb_para_measure measure = {
        .width = measure_em * EM, .align = f->style.setting.align, .is_traced = true};
    return jb_para_break(*para, &measure, &f->arena, f->diag);
}

T_TEST(trace_reasons)
{
    static const struct {
        const char *text;
        int measure_em;
        const char *first; /* why the first line ends */
    } cases[] = {
        {"本季公司营业收入同比增长增长", 12, "full"},
        {"管理层在会上重申了“稳增长”目标不变并继续推进。", 10,
         "mark may not end a line"},
        {"公司拟投资总额合计约为￥3,200万元人民币。", 12, "number and unit"},
        {"本轮复苏的主线\xE2\x80\xA8清晰", 12, "forced"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 5, "emergency"},
        {"一行", 12, "last"},
        {"维持公司买入评级不变目标价上调至三百五十元。", 10, "full"},
    };
    fixture f;
    jb_para *para;
    fixture_init(&f, "zh-Hans");
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_lines lines = trace_text(&f, cases[i].text, cases[i].measure_em, &para);
        T_TRUE(lines.count > 0 && lines.items[0].trace);
        uint8_t reason = lines.items[0].trace->reason;
        T_EQ_STR(jb_trace_reason_name((jb_trace_reason)reason), cases[i].first);
        const jb_trace *last = lines.items[lines.count - 1].trace;
        T_EQ_INT(last->reason, JB_TRACE_LAST);
        T_EQ_INT(last->index + 1, last->count);
    }
    T_TRUE(set_text(&f, "一行", 12 * EM, 0).items[0].trace == NULL);
    fixture_fini(&f);
}

T_TEST(trace_why)
{
    static const struct {
        const char *text;
        size_t at;
        jb_trace_reason why;
    } cases[] = {
        {"文，", 1, JB_TRACE_START},  {"（文", 1, JB_TRACE_END},
        {"文文", 1, JB_TRACE_NONE},   {"12", 1, JB_TRACE_NUMBER},
        {"3%", 1, JB_TRACE_NUMBER},   {"ab", 1, JB_TRACE_WORD},
        {"文 文", 1, JB_TRACE_SPACE}, {"文\xE2\x80\xA8文", 2, JB_TRACE_FORCED},
        {"文·", 1, JB_TRACE_START},   {"a)", 1, JB_TRACE_START},
    };
    fixture f;
    jb_para *para;
    fixture_init(&f, "zh-Hans");
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        trace_text(&f, cases[i].text, 20, &para);
        T_EQ_INT(jb_trace_why(para, cases[i].at), cases[i].why);
    }
    fixture_fini(&f);
}

/* The gaps of the first line: change and tier, with thousandths of an em added. */
T_TEST(trace_gaps)
{
    static const struct {
        const char *text;
        int measure_em;
        const char *changes;
        bool is_tight;
    } cases[] = {
        {"紧行，有两点，都压到了底了", 12, "shrunk comma", true},
        {"松行是字与字之间空123456789012", 12, "opened", false},
        {"本季公司营业收入同比增长增长", 12, "", false},
        {"（一）（二）（三）（四）五六七八", 12, "", false},
    };
    fixture f;
    jb_para *para;
    fixture_init(&f, "zh-Hans");
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_lines lines = trace_text(&f, cases[i].text, cases[i].measure_em, &para);
        const jb_trace *trace = lines.items[0].trace;
        jb_buf changes = {0};
        jb_breaks_changes(trace, &changes);
        T_EQ_STR(changes.at ? changes.at : "", cases[i].changes);
        T_EQ_INT(trace->is_tight, cases[i].is_tight);
        jb_buf_fini(&changes);
        jb_mpt added = 0;
        for (size_t g = 0; g < trace->gap_count; g++)
            added += trace->gaps[g].width - trace->gaps[g].natural;
        if (trace->reason != JB_TRACE_LAST || trace->slack < 0)
            T_EQ_INT(added, trace->slack);
    }
    fixture_fini(&f);
}

T_TEST(trace_ends)
{
    fixture f;
    jb_para *para;
    fixture_init(&f, "zh-Hans");
    jb_lines lines = trace_text(&f, "甲乙三四五六丙丁，甲乙三四五六丙丁", 9, &para);
    const jb_trace *trace = lines.items[0].trace;
    T_EQ_INT(trace->head[0], 0x7532);
    T_EQ_INT(trace->head[1], 0x4E59);
    T_EQ_INT(trace->tail[1], 0x4E01);
    T_TRUE(!trace->is_single);
    lines = trace_text(&f, "文文\xE2\x80\xA8字。", 9, &para);
    T_EQ_INT(lines.count, 2);
    T_TRUE(!lines.items[0].trace->is_single);
    T_TRUE(lines.items[1].trace->is_single);
    lines = trace_text(&f, "https://example.org/first/second", 9, &para);
    T_TRUE(lines.items[0].trace->breaks_word);
    fixture_fini(&f);
}

T_TEST(breaks_json)
{
    fixture f;
    jb_para *para;
    fixture_init(&f, "zh-Hans");
    jb_lines lines = trace_text(&f, "\"\\文", 9, &para);
    jb_buf text = {0};
    jb_breaks_dump(para, &lines, JB_BREAKS_JSON, &text);
    jb_str got = jb_buf_str(&text);
    T_TRUE(jb_str_starts(got, "{\"line\":1,\"char\":\"\\\"\",\"cp\":\"U+0022\""));
    T_TRUE(jb_str_find(got, "\"end\":\"last\"}\n") < got.len);
    jb_buf_fini(&text);
    fixture_fini(&f);
}
