/* Words in letters of the West within a text: Chinese books set off Han by another font
 * or by dots, and such words by italics. */
#ifndef JB_LATIN_H
#define JB_LATIN_H

#include "doc/inlines.h"
#include "style/style.h"

/* Gives the words of a text in Latin, Greek and Cyrillic letters the style `italic`: the
 * text becomes a span of its parts, or changes its style when it has no other letters.
 * Spaces between two such words are theirs; figures and signs are where a letter touches
 * them, or where no other letters are in the text (12%). */
void jb_latin_part(jb_inline *text, const jb_style *italic, jb_arena *into);

#endif
