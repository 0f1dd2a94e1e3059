/* Lengths are read with integers only, so that every machine gets the same ones. */
#include "base/geom.h"

/* [+-]digits[.digits], up to `decimals` decimals, scaled by 10^decimals; *used is set to
 * the bytes read. */
static bool number(jb_str text, int decimals, int64_t *out, size_t *used)
{
    size_t at = 0;
    bool negative = text.len > 0 && text.at[0] == '-';
    if (text.len > 0 && (text.at[0] == '-' || text.at[0] == '+'))
        at++;
    int64_t value = 0;
    int digits = 0, after = -1;
    for (; at < text.len; at++) {
        char c = text.at[at];
        if (c == '.' && after < 0) {
            after = 0;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        if (after >= 0 && ++after > decimals)
            return false;
        if (++digits > 15)
            return false;
        value = value * 10 + (c - '0');
    }
    if (digits == 0 || after == 0)
        return false;
    for (int i = after < 0 ? 0 : after; i < decimals; i++)
        value *= 10;
    *out = negative ? -value : value;
    *used = at;
    return true;
}

bool jb_geom_thousandths(jb_str text, int64_t *out)
{
    size_t used;
    return number(text, 3, out, &used) && used == text.len;
}

int64_t jb_geom_scale_wide(int64_t value, int64_t numerator, int64_t denominator)
{
    __extension__ typedef __int128 wide;
    wide product = (wide)value * numerator;
    wide half = denominator / 2;
    return (int64_t)((product < 0 ? product - half : product + half) / denominator);
}

/* Chinese type sizes by name: 0 hao to 8 hao, and "small" ones up to 6 hao. */
static bool named_size(jb_str text, jb_length *out)
{
    static const struct {
        const char *name;
        jb_mpt size;
    } names[] = {
        {"\u521d\u53f7", 42000}, {"\u5c0f\u521d", 36000}, {"\u4e00\u53f7", 26000},
        {"\u5c0f\u4e00", 24000}, {"\u4e8c\u53f7", 22000}, {"\u5c0f\u4e8c", 18000},
        {"\u4e09\u53f7", 16000}, {"\u5c0f\u4e09", 15000}, {"\u56db\u53f7", 14000},
        {"\u5c0f\u56db", 12000}, {"\u4e94\u53f7", 10500}, {"\u5c0f\u4e94", 9000},
        {"\u516d\u53f7", 7500},  {"\u5c0f\u516d", 6500},  {"\u4e03\u53f7", 5500},
        {"\u516b\u53f7", 5000}};
    for (size_t i = 0; i < JB_COUNT(names); i++) {
        if (jb_str_is(text, names[i].name)) {
            *out = (jb_length){.fixed = names[i].size};
            return true;
        }
    }
    return false;
}

bool jb_geom_length(jb_str text, jb_length *out)
{
    /* mpt per unit, as a fraction. */
    static const struct {
        const char *name;
        int64_t mpt, per;
    } units[] = {{"pt", 1000, 1},
                 {"mm", 720000, 254},
                 {"cm", 7200000, 254},
                 {"in", 72000, 1},
                 {"px", 750, 1}};
    int64_t value;
    size_t used;
    text = jb_str_trim(text);
    if (named_size(text, out))
        return true;
    if (!number(text, 4, &value, &used) || value > 10000000000 || value < -10000000000)
        return false;
    jb_str unit = jb_str_trim(jb_str_slice(text, used, text.len));
    *out = (jb_length){0, 0};
    if (unit.len == 0)
        return value == 0;
    if (jb_str_is(unit, "em")) {
        out->em_1000 = (int32_t)jb_geom_scale(value, 1, 10);
        return true;
    }
    for (size_t i = 0; i < JB_COUNT(units); i++) {
        if (!jb_str_is(unit, units[i].name))
            continue;
        int64_t mpt = jb_geom_scale(value, units[i].mpt, units[i].per * 10000);
        if (mpt > 1000000000 || mpt < -1000000000)
            return false;
        out->fixed = (jb_mpt)mpt;
        return true;
    }
    return false;
}

bool jb_geom_colour(jb_str text, jb_colour *out)
{
    text = jb_str_trim(text);
    if ((text.len != 7 && text.len != 4) || text.at[0] != '#')
        return false;
    jb_colour colour = 0;
    for (size_t i = 1; i < text.len; i++) {
        char c = text.at[i];
        uint32_t digit;
        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            digit = (uint32_t)((c | 32) - 'a' + 10);
        else
            return false;
        colour = colour << 4 | digit;
        if (text.len == 4)
            colour = colour << 4 | digit;
    }
    *out = colour;
    return true;
}

jb_mpt jb_geom_resolve(jb_length length, jb_mpt em)
{
    return length.fixed + (jb_mpt)jb_geom_scale(length.em_1000, em, 1000);
}
