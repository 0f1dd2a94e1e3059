/* The properties of styles: one table of fields, bound layer on layer, and the step
 * that turns them into a jb_style. */
#ifndef JB_PROPS_H
#define JB_PROPS_H

#include "data/field.h"
#include "style/fontset.h"
#include "style/style.h"

/* Values as written. Lengths keep their em part until the size is known; fields of type
 * `const jb_val *` are read by jb_props_style. */
typedef struct jb_props {
    bool is_bracketed; /* of ruby */
    /* of text: what inline styles may set */
    jb_field_text font;
    int weight; /* index of the choice: 100, 200, ... */
    int latin;  /* index of the choice: same, italic */
    bool is_italic, is_tabular, is_underlined, is_struck, is_dotted;
    jb_length size, raise, tracking;
    jb_colour colour;
    /* of paragraphs */
    jb_length leading, indent;
    int align, direction, kinsoku, punct, line_breaking;
    const jb_val *autospace;
    bool is_hyphenated, is_balanced, is_hanging, is_gridded;
    jb_field_texts words;
    int widows, orphans;
    /* of boxes */
    jb_length before, after;
    const jb_val *padding, *inset, *fill, *bar, *rule_above, *rule_below;
    bool keeps_next, keeps_together;
    /* of lists and tables */
    jb_length label_gap, label_width;
    const jb_val *table_rule, *row_rule, *header_fill, *cell_padding;
    jb_field_text based_on;
} jb_props;

/* Which properties an inline style sets. */
typedef enum jb_props_set {
    JB_PROPS_BRACKETED = 1 << 0,
    JB_PROPS_FONT = 1 << 1,
    JB_PROPS_WEIGHT = 1 << 2,
    JB_PROPS_ITALIC = 1 << 3,
    JB_PROPS_TABULAR = 1 << 4,
    JB_PROPS_UNDERLINE = 1 << 5,
    JB_PROPS_STRIKE = 1 << 6,
    JB_PROPS_SIZE = 1 << 7,
    JB_PROPS_RAISE = 1 << 8,
    JB_PROPS_TRACKING = 1 << 9,
    JB_PROPS_COLOUR = 1 << 10,
    JB_PROPS_LATIN = 1 << 11,
    JB_PROPS_DOTS = 1 << 12
} jb_props_set;

/* What inline text changes of the style around it. */
typedef struct jb_overlay {
    unsigned set; /* of jb_props_set */
    jb_props props;
    int role; /* of the font set, when FONT is set */
} jb_overlay;

/* The tables of block styles, of inline styles (a part of it), and of the inline style
 * ruby. */
extern const jb_field_table jb_props_block;
extern const jb_field_table jb_props_inline;
extern const jb_field_table jb_props_ruby;

/* The properties every style starts from: 10.5/18 serif, justified. */
jb_props jb_props_initial(void);
/* Binds a map of properties over `props`; a size in em is of the size before. */
bool jb_props_bind(jb_props *props, const jb_val *val, jb_arena *into, jb_diag *diag);
/* Binds a map of an inline style over `overlay`; table: jb_props_inline or _ruby. */
bool jb_props_bind_inline(const jb_field_table *table, jb_overlay *overlay,
                          const jb_val *val, const jb_fontset *fonts, jb_arena *into,
                          jb_diag *diag);
/* The style, all lengths resolved by its own size. Wrong values are reported. */
jb_style jb_props_style(const jb_props *props, const char *name,
                        const jb_fontset *fonts, jb_diag *diag);
/* What an inline style makes of the text around it. */
jb_type jb_props_overlay(const jb_overlay *overlay, const jb_type *around);
/* Reads "none" or a width and a colour ("0.4pt #D0D5DD"); NULL val = none. */
jb_stroke jb_props_stroke(const jb_val *val, jb_mpt em, jb_diag *diag);
/* Reads 1, 2 or 4 lengths: all; above and below, sides; top, right, bottom, left. */
jb_edges jb_props_edges(const jb_val *val, jb_mpt em, jb_diag *diag);

#endif
