/* Markdown as a tree of its own, through cmark-gfm (CommonMark, GFM tables, footnotes,
 * strikethrough): the one place that knows that library. The repairs that pasted and
 * converted Chinese texts need (report-format.md B7) are made here, each with a note.
 */
#ifndef JB_MARKDOWN_H
#define JB_MARKDOWN_H

#include "data/val.h"

typedef enum jb_md_kind {
    /* blocks */
    JB_MD_DOCUMENT,
    JB_MD_HEADING,
    JB_MD_PARAGRAPH,
    JB_MD_LIST,
    JB_MD_ITEM,
    JB_MD_QUOTE,
    JB_MD_CODE_BLOCK,
    JB_MD_RULE,
    JB_MD_TABLE,
    JB_MD_ROW,
    JB_MD_CELL,
    JB_MD_NOTE_TEXT,
    JB_MD_DIRECTIVE, /* ::: name argument ... ::: ; its children are TEXT, one a raw
                        line */
    /* inlines */
    JB_MD_TEXT,
    JB_MD_SOFT_BREAK,
    JB_MD_HARD_BREAK,
    JB_MD_CODE,
    JB_MD_EMPHASIS,
    JB_MD_STRONG,
    JB_MD_STRIKE,
    JB_MD_LINK,
    JB_MD_IMAGE,
    JB_MD_NOTE_MARK,
    JB_MD_SUPERSCRIPT,
    JB_MD_SUBSCRIPT,
    JB_MD_RUBY,
    JB_MD_SPAN /* [text]{lang=en} */
} jb_md_kind;

typedef enum jb_md_align {
    JB_MD_ALIGN_NONE,
    JB_MD_ALIGN_LEFT,
    JB_MD_ALIGN_CENTRE,
    JB_MD_ALIGN_RIGHT
} jb_md_align;

typedef struct jb_md {
    jb_md_kind kind;
    jb_span span;
    bool is_escaped;  /* TEXT: its first character was escaped, or is a reference */
    bool is_verbatim; /* TEXT, CODE: span covers the same bytes as text */
    jb_str text;      /* TEXT, CODE, CODE_BLOCK: the text itself */
    jb_str
        target; /* LINK, IMAGE: address; RUBY: annotation; NOTE_MARK, NOTE_TEXT: label;
                 * CODE_BLOCK: info string; DIRECTIVE: name; SPAN: attributes */
    jb_str title;      /* LINK, IMAGE: title; DIRECTIVE: the rest of its first line;
                        * NOTE_TEXT: its label as written (target counts them) */
    int level;         /* HEADING: 1 to 6; LIST: first number */
    bool is_ordered;   /* LIST */
    bool is_tight;     /* LIST: no blank lines between items */
    bool is_header;    /* ROW */
    bool is_html;      /* TEXT: a tag that was not understood */
    bool is_open;      /* NOTE_MARK: this text has no footnote of the label; `text` is
                        * the mark as written */
    jb_md_align align; /* CELL */
    struct jb_md *first, *last, *next; /* children and sibling */
} jb_md;

/* Front matter: where the YAML between the `---` lines lies; begin == end when there is
 * none. *body is where the Markdown begins. */
void jb_markdown_split(jb_str bytes, size_t *begin, size_t *end, size_t *body);
/* Whether a text without front matter begins as if it had some: a `---` line, and in the
 * next one a key with its colon. */
bool jb_markdown_is_open(jb_str bytes);
/* Reads Markdown from bytes [begin, end) of a source. Never fails: what is no Markdown
 * is text. Over a limit (nesting 64; table cells 200,000; 16 MB) adds an error and
 * gives what was read. Raw HTML is kept as text with a warning (br, sup, sub, u, and
 * comments are understood). */
jb_md *jb_markdown_read(jb_sources *sources, uint32_t source, size_t begin, size_t end,
                        jb_arena *into, jb_diag *diag);
/* As above for a text that lies in a YAML scalar: places are mapped through the scalar.
 */
jb_md *jb_markdown_read_val(jb_sources *sources, const jb_val *val, jb_arena *into,
                            jb_diag *diag);
/* Inlines only: the children of the returned node; no block structure is looked for. */
jb_md *jb_markdown_read_inlines(jb_sources *sources, const jb_val *val, jb_arena *into,
                                jb_diag *diag);
/* As above for a piece of text at a place of its own (a cell of a directive's row). */
jb_md *jb_markdown_read_text(jb_str text, jb_span span, jb_arena *into, jb_diag *diag);
/* The body of a directive as Markdown blocks (a DOCUMENT). */
jb_md *jb_markdown_read_body(const jb_md *directive, jb_arena *into, jb_diag *diag);
/* The plain text of inlines: the children of md. */
void jb_markdown_text(const jb_md *md, jb_buf *into);
/* Writes the tree as text, a node a line, with places; for `dump tree`. */
void jb_markdown_dump(const jb_md *md, jb_sources *sources, jb_buf *into);

#endif
