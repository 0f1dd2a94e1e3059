/* Files the program brings or the user keeps: layouts, font sets, fonts, collections.
 */
#ifndef JB_RESOURCES_H
#define JB_RESOURCES_H

#include "jianbao.h"
#include "job/collection.h"
#include "job/config.h"
#include "job/reads.h"
#include "style/fontset.h"
#include "text/font.h"

typedef struct jb_resources jb_resources;

/* Who names a layout or font set, and so where a file name is looked for. */
typedef struct jb_resources_from {
    int root; /* the report's folder (jb_file_open_root); -1: the user named it */
    const char
        *folder;  /* before relative names of the user's files; "" = as they are */
    jb_span span; /* where the name stands, JB_NO_SPAN for one of the command line */
} jb_resources_from;

/* Layouts, the base first. */
typedef struct jb_resources_layouts {
    const jb_val **vals;
    size_t count;
} jb_resources_layouts;

/* Everything is kept in the arena, sources and faults go to `sources` and `diag`; all
 * that is passed must outlive it. */
jb_resources *jb_resources_open(const jb_config *config, jb_sources *sources,
                                jb_diag *diag, jb_arena *into);
/* Notes the files that are read or looked for from now on, fonts when they are asked for by
 * jb_resources_font. NULL = no longer. */
void jb_resources_watch(jb_resources *resources, jb_reads *reads);
/* Unmaps fonts. */
void jb_resources_close(jb_resources *resources);
/* The layout and those it extends. false after an error, which is in diag. */
bool jb_resources_layout(jb_resources *resources, const char *name,
                         jb_resources_from from, jb_resources_layouts *out);
/* NULL after an error. */
const jb_fontset *jb_resources_fontset(jb_resources *resources, const char *name,
                                       jb_resources_from from);
/* How text/ gets the bytes of fonts: mapped, from the first font folder that has them.
 */
jb_font_opener jb_resources_fonts(jb_resources *resources);
/* Where a font file is, NULL when no folder has it. */
const char *jb_resources_font(jb_resources *resources, const char *path);
/* The names below `kind` ("layouts" or "fonts") in the data folders, sorted. */
const char **jb_resources_names(jb_resources *resources, const char *kind,
                                size_t *count);
/* What a collection file says; else the status of the error. */
jb_status jb_resources_collection_file(jb_resources *resources, const char *path,
                                       jb_collection *out);
/* The collection of a report in `folder`; false when there is none or it is unsound
 * (an error is in diag then). */
bool jb_resources_collection(jb_resources *resources, const char *folder,
                             jb_collection *out);

#endif
