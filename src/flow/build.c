/* Block dispatch, spaces between blocks, keep rules, and the stack that lets the
 * walk pause after any block. Spaces collapse: between two blocks the larger one
 * counts; inside a decorated box the first and last child's spaces give way to the
 * padding. */
#include "flow/build.h"

#include "flow/entry.h"
#include "flow/listing.h"
#include "flow/picture.h"
#include "flow/tabular.h"
#include "flow/textual.h"
#include "text/bidi.h"

enum {
    FRAMES_MAX = 256, /* our limit: blocks nest 64 deep at most where they are read */
    /* Mpt, our choice: six characters of 10 pt. A narrower measure is not narrowed. */
    NARROWEST = 60 * 1000,
    HEADING_KEEPS = 2 /* lines of what follows (CLREQ 4.1.3, JLREQ 4.1.8) */
};

jb_build_frame *jb_build_top(const jb_build *build)
{
    return &build->frames.items[build->frames.count - 1];
}

jb_element *jb_build_element(jb_build *build, jb_part part, const jb_element *parent)
{
    jb_element *element = JB_NEW(build->into, jb_element);
    element->part = part;
    element->number = ++build->shared->elements;
    element->parent = parent;
    element->depth = parent ? parent->depth + 1 : 0;
    element->column_span = element->row_span = 1;
    return element;
}

static bool is_decorated(const jb_block *block)
{
    const jb_boxing *box = &block->style->box;
    if (block->kind == JB_BLOCK_RULE || block->kind == JB_BLOCK_CELL)
        return false;
    return box->has_fill || box->bar.width > 0 || box->rule_above.width > 0 ||
           box->rule_below.width > 0 || box->padding.top > 0 || box->padding.bottom > 0;
}

static const jb_deco *new_deco(jb_build *build, const jb_boxing *box,
                               const jb_build_frame *place)
{
    jb_deco *deco = JB_NEW(build->into, jb_deco);
    deco->number = ++build->shared->decos;
    deco->parent = place->deco;
    deco->depth = place->deco ? place->deco->depth + 1 : 0;
    deco->x = place->x;
    deco->width = place->width;
    deco->top = box->padding.top + box->rule_above.width;
    deco->bottom = box->padding.bottom + box->rule_below.width;
    deco->has_fill = box->has_fill;
    deco->fill = box->fill;
    deco->bar = box->bar;
    deco->above = box->rule_above;
    deco->below = box->rule_below;
    return deco;
}

static void narrow(jb_build_frame *place, jb_mpt left, jb_mpt right)
{
    if (place->width - left - right < NARROWEST)
        return;
    place->x += left;
    place->width -= left + right;
}

void jb_build_begin(jb_build *build, const jb_block *block, jb_build_frame *place)
{
    const jb_boxing *box = &block->style->box;
    *place = *jb_build_top(build);
    place->block = block;
    place->next = block->first;
    place->table = NULL;
    place->is_decorated = is_decorated(block);
    place->is_whole = box->keeps_together;
    place->first_box = build->out->count;
    place->chunk = build->chunk;
    if (!build->is_top &&
        box->before < 0) /* as a negative margin: onto the line above */
        build->space += box->before;
    else if (!build->is_top)
        build->space = JB_MAX(build->space, box->before);
    narrow(place, box->inset_left, box->inset_right);
    if (place->is_decorated) {
        place->deco = new_deco(build, box, place);
        narrow(place, box->padding.left, box->padding.right);
        build->is_top = true;
    }
}

/* A group that should stay whole but is higher than a page breaks as if it need not. */
static void release(jb_build *build, const jb_build_frame *place)
{
    if (place->chunk == build->chunk) {
        const jb_box *first = &build->out->items[place->first_box];
        size_t count = build->out->count - place->first_box;
        if (jb_flow_height(first, count) <= build->shared->height)
            return;
    }
    size_t from = place->chunk == build->chunk ? place->first_box : 0;
    for (size_t i = from; i < build->out->count; i++)
        if (build->out->items[i].penalty == JB_FLOW_TOGETHER)
            build->out->items[i].penalty = JB_FLOW_FREE;
}

void jb_build_end(jb_build *build, const jb_build_frame *place)
{
    const jb_boxing *box = &place->block->style->box;
    if (place->is_decorated) {
        build->space = box->after;
        build->is_top = false;
    } else {
        build->space = JB_MAX(build->space, box->after);
    }
    if (place->is_whole && build->out->count > 0)
        release(build, place);
    if (box->keeps_next) {
        build->keep = place->block->kind == JB_BLOCK_HEADING ? HEADING_KEEPS : 1;
        build->keep_cost = JB_FLOW_FORBIDDEN;
    }
}

void jb_build_push(jb_build *build, jb_build_frame place)
{
    jb_vec_push(build->frames_in, &build->frames, place);
}

/* Hangs the waiting labels on a box whose first line's baseline is `baseline`. */
static void take_labels(jb_build *build, jb_box *box)
{
    size_t extra = 0;
    for (jb_build_label *label = build->labels; label; label = label->next)
        extra++;
    if (extra == 0)
        return;
    jb_mpt baseline = 0;
    for (size_t i = 0; i < box->piece_count && baseline == 0; i++)
        if (box->pieces[i].kind == JB_PIECE_LINE)
            baseline = box->pieces[i].y + box->pieces[i].line->baseline;
    jb_piece *pieces = JB_NEWS(build->into, jb_piece, box->piece_count + extra);
    size_t at = extra;
    for (jb_build_label *label = build->labels; label; label = label->next) {
        jb_piece *piece = &pieces[--at];
        piece->kind = JB_PIECE_LINE;
        piece->x = label->x;
        piece->w = label->line->x + label->line->width;
        piece->y = JB_MAX(0, baseline - label->line->baseline);
        piece->line = label->line;
        piece->element = label->element;
    }
    if (box->piece_count > 0)
        memcpy(pieces + extra, box->pieces, box->piece_count * sizeof *pieces);
    box->pieces = pieces;
    box->piece_count += extra;
    build->labels = NULL;
}

static int32_t penalty_of(jb_build *build, const jb_build_frame *place,
                          const jb_box *box)
{
    int32_t penalty = box->penalty;
    size_t own = place->chunk == build->chunk ? place->first_box : SIZE_MAX;
    if (place->is_whole && build->out->count != own)
        penalty = JB_MAX(penalty, JB_FLOW_TOGETHER);
    for (size_t i = build->frames.count; i-- > 0;) {
        const jb_build_frame *frame = &build->frames.items[i];
        bool is_first =
            frame->chunk == build->chunk && frame->first_box == build->out->count;
        if (frame->is_whole && !is_first)
            penalty = JB_MAX(penalty, JB_FLOW_TOGETHER);
    }
    if (build->keep > 0) {
        penalty = JB_MAX(penalty, build->keep_cost);
        build->keep_cost = JB_FLOW_LONELY;
        build->keep -= box->leading > 0 && box->height < 2 * box->leading ? 1 : 2;
    }
    if (build->forces_page)
        penalty = JB_FLOW_FORCED;
    build->forces_page = false;
    return penalty;
}

/* Whether a block is one of those that a report ends with. */
static bool is_end_matter(const jb_block *block)
{
    return block &&
           (jb_block_is(block, "risk") || jb_block_is(block, "origin") ||
            jb_block_is(block, "disclaimer") || jb_block_is(block, "copyright"));
}

static bool is_at_end(const jb_build *build, const jb_build_frame *place)
{
    bool is_end = is_end_matter(place->block);
    for (size_t i = 0; i < build->frames.count && !is_end; i++)
        is_end = is_end_matter(build->frames.items[i].block);
    return is_end;
}

void jb_build_emit(jb_build *build, const jb_build_frame *place, jb_box box)
{
    box.before = build->space;
    box.deco = place->deco;
    box.penalty = penalty_of(build, place, &box);
    box.dest = build->dest;
    box.is_end = is_at_end(build, place);
    box.place.block = place->block;
    take_labels(build, &box);
    build->dest = NULL;
    build->space = 0;
    build->is_top = false;
    jb_vec_push(build->into, build->out, box);
}

void jb_build_emit_piece(jb_build *build, const jb_build_frame *place, jb_piece piece,
                         jb_box box)
{
    box.pieces = JB_NEW(build->into, jb_piece);
    *box.pieces = piece;
    box.piece_count = 1;
    jb_build_emit(build, place, box);
}

/* A label whose item has no line to hang on gets a line of its own. */
static void flush_labels(jb_build *build, const jb_build_frame *place)
{
    if (!build->labels)
        return;
    const jb_line *line = build->labels->line;
    jb_build_emit(
        build, place,
        (jb_box){.height = line->height, .leading = line->height, .span = line->span});
}

static void open_group(jb_build *build, const jb_block *block)
{
    jb_build_frame place;
    jb_build_begin(build, block, &place);
    jb_part part = jb_block_is(block, "quote")  ? JB_PART_QUOTE
                   : jb_block_is(block, "note") ? JB_PART_NOTE
                                                : JB_PART_SECTION;
    place.element = jb_build_element(build, part, place.element);
    jb_build_push(build, place);
}

static void place_block(jb_build *build, const jb_block *block)
{
    switch (block->kind) {
    case JB_BLOCK_PARA:
        if (block->u.tail.text)
            jb_entry_place(build, block);
        else if (jb_build_top(build)->table)
            jb_tabular_para(build, block);
        else
            jb_textual_para(build, block);
        break;
    case JB_BLOCK_HEADING:
        jb_textual_heading(build, block);
        break;
    case JB_BLOCK_CODE:
        jb_textual_code(build, block);
        break;
    case JB_BLOCK_RULE:
        jb_textual_rule(build, block);
        break;
    case JB_BLOCK_PAGE_BREAK:
        build->forces_page = true;
        break;
    case JB_BLOCK_LIST:
        jb_listing_open(build, block);
        break;
    case JB_BLOCK_ITEM:
        jb_listing_item(build, block);
        break;
    case JB_BLOCK_TABLE:
        flush_labels(build, jb_build_top(build));
        jb_tabular_open(build, block);
        break;
    case JB_BLOCK_ROW:
        jb_tabular_row(build, block);
        break;
    case JB_BLOCK_FIGURE:
        flush_labels(build, jb_build_top(build));
        jb_picture_place(build, block);
        break;
    case JB_BLOCK_GROUP:
    case JB_BLOCK_CELL:
        open_group(build, block);
        break;
    }
}

static void close_frame(jb_build *build)
{
    jb_build_frame place = *jb_build_top(build);
    if (place.block && place.block->kind == JB_BLOCK_ITEM)
        flush_labels(build, &place);
    build->frames.count--;
    if (place.table)
        jb_tabular_close(build, place.table);
    if (place.block)
        jb_build_end(build, &place);
}

/* One step of the walk; false at its end. */
static bool step(jb_build *build)
{
    jb_build_frame *top = jb_build_top(build);
    const jb_block *child = top->next;
    if (child && build->frames.count < FRAMES_MAX) {
        top->next = child->next;
        place_block(build, child);
        return true;
    }
    if (build->frames.count == 1)
        return false;
    close_frame(build);
    return true;
}

/* Open frames point into the chunk before; what they point at moves to this one. */
static const jb_element *move_elements(const jb_element *element,
                                       const jb_element *old_outer,
                                       const jb_element *outer, jb_arena *into)
{
    if (element == old_outer)
        return outer;
    jb_element *copy = JB_NEW(into, jb_element);
    *copy = *element;
    copy->parent = move_elements(element->parent, old_outer, outer, into);
    return copy;
}

static void move_frames(jb_build *build)
{
    const jb_element *old_element = NULL, *element = NULL;
    const jb_deco *old_deco = NULL, *deco = NULL;
    for (size_t i = 0; i < build->frames.count; i++) {
        jb_build_frame *frame = &build->frames.items[i];
        const jb_element *was = frame->element;
        const jb_deco *had = frame->deco;
        element = move_elements(was, old_element, element, build->into);
        if (had != old_deco) {
            jb_deco *copy = JB_NEW(build->into, jb_deco);
            *copy = *had;
            copy->parent = deco;
            deco = copy;
        }
        frame->element = element;
        frame->deco = deco;
        old_element = was;
        old_deco = had;
    }
}

jb_build *jb_build_open(const jb_sheet *sheet, jb_fonts *fonts, const jb_block *root,
                        const jb_assets *assets, jb_arena *into, jb_diag *diag)
{
    const jb_frame *frame = jb_sheet_frame(sheet);
    jb_build_shared *shared = JB_NEW(into, jb_build_shared);
    shared->sheet = sheet;
    shared->fonts = fonts;
    shared->assets = assets;
    shared->diag = diag;
    shared->into = into;
    shared->measure = frame->width - frame->left - frame->right;
    shared->height = frame->height - frame->top - frame->bottom;
    shared->is_mirrored = root && root->style && jb_bidi_is_right(root->style);
    jb_build *build = JB_NEW(into, jb_build);
    build->shared = shared;
    build->frames_in = into;
    jb_build_frame bottom = {.next = root ? root->first : NULL,
                             .width = shared->measure,
                             .caption = JB_PART_PARAGRAPH};
    jb_build_push(build, bottom);
    return build;
}

void jb_build_trace(jb_build *build, jb_build_watch watch)
{
    build->shared->is_traced = true;
    build->shared->watch = watch;
}

bool jb_build_fill(jb_build *build, jb_chunk *chunk, size_t wanted)
{
    build->into = &chunk->arena;
    build->out = &chunk->boxes;
    build->filling = chunk;
    build->chunk++;
    move_frames(build);
    while (chunk->boxes.count < wanted || build->labels)
        if (!step(build))
            return false;
    return true;
}

jb_boxes jb_build_inside(jb_build *build, const jb_build_inner *inner, jb_arena *into)
{
    jb_boxes out = {0};
    jb_build within = {.shared = build->shared,
                       .into = into,
                       .out = &out,
                       .frames_in = into,
                       .align = inner->align,
                       .is_running_in = true,
                       .ready = inner->ready,
                       .ready_for = inner->first,
                       .dense = inner->dense,
                       .labels = inner->label,
                       .is_top = true};
    jb_build_frame bottom = {.next = inner->first,
                             .x = inner->x,
                             .width = inner->width,
                             .element = inner->element,
                             .is_tight = true,
                             .caption = JB_PART_PARAGRAPH};
    jb_build_push(&within, bottom);
    while (step(&within))
        continue;
    flush_labels(&within, &bottom);
    return out;
}

bool jb_build_is_mirrored(const jb_build *build)
{
    return build->shared->is_mirrored;
}

const jb_build_headings *jb_build_outline(const jb_build *build)
{
    return &build->shared->headings;
}

void jb_build_close(jb_build *build)
{
    for (size_t i = 0; i < build->frames.count; i++)
        if (build->frames.items[i].table)
            jb_tabular_drop(build->frames.items[i].table);
    jb_arena_fini(&build->shared->scratch);
}

void jb_build_chunk_fini(jb_chunk *chunk)
{
    for (size_t i = 0; i < chunk->retired.count; i++)
        jb_arena_fini(&chunk->retired.items[i]);
    jb_arena_fini(&chunk->arena);
    chunk->boxes = (jb_boxes){0};
}
