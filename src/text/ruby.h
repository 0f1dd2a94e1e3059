/* Ruby: what stands above a base (furigana, pinyin) or at its right (zhuyin). Room for it
 * is made before lines are chosen; it never changes the line pitch. */
#ifndef JB_RUBY_H
#define JB_RUBY_H

#include "text/atom.h"

/* An annotation over atoms [begin, end). The space it makes is part of their widths. */
typedef struct jb_ruby_part {
    const jb_ruby *ruby;
    size_t begin, end;
    const jb_line *set;   /* the annotation on a line of its own; never NULL */
    jb_mpt em;            /* of the base */
    jb_mpt before, after; /* space before the first atom and after the last one */
    jb_mpt between;       /* space after each other atom */
    bool is_beside;       /* zhuyin, in a column at the right */
    bool is_latin;        /* letters: pinyin */
    bool is_spread;       /* of a group: its characters are spread over a longer base */
} jb_ruby_part;

/* Whether an annotation is zhuyin: its letters and tone marks only. */
bool jb_ruby_is_zhuyin(jb_str text);
/* The next part of an annotation from *at, which moves behind it; empty at the end. Parts
 * stand between blanks; by_tone: zhuyin written without them is cut behind its tone marks
 * and before the neutral one. */
jb_str jb_ruby_next(jb_str text, size_t *at, bool by_tone);
/* How many parts an annotation has. */
size_t jb_ruby_count(jb_str text, bool by_tone);
/* Sets the annotations of the segments and widens their bases (JLREQ 3.3.5 to 3.3.8,
 * CLREQ 3.3). Annotations in as many parts as the base has characters go one to each,
 * others over the whole. Runs after jb_shape and the opportunities, before jb_gap_fill. */
void jb_ruby_fit(jb_para *para, jb_fonts *fonts, jb_diag *diag);
/* Adds the annotations of a line's atoms to it. pens: where each atom of the extent
 * begins, from the left edge of the measure. Ruby that does not fit between two lines is
 * reported; the pitch stays (CLREQ 2.3.5). */
void jb_ruby_place(const jb_para *para, const jb_extent *extent, const jb_mpt *pens,
                   jb_line *line, jb_arena *into, jb_diag *diag);

#endif
