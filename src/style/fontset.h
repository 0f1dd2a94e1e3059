/* Font sets (fonts/NAME.yaml): which families serve which role, in which order the
 * fallback goes, and which package brings each font. */
#ifndef JB_FONTSET_H
#define JB_FONTSET_H

#include "base/diag.h"

enum { JB_FONTSET_ROLES_MAX = 16 };

/* One file of a family. */
typedef struct jb_fontset_file {
    const char *path; /* relative to a font folder, as
                         "opentype/noto/NotoSerifCJK-Regular.ttc" */
    int weight;       /* 100 to 900 */
    bool italic;
} jb_fontset_file;

/* A face index in a collection for a language. */
typedef struct jb_fontset_region {
    const char *lang; /* a BCP 47 prefix: "zh-Hans", "zh-Hant", "ja", "ko" */
    unsigned index;
} jb_fontset_region;

typedef struct jb_fontset_family {
    const char *name;
    const char *package; /* Debian package that brings it; "" when unknown */
    const jb_fontset_file *files;
    size_t file_count;
    const jb_fontset_region *regions; /* empty: index 0 for all */
    size_t region_count;
    bool colour;             /* colour glyphs, painted as images */
    const uint32_t *scripts; /* ISO 15924 codes as big-endian numbers; it serves them
                              * before families without any, and others last */
    size_t script_count;
} jb_fontset_family;

/* A role and the families that serve it, in fallback order. */
typedef struct jb_fontset_role {
    const char *name;         /* "serif", "sans", "mono", ... */
    const uint16_t *families; /* indices into the set's families */
    size_t family_count;
} jb_fontset_role;

/* Hyphenation patterns of a language. */
typedef struct jb_fontset_pattern {
    const char *lang; /* a BCP 47 prefix: "en" */
    const char *path; /* relative to a font folder: "hyphen/hyph_en_US.dic" */
} jb_fontset_pattern;

typedef struct jb_fontset {
    const char *name;
    const jb_fontset_family *families;
    size_t family_count;
    const jb_fontset_role *roles;
    size_t role_count;
    const jb_fontset_pattern *patterns;
    size_t pattern_count;
    uint32_t source; /* number of the source it was read from */
} jb_fontset;

/* Reads a font set from YAML bytes already added to `sources` as number `source`; NULL
 * after an error. */
const jb_fontset *jb_fontset_read(jb_sources *sources, uint32_t source, jb_arena *into,
                                  jb_diag *diag);
/* The role's number, or -1. */
int jb_fontset_role_of(const jb_fontset *set, jb_str name);

#endif
