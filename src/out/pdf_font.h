/* The fonts of one document: which glyphs of which face stand for which text, and the
 * font objects made of that at the end. Codes are fixed at a glyph's first use, so
 * pages are written before the subsets exist. */
#ifndef JB_PDF_FONT_H
#define JB_PDF_FONT_H

#include "out/pdf_object.h"
#include "text/font.h"

typedef struct jb_pdf_fonts jb_pdf_fonts;

/* How a glyph is shown. */
typedef struct jb_pdf_shown {
    uint32_t font;  /* the number in its resource name, /F1 and so on */
    uint16_t code;  /* the two bytes in the string */
    int32_t width;  /* of /W: thousandths of the em */
    bool is_mapped; /* false: ToUnicode cannot give this text back, ActualText must */
    bool is_byte;   /* the code is one byte: a glyph that is a picture */
} jb_pdf_shown;

jb_pdf_fonts *jb_pdf_font_new(jb_arena *into);
/* Notes a use of a glyph for `text` (UTF-8; empty = none of its own); with any face it may
 * be JB_PDF_COLOUR_BLANK (out/pdf_colour.h). Several texts of one glyph go to several
 * fonts over the same descendant: unified ideographs and the commonest form of a mark to
 * the first, by a fixed rule, others to further ones. */
jb_pdf_shown jb_pdf_font_use(jb_pdf_fonts *fonts, const jb_face *face, uint32_t gid,
                             jb_str text);
/* Writes all font objects and appends "/F1 7 0 R ..." to resources. Faces of which no
 * subset can be made give an error, and false. */
bool jb_pdf_font_write(jb_pdf_fonts *fonts, jb_pdf_file *file, jb_buf *resources);

#endif
