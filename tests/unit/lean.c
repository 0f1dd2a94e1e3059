/* text/lean.c: text is shaped as with the whole font, and what others need is kept. */
#include "text/lean.h"

#include <hb-ot.h>

#include "pdf_face.h"
#include "unit.h"

/* A face whose GSUB is ours. */
typedef struct patched {
    hb_face_t *real;
    uint8_t *gsub;
    unsigned len;
} patched;

static hb_blob_t *patched_table(hb_face_t *face, hb_tag_t tag, void *user)
{
    const patched *p = user;
    (void)face;
    if (tag != HB_TAG('G', 'S', 'U', 'B'))
        return hb_face_reference_table(p->real, tag);
    return hb_blob_create((const char *)p->gsub, p->len, HB_MEMORY_MODE_READONLY, NULL,
                          NULL);
}

static void open_patched(patched *p, hb_face_t *real)
{
    hb_blob_t *blob = hb_face_reference_table(real, HB_TAG('G', 'S', 'U', 'B'));
    const char *at = hb_blob_get_data(blob, &p->len);
    p->real = real;
    p->gsub = malloc(p->len);
    memcpy(p->gsub, at, p->len);
    hb_blob_destroy(blob);
}

enum { GLYPHS = 64 };

/* The glyphs of a text, up to GLYPHS; gives their number. */
static unsigned shape(hb_face_t *face, hb_script_t script, const char *lang,
                      uint32_t glyphs[GLYPHS])
{
    /* Ideographs that differ by region, marks, ligatures, fractions, Cyrillic. */
    static const uint32_t text[] = {0x76F4, 0x9AA8, 0x4ECA, 0x8AA4, 0xFF0C, 0x201C, 'A',
                                    'V',    'f',    'i',    'f',    'l',    0x0301, '1',
                                    0x2044, '2',    0x0431, 0x304B, 0x3099, 0x2014};
    hb_font_t *font = hb_font_create(face);
    hb_buffer_t *buffer = hb_buffer_create();
    unsigned count;
    hb_buffer_add_utf32(buffer, text, JB_COUNT(text), 0, JB_COUNT(text));
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, script);
    hb_buffer_set_language(buffer, hb_language_from_string(lang, -1));
    hb_shape(font, buffer, NULL, 0);
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count);
    count = JB_MIN(count, (unsigned)GLYPHS);
    for (unsigned i = 0; i < count; i++)
        glyphs[i] = info[i].codepoint;
    hb_buffer_destroy(buffer);
    hb_font_destroy(font);
    return count;
}

static const char *const langs[] = {"zh-Hans", "zh-Hant", "zh-HK", "ja",
                                    "ko",      "en",      ""};
static const hb_script_t scripts[] = {HB_SCRIPT_HAN, HB_SCRIPT_LATIN,
                                      HB_SCRIPT_KATAKANA, HB_SCRIPT_COMMON,
                                      HB_SCRIPT_CYRILLIC};

/* How many pairs of script and language the lean face serves; all of them as `full`. */
static int compare(const jb_lean *lean, hb_face_t *lean_face, hb_face_t *full)
{
    int served = 0;
    for (size_t i = 0; i < JB_COUNT(scripts); i++)
        for (size_t j = 0; j < JB_COUNT(langs); j++) {
            uint32_t a[GLYPHS], b[GLYPHS];
            hb_language_t language = hb_language_from_string(langs[j], -1);
            if (!jb_lean_serves(lean, scripts[i], language))
                continue;
            unsigned count = shape(lean_face, scripts[i], langs[j], a);
            T_EQ_INT(count, shape(full, scripts[i], langs[j], b));
            T_TRUE(memcmp(a, b, count * sizeof *a) == 0);
            served++;
        }
    return served;
}

static bool serves(const jb_lean *lean, const char *lang)
{
    return jb_lean_serves(lean, HB_SCRIPT_HAN, hb_language_from_string(lang, -1));
}

T_TEST(lean_shapes_as_the_whole)
{
    static const char *const paths[] = {NOTO "NotoSerifCJK-Regular.ttc",
                                        NOTO "NotoSansCJK-Bold.ttc"};
    jb_arena arena = {0};
    for (unsigned index = 0; index < 5; index++) {
        jb_fonts *fonts = pdf_face_open(paths, 2, index, &arena);
        for (size_t i = 0; i < JB_COUNT(paths); i++) {
            hb_face_t *full = pdf_face_at(fonts, (int)i)->hb_face;
            jb_lean *lean = jb_lean_open(full, &arena);
            T_TRUE(lean != NULL);
            if (!lean)
                continue;
            T_EQ_INT(serves(lean, "ja"), index == 0);
            T_EQ_INT(serves(lean, "ko"), index == 1);
            T_EQ_INT(serves(lean, "zh-Hans"), index == 2);
            T_EQ_INT(serves(lean, "zh-Hant"), index == 3);
            T_TRUE(compare(lean, jb_lean_face(lean), full) >= 10);
            jb_lean_close(lean);
        }
        jb_font_close(fonts);
    }
    jb_arena_fini(&arena);
}

T_TEST(lean_leaves_small_tables)
{
    static const char *const paths[] = {DEJAVU "DejaVuSans.ttf"};
    jb_arena arena = {0};
    jb_fonts *fonts = pdf_face_open(paths, 1, 0, &arena);
    T_TRUE(jb_lean_open(pdf_face_at(fonts, 0)->hb_face, &arena) == NULL);
    jb_font_close(fonts);
    jb_arena_fini(&arena);
}

/* A damaged table is left as it is, or what is left of it is sound. */
T_TEST(lean_survives_damage)
{
    static const char *const paths[] = {NOTO "NotoSerifCJK-Regular.ttc"};
    static const uint8_t values[] = {0x00, 0x01, 0x7F, 0xFF};
    jb_arena arena = {0};
    jb_fonts *fonts = pdf_face_open(paths, 1, 2, &arena);
    patched p;
    open_patched(&p, pdf_face_at(fonts, 0)->hb_face);
    unsigned whole = p.len;
    int served = 0, made = 0;
    for (unsigned at = 0; at < 33000; at += at < 10 ? 1 : 97) {
        uint8_t kept = p.gsub[at];
        jb_arena scratch = {0};
        p.gsub[at] = values[at % JB_COUNT(values)];
        p.len = at % 5 == 0 ? whole - at * 5 : whole;
        hb_face_t *full = hb_face_create_for_tables(patched_table, &p, NULL);
        hb_face_set_glyph_count(full, hb_face_get_glyph_count(p.real));
        jb_lean *lean = jb_lean_open(full, &scratch);
        if (lean) {
            made++;
            if (hb_ot_layout_has_substitution(full))
                served += compare(lean, jb_lean_face(lean), full);
            jb_lean_close(lean);
        }
        hb_face_destroy(full);
        jb_arena_fini(&scratch);
        p.gsub[at] = kept;
    }
    T_TRUE(made > 50 && served > 500);
    free(p.gsub);
    jb_font_close(fonts);
    jb_arena_fini(&arena);
}
