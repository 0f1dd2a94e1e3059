/* Styles become rules: what they say beyond the text around them. Equal rules of one name
 * are one class. */
#include "out/css_parts.h"
#include "text/bidi.h"

enum {
    REGULAR = 400,
    SIZE_LEAST = 750 /* thousandths of the text's size, our choice: 12 of 16 px; smaller
                        Han characters fill in on screens */
};

jb_css *jb_css_open(jb_css_medium medium, bool embeds_fonts, jb_arena *into)
{
    jb_css *css = JB_NEW(into, jb_css);
    css->medium = medium;
    css->embeds_fonts = embeds_fonts;
    css->into = into;
    return css;
}

static int font_of(jb_css *css, int role)
{
    const char *name = jb_sheet_font(css->sheet, role);
    for (size_t i = 0; i < css->fonts.count; i++)
        if (strcmp(css->fonts.items[i], name) == 0)
            return (int)i + 1;
    jb_vec_push(css->into, &css->fonts, jb_str_dup(css->into, jb_str_of(name)));
    return (int)css->fonts.count;
}

static int thousandths(jb_mpt length, jb_mpt em)
{
    return (int)jb_geom_scale(length, 1000, JB_MAX(em, 1));
}

void jb_css_set_vertical(jb_css *css)
{
    css->is_vertical = true;
}

void jb_css_begin(jb_css *css, const jb_sheet *sheet)
{
    css->sheet = sheet;
    css->body = jb_sheet_style(sheet, "paragraph");
    memset(css->levels, 0, sizeof css->levels);
    if (css->first_font)
        return;
    css->first_font = font_of(css, css->body->type.role);
    css->setting = css->body->setting;
    css->text = css->body->type.colour;
    css->leading = thousandths(css->body->setting.leading, css->body->type.size);
}

/* ---- text ------------------------------------------------------------------------ */

static void rule_of_type(const jb_type *type, const jb_type *around, jb_css_rule *rule)
{
    if (type->weight != around->weight)
        rule->weight = type->weight;
    if (type->is_italic != around->is_italic)
        rule->slant = type->is_italic ? 2 : 1;
    if (type->is_tabular != around->is_tabular)
        rule->digits = type->is_tabular ? 2 : 1;
    if (type->is_underlined != around->is_underlined ||
        type->is_struck != around->is_struck)
        rule->line = (type->is_underlined ? 2 : 0) | (type->is_struck ? 4 : 0);
    if (type->size != around->size)
        rule->size = thousandths(type->size, around->size);
    if (type->raise != around->raise)
        rule->raise = thousandths(type->raise - around->raise, type->size);
    if (type->tracking != around->tracking)
        rule->tracking = thousandths(type->tracking, type->size);
    if (type->colour != around->colour) {
        rule->has_colour = 1;
        rule->colour = type->colour;
    }
}

static void rule_of_inline(jb_css *css, const jb_type *type, const jb_type *around,
                           jb_css_rule *rule)
{
    rule_of_type(type, around, rule);
    if (type->role != around->role)
        rule->font = font_of(css, type->role);
}

/* Lines of a text from right to left begin at the right. */
static jb_align seen_align(const jb_style *style)
{
    jb_align align = style->setting.align;
    if (!jb_bidi_is_right(style))
        return align;
    return align == JB_ALIGN_LEFT    ? JB_ALIGN_RIGHT
           : align == JB_ALIGN_RIGHT ? JB_ALIGN_LEFT
                                     : align;
}

/* Whole texts are against the layout's paragraphs, which the page's own text is like. */
static void rule_of_text(jb_css *css, const jb_style *style, jb_css_rule *rule)
{
    const jb_setting *own = &style->setting, *body = &css->body->setting;
    jb_type base = css->body->type;
    base.weight = REGULAR;
    base.is_italic = base.is_tabular = base.is_underlined = base.is_struck = false;
    base.tracking = 0;
    base.colour = css->text;
    rule_of_type(&style->type, &base, rule);
    if (rule->size)
        rule->size = JB_MAX(rule->size, (int)SIZE_LEAST);
    rule->font = font_of(css, style->type.role);
    if (rule->font == css->first_font)
        rule->font = 0;
    int leading = thousandths(own->leading, style->type.size);
    if (leading != css->leading)
        rule->leading = leading;
    rule->indent = thousandths(own->indent, style->type.size);
    if (seen_align(style) != JB_ALIGN_JUSTIFY)
        rule->align = 1 + (int)seen_align(style);
    if (own->is_hyphenated != body->is_hyphenated)
        rule->hyphens = own->is_hyphenated ? 2 : 1;
    rule->is_balanced = own->is_balanced;
    rule->is_plain = own->punct == JB_PUNCT_PLAIN && own->autospace.natural == 0;
}

/* ---- boxes ----------------------------------------------------------------------- */

static jb_css_line line_of(jb_stroke stroke, jb_mpt em)
{
    return (jb_css_line){thousandths(stroke.width, em),
                         stroke.width ? stroke.colour : 0};
}

/* Space before that is negative fits lines of paper only. */
static void rule_of_box(const jb_style *style, jb_mpt em, jb_css_rule *rule)
{
    const jb_boxing *box = &style->box;
    rule->before = thousandths(JB_MAX(box->before, 0), em);
    rule->after = thousandths(JB_MAX(box->after, 0), em);
    rule->inset_left = thousandths(box->inset_left, em);
    rule->inset_right = thousandths(box->inset_right, em);
    rule->top = thousandths(box->padding.top, em);
    rule->right = thousandths(box->padding.right, em);
    rule->bottom = thousandths(box->padding.bottom, em);
    rule->left = thousandths(box->padding.left, em);
    rule->has_fill = box->has_fill;
    rule->fill = box->has_fill ? box->fill : 0;
    rule->bar = line_of(box->bar, em);
    rule->above = line_of(box->rule_above, em);
    rule->below = line_of(box->rule_below, em);
    rule->keeps_next = box->keeps_next;
    rule->keeps_together = box->keeps_together;
}

static void rule_of_table(const jb_style *style, jb_mpt em, jb_css_rule *rule)
{
    const jb_tabling *table = &style->table;
    rule->outer = line_of(table->outer, em);
    rule->inner = line_of(table->inner, em);
    rule->has_header_fill = table->has_header_fill;
    rule->header_fill = table->has_header_fill ? table->header_fill : 0;
    rule->cell_x = thousandths(table->cell_x, em);
    rule->cell_y = thousandths(table->cell_y, em);
}

/* ---- elements -------------------------------------------------------------------- */

typedef enum element_kind {
    ELEMENT_BOX,
    ELEMENT_LIST,
    ELEMENT_TABLE,
    ELEMENT_CELL,
    ELEMENT_TEXT,
    ELEMENT_INLINE
} element_kind;

static element_kind kind_of(const char *name)
{
    static const struct {
        const char *name;
        element_kind kind;
    } known[] = {
        {"p", ELEMENT_TEXT},     {"h1", ELEMENT_TEXT},        {"h2", ELEMENT_TEXT},
        {"h3", ELEMENT_TEXT},    {"h4", ELEMENT_TEXT},        {"h5", ELEMENT_TEXT},
        {"h6", ELEMENT_TEXT},    {"pre", ELEMENT_TEXT},       {"td", ELEMENT_CELL},
        {"th", ELEMENT_CELL},    {"table", ELEMENT_TABLE},    {"ul", ELEMENT_LIST},
        {"ol", ELEMENT_LIST},    {"div", ELEMENT_BOX},        {"section", ELEMENT_BOX},
        {"aside", ELEMENT_BOX},  {"blockquote", ELEMENT_BOX}, {"header", ELEMENT_BOX},
        {"footer", ELEMENT_BOX}, {"figure", ELEMENT_BOX},     {"li", ELEMENT_BOX},
        {"hr", ELEMENT_BOX}};
    for (size_t i = 0; i < JB_COUNT(known); i++)
        if (strcmp(name, known[i].name) == 0)
            return known[i].kind;
    return ELEMENT_INLINE;
}

/* The nearest open element around that was looked at; NULL = none. */
static const jb_css_level *level_around(const jb_css *css, const jb_markup *to,
                                        bool is_text)
{
    for (size_t at = to->depth - 1; at-- > 0;) {
        const jb_css_level *level = &css->levels[at];
        if (level->number == to->numbers[at] && (!is_text || level->type))
            return level;
    }
    return NULL;
}

static jb_css_rule rule_of(jb_css *css, const jb_style *style, element_kind kind,
                           const jb_css_level *around)
{
    jb_css_rule rule;
    memset(&rule, 0, sizeof rule);
    if (kind == ELEMENT_INLINE) {
        rule_of_inline(css, &style->type, around ? around->type : &css->body->type,
                       &rule);
        return rule;
    }
    rule.is_right = jb_bidi_is_right(style);
    bool is_text = kind == ELEMENT_TEXT || kind == ELEMENT_CELL;
    jb_mpt em = is_text ? style->type.size : css->body->type.size;
    if (is_text)
        rule_of_text(css, style, &rule);
    if (kind != ELEMENT_CELL)
        rule_of_box(style, em, &rule);
    if (kind == ELEMENT_TABLE)
        rule_of_table(style, em, &rule);
    if (kind == ELEMENT_LIST) {
        rule.label_width = thousandths(style->label_width, em);
        rule.label_gap = thousandths(style->label_gap, em);
    }
    return rule;
}

/* ---- classes --------------------------------------------------------------------- */

/* A style's name as a class: "quote paragraph" has a blank. */
static const char *base_name(jb_css *css, const char *name)
{
    char *own = jb_str_dup(css->into, jb_str_of(name));
    for (char *at = own; *at; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at & 0x80))
            *at = '-';
    return own;
}

static bool says_nothing(const jb_css_rule *rule)
{
    static const jb_css_rule nothing;
    return memcmp(rule, &nothing, sizeof nothing) == 0;
}

static const char *new_name(jb_css *css, const char *base)
{
    jb_map_entry *entry = jb_map_put(css->into, &css->names, jb_str_of(base));
    if (entry->value++ == 0 && !jb_css_fixed_has(base))
        return base;
    return jb_arena_printf(css->into, "%s-%d", base, (int)entry->value);
}

static const char *class_of(jb_css *css, const char *name, const jb_css_rule *rule)
{
    jb_buf key = {0};
    jb_buf_put(&key, rule, sizeof *rule);
    jb_buf_puts(&key, name);
    jb_map_entry *found = jb_map_find(&css->rules, jb_buf_str(&key));
    if (!found) {
        jb_str own = {jb_arena_strndup(css->into, key.at, key.len), key.len};
        jb_css_rule *kept = JB_NEW(css->into, jb_css_rule);
        memcpy(kept, rule, sizeof *kept);
        jb_css_class made = {new_name(css, base_name(css, name)), kept};
        found = jb_map_put(css->into, &css->rules, own);
        found->value = css->classes.count;
        jb_vec_push(css->into, &css->classes, made);
    }
    jb_buf_fini(&key);
    return css->classes.items[found->value].name;
}

/* What is behind an element: its own fill, or that of the table's head, or of what is
 * around. */
static jb_colour ground_of(const jb_markup *to, const jb_css_rule *rule,
                           const jb_css_level *around)
{
    if (rule->has_fill)
        return rule->fill;
    if (!around)
        return JB_CSS_PAPER;
    bool is_head = to->depth > 2 && strcmp(to->open[to->depth - 3], "thead") == 0;
    return is_head ? around->head : around->ground;
}

static void put_class(jb_markup *to, const char *role, const char *name)
{
    jb_buf both = {0};
    if (role)
        jb_buf_puts(&both, role);
    if (role && name)
        jb_buf_putc(&both, ' ');
    if (name)
        jb_buf_puts(&both, name);
    if (both.len)
        jb_markup_attr_str(to, "class", jb_buf_str(&both));
    jb_buf_fini(&both);
}

void jb_css_look(jb_css *css, jb_markup *to, const jb_style *style, const char *role)
{
    if (!to->depth || to->depth > JB_MARKUP_DEPTH)
        return;
    const char *element = to->open[to->depth - 1];
    element_kind kind = kind_of(element);
    const jb_css_level *around = level_around(css, to, kind == ELEMENT_INLINE);
    jb_css_rule rule = rule_of(css, style, kind, around);
    if (role && strcmp(role, "warichu") == 0)
        rule.size = 0; /* of two lines; on one line it could not be read */
    jb_css_level *own = &css->levels[to->depth - 1];
    own->number = to->numbers[to->depth - 1];
    own->type = kind == ELEMENT_INLINE || kind == ELEMENT_TEXT || kind == ELEMENT_CELL
                    ? &style->type
                    : NULL;
    own->ground = ground_of(to, &rule, around);
    own->head = rule.has_header_fill ? rule.header_fill : own->ground;
    if (rule.has_colour || rule.bar.width || rule.above.width || rule.below.width ||
        rule.outer.width || rule.inner.width)
        rule.ground = own->ground;
    const char *fixed = role && jb_css_fixed_has(role) ? role : NULL;
    const char *name = NULL;
    if (kind != ELEMENT_INLINE)
        name = class_of(css, style->name, &rule);
    else if (!says_nothing(&rule))
        name = class_of(css, role ? role : element, &rule);
    put_class(to, fixed, name);
}
