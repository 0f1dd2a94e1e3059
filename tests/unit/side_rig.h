/* Paragraphs of segments with annotations, for the tests of ruby and side marks. */
#ifndef JB_SIDE_RIG_H
#define JB_SIDE_RIG_H

#include "para_fixture.h"

enum { SIDE_EM = EM };

typedef struct side_rig {
    jb_arena arena;
    jb_fonts *fonts;
    jb_diag *diag;
    jb_style style, small; /* small: of ruby and dots */
} side_rig;

static inline void side_begin(side_rig *f, const char *lang, jb_mpt small)
{
    memset(f, 0, sizeof *f);
    f->fonts = jb_font_open(&set, (jb_font_opener){NULL, open_font}, &f->arena);
    f->diag = jb_diag_new(&f->arena);
    f->style.name = "test";
    f->style.type =
        (jb_type){.weight = 400, .size = SIDE_EM, .colour = 0x123456, .lang = lang};
    f->style.setting = (jb_setting){.leading = 18000,
                                    .align = JB_ALIGN_JUSTIFY,
                                    .kinsoku = JB_KINSOKU_GB,
                                    .autospace = {125, 250, 500}};
    f->small = f->style;
    f->small.type.size = small;
}

static inline void side_end(side_rig *f)
{
    jb_font_close(f->fonts);
    jb_arena_fini(&f->arena);
}

static inline jb_lines side_set_lines(side_rig *f, const jb_segment *segments,
                                      size_t count, jb_mpt measure)
{
    jb_para *para =
        jb_para_shape(f->fonts, &f->style, segments, count, &f->arena, f->diag);
    const jb_para_measure wanted = {.width = measure, .align = JB_ALIGN_JUSTIFY};
    return jb_para_break(para, &wanted, &f->arena, f->diag);
}

/* The x of the n-th cluster of a line's text, mpt. */
static inline jb_mpt side_x(const jb_line *line, size_t n)
{
    for (size_t r = 0; r < line->run_count; r++)
        for (size_t k = 0; k < line->runs[r].count; k++)
            if (line->runs[r].glyphs[k].text_len && n-- == 0)
                return line->runs[r].x + line->runs[r].glyphs[k].x;
    return -1;
}

#endif
