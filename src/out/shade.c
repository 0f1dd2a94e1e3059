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

/* WCAG 2.2, relative luminance: a channel of sRGB as linear light in parts of ONE, that is
 * v / 12.92 up to 0.03928 and ((v + 0.055) / 1.055)^2.4 above, v in parts of 255,
 * cut to integers. */
static const uint16_t linear[256] = {
    0,    1,    2,    3,    4,    6,    7,    8,    9,    11,   12,   13,   15,   16,
    17,   19,   21,   22,   24,   26,   28,   30,   32,   34,   37,   39,   42,   44,
    47,   50,   53,   56,   58,   62,   65,   68,   72,   75,   79,   82,   86,   90,
    94,   98,   103,  107,  111,  116,  120,  125,  130,  135,  140,  145,  150,  156,
    161,  167,  173,  178,  185,  190,  197,  203,  209,  216,  222,  229,  236,  243,
    250,  257,  265,  272,  280,  287,  295,  303,  311,  320,  328,  336,  345,  354,
    362,  371,  380,  390,  399,  408,  418,  428,  438,  447,  457,  468,  478,  489,
    499,  510,  521,  532,  543,  554,  566,  578,  589,  601,  613,  626,  638,  650,
    662,  676,  688,  701,  714,  727,  741,  755,  768,  782,  797,  811,  825,  839,
    853,  869,  883,  898,  913,  929,  944,  960,  975,  991,  1008, 1024, 1040, 1056,
    1073, 1090, 1107, 1123, 1141, 1159, 1176, 1194, 1211, 1230, 1248, 1266, 1284, 1304,
    1322, 1341, 1360, 1379, 1400, 1419, 1438, 1458, 1479, 1499, 1519, 1539, 1560, 1582,
    1603, 1623, 1645, 1667, 1688, 1710, 1732, 1754, 1777, 1799, 1822, 1844, 1869, 1892,
    1914, 1937, 1963, 1986, 2010, 2034, 2058, 2083, 2108, 2132, 2157, 2183, 2208, 2234,
    2259, 2285, 2312, 2338, 2364, 2390, 2418, 2445, 2472, 2499, 2526, 2555, 2582, 2609,
    2637, 2667, 2695, 2723, 2752, 2781, 2812, 2840, 2870, 2899, 2930, 2960, 2990, 3020,
    3052, 3083, 3114, 3144, 3175, 3208, 3240, 3271, 3302, 3337, 3368, 3401, 3433, 3466,
    3501, 3534, 3567, 3601, 3636, 3669, 3703, 3738, 3772, 3808, 3843, 3877, 3913, 3950,
    3985, 4021, 4057, 4096};

static int64_t luminance(jb_colour colour)
{
    return (2126 * linear[channel(colour, 0)] + 7152 * linear[channel(colour, 1)] +
            722 * linear[channel(colour, 2)]) /
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
