/* What the files of a batch are called: a template over a report's fields, safe on every
 * file system, no two alike. */
#ifndef JB_NAMING_H
#define JB_NAMING_H

#include "base/buf.h"

typedef enum jb_naming_field {
    JB_NAMING_ID, /* the report's path without its extension; its '/' are kept */
    JB_NAMING_TITLE,
    JB_NAMING_DATE, /* YYYY-MM-DD */
    JB_NAMING_PUBLISHER,
    JB_NAMING_SERIES,
    JB_NAMING_CATEGORY,
    JB_NAMING_BRAND,
    JB_NAMING_LANG,
    JB_NAMING_FIELDS
} jb_naming_field;

/* Whether a template is sound: balanced braces, fields that exist. *unknown: the first
 * field that does not (a copy), NULL when the braces are at fault. */
bool jb_naming_check(jb_str template, jb_arena *into, const char **unknown);
/* The template filled with values by jb_naming_field, as a path without an extension. An
 * empty value goes with the text that joins it to the next. No part of the path is longer
 * than leaves room for a suffix and an extension within 255 bytes. */
const char *jb_naming_fill(jb_str template, const jb_str values[JB_NAMING_FIELDS],
                           jb_arena *into);
/* Makes `count` names different on file systems that fold ASCII case, and from the files
 * that a batch itself writes: those that meet all get a suffix of their ids. */
void jb_naming_part(const char **names, const char *const *ids, size_t count,
                    jb_arena *into);
/* A report's path without its extension, as the name that a report has of itself. */
const char *jb_naming_plain(const char *id, jb_arena *into);

#endif
