/* The space between atoms: Han-Latin gaps, squeezed pairs of marks, and what each gap may
 * give and take. All of it is known before lines are chosen, because it moves the breaks
 * (CLREQ 3.1.4). */
#include "base/ucd.h"
#include "base/vec.h"
#include "text/atom.h"
#include "text/warichu.h"

/* The shrink tiers, in the order of CLREQ 3.5.3. The line-end mark comes before them all:
 * it is always trimmed. */
enum {
    SHRINK_SPACE,
    SHRINK_INTERPUNCT,
    SHRINK_BRACKET,
    SHRINK_COMMA,
    SHRINK_AUTOSPACE,
    SHRINK_STOP
};
/* The stretch tiers, in the order of CLREQ 3.5.4; what they leave goes to open gaps. */
enum { STRETCH_SPACE, STRETCH_AUTOSPACE };

static jb_mpt em_of(const jb_para *para, const jb_atom *atom)
{
    return para->runs[atom->run].type->size;
}

static bool is_raised(const jb_para *para, const jb_atom *atom)
{
    return para->runs[atom->run].type->raise != 0;
}

/* A footnote's mark is no part of the text that it stands in: what is at its sides meets. */
static bool is_note(const jb_para *para, size_t i)
{
    return para->segments[para->atoms[i].segment].note != 0;
}

/* The nearest atom at i or before (step -1) or behind it (1) that is no footnote's mark;
 * NULL at the edge, and beyond more marks than good text has in a row. */
static const jb_atom *past_notes(const jb_para *para, size_t i, int step)
{
    enum { MOST = 8 };
    for (int k = 0; k < MOST && i < para->count; k++, i += (size_t)step)
        if (!is_note(para, i))
            return &para->atoms[i];
    return NULL;
}

static bool is_closing(const jb_atom *atom)
{
    return atom->kind == JB_ATOM_MARK &&
           (atom->punct == JB_PUNCT_CL || atom->punct == JB_PUNCT_CM ||
            atom->punct == JB_PUNCT_PD || atom->punct == JB_PUNCT_EX);
}

static bool is_opening(const jb_atom *atom)
{
    return atom->kind == JB_ATOM_MARK && atom->punct == JB_PUNCT_OP;
}

static bool is_interpunct(const jb_atom *atom)
{
    return atom->kind == JB_ATOM_MARK && atom->punct == JB_PUNCT_MD;
}

/* Marks beside which no space stands, typed or not (CLREQ 3.2.4). */
static bool is_spaced_mark(const jb_atom *atom)
{
    return is_closing(atom) || is_opening(atom) || is_interpunct(atom);
}

/* Connectors and solidi are never moved away from their neighbours (CLREQ 3.5.4). */
static bool is_tight(const jb_atom *atom)
{
    return atom->kind == JB_ATOM_MARK &&
           (atom->punct == JB_PUNCT_MD || atom->punct == JB_PUNCT_CN ||
            atom->punct == JB_PUNCT_SL);
}

static bool needs_autospace(const jb_para *para, const jb_atom *a, const jb_atom *b)
{
    bool meets = (a->kind == JB_ATOM_HAN && b->kind == JB_ATOM_ALNUM) ||
                 (a->kind == JB_ATOM_ALNUM && b->kind == JB_ATOM_HAN);
    return meets && para->style->setting.autospace.natural > 0 && !is_raised(para, a) &&
           !is_raised(para, b);
}

static jb_mpt of_em(const jb_para *para, int thousandths)
{
    return (jb_mpt)jb_geom_scale(para->style->type.size, thousandths, 1000);
}

static void set_autospace(const jb_para *para, jb_gap *gap, jb_mpt natural)
{
    const jb_autospace *space = &para->style->setting.autospace;
    gap->natural = natural;
    gap->shrink_tier = SHRINK_AUTOSPACE;
    gap->shrink = of_em(para, space->natural - space->least);
    gap->stretch_tier = STRETCH_AUTOSPACE;
    gap->stretch = of_em(para, space->most - space->natural);
}

/* ---- word spaces --------------------------------------------------------------- */

/* A word space: CLREQ 3.5.3 takes it down to a quarter em. A text without Han goes to three
 * quarters of the font's space (our choice), about the fifth of an em that JLREQ D allows;
 * both stretch to half an em (CLREQ 3.5.4). */
static void set_word_space(const jb_para *para, const jb_atom *space, jb_gap *gap)
{
    jb_mpt em = em_of(para, space), width = space->width;
    jb_mpt least = para->is_han ? em / 4 : width * 3 / 4;
    gap->shrink_tier = SHRINK_SPACE;
    gap->shrink = JB_MAX(0, width - least);
    gap->stretch_tier = STRETCH_SPACE;
    gap->stretch = JB_MAX(0, em / 2 - width);
}

/* Whether typed spaces stand at one side of a solidus only, as in yuan /kW: nobody means
 * them (our choice; at both sides they are kept). */
static bool is_lopsided(const jb_para *para, size_t begin, size_t end)
{
    bool is_before = para->atoms[end].cp == '/';
    size_t near = is_before ? begin - 1 : end, beyond = is_before ? end + 1 : begin - 2;
    if ((!is_before && para->atoms[begin - 1].cp != '/') || beyond >= para->count)
        return false;
    return para->atoms[beyond].kind != JB_ATOM_SPACE &&
           (para->atoms[near].kind == JB_ATOM_HAN ||
            para->atoms[beyond].kind == JB_ATOM_HAN);
}

/* The width of typed spaces [begin, end) depends on what they separate; the gap behind
 * them gives and takes. */
static void set_spaces(jb_para *para, size_t begin, size_t end)
{
    const jb_atom *before = past_notes(para, begin - 1, -1);
    const jb_atom *after = end < para->count ? &para->atoms[end] : NULL;
    if (!before || !after)
        return;
    bool is_gap = needs_autospace(para, before, after);
    bool is_none = (is_spaced_mark(before) || is_spaced_mark(after)) &&
                   para->style->setting.punct != JB_PUNCT_PLAIN;
    is_none |= is_lopsided(para, begin, end);
    if (!is_gap && !is_none) {
        set_word_space(para, &para->atoms[begin], &para->gaps[begin + 1]);
        return;
    }
    for (size_t i = begin; i < end; i++)
        para->atoms[i].width = 0;
    if (is_gap) {
        set_autospace(para, &para->gaps[end], 0);
        para->atoms[begin].width = of_em(para, para->style->setting.autospace.natural);
    }
}

/* ---- marks --------------------------------------------------------------------- */

/* A mark in the middle of its em with blank at both sides, as an interpunct is; in Japanese
 * the colon and the semicolon, too (JLREQ cl-05). */
static bool is_middle(const jb_para *para, const jb_atom *mark)
{
    bool is_colon = mark->cp == 0xFF1A || mark->cp == 0xFF1B;
    const char *lang = para->runs[mark->run].type->lang;
    return is_interpunct(mark) ||
           (is_colon && jb_punct_convention_of(lang) == JB_PUNCT_JA);
}

/* Two marks that meet: the blank left between their inks (CLREQ 3.1.6.2). What goes is
 * half an em at most: where stops stand in the middle, part of theirs stays. */
static void squeeze_pair(const jb_para *para, const jb_atom *a, const jb_atom *b,
                         jb_gap *gap)
{
    jb_mpt blank = a->trim_right + b->trim_left;
    jb_mpt half = em_of(para, a) / 2, kept = 0;
    if (is_middle(para, a) || is_middle(para, b))
        kept = half / 2;
    else if (is_closing(a) && is_opening(b))
        kept = half;
    gap->natural = -JB_MIN(half, blank - JB_MIN(kept, blank));
}

static uint8_t shrink_tier_of(const jb_para *para, const jb_atom *mark)
{
    if (is_middle(para, mark))
        return SHRINK_INTERPUNCT;
    if (mark->punct == JB_PUNCT_CM)
        return SHRINK_COMMA;
    bool is_bracket = mark->punct == JB_PUNCT_OP || mark->punct == JB_PUNCT_CL;
    return is_bracket ? SHRINK_BRACKET : SHRINK_STOP;
}

/* Whether the punctuation style sets this mark at half width throughout the line (the
 * three styles of CLREQ 3.1.6). */
static bool is_half(const jb_para *para, const jb_atom *mark)
{
    switch (para->style->setting.punct) {
    case JB_PUNCT_BANJIAO:
        return true;
    case JB_PUNCT_KAIMING: /* stops that end a sentence keep their em */
        return !(mark->punct == JB_PUNCT_EX || mark->cp == 0x3002);
    case JB_PUNCT_QUANJIAO:
    case JB_PUNCT_PLAIN:
        return false;
    }
    JB_UNREACHABLE();
}

/* One mark against something else: its blank is natural or gone, and may shrink. */
static void set_mark(const jb_para *para, const jb_atom *a, const jb_atom *b,
                     jb_gap *gap)
{
    const jb_atom *mark = is_spaced_mark(a) ? a : b;
    jb_mpt blank = mark == a ? a->trim_right : b->trim_left;
    if (blank <= 0)
        return;
    if (is_half(para, mark)) {
        gap->natural = -blank;
        return;
    }
    uint8_t tier = shrink_tier_of(para, mark);
    const char *lang = para->runs[mark->run].type->lang;
    /* JLREQ 3.8.3: a full stop keeps its blank inside a line. */
    if (tier == SHRINK_STOP && jb_punct_convention_of(lang) == JB_PUNCT_JA)
        return;
    gap->shrink = blank;
    gap->shrink_tier = tier;
}

/* ---- gaps ---------------------------------------------------------------------- */

/* Whether a gap takes its share when the tiers are used up: between two characters of
 * which one is Han, but not inside brackets nor around tight marks (CLREQ 3.5.4, JLREQ
 * 3.1.11 and E). In a text of words, where spaces outnumber Han characters, it is the
 * spaces that do. */
static bool is_open(const jb_atom *a, const jb_atom *b)
{
    if (is_tight(a) || is_tight(b) || is_opening(a) ||
        (is_closing(b) && b->punct == JB_PUNCT_CL))
        return false;
    if (a->kind == JB_ATOM_SPACE || b->kind == JB_ATOM_SPACE)
        return false;
    bool han = a->kind == JB_ATOM_HAN || b->kind == JB_ATOM_HAN;
    bool mark = a->kind == JB_ATOM_MARK || b->kind == JB_ATOM_MARK;
    if (a->kind == JB_ATOM_MARK && b->kind == JB_ATOM_MARK)
        return false;
    return han ? a->kind != JB_ATOM_OTHER && b->kind != JB_ATOM_OTHER
               : mark && b->may_break != JB_BREAK_NO;
}

static bool is_exclamation(const jb_atom *atom)
{
    return atom->kind == JB_ATOM_MARK && atom->punct == JB_PUNCT_EX;
}

/* Two exclamation or question marks take one em together, three take two (GB/T 15834
 * 5.1.2): the second of just two gives up its blank as well. */
static bool ends_pair(const jb_para *para, size_t i)
{
    return i >= 2 && is_exclamation(&para->atoms[i - 1]) &&
           is_exclamation(&para->atoms[i - 2]) && !is_exclamation(&para->atoms[i]) &&
           !(i >= 3 && is_exclamation(&para->atoms[i - 3]));
}

static void set_pair(const jb_para *para, const jb_atom *a, const jb_atom *b,
                     jb_gap *gap)
{
    if (is_spaced_mark(a) && is_spaced_mark(b) &&
        para->style->setting.punct != JB_PUNCT_PLAIN)
        squeeze_pair(para, a, b, gap);
    else if (is_spaced_mark(a) || is_spaced_mark(b))
        set_mark(para, a, b, gap);
    else if (needs_autospace(para, a, b))
        set_autospace(para, gap, of_em(para, para->style->setting.autospace.natural));
}

/* Beside a footnote's mark: the blank of what stands before it is in front of it, all
 * other space behind it. */
static void set_noted(const jb_para *para, size_t i, jb_gap *gap)
{
    const jb_atom *a = past_notes(para, i - 1, -1), *b = past_notes(para, i, 1);
    if (!a || !b || (is_note(para, i - 1) && is_note(para, i)))
        return;
    if (is_spaced_mark(a) == is_note(para, i))
        set_pair(para, a, b, gap);
}

static void set_gap(jb_para *para, size_t i)
{
    const jb_atom *a = &para->atoms[i - 1], *b = &para->atoms[i];
    jb_gap *gap = &para->gaps[i];
    if (a->kind == JB_ATOM_HAN && b->kind == JB_ATOM_HAN && !is_note(para, i - 1) &&
        !is_note(para, i)) { /* most of all pairs: nothing but the open gap */
        gap->is_open = para->is_han && !b->is_joined;
        return;
    }
    if (a->kind == JB_ATOM_SPACE || b->kind == JB_ATOM_SPACE) {
        gap->is_open = a->kind == JB_ATOM_SPACE && !para->is_han;
        return; /* set_spaces does the rest */
    }
    if (is_note(para, i - 1) || is_note(para, i))
        set_noted(para, i, gap);
    else if (ends_pair(para, i) && !is_spaced_mark(b))
        gap->natural = -a->trim_right;
    else
        set_pair(para, a, b, gap);
    gap->is_open = para->is_han && is_open(a, b) && !is_note(para, i);
    if (b->is_joined)
        *gap = (jb_gap){.natural = gap->natural};
}

static bool fills_cell(const jb_para *para, size_t i)
{
    jb_atom_kind kind = para->atoms[i].kind;
    return kind == JB_ATOM_HAN || kind == JB_ATOM_MARK;
}

/* On the grid a Latin span is a whole number of em wide: the gaps at its ends share what
 * is missing, up to half an em each (CLREQ 3.2.5); that beside Han alone has it all where
 * a mark, or the paragraph's start, is at the other end. */
static void fit_to_grid(jb_para *para, size_t begin, size_t end)
{
    jb_gap *first = &para->gaps[begin], *last = &para->gaps[end];
    jb_mpt em = para->style->type.size, width = first->natural + last->natural;
    for (size_t i = begin; i < end; i++)
        width += para->atoms[i].width + (i > begin ? para->gaps[i].natural : 0);
    jb_mpt missing = (em - width % em) % em, before = missing / 2;
    bool has_han = begin > 0 && para->atoms[begin - 1].kind == JB_ATOM_HAN;
    bool is_before_han = para->atoms[end].kind == JB_ATOM_HAN;
    if (begin == 0 || has_han != is_before_han)
        before = has_han ? missing : 0;
    first->natural += before;
    last->natural += missing - before;
}

/* Marks keep their em: what stands behind a squeezed one would leave the grid. */
static void set_grid(jb_para *para)
{
    size_t begin = 0; /* of the Latin span */
    for (size_t i = 1; i < para->count; i++) {
        bool was_cell = fills_cell(para, i - 1), is_cell = fills_cell(para, i);
        jb_gap *gap = &para->gaps[i];
        *gap = (jb_gap){.natural = was_cell && is_cell ? 0 : gap->natural};
        if (was_cell && !is_cell)
            begin = i;
        if (!was_cell && is_cell)
            fit_to_grid(para, begin, i);
    }
}

static bool is_alnum_at(const jb_para *para, size_t i)
{
    return i < para->count && para->atoms[i].kind == JB_ATOM_ALNUM;
}

/* Whether a sign belongs to a number: -5, >5%, 80%+; C++ counts as one. */
static bool is_signed(const jb_para *para, size_t i)
{
    const jb_atom *atoms = para->atoms;
    uint32_t before = i > 0 ? atoms[i - 1].cp : 0;
    return (i + 1 < para->count && jb_ucd_is_digit(atoms[i + 1].cp)) ||
           (atoms[i].cp == '+' &&
            (before == '+' || before == '%' || jb_ucd_is_digit(before)));
}

/* A sign or symbol that touches a letter or digit belongs to it: #5, R&D. A solidus and
 * the signs of no number stand between two: A-shares with a Han word for shares. */
static bool belongs(const jb_para *para, size_t i)
{
    static const char apart[] = "()[]{}\"',.:;!?/|", signs[] = "+-=<>~";
    enum { MINUS = 0x2212 };
    uint32_t cp = para->atoms[i].cp;
    if (cp == MINUS || (cp < 0x80 && memchr(signs, (int)cp, sizeof signs - 1)))
        return is_signed(para, i);
    if (cp >= 0x80 || memchr(apart, (int)cp, sizeof apart - 1))
        return false;
    return is_alnum_at(para, i + 1) || (i > 0 && is_alnum_at(para, i - 1));
}

static void join_signs(jb_para *para)
{
    for (size_t i = 0; i < para->count; i++)
        if (para->atoms[i].kind == JB_ATOM_OTHER && belongs(para, i))
            para->atoms[i].kind = JB_ATOM_ALNUM;
}

static void fill_sums(jb_para *para)
{
    para->sums = JB_ROOM(para->arena, jb_gap_sums, para->count + 1);
    para->sums[0] = (jb_gap_sums){.width = 0};
    for (size_t i = 0; i < para->count; i++) {
        const jb_gap *gap = &para->gaps[i];
        jb_gap_sums *next = &para->sums[i + 1];
        *next = para->sums[i];
        next->width += gap->natural + para->atoms[i].width;
        next->shrink[gap->shrink_tier] += gap->shrink;
        next->stretch[gap->stretch_tier] += gap->stretch;
        next->open += gap->is_open;
    }
}

void jb_gap_fill(jb_para *para)
{
    para->gaps = JB_NEWS(para->arena, jb_gap, para->count + 1);
    join_signs(para);
    for (size_t i = 1; i < para->count; i++)
        set_gap(para, i);
    for (size_t i = 0, end; i < para->count; i = end) {
        for (end = i; end < para->count && para->atoms[end].kind == JB_ATOM_SPACE;)
            end++;
        if (end > i)
            set_spaces(para, i, end);
        else
            end++;
    }
    if (para->style->setting.is_gridded)
        set_grid(para);
    jb_warichu_close(para);
    fill_sums(para);
}

jb_mpt jb_gap_hang(const jb_para *para, size_t begin, size_t end)
{
    const jb_atom *last = &para->atoms[end - 1];
    if (para->style->setting.is_gridded)
        return end - begin > 1 && is_closing(last) && !is_closing(last - 1)
                   ? last->width - last->trim_right
                   : 0;
    if (!para->style->setting.is_hanging || end - begin < 2 ||
        last->kind != JB_ATOM_MARK || para->segments[last->segment].warichu ||
        para->atoms[end - 2].kind == JB_ATOM_MARK ||
        !(last->cp == 0x3001 || last->cp == 0x3002 || last->cp == 0xFF0C) ||
        jb_punct_convention_of(para->runs[last->run].type->lang) == JB_PUNCT_ZH_HANT)
        return 0;
    for (size_t i = begin; i < end; i++)
        if (para->atoms[i].kind == JB_ATOM_ALNUM)
            return 0;
    return last->width - last->trim_right;
}

jb_mpt jb_gap_hyphen(const jb_para *para, size_t next, uint32_t *gid)
{
    if (next == 0 || next >= para->count ||
        para->atoms[next].may_break != JB_BREAK_HYPHEN)
        return 0;
    const jb_shaped_run *run = &para->runs[para->atoms[next - 1].run];
    *gid = jb_font_glyph(run->face, '-', 0);
    return (jb_mpt)jb_geom_scale(jb_font_advance(run->face, *gid), run->type->size,
                                 run->face->upem);
}

/* Notes' marks that end a line do not keep the mark before them from its line end. */
static void trim_noted(const jb_para *para, jb_edge *edge)
{
    size_t i = edge->end;
    while (i > 0 && is_note(para, i - 1))
        i--;
    if (i == 0 || i == edge->end || !is_closing(&para->atoms[i - 1]) ||
        para->style->setting.is_gridded)
        return;
    edge->spaced = i;
    edge->noted = JB_MAX(0, para->atoms[i - 1].trim_right + para->gaps[i].natural);
}

void jb_gap_edge(const jb_para *para, size_t at, jb_edge *edge)
{
    *edge = (jb_edge){.at = at, .end = at};
    while (edge->end > 0 && (para->atoms[edge->end - 1].kind == JB_ATOM_SPACE ||
                             para->atoms[edge->end - 1].cp == 0x2028))
        edge->end--;
    edge->spaced = edge->end;
    trim_noted(para, edge);
    uint32_t hyphen;
    edge->right =
        para->sums[edge->end].width + jb_gap_hyphen(para, at, &hyphen) - edge->noted;
    if (edge->end > 0)
        edge->right -= para->atoms[edge->end - 1].trim_right;
    edge->left = para->sums[at].width;
    if (at < para->count)
        edge->left += para->gaps[at].natural + para->atoms[at].trim_left;
}

/* A Latin span that begins a line has no gap before it: that behind it has all that is
 * missing to the next cell. Gives how much that is. */
static jb_mpt start_grid(const jb_para *para, const jb_edge *first, jb_extent *line)
{
    size_t i = line->begin;
    while (i < line->end && !fills_cell(para, i))
        i++;
    if (i == line->begin || i == line->end)
        return 0;
    jb_mpt em = para->style->type.size;
    bool is_gap = needs_autospace(para, &para->atoms[i - 1], &para->atoms[i]);
    jb_mpt least = is_gap ? of_em(para, para->style->setting.autospace.natural) : 0;
    int64_t begin = para->sums[i].width - first->left;
    int64_t cell = (begin + least + em - 1) / em * em;
    line->cell = i;
    line->to_cell = (jb_mpt)(cell - begin) - para->gaps[i].natural;
    return line->to_cell;
}

jb_extent jb_gap_between(const jb_para *para, const jb_edge *first, const jb_edge *last)
{
    jb_extent line = {.begin = first->at, .end = JB_MAX(first->at, last->end)};
    if (line.end == line.begin)
        return line;
    line.spaced = JB_MAX(line.begin, last->spaced);
    line.noted = last->noted;
    int64_t width = last->right - first->left;
    if (para->style->setting.is_gridded)
        width += start_grid(para, first, &line);
    if (para->style->setting.is_hanging || para->style->setting.is_gridded)
        width -= jb_gap_hang(para, line.begin, line.end);
    if (para->warichu_count)
        width -= jb_warichu_saving(para, &line);
    line.natural = (jb_mpt)JB_MIN(width, (int64_t)INT32_MAX / 2);
    return line;
}

jb_extent jb_gap_extent(const jb_para *para, size_t begin, size_t next)
{
    jb_edge first, last;
    jb_gap_edge(para, begin, &first);
    jb_gap_edge(para, next, &last);
    return jb_gap_between(para, &first, &last);
}
