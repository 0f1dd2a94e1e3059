/* Bytes that need nothing done to them are copied in runs. */
#include "out/markup.h"

#include "base/utf8.h"

/* ---- text ---------------------------------------------------------------------- */

/* XML 1.0, 2.2: the characters a document may hold. */
static bool is_char(uint32_t cp)
{
    if (cp < 0x20)
        return cp == '\t' || cp == '\n' || cp == '\r';
    return cp < 0xD800 || (cp >= 0xE000 && cp != 0xFFFE && cp != 0xFFFF);
}

/* What stands for a character (XML 1.0, 2.4), NULL when it stands for itself. White space
 * in attributes would become blanks (3.3.3). */
static const char *escape_of(uint32_t cp, bool in_attr)
{
    switch (cp) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return in_attr ? "&quot;" : NULL;
    case '\t':
        return in_attr ? "&#9;" : NULL;
    case '\n':
        return in_attr ? "&#10;" : NULL;
    case '\r':
        return in_attr ? " " : NULL;
    default:
        return is_char(cp) ? NULL : "\xEF\xBF\xBD"; /* U+FFFD */
    }
}

static void put_escaped(jb_buf *out, jb_str text, bool in_attr)
{
    size_t copied = 0;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t cp = jb_utf8_next(text, &at);
        bool is_broken = cp == JB_UTF8_REPLACEMENT && at == from + 1;
        const char *escape = is_broken ? "\xEF\xBF\xBD" : escape_of(cp, in_attr);
        if (!escape)
            continue;
        jb_buf_put(out, text.at + copied, from - copied);
        jb_buf_puts(out, escape);
        copied = at;
    }
    if (copied < text.len)
        jb_buf_put(out, text.at + copied, text.len - copied);
}

/* ---- elements ------------------------------------------------------------------ */

/* HTML, 13.1.2: elements that have no end tag. */
static bool is_void(const char *name)
{
    static const char *const names[] = {"area",   "base",  "br",    "col",  "embed",
                                        "hr",     "img",   "input", "link", "meta",
                                        "source", "track", "wbr"};
    for (size_t i = 0; i < JB_COUNT(names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static void end_tag(jb_markup *markup)
{
    if (markup->is_tag_open)
        jb_buf_putc(markup->out, '>');
    markup->is_tag_open = false;
}

void jb_markup_open(jb_markup *markup, const char *name)
{
    end_tag(markup);
    markup->count++;
    if (markup->depth < JB_MARKUP_DEPTH) {
        jb_buf_putc(markup->out, '<');
        jb_buf_puts(markup->out, name);
        markup->open[markup->depth] = name;
        markup->numbers[markup->depth] = markup->count;
        markup->is_tag_open = true;
    }
    markup->depth++;
}

void jb_markup_attr_str(jb_markup *markup, const char *name, jb_str value)
{
    if (!markup->is_tag_open)
        return;
    jb_buf_putc(markup->out, ' ');
    jb_buf_puts(markup->out, name);
    jb_buf_puts(markup->out, "=\"");
    put_escaped(markup->out, value, true);
    jb_buf_putc(markup->out, '"');
}

void jb_markup_attr(jb_markup *markup, const char *name, const char *value)
{
    if (value)
        jb_markup_attr_str(markup, name, jb_str_of(value));
}

void jb_markup_attr_int(jb_markup *markup, const char *name, long value)
{
    char text[24];
    snprintf(text, sizeof text, "%ld", value);
    jb_markup_attr(markup, name, text);
}

void jb_markup_close(jb_markup *markup)
{
    JB_MUST(markup->depth > 0, "an end tag without its element");
    if (--markup->depth >= JB_MARKUP_DEPTH)
        return;
    const char *name = markup->open[markup->depth];
    if (markup->is_tag_open && is_void(name)) {
        jb_buf_puts(markup->out, "/>");
        markup->is_tag_open = false;
        return;
    }
    end_tag(markup);
    jb_buf_puts(markup->out, "</");
    jb_buf_puts(markup->out, name);
    jb_buf_putc(markup->out, '>');
}

void jb_markup_element(jb_markup *markup, const char *name, const char *text)
{
    if (!text)
        return;
    jb_markup_open(markup, name);
    jb_markup_text(markup, jb_str_of(text));
    jb_markup_close(markup);
}

void jb_markup_meta(jb_markup *markup, const char *key, const char *name,
                    const char *content)
{
    if (!content)
        return;
    jb_markup_open(markup, "meta");
    jb_markup_attr(markup, key, name);
    jb_markup_attr(markup, "content", content);
    jb_markup_close(markup);
    jb_markup_line(markup);
}

void jb_markup_text(jb_markup *markup, jb_str text)
{
    if (text.len == 0)
        return;
    end_tag(markup);
    put_escaped(markup->out, text, false);
}

void jb_markup_line(jb_markup *markup)
{
    end_tag(markup);
    jb_buf_putc(markup->out, '\n');
}

void jb_markup_raw(jb_markup *markup, jb_str bytes)
{
    end_tag(markup);
    jb_buf_put_str(markup->out, bytes);
}
