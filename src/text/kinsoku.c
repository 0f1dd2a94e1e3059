/* The tables of the kinsoku levels. */
#include "text/kinsoku.h"

enum { SINGLES_MAX = 3 };

struct jb_kinsoku_level {
    uint8_t classes[JB_PUNCT_COUNT]; /* jb_ucd_lb; 0 keeps the class of UAX 14 */
    uint16_t free[SINGLES_MAX];      /* characters it frees of a class it holds */
    bool parts_dashes, parts_ellipses;
};

/* What every level but none forbids. */
#define COMMON                                                                         \
    [JB_PUNCT_OP] = JB_LB_OP, [JB_PUNCT_CL] = JB_LB_CL, [JB_PUNCT_CM] = JB_LB_EX,      \
    [JB_PUNCT_PD] = JB_LB_EX
/* The dash and the ellipsis may begin a line. */
#define FREE_LONG [JB_PUNCT_B2] = JB_LB_ID, [JB_PUNCT_IN] = JB_LB_ID
/* Marks within and behind a sentence, interpuncts and connectors may not. */
#define NO_MIDDLE                                                                      \
    [JB_PUNCT_EX] = JB_LB_EX, [JB_PUNCT_MD] = JB_LB_EX, [JB_PUNCT_CN] = JB_LB_EX

static const jb_kinsoku_level none = {.classes = {[JB_PUNCT_OP] = JB_LB_ID,
                                                  [JB_PUNCT_CL] = JB_LB_ID,
                                                  [JB_PUNCT_CM] = JB_LB_ID,
                                                  [JB_PUNCT_PD] = JB_LB_ID,
                                                  [JB_PUNCT_EX] = JB_LB_ID,
                                                  [JB_PUNCT_MD] = JB_LB_ID,
                                                  [JB_PUNCT_CN] = JB_LB_ID,
                                                  [JB_PUNCT_SL] = JB_LB_ID,
                                                  [JB_PUNCT_CJ] = JB_LB_ID,
                                                  [JB_PUNCT_IT] = JB_LB_ID,
                                                  FREE_LONG}};

/* KLREQ 4.3.3. */
static const jb_kinsoku_level korean = {.classes = {COMMON, NO_MIDDLE, FREE_LONG}};

/* CLREQ 3.1.4: the same, and no solidus at a line's start. */
static const jb_kinsoku_level basic = {
    .classes = {COMMON, NO_MIDDLE, FREE_LONG, [JB_PUNCT_SL] = JB_LB_EX}};
/* CLREQ 3.1.4, the manner of GB/T 15834: nor may it end one. */
static const jb_kinsoku_level gb = {
    .classes = {COMMON, NO_MIDDLE, FREE_LONG, [JB_PUNCT_SL] = JB_LB_QU}};
/* CLREQ 3.1.4: nor does a line begin with a dash or an ellipsis. */
static const jb_kinsoku_level strict = {
    .classes = {COMMON, NO_MIDDLE, [JB_PUNCT_SL] = JB_LB_QU, [JB_PUNCT_B2] = JB_LB_EX,
                [JB_PUNCT_IN] = JB_LB_EX}};

/* JLREQ C.3, from newspapers to the best appearance of line heads. Colon and semicolon
 * are middle dots there (cl-05). */
static const jb_kinsoku_level ja_very_loose = {
    .classes =
        {COMMON, FREE_LONG, [JB_PUNCT_EX] = JB_LB_ID, [JB_PUNCT_MD] = JB_LB_ID,
         [JB_PUNCT_CN] = JB_LB_ID, [JB_PUNCT_IT] = JB_LB_ID, [JB_PUNCT_CJ] = JB_LB_ID,
         [JB_PUNCT_PR] = JB_LB_ID, [JB_PUNCT_PO] = JB_LB_ID},
    .free = {0xFF1A, 0xFF1B},
    .parts_dashes = true,
    .parts_ellipses = true};
static const jb_kinsoku_level ja_loose = {
    .classes = {COMMON, FREE_LONG, [JB_PUNCT_EX] = JB_LB_EX, [JB_PUNCT_MD] = JB_LB_ID,
                [JB_PUNCT_CN] = JB_LB_ID, [JB_PUNCT_CJ] = JB_LB_ID},
    .free = {0x3005, '%', 0xFF05},
    .parts_ellipses = true};
/* The iteration mark of Han alone, not those of kana. */
static const jb_kinsoku_level ja_strict = {
    .classes = {COMMON, NO_MIDDLE, FREE_LONG, [JB_PUNCT_CJ] = JB_LB_ID},
    .free = {0x3005}};
static const jb_kinsoku_level ja_very_strict = {
    .classes = {COMMON, NO_MIDDLE, FREE_LONG, [JB_PUNCT_CJ] = JB_LB_NS}};

static const jb_kinsoku_level *of_japanese(jb_kinsoku name)
{
    switch (name) {
    case JB_KINSOKU_VERY_LOOSE:
        return &ja_very_loose;
    case JB_KINSOKU_LOOSE:
    case JB_KINSOKU_BASIC:
        return &ja_loose;
    case JB_KINSOKU_VERY_STRICT:
        return &ja_very_strict;
    default:
        return &ja_strict;
    }
}

static const jb_kinsoku_level *of_chinese(jb_kinsoku name)
{
    switch (name) {
    case JB_KINSOKU_GB:
        return &gb;
    case JB_KINSOKU_STRICT:
    case JB_KINSOKU_VERY_STRICT:
        return &strict;
    default:
        return &basic;
    }
}

const jb_kinsoku_level *jb_kinsoku_of(jb_kinsoku name, jb_punct_convention convention)
{
    if (name == JB_KINSOKU_NONE)
        return &none;
    if (convention == JB_PUNCT_JA)
        return of_japanese(name);
    return convention == JB_PUNCT_KO ? &korean : of_chinese(name);
}

jb_ucd_lb jb_kinsoku_class(const jb_kinsoku_level *level, jb_punct mark, uint32_t cp,
                           jb_ucd_lb otherwise)
{
    for (size_t i = 0; i < SINGLES_MAX && level->free[i]; i++)
        if (level->free[i] == cp)
            return JB_LB_ID;
    return level->classes[mark] ? (jb_ucd_lb)level->classes[mark] : otherwise;
}

bool jb_kinsoku_parts(const jb_kinsoku_level *level, jb_punct mark)
{
    return mark == JB_PUNCT_B2 ? level->parts_dashes : level->parts_ellipses;
}
