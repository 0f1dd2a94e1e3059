/* One TJ array a run where possible. The pen is followed in exact integers as a reader
 * computes it from /W, the size and our adjustments, so nothing adds up along a line.
 */
#include "out/pdf_text.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "out/pdf_colour.h"
#include "out/pdf_mark.h"

enum {
    PEN = 100000, /* pen units in 1 mpt: exact for 1/1000 em and two decimals */
    TOLERANCE = 1999 * (PEN / 1000) /* below 2 mpt, a quarter of a pixel at 9,600 dpi */
};

typedef struct run {
    jb_pdf_content *content;
    const jb_item_text *text;
    int64_t pen; /* from the item's x, in 1/PEN mpt */
    bool in_array, in_string;
    int64_t move; /* the last move back, in 1/PEN mpt; 0 = none */
    char move_text[24];
    size_t move_len;
} run;

static void close_array(run *r)
{
    if (r->in_string)
        jb_buf_putc(&r->content->buf, ')');
    if (r->in_array)
        jb_buf_puts(&r->content->buf, "]TJ\n");
    r->in_array = r->in_string = false;
}

static int64_t rounded(int64_t value, int64_t by)
{
    return value >= 0 ? (value + by / 2) / by : -((-value + by / 2) / by);
}

static bool is_near(int64_t off)
{
    return off <= TOLERANCE && off >= -TOLERANCE;
}

/* A move of the pen by a number in the array: thousandths of the em, with as few
 * decimals as bring it within the tolerance. */
static void choose_move(run *r, int64_t off)
{
    int64_t unit = (int64_t)r->text->size * (PEN / 1000); /* a thousandth of the em */
    int64_t number, scale = 1;
    int decimals = 0;
    for (;; decimals++, scale *= 10) {
        number = rounded(off * scale, unit);
        r->move = number * unit / scale;
        if (is_near(off - r->move) || decimals == 2)
            break;
    }
    jb_buf digits = {0};
    jb_buf_put_decimal(&digits, number, decimals);
    r->move_len = JB_MIN(digits.len, sizeof r->move_text);
    memcpy(r->move_text, digits.at, r->move_len);
    jb_buf_fini(&digits);
}

/* Moves the pen to x. A justified line has the same gap everywhere, so the last move is
 * tried first: that is quicker, and repeated bytes deflate better. */
static void move_pen(run *r, jb_mpt x)
{
    int64_t off = r->pen - (int64_t)x * PEN;
    if (is_near(off))
        return;
    if (!r->move || !is_near(off - r->move))
        choose_move(r, off);
    jb_buf *buf = &r->content->buf;
    if (!r->in_array || r->in_string)
        jb_buf_putc(buf, r->in_array ? ')' : '[');
    jb_buf_put(buf, r->move_text, r->move_len);
    r->in_array = true;
    r->in_string = false;
    r->pen -= r->move;
}

/* Writes the code as bytes of a literal string, two of them for outlines. */
static char *put_code(char *at, jb_pdf_shown shown)
{
    for (int shift = shown.is_byte ? 0 : 8; shift >= 0; shift -= 8) {
        char c = (char)(shown.code >> shift & 255);
        if (c == '(' || c == ')' || c == '\\' || c == '\r')
            *at++ = '\\';
        *at++ = c == '\r' ? 'r' : c;
    }
    return at;
}

static void select_font(run *r, uint32_t font)
{
    jb_pdf_content *content = r->content;
    if (content->font == font && content->size == r->text->size)
        return;
    close_array(r);
    jb_buf_printf(&content->buf, "/F%u", (unsigned)font);
    jb_pdf_content_number(content, r->text->size);
    jb_buf_puts(&content->buf, " Tf\n");
    content->font = font;
    content->size = r->text->size;
}

static void show_glyph(run *r, const jb_item_glyph *glyph, jb_pdf_shown shown)
{
    jb_pdf_content *content = r->content;
    select_font(r, shown.font);
    if (content->rise != glyph->y) {
        close_array(r);
        jb_buf_put_decimal(&content->buf, glyph->y, 3);
        jb_buf_puts(&content->buf, " Ts\n");
        content->rise = glyph->y;
    }
    move_pen(r, glyph->x);
    char bytes[8], *at = bytes;
    if (!r->in_array)
        *at++ = '[';
    if (!r->in_string)
        *at++ = '(';
    r->in_array = r->in_string = true;
    at = put_code(at, shown);
    jb_buf_put(&content->buf, bytes, (size_t)(at - bytes));
    r->pen += (int64_t)shown.width * r->text->size * (PEN / 1000);
}

/* Where the clusters of a run stand with respect to their text. */
static jb_str cluster_text(const jb_item_text *text, const jb_item_glyph *glyph)
{
    return jb_str_slice(text->text, glyph->text_at,
                        (size_t)glyph->text_at + glyph->text_len);
}

enum { TURNED_MOST = 64 };

/* The text of a cluster as its glyphs stand from left to right: readers turn round what
 * runs from right to left one code point at a time, those of one glyph, too (measured:
 * poppler 22.12, MuPDF 1.21, pdf.js 3.11). */
static jb_str in_view(jb_str text, char into[TURNED_MOST])
{
    size_t first = 0;
    uint32_t cp = text.len ? jb_utf8_next(text, &first) : 0;
    jb_ucd_bidi direction = jb_ucd_bidi_class(cp);
    if (first == text.len || text.len > TURNED_MOST ||
        (direction != JB_BIDI_R && direction != JB_BIDI_AL))
        return text;
    size_t len = 0;
    for (size_t end = text.len, at = end; end > 0; end = at) {
        jb_utf8_prev(text, &at);
        memcpy(into + len, text.at + at, end - at);
        len += end - at;
    }
    return (jb_str){into, len};
}

static void begin_actual(run *r, jb_str text)
{
    close_array(r);
    jb_buf_puts(&r->content->buf, "/Span<</ActualText<FEFF");
    jb_pdf_object_put_utf16(&r->content->buf, text);
    jb_buf_puts(&r->content->buf, ">>>BDC\n");
}

static void end_actual(run *r)
{
    close_array(r);
    jb_buf_puts(&r->content->buf, "EMC\n");
}

/* What MuPDF garbles when it is mapped together with its base (selectors), what pdf.js
 * drops the base with (format characters) or its width (combining marks). */
static bool is_carried(uint32_t cp)
{
    if (cp > 0x309A && cp < 0xFE00)
        return false; /* nearly all of Han */
    return cp == 0xAD || (cp >= 0x300 && cp <= 0x36F) || cp == 0x3099 || cp == 0x309A ||
           (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x2069) || (cp >= 0xFE00 && cp <= 0xFE0F) ||
           cp == 0xFEFF || (cp >= 0xE0100 && cp <= 0xE01EF);
}

/* The text up to those at its end, which blank glyphs carry. */
static jb_str without_carried(jb_str text)
{
    size_t end = text.len;
    while (end > 0) {
        size_t at = end;
        if (!is_carried(jb_utf8_prev(text, &at)))
            return jb_str_slice(text, 0, end);
        end = at;
    }
    return text;
}

/* A glyph for its text, and blank ones behind it for what it can't be mapped to. */
static void show_part(run *r, const jb_item_glyph *glyph, jb_str text)
{
    jb_pdf_fonts *fonts = r->content->fonts;
    size_t at = without_carried(text).len;
    jb_pdf_shown shown =
        jb_pdf_font_use(fonts, r->text->face, glyph->gid, jb_str_slice(text, 0, at));
    show_glyph(r, glyph, shown);
    jb_item_glyph blank = *glyph;
    blank.x += (jb_mpt)jb_geom_scale(shown.width, r->text->size, 1000);
    while (at < text.len) {
        size_t begin = at;
        jb_utf8_next(text, &at);
        show_glyph(r, &blank,
                   jb_pdf_font_use(fonts, r->text->face, JB_PDF_COLOUR_BLANK,
                                   jb_str_slice(text, begin, at)));
    }
}

/* Several glyphs for one cluster. For readers without ActualText the code points are
 * dealt out, one a glyph, the last glyph taking the rest; glyphs left over stand for
 * ZERO WIDTH SPACE, since a code without a mapping is guessed at. */
static void show_cluster(run *r, const jb_item_glyph *glyphs, size_t count, jb_str text)
{
    bool has_actual = !jb_pdf_mark_is_replaced(r->content);
    if (has_actual)
        begin_actual(r, text);
    for (size_t i = 0, at = 0; i < count; i++) {
        jb_str part = {"\xE2\x80\x8B", 3};
        if (at < text.len) {
            size_t begin = at;
            jb_utf8_next(text, &at);
            if (i + 1 == count)
                at = text.len;
            part = jb_str_slice(text, begin, at);
        }
        show_part(r, &glyphs[i], part);
    }
    close_array(r);
    if (has_actual)
        end_actual(r);
}

/* The longest start of a text that one code of a picture may stand for. MuPDF garbles
 * mappings of several characters when one of them lies beyond U+FFFF, too. */
static size_t first_part(jb_str text)
{
    size_t at = 0;
    while (at < text.len) {
        size_t next = at;
        uint32_t cp = jb_utf8_next(text, &next);
        bool is_astral = cp > 0xFFFF;
        if (at > 0 && (is_astral || is_carried(cp) || next > JB_PDF_COLOUR_BYTES))
            break;
        at = next;
        if (is_astral)
            break;
    }
    return at;
}

/* A picture that stands for a long sequence: blank glyphs behind it take the rest. */
static void show_long(run *r, const jb_item_glyph *glyph, jb_str text)
{
    bool has_actual = !jb_pdf_mark_is_replaced(r->content);
    jb_item_glyph part = *glyph;
    if (has_actual)
        begin_actual(r, text);
    for (size_t at = 0, end; at < text.len; at = end) {
        end = at + first_part(jb_str_slice(text, at, text.len));
        show_glyph(r, &part,
                   jb_pdf_font_use(r->content->fonts, r->text->face, part.gid,
                                   jb_str_slice(text, at, end)));
        if (part.gid != JB_PDF_COLOUR_BLANK)
            part.x += r->text->size;
        part.gid = JB_PDF_COLOUR_BLANK;
    }
    close_array(r);
    if (has_actual)
        end_actual(r);
}

static void show_single(run *r, const jb_item_glyph *glyph, jb_str text)
{
    jb_str plain = without_carried(text);
    jb_pdf_shown shown =
        jb_pdf_font_use(r->content->fonts, r->text->face, glyph->gid, plain);
    bool has_actual = (!shown.is_mapped || plain.len != text.len) &&
                      !jb_pdf_mark_is_replaced(r->content);
    if (has_actual)
        begin_actual(r, text);
    if (plain.len == text.len)
        show_glyph(r, glyph, shown);
    else
        show_part(r, glyph, text);
    if (has_actual)
        end_actual(r);
}

static void enter_text(jb_pdf_content *content)
{
    if (content->in_text)
        return;
    jb_pdf_mark_end_rects(content);
    jb_buf_puts(&content->buf, "BT\n");
    content->in_text = true;
    content->is_slanted = false;
    content->line_x = content->line_y = 0;
    content->text_depth = 0;
    while (content->text_depth < content->mark_count &&
           (content->marks[content->text_depth].is_open ||
            content->marks[content->text_depth].kind == JB_PDF_MARK_NONE))
        content->text_depth++;
}

static void place_line(jb_pdf_content *content, const jb_item_text *text)
{
    jb_mpt y = content->height - text->y;
    if (text->slant_1000 || content->is_slanted) {
        jb_buf_puts(&content->buf, "1 0 ");
        jb_buf_put_decimal(&content->buf, text->slant_1000, 3);
        jb_buf_puts(&content->buf, " 1");
        jb_pdf_content_number(content, text->x);
        jb_pdf_content_number(content, y);
        jb_buf_puts(&content->buf, " Tm\n");
    } else if (text->x != content->line_x || y != content->line_y) {
        jb_buf_put_decimal(&content->buf, (int64_t)text->x - content->line_x, 3);
        jb_buf_putc(&content->buf, ' ');
        jb_buf_put_decimal(&content->buf, (int64_t)y - content->line_y, 3);
        jb_buf_puts(&content->buf, " Td\n");
    } else {
        /* The line matrix stands here already, but the pen does not. */
        jb_buf_puts(&content->buf, "0 0 Td\n");
    }
    content->is_slanted = text->slant_1000 != 0;
    content->line_x = text->x;
    content->line_y = y;
}

static void set_text_state(jb_pdf_content *content, const jb_item_text *text)
{
    int mode = text->embolden > 0 ? 2 : 0;
    jb_pdf_content_fill(content, text->colour);
    if (mode == 2)
        jb_pdf_content_stroke(content, text->colour, text->embolden);
    if (mode == 2 && content->has_dash) {
        jb_buf_puts(&content->buf, "[] 0 d\n");
        content->has_dash = false;
    }
    if (content->render_mode != mode)
        jb_buf_printf(&content->buf, "%d Tr\n", mode);
    content->render_mode = mode;
}

void jb_pdf_text_show(jb_pdf_content *content, const jb_item_text *text)
{
    if (text->count == 0 || text->size <= 0)
        return;
    enter_text(content);
    jb_pdf_mark_sync(content);
    set_text_state(content, text);
    place_line(content, text);
    run r = {.content = content, .text = text};
    for (size_t i = 0, next; i < text->count; i = next) {
        for (next = i + 1; next < text->count && text->glyphs[next].text_len == 0;)
            next++;
        char turned[TURNED_MOST];
        jb_str source = in_view(cluster_text(text, &text->glyphs[i]), turned);
        if (next - i == 1 && text->face->is_colour && first_part(source) < source.len)
            show_long(&r, &text->glyphs[i], source);
        else if (next - i == 1)
            show_single(&r, &text->glyphs[i], source);
        else
            show_cluster(&r, &text->glyphs[i], next - i, source);
    }
    close_array(&r);
}
