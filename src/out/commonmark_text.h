/* Texts within Markdown: written so that no character of theirs turns into notation, and
 * read back as they were (CommonMark 0.31, GFM, and the notation of data/mdinline.c). */
#ifndef JB_COMMONMARK_TEXT_H
#define JB_COMMONMARK_TEXT_H

#include "base/buf.h"
#include "base/str.h"

/* Where a text stands. */
enum {
    JB_COMMONMARK_START = 1 << 0, /* nothing is before it: blanks there would be lost */
    JB_COMMONMARK_END = 1 << 1,   /* nothing is behind it */
    JB_COMMONMARK_BLOCK = 1 << 2, /* with START: it begins a block */
    JB_COMMONMARK_BRACKETS = 1 << 3, /* within brackets of notation */
    JB_COMMONMARK_LINK = 1 << 4,     /* addresses are no links there */
    JB_COMMONMARK_ROW = 1 << 5,      /* bars end cells: a line of a directive, */
    JB_COMMONMARK_GFM = 1 << 6,      /* with ROW: or of a table as in GFM */
    JB_COMMONMARK_NOTE = 1 << 7,     /* right behind a footnote's mark */
    JB_COMMONMARK_EMPHASIS = 1 << 8, /* within * or ** */
    JB_COMMONMARK_STRIKE = 1 << 9    /* within ~~ */
};

/* Appends the text, escaped. */
void jb_commonmark_text_put(jb_str text, unsigned where, jb_buf *into);
/* Whether the text would be written as it is. */
bool jb_commonmark_text_is_plain(jb_str text, unsigned where);
/* Appends the address of a link or a picture, in angle brackets where it needs them. */
void jb_commonmark_text_address(jb_str address, unsigned where, jb_buf *into);
/* Appends the title of a picture, as it stands between double quotes. */
void jb_commonmark_text_title(jb_str title, jb_buf *into);
/* What stands between angle brackets alone for a link with this address and text
 * (CommonMark 6.5), at NULL when it can't be said so. */
jb_str jb_commonmark_text_autolink(jb_str address, jb_str text);
/* Whether delimiters would open and close emphasis between these four code points
 * (CommonMark 6.2, left- and right-flanking; 0 = a line's edge). What Unicode calls
 * punctuation differs between readers, so that false means: not with certainty. */
bool jb_commonmark_text_flanks(uint32_t before, uint32_t first, uint32_t last,
                               uint32_t behind);
/* Appends a text that has no escapes, with backslashes before bars in rows; readers of
 * rows take those off before anything else. A backslash right before a bar can't be said. */
void jb_commonmark_text_raw(jb_str text, unsigned where, jb_buf *into);
/* A letter or a digit of any script. */
bool jb_commonmark_text_is_word(uint32_t cp);

#endif
