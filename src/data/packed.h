/* Value trees of YAML files that were read when the program was built: its own layouts and
 * font sets, which every report needs. What counts is the file that is read: only one that
 * has the very bytes takes its tree from here. */
#ifndef JB_PACKED_H
#define JB_PACKED_H

#include "data/val.h"

typedef struct jb_packed {
    const char *text; /* the file's bytes, behind them what scalars say otherwise */
    uint32_t len;     /* of the file's bytes */
    uint32_t count;   /* of values */
    const uint32_t *words; /* the values in order, as jb_packed_write puts them */
} jb_packed;

/* Made by src/pack.c from fonts/ and layouts/. */
extern const jb_packed jb_packed_files[];
extern const size_t jb_packed_files_count;

/* The packed file of these bytes, NULL when there is none. */
const jb_packed *jb_packed_find(jb_str bytes);
/* The tree that jb_yaml_read makes of the file as this source. */
const jb_val *jb_packed_read(const jb_packed *packed, uint32_t source, jb_arena *into);
/* Writes a file's tree as C: the arrays text_N and words_N, and LEN_N and COUNT_N. */
void jb_packed_write(const jb_val *val, jb_str bytes, int number, jb_buf *into);

#endif
