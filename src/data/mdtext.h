/* Where the texts that a parser unescaped stand in the copy it read: each is laid against
 * the copy, and what was escaped or written as a reference becomes a piece of its own. */
#ifndef JB_MDTEXT_H
#define JB_MDTEXT_H

#include "data/markdown.h"
#include "data/mend.h"

enum { JB_MDTEXT_WINDOW = 4096 /* bytes looked at for a text that was misplaced */ };

typedef struct jb_mdtext {
    const jb_mend *mend;
    size_t cursor;     /* in the copy: behind the text placed last */
    size_t begin, end; /* of the leaf block, in the copy */
    char guard[5];     /* mend's guard as UTF-8 */
    size_t guard_len;
    bool is_escaped; /* the next piece begins with a character that was escaped */
    jb_str source;   /* the bytes that places are in; empty = not at hand */
    jb_arena *into;
} jb_mdtext;

/* Whether a line of an inline text says nothing but itself: no character that begins or ends
 * any notation, nothing to mend, no blank at its ends. Such a line needs no parser. */
bool jb_mdtext_is_plain(jb_str line);
/* The text of a node whose span and is_verbatim are set: the bytes of the source where it
 * stands there, else a copy. */
jb_str jb_mdtext_lasting(const jb_md *md, jb_str text, jb_str source, jb_arena *into);
/* Whether the text, unescaped, is what stands at `at` of the copy; *end: behind it. */
bool jb_mdtext_fits(const jb_mdtext *r, jb_str text, size_t at, size_t *end);
/* Appends the text as TEXT nodes with their places. guess: where the parser says that it
 * begins, SIZE_MAX when it does not. */
void jb_mdtext_add(jb_mdtext *r, size_t guess, jb_str text, jb_md *parent);
/* Appends the text at the block's place. */
void jb_mdtext_add_unplaced(jb_mdtext *r, jb_str text, jb_md *parent);

#endif
