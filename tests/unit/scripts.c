/* Paragraphs of other scripts: levels, directions, words and clusters. */
#include "para_fixture.h"

#include "base/ucd.h"

#define AR_NAME "\u0645\u062d\u0645\u0648\u062f"        /* five letters, Arabic */
#define HE_NAME "\u05d3\u05d5\u05d3 \u05dc\u05d5\u05d9" /* two words, Hebrew */
#define HAN4    "\u6f22\u5b57\u6587\u672c"

/* The x of a glyph's pen from the left edge, of the cluster with this text. */
static int x_of_text(const jb_line *line, const char *text)
{
    for (size_t r = 0; r < line->run_count; r++) {
        const jb_line_run *run = &line->runs[r];
        for (size_t k = 0; k < run->count; k++) {
            const jb_glyph *glyph = &run->glyphs[k];
            jb_str own = jb_str_slice(run->text, glyph->text_at,
                                      (size_t)glyph->text_at + glyph->text_len);
            if (own.len && jb_str_is(own, text))
                return run->x + glyph->x;
        }
    }
    return -1;
}

/* An Arabic name within a Chinese sentence: letters from right to left between the Han,
 * with a quarter em at both sides (CLREQ 3.2.2), and the text in its own order. */
T_TEST(scripts_name_in_han)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    jb_lines lines = set_text(&f, "\u6c49" AR_NAME "\u5b57", 400000, 0);
    const jb_line *line = &lines.items[0];
    T_EQ_INT((int)lines.count, 1);
    T_EQ_INT((int)line->run_count, 3);
    T_TRUE(line->is_mixed);
    T_TRUE(x_of_text(line, "\u062d") > x_of_text(line, "\u062f"));
    const jb_line_run *name = &line->runs[1];
    T_NEAR(name->x, EM * 125 / 100, 2);
    T_NEAR(line->runs[2].x - name->x - name->width, EM / 4, 2);
    T_TRUE(jb_str_is(name->text, AR_NAME));
    T_TRUE(jb_str_is(line->text, "\u6c49" AR_NAME "\u5b57"));
    fixture_fini(&f);
}

/* Two words of a name keep their order from right to left (L2). */
T_TEST(scripts_words)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    jb_lines lines = set_text(&f, HAN4 HE_NAME HAN4, 400000, 0);
    T_TRUE(x_of_text(&lines.items[0], "\u05dc") < x_of_text(&lines.items[0], "\u05d3"));
    fixture_fini(&f);
}

/* A paragraph from right to left: lines end at the right, the first is indented there;
 * brackets are mirrored, and numbers are not turned round. */
T_TEST(scripts_paragraph_right)
{
    fixture f;
    fixture_init(&f, "he");
    enum { MEASURE = 200000 };
    jb_lines lines = set_text(&f, HE_NAME " (12) " HE_NAME, MEASURE, 2 * EM);
    const jb_line *line = &lines.items[0];
    T_EQ_INT((int)lines.count, 1);
    T_NEAR(line->x + line->width, MEASURE - 2 * EM, 2);
    T_TRUE(x_of_text(line, "1") < x_of_text(line, "2"));
    T_TRUE(x_of_text(line, "(") > x_of_text(line, "1"));
    T_TRUE(x_of_text(line, ")") < x_of_text(line, "1"));
    uint32_t open = 0, closed = 0;
    for (size_t r = 0; r < line->run_count; r++)
        for (size_t k = 0; k < line->runs[r].count; k++) {
            const jb_line_run *run = &line->runs[r];
            char c = run->text.at[run->glyphs[k].text_at];
            if (c == '(')
                open = run->glyphs[k].gid == jb_font_glyph(run->face, ')', 0);
            if (c == ')')
                closed = run->glyphs[k].gid == jb_font_glyph(run->face, '(', 0);
        }
    T_TRUE(open && closed);
    fixture_fini(&f);
}

/* Lines of it are broken in the text's order: the first line holds the first words. */
T_TEST(scripts_lines_right)
{
    fixture f;
    fixture_init(&f, "he");
    jb_lines lines = set_text(
        &f, HE_NAME " " HE_NAME " " HE_NAME " " HE_NAME " one two " HE_NAME " " HE_NAME,
        60000, 0);
    T_TRUE(lines.count >= 3);
    size_t at = 0;
    for (size_t i = 0; i < lines.count; i++) {
        T_TRUE(i == 0 || lines.items[i].text.at > lines.items[i - 1].text.at);
        T_TRUE(lines.items[i].x >= 0 &&
               lines.items[i].x + lines.items[i].width <= 60020);
        at += lines.items[i].text.len;
    }
    T_TRUE(at > 0);
    const jb_line *last = &lines.items[lines.count - 1];
    T_NEAR(last->x + last->width, 60000, 2);
    fixture_fini(&f);
}

/* Thai lines end where libthai's words end: "language", "Thai", "easy" twice over. */
T_TEST(scripts_thai)
{
    fixture f;
    fixture_init(&f, "th");
    jb_lines lines = set_text(&f,
                              "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22\u0e07\u0e48"
                              "\u0e32\u0e22\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22"
                              "\u0e07\u0e48\u0e32\u0e22",
                              32000, 0);
    T_TRUE(lines.count >= 3);
    for (size_t i = 0; i < lines.count; i++) {
        size_t at = 0;
        uint32_t cp = jb_utf8_next(lines.items[i].text, &at);
        T_TRUE(cp == 0x0E20 || cp == 0x0E44 || cp == 0x0E07);
    }
    fixture_fini(&f);
}

/* No break and no gap within a cluster: a Hindi word squeezed into a narrow column. */
T_TEST(scripts_clusters)
{
    fixture f;
    fixture_init(&f, "hi");
    jb_lines lines = set_text(&f,
                              "\u0915\u094d\u0937\u0947\u0924\u094d\u0930\u0940\u092f"
                              "\u092a\u094d\u0930\u0924\u093f\u0928\u093f\u0927\u093f",
                              16000, 0);
    T_TRUE(lines.count >= 2);
    for (size_t i = 1; i < lines.count; i++) {
        size_t at = 0;
        uint32_t cp = jb_utf8_next(lines.items[i].text, &at);
        T_TRUE(!jb_ucd_is_mark(cp));
        T_EQ_INT(lines.items[i].height, 18000);
    }
    fixture_fini(&f);
}

/* What is emoji is set in the colour face, one em wide; what asks for text is not. */
T_TEST(scripts_emoji)
{
    static const struct {
        const char *text;
        int glyphs; /* in the colour face; 0: set as text */
    } cases[] = {
        {"\u2705", 1},           /* by itself */
        {"\u26a0\ufe0f", 1},     /* by U+FE0F */
        {"\u00a9", 0},           /* text by default */
        {"\U0001f201\ufe0e", 0}, /* text by U+FE0E */
        {"1\ufe0f\u20e3", 1},    /* keycap */
        {"1", 0},
        {"\U0001f1e8\U0001f1f3\U0001f1e9\U0001f1ea", 2},   /* two flags */
        {"\U0001f44d\U0001f3fd", 1},                       /* a skin tone */
        {"\U0001f468\u200d\U0001f469\u200d\U0001f467", 1}, /* a family */
    };
    fixture f;
    fixture_init(&f, "zh-Hans");
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_lines lines = set_text(&f, cases[i].text, 200000, 0);
        const jb_line_run *run = &lines.items[0].runs[0];
        T_EQ_INT(run->face->is_colour, cases[i].glyphs > 0);
        if (cases[i].glyphs) {
            T_EQ_INT((int)run->count, cases[i].glyphs);
            T_EQ_INT(run->width, cases[i].glyphs * EM);
        }
        T_TRUE(jb_str_is(run->text, cases[i].text));
    }
    fixture_fini(&f);
}

/* Han meets letters of any script with a gap (I4); Hangul and emoji have none. */
T_TEST(scripts_autospace)
{
    static const struct {
        const char *text;
        int gap;
    } cases[] = {
        {"\u6c49\u0e01", 250}, {"\u6c49\u05d0", 250}, {"\u6c49\u0905", 250},
        {"\u6c49\u0434", 250}, {"\u6c49\uae40", 0},   {"\u6c49\u2705", 0},
    };
    fixture f;
    fixture_init(&f, "zh-Hans");
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_lines lines = set_text(&f, cases[i].text, 200000, 0);
        const jb_line *line = &lines.items[0];
        size_t last = line->run_count - 1;
        T_EQ_INT((int)last, 1);
        T_NEAR(line->runs[last].x - EM, cases[i].gap * EM / 1000, 2);
    }
    fixture_fini(&f);
}

/* A selector that the face does not know stays in the text of its base (UTS 37). */
T_TEST(scripts_selectors)
{
    static const char *const texts[] = {"\u845b\U000e0100", "\u5b57\U000e01ef",
                                        "\u5b57\ufe00", "\uff0c\ufe01"};
    fixture f;
    fixture_init(&f, "zh-Hans");
    for (size_t i = 0; i < JB_COUNT(texts); i++) {
        jb_lines lines = set_text(&f, texts[i], 200000, 0);
        const jb_line_run *run = &lines.items[0].runs[0];
        T_EQ_INT((int)run->count, 1);
        T_TRUE(run->glyphs[0].gid != 0);
        T_EQ_INT(run->glyphs[0].text_len, (int)strlen(texts[i]));
    }
    T_EQ_INT((int)jb_diag_count(f.diag, JB_SEVERITY_WARNING), 0);
    fixture_fini(&f);
}

/* A character that no installed font has: the message names the package of its script. */
T_TEST(scripts_package)
{
    static const jb_fontset_file absent[] = {{"no/such.ttf", 400, false}};
    static const uint32_t arab[] = {0x41726162};
    static const jb_fontset_family lacking[] = {
        {"Noto Serif CJK", "fonts-noto-cjk", files, 1, regions, 4, false, NULL, 0},
        {"Arabic", "fonts-arabic", absent, 1, NULL, 0, false, arab, 1}};
    static const uint16_t both[] = {0, 1};
    static const jb_fontset_role role[] = {{"serif", both, 2}};
    static const jb_fontset small = {"small", lacking, 2, role, 1, NULL, 0, 0};
    fixture f;
    fixture_init(&f, "zh-Hans");
    jb_fonts *fonts = jb_font_open(&small, (jb_font_opener){NULL, open_font}, &f.arena);
    const jb_segment segment = {.text = JB_STR(AR_NAME), .style = &f.style};
    jb_para_shape(fonts, &f.style, &segment, 1, &f.arena, f.diag);
    jb_missing_report(jb_font_missing(fonts), f.diag);
    T_EQ_INT((int)jb_diag_count_id(f.diag, JB_DIAG_GLYPH_PACKAGE), 1);
    jb_font_close(fonts);
    fixture_fini(&f);
}
