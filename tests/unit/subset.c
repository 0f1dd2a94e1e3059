/* out/subset.c: TrueType through HarfBuzz, CFF through our own writer. */
#include "out/subset.h"

#include "pdf_face.h"
#include "unit.h"

#include <hb.h>

static const char *const paths[] = {DEJAVU "DejaVuSans.ttf",
                                    NOTO "NotoSansCJK-Regular.ttc"};

T_TEST(subset_truetype)
{
    jb_arena arena = {0};
    jb_fonts *fonts = pdf_face_open(paths, 2, 2, &arena);
    const jb_face *face = pdf_face_at(fonts, 0);
    uint32_t gids[] = {0, jb_font_glyph(face, 'A', 0), jb_font_glyph(face, 0xE9, 0)};
    jb_subset subset;
    T_TRUE(
        jb_subset_make(&(jb_subset_order){face, NULL, gids, 3, "x"}, &arena, &subset));
    T_TRUE(subset.bytes.len > 300 && subset.bytes.len < 5000);
    T_TRUE(subset.new_gids != NULL);
    T_EQ_INT(subset.new_gids[0], 0);
    T_EQ_INT(subset.new_gids[1], 1);
    T_TRUE(subset.new_gids[2] > 1);
    T_TRUE(memcmp(subset.bytes.at, "\0\1\0\0", 4) == 0);
    jb_font_close(fonts);
    jb_arena_fini(&arena);
}

T_TEST(subset_cff_falls_back)
{
    jb_arena arena = {0};
    jb_fonts *fonts = pdf_face_open(paths, 2, 2, &arena);
    const jb_face *face = pdf_face_at(fonts, 1);
    uint32_t gids[] = {jb_font_glyph(face, 0x4E00, 0), jb_font_glyph(face, 0x4E01, 0)};
    jb_cff *cff = jb_cff_open(jb_subset_table(face, "CFF "), &arena);
    jb_subset own, other;
    jb_subset_order order = {face, cff, gids, 2, "ABCDEF+X"};
    T_TRUE(cff && jb_subset_make(&order, &arena, &own));
    T_TRUE(!own.new_gids && own.bytes.len < 2000);
    order.cff = NULL;
    T_TRUE(jb_subset_make(&order, &arena, &other));
    T_TRUE(!other.new_gids && other.bytes.len > own.bytes.len);
    jb_font_close(fonts);
    jb_arena_fini(&arena);
}

T_TEST(subset_table_bounds)
{
    jb_face face = {.bytes = JB_STR("ttcf\0\1\0\0\0\0\0\1\xFF\xFF\xFF\xF0")};
    T_EQ_INT(jb_subset_table(&face, "CFF ").len, 0);
    face.index = 9;
    T_EQ_INT(jb_subset_table(&face, "CFF ").len, 0);
    face = (jb_face){.bytes = JB_STR("OTTO\0\1\0\0\0\0\0\0CFF xxxx\0\0\0\1\0\0\0\xFF")};
    T_EQ_INT(jb_subset_table(&face, "CFF ").len, 0);
    face =
        (jb_face){.bytes = JB_STR("OTTO\0\1\0\0\0\0\0\0CFF xxxx\0\0\0\x1C\0\0\0\1Z")};
    T_EQ_INT(jb_subset_table(&face, "CFF ").len, 1);
}

/* The glyph that a character is shown with in a font file; 0 = none. */
static uint32_t shown(jb_str file, uint32_t cp, const char *lang, bool is_vertical)
{
    hb_blob_t *blob = hb_blob_create(file.at, (unsigned)file.len,
                                     HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    hb_buffer_t *buffer = hb_buffer_create();
    unsigned count = 0;
    hb_buffer_add_utf32(buffer, &cp, 1, 0, 1);
    hb_buffer_set_direction(buffer, is_vertical ? HB_DIRECTION_TTB : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
    hb_buffer_set_language(buffer, hb_language_from_string(lang, -1));
    hb_shape(font, buffer, NULL, 0);
    uint32_t gid = hb_buffer_get_glyph_infos(buffer, &count)[0].codepoint;
    hb_buffer_destroy(buffer);
    hb_font_destroy(font);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return gid;
}

T_TEST(subset_font_is_complete)
{
    static const uint32_t cps[] = {'A', 0x3001, 0x4E00, 0x76F4, 0xFF08};
    jb_arena arena = {0};
    jb_fonts *fonts = pdf_face_open(paths, 2, 2, &arena);
    const jb_face *face = pdf_face_at(fonts, 1);
    jb_str plain, forms, again, latin;
    T_TRUE(jb_subset_font(face, cps, JB_COUNT(cps), false, &arena, &plain));
    T_TRUE(jb_subset_font(face, cps, JB_COUNT(cps), true, &arena, &forms));
    T_TRUE(jb_subset_font(face, cps, JB_COUNT(cps), true, &arena, &again));
    T_TRUE(forms.len == again.len && memcmp(forms.at, again.at, forms.len) == 0);
    T_TRUE(memcmp(plain.at, "OTTO", 4) == 0 && plain.len < 20000);
    for (size_t i = 0; i < JB_COUNT(cps); i++)
        T_TRUE(shown(plain, cps[i], "zh-Hans", false) != 0);
    T_EQ_INT(shown(plain, 'B', "zh-Hans", false), 0);
    T_EQ_INT(shown(plain, 0x4E8C, "zh-Hans", false), 0);
    /* Brackets turn in vertical text; forms of other regions are there when asked for. */
    T_TRUE(shown(plain, 0xFF08, "zh-Hans", true) !=
           shown(plain, 0xFF08, "zh-Hans", false));
    T_TRUE(shown(plain, 0x76F4, "ja", false) == shown(plain, 0x76F4, "zh-Hans", false));
    T_TRUE(shown(forms, 0x76F4, "ja", false) != shown(forms, 0x76F4, "zh-Hans", false));
    T_TRUE(jb_subset_font(pdf_face_at(fonts, 0), cps, 1, false, &arena, &latin));
    T_TRUE(memcmp(latin.at, "\0\1\0\0", 4) == 0);
    T_TRUE(shown(latin, 'A', "en", false) != 0 && shown(latin, 'B', "en", false) == 0);
    jb_font_close(fonts);
    jb_arena_fini(&arena);
}
