/* A queue of note lines. Spaces between the boxes of one note stay, those between notes
 * are whatever the style asks before its first line. */
#include "page/notes.h"

void jb_notes_add(jb_notes *notes, const jb_box *box, jb_arena *into)
{
    if (notes->at == notes->waiting.count)
        notes->at = notes->waiting.count = 0;
    for (size_t n = 0; n < box->note_count; n++) {
        const jb_note *note = box->notes[n];
        for (size_t i = 0; i < note->count; i++)
            jb_vec_push(into, &notes->waiting, (jb_notes_box){&note->boxes[i], i == 0});
    }
}

static jb_mpt lead(const jb_notes *notes, size_t at, size_t first)
{
    const jb_notes_box *here = &notes->waiting.items[at];
    const jb_box *above = at > first ? notes->waiting.items[at - 1].box : NULL;
    if (!above)
        return jb_flow_top(here->box->deco, NULL);
    jb_mpt inside = jb_flow_bottom(above->deco, here->box->deco) +
                    jb_flow_top(here->box->deco, above->deco);
    return inside + (here->begins ? 0 : here->box->before);
}

jb_mpt jb_notes_height(const jb_notes *notes, jb_mpt limit)
{
    int64_t height = 0;
    for (size_t i = notes->at; i < notes->waiting.count && height < limit; i++)
        height += lead(notes, i, notes->at) + notes->waiting.items[i].box->height;
    return (jb_mpt)JB_MIN(height, (int64_t)limit);
}

jb_notes_set jb_notes_place(jb_notes *notes, jb_notes_room room, jb_arena *into)
{
    size_t first = notes->at;
    int64_t height = 0;
    jb_notes_set set = {
        .places = JB_NEWS(into, jb_paint_place, notes->waiting.count - first)};
    for (size_t i = first; i < notes->waiting.count; i++) {
        const jb_box *box = notes->waiting.items[i].box;
        int64_t end = height + lead(notes, i, first) + box->height;
        bool is_owed = room.is_forced && set.count == 0;
        if (end + jb_flow_bottom(box->deco, NULL) + JB_NOTES_GAP > room.height &&
            !is_owed)
            break;
        set.places[set.count++] = (jb_paint_place){
            .box = box, .deco = box->deco, .y = (jb_mpt)(end - box->height)};
        height = end;
    }
    notes->at += set.count;
    if (set.count > 0)
        height += jb_flow_bottom(set.places[set.count - 1].deco, NULL);
    set.top = room.bottom - (jb_mpt)height - JB_NOTES_GAP;
    for (size_t i = 0; i < set.count; i++)
        set.places[i].y += set.top + JB_NOTES_GAP;
    return set;
}

bool jb_notes_is_empty(const jb_notes *notes)
{
    return notes->at == notes->waiting.count;
}
