/* The shaped paragraph as its stages share it: characters, atoms and the gaps between
 * them. An atom is a shaping cluster: the smallest thing that a line may hold. */
#ifndef JB_ATOM_H
#define JB_ATOM_H

#include "base/utf8.h"
#include "text/opportunity.h"
#include "text/para.h"
#include "text/punct.h"

/* A code point of the paragraph, after itemising. */
typedef struct jb_char {
    uint32_t cp;
    uint32_t text_at; /* byte offset in the paragraph's text */
    uint32_t segment; /* index */
    uint32_t script;  /* an hb_script_t */
    const jb_face *face;
    jb_punct punct; /* resolved by context */
    bool is_wide;   /* set as a full-width character */
    uint8_t level;  /* of embedding (UAX 9); odd: from right to left */
} jb_char;

typedef enum jb_atom_kind {
    JB_ATOM_OTHER, /* symbols, half-width marks, clusters of other scripts */
    JB_ATOM_ALNUM, /* a letter or digit of a script that is not Han */
    JB_ATOM_HAN,   /* Han, kana and other full-width characters */
    JB_ATOM_MARK,  /* a full-width mark: its punct class says which */
    JB_ATOM_SPACE  /* U+0020 or U+00A0 */
} jb_atom_kind;

typedef struct jb_atom {
    uint32_t cp;      /* the first code point */
    uint32_t text_at; /* byte offset in the paragraph's text */
    uint32_t text_len;
    uint32_t glyph_at; /* index of the first glyph */
    uint32_t glyph_count;
    uint32_t run; /* index of the shaped run */
    uint32_t segment;
    jb_mpt width;      /* of the pen's way */
    jb_mpt trim_left;  /* blank that goes at a line's start */
    jb_mpt trim_right; /* blank that goes at a line's end; negative: kerning with the
                           * next atom that comes back there */
    jb_atom_kind kind;
    jb_punct punct;
    uint8_t may_break; /* a jb_break: may a line end before this atom */
    bool must_break;   /* a forced line break stands before this atom */
    bool is_joined;    /* one base of ruby with the atom before: the gap between them
                     * neither gives nor takes */
    uint8_t level;     /* of embedding */
} jb_atom;

/* A stretch of atoms of one face and type. */
typedef struct jb_shaped_run {
    const jb_face *face;
    const jb_type *type;
    jb_mpt embolden;
    int slant_1000;
} jb_shaped_run;

typedef struct jb_shaped_glyph {
    uint32_t gid;
    jb_mpt x, y; /* offsets from the pen */
    jb_mpt advance;
} jb_shaped_glyph;

/* The order in which space is taken (CLREQ 3.5.3) and given (CLREQ 3.5.4). */
enum { JB_SHRINK_TIERS = 6, JB_STRETCH_TIERS = 2 };

/* The space before an atom. Each gap shrinks in one tier and stretches in one. */
typedef struct jb_gap {
    jb_mpt natural;       /* may be negative: squeezed marks */
    jb_mpt shrink;        /* what tier `shrink_tier` may take */
    jb_mpt stretch;       /* what tier `stretch_tier` may give */
    uint8_t shrink_tier;  /* 0 to JB_SHRINK_TIERS - 1 */
    uint8_t stretch_tier; /* 0 to JB_STRETCH_TIERS - 1 */
    bool is_open;         /* takes an equal share of what the tiers leave */
} jb_gap;

/* Sums over gaps and atoms before an index, so that any line costs O(1). */
typedef struct jb_gap_sums {
    int64_t width; /* of atoms [0, i) and gaps [0, i) */
    int64_t shrink[JB_SHRINK_TIERS];
    int64_t stretch[JB_STRETCH_TIERS];
    int32_t open; /* how many open gaps */
} jb_gap_sums;

struct jb_para {
    jb_arena *arena;
    const jb_style *style;
    const jb_segment *segments;
    size_t segment_count;
    jb_str text; /* all segments joined */
    jb_char *chars;
    size_t char_count;
    jb_shaped_run *runs;
    size_t run_count;
    jb_shaped_glyph *glyphs;
    jb_atom *atoms;
    size_t count;                      /* of atoms */
    jb_gap *gaps;                      /* count of them; gaps[0] is not used */
    jb_gap_sums *sums;                 /* count + 1 of them */
    bool is_han;                       /* more Han characters than spaces stand in it */
    const struct jb_ruby_part *rubies; /* in order of their bases */
    size_t ruby_count;
    const struct jb_warichu_part *warichus; /* in order */
    size_t warichu_count;
    bool has_sidemarks; /* a segment has one */
    bool has_bidi;      /* levels count: some may be over 0 */
    bool has_thai;
    uint8_t level; /* of the paragraph: 1 when it runs from right to left */
};

/* Chooses the face and script of each character (text/itemize.c). Missing characters
 * are noted (jb_font_missing). Fills chars, char_count, text. */
void jb_itemize(jb_para *para, jb_fonts *fonts);
/* Shapes each run once and fills runs, glyphs, atoms (text/shape.c). */
void jb_shape(jb_para *para);
/* Fills gaps and sums (text/gap.c). */
void jb_gap_fill(jb_para *para);

/* A line's extent: atoms [begin, end), without the spaces that end it. */
typedef struct jb_extent {
    size_t begin, end;
    size_t spaced;  /* the gaps of atoms [begin + 1, spaced) give and take */
    jb_mpt noted;   /* blank that goes before atom `spaced`: the blank of a line-end
                           * mark behind which notes' marks stand */
    size_t cell;    /* on the grid, behind a Latin span that begins the line: the */
    jb_mpt to_cell; /* first atom in a cell, and how far it is to that */
    jb_mpt natural; /* width at natural gaps, edges trimmed */
    const jb_mpt *raises; /* of each atom, by notes in two lines; NULL = none */
    jb_mpt tail;          /* what such a note's last line is shorter than its first */
} jb_extent;

/* The edges that lines have at an atom, on the ruler of jb_gap_sums. */
typedef struct jb_edge {
    size_t at;     /* a line begins with this atom */
    size_t end;    /* the line before it ends with the atom before this one: spaces at a
                    * line's end are dropped */
    size_t spaced; /* of jb_extent */
    jb_mpt noted;
    int64_t left; /* of the line that begins here, its mark trimmed */
    int64_t
        right; /* of the line that ends here, its mark trimmed, its hyphen included */
} jb_edge;
/* Fills the edges at atom `at`, 0 to the count of atoms. */
void jb_gap_edge(const jb_para *para, size_t at, jb_edge *edge);
/* The extent of the line between two edges. */
jb_extent jb_gap_between(const jb_para *para, const jb_edge *first,
                         const jb_edge *last);
/* The extent of the line of atoms [begin, next). */
jb_extent jb_gap_extent(const jb_para *para, size_t begin, size_t next);
/* How much of the mark that ends atoms [begin, end) hangs out of the measure, beyond its
 * trimmed blank: a comma or full stop that stands alone, in a line without Latin (CLREQ
 * 3.1.7; zh-Hant hangs in vertical text only). 0 unless the style hangs marks. */
jb_mpt jb_gap_hang(const jb_para *para, size_t begin, size_t end);
/* The width of the hyphen that a break before atom `next` needs and its glyph in the face
 * of the atom before; 0 when it needs none. */
jb_mpt jb_gap_hyphen(const jb_para *para, size_t next, uint32_t *gid);

/* The cost of making a line `slack` wider (negative: narrower) than natural, by the tiers
 * in order (text/justify.c). A gap between two Han opened by a tenth of an em costs 100.
 * INT64_MAX when it cannot be made that narrow. */
int64_t jb_justify_cost(const jb_para *para, const jb_extent *line, jb_mpt slack);
/* Fills added[0 .. end - begin): what each atom's gap gets beyond its natural width, so
 * that the sum is exactly `slack` (or what the tiers can give). */
void jb_justify_share(const jb_para *para, const jb_extent *line, jb_mpt slack,
                      jb_mpt *added);

/* The atoms at which the lines end, in order, the last being the count of atoms
 * (text/linebreak.c). */
typedef struct jb_breaks {
    size_t *ends;
    size_t count;
} jb_breaks;
jb_breaks jb_linebreak(const jb_para *para, const jb_para_measure *measure,
                       jb_arena *into);
/* What the line of atoms [begin, next) costs, its break included; total fit makes the sum
 * over a paragraph least. Phrases of headings are not counted. */
int64_t jb_linebreak_cost(const jb_para *para, const jb_para_measure *measure,
                          size_t begin, size_t next);

#endif
