/* Layouts from YAML: the maps of each layout are laid over those of the layout it
 * extends, field by field; then styles are resolved and the page is measured. */
#include "style/sheet_read.h"

#include "data/yaml.h"
#include "doc/report.h"
#include "style/sheet_parts.h"
#include "style/sheet_styles.h"

enum {
    MARGIN_LEAST = 18000, /* mpt: desktop printers leave out about a quarter inch */
    ROOM_LEAST = 36000,   /* mpt, our limit: a few characters across, two lines down */
    MARGIN_USUAL = 72000  /* mpt, our choice: an inch, when the layout says nothing */
};

/* Paper by name: ISO 216, JIS B5 as Chinese printers' 16 kai, US letter; mpt. */
static const struct {
    jb_mpt width, height;
} papers[] = {{595276, 841890}, {419528, 595276}, {841890, 1190551},
              {498898, 708661}, {524409, 737008}, {612000, 792000}};

typedef struct page_fields {
    int size;
    jb_length width, height, top, bottom, left, right, exhibit;
} page_fields;

typedef struct furniture_fields {
    const jb_val *left, *centre, *right;
    jb_length baseline;
    const jb_val *rule;
    bool on_first;
} furniture_fields;

typedef struct layout_fields {
    jb_field_text name, extends, fonts, language, brand;
    int numbering, title_block, masthead, page_numbers;
    bool narrows, has_grid, begins_right;
    page_fields page;
    jb_length measure;
    const jb_val *size, *leading, *indent, *align, *kinsoku, *punctuation, *autospace;
    const jb_val *direction, *line_breaking, *hanging, *grid, *words, *hyphenate;
    const jb_val *font, *header, *footer, *styles, *inlines, *mapping;
    jb_field_texts hide, indexes;
} layout_fields;

#define PAGE(id, other, member, says)                                                  \
    {                                                                                  \
        .name = (id), .aliases = (other), .type = JB_FIELD_LENGTH,                     \
        .offset = offsetof(page_fields, member), .help = (says)                        \
    }

static const jb_field page_list[] = {
    {.name = "size",
     .aliases = "\u7eb8\u5f20",
     .type = JB_FIELD_CHOICE,
     .offset = offsetof(page_fields, size),
     .choices = "A4|A5|A3|B5|16k=16\u5f00|letter",
     .help = "paper"},
    PAGE("width", "\u5bbd", width, "of the page, in place of a paper size"),
    PAGE("height", "\u9ad8", height, "of the page"),
    PAGE("top", "\u4e0a\u8fb9\u8ddd", top, "margin"),
    PAGE("bottom", "\u4e0b\u8fb9\u8ddd", bottom, "margin"),
    PAGE("left", "\u5de6\u8fb9\u8ddd", left, "margin"),
    PAGE("right", "\u53f3\u8fb9\u8ddd", right, "margin"),
    PAGE("exhibit", "\u8868\u683c\u6700\u5bbd", exhibit,
         "widest table, centred; 0 = the measure"),
};
static const jb_field_table page_table = {"page\x1F"
                                          "\u9875\u9762",
                                          sizeof(page_fields), page_list,
                                          JB_COUNT(page_list)};

#define FURNITURE(id, other, kind, member, says)                                       \
    {                                                                                  \
        .name = (id), .aliases = (other), .type = (kind),                              \
        .offset = offsetof(furniture_fields, member), .help = (says)                   \
    }

static const jb_field furniture_list[] = {
    FURNITURE("left", "\u5de6", JB_FIELD_VALUE, left,
              "template: {title} {page} {pages} ...; or a map of one a language"),
    FURNITURE("centre", "\u4e2d|center", JB_FIELD_VALUE, centre, "template"),
    FURNITURE("right", "\u53f3", JB_FIELD_VALUE, right, "template"),
    FURNITURE("baseline", "\u57fa\u7ebf", JB_FIELD_LENGTH, baseline,
              "from the page's edge"),
    FURNITURE("rule", "\u7ebf", JB_FIELD_VALUE, rule, "width colour, or none"),
    FURNITURE("on-first", "\u9996\u9875", JB_FIELD_BOOL, on_first,
              "also on the first page"),
};
static const jb_field_table furniture_table = {"header or footer\x1F"
                                               "\u9875\u7709\u6216\u9875\u811a",
                                               sizeof(furniture_fields), furniture_list,
                                               JB_COUNT(furniture_list)};

#define LAYOUT(id, other, kind, member, says)                                          \
    {                                                                                  \
        .name = (id), .aliases = (other), .type = (kind),                              \
        .offset = offsetof(layout_fields, member), .help = (says)                      \
    }

static const jb_field layout_list[] = {
    LAYOUT("name", "\u540d\u79f0", JB_FIELD_TEXT, name, "name of the layout"),
    LAYOUT("extends", "\u57fa\u4e8e", JB_FIELD_TEXT, extends,
           "the layout it starts from"),
    LAYOUT("fonts", "\u5b57\u4f53\u96c6", JB_FIELD_TEXT, fonts, "font set"),
    LAYOUT("language", "\u8bed\u8a00|lang", JB_FIELD_TEXT, language,
           "BCP 47, as zh-Hans"),
    LAYOUT("brand", "\u54c1\u724c", JB_FIELD_TEXT, brand,
           "shown in masthead and header"),
    {.name = "numbering",
     .aliases = "\u7f16\u53f7",
     .type = JB_FIELD_CHOICE,
     .offset = offsetof(layout_fields, numbering),
     .choices = "none=\u65e0|chinese=\u4e2d\u6587|decimal=\u6570\u5b57",
     .help = "of headings"},
    {.name = "page",
     .aliases = "\u9875\u9762",
     .type = JB_FIELD_STRUCT,
     .offset = offsetof(layout_fields, page),
     .table = &page_table,
     .help = "paper and margins"},
    LAYOUT("measure", "\u7248\u5fc3\u5bbd|\u884c\u5bbd", JB_FIELD_LENGTH, measure,
           "width of the text; the side margins follow"),
    LAYOUT("size", "\u5b57\u53f7", JB_FIELD_VALUE, size, "of body text"),
    LAYOUT("leading", "\u884c\u8ddd", JB_FIELD_VALUE, leading, "of body text"),
    LAYOUT("indent", "\u7f29\u8fdb|\u9996\u884c\u7f29\u8fdb", JB_FIELD_VALUE, indent,
           "of paragraphs"),
    LAYOUT("align", "\u5bf9\u9f50", JB_FIELD_VALUE, align, "of paragraphs"),
    LAYOUT("direction", "\u4e66\u5199\u65b9\u5411", JB_FIELD_VALUE, direction,
           "auto, ltr, rtl; rtl mirrors the page, auto by the report's language"),
    LAYOUT("line-breaking", "\u65ad\u884c", JB_FIELD_VALUE, line_breaking,
           "as in styles; sets body"),
    {.name = "narrow-letters",
     .aliases = "\u5168\u89d2\u8f6c\u534a\u89d2",
     .type = JB_FIELD_BOOL,
     .offset = offsetof(layout_fields, narrows),
     .help = "full-width letters and digits become ASCII"},
    {.name = "baseline-grid",
     .aliases = "\u57fa\u7ebf\u7f51\u683c",
     .type = JB_FIELD_BOOL,
     .offset = offsetof(layout_fields, has_grid),
     .help = "body lines at the same heights on all pages"},
    {.name = "page-numbers",
     .aliases = "\u9875\u7801",
     .type = JB_FIELD_CHOICE,
     .offset = offsetof(layout_fields, page_numbers),
     .choices = "continuous=\u8fde\u7eed|report=\u5206\u7bc7",
     .help = "of a volume: through all of it, or 3-1 within report 3"},
    {.name = "begin-right",
     .aliases = "\u53f3\u9875\u8d77",
     .type = JB_FIELD_BOOL,
     .offset = offsetof(layout_fields, begins_right),
     .help = "reports of a volume begin on right-hand pages"},
    LAYOUT("indexes", "\u7d22\u5f15", JB_FIELD_TEXTS, indexes,
           "of a volume, any of: publishers, tags, codes, dates; or none"),
    LAYOUT("hanging", "\u60ac\u6302\u6807\u70b9|\u60ac\u6302", JB_FIELD_VALUE, hanging,
           "as in styles; sets body"),
    LAYOUT("grid", "\u7f51\u683c", JB_FIELD_VALUE, grid, "as in styles; sets body"),
    LAYOUT("words", "\u8bcd\u8bed", JB_FIELD_VALUE, words, "as in styles; sets body"),
    LAYOUT("hyphenate", "\u65ad\u8bcd", JB_FIELD_VALUE, hyphenate,
           "as in styles; sets body"),
    LAYOUT("kinsoku", "\u7981\u5219", JB_FIELD_VALUE, kinsoku,
           "none, basic, gb, strict"),
    LAYOUT("punctuation", "\u6807\u70b9", JB_FIELD_VALUE, punctuation,
           "quanjiao, kaiming, banjiao, plain"),
    LAYOUT("autospace", "\u4e2d\u897f\u95f4\u8ddd", JB_FIELD_VALUE, autospace,
           "Han and Latin"),
    LAYOUT("font", "\u5b57\u4f53", JB_FIELD_VALUE, font, "role of body text"),
    LAYOUT("header", "\u9875\u7709", JB_FIELD_VALUE, header, "none, or templates"),
    LAYOUT("footer", "\u9875\u811a", JB_FIELD_VALUE, footer, "none, or templates"),
    LAYOUT("styles", "\u6837\u5f0f", JB_FIELD_VALUE, styles, "name: properties"),
    LAYOUT("inline", "\u884c\u5185\u6837\u5f0f", JB_FIELD_VALUE, inlines,
           "strong: properties ..."),
    LAYOUT("mapping", "\u5b57\u6bb5\u5bf9\u5e94", JB_FIELD_VALUE, mapping,
           "foreign field: field; front matter of other sites"),
    LAYOUT("hide", "\u4e0d\u663e\u793a", JB_FIELD_TEXTS, hide,
           "parts left out, by style name"),
    {.name = "title-block",
     .aliases = "\u6807\u9898\u680f",
     .type = JB_FIELD_CHOICE,
     .offset = offsetof(layout_fields, title_block),
     .choices = "show=\u663e\u793a|none=\u65e0",
     .help = "title, subtitle and the line below"},
    {.name = "masthead",
     .aliases = "\u62a5\u5934",
     .type = JB_FIELD_CHOICE,
     .offset = offsetof(layout_fields, masthead),
     .choices = "show=\u663e\u793a|none=\u65e0",
     .help = "brand and series above the title"},
};
static const jb_field_table layout_table = {"layout\x1F"
                                            "\u7248\u5f0f",
                                            sizeof(layout_fields), layout_list,
                                            JB_COUNT(layout_list)};

/* What reading builds up, layout by layout. */
typedef struct sheet_reader {
    jb_arena *into;
    jb_diag *diag;
    jb_sheet *sheet;
    layout_fields fields;
    furniture_fields header, footer;
    JB_VEC(jb_field_rename) renames;
    JB_VEC(const char *) hidden;
} sheet_reader;

static bool is_none(const jb_val *val)
{
    return val->kind == JB_VAL_SCALAR &&
           (val->is_null || jb_str_is(val->text, "none") ||
            jb_str_is(val->text, "\u65e0"));
}

/* The short forms at the top of a layout, as a map of their own over a style. */
static void short_forms(sheet_reader *reader, const jb_val *layout, const char *style,
                        const char *const *names, size_t count)
{
    jb_val_pair *pairs = JB_NEWS(reader->into, jb_val_pair, count);
    jb_val *map = JB_NEW(reader->into, jb_val);
    map->kind = JB_VAL_MAP;
    map->span = layout->span;
    map->pairs = pairs;
    for (size_t i = 0; i < count; i++) {
        const jb_val *val = jb_field_given(&layout_table, layout, NULL, names[i]);
        if (val)
            pairs[map->count++] = (jb_val_pair){jb_str_of(names[i]), val->span, val};
    }
    if (map->count)
        jb_sheet_styles_layer(reader->sheet, jb_str_of(style), map, map->span,
                              reader->into);
}

static bool read_furniture(sheet_reader *reader, const jb_val *val,
                           furniture_fields *out)
{
    if (!val)
        return true;
    if (is_none(val)) {
        *out = (furniture_fields){.on_first = false};
        return true;
    }
    return jb_field_bind(&furniture_table, val, JB_FIELD_STRICT, out, reader->into,
                         reader->diag);
}

static void read_mapping(sheet_reader *reader, const jb_val *val)
{
    if (!val)
        return;
    if (val->kind != JB_VAL_MAP) {
        jb_diag_add(reader->diag, JB_DIAG_STYLE_NOT_MAP, val->span, "mapping");
        return;
    }
    for (size_t i = 0; i < val->count; i++) {
        jb_field_rename rename = {val->pairs[i].key, val->pairs[i].value->text};
        jb_vec_push(reader->into, &reader->renames, rename);
    }
}

static void hide(sheet_reader *reader, const jb_val *layout)
{
    static const char *const parts[] = {"title-block", "masthead"};
    const layout_fields *fields = &reader->fields;
    const int choices[] = {fields->title_block, fields->masthead};
    if (jb_field_given(&layout_table, layout, NULL, "hide"))
        for (size_t i = 0; i < fields->hide.count; i++)
            jb_vec_push(reader->into, &reader->hidden,
                        jb_str_dup(reader->into, fields->hide.items[i].text));
    for (size_t i = 0; i < JB_COUNT(parts); i++)
        if (jb_field_given(&layout_table, layout, NULL, parts[i]) && choices[i])
            jb_vec_push(reader->into, &reader->hidden, parts[i]);
}

/* Which indexes a volume has; those of an upper layer replace all. */
static bool read_indexes(sheet_reader *reader, const jb_val *layout)
{
    static const char *const names[] = {"publishers", "tags", "codes", "dates", "none"};
    static const char *const aliases[] = {"\u673a\u6784", "\u4e3b\u9898",
                                          "\u8bc1\u5238", "\u65e5\u671f", "\u65e0"};
    static const unsigned bits[] = {JB_SHEET_PUBLISHERS, JB_SHEET_TAGS, JB_SHEET_CODES,
                                    JB_SHEET_DATES, 0};
    const jb_field_texts *given = &reader->fields.indexes;
    bool fine = true;
    if (!jb_field_given(&layout_table, layout, NULL, "indexes"))
        return true;
    reader->sheet->indexes = 0;
    for (size_t i = 0; i < given->count; i++) {
        jb_str name = given->items[i].text;
        size_t k = 0;
        while (k < JB_COUNT(names) && !jb_str_is(name, names[k]) &&
               !jb_str_is(name, aliases[k]))
            k++;
        if (k < JB_COUNT(names)) {
            reader->sheet->indexes |= bits[k];
            continue;
        }
        jb_diag_add(reader->diag, JB_DIAG_INDEX_UNKNOWN, given->items[i].val->span,
                    jb_str_dup(reader->into, name),
                    jb_diag_nearest(name, names, JB_COUNT(names)));
        fine = false;
    }
    return fine;
}

static bool read_layer(sheet_reader *reader, const jb_val *layout)
{
    static const char *const of_body[] = {
        "font",          "size",    "leading", "kinsoku", "punctuation", "autospace",
        "line-breaking", "hanging", "grid",    "words",   "hyphenate",   "direction"};
    static const char *const of_paragraph[] = {"indent", "align"};
    layout_fields *fields = &reader->fields;
    /* A new measure does away with the wider tables of the layout below. */
    if (jb_field_given(&layout_table, layout, NULL, "measure"))
        fields->page.exhibit = (jb_length){0, 0};
    bool fine = jb_field_bind(&layout_table, layout, JB_FIELD_STRICT, fields,
                              reader->into, reader->diag);
    fine &= read_furniture(
        reader, jb_field_given(&layout_table, layout, NULL, "header"), &reader->header);
    fine &= read_furniture(
        reader, jb_field_given(&layout_table, layout, NULL, "footer"), &reader->footer);
    fine &= jb_sheet_styles_add(reader->sheet,
                                jb_field_given(&layout_table, layout, NULL, "styles"),
                                reader->into, reader->diag);
    fine &= jb_sheet_styles_add_inline(
        reader->sheet, jb_field_given(&layout_table, layout, NULL, "inline"),
        reader->into, reader->diag);
    short_forms(reader, layout, "body", of_body, JB_COUNT(of_body));
    short_forms(reader, layout, "paragraph", of_paragraph, JB_COUNT(of_paragraph));
    read_mapping(reader, jb_field_given(&layout_table, layout, NULL, "mapping"));
    hide(reader, layout);
    fine &= read_indexes(reader, layout);
    return fine;
}

static const char *text_or(sheet_reader *reader, jb_field_text text,
                           const char *otherwise)
{
    return text.text.at ? jb_str_dup(reader->into, text.text) : otherwise;
}

/* A template, or a map of languages to templates. */
static jb_template template_of(sheet_reader *reader, const jb_val *val)
{
    if (!val || val->is_null)
        return (jb_template){NULL, 0};
    size_t count = val->kind == JB_VAL_MAP ? val->count : 1;
    struct jb_template_text *items =
        JB_NEWS(reader->into, struct jb_template_text, count);
    for (size_t i = 0; i < count; i++) {
        const jb_val *text = val->kind == JB_VAL_MAP ? val->pairs[i].value : val;
        if (text->kind != JB_VAL_SCALAR)
            jb_diag_add(reader->diag, JB_DIAG_TEMPLATE_NOT_TEXT, text->span);
        items[i].lang =
            val->kind == JB_VAL_MAP ? jb_str_dup(reader->into, val->pairs[i].key) : "";
        bool has_text = text->kind == JB_VAL_SCALAR && !text->is_null;
        items[i].text = has_text ? jb_str_dup(reader->into, text->text) : "";
    }
    return (jb_template){items, count};
}

static jb_furniture furniture_of(sheet_reader *reader, const furniture_fields *fields,
                                 const char *style)
{
    const jb_style *of = jb_sheet_style(reader->sheet, style);
    return (jb_furniture){
        .left = template_of(reader, fields->left),
        .centre = template_of(reader, fields->centre),
        .right = template_of(reader, fields->right),
        .style = of,
        .baseline = jb_geom_resolve(fields->baseline, of->type.size),
        .rule = jb_props_stroke(fields->rule, of->type.size, reader->diag),
        .on_first = fields->on_first};
}

static jb_mpt or_else(jb_length length, jb_mpt em, jb_mpt otherwise)
{
    return length.fixed || length.em_1000 ? jb_geom_resolve(length, em) : otherwise;
}

/* The page; a measure sets the side margins, or widens the page where they would get
 * too small to print. */
static bool measure_page(sheet_reader *reader, const jb_val *layout)
{
    const layout_fields *fields = &reader->fields;
    const page_fields *page = &fields->page;
    jb_frame *frame = &reader->sheet->frame;
    jb_mpt em = jb_sheet_style(reader->sheet, "body")->type.size;
    jb_mpt measure = jb_geom_resolve(fields->measure, em);
    frame->width = or_else(page->width, em, papers[page->size].width);
    frame->height = or_else(page->height, em, papers[page->size].height);
    frame->top = jb_geom_resolve(page->top, em);
    frame->bottom = jb_geom_resolve(page->bottom, em);
    frame->left = jb_geom_resolve(page->left, em);
    frame->right = jb_geom_resolve(page->right, em);
    if (measure > 0 && frame->width - measure >= 2 * MARGIN_LEAST) {
        frame->left = (frame->width - measure) / 2;
        frame->right = frame->width - measure - frame->left;
    } else if (measure > 0) {
        frame->width = measure + frame->left + frame->right;
    }
    jb_mpt room = frame->width - frame->left - frame->right;
    jb_mpt exhibit = jb_geom_resolve(page->exhibit, em);
    frame->exhibit = JB_MIN(JB_MAX(room, exhibit), frame->width);
    jb_mpt high = frame->height - frame->top - frame->bottom;
    if (room >= ROOM_LEAST && high >= ROOM_LEAST && frame->top >= 0 &&
        frame->left >= 0 && frame->bottom >= 0 && frame->right >= 0)
        return true;
    jb_diag_add(reader->diag, JB_DIAG_PAGE_TOO_SMALL, layout->span);
    return false;
}

static void close_sheet(sheet_reader *reader)
{
    jb_sheet *sheet = reader->sheet;
    const layout_fields *fields = &reader->fields;
    sheet->name = text_or(reader, fields->name, "");
    sheet->brand = text_or(reader, fields->brand, "");
    sheet->numbering = fields->numbering;
    sheet->narrows = fields->narrows;
    sheet->has_grid = fields->has_grid;
    sheet->pages = (jb_sheet_pages)fields->page_numbers;
    sheet->begins_right = fields->begins_right;
    sheet->renames = (jb_field_renames){reader->renames.items, reader->renames.count};
    sheet->hidden = reader->hidden.items;
    sheet->hidden_count = reader->hidden.count;
}

const jb_sheet *jb_sheet_read_vals(const jb_val *const *layouts, size_t count,
                                   const jb_fontset *fonts, jb_arena *into,
                                   jb_diag *diag)
{
    sheet_reader reader = {.into = into, .diag = diag, .sheet = JB_NEW(into, jb_sheet)};
    reader.sheet->indexes = JB_SHEET_INDEXES;
    jb_length usual = {.fixed = MARGIN_USUAL};
    reader.fields.page.top = reader.fields.page.bottom = usual;
    reader.fields.page.left = reader.fields.page.right = usual;
    reader.sheet->fonts = fonts;
    jb_sheet_styles_begin(reader.sheet);
    bool fine = count > 0;
    for (size_t i = 0; i < count; i++)
        fine &= read_layer(&reader, layouts[i]);
    reader.sheet->lang = text_or(&reader, reader.fields.language, "zh-Hans");
    fine &= jb_sheet_styles_resolve(reader.sheet, into, diag);
    if (!fine)
        return NULL;
    close_sheet(&reader);
    reader.sheet->header = furniture_of(&reader, &reader.header, "header");
    reader.sheet->footer = furniture_of(&reader, &reader.footer, "footer");
    fine = measure_page(&reader, layouts[count - 1]);
    return fine ? reader.sheet : NULL;
}

const jb_sheet *jb_sheet_read(jb_sources *sources, const uint32_t *layouts,
                              size_t count, const jb_fontset *fonts, jb_arena *into,
                              jb_diag *diag)
{
    const jb_val **vals = JB_NEWS(into, const jb_val *, count);
    for (size_t i = 0; i < count; i++) {
        size_t end = jb_source_bytes(sources, layouts[i]).len;
        vals[i] = jb_yaml_read(sources, layouts[i], 0, end, into, diag);
        if (!vals[i])
            return NULL;
    }
    return jb_sheet_read_vals(vals, count, fonts, into, diag);
}

void jb_sheet_read_help(jb_buf *into)
{
    jb_field_help(&layout_table, into);
    jb_buf_puts(into, "\n");
    jb_field_help(&jb_props_block, into);
    jb_buf_puts(into, "\n");
    jb_sheet_styles_help(into);
}
