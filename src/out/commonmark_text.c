/* Only what would be notation is escaped, so that sources stay readable. */
#include "out/commonmark_text.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "data/mend.h"

enum { NO_BREAK_SPACE = 0xA0, IDEOGRAPHIC_SPACE = 0x3000, WIDE_BAR = 0xFF5C };

typedef struct escaper {
    jb_str text;
    unsigned where;
    bool has_brace, has_bar; /* somewhere in the text: together they may be ruby */
} escaper;

static bool is_alpha(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(int c)
{
    return is_alpha(c) || is_digit(c);
}

/* The byte at `at`, 0 beyond the text. */
static int byte_at(const escaper *e, size_t at)
{
    return at < e->text.len ? (unsigned char)e->text.at[at] : 0;
}

static bool is_among(int c, const char *among)
{
    return c && strchr(among, c);
}

/* Whether a character reference could begin at the & at `at`. */
static bool is_entity(const escaper *e, size_t at)
{
    enum { NAME_MAX = 40 };
    size_t end = at + 1;
    while (end < at + NAME_MAX && (is_alnum(byte_at(e, end)) || byte_at(e, end) == '#'))
        end++;
    return end > at + 1 && byte_at(e, end) == ';';
}

/* Whether the colon at `at` would make a link of an address. */
static bool is_scheme(const escaper *e, size_t at)
{
    jb_str before = jb_str_slice(e->text, at >= 5 ? at - 5 : 0, at);
    jb_str last =
        jb_str_slice(before, before.len >= 4 ? before.len - 4 : 0, before.len);
    return (jb_str_is(before, "https") || jb_str_is(last, "http")) &&
           jb_str_starts(jb_str_slice(e->text, at, e->text.len), "://");
}

/* A dot or bracket behind a number that begins a block: 1. and 1) are lists. */
static bool ends_number(const escaper *e, size_t at)
{
    int next = byte_at(e, at + 1);
    for (size_t i = 0; i < at; i++)
        if (!is_digit(e->text.at[i]))
            return false;
    return at > 0 && (next == 0 || next == ' ' || next == '\t');
}

/* Marks that are notation at the start of a block only. */
static bool is_block_mark(const escaper *e, size_t at)
{
    int c = byte_at(e, at), next = byte_at(e, at + 1);
    if (!(e->where & JB_COMMONMARK_BLOCK))
        return false;
    if (c == '.' || c == ')')
        return ends_number(e, at);
    if (at > 0)
        return false;
    if (c == '-' || c == '+' || c == '=')
        return next == 0 || next == ' ' || next == '\t' || next == c;
    return c == '#' || c == '>' || c == '|' || (c == ':' && next == ':');
}

static bool is_tilde_mark(const escaper *e, size_t at)
{
    int before = at ? byte_at(e, at - 1) : 0;
    bool is_range = is_digit(before) || before >= 0x80;
    return !is_range || byte_at(e, at + 1) == '~';
}

static bool is_bracket_mark(const escaper *e, size_t at)
{
    int c = byte_at(e, at), next = byte_at(e, at + 1);
    if (e->where & JB_COMMONMARK_BRACKETS)
        return true;
    if (next == 0)
        return !(e->where & JB_COMMONMARK_END);
    return c == '[' ? next == '^' : is_among(next, "([{:");
}

/* Behind a footnote's mark a colon would make a footnote of it, a bracket a link. */
static bool is_behind_note(const escaper *e, size_t at)
{
    return at == 0 && (e->where & JB_COMMONMARK_NOTE);
}

static bool is_colon_mark(const escaper *e, size_t at)
{
    return is_behind_note(e, at) ||
           (!(e->where & JB_COMMONMARK_LINK) && is_scheme(e, at));
}

/* Whether the ASCII mark at `at` is notation. */
static bool is_mark(const escaper *e, size_t at)
{
    int before = at ? byte_at(e, at - 1) : 0, next = byte_at(e, at + 1);
    switch (byte_at(e, at)) {
    case '\\':
    case '`':
    case '*':
    case '^':
        return true;
    case '_':
        return !is_alnum(before) || !is_alnum(next);
    case '~':
        return is_tilde_mark(e, at);
    case '[':
    case ']':
        return is_bracket_mark(e, at);
    case '{':
        return at == 0 || before == ']' || next == '#' || e->has_bar;
    case '|':
        return (e->where & JB_COMMONMARK_ROW) || e->has_brace;
    case '<':
        return next == 0 || is_alpha(next) || is_among(next, "/!?");
    case '!':
        return next == '[' || (next == 0 && !(e->where & JB_COMMONMARK_END));
    case '&':
        return is_entity(e, at);
    case '#':
        return next == 0;
    case ':':
        return is_colon_mark(e, at);
    case '(':
        return is_behind_note(e, at);
    default:
        return false;
    }
}

static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == NO_BREAK_SPACE || cp == IDEOGRAPHIC_SPACE;
}

/* A box of a task that is none (GFM 5.3). */
static bool is_box(const escaper *e)
{
    return byte_at(e, 0) == '[' && is_among(byte_at(e, 1), " xX") &&
           byte_at(e, 2) == ']' && byte_at(e, 3) == ' ';
}

/* Characters that a reader drops or takes for something else wherever they stand by
 * themselves: these are written as references. */
static bool is_reference(const escaper *e, uint32_t cp, size_t from, size_t to)
{
    bool is_first = from == 0 && (e->where & JB_COMMONMARK_START);
    bool is_last = to == e->text.len && (e->where & JB_COMMONMARK_END);
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x200B || cp == 0xFEFF ||
        cp == 0x2028 || cp == 0x2029)
        return true;
    if (is_space(cp))
        return is_first || is_last;
    if (cp == WIDE_BAR)
        return e->has_brace && !(e->where & JB_COMMONMARK_ROW);
    return is_first && (e->where & JB_COMMONMARK_BLOCK) &&
           (is_box(e) || jb_mend_bullet(e->text));
}

/* In rows as in GFM a bar of full width ends no cell. */
static bool is_row_bar(uint32_t cp, unsigned where)
{
    return (where & JB_COMMONMARK_ROW) &&
           (cp == '|' || (cp == WIDE_BAR && !(where & JB_COMMONMARK_GFM)));
}

void jb_commonmark_text_put(jb_str text, unsigned where, jb_buf *into)
{
    escaper e = {.text = text, .where = where};
    e.has_brace = jb_str_find(text, "{") < text.len;
    e.has_bar = jb_str_find(text, "|") < text.len ||
                jb_str_find(text, "\xEF\xBD\x9C") < text.len;
    if (!(where & JB_COMMONMARK_START))
        e.where &= ~(unsigned)JB_COMMONMARK_BLOCK;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t cp = jb_utf8_next(text, &at);
        bool is_wide_bar = cp == WIDE_BAR && is_row_bar(cp, where);
        if (is_reference(&e, cp, from, at)) {
            jb_buf_printf(into, "&#%u;", (unsigned)cp);
            continue;
        }
        if (from == 0 && cp == '^' && (where & JB_COMMONMARK_BRACKETS))
            jb_buf_puts(into,
                        "<!-- -->"); /* cmark takes even an escaped one for a note */
        if (is_wide_bar ||
            (cp < 0x80 && (is_mark(&e, from) || is_block_mark(&e, from))))
            jb_buf_putc(into, '\\');
        jb_buf_put(into, text.at + from, at - from);
    }
}

bool jb_commonmark_text_is_plain(jb_str text, unsigned where)
{
    jb_buf escaped = {0};
    jb_commonmark_text_put(text, where, &escaped);
    bool is_plain = jb_str_equal(jb_buf_str(&escaped), text);
    jb_buf_fini(&escaped);
    return is_plain;
}

void jb_commonmark_text_raw(jb_str text, unsigned where, jb_buf *into)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (is_row_bar(jb_utf8_next(text, &at), where))
            jb_buf_putc(into, '\\');
        jb_buf_put(into, text.at + from, at - from);
    }
}

void jb_commonmark_text_address(jb_str address, unsigned where, jb_buf *into)
{
    escaper e = {.text = address};
    bool is_angled = address.len == 0;
    for (size_t i = 0; i < address.len; i++)
        is_angled |= is_among(address.at[i], " ()<>\\") || (address.at[i] & 0xE0) == 0;
    jb_buf_puts(into, is_angled ? "<" : "");
    for (size_t i = 0; i < address.len; i++) {
        char c = address.at[i];
        bool is_control = (c & 0xE0) == 0;
        if (is_among(c, "<>\\*_`[]") || (c == '|' && (where & JB_COMMONMARK_ROW)) ||
            (c == '&' && is_entity(&e, i)))
            jb_buf_putc(into, '\\');
        if (is_control)
            jb_buf_printf(into, "&#%d;", c);
        else
            jb_buf_putc(into, c);
    }
    jb_buf_puts(into, is_angled ? ">" : "");
}

void jb_commonmark_text_title(jb_str title, jb_buf *into)
{
    escaper e = {.text = title};
    for (size_t i = 0; i < title.len; i++) {
        char c = title.at[i];
        if (is_among(c, "\\\"*`") || (c == '&' && is_entity(&e, i)))
            jb_buf_putc(into, '\\');
        if (c == '\n')
            jb_buf_puts(into, "&#10;");
        else
            jb_buf_putc(into, c);
    }
}

static bool is_mail(jb_str text)
{
    size_t at = jb_str_find(text, "@");
    bool is_start = true; /* of a label of the domain */
    for (size_t i = 0; i < at; i++)
        if (!is_alnum(text.at[i]) && !is_among(text.at[i], ".!#$%'+/=?^_{}~-"))
            return false;
    for (size_t i = at + 1; i < text.len; i++) {
        bool is_dot = text.at[i] == '.';
        if (is_start ? !is_alnum(text.at[i])
                     : !is_dot && !is_alnum(text.at[i]) && text.at[i] != '-')
            return false;
        is_start = is_dot;
    }
    return at > 0 && !is_start && text.at[text.len - 1] != '-';
}

jb_str jb_commonmark_text_autolink(jb_str address, jb_str text)
{
    static const char mail[] = "mailto:";
    jb_str none = {NULL, 0};
    if (jb_str_starts(address, mail)) {
        jb_str name = jb_str_slice(address, strlen(mail), address.len);
        return jb_str_equal(name, text) && is_mail(name) ? name : none;
    }
    if (!jb_str_equal(address, text) ||
        (!jb_str_starts(address, "http://") && !jb_str_starts(address, "https://")))
        return none;
    for (size_t i = 0; i < address.len; i++)
        if (is_among(address.at[i], " <>*|&`") || (address.at[i] & 0xE0) == 0)
            return none;
    return address;
}

bool jb_commonmark_text_is_word(uint32_t cp)
{
    return jb_ucd_is_letter(cp) || jb_ucd_is_digit(cp);
}

/* White space, a line's edge, or what is punctuation for every reader. cmark-gfm looks
 * through tildes at what stands behind them. */
static bool parts(uint32_t cp)
{
    bool is_ascii_mark = cp > ' ' && cp < 0x7F && cp != '~' && !is_alnum((int)cp);
    bool is_cjk_mark = (cp >= 0x3001 && cp <= 0x3003) ||
                       (cp >= 0x3008 && cp <= 0x3011) || cp == 0xFF01 || cp == 0xFF08 ||
                       cp == 0xFF09 || cp == 0xFF0C || cp == 0xFF1A || cp == 0xFF1B ||
                       cp == 0xFF1F;
    return cp == 0 || cp == ' ' || is_ascii_mark || is_cjk_mark;
}

bool jb_commonmark_text_flanks(uint32_t before, uint32_t first, uint32_t last,
                               uint32_t behind)
{
    if (first == 0 || last == 0 || is_space(first) || is_space(last))
        return false;
    return (jb_commonmark_text_is_word(first) || parts(before)) &&
           (jb_commonmark_text_is_word(last) || parts(behind));
}
