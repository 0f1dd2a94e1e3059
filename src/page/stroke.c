#include "page/stroke.h"

enum {
    /* Control points of a quarter circle, thousandths of its radius: 4/3 (sqrt 2 - 1). */
    CIRCLE_1000 = 552,
    WAVE_PARTS = 3, /* ours: a half wave is about as long as this many swings */
    /* Control points of a half sine, thousandths of its length: the cubic that meets it at
     * its ends and its middle and is nowhere further off than 1/290 of its height. */
    WAVE_CONTROL = 410,
    HALF_WAVES_MOST = 4000 /* our limit */
};

typedef struct drawing {
    jb_path_step *steps;
    size_t count;
} drawing;

static void put_move(drawing *d, jb_mpt x, jb_mpt y)
{
    jb_path_step *step = &d->steps[d->count++];
    step->op = JB_PATH_MOVE;
    step->p[0].x = x;
    step->p[0].y = y;
}

static void put_curve(drawing *d, const jb_mpt (*at)[2])
{
    jb_path_step *step = &d->steps[d->count++];
    step->op = JB_PATH_CURVE;
    for (size_t i = 0; i < 3; i++) {
        step->p[i].x = at[i][0];
        step->p[i].y = at[i][1];
    }
}

static jb_item_path *add_path(jb_arena *into, jb_items *out, size_t steps, drawing *d)
{
    jb_item *item = jb_vec_add(into, out);
    item->kind = JB_ITEM_PATH;
    item->span = JB_NO_SPAN;
    d->steps = JB_NEWS(into, jb_path_step, steps);
    item->u.path.steps = d->steps;
    return &item->u.path;
}

static void paint_dot(const jb_line_stroke *stroke, jb_mpt x, jb_mpt y, jb_arena *into,
                      jb_items *out)
{
    drawing d = {NULL, 0};
    jb_item_path *path = add_path(into, out, 6, &d);
    jb_mpt r = stroke->thickness / 2;
    jb_mpt c = (jb_mpt)jb_geom_scale(r, CIRCLE_1000, 1000);
    put_move(&d, x + r, y);
    put_curve(&d, (const jb_mpt[3][2]){{x + r, y + c}, {x + c, y + r}, {x, y + r}});
    put_curve(&d, (const jb_mpt[3][2]){{x - c, y + r}, {x - r, y + c}, {x - r, y}});
    put_curve(&d, (const jb_mpt[3][2]){{x - r, y - c}, {x - c, y - r}, {x, y - r}});
    put_curve(&d, (const jb_mpt[3][2]){{x + c, y - r}, {x + r, y - c}, {x + r, y}});
    d.steps[d.count++].op = JB_PATH_CLOSE;
    path->count = d.count;
    path->has_fill = true;
    path->fill = stroke->colour;
}

/* Half waves up and down by turns, as many as fit evenly. */
static void paint_wave(const jb_line_stroke *stroke, jb_mpt x, jb_mpt y, jb_arena *into,
                       jb_items *out)
{
    drawing d = {NULL, 0};
    jb_mpt half = JB_MAX(stroke->swing * WAVE_PARTS, 1), width = stroke->width;
    jb_mpt halves = (width + half / 2) / half;
    halves = JB_MIN(JB_MAX(halves, 2), (jb_mpt)HALF_WAVES_MOST);
    jb_item_path *path = add_path(into, out, (size_t)halves + 1, &d);
    /* A cubic's middle lies at three quarters of its control points' height. */
    jb_mpt high = stroke->swing * 4 / 3;
    put_move(&d, x, y);
    for (jb_mpt i = 0; i < halves; i++) {
        jb_mpt from = x + (jb_mpt)jb_geom_scale(width, i, halves);
        jb_mpt to = x + (jb_mpt)jb_geom_scale(width, i + 1, halves);
        jb_mpt part = (jb_mpt)jb_geom_scale(to - from, WAVE_CONTROL, 1000);
        jb_mpt at = i % 2 == 0 ? y - high : y + high;
        put_curve(&d,
                  (const jb_mpt[3][2]){{from + part, at}, {to - part, at}, {to, y}});
    }
    path->count = d.count;
    path->has_stroke = true;
    path->stroke = stroke->colour;
    path->width = stroke->thickness;
}

/* Square dots, as a dashed line: at the size of dots nobody sees their corners. */
static void paint_leader(const jb_line_stroke *stroke, jb_mpt x, jb_mpt y,
                         jb_arena *into, jb_items *out)
{
    drawing d = {NULL, 0};
    jb_item_path *path = add_path(into, out, 2, &d);
    put_move(&d, x, y);
    d.steps[d.count] = d.steps[0];
    d.steps[d.count].op = JB_PATH_LINE;
    d.steps[d.count++].p[0].x = x + stroke->width;
    path->count = d.count;
    path->has_stroke = true;
    path->stroke = stroke->colour;
    path->width = path->dash = stroke->thickness;
    path->gap = JB_MAX(stroke->pitch - stroke->thickness, 1);
}

void jb_stroke_paint(const jb_line_stroke *stroke, jb_mpt x, jb_mpt y, jb_arena *into,
                     jb_items *out)
{
    jb_mpt left = x + stroke->x, middle = y - stroke->y;
    if (stroke->width <= 0 || stroke->thickness <= 0)
        return;
    if (stroke->kind == JB_LINE_DOT) {
        paint_dot(stroke, left + stroke->width / 2, middle, into, out);
    } else if (stroke->kind == JB_LINE_WAVE) {
        paint_wave(stroke, left, middle, into, out);
    } else if (stroke->kind == JB_LINE_LEADER) {
        paint_leader(stroke, left, middle, into, out);
    } else {
        jb_item *item = jb_vec_add(into, out);
        item->kind = JB_ITEM_RECT;
        item->span = JB_NO_SPAN;
        item->u.rect.box = (jb_rect){left, middle - stroke->thickness / 2,
                                     stroke->width, stroke->thickness};
        item->u.rect.fill = stroke->colour;
    }
}
