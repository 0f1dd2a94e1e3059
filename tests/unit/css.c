/* Classes of styles, and the colours of dark screens. */
#include "out/css.h"

#include <math.h>

#include "flow_rig.h"
#include "out/shade.h"
#include "unit.h"

/* The examples of WCAG 2.2 and of its understanding documents. */
T_TEST(css_contrast)
{
    T_EQ_INT(jb_shade_contrast(0x000000, 0x000000), 1000);
    T_NEAR(jb_shade_contrast(0x000000, 0xFFFFFF), 21000, 30);
    T_NEAR(jb_shade_contrast(0xFFFFFF, 0x777777), 4478, 30);
    T_NEAR(jb_shade_contrast(0x767676, 0xFFFFFF), 4542, 30);
    T_NEAR(jb_shade_contrast(0xFF0000, 0xFFFFFF), 3998, 30);
    T_NEAR(jb_shade_contrast(0x0000FF, 0xFFFFFF), 8592, 60);
}

/* A grey's luminance is its channels', and beside black its contrast tells it exactly. The
 * formula (WCAG 2.2, relative luminance) in parts of 4096, its steps cut to integers. */
T_TEST(css_luminance)
{
    for (jb_colour v = 0; v < 256; v++) {
        double part = v / 255.0;
        double want =
            4096 * (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
        int got = (jb_shade_contrast(v * 0x010101, 0) * 205 + 999) / 1000 - 205;
        T_TRUE(got <= want && want - got < 4);
    }
}

/* What can be read on a light ground can be read on the dark one that stands for it. */
T_TEST(css_dark_text)
{
    static const jb_colour grounds[] = {0xFFFFFF, 0xF3F5F8, 0xE9EDF3,
                                        0xFBF3F3, 0xFFF2CC, 0xFFD700,
                                        0xCCCCCC, 0x1F3A5F, 0x000000};
    int worst = INT32_MAX;
    for (size_t g = 0; g < JB_COUNT(grounds); g++)
        for (jb_colour at = 0; at < 6 * 6 * 6; at++) {
            jb_colour text =
                (at % 6 * 51) << 16 | (at / 6 % 6 * 51) << 8 | at / 36 * 51;
            if (jb_shade_contrast(text, grounds[g]) < JB_SHADE_LEAST)
                continue;
            jb_colour dark = jb_shade_ground(grounds[g]);
            int contrast = jb_shade_contrast(jb_shade_text(text, grounds[g]), dark);
            worst = JB_MIN(worst, contrast);
        }
    T_TRUE(worst >= JB_SHADE_LEAST);
}

T_TEST(css_dark_ground)
{
    T_EQ_INT(jb_shade_ground(0xFFFFFF), JB_SHADE_GROUND);
    T_EQ_INT(jb_shade_ground(0x1F3A5F), 0x1F3A5F);
    T_TRUE(jb_shade_contrast(jb_shade_ground(0xF3F5F8), JB_SHADE_GROUND) > 1150);
    /* the page's own text on every ground */
    jb_colour text = jb_shade_text(0x000000, 0xFFFFFF);
    for (jb_colour at = 0; at < 6 * 6 * 6; at++) {
        jb_colour ground = (at % 6 * 51) << 16 | (at / 6 % 6 * 51) << 8 | at / 36 * 51;
        T_TRUE(jb_shade_contrast(text, jb_shade_ground(ground)) >= JB_SHADE_LEAST);
    }
    T_TRUE(jb_shade_contrast(jb_shade_line(0xD0D5DD, 0xFFFFFF), JB_SHADE_GROUND) <
           2500);
}

typedef struct sheet_rig {
    rig rig;
    jb_css *css;
    jb_buf out, sheet;
    jb_markup markup;
} sheet_rig;

static void begin(sheet_rig *at, const char *more)
{
    memset(at, 0, sizeof *at);
    rig_begin_with(&at->rig, more);
    at->css = jb_css_open(JB_CSS_BOOK, false, &at->rig.arena);
    at->markup.out = &at->out;
    jb_css_begin(at->css, at->rig.sheet);
}

static void open(sheet_rig *at, const char *element, const char *style,
                 const char *role)
{
    jb_markup_open(&at->markup, element);
    jb_css_look(at->css, &at->markup, jb_sheet_style(at->rig.sheet, style), role);
}

static const char *sheet_of(sheet_rig *at)
{
    jb_buf_clear(&at->sheet);
    jb_css_write(at->css, &at->sheet);
    return at->sheet.at;
}

static void end(sheet_rig *at)
{
    jb_buf_fini(&at->out);
    jb_buf_fini(&at->sheet);
    rig_end(&at->rig);
}

/* Sizes are of the text around: a box has none, so that nothing is made smaller twice. */
T_TEST(css_sizes)
{
    sheet_rig at;
    begin(&at, "  quote: {size: 8pt, inset: 2em}\n  quote-text: {based-on: quote}\n");
    open(&at, "blockquote", "quote", "quote");
    open(&at, "p", "quote-text", "quote-text");
    jb_markup_close(&at.markup);
    jb_markup_close(&at.markup);
    T_EQ_STR(at.out.at, "<blockquote class=\"quote\"><p class=\"quote-text\"></p>"
                        "</blockquote>");
    const char *sheet = sheet_of(&at);
    T_TRUE(strstr(sheet, "\n.quote{margin-left:1.6em;margin-right:1.6em}\n") != NULL);
    T_TRUE(strstr(sheet, "\n.quote-text{font-size:0.8em;") != NULL);
    T_TRUE(strstr(sheet, "&") == NULL && strstr(sheet, "<") == NULL);
    end(&at);
}

/* An inline's class says what it changes of the text around, whatever stands between. */
T_TEST(css_inlines)
{
    sheet_rig at;
    begin(&at, "");
    jb_style bold, small;
    memcpy(&bold, jb_sheet_style(at.rig.sheet, "paragraph"), sizeof bold);
    bold.type.weight = 700;
    memcpy(&small, &bold, sizeof small);
    small.type.size /= 2;
    open(&at, "p", "paragraph", "paragraph");
    jb_markup_open(&at.markup, "strong");
    jb_css_look(at.css, &at.markup, &bold, NULL);
    jb_markup_open(&at.markup, "sup");
    jb_css_look(at.css, &at.markup, &small, "note-mark");
    for (int i = 0; i < 3; i++)
        jb_markup_close(&at.markup);
    open(&at, "p", "paragraph", "paragraph");
    open(&at, "em", "paragraph", NULL);
    T_EQ_STR(at.out.at, "<p class=\"paragraph\"><strong class=\"strong\">"
                        "<sup class=\"note-mark\"></sup></strong></p>"
                        "<p class=\"paragraph\"><em");
    const char *sheet = sheet_of(&at);
    T_TRUE(strstr(sheet, "\n.strong{font-weight:700}\n") != NULL);
    T_TRUE(strstr(sheet, "\n.note-mark{font-size:0.5em}\n") != NULL);
    end(&at);
}

/* Of two layouts, styles that look the same are one class, others are two. */
T_TEST(css_two_layouts)
{
    sheet_rig at;
    rig other;
    begin(&at, "  quote: {inset: 2em}\n");
    rig_begin_with(&other, "  quote: {inset: 3em}\n");
    open(&at, "div", "quote", "quote");
    jb_markup_close(&at.markup);
    jb_css_begin(at.css, other.sheet);
    for (int i = 0; i < 2; i++) {
        jb_markup_open(&at.markup, "div");
        jb_css_look(at.css, &at.markup,
                    jb_sheet_style(other.sheet, i ? "list" : "quote"), "x");
        jb_markup_close(&at.markup);
    }
    rig_end(&other);
    T_EQ_STR(at.out.at, "<div class=\"quote\"></div><div class=\"quote-2\"></div>"
                        "<div class=\"list\"></div>");
    T_TRUE(strstr(sheet_of(&at), "\n.quote-2{margin-left:3em;margin-right:3em}\n"));
    end(&at);
}

/* A text's dark colour is that for the ground it stands on. */
T_TEST(css_ground)
{
    sheet_rig at;
    begin(&at, "  callout-text: {colour: '#595959'}\n");
    open(&at, "aside", "callout-note", "callout-note");
    open(&at, "p", "callout-text", "callout-text");
    jb_markup_close(&at.markup);
    jb_markup_close(&at.markup);
    const char *dark = strstr(sheet_of(&at), "@media (prefers-color-scheme:dark)");
    char rule[64];
    snprintf(rule, sizeof rule, "\n.callout-text{color:#%06x}\n",
             (unsigned)jb_shade_text(0x595959, 0xEEEEEE));
    T_TRUE(dark && strstr(dark, rule) != NULL);
    T_TRUE(jb_shade_text(0x595959, 0xEEEEEE) != jb_shade_text(0x595959, 0xFFFFFF));
    end(&at);
}
