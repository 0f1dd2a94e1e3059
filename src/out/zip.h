/* ZIP archives as EPUB wants them (EPUB 3.3, OCF 4.2; PKWARE APPNOTE 6.3.9): members stored
 * or deflated, no extra fields, no data descriptors, UTF-8 names, one time for all. */
#ifndef JB_ZIP_H
#define JB_ZIP_H

#include "base/buf.h"

typedef struct jb_zip jb_zip;

typedef enum jb_zip_method {
    JB_ZIP_STORED = 0,
    JB_ZIP_DEFLATED = 8 /* stored all the same when that is shorter */
} jb_zip_method;

/* An empty archive, to be freed by jb_zip_finish or jb_zip_drop. */
jb_zip *jb_zip_open(void);
/* Adds a member behind those there are; it is packed at once, name and bytes are copied.
 * Names are relative, with slashes, and each stands once. */
void jb_zip_add(jb_zip *zip, const char *name, jb_str bytes, jb_zip_method method);
/* Appends the archive to `out` and frees it. date: of all members, "2024-02-29" or
 * "2024-02-29T08:00:00" with anything behind, taken as it stands and no earlier than 1980
 * or later than 2107; NULL = 1980-01-01. false when there are more than 65,534 members or
 * 4 GB less a byte, where ZIP64 would begin (APPNOTE 4.4.1.4). */
bool jb_zip_finish(jb_zip *zip, const char *date, jb_buf *out);
void jb_zip_drop(jb_zip *zip);

#endif
