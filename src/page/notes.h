/* Footnotes at the foot of the page: notes of the page's marks, and what earlier pages
 * could not hold. */
#ifndef JB_NOTES_H
#define JB_NOTES_H

#include "flow/flow.h"
#include "page/paint.h"

/* Our choice: the rule is nearer to the notes' first line than to the text. */
enum {
    JB_NOTES_GAP =
        14 * 1000, /* mpt between text and notes; the short rule stands in it */
    JB_NOTES_RULE = 8 * 1000, /* mpt from the gap's top to the rule */
    JB_NOTES_STROKE = 400     /* mpt, thickness of the rule */
};

/* A box of a note that waits for a page. */
typedef struct jb_notes_box {
    const jb_box *box;
    bool begins; /* a note */
} jb_notes_box;

/* Zeroed is empty. */
typedef struct jb_notes {
    JB_VEC(jb_notes_box) waiting;
    size_t at; /* first that was not placed yet */
} jb_notes;

/* Adds the notes of a box that stands on this page. */
void jb_notes_add(jb_notes *notes, const jb_box *box, jb_arena *into);
/* The height of what waits, at most `limit`. */
jb_mpt jb_notes_height(const jb_notes *notes, jb_mpt limit);
/* Where notes may stand. */
typedef struct jb_notes_room {
    jb_mpt height;  /* the gap above them included */
    jb_mpt bottom;  /* they end here, from the page's top */
    bool is_forced; /* at least one box is placed, fit or not */
} jb_notes_room;

/* What was placed. */
typedef struct jb_notes_set {
    jb_paint_place *places;
    size_t count;
    jb_mpt top; /* where the gap begins */
} jb_notes_set;

/* Takes as many boxes from the queue as fit and places them. */
jb_notes_set jb_notes_place(jb_notes *notes, jb_notes_room room, jb_arena *into);
bool jb_notes_is_empty(const jb_notes *notes);

#endif
