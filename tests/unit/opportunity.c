#include "text/opportunity.h"

#include "base/utf8.h"
#include "unit.h"

enum { LONGEST = 512 };

/* Reads "<sign> hex <sign> hex ... <sign>" where the division sign is a break. */
static size_t read_case(const char *at, uint32_t *cps, bool *breaks)
{
    size_t n = 0;
    while (*at && *at != '#' && n < LONGEST) {
        if ((unsigned char)*at == 0xC3) {
            breaks[n] = (unsigned char)at[1] == 0xB7;
            at += 2;
        } else if (*at == ' ' || *at == '\t' || *at == '\n') {
            at++;
        } else {
            char *end;
            cps[n++] = (uint32_t)strtoul(at, &end, 16);
            at = end > at ? end : at + 1;
        }
    }
    return n;
}

/* The whole of Unicode's test of UAX 14, where its file is installed. */
T_TEST(opportunity_unicode_file)
{
    if (!unit_has_unicode("auxiliary/LineBreakTest.txt"))
        return;
    FILE *file = fopen("/usr/share/unicode/auxiliary/LineBreakTest.txt", "r");
    static char line[8192];
    uint32_t cps[LONGEST];
    bool want[LONGEST + 1];
    uint8_t got[LONGEST + 1];
    jb_opportunity_rules rules = {.is_tailored = false};
    int cases = 0, wrong = 0;
    while (file && fgets(line, sizeof line, file)) {
        size_t n = read_case(line, cps, want);
        if (n == 0)
            continue;
        cases++;
        jb_opportunity_find(cps, NULL, n, &rules, got);
        bool is_right = true;
        for (size_t i = 0; i <= n; i++)
            is_right = is_right && (got[i] != JB_BREAK_NO) == want[i];
        if (!is_right && wrong++ < 10)
            unit_fail(__FILE__, __LINE__, "%s", line);
    }
    T_EQ_INT(wrong, 0);
    if (file) {
        T_TRUE(cases > 7600);
        fclose(file);
    }
}

static size_t decode(const char *text, uint32_t *cps)
{
    jb_str str = jb_str_of(text);
    size_t n = 0;
    for (size_t at = 0; at < str.len && n < LONGEST;)
        cps[n++] = jb_utf8_next(str, &at);
    return n;
}

/* The text with its opportunities: | may break, ¦ penalised, ‐ soft hyphen, ¶ must;
 * emergencies only when asked, as ˙. */
static const char *mark_up(const char *text, const jb_opportunity_rules *rules,
                           bool shows_emergency)
{
    static const char *const signs[] = {"", "|", "¦", "‐", "˙", "¶"};
    static char out[LONGEST * 8];
    uint32_t cps[LONGEST];
    jb_punct_at marks[LONGEST];
    uint8_t breaks[LONGEST + 1];
    size_t n = decode(text, cps);
    bool is_han =
        rules->convention != JB_PUNCT_KO && rules->convention != JB_PUNCT_OTHER;
    jb_punct_resolve(cps, n, is_han, marks);
    jb_opportunity_find(cps, marks, n, rules, breaks);
    T_EQ_INT(breaks[n], JB_BREAK_MUST);
    jb_buf buf = {0};
    for (size_t i = 0; i < n; i++) {
        if (breaks[i] != JB_BREAK_EMERGENCY || shows_emergency)
            jb_buf_puts(&buf, signs[breaks[i]]);
        jb_buf_put_cp(&buf, cps[i]);
    }
    snprintf(out, sizeof out, "%s", buf.at ? buf.at : "");
    jb_buf_fini(&buf);
    return out;
}

static jb_opportunity_rules level(jb_kinsoku kinsoku)
{
    return (jb_opportunity_rules){kinsoku, true, true, JB_PUNCT_ZH_HANS};
}

/* The text is what is left of what is wanted without the signs. */
static void strip(const char *want, char *text)
{
    jb_str str = jb_str_of(want);
    size_t len = 0;
    for (size_t at = 0; at < str.len;) {
        size_t begin = at;
        uint32_t cp = jb_utf8_next(str, &at);
        if (cp == '|' || cp == 0xA6 || cp == 0x2D9 || cp == 0xB6)
            continue;
        memcpy(text + len, want + begin, at - begin);
        len += at - begin;
    }
    text[len] = 0;
}

static void check(jb_opportunity_rules rules, const char *const *wants, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[LONGEST * 4];
        strip(wants[i], text);
        const char *got = mark_up(text, &rules, false);
        if (strcmp(got, wants[i]) != 0)
            unit_fail(__FILE__, __LINE__, "\n  got  %s\n  want %s", got, wants[i]);
    }
}

T_TEST(opportunity_line_start_and_end)
{
    static const char *const wants[] = {
        "增|长，|净|利。|润：|率；|小、|幅！|回？|落",
        "他|说：|“你|好。”|（完）|《书|〈章〉》，|「真|的|吗？」|好！？",
        "重|申|了|“稳|增|长”|目|标",
        "克|里|斯|蒂|娜·|罗|塞|蒂",
        "百|分|之|三～|五|的|区|间",
        "清|晰|——|内|需",
        "等|……|均|有",
        "甲／乙|丙/丁|戊",
        "中—|外|合|作",
        "南–|北",
        "文|【标|题】|文|〔注〕|文",
        "（一）|公|司",
    };
    check(level(JB_KINSOKU_GB), wants, JB_COUNT(wants));
}

T_TEST(opportunity_levels)
{
    static const char *const none[] = {"增|长|，|净|（|利|）|乙|·|丙"};
    static const char *const basic[] = {"增|长，|净|（利）|乙·|丙／|丁",
                                        "晰|——|内|……|均"};
    static const char *const strict[] = {"晰——|内……|均", "甲／乙"};
    check(level(JB_KINSOKU_NONE), none, JB_COUNT(none));
    check(level(JB_KINSOKU_BASIC), basic, JB_COUNT(basic));
    check(level(JB_KINSOKU_STRICT), strict, JB_COUNT(strict));
}

T_TEST(opportunity_pairs)
{
    static const char *const wants[] = {
        "好|——|——|是",
        "好|——|——|——|是",
        "好|………|是",
        "好|……|……|是",
    };
    check(level(JB_KINSOKU_GB), wants, JB_COUNT(wants));
}

T_TEST(opportunity_numbers)
{
    static const char *const wants[] = {
        "提|升|至|26.8%|左|右",
        "约|为|￥3,200¦万|元|人",
        "约|$1,234.50¦亿",
        "至|3-5dpa|后",
        "约|3×10¹⁴¦个",
        "达|２６．８％|左|右",
        "约|１，２３４¦元",
        "于|2024¦年|3¦月|15¦日",
        "第|3¦季|度",
        "约|±5%|内",
        "约|5%/8%|左|右",
        "为|5～|8¦倍",
        "为|2020–2025¦年",
        "为|(12.3)|元",
        "气|温|25℃|左|右",
        "约|5 ¦亿|元",
        "增|4.5x|至",
        "№5",
        "增|速|－５％|左|右",
        "为|3－5¦年",
        "需|＞5%|时",
        "A+H|股",
        "见|600519.SH|公|告",
        "自|2024/11/22¦起",
        "10:30¦分",
        "-12.35%",
        "跌 |- 0.9%|后",
    };
    check(level(JB_KINSOKU_GB), wants, JB_COUNT(wants));
}

T_TEST(opportunity_latin)
{
    static const char *const wants[] = {
        "the |best |in |class",
        "本|年|度|GDP|增|长",
        "the |high-NA |tool",
        "COVID-19¦后",
        "P/E|为",
        "income/¦expense",
        "C++|语|言",
        "it’s |don’t",
        "the |“best” |one",
        "a |word—|and |more",
        "Wait… |what",
        "中|文,|abc",
        "GDP(国|内|生|产)|总|值",
        "GW/年",
        "“best” |(of |all)",
        "-x",
    };
    jb_opportunity_rules rules = level(JB_KINSOKU_GB);
    check(rules, wants, JB_COUNT(wants));
    T_EQ_STR(mark_up("ex\xC2\xADport", &rules, false), "ex\xC2\xAD‐port");
}

T_TEST(opportunity_formulas)
{
    static const char *const wants[] = {
        "积|n⋅T⋅¦τE>¦1021m−3⋅¦s⋅¦keV。",
        "为|kg·m²·¦s⁻²·¦K⁻¹",
        "y=ax²+¦bx+¦(c+d)", /* terms of three or more at its ends */
        "abc>=¦defghijkl",
        "Q=1.53×10¹⁷，",
        "约|1.53×¦10¹⁷≈¦1.5e17，",
        "Q=10",
        "5G+AI",
        "C++17",
        "跌|<1%",
        "one |= |two",
        "kW·h",
    };
    check(level(JB_KINSOKU_GB), wants, JB_COUNT(wants));
}

T_TEST(opportunity_addresses)
{
    static const char *const wants[] = {
        "见|https://¦www¦.example¦.com/¦path/¦to?¦a=¦1&¦b=¦2#¦top|页",
        "写|信|给|ab¦.c@example¦.org|吧",
        "www¦.example¦.com.",
        "用/¦usr/¦share/¦fonts/¦truetype|里",
        "a.b",
    };
    check(level(JB_KINSOKU_GB), wants, JB_COUNT(wants));
}

T_TEST(opportunity_emergency)
{
    jb_opportunity_rules rules = level(JB_KINSOKU_GB);
    T_EQ_STR(mark_up("文abc", &rules, true), "文|a˙b˙c");
    T_EQ_STR(mark_up("ae\xCC\x81o", &rules, true), "a˙e\xCC\x81˙o");
    T_EQ_STR(mark_up("1,2%", &rules, true), "1,˙2%");
    T_EQ_STR(mark_up("！！！", &rules, true), "！˙！˙！");
    T_EQ_STR(mark_up("https://a", &rules, true), "h˙t˙t˙p˙s˙:˙/˙/¦a");
    T_EQ_STR(mark_up("a\xC2\xA0"
                     "b",
                     &rules, true),
             "a\xC2\xA0"
             "b");
}

T_TEST(opportunity_special_characters)
{
    jb_opportunity_rules rules = level(JB_KINSOKU_GB);
    T_EQ_STR(mark_up("中\xC2\xA0文", &rules, false), "中\xC2\xA0文");
    T_EQ_STR(mark_up("中\xE2\x81\xA0文", &rules, false), "中\xE2\x81\xA0文");
    T_EQ_STR(mark_up("中\xEF\xBB\xBF文", &rules, false), "中\xEF\xBB\xBF文");
    T_EQ_STR(mark_up("a\xE2\x80\x8B"
                     "b",
                     &rules, false),
             "a\xE2\x80\x8B|b");
    T_EQ_STR(mark_up("中\xE2\x80\xA8文", &rules, false), "中\xE2\x80\xA8¶文");
    T_EQ_STR(mark_up("辻\xF3\xA0\x84\x80辻", &rules, false), "辻\xF3\xA0\x84\x80|辻");
    T_EQ_STR(mark_up("🇨🇳🇯🇵", &rules, false), "🇨🇳|🇯🇵");
    T_EQ_STR(mark_up("👩‍💻好", &rules, false), "👩‍💻|好");
    T_EQ_STR(mark_up("👍🏽好", &rules, false), "👍🏽|好");
    uint8_t breaks[1] = {0};
    jb_opportunity_find(NULL, NULL, 0, &rules, breaks);
    T_EQ_INT(breaks[0], JB_BREAK_MUST);
}

T_TEST(opportunity_korean)
{
    jb_opportunity_rules rules = {JB_KINSOKU_BASIC, true, true, JB_PUNCT_KO};
    T_EQ_STR(mark_up("한국어 문장은 어절 단위로.", &rules, false),
             "한국어 |문장은 |어절 |단위로.");
    T_EQ_STR(mark_up("한국", &rules, true), "한˙국");
    rules.is_korean_by_word = false;
    T_EQ_STR(mark_up("한국어 문", &rules, false), "한|국|어 |문");
}

/* JLREQ C.3: what each level allows to be parted, beyond the characters of kinsoku.c. */
T_TEST(opportunity_japanese)
{
    static const struct {
        jb_kinsoku kinsoku;
        const char *wants[8];
    } levels[] = {
        {JB_KINSOKU_VERY_STRICT,
         {"予|想|チャー|ト|を|人々|こゝ", "好|——|と|……|で", "三％|￥三",
          "ア：|イ・|ウ"}},
        {JB_KINSOKU_STRICT,
         {"チ|ャ|ー|ト|を|人|々|こゝ", "好|——|と|……|で", "三％|￥三", "ア：|イ・|ウ"}},
        {JB_KINSOKU_LOOSE,
         {"チ|ャ|ー|ト|を|人|々|こゝ", "好|——|と|…|…|で", "三|％|￥三|三‰",
          "ア：|イ|・|ウ"}},
        {JB_KINSOKU_VERY_LOOSE,
         {"チ|ャ|ー|ト|を|人|々|こ|ゝ", "好|—|—|と|…|…|で", "三|％|￥|三|‰",
          "ア|：|イ|・|ウ"}},
    };
    for (size_t i = 0; i < JB_COUNT(levels); i++) {
        jb_opportunity_rules rules = {levels[i].kinsoku, true, true, JB_PUNCT_JA};
        for (size_t k = 0; levels[i].wants[k]; k++)
            check(rules, &levels[i].wants[k], 1);
    }
}

/* The names of one language's levels stand for the nearest ones of the other. */
T_TEST(opportunity_levels_of_another_language)
{
    static const char *const gb[] = {"チ|ャ|ー|ト|を|人|々|こゝ"};
    static const char *const loose[] = {"晰|——|内|……|均"};
    static const char *const strict[] = {"晰——|内……|均"};
    check((jb_opportunity_rules){JB_KINSOKU_GB, true, true, JB_PUNCT_JA}, gb, 1);
    check(level(JB_KINSOKU_VERY_LOOSE), loose, 1);
    check(level(JB_KINSOKU_LOOSE), loose, 1);
    check(level(JB_KINSOKU_VERY_STRICT), strict, 1);
}

/* The line ends of the layout cases must be opportunities; "+" marks where none may
 * be. */
T_TEST(opportunity_layout_cases)
{
    static const struct {
        const char *text; /* "/" a line end, "+" where none may be */
        jb_punct_convention convention;
        jb_kinsoku kinsoku;
    } cases[] = {
        {"本季公司营业收入同比增/长+，净利润率小幅回落+。", JB_PUNCT_ZH_HANS, 2},
        {"公司本季营业收入大幅增+，/净利润率小幅回落不变+。", JB_PUNCT_ZH_HANS, 2},
        {"管理层在会上重申了/“+稳增长+”目标不变并继/续推进。", JB_PUNCT_ZH_HANS, 2},
        {"（+一+）公司研究框架/与盈利预测的主要假设", JB_PUNCT_ZH_HANS, 2},
        {"本轮复苏的主线十分清晰/—+—内需回暖带动消费。", JB_PUNCT_ZH_HANS, 2},
        {"半导体医药以及新能源等/…+…均有望持续受益。", JB_PUNCT_ZH_HANS, 2},
        {"半导体医药以及新能源/等+…+…均有望持续受益。", JB_PUNCT_ZH_HANS, 3},
        {"全年毛利率将提升至/2+6+.+8+%左右水平。", JB_PUNCT_ZH_HANS, 2},
        {"公司拟投资总额合计约为/￥+3+,+2+0+0万元人民币。", JB_PUNCT_ZH_HANS, 2},
        {"作者是著名克里斯蒂/娜+·罗塞蒂女士。", JB_PUNCT_ZH_HANS, 2},
        {"预计全年增速百分之/三+～五的区间波动。", JB_PUNCT_ZH_HANS, 2},
        {"本年度/G+D+P增长目标定为百分/之五左右，外需承压。", JB_PUNCT_ZH_HANS, 2},
        {"한+국+어 /문+장은 어절 /단위로 줄을 나누는 /것이", JB_PUNCT_KO, 1},
        {"当社は来期の業績予想/チ+ャ+ート/を本日公表し/た+。", JB_PUNCT_JA,
         JB_KINSOKU_VERY_STRICT},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        uint32_t all[LONGEST], cps[LONGEST];
        char signs[LONGEST + 1] = {0};
        size_t n = 0, total = decode(cases[i].text, all);
        for (size_t k = 0; k < total; k++) {
            if (all[k] == '/' || all[k] == '+')
                signs[n] = (char)all[k];
            else
                cps[n++] = all[k];
        }
        jb_opportunity_rules rules = {cases[i].kinsoku, true, true,
                                      cases[i].convention};
        jb_punct_at marks[LONGEST];
        uint8_t breaks[LONGEST + 1];
        jb_punct_resolve(cps, n, cases[i].convention != JB_PUNCT_KO, marks);
        jb_opportunity_find(cps, marks, n, &rules, breaks);
        for (size_t k = 0; k < n; k++) {
            bool may = breaks[k] == JB_BREAK_YES || breaks[k] == JB_BREAK_PENALISED;
            if ((signs[k] == '/' && !may) || (signs[k] == '+' && may))
                unit_fail(__FILE__, __LINE__, "before %zu of %s", k, cases[i].text);
        }
    }
}

/* Every prefix of odd texts: nothing is read behind the end. */
T_TEST(opportunity_prefixes)
{
    static const char text[] = "“‘’”——…………·/https://a.b/c_d￥(５．５％\xC2\xAD-a-b "
                               "👩‍💻\xE2\x80\xA8\xCC\x81 🇨🇳x@y.z\r\n한";
    jb_opportunity_rules rules = level(JB_KINSOKU_STRICT);
    uint32_t cps[LONGEST];
    size_t n = decode(text, cps);
    for (size_t len = 0; len <= n; len++) {
        uint32_t *copy = malloc(len * sizeof *copy + 1);
        jb_punct_at *marks = malloc(len * sizeof *marks + 1);
        uint8_t *breaks = malloc(len + 1);
        memcpy(copy, cps, len * sizeof *copy);
        jb_punct_resolve(copy, len, true, marks);
        jb_opportunity_find(copy, marks, len, &rules, breaks);
        T_EQ_INT(breaks[len], JB_BREAK_MUST);
        free(copy);
        free(marks);
        free(breaks);
    }
}
