/* Places as numbers: a tree of blocks that is made again from the same report has the same
 * places by the same numbers. */
#ifndef JB_PLACE_H
#define JB_PLACE_H

#include "doc/block.h"

typedef struct jb_place_mark {
    uint32_t block; /* from 1, in the order of reading; 0 = nowhere */
    uint32_t text;  /* of it, from 1: its own, then its inlines'; 0 = where it begins */
    uint32_t at;    /* a byte in that text */
} jb_place_mark;

/* The marks of places in a tree; one that is not in it is nowhere. Linear in tree and
 * places. */
void jb_place_note(const jb_block *root, const jb_block_place *places, size_t count,
                   jb_place_mark *out);
/* And back, in a tree made of the same report. */
void jb_place_find(const jb_block *root, const jb_place_mark *marks, size_t count,
                   jb_block_place *out);

#endif
