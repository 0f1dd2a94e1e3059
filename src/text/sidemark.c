/* Where the strokes stand, in thousandths of an em below the baseline: our choice, as
 * CLREQ 3.1.8 gives no measures. The em box ends at 120, and lines with marks on one side
 * are at least 500 apart (CLREQ 3.1.8), so that marks are nearer to their own text while
 * they end above 370: a dot of 150 does at 285, and at 375 below a line, which stands
 * nearer to the text (CLREQ 3.1.8: the line first, then the dots). */
#include "text/sidemark.h"

#include "base/ucd.h"
#include "base/vec.h"

enum {
    LINE_AT = 155, /* its middle; an underline's, too */
    LINE_THICK = 50,
    WAVE_AT = 175,
    WAVE_SWING = 40,
    WAVE_THICK = 40,
    DOT_AT = 210,
    DOT_BELOW_LINE = 300,
    DOT_ABOVE = 975, /* above the baseline: the em box ends at 880 */
    NAME_INSET = 125 /* between two names, each side: ours, CLREQ asks for a gap */
};

typedef struct placing {
    const jb_para *para;
    const jb_extent *extent;
    const jb_mpt *pens;
    jb_arena *into;
    JB_VEC(jb_line_stroke) strokes;
} placing;

static const jb_sidemark *mark_of(const placing *p, size_t i)
{
    return p->para->segments[p->para->atoms[i].segment].mark;
}

static const jb_type *type_of(const placing *p, size_t i)
{
    return p->para->runs[p->para->atoms[i].run].type;
}

/* By a note in two lines. */
static jb_mpt raise_at(const placing *p, size_t i)
{
    return p->extent->raises ? p->extent->raises[i - p->extent->begin] : 0;
}

static bool is_in(const jb_sidemark *mark, const jb_sidemark *chain)
{
    for (; chain; chain = chain->around)
        if (chain == mark)
            return true;
    return false;
}

/* Whether a name ends between two atoms, seen from `inner`: the other one has a line that
 * this one has not. */
static bool adjoins(const jb_sidemark *other, const jb_sidemark *inner)
{
    for (; other; other = other->around)
        if (other->kind != JB_SIDEMARK_DOTS && !is_in(other, inner))
            return true;
    return false;
}

static jb_mpt of_em(const jb_type *type, int thousandths)
{
    return (jb_mpt)jb_geom_scale(type->size, thousandths, 1000);
}

/* ---- dots ---------------------------------------------------------------------- */

/* One for each Han character, kana or syllable; none for marks, spaces and letters. */
static bool bears_dot(const jb_atom *atom)
{
    jb_ucd_class cls = jb_ucd_class_of(atom->cp);
    return atom->glyph_count > 0 && atom->kind != JB_ATOM_MARK &&
           (cls == JB_UCD_HAN || cls == JB_UCD_KANA || cls == JB_UCD_HANGUL);
}

static bool has_line(const placing *p, size_t i)
{
    if (type_of(p, i)->is_underlined)
        return true;
    for (const jb_sidemark *at = mark_of(p, i); at; at = at->around)
        if (at->kind != JB_SIDEMARK_DOTS)
            return true;
    return false;
}

static void put_dot(placing *p, size_t i, const jb_sidemark *mark)
{
    const jb_atom *atom = &p->para->atoms[i];
    if (!bears_dot(atom))
        return;
    const jb_shaped_run *run = &p->para->runs[atom->run];
    const jb_shaped_glyph *glyph = &p->para->glyphs[atom->glyph_at];
    jb_mpt body = (jb_mpt)jb_geom_scale(jb_font_advance(run->face, glyph->gid),
                                        run->type->size, run->face->upem);
    jb_mpt size = mark->style->type.size;
    /* Of the paragraph: dots stay on one side of a line (CLREQ 3.1.8, JLREQ 3.3.9). */
    jb_punct_convention habit = jb_punct_convention_of(p->para->style->type.lang);
    int at = habit == JB_PUNCT_JA || habit == JB_PUNCT_KO ? DOT_ABOVE
             : has_line(p, i)                             ? -DOT_BELOW_LINE
                                                          : -DOT_AT;
    jb_mpt middle = p->pens[i - p->extent->begin] + glyph->x + body / 2;
    jb_vec_push(p->into, &p->strokes,
                (jb_line_stroke){.kind = JB_LINE_DOT,
                                 .x = middle - size / 2,
                                 .width = size,
                                 .y = of_em(run->type, at) + mark->style->type.raise +
                                      raise_at(p, i),
                                 .thickness = size,
                                 .colour = mark->style->type.colour});
}

/* ---- lines --------------------------------------------------------------------- */

/* The line of a mark that begins at atom i. */
static void put_line(placing *p, size_t i, const jb_sidemark *mark)
{
    size_t end = i + 1;
    while (end < p->extent->end && is_in(mark, mark_of(p, end)) &&
           raise_at(p, end) == raise_at(p, i))
        end++;
    const jb_type *type = type_of(p, i);
    jb_mpt x = INT32_MAX, right = INT32_MIN;
    for (size_t k = i; k < end; k++) { /* atoms of a line may stand in any order */
        const jb_atom *atom = &p->para->atoms[k];
        jb_mpt left = p->pens[k - p->extent->begin];
        bool is_last = k + 1 == p->extent->end;
        x = JB_MIN(x, left + (k == p->extent->begin ? atom->trim_left : 0));
        right = JB_MAX(right, left + atom->width - (is_last ? atom->trim_right : 0));
    }
    if (i > p->extent->begin && adjoins(mark_of(p, i - 1), mark_of(p, i)))
        x += of_em(type, NAME_INSET);
    if (end < p->extent->end && adjoins(mark_of(p, end), mark_of(p, end - 1)))
        right -= of_em(type, NAME_INSET);
    bool is_wave = mark->kind == JB_SIDEMARK_BOOK;
    jb_vec_push(
        p->into, &p->strokes,
        (jb_line_stroke){.kind = is_wave ? JB_LINE_WAVE : JB_LINE_RULE,
                         .x = x,
                         .width = right - x,
                         .y = raise_at(p, i) + mark->style->type.raise -
                              of_em(type, is_wave ? WAVE_AT : LINE_AT),
                         .thickness = of_em(type, is_wave ? WAVE_THICK : LINE_THICK),
                         .swing = is_wave ? of_em(type, WAVE_SWING) : 0,
                         .colour = mark->style->type.colour});
}

void jb_sidemark_place(const jb_para *para, const jb_extent *extent, const jb_mpt *pens,
                       jb_arena *into, jb_line *line)
{
    placing p = {.para = para, .extent = extent, .pens = pens, .into = into};
    for (size_t i = extent->begin; i < extent->end; i++) {
        bool follows = i > extent->begin && raise_at(&p, i) == raise_at(&p, i - 1);
        const jb_sidemark *before = follows ? mark_of(&p, i - 1) : NULL;
        for (const jb_sidemark *at = mark_of(&p, i); at; at = at->around) {
            if (at->kind == JB_SIDEMARK_DOTS)
                put_dot(&p, i, at);
            else if (!is_in(at, before))
                put_line(&p, i, at);
        }
    }
    line->strokes = p.strokes.items;
    line->stroke_count = p.strokes.count;
}
