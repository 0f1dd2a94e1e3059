/* A pixel is an index into a palette that grows as colours meet: a cover has some sixty, and
 * a byte a pixel is a third of what RGB takes. */

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_STROKER_H
#include <hb.h>

#include "out/raster.h"

#include "out/png.h"

/* FreeType's units: 26.6 pixels, 16.16 fixed point numbers. */
enum { PIXEL = 64, FIXED = 65536 };
enum {
    SIDE_MAX = 16384,
    POINTS_MAX = 4000, /* of an outline; FreeType counts them in a short */
    CONTOURS_MAX = 500,
    COLOURS = 256,
    LEVELS = 15,   /* of coverage: more can't be seen at the sizes of covers */
    CUBE = 16,     /* steps of a channel of pictures */
    HB_PIXEL = 64, /* halves of font units, where curves of TrueType meet, stay exact */
    MITER_LIMIT = 10, /* ISO 32000-1, 8.4.3.5: the default */
    BAND = 128,       /* rows that FreeType fills at once */
    FOOT = 120        /* thousandths of an em below the baseline, as in pdf_colour.c */
};

/* The colours that an ink makes of those below it, by coverage; index + 1, 0 = unknown. */
typedef struct ink {
    jb_colour colour;
    uint16_t mixed[COLOURS][LEVELS + 1];
} ink;

struct jb_raster {
    jb_arena *arena;
    jb_raster_size size;
    uint8_t
        *rows; /* as in a PNG file: a byte for the filter, none, before the pixels */
    jb_colour palette[COLOURS];
    size_t colours;
    ink ink;
    uint16_t *cube; /* colours of pictures to the palette; index + 1 */
    FT_Library library;
    FT_Outline outline; /* of POINTS_MAX, CONTOURS_MAX, in the arena */
    bool is_too_long;
    hb_draw_funcs_t *pen;
};

static size_t stride_of(const jb_raster *raster)
{
    return (size_t)raster->size.width + 1;
}

static uint8_t *row_of(const jb_raster *raster, int y)
{
    return raster->rows + (size_t)y * stride_of(raster) + 1;
}

/* ---- colours ------------------------------------------------------------------- */

static int channel(jb_colour colour, int shift)
{
    return (int)(colour >> shift & 0xFF);
}

static int distance(jb_colour a, jb_colour b)
{
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int off = channel(a, shift) - channel(b, shift);
        sum += off * off;
    }
    return sum;
}

/* The palette's index for a colour: a new one while there is room, else the nearest. */
static uint8_t index_of(jb_raster *raster, jb_colour colour)
{
    size_t at = 0, nearest = 0;
    while (at < raster->colours && raster->palette[at] != colour)
        at++;
    if (at < COLOURS) {
        raster->palette[at] = colour;
        raster->colours = JB_MAX(raster->colours, at + 1);
        return (uint8_t)at;
    }
    for (size_t i = 1; i < COLOURS; i++)
        if (distance(raster->palette[i], colour) <
            distance(raster->palette[nearest], colour))
            nearest = i;
    return (uint8_t)nearest;
}

static jb_colour mixed(jb_colour below, jb_colour above, int share, int whole)
{
    jb_colour out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int sum =
            channel(below, shift) * (whole - share) + channel(above, shift) * share;
        out |= (jb_colour)((sum + whole / 2) / whole) << shift;
    }
    return out;
}

static void set_ink(jb_raster *raster, jb_colour colour)
{
    if (raster->ink.colour == colour)
        return;
    memset(raster->ink.mixed, 0, sizeof raster->ink.mixed);
    raster->ink.colour = colour;
}

/* What the ink makes of a pixel at a level of coverage. */
static uint8_t inked(jb_raster *raster, uint8_t below, int level)
{
    uint16_t *known = &raster->ink.mixed[below][level];
    if (!*known)
        *known =
            (uint16_t)(1 + index_of(raster, mixed(raster->palette[below],
                                                  raster->ink.colour, level, LEVELS)));
    return (uint8_t)(*known - 1);
}

/* ---- outlines ------------------------------------------------------------------ */

/* From thousandths of a point to 26.6 pixels. */
static int64_t to_pixels(const jb_raster *raster, int64_t length)
{
    return jb_geom_scale(length, (int64_t)raster->size.width * PIXEL,
                         raster->size.page_width);
}

/* FreeType's rows count from the bottom. */
static void on_spans(int y, int count, const FT_Span *spans, void *user)
{
    jb_raster *raster = user;
    uint8_t *row = row_of(raster, raster->size.height - 1 - y);
    for (int i = 0; i < count; i++) {
        uint8_t *at = row + spans[i].x;
        int level = (spans[i].coverage * LEVELS + 135) >> 8; /* to the nearest */
        if (spans[i].len == 1)
            *at = inked(raster, *at, level);
        else if (level == LEVELS) /* whatever is below */
            memset(at, inked(raster, *at, level), spans[i].len);
        else
            for (int k = 0; k < spans[i].len; k++)
                at[k] = inked(raster, at[k], level);
    }
}

/* In bands: FreeType does a tall outline twice or more when it is too full for its pool. */
static void fill(jb_raster *raster, FT_Outline *outline, jb_colour colour)
{
    FT_BBox box;
    FT_Outline_Get_CBox(outline, &box);
    int64_t top = JB_MIN(box.yMax / PIXEL + 1, raster->size.height);
    set_ink(raster, colour);
    for (int64_t y = JB_MAX(box.yMin / PIXEL - 1, 0); y < top; y += BAND) {
        FT_Raster_Params params = {
            .flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
            .gray_spans = on_spans,
            .user = raster,
            .clip_box = {0, y, raster->size.width, JB_MIN(y + BAND, top)}};
        /* What it refuses (coordinates far outside the picture) is not to be seen. */
        (void)FT_Outline_Render(raster->library, outline, &params);
    }
}

static void begin_outline(jb_raster *raster)
{
    raster->outline.n_points = 0;
    raster->outline.n_contours = 0;
    raster->is_too_long = false;
}

static void add_point(jb_raster *raster, int64_t x, int64_t y, int tag)
{
    FT_Outline *outline = &raster->outline;
    if (outline->n_points == POINTS_MAX) {
        raster->is_too_long = true;
        return;
    }
    outline->points[outline->n_points] = (FT_Vector){(FT_Pos)x, (FT_Pos)y};
    outline->tags[outline->n_points++] = (char)tag;
}

static void end_contour(jb_raster *raster)
{
    FT_Outline *outline = &raster->outline;
    int begin =
        outline->n_contours ? outline->contours[outline->n_contours - 1] + 1 : 0;
    if (outline->n_points == begin)
        return;
    if (outline->n_contours == CONTOURS_MAX)
        raster->is_too_long = true;
    else
        outline->contours[outline->n_contours++] = (short)(outline->n_points - 1);
}

/* ---- text ---------------------------------------------------------------------- */

/* Where a glyph goes, in 26.6 pixels, y up. */
typedef struct glyph_pen {
    jb_raster *raster;
    int64_t x, y;
    int64_t scale; /* pixels (26.6) a font unit, as a 16.16 number */
    int slant_1000;
} glyph_pen;

static void put_point(const glyph_pen *pen, float x, float y, int tag)
{
    int64_t up = (int64_t)(y * HB_PIXEL);
    int64_t right = (int64_t)(x * HB_PIXEL) + up * pen->slant_1000 / 1000;
    const int64_t whole = (int64_t)FIXED * HB_PIXEL;
    add_point(pen->raster, pen->x + jb_geom_scale(right, pen->scale, whole),
              pen->y + jb_geom_scale(up, pen->scale, whole), tag);
}

static void on_move(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x,
                    float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    put_point(data, x, y, FT_CURVE_TAG_ON);
}

/* NOLINTNEXTLINE(readability-function-size): HarfBuzz wants these parameters */
static void on_quadratic(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                         float x1, float y1, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    put_point(data, x1, y1, FT_CURVE_TAG_CONIC);
    put_point(data, x, y, FT_CURVE_TAG_ON);
}

/* NOLINTNEXTLINE(readability-function-size): as above */
static void on_cubic(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                     float x1, float y1, float x2, float y2, float x, float y,
                     void *user)
{
    (void)funcs, (void)state, (void)user;
    put_point(data, x1, y1, FT_CURVE_TAG_CUBIC);
    put_point(data, x2, y2, FT_CURVE_TAG_CUBIC);
    put_point(data, x, y, FT_CURVE_TAG_ON);
}

static void on_close(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                     void *user)
{
    (void)funcs, (void)state, (void)user;
    end_contour(((glyph_pen *)data)->raster);
}

static hb_draw_funcs_t *make_pen(void)
{
    hb_draw_funcs_t *pen = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(pen, on_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(pen, on_move, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(pen, on_quadratic, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(pen, on_cubic, NULL, NULL);
    hb_draw_funcs_set_close_path_func(pen, on_close, NULL, NULL);
    return pen;
}

static void paint_glyph(glyph_pen *pen, const jb_item_text *text, uint32_t gid)
{
    jb_raster *raster = pen->raster;
    begin_outline(raster);
#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(text->face->hb_font, gid, raster->pen, pen);
#else
    hb_font_get_glyph_shape(text->face->hb_font, gid, raster->pen, pen);
#endif
    if (raster->is_too_long || raster->outline.n_contours == 0)
        return;
    FT_Pos bold = (FT_Pos)to_pixels(raster, text->embolden);
    if (bold && FT_Outline_Embolden(&raster->outline, bold) == 0)
        FT_Outline_Translate(&raster->outline, -bold / 2, -bold / 2);
    fill(raster, &raster->outline, text->colour);
}

static void paint_image(jb_raster *raster, const jb_image *image, jb_rect at);

/* A glyph of a colour face fills the em, below Han characters' feet. */
static void paint_picture(jb_raster *raster, const jb_item_text *text,
                          const jb_glyph *glyph)
{
    jb_arena scratch = {0};
    jb_image image = {0};
    jb_str bytes = jb_font_picture(text->face, glyph->gid, &scratch);
    if (bytes.len && jb_image_read(bytes, text->face->postscript, JB_NO_SPAN, &scratch,
                                   jb_diag_new(&scratch), &image)) {
        int64_t longer = JB_MAX(image.width, image.height);
        jb_mpt w = (jb_mpt)jb_geom_scale(text->size, image.width, longer);
        jb_mpt h = (jb_mpt)jb_geom_scale(text->size, image.height, longer);
        jb_mpt foot =
            text->y - glyph->y + (jb_mpt)jb_geom_scale(text->size, FOOT, 1000);
        paint_image(raster, &image,
                    (jb_rect){text->x + glyph->x + (text->size - w) / 2,
                              foot - text->size + (text->size - h) / 2, w, h});
    }
    jb_arena_fini(&scratch);
}

static void paint_text(jb_raster *raster, const jb_item_text *text)
{
    if (text->face->upem <= 0)
        return;
    glyph_pen pen = {
        .raster = raster,
        .scale = jb_geom_scale((int64_t)text->size * FIXED,
                               (int64_t)raster->size.width * PIXEL,
                               (int64_t)raster->size.page_width * text->face->upem),
        .slant_1000 = text->slant_1000};
    for (size_t i = 0; i < text->count; i++) {
        const jb_glyph *glyph = &text->glyphs[i];
        pen.x = to_pixels(raster, text->x + glyph->x);
        pen.y = (int64_t)raster->size.height * PIXEL -
                to_pixels(raster, text->y - glyph->y);
        if (text->face->is_colour)
            paint_picture(raster, text, glyph);
        else
            paint_glyph(&pen, text, glyph->gid);
    }
}

/* ---- rectangles and paths ------------------------------------------------------ */

typedef struct pixel_box {
    int left, top, right, bottom;
} pixel_box;

/* A stretch on its nearest pixel edges, at least a pixel long, within 0 to `most`. */
static void stretch_of(const jb_raster *raster, jb_mpt at, jb_mpt length, int most,
                       int *first, int *end)
{
    int64_t from = (to_pixels(raster, at) + PIXEL / 2) / PIXEL;
    int64_t to = (to_pixels(raster, at + (int64_t)length) + PIXEL / 2) / PIXEL;
    if (to == from && length > 0)
        to++;
    *first = (int)JB_MAX(0, JB_MIN(from, most));
    *end = (int)JB_MAX(0, JB_MIN(to, most));
}

static pixel_box box_of(const jb_raster *raster, jb_rect box)
{
    pixel_box out;
    stretch_of(raster, box.x, box.w, raster->size.width, &out.left, &out.right);
    stretch_of(raster, box.y, box.h, raster->size.height, &out.top, &out.bottom);
    return out;
}

static void paint_rect(jb_raster *raster, const jb_item_rect *rect)
{
    pixel_box box = box_of(raster, rect->box);
    uint8_t index = index_of(raster, rect->fill);
    for (int y = box.top; y < box.bottom && box.right > box.left; y++)
        memset(row_of(raster, y) + box.left, index, (size_t)(box.right - box.left));
}

/* Returns whether the path is closed. */
static bool trace(jb_raster *raster, const jb_item_path *path)
{
    static const int counts[] = {1, 1, 3, 0};
    int64_t height = (int64_t)raster->size.height * PIXEL;
    bool is_closed = false;
    begin_outline(raster);
    for (size_t i = 0; i < path->count; i++) {
        const jb_path_step *step = &path->steps[i];
        if (step->op == JB_PATH_MOVE || step->op == JB_PATH_CLOSE)
            end_contour(raster);
        is_closed = step->op == JB_PATH_CLOSE;
        for (int p = 0; p < counts[step->op]; p++)
            add_point(raster, to_pixels(raster, step->p[p].x),
                      height - to_pixels(raster, step->p[p].y),
                      step->op == JB_PATH_CURVE && p < 2 ? FT_CURVE_TAG_CUBIC
                                                         : FT_CURVE_TAG_ON);
    }
    end_contour(raster);
    return is_closed;
}

static void stroke(jb_raster *raster, const jb_item_path *path, bool is_closed)
{
    FT_Stroker stroker;
    FT_Outline outline;
    FT_UInt points = 0, contours = 0;
    if (FT_Stroker_New(raster->library, &stroker))
        jb_base_out_of_memory(0);
    FT_Stroker_Set(stroker, (FT_Fixed)to_pixels(raster, path->width) / 2,
                   FT_STROKER_LINECAP_BUTT, FT_STROKER_LINEJOIN_MITER_FIXED,
                   MITER_LIMIT * FIXED);
    if (FT_Stroker_ParseOutline(stroker, &raster->outline, !is_closed) == 0 &&
        FT_Stroker_GetCounts(stroker, &points, &contours) == 0 &&
        points <= POINTS_MAX && contours <= CONTOURS_MAX &&
        FT_Outline_New(raster->library, points, (FT_Int)contours, &outline) == 0) {
        outline.n_points = outline.n_contours = 0;
        FT_Stroker_Export(stroker, &outline);
        fill(raster, &outline, path->stroke);
        FT_Outline_Done(raster->library, &outline);
    }
    FT_Stroker_Done(stroker);
}

static void paint_path(jb_raster *raster, const jb_item_path *path)
{
    bool is_closed = trace(raster, path);
    if (raster->is_too_long || raster->outline.n_contours == 0)
        return;
    if (path->has_fill)
        fill(raster, &raster->outline, path->fill);
    if (path->has_stroke && path->width > 0)
        stroke(raster, path, is_closed);
}

/* ---- pictures ------------------------------------------------------------------ */

typedef struct sample {
    int red, green, blue, alpha; /* colours multiplied by alpha, all up to 255 */
} sample;

/* The mean of the source pixels that a pixel of the box covers. */
static sample sample_of(const jb_image *image, pixel_box box, int x, int y)
{
    uint64_t w = (uint64_t)(box.right - box.left), h = (uint64_t)(box.bottom - box.top);
    uint64_t left = (uint64_t)x * image->width / w,
             top = (uint64_t)y * image->height / h;
    uint64_t right = JB_MAX((uint64_t)(x + 1) * image->width / w, left + 1);
    uint64_t bottom = JB_MAX((uint64_t)(y + 1) * image->height / h, top + 1);
    size_t parts = (size_t)image->components, green = parts > 1,
           blue = parts > 1 ? 2 : 0;
    uint64_t sums[4] = {0};
    for (uint64_t sy = top; sy < bottom; sy++)
        for (uint64_t sx = left; sx < right; sx++) {
            size_t at = (size_t)(sy * image->width + sx);
            const uint8_t *pixel = image->pixels + at * parts;
            unsigned alpha = image->alpha ? image->alpha[at] : 255;
            sums[0] += pixel[0] * alpha;
            sums[1] += pixel[green] * alpha;
            sums[2] += pixel[blue] * alpha;
            sums[3] += alpha;
        }
    uint64_t count = (right - left) * (bottom - top);
    return (sample){(int)(sums[0] / (count * 255)), (int)(sums[1] / (count * 255)),
                    (int)(sums[2] / (count * 255)), (int)(sums[3] / count)};
}

/* Laid over a colour, in steps of the cube. */
static uint8_t laid(jb_raster *raster, jb_colour below, sample over)
{
    const int parts[] = {over.blue, over.green, over.red};
    size_t key = 0;
    jb_colour colour = 0;
    for (int i = 2; i >= 0; i--) {
        int value = parts[i] + channel(below, 8 * i) * (255 - over.alpha) / 255;
        int step = (JB_MIN(value, 255) * (CUBE - 1) + 127) / 255;
        key = key * CUBE + (size_t)step;
        colour |= (jb_colour)(step * 255 / (CUBE - 1)) << 8 * i;
    }
    if (!raster->cube)
        raster->cube = JB_NEWS(raster->arena, uint16_t, CUBE * CUBE * CUBE);
    if (!raster->cube[key])
        raster->cube[key] = (uint16_t)(1 + index_of(raster, colour));
    return (uint8_t)(raster->cube[key] - 1);
}

static void paint_image(jb_raster *raster, const jb_image *image, jb_rect at)
{
    pixel_box box = box_of(raster, at);
    if (!image->pixels)
        return;
    for (int y = box.top; y < box.bottom; y++)
        for (int x = box.left; x < box.right; x++) {
            sample over = sample_of(image, box, x - box.left, y - box.top);
            uint8_t *pixel = row_of(raster, y) + x;
            if (over.alpha)
                *pixel = laid(raster, raster->palette[*pixel], over);
        }
}

/* ---- the whole ----------------------------------------------------------------- */

jb_raster *jb_raster_open(jb_raster_size size, jb_colour paper, jb_arena *into)
{
    JB_MUST(size.width > 0 && size.height > 0 && size.page_width > 0 &&
                size.width <= SIDE_MAX && size.height <= SIDE_MAX,
            "a picture without a size");
    jb_raster *raster = JB_NEW(into, jb_raster);
    raster->arena = into;
    raster->size = size;
    raster->rows = jb_arena_array(into, stride_of(raster), (size_t)size.height);
    raster->palette[0] = paper;
    raster->colours = 1;
    raster->ink.colour = UINT32_MAX; /* none: what is known of it is of no colour */
    raster->pen = make_pen();
    FT_Outline *outline = &raster->outline;
    outline->points =
        jb_arena_grow(into, NULL, 0, POINTS_MAX * sizeof *outline->points);
    outline->tags = jb_arena_alloc(into, POINTS_MAX);
    outline->contours = jb_arena_alloc(into, CONTOURS_MAX * sizeof *outline->contours);
    if (FT_Init_FreeType(&raster->library))
        jb_base_out_of_memory(0);
    return raster;
}

void jb_raster_paint(jb_raster *raster, const jb_items *items, const jb_assets *assets)
{
    for (size_t i = 0; i < items->count; i++) {
        const jb_item *item = &items->items[i];
        if (item->kind == JB_ITEM_TEXT)
            paint_text(raster, &item->u.text);
        else if (item->kind == JB_ITEM_RECT)
            paint_rect(raster, &item->u.rect);
        else if (item->kind == JB_ITEM_PATH)
            paint_path(raster, &item->u.path);
        else if (item->kind == JB_ITEM_IMAGE)
            paint_image(raster, &assets->items[item->u.image.asset].image,
                        item->u.image.box);
    }
}

jb_colour jb_raster_at(const jb_raster *raster, int x, int y)
{
    return raster->palette[row_of(raster, y)[x]];
}

void jb_raster_close(jb_raster *raster)
{
    hb_draw_funcs_destroy(raster->pen);
    FT_Done_FreeType(raster->library);
}

void jb_raster_png(const jb_raster *raster, jb_buf *out)
{
    jb_png_indexed image = {.rows = raster->rows,
                            .width = (uint32_t)raster->size.width,
                            .height = (uint32_t)raster->size.height,
                            .palette = raster->palette,
                            .colours = raster->colours};
    jb_png_write_indexed(&image, out);
}
