/* Paragraphs: itemise, shape once, find breaks, choose breaks, justify. A shaped
 * paragraph can be broken at any measure, any number of times, without shaping again. */
#ifndef JB_PARA_H
#define JB_PARA_H

#include "style/style.h"
#include "text/font.h"

/* A positioned glyph. A cluster's text hangs on its first glyph; the others of the
 * cluster have text_len 0. */
typedef struct jb_glyph {
    uint32_t gid;
    jb_mpt x;          /* of the glyph's origin, from the run's x */
    jb_mpt y;          /* raised above the baseline */
    uint32_t text_at;  /* byte offset into the run's text */
    uint16_t text_len; /* bytes of source text this cluster stands for */
} jb_glyph;

/* What stands above or beside a base text: furigana, pinyin, zhuyin. Neighbouring
 * segments with the same pointer are one base. */
typedef struct jb_ruby {
    jb_str text; /* UTF-8; parts for single characters are set off by spaces */
    const jb_style *style; /* its `type` counts */
    jb_span span;
} jb_ruby;

typedef enum jb_sidemark_kind {
    JB_SIDEMARK_DOTS,
    JB_SIDEMARK_NAME,
    JB_SIDEMARK_BOOK
} jb_sidemark_kind;

/* What is drawn along a text. Segments with the same pointer are one name. */
typedef struct jb_sidemark {
    jb_sidemark_kind kind;
    const jb_style *style;            /* its size (of dots), raise and colour count */
    const struct jb_sidemark *around; /* another mark, or NULL */
} jb_sidemark;

/* A note in two lines of small type (JLREQ 3.4). Neighbouring segments with the same
 * pointer are one note; its brackets are segments of their own without it. */
typedef struct jb_warichu {
    const jb_style *around; /* of the text that it stands in: its size counts */
} jb_warichu;

/* A stretch of a paragraph in one style. */
typedef struct jb_segment {
    jb_str text;               /* UTF-8; U+2028 is a forced line break */
    jb_span span;              /* where it stands in the source */
    bool is_verbatim;          /* offsets in text are offsets in span */
    const jb_style *style;     /* its `type` counts */
    const char *url;           /* link, or NULL */
    const char *dest;          /* internal link, or NULL */
    bool is_code;              /* runs from left to right whatever stands around it */
    int note;                  /* a footnote's number if this is its mark; else 0 */
    const jb_ruby *ruby;       /* NULL = none */
    const jb_sidemark *mark;   /* the innermost, NULL = none */
    const jb_warichu *warichu; /* NULL = none */
} jb_segment;

typedef struct jb_para jb_para;
typedef struct jb_trace jb_trace;

/* Glyphs of one face, size and style on a line. */
typedef struct jb_line_run {
    const jb_face *face;
    const jb_type *type; /* size, colour, underline, strike */
    jb_mpt x;            /* of the pen, from the left edge of the measure */
    jb_mpt width;        /* to the pen's end */
    jb_mpt raise;        /* of its baseline */
    jb_mpt embolden;     /* synthetic bold: stroke width; 0 = none */
    int slant_1000;      /* synthetic oblique */
    const jb_glyph *glyphs;
    size_t count;
    jb_str text;            /* what the glyphs stand for */
    const char *url, *dest; /* of the segment */
    bool is_plain;          /* stands in the text's order: no level of embedding */
} jb_line_run;

typedef enum jb_line_stroke_kind {
    JB_LINE_DOT,
    JB_LINE_RULE,
    JB_LINE_WAVE,
    JB_LINE_LEADER /* a row of dots */
} jb_line_stroke_kind;

/* A dot or a line drawn beside the text of a line. */
typedef struct jb_line_stroke {
    jb_line_stroke_kind kind;
    jb_mpt x, width;  /* from the left edge of the measure */
    jb_mpt y;         /* of its middle, above the baseline */
    jb_mpt thickness; /* of a dot: its diameter */
    jb_mpt swing;     /* of a wave, to each side of its middle */
    jb_colour colour;
    jb_mpt pitch; /* of a leader, from dot to dot */
} jb_line_stroke;

/* A ruby on a line, or the part of it that stands there. */
typedef struct jb_line_ruby {
    const jb_line_run *runs;
    size_t count;
    jb_str text;
    bool has_gaps; /* its characters do not follow one another closely on a line */
} jb_line_ruby;

typedef struct jb_line {
    jb_mpt x;        /* where the ink begins, from the left edge of the measure */
    jb_mpt width;    /* set width, from the first pen to the last (trimmed) */
    jb_mpt height;   /* the leading */
    jb_mpt baseline; /* from the line's top */
    const jb_line_run *runs;
    size_t run_count;
    jb_str text;   /* the source text of the line, in order, no line end */
    bool has_gaps; /* a gap stands between two characters that an extractor would
                              * take for a space or a new line */
    bool is_mixed; /* text from right to left stands on it */
    jb_span span;
    const char
        *origin; /* its first byte, in the text of the segment it begins in; NULL in
                         * an empty line */
    const int *notes; /* numbers of the footnote marks on this line */
    size_t note_count;
    const jb_trace *trace; /* how it came to be (text/trace.h); NULL unless asked for */
    const jb_line_ruby *rubies; /* their text is not in `text` */
    size_t ruby_count;
    const jb_line_stroke *strokes;
    size_t stroke_count;
} jb_line;

typedef struct jb_lines {
    jb_line *items;
    size_t count;
} jb_lines;

/* How a shaped paragraph is to be broken. */
typedef struct jb_para_measure {
    jb_mpt width;
    jb_mpt indent; /* of the first line; as in the style or overruled */
    jb_align align;
    bool is_mirrored; /* LEFT is the right side, RIGHT the left */
    bool is_traced;   /* say of each line how it came to be */
} jb_para_measure;

/* Joins, itemises and shapes the segments. Missing glyphs are reported with their place.
 * `style` gives the setting (kinsoku, gaps ...). */
jb_para *jb_para_shape(jb_fonts *fonts, const jb_style *style,
                       const jb_segment *segments, size_t count, jb_arena *into,
                       jb_diag *diag);
/* The widest unbreakable piece, and the width on one line (forced breaks respected). */
void jb_para_widths(const jb_para *para, jb_mpt *least, jb_mpt *natural);
/* Chooses the breaks by total fit and sets the lines into `into`. A line that cannot be
 * made to fit is reported (overfull-line). At least one line, unless the text is empty. */
jb_lines jb_para_break(const jb_para *para, const jb_para_measure *measure,
                       jb_arena *into, jb_diag *diag);
/* The baseline of a line in this style, from the line's top. */
jb_mpt jb_para_baseline(const jb_style *style);
/* The x of the decimal point in a line that is a number ("-1,234.5%", "8.85x", "(12.3)"):
 * of the point, or of the end of the last digit of its integer part. false for other text. */
bool jb_para_point(const jb_line *line, jb_mpt *x);

#endif
