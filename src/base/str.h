/* A slice of UTF-8 bytes owned by somebody else. */
#ifndef JB_STR_H
#define JB_STR_H

#include "base/arena.h"

typedef struct jb_str {
    const char *at; /* not NUL-terminated; NULL only when len is 0 */
    size_t len;     /* bytes */
} jb_str;

#define JB_STR(literal) ((jb_str){(literal), sizeof(literal) - 1})

/* Small ones are inline: the length of a literal is then known when compiling. */

/* The slice over a C string; NULL gives the empty slice. */
static inline jb_str jb_str_of(const char *text)
{
    return (jb_str){text, text ? strlen(text) : 0};
}

static inline bool jb_str_equal(jb_str a, jb_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Most texts are told apart by their first byte. */
static inline bool jb_str_is(jb_str a, const char *text)
{
    return a.len ? a.at[0] == text[0] && jb_str_equal(a, jb_str_of(text)) : !text[0];
}

static inline bool jb_str_starts(jb_str a, const char *prefix)
{
    size_t len = strlen(prefix);
    return a.len >= len && memcmp(a.at, prefix, len) == 0;
}

/* Bytes of a from begin to end, both clamped to its length. */
jb_str jb_str_slice(jb_str a, size_t begin, size_t end);
/* Without ASCII white space and U+3000 at either side. */
jb_str jb_str_trim(jb_str a);
/* A NUL-terminated copy. */
char *jb_str_dup(jb_arena *arena, jb_str a);
/* The offset of the first occurrence of needle, or a.len when there is none. */
size_t jb_str_find(jb_str a, const char *needle);
/* Edit distance in code points, counted up to limit + 1; for "did you mean". */
unsigned jb_str_distance(jb_str a, jb_str b, unsigned limit);

#endif
