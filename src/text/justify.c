/* Where space goes: taken tier by tier in the order of CLREQ 3.5.3, given in the order of
 * CLREQ 3.5.4, equally over the places of a tier in proportion to what each may give. */
#include "text/atom.h"

/* What fully using a tier costs, on the scale on which a gap between two Han characters
 * opened by a tenth of an em costs 100; the later tier is the dearer. A line is tightened
 * before it is opened (CLREQ 3.5.2): opening by half an em or more costs OPENED at least,
 * which is more than the tiers before the full stops cost together at their middle. */
static const int shrink_cost[JB_SHRINK_TIERS] = {5, 8, 10, 15, 50, 70};
static const int stretch_cost[JB_STRETCH_TIERS] = {60, 80};
/* What a gap between two Han may take at the utmost, thousandths of an em. */
enum { LOOSEST = 1000 };

enum { OPENED = 60, OPENED_PER_EM = 120 };

/* Sums of a line's inner gaps. */
typedef struct room {
    int64_t shrink[JB_SHRINK_TIERS];
    int64_t stretch[JB_STRETCH_TIERS];
    int64_t open;
} room;

static void find_room(const jb_para *para, const jb_extent *line, room *into)
{
    *into = (room){{0}, {0}, 0};
    if (line->end <= line->begin + 1)
        return;
    const jb_gap_sums *first = &para->sums[line->begin + 1];
    const jb_gap_sums *last = &para->sums[line->end];
    for (int t = 0; t < JB_SHRINK_TIERS; t++)
        into->shrink[t] = last->shrink[t] - first->shrink[t];
    for (int t = 0; t < JB_STRETCH_TIERS; t++)
        into->stretch[t] = last->stretch[t] - first->stretch[t];
    into->open = last->open - first->open;
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
        if (space->shrink[t] == 0)
            continue;
        int64_t used = JB_MIN(wanted, space->shrink[t]);
        cost += cubic(shrink_cost[t], used, space->shrink[t]);
        wanted -= used;
    }
    return wanted > 0 ? INT64_MAX : cost;
}

static int64_t stretch_line(const room *space, int64_t wanted, jb_mpt em)
{
    enum { UNFILLED_PER_EM = 20000, UNFILLED = 20000, GAP_MOST = 3000 };
    int64_t cost = JB_MIN(wanted * OPENED_PER_EM / em, (int64_t)OPENED);
    for (int t = 0; t < JB_STRETCH_TIERS && wanted > 0; t++) {
        if (space->stretch[t] == 0)
            continue;
        int64_t used = JB_MIN(wanted, space->stretch[t]);
        cost += cubic(stretch_cost[t], used, space->stretch[t]);
        wanted -= used;
    }
    if (wanted <= 0)
        return cost;
    int64_t unfilled = UNFILLED + wanted * UNFILLED_PER_EM / em;
    if (space->open == 0)
        return cost + unfilled;
    /* Thousandths of an em a gap; 100 of them cost 100. */
    int64_t gap = JB_MIN(wanted * 1000 / em / space->open, (int64_t)GAP_MOST);
    return cost + JB_MIN(gap * gap * gap / 10000, unfilled);
}

int64_t jb_justify_cost(const jb_para *para, const jb_extent *line, jb_mpt slack)
{
    room space;
    find_room(para, line, &space);
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
    for (size_t i = line->begin + 1; i < line->end; i++) {
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
                           const int64_t *capacity, bool is_shrink, int64_t wanted)
{
    int tiers = is_shrink ? JB_SHRINK_TIERS : JB_STRETCH_TIERS;
    for (int t = 0; t < tiers && wanted > 0; t++) {
        if (capacity[t] == 0)
            continue;
        int64_t used = JB_MIN(wanted, capacity[t]);
        shares among = {is_shrink ? shrink_part : stretch_part, t, capacity[t]};
        share(para, line, added, among, is_shrink ? -used : used);
        wanted -= used;
    }
    return wanted;
}

void jb_justify_share(const jb_para *para, const jb_extent *line, jb_mpt slack,
                      jb_mpt *added)
{
    room space;
    find_room(para, line, &space);
    memset(added, 0, (line->end - line->begin) * sizeof *added);
    if (slack < 0) {
        share_tiers(para, line, added, space.shrink, true, -(int64_t)slack);
        return;
    }
    int64_t rest = share_tiers(para, line, added, space.stretch, false, slack);
    if (rest > space.open * para->style->type.size * LOOSEST / 1000 && space.open > 0)
        return; /* better short than torn apart */
    if (rest > 0 && space.open > 0) {
        share(para, line, added, (shares){open_part, 0, space.open}, rest);
        return;
    }
    /* A line without Han: its word spaces take the rest beyond their tier. */
    for (int t = 0; t < JB_STRETCH_TIERS && rest > 0; t++)
        if (space.stretch[t] > 0) {
            share(para, line, added, (shares){stretch_part, t, space.stretch[t]}, rest);
            return;
        }
}
