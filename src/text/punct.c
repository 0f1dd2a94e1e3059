/* The table of marks, and the resolution of marks that Latin text shares. */
#include "text/punct.h"

#include "base/ucd.h"

typedef struct range {
    uint16_t first, last;
    uint8_t cls;
} range;

/* CL, CM, EX, MD, CN, SL, OP, PD: the marks of CLREQ 3.1.1 and 3.1.4 and the classes
 * cl-01 to cl-07 of JLREQ A; B2, IN: CLREQ 3.1.5; PR, PO: CLREQ 3.1.5, JLREQ cl-12 and
 * cl-13; IT, CJ: JLREQ cl-09 to cl-11. Ascending. U+FF61 to U+FF65 are half wide. */
static const range ranges[] = {
    {0x0024, 0x0024, JB_PUNCT_PR}, /* dollar */
    {0x0025, 0x0025, JB_PUNCT_PO}, /* percent */
    {0x002F, 0x002F, JB_PUNCT_SL}, /* solidus */
    {0x00A2, 0x00A2, JB_PUNCT_PO}, /* cent */
    {0x00A3, 0x00A3, JB_PUNCT_PR}, /* pound */
    {0x00A5, 0x00A5, JB_PUNCT_PR}, /* yen */
    {0x00B0, 0x00B0, JB_PUNCT_PO}, /* degree */
    {0x00B1, 0x00B1, JB_PUNCT_PR}, /* plus-minus */
    {0x00B7, 0x00B7, JB_PUNCT_MD}, /* middle dot */
    {0x2010, 0x2010, JB_PUNCT_CN}, /* hyphen */
    {0x2013, 0x2013, JB_PUNCT_CN}, /* en dash */
    {0x2014, 0x2014, JB_PUNCT_CN}, /* em dash; B2 when doubled */
    {0x2015, 0x2015, JB_PUNCT_CN}, /* horizontal bar; B2 when doubled */
    {0x2018, 0x2018, JB_PUNCT_OP}, /* single quotes */
    {0x2019, 0x2019, JB_PUNCT_CL},
    {0x201C, 0x201C, JB_PUNCT_OP}, /* double quotes */
    {0x201D, 0x201D, JB_PUNCT_CL},
    {0x2022, 0x2022, JB_PUNCT_MD}, /* bullet */
    {0x2025, 0x2026, JB_PUNCT_IN}, /* two and three dots */
    {0x2027, 0x2027, JB_PUNCT_MD}, /* hyphenation point */
    {0x2030, 0x2031, JB_PUNCT_PO}, /* per mille, per ten thousand */
    {0x2032, 0x2033, JB_PUNCT_PO}, /* primes */
    {0x203C, 0x203C, JB_PUNCT_EX}, /* doubled exclamation and question marks */
    {0x2047, 0x2049, JB_PUNCT_EX},
    {0x20AC, 0x20AC, JB_PUNCT_PR}, /* euro */
    {0x2103, 0x2103, JB_PUNCT_PO}, /* degree Celsius */
    {0x2109, 0x2109, JB_PUNCT_PO}, /* degree Fahrenheit */
    {0x2116, 0x2116, JB_PUNCT_PR}, /* numero */
    {0x22EF, 0x22EF, JB_PUNCT_IN}, /* midline ellipsis */
    {0x2E3A, 0x2E3A, JB_PUNCT_B2}, /* two-em dash */
    {0x3001, 0x3001, JB_PUNCT_CM}, /* ideographic comma */
    {0x3002, 0x3002, JB_PUNCT_PD}, /* ideographic full stop */
    {0x3005, 0x3005, JB_PUNCT_IT}, /* iteration mark */
    {0x3008, 0x3008, JB_PUNCT_OP}, /* brackets, in turns */
    {0x3009, 0x3009, JB_PUNCT_CL},
    {0x300A, 0x300A, JB_PUNCT_OP},
    {0x300B, 0x300B, JB_PUNCT_CL},
    {0x300C, 0x300C, JB_PUNCT_OP},
    {0x300D, 0x300D, JB_PUNCT_CL},
    {0x300E, 0x300E, JB_PUNCT_OP},
    {0x300F, 0x300F, JB_PUNCT_CL},
    {0x3010, 0x3010, JB_PUNCT_OP},
    {0x3011, 0x3011, JB_PUNCT_CL},
    {0x3014, 0x3014, JB_PUNCT_OP},
    {0x3015, 0x3015, JB_PUNCT_CL},
    {0x3016, 0x3016, JB_PUNCT_OP},
    {0x3017, 0x3017, JB_PUNCT_CL},
    {0x3018, 0x3018, JB_PUNCT_OP},
    {0x3019, 0x3019, JB_PUNCT_CL},
    {0x301A, 0x301A, JB_PUNCT_OP},
    {0x301B, 0x301B, JB_PUNCT_CL},
    {0x301C, 0x301C, JB_PUNCT_CN}, /* wave dash */
    {0x301D, 0x301D, JB_PUNCT_OP}, /* double prime quotes */
    {0x301E, 0x301F, JB_PUNCT_CL},
    {0x303B, 0x303B, JB_PUNCT_IT}, /* vertical iteration mark */
    {0x3041, 0x3041, JB_PUNCT_CJ}, /* small hiragana */
    {0x3043, 0x3043, JB_PUNCT_CJ},
    {0x3045, 0x3045, JB_PUNCT_CJ},
    {0x3047, 0x3047, JB_PUNCT_CJ},
    {0x3049, 0x3049, JB_PUNCT_CJ},
    {0x3063, 0x3063, JB_PUNCT_CJ},
    {0x3083, 0x3083, JB_PUNCT_CJ},
    {0x3085, 0x3085, JB_PUNCT_CJ},
    {0x3087, 0x3087, JB_PUNCT_CJ},
    {0x308E, 0x308E, JB_PUNCT_CJ},
    {0x3095, 0x3096, JB_PUNCT_CJ},
    {0x309D, 0x309E, JB_PUNCT_IT}, /* hiragana iteration marks */
    {0x30A0, 0x30A0, JB_PUNCT_CN}, /* double hyphen */
    {0x30A1, 0x30A1, JB_PUNCT_CJ}, /* small katakana */
    {0x30A3, 0x30A3, JB_PUNCT_CJ},
    {0x30A5, 0x30A5, JB_PUNCT_CJ},
    {0x30A7, 0x30A7, JB_PUNCT_CJ},
    {0x30A9, 0x30A9, JB_PUNCT_CJ},
    {0x30C3, 0x30C3, JB_PUNCT_CJ},
    {0x30E3, 0x30E3, JB_PUNCT_CJ},
    {0x30E5, 0x30E5, JB_PUNCT_CJ},
    {0x30E7, 0x30E7, JB_PUNCT_CJ},
    {0x30EE, 0x30EE, JB_PUNCT_CJ},
    {0x30F5, 0x30F6, JB_PUNCT_CJ},
    {0x30FB, 0x30FB, JB_PUNCT_MD}, /* katakana middle dot */
    {0x30FC, 0x30FC, JB_PUNCT_CJ}, /* prolonged sound mark */
    {0x30FD, 0x30FE, JB_PUNCT_IT}, /* katakana iteration marks */
    {0x31F0, 0x31FF, JB_PUNCT_CJ}, /* small katakana for Ainu */
    {0xFF01, 0xFF01, JB_PUNCT_EX}, /* full-width forms of ASCII */
    {0xFF04, 0xFF04, JB_PUNCT_PR},
    {0xFF05, 0xFF05, JB_PUNCT_PO},
    {0xFF08, 0xFF08, JB_PUNCT_OP},
    {0xFF09, 0xFF09, JB_PUNCT_CL},
    {0xFF0C, 0xFF0C, JB_PUNCT_CM},
    {0xFF0D, 0xFF0D, JB_PUNCT_CN},
    {0xFF0E, 0xFF0E, JB_PUNCT_PD},
    {0xFF0F, 0xFF0F, JB_PUNCT_SL},
    {0xFF1A, 0xFF1A, JB_PUNCT_PD},
    {0xFF1B, 0xFF1B, JB_PUNCT_CM},
    {0xFF1F, 0xFF1F, JB_PUNCT_EX},
    {0xFF3B, 0xFF3B, JB_PUNCT_OP},
    {0xFF3D, 0xFF3D, JB_PUNCT_CL},
    {0xFF5B, 0xFF5B, JB_PUNCT_OP},
    {0xFF5D, 0xFF5D, JB_PUNCT_CL},
    {0xFF5E, 0xFF5E, JB_PUNCT_CN},
    {0xFF5F, 0xFF5F, JB_PUNCT_OP},
    {0xFF60, 0xFF60, JB_PUNCT_CL},
    {0xFF61, 0xFF61, JB_PUNCT_PD}, /* half-width forms */
    {0xFF62, 0xFF62, JB_PUNCT_OP},
    {0xFF63, 0xFF63, JB_PUNCT_CL},
    {0xFF64, 0xFF64, JB_PUNCT_CM},
    {0xFF65, 0xFF65, JB_PUNCT_MD},
    {0xFFE0, 0xFFE0, JB_PUNCT_PO}, /* full-width currency */
    {0xFFE1, 0xFFE1, JB_PUNCT_PR},
    {0xFFE5, 0xFFE5, JB_PUNCT_PR},
};

enum { DEEPEST_QUOTE = 16 }; /* our limit */

jb_punct_convention jb_punct_convention_of(const char *lang)
{
    if (!lang)
        return JB_PUNCT_OTHER;
    if (strncmp(lang, "zh", 2) == 0 && (lang[2] == '\0' || lang[2] == '-')) {
        bool is_traditional = strstr(lang, "Hant") || strstr(lang, "TW") ||
                              strstr(lang, "HK") || strstr(lang, "MO");
        return is_traditional && !strstr(lang, "Hans") ? JB_PUNCT_ZH_HANT
                                                       : JB_PUNCT_ZH_HANS;
    }
    if (strncmp(lang, "ja", 2) == 0 && (lang[2] == '\0' || lang[2] == '-'))
        return JB_PUNCT_JA;
    if (strncmp(lang, "ko", 2) == 0 && (lang[2] == '\0' || lang[2] == '-'))
        return JB_PUNCT_KO;
    return JB_PUNCT_OTHER;
}

/* Han and letters, the bulk of any text, never reach the search. */
static inline bool is_surely_none(uint32_t cp)
{
    return (cp >= 0x3200 && cp < 0xFF00) || cp > 0xFFE5 || (cp > 0xB7 && cp < 0x2010) ||
           (cp >= 0x30 && cp < 0xA0) || cp < 0x24;
}

jb_punct jb_punct_class(uint32_t cp)
{
    if (is_surely_none(cp))
        return JB_PUNCT_NONE;
    size_t low = 0, high = JB_COUNT(ranges);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (cp > ranges[middle].last)
            low = middle + 1;
        else if (cp < ranges[middle].first)
            high = middle;
        else
            return (jb_punct)ranges[middle].cls;
    }
    return JB_PUNCT_NONE;
}

static bool is_half_form(uint32_t cp)
{
    return cp >= 0xFF61 && cp <= 0xFF65;
}

int jb_punct_width(jb_punct cls, uint32_t cp, jb_punct_convention convention)
{
    if (is_half_form(cp) || (cls == JB_PUNCT_MD && convention == JB_PUNCT_ZH_HANS))
        return 500;
    return cp == 0x2E3A ? 2000 : 1000;
}

/* Where the ink of a comma or stop stands: at the left in zh-Hans, in the middle in
 * zh-Hant; ja centres the semicolon and the colon alone. */
static bool is_centred_stop(uint32_t cp, jb_punct_convention convention)
{
    bool is_colon = cp == 0xFF1A || cp == 0xFF1B;
    return convention == JB_PUNCT_ZH_HANT || (convention == JB_PUNCT_JA && is_colon);
}

static bool is_doubled_shape(uint32_t cp)
{
    return cp == 0x203C || (cp >= 0x2047 && cp <= 0x2049);
}

void jb_punct_blank(jb_punct cls, uint32_t cp, jb_punct_convention convention,
                    int *left_1000em, int *right_1000em)
{
    *left_1000em = *right_1000em = 0;
    if (is_half_form(cp))
        return;
    if (cls == JB_PUNCT_OP)
        *left_1000em = 500;
    if (cls == JB_PUNCT_CL)
        *right_1000em = 500;
    if (cls == JB_PUNCT_EX && convention == JB_PUNCT_ZH_HANS && !is_doubled_shape(cp))
        *right_1000em = 500;
    bool is_stop = cls == JB_PUNCT_CM || cls == JB_PUNCT_PD;
    if ((is_stop && is_centred_stop(cp, convention)) ||
        (cls == JB_PUNCT_MD && convention != JB_PUNCT_ZH_HANS))
        *left_1000em = *right_1000em = 250;
    else if (is_stop)
        *right_1000em = 500;
}

/* Han, kana and the marks that only CJK text has: what makes a neighbour Chinese. */
static bool is_han(uint32_t cp)
{
    if (cp < 0x2E80)
        return false;
    if (cp >= 0x3400 && cp <= 0x9FFF)
        return true;
    return jb_ucd_is_east_asian(cp) && jb_ucd_class_of(cp) != JB_UCD_HANGUL &&
           !jb_ucd_is_emoji(cp);
}

static bool is_quote(uint32_t cp)
{
    return cp == 0x2018 || cp == 0x2019 || cp == 0x201C || cp == 0x201D;
}

/* The nearest character before (after) i that is no quote, U+0000 at the edge. Four
 * quotes together are the most that good text has, so the search is bounded. */
static uint32_t neighbour_before(const uint32_t *cps, size_t i)
{
    for (size_t steps = 0; i > 0 && steps < 4; steps++)
        if (!is_quote(cps[--i]))
            return cps[i];
    return 0;
}

static uint32_t neighbour_after(const uint32_t *cps, size_t n, size_t i)
{
    for (size_t steps = 0; ++i < n && steps < 4; steps++)
        if (!is_quote(cps[i]))
            return cps[i];
    return 0;
}

typedef struct open_quote {
    size_t at;
    size_t han_before; /* how many Han characters stood before it */
} open_quote;

typedef struct resolver {
    const uint32_t *cps;
    size_t n;
    bool lang_han;
    jb_punct_at *into;
    open_quote stack[DEEPEST_QUOTE];
    size_t depth;
    size_t han; /* seen so far */
} resolver;

static bool has_han_beside(const resolver *r, size_t left, size_t right)
{
    return is_han(neighbour_before(r->cps, left)) ||
           is_han(neighbour_after(r->cps, r->n, right));
}

static void set_quote(const resolver *r, size_t i, bool is_wide)
{
    uint8_t cls = (uint8_t)jb_punct_class(r->cps[i]);
    r->into[i] = (jb_punct_at){is_wide ? cls : (uint8_t)JB_PUNCT_NONE, is_wide};
}

static bool is_latin_letter(const resolver *r, size_t i)
{
    return i < r->n && jb_ucd_is_letter(r->cps[i]) && !is_han(r->cps[i]);
}

/* A quote is judged by its neighbours until its partner comes, and then with it. */
static void resolve_quote(resolver *r, size_t i)
{
    uint32_t cp = r->cps[i];
    if (cp == 0x2019 && i > 0 && is_latin_letter(r, i - 1) && is_latin_letter(r, i + 1))
        return; /* an apostrophe */
    set_quote(r, i, has_han_beside(r, i, i));
    if (cp == 0x2018 || cp == 0x201C) {
        if (r->depth < DEEPEST_QUOTE)
            r->stack[r->depth++] = (open_quote){i, r->han};
        return;
    }
    size_t depth = r->depth;
    while (depth > 0 && r->cps[r->stack[depth - 1].at] != cp - 1)
        depth--;
    if (depth == 0)
        return; /* nothing to close: the stack stays for what comes */
    open_quote open = r->stack[depth - 1];
    r->depth = depth - 1;
    bool has_han_inside = r->han > open.han_before;
    bool is_wide = has_han_beside(r, open.at, i) || (r->lang_han && has_han_inside);
    set_quote(r, open.at, is_wide);
    set_quote(r, i, is_wide);
}

/* Dashes and ellipses: a run of two or more is set wide in Han text; a single one when
 * Han stands beside it. Returns the end of the run. */
static size_t resolve_run(resolver *r, size_t i, jb_punct doubled, jb_punct single)
{
    size_t end = i;
    while (end < r->n && r->cps[end] == r->cps[i])
        end++;
    bool is_beside = has_han_beside(r, i, end - 1);
    bool is_run = end - i >= 2;
    bool is_wide = is_beside || (is_run && r->lang_han);
    jb_punct cls = !is_wide ? JB_PUNCT_NONE : is_run ? doubled : single;
    for (size_t at = i; at < end; at++)
        r->into[at] = (jb_punct_at){(uint8_t)cls, is_wide};
    return end;
}

/* Marks narrow by nature that count as Chinese ones beside Han. */
static void resolve_shared(resolver *r, size_t i, jb_punct cls)
{
    uint32_t before = i > 0 ? r->cps[i - 1] : 0;
    uint32_t after = i + 1 < r->n ? r->cps[i + 1] : 0;
    bool is_left = is_han(neighbour_before(r->cps, i)) && before;
    bool is_right = is_han(neighbour_after(r->cps, r->n, i)) && after;
    /* A bullet also begins list items, so it needs Han at both sides. */
    bool is_ours = r->cps[i] == 0x2022 ? is_left && is_right : is_left || is_right;
    if (is_ours)
        r->into[i] = (jb_punct_at){(uint8_t)cls, cls == JB_PUNCT_MD};
}

static size_t resolve_at(resolver *r, size_t i, jb_punct cls)
{
    switch (r->cps[i]) {
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
        resolve_quote(r, i);
        return i + 1;
    case 0x2014: /* em dash, horizontal bar */
    case 0x2015:
        return resolve_run(r, i, JB_PUNCT_B2, JB_PUNCT_CN);
    case 0x2025: /* leaders */
    case 0x2026:
    case 0x22EF:
        return resolve_run(r, i, JB_PUNCT_IN, JB_PUNCT_IN);
    case 0x002F: /* solidus, middle dot, hyphen, en dash, bullet, hyphenation point */
    case 0x00B7:
    case 0x2010:
    case 0x2013:
    case 0x2022:
    case 0x2027:
        resolve_shared(r, i, cls);
        return i + 1;
    default:
        r->into[i].cls = (uint8_t)cls;
        r->into[i].is_wide = r->cps[i] >= 0x2E3A && !is_half_form(r->cps[i]);
        return i + 1;
    }
}

void jb_punct_resolve(const uint32_t *cps, size_t n, bool lang_han, jb_punct_at *into)
{
    resolver r = {.cps = cps, .n = n, .lang_han = lang_han, .into = into};
    for (size_t i = 0; i < n;) {
        into[i] = (jb_punct_at){JB_PUNCT_NONE, false};
        if (cps[i] >= 0x3400 && cps[i] <= 0x9FFF) { /* the bulk of Chinese text */
            r.han++;
            i++;
            continue;
        }
        jb_punct cls = jb_punct_class(cps[i]);
        r.han += is_han(cps[i]);
        i = cls == JB_PUNCT_NONE ? i + 1 : resolve_at(&r, i, cls);
    }
}
