/* Painting. Marks follow the boxes' chains of structure elements: what two neighbours
 * share stays open, so an element that goes on over pages is begun again by itself. */
#include "page/paint.h"

#include "page/stroke.h"

enum {
    DEPTH_MAX = 1024,   /* of elements; blocks nest 64 deep */
    LINK_ASCENT = 880,  /* thousandths of an em: OpenType BASE, idtp of Noto CJK */
    UNDERLINE_AT = 130, /* below the baseline; ours: outside the em box, from 120 on */
    STRIKE_AT = 330, /* above it, ours: between the middle of Han (380) and of digits */
    STROKE = 50      /* thickness, ours: post.underlineThickness of Noto CJK */
};

typedef struct painter {
    jb_arena *into;
    jb_paint_sides sides;
    bool is_artifact; /* no marks: all of it stands in one ARTIFACT */
    bool is_spanned;  /* a span with its text is open */
    const jb_element *open;
    jb_items fills, strokes, content, after;
} painter;

static const jb_mark_role roles[] = {
    [JB_PART_SECTION] = JB_MARK_SECTION,
    [JB_PART_HEADING] = JB_MARK_HEADING,
    [JB_PART_PARAGRAPH] = JB_MARK_PARAGRAPH,
    [JB_PART_LIST] = JB_MARK_LIST,
    [JB_PART_LIST_ITEM] = JB_MARK_LIST_ITEM,
    [JB_PART_LABEL] = JB_MARK_LABEL,
    [JB_PART_LIST_BODY] = JB_MARK_LIST_BODY,
    [JB_PART_TABLE] = JB_MARK_TABLE,
    [JB_PART_ROW] = JB_MARK_ROW,
    [JB_PART_HEADER_CELL] = JB_MARK_HEADER_CELL,
    [JB_PART_CELL] = JB_MARK_CELL,
    [JB_PART_CAPTION] = JB_MARK_CAPTION,
    [JB_PART_FIGURE] = JB_MARK_FIGURE,
    [JB_PART_QUOTE] = JB_MARK_QUOTE,
    [JB_PART_CODE] = JB_MARK_CODE,
    [JB_PART_NOTE] = JB_MARK_NOTE,
};

static jb_item *add(jb_arena *into, jb_items *items, jb_item_kind kind, jb_span span)
{
    jb_item *item = jb_vec_add(into, items);
    item->kind = kind;
    item->span = span;
    return item;
}

static void add_rect(painter *to, jb_items *items, jb_rect box, jb_colour fill)
{
    if (box.w <= 0 || box.h <= 0)
        return;
    jb_item *item = add(to->into, items, JB_ITEM_RECT, JB_NO_SPAN);
    item->u.rect = (jb_item_rect){box, fill};
}

static void begin_mark(painter *to, jb_items *items, jb_mark_role role)
{
    add(to->into, items, JB_ITEM_MARK_BEGIN, JB_NO_SPAN)->u.mark.role = role;
}

static void end_mark(painter *to, jb_items *items, jb_mark_role role)
{
    add(to->into, items, JB_ITEM_MARK_END, JB_NO_SPAN)->u.mark.role = role;
}

static void begin_element(painter *to, const jb_element *element)
{
    jb_item *item = add(to->into, &to->content, JB_ITEM_MARK_BEGIN, JB_NO_SPAN);
    item->u.mark = (jb_item_mark){.role = roles[element->part],
                                  .level = element->level,
                                  .element = element->number,
                                  .alt = element->alt,
                                  .column_span = element->column_span,
                                  .row_span = element->row_span};
}

static void end_element(painter *to, const jb_element *element)
{
    jb_item *item = add(to->into, &to->content, JB_ITEM_MARK_END, JB_NO_SPAN);
    item->u.mark.role = roles[element->part];
    item->u.mark.element = element->number;
}

/* Ends and begins marks until exactly the elements of `wanted` are open. */
static void go_to(painter *to, const jb_element *wanted)
{
    const jb_element *chain[DEPTH_MAX];
    size_t count = 0;
    const jb_element *open = to->open;
    if (to->is_artifact)
        return;
    while (open && (!wanted || open->depth > wanted->depth)) {
        end_element(to, open);
        open = open->parent;
    }
    const jb_element *at = wanted;
    while (at && (!open || at->depth > open->depth) && count < DEPTH_MAX) {
        chain[count++] = at;
        at = at->parent;
    }
    while (open && at && open->number != at->number && count < DEPTH_MAX) {
        end_element(to, open);
        open = open->parent;
        chain[count++] = at;
        at = at->parent;
    }
    while (count > 0)
        begin_element(to, chain[--count]);
    to->open = wanted;
}

static void add_run(const jb_line *line, const jb_line_run *run, jb_mpt x, jb_mpt y,
                    jb_arena *into, jb_items *out)
{
    jb_item *item = add(into, out, JB_ITEM_TEXT, line->span);
    item->u.text = (jb_item_text){.face = run->face,
                                  .size = run->type->size,
                                  .colour = run->type->colour,
                                  .x = x + run->x,
                                  .y = y + line->baseline - run->raise,
                                  .embolden = run->embolden,
                                  .slant_1000 = run->slant_1000,
                                  .glyphs = run->glyphs,
                                  .count = run->count,
                                  .text = run->text};
}

void jb_paint_line(const jb_line *line, jb_mpt x, jb_mpt y, jb_arena *into,
                   jb_items *out)
{
    for (size_t i = 0; i < line->run_count; i++)
        add_run(line, &line->runs[i], x, y, into, out);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && jb_str_is(jb_str_of(a), b));
}

/* One rectangle for neighbours with the same target. */
static void add_links(painter *to, const jb_line *line, jb_mpt x, jb_mpt y)
{
    for (size_t i = 0; i < line->run_count;) {
        const jb_line_run *first = &line->runs[i];
        size_t end = i + 1;
        if (!first->url && !first->dest) {
            i = end;
            continue;
        }
        jb_mpt size = first->type->size;
        while (end < line->run_count && same_text(line->runs[end].url, first->url) &&
               same_text(line->runs[end].dest, first->dest)) {
            size = JB_MAX(size, line->runs[end].type->size);
            end++;
        }
        const jb_line_run *last = &line->runs[end - 1];
        jb_mpt top = line->baseline - (jb_mpt)jb_geom_scale(size, LINK_ASCENT, 1000);
        jb_item *item = add(to->into, &to->content, JB_ITEM_LINK, line->span);
        item->u.link.box =
            (jb_rect){x + first->x, y + top, last->x + last->width - first->x, size};
        item->u.link.url = first->url;
        item->u.link.dest = first->dest;
        i = end;
    }
}

/* One rectangle for neighbours that are struck or underlined alike, across the gaps
 * between them. */
static void add_bars(painter *to, const jb_line *line, jb_mpt x, jb_mpt y,
                     bool is_strike)
{
    for (size_t i = 0, end; i < line->run_count; i = end) {
        const jb_line_run *first = &line->runs[i], *last = first;
        const jb_type *type = first->type;
        end = i + 1;
        if (!(is_strike ? type->is_struck : type->is_underlined))
            continue;
        for (; end < line->run_count; end++) {
            const jb_type *next = line->runs[end].type;
            if (!(is_strike ? next->is_struck : next->is_underlined) ||
                next->colour != type->colour || line->runs[end].raise != first->raise)
                break;
            last = &line->runs[end];
        }
        jb_mpt at = (jb_mpt)jb_geom_scale(type->size,
                                          is_strike ? -STRIKE_AT : UNDERLINE_AT, 1000);
        jb_rect box = {x + first->x, y + line->baseline - first->raise + at,
                       last->x + last->width - first->x,
                       (jb_mpt)jb_geom_scale(type->size, STROKE, 1000)};
        add_rect(to, &to->after, box, type->colour);
    }
}

static void add_strokes(painter *to, const jb_line *line, jb_mpt x, jb_mpt y)
{
    add_bars(to, line, x, y, false);
    add_bars(to, line, x, y, true);
    for (size_t i = 0; i < line->stroke_count; i++)
        jb_stroke_paint(&line->strokes[i], x, y + line->baseline, to->into, &to->after);
}

/* A span with its text, where extractors would see spaces or line ends in it. */
static bool begin_span(painter *to, bool is_wanted, jb_str text)
{
    if (!is_wanted || to->is_artifact || to->is_spanned)
        return false;
    begin_mark(to, &to->content, JB_MARK_SPAN);
    to->content.items[to->content.count - 1].u.mark.actual = text;
    to->is_spanned = true;
    return true;
}

static void end_span(painter *to, bool was_begun)
{
    if (!was_begun)
        return;
    end_mark(to, &to->content, JB_MARK_SPAN);
    to->is_spanned = false;
}

/* Extractors turn round what they read from right to left, replacement text too: only
 * the stretches that stand in the text's order have it. */
static void paint_mixed(painter *to, const jb_line *line, jb_mpt x, jb_mpt y)
{
    for (size_t i = 0, end; i < line->run_count; i = end) {
        for (end = i + 1; end < line->run_count &&
                          line->runs[end].is_plain == line->runs[i].is_plain;)
            end++;
        jb_str text = line->runs[i].text, last = line->runs[end - 1].text;
        text.len = (size_t)(last.at - text.at) + last.len;
        bool has_span = begin_span(to, line->runs[i].is_plain, text);
        for (size_t k = i; k < end; k++)
            add_run(line, &line->runs[k], x, y, to->into, &to->content);
        end_span(to, has_span);
    }
}

static void paint_text(painter *to, const jb_line *line, jb_mpt x, jb_mpt y)
{
    if (line->has_gaps && line->is_mixed && !to->is_artifact) {
        paint_mixed(to, line, x, y);
    } else {
        bool has_span = begin_span(to, line->has_gaps, line->text);
        jb_paint_line(line, x, y, to->into, &to->content);
        end_span(to, has_span);
    }
    for (size_t i = 0; i < line->ruby_count; i++) {
        const jb_line_ruby *ruby = &line->rubies[i];
        bool has_span = begin_span(to, ruby->has_gaps, ruby->text);
        for (size_t k = 0; k < ruby->count; k++)
            add_run(line, &ruby->runs[k], x, y, to->into, &to->content);
        end_span(to, has_span);
    }
    if (!to->is_artifact)
        add_links(to, line, x, y);
    add_strokes(to, line, x, y);
}

static void paint_piece(painter *to, const jb_piece *piece, jb_mpt y, jb_span span)
{
    jb_mpt x = jb_paint_x(to->sides, piece->x, piece->w);
    jb_rect box = {x, y + piece->y, piece->w, piece->h};
    switch (piece->kind) {
    case JB_PIECE_RECT:
        add_rect(to, &to->strokes, box, piece->colour);
        return;
    case JB_PIECE_LINE:
        go_to(to, piece->element);
        paint_text(to, piece->line, x, y + piece->y);
        return;
    case JB_PIECE_IMAGE:
        go_to(to, piece->element);
        add(to->into, &to->content, JB_ITEM_IMAGE, span)->u.image =
            (jb_item_image){box, piece->asset};
        return;
    }
}

static bool is_plain(const jb_piece *piece)
{
    return piece->kind == JB_PIECE_LINE && !piece->line->is_mixed &&
           piece->line->ruby_count == 0;
}

/* Whether two pieces are a heading's number and the line that it stands on. */
static bool is_numbered(const jb_piece *number, const jb_piece *line)
{
    return is_plain(number) && is_plain(line) && number->element == line->element &&
           number->element && number->element->part == JB_PART_HEADING &&
           number->y + number->line->baseline == line->y + line->line->baseline;
}

/* The two are read as one: blank that belongs to the number's last mark reaches into the
 * gap between them. */
static void paint_numbered(painter *to, const jb_piece *number, const jb_piece *line,
                           jb_mpt y, jb_span span)
{
    jb_str first = number->line->text, rest = line->line->text;
    go_to(to, number->element);
    bool has_span =
        begin_span(to, true,
                   jb_str_of(jb_arena_printf(to->into, "%.*s%.*s", (int)first.len,
                                             first.at, (int)rest.len, rest.at)));
    paint_piece(to, number, y, span);
    paint_piece(to, line, y, span);
    end_span(to, has_span);
}

static void paint_deco(painter *to, const jb_deco *deco, jb_mpt top, jb_mpt bottom,
                       bool begins, bool ends)
{
    jb_mpt x = jb_paint_x(to->sides, deco->x, deco->width);
    jb_rect box = {x, top, deco->width, bottom - top};
    if (deco->has_fill)
        add_rect(to, &to->fills, box, deco->fill);
    if (deco->bar.width > 0)
        add_rect(to, &to->strokes,
                 (jb_rect){jb_paint_x(to->sides, deco->x, deco->bar.width), top,
                           deco->bar.width, box.h},
                 deco->bar.colour);
    if (begins && deco->above.width > 0)
        add_rect(to, &to->strokes, (jb_rect){x, top, deco->width, deco->above.width},
                 deco->above.colour);
    if (ends && deco->below.width > 0)
        add_rect(
            to, &to->strokes,
            (jb_rect){x, bottom - deco->below.width, deco->width, deco->below.width},
            deco->below.colour);
}

static bool is_among(uint32_t number, const uint32_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (numbers[i] == number)
            return true;
    return false;
}

/* The decorations that begin at place `at` on this page, outer ones first. */
static void paint_decos(painter *to, const jb_paint_page *page, size_t at,
                        const jb_deco *deco)
{
    const jb_deco *outside = at > 0 ? page->places[at - 1].deco : NULL;
    if (!deco || jb_flow_is_inside(outside, deco->number))
        return;
    paint_decos(to, page, at, deco->parent);
    const jb_paint_place *first = &page->places[at];
    size_t end = at;
    while (end + 1 < page->count &&
           jb_flow_is_inside(page->places[end + 1].deco, deco->number))
        end++;
    const jb_paint_place *last = &page->places[end];
    jb_mpt top = first->y - jb_flow_top(first->deco, deco->parent);
    jb_mpt bottom =
        last->y + last->box->height + jb_flow_bottom(last->deco, deco->parent);
    bool began = at == 0 && is_among(deco->number, page->open_above, page->open_count);
    bool goes_on =
        end + 1 == page->count && jb_flow_is_inside(page->below, deco->number);
    paint_deco(to, deco, top, bottom, !began, !goes_on);
}

static void paint_places(painter *to, const jb_paint_page *page);

jb_paint_place *jb_paint_cell(const jb_row_cell *cell, jb_mpt y, jb_arena *into)
{
    jb_paint_place *places = JB_NEWS(into, jb_paint_place, cell->count);
    int64_t at = y + cell->y;
    const jb_deco *outside = NULL;
    for (size_t i = 0; i < cell->count; i++) {
        const jb_box *box = &cell->boxes[i];
        at += jb_flow_top(box->deco, outside);
        if (i > 0)
            at += box->before + jb_flow_bottom(outside, box->deco);
        places[i] = (jb_paint_place){.box = box, .deco = box->deco, .y = (jb_mpt)at};
        at += box->height;
        outside = box->deco;
    }
    return places;
}

static void paint_cell(painter *to, const jb_row_cell *cell, jb_mpt y)
{
    const jb_paint_place *places = jb_paint_cell(cell, y, to->into);
    paint_places(to, &(jb_paint_page){.places = places, .count = cell->count});
}

static void paint_row(painter *to, const jb_paint_place *place, bool opens)
{
    const jb_row *row = place->box->row;
    jb_mpt x = jb_paint_x(to->sides, row->x, row->width), y = place->y;
    jb_stroke above = opens && row->above.width == 0 ? row->opening : row->above;
    if (row->has_fill)
        add_rect(to, &to->fills, (jb_rect){x, y, row->width, place->box->height},
                 row->fill);
    add_rect(to, &to->strokes, (jb_rect){x, y, row->width, above.width}, above.colour);
    jb_mpt foot = y + place->box->height - row->below.width;
    add_rect(to, &to->strokes, (jb_rect){x, foot, row->width, row->below.width},
             row->below.colour);
    for (size_t i = 0; i < row->count; i++)
        paint_cell(to, &row->cells[i], y);
}

static void paint_pieces(painter *to, const jb_box *box, jb_mpt y)
{
    for (size_t i = 0; i < box->piece_count; i++) {
        const jb_piece *piece = &box->pieces[i];
        if (i + 1 < box->piece_count && is_numbered(piece, piece + 1)) {
            paint_numbered(to, piece, piece + 1, y, box->span);
            i++;
        } else {
            paint_piece(to, piece, y, box->span);
        }
    }
}

static void paint_place(painter *to, const jb_paint_place *place, bool opens)
{
    const jb_box *box = place->box;
    if (box->dest && !place->is_repeat) {
        jb_item *item = add(to->into, &to->content, JB_ITEM_DEST, box->span);
        item->u.dest = (jb_item_dest){box->dest, jb_paint_x(to->sides, 0, 0), place->y};
    }
    if (place->is_repeat) {
        go_to(to, NULL);
        begin_mark(to, &to->content, JB_MARK_ARTIFACT);
        to->is_artifact = true;
    }
    paint_pieces(to, box, place->y);
    if (box->row)
        paint_row(to, place, opens);
    if (place->is_repeat) {
        to->is_artifact = false;
        end_mark(to, &to->content, JB_MARK_ARTIFACT);
    }
}

static void paint_places(painter *to, const jb_paint_page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        paint_decos(to, page, i, page->places[i].deco);
        paint_place(to, &page->places[i], i == 0);
    }
}

static void put_artifacts(painter *to, const jb_items *first, const jb_items *second,
                          jb_items *out)
{
    if (first->count == 0 && (!second || second->count == 0))
        return;
    begin_mark(to, out, JB_MARK_ARTIFACT);
    for (size_t i = 0; i < first->count; i++)
        jb_vec_push(to->into, out, first->items[i]);
    for (size_t i = 0; second && i < second->count; i++)
        jb_vec_push(to->into, out, second->items[i]);
    end_mark(to, out, JB_MARK_ARTIFACT);
}

void jb_paint_items(const jb_paint_page *page, jb_arena *into, jb_items *out)
{
    painter to = {.into = into, .sides = page->sides};
    paint_places(&to, page);
    jb_rect rule = page->note_rule;
    rule.x = jb_paint_x(page->sides, rule.x, rule.w);
    add_rect(&to, &to.strokes, rule, page->note_colour);
    jb_paint_page notes = {.places = page->notes, .count = page->note_count};
    paint_places(&to, &notes);
    go_to(&to, NULL);
    put_artifacts(&to, &to.fills, &to.strokes, out);
    for (size_t i = 0; i < to.content.count; i++)
        jb_vec_push(into, out, to.content.items[i]);
    put_artifacts(&to, &to.after, NULL, out);
}
