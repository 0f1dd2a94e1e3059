/* Fonts for embedding in e-books: of each face that a layout's text is set in, the
 * characters that the book has. A family "jianbao-ROLE" (jb_sheet_font) for each role of
 * the font set, as style sheets name them (out/css.h). */
#ifndef JB_WEBFONT_H
#define JB_WEBFONT_H

#include "out/book.h"

typedef struct jb_webfont jb_webfont;

typedef struct jb_webfont_file {
    const char *name; /* "NotoSerifCJKsc-Regular.otf" */
    const char *type; /* the media type: EPUB 3.3, 3.2 */
    jb_str bytes;
} jb_webfont_file;

typedef struct jb_webfont_files {
    const jb_webfont_file *items;
    size_t count;
} jb_webfont_files;

/* Nothing noted yet; everything lives in the arena. */
jb_webfont *jb_webfont_open(jb_arena *into);
/* Notes the characters of a report by role, weight and slope. */
void jb_webfont_add(jb_webfont *webfont, const jb_book_part *part);
/* Makes the files, with the layout and the fonts of the last report that was added. Colour
 * fonts are left out: readers have emoji of their own. A face of which no subset can be
 * made is left out with a warning. */
jb_webfont_files jb_webfont_make(jb_webfont *webfont, const jb_book_part *last,
                                 jb_diag *diag);
/* Writes the @font-face rules of the files made, which lie in `folder` ("fonts/"). */
void jb_webfont_rules(const jb_webfont *webfont, const char *folder, jb_buf *into);

#endif
