/* The growable byte buffer. */
#include "base/buf.h"

#include <stdarg.h>

#include "base/ucd.h"
#include "base/utf8.h"

/* Room for len more bytes and a NUL; false when the buffer has failed. */
static bool reserve(jb_buf *buf, size_t len)
{
    if (buf->failed)
        return false;
    if (len > SIZE_MAX / 4 || (buf->max && len > buf->max - buf->len)) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + len + 1;
    if (need <= buf->cap)
        return true;
    size_t cap = JB_MAX(need, 2 * buf->cap);
    cap = JB_MAX(cap, (size_t)64);
    char *moved = realloc(buf->at, cap);
    if (!moved)
        jb_base_out_of_memory(cap);
    buf->at = moved;
    buf->cap = cap;
    return true;
}

void jb_buf_put(jb_buf *buf, const void *bytes, size_t len)
{
    if (!reserve(buf, len))
        return;
    if (len)
        memcpy(buf->at + buf->len, bytes, len);
    buf->len += len;
    buf->at[buf->len] = 0;
}

char *jb_buf_room(jb_buf *buf, size_t len)
{
    if (!reserve(buf, len))
        return NULL;
    char *room = buf->at + buf->len;
    buf->len += len;
    buf->at[buf->len] = 0;
    return room;
}

void jb_buf_put_str(jb_buf *buf, jb_str text)
{
    jb_buf_put(buf, text.at, text.len);
}

void jb_buf_puts(jb_buf *buf, const char *text)
{
    jb_buf_put(buf, text, strlen(text));
}

void jb_buf_put_cp(jb_buf *buf, uint32_t code_point)
{
    char bytes[4];
    jb_buf_put(buf, bytes, jb_utf8_put(bytes, code_point));
}

void jb_buf_printf(jb_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    JB_MUST(len >= 0, "bad format");
    if (!reserve(buf, (size_t)len))
        return;
    va_start(args, format);
    vsnprintf(buf->at + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

void jb_buf_put_decimal(jb_buf *buf, int64_t value, int decimals)
{
    char digits[32];
    int at = (int)sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    bool written = false;
    for (int i = 0; i < decimals; i++, rest /= 10) {
        if (rest % 10 || written) {
            digits[--at] = (char)('0' + rest % 10);
            written = true;
        }
    }
    if (written)
        digits[--at] = '.';
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    jb_buf_put(buf, digits + at, sizeof digits - (size_t)at);
}

void jb_buf_put_points(jb_buf *buf, const char *before, int64_t mpt)
{
    jb_buf_puts(buf, before);
    jb_buf_put_decimal(buf, mpt, 3);
}

void jb_buf_put_json(jb_buf *buf, jb_str text)
{
    jb_buf_putc(buf, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = jb_utf8_next(text, &at);
        if (cp == '"' || cp == '\\')
            jb_buf_printf(buf, "\\%c", (char)cp);
        else if (cp == '\n')
            jb_buf_puts(buf, "\\n");
        else if (jb_ucd_is_steering(cp))
            jb_buf_printf(buf, "\\u%04x", (unsigned)cp);
        else
            jb_buf_put_cp(buf, cp);
    }
    jb_buf_putc(buf, '"');
}

jb_str jb_buf_str(const jb_buf *buf)
{
    return (jb_str){buf->at, buf->len};
}

void jb_buf_clear(jb_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

void jb_buf_fini(jb_buf *buf)
{
    free(buf->at);
    *buf = (jb_buf){0};
}
