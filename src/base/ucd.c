/* Character properties, read out of the generated records. */
#include "base/ucd.h"

#include "base/ucd_tables.h"

static bool has(uint32_t code_point, uint32_t bit)
{
    return (jb_ucd_tables_at(code_point) & bit) != 0;
}

static jb_ucd_gcb gcb_of(uint32_t record)
{
    return (jb_ucd_gcb)(record >> 8 & 15);
}

jb_ucd_lb jb_ucd_line_break(uint32_t code_point)
{
    return (jb_ucd_lb)(jb_ucd_tables_at(code_point) & 63);
}

jb_ucd_class jb_ucd_class_of(uint32_t code_point)
{
    return (jb_ucd_class)(jb_ucd_tables_at(code_point) >> 6 & 3);
}

bool jb_ucd_is_east_asian(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_EAST_ASIAN);
}

int jb_ucd_width(uint32_t code_point)
{
    return (int)(jb_ucd_tables_at(code_point) >> 12 & 3);
}

bool jb_ucd_is_letter(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_LETTER);
}

bool jb_ucd_is_point(uint32_t code_point)
{
    return code_point == '.' || code_point == 0x066B;
}

bool jb_ucd_is_group(uint32_t code_point)
{
    return code_point == ',' || code_point == 0x066C;
}

bool jb_ucd_is_digit(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_DIGIT);
}

bool jb_ucd_is_mark(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_MARK);
}

bool jb_ucd_is_control(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_CONTROL);
}

bool jb_ucd_is_steering(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0x200E || cp == 0x200F ||
           (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
           cp == 0xFEFF;
}

bool jb_ucd_is_ignorable(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_IGNORABLE);
}

bool jb_ucd_is_emoji(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_EMOJI);
}

bool jb_ucd_is_pictographic(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_PICTOGRAPHIC);
}

bool jb_ucd_is_assigned(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_ASSIGNED);
}

bool jb_ucd_is_compatibility_han(uint32_t code_point)
{
    return has(code_point, JB_UCD_BIT_COMPATIBILITY);
}

jb_ucd_bidi jb_ucd_bidi_class(uint32_t code_point)
{
    return (jb_ucd_bidi)(jb_ucd_tables_at(code_point) >> 24 & 31);
}

uint32_t jb_ucd_bracket(uint32_t code_point, bool *is_open)
{
    for (size_t i = 0; i < 2 * JB_UCD_BRACKETS; i++)
        if (jb_ucd_tables_bracket[i] == code_point) {
            uint32_t open = jb_ucd_tables_bracket[i & ~(size_t)1];
            *is_open = i % 2 == 0;
            /* The deprecated angle brackets are equivalent to the CJK ones. */
            return open == 0x2329 ? 0x3008 : open;
        }
    return 0;
}

/* GB6 to GB8: the parts of a Hangul syllable. */
static bool is_syllable(jb_ucd_gcb a, jb_ucd_gcb b)
{
    if (a == JB_UCD_GCB_L)
        return b == JB_UCD_GCB_L || b == JB_UCD_GCB_V || b == JB_UCD_GCB_LV ||
               b == JB_UCD_GCB_LVT;
    if (a == JB_UCD_GCB_LV || a == JB_UCD_GCB_V)
        return b == JB_UCD_GCB_V || b == JB_UCD_GCB_T;
    return (a == JB_UCD_GCB_LVT || a == JB_UCD_GCB_T) && b == JB_UCD_GCB_T;
}

static bool is_line_end(jb_ucd_gcb a)
{
    return a == JB_UCD_GCB_CR || a == JB_UCD_GCB_LF || a == JB_UCD_GCB_CONTROL;
}

bool jb_ucd_cluster_break(uint32_t before, uint32_t after)
{
    uint32_t record = jb_ucd_tables_at(after);
    jb_ucd_gcb a = gcb_of(jb_ucd_tables_at(before)), b = gcb_of(record);
    if ((a | b) == JB_UCD_GCB_OTHER)
        return true;
    if (a == JB_UCD_GCB_CR && b == JB_UCD_GCB_LF) /* GB3 */
        return false;
    if (is_line_end(a) || is_line_end(b)) /* GB4, GB5 */
        return true;
    if (b == JB_UCD_GCB_EXTEND || b == JB_UCD_GCB_ZWJ || b == JB_UCD_GCB_SPACINGMARK)
        return false;            /* GB9, GB9a */
    if (a == JB_UCD_GCB_PREPEND) /* GB9b */
        return false;
    if (a == JB_UCD_GCB_ZWJ && (record & JB_UCD_BIT_PICTOGRAPHIC)) /* GB11 */
        return false;
    if (a == JB_UCD_GCB_REGIONAL_INDICATOR && b == a) /* GB12, GB13 by the pair */
        return false;
    return !is_syllable(a, b);
}
