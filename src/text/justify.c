/* Where space goes: taken tier by tier in the order of CLREQ 3.5.3, given in the order of
 * CLREQ 3.5.4, equally over the places of a tier in proportion to what each may give. */
#include "text/atom.h"

/* The order of the tiers is CLREQ's, cubes are those of Knuth and Plass's badness (1981);
 * what the tiers are worth against each other is our choice, tried on reports.
 *
 * What fully using a tier costs, on the scale on which a gap between two Han characters
 * opened by a tenth of an em costs 100; the later tier is the dearer. A line is tightened
 * before it is opened (CLREQ 3.5.2): opening by half an em or more costs OPENED at least,
 * which is more than the tiers before the full stops cost together at their middle. */
static const int shrink_cost[JB_SHRINK_TIERS] = {5, 8, 10, 15, 50, 70};
static const int stretch_cost[JB_STRETCH_TIERS] = {60, 80};
/* What a gap between two Han may take at the utmost, thousandths of an em: our choice,
 * CLREQ names no limit. */
enum { LOOSEST = 1000 };

enum { OPENED = 60, OPENED_PER_EM = 120 };

/* What a line's inner gaps can give and take: the difference of two sums. */
typedef struct room {
    const jb_gap_sums *first, *last;
} room;

static room room_of(const jb_para *para, const jb_extent *line)
{
    size_t first = JB_MIN(line->begin + 1, line->end);
    return (room){&para->sums[first], &para->sums[JB_MAX(first, line->spaced)]};
}

static int64_t shrink_of(const room *space, int tier)
{
    return space->last->shrink[tier] - space->first->shrink[tier];
}

static int64_t stretch_of(const room *space, int tier)
{
    return space->last->stretch[tier] - space->first->stretch[tier];
}

static int64_t open_of(const room *space)
{
    return space->last->open - space->first->open;
}

/* weight * (used / capacity)^3, for used <= capacity. */
static int64_t cubic(int64_t weight, int64_t used, int64_t capacity)
{
    int64_t share = used * 1000 / capacity;
    return weight * share * share * share / 1000000000;
}

static int64_t shrink_line(const room *space, int64_t wanted)
{
    int64_t cost = 0;
    for (int t = 0; t < JB_SHRINK_TIERS && wanted > 0; t++) {
        int64_t capacity = shrink_of(space, t);
        if (capacity == 0)
            continue;
        int64_t used = JB_MIN(wanted, capacity);
        cost += cubic(shrink_cost[t], used, capacity);
        wanted -= used;
    }
    return wanted > 0 ? INT64_MAX : cost;
}

static int64_t stretch_line(const room *space, int64_t wanted, jb_mpt em)
{
    /* A line left short is dearer than any gap up to about 0.6 em. */
    enum { UNFILLED_PER_EM = 20000, UNFILLED = 20000, GAP_MOST = 3000 };
    int64_t cost = JB_MIN(wanted * OPENED_PER_EM / em, (int64_t)OPENED);
    for (int t = 0; t < JB_STRETCH_TIERS && wanted > 0; t++) {
        int64_t capacity = stretch_of(space, t);
        if (capacity == 0)
            continue;
        int64_t used = JB_MIN(wanted, capacity);
        cost += cubic(stretch_cost[t], used, capacity);
        wanted -= used;
    }
    if (wanted <= 0)
        return cost;
    int64_t unfilled = UNFILLED + wanted * UNFILLED_PER_EM / em;
    int64_t gaps = open_of(space);
    if (gaps == 0)
        return cost + unfilled;
    /* Thousandths of an em a gap; 100 of them cost 100. */
    int64_t gap = JB_MIN(wanted * 1000 / em / gaps, (int64_t)GAP_MOST);
    return cost + JB_MIN(gap * gap * gap / 10000, unfilled);
}

int64_t jb_justify_cost(const jb_para *para, const jb_extent *line, jb_mpt slack)
{
    room space = room_of(para, line);
    return slack < 0 ? shrink_line(&space, -(int64_t)slack)
                     : stretch_line(&space, slack, para->style->type.size);
}

/* ---- sharing ------------------------------------------------------------------- */

/* Who takes part in a sharing: each gap by part(gap), of a total. */
typedef struct shares {
    jb_mpt (*part)(const jb_gap *gap, int tier);
    int tier;
    int64_t total;
} shares;

/* Gives `amount` (signed) to the gaps of a tier in proportion to their parts, carrying
 * the remainder so that the sum is exact. */
static void share(const jb_para *para, const jb_extent *line, jb_mpt *added,
                  shares among, int64_t amount)
{
    int64_t passed = 0, given = 0;
    for (size_t i = line->begin + 1; i < line->spaced; i++) {
        passed += among.part(&para->gaps[i], among.tier);
        int64_t due = jb_geom_scale(amount, passed, among.total);
        added[i - line->begin] += (jb_mpt)(due - given);
        given = due;
    }
}

static jb_mpt shrink_part(const jb_gap *gap, int tier)
{
    return gap->shrink_tier == tier ? gap->shrink : 0;
}

static jb_mpt stretch_part(const jb_gap *gap, int tier)
{
    return gap->stretch_tier == tier ? gap->stretch : 0;
}

static jb_mpt open_part(const jb_gap *gap, int tier)
{
    (void)tier;
    return gap->is_open;
}

/* Takes what is wanted and returns what the tiers could not give. */
static int64_t share_tiers(const jb_para *para, const jb_extent *line, jb_mpt *added,
                           bool is_shrink, int64_t wanted)
{
    room space = room_of(para, line);
    int tiers = is_shrink ? JB_SHRINK_TIERS : JB_STRETCH_TIERS;
    for (int t = 0; t < tiers && wanted > 0; t++) {
        int64_t capacity = is_shrink ? shrink_of(&space, t) : stretch_of(&space, t);
        if (capacity == 0)
            continue;
        int64_t used = JB_MIN(wanted, capacity);
        shares among = {is_shrink ? shrink_part : stretch_part, t, capacity};
        share(para, line, added, among, is_shrink ? -used : used);
        wanted -= used;
    }
    return wanted;
}

void jb_justify_share(const jb_para *para, const jb_extent *line, jb_mpt slack,
                      jb_mpt *added)
{
    room space = room_of(para, line);
    memset(added, 0, (line->end - line->begin) * sizeof *added);
    if (slack < 0) {
        share_tiers(para, line, added, true, -(int64_t)slack);
        return;
    }
    int64_t rest = share_tiers(para, line, added, false, slack), gaps = open_of(&space);
    if (rest > gaps * para->style->type.size * LOOSEST / 1000 && gaps > 0)
        return; /* better short than torn apart */
    if (rest > 0 && gaps > 0) {
        share(para, line, added, (shares){open_part, 0, gaps}, rest);
        return;
    }
    /* A line without Han: its word spaces take the rest beyond their tier. */
    for (int t = 0; t < JB_STRETCH_TIERS && rest > 0; t++) {
        int64_t capacity = stretch_of(&space, t);
        if (capacity > 0) {
            share(para, line, added, (shares){stretch_part, t, capacity}, rest);
            return;
        }
    }
}
