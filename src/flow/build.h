/* The builder: walks the core blocks once, with a stack of its own, and gives out
 * boxes chunk by chunk, so that memory does not grow with the report. The functions
 * behind the first part are for the other files of this room. */
#ifndef JB_BUILD_H
#define JB_BUILD_H

#include "base/map.h"
#include "flow/flow.h"
#include "flow/inline.h"
#include "style/sheet.h"

/* A stretch of the flow and all the memory its boxes need. */
typedef struct jb_chunk {
    jb_arena arena;
    jb_boxes boxes;
    JB_VEC(jb_arena) retired; /* arenas of tables that ended in this chunk */
} jb_chunk;

typedef struct jb_build jb_build;

/* A heading that was met, for the outline. */
typedef struct jb_build_heading {
    int level;
    const char *title; /* number and text */
    const char *anchor;
} jb_build_heading;

typedef JB_VEC(jb_build_heading) jb_build_headings;

/* All that is passed must outlive the builder. Headings for the outline are appended to
 * `headings`, in `into`. height: of the text area. */
jb_build *jb_build_open(const jb_sheet *sheet, jb_fonts *fonts, const jb_block *root,
                        const jb_assets *assets, jb_arena *into, jb_diag *diag);
/* Who looks on while paragraphs are set. */
typedef struct jb_build_watch {
    void *state;
    /* each paragraph with its lines, which are traced; both die soon; may be NULL */
    void (*para)(void *state, const jb_para *para, const jb_lines *lines);
} jb_build_watch;

/* From now on all lines are traced (text/trace.h). */
void jb_build_trace(jb_build *build, jb_build_watch watch);
/* Adds about `wanted` boxes or more to an empty chunk; false once there are no more
 * (the chunk may still have got some). The chunk before must be alive at this call. */
bool jb_build_fill(jb_build *build, jb_chunk *chunk, size_t wanted);
/* Whether the report runs from right to left, so that its pages are mirrored. */
bool jb_build_is_mirrored(const jb_build *build);
const jb_build_headings *jb_build_outline(const jb_build *build);
/* Frees the arenas of tables that are still open, and scratch memory. */
void jb_build_close(jb_build *build);
void jb_build_chunk_fini(jb_chunk *chunk);

/* ---- for the files of flow/ ---- */

struct jb_tabular;

/* What all builders of one document share. */
typedef struct jb_build_shared {
    const jb_sheet *sheet;
    jb_fonts *fonts;
    const jb_assets *assets;
    jb_diag *diag;
    jb_arena *into;           /* lives as long as the document */
    jb_mpt measure, height;   /* of the text area */
    uint32_t elements, decos; /* numbers given so far */
    int notes;                /* highest footnote number set so far */
    jb_build_headings headings;
    bool is_mirrored; /* the report runs from right to left */
    bool is_traced;
    jb_build_watch watch;
    jb_arena scratch; /* of the paragraph that is being shaped */
    jb_map bullets;   /* by the item's style: the line of a bullet */
} jb_build_shared;

/* A label waiting for the first line of its item. */
typedef struct jb_build_label {
    const jb_line *line;
    jb_mpt x;
    const jb_element *element;
    struct jb_build_label *next;
} jb_build_label;

/* A block that is being worked on, and where its contents go. */
typedef struct jb_build_frame {
    const jb_block *block;
    const jb_block *next;      /* child to be placed next */
    jb_mpt x, width;           /* of its contents, as the flow counts */
    const jb_element *element; /* innermost around its contents */
    const jb_deco *deco;
    bool is_decorated;             /* deco is its own */
    bool is_tight;                 /* paragraphs in it have no first-line indent */
    bool is_whole;                 /* its boxes should stay on one page */
    size_t first_box;              /* of the chunk, to see whether it fits a page */
    int chunk;                     /* number of the chunk it began in */
    jb_mpt label_width, label_gap; /* LIST */
    jb_part caption;               /* part of its PARA children: PARAGRAPH or CAPTION */
    struct jb_tabular *table;      /* TABLE */
} jb_build_frame;

struct jb_build {
    jb_build_shared *shared;
    jb_arena *into; /* of the chunk */
    jb_boxes *out;
    JB_VEC(jb_build_frame) frames;
    jb_arena *frames_in;
    jb_chunk *filling; /* NULL inside a cell or a note */
    int chunk;         /* its number */
    jb_mpt space;      /* owed before the next box */
    bool is_top;       /* nothing stands yet in the innermost decorated box */
    bool forces_page;
    int keep;          /* lines that must follow on the same page */
    int32_t keep_cost; /* of a break while lines are kept */
    jb_build_label *labels;
    const char *dest;   /* anchor waiting for a box */
    jb_align align;     /* of all paragraphs; NONE = the styles' */
    bool is_running_in; /* set within a cell: no first-line indents, no lonely lines */
    jb_para *ready;     /* the paragraph of `ready_for`, shaped before */
    const jb_block *ready_for;
    jb_inline_dense *dense; /* or NULL */
};

/* The innermost frame. */
jb_build_frame *jb_build_top(const jb_build *build);
/* A new structure element within `parent`. */
jb_element *jb_build_element(jb_build *build, jb_part part, const jb_element *parent);
/* Begins a block: spaces, insets, decoration. The place of its contents is in *place;
 * push it with jb_build_push when the block has children. */
void jb_build_begin(jb_build *build, const jb_block *block, jb_build_frame *place);
/* Ends what jb_build_begin began. */
void jb_build_end(jb_build *build, const jb_build_frame *place);
void jb_build_push(jb_build *build, jb_build_frame place);
/* Adds a box: the space owed, keep rules, pending labels and anchors come to it.
 * `place` gives its decorations. */
void jb_build_emit(jb_build *build, const jb_build_frame *place, jb_box box);
/* The same for one piece, pieces being copied to the chunk. */
void jb_build_emit_piece(jb_build *build, const jb_build_frame *place, jb_piece piece,
                         jb_box box);
/* Sets blocks on their own (a cell, a note) and returns the boxes, made in `into`. */
typedef struct jb_build_inner {
    const jb_block *first; /* siblings */
    jb_mpt x, width;
    const jb_element *element;
    jb_align align;
    jb_para *ready; /* of `first`, or NULL */
    jb_inline_dense *dense;
    jb_build_label *label; /* or NULL */
} jb_build_inner;
jb_boxes jb_build_inside(jb_build *build, const jb_build_inner *inner, jb_arena *into);

#endif
