/* Whether an item is the first of its list is seen by what stands before the cursor: values
 * never end in an opening bracket. */
#include "job/json.h"

#include "base/utf8.h"

enum { DEPTH_MAX = 32 };

static void pass_blanks(jb_json *json)
{
    while (json->at < json->text.len && strchr(" \t\r\n", json->text.at[json->at]) &&
           json->text.at[json->at])
        json->at++;
}

static bool take(jb_json *json, char c)
{
    if (json->failed || json->at >= json->text.len || json->text.at[json->at] != c)
        return false;
    json->at++;
    return true;
}

static bool need(jb_json *json, char c)
{
    pass_blanks(json);
    if (!take(json, c))
        json->failed = true;
    return !json->failed;
}

bool jb_json_begin(jb_json *json, char open)
{
    return need(json, open);
}

bool jb_json_more(jb_json *json, char close)
{
    if (json->failed || json->at == 0)
        return false;
    char before = json->text.at[json->at - 1];
    bool is_first = before == '{' || before == '[';
    pass_blanks(json);
    if (take(json, close))
        return false;
    if (!is_first)
        return need(json, ',');
    json->failed |= json->at == json->text.len;
    return !json->failed;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits of an escape. */
static uint32_t read_unit(jb_json *json)
{
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = json->at < json->text.len ? hex_digit(json->text.at[json->at]) : -1;
        if (digit < 0) {
            json->failed = true;
            return 0;
        }
        unit = unit << 4 | (uint32_t)digit;
        json->at++;
    }
    return unit;
}

static uint32_t read_escape(jb_json *json)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    char c = json->at < json->text.len ? json->text.at[json->at++] : 0;
    const char *name = c ? strchr(names, c) : NULL;
    if (name)
        return (unsigned char)values[name - names];
    if (c != 'u') {
        json->failed = true;
        return 0;
    }
    uint32_t unit = read_unit(json);
    if (unit >> 10 != 0xD800 >> 10) /* no high surrogate */
        return unit;
    if (!take(json, '\\') || !take(json, 'u')) {
        json->failed = true;
        return 0;
    }
    uint32_t low = read_unit(json);
    json->failed |= low >> 10 != 0xDC00 >> 10;
    return 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF);
}

/* A text with escapes, from its first byte on. */
static const char *read_escaped(jb_json *json, size_t longest)
{
    char *made = jb_arena_alloc(json->into, longest + 1);
    size_t len = 0;
    while (!json->failed && json->at < json->text.len && !take(json, '"')) {
        unsigned char c = (unsigned char)json->text.at[json->at++];
        uint32_t cp = c == '\\' ? read_escape(json) : c;
        bool is_bad = c < 0x20 || cp == 0 || (cp >= 0xD800 && cp <= 0xDFFF);
        json->failed |= is_bad;
        if (c == '\\' && !json->failed)
            len += jb_utf8_put(made + len, cp); /* an escape is no shorter */
        else
            made[len++] = (char)c;
    }
    json->failed |= json->text.at[json->at - 1] != '"';
    return made;
}

const char *jb_json_text(jb_json *json)
{
    if (!need(json, '"'))
        return "";
    size_t from = json->at, end = from;
    bool is_plain = true;
    for (; end < json->text.len && json->text.at[end] != '"'; end++) {
        unsigned char c = (unsigned char)json->text.at[end];
        is_plain &= c >= 0x20 && c != '\\';
        end += c == '\\';
    }
    if (end >= json->text.len) {
        json->failed = true;
        return "";
    }
    jb_str body = jb_str_slice(json->text, from, end);
    const char *text = NULL;
    if (is_plain) {
        text = jb_arena_strndup(json->into, body.at, body.len);
        json->at = end + 1;
    } else {
        text = read_escaped(json, body.len);
    }
    json->failed |= jb_utf8_invalid(body) < body.len;
    return json->failed ? "" : text;
}

jb_str jb_json_key(jb_json *json)
{
    pass_blanks(json);
    jb_str key = jb_str_of(jb_json_text(json));
    return need(json, ':') ? key : (jb_str){NULL, 0};
}

uint64_t jb_json_number(jb_json *json, uint64_t most)
{
    pass_blanks(json);
    size_t from = json->at;
    uint64_t value = 0;
    for (; json->at < json->text.len; json->at++) {
        char c = json->text.at[json->at];
        if (c < '0' || c > '9')
            break;
        uint64_t digit = (uint64_t)(c - '0');
        json->failed |= digit > most || value > (most - digit) / 10;
        value = json->failed ? 0 : value * 10 + digit;
    }
    bool is_long = json->at > from + 1 && json->text.at[from] == '0';
    json->failed |= json->at == from || is_long;
    return json->failed ? 0 : value;
}

/* A number, true, false or null; what it says is not looked at. */
static void skip_word(jb_json *json)
{
    size_t from = json->at;
    while (json->at < json->text.len) {
        char c = json->text.at[json->at];
        bool is_of_word = (c >= '0' && c <= '9') ||
                          ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' ||
                          c == '+' || c == '.';
        if (!is_of_word)
            break;
        json->at++;
    }
    json->failed |= json->at == from;
}

static void skip_value(jb_json *json, int depth)
{
    pass_blanks(json);
    char c = json->at < json->text.len ? json->text.at[json->at] : 0;
    if (depth > DEPTH_MAX)
        json->failed = true;
    else if (c == '"')
        (void)jb_json_text(json);
    else if (c == '{' && jb_json_begin(json, '{'))
        while (jb_json_more(json, '}')) {
            (void)jb_json_key(json);
            skip_value(json, depth + 1);
        }
    else if (c == '[' && jb_json_begin(json, '['))
        while (jb_json_more(json, ']'))
            skip_value(json, depth + 1);
    else
        skip_word(json);
}

void jb_json_skip(jb_json *json)
{
    skip_value(json, 0);
}

bool jb_json_end(jb_json *json)
{
    pass_blanks(json);
    return !json->failed && json->at == json->text.len;
}
