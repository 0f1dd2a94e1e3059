/* Dots of leaders stand at multiples of their pitch from the far edge, so that those of
 * neighbouring lines are below one another. */
#include "flow/entry.h"

#include "flow/inline.h"
#include "flow/textual.h"

/* Our choices, in thousandths of the em. */
enum {
    PITCH = 500, /* from dot to dot */
    DOT = 70,    /* about that of a full stop */
    RISE = 60,   /* of the dots' middle above the baseline */
    GAP = 500,   /* at least, beside the dots */
    ROOM = 2000  /* kept clear between text and tail: two dots and gaps */
};

/* What an entry is made of; x as the flow counts, from the start of its measure. */
typedef struct entry {
    const jb_style *style;
    jb_mpt width;      /* of the measure */
    jb_mpt text_width; /* of that of the text */
    jb_line *tail;     /* NULL: no font has it */
} entry;

static jb_mpt part_of_em(const entry *e, int thousandths)
{
    return (jb_mpt)jb_geom_scale(e->style->type.size, thousandths, 1000);
}

static void set_tail(jb_build *build, const jb_block *para, entry *e)
{
    jb_segment segment = {.text = jb_str_of(para->u.tail.text),
                          .span = para->span,
                          .style = e->style,
                          .dest = para->u.tail.dest};
    jb_para_measure measure = {.width = e->width, .align = JB_ALIGN_LEFT};
    jb_lines lines = jb_textual_set(build, e->style, &segment, 1, &measure);
    e->tail = lines.count > 0 ? &lines.items[0] : NULL;
}

/* Where the text of a line ends, from where its measure starts. */
static jb_mpt end_of(const jb_build *build, const entry *e, const jb_line *line)
{
    return build->shared->is_mirrored ? e->text_width - line->x : line->x + line->width;
}

/* A line of dots between `from` and `to`; NULL where there is no room for two. */
static const jb_line *leader(jb_build *build, const entry *e, const jb_line *beside,
                             jb_mpt from, jb_mpt to)
{
    jb_mpt pitch = part_of_em(e, PITCH), dot = part_of_em(e, DOT);
    jb_mpt first = e->width - (e->width - from) / pitch * pitch;
    jb_mpt last = e->width - (e->width - to + dot + pitch - 1) / pitch * pitch;
    if (pitch <= dot || last <= first)
        return NULL;
    jb_line_stroke *stroke = JB_NEW(build->into, jb_line_stroke);
    *stroke = (jb_line_stroke){.kind = JB_LINE_LEADER,
                               .x = build->shared->is_mirrored ? e->width - last - dot
                                                               : first,
                               .width = last - first + dot,
                               .y = part_of_em(e, RISE),
                               .thickness = dot,
                               .pitch = pitch,
                               .colour = e->style->type.colour};
    jb_line *line = JB_NEW(build->into, jb_line);
    *line = (jb_line){.width = e->width,
                      .height = beside->height,
                      .baseline = beside->baseline,
                      .span = beside->span,
                      .strokes = stroke,
                      .stroke_count = 1};
    return line;
}

/* Adds leader and tail to the pieces of the last line. */
static void add_tail(jb_build *build, const entry *e, const jb_piece *text, jb_box *box)
{
    if (!e->tail)
        return;
    bool is_mirrored = build->shared->is_mirrored;
    jb_mpt x = e->width - e->tail->width, gap = part_of_em(e, GAP);
    const jb_line *dots =
        leader(build, e, text->line, end_of(build, e, text->line) + gap, x - gap);
    jb_mpt fall = text->line->baseline - e->tail->baseline;
    if (dots) {
        jb_piece *piece = &box->pieces[box->piece_count++];
        *piece = (jb_piece){.kind = JB_PIECE_LINE, .x = text->x, .w = e->width};
        piece->line = dots;
    }
    jb_piece *piece = &box->pieces[box->piece_count++];
    *piece = (jb_piece){.kind = JB_PIECE_LINE,
                        .x = text->x + x - (is_mirrored ? 0 : e->tail->x),
                        .y = JB_MAX(fall, 0),
                        .w = e->tail->x + e->tail->width,
                        .line = e->tail,
                        .element = text->element};
}

void jb_entry_place(jb_build *build, const jb_block *para)
{
    enum { PIECES = 3 };
    jb_build_frame place;
    jb_build_begin(build, para, &place);
    entry e = {.style = para->style, .width = place.width};
    set_tail(build, para, &e);
    jb_mpt clear = e.tail ? e.tail->width + part_of_em(&e, ROOM) : 0;
    e.text_width = clear < e.width ? e.width - clear : e.width;
    jb_inline_flat flat =
        jb_inline_flatten(para->inlines, e.style, build->dense, build->into);
    for (size_t i = 0; i < flat.segments.count; i++)
        if (!flat.segments.items[i].url && !flat.segments.items[i].dest)
            flat.segments.items[i].dest = para->u.tail.dest;
    jb_para_measure measure = {.width = e.text_width,
                               .align = JB_ALIGN_LEFT,
                               .is_mirrored = build->shared->is_mirrored};
    jb_lines lines = jb_textual_set(build, e.style, flat.segments.items,
                                    flat.segments.count, &measure);
    jb_element *element = jb_build_element(build, JB_PART_PARAGRAPH, place.element);
    for (size_t i = 0; i < lines.count; i++) {
        const jb_line *line = &lines.items[i];
        jb_box box = {.height = line->height,
                      .leading = line->height,
                      .penalty = i ? JB_FLOW_LONELY : JB_FLOW_FREE,
                      .span = line->span,
                      .pieces = JB_NEWS(build->into, jb_piece, PIECES),
                      .piece_count = 1};
        box.pieces[0] = (jb_piece){.kind = JB_PIECE_LINE,
                                   .x = place.x,
                                   .w = e.text_width,
                                   .line = line,
                                   .element = element};
        if (i + 1 == lines.count)
            add_tail(build, &e, &box.pieces[0], &box);
        jb_build_emit(build, &place, box);
    }
    jb_build_end(build, &place);
}
