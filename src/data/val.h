/* The value tree: what a YAML document says, every value with its place. */
#ifndef JB_VAL_H
#define JB_VAL_H

#include "base/diag.h"

typedef enum jb_val_kind { JB_VAL_SCALAR, JB_VAL_LIST, JB_VAL_MAP } jb_val_kind;

typedef struct jb_val jb_val;

/* One entry of a map, in the order of the file. */
typedef struct jb_val_pair {
    jb_str key;
    jb_span key_span;
    const jb_val *value;
} jb_val_pair;

/* A run of a scalar's text that stands in the source byte for byte. */
typedef struct jb_val_piece {
    uint32_t text;   /* offset in the text; the run ends where the next begins */
    uint32_t source; /* offset in the source of its first byte */
} jb_val_piece;

struct jb_val {
    jb_val_kind kind;
    jb_span span;    /* of the value as written (without its comment) */
    jb_str text;     /* SCALAR: the text; every scalar is text, no YAML types. It may be
                       * the source's own bytes, which must outlive it */
    bool is_quoted;  /* SCALAR: written in quotes */
    bool is_literal; /* SCALAR: a | or > block; its lines are paragraphs or points */
    bool is_verbatim; /* SCALAR: span covers the same bytes as text, so that offsets in
                       * text are offsets in the source */
    bool is_null;     /* SCALAR: empty or ~ or null, unquoted */
    const jb_val_piece *pieces; /* SCALAR, not verbatim: its runs in order; NULL when
                                 * they can't be told */
    size_t piece_count;
    const jb_val *const *items; /* LIST */
    const jb_val_pair *pairs;   /* MAP */
    size_t count;               /* of items or pairs */
};

/* The value of a key, NULL when absent (or val is no map). */
const jb_val *jb_val_find(const jb_val *val, const char *key);
/* The place in the source of `len` bytes from `offset` of a scalar's text, through
 * folds, indents and escapes; where that can't be told, the scalar's own place. O(log
 * n). */
jb_span jb_val_span_in(const jb_val *val, jb_sources *sources, size_t offset,
                       size_t len);
/* Whether a line break between these two characters is joined without a space: both are
 * East Asian (width F, W or H, not Hangul), or one is and the other is a mark that
 * Chinese shares with Latin (curly quote, dash, ellipsis, middle dot). After CSS Text
 * 4, segment break transformation. */
bool jb_val_joins(uint32_t before, uint32_t after);
/* Writes the tree as text, a value a line, with places; for `dump tree`. */
void jb_val_dump(const jb_val *val, jb_sources *sources, jb_buf *into);

#endif
