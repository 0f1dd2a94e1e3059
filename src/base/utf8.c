/* UTF-8 decoding by the table of well-formed sequences (Unicode 15, table 3-7). */
#include "base/utf8.h"

#include "base/ucd.h"

/* Length of the sequence a lead byte begins, 0 when it begins none. */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* The code point at text.at[at], or UINT32_MAX when it is ill-formed. */
static uint32_t decode(jb_str text, size_t at, size_t *len)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)text.at + at;
    size_t need = sequence_length(byte[0]);
    *len = 1;
    if (need == 0 || at + need > text.len)
        return UINT32_MAX;
    if (need == 1)
        return byte[0];
    uint32_t cp = byte[0] & (0xFFu >> (need + 1));
    for (size_t i = 1; i < need; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return UINT32_MAX;
        cp = cp << 6 | (byte[i] & 0x3Fu);
    }
    if (cp < least[need] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return UINT32_MAX;
    *len = need;
    return cp;
}

uint32_t jb_utf8_decode(jb_str text, size_t *at)
{
    size_t len;
    uint32_t cp = decode(text, *at, &len);
    *at += len;
    return cp == UINT32_MAX ? (uint32_t)JB_UTF8_REPLACEMENT : cp;
}

uint32_t jb_utf8_prev(jb_str text, size_t *at)
{
    size_t start = *at - 1;
    while (start > 0 && *at - start < 4 &&
           ((unsigned char)text.at[start] & 0xC0) == 0x80)
        start--;
    size_t end = start;
    uint32_t cp = jb_utf8_next(text, &end);
    if (end == *at) { /* an ill-formed byte goes alone, too */
        *at = start;
        return cp;
    }
    *at -= 1;
    return JB_UTF8_REPLACEMENT;
}

size_t jb_utf8_put(char into[4], uint32_t cp)
{
    if (cp < 0x80) {
        into[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        into[0] = (char)(0xC0 | cp >> 6);
        into[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        into[0] = (char)(0xE0 | cp >> 12);
        into[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        into[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    into[0] = (char)(0xF0 | cp >> 18);
    into[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    into[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    into[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t jb_utf8_invalid(jb_str text)
{
    for (size_t at = 0, before, len; at < text.len;) {
        before = at;
        if (jb_utf8_next(text, &at) == JB_UTF8_REPLACEMENT &&
            decode(text, before, &len) == UINT32_MAX)
            return before;
    }
    return text.len;
}

size_t jb_utf8_count(jb_str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++)
        jb_utf8_next(text, &at);
    return count;
}

int jb_utf8_columns(jb_str text)
{
    int columns = 0;
    for (size_t at = 0; at < text.len;)
        columns += jb_ucd_width(jb_utf8_next(text, &at));
    return columns;
}
