/* Labels stand in a column of their own. Numbers end at the column's right edge, so
 * that their last signs stand below one another; bullets begin at its left edge. */
#include "flow/listing.h"

#include "flow/textual.h"

/* Our choice: the column takes at most a third of the measure. */
enum { LABEL_SHARE = 3 };

static jb_mpt line_width(const jb_lines *lines)
{
    return lines->count > 0 ? lines->items[0].x + lines->items[0].width : 0;
}

/* A bullet is a disc of half the em, so that it weighs as much in every font (the
 * bullets of CJK fonts are often interpuncts), its middle at the middle of the Han
 * body: 0.38 em above the baseline (OpenType BASE of Noto CJK: -120, 880), of which the
 * smaller disc itself has half. The size is our choice: its ink is then 0.4 em. */
static jb_lines set_bullet(jb_build *build, const jb_block *item)
{
    enum { SIZE_PART = 2, MIDDLE_1000 = 380 };
    static const char disc[] = "\xE2\x97\x8F"; /* U+25CF */
    jb_style *style = JB_NEW(build->into, jb_style);
    *style = *item->style;
    jb_mpt middle = (jb_mpt)jb_geom_scale(style->type.size, MIDDLE_1000, 1000);
    style->type.size /= SIZE_PART;
    style->type.raise += middle - middle / SIZE_PART;
    return jb_textual_plain(build, disc, style, 0, item->span);
}

/* Bullets of one style are one line, set once; but for those that are watched, and one that
 * no font has, whose places are to be known. */
static jb_lines bullet_lines(jb_build *build, const jb_block *item)
{
    jb_build_shared *shared = build->shared;
    if (shared->is_traced || shared->watch.para)
        return set_bullet(build, item);
    jb_map_entry *entry = jb_map_put_number(shared->into, &shared->bullets,
                                            (uint64_t)(uintptr_t)item->style);
    if (entry->value && !entry->pointer)
        return set_bullet(build, item);
    if (!entry->value) {
        jb_arena *chunk = build->into;
        build->into = shared->into;
        jb_lines lines = set_bullet(build, item);
        build->into = chunk;
        entry->value = 1;
        if (lines.count != 1 || !lines.items->run_count ||
            !lines.items->runs->glyphs->gid)
            return lines;
        entry->pointer = lines.items;
    }
    jb_line *line = JB_ROOM(build->into, jb_line, 1);
    *line = *(const jb_line *)entry->pointer;
    line->span = item->span;
    return (jb_lines){line, 1};
}

/* The style of an item's label: the item's own. */
static jb_lines label_lines(jb_build *build, const jb_block *item)
{
    static const char bullet[] = "\xE2\x80\xA2"; /* U+2022 */
    const char *text = item->u.item.text ? item->u.item.text : "";
    if (strcmp(text, bullet) == 0)
        return bullet_lines(build, item);
    return jb_textual_plain(build, text, item->style, 0, item->span);
}

static jb_mpt widest_label(jb_build *build, const jb_block *list)
{
    jb_mpt widest = 0;
    const char *last = NULL;
    for (const jb_block *item = list->first; item; item = item->next) {
        const char *text = item->u.item.text;
        if (item->kind != JB_BLOCK_ITEM || !text ||
            (last && jb_str_is(jb_str_of(text), last)))
            continue;
        jb_lines lines = label_lines(build, item);
        widest = JB_MAX(widest, line_width(&lines));
        last = text;
    }
    return widest;
}

static const jb_style *measures_of(const jb_block *list)
{
    const jb_block *item = list->first;
    if (item && item->style && (item->style->label_gap || item->style->label_width))
        return item->style;
    return list->style;
}

void jb_listing_open(jb_build *build, const jb_block *list)
{
    jb_build_frame place;
    jb_build_begin(build, list, &place);
    const jb_style *style = measures_of(list);
    place.element = jb_build_element(build, JB_PART_LIST, place.element);
    place.label_width = JB_MAX(style->label_width, widest_label(build, list));
    place.label_gap = style->label_gap;
    place.label_width = JB_MIN(place.label_width, place.width / LABEL_SHARE);
    jb_build_push(build, place);
}

static jb_build_label *new_label(jb_build *build, const jb_lines *lines, jb_mpt x,
                                 const jb_element *item)
{
    if (lines->count == 0)
        return NULL;
    jb_build_label *label = JB_NEW(build->into, jb_build_label);
    label->line = &lines->items[0];
    label->x = x;
    label->element = jb_build_element(build, JB_PART_LABEL, item);
    return label;
}

void jb_listing_item(jb_build *build, const jb_block *item)
{
    jb_build_frame place;
    jb_build_begin(build, item, &place);
    place.is_tight = true;
    jb_element *whole = jb_build_element(build, JB_PART_LIST_ITEM, place.element);
    jb_lines lines = label_lines(build, item);
    jb_mpt free = JB_MAX(0, place.label_width - line_width(&lines));
    jb_mpt x = place.x + (item->u.item.is_bullet ? 0 : free);
    jb_build_label *label = new_label(build, &lines, x, whole);
    if (label) {
        label->next = build->labels;
        build->labels = label;
    }
    place.element = jb_build_element(build, JB_PART_LIST_BODY, whole);
    jb_mpt moved = JB_MAX(place.label_width, line_width(&lines)) + place.label_gap;
    if (place.width - moved >= place.width / LABEL_SHARE) {
        place.x += moved;
        place.width -= moved;
    }
    jb_build_push(build, place);
}

/* The notes that a note's own marks call for follow it. */
static void add_inner_notes(jb_build *build, jb_boxes *boxes)
{
    for (size_t i = 0, own = boxes->count; i < own; i++)
        for (size_t n = 0; n < boxes->items[i].note_count; n++) {
            const jb_note *inner = boxes->items[i].notes[n];
            for (size_t k = 0; k < inner->count; k++)
                jb_vec_push(build->into, boxes, inner->boxes[k]);
        }
}

const jb_note *jb_listing_note(jb_build *build, const jb_inline *mark)
{
    jb_build_shared *shared = build->shared;
    const jb_block *block = mark->note;
    if (!block || mark->number <= shared->notes)
        return NULL;
    shared->notes = mark->number;
    const jb_style *style =
        block->style ? block->style : jb_sheet_style(shared->sheet, "note");
    jb_element *element = jb_build_element(build, JB_PART_NOTE, NULL);
    const char *text = jb_arena_printf(build->into, "%d", mark->number);
    jb_lines lines = jb_textual_plain(build, text, style, 0, mark->span);
    jb_build_label *label = new_label(build, &lines, 0, element);
    jb_mpt gap = style->label_gap ? style->label_gap : style->type.size / 2;
    jb_mpt moved = JB_MAX(style->label_width, line_width(&lines)) + gap;
    jb_build_inner inner = {.first = block->first,
                            .x = moved,
                            .width = shared->measure - moved,
                            .element = element,
                            .label = label};
    jb_boxes boxes = jb_build_inside(build, &inner, build->into);
    add_inner_notes(build, &boxes);
    if (jb_sheet_pitch(shared->sheet) > 0)
        jb_flow_grid(boxes.items, boxes.count, style->setting.leading);
    jb_note *note = JB_NEW(build->into, jb_note);
    note->number = mark->number;
    note->boxes = boxes.items;
    note->count = boxes.count;
    note->height = (jb_mpt)jb_flow_height(boxes.items, boxes.count);
    return note;
}
