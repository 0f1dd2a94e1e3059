/* Which characters may begin or end a line, in the manner of the CSS line-break tests: a
 * character stands where a line of a little over six em must end, and either goes to the
 * next line or takes its neighbour with it. Character x level x position. */
#include "para_fixture.h"

enum { LEVELS = 4 };

/* Sets of characters and whether each level (none, basic, gb, strict) bans them. */
typedef struct ban {
    const char *rule, *lang;
    bool at_start;       /* of a line; else at its end */
    bool levels[LEVELS]; /* banned at this level */
    uint32_t cps[64];
} ban;

static const ban bans[] = {
    {"closing brackets and quotes (CLREQ 3.1.4)",
     "zh-Hans",
     true,
     {false, true, true, true},
     {0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019, 0x301B, 0xFF09,
      0xFF3D, 0xFF5D}},
    {"commas and stops",
     "zh-Hans",
     true,
     {false, true, true, true},
     {0x3001, 0xFF0C, 0xFF1B, 0x3002, 0xFF0E, 0xFF1A, 0xFF01, 0xFF1F}},
    {"interpuncts and connectors",
     "zh-Hans",
     true,
     {false, true, true, true},
     {0x30FB, 0x301C, 0xFF5E}},
    {"solidus (GB/T 15834 5.1.9)",
     "zh-Hans",
     true,
     {false, false, true, true},
     {0xFF0F}},
    {"opening brackets",
     "zh-Hans",
     false,
     {false, true, true, true},
     {0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0x3018, 0x301A, 0xFF08,
      0xFF3B, 0xFF5B}},
    {"closing marks, Traditional",
     "zh-Hant",
     true,
     {false, true, true, true},
     {0x300D, 0x300F, 0x300B, 0x3001, 0xFF0C, 0x3002, 0xFF1A, 0xFF1B, 0xFF01, 0xFF1F}},
    {"opening marks, Traditional",
     "zh-Hant",
     false,
     {false, true, true, true},
     {0x300C, 0x300E, 0x300A, 0xFF08, 0x3010}},
    {"closing marks, Japanese (JLREQ 3.1.7)",
     "ja",
     true,
     {false, true, true, true},
     {0x300D, 0x300F, 0xFF09, 0x3011, 0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B,
      0xFF01, 0xFF1F, 0x30FB}},
    {"opening marks, Japanese",
     "ja",
     false,
     {false, true, true, true},
     {0x300C, 0x300E, 0xFF08, 0x3010, 0x3014, 0x300A}},
    {"small kana: very strict only",
     "ja",
     true,
     {false, false, false, true},
     {0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083,
      0x3085, 0x3087, 0x308E, 0x30A1, 0x30A3, 0x30A5, 0x30A7,
      0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE, 0x30FC}},
    {"iteration marks: very strict only",
     "ja",
     true,
     {false, false, false, true},
     {0x3005, 0x309D, 0x309E, 0x30FD, 0x30FE}},
    {"Han and kana are free",
     "ja",
     true,
     {false, false, false, false},
     {0x4E00, 0x5B57, 0x3042, 0x30AB, 0x3093}},
    {"Han is free", "zh-Hans", true, {false, false, false, false}, {0x4E00, 0x3007}},
};

static const char filler[] = "\xE6\x96\x87"; /* U+6587 */
static const char tail[] = "\xE5\xAD\x97";   /* U+5B57 */

static void repeat(jb_buf *buf, const char *text, int times)
{
    while (times-- > 0)
        jb_buf_puts(buf, text);
}

/* The text, and the lines wanted when the character is banned there or free. */
static void build(const ban *rule, uint32_t cp, bool is_banned, jb_buf *text,
                  jb_buf *want)
{
    int before = rule->at_start ? 6 : 5;
    int first = before - (rule->at_start && is_banned);
    repeat(text, filler, before);
    jb_buf_put_cp(text, cp);
    repeat(text, tail, 3);
    repeat(want, filler, first);
    if (rule->at_start || is_banned)
        jb_buf_puts(want, "|");
    repeat(want, filler, before - first);
    jb_buf_put_cp(want, cp);
    if (!rule->at_start && !is_banned)
        jb_buf_puts(want, "|");
    repeat(want, tail, 3);
}

T_TEST(kinsoku_character_by_level_by_position)
{
    enum { MEASURE = 6170 * EM / 1000 };
    int cases = 0;
    for (size_t b = 0; b < JB_COUNT(bans); b++) {
        fixture f;
        fixture_init(&f, bans[b].lang);
        f.style.setting.align = JB_ALIGN_LEFT;
        for (size_t c = 0; bans[b].cps[c]; c++) {
            for (int level = 0; level < LEVELS; level++, cases++) {
                jb_buf text = {0}, want = {0};
                f.style.setting.kinsoku = (jb_kinsoku)level;
                build(&bans[b], bans[b].cps[c], bans[b].levels[level], &text, &want);
                T_EQ_STR(joined(&f, set_text(&f, text.at, MEASURE, 0)), want.at);
                jb_buf_fini(&text);
                jb_buf_fini(&want);
            }
        }
        fixture_fini(&f);
    }
    T_TRUE(cases >= 300);
}

/* GB/T 15834: a solidus neither begins nor ends a line, so both neighbours go with it. */
T_TEST(kinsoku_solidus_takes_both_neighbours)
{
    fixture f;
    fixture_init(&f, "zh-Hans");
    f.style.setting.align = JB_ALIGN_LEFT;
    T_EQ_STR(joined(&f, set_text(&f, "文文文文文／字字字", 6170 * EM / 1000, 0)),
             "文文文文|文／字字字");
    fixture_fini(&f);
}
