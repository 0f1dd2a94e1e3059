/* What may stand in braces behind a bracketed text: [text]{lang=en dots}. */
#ifndef JB_ATTRIBUTE_H
#define JB_ATTRIBUTE_H

#include "base/diag.h"

/* Marks a text may carry (CLREQ 3.1.8), each with a Chinese name. */
typedef enum jb_attribute_mark {
    JB_ATTRIBUTE_UNDERLINE = 1 << 0,
    JB_ATTRIBUTE_DOTS = 1 << 1,   /* emphasis dots */
    JB_ATTRIBUTE_NAME = 1 << 2,   /* proper-name line */
    JB_ATTRIBUTE_BOOK = 1 << 3,   /* book-title line */
    JB_ATTRIBUTE_WARICHU = 1 << 4 /* a note in two lines within the line (JLREQ 3.4) */
} jb_attribute_mark;

enum { JB_ATTRIBUTE_MAX = 120 /* bytes between the braces */ };

typedef struct jb_attributes {
    unsigned marks; /* of jb_attribute_mark */
    jb_str lang;    /* BCP 47; at NULL = not given */
    jb_str unknown; /* the first word that means nothing; at NULL = none */
    bool is_formal; /* a word is written key=value, .class or #id */
} jb_attributes;

/* Reads the words between the braces. false when these are no attributes: nothing, too
 * long, or with characters that no attribute has. */
bool jb_attribute_read(jb_str text, jb_attributes *into);
/* The known attribute nearest to a word, NULL when none is near. */
const char *jb_attribute_nearest(jb_str word);

#endif
