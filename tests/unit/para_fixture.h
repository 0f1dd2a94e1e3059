/* A paragraph set in Noto Serif CJK at 10 pt, for tests of layout rules. */
#ifndef JB_PARA_FIXTURE_H
#define JB_PARA_FIXTURE_H

#include "text/para.h"

#include "base/file.h"
#include "base/utf8.h"
#include "unit.h"

static bool open_font(void *state, const char *path, jb_str *bytes)
{
    (void)state;
    char full[256];
    snprintf(full, sizeof full, "/usr/share/fonts/%s", path);
    return jb_file_map(full, 64u << 20, bytes) == JB_FILE_OK;
}

static const jb_fontset_file files[] = {
    {"opentype/noto/NotoSerifCJK-Regular.ttc", 400, false}};
static const jb_fontset_region regions[] = {
    {"zh-Hans", 2}, {"zh-Hant", 3}, {"ja", 0}, {"ko", 1}};
static const jb_fontset_file arabic[] = {
    {"truetype/noto/NotoNaskhArabic-Regular.ttf", 400, false}};
static const jb_fontset_file hebrew[] = {
    {"truetype/noto/NotoSerifHebrew-Regular.ttf", 400, false}};
static const jb_fontset_file thai[] = {
    {"truetype/noto/NotoSerifThai-Regular.ttf", 400, false}};
static const jb_fontset_file hindi[] = {
    {"truetype/noto/NotoSerifDevanagari-Regular.ttf", 400, false}};
static const jb_fontset_file emoji[] = {
    {"truetype/noto/NotoColorEmoji.ttf", 400, false}};
static const uint32_t scripts[] = {0x41726162, 0x48656272, 0x54686169, 0x44657661};
static const jb_fontset_family families[] = {
    {"Noto Serif CJK", "fonts-noto-cjk", files, 1, regions, 4, false, NULL, 0},
    {"Arabic", "fonts-noto-core", arabic, 1, NULL, 0, false, &scripts[0], 1},
    {"Hebrew", "fonts-noto-core", hebrew, 1, NULL, 0, false, &scripts[1], 1},
    {"Thai", "fonts-noto-core", thai, 1, NULL, 0, false, &scripts[2], 1},
    {"Devanagari", "fonts-noto-core", hindi, 1, NULL, 0, false, &scripts[3], 1},
    {"Emoji", "fonts-noto-color-emoji", emoji, 1, NULL, 0, true, NULL, 0}};
static const uint16_t chain[] = {0, 1, 2, 3, 4, 5};
static const jb_fontset_role roles[] = {{"serif", chain, 6}};
static const jb_fontset_pattern patterns[] = {{"en", "../hyphen/hyph_en_US.dic"}};
static const jb_fontset set = {"test", families, 6, roles, 1, patterns, 1, 0};

enum { EM = 10000 };

typedef struct fixture {
    jb_arena arena;
    jb_fonts *fonts;
    jb_diag *diag;
    jb_style style;
} fixture;

__attribute__((unused)) static void fixture_init(fixture *f, const char *lang)
{
    *f = (fixture){0};
    f->fonts = jb_font_open(&set, (jb_font_opener){NULL, open_font}, &f->arena);
    f->diag = jb_diag_new(&f->arena);
    f->style = (jb_style){
        .name = "test",
        .type = {.weight = 400, .size = EM, .lang = lang},
        .setting = {.leading = 18000,
                    .align = JB_ALIGN_JUSTIFY,
                    .kinsoku = JB_KINSOKU_GB,
                    .autospace = {125, 250, 500}},
    };
}

__attribute__((unused)) static void fixture_fini(fixture *f)
{
    jb_font_close(f->fonts);
    jb_arena_fini(&f->arena);
}

__attribute__((unused)) static jb_lines set_text(fixture *f, const char *text,
                                                 jb_mpt measure, jb_mpt indent)
{
    jb_segment *segment = JB_NEW(&f->arena, jb_segment);
    *segment = (jb_segment){.text = jb_str_of(text), .style = &f->style};
    jb_para *para = jb_para_shape(f->fonts, &f->style, segment, 1, &f->arena, f->diag);
    const jb_para_measure wanted = {
        .width = measure, .indent = indent, .align = f->style.setting.align};
    return jb_para_break(para, &wanted, &f->arena, f->diag);
}

/* The lines joined with '|'. */
__attribute__((unused)) static const char *joined(fixture *f, jb_lines lines)
{
    jb_buf buf = {0};
    for (size_t i = 0; i < lines.count; i++) {
        jb_buf_puts(&buf, i ? "|" : "");
        jb_buf_put_str(&buf, lines.items[i].text);
    }
    const char *kept = jb_arena_strndup(&f->arena, buf.at, buf.len);
    jb_buf_fini(&buf);
    return kept;
}

#endif
