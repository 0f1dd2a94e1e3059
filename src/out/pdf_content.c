/* The stream is enclosed in q and Q, because a page's furniture is a second stream that
 * starts from the state this one leaves. Operators of state are written only when the
 * state changes. */
#include "out/pdf_content.h"

#include "out/pdf_mark.h"

void jb_pdf_content_begin(jb_pdf_content *content, jb_mpt height, bool artifact)
{
    jb_buf buf = content->buf;
    jb_pdf_fonts *fonts = content->fonts;
    jb_buf_clear(&buf);
    /* A new page has black fill and stroke and a line width of 1 (ISO 32000-1, 8.4.1).
     */
    *content = (jb_pdf_content){
        .buf = buf, .fonts = fonts, .height = height, .width = JB_PT(1)};
    jb_buf_puts(&content->buf, "q\n");
    if (artifact)
        jb_pdf_mark_begin(content, &(jb_item_mark){.role = JB_MARK_ARTIFACT});
}

void jb_pdf_content_end(jb_pdf_content *content)
{
    content->marks_over = 0;
    while (content->mark_count)
        jb_pdf_mark_end(content);
    jb_pdf_mark_end_rects(content);
    jb_pdf_content_leave_text(content);
    jb_buf_puts(&content->buf, "Q\n");
}

void jb_pdf_content_number(jb_pdf_content *content, jb_mpt value)
{
    jb_buf_putc(&content->buf, ' ');
    jb_buf_put_decimal(&content->buf, value, 3);
}

/* One of the three components, 0 to 255, as a part of 1. */
static void put_component(jb_buf *into, jb_colour colour, int shift)
{
    jb_buf_put_decimal(into, ((colour >> shift & 255) * 1000 + 127) / 255, 3);
    jb_buf_putc(into, ' ');
}

static void put_colour(jb_buf *into, jb_colour colour, const char *grey,
                       const char *rgb)
{
    bool is_grey =
        (colour >> 16 & 255) == (colour & 255) && (colour >> 8 & 255) == (colour & 255);
    put_component(into, colour, 16);
    if (!is_grey) {
        put_component(into, colour, 8);
        put_component(into, colour, 0);
    }
    jb_buf_puts(into, is_grey ? grey : rgb);
}

void jb_pdf_content_fill(jb_pdf_content *content, jb_colour colour)
{
    if (content->fill != colour)
        put_colour(&content->buf, colour, "g\n", "rg\n");
    content->fill = colour;
}

void jb_pdf_content_stroke(jb_pdf_content *content, jb_colour colour, jb_mpt width)
{
    if (content->stroke != colour)
        put_colour(&content->buf, colour, "G\n", "RG\n");
    content->stroke = colour;
    if (content->width != width) {
        jb_buf_put_decimal(&content->buf, width, 3);
        jb_buf_puts(&content->buf, " w\n");
    }
    content->width = width;
}

void jb_pdf_content_leave_text(jb_pdf_content *content)
{
    if (!content->in_text)
        return;
    jb_pdf_mark_suspend(content, content->text_depth);
    jb_buf_puts(&content->buf, "ET\n");
    content->in_text = false;
}

void jb_pdf_content_rect(jb_pdf_content *content, const jb_item_rect *rect)
{
    if (rect->box.w <= 0 || rect->box.h <= 0)
        return;
    jb_pdf_content_leave_text(content);
    jb_pdf_mark_begin_rects(content);
    jb_pdf_content_fill(content, rect->fill);
    jb_buf_put_decimal(&content->buf, rect->box.x, 3);
    jb_pdf_content_number(content, content->height - rect->box.y - rect->box.h);
    jb_pdf_content_number(content, rect->box.w);
    jb_pdf_content_number(content, rect->box.h);
    jb_buf_puts(&content->buf, " re f\n");
}

static void put_dash(jb_pdf_content *content, const jb_item_path *path)
{
    bool has_dash = path->has_stroke && path->dash > 0;
    if (has_dash) {
        jb_buf_putc(&content->buf, '[');
        jb_pdf_content_number(content, path->dash);
        jb_pdf_content_number(content, path->gap > 0 ? path->gap : path->dash);
        jb_buf_puts(&content->buf, "] 0 d\n");
    } else if (content->has_dash) {
        jb_buf_puts(&content->buf, "[] 0 d\n");
    }
    content->has_dash = has_dash;
}

void jb_pdf_content_path(jb_pdf_content *content, const jb_item_path *path)
{
    static const char *const operators[] = {" m\n", " l\n", " c\n", "h\n"};
    static const int points[] = {1, 1, 3, 0};
    if (path->count == 0 || (!path->has_fill && !path->has_stroke))
        return;
    jb_pdf_content_leave_text(content);
    jb_pdf_mark_sync(content);
    if (path->has_fill)
        jb_pdf_content_fill(content, path->fill);
    if (path->has_stroke)
        jb_pdf_content_stroke(content, path->stroke, path->width);
    put_dash(content, path);
    for (size_t i = 0; i < path->count; i++) {
        const jb_path_step *step = &path->steps[i];
        for (int p = 0; p < points[step->op]; p++) {
            jb_pdf_content_number(content, step->p[p].x);
            jb_pdf_content_number(content, content->height - step->p[p].y);
        }
        jb_buf_puts(&content->buf, operators[step->op]);
    }
    jb_buf_puts(&content->buf, !path->has_stroke ? "f\n"
                               : path->has_fill  ? "B\n"
                                                 : "S\n");
}

void jb_pdf_content_image(jb_pdf_content *content, jb_rect box, uint32_t number,
                          int orientation)
{
    /* What takes the unit square with the picture as stored to the one as it is to be
     * seen: a b c d e f of the matrix, for the eight values of Exif's Orientation. */
    static const int8_t turns[8][6] = {{1, 0, 0, 1, 0, 0},   {-1, 0, 0, 1, 1, 0},
                                       {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
                                       {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1},
                                       {0, 1, 1, 0, 0, 0},   {0, 1, -1, 0, 1, 0}};
    const int8_t *turn =
        turns[orientation >= 1 && orientation <= 8 ? orientation - 1 : 0];
    if (box.w <= 0 || box.h <= 0)
        return;
    jb_pdf_content_leave_text(content);
    jb_pdf_mark_sync(content);
    jb_buf_puts(&content->buf, "q");
    for (int i = 0; i < 4; i++)
        jb_pdf_content_number(content, turn[i] * (i % 2 ? box.h : box.w));
    jb_pdf_content_number(content, box.x + turn[4] * box.w);
    jb_pdf_content_number(content, content->height - box.y - box.h + turn[5] * box.h);
    jb_buf_printf(&content->buf, " cm /Im%u Do Q\n", (unsigned)number);
}
