/* Subsets of faces, for embedding. */
#ifndef JB_SUBSET_H
#define JB_SUBSET_H

#include "out/cff.h"
#include "text/font.h"

/* What is wanted. */
typedef struct jb_subset_order {
    const jb_face *face;
    jb_cff *cff;          /* the face's table as opened; NULL when not understood */
    const uint32_t *gids; /* ascending, each once */
    size_t count;
    const char *name;
} jb_subset_order;

typedef struct jb_subset {
    jb_str bytes;             /* a bare 'CFF ' table, or a TrueType file */
    const uint16_t *new_gids; /* TrueType: of each glyph asked for; NULL for CFF */
} jb_subset;

/* A table of the face's file by its four-letter tag; empty when there is none. */
jb_str jb_subset_table(const jb_face *face, const char *tag);
/* The face's outlines as read once while its file is open; NULL when they are not CFF or
 * not understood. */
jb_cff *jb_subset_cff(const jb_face *face);
/* Makes a subset without hints. CFF subsets keep the CIDs of jb_cff_cid, or the glyph
 * numbers. false when no subset can be made. */
bool jb_subset_make(const jb_subset_order *order, jb_arena *into, jb_subset *out);

/* A font file with these code points, for text: with a cmap, the layout features that CSS
 * and scripts ask for, names and licence, without hints. OpenType with CFF or TrueType
 * outlines, as the face has them. has_forms: with the forms of characters in other
 * languages than the face's (locl). false when no subset can be made. */
bool jb_subset_font(const jb_face *face, const uint32_t *code_points, size_t count,
                    bool has_forms, jb_arena *into, jb_str *out);

#endif
