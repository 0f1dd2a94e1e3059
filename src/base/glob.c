/* A star that fails is tried one further: only the last one met matters, so there is no
 * backtracking but to it. The same holds for folders. */
#include "base/glob.h"

static size_t character_at(jb_str text, size_t at)
{
    size_t len = 1;
    while (at + len < text.len && ((unsigned char)text.at[at + len] & 0xC0) == 0x80)
        len++;
    return len;
}

/* One name against one name of the pattern. */
static bool name_matches(jb_str pattern, jb_str name)
{
    size_t p = 0, n = 0, star = SIZE_MAX, from = 0;
    if (name.len && name.at[0] == '.' && !jb_str_starts(pattern, "."))
        return false;
    while (n < name.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            from = n;
        } else if (p < pattern.len && pattern.at[p] == '?') {
            p++;
            n += character_at(name, n);
        } else if (p < pattern.len && pattern.at[p] == name.at[n]) {
            p++;
            n++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            n = from += character_at(name, from);
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

/* The first name, which is taken from the text. */
static jb_str take_name(jb_str *text)
{
    size_t end = jb_str_find(*text, "/");
    jb_str name = jb_str_slice(*text, 0, end);
    *text = jb_str_slice(*text, end + 1, text->len);
    return name;
}

bool jb_glob_match(jb_str pattern, jb_str path)
{
    jb_str after = {NULL, 0}, from = {NULL, 0}; /* behind the last **, and its path */
    bool has_star = false;
    for (;;) {
        jb_str rest = pattern;
        jb_str wanted = take_name(&rest);
        if (jb_str_is(wanted, "**") && pattern.len) {
            pattern = after = rest;
            from = path;
            has_star = true;
            if (rest.len == 0)
                return true;
            continue;
        }
        if (pattern.len == 0 && path.len == 0)
            return true;
        jb_str left = path;
        jb_str name = take_name(&left);
        if (pattern.len && path.len && name_matches(wanted, name)) {
            pattern = rest;
            path = left;
        } else if (has_star && from.len) {
            (void)take_name(&from);
            path = from;
            pattern = after;
        } else {
            return false;
        }
    }
}
