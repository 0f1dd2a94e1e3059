/* Report kinds: each block type of a report checks itself and rewrites itself into core
 * blocks. One file a kind and one line in kinds.c. */
#ifndef JB_KINDS_H
#define JB_KINDS_H

#include "base/map.h"
#include "doc/report.h"
#include "kind/wording.h"

/* The roles that blocks are given; layouts style them by these names.
 *
 *   report (GROUP, the root)
 *   masthead (GROUP): brand, series (PARA)
 *   title-block (GROUP): title, subtitle, meta-line (PARA)
 *   key-points (GROUP): key-point-heading, key-point (PARA)
 *   abstract (PARA)
 *   h1 h2 h3 h4 (HEADING; deeper levels are h4)
 *   paragraph (PARA)
 *   list (LIST), item (ITEM); the PARAs inside have the role list-text
 *   table (TABLE): caption, unit (PARA), row, head-row (ROW), cell, head-cell (CELL and
 * the PARA inside), table-note, source (PARA) figure (FIGURE): caption, source (PARA)
 *   quote (GROUP), quote-text (PARA), quote-source (PARA)
 *   code (CODE)
 *   callout-risk, callout-note, callout-key (GROUP): callout-title, callout-text (PARA)
 *   metrics (TABLE): metric-value, metric-label (PARA)
 *   rule (RULE), page-break (PAGE_BREAK)
 *   note (GROUP, a footnote), note-text (PARA)
 *   risk (GROUP): risk-title, risk-text (PARA)
 *   origin (GROUP): origin-line (PARA)
 *   disclaimer, copyright (PARA)
 *
 * Those of a volume's own pages: job/matter.c and page/contents.h. */

/* What lowering needs and makes. */
typedef struct jb_lowering {
    jb_arena *into;
    jb_sources *sources;
    jb_diag *diag;
    const jb_report *report;
    int shallowest;        /* the smallest heading level in the report */
    int counters[6];       /* of heading numbers */
    int notes;             /* footnotes so far */
    int anchors;           /* anchors so far */
    const jb_md *document; /* the Markdown being rewritten: its footnotes' texts */
    const struct jb_lowered_text *around; /* the texts around it, innermost first */
    jb_map notes_of;                      /* footnotes of Markdown, by text and label */
    jb_map footnotes;     /* by label, of those apart from their marks */
    jb_map ids;           /* of headings so far, to their anchors */
    int depth;            /* of Markdown blocks within blocks */
    int bodies;           /* of directives within directives */
    jb_wording_lang lang; /* of words of our own */
} jb_lowering;

typedef struct jb_kind {
    const char *name;    /* "table" */
    const char *aliases; /* Chinese names, separated by '|' */
    const char *help;    /* one line */
    const char *example; /* a YAML example that the tests export */
    const jb_field_table
        *fields; /* of its map form; NULL: it takes a text or list only */
    /* Rewrites a node as children of `parent`. */
    void (*lower)(jb_lowering *lowering, const jb_node *node, jb_block *parent);
} jb_kind;

extern const jb_kind *const jb_kinds_all[];
extern const size_t jb_kinds_count;
/* By name or alias; NULL when there is none. */
const jb_kind *jb_kinds_find(jb_str name);

/* Reads a report: YAML when the path ends in .yaml or .yml, Markdown (front matter and
 * body) otherwise; "-" is judged by its first bytes. `renames`: a mapping of foreign
 * front-matter fields, looked up before the built-in one (may be NULL). NULL after an
 * error that leaves nothing to show; otherwise a report, with faults in diag. */
jb_report *jb_kinds_read(jb_sources *sources, uint32_t source,
                         const jb_field_renames *renames, jb_arena *into,
                         jb_diag *diag);
/* Rewrites the report into core blocks: a GROUP "report" with the masthead, title
 * block, key points, body, risk notice, source box and disclaimer, in order. */
jb_block *jb_kinds_lower(const jb_report *report, jb_sources *sources, jb_arena *into,
                         jb_diag *diag);
/* The files the blocks name (figures), each once, in order; figure.asset is set. */
void jb_kinds_collect(jb_block *root, jb_arena *into, jb_assets *out);

#endif
