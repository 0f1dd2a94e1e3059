/* A field in the layout's colour holds whose report it is and the title; below it, on
 * paper, stand the subtitle, who wrote it and when. A layout without a colour has bars in
 * place of the field. Text is set as on pages, by the styles of the layout. */
#include "out/cover.h"

#include "kind/wording.h"
#include "out/png.h"
#include "out/raster.h"
#include "page/furniture.h"
#include "text/bidi.h"
#include "text/phrase.h"

/* The page that is set, in mpt: 4 pixels a point. Our choices, all of them. */
enum {
    PAGE_WIDTH = 300000,
    PAGE_HEIGHT = 400000,
    MARGIN = 28000,
    MEASURE = PAGE_WIDTH - 2 * MARGIN,
    FIELD_HEIGHT = 272000,
    BAR = 3000,        /* thickness of the bar above the title, */
    BAR_WIDTH = 28000, /* its length, */
    BAR_GAP = 13000,   /* and its distance from the title */
    EDGE = 8000,       /* the bar at the top of a page without a field */
    KICKER = 12000,    /* type of the brand; a fifth less for the series */
    SUBTITLE = 13000,
    FOOT = 10000,
    SUBTITLE_LINES = 3,
    BETWEEN_SCRIPTS =
        6000, /* what breaks are worth, in thousandths of a point of the */
    BETWEEN_PHRASES = 1000, /* title's size: one behind a mark or a space is free */
    WITHIN_WORD = 20000,
    PAPER = 0xFFFFFF,
    GREY_SPREAD = 24 /* between the channels of a colour that is still a grey */
};

typedef struct cover {
    const jb_book_part *part;
    const jb_cover_volume *volume;
    jb_arena arena;
    jb_diag *diag; /* unheard: faults of these texts were reported with the report */
    jb_items items;
    bool is_right, has_field;
    jb_colour field, on_field, body;
} cover;

/* ---- colours ------------------------------------------------------------------- */

static int channel(jb_colour colour, int shift)
{
    return (int)(colour >> shift & 0xFF);
}

static bool is_grey(jb_colour colour)
{
    int red = channel(colour, 16), green = channel(colour, 8),
        blue = channel(colour, 0);
    int most = JB_MAX(red, JB_MAX(green, blue));
    return most - JB_MIN(red, JB_MIN(green, blue)) <= GREY_SPREAD;
}

/* So many hundredths of a colour, the rest of another. */
static jb_colour mix(jb_colour colour, jb_colour other, int hundredths)
{
    jb_colour out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int sum = channel(colour, shift) * hundredths +
                  channel(other, shift) * (100 - hundredths);
        out |= (jb_colour)(sum / 100) << shift;
    }
    return out;
}

/* White on what is dark, black on what is light, by luma (ITU-R BT.709, 3.2). */
static jb_colour ink_on(jb_colour field)
{
    int luma =
        2126 * channel(field, 16) + 7152 * channel(field, 8) + 722 * channel(field, 0);
    return luma < 150 * 10000 ? 0xFFFFFF : 0x000000;
}

/* The layout's colour: of the first of these parts that has one. */
static void choose_colours(cover *c)
{
    static const char *const parts[] = {"brand", "masthead", "title", "h1"};
    const jb_sheet *sheet = c->part->sheet;
    c->body = jb_sheet_style(sheet, "paragraph")->type.colour;
    c->field = PAPER;
    c->on_field = c->body;
    jb_colour bar = jb_sheet_style(sheet, "key-points")->box.bar.colour;
    for (size_t i = 0; i <= JB_COUNT(parts) && !c->has_field; i++) {
        jb_colour colour =
            i < JB_COUNT(parts) ? jb_sheet_style(sheet, parts[i])->type.colour : bar;
        c->has_field = !is_grey(colour);
        if (c->has_field) {
            c->field = colour;
            c->on_field = ink_on(colour);
        }
    }
}

/* ---- text ---------------------------------------------------------------------- */

typedef struct lettering {
    const char *style; /* of the layout */
    jb_mpt size;
    int leading_100; /* of the size */
    jb_colour colour;
} lettering;

/* Lines that were set at one size and stand at another: a paragraph is shaped once. */
typedef struct set_text {
    jb_lines lines;
    jb_mpt shaped, size; /* the sizes */
    jb_mpt height, left;
} set_text;

static const jb_style *style_of(cover *c, const lettering *face)
{
    jb_style *style = JB_NEW(&c->arena, jb_style);
    *style = *jb_sheet_style(c->part->sheet, face->style);
    style->type.size = face->size;
    style->type.tracking = 0;
    style->type.colour = face->colour;
    style->type.lang = c->part->lang;
    style->setting.leading = (jb_mpt)jb_geom_scale(face->size, face->leading_100, 100);
    style->setting.indent = 0;
    style->setting.is_balanced = true;
    style->setting.is_hyphenated = false;
    if (c->is_right)
        style->setting.direction = JB_DIRECTION_RTL;
    return style;
}

static jb_para *shape(cover *c, jb_str text, const lettering *face)
{
    const jb_style *style = style_of(c, face);
    jb_segment *segment = JB_NEW(&c->arena, jb_segment); /* the paragraph keeps it */
    *segment = (jb_segment){.text = text, .style = style};
    return jb_para_shape(c->part->fonts, style, segment, 1, &c->arena, c->diag);
}

/* Lines of at most `width` at a size. */
static set_text broken(cover *c, const jb_para *para, jb_mpt size, jb_mpt width)
{
    set_text out = {.shaped = para->style->type.size, .size = size, .left = MARGIN};
    jb_para_measure measure = {.width = (jb_mpt)jb_geom_scale(width, out.shaped, size),
                               .align = JB_ALIGN_LEFT,
                               .is_mirrored = c->is_right};
    out.lines = jb_para_break(para, &measure, &c->arena, c->diag);
    out.height = (jb_mpt)jb_geom_scale((int64_t)para->style->setting.leading *
                                           (int64_t)out.lines.count,
                                       size, out.shaped);
    return out;
}

static set_text set(cover *c, jb_str text, const lettering *face)
{
    return broken(c, shape(c, text, face), face->size, MEASURE);
}

static jb_mpt scaled(const set_text *text, jb_mpt length)
{
    return (jb_mpt)jb_geom_scale(length, text->size, text->shaped);
}

static void scale(cover *c, const set_text *set, jb_mpt left, jb_mpt top, jb_item *item)
{
    jb_item_text *text = &item->u.text;
    jb_glyph *glyphs = JB_NEWS(&c->arena, jb_glyph, text->count);
    for (size_t i = 0; i < text->count; i++) {
        glyphs[i] = text->glyphs[i];
        glyphs[i].x = scaled(set, glyphs[i].x);
        glyphs[i].y = scaled(set, glyphs[i].y);
    }
    text->glyphs = glyphs;
    text->size = scaled(set, text->size);
    text->embolden = scaled(set, text->embolden);
    text->x = left + scaled(set, text->x);
    text->y = top + scaled(set, text->y);
}

/* Paints lines from `top` on and returns where they end. */
static jb_mpt put(cover *c, const set_text *text, jb_mpt top)
{
    jb_mpt y = 0;
    size_t first = c->items.count;
    for (size_t i = 0; i < text->lines.count; i++) {
        jb_paint_line(&text->lines.items[i], 0, y, &c->arena, &c->items);
        y += text->lines.items[i].height;
    }
    for (size_t i = first; i < c->items.count; i++)
        scale(c, text, text->left, top, &c->items.items[i]);
    return top + text->height;
}

/* ---- the best size ------------------------------------------------------------- */

/* How much smaller letters may be (thousandths of a point) for a better break. */
static jb_mpt badness_of(const jb_para *para, const int32_t *costs, size_t next)
{
    const jb_atom *after = &para->atoms[next], *before = after - 1;
    bool has_space = before->kind == JB_ATOM_SPACE;
    while (before > para->atoms && before->kind == JB_ATOM_SPACE)
        before--;
    if (before->kind == JB_ATOM_MARK || (has_space && before->kind == after->kind))
        return 0;
    if (before->kind != after->kind && costs[next] == 0)
        return BETWEEN_SCRIPTS;
    return JB_MIN(BETWEEN_PHRASES + costs[next] * 10, WITHIN_WORD);
}

/* The costs of breaks are sought when a first text has one. */
static jb_mpt badness(cover *c, const jb_para *para, int32_t **found,
                      const jb_lines *lines)
{
    jb_mpt sum = 0;
    if (lines->count > 1 && !*found) {
        *found = JB_NEWS(&c->arena, int32_t, para->count + 1);
        jb_phrase_find(para, *found);
    }
    for (size_t i = 1, at = 1; i < lines->count; i++) {
        size_t begins = (size_t)(lines->items[i].origin - para->segments[0].text.at);
        while (at + 1 < para->count && para->atoms[at].text_at < begins)
            at++;
        sum += badness_of(para, *found, at);
    }
    return sum;
}

/* The size and measure whose breaks suit the sense best, among those that leave the text
 * within `height`; no lines when none does. */
static set_text best_of(cover *c, const jb_para *para, const jb_mpt *sizes,
                        size_t count, jb_mpt height)
{
    static const int widths_100[] = {100, 86, 73, 62};
    set_text best = {0};
    jb_mpt least, natural, top = INT32_MIN;
    int32_t *costs = NULL;
    jb_para_widths(para, &least, &natural);
    for (size_t i = 0; i < count && sizes[i] > top; i++) {
        set_text made = {0};
        for (size_t w = 0; w < JB_COUNT(widths_100) && sizes[i] > top; w++) {
            jb_mpt width = MEASURE / 100 * widths_100[w];
            if (jb_geom_scale(least, sizes[i], sizes[0]) > width)
                break;
            /* Lines are balanced: as many as in the measure before are the same. */
            if (jb_geom_scale(natural, sizes[i], sizes[0]) <=
                (int64_t)made.lines.count * width)
                continue;
            made = broken(c, para, sizes[i], width);
            jb_mpt worth = sizes[i] - badness(c, para, &costs, &made.lines);
            if (made.height > height || worth <= top)
                continue;
            top = worth;
            best = made;
            best.left = c->is_right ? PAGE_WIDTH - MARGIN - width : MARGIN;
        }
    }
    return best;
}

/* At the smallest size a text that is too long is cut. */
static set_text set_within(cover *c, jb_str text, lettering face, const jb_mpt *sizes,
                           size_t count, jb_mpt height)
{
    face.size = sizes[0];
    set_text out = best_of(c, shape(c, text, &face), sizes, count, height);
    if (out.lines.count)
        return out;
    face.size = sizes[count - 1];
    jb_mpt leading = (jb_mpt)jb_geom_scale(face.size, face.leading_100, 100);
    int ems = JB_MAX(height / leading, 1) * (MEASURE / face.size);
    do {
        out = set(c, jb_str_of(jb_furniture_shorten(text, ems, &c->arena)), &face);
        ems = ems * 3 / 4;
    } while (ems > 1 && out.height > height);
    return out;
}

static void put_rect(cover *c, jb_rect box, jb_colour fill)
{
    if (c->is_right)
        box.x = PAGE_WIDTH - box.x - box.w;
    jb_item *item = jb_vec_add(&c->arena, &c->items);
    item->kind = JB_ITEM_RECT;
    item->u.rect = (jb_item_rect){box, fill};
}

/* ---- words --------------------------------------------------------------------- */

static jb_str kept(cover *c, jb_buf *text)
{
    jb_str out = {jb_arena_strndup(&c->arena, text->len ? text->at : "", text->len),
                  text->len};
    jb_buf_fini(text);
    return out;
}

static jb_str words(const char *text)
{
    return text ? jb_str_trim(jb_str_of(text)) : (jb_str){"", 0};
}

static jb_wording_lang lang_of(const cover *c)
{
    return jb_wording_lang_of(jb_str_of(c->part->lang));
}

static jb_str series_of(cover *c)
{
    const jb_meta *meta = &c->part->report->meta;
    jb_buf text = {0};
    jb_buf_put_str(&text, words(c->part->series));
    if (meta->series_position && text.len && !c->volume)
        jb_wording_put(&text, lang_of(c), JB_WORDING_ISSUE, &meta->series_position);
    return kept(c, &text);
}

static jb_str authors_of(cover *c)
{
    const jb_field_structs *authors = &c->part->report->meta.authors;
    const jb_author *items = authors->items;
    jb_buf text = {0};
    for (size_t i = 0; i < authors->count; i++) {
        jb_buf_puts(&text, i ? jb_wording_text(lang_of(c), JB_WORDING_LIST_COMMA) : "");
        jb_buf_put_str(&text, items[i].name.text);
    }
    return kept(c, &text);
}

/* A volume's from its first to its last; the dash of GB/T 15834 4.13.3 in Chinese. */
static jb_str dates_of(cover *c)
{
    const char *first = c->volume ? c->volume->first : c->part->date;
    const char *last = c->volume ? c->volume->last : NULL;
    jb_wording_lang lang = lang_of(c);
    jb_buf text = {0};
    if (first)
        jb_wording_put_date(&text, lang, words(first));
    if (first && last && strcmp(first, last) != 0) {
        bool is_chinese = lang == JB_WORDING_ZH_HANS || lang == JB_WORDING_ZH_HANT;
        jb_buf_put_cp(&text, is_chinese ? 0x2014 : 0x2013);
        jb_wording_put_date(&text, lang, words(last));
    }
    return kept(c, &text);
}

/* ---- the page ------------------------------------------------------------------ */

/* Brand and series, or the category where there is neither; returns where they end. */
static jb_mpt put_kicker(cover *c)
{
    jb_str brand = words(c->part->brand), series = series_of(c);
    jb_colour quiet = mix(c->on_field, c->field, 72);
    if (!brand.len && !series.len && !c->volume)
        brand = c->part->report->meta.category.text;
    jb_mpt y = MARGIN;
    if (brand.len) {
        set_text text = set(c, brand, &(lettering){"brand", KICKER, 140, c->on_field});
        y = put(c, &text, y);
    }
    if (series.len) {
        set_text text =
            set(c, series, &(lettering){"series", KICKER * 4 / 5, 160, quiet});
        y = put(c, &text, y);
    }
    return y;
}

static void put_title(cover *c, jb_mpt top)
{
    static const jb_mpt sizes[] = {40000, 36000, 34000, 32000, 30000, 28000, 26000,
                                   24000, 22000, 20000, 18000, 16000, 14000, 12000};
    jb_str title = words(c->volume ? c->volume->title : c->part->title);
    jb_mpt bottom = FIELD_HEIGHT - MARGIN;
    jb_mpt room = bottom - top - BAR - 2 * BAR_GAP;
    set_text text = set_within(c, title, (lettering){"title", 0, 126, c->on_field},
                               sizes, JB_COUNT(sizes), room);
    jb_mpt y = bottom - text.height;
    put_rect(c, (jb_rect){MARGIN, y - BAR_GAP - BAR, BAR_WIDTH, BAR},
             mix(c->on_field, c->field, 60));
    put(c, &text, y);
}

/* Between the field and `foot`; where a line has no room there it is left to the text. */
static void put_subtitle(cover *c, jb_mpt foot)
{
    static const jb_mpt sizes[] = {SUBTITLE, 11500, 10000};
    jb_str subtitle = words(c->part->subtitle);
    jb_mpt top = FIELD_HEIGHT + MARGIN * 3 / 4;
    jb_mpt room = JB_MIN(foot - MARGIN / 4 - top, SUBTITLE_LINES * SUBTITLE * 3 / 2);
    if (!subtitle.len || c->volume || room < sizes[JB_COUNT(sizes) - 1] * 3 / 2)
        return;
    set_text text = set_within(c, subtitle, (lettering){"subtitle", 0, 150, c->body},
                               sizes, JB_COUNT(sizes), room);
    put(c, &text, top);
}

/* From the bottom up: the date, the publisher, the authors, in the title's type, which
 * answers the brand's above and is open already. Returns where they begin. */
static jb_mpt put_foot(cover *c)
{
    jb_str none = {"", 0};
    const jb_str texts[] = {dates_of(c), c->volume ? none : words(c->part->publisher),
                            c->volume ? none : authors_of(c)};
    jb_colour colours[] = {mix(c->body, PAPER, 65), c->body, c->body};
    jb_mpt y = PAGE_HEIGHT - MARGIN * 3 / 4; /* as far as the subtitle from the field */
    for (size_t i = 0; i < JB_COUNT(texts); i++) {
        if (!texts[i].len)
            continue;
        set_text text =
            set_within(c, texts[i], (lettering){"title", 0, 160, colours[i]},
                       (const jb_mpt[]){FOOT}, 1, 2 * FOOT * 8 / 5);
        y -= text.height;
        put(c, &text, y);
    }
    return y;
}

static void compose(cover *c)
{
    if (c->has_field)
        put_rect(c, (jb_rect){0, 0, PAGE_WIDTH, FIELD_HEIGHT}, c->field);
    else
        put_rect(c, (jb_rect){0, 0, PAGE_WIDTH, EDGE}, c->body);
    put_title(c, put_kicker(c));
    put_subtitle(c, put_foot(c));
}

/* As the report brought it; what a PNG file had beside its pixels is left out. */
static jb_image_format put_own(const jb_image *image, jb_buf *out)
{
    if (image->format == JB_IMAGE_PNG)
        jb_png_write(image, out);
    else
        jb_buf_put_str(out, image->file);
    return image->format;
}

jb_image_format jb_cover_make(const jb_book_part *part, const jb_cover_volume *volume,
                              jb_buf *out)
{
    if (part->is_coverless && !volume)
        return JB_IMAGE_NONE;
    if (part->cover && !volume)
        return put_own(part->cover, out);
    cover c = {.part = part, .volume = volume};
    c.diag = jb_diag_new(&c.arena);
    c.is_right = jb_bidi_is_right(part->root->style);
    choose_colours(&c);
    compose(&c);
    jb_raster_size size = {JB_COVER_WIDTH, JB_COVER_HEIGHT, PAGE_WIDTH};
    jb_raster *raster = jb_raster_open(size, PAPER, &c.arena);
    jb_raster_paint(raster, &c.items, NULL);
    jb_raster_png(raster, out);
    jb_raster_close(raster);
    jb_arena_fini(&c.arena);
    return JB_IMAGE_PNG;
}
