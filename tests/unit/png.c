/* out/png.c: what it writes, doc/image_png.c (libpng) reads back pixel by pixel. */
#include "out/png.h"

#include "unit.h"

enum { WIDTH = 37, HEIGHT = 11 };

static void check_back(int components, bool has_alpha)
{
    static uint8_t pixels[WIDTH * HEIGHT * 3], alpha[WIDTH * HEIGHT];
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (uint8_t)(i / 5 + i * i % 7);
    for (size_t i = 0; i < sizeof alpha; i++)
        alpha[i] = (uint8_t)(i * 3);
    jb_image image = {.format = JB_IMAGE_PNG,
                      .width = WIDTH,
                      .height = HEIGHT,
                      .components = components,
                      .pixels = pixels,
                      .alpha = has_alpha ? alpha : NULL};
    jb_buf file = {0};
    jb_arena arena = {0};
    jb_image back;
    jb_png_write(&image, &file);
    T_TRUE(jb_image_read(jb_buf_str(&file), "a.png", JB_NO_SPAN, &arena,
                         jb_diag_new(&arena), &back));
    T_EQ_INT(back.width, WIDTH);
    T_EQ_INT(back.height, HEIGHT);
    T_EQ_INT(back.components, components);
    T_TRUE(memcmp(back.pixels, pixels, (size_t)(WIDTH * HEIGHT * components)) == 0);
    T_TRUE(has_alpha ? back.alpha && memcmp(back.alpha, alpha, sizeof alpha) == 0
                     : !back.alpha);
    jb_buf_fini(&file);
    jb_arena_fini(&arena);
}

T_TEST(png_read_back)
{
    check_back(1, false);
    check_back(1, true);
    check_back(3, false);
    check_back(3, true);
}
