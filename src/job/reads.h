/* The files that a report was made from: when all of them are as they were, so is what was
 * made. A file that was looked for in vain is one of them. */
#ifndef JB_READS_H
#define JB_READS_H

#include "base/digest.h"
#include "base/vec.h"

/* What of a file counts. Of a collection file it is single fields, so that a change touches
 * the reports that the field reaches; of one that is unsound all of its bytes. */
typedef enum jb_reads_what {
    JB_READS_BYTES,
    JB_READS_FONT, /* table directories and length */
    JB_READS_LAYOUT,
    JB_READS_FONTSET,
    JB_READS_BRAND,
    JB_READS_MAPPING,
    JB_READS_SETTINGS,
    JB_READS_WHATS
} jb_reads_what;

typedef struct jb_read {
    const char *path; /* as it was opened */
    jb_digest digest; /* of what was read; zero: it was not there */
    jb_reads_what what;
    bool is_shared; /* a layout, a font set, a font: read for many reports */
} jb_read;

typedef struct jb_reads {
    jb_arena *arena;
    JB_VEC(jb_read) items;
} jb_reads;

/* These do nothing when reads is NULL: nobody asks. Paths are copied. */
void jb_reads_add(jb_reads *reads, const char *path, jb_str bytes);
void jb_reads_add_absent(jb_reads *reads, const char *path);
void jb_reads_add_font(jb_reads *reads, const char *path);
/* Adds the fields of a collection file, each for itself. */
void jb_reads_add_collection(jb_reads *reads, const char *path, jb_str bytes);
/* Adds those of another list as shared ones; their paths are borrowed. */
void jb_reads_share(jb_reads *reads, const jb_reads *from);
/* The same of one field only, or of all that is no field of a collection (BYTES). */
void jb_reads_share_only(jb_reads *reads, const jb_reads *from, jb_reads_what what);
/* The digest of a file as it is now, zero when it can't be read. Nothing is kept in
 * memory but one file at a time. */
jb_digest jb_reads_digest(const char *path, jb_reads_what what);

#endif
