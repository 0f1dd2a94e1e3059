/* Which characters may begin or end a line, in the manner of the CSS line-break tests: a
 * character stands where a line of a little over six em must end, and either goes to the
 * next line or takes its neighbour with it. Character x level x position. */
#include "para_fixture.h"

enum { LEVELS = JB_KINSOKU_VERY_STRICT + 1 };

#define AT(level) (1u << JB_KINSOKU_##level)
/* Every level but none; those that are at least as strict as a level of the standard,
 * with the names of the other language that stand for them (text/kinsoku.h). */
#define SOME           (((1u << LEVELS) - 1) & ~AT(NONE))
#define ZH_GB          (AT(GB) | AT(STRICT) | AT(VERY_STRICT))
#define ZH_STRICT      (AT(STRICT) | AT(VERY_STRICT))
#define JA_LOOSE       (SOME & ~AT(VERY_LOOSE))
#define JA_STRICT      (AT(GB) | AT(STRICT) | AT(VERY_STRICT))
#define JA_VERY_STRICT AT(VERY_STRICT)

/* Sets of characters and which levels ban them. */
typedef struct ban {
    const char *rule, *lang;
    bool at_start;   /* of a line; else at its end */
    unsigned levels; /* bits of jb_kinsoku: banned at these */
    uint32_t cps[64];
} ban;

static const ban bans[] = {
    {"closing brackets and quotes (CLREQ 3.1.4)",
     "zh-Hans",
     true,
     SOME,
     {0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019, 0x301B, 0xFF09,
      0xFF3D, 0xFF5D}},
    {"commas and stops",
     "zh-Hans",
     true,
     SOME,
     {0x3001, 0xFF0C, 0xFF1B, 0x3002, 0xFF0E, 0xFF1A, 0xFF01, 0xFF1F}},
    {"interpuncts and connectors", "zh-Hans", true, SOME, {0x30FB, 0x301C, 0xFF5E}},
    {"solidus (CLREQ 3.1.4)", "zh-Hans", true, SOME, {0xFF0F}},
    {"dash of 2 em", "zh-Hans", true, ZH_STRICT, {0x2E3A}},
    {"opening brackets",
     "zh-Hans",
     false,
     SOME,
     {0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0x3018, 0x301A, 0xFF08,
      0xFF3B, 0xFF5B}},
    {"closing marks, Traditional",
     "zh-Hant",
     true,
     SOME,
     {0x300D, 0x300F, 0x300B, 0x3001, 0xFF0C, 0x3002, 0xFF1A, 0xFF1B, 0xFF01, 0xFF1F}},
    {"opening marks, Traditional",
     "zh-Hant",
     false,
     SOME,
     {0x300C, 0x300E, 0x300A, 0xFF08, 0x3010}},
    {"closing brackets, stops and commas, Japanese: all levels (JLREQ C.3)",
     "ja",
     true,
     SOME,
     {0x300D, 0x300F, 0xFF09, 0x3011, 0x3001, 0x3002, 0xFF0C, 0xFF0E}},
    {"opening brackets, Japanese: all levels",
     "ja",
     false,
     SOME,
     {0x300C, 0x300E, 0xFF08, 0x3010, 0x3014, 0x300A}},
    {"dividing marks (cl-04), colon and semicolon (cl-05): from loose",
     "ja",
     true,
     JA_LOOSE,
     {0xFF01, 0xFF1F, 0x203C, 0x2049, 0xFF1A, 0xFF1B}},
    {"hyphens (cl-03) and the katakana middle dot: from strict",
     "ja",
     true,
     JA_STRICT,
     {0x301C, 0x30A0, 0x30FB}},
    {"percent sign: from strict, and as UAX 14 has it without rules",
     "ja",
     true,
     JA_STRICT | AT(NONE),
     {0xFF05}},
    {"iteration marks of kana (cl-09): from loose",
     "ja",
     true,
     JA_LOOSE,
     {0x309D, 0x309E, 0x30FD, 0x30FE}},
    {"iteration mark of Han: very strict", "ja", true, JA_VERY_STRICT, {0x3005}},
    {"small kana (cl-11), prolonged sound mark (cl-10): very strict",
     "ja",
     true,
     JA_VERY_STRICT,
     {0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083,
      0x3085, 0x3087, 0x308E, 0x30A1, 0x30A3, 0x30A5, 0x30A7,
      0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE, 0x30FC}},
    {"Han and kana are free", "ja", true, 0, {0x4E00, 0x5B57, 0x3042, 0x30AB, 0x3093}},
    {"closing brackets and marks, Korean: one level (KLREQ 4.3.3)",
     "ko",
     true,
     SOME,
     {0x300D, 0x300F, 0xFF09, 0x3011, 0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B,
      0xFF01, 0xFF1F, 0x30FB, 0x301C, 0xFF5E}},
    {"iteration and prolonged sound marks, Korean",
     "ko",
     true,
     SOME,
     {0x3005, 0x309D, 0x30FC}},
    {"opening brackets, Korean",
     "ko",
     false,
     SOME,
     {0x300C, 0x300E, 0xFF08, 0x3010, 0x3014, 0x300A}},
    {"solidus, Korean: free", "ko", true, 0, {0xFF0F}},
    {"solidus, Korean: free at the end, too", "ko", false, 0, {0xFF0F}},
    {"Han is free", "zh-Hans", true, 0, {0x4E00, 0x3007}},
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
                build(&bans[b], bans[b].cps[c], bans[b].levels >> level & 1, &text,
                      &want);
                T_EQ_STR(joined(&f, set_text(&f, text.at, MEASURE, 0)), want.at);
                jb_buf_fini(&text);
                jb_buf_fini(&want);
            }
        }
        fixture_fini(&f);
    }
    T_TRUE(cases >= 900);
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
