/* Resolved styles: immutable and interned, so equal styles are the same pointer. Below
 * this room there are no style names and no string options. */
#ifndef JB_STYLE_H
#define JB_STYLE_H

#include "base/geom.h"
#include "data/field.h"
#include "doc/block.h"

/* Line-start and line-end bans: the levels of CLREQ 3.1.4 (none, basic, GB/T 15834,
 * strict) and of JLREQ C.3 (very loose, loose, strict, very strict). */
typedef enum jb_kinsoku {
    JB_KINSOKU_NONE,
    JB_KINSOKU_BASIC,
    JB_KINSOKU_GB,
    JB_KINSOKU_STRICT,
    JB_KINSOKU_VERY_LOOSE,
    JB_KINSOKU_LOOSE,
    JB_KINSOKU_VERY_STRICT
} jb_kinsoku;

/* Widths of full-width marks within a line (CLREQ 3.1.6). */
typedef enum jb_punct_style {
    JB_PUNCT_QUANJIAO, /* all 1 em; adjacent marks squeezed, line edges trimmed */
    JB_PUNCT_KAIMING,  /* stops that end a sentence 1 em, the others half an em */
    JB_PUNCT_BANJIAO,  /* all half an em */
    JB_PUNCT_PLAIN     /* nothing squeezed or trimmed */
} jb_punct_style;

/* Which way text runs, and with it the page. */
typedef enum jb_direction {
    JB_DIRECTION_AUTO, /* by language, or by the first letter with a direction (UAX 9) */
    JB_DIRECTION_LTR,
    JB_DIRECTION_RTL
} jb_direction;

/* Attributes of text. */
typedef struct jb_type {
    int role;       /* of the font set: index */
    int latin_role; /* that of words in italics where is_latin_italic */
    int weight;     /* 100 to 900 */
    bool is_italic;
    bool is_latin_italic; /* Latin, Greek and Cyrillic words are set off by italics
                           * (sheet_apply makes them) */
    bool is_tabular;      /* even digits */
    bool is_underlined;
    bool is_struck;
    bool is_dotted;  /* its texts have emphasis dots (sheet_apply makes them) */
    jb_mpt size;     /* the em */
    jb_mpt raise;    /* of the baseline, up */
    jb_mpt tracking; /* added after each character */
    jb_colour colour;
    const char *lang; /* BCP 47, never NULL */
} jb_type;

/* Gaps between Han and Latin, in thousandths of an em (CLREQ 3.2.2, 3.5.3, 3.5.4). */
typedef struct jb_autospace {
    int least, natural, most; /* 125, 250, 500; all 0 = none */
} jb_autospace;

/* How a paragraph is set. */
typedef struct jb_setting {
    jb_mpt leading; /* baseline to baseline */
    jb_mpt indent;  /* of the first line */
    jb_align align; /* LEFT, CENTRE, RIGHT or JUSTIFY */
    jb_direction direction;
    jb_kinsoku kinsoku;
    jb_punct_style punct;
    jb_autospace autospace;
    bool is_hyphenated; /* Latin words may be hyphenated */
    bool is_balanced;   /* lines of about equal length, broken by phrase (headings) */
    bool is_hanging;    /* a comma or full stop may hang out at the line's end */
    bool is_gridded;    /* Latin spans are a whole number of em wide (CLREQ 3.2.5) */
    const jb_field_text *words; /* not broken in balanced lines */
    size_t word_count;
    bool is_greedy; /* each line as full as it can be, not the whole paragraph's best */
    int widows, orphans; /* least lines after and before a page break */
} jb_setting;

typedef struct jb_edges {
    jb_mpt top, right, bottom, left; /* mpt */
} jb_edges;

typedef struct jb_stroke {
    jb_mpt width; /* 0 = none */
    jb_colour colour;
} jb_stroke;

/* The box around a block. */
typedef struct jb_boxing {
    jb_mpt before, after; /* space outside; between two blocks the larger one counts */
    jb_edges padding;     /* space inside */
    jb_mpt inset_left, inset_right; /* narrows the measure, outside the padding */
    bool has_fill;
    jb_colour fill;
    jb_stroke bar; /* vertical, at the left edge of the box */
    jb_stroke rule_above, rule_below;
    bool keeps_next;     /* no page break after it */
    bool keeps_together; /* no page break inside, if it fits on a page */
} jb_boxing;

/* What only tables use. */
typedef struct jb_tabling {
    jb_stroke outer, inner; /* rules above and below the table; between rows */
    bool has_header_fill;
    jb_colour header_fill;
    jb_mpt cell_x, cell_y; /* padding of cells */
} jb_tabling;

typedef struct jb_style {
    const char *name; /* for dumps, and the class in reflowable outputs */
    jb_type type;
    jb_setting setting;
    jb_boxing box;
    jb_tabling table;
    jb_mpt label_gap;   /* lists: between label and text */
    jb_mpt label_width; /* lists: least width of the label's column */
} jb_style;

#endif
