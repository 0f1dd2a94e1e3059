/* One face of an installed font, and runs of its glyphs, for the tests of the writers.
 */
#ifndef PDF_FACE_H
#define PDF_FACE_H

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "page/item.h"

#define NOTO   "/usr/share/fonts/opentype/noto/"
#define DEJAVU "/usr/share/fonts/truetype/dejavu/"

static inline bool pdf_face_map(void *state, const char *path, jb_str *bytes)
{
    struct stat about;
    int fd = open(path, O_RDONLY);
    (void)state;
    if (fd < 0 || fstat(fd, &about) != 0)
        return false;
    void *at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    *bytes = (jb_str){at, (size_t)about.st_size};
    return at != MAP_FAILED;
}

/* The fonts of several files, one role each ("0" is the first); the index in a
 * collection is `index`. */
static inline jb_fonts *pdf_face_open(const char *const *paths, unsigned count,
                                      unsigned index, jb_arena *into)
{
    jb_fontset_file *files = JB_NEWS(into, jb_fontset_file, count);
    jb_fontset_family *families = JB_NEWS(into, jb_fontset_family, count);
    jb_fontset_role *roles = JB_NEWS(into, jb_fontset_role, count);
    jb_fontset_region *region = JB_NEW(into, jb_fontset_region);
    uint16_t *numbers = JB_NEWS(into, uint16_t, count);
    *region = (jb_fontset_region){"zh-Hans", index};
    for (unsigned i = 0; i < count; i++) {
        size_t len = strlen(paths[i]);
        bool is_collection = len > 4 && strcmp(paths[i] + len - 4, ".ttc") == 0;
        numbers[i] = (uint16_t)i;
        files[i] = (jb_fontset_file){paths[i], 400, false};
        families[i] = (jb_fontset_family){.name = paths[i],
                                          .package = "",
                                          .files = &files[i],
                                          .file_count = 1,
                                          .regions = region,
                                          .region_count = is_collection};
        roles[i] = (jb_fontset_role){paths[i], &numbers[i], 1};
    }
    jb_fontset *set = JB_NEW(into, jb_fontset);
    *set = (jb_fontset){.name = "test",
                        .families = families,
                        .family_count = count,
                        .roles = roles,
                        .role_count = count};
    return jb_font_open(set, (jb_font_opener){NULL, pdf_face_map}, into);
}

static inline const jb_face *pdf_face_at(jb_fonts *fonts, int role)
{
    return jb_font_chain(fonts, role, 400, false, "zh-Hans", 0);
}

/* A text item that is put together glyph by glyph. */
typedef struct pdf_run {
    jb_arena *arena;
    JB_VEC(jb_item_glyph) glyphs;
    jb_buf text;
    const jb_face *face;
    jb_mpt size, pen, gap; /* gap: added behind every glyph */
} pdf_run;

static inline void pdf_run_glyph(pdf_run *run, uint32_t gid, const char *text)
{
    jb_item_glyph glyph = {.gid = gid,
                           .x = run->pen,
                           .text_at = (uint32_t)run->text.len,
                           .text_len = (uint16_t)strlen(text)};
    jb_vec_push(run->arena, &run->glyphs, glyph);
    jb_buf_puts(&run->text, text);
    run->pen += (jb_mpt)jb_geom_scale(jb_font_advance(run->face, gid), run->size,
                                      run->face->upem) +
                run->gap;
}

/* One glyph of a code point, standing for another text. */
static inline void pdf_run_as(pdf_run *run, uint32_t cp, uint32_t selector,
                              const char *text)
{
    pdf_run_glyph(run, jb_font_glyph(run->face, cp, selector), text);
}

static inline void pdf_run_text(pdf_run *run, const char *text)
{
    jb_str source = jb_str_of(text);
    for (size_t at = 0, begin = 0; at < source.len; begin = at) {
        uint32_t cp = jb_utf8_next(source, &at);
        char *part = jb_arena_strndup(run->arena, source.at + begin, at - begin);
        pdf_run_as(run, cp, 0, part);
    }
}

static inline jb_item_text pdf_run_item(pdf_run *run, jb_mpt x, jb_mpt y)
{
    jb_str text = {
        jb_arena_strndup(run->arena, run->text.at ? run->text.at : "", run->text.len),
        run->text.len};
    jb_item_text item = {.face = run->face,
                         .size = run->size,
                         .x = x,
                         .y = y,
                         .glyphs = run->glyphs.items,
                         .count = run->glyphs.count,
                         .text = text};
    jb_buf_fini(&run->text);
    *run = (pdf_run){
        .arena = run->arena, .face = run->face, .size = run->size, .gap = run->gap};
    return item;
}

#endif
