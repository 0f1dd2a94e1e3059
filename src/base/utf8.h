/* UTF-8 in and out (RFC 3629: no surrogates, nothing over U+10FFFF, shortest form). */
#ifndef JB_UTF8_H
#define JB_UTF8_H

#include "base/str.h"

enum { JB_UTF8_REPLACEMENT = 0xFFFD };

/* As jb_utf8_next, for any byte. */
uint32_t jb_utf8_decode(jb_str text, size_t *at);

/* The code point at *at, which moves behind it. An ill-formed byte gives U+FFFD and
 * moves one byte. *at must be < text.len. */
static inline uint32_t jb_utf8_next(jb_str text, size_t *at)
{
    const unsigned char *byte = (const unsigned char *)text.at + *at;
    if (byte[0] < 0x80) {
        ++*at;
        return byte[0];
    }
    /* Most of Han, whose lead bytes begin nothing ill-formed. */
    if (text.len - *at >= 3 && byte[0] >= 0xE1 && byte[0] <= 0xEC &&
        (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) == 0x80) {
        *at += 3;
        return (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    }
    return jb_utf8_decode(text, at);
}

/* The code point that ends before *at, which moves to its start; *at must be > 0. */
uint32_t jb_utf8_prev(jb_str text, size_t *at);
/* Writes 1 to 4 bytes and returns how many. */
size_t jb_utf8_put(char into[4], uint32_t cp);
/* The offset of the first ill-formed byte, or text.len when all is well. */
size_t jb_utf8_invalid(jb_str text);
/* How many code points. */
size_t jb_utf8_count(jb_str text);
/* How many columns of a terminal (jb_ucd_width). */
int jb_utf8_columns(jb_str text);

#endif
