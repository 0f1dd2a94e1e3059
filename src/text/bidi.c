/* FriBidi gets types and brackets from our tables, because its own follow another version
 * of Unicode. Its work on lines is not used: what is reordered here is not characters
 * but atoms and the gaps between them. */
#include "text/bidi.h"

#include "base/ucd.h"

#include <fribidi.h>

static const FriBidiCharType types[] = {
    [JB_BIDI_L] = FRIBIDI_TYPE_LTR,   [JB_BIDI_R] = FRIBIDI_TYPE_RTL,
    [JB_BIDI_AL] = FRIBIDI_TYPE_AL,   [JB_BIDI_EN] = FRIBIDI_TYPE_EN,
    [JB_BIDI_ES] = FRIBIDI_TYPE_ES,   [JB_BIDI_ET] = FRIBIDI_TYPE_ET,
    [JB_BIDI_AN] = FRIBIDI_TYPE_AN,   [JB_BIDI_CS] = FRIBIDI_TYPE_CS,
    [JB_BIDI_NSM] = FRIBIDI_TYPE_NSM, [JB_BIDI_BN] = FRIBIDI_TYPE_BN,
    [JB_BIDI_B] = FRIBIDI_TYPE_BS,    [JB_BIDI_S] = FRIBIDI_TYPE_SS,
    [JB_BIDI_WS] = FRIBIDI_TYPE_WS,   [JB_BIDI_ON] = FRIBIDI_TYPE_ON,
    [JB_BIDI_LRE] = FRIBIDI_TYPE_LRE, [JB_BIDI_LRO] = FRIBIDI_TYPE_LRO,
    [JB_BIDI_RLE] = FRIBIDI_TYPE_RLE, [JB_BIDI_RLO] = FRIBIDI_TYPE_RLO,
    [JB_BIDI_PDF] = FRIBIDI_TYPE_PDF, [JB_BIDI_LRI] = FRIBIDI_TYPE_LRI,
    [JB_BIDI_RLI] = FRIBIDI_TYPE_RLI, [JB_BIDI_FSI] = FRIBIDI_TYPE_FSI,
    [JB_BIDI_PDI] = FRIBIDI_TYPE_PDI,
};

bool jb_bidi_is_language(const char *lang)
{
    /* Languages whose usual script is Arabic, Hebrew, Thaana or N'Ko (CLDR). */
    static const char *const names[] = {"ar", "arc", "ckb", "dv", "fa", "he", "nqo",
                                        "ps", "sd",  "syr", "ug", "ur", "yi"};
    size_t len = strcspn(lang, "-");
    static const char *const scripts[] = {"-Adlm", "-Arab", "-Hebr", "-Nkoo",
                                          "-Rohg", "-Syrc", "-Thaa"};
    for (size_t i = 0; i < JB_COUNT(scripts); i++)
        if (strncmp(lang + len, scripts[i], strlen(scripts[i])) == 0)
            return true;
    for (size_t i = 0; i < JB_COUNT(names); i++)
        if (strlen(names[i]) == len && strncmp(lang, names[i], len) == 0)
            return strncmp(lang + len, "-Latn", strlen("-Latn")) != 0;
    return false;
}

bool jb_bidi_is_right(const jb_style *style)
{
    jb_direction direction = style->setting.direction;
    return direction == JB_DIRECTION_RTL ||
           (direction == JB_DIRECTION_AUTO && jb_bidi_is_language(style->type.lang));
}

static bool is_right(jb_ucd_bidi cls)
{
    return cls == JB_BIDI_R || cls == JB_BIDI_AL;
}

static bool is_sign(uint32_t cp)
{
    return cp == '+' || cp == '-' || cp == 0xB1 || cp == 0x2212;
}

/* Whether a text in a style from right to left is set the other way all the same. */
static bool is_turned(const uint32_t *cps, size_t n)
{
    bool has_left = false, has_sign = false;
    for (size_t i = 0; i < n; i++) {
        jb_ucd_bidi cls = jb_ucd_bidi_class(cps[i]);
        if (is_right(cls))
            return false;
        has_left |= cls == JB_BIDI_L;
        has_sign |= i > 0 && cls == JB_BIDI_EN && is_sign(cps[i - 1]) &&
                    (i == 1 || jb_ucd_bidi_class(cps[i - 2]) != JB_BIDI_EN);
    }
    return has_left || has_sign;
}

jb_bidi_base jb_bidi_base_of(const uint32_t *cps, size_t n, const jb_style *style)
{
    if (style->setting.direction == JB_DIRECTION_LTR)
        return JB_BIDI_BASE_LTR;
    if (jb_bidi_is_right(style))
        return is_turned(cps, n) ? JB_BIDI_BASE_LTR : JB_BIDI_BASE_RTL;
    size_t right = 0, han = 0;
    bool is_first_right = false, has_strong = false;
    for (size_t i = 0; i < n; i++) {
        jb_ucd_bidi cls = jb_ucd_bidi_class(cps[i]);
        if (!has_strong && (cls == JB_BIDI_L || is_right(cls))) {
            has_strong = true;
            is_first_right = is_right(cls);
        }
        right += is_right(cls);
        han += cls == JB_BIDI_L && jb_ucd_class_of(cps[i]) != JB_UCD_OTHER;
    }
    return is_first_right && right >= han ? JB_BIDI_BASE_AUTO : JB_BIDI_BASE_LTR;
}

uint8_t jb_bidi_find(const uint32_t *cps, size_t n, jb_bidi_base base, uint8_t *levels,
                     jb_arena *into)
{
    FriBidiCharType *kinds = JB_NEWS(into, FriBidiCharType, n);
    FriBidiBracketType *brackets = JB_NEWS(into, FriBidiBracketType, n);
    FriBidiLevel *found = JB_NEWS(into, FriBidiLevel, n);
    for (size_t i = 0; i < n; i++) {
        jb_ucd_bidi cls = jb_ucd_bidi_class(cps[i]);
        bool is_open = false;
        kinds[i] = types[cls];
        /* Brackets are such only as neutrals (BD14). */
        uint32_t pair = cls == JB_BIDI_ON ? jb_ucd_bracket(cps[i], &is_open) : 0;
        brackets[i] = pair ? pair | (is_open ? FRIBIDI_BRACKET_OPEN_MASK : 0)
                           : FRIBIDI_NO_BRACKET;
    }
    FriBidiParType direction = base == JB_BIDI_BASE_RTL   ? FRIBIDI_PAR_RTL
                               : base == JB_BIDI_BASE_LTR ? FRIBIDI_PAR_LTR
                                                          : FRIBIDI_PAR_ON;
    FriBidiLevel highest =
        n > INT32_MAX / 2 ? 0
                          : fribidi_get_par_embedding_levels_ex(
                                kinds, brackets, (FriBidiStrIndex)n, &direction, found);
    if (highest == 0) /* out of memory: set as it comes */
        return 0;
    for (size_t i = 0; i < n; i++)
        levels[i] = (uint8_t)JB_MAX(found[i], 0);
    return FRIBIDI_IS_RTL(direction) ? 1 : 0;
}

void jb_bidi_reset(const uint32_t *cps, size_t n, uint8_t base, uint8_t *levels)
{
    bool is_blank = true; /* what follows is the line's end or a separator */
    for (size_t i = n; i-- > 0;) {
        jb_ucd_bidi cls = jb_ucd_bidi_class(cps[i]);
        if (cls == JB_BIDI_B || cls == JB_BIDI_S)
            is_blank = true;
        else if (cls != JB_BIDI_WS && cls < JB_BIDI_LRE && cls != JB_BIDI_BN)
            is_blank = false;
        if (is_blank)
            levels[i] = base;
    }
}

void jb_bidi_order(const uint8_t *levels, size_t n, size_t *order)
{
    uint8_t highest = 0, least_odd = UINT8_MAX;
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
        highest = JB_MAX(highest, levels[i]);
        if (levels[i] % 2 == 1)
            least_odd = JB_MIN(least_odd, levels[i]);
    }
    for (int level = highest; level >= least_odd; level--)
        for (size_t i = 0, end; i < n; i = end) {
            for (end = i; end < n && levels[order[end]] >= level;)
                end++;
            for (size_t a = i, b = end; a + 1 < b; a++) {
                size_t kept = order[--b];
                order[b] = order[a];
                order[a] = kept;
            }
            end += end == i;
        }
}
