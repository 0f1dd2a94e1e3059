/* The report as written: metadata and typed blocks, checked, with places. */
#ifndef JB_REPORT_H
#define JB_REPORT_H

#include "data/field.h"
#include "doc/block.h"

typedef struct jb_author {
    jb_field_text name, role, license, mail;
} jb_author;

typedef struct jb_origin {
    jb_field_text original_title, publisher, publisher_short, date, report_number, url;
    int pages;
    bool authorised;
    jb_field_texts analysts;
} jb_origin;

/* report-format.md B6 and B7. Absent texts have at NULL. */
typedef struct jb_meta {
    int version;
    jb_field_text id, lang, title, subtitle, short_title, date, updated, as_of;
    jb_field_text edition, correction, copyright, disclaimer, brand, layout, category;
    const jb_val *cover_val; /* as written: a text, or of another site */
    jb_field_text cover;     /* a picture file, or "none" */
    int kind;
    jb_field_texts breadcrumb, tags, key_points;
    jb_field_structs authors; /* of jb_author */
    jb_origin source;
    jb_field_text series_name;
    int series_position;
    bool source_is_label; /* the source names no publisher: nothing is printed of it */
    bool is_foreign;      /* front matter of another site, which names no version of
                           * this format: it may repeat the body */
    const jb_val *series_val, *source_val;   /* as written, a text or a map */
    const jb_val *subjects, *rating, *links; /* kept, not printed yet */
    const jb_val *authors_val;               /* as written: texts or maps */
    jb_field_text source_url;                /* a name that other sites use */
    const jb_val *abstract, *risk;           /* texts with inlines */
    const jb_val *footnotes;                 /* label: text */
    const jb_val *body;
    const jb_val *extra;
    const jb_val
        *written;       /* the whole map, in the report's order; NULL: there is none */
    int numbering;      /* jb_numbering of headings */
    bool has_numbering; /* it was given, "none" too */
    int writing_mode;   /* jb_writing_mode */
} jb_meta;

typedef enum jb_numbering {
    JB_NUMBERING_NONE,
    JB_NUMBERING_CHINESE, /* one with ideographic comma, bracketed, 1. and (1): CLREQ 4.1 */
    JB_NUMBERING_DECIMAL /* 1, 1.1, 1.1.1 */
} jb_numbering;

/* How lines run in documents that can have both (CLREQ 2.1, CSS Writing Modes 4). */
typedef enum jb_writing_mode {
    JB_WRITING_HORIZONTAL,
    JB_WRITING_VERTICAL /* from top to bottom, lines and pages from right to left */
} jb_writing_mode;

/* A note of the report (footnote text) or a report block. */
struct jb_kind;
typedef struct jb_node {
    const struct jb_kind *kind;
    jb_span span;
    void *fields;      /* the kind's struct */
    const jb_md *md;   /* the Markdown it was written as, or NULL */
    const jb_val *val; /* the YAML it was written as, or NULL */
    struct jb_node *next;
} jb_node;

typedef struct jb_report {
    uint32_t source;
    jb_meta meta;
    jb_node *nodes;     /* the body, in order */
    const jb_md *notes; /* footnote texts (Markdown), or NULL */
} jb_report;

#endif
