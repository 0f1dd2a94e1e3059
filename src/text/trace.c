/* What was done is read off the positions of the glyphs; why, is found by asking again
 * what would have fitted. */
#include "text/trace.h"

#include "base/ucd.h"
#include "base/vec.h"
#include "text/kinsoku.h"

/* ---- reasons ------------------------------------------------------------------- */

static bool is_one_of(uint32_t cp, const char *set)
{
    return cp > 0 && cp < 0x80 && strchr(set, (int)cp);
}

static bool is_number_part(const jb_atom *atom)
{
    return jb_ucd_is_digit(atom->cp) || atom->punct == JB_PUNCT_PR ||
           atom->punct == JB_PUNCT_PO || is_one_of(atom->cp, ".,$%-+/");
}

static bool is_number(const jb_atom *a, const jb_atom *b)
{
    return (jb_ucd_is_digit(a->cp) || jb_ucd_is_digit(b->cp)) && is_number_part(a) &&
           is_number_part(b);
}

/* What the kinsoku level makes of a mark; XX where it says nothing. */
static jb_ucd_lb class_of(const jb_para *para, const jb_atom *atom)
{
    const jb_style *style = para->style;
    const jb_kinsoku_level *level =
        jb_kinsoku_of(style->setting.kinsoku, jb_punct_convention_of(style->type.lang));
    return jb_kinsoku_class(level, atom->punct, atom->cp, JB_LB_XX);
}

static bool starts_no_line(const jb_para *para, const jb_atom *atom)
{
    jb_ucd_lb cls = class_of(para, atom);
    return cls == JB_LB_CL || cls == JB_LB_EX || cls == JB_LB_QU || cls == JB_LB_NS ||
           is_one_of(atom->cp, ")]},.;:!?");
}

static bool ends_no_line(const jb_para *para, const jb_atom *atom)
{
    jb_ucd_lb cls = class_of(para, atom);
    return cls == JB_LB_OP || cls == JB_LB_QU || is_one_of(atom->cp, "([{");
}

static bool is_western(const jb_atom *atom)
{
    return atom->kind == JB_ATOM_ALNUM || atom->kind == JB_ATOM_OTHER;
}

static jb_trace_reason why_not(const jb_para *para, const jb_atom *a, const jb_atom *b)
{
    if (b->kind == JB_ATOM_SPACE)
        return JB_TRACE_SPACE;
    if (a->punct == b->punct && (a->punct == JB_PUNCT_B2 || a->punct == JB_PUNCT_IN))
        return JB_TRACE_PAIR;
    if (is_number(a, b))
        return JB_TRACE_NUMBER;
    if (starts_no_line(para, b))
        return JB_TRACE_START;
    if (ends_no_line(para, a))
        return JB_TRACE_END;
    return is_western(a) && is_western(b) ? JB_TRACE_WORD : JB_TRACE_RULE;
}

jb_trace_reason jb_trace_why(const jb_para *para, size_t i)
{
    const jb_atom *a = &para->atoms[i - 1], *b = &para->atoms[i];
    switch ((jb_break)b->may_break) {
    case JB_BREAK_NO:
    case JB_BREAK_EMERGENCY:
        return why_not(para, a, b);
    case JB_BREAK_YES:
        return JB_TRACE_NONE;
    case JB_BREAK_PENALISED:
        return is_western(a) && is_western(b) ? JB_TRACE_ADDRESS : JB_TRACE_NUMBER;
    case JB_BREAK_HYPHEN:
        return JB_TRACE_HYPHEN;
    case JB_BREAK_MUST:
        return JB_TRACE_FORCED;
    }
    return JB_TRACE_RULE;
}

/* ---- why a line ends ----------------------------------------------------------- */

static bool fits(const jb_para *para, const jb_para_measure *measure, size_t begin,
                 size_t next)
{
    jb_extent extent = jb_gap_extent(para, begin, next);
    jb_mpt slack = measure->width - (begin == 0 ? measure->indent : 0) - extent.natural;
    if (slack >= 0 || measure->align != JB_ALIGN_JUSTIFY)
        return slack >= 0;
    return jb_justify_cost(para, &extent, slack) != INT64_MAX;
}

static jb_trace_reason why_here(const jb_para *para, const jb_para_measure *measure,
                                size_t begin, size_t next)
{
    if (next == para->count)
        return JB_TRACE_LAST;
    if (para->atoms[next].may_break == JB_BREAK_EMERGENCY)
        return JB_TRACE_EMERGENCY;
    jb_trace_reason own = jb_trace_why(para, next);
    if (own == JB_TRACE_FORCED || own == JB_TRACE_HYPHEN)
        return own;
    size_t last = next;
    bool has_choice = false;
    while (last < para->count && !para->atoms[last].must_break &&
           fits(para, measure, begin, last + 1)) {
        last++;
        uint8_t kind =
            last < para->count ? para->atoms[last].may_break : (uint8_t)JB_BREAK_MUST;
        has_choice = has_choice || (kind != JB_BREAK_NO && kind != JB_BREAK_EMERGENCY);
    }
    if (has_choice)
        return para->style->setting.is_greedy ? JB_TRACE_FULL : JB_TRACE_FIT;
    return last == next || last == para->count ? JB_TRACE_FULL
                                               : jb_trace_why(para, last);
}

/* ---- gaps ---------------------------------------------------------------------- */

enum { UNSET = INT32_MIN };

static size_t atom_at(const jb_para *para, const jb_trace *line, size_t text_at)
{
    size_t low = line->atom_begin, high = line->atom_end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (para->atoms[middle].text_at < text_at)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < line->atom_end && para->atoms[low].text_at == text_at;
    return found ? low : SIZE_MAX;
}

/* Where the pen was before each atom of the line, from the glyphs. */
static void find_pens(const jb_para *para, const jb_line *set, const jb_trace *line,
                      jb_mpt *pens)
{
    for (size_t i = line->atom_begin; i < line->atom_end; i++)
        pens[i - line->atom_begin] = UNSET;
    const char *first = para->text.at, *last = first + para->text.len;
    for (size_t r = 0; r < set->run_count; r++) {
        const jb_line_run *run = &set->runs[r];
        if (run->text.at < first || run->text.at >= last)
            continue;
        for (size_t k = 0; k < run->count; k++) {
            const jb_glyph *glyph = &run->glyphs[k];
            size_t text_at = (size_t)(run->text.at - first) + glyph->text_at;
            size_t i = glyph->text_len ? atom_at(para, line, text_at) : SIZE_MAX;
            if (i != SIZE_MAX)
                pens[i - line->atom_begin] =
                    run->x + glyph->x - para->glyphs[para->atoms[i].glyph_at].x;
        }
    }
}

/* What was done to a gap that had `stretch` to give before it was opened. */
static void classify(jb_trace_gap *gap, jb_mpt stretch, int shrink_tier,
                     int stretch_tier)
{
    jb_mpt added = gap->width - gap->natural;
    if (added < 0) {
        gap->change = JB_TRACE_SHRUNK;
        gap->tier = (uint8_t)shrink_tier;
    } else if (added > stretch) {
        gap->change = JB_TRACE_OPENED;
    } else if (added > 0) {
        gap->change = JB_TRACE_STRETCHED;
        gap->tier = (uint8_t)stretch_tier;
    } else if (gap->natural < 0) {
        gap->change = JB_TRACE_SQUEEZED;
    }
}

/* The gap between visible atoms a and b; only spaces stand between them. */
static jb_trace_gap gap_of(const jb_para *para, const jb_trace *line, size_t a,
                           size_t b, const jb_mpt *pens)
{
    const jb_atom *left = &para->atoms[a], *right = &para->atoms[b];
    jb_mpt x = pens[a - line->atom_begin], end = pens[b - line->atom_begin];
    if (left->level % 2) { /* from right to left: b stands at the left */
        end = x;
        x = pens[b - line->atom_begin] + right->width;
    } else {
        x += left->width;
    }
    jb_trace_gap gap = {.x = x, .width = end - x};
    gap.em = para->runs[right->run].type->size;
    gap.text_at = right->text_at - para->atoms[line->atom_begin].text_at;
    gap.is_han = b == a + 1 && left->kind == JB_ATOM_HAN && right->kind == JB_ATOM_HAN;
    jb_mpt stretch = 0;
    int shrink_tier = 0, stretch_tier = 0;
    for (size_t i = a + 1; i <= b; i++) {
        const jb_gap *own = &para->gaps[i];
        gap.natural += own->natural + (i < b ? para->atoms[i].width : 0);
        stretch += own->stretch;
        shrink_tier = own->shrink ? own->shrink_tier : shrink_tier;
        stretch_tier = own->stretch ? own->stretch_tier : stretch_tier;
    }
    classify(&gap, stretch, shrink_tier, stretch_tier);
    return gap;
}

/* Whether the place of the gap between atoms a and b is known: not where the direction
 * turns, nor between joined letters, whose marks stand beside their pens, nor where a
 * note in two lines goes back. */
static bool is_placed(const jb_para *para, size_t a, size_t b)
{
    uint8_t level = para->atoms[a].level;
    if (para->warichu_count && (para->segments[para->atoms[a].segment].warichu ||
                                para->segments[para->atoms[b].segment].warichu))
        return false;
    return level == para->atoms[b].level && (level % 2 == 0 || b > a + 1);
}

static bool is_visible(const jb_atom *atom)
{
    return atom->kind != JB_ATOM_SPACE && atom->cp != 0x2028;
}

static void find_gaps(const jb_para *para, const jb_line *set, jb_trace *line,
                      jb_arena *into)
{
    size_t count = line->atom_end - line->atom_begin;
    jb_mpt *pens = JB_NEWS(into, jb_mpt, count);
    jb_trace_gap *gaps = JB_NEWS(into, jb_trace_gap, count);
    find_pens(para, set, line, pens);
    size_t before = SIZE_MAX;
    for (size_t i = line->atom_begin; i < line->atom_end; i++) {
        if (pens[i - line->atom_begin] == UNSET || !is_visible(&para->atoms[i]))
            continue;
        if (before != SIZE_MAX && is_placed(para, before, i)) {
            jb_trace_gap gap = gap_of(para, line, before, i, pens);
            bool turns = gap.width < -2 * gap.em; /* other text stands between */
            if (!turns && (gap.width || gap.natural))
                gaps[line->gap_count++] = gap;
        }
        before = i;
    }
    line->gaps = gaps;
}

/* ---- what stands in it --------------------------------------------------------- */

static bool is_han(const jb_para *para, size_t i)
{
    return jb_ucd_class_of(para->atoms[i].cp) == JB_UCD_HAN;
}

static void find_ends(const jb_para *para, jb_trace *line)
{
    size_t begin = line->atom_begin, end = line->atom_end, han = 0, marks = 0;
    for (size_t i = begin; i < end && i < begin + 4; i++) {
        han += is_han(para, i);
        marks += para->atoms[i].kind == JB_ATOM_MARK;
    }
    line->is_single = han == 1 && han + marks == end - begin;
    if (end - begin >= 2 && is_han(para, begin) && is_han(para, begin + 1)) {
        line->head[0] = para->atoms[begin].cp;
        line->head[1] = para->atoms[begin + 1].cp;
    }
    while (end > begin && para->atoms[end - 1].kind == JB_ATOM_MARK)
        end--;
    if (end - begin >= 2 && is_han(para, end - 1) && is_han(para, end - 2)) {
        line->tail[0] = para->atoms[end - 2].cp;
        line->tail[1] = para->atoms[end - 1].cp;
    }
}

/* Whether the line was narrowed by all that its gaps could give. */
static bool is_tight(const jb_para *para, const jb_trace *line)
{
    int64_t could = 0, did = 0;
    for (size_t i = line->atom_begin + 1; i < line->atom_end; i++)
        could += para->gaps[i].shrink;
    for (size_t i = 0; i < line->gap_count; i++)
        did += JB_MAX(line->gaps[i].natural - line->gaps[i].width, 0);
    enum { ROUNDING = 20 }; /* mpt */
    return could > 0 && did + ROUNDING >= could;
}

static bool breaks_word(const jb_para *para, size_t next)
{
    if (next >= para->count)
        return false;
    const jb_atom *a = &para->atoms[next - 1], *b = &para->atoms[next];
    uint8_t kind = b->may_break;
    return kind == JB_BREAK_HYPHEN ||
           ((kind == JB_BREAK_EMERGENCY || kind == JB_BREAK_PENALISED) &&
            is_western(a) && is_western(b));
}

static void trace_line(const jb_para *para, const jb_para_measure *measure, size_t next,
                       jb_trace *line)
{
    size_t begin = line->atom_begin;
    jb_extent extent = jb_gap_extent(para, begin, next);
    line->atom_end = extent.end;
    line->measure = measure->width;
    line->em = para->style->type.size;
    line->slack = measure->width - (begin == 0 ? measure->indent : 0) - extent.natural;
    line->reason = (uint8_t)why_here(para, measure, begin, next);
    line->breaks_word = breaks_word(para, next);
    line->cost = jb_linebreak_cost(para, measure, begin, next);
}

void jb_trace_lines(const jb_para *para, const jb_para_measure *measure,
                    const jb_breaks *breaks, const jb_lines *lines, jb_arena *into)
{
    jb_trace *traces = JB_NEWS(into, jb_trace, breaks->count);
    size_t begin = 0;
    for (size_t i = 0; i < breaks->count; i++) {
        jb_trace *line = &traces[i];
        line->index = i;
        line->count = breaks->count;
        line->atom_begin = begin;
        trace_line(para, measure, breaks->ends[i], line);
        if (line->atom_end > begin) {
            find_gaps(para, &lines->items[i], line, into);
            find_ends(para, line);
            line->is_tight = is_tight(para, line);
        }
        lines->items[i].trace = line;
        begin = breaks->ends[i];
    }
}

/* ---- names --------------------------------------------------------------------- */

const jb_trace_gap *jb_trace_gap_at(const jb_trace *line, size_t text_at)
{
    size_t low = 0, high = line->gap_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (line->gaps[middle].text_at < text_at)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < line->gap_count && line->gaps[low].text_at == text_at;
    return found ? &line->gaps[low] : NULL;
}

const char *jb_trace_reason_name(jb_trace_reason reason)
{
    static const char *const names[JB_TRACE_REASONS] = {
        [JB_TRACE_NONE] = "",
        [JB_TRACE_START] = "mark may not start a line",
        [JB_TRACE_END] = "mark may not end a line",
        [JB_TRACE_PAIR] = "mark of two parts",
        [JB_TRACE_NUMBER] = "number and unit",
        [JB_TRACE_WORD] = "word",
        [JB_TRACE_ADDRESS] = "address or hyphen",
        [JB_TRACE_SPACE] = "space follows",
        [JB_TRACE_RULE] = "joined",
        [JB_TRACE_HYPHEN] = "hyphen",
        [JB_TRACE_EMERGENCY] = "emergency",
        [JB_TRACE_FULL] = "full",
        [JB_TRACE_FIT] = "total fit",
        [JB_TRACE_FORCED] = "forced",
        [JB_TRACE_LAST] = "last",
    };
    return names[reason];
}

const char *jb_trace_change_name(jb_trace_change change)
{
    static const char *const names[JB_TRACE_CHANGES] = {"natural", "squeezed", "shrunk",
                                                        "stretched", "opened"};
    return names[change];
}

/* In the order of text/gap.c. */
const char *jb_trace_tier_name(jb_trace_change change, int tier)
{
    static const char *const shrink[] = {"space", "interpunct", "bracket",
                                         "comma", "autospace",  "stop"};
    static const char *const stretch[] = {"space", "autospace"};
    _Static_assert(JB_COUNT(shrink) == JB_SHRINK_TIERS, "a name for each tier");
    _Static_assert(JB_COUNT(stretch) == JB_STRETCH_TIERS, "a name for each tier");
    if (change == JB_TRACE_SHRUNK)
        return shrink[tier];
    return change == JB_TRACE_STRETCHED ? stretch[tier] : "";
}
