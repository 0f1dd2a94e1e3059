/* The bytes of the files that were read, and places in them. */
#ifndef JB_SOURCE_H
#define JB_SOURCE_H

#include "base/str.h"

/* A stretch of a source; source 0 means "no place". Offsets are bytes. */
typedef struct jb_span {
    uint32_t source;
    uint32_t begin;
    uint32_t end;
} jb_span;

#define JB_NO_SPAN ((jb_span){0, 0, 0})

/* A place as a person counts it. */
typedef struct jb_place {
    const char *path; /* as it was named; "" for no place */
    unsigned line;    /* from 1; 0 for no place */
    unsigned column;  /* in code points, from 1 */
    jb_str text;      /* the whole line, without its line end */
    size_t offset;    /* bytes of the place within that line */
} jb_place;

typedef struct jb_sources jb_sources;

/* A table of sources; everything in it lives in the arena. */
jb_sources *jb_source_table(jb_arena *arena);
/* A table that others may stand on: its numbers are never theirs. */
jb_sources *jb_source_table_shared(jb_arena *arena);
/* A table that also knows the sources of a shared one, which must outlive it. */
jb_sources *jb_source_table_over(jb_sources *shared, jb_arena *arena);
/* Adds a file's bytes (borrowed; they must outlive the table; NUL bytes allowed) and
 * returns its number, from 1 (of a shared table, from 2^31). Longer than 4 GiB - 1 is a broken invariant: the file
 * layer limits it. */
uint32_t jb_source_add(jb_sources *sources, const char *path, jb_str bytes);
/* The path as added, "" for number 0. */
const char *jb_source_path(const jb_sources *sources, uint32_t source);
/* The bytes as added, empty for number 0. */
jb_str jb_source_bytes(const jb_sources *sources, uint32_t source);
/* Where a span begins. The line index is made at the first call for a source. */
jb_place jb_source_place(jb_sources *sources, jb_span span);

#endif
