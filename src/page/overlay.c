/* Gaps are blank, so their rectangles hide nothing; a squeezed gap has no room of its own
 * and is a bar below the line. */
#include "page/overlay.h"

#include "page/placed.h"
#include "text/trace.h"

enum {
    STROKE = 250,   /* mpt; the numbers are our choice, but for: */
    ASCENT = 880,   /* thousandths of an em: OpenType BASE, idtp of Noto CJK */
    BAR = 100,      /* thousandths of an em: a squeezed gap's bar */
    BAR_LEAST = 200 /* mpt: narrower gaps are drawn so wide that they are seen */
};

/* Colours that the colour-blind can tell apart (Okabe and Ito 2008). */
static const jb_colour frame_colour = 0x999999;
static const jb_colour block_colour = 0x009E73;
static const jb_colour row_colour = 0x56B4E9;
static const jb_colour baseline_colour = 0xCC79A7;
static const jb_colour change_colours[JB_TRACE_CHANGES] = {
    [JB_TRACE_NATURAL] = 0xD9D9D9, [JB_TRACE_SQUEEZED] = 0x7B3FA0,
    [JB_TRACE_SHRUNK] = 0xD55E00,  [JB_TRACE_STRETCHED] = 0x0072B2,
    [JB_TRACE_OPENED] = 0xE69F00,
};

typedef struct drawing {
    jb_arena *into;
    jb_items *out;
    unsigned what;
    const jb_element *element; /* of the block whose lines are being gathered */
    jb_rect block;             /* h 0: none */
} drawing;

static void add_rect(drawing *to, jb_rect box, jb_colour colour)
{
    jb_item *item = jb_vec_add(to->into, to->out);
    item->kind = JB_ITEM_RECT;
    item->u.rect = (jb_item_rect){box, colour};
}

static void add_outline(drawing *to, jb_rect box, jb_colour colour)
{
    jb_path_step *steps = JB_NEWS(to->into, jb_path_step, 5);
    const jb_mpt xs[] = {box.x, box.x + box.w, box.x + box.w, box.x};
    const jb_mpt ys[] = {box.y, box.y, box.y + box.h, box.y + box.h};
    for (size_t i = 0; i < JB_COUNT(xs); i++) {
        steps[i].op = i == 0 ? JB_PATH_MOVE : JB_PATH_LINE;
        steps[i].p[0].x = xs[i];
        steps[i].p[0].y = ys[i];
    }
    steps[4].op = JB_PATH_CLOSE;
    jb_item *item = jb_vec_add(to->into, to->out);
    item->kind = JB_ITEM_PATH;
    item->u.path = (jb_item_path){.steps = steps,
                                  .count = 5,
                                  .has_stroke = true,
                                  .stroke = colour,
                                  .width = STROKE};
}

static void end_block(drawing *to)
{
    if (to->block.h > 0)
        add_outline(to, to->block, block_colour);
    to->block.h = 0;
    to->element = NULL;
}

/* Lines of one element that stand below one another are one block. */
static void gather(drawing *to, const jb_placed *placed, jb_mpt width)
{
    jb_mpt bottom = placed->y + placed->piece->line->height;
    bool goes_on = to->block.h > 0 && to->element == placed->piece->element &&
                   to->block.x == placed->x && to->block.y <= placed->y;
    if (!goes_on) {
        end_block(to);
        to->block = (jb_rect){placed->x, placed->y, 0, 0};
        to->element = placed->piece->element;
    }
    to->block.w = JB_MAX(to->block.w, width);
    to->block.h = bottom - to->block.y;
}

static void draw_gaps(drawing *to, const jb_line *line, jb_mpt x, jb_mpt baseline)
{
    const jb_trace *trace = line->trace;
    for (size_t i = 0; trace && i < trace->gap_count; i++) {
        const jb_trace_gap *gap = &trace->gaps[i];
        jb_mpt bar = (jb_mpt)jb_geom_scale(gap->em, BAR, 1000);
        jb_mpt ascent = (jb_mpt)jb_geom_scale(gap->em, ASCENT, 1000);
        jb_rect box = {x + gap->x, baseline - ascent, gap->width, gap->em};
        if (gap->width < 0)
            box = (jb_rect){x + gap->x + gap->width, baseline + bar, -gap->width, bar};
        if (gap->width == 0)
            box.w = BAR_LEAST;
        add_rect(to, box, change_colours[gap->change]);
    }
}

static void draw_line(drawing *to, const jb_placed *placed)
{
    const jb_line *line = placed->piece->line;
    jb_mpt width = line->trace ? line->trace->measure : line->x + line->width;
    jb_mpt baseline = placed->y + line->baseline;
    if (to->what & JB_OVERLAY_BOXES)
        gather(to, placed, width);
    if (to->what & JB_OVERLAY_GAPS)
        draw_gaps(to, line, placed->x, baseline);
    if (to->what & JB_OVERLAY_BASELINES)
        add_rect(to, (jb_rect){placed->x, baseline, width, STROKE}, baseline_colour);
}

static void draw(void *state, const jb_placed *placed)
{
    drawing *to = state;
    bool has_boxes = to->what & JB_OVERLAY_BOXES;
    if (!placed->piece) {
        const jb_row *row = placed->box->row;
        end_block(to);
        if (has_boxes)
            add_outline(
                to, (jb_rect){placed->x, placed->y, row->width, placed->box->height},
                row_colour);
    } else if (placed->piece->kind == JB_PIECE_LINE) {
        draw_line(to, placed);
    } else if (placed->piece->kind == JB_PIECE_IMAGE && has_boxes) {
        end_block(to);
        add_outline(to,
                    (jb_rect){placed->x, placed->y, placed->piece->w, placed->piece->h},
                    block_colour);
    }
}

static void add_mark(drawing *to, jb_item_kind kind)
{
    jb_item *item = jb_vec_add(to->into, to->out);
    item->kind = kind;
    item->u.mark.role = JB_MARK_ARTIFACT;
}

void jb_overlay_paint(const jb_paint_page *paper, const jb_frame *frame, unsigned what,
                      jb_arena *into, jb_items *out)
{
    drawing to = {.into = into, .out = out, .what = what};
    jb_mpt measure = frame->width - frame->left - frame->right;
    add_mark(&to, JB_ITEM_MARK_BEGIN);
    if (what & JB_OVERLAY_FRAME)
        add_outline(&to,
                    (jb_rect){jb_paint_x(paper->sides, 0, measure), frame->top, measure,
                              frame->height - frame->top - frame->bottom},
                    frame_colour);
    jb_placed_walk(paper, into, draw, &to);
    end_block(&to);
    add_mark(&to, JB_ITEM_MARK_END);
}
