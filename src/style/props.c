/* Styles as written become styles as used: maps of a layout are bound one over the
 * other (data/field), then every length is resolved by the style's own size. */
#include "style/props.h"

enum {
    SIZE_LEAST = 1000,      /* mpt, our limit: below 1 pt nothing can be read */
    SIZE_MOST = 400 * 1000, /* mpt, ours: a dash of two em still fits an A3 sheet */
    GAP_LEAST = 2,          /* CLREQ 3.2.2: 1/8, 1/4 and 1/2 em, so half and double */
    TOKENS_MAX = 4
};

#define FIELD(id, other, kind, member, says)                                           \
    {                                                                                  \
        .name = (id), .aliases = (other), .type = (kind),                              \
        .offset = offsetof(jb_props, member), .help = (says)                           \
    }
#define CHOICE(id, other, member, all, says)                                           \
    {                                                                                  \
        .name = (id), .aliases = (other), .type = JB_FIELD_CHOICE,                     \
        .offset = offsetof(jb_props, member), .choices = (all), .help = (says)         \
    }
#define NUMBER(id, other, member, least, most, says)                                   \
    {                                                                                  \
        .name = (id), .aliases = (other), .type = JB_FIELD_INT,                        \
        .offset = offsetof(jb_props, member), .min = (least), .max = (most),           \
        .help = (says)                                                                 \
    }

static const jb_field fields[] = {
    FIELD("bracketed", "\u62ec\u6ce8", JB_FIELD_BOOL, is_bracketed,
          "in brackets behind the text, not above it"),
    /* the field above is that of ruby alone */
    FIELD("font", "\u5b57\u4f53", JB_FIELD_TEXT, font,
          "role of the font set: serif, sans, mono"),
    CHOICE("weight", "\u7c97\u7ec6", weight,
           "100|200|300|400=regular|500=medium|600|700=bold|800|900", "weight"),
    FIELD("italic", "\u659c\u4f53", JB_FIELD_BOOL, is_italic,
          "italic, or slanted without one"),
    FIELD("tabular", "\u7b49\u5bbd\u6570\u5b57", JB_FIELD_BOOL, is_tabular,
          "digits of one width"),
    FIELD("underline", "\u4e0b\u5212\u7ebf", JB_FIELD_BOOL, is_underlined,
          "underlined"),
    FIELD("strike", "\u5220\u9664\u7ebf", JB_FIELD_BOOL, is_struck, "struck through"),
    FIELD("size", "\u5b57\u53f7", JB_FIELD_LENGTH, size,
          "size; em is of the style it extends"),
    FIELD("raise", "\u5347\u9ad8", JB_FIELD_LENGTH, raise, "baseline shift upwards"),
    FIELD("tracking", "\u5b57\u8ddd", JB_FIELD_LENGTH, tracking,
          "space after each character"),
    FIELD("colour", "\u989c\u8272|color", JB_FIELD_COLOUR, colour,
          "text colour, #RRGGBB"),
    CHOICE("latin", "\u897f\u6587", latin,
           "same=\u540c\u4e2d\u6587|italic=\u659c\u4f53",
           "Latin, Greek and Cyrillic words: as the rest, or in italics of the font "
           "around"),
    FIELD("dots", "\u7740\u91cd\u53f7", JB_FIELD_BOOL, is_dotted, "emphasis dots"),
    /* the fields above are those of inline styles: TEXT_FIELDS counts them */
    FIELD("leading", "\u884c\u8ddd", JB_FIELD_LENGTH, leading, "baseline to baseline"),
    FIELD("indent", "\u9996\u884c\u7f29\u8fdb|\u7f29\u8fdb", JB_FIELD_LENGTH, indent,
          "of the first line"),
    CHOICE("align", "\u5bf9\u9f50", align,
           "none|left=\u5de6|centre=\u5c45\u4e2d|right=\u53f3|justify=\u4e24\u7aef",
           "alignment of lines"),
    CHOICE(
        "direction", "\u4e66\u5199\u65b9\u5411", direction,
        "auto=\u81ea\u52a8|ltr=\u4ece\u5de6\u5230\u53f3|rtl=\u4ece\u53f3\u5230\u5de6",
        "which way text runs; auto: by its language"),
    CHOICE(
        "kinsoku", "\u7981\u5219", kinsoku,
        "none=\u65e0|basic=\u57fa\u672c|gb=\u56fd\u6807|strict=\u4e25\u683c|"
        "very-loose=\u6781\u5bbd\u677e|loose=\u5bbd\u677e|very-strict=\u6781\u4e25\u683c",
        "which marks may not begin or end a line, by the language's own levels"),
    CHOICE(
        "punctuation", "\u6807\u70b9", punct,
        "quanjiao=\u5168\u89d2|kaiming=\u5f00\u660e|banjiao=\u534a\u89d2|plain=\u4e0d\u8c03\u6574",
        "widths of full-width marks"),
    CHOICE("line-breaking", "\u65ad\u884c", line_breaking,
           "total-fit=\u6574\u6bb5|greedy=\u9010\u884c",
           "breaks chosen for the whole paragraph, or line by line"),
    FIELD("autospace", "\u4e2d\u897f\u95f4\u8ddd", JB_FIELD_VALUE, autospace,
          "gap between Han and Latin: a length, none, or {least, natural, most}"),
    FIELD("hyphenate", "\u65ad\u8bcd", JB_FIELD_BOOL, is_hyphenated,
          "hyphenate Latin words"),
    FIELD("balance", "\u5747\u8861", JB_FIELD_BOOL, is_balanced,
          "lines of about equal length, broken by phrase"),
    FIELD("words", "\u8bcd\u8bed", JB_FIELD_TEXTS, words,
          "words that balanced lines do not break"),
    FIELD("hanging", "\u60ac\u6302\u6807\u70b9|\u60ac\u6302", JB_FIELD_BOOL, is_hanging,
          "commas and full stops hang out at the line's end"),
    FIELD("grid", "\u7f51\u683c", JB_FIELD_BOOL, is_gridded,
          "Latin spans are a whole number of em wide"),
    NUMBER("widows", "\u6bb5\u5c3e\u884c\u6570", widows, 1, 20,
           "least lines after a page break"),
    NUMBER("orphans", "\u6bb5\u9996\u884c\u6570", orphans, 1, 20,
           "least lines before a page break"),
    FIELD("before", "\u6bb5\u524d", JB_FIELD_LENGTH, before, "space above"),
    FIELD("after", "\u6bb5\u540e", JB_FIELD_LENGTH, after, "space below"),
    FIELD("padding", "\u5185\u8fb9\u8ddd", JB_FIELD_VALUE, padding,
          "1, 2 or 4 lengths"),
    FIELD("inset", "\u5de6\u53f3\u7f29\u8fdb", JB_FIELD_VALUE, inset,
          "1 or 2 lengths: left and right"),
    FIELD("fill", "\u5e95\u8272", JB_FIELD_VALUE, fill, "background colour or none"),
    FIELD("bar", "\u7ad6\u7ebf", JB_FIELD_VALUE, bar,
          "line at the left edge: width colour"),
    FIELD("rule-above", "\u4e0a\u7ebf", JB_FIELD_VALUE, rule_above,
          "width colour, or none"),
    FIELD("rule-below", "\u4e0b\u7ebf", JB_FIELD_VALUE, rule_below,
          "width colour, or none"),
    FIELD("keep-with-next", "\u4e0e\u4e0b\u6bb5\u540c\u9875", JB_FIELD_BOOL, keeps_next,
          "no page break after it"),
    FIELD("keep-together", "\u6bb5\u4e2d\u4e0d\u5206\u9875", JB_FIELD_BOOL,
          keeps_together, "no page break within"),
    FIELD("label-gap", "\u6807\u7b7e\u95f4\u8ddd", JB_FIELD_LENGTH, label_gap,
          "from label to text"),
    FIELD("label-width", "\u6807\u7b7e\u5bbd\u5ea6", JB_FIELD_LENGTH, label_width,
          "least label width"),
    FIELD("table-rule", "\u8868\u7ebf", JB_FIELD_VALUE, table_rule,
          "above and below a table"),
    FIELD("row-rule", "\u884c\u7ebf", JB_FIELD_VALUE, row_rule, "between rows"),
    FIELD("header-fill", "\u8868\u5934\u5e95\u8272", JB_FIELD_VALUE, header_fill,
          "of header rows"),
    FIELD("cell-padding", "\u5355\u5143\u683c\u8fb9\u8ddd", JB_FIELD_VALUE,
          cell_padding, "2 lengths: above and below, sides"),
    FIELD("based-on", "\u57fa\u4e8e", JB_FIELD_TEXT, based_on,
          "the style it starts from"),
};

enum { RUBY_FIELDS = 1, TEXT_FIELDS = 12 };

const jb_field_table jb_props_block = {"style\x1F"
                                       "\u6837\u5f0f",
                                       sizeof(jb_props), fields + RUBY_FIELDS,
                                       JB_COUNT(fields) - RUBY_FIELDS};
const jb_field_table jb_props_inline = {"inline style\x1F"
                                        "\u884c\u5185\u6837\u5f0f",
                                        sizeof(jb_props), fields + RUBY_FIELDS,
                                        TEXT_FIELDS};
/* Dots are below a base, never below what is above it. */
const jb_field_table jb_props_ruby = {"style of ruby\x1F"
                                      "\u6ce8\u97f3\u6837\u5f0f",
                                      sizeof(jb_props), fields,
                                      RUBY_FIELDS + TEXT_FIELDS - 1};

jb_props jb_props_initial(void)
{
    return (jb_props){.weight = 3,
                      .size = {.fixed = 10500},
                      .leading = {.fixed = 18000},
                      .align = JB_ALIGN_JUSTIFY,
                      .kinsoku = JB_KINSOKU_GB,
                      .punct = JB_PUNCT_QUANJIAO,
                      .widows = 2,
                      .orphans = 2,
                      .label_gap = {.em_1000 = 500}};
}

bool jb_props_bind(jb_props *props, const jb_val *val, jb_arena *into, jb_diag *diag)
{
    jb_mpt before = jb_geom_resolve(props->size, 0);
    bool fine = jb_field_bind(&jb_props_block, val, JB_FIELD_STRICT, props, into, diag);
    props->size = (jb_length){.fixed = jb_geom_resolve(props->size, before)};
    if (props->size.fixed < SIZE_LEAST || props->size.fixed > SIZE_MOST) {
        jb_diag_add(diag, JB_DIAG_STYLE_SIZE, val->span);
        props->size.fixed = before;
        fine = false;
    }
    return fine;
}

static int role_of(jb_field_text font, const jb_fontset *fonts, jb_diag *diag)
{
    if (!font.text.at)
        return 0;
    int role = jb_fontset_role_of(fonts, font.text);
    if (role >= 0)
        return role;
    const char *names[JB_FONTSET_ROLES_MAX];
    size_t count = JB_MIN(fonts->role_count, JB_COUNT(names));
    for (size_t i = 0; i < count; i++)
        names[i] = fonts->roles[i].name;
    char word[64];
    snprintf(word, sizeof word, "%.*s", (int)JB_MIN(font.text.len, sizeof word - 1),
             font.text.at);
    jb_diag_add(diag, JB_DIAG_FONT_ROLE_UNKNOWN, font.val ? font.val->span : JB_NO_SPAN,
                word, fonts->name, jb_diag_nearest(font.text, names, count));
    return 0;
}

bool jb_props_bind_inline(const jb_field_table *table, jb_overlay *overlay,
                          const jb_val *val, const jb_fontset *fonts, jb_arena *into,
                          jb_diag *diag)
{
    bool fine = jb_field_bind(table, val, JB_FIELD_STRICT, &overlay->props, into, diag);
    for (unsigned i = 0; i < RUBY_FIELDS + TEXT_FIELDS; i++)
        if (jb_field_given(table, val, NULL, fields[i].name))
            overlay->set |= 1u << i;
    if (overlay->set & JB_PROPS_FONT)
        overlay->role = role_of(overlay->props.font, fonts, diag);
    return fine;
}

jb_type jb_props_overlay(const jb_overlay *overlay, const jb_type *around)
{
    const jb_props *props = &overlay->props;
    unsigned set = overlay->set;
    jb_type type = *around;
    if (set & JB_PROPS_FONT)
        type.role = overlay->role;
    if (set & JB_PROPS_LATIN)
        type.is_latin_italic = props->latin != 0;
    if ((set & JB_PROPS_FONT) && !((set & JB_PROPS_LATIN) && props->latin))
        type.latin_role = overlay->role;
    if (set & JB_PROPS_WEIGHT)
        type.weight = (props->weight + 1) * 100;
    if (set & JB_PROPS_ITALIC)
        type.is_italic = props->is_italic;
    if (set & JB_PROPS_TABULAR)
        type.is_tabular = props->is_tabular;
    if (set & JB_PROPS_UNDERLINE)
        type.is_underlined = props->is_underlined;
    if (set & JB_PROPS_STRIKE)
        type.is_struck = props->is_struck;
    if (set & JB_PROPS_SIZE)
        type.size = JB_MAX(SIZE_LEAST, jb_geom_resolve(props->size, around->size));
    if (set & JB_PROPS_RAISE)
        type.raise = around->raise + jb_geom_resolve(props->raise, around->size);
    if (set & JB_PROPS_TRACKING)
        type.tracking = jb_geom_resolve(props->tracking, type.size);
    if (set & JB_PROPS_COLOUR)
        type.colour = props->colour;
    if (set & JB_PROPS_DOTS)
        type.is_dotted = props->is_dotted;
    return type;
}

/* The words of a scalar, or the scalars of a list; more than TOKENS_MAX give 0. */
static size_t tokens_of(const jb_val *val, jb_str tokens[TOKENS_MAX])
{
    size_t count = 0;
    if (val->kind == JB_VAL_LIST) {
        if (val->count > TOKENS_MAX)
            return 0;
        for (size_t i = 0; i < val->count; i++)
            tokens[count++] = val->items[i]->text;
        return count;
    }
    if (val->kind != JB_VAL_SCALAR)
        return 0;
    jb_str rest = jb_str_trim(val->text);
    while (rest.len) {
        size_t end = jb_str_find(rest, " ");
        if (count == TOKENS_MAX)
            return 0;
        tokens[count++] = jb_str_slice(rest, 0, end);
        rest = jb_str_trim(jb_str_slice(rest, end, rest.len));
    }
    return count;
}

static bool is_none(const jb_val *val)
{
    return val->kind == JB_VAL_SCALAR &&
           (jb_str_is(val->text, "none") || jb_str_is(val->text, "\u65e0") ||
            jb_str_is(val->text, "0"));
}

static void wrong(const jb_val *val, const char *expected, jb_diag *diag)
{
    jb_diag_add(diag, JB_DIAG_STYLE_VALUE, val->span, expected);
}

static bool length_in(jb_str text, jb_mpt em, jb_mpt *out)
{
    jb_length length;
    if (!jb_geom_length(text, &length))
        return false;
    *out = jb_geom_resolve(length, em);
    return true;
}

jb_stroke jb_props_stroke(const jb_val *val, jb_mpt em, jb_diag *diag)
{
    jb_stroke stroke = {0, 0};
    jb_str tokens[TOKENS_MAX];
    if (!val || is_none(val))
        return stroke;
    size_t count = tokens_of(val, tokens);
    bool fine = count == 1 || count == 2;
    fine = fine && length_in(tokens[0], em, &stroke.width) && stroke.width >= 0;
    fine = fine && (count == 1 || jb_geom_colour(tokens[1], &stroke.colour));
    if (fine)
        return stroke;
    wrong(val, "\"0.4pt #D0D5DD\"", diag);
    return (jb_stroke){0, 0};
}

jb_edges jb_props_edges(const jb_val *val, jb_mpt em, jb_diag *diag)
{
    jb_edges edges = {0, 0, 0, 0};
    jb_str tokens[TOKENS_MAX];
    jb_mpt at[TOKENS_MAX] = {0};
    if (!val || is_none(val))
        return edges;
    size_t count = tokens_of(val, tokens);
    bool fine = count == 1 || count == 2 || count == 4;
    for (size_t i = 0; fine && i < count; i++)
        fine = length_in(tokens[i], em, &at[i]) && at[i] >= 0;
    if (!fine) {
        wrong(val, "9pt 12pt", diag);
        return edges;
    }
    edges.top = at[0];
    edges.right = at[count > 1 ? 1 : 0];
    edges.bottom = at[count == 4 ? 2 : 0];
    edges.left = count == 4 ? at[3] : edges.right;
    return edges;
}

static bool fill_of(const jb_val *val, jb_colour *colour, jb_diag *diag)
{
    if (!val || is_none(val))
        return false;
    if (val->kind == JB_VAL_SCALAR && jb_geom_colour(val->text, colour))
        return true;
    wrong(val, "#F3F5F8", diag);
    return false;
}

static void insets(const jb_val *val, jb_mpt em, jb_boxing *box, jb_diag *diag)
{
    jb_str tokens[TOKENS_MAX];
    if (!val || is_none(val))
        return;
    size_t count = tokens_of(val, tokens);
    bool fine = (count == 1 || count == 2) &&
                length_in(tokens[0], em, &box->inset_left) &&
                length_in(tokens[count - 1], em, &box->inset_right);
    if (!fine)
        wrong(val, "2em 0pt", diag);
}

/* A length in thousandths of an em, from "0.25em" or from points at this size. */
static bool em_part(const jb_val *val, jb_mpt em, int *out)
{
    jb_length length;
    if (!val || val->kind != JB_VAL_SCALAR || !jb_geom_length(val->text, &length))
        return false;
    int64_t part = length.em_1000 + jb_geom_scale(length.fixed, 1000, JB_MAX(em, 1));
    *out = (int)part;
    return part >= 0 && part <= 2000;
}

static jb_autospace gaps(const jb_val *val, jb_mpt em, jb_diag *diag)
{
    static const jb_autospace usual = {125, 250, 500}; /* CLREQ 3.2.2, 3.5.3, 3.5.4 */
    jb_autospace gap = {0, 0, 0};
    if (!val)
        return usual;
    if (is_none(val))
        return gap;
    bool fine;
    if (val->kind == JB_VAL_MAP) {
        fine = em_part(jb_val_find(val, "least"), em, &gap.least) &&
               em_part(jb_val_find(val, "natural"), em, &gap.natural) &&
               em_part(jb_val_find(val, "most"), em, &gap.most) &&
               gap.least <= gap.natural && gap.natural <= gap.most;
    } else {
        fine = em_part(val, em, &gap.natural);
        gap.least = gap.natural / GAP_LEAST;
        gap.most = gap.natural * GAP_LEAST;
    }
    if (fine)
        return gap;
    wrong(val, "0.25em", diag);
    return usual;
}

static jb_setting setting_of(const jb_props *props, jb_mpt em, jb_diag *diag)
{
    return (jb_setting){.leading = JB_MAX(1, jb_geom_resolve(props->leading, em)),
                        .indent = jb_geom_resolve(props->indent, em),
                        .align = props->align == JB_ALIGN_NONE ? JB_ALIGN_JUSTIFY
                                                               : (jb_align)props->align,
                        .direction = (jb_direction)props->direction,
                        .kinsoku = (jb_kinsoku)props->kinsoku,
                        .punct = (jb_punct_style)props->punct,
                        .autospace = gaps(props->autospace, em, diag),
                        .is_hyphenated = props->is_hyphenated,
                        .is_balanced = props->is_balanced,
                        .is_hanging = props->is_hanging,
                        .is_gridded = props->is_gridded,
                        .words = props->words.items,
                        .word_count = props->words.count,
                        .is_greedy = props->line_breaking != 0,
                        .widows = props->widows,
                        .orphans = props->orphans};
}

static jb_boxing boxing_of(const jb_props *props, jb_mpt em, jb_diag *diag)
{
    jb_boxing box = {.before = jb_geom_resolve(props->before, em),
                     .after = jb_geom_resolve(props->after, em),
                     .padding = jb_props_edges(props->padding, em, diag),
                     .bar = jb_props_stroke(props->bar, em, diag),
                     .rule_above = jb_props_stroke(props->rule_above, em, diag),
                     .rule_below = jb_props_stroke(props->rule_below, em, diag),
                     .keeps_next = props->keeps_next,
                     .keeps_together = props->keeps_together};
    insets(props->inset, em, &box, diag);
    box.has_fill = fill_of(props->fill, &box.fill, diag);
    return box;
}

jb_style jb_props_style(const jb_props *props, const char *name,
                        const jb_fontset *fonts, jb_diag *diag)
{
    jb_mpt em = props->size.fixed;
    jb_edges cell = jb_props_edges(props->cell_padding, em, diag);
    jb_style style;
    memset(&style, 0, sizeof style); /* padding too: styles are compared as bytes */
    style.name = name;
    style.type.role = role_of(props->font, fonts, diag);
    style.type.latin_role = style.type.role;
    style.type.weight = (props->weight + 1) * 100;
    style.type.is_latin_italic = props->latin != 0;
    style.type.is_italic = props->is_italic;
    style.type.is_tabular = props->is_tabular;
    style.type.is_underlined = props->is_underlined;
    style.type.is_struck = props->is_struck;
    style.type.is_dotted = props->is_dotted;
    style.type.size = em;
    style.type.raise = jb_geom_resolve(props->raise, em);
    style.type.tracking = jb_geom_resolve(props->tracking, em);
    style.type.colour = props->colour;
    style.setting = setting_of(props, em, diag);
    style.box = boxing_of(props, em, diag);
    style.table.outer = jb_props_stroke(props->table_rule, em, diag);
    style.table.inner = jb_props_stroke(props->row_rule, em, diag);
    style.table.has_header_fill =
        fill_of(props->header_fill, &style.table.header_fill, diag);
    style.table.cell_x = cell.left;
    style.table.cell_y = cell.top;
    style.label_gap = jb_geom_resolve(props->label_gap, em);
    style.label_width = jb_geom_resolve(props->label_width, em);
    return style;
}
