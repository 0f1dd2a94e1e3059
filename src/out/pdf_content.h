/* One content stream: graphics state, paths, pictures, and the frame for text. */
#ifndef JB_PDF_CONTENT_H
#define JB_PDF_CONTENT_H

#include "out/pdf_font.h"
#include "page/item.h"

/* An open mark of the display list. It is written when the first thing inside it is
 * painted, so that it nests with BT and ET whatever comes. */
typedef struct jb_pdf_open_mark {
    enum { JB_PDF_MARK_NONE, JB_PDF_MARK_ARTIFACT, JB_PDF_MARK_ACTUAL } kind;
    jb_str actual;
    bool is_open;  /* its BDC stands and its EMC not yet */
    bool is_spent; /* its ActualText was given already */
} jb_pdf_open_mark;

enum { JB_PDF_MARKS_MAX = 64 /* blocks nest 32 deep, with a wrapper each */ };

typedef struct jb_pdf_content {
    jb_buf buf;
    jb_pdf_fonts *fonts;
    jb_mpt height; /* of the page: y is turned round here */

    jb_pdf_open_mark marks[JB_PDF_MARKS_MAX];
    size_t mark_count;
    size_t marks_over;      /* begun beyond the limit, and not kept */
    size_t text_depth;      /* how many marks were open outside BT */
    bool has_rect_artifact; /* an artifact of its own round a row of rectangles */

    bool in_text;          /* between BT and ET */
    bool is_slanted;       /* the text matrix is not upright */
    jb_mpt line_x, line_y; /* where the text line matrix stands; y up */
    uint32_t font;
    jb_mpt size;
    int render_mode;
    jb_mpt rise;

    jb_colour fill, stroke;
    jb_mpt width; /* of strokes */
    bool has_dash;
} jb_pdf_content;

/* Begins a stream for a page this high; the buffer is used again. artifact: everything
 * in it is furniture. */
void jb_pdf_content_begin(jb_pdf_content *content, jb_mpt height, bool artifact);
/* Closes what is open. The bytes are content->buf. */
void jb_pdf_content_end(jb_pdf_content *content);
void jb_pdf_content_rect(jb_pdf_content *content, const jb_item_rect *rect);
void jb_pdf_content_path(jb_pdf_content *content, const jb_item_path *path);
/* A picture that is the resource /Im`number`; orientation as in Exif, 1 to 8. */
void jb_pdf_content_image(jb_pdf_content *content, jb_rect box, uint32_t number,
                          int orientation);
void jb_pdf_content_fill(jb_pdf_content *content, jb_colour colour);
void jb_pdf_content_stroke(jb_pdf_content *content, jb_colour colour, jb_mpt width);
/* A space, then the length in points. */
void jb_pdf_content_number(jb_pdf_content *content, jb_mpt value);
/* Leaves the text object, closing marks begun inside it. */
void jb_pdf_content_leave_text(jb_pdf_content *content);

#endif
