/* The display list: what a finished page consists of. A paged back end is one switch
 * over the eight kinds. Coordinates are mpt from the page's top left corner, y down;
 * glyph offsets within a text item have y up, as fonts do. */
#ifndef JB_ITEM_H
#define JB_ITEM_H

#include "base/geom.h"
#include "base/source.h"
#include "base/vec.h"
#include "text/para.h"

typedef enum jb_item_kind {
    JB_ITEM_TEXT,
    JB_ITEM_RECT,
    JB_ITEM_PATH,
    JB_ITEM_IMAGE,
    JB_ITEM_LINK,
    JB_ITEM_DEST,
    JB_ITEM_MARK_BEGIN,
    JB_ITEM_MARK_END
} jb_item_kind;

typedef jb_glyph jb_item_glyph; /* offsets are from the item's x and baseline */

/* A run of glyphs of one face, size and colour on one baseline. */
typedef struct jb_item_text {
    const jb_face *face;
    jb_mpt size; /* the em */
    jb_colour colour;
    jb_mpt x;        /* of the pen at the start */
    jb_mpt y;        /* of the baseline */
    jb_mpt embolden; /* stroke width for synthetic bold; 0 = none */
    int slant_1000;  /* synthetic oblique: tangent in thousandths; 0 = none */
    const jb_item_glyph *glyphs;
    size_t count;
    jb_str text; /* UTF-8 source text the glyphs stand for */
} jb_item_text;

typedef struct jb_item_rect {
    jb_rect box;
    jb_colour fill;
} jb_item_rect;

typedef enum jb_path_op {
    JB_PATH_MOVE,
    JB_PATH_LINE,
    JB_PATH_CURVE,
    JB_PATH_CLOSE
} jb_path_op;

/* MOVE and LINE use p[0]; CURVE (cubic) p[0], p[1], p[2]. */
typedef struct jb_path_step {
    jb_path_op op;
    struct {
        jb_mpt x, y;
    } p[3];
} jb_path_step;

typedef struct jb_item_path {
    const jb_path_step *steps;
    size_t count;
    bool has_fill, has_stroke;
    jb_colour fill, stroke;
    jb_mpt width;     /* of the stroke */
    jb_mpt dash, gap; /* 0 = solid */
} jb_item_path;

typedef struct jb_item_image {
    jb_rect box;
    uint32_t asset; /* index into the asset table */
} jb_item_image;

typedef struct jb_item_link {
    jb_rect box;
    const char *url;   /* http, https or mailto; NULL for an internal link */
    const char *dest;  /* the name of a JB_ITEM_DEST */
    const char *title; /* what a reader shows or reads out; may be NULL */
} jb_item_link;

typedef struct jb_item_dest {
    const char *name;
    jb_mpt x, y;
} jb_item_dest;

/* Structure marks, in reading order: the roles of ISO 32000-1, 14.8.4. ARTIFACT stands
 * for what is no content (header, footer, rules); SPAN carries replacement text. Marks
 * nest properly within a page; a structure element that goes on over a page boundary is
 * ended and begun again with the same `element`. */
typedef enum jb_mark_role {
    JB_MARK_ARTIFACT,
    JB_MARK_SPAN,
    JB_MARK_SECTION,
    JB_MARK_HEADING,
    JB_MARK_PARAGRAPH,
    JB_MARK_LIST,
    JB_MARK_LIST_ITEM,
    JB_MARK_LABEL,
    JB_MARK_LIST_BODY,
    JB_MARK_TABLE,
    JB_MARK_ROW,
    JB_MARK_HEADER_CELL,
    JB_MARK_CELL,
    JB_MARK_CAPTION,
    JB_MARK_FIGURE,
    JB_MARK_QUOTE,
    JB_MARK_CODE,
    JB_MARK_NOTE,
    JB_MARK_LINK
} jb_mark_role;

typedef struct jb_item_mark {
    jb_mark_role role;
    int level;        /* of a heading, from 1 */
    uint32_t element; /* the same number = the same structure element; 0 = none */
    uint16_t column_span, row_span; /* of a cell */
    jb_str actual;   /* SPAN: the text in place of the glyphs'; at NULL = none */
    const char *alt; /* FIGURE: alternative text */
} jb_item_mark;

typedef struct jb_item {
    jb_item_kind kind;
    jb_span span; /* where it came from */
    union {
        jb_item_text text;
        jb_item_rect rect;
        jb_item_path path;
        jb_item_image image;
        jb_item_link link;
        jb_item_dest dest;
        jb_item_mark mark;
    } u;
} jb_item;

typedef JB_VEC(jb_item) jb_items;

/* A finished page. */
typedef struct jb_page {
    size_t number;     /* from 1 */
    const char *label; /* as printed: "1", "iv"; NULL: its place in the document */
    jb_mpt width, height;
    jb_block_place start; /* of what is new on it; nowhere when only footnotes go on */
    jb_items items;       /* in painting order, which is reading order for text */
} jb_page;

/* One entry of the outline (bookmarks), in order. */
typedef struct jb_outline_entry {
    int level; /* from 1 */
    const char *title;
    const char *dest; /* the name of a JB_ITEM_DEST */
} jb_outline_entry;

typedef struct jb_outline {
    const jb_outline_entry *entries;
    size_t count;
} jb_outline;

/* Writes one item a line: kind, x, y, font, size, text, span; three decimals, no pointers. */
void jb_item_dump(const jb_page *page, jb_sources *sources, jb_buf *into);

#endif
