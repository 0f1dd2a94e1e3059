/* Block style: a line a value (YAML 1.2.2, chapters 7 and 8). */
#include "out/commonmark_front.h"

#include "base/ucd.h"
#include "base/utf8.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum { STEP = 2 };

static bool is_printable(uint32_t cp)
{
    return cp >= 0x20 && !(cp >= 0x7F && cp < 0xA0) && cp != 0x2028 && cp != 0x2029 &&
           cp != 0xFEFF && cp != JB_UTF8_REPLACEMENT;
}

static bool is_all_printable(jb_str text)
{
    for (size_t at = 0; at < text.len;)
        if (!is_printable(jb_utf8_next(text, &at)))
            return false;
    return true;
}

/* What YAML or people take for something else than a text: null, a list, a tag ... */
static bool is_plain(jb_str text)
{
    if (!text.len || jb_str_trim(text).len != text.len || !is_all_printable(text) ||
        strchr("-?:,[]{}#&*!|>'\"%@`~=", text.at[0]) || jb_str_is(text, "null") ||
        jb_str_is(text, "Null") || jb_str_is(text, "NULL"))
        return false;
    return jb_str_find(text, ": ") == text.len && jb_str_find(text, " #") == text.len &&
           text.at[text.len - 1] != ':';
}

static void put_double(jb_str text, jb_buf *into)
{
    jb_buf_putc(into, '"');
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t cp = jb_utf8_next(text, &at);
        if (cp == '"' || cp == '\\')
            jb_buf_printf(into, "\\%c", (char)cp);
        else if (cp == '\n')
            jb_buf_puts(into, "\\n");
        else if (!is_printable(cp))
            jb_buf_printf(into, "\\u%04X", (unsigned)cp);
        else
            jb_buf_put(into, text.at + from, at - from);
    }
    jb_buf_putc(into, '"');
}

static void put_text(jb_str text, bool is_quoted, jb_buf *into)
{
    if (!is_quoted && is_plain(text)) {
        jb_buf_put_str(into, text);
        return;
    }
    if (!is_all_printable(text)) {
        put_double(text, into);
        return;
    }
    jb_buf_putc(into, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\'')
            jb_buf_putc(into, '\'');
        jb_buf_putc(into, text.at[i]);
    }
    jb_buf_putc(into, '\'');
}

/* A literal block can't hold every character. */
static bool can_be_literal(jb_str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = jb_utf8_next(text, &at);
        if (cp != '\n' && cp != '\t' && !is_printable(cp))
            return false;
    }
    return jb_str_trim(text).len > 0;
}

/* Lines below the header |, with the number of blanks where the first line begins with
 * some, and how the line ends at the end are kept. */
static void put_literal(jb_str text, int indent, jb_buf *into)
{
    size_t end = text.len;
    while (end && text.at[end - 1] == '\n')
        end--;
    size_t breaks = text.len - end, first = 0;
    while (first < end && text.at[first] == '\n')
        first++;
    jb_buf_putc(into, '|');
    if (text.at[first] == ' ' || text.at[first] == '\t')
        jb_buf_printf(into, "%d", STEP);
    jb_buf_puts(into, breaks == 0 ? "-\n" : breaks == 1 ? "\n" : "+\n");
    for (size_t at = 0; at < text.len;) {
        jb_str rest = jb_str_slice(text, at, text.len);
        jb_str line = jb_str_slice(rest, 0, jb_str_find(rest, "\n"));
        jb_buf_printf(into, "%*s", line.len ? indent : 0, "");
        jb_buf_put_str(into, line);
        jb_buf_putc(into, '\n');
        at += line.len + 1;
    }
}

static void put_pairs(const jb_val *map, int indent, bool is_inline, jb_buf *into);

static void put_items(const jb_val *list, int indent, jb_buf *into);

/* What stands behind "key:" or "-", up to the line end and beyond. */
static void put_value(const jb_val *val, int indent, bool is_item, jb_buf *into)
{
    if (val->kind == JB_VAL_SCALAR && val->is_null) {
        jb_buf_puts(into, is_item ? " ~\n" : "\n");
    } else if (val->kind == JB_VAL_SCALAR && val->is_literal &&
               can_be_literal(val->text)) {
        jb_buf_putc(into, ' ');
        put_literal(val->text, indent + STEP, into);
    } else if (val->kind == JB_VAL_SCALAR) {
        jb_buf_putc(into, ' ');
        put_text(val->text, val->is_quoted || val->is_literal, into);
        jb_buf_putc(into, '\n');
    } else if (val->count == 0) {
        jb_buf_puts(into, val->kind == JB_VAL_MAP ? " {}\n" : " []\n");
    } else if (val->kind == JB_VAL_MAP) {
        jb_buf_putc(into, is_item ? ' ' : '\n');
        put_pairs(val, indent + STEP, is_item, into);
    } else {
        jb_buf_putc(into, '\n');
        put_items(val, indent + STEP, into);
    }
}

static void put_key(jb_str key, int indent, jb_buf *into)
{
    jb_buf_printf(into, "%*s", indent, "");
    put_text(key, false, into);
    jb_buf_putc(into, ':');
}

/* is_inline: the first key stands on a line that was begun. */
static void put_pairs(const jb_val *map, int indent, bool is_inline, jb_buf *into)
{
    for (size_t i = 0; i < map->count; i++) {
        put_key(map->pairs[i].key, i || !is_inline ? indent : 0, into);
        put_value(map->pairs[i].value, indent, false, into);
    }
}

static void put_items(const jb_val *list, int indent, jb_buf *into)
{
    for (size_t i = 0; i < list->count; i++) {
        jb_buf_printf(into, "%*s-", indent, "");
        put_value(list->items[i], indent, true, into);
    }
}

void jb_commonmark_front_pair(jb_str key, const jb_val *val, int indent, jb_buf *into)
{
    put_key(key, indent, into);
    put_value(val, indent, false, into);
}

void jb_commonmark_front_text(jb_str key, jb_str text, int indent, jb_buf *into)
{
    put_key(key, indent, into);
    jb_buf_putc(into, ' ');
    put_text(text, false, into);
    jb_buf_putc(into, '\n');
}

void jb_commonmark_front_literal(jb_str key, jb_str text, int indent, jb_buf *into)
{
    put_key(key, indent, into);
    jb_buf_putc(into, ' ');
    put_literal(text, indent + STEP, into);
}

/* NOLINTEND(misc-no-recursion) */
