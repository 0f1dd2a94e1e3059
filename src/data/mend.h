/* Repairs on a copy of a Markdown text before it is parsed: characters and marks that
 * pasted and converted Chinese texts carry (report-format.md B7). The copy remembers
 * where each of its bytes came from. */
#ifndef JB_MEND_H
#define JB_MEND_H

#include "base/diag.h"
#include "base/vec.h"

enum {
    JB_MEND_CELLS_MAX = 200000, /* table cells of one text: cmark-gfm pads short rows */
    JB_MEND_COLUMNS_MAX = 100,
    JB_MEND_NEST_MAX = 60 /* block marks at the start of one line */
};

/* One line of input without its line end. */
typedef struct jb_mend_line {
    jb_str text;
    uint32_t source; /* offset of its first byte in the source; UINT32_MAX = unknown */
} jb_mend_line;

/* Bytes [copy, copy + len) of the copy are the source's bytes from `source` on. */
typedef struct jb_mend_segment {
    uint32_t copy, source, len;
} jb_mend_segment;

/* A directive that was cut out: its place is taken by an HTML comment with its index.
 */
typedef struct jb_mend_directive {
    jb_str name, rest; /* of the first line, trimmed */
    jb_span span;
    const jb_mend_line *lines; /* of the body */
    size_t count;
} jb_mend_directive;

typedef struct jb_mend {
    jb_str text;    /* the mended copy, NUL-terminated */
    jb_span whole;  /* the place of anything that can't be placed better */
    uint32_t guard; /* a space character that stands for nothing: to be dropped */
    JB_VEC(jb_mend_segment) segments;
    JB_VEC(jb_mend_directive) directives;
    jb_str apart; /* "[^a][^b]": the footnotes' marks in directives, when the text has
                   * footnotes */
} jb_mend;

/* Splits a text whose bytes lie at `source` on in the source (UINT32_MAX = unknown). */
jb_mend_line *jb_mend_split(jb_str text, uint32_t source, jb_arena *into,
                            size_t *count);
/* Mends the lines of one text; notes and warnings say what was done. is_inline: no
 * block structure is looked for; every line is guarded against being read as a block.
 */
jb_mend *jb_mend_lines(const jb_mend_line *lines, size_t count, jb_span whole,
                       bool is_inline, jb_arena *into, jb_diag *diag);
/* The source place of copy bytes [begin, end); *is_verbatim: it covers the same bytes.
 */
jb_span jb_mend_place(const jb_mend *mend, size_t begin, size_t end, bool *is_verbatim);
/* How far from begin on the bytes lie together in the source; end at most. */
size_t jb_mend_run(const jb_mend *mend, size_t begin, size_t end);
/* How many bytes a bullet character at the start of text takes, 0 for none: U+00B7,
 * U+2022, geometric bullets, and the private-use bullets of symbol fonts. */
size_t jb_mend_bullet(jb_str text);

#endif
