/* The flow: what stands under one another before there are pages. Its x counts from the
 * edge of the text area at which text begins: the left one, but the right one in a report
 * that runs from right to left, where "left" reads "right" throughout; page/paint.c turns
 * it into places on the page. Within a line x counts from the left always. A box is a line, a
 * picture, a table row or a rule; it knows its height, the space before it, what a
 * page break before it costs, and to which coloured boxes and structure elements it
 * belongs. */
#ifndef JB_FLOW_H
#define JB_FLOW_H

#include "base/vec.h"
#include "doc/block.h"
#include "style/style.h"
#include "text/para.h"

/* What a page break before a box costs; 1000 is the cost of a page left blank. The numbers
 * are our choice: how much of a page may stay blank to avoid the break, a tenth of it
 * between rows, more than all of it for what CLREQ forbids. */
enum {
    JB_FLOW_FREE = 0,
    JB_FLOW_ROW = 100,         /* between two rows of a table */
    JB_FLOW_ROW_EDGE = 300,    /* after the first or before the last row */
    JB_FLOW_ANNOUNCED = 400,   /* after a paragraph that ends in a colon */
    JB_FLOW_TOGETHER = 800,    /* inside a group that should stay whole */
    JB_FLOW_LONELY = 5000,     /* would leave a widow or an orphan (CLREQ 3.4.4) */
    JB_FLOW_FORBIDDEN = 20000, /* heading at the foot, caption without its table */
    JB_FLOW_FORCED = -1        /* a page break was asked for */
};

/* Roles of structure elements; page/ maps them to marks. */
typedef enum jb_part {
    JB_PART_SECTION,
    JB_PART_HEADING,
    JB_PART_PARAGRAPH,
    JB_PART_LIST,
    JB_PART_LIST_ITEM,
    JB_PART_LABEL,
    JB_PART_LIST_BODY,
    JB_PART_TABLE,
    JB_PART_ROW,
    JB_PART_HEADER_CELL,
    JB_PART_CELL,
    JB_PART_CAPTION,
    JB_PART_FIGURE,
    JB_PART_QUOTE,
    JB_PART_CODE,
    JB_PART_NOTE
} jb_part;

/* A structure element. Equal numbers are the same element, though a later chunk of the
 * flow has copies of its own. */
typedef struct jb_element {
    jb_part part;
    int level;       /* of a heading, from 1 */
    uint32_t number; /* from 1 */
    int depth;       /* elements around it */
    uint16_t column_span, row_span;
    const char *alt; /* of a figure */
    const struct jb_element *parent;
} jb_element;

/* A coloured or ruled box around consecutive boxes. Equal numbers are the same one. */
typedef struct jb_deco {
    uint32_t number; /* from 1 */
    int depth;       /* decorations around it */
    jb_mpt x, width;
    jb_mpt top, bottom; /* room inside, rules included */
    bool has_fill;
    jb_colour fill;
    jb_stroke bar, above, below;
    const struct jb_deco *parent;
} jb_deco;

typedef enum jb_piece_kind {
    JB_PIECE_LINE,
    JB_PIECE_RECT,
    JB_PIECE_IMAGE
} jb_piece_kind;

/* Something to paint. y is from the box's top. */
typedef struct jb_piece {
    jb_piece_kind kind;
    jb_mpt x, y;
    jb_mpt w;                  /* LINE: of its measure */
    jb_mpt h;                  /* RECT, IMAGE */
    jb_colour colour;          /* RECT */
    uint32_t asset;            /* IMAGE */
    const jb_line *line;       /* LINE */
    const jb_element *element; /* NULL: no content */
} jb_piece;

struct jb_row;
struct jb_note;
struct jb_repeat;

typedef struct jb_box {
    jb_mpt before; /* space above; dropped at a page's top */
    jb_mpt height;
    int32_t penalty;     /* of a page break before it, JB_FLOW_... */
    jb_mpt leading;      /* of its lines; 0 for other things than text */
    const jb_deco *deco; /* innermost, or NULL */
    jb_piece *pieces;
    size_t piece_count;
    const struct jb_row *row;           /* a table row, else NULL */
    const struct jb_repeat *repeat;     /* set again when a page begins with this box */
    const struct jb_note *const *notes; /* footnotes whose marks stand in it */
    size_t note_count;
    const char *dest; /* a heading's anchor, or NULL */
    bool is_end;      /* of the notes a report ends with: risk, origin, disclaimer */
    jb_span span;
    jb_block_place place; /* where in the report it begins */
} jb_box;

typedef JB_VEC(jb_box) jb_boxes;

/* A cell of a row, laid out. */
typedef struct jb_row_cell {
    jb_mpt y; /* of its first box, from the row's top */
    const jb_box *boxes;
    size_t count;
} jb_row_cell;

typedef struct jb_row {
    jb_mpt x, width;
    bool has_fill;
    jb_colour fill;
    jb_stroke above,
        below;         /* drawn inside the row's upper edge, across its lower one */
    jb_stroke opening; /* above it when a page begins with it */
    jb_mpt pad;        /* of the cells, above and below */
    bool can_split;    /* no cell of it reaches into another row */
    const jb_row_cell *cells;
    size_t count;
} jb_row;

/* Header rows of a table. */
typedef struct jb_repeat {
    const jb_box *boxes;
    size_t count;
    jb_mpt height;
} jb_repeat;

/* A footnote, set in the measure of the page. */
typedef struct jb_note {
    int number;
    const jb_box *boxes;
    size_t count;
    jb_mpt height; /* with the spaces between its boxes */
} jb_note;

/* The height of boxes one below the other; the first one's space is not counted. */
int64_t jb_flow_height(const jb_box *boxes, size_t count);
/* Room inside the decorations that `deco` has around it, itself included, and `outside`
 * (NULL = none) has not: above the first and below the last box. */
jb_mpt jb_flow_top(const jb_deco *deco, const jb_deco *outside);
jb_mpt jb_flow_bottom(const jb_deco *deco, const jb_deco *outside);
/* What is to be added to y, where a line with `before` above it would begin, so that it
 * stands whole pitches from 0 (CLREQ 2.3.5). Room is rounded up, but below another such
 * line (is_below) at most a quarter of a pitch is dropped; an overlap is rounded up, too. */
jb_mpt jb_flow_snap(jb_mpt pitch, jb_mpt before, bool is_below, int64_t y);
/* Sets the lines of that leading whole pitches apart by the spaces above them, and makes
 * the last box so high that all boxes are whole pitches high. 0 = leaves all as it is. */
void jb_flow_grid(jb_box *boxes, size_t count, jb_mpt pitch);
/* Whether `number` is deco's or that of one around it. */
bool jb_flow_is_inside(const jb_deco *deco, uint32_t number);
/* Cuts a table row at a line boundary of its cells so that the head is at most `height`
 * high. false when not a line of it fits, or all of it does, or it can't be cut. Both
 * parts live in `into`. */
bool jb_flow_split(const jb_box *box, jb_mpt height, jb_arena *into, jb_box *head,
                   jb_box *tail);
/* One box a line: height, space, penalty, decorations, what it is, its text. */
void jb_flow_dump(const jb_box *boxes, size_t count, jb_buf *into);

#endif
