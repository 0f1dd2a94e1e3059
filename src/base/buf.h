/* Growable bytes on the heap with a sticky error: writers do not check each append,
 * the end does. */
#ifndef JB_BUF_H
#define JB_BUF_H

#include "base/str.h"

/* Zero-initialised is an empty buffer without a limit. */
typedef struct jb_buf {
    char *at;    /* owned; NUL-terminated once anything was written */
    size_t len;  /* bytes */
    size_t cap;  /* bytes allocated */
    size_t max;  /* bytes; 0 = no limit */
    bool failed; /* the limit was met; further writes do nothing */
} jb_buf;

void jb_buf_put(jb_buf *buf, const void *bytes, size_t len);
/* Adds len bytes for the caller to fill in before the next write; NULL when the limit was
 * met. */
char *jb_buf_room(jb_buf *buf, size_t len);
void jb_buf_put_str(jb_buf *buf, jb_str text);
void jb_buf_puts(jb_buf *buf, const char *text);

static inline void jb_buf_putc(jb_buf *buf, char c)
{
    if (buf->failed || buf->max || buf->cap - buf->len < 2) {
        jb_buf_put(buf, &c, 1);
        return;
    }
    buf->at[buf->len++] = c;
    buf->at[buf->len] = 0;
}

void jb_buf_put_cp(jb_buf *buf, uint32_t code_point); /* as UTF-8 */
void jb_buf_printf(jb_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Decimal number value / 10^decimals without trailing zeros: (12500, 3) -> "12.5". */
void jb_buf_put_decimal(jb_buf *buf, int64_t value, int decimals);
/* `before`, then a length (thousandths of a point) in points: ("x ", 12500) -> "x 12.5". */
void jb_buf_put_points(jb_buf *buf, const char *before, int64_t mpt);
/* A JSON string with its quotes; what would steer a terminal is escaped
 * (jb_ucd_is_steering), bytes that are no UTF-8 become U+FFFD. */
void jb_buf_put_json(jb_buf *buf, jb_str text);
/* The bytes so far; valid until the next write. */
jb_str jb_buf_str(const jb_buf *buf);
void jb_buf_clear(jb_buf *buf);
void jb_buf_fini(jb_buf *buf);

#endif
