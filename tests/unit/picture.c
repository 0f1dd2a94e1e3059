/* Sizes of pictures. */
#include "flow/picture.h"

#include "unit.h"

T_TEST(picture_sizes)
{
    static const struct {
        uint32_t width, height;
        int dpi;
        int32_t width_1000;
        jb_mpt wanted_width, wanted_height;
    } cases[] = {
        {96, 96, 0, 0, 72000, 72000},        /* 96 dots an inch unless said */
        {300, 150, 300, 0, 72000, 36000},    /* its own density */
        {9600, 4800, 96, 0, 441000, 220500}, /* never over the measure */
        {100, 1000, 96, 0, 60000, 600000},   /* nor over the height */
        {96, 48, 96, 500, 220500, 110250},   /* width asked for */
        {96, 48, 96, 1000, 441000, 220500},
        {1, 100000, 96, 0, 1000, 600000}, /* nothing is thinner than a point */
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_image image = {.width = cases[i].width,
                          .height = cases[i].height,
                          .dpi_x = cases[i].dpi,
                          .dpi_y = cases[i].dpi};
        jb_mpt width = 0, height = 0;
        jb_picture_size(&image, cases[i].width_1000, 441000, 600000, &width, &height);
        T_EQ_INT(width, cases[i].wanted_width);
        T_EQ_INT(height, cases[i].wanted_height);
    }
}
