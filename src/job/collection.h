/* Collections: what the reports of a folder share, which of them there are, how they are
 * named. `collection.yaml` beside reports or above them says so for `export`; `batch` is
 * given such a file, or a folder. */
#ifndef JB_COLLECTION_H
#define JB_COLLECTION_H

#include "data/field.h"
#include "jianbao.h"
#include "job/config.h"

/* All reports as one document, beside those of their own. */
typedef struct jb_collection_volume {
    jb_field_text title; /* empty: none is wanted */
    jb_field_texts formats, order;
    const jb_val *settings;
} jb_collection_volume;

/* A collection file. */
typedef struct jb_collection {
    jb_field_text title, layout, fonts, brand, name;
    jb_field_texts reports, order, formats;
    const jb_val *mapping, *settings, *where;
    jb_collection_volume volume;
    const char *path; /* of its file; NULL = there is none */
} jb_collection;

/* Binds the fields of a collection file; false when an error was added. */
bool jb_collection_bind(const jb_val *val, jb_collection *out, jb_arena *into,
                        jb_diag *diag);

/* Reads one from its bytes, for what it says alone; false when it is unsound. */
bool jb_collection_read(jb_str bytes, jb_arena *into, jb_collection *out);

typedef JB_VEC(const char *) jb_collection_paths;

/* The reports of a folder: the paths from it, sorted bytewise, '/' between. Those that the
 * collection's globs name ("*", "?" within a name, "**" for any folders between), else all
 * .yaml, .yml and .md files. Hidden files, links and what belongs to the
 * collection itself are left out. After
 * an error its status: a folder can't be read, a glob leaves it or matches nothing. */
jb_status jb_collection_list(const char *folder, const jb_collection *collection,
                             jb_arena *into, jb_diag *diag, jb_collection_paths *out);

#endif
