/* A colour is found on the way from the ground over the layout's colour to white: the first
 * step there with the contrast that is wanted. */
#include "out/shade.h"

enum {
    ONE = 4096,   /* of linear light */
    STEPS = 64,   /* from one colour to the next */
    OFFSET = 205, /* 0.05 of ONE: the flare of WCAG's formula */
    WHITE = 0xFFFFFF,
    /* Ours: black on white has 21, which glares on dark ground. */
    TEXT_MOST = 13000,
    LINE_LEAST = 1250,
    LINE_MOST = 7000,
    GROUND_MOST = 9000 /* the least contrast that white keeps on dark ground */
};

static int channel(jb_colour colour, int at)
{
    return (int)(colour >> (16 - 8 * at) & 255);
}

static jb_colour colour_of(const int channels[3])
{
    jb_colour colour = 0;
    for (int i = 0; i < 3; i++)
        colour = colour << 8 | (jb_colour)JB_MAX(0, JB_MIN(channels[i], 255));
    return colour;
}

/* x to the power of 0.4, both in parts of ONE: the greatest y with y^5 <= x^2. */
static uint64_t power_two_fifths(uint64_t x)
{
    uint64_t low = 0, high = ONE, square = x * x * ONE * ONE * ONE;
    while (low < high) {
        uint64_t y = (low + high + 1) / 2;
        if (y * y * y * y * y <= square)
            low = y;
        else
            high = y - 1;
    }
    return low;
}

/* WCAG 2.2, relative luminance: a channel of sRGB as linear light. */
static int64_t linear(int value)
{
    if (value <= 10) /* 0.03928 of 255 */
        return (int64_t)value * ONE * 100 / (255 * 1292);
    uint64_t x = ((uint64_t)value * 1000 + 55 * 255) * ONE / (1055 * 255);
    return (int64_t)(x * x * power_two_fifths(x) / ONE / ONE);
}

static int64_t luminance(jb_colour colour)
{
    return (2126 * linear(channel(colour, 0)) + 7152 * linear(channel(colour, 1)) +
            722 * linear(channel(colour, 2))) /
           10000;
}

int jb_shade_contrast(jb_colour a, jb_colour b)
{
    int64_t first = luminance(a) + OFFSET, second = luminance(b) + OFFSET;
    return (int)(1000 * JB_MAX(first, second) / JB_MIN(first, second));
}

static jb_colour mix(jb_colour from, jb_colour to, int step)
{
    int channels[3];
    for (int i = 0; i < 3; i++)
        channels[i] =
            channel(from, i) + (channel(to, i) - channel(from, i)) * step / STEPS;
    return colour_of(channels);
}

/* A light ground's distance from white becomes twice the distance from dark ground, and
 * what tints it tints that. */
jb_colour jb_shade_ground(jb_colour ground)
{
    if (jb_shade_contrast(WHITE, ground) >= GROUND_MOST)
        return ground;
    int mean = (channel(ground, 0) + channel(ground, 1) + channel(ground, 2)) / 3;
    int channels[3];
    for (int i = 0; i < 3; i++)
        channels[i] =
            channel(JB_SHADE_GROUND, i) + 2 * (255 - mean) + channel(ground, i) - mean;
    jb_colour dark = colour_of(channels);
    for (int step = 1; step <= STEPS; step++) {
        if (jb_shade_contrast(WHITE, dark) >= GROUND_MOST)
            break;
        dark = mix(colour_of(channels), JB_SHADE_GROUND, step);
    }
    return dark;
}

static jb_colour shade(jb_colour colour, jb_colour ground, int least, int most)
{
    jb_colour dark = jb_shade_ground(ground);
    int wanted = JB_MAX(least, JB_MIN(jb_shade_contrast(colour, ground), most));
    if (dark == ground)
        return colour;
    for (int step = 0; step <= STEPS; step++)
        if (jb_shade_contrast(mix(dark, colour, step), dark) >= wanted)
            return mix(dark, colour, step);
    for (int step = 0; step <= STEPS; step++)
        if (jb_shade_contrast(mix(colour, WHITE, step), dark) >= wanted)
            return mix(colour, WHITE, step);
    return WHITE;
}

jb_colour jb_shade_text(jb_colour colour, jb_colour ground)
{
    return shade(colour, ground, JB_SHADE_LEAST, TEXT_MOST);
}

jb_colour jb_shade_line(jb_colour colour, jb_colour ground)
{
    return shade(colour, ground, LINE_LEAST, LINE_MOST);
}
