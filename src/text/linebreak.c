/* Chooses line breaks by total fit over the paragraph: the sequence of breaks of the
 * least summed cost (Knuth and Plass 1981), over lines whose cost is O(1) by prefix sums.
 * Only lines that are full or nearly so are tried, so the work is linear in the text. The
 * costs are our choice: the order of the tiers is CLREQ's, what one is worth against
 * another was tried on reports. Neighbouring lines of unlike tightness cost nothing extra:
 * with the fitness classes of Knuth and Plass 206 of 220 such pairs stay in 2,989 lines of
 * 22 em, for breaks between Han lie whole ems apart. */
#include "base/ucd.h"
#include "base/vec.h"
#include "text/atom.h"
#include "text/phrase.h"

/* Costs on the scale of jb_justify_cost; our choice where no source is named. */
enum {
    /* Every line: one more only where it removes a fault, such as a gap of a quarter em
     * (1,562) or a single last Han. */
    LINE = 1500,
    PENALISED_BREAK = 150, /* a number from its unit, a formula at a sign, a word at the
                            * hyphen it has: as bad as a gap of 0.115 em */
    HYPHEN_BREAK = 300,    /* a hyphen that is not in the text */
    EMERGENCY_BREAK =
        100000,         /* more than the loosest line: only where no other break is */
    SINGLE_LAST = 4000, /* one Han character on the last line (CLREQ 3.4.4): more than
                          * LINE, so that a line may be added or saved for its sake,
                          * and as bad as a gap of a third of an em */
    NARROW_EMS = 8,     /* a column of a table */
    RAGGED_LINE = 5000, /* ragged text: the number of lines counts first */
    RAGGED_SLACK = 10   /* balanced text: times the square of the missing ems */
};
/* More than all else in a paragraph together. */
static const int64_t overfull_cost = 1000000000;

typedef struct node {
    jb_edge edge; /* at which a line may end and the next begin */
    size_t prev;  /* the node at which the line that ends here begins */
    int64_t cost; /* of all lines up to here */
    int64_t break_cost;
} node;

typedef struct search {
    const jb_para *para;
    const jb_para_measure *measure;
    node *nodes;
    size_t count;
    jb_mpt full_enough; /* lines shorter than this are tried in need only */
    size_t *live;       /* the nodes at which a line may begin */
    size_t live_count;
    int64_t tolerance; /* no line may cost more than LINE and this */
    bool was_overfull;
    bool is_last_ragged; /* the part ends with the paragraph or a forced break */
} search;

static int64_t cost_of_break(uint8_t kind)
{
    switch ((jb_break)kind) {
    case JB_BREAK_PENALISED:
        return PENALISED_BREAK;
    case JB_BREAK_HYPHEN:
        return HYPHEN_BREAK;
    case JB_BREAK_EMERGENCY:
        return EMERGENCY_BREAK;
    case JB_BREAK_NO:
    case JB_BREAK_YES:
    case JB_BREAK_MUST:
        return 0;
    }
    return 0;
}

/* Whether the line holds one Han character, marks aside (CLREQ 3.4.4). Kana may stand
 * alone: JLREQ 3.5.4 leaves it open how many characters are too few. */
static bool is_single(const jb_para *para, const jb_extent *line)
{
    enum { MOST = 8 }; /* with the brackets, quotation marks and stops around it */
    size_t han = 0;
    if (line->end - line->begin > MOST)
        return false;
    for (size_t i = line->begin; i < line->end && han < 2; i++) {
        if (jb_ucd_class_of(para->atoms[i].cp) == JB_UCD_HAN)
            han++;
        else if (para->atoms[i].kind != JB_ATOM_MARK)
            return false;
    }
    return han == 1;
}

static jb_mpt width_of_line(const search *s, size_t from)
{
    return s->measure->width - (s->nodes[from].edge.at == 0 ? s->measure->indent : 0);
}

static int64_t ragged_cost(const search *s, jb_mpt slack)
{
    enum { TENTHS = 10 }; /* of an em */
    int64_t missing = (int64_t)slack * TENTHS / s->para->style->type.size;
    int weight = s->para->style->setting.is_balanced ? RAGGED_SLACK : 1;
    return RAGGED_LINE + weight * missing * missing / (TENTHS * TENTHS);
}

/* The cost of the line from one node to another; INT64_MAX when it does not fit. */
static int64_t cost_of_line(const search *s, size_t from, size_t to, jb_mpt *natural)
{
    jb_extent line = jb_gap_between(s->para, &s->nodes[from].edge, &s->nodes[to].edge);
    jb_mpt slack = width_of_line(s, from) - line.natural;
    bool is_last = to + 1 == s->count && s->is_last_ragged;
    *natural = line.natural;
    int64_t cost;
    /* On the grid nothing gives way, so its lines are ragged too. */
    if (s->measure->align != JB_ALIGN_JUSTIFY || s->para->style->setting.is_gridded) {
        if (slack < 0)
            return INT64_MAX;
        cost =
            ragged_cost(s, is_last && !s->para->style->setting.is_balanced ? 0 : slack);
    } else if (is_last && slack >= 0) {
        cost = 0;
    } else {
        cost = jb_justify_cost(s->para, &line, slack);
        if (cost == INT64_MAX)
            return cost;
    }
    /* In a column this narrow a unit in brackets may well stand alone. */
    bool is_narrow = s->measure->width < NARROW_EMS * s->para->style->type.size;
    if (is_last && from > 0 && !is_narrow && is_single(s->para, &line))
        cost += SINGLE_LAST;
    return cost + LINE + s->nodes[to].break_cost;
}

/* Whether a line to the next node would fit as well. */
static bool fits_more(const search *s, size_t from, size_t to)
{
    if (to + 1 == s->count)
        return false;
    jb_extent more =
        jb_gap_between(s->para, &s->nodes[from].edge, &s->nodes[to + 1].edge);
    return more.natural <= width_of_line(s, from);
}

/* Finds the best tolerable line that ends at node `to`; end->cost stays INT64_MAX when
 * there is none. live[*low] is the first live node from which a line to here can fit;
 * lines from the nodes after it are ever shorter. */
static void relax(search *s, size_t to, size_t *low)
{
    node *end = &s->nodes[to];
    end->cost = INT64_MAX;
    for (size_t k = *low; k < s->live_count; k++) {
        size_t from = s->live[k];
        jb_mpt natural;
        int64_t cost = cost_of_line(s, from, to, &natural);
        if (cost == INT64_MAX) {
            if (k == *low)
                ++*low;
            continue;
        }
        if (cost - LINE > s->tolerance)
            break;
        if (s->nodes[from].cost + cost <= end->cost) { /* ties: full lines first */
            end->cost = s->nodes[from].cost + cost;
            end->prev = from;
        }
        if (natural < s->full_enough && fits_more(s, from, to))
            break;
    }
}

/* Total fit over lines that are no worse than tolerable; false when there is no such way
 * through. With every line tolerable, one that nothing fits is made as short as can be and
 * too wide. */
static bool sweep(search *s, int64_t tolerance)
{
    s->tolerance = tolerance;
    s->live[0] = 0;
    s->live_count = 1;
    size_t low = 0;
    for (size_t to = 1; to < s->count; to++) {
        node *end = &s->nodes[to];
        relax(s, to, &low);
        if (low == s->live_count) {
            if (tolerance != INT64_MAX)
                return false;
            low--;
            end->prev = s->live[low];
            end->cost = s->nodes[end->prev].cost + overfull_cost;
            s->was_overfull = true;
        }
        if (end->cost != INT64_MAX)
            s->live[s->live_count++] = to;
    }
    return s->nodes[s->count - 1].cost != INT64_MAX;
}

/* What the found lines cost beyond LINE each. */
static int64_t excess(const search *s)
{
    int64_t cost = s->nodes[s->count - 1].cost;
    for (size_t at = s->count - 1; at > 0; at = s->nodes[at].prev)
        cost -= LINE;
    return cost;
}

/* Few paragraphs need a bad line, and trying none is quick (the threshold of Knuth and
 * Plass 1981). A way with a line beyond the tolerance costs more than that, even if it
 * saves one LINE; so what is found is the best of all once its own excess is within. */
static void run_fit(search *s)
{
    enum { TOLERANCE = 2000, FULL_ENOUGH = 800 /* thousandths of the measure */ };
    if (s->measure->align == JB_ALIGN_JUSTIFY) {
        int64_t tolerance = TOLERANCE;
        while (sweep(s, tolerance)) {
            int64_t needed = excess(s) + LINE;
            if (needed <= tolerance)
                return;
            tolerance = needed;
        }
        s->full_enough = (jb_mpt)jb_geom_scale(s->measure->width, FULL_ENOUGH, 1000);
    }
    sweep(s, INT64_MAX);
}

static void add_node(search *s, size_t at, int64_t break_cost)
{
    node *added = &s->nodes[s->count++];
    *added = (node){.break_cost = break_cost};
    jb_gap_edge(s->para, at, &added->edge);
}

/* Nodes of the part [begin, end): its opportunities, and emergency ones when allowed. */
static void collect(search *s, size_t begin, size_t end, bool emergency, jb_arena *into)
{
    int32_t *phrases = NULL;
    if (s->para->style->setting.is_balanced) {
        phrases = JB_NEWS(into, int32_t, s->para->count);
        jb_phrase_find(s->para, phrases);
    }
    s->nodes = JB_ROOM(into, node, end - begin + 2);
    s->live = JB_ROOM(into, size_t, end - begin + 2);
    s->count = 0;
    add_node(s, begin, 0);
    for (size_t i = begin + 1; i < end; i++) {
        uint8_t kind = s->para->atoms[i].may_break;
        if (kind == JB_BREAK_NO || (kind == JB_BREAK_EMERGENCY && !emergency))
            continue;
        add_node(s, i, cost_of_break(kind) + (phrases ? phrases[i] : 0));
    }
    add_node(s, end, 0);
}

/* Line by line: the last node to which a line fits. */
static void run_greedy(search *s)
{
    for (size_t from = 0, best; from + 1 < s->count; from = best) {
        jb_mpt natural;
        best = from + 1;
        if (cost_of_line(s, from, best, &natural) == INT64_MAX)
            s->was_overfull = true;
        else
            while (best + 1 < s->count &&
                   cost_of_line(s, from, best + 1, &natural) != INT64_MAX)
                best++;
        s->nodes[best].prev = from;
    }
}

static void run(search *s, size_t begin, size_t end, bool emergency, jb_arena *scratch)
{
    collect(s, begin, end, emergency, scratch);
    s->was_overfull = false;
    if (s->para->style->setting.is_greedy) {
        run_greedy(s);
        return;
    }
    run_fit(s);
}

/* Appends the chosen ends of a part to the breaks. */
static void put_ends(const search *s, jb_arena *into, jb_breaks *breaks, size_t *cap)
{
    size_t first = breaks->count;
    for (size_t at = s->count - 1; at > 0; at = s->nodes[at].prev) {
        breaks->ends =
            jb_vec_grow(into, breaks->ends, breaks->count, cap, sizeof *breaks->ends);
        breaks->ends[breaks->count++] = s->nodes[at].edge.at;
    }
    for (size_t i = first, k = breaks->count; i + 1 < k; i++) { /* found backwards */
        size_t end = breaks->ends[i];
        breaks->ends[i] = breaks->ends[--k];
        breaks->ends[k] = end;
    }
}

/* Whether a part is no wider than the measure: most headings and cells of tables are. */
static bool is_one_line(const jb_para *para, const jb_para_measure *measure,
                        size_t begin, size_t end)
{
    jb_mpt width = measure->width - (begin == 0 ? measure->indent : 0);
    return jb_gap_extent(para, begin, end).natural <= width;
}

jb_breaks jb_linebreak(const jb_para *para, const jb_para_measure *measure,
                       jb_arena *into)
{
    jb_breaks breaks = {NULL, 0};
    size_t cap = 0;
    jb_arena scratch = {0};
    for (size_t begin = 0, end; begin < para->count; begin = end) {
        for (end = begin + 1; end < para->count && !para->atoms[end].must_break; end++)
            ;
        search s = {.para = para, .measure = measure, .is_last_ragged = true};
        node ends[] = {{.edge.at = begin}, {.edge.at = end}};
        if (is_one_line(para, measure, begin, end)) {
            s.nodes = ends;
            s.count = JB_COUNT(ends);
        } else {
            run(&s, begin, end, false, &scratch);
            if (s.was_overfull)
                run(&s, begin, end, true, &scratch);
        }
        put_ends(&s, into, &breaks, &cap);
        jb_arena_reset(&scratch);
    }
    jb_arena_fini(&scratch);
    return breaks;
}

int64_t jb_linebreak_cost(const jb_para *para, const jb_para_measure *measure,
                          size_t begin, size_t next)
{
    bool is_first = begin == 0 || para->atoms[begin].must_break;
    bool is_last = next == para->count || para->atoms[next].must_break;
    size_t from = is_first ? 0 : 1; /* as in a search: node 0 begins the part */
    node nodes[3];
    memset(nodes, 0, sizeof nodes);
    jb_gap_edge(para, begin, &nodes[from].edge);
    jb_gap_edge(para, next, &nodes[from + 1].edge);
    nodes[from + 1].break_cost =
        is_last ? 0 : cost_of_break(para->atoms[next].may_break);
    search s = {.para = para, .measure = measure, .nodes = nodes};
    s.count = from + 2 + !is_last;
    s.is_last_ragged = true;
    jb_mpt natural;
    int64_t cost = cost_of_line(&s, from, from + 1, &natural);
    return cost == INT64_MAX ? overfull_cost : cost;
}
