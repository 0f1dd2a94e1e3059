#include "out/raster.h"

#include "pdf_face.h"
#include "unit.h"

enum { SIDE = 100 }; /* of the pictures: pixels, and points of their page */

static jb_raster *open_raster(jb_arena *arena)
{
    return jb_raster_open((jb_raster_size){SIDE, SIDE, SIDE * 1000}, 0xFFFFFF, arena);
}

static jb_item *add(jb_arena *arena, jb_items *items, jb_item_kind kind)
{
    jb_item *item = jb_vec_add(arena, items);
    item->kind = kind;
    return item;
}

/* How much ink there is: 0 to 255 a pixel. */
static long ink_of(const jb_raster *raster)
{
    long sum = 0;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            sum += 255 - (long)(jb_raster_at(raster, x, y) & 0xFF);
    return sum;
}

T_TEST(raster_rects_stand_on_pixels)
{
    jb_arena arena = {0};
    jb_items items = {NULL, 0, 0};
    jb_raster *raster = open_raster(&arena);
    add(&arena, &items, JB_ITEM_RECT)->u.rect =
        (jb_item_rect){{10400, 20600, 30000, 100}, 0x102030};
    add(&arena, &items, JB_ITEM_RECT)->u.rect =
        (jb_item_rect){{90000, 90000, 900000, 900000}, 0x405060};
    add(&arena, &items, JB_ITEM_RECT)->u.rect =
        (jb_item_rect){{-90000, -90000, 80000, 80000}, 0x708090};
    jb_raster_paint(raster, &items, NULL);
    T_EQ_INT(jb_raster_at(raster, 9, 21), 0xFFFFFF);
    T_EQ_INT(jb_raster_at(raster, 10, 21), 0x102030); /* never less than a pixel */
    T_EQ_INT(jb_raster_at(raster, 39, 21), 0x102030);
    T_EQ_INT(jb_raster_at(raster, 40, 21), 0xFFFFFF);
    T_EQ_INT(jb_raster_at(raster, 10, 22), 0xFFFFFF);
    T_EQ_INT(jb_raster_at(raster, 99, 99), 0x405060);
    T_EQ_INT(jb_raster_at(raster, 0, 0), 0xFFFFFF);
    jb_raster_close(raster);
    jb_arena_fini(&arena);
}

T_TEST(raster_paths_cover_their_area)
{
    static const jb_path_step square[] = {{JB_PATH_MOVE, {{10500, 10500}}},
                                          {JB_PATH_LINE, {{30500, 10500}}},
                                          {JB_PATH_LINE, {{30500, 30500}}},
                                          {JB_PATH_LINE, {{10500, 30500}}},
                                          {JB_PATH_CLOSE, {{0, 0}}}};
    static const jb_path_step line[] = {{JB_PATH_MOVE, {{50000, 60000}}},
                                        {JB_PATH_LINE, {{80000, 60000}}}};
    jb_arena arena = {0};
    jb_items filled = {NULL, 0, 0}, stroked = {NULL, 0, 0};
    jb_raster *raster = open_raster(&arena);
    add(&arena, &filled, JB_ITEM_PATH)->u.path =
        (jb_item_path){.steps = square, .count = JB_COUNT(square), .has_fill = true};
    jb_raster_paint(raster, &filled, NULL);
    T_EQ_INT(jb_raster_at(raster, 20, 20), 0);
    T_TRUE(labs(ink_of(raster) - 400 * 255) < 1000); /* 20 x 20 pixels, edges half */
    int edge = (int)(jb_raster_at(raster, 10, 20) & 0xFF);
    T_TRUE(edge > 100 && edge < 155);
    long before = ink_of(raster);
    add(&arena, &stroked, JB_ITEM_PATH)->u.path = (jb_item_path){
        .steps = line, .count = JB_COUNT(line), .has_stroke = true, .width = 4000};
    jb_raster_paint(raster, &stroked, NULL);
    T_TRUE(labs(ink_of(raster) - before - 120 * 255) < 400);
    T_EQ_INT(jb_raster_at(raster, 65, 58), 0);
    T_EQ_INT(jb_raster_at(raster, 65, 57), 0xFFFFFF);
    T_EQ_INT(jb_raster_at(raster, 49, 59), 0xFFFFFF); /* the ends are butted */
    jb_raster_close(raster);
    jb_arena_fini(&arena);
}

T_TEST(raster_images_are_means_of_their_pixels)
{
    static const uint8_t pixels[] = {0, 255, 255, 0}, alpha[] = {255, 255, 255, 0};
    jb_arena arena = {0};
    jb_items items = {NULL, 0, 0};
    jb_asset asset = {.is_loaded = true,
                      .image = {.format = JB_IMAGE_PNG,
                                .width = 2,
                                .height = 2,
                                .components = 1,
                                .pixels = pixels,
                                .alpha = alpha}};
    jb_assets assets = {&asset, 1};
    jb_raster *raster = open_raster(&arena);
    add(&arena, &items, JB_ITEM_IMAGE)->u.image.box = (jb_rect){0, 0, 50000, 50000};
    jb_raster_paint(raster, &items, &assets);
    T_EQ_INT(jb_raster_at(raster, 10, 10), 0x000000);
    T_EQ_INT(jb_raster_at(raster, 40, 10), 0xFFFFFF);
    T_EQ_INT(jb_raster_at(raster, 40, 40), 0xFFFFFF); /* nothing over the paper */
    items.count = 0;
    add(&arena, &items, JB_ITEM_IMAGE)->u.image.box =
        (jb_rect){90000, 90000, 1000, 1000};
    jb_raster_paint(raster, &items, &assets);
    int grey = (int)(jb_raster_at(raster, 90, 90) & 0xFF);
    T_TRUE(grey > 180 && grey < 200); /* a quarter black, half white, a quarter paper */
    jb_raster_close(raster);
    jb_arena_fini(&arena);
}

/* Ink of a glyph painted at 80 pt. */
static long glyph_ink(const jb_face *face, uint32_t cp, jb_mpt embolden)
{
    jb_arena arena = {0};
    jb_items items = {NULL, 0, 0};
    jb_raster *raster = open_raster(&arena);
    const jb_glyph glyph = {.gid = jb_font_glyph(face, cp, 0)};
    add(&arena, &items, JB_ITEM_TEXT)->u.text = (jb_item_text){.face = face,
                                                               .size = 80000,
                                                               .x = 10000,
                                                               .y = 80000,
                                                               .embolden = embolden,
                                                               .glyphs = &glyph,
                                                               .count = 1};
    jb_raster_paint(raster, &items, NULL);
    long ink = ink_of(raster);
    T_EQ_INT(jb_raster_at(raster, 5, 50), 0xFFFFFF);
    jb_raster_close(raster);
    jb_arena_fini(&arena);
    return ink;
}

/* Full blocks have known ink, in CFF and in TrueType outlines. */
T_TEST(raster_glyphs)
{
    static const char *const paths[] = {NOTO "NotoSansCJK-Regular.ttc",
                                        DEJAVU "DejaVuSans.ttf"};
    jb_arena arena = {0};
    jb_fonts *fonts = pdf_face_open(paths, 2, 2, &arena);
    for (int i = 0; i < 2; i++) {
        const jb_face *face = pdf_face_at(fonts, i);
        int32_t x, y, w, h;
        T_TRUE(jb_font_ink(face, jb_font_glyph(face, 0x25A0, 0), &x, &y, &w, &h));
        long area = (long)(w * 80LL * 255 / face->upem * h * 80 / face->upem);
        long ink = glyph_ink(face, 0x25A0, 0);
        T_TRUE(labs(ink - area) < area / 50);
        long bold = glyph_ink(face, 0x25A0, 4000);
        T_TRUE(bold > ink + ink / 20 && bold < ink + ink / 4);
        T_TRUE(glyph_ink(face, 'O', 0) > 0 && glyph_ink(face, ' ', 0) == 0);
    }
    jb_font_close(fonts);
    jb_arena_fini(&arena);
}

T_TEST(raster_png_is_read_back)
{
    jb_arena arena = {0};
    jb_items items = {NULL, 0, 0};
    jb_buf out = {0}, again = {0};
    jb_image image;
    jb_raster *raster = open_raster(&arena);
    add(&arena, &items, JB_ITEM_RECT)->u.rect =
        (jb_item_rect){{10000, 10000, 30000, 30000}, 0x1F3A5F};
    jb_raster_paint(raster, &items, NULL);
    jb_raster_png(raster, &out);
    jb_raster_png(raster, &again);
    T_TRUE(out.len == again.len && memcmp(out.at, again.at, out.len) == 0);
    T_TRUE(jb_image_read(jb_buf_str(&out), "a.png", JB_NO_SPAN, &arena,
                         jb_diag_new(&arena), &image));
    T_TRUE(image.width == SIDE && image.height == SIDE && image.components == 3);
    T_EQ_INT(image.pixels[(20 * SIDE + 20) * 3], 0x1F);
    T_EQ_INT(image.pixels[(20 * SIDE + 20) * 3 + 2], 0x5F);
    T_EQ_INT(image.pixels[(50 * SIDE + 20) * 3], 0xFF);
    jb_buf_fini(&out);
    jb_buf_fini(&again);
    jb_raster_close(raster);
    jb_arena_fini(&arena);
}
