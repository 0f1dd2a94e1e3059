/* Footnotes at the foot, and overleaf. */
#include "page/notes.h"

#include "unit.h"

T_TEST(notes_fill_the_foot_and_go_on)
{
    jb_arena arena = {0};
    jb_notes notes = {0};
    jb_box lines[4] = {
        {.height = 12000}, {.height = 12000}, {.height = 12000}, {.height = 12000}};
    jb_note first = {1, lines, 1, 12000}, second = {2, lines + 1, 3, 36000};
    const jb_note *both[] = {&first, &second};
    jb_box mark = {.notes = both, .note_count = 2};
    T_TRUE(jb_notes_is_empty(&notes));
    jb_notes_add(&notes, &mark, &arena);
    T_EQ_INT(jb_notes_height(&notes, 1000000), 48000);
    T_EQ_INT(jb_notes_height(&notes, 20000), 20000);
    /* Room for the gap and two lines of 12 pt. */
    jb_notes_room room = {.height = 40000, .bottom = 700000};
    jb_notes_set set = jb_notes_place(&notes, room, &arena);
    T_EQ_INT(set.count, 2);
    T_EQ_INT(set.places[1].y + 12000, 700000);
    T_EQ_INT(set.top, 700000 - 24000 - JB_NOTES_GAP);
    T_TRUE(!jb_notes_is_empty(&notes));
    room.height = 10;
    T_EQ_INT(jb_notes_place(&notes, room, &arena).count, 0);
    room.is_forced = true;
    T_EQ_INT(jb_notes_place(&notes, room, &arena).count, 1);
    room.height = 100000;
    T_EQ_INT(jb_notes_place(&notes, room, &arena).count, 1);
    T_TRUE(jb_notes_is_empty(&notes));
    jb_arena_fini(&arena);
}

/* What a box has below its last line stands above the page's foot, too. */
T_TEST(notes_keep_padding_on_the_page)
{
    jb_arena arena = {0};
    jb_notes notes = {0};
    jb_deco deco = {.number = 1, .top = 5000, .bottom = 6000};
    jb_box line = {.height = 12000, .deco = &deco};
    jb_note note = {1, &line, 1, 23000};
    const jb_note *all[] = {&note};
    jb_box mark = {.notes = all, .note_count = 1};
    jb_notes_add(&notes, &mark, &arena);
    jb_notes_room room = {.height = 100000, .bottom = 700000};
    jb_notes_set set = jb_notes_place(&notes, room, &arena);
    T_EQ_INT(set.count, 1);
    T_EQ_INT(set.places[0].y + 12000 + 6000, 700000);
    T_EQ_INT(set.top, 700000 - 23000 - JB_NOTES_GAP);
    jb_arena_fini(&arena);
}
