/* The five steps of a paragraph in order, and the assembly of finished lines. */
#include "text/para.h"

#include "base/ucd.h"
#include "base/vec.h"
#include "text/atom.h"
#include "text/bidi.h"
#include "text/ruby.h"
#include "text/sidemark.h"
#include "text/thai.h"
#include "text/trace.h"
#include "text/warichu.h"

/* ---- opportunities ------------------------------------------------------------- */

/* Hyphens are for text in Latin letters: the odd word in a Chinese paragraph is a name or
 * a term, and Han gaps make up for it. */
static bool wants_hyphens(const jb_para *para)
{
    /* Our choice: half a line (reading the patterns costs 37 M instructions, measured),
     * and two thirds of the text. */
    enum { LEAST_LETTERS = 40 };
    size_t letters = 0;
    if (!para->style->setting.is_hyphenated)
        return false;
    for (size_t i = 0; i < para->char_count; i++)
        letters += para->chars[i].cp < 0x80 && jb_ucd_is_letter(para->chars[i].cp);
    return letters >= LEAST_LETTERS && letters * 3 > para->char_count * 2;
}

/* Words in Latin letters within CJK text are taken for English. */
static const char *latin_language(const char *lang)
{
    return jb_punct_convention_of(lang) == JB_PUNCT_OTHER ? lang : "en";
}

static void find_opportunities(jb_para *para, jb_fonts *fonts, jb_diag *diag)
{
    size_t n = para->char_count;
    uint32_t *cps = JB_ROOM(para->arena, uint32_t, n);
    jb_punct_at *places = JB_ROOM(para->arena, jb_punct_at, n);
    uint8_t *breaks = JB_NEWS(para->arena, uint8_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        cps[i] = para->chars[i].cp;
        places[i].cls = (uint8_t)para->chars[i].punct;
        places[i].is_wide = para->chars[i].is_wide;
    }
    const char *lang = para->style->type.lang;
    const jb_opportunity_rules rules = {
        .kinsoku = para->style->setting.kinsoku,
        .is_tailored = true,
        .is_korean_by_word = strncmp(lang, "ko", 2) == 0,
        .convention = jb_punct_convention_of(lang),
    };
    jb_opportunity_find(cps, places, n, &rules, breaks);
    if (para->has_thai && !jb_thai_find(cps, n, breaks))
        jb_diag_add(diag, JB_DIAG_THAI_DICTIONARY, para->segments[0].span);
    const jb_hyphenator *patterns =
        wants_hyphens(para) ? jb_font_hyphenator(fonts, latin_language(lang)) : NULL;
    if (patterns)
        jb_hyphenate_find(patterns, cps, n, breaks);
    for (size_t i = 0, c = 0; i < para->count; i++) {
        jb_atom *atom = &para->atoms[i];
        while (c < n && para->chars[c].text_at < atom->text_at)
            c++;
        if (i == 0)
            continue;
        atom->must_break = para->atoms[i - 1].cp == 0x2028;
        atom->may_break = atom->must_break ? (uint8_t)JB_BREAK_MUST : breaks[c];
        if (para->segments[atom->segment].note) /* a note's mark stays with its word */
            atom->may_break = JB_BREAK_NO;
    }
}

jb_para *jb_para_shape(jb_fonts *fonts, const jb_style *style,
                       const jb_segment *segments, size_t count, jb_arena *into,
                       jb_diag *diag)
{
    jb_para *para = JB_NEW(into, jb_para);
    para->arena = into;
    para->style = style;
    para->segments = segments;
    para->segment_count = count;
    jb_itemize(para, fonts);
    jb_shape(para);
    find_opportunities(para, fonts, diag);
    for (size_t i = 0; i < count; i++)
        para->has_sidemarks |= segments[i].mark != NULL;
    jb_warichu_find(para);
    jb_ruby_fit(para, fonts, diag);
    jb_gap_fill(para);
    return para;
}

/* ---- widths -------------------------------------------------------------------- */

void jb_para_widths(const jb_para *para, jb_mpt *least, jb_mpt *natural)
{
    *least = *natural = 0;
    size_t piece = 0, part = 0;
    for (size_t i = 1; i <= para->count; i++) {
        bool is_end = i == para->count || para->atoms[i].must_break;
        uint8_t kind = is_end ? (uint8_t)JB_BREAK_MUST : para->atoms[i].may_break;
        if (kind == JB_BREAK_NO || kind == JB_BREAK_EMERGENCY)
            continue;
        *least = JB_MAX(*least, jb_gap_extent(para, piece, i).natural);
        piece = i;
        if (is_end) {
            *natural = JB_MAX(*natural, jb_gap_extent(para, part, i).natural);
            part = i;
        }
    }
}

/* ---- lines --------------------------------------------------------------------- */

/* The last visible atom of a line as an extractor sees it. */
typedef struct reading {
    jb_mpt end; /* of its font's advance */
    jb_mpt size, raise;
    bool has_space; /* a typed space stands behind it */
} reading;

/* Where the pen is while a line is assembled. */
typedef struct assembly {
    const jb_para *para;
    jb_extent extent;
    jb_arena *into;
    jb_line *line;
    JB_VEC(jb_line_run) runs;
    JB_VEC(int) notes;
    jb_glyph *glyphs; /* of the whole line */
    jb_mpt *pens;     /* where each atom begins; NULL when nobody asks */
    size_t glyph_count;
    jb_mpt pen;
    reading read;
    uint32_t segment;  /* a segment at or before the line's first, */
    size_t segment_at; /* and where its text begins */
} assembly;

static jb_mpt em_1000(jb_mpt size, int thousandths)
{
    return (jb_mpt)jb_geom_scale(size, thousandths, 1000);
}

static jb_mpt raise_of(const assembly *a, const jb_atom *atom)
{
    const jb_extent *extent = &a->extent;
    return extent->raises ? extent->raises[atom - a->para->atoms - extent->begin] : 0;
}

static bool continues(const assembly *a, const jb_atom *atom, const jb_atom *before)
{
    const jb_segment *own = &a->para->segments[atom->segment];
    const jb_segment *other = &a->para->segments[before->segment];
    return atom->run == before->run && own->url == other->url &&
           own->dest == other->dest && own->style == other->style &&
           raise_of(a, atom) == raise_of(a, before);
}

/* Begins a run with an atom; its text begins at text_at, which is another's when the run
 * is set from right to left. */
static void begin_run(assembly *a, const jb_atom *atom, uint32_t text_at)
{
    const jb_shaped_run *shaped = &a->para->runs[atom->run];
    const jb_segment *segment = &a->para->segments[atom->segment];
    jb_vec_push(a->into, &a->runs,
                (jb_line_run){.face = shaped->face,
                              .type = shaped->type,
                              .x = a->pen,
                              .raise = shaped->type->raise + raise_of(a, atom),
                              .embolden = shaped->embolden,
                              .slant_1000 = shaped->slant_1000,
                              .glyphs = a->glyphs + a->glyph_count,
                              .text = {a->para->text.at + text_at, 0},
                              .url = segment->url,
                              .dest = segment->dest,
                              .is_plain = atom->level == 0});
}

/* Whether pdftotext would misread the blank before an atom (measured, poppler 22.12): it
 * takes more than 0.1 em for a space, and in its raw mode no typed space up to 0.15 em for
 * one; what is wider than 0.7 em parts columns. A new line is a pen that moves back as far
 * as it does at squeezed marks, or a baseline half an em of the smaller type away. */
static bool is_misread(const reading *before, jb_mpt origin, jb_mpt raise, jb_mpt size)
{
    enum {
        READ_AS_SPACE = 100,
        READ_AS_NONE = 160,
        READ_AS_COLUMN = 650,
        READ_AS_LINE = -150,
        RAISED = 450
    };
    jb_mpt blank = origin - before->end, em = JB_MIN(size, before->size);
    bool is_near = blank < em / 16 && blank > -em / 16; /* by far: no need to divide */
    if (is_near && raise == before->raise && !before->has_space)
        return false;
    if (JB_MAX(raise, before->raise) - JB_MIN(raise, before->raise) >
        em_1000(em, RAISED))
        return true;
    if (before->has_space)
        return blank < em_1000(JB_MAX(size, before->size), READ_AS_NONE) ||
               blank > em_1000(em, READ_AS_COLUMN);
    return blank > em_1000(em, READ_AS_SPACE) || blank < em_1000(em, READ_AS_LINE);
}

/* pdftotext takes every other space for blank too, and sees what it makes of that. */
static bool is_special_space(uint32_t cp)
{
    return cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

/* Follows the pen as who adds up the font's advances does: a centred glyph keeps its own
 * in the PDF. */
static void read_atom(assembly *a, const jb_atom *atom)
{
    const jb_shaped_run *run = &a->para->runs[atom->run];
    const jb_shaped_glyph *glyph = &a->para->glyphs[atom->glyph_at];
    jb_mpt size = run->type->size, raise = run->type->raise + raise_of(a, atom);
    a->line->has_gaps |= is_special_space(atom->cp);
    if (atom->kind == JB_ATOM_SPACE || atom->glyph_count == 0) {
        a->read.has_space |= atom->kind == JB_ATOM_SPACE;
        return;
    }
    bool is_centred = atom->glyph_count == 1 && glyph->x != 0;
    jb_mpt origin = a->pen + (is_centred ? glyph->x : 0);
    jb_mpt width = is_centred
                       ? (jb_mpt)jb_geom_scale(jb_font_advance(run->face, glyph->gid),
                                               size, run->face->upem)
                       : atom->width - run->type->tracking;
    if (a->read.size && !a->line->has_gaps)
        a->line->has_gaps = is_misread(&a->read, origin, raise, size);
    a->read = (reading){.end = origin + width, .size = size, .raise = raise};
}

static void put_atom(assembly *a, const jb_atom *atom)
{
    read_atom(a, atom);
    jb_line_run *run = &a->runs.items[a->runs.count - 1];
    uint32_t text_at = atom->text_at - (uint32_t)(run->text.at - a->para->text.at);
    const jb_shaped_glyph *shaped = &a->para->glyphs[atom->glyph_at];
    jb_glyph *glyphs = a->glyphs + a->glyph_count;
    jb_mpt pen = a->pen - run->x;
    for (uint32_t k = 0; k < atom->glyph_count; pen += shaped[k++].advance)
        glyphs[k] =
            (jb_glyph){shaped[k].gid, pen + shaped[k].x, shaped[k].y, text_at, 0};
    if (atom->glyph_count)
        glyphs->text_len = (uint16_t)JB_MIN(atom->text_len, (uint32_t)UINT16_MAX);
    a->glyph_count += atom->glyph_count;
    run->count += atom->glyph_count;
    a->pen += atom->width;
    run->text.len = JB_MAX(run->text.len, (size_t)text_at + atom->text_len);
    run->width = a->pen - run->x;
    int note = a->para->segments[atom->segment].note;
    if (note && (a->notes.count == 0 || a->notes.items[a->notes.count - 1] != note))
        jb_vec_push(a->into, &a->notes, note);
}

/* The hyphen of a divided word stands for U+00AD, which readers take away again when they
 * join the lines (ISO 32000-1, 14.8.2.2.3). It is no part of the line's text. false: the line
 * ends without one. */
static bool put_hyphen(assembly *a, size_t next)
{
    static const char soft_hyphen[] = "\xC2\xAD";
    uint32_t gid;
    jb_mpt width = jb_gap_hyphen(a->para, next, &gid);
    if (width == 0)
        return false;
    begin_run(a, &a->para->atoms[next - 1], 0);
    jb_line_run *run = &a->runs.items[a->runs.count - 1];
    run->text = (jb_str){soft_hyphen, sizeof soft_hyphen - 1};
    run->is_plain = false;
    run->width = width;
    run->count = 1;
    a->glyphs[a->glyph_count++] = (jb_glyph){gid, 0, 0, 0, sizeof soft_hyphen - 1};
    a->pen += width;
    return true;
}

static jb_span span_of(assembly *a, const jb_atom *first, const jb_atom *last)
{
    const jb_para *para = a->para;
    const jb_segment *segment = &para->segments[first->segment];
    jb_span span = segment->span;
    for (; a->segment < first->segment; a->segment++)
        a->segment_at += para->segments[a->segment].text.len;
    if (segment->is_verbatim)
        span.begin += first->text_at - (uint32_t)a->segment_at;
    if (para->segments[last->segment].span.source == span.source)
        span.end = JB_MAX(span.begin, para->segments[last->segment].span.end);
    return span;
}

/* Where a line begins that is `slack` shorter than its measure, indent apart. What runs
 * from right to left begins, and is indented, at the right; so does a line that is alone
 * on a mirrored page, whichever way it runs. */
static jb_mpt line_start(const jb_para *para, const jb_para_measure *measure,
                         bool is_alone, jb_mpt indent, jb_mpt slack)
{
    bool begins_right = para->level == 1 || (is_alone && measure->is_mirrored);
    switch (measure->align) {
    case JB_ALIGN_CENTRE:
        return (indent + slack) / 2;
    case JB_ALIGN_RIGHT:
    case JB_ALIGN_DECIMAL:
        return measure->is_mirrored ? 0 : indent + slack;
    case JB_ALIGN_NONE:
    case JB_ALIGN_LEFT:
        begins_right |= measure->is_mirrored;
        break;
    case JB_ALIGN_JUSTIFY:
        break;
    }
    return begins_right ? slack : indent;
}

static size_t glyphs_of(const jb_para *para, const jb_extent *line)
{
    size_t count = 1; /* a hyphen */
    for (size_t i = line->begin; i < line->end; i++)
        count += para->atoms[i].glyph_count;
    return count;
}

static void put_logical(assembly *a, const jb_extent *extent, const jb_mpt *added)
{
    const jb_para *para = a->para;
    for (size_t i = extent->begin; i < extent->end; i++) {
        const jb_atom *atom = &para->atoms[i];
        if (i > extent->begin)
            a->pen += para->gaps[i].natural + added[i - extent->begin];
        if (i == extent->begin || !continues(a, atom, &para->atoms[i - 1]))
            begin_run(a, atom, atom->text_at);
        if (a->pens)
            a->pens[i - extent->begin] = a->pen;
        put_atom(a, atom);
    }
}

/* What stands in a line from left to right: 2 k is its atom k, 2 k - 1 the gap before
 * it. A gap has the lower level of its two sides, so it parts the same two in the end. */
static size_t *find_order(assembly *a, const jb_extent *extent)
{
    size_t n = extent->end - extent->begin;
    const jb_atom *atoms = &a->para->atoms[extent->begin];
    uint32_t *cps = JB_NEWS(a->into, uint32_t, n);
    uint8_t *levels = JB_NEWS(a->into, uint8_t, n),
            *all = JB_NEWS(a->into, uint8_t, 2 * n);
    size_t *order = JB_NEWS(a->into, size_t, 2 * n);
    for (size_t i = 0; i < n; i++) {
        cps[i] = atoms[i].cp;
        levels[i] = atoms[i].level;
    }
    jb_bidi_reset(cps, n, a->para->level, levels);
    for (size_t i = 0; i < n; i++) {
        all[2 * i] = levels[i];
        if (i > 0)
            all[2 * i - 1] = JB_MIN(levels[i - 1], levels[i]);
    }
    jb_bidi_order(all, 2 * n - 1, order);
    return order;
}

/* A run that goes from right to left: the text of its last atom comes first. */
static uint32_t text_of_run(const assembly *a, const jb_atom *atoms,
                            const size_t *order, size_t k, size_t end)
{
    uint32_t text_at = atoms[order[k] / 2].text_at;
    for (size_t i = k + 1; i < end; i++) {
        if (order[i] % 2)
            continue;
        if (!continues(a, &atoms[order[i] / 2], &atoms[order[k] / 2]))
            break;
        text_at = JB_MIN(text_at, atoms[order[i] / 2].text_at);
    }
    return text_at;
}

static void put_visual(assembly *a, const jb_extent *extent, size_t next,
                       const jb_mpt *added)
{
    const jb_atom *atoms = &a->para->atoms[extent->begin], *before = NULL;
    size_t n = extent->end - extent->begin, end = 2 * n - 1;
    size_t *order = find_order(a, extent);
    for (size_t k = 0; k < end; k++) {
        size_t i = (order[k] + 1) / 2; /* of the atom, or of the one behind the gap */
        if (order[k] % 2) {
            a->pen += a->para->gaps[extent->begin + i].natural + added[i];
            continue;
        }
        if (!before || !continues(a, &atoms[i], before))
            begin_run(a, &atoms[i], text_of_run(a, atoms, order, k, end));
        before = &atoms[i];
        if (a->pens)
            a->pens[i] = a->pen;
        put_atom(a, before);
        a->line->is_mixed |= before->level % 2;
        if (i + 1 == n && put_hyphen(a, next))
            before = NULL;
    }
}

static void fill_line(assembly *a, const jb_extent *extent, size_t next,
                      const jb_mpt *added)
{
    const jb_para *para = a->para;
    a->pen = a->line->x - para->atoms[extent->begin].trim_left;
    if (para->has_bidi) {
        put_visual(a, extent, next, added);
    } else {
        put_logical(a, extent, added);
        (void)put_hyphen(a, next);
    }
    const jb_atom *last = &para->atoms[extent->end - 1];
    a->pen -= last->trim_right;
    a->runs.items[a->runs.count - 1].width -= last->trim_right;
    a->line->width = a->pen + extent->tail - a->line->x -
                     jb_gap_hang(para, extent->begin, extent->end);
    uint32_t from = para->atoms[extent->begin].text_at;
    a->line->text =
        jb_str_slice(para->text, from, (size_t)last->text_at + last->text_len);
    a->line->span = span_of(a, &para->atoms[extent->begin], last);
    a->line->origin = para->segments[a->segment].text.at + (from - a->segment_at);
}

/* Where the baseline stands in a line: the em box in its middle, whose baseline lies 0.12
 * em above its foot in CJK fonts (OpenType ideo/idtp of Noto CJK: -120, 880). */
jb_mpt jb_para_baseline(const jb_style *style)
{
    jb_mpt size = style->type.size;
    return (style->setting.leading - size) / 2 + (jb_mpt)jb_geom_scale(size, 880, 1000);
}

static void report_overfull(const jb_line *line, jb_mpt excess, jb_diag *diag)
{
    enum { TOLERATED = 20 }; /* mpt, our choice: rounding of gaps */
    if (excess <= TOLERATED)
        return;
    char points[32];
    snprintf(points, sizeof points, "%d.%d", excess / 1000, excess % 1000 / 100);
    jb_diag_add(diag, JB_DIAG_LINE_OVERFULL, line->span, points);
}

static void set_line(assembly *a, const jb_para_measure *measure, size_t begin,
                     size_t next, jb_diag *diag)
{
    const jb_para *para = a->para;
    jb_extent extent = jb_gap_extent(para, begin, next);
    jb_mpt indent = begin == 0 ? measure->indent : 0;
    a->line->height = para->style->setting.leading;
    a->line->baseline = jb_para_baseline(para->style);
    jb_mpt slack = measure->width - indent - extent.natural;
    bool is_last = next == para->count || para->atoms[next].must_break;
    bool is_filled = slack < 0 || (measure->align == JB_ALIGN_JUSTIFY && !is_last);
    a->line->x =
        line_start(para, measure, begin == 0 && is_last, indent, is_filled ? 0 : slack);
    if (extent.end == extent.begin)
        return; /* a forced break alone: an empty line */
    size_t atoms = extent.end - extent.begin;
    jb_mpt *added = JB_NEWS(a->into, jb_mpt, atoms);
    if (is_filled)
        jb_justify_share(para, &extent, slack, added);
    if (extent.to_cell)
        added[extent.cell - begin] += extent.to_cell;
    if (extent.noted)
        added[extent.spaced - begin] -= extent.noted;
    if (para->warichu_count)
        jb_warichu_place(para, &extent, added, a->into);
    a->extent = extent;
    a->glyphs = JB_ROOM(a->into, jb_glyph, glyphs_of(para, &extent));
    if (para->ruby_count || para->has_sidemarks)
        a->pens = JB_NEWS(a->into, jb_mpt, atoms);
    fill_line(a, &extent, next, added);
    if (para->ruby_count)
        jb_ruby_place(para, &extent, a->pens, a->line, a->into, diag);
    if (para->has_sidemarks)
        jb_sidemark_place(para, &extent, a->pens, a->into, a->line);
    a->line->runs = a->runs.items;
    a->line->run_count = a->runs.count;
    a->line->notes = a->notes.items;
    a->line->note_count = a->notes.count;
    report_overfull(a->line, a->line->x + a->line->width - measure->width, diag);
}

jb_lines jb_para_break(const jb_para *para, const jb_para_measure *measure,
                       jb_arena *into, jb_diag *diag)
{
    jb_breaks breaks = jb_linebreak(para, measure, into);
    jb_lines lines = {JB_NEWS(into, jb_line, breaks.count + 1), breaks.count};
    size_t begin = 0;
    assembly a = {.para = para};
    for (size_t i = 0; i < breaks.count; i++) {
        a = (assembly){.para = para,
                       .into = into,
                       .line = &lines.items[i],
                       .segment = a.segment,
                       .segment_at = a.segment_at};
        set_line(&a, measure, begin, breaks.ends[i], diag);
        begin = breaks.ends[i];
    }
    if (measure->is_traced)
        jb_trace_lines(para, measure, &breaks, &lines, into);
    return lines;
}

/* ---- numbers ------------------------------------------------------------------- */

/* The pen position behind glyph k of a run. */
static jb_mpt behind(const jb_line_run *run, size_t k)
{
    return run->x + (k + 1 < run->count ? run->glyphs[k + 1].x : run->width);
}

bool jb_para_point(const jb_line *line, jb_mpt *x)
{
    bool found = false;
    for (size_t r = 0; r < line->run_count; r++) {
        const jb_line_run *run = &line->runs[r];
        for (size_t k = 0; k < run->count; k++) {
            if (run->glyphs[k].text_len == 0)
                continue;
            size_t at = run->glyphs[k].text_at;
            uint32_t cp = jb_utf8_next(run->text, &at);
            if (jb_ucd_is_digit(cp)) {
                *x = behind(run, k);
                found = true;
            } else if (found && !jb_ucd_is_group(cp)) {
                if (jb_ucd_is_point(cp))
                    *x = run->x + run->glyphs[k].x;
                return true;
            }
        }
    }
    return found;
}
