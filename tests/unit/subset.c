/* out/subset.c: TrueType through HarfBuzz, CFF through our own writer. */
#include "out/subset.h"

#include "pdf_face.h"
#include "unit.h"

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
