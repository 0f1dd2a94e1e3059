/* Footnotes at the foot, and overleaf. */
#include "page/notes.h"

#include "unit.h"

T_TEST(notes_fill_the_foot_and_go_on)
{
    jb_arena arena = {0};
    jb_notes notes = {0};
    jb_box lines[4] = {{.height = 12000}, {.height = 12000}, {.height = 12000},
                       {.height = 12000}};
    jb_note first = {1, lines, 1, 12000}, second = {2, lines + 1, 3, 36000};
    const jb_note *both[] = {&first, &second};
    jb_box mark = {.notes = both, .note_count = 2};
    T_TRUE(jb_notes_is_empty(&notes));
    jb_notes_add(&notes, &mark, &arena);
    T_EQ_INT(jb_notes_height(&notes, 1000000), 48000);
    T_EQ_INT(jb_notes_height(&notes, 20000), 20000);
    jb_paint_place *places = NULL;
    jb_mpt top = 0;
    /* Room for the gap and two lines of 12 pt. */
    size_t count = jb_notes_place(&notes, 40000, 700000, false, &arena, &places, &top);
    T_EQ_INT(count, 2);
    T_EQ_INT(places[1].y + 12000, 700000);
    T_EQ_INT(top, 700000 - 24000 - JB_NOTES_GAP);
    T_TRUE(!jb_notes_is_empty(&notes));
    T_EQ_INT(jb_notes_place(&notes, 10, 700000, false, &arena, &places, &top), 0);
    T_EQ_INT(jb_notes_place(&notes, 10, 700000, true, &arena, &places, &top), 1);
    T_EQ_INT(jb_notes_place(&notes, 100000, 700000, false, &arena, &places, &top), 1);
    T_TRUE(jb_notes_is_empty(&notes));
    jb_arena_fini(&arena);
}
