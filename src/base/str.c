/* Slices of text. */
#include "base/str.h"

#include "base/utf8.h"

jb_str jb_str_slice(jb_str a, size_t begin, size_t end)
{
    end = JB_MIN(end, a.len);
    begin = JB_MIN(begin, end);
    return (jb_str){a.at ? a.at + begin : NULL, end - begin};
}

/* Bytes of white space at the start (or end) of a: ASCII blanks and U+3000. */
static size_t blank_at(jb_str a, bool at_end)
{
    static const char ideographic_space[] = "\xE3\x80\x80";
    if (a.len == 0)
        return 0;
    char c = at_end ? a.at[a.len - 1] : a.at[0];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        return 1;
    if (a.len >= 3 &&
        memcmp(at_end ? a.at + a.len - 3 : a.at, ideographic_space, 3) == 0)
        return 3;
    return 0;
}

jb_str jb_str_trim(jb_str a)
{
    for (size_t n; (n = blank_at(a, false)) > 0;)
        a = jb_str_slice(a, n, a.len);
    for (size_t n; (n = blank_at(a, true)) > 0;)
        a.len -= n;
    return a;
}

char *jb_str_dup(jb_arena *arena, jb_str a)
{
    return jb_arena_strndup(arena, a.at, a.len);
}

size_t jb_str_find(jb_str a, const char *needle)
{
    const char *found = a.len ? memmem(a.at, a.len, needle, strlen(needle)) : NULL;
    return found ? (size_t)(found - a.at) : a.len;
}

enum { LONGEST_COMPARED = 64 };

static size_t decode_all(jb_str a, uint32_t *into)
{
    size_t count = 0, at = 0;
    while (at < a.len && count < LONGEST_COMPARED)
        into[count++] = jb_utf8_next(a, &at);
    return count;
}

unsigned jb_str_distance(jb_str a, jb_str b, unsigned limit)
{
    uint32_t left[LONGEST_COMPARED] = {0}, right[LONGEST_COMPARED] = {0};
    unsigned row[LONGEST_COMPARED + 1] = {0};
    size_t n = decode_all(a, left), m = decode_all(b, right);
    for (size_t j = 0; j <= m; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned above = row[j];
            unsigned best = diagonal + (left[i - 1] != right[j - 1]);
            best = JB_MIN(best, JB_MIN(above, row[j - 1]) + 1);
            diagonal = above;
            row[j] = best;
        }
    }
    return JB_MIN(row[m], limit + 1);
}
