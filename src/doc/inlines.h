/* Inline content: the one tree that YAML texts and Markdown share. */
#ifndef JB_INLINES_H
#define JB_INLINES_H

#include "data/markdown.h"

typedef enum jb_inline_kind {
    JB_INLINE_TEXT,
    JB_INLINE_BREAK, /* forced line break */
    JB_INLINE_STRONG,
    JB_INLINE_EMPHASIS,
    JB_INLINE_CODE,
    JB_INLINE_LINK,
    JB_INLINE_SUPERSCRIPT,
    JB_INLINE_SUBSCRIPT,
    JB_INLINE_STRIKE,
    JB_INLINE_NOTE, /* footnote mark; the note's blocks hang on it */
    JB_INLINE_RUBY,
    JB_INLINE_IMAGE,
    JB_INLINE_SPAN, /* only changes the language */
    JB_INLINE_UNDERLINE,
    JB_INLINE_DOTS,   /* emphasis dots */
    JB_INLINE_NAME,   /* a proper name, with a line */
    JB_INLINE_BOOK,   /* a book's title, with a wavy line */
    JB_INLINE_WARICHU /* a note in two lines of small type */
} jb_inline_kind;

struct jb_block;
struct jb_style;

typedef struct jb_inline {
    jb_inline_kind kind;
    jb_span span;     /* of the text in the source */
    bool is_verbatim; /* span covers the same bytes as text */
    jb_str text;      /* TEXT, CODE; RUBY: the annotation; IMAGE: alternative text */
    /* LINK: address; IMAGE: path; SPAN: language; NOTE: the label of one whose text is
     * not beside it, `text` is the mark then */
    const char *target;
    int number;            /* NOTE: from 1, in order of the marks */
    struct jb_block *note; /* NOTE: a group of blocks; NULL after the first mark */
    /* set by the style stage, on every inline; of RUBY, DOTS, NAME and BOOK it is the
     * mark's, not the text's */
    const struct jb_style *style;
    struct jb_inline *first, *next; /* children, sibling */
} jb_inline;

/* The number of the part, from 1, that a link of a volume leads to, as text ("3" of
 * "part:3"); NULL: it leads elsewhere. Authors can't write such links. */
const char *jb_inlines_part(const char *target);
/* Whether a link's address is a report's file, as in "../b.md#id": relative, by its
 * extension. */
bool jb_inlines_is_report(const char *target);
/* Rewrites Markdown inlines (the children of md). Soft breaks become nothing between two
 * East Asian characters and a space elsewhere. Links whose scheme is not http, https or
 * mailto, and which are to no report's file, lose their link with a warning; plain addresses http(s)://... become links. NULL
 * for no content. */
jb_inline *jb_inlines_from_md(const jb_md *md, jb_arena *into, jb_diag *diag);
/* A single text. */
jb_inline *jb_inlines_of_text(jb_str text, jb_span span, jb_arena *into);
/* The plain text, in order, without notes. */
void jb_inlines_text(const jb_inline *inlines, jb_buf *into);
/* Whether the text of a link is its address, with or without "mailto:". */
bool jb_inlines_is_address(const jb_inline *link);
/* A text that may be written as Markdown inlines, without its notation; its faults are told
 * where it is set. NUL-terminated; empty for an empty text. */
jb_str jb_inlines_words(jb_str text, jb_arena *into);

#endif
