/* What the report kinds share: paragraphs, texts and Markdown blocks rewritten as core
 * blocks, and the entries of all kinds. */
#ifndef JB_LOWER_H
#define JB_LOWER_H

#include "kind/kinds.h"

/* Markdown blocks and footnotes within each other. */
enum { JB_LOWER_DEPTH_MAX = 64 };

/* A Markdown text that directives of it are being rewritten of. */
typedef struct jb_lowered_text {
    const jb_md *document; /* NULL: none */
    const struct jb_lowered_text *around;
} jb_lowered_text;

/* Hangs a footnote of the text at hand, or of one around it, on a mark that names its label
 * (mark->target); false when there is none. */
bool jb_lower_note(jb_lowering *l, jb_inline *mark);
/* Footnotes of a text that no mark names in the end are reported and become paragraphs. */
void jb_lower_notes_rest(jb_lowering *l, const jb_md *document, jb_block *parent);
/* The inlines of a Markdown leaf, with its footnotes hung on their marks. */
jb_inline *jb_lower_inlines(jb_lowering *l, const jb_md *md);
/* The inlines of a YAML text; NULL when val is NULL or no text (an error then). */
jb_inline *jb_lower_text_of(jb_lowering *l, const jb_val *val);
/* A paragraph at the end of parent; NULL (and no paragraph) without inlines. */
jb_block *jb_lower_para(jb_lowering *l, jb_block *parent, const char *role,
                        jb_inline *inlines, jb_span span);
/* A paragraph of words of our own. */
jb_block *jb_lower_words(jb_lowering *l, jb_block *parent, const char *role,
                         const char *words, jb_span span);
/* A paragraph from a bound text field; nothing when it is absent. */
jb_block *jb_lower_field(jb_lowering *l, jb_block *parent, const char *role,
                         const jb_field_text *field);
/* One Markdown block; role is that of paragraphs. */
void jb_lower_block(jb_lowering *l, const jb_md *md, jb_block *parent,
                    const char *role);
/* Markdown siblings, in order; role is that of paragraphs. */
void jb_lower_blocks(jb_lowering *l, const jb_md *first, jb_block *parent,
                     const char *role);
/* A YAML text or list of texts as blocks: a text with blank lines or one that is
 * written as a literal block is Markdown, others are one paragraph. */
void jb_lower_val(jb_lowering *l, const jb_val *val, jb_block *parent,
                  const char *role);
/* Takes a title that is written again before a text away: the first paragraph of the
 * group behind its title loses "title:" (a colon of either width). */
void jb_lower_untitle(jb_block *group, const char *title);
/* The body of a directive as Markdown blocks. */
void jb_lower_body(jb_lowering *l, const jb_md *directive, jb_block *parent,
                   const char *role);
/* The first scalar among these keys of a map, or the value itself when it is a scalar.
 */
const jb_val *jb_lower_scalar(const jb_val *val, const char *key);

extern const jb_kind jb_section_kind, jb_paragraph_kind, jb_list_kind, jb_table_kind,
    jb_figure_kind, jb_quote_kind, jb_code_kind, jb_callout_kind, jb_risk_kind,
    jb_note_kind, jb_key_kind, jb_rule_kind, jb_pagebreak_kind, jb_footnote_kind,
    jb_compare_kind, jb_define_kind, jb_timeline_kind, jb_metrics_kind;

/* Each kind's Markdown form. */
void jb_section_from_md(jb_lowering *l, const jb_md *md, jb_block *parent);
void jb_list_from_md(jb_lowering *l, const jb_md *md, jb_block *parent);
void jb_table_from_md(jb_lowering *l, const jb_md *md, jb_block *parent);
/* The pictures of a paragraph that has nothing else; false when it has. */
bool jb_figure_from_md(jb_lowering *l, const jb_md *md, jb_block *parent);
void jb_quote_from_md(jb_lowering *l, const jb_md *md, jb_block *parent);
void jb_code_from_md(jb_lowering *l, const jb_md *md, jb_block *parent);
/* A directive, by the kind its name says; an unknown name is an error. */
void jb_kinds_directive(jb_lowering *l, const jb_md *md, jb_block *parent);

/* A caption as directives write it: "title|source: publisher" with a bar of either
 * width; the parts without the word before the colon. */
enum { JB_CAPTION_NOTES = 8 };
typedef struct jb_caption {
    jb_str title, unit, source;
    jb_str width, alt; /* of a figure */
    jb_str notes[JB_CAPTION_NOTES];
    size_t note_count;
    jb_str second; /* a further part without a word before it */
} jb_caption;
jb_caption jb_table_caption(jb_str rest);

/* A source line ("source: ...") from a bound field or a plain text; nothing without it.
 */
void jb_table_source(jb_lowering *l, jb_block *parent, const jb_field_text *field);
void jb_table_source_text(jb_lowering *l, jb_block *parent, jb_str text, jb_span span);

/* A cell of a table that is made of texts. */
typedef struct jb_table_text {
    const jb_val *val; /* YAML text, or NULL */
    jb_str text;       /* otherwise this text at this place */
    jb_span span;
} jb_table_text;
/* A line's parts, trimmed: at Tabs when there are any, else at bars of either width
 * without a backslash before them. The last one that fits takes the rest. */
size_t jb_table_split(const jb_md *line, jb_table_text *cells, size_t max);
/* A part without the backslashes before bars. */
jb_str jb_table_unbar(jb_str text, jb_arena *into);
/* The inlines of a cell's text. */
jb_inline *jb_table_inlines(jb_lowering *l, const jb_table_text *text);
/* A row of texts; role "row" or "head-row". */
void jb_table_add_row(jb_lowering *l, jb_block *made, const jb_table_text *cells,
                      size_t count, bool is_header);
/* An empty table of so many columns. */
jb_block *jb_table_new(jb_lowering *l, jb_block *parent, const char *role,
                       size_t columns, jb_span span);

#endif
