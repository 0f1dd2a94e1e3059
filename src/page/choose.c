/* The cost of a break is what the flow says plus what the blank rest of the page costs:
 * a page left wholly blank costs 1000. */
#include "page/choose.h"

/* Our choice, on the scale of flow.h. */
enum {
    BLANK_COST = 1000,     /* of a whole page */
    NOTE_SPLIT_COST = 200, /* a footnote that goes on overleaf */
    SHRINK_COST = 125,     /* spaces shrunk to nothing, were it allowed */
    SPLIT_ROOM = 6         /* the least part of a page worth a row's first lines: 1/6 */
};

/* A page as it fills. */
typedef struct filling {
    const jb_choose_input *in;
    int64_t y;       /* bottom of the last box, spaces not shrunk */
    int64_t spaces;  /* above it, that can shrink */
    jb_mpt foot;     /* room inside decorations below it */
    int64_t notes;   /* footnotes in full, carried lines included */
    jb_mpt last_cut; /* what the last note gives up when it is cut after a line */
} filling;

jb_mpt jb_choose_lead(const jb_box *above, const jb_box *box, int shrink_1000)
{
    if (!above)
        return jb_flow_top(box->deco, NULL) + (box->repeat ? box->repeat->height : 0);
    jb_mpt space = box->before;
    if (shrink_1000 > 0 && space > 0) /* an overlap is no room */
        space -= (jb_mpt)jb_geom_scale(space, shrink_1000, 1000);
    return space + jb_flow_bottom(above->deco, box->deco) +
           jb_flow_top(box->deco, above->deco);
}

bool jb_choose_is_gridded(const jb_choose_grid *grid, const jb_box *box)
{
    if (grid->pitch <= 0 || box->leading != grid->pitch)
        return false;
    for (size_t i = 0; i < box->piece_count; i++) {
        const jb_piece *piece = &box->pieces[i];
        if (piece->kind != JB_PIECE_LINE)
            continue;
        jb_part part = piece->element ? piece->element->part : JB_PART_PARAGRAPH;
        if (part == JB_PART_HEADING || part == JB_PART_CAPTION)
            return false;
        if (piece->y + piece->line->baseline == grid->baseline)
            return true;
    }
    return false;
}

jb_mpt jb_choose_snap(const jb_choose_grid *grid, const jb_box *above,
                      const jb_box *box, int64_t y)
{
    if (!jb_choose_is_gridded(grid, box))
        return 0;
    bool is_below = above && jb_choose_is_gridded(grid, above);
    return jb_flow_snap(grid->pitch, above ? box->before : 0, is_below, y);
}

static void add(filling *page, size_t at)
{
    const jb_box *box = page->in->boxes[at];
    const jb_box *above = at > 0 ? page->in->boxes[at - 1] : NULL;
    page->y += jb_choose_lead(above, box, 0);
    page->y += jb_choose_snap(&page->in->grid, above, box, page->y) + box->height;
    page->spaces += above ? JB_MAX(box->before, 0) : 0;
    page->foot = jb_flow_bottom(box->deco, NULL);
    for (size_t i = 0; i < box->note_count; i++) {
        const jb_note *note = box->notes[i];
        page->notes += note->height;
        page->last_cut = note->count > 0 ? note->height - note->boxes[0].height : 0;
    }
}

static int64_t used(const filling *page, bool cuts_note)
{
    int64_t notes = page->notes;
    if (cuts_note)
        notes -= page->last_cut;
    return page->y + page->foot + (page->notes > 0 ? notes + page->in->note_gap : 0);
}

/* How much the spaces may give up. */
static int64_t slack(const filling *page)
{
    return jb_geom_scale(page->spaces, page->in->shrink_1000, 1000);
}

static int64_t cost_of(const filling *page, int32_t penalty)
{
    int64_t unused = page->in->height - used(page, false);
    int64_t cost = penalty;
    if (unused >= 0)
        return cost + unused * BLANK_COST / JB_MAX(page->in->height, 1);
    if (-unused > slack(page))
        return cost + NOTE_SPLIT_COST;
    return cost + -unused * SHRINK_COST / JB_MAX(page->spaces, 1);
}

/* Whether the row that overflows is to be cut: only one that fits no page. */
static bool may_split(const filling *before, size_t at, jb_mpt *room)
{
    const jb_choose_input *in = before->in;
    const jb_box *box = in->boxes[at];
    if (!box->row || !box->row->can_split)
        return false;
    jb_mpt alone = jb_choose_lead(NULL, box, 0) + jb_flow_bottom(box->deco, NULL);
    if (box->height + alone <= in->height)
        return false;
    const jb_box *above = at > 0 ? in->boxes[at - 1] : NULL;
    int64_t taken =
        before->y + jb_choose_lead(above, box, 0) + jb_flow_bottom(box->deco, NULL);
    if (before->notes > 0)
        taken += before->notes + in->note_gap;
    *room = (jb_mpt)(in->height - taken);
    return at == 0 || *room > in->height / SPLIT_ROOM;
}

static jb_choose_result choose_until(const jb_choose_input *input, size_t latest,
                                     int64_t *best_cost)
{
    filling page = {.in = input, .notes = input->carried};
    size_t best = 0;
    *best_cost = INT64_MAX;
    for (size_t i = 0; i < input->count; i++) {
        int32_t penalty = input->boxes[i]->penalty;
        if (i > 0 && penalty == JB_FLOW_FORCED)
            return (jb_choose_result){.count = i};
        if (i > 0 && i <= latest && cost_of(&page, penalty) <= *best_cost) {
            best = i;
            *best_cost = cost_of(&page, penalty);
        }
        filling before = page;
        add(&page, i);
        if (used(&page, true) - slack(&page) <= input->height)
            continue;
        jb_mpt room = 0;
        if (may_split(&before, i, &room) && (i == 0 || penalty < JB_FLOW_FORBIDDEN))
            return (jb_choose_result){.count = i, .splits = true, .room = room};
        return (jb_choose_result){.count = JB_MAX(best, 1)};
    }
    if (latest < input->count && best > 0)
        return (jb_choose_result){.count = best};
    if (input->is_end || best == 0)
        return (jb_choose_result){.count = input->count, .is_final = input->is_end};
    return (jb_choose_result){.count = best};
}

jb_choose_result jb_choose_break(const jb_choose_input *input)
{
    int64_t cost = 0;
    if (input->latest > 0) {
        jb_choose_result early = choose_until(input, input->latest, &cost);
        if (cost < JB_FLOW_LONELY)
            return early;
    }
    return choose_until(input, SIZE_MAX, &cost);
}

int jb_choose_shrink(const jb_choose_input *input, size_t count, jb_mpt notes)
{
    int64_t y = notes, spaces = 0;
    for (size_t i = 0; i < count; i++) {
        const jb_box *above = i > 0 ? input->boxes[i - 1] : NULL;
        y += jb_choose_lead(above, input->boxes[i], 0) + input->boxes[i]->height;
        spaces += i > 0 ? JB_MAX(input->boxes[i]->before, 0) : 0;
    }
    if (count > 0)
        y += jb_flow_bottom(input->boxes[count - 1]->deco, NULL);
    if (y <= input->height || spaces == 0)
        return 0;
    int64_t needed = ((y - input->height) * 1000 + spaces - 1) / spaces;
    return (int)JB_MIN(needed + (needed < 1000), 1000);
}
