/* A formula is a row of characters narrower than Han without spaces; a short one (Q=10,
 * C++17, 5G+AI) is a word like others and stays whole. */
#include "text/formula.h"

#include "base/ucd.h"

enum {
    LONG = 12, /* characters: about as wide as six Han, which gaps can't make up for */
    TERM = 3   /* characters on each side at least */
};

static bool is_operator(uint32_t cp)
{
    static const uint32_t signs[] = {
        '+',    '<',    '=',    '>',    0xB1,   0xB7,   0xD7,
        0xF7,   0x2192, 0x2217, 0x2218, 0x221D, 0x223C, 0x2243,
        0x2245, 0x2248, 0x2260, 0x2261, 0x2264, 0x2265, 0x22C5,
    };
    for (size_t k = 0; k < JB_COUNT(signs); k++)
        if (signs[k] == cp)
            return true;
    return false;
}

static bool is_term(uint32_t cp)
{
    return cp < 0x2E80 && (jb_ucd_is_letter(cp) || jb_ucd_is_digit(cp));
}

static bool ends_term(uint32_t cp)
{
    bool is_raised = cp == 0xB2 || cp == 0xB3 || cp == 0xB9 || cp == 0x2032 ||
                     (cp >= 0x2070 && cp <= 0x209C);
    return is_term(cp) || is_raised || cp == ')' || cp == ']' || cp == '}' || cp == '%';
}

static bool begins_term(uint32_t cp)
{
    return is_term(cp) || cp == '(' || cp == '[' || cp == '{' || cp == 0x221A;
}

/* What a formula is made of: no spaces, no general punctuation, nothing wide. */
static bool is_part(uint32_t cp)
{
    return cp > ' ' && cp != 0xA0 && cp < 0x2E80 && (cp < 0x2000 || cp > 0x2031);
}

bool jb_formula_breaks(const uint32_t *cps, size_t n, size_t i)
{
    if (i < 2 || !is_operator(cps[i - 1]) || !begins_term(cps[i]))
        return false;
    size_t sign = i - 1;
    while (sign > 0 && is_operator(cps[sign - 1]) && i - sign < LONG)
        sign--;
    if (sign == 0 || !ends_term(cps[sign - 1]))
        return false;
    size_t before = 0, after = 0;
    while (before < LONG && before < sign && is_part(cps[sign - 1 - before]))
        before++;
    while (after < LONG && i + after < n && is_part(cps[i + after]))
        after++;
    return before >= TERM && after >= TERM && before + (i - sign) + after >= LONG;
}
