/* Front and back matter of a volume as core blocks: cover, contents, and indexes by
 * publisher, tag, stock code and date. */
#ifndef JB_MATTER_H
#define JB_MATTER_H

#include "kind/subjects.h"
#include "kind/wording.h"
#include "page/contents.h"
#include "style/sheet.h"

/* The name of the destination of the contents; those of indexes are in jb_matter_index. */
#define JB_MATTER_CONTENTS "contents"

/* A heading of a report. */
typedef struct jb_matter_heading {
    int level;         /* in the report's outline, from 1 */
    const char *title; /* number and text */
    const char *dest;  /* "3/..." */
    const char *page;  /* as printed */
} jb_matter_heading;

/* A report of the volume. */
typedef struct jb_matter_part {
    const char *title, *date, *publisher; /* NULL = none, but of title */
    const char *dest;                     /* of its first page: "3/start" */
    const char *page;                     /* as printed there */
    jb_subjects_list tags, codes;
    JB_VEC(jb_matter_heading) headings;
} jb_matter_part;

/* An index as the contents list it. */
typedef struct jb_matter_index {
    const char *title, *dest;
    const char *page; /* as printed where it begins; NULL = not known yet */
} jb_matter_index;

typedef struct jb_matter {
    const char *title, *brand; /* brand: NULL = none */
    jb_wording_lang lang;
    const jb_matter_part *const *parts;
    size_t count;
    unsigned wanted;            /* indexes: JB_SHEET_... */
    jb_matter_index indexes[4]; /* those that are not empty */
    size_t index_count;
} jb_matter;

/* The first and the last date of the reports, ISO 8601; NULL when none has one. */
void jb_matter_dates(const jb_matter *matter, const char **first, const char **last);
/* The indexes, each on a new page; fills matter->indexes but for their pages. NULL when
 * there is nothing to be listed. */
jb_block *jb_matter_back(jb_matter *matter, jb_arena *into);
/* The cover, and on a new page the contents: reports, of a short volume their sections, and
 * the indexes of jb_matter_back. */
jb_block *jb_matter_front(const jb_matter *matter, jb_arena *into);

#endif
