/* What a style sheet consists of: shared by the files css*.c only. */
#ifndef JB_CSS_PARTS_H
#define JB_CSS_PARTS_H

#include "base/map.h"
#include "base/vec.h"
#include "out/css.h"

enum { JB_CSS_PAPER = 0xFFFFFF }; /* what a page is on, in light */

/* A line of a border; a width of 0 is none. */
typedef struct jb_css_line {
    int width; /* thousandths of an em */
    jb_colour colour;
} jb_css_line;

/* What a class says, in thousandths of an em where it is a length; 0 says nothing. Two
 * that say the same are compared as bytes. */
typedef struct jb_css_rule {
    /* of text, against the text around */
    int font; /* 1 + the index of a role name */
    int weight, size, raise, tracking, leading, indent;
    int slant, line; /* 1 upright, 2 italic; 1 none, 2 underlined, 4 struck */
    int digits;      /* 1 proportional, 2 tabular */
    int align;       /* 1 + jb_align, as it is to be seen */
    int hyphens;     /* 1 none, 2 by the language */
    int is_balanced,
        is_plain; /* plain: Han and Latin without gaps, marks as they are */
    int has_colour;
    jb_colour colour, ground; /* ground: behind it */
    /* of boxes */
    int before, after, inset_left, inset_right;
    int top, right, bottom, left; /* padding */
    int has_fill;
    jb_colour fill;
    jb_css_line bar, above, below;
    int keeps_next, keeps_together;
    int is_right; /* left and right are exchanged */
    /* of lists */
    int label_width, label_gap;
    /* of tables */
    jb_css_line outer, inner;
    int has_header_fill;
    jb_colour header_fill;
    int cell_x, cell_y;
} jb_css_rule;

typedef struct jb_css_class {
    const char *name;
    const jb_css_rule *rule;
} jb_css_class;

/* What an open element has set. */
typedef struct jb_css_level {
    size_t number;       /* of the element (out/markup.h) */
    const jb_type *type; /* NULL: a container */
    jb_colour ground;    /* behind it */
    jb_colour head;      /* of a table: behind its head */
} jb_css_level;

struct jb_css {
    jb_css_medium medium;
    bool embeds_fonts;
    bool is_vertical;
    jb_arena *into;
    const jb_sheet *sheet;
    const jb_style *body;         /* its paragraphs */
    JB_VEC(const char *) fonts;   /* role names met */
    JB_VEC(jb_css_class) classes; /* in the order they were met */
    jb_map rules;                 /* bytes of name and rule -> number of the class */
    jb_map names;                 /* base name -> how many */
    /* of the first layout's paragraphs */
    jb_setting setting;
    jb_colour text;
    int leading;    /* thousandths */
    int first_font; /* as jb_css_rule.font */
    jb_css_level levels[JB_MARKUP_DEPTH];
};

/* The part of the style sheet that is always the same, but for the medium: what comes
 * before the classes, and behind them. */
void jb_css_fixed_begin(jb_css_medium medium, jb_buf *into);
void jb_css_fixed_end(jb_css_medium medium, jb_buf *into);
/* Roles that part has rules for: their classes are kept for them. */
bool jb_css_fixed_has(const char *role);

#endif
