/* Where pages end. Boxes of 10 on a page of 100 unless said otherwise. */
#include "page/choose.h"

#include "unit.h"

enum { MOST = 40 };

typedef struct fixture {
    jb_box boxes[MOST];
    const jb_box *list[MOST];
    jb_choose_input in;
} fixture;

static void begin(fixture *at, size_t count)
{
    memset(at, 0, sizeof *at);
    for (size_t i = 0; i < count; i++) {
        at->boxes[i].height = 10;
        at->list[i] = &at->boxes[i];
    }
    at->in = (jb_choose_input){.boxes = at->list,
                               .count = count,
                               .is_end = true,
                               .height = 100,
                               .note_gap = 5};
}

static size_t chosen(const fixture *at)
{
    return jb_choose_break(&at->in).count;
}

T_TEST(choose_full_page)
{
    fixture at;
    begin(&at, 25);
    T_EQ_INT(chosen(&at), 10);
    at.in.count = 7;
    T_EQ_INT(chosen(&at), 7);
    T_TRUE(jb_choose_break(&at.in).is_final);
}

T_TEST(choose_heading_not_at_foot)
{
    fixture at;
    begin(&at, 25);
    at.boxes[10].penalty = JB_FLOW_FORBIDDEN;
    T_EQ_INT(chosen(&at), 9);
    at.boxes[9].penalty = JB_FLOW_FORBIDDEN;
    T_EQ_INT(chosen(&at), 8);
}

T_TEST(choose_no_widow)
{
    fixture at;
    begin(&at, 25);
    at.boxes[10].penalty = JB_FLOW_LONELY;
    T_EQ_INT(chosen(&at), 9);
}

T_TEST(choose_group_whole_while_it_costs_little)
{
    fixture at;
    begin(&at, 25);
    for (int i = 8; i < 14; i++)
        at.boxes[i].penalty = JB_FLOW_TOGETHER;
    T_EQ_INT(chosen(&at), 7);
    for (int i = 1; i < 14; i++)
        at.boxes[i].penalty = JB_FLOW_TOGETHER;
    T_EQ_INT(chosen(&at), 10);
}

T_TEST(choose_forced_break)
{
    fixture at;
    begin(&at, 25);
    at.boxes[0].penalty = JB_FLOW_FORCED;
    at.boxes[3].penalty = JB_FLOW_FORCED;
    T_EQ_INT(chosen(&at), 3);
}

T_TEST(choose_space_at_top_is_dropped)
{
    fixture at;
    begin(&at, 11);
    at.boxes[0].before = 50;
    T_EQ_INT(chosen(&at), 10);
    at.boxes[1].before = 1;
    T_EQ_INT(chosen(&at), 9);
}

T_TEST(choose_too_high_stands_alone)
{
    fixture at;
    begin(&at, 3);
    at.boxes[0].height = 300;
    T_EQ_INT(chosen(&at), 1);
    at.boxes[0].height = 10;
    at.boxes[1].height = 300;
    T_EQ_INT(chosen(&at), 1);
}

T_TEST(choose_decorations_take_room)
{
    fixture at;
    begin(&at, 12);
    jb_deco deco = {.number = 1, .top = 4, .bottom = 4};
    for (int i = 0; i < 12; i++)
        at.boxes[i].deco = &deco;
    T_EQ_INT(chosen(&at), 9);
}

T_TEST(choose_notes_take_room)
{
    fixture at;
    begin(&at, 25);
    jb_box line = {.height = 6};
    jb_box lines[3] = {line, line, line};
    jb_note note = {1, lines, 3, 18};
    const jb_note *notes[] = {&note};
    at.boxes[2].notes = notes;
    at.boxes[2].note_count = 1;
    /* 7 boxes, gap and note in full: 93; an eighth box would cut the note. */
    T_EQ_INT(chosen(&at), 7);
    /* A note whose mark stands at the foot keeps at least its first line there. */
    at.boxes[2].note_count = 0;
    at.boxes[9].notes = notes;
    at.boxes[9].note_count = 1;
    T_EQ_INT(chosen(&at), 9);
    at.in.carried = 20;
    T_EQ_INT(chosen(&at), 7);
}

T_TEST(choose_repeated_header_takes_room)
{
    fixture at;
    begin(&at, 25);
    jb_repeat repeat = {.height = 15};
    at.boxes[0].repeat = &repeat;
    T_EQ_INT(chosen(&at), 8);
}

T_TEST(choose_shrink)
{
    fixture at;
    begin(&at, 11);
    for (int i = 0; i < 11; i++) {
        at.boxes[i].height = 8;
        at.boxes[i].before = 2;
    }
    T_EQ_INT(chosen(&at), 10);
    at.in.shrink_1000 = 400;
    T_EQ_INT(chosen(&at), 11);
    int shrink = jb_choose_shrink(&at.in, 11, 0);
    T_TRUE(shrink >= 400 && shrink <= 401);
    T_EQ_INT(jb_choose_shrink(&at.in, 10, 0), 0);
}

/* A block that stands on the line above takes no part: its overlap is no room. */
T_TEST(choose_shrink_leaves_overlaps)
{
    fixture at;
    begin(&at, 11);
    at.boxes[1].before = -5;
    at.boxes[2].before = 5;
    at.boxes[3].before = 20;
    at.boxes[10].height = 0;
    int shrink = jb_choose_shrink(&at.in, 11, 0);
    T_TRUE(shrink >= 800 && shrink <= 801);
    T_EQ_INT(jb_choose_lead(at.list[0], at.list[1], shrink), -5);
    int height = at.boxes[0].height;
    for (size_t i = 1; i < 11; i++)
        height +=
            jb_choose_lead(at.list[i - 1], at.list[i], shrink) + at.boxes[i].height;
    T_TRUE(height <= 100);
}

T_TEST(choose_fills_by_shrinking)
{
    fixture at;
    begin(&at, 25);
    for (int i = 0; i < 25; i++) {
        at.boxes[i].height = 25;
        at.boxes[i].before = 2;
    }
    T_EQ_INT(chosen(&at), 3);
    at.in.shrink_1000 = 1000;
    T_EQ_INT(chosen(&at), 4);
    at.in.shrink_1000 = 500;
    T_EQ_INT(chosen(&at), 3);
}

T_TEST(choose_leaves_something_for_the_last_page)
{
    fixture at;
    begin(&at, 12);
    T_EQ_INT(chosen(&at), 10);
    at.in.latest = 7;
    T_EQ_INT(chosen(&at), 7);
    for (int i = 1; i < 8; i++)
        at.boxes[i].penalty = JB_FLOW_LONELY;
    T_EQ_INT(chosen(&at), 10);
}

/* Body lines of 10 with the baseline at 8. */
static void begin_grid(fixture *at, size_t count, jb_line *line, jb_piece *piece)
{
    begin(at, count);
    at->in.grid = (jb_choose_grid){.pitch = 10, .baseline = 8};
    *line = (jb_line){.baseline = 8};
    *piece = (jb_piece){.kind = JB_PIECE_LINE, .line = line};
    for (size_t i = 0; i < count; i++) {
        at->boxes[i].leading = 10;
        at->boxes[i].pieces = piece;
        at->boxes[i].piece_count = 1;
    }
}

T_TEST(choose_grid_snaps_body_lines)
{
    static const struct {
        jb_mpt before, y;
        bool is_below_body;
        jb_mpt want;
    } cases[] = {{0, 20, true, 0},  {0, 23, true, 7},   {0, 29, false, 1},
                 {2, 22, true, -2}, {2, 22, false, 8},  {3, 23, true, 7},
                 {12, 32, true, 8}, {-8, 12, true, -2}, {-13, 27, false, -7},
                 {0, -4, true, 4},  {2, 25, true, 5}};
    fixture at;
    jb_line line;
    jb_piece piece;
    begin_grid(&at, 2, &line, &piece);
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        at.boxes[0].leading = cases[i].is_below_body ? 10 : 0;
        at.boxes[1].before = cases[i].before;
        T_EQ_INT(jb_choose_snap(&at.in.grid, &at.boxes[0], &at.boxes[1], cases[i].y),
                 cases[i].want);
    }
    T_EQ_INT(jb_choose_snap(&(jb_choose_grid){0}, NULL, &at.boxes[1], 23), 0);
}

T_TEST(choose_grid_knows_body_lines)
{
    fixture at;
    jb_line line;
    jb_piece piece;
    jb_element heading = {.part = JB_PART_HEADING};
    begin_grid(&at, 1, &line, &piece);
    T_TRUE(jb_choose_is_gridded(&at.in.grid, &at.boxes[0]));
    line.baseline = 9;
    T_TRUE(!jb_choose_is_gridded(&at.in.grid, &at.boxes[0]));
    line.baseline = 8;
    piece.element = &heading;
    T_TRUE(!jb_choose_is_gridded(&at.in.grid, &at.boxes[0]));
    piece.element = NULL;
    at.boxes[0].leading = 12;
    T_TRUE(!jb_choose_is_gridded(&at.in.grid, &at.boxes[0]));
}

T_TEST(choose_grid_rounding_takes_room)
{
    fixture at;
    jb_line line;
    jb_piece piece;
    begin_grid(&at, 25, &line, &piece);
    T_EQ_INT(chosen(&at), 10);
    at.boxes[4].leading = 0; /* a picture of 1.4 lines takes two */
    at.boxes[4].height = 14;
    T_EQ_INT(chosen(&at), 9);
    at.boxes[7].before = 3; /* and a line of space */
    T_EQ_INT(chosen(&at), 8);
    at.in.grid.pitch = 0;
    T_EQ_INT(chosen(&at), 9);
}
