/* Header and footer. Each is one line of three texts that never meet: the middle one
 * gives way first, then the left one is cut. */
#include "page/furniture.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "page/paint.h"

/* Our choice. */
enum {
    SHORT_EMS = 20,    /* of a running title: half of the usual measure */
    GAP_EMS = 2,       /* between two texts of a line */
    HEADER_DROP = 600, /* thousandths of an em from the baseline to the header's rule */
    FOOTER_RISE = 1500, /* from the footer's baseline up to its rule */
    LONGEST = 4096      /* bytes of a filled template */
};

typedef struct set_text {
    jb_lines lines;
    jb_mpt width;
} set_text;

typedef struct furnishing {
    jb_fonts *fonts;
    const jb_page_texts *texts;
    jb_paint_sides sides;
    const jb_furniture_page *page;
    jb_arena *into;
    jb_diag *diag;
    const jb_style *style;
    jb_furniture_kept *kept; /* NULL = nothing is */
    size_t first;            /* of the line's three texts in what is kept */
} furnishing;

enum { LEFT, CENTRE, RIGHT };

/* Where a title may be cut: the stops of GB/T 15834 4.1 and 4.4 to 4.7, dashes and bars,
 * spaces. */
static bool is_stop(uint32_t cp)
{
    switch (cp) {
    case ' ':
    case ',':
    case ':':
    case ';':
    case '-':
    case '|':
    case '/':
    case 0x3001:
    case 0x3002:
    case 0xFF0C:
    case 0xFF1A:
    case 0xFF1B:
    case 0x2014:
    case 0xFF5C:
    case 0xB7:
    case 0x3000:
    case 0x2013:
        return true;
    }
    return false;
}

/* Class OP of text/punct.c, as far as titles have it. */
static bool is_opening(uint32_t cp)
{
    switch (cp) {
    case '(':
    case '[':
    case 0xFF08:
    case 0x300A:
    case 0x3008:
    case 0x300C:
    case 0x300E:
    case 0x3010:
    case 0x201C:
    case 0x2018:
        return true;
    }
    return false;
}

/* Without stops and opening marks at the end. */
static size_t trim_end(jb_str text, size_t end)
{
    while (end > 0) {
        size_t at = end;
        uint32_t cp = jb_utf8_prev(text, &at);
        if (!is_stop(cp) && !is_opening(cp))
            break;
        end = at;
    }
    return end;
}

const char *jb_furniture_shorten(jb_str text, int ems, jb_arena *into)
{
    int halves = 0, most = 2 * ems - 2; /* the ellipsis takes one em */
    size_t at = 0, fits = 0, stop = 0, word = 0;
    uint32_t before = 0;
    while (at < text.len && halves <= 2 * ems) {
        size_t from = at;
        uint32_t cp = jb_utf8_next(text, &at);
        bool is_wide = jb_ucd_is_east_asian(cp);
        if (is_stop(cp) && halves <= most)
            stop = from;
        if ((is_wide || jb_ucd_is_east_asian(before) || is_stop(cp)) && halves <= most)
            word = from;
        halves += is_wide ? 2 : 1;
        if (halves <= most)
            fits = at;
        before = cp;
    }
    if (halves <= 2 * ems)
        return jb_str_dup(into, text);
    size_t end = word > fits / 2 ? word : fits;
    if (stop > fits * 2 / 3)
        end = stop;
    end = trim_end(text, end);
    /* U+2026 */
    return jb_arena_printf(into, "%.*s\xE2\x80\xA6", (int)end, text.at);
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static const char *short_title(const jb_page_texts *texts, jb_arena *into)
{
    const char *title =
        texts->short_title && texts->short_title[0] ? texts->short_title : texts->title;
    return jb_furniture_shorten(jb_str_of(or_empty(title)), SHORT_EMS, into);
}

static void put_name(jb_buf *out, jb_str name, const jb_page_texts *texts,
                     const jb_furniture_page *page, jb_arena *into)
{
    if (jb_str_is(name, "page"))
        jb_buf_puts(out, page->page);
    else if (jb_str_is(name, "pages"))
        jb_buf_printf(out, "%zu", page->pages);
    else if (jb_str_is(name, "title"))
        jb_buf_puts(out, or_empty(texts->title));
    else if (jb_str_is(name, "short-title"))
        jb_buf_puts(out, short_title(texts, into));
    else if (jb_str_is(name, "brand"))
        jb_buf_puts(out, or_empty(texts->brand));
    else if (jb_str_is(name, "series"))
        jb_buf_puts(out, or_empty(texts->series));
    else if (jb_str_is(name, "date"))
        jb_buf_puts(out, or_empty(texts->date));
    else if (jb_str_is(name, "publisher"))
        jb_buf_puts(out, or_empty(texts->publisher));
}

const char *jb_furniture_fill(const char *template, const jb_page_texts *texts,
                              const jb_furniture_page *page, jb_arena *into)
{
    jb_buf out = {.max = LONGEST};
    jb_str text = jb_str_of(template);
    size_t at = 0;
    while (at < text.len) {
        size_t open = at + jb_str_find(jb_str_slice(text, at, text.len), "{");
        jb_buf_put_str(&out, jb_str_slice(text, at, open));
        if (open >= text.len)
            break;
        size_t close = open + jb_str_find(jb_str_slice(text, open, text.len), "}");
        put_name(&out, jb_str_slice(text, open + 1, close), texts, page, into);
        at = close + 1;
    }
    const char *filled = jb_str_dup(into, jb_str_trim(jb_buf_str(&out)));
    jb_buf_fini(&out);
    return filled;
}

static set_text set_into(const furnishing *job, const char *text, jb_arena *into)
{
    set_text out = {0};
    jb_segment segment = {.text = jb_str_of(text), .style = job->style};
    jb_para *para = jb_para_shape(job->fonts, job->style, &segment, 1, into, job->diag);
    jb_mpt least = 0;
    jb_para_widths(para, &least, &out.width);
    jb_para_measure measure = {.width = out.width + 100, .align = JB_ALIGN_LEFT};
    out.lines = jb_para_break(para, &measure, into, job->diag);
    if (out.lines.count == 0)
        out.width = 0;
    return out;
}

/* Sets one of the line's three texts, or takes it as it stood on the first page. */
static set_text set_line(const furnishing *job, int which, const char *text)
{
    if (!text || !text[0])
        return (set_text){0};
    if (!job->kept)
        return set_into(job, text, job->into);
    jb_arena *into = job->kept->into;
    size_t at = job->first + (size_t)which;
    const char *known = job->kept->sets[at].text;
    if (known && strcmp(known, text) != 0)
        return set_into(job, text, job->into);
    if (!known) {
        known = jb_str_dup(into, jb_str_of(text));
        set_text set = set_into(job, known, into);
        job->kept->sets[at].text = known;
        job->kept->sets[at].lines = set.lines;
        job->kept->sets[at].width = set.width;
    }
    return (set_text){job->kept->sets[at].lines, job->kept->sets[at].width};
}

/* The template's text in the report's language, filled in. */
static const char *filled(const furnishing *job, const jb_template *template)
{
    return jb_furniture_fill(jb_sheet_template(template, job->texts->lang), job->texts,
                             job->page, job->into);
}

/* A text that is wider than `room`, cut until it fits. */
static set_text set_cut(const furnishing *job, int which, const jb_template *template,
                        jb_mpt room)
{
    const char *text = filled(job, template);
    set_text set = set_line(job, which, text);
    if (set.width <= room)
        return set;
    int ems = room / job->style->type.size;
    for (; ems > 1; ems = ems * 3 / 4) {
        set = set_into(job, jb_furniture_shorten(jb_str_of(text), ems, job->into),
                       job->into);
        if (set.width <= room)
            return set;
    }
    return (set_text){0};
}

static void paint_text(const furnishing *job, const set_text *set, jb_mpt x,
                       jb_mpt baseline, jb_items *out)
{
    if (set->lines.count == 0)
        return;
    const jb_line *line = &set->lines.items[0];
    x = jb_paint_x(job->sides, x, set->width);
    jb_paint_line(line, x, baseline - line->baseline, job->into, out);
}

static void paint_three(const furnishing *job, const jb_furniture *furniture,
                        const jb_frame *frame, jb_mpt baseline, jb_items *out)
{
    jb_mpt measure = frame->width - frame->left - frame->right;
    jb_mpt gap = GAP_EMS * job->style->type.size;
    set_text right = set_cut(job, RIGHT, &furniture->right, measure);
    jb_mpt rest = measure - (right.width ? right.width + gap : 0);
    set_text left = set_cut(job, LEFT, &furniture->left, rest);
    set_text centre = set_line(job, CENTRE, filled(job, &furniture->centre));
    jb_mpt middle = (measure - centre.width) / 2;
    bool meets = (left.width && left.width + gap > middle) ||
                 (right.width && right.width + gap > middle) || middle < 0;
    paint_text(job, &left, 0, baseline, out);
    if (!meets)
        paint_text(job, &centre, middle, baseline, out);
    paint_text(job, &right, measure - right.width, baseline, out);
}

static void paint_rule(const furnishing *job, const jb_furniture *furniture,
                       const jb_frame *frame, jb_mpt y, jb_items *out)
{
    if (furniture->rule.width <= 0)
        return;
    jb_item *item = jb_vec_add(job->into, out);
    item->kind = JB_ITEM_RECT;
    jb_mpt measure = frame->width - frame->left - frame->right;
    item->u.rect.box = (jb_rect){jb_paint_x(job->sides, 0, measure), y, measure,
                                 furniture->rule.width};
    item->u.rect.fill = furniture->rule.colour;
}

/* The style of a line in the report's language. */
static const jb_style *style_of(const furnishing *job, const jb_furniture *furniture,
                                bool is_header)
{
    jb_furniture_kept *kept = job->kept;
    size_t at = is_header ? 0 : 1;
    if (kept && kept->styles[at])
        return kept->styles[at];
    jb_style *style = JB_NEW(kept ? kept->into : job->into, jb_style);
    *style = *furniture->style;
    if (job->texts->lang && job->texts->lang[0])
        style->type.lang = job->texts->lang;
    if (kept)
        kept->styles[at] = style;
    return style;
}

static void paint_one(furnishing *job, const jb_furniture *furniture,
                      const jb_frame *frame, bool is_header, jb_items *out)
{
    if (!furniture || !furniture->style ||
        (job->page->is_first && !furniture->on_first))
        return;
    const jb_style *style = style_of(job, furniture, is_header);
    job->style = style;
    job->first = is_header ? 0 : 3;
    jb_mpt baseline =
        is_header ? furniture->baseline : frame->height - furniture->baseline;
    jb_mpt em = style->type.size;
    jb_mpt rule = is_header ? baseline + (jb_mpt)jb_geom_scale(em, HEADER_DROP, 1000)
                            : baseline - (jb_mpt)jb_geom_scale(em, FOOTER_RISE, 1000);
    size_t before = out->count;
    jb_vec_add(job->into, out)->kind = JB_ITEM_MARK_BEGIN;
    paint_three(job, furniture, frame, baseline, out);
    if (out->count == before + 1) {
        out->count = before;
        return;
    }
    paint_rule(job, furniture, frame, rule, out);
    jb_vec_add(job->into, out)->kind = JB_ITEM_MARK_END;
}

void jb_furniture_paint(const jb_furniture_job *job, const jb_furniture_page *page,
                        jb_arena *into, jb_diag *diag, jb_items *out)
{
    furnishing work = {.fonts = job->fonts,
                       .texts = job->texts,
                       .sides = job->sides,
                       .page = page,
                       .into = into,
                       .diag = diag,
                       .kept = job->kept};
    paint_one(&work, job->header, job->frame, true, out);
    paint_one(&work, job->footer, job->frame, false, out);
}

/* ---- keeping ------------------------------------------------------------------- */

static const char *copy_text(const char *text, jb_arena *into)
{
    return text ? jb_str_dup(into, jb_str_of(text)) : NULL;
}

/* The one text that counts for a language. */
static jb_template keep_template(const jb_template *template, const char *lang,
                                 jb_arena *into)
{
    struct jb_template_text *item = JB_NEW(into, struct jb_template_text);
    item->lang = "";
    item->text = copy_text(jb_sheet_template(template, lang), into);
    return (jb_template){item, 1};
}

static const jb_furniture *keep_one(const jb_furniture *furniture, const char *lang,
                                    jb_arena *into)
{
    if (!furniture || !furniture->style)
        return NULL;
    jb_furniture *copy = JB_NEW(into, jb_furniture);
    *copy = *furniture;
    copy->left = keep_template(&furniture->left, lang, into);
    copy->centre = keep_template(&furniture->centre, lang, into);
    copy->right = keep_template(&furniture->right, lang, into);
    jb_style *style = JB_NEW(into, jb_style);
    *style = *furniture->style;
    style->name = "";
    style->type.lang = copy_text(lang ? lang : style->type.lang, into);
    style->setting.words = NULL; /* one line is not broken */
    style->setting.word_count = 0;
    copy->style = style;
    return copy;
}

static const jb_page_texts *keep_texts(const jb_page_texts *texts, jb_arena *into)
{
    jb_page_texts *copy = JB_NEW(into, jb_page_texts);
    *copy = (jb_page_texts){.title = copy_text(texts->title, into),
                            .short_title = copy_text(texts->short_title, into),
                            .brand = copy_text(texts->brand, into),
                            .series = copy_text(texts->series, into),
                            .date = copy_text(texts->date, into),
                            .publisher = copy_text(texts->publisher, into),
                            .lang = copy_text(texts->lang, into)};
    return copy;
}

jb_furniture_job jb_furniture_keep(const jb_furniture_job *job, jb_arena *into)
{
    jb_frame *frame = JB_NEW(into, jb_frame);
    *frame = *job->frame;
    const char *lang = job->texts->lang;
    return (jb_furniture_job){.frame = frame,
                              .header = keep_one(job->header, lang, into),
                              .footer = keep_one(job->footer, lang, into),
                              .fonts = job->fonts,
                              .texts = keep_texts(job->texts, into),
                              .sides = job->sides};
}
