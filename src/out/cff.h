/* Subsets of 'CFF ' tables (Adobe Technical Notes 5176 and 5177): outlines without
 * hints and subroutines, always CID-keyed. Font files are untrusted: every access is
 * checked, and anything unexpected is refused (subset.c then asks HarfBuzz). */
#ifndef JB_CFF_H
#define JB_CFF_H

#include "base/str.h"

typedef struct jb_cff jb_cff;

/* Reads the structure of a table, which must outlive the result. NULL when it isn't
 * understood. Outlines that subsets were made of are kept in the arena for further ones,
 * up to 4 MB. */
jb_cff *jb_cff_open(jb_str table, jb_arena *into);
/* The CID a glyph has in this font's subsets: the charset's in a CID-keyed font, else
 * the glyph number; 0 when it has none. */
uint32_t jb_cff_cid(const jb_cff *cff, uint32_t gid);
bool jb_cff_is_cid_keyed(const jb_cff *cff);
uint32_t jb_cff_glyph_count(const jb_cff *cff);
/* Makes a font of these glyphs (ascending, each once; glyph 0 is added). false when a
 * charstring holds what isn't understood. */
bool jb_cff_subset(jb_cff *cff, const uint32_t *gids, size_t count, const char *name,
                   jb_arena *into, jb_str *out);

#endif
