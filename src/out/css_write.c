/* Rules as text: light colours first, then what dark screens have instead. */
#include "out/css_parts.h"
#include "out/shade.h"

/* ---- declarations ---------------------------------------------------------------- */

/* "1.5em" from 1500; "0" without a unit. */
static void put_em(jb_buf *into, int thousandths)
{
    jb_buf_put_decimal(into, thousandths, 3);
    jb_buf_puts(into, thousandths ? "em" : "");
}

/* Sides of boxes: of the page, or of the text where its lines run from top to bottom. */
typedef enum box_side { TOP, RIGHT, BOTTOM, LEFT } box_side;

static const char *name_of(const jb_css *css, box_side side)
{
    static const char *const physical[] = {"top", "right", "bottom", "left"};
    static const char *const logical[] = {"block-start", "inline-end", "block-end",
                                          "inline-start"};
    return css->is_vertical ? logical[side] : physical[side];
}

/* Where lines begin, and where they end. */
static box_side start_of(const jb_css_rule *rule)
{
    return rule->is_right ? RIGHT : LEFT;
}

static box_side end_of(const jb_css_rule *rule)
{
    return rule->is_right ? LEFT : RIGHT;
}

static void put_length(jb_buf *into, const char *property, int thousandths)
{
    if (!thousandths)
        return;
    jb_buf_puts(into, property);
    jb_buf_putc(into, ':');
    put_em(into, thousandths);
    jb_buf_putc(into, ';');
}

/* "margin" or "padding" of one side. */
static void put_side(const jb_css *css, jb_buf *into, const char *property,
                     box_side side, int thousandths)
{
    if (!thousandths)
        return;
    jb_buf_puts(into, property);
    jb_buf_putc(into, '-');
    put_length(into, name_of(css, side), thousandths);
}

static void put_word(jb_buf *into, bool is_wanted, const char *declaration)
{
    if (is_wanted)
        jb_buf_puts(into, declaration);
}

/* "#1f3a5f" */
static void put_hex(jb_buf *into, jb_colour colour)
{
    jb_buf_putc(into, '#');
    for (int shift = 20; shift >= 0; shift -= 4)
        jb_buf_putc(into, "0123456789abcdef"[colour >> shift & 15]);
}

static void put_colour(jb_buf *into, const char *property, jb_colour colour)
{
    jb_buf_puts(into, property);
    jb_buf_putc(into, ':');
    put_hex(into, colour);
    jb_buf_putc(into, ';');
}

static void put_line(jb_buf *into, const char *side, jb_css_line line)
{
    if (!line.width)
        return;
    jb_buf_puts(into, "border-");
    jb_buf_puts(into, side);
    jb_buf_putc(into, ':');
    put_em(into, line.width);
    jb_buf_puts(into, " solid ");
    put_hex(into, line.colour);
    jb_buf_putc(into, ';');
}

static void put_dark_line(jb_buf *into, const char *side, jb_css_line line,
                          jb_colour ground)
{
    if (!line.width)
        return;
    jb_buf_puts(into, "border-");
    jb_buf_puts(into, side);
    put_colour(into, "-color", jb_shade_line(line.colour, ground));
}

/* Embedded fonts come first; the generic families suit the language of the text. Browsers
 * set what is asked for as "monospace" alone at 13/16 of its size. */
static void put_family(const jb_css *css, jb_buf *into, int font)
{
    static const struct {
        const char *role, *generic;
    } known[] = {
        {"serif", "serif"}, {"sans", "sans-serif"}, {"mono", "monospace,monospace"}};
    const char *role = css->fonts.items[font - 1], *generic = NULL;
    for (size_t i = 0; i < JB_COUNT(known); i++)
        if (strcmp(role, known[i].role) == 0)
            generic = known[i].generic;
    if (!css->embeds_fonts && !generic)
        return;
    jb_buf_puts(into, "font-family:");
    if (css->embeds_fonts)
        jb_buf_printf(into, "jianbao-%s%s", role, generic ? "," : "");
    jb_buf_printf(into, "%s;", generic ? generic : "");
}

static void put_type(const jb_css *css, const jb_css_rule *rule, jb_buf *into)
{
    if (rule->font)
        put_family(css, into, rule->font);
    if (rule->weight)
        jb_buf_printf(into, "font-weight:%d;", rule->weight);
    put_word(into, rule->slant == 1, "font-style:normal;");
    put_word(into, rule->slant == 2, "font-style:italic;");
    put_length(into, "font-size", rule->size);
    put_length(into, "vertical-align", rule->raise);
    put_length(into, "letter-spacing", rule->tracking);
    put_word(into, rule->digits == 1, "font-variant-numeric:normal;");
    put_word(into, rule->digits == 2, "font-variant-numeric:tabular-nums;");
    if (rule->line)
        jb_buf_printf(into, "text-decoration:%s%s;", rule->line & 2 ? "underline" : "",
                      rule->line & 4 ? " line-through" : "");
    if (rule->has_colour)
        put_colour(into, "color", rule->colour);
}

static void put_setting(const jb_css_rule *rule, jb_buf *into)
{
    static const char *const aligns[] = {[JB_ALIGN_LEFT] = "left",
                                         [JB_ALIGN_CENTRE] = "center",
                                         [JB_ALIGN_RIGHT] = "right"};
    if (rule->leading) {
        jb_buf_puts(into, "line-height:");
        jb_buf_put_decimal(into, rule->leading, 3);
        jb_buf_putc(into, ';');
    }
    put_length(into, "text-indent", rule->indent);
    if (rule->align > 0 && (size_t)rule->align <= JB_COUNT(aligns) &&
        aligns[rule->align - 1])
        jb_buf_printf(into, "text-align:%s;", aligns[rule->align - 1]);
    put_word(into, rule->hyphens == 1, "-epub-hyphens:none;hyphens:none;");
    put_word(into, rule->hyphens == 2, "-epub-hyphens:auto;hyphens:auto;");
    put_word(into, rule->is_balanced, "text-wrap:balance;");
    put_word(into, rule->is_plain,
             "text-autospace:no-autospace;text-spacing-trim:space-all;");
}

static void put_box(const jb_css *css, const jb_css_rule *rule, jb_buf *into)
{
    put_side(css, into, "margin", TOP, rule->before);
    put_side(css, into, "margin", BOTTOM, rule->after);
    put_side(css, into, "margin", start_of(rule), rule->inset_left);
    put_side(css, into, "margin", end_of(rule), rule->inset_right);
    put_side(css, into, "padding", TOP, rule->top);
    put_side(css, into, "padding", BOTTOM, rule->bottom);
    put_side(css, into, "padding", start_of(rule), rule->left);
    put_side(css, into, "padding", end_of(rule), rule->right);
    if (rule->has_fill)
        put_colour(into, "background-color", rule->fill);
    put_line(into, name_of(css, start_of(rule)), rule->bar);
    put_line(into, name_of(css, TOP), rule->above);
    put_line(into, name_of(css, BOTTOM), rule->below);
    put_word(into, rule->keeps_next, "page-break-after:avoid;break-after:avoid;");
    put_word(into, rule->keeps_together, "page-break-inside:avoid;break-inside:avoid;");
}

/* ---- rules ----------------------------------------------------------------------- */

/* "padding:1em 2em;" -> "SELECTOR{padding:1em 2em}", nothing for nothing. */
static void put_rule(jb_buf *into, const char *selector, jb_buf *declarations)
{
    if (declarations->len) {
        jb_buf_puts(into, selector);
        jb_buf_putc(into, '{');
        jb_buf_put(into, declarations->at, declarations->len - 1);
        jb_buf_puts(into, "}\n");
    }
    jb_buf_clear(declarations);
}

/* Of a class, or of an element (" tr") within. */
static void put_class_rule(jb_buf *into, const char *name, const char *within,
                           jb_buf *declarations)
{
    if (!declarations->len)
        return;
    jb_buf_putc(into, '.');
    jb_buf_puts(into, name);
    put_rule(into, within, declarations);
}

/* Labels hang: what is behind them begins at one edge. */
static void put_list(const jb_css *css, const jb_css_class *class, jb_buf *into)
{
    const jb_css_rule *rule = class->rule;
    int moved = rule->label_width + rule->label_gap;
    const char *side = name_of(css, start_of(rule)), *name = class->name;
    if (!moved)
        return;
    jb_buf_printf(into, ".%s>li{padding-%s:", name, side);
    put_em(into, moved);
    jb_buf_printf(into, "}\n.%s>li>p:first-child{text-indent:", name);
    put_em(into, -moved);
    jb_buf_printf(into, "}\n.%s>li>.label{margin-%s:", name, side);
    put_em(into, -moved);
    jb_buf_printf(into, "}\n.%s>li>p>.label,.%s>li>.label{min-width:", name, name);
    put_em(into, rule->label_width);
    jb_buf_printf(into, ";margin-%s:", name_of(css, end_of(rule)));
    put_em(into, rule->label_gap);
    jb_buf_printf(into, "}\nul.%s>li>p>.label,ul.%s>li>.label{max-width:", name, name);
    put_em(into, rule->label_width);
    jb_buf_puts(into, "}\n");
}

/* The wider of two borders that meet is seen, so the first row's gives way. */
static void put_table(const jb_css *css, const jb_css_class *class, jb_buf *into)
{
    const jb_css_rule *rule = class->rule;
    const char *name = class->name;
    jb_buf text = {0};
    put_line(&text, name_of(css, TOP), rule->outer);
    put_line(&text, name_of(css, BOTTOM), rule->outer);
    put_class_rule(into, name, "", &text);
    if (rule->cell_x || rule->cell_y) {
        jb_buf_puts(&text, "padding:");
        put_em(&text, rule->cell_y);
        jb_buf_putc(&text, ' ');
        put_em(&text, rule->cell_x);
        jb_buf_putc(&text, ';');
    }
    if (text.len)
        jb_buf_printf(into, ".%s td,", name);
    put_class_rule(into, name, " th", &text);
    put_line(&text, name_of(css, TOP), rule->inner);
    put_class_rule(into, name, " tr", &text);
    if (rule->has_header_fill)
        put_colour(&text, "background-color", rule->header_fill);
    put_class_rule(into, name, " thead", &text);
    jb_buf_fini(&text);
}

static void put_class(const jb_css *css, const jb_css_class *class, jb_buf *into)
{
    jb_buf text = {0};
    put_type(css, class->rule, &text);
    put_setting(class->rule, &text);
    put_box(css, class->rule, &text);
    put_class_rule(into, class->name, "", &text);
    jb_buf_fini(&text);
    put_list(css, class, into);
    put_table(css, class, into);
}

static void put_dark_class(const jb_css *css, const jb_css_class *class, jb_buf *into)
{
    const jb_css_rule *rule = class->rule;
    const char *name = class->name;
    jb_buf text = {0};
    if (rule->has_colour)
        put_colour(&text, "color", jb_shade_text(rule->colour, rule->ground));
    if (rule->has_fill)
        put_colour(&text, "background-color", jb_shade_ground(rule->fill));
    put_dark_line(&text, name_of(css, start_of(rule)), rule->bar, rule->ground);
    put_dark_line(&text, name_of(css, TOP), rule->above, rule->ground);
    put_dark_line(&text, name_of(css, BOTTOM), rule->below, rule->ground);
    put_dark_line(&text, name_of(css, TOP), rule->outer, rule->ground);
    put_dark_line(&text, name_of(css, BOTTOM), rule->outer, rule->ground);
    put_class_rule(into, name, "", &text);
    put_dark_line(&text, name_of(css, TOP), rule->inner, rule->ground);
    put_class_rule(into, name, " tr", &text);
    if (rule->has_header_fill)
        put_colour(&text, "background-color", jb_shade_ground(rule->header_fill));
    put_class_rule(into, name, " thead", &text);
    jb_buf_fini(&text);
}

/* CLREQ 3.1.4, JLREQ C.3: the levels as CSS Text 4, 5.2 has them. */
static const char *line_break(jb_kinsoku kinsoku)
{
    switch (kinsoku) {
    case JB_KINSOKU_NONE:
    case JB_KINSOKU_VERY_LOOSE:
    case JB_KINSOKU_LOOSE:
        return "loose";
    case JB_KINSOKU_BASIC:
        return "normal";
    default:
        return "strict";
    }
}

/* CLREQ 3.1.6: the widths of marks as CSS Text 4, 8.4 has them. */
static const char *spacing_trim(jb_punct_style punct)
{
    return punct == JB_PUNCT_PLAIN     ? "space-all"
           : punct == JB_PUNCT_BANJIAO ? "trim-all"
                                       : "trim-start";
}

static void put_chinese(const jb_setting *setting, jb_buf *into)
{
    const char *breaks = line_break(setting->kinsoku);
    jb_buf_printf(into, "-epub-line-break:%s;line-break:%s;", breaks, breaks);
    jb_buf_printf(into, "text-spacing-trim:%s;", spacing_trim(setting->punct));
    jb_buf_printf(into, "text-autospace:%s;",
                  setting->autospace.natural ? "normal" : "no-autospace");
    put_word(into, setting->is_hanging, "hanging-punctuation:allow-end;");
    put_word(into, setting->is_hyphenated, "-epub-hyphens:auto;hyphens:auto;");
}

/* The page's own text; the font and colours of an e-book are its reader's. */
static void put_body(const jb_css *css, jb_buf *into)
{
    jb_buf text = {0};
    put_chinese(&css->setting, &text);
    jb_buf_puts(&text, "line-height:");
    jb_buf_put_decimal(&text, css->leading, 3);
    jb_buf_putc(&text, ';');
    if (css->first_font && (css->medium == JB_CSS_PAGE || css->embeds_fonts))
        put_family(css, &text, css->first_font);
    if (css->medium == JB_CSS_PAGE) {
        put_colour(&text, "color", css->text);
        put_colour(&text, "background-color", JB_CSS_PAPER);
        put_colour(&text, "--paper", JB_CSS_PAPER);
    }
    put_rule(into, "body", &text);
    jb_buf_fini(&text);
}

static void put_dark(const jb_css *css, jb_buf *into)
{
    jb_buf text = {0};
    jb_buf_puts(into, "@media (prefers-color-scheme:dark){\n");
    put_colour(&text, "color", jb_shade_text(css->text, JB_CSS_PAPER));
    put_colour(&text, "background-color", JB_SHADE_GROUND);
    if (css->medium == JB_CSS_PAGE)
        put_colour(&text, "--paper", JB_SHADE_GROUND);
    put_rule(into, "body", &text);
    jb_buf_puts(into, "img{background-color:#fff}\n");
    for (size_t i = 0; i < css->classes.count; i++)
        put_dark_class(css, &css->classes.items[i], into);
    jb_buf_puts(into, "}\n");
    jb_buf_fini(&text);
}

void jb_css_write(const jb_css *css, jb_buf *into)
{
    jb_css_fixed_begin(css->medium, into);
    put_body(css, into);
    for (size_t i = 0; i < css->classes.count; i++)
        put_class(css, &css->classes.items[i], into);
    put_dark(css, into);
    jb_css_fixed_end(css->medium, into);
}
