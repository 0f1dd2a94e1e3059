#include "page/stroke.h"

#include "unit.h"

T_TEST(stroke_paint)
{
    jb_arena arena = {0};
    jb_items items = {NULL, 0, 0};
    const jb_line_stroke dot = {JB_LINE_DOT, 4000, 2000, -2000, 2000, 0, 0x112233, 0};
    const jb_line_stroke rule = {JB_LINE_RULE, 1000, 30000, -1500, 500, 0, 0, 0};
    const jb_line_stroke wave = {JB_LINE_WAVE, 1000, 30000, -1500, 400, 400, 0, 0};
    const jb_line_stroke none = {JB_LINE_RULE, 1000, 0, -1500, 500, 0, 0, 0};
    jb_stroke_paint(&dot, 100000, 50000, &arena, &items);
    jb_stroke_paint(&rule, 100000, 50000, &arena, &items);
    jb_stroke_paint(&wave, 100000, 50000, &arena, &items);
    jb_stroke_paint(&none, 100000, 50000, &arena, &items);
    T_EQ_INT(items.count, 3);
    const jb_item_path *path = &items.items[0].u.path;
    T_TRUE(path->has_fill && !path->has_stroke && path->fill == 0x112233);
    T_EQ_INT(path->steps[0].p[0].x, 106000); /* the circle's rightmost point */
    T_EQ_INT(path->steps[0].p[0].y, 52000);
    T_EQ_INT(path->steps[2].p[2].x, 104000);
    T_EQ_INT(items.items[1].u.rect.box.y, 51250);
    T_EQ_INT(items.items[1].u.rect.box.w, 30000);
    path = &items.items[2].u.path;
    T_TRUE(path->has_stroke && !path->has_fill && path->width == 400);
    T_EQ_INT(path->steps[0].p[0].x, 101000);
    T_EQ_INT(path->steps[path->count - 1].p[2].x, 131000); /* it ends with the name */
    T_EQ_INT(path->steps[path->count - 1].p[2].y, 51500);
    jb_arena_fini(&arena);
}
