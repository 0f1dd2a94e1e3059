/* What a report is about, for indexes and catalogues. */
#ifndef JB_SUBJECTS_H
#define JB_SUBJECTS_H

#include "base/vec.h"
#include "doc/report.h"

/* A word, or the code and name of a security ("600519.SH"). */
typedef struct jb_subject {
    const char *text;
    const char *name; /* of a security; NULL = none */
} jb_subject;

typedef JB_VEC(jb_subject) jb_subjects_list;

/* Its tags and those of `subjects`, each once, in this order. */
jb_subjects_list jb_subjects_tags(const jb_meta *meta, jb_arena *into);
/* The tags and the category, which is one more to an index. */
jb_subjects_list jb_subjects_topics(const jb_meta *meta, jb_arena *into);
/* The securities of `subjects`, a list or one: maps of code and name, or codes alone. Each
 * code once. */
jb_subjects_list jb_subjects_codes(const jb_meta *meta, jb_arena *into);

#endif
