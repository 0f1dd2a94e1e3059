/* out/cff.c: subsets of an installed CID-keyed font, and of damaged tables. */
#include "out/cff.h"

#include "out/cff_outline.h"
#include "out/subset.h"
#include "pdf_face.h"
#include "unit.h"

static const jb_face *open_noto(jb_fonts **fonts, jb_arena *arena)
{
    static const char *const paths[] = {NOTO "NotoSerifCJK-Regular.ttc"};
    *fonts = pdf_face_open(paths, 1, 2, arena);
    return pdf_face_at(*fonts, 0);
}

/* A subset of 20 ideographs. */
static bool make_subset(jb_arena *arena, uint32_t gids[20], jb_str *out)
{
    jb_fonts *fonts;
    const jb_face *face = open_noto(&fonts, arena);
    if (!face)
        return false;
    uint32_t first = jb_font_glyph(face, 0x4E00, 0);
    for (uint32_t i = 0; i < 20; i++)
        gids[i] = first + i * 3;
    jb_cff *cff = jb_cff_open(jb_subset_table(face, "CFF "), arena);
    bool is_made = cff && jb_cff_subset(cff, gids, 20, "ABCDEF+Test", arena, out);
    jb_font_close(fonts);
    return is_made;
}

T_TEST(cff_subset_is_a_font)
{
    jb_arena arena = {0};
    uint32_t gids[20];
    jb_str made;
    T_TRUE(make_subset(&arena, gids, &made));
    jb_cff *again = jb_cff_open(made, &arena);
    T_TRUE(again != NULL);
    T_TRUE(jb_cff_is_cid_keyed(again));
    T_EQ_INT(jb_cff_glyph_count(again), 21);
    T_EQ_INT(jb_cff_cid(again, 0), 0);
    for (uint32_t i = 0; i < 20; i++)
        T_EQ_INT(jb_cff_cid(again, i + 1), gids[i]); /* Noto: CID = glyph number */
    T_EQ_INT(jb_cff_cid(again, 21), 0);
    jb_arena_fini(&arena);
}

T_TEST(cff_subset_of_subset_is_equal)
{
    jb_arena arena = {0};
    uint32_t gids[20], all[20];
    jb_str made, twice;
    T_TRUE(make_subset(&arena, gids, &made));
    for (uint32_t i = 0; i < 20; i++)
        all[i] = i + 1;
    jb_cff *again = jb_cff_open(made, &arena);
    T_TRUE(again && jb_cff_subset(again, all, 20, "ABCDEF+Test", &arena, &twice));
    T_EQ_INT(twice.len, made.len);
    T_TRUE(jb_str_equal(twice, made));
    jb_arena_fini(&arena);
}

/* What was kept of one subset changes nothing in the next. */
T_TEST(cff_subset_does_not_depend_on_the_last)
{
    jb_arena arena = {0};
    uint32_t gids[20];
    jb_str made, warm, cold;
    T_TRUE(make_subset(&arena, gids, &made));
    static const uint32_t few[] = {3, 4, 9}, more[] = {1, 3, 8, 9, 20};
    jb_cff *used = jb_cff_open(made, &arena), *fresh = jb_cff_open(made, &arena);
    T_TRUE(jb_cff_subset(used, few, 3, "ABCDEF+Few", &arena, &warm));
    T_TRUE(jb_cff_subset(used, more, 5, "ABCDEF+More", &arena, &warm));
    T_TRUE(jb_cff_subset(fresh, more, 5, "ABCDEF+More", &arena, &cold));
    T_TRUE(jb_str_equal(warm, cold));
    jb_arena_fini(&arena);
}

/* Every byte of the structure damaged in turn, and every length: no access beyond. */
T_TEST(cff_survives_damage)
{
    jb_arena arena = {0};
    uint32_t gids[20], all[20];
    jb_str made, out;
    T_TRUE(make_subset(&arena, gids, &made));
    for (uint32_t i = 0; i < 20; i++)
        all[i] = i + 1;
    for (size_t at = 0; at < made.len; at += at < 400 ? 1 : 7) {
        jb_arena scratch = {0};
        char *copy = malloc(made.len);
        memcpy(copy, made.at, made.len);
        copy[at] = (char)(copy[at] ^ (at % 2 ? 0xFF : 0x41));
        jb_cff *cff = jb_cff_open((jb_str){copy, made.len}, &scratch);
        if (cff)
            jb_cff_subset(cff, all, 20, "ABCDEF+Test", &scratch, &out);
        char *cut = malloc(at + 1);
        memcpy(cut, made.at, at);
        cff = jb_cff_open((jb_str){cut, at}, &scratch);
        if (cff)
            jb_cff_subset(cff, all, 20, "ABCDEF+Test", &scratch, &out);
        free(cut);
        free(copy);
        jb_arena_fini(&scratch);
    }
    jb_arena_fini(&arena);
}

#define BYTES(...)                                                                     \
    ((jb_str){(const char[]){__VA_ARGS__}, sizeof((char[]){__VA_ARGS__})})

T_TEST(cff_outline_drops_hints)
{
    /* subroutine 0 (number -107): "1 2 rlineto return" */
    static const uint8_t offsets[] = {1, 5},
                         bytes[] = {0, (uint8_t)140, (uint8_t)141, 5, 11};
    const jb_cff_index none = {0};
    const jb_cff_index subrs = {offsets, bytes, 1, 5, 1};
    const struct {
        jb_str in, want; /* want.at NULL: refused */
    } cases[] = {
        /* width, hstem, moveto: the width stays */
        {BYTES((char)149, (char)139, (char)140, 1, (char)139, 22, 14),
         BYTES((char)149, (char)139, 22, 14)},
        /* stems, a mask with implied vstems, and its byte */
        {BYTES((char)139, (char)140, 18, (char)139, (char)140, 19, 0x40, (char)139, 22,
               14),
         BYTES((char)139, 22, 14)},
        /* a call in place */
        {BYTES((char)139, 22, 32, 10, 14),
         BYTES((char)139, 22, (char)140, (char)141, 5, 14)},
        {BYTES((char)139, (char)139, (char)139, (char)139, 14), {NULL, 0}}, /* seac */
        {BYTES((char)139, 12, 9), {NULL, 0}},                               /* abs */
        {BYTES((char)139, 22), {NULL, 0}},                                  /* no end */
        {BYTES((char)140, 10), {NULL, 0}},    /* no subr */
        {BYTES((char)139, 5, 14), {NULL, 0}}, /* a line before a move */
    };
    static uint8_t room[JB_CFF_OUTLINE_ROOM];
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        size_t len = 0;
        bool is_good = jb_cff_outline_flatten(cases[i].in, &none, &subrs, room, &len);
        T_EQ_INT(is_good, cases[i].want.at != NULL);
        if (is_good)
            T_TRUE(jb_str_equal((jb_str){(const char *)room, len}, cases[i].want));
    }
}

/* Calls that double at every level would make 2^n bytes. */
T_TEST(cff_outline_bomb)
{
    static uint8_t room[JB_CFF_OUTLINE_ROOM];
    uint8_t bytes[1 + 10 * 65], offsets[22];
    size_t at = 1;
    for (int level = 0; level < 10; level++) {
        offsets[2 * level] = (uint8_t)(at >> 8);
        offsets[2 * level + 1] = (uint8_t)at;
        for (int i = 0; i < 32; i++) {
            bytes[at++] = (uint8_t)(139 + level + 1 - 107); /* the next subroutine */
            bytes[at++] = 10;
        }
        bytes[at++] = 11;
    }
    offsets[20] = (uint8_t)(at >> 8);
    offsets[21] = (uint8_t)at;
    const jb_cff_index none = {0}, subrs = {offsets, bytes, 10, (uint32_t)at, 2};
    size_t len;
    T_TRUE(!jb_cff_outline_flatten(BYTES((char)139, 22, 32, 10, 14), &none, &subrs,
                                   room, &len));
}
