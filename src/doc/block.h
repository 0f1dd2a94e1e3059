/* Core blocks: what every report kind is rewritten to, and all that the outputs know. */
#ifndef JB_BLOCK_H
#define JB_BLOCK_H

#include "base/geom.h"
#include "doc/image.h"
#include "doc/inlines.h"

typedef enum jb_block_kind {
    JB_BLOCK_GROUP, /* a box around blocks: key points, callout, quote, title block, note */
    JB_BLOCK_HEADING,
    JB_BLOCK_PARA,   /* inlines */
    JB_BLOCK_CODE,   /* text with its line ends */
    JB_BLOCK_LIST,   /* of ITEMs */
    JB_BLOCK_ITEM,   /* a label and blocks */
    JB_BLOCK_TABLE,  /* [caption group] ROWs; see jb_table */
    JB_BLOCK_ROW,    /* of CELLs */
    JB_BLOCK_CELL,   /* blocks (mostly one PARA) */
    JB_BLOCK_FIGURE, /* a picture, its caption and source are PARA children */
    JB_BLOCK_RULE,
    JB_BLOCK_PAGE_BREAK
} jb_block_kind;

typedef enum jb_align {
    JB_ALIGN_NONE,
    JB_ALIGN_LEFT,
    JB_ALIGN_CENTRE,
    JB_ALIGN_RIGHT,
    JB_ALIGN_JUSTIFY,
    JB_ALIGN_DECIMAL
} jb_align;

/* HEADING. The number is part of the content for every output, in a field of its own. */
typedef struct jb_heading {
    int level;          /* from 1, normalised to the shallowest level present */
    const char *number; /* as printed, "" when unnumbered or it carries its own */
    const char *anchor; /* unique id within the document */
    bool in_outline;
    bool has_own_anchor; /* given by the author, not made */
} jb_heading;

/* ITEM */
typedef struct jb_item_label {
    const char *text; /* as printed: a bullet, or a number in its style */
    bool is_bullet;
    bool is_numbered; /* the text says `number`, in whatever figures */
    int number;
} jb_item_label;

/* TABLE. Caption and notes are PARA children before and after the rows (roles
 * "caption", "unit", "source"). */
typedef struct jb_table {
    size_t columns;
    size_t header_rows;     /* how many of the rows are repeated on each page */
    const jb_align *aligns; /* a column each; NONE = judged by the content */
} jb_table;

/* CELL */
typedef struct jb_cell {
    uint16_t column;                /* from 0 */
    uint16_t column_span, row_span; /* at least 1 */
    jb_align align;                 /* NONE = the column's */
    bool is_header;
} jb_cell;

/* FIGURE */
typedef struct jb_figure {
    const char *path; /* as named by the report */
    const char *alt;
    uint32_t asset;     /* index into the asset table, set by doc/asset collection */
    int32_t width_1000; /* of the measure in thousandths; 0 = natural, at most 1000 */
} jb_figure;

/* PARA of a table of contents: what stands at the far end of its last line, behind a
 * leader. */
typedef struct jb_tail {
    const char *text; /* NULL = an ordinary paragraph */
    const char
        *dest; /* what text and tail link to: a destination's name; may be NULL */
} jb_tail;

typedef struct jb_block {
    jb_block_kind kind;
    const char *role; /* the style's name: "paragraph", "h1", "key-points", ... */
    jb_span span;
    jb_inline *inlines;           /* HEADING, PARA */
    jb_str text;                  /* CODE */
    const struct jb_style *style; /* set by the style stage */
    /* The directive that a report's author writes for such a block around its contents,
     * with its argument ("risk", "list ordinal"); NULL: kind and content say all. */
    const char *notation;
    bool is_meta; /* made of the report's metadata, not of its body */
    union {
        jb_heading heading;
        jb_item_label item;
        jb_table table;
        jb_cell cell;
        jb_figure figure;
        jb_tail tail;
    } u;
    struct jb_block *first, *last, *next, *parent;
} jb_block;

/* A place in the tree of blocks. */
typedef struct jb_block_place {
    const jb_block *block; /* NULL = nowhere */
    const char *at; /* a byte within the text of one of its inlines, or within its own
                     * (CODE); NULL = where the block begins */
} jb_block_place;

/* A new block at the end of parent's children (parent NULL: a root). */
jb_block *jb_block_add(jb_arena *arena, jb_block *parent, jb_block_kind kind,
                       const char *role, jb_span span);
/* Whether it has this role. */
bool jb_block_is(const jb_block *block, const char *role);
/* Whether a number or a label ends in a mark that brings its own blank: a full-width one of
 * UAX #14's classes CL and EX (commas, full stops, closing brackets), so that no gap is set
 * after it. False for an empty one. */
bool jb_block_ends_blank(jb_str number);
/* Writes a HEADING's number and its words, without the marks of notes. */
void jb_block_title(const jb_block *heading, jb_buf *into);
void jb_block_dump(const jb_block *block, jb_sources *sources, jb_buf *into);
/* Checks the tree's invariants (kinds of children, links); ends the process when broken. */
void jb_block_check(const jb_block *block);

#endif
