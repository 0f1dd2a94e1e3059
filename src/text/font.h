/* Faces: opened once, immutable afterwards, shared by shaping and by the writers. */
#ifndef JB_FONT_H
#define JB_FONT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/geom.h"
#include "style/fontset.h"
#include "text/hyphenate.h"
#include "text/missing.h"

typedef struct hb_face_t hb_face_t; /* HarfBuzz's; its header stays in text/ and out/ */
typedef struct hb_font_t hb_font_t;
typedef const struct hb_language_impl_t *hb_language_t;

/* What writers keep of a face from one report to the next, as long as its file is open;
 * of no concern to this room. */
typedef struct jb_font_kept {
    jb_arena *arena; /* the store's */
    bool was_read;
    void *outlines;
} jb_font_kept;

/* One face of one file. All metrics are in font units, y up. */
typedef struct jb_face {
    uint32_t id; /* dense, from 0 in the order of first use: usable as an array index */
    const char *path;       /* the font file, as it was found */
    const char *postscript; /* PostScript name, as in "NotoSerifCJKsc-Regular" */
    unsigned index;         /* in a collection */
    jb_str bytes;           /* the whole file, mapped */
    hb_face_t *hb_face;
    hb_font_t *hb_font;          /* scale = upem */
    struct jb_font_cache *cache; /* answers of HarfBuzz: of no concern to others */
    jb_font_kept *kept;
    int32_t upem;
    int32_t ascent, descent; /* descent is negative */
    int32_t cap_height;
    int weight; /* OS/2 usWeightClass */
    bool is_italic;
    bool has_even_digits; /* all ten digits have one advance */
    bool is_cff;          /* outlines in a 'CFF ' table, else glyf */
    bool is_colour;       /* has bitmap or layered colour glyphs only */
} jb_face;

/* How the bytes of a font file are had: job opens the files. Returns false when the file
 * is missing or unreadable. The bytes must stay until jb_font_close. */
typedef struct jb_font_opener {
    void *state;
    bool (*open)(void *state, const char *path, jb_str *bytes);
} jb_font_opener;

typedef struct jb_fonts jb_fonts;

/* Faces and hyphenation patterns kept open from one report to the next. */
typedef struct jb_font_store jb_font_store;

/* An empty store; everything is kept in the arena. */
jb_font_store *jb_font_store_open(jb_font_opener opener, jb_arena *into);
/* Frees what HarfBuzz holds; no jb_fonts may use it any more. */
void jb_font_store_close(jb_font_store *store);
/* The fonts of a font set. Files are opened at first use. The set must outlive it. */
jb_fonts *jb_font_open(const jb_fontset *set, jb_font_opener opener, jb_arena *into);
/* The same from a store, which must outlive it too. */
jb_fonts *jb_font_open_from(const jb_fontset *set, jb_font_store *store,
                            jb_arena *into);
/* Frees what HarfBuzz holds of a store of its own; call before the arena goes. */
void jb_font_close(jb_fonts *fonts);
/* The family for a role ("serif", "sans", "mono") at a weight, whose n-th entry of the
 * fallback chain is wanted, in the region of `lang` (BCP 47). NULL behind the last. */
const jb_face *jb_font_chain(jb_fonts *fonts, int role, int weight, bool italic,
                             const char *lang, size_t n);
/* What a face is wanted for. */
typedef struct jb_font_wish {
    int role, weight;
    bool is_italic;
    const char *lang;
    uint32_t script; /* ISO 15924 code as a big-endian number; 0 = no matter */
    bool is_emoji;   /* colour faces come first */
} jb_font_wish;

/* The next face for a wish, from the place *at (0 at first) on; *at moves behind it. First
 * those of jb_font_chain, and among them, in the set's order, the families for its script;
 * then colour faces (unless they come first); then families for other scripts. NULL behind
 * the last. */
const jb_face *jb_font_wished(jb_fonts *fonts, const jb_font_wish *wish, size_t *at);
/* The face that shows a character: the first for the wish that has it, in the script that
 * the character is of. NULL when none has it. */
const jb_face *jb_font_showing(jb_fonts *fonts, const jb_font_wish *wish,
                               uint32_t code_point);
/* Where characters that no font has are noted; those who lay a report out have them
 * reported in the end (jb_missing_report). */
jb_missing *jb_font_missing(jb_fonts *fonts);
/* The package of the first family for this script, or with emoji, that is not
 * installed; "" when there is none. */
const char *jb_font_package(jb_fonts *fonts, const jb_font_wish *wish);
/* The picture of a glyph of a colour face: the bytes of a PNG file; empty when it has
 * none. */
jb_str jb_font_picture(const jb_face *face, uint32_t gid, jb_arena *into);
/* The glyph for a code point (and variation selector, 0 = none); 0 when it has none. */
uint32_t jb_font_glyph(const jb_face *face, uint32_t code_point, uint32_t selector);
/* The horizontal advance in font units. */
int32_t jb_font_advance(const jb_face *face, uint32_t gid);
/* The font to shape text of a script and language with (HarfBuzz's values of both): its
 * glyphs come from the cache of jb_font_glyph. */
hb_font_t *jb_font_shaper(const jb_face *face, uint32_t script, hb_language_t language);
/* Ink box in font units, y up: x, y of the lower left corner. false for blank glyphs. */
bool jb_font_ink(const jb_face *face, uint32_t gid, int32_t *x, int32_t *y, int32_t *w,
                 int32_t *h);
/* The hyphenation patterns the font set names for a language ("en" serves "en-GB"), read
 * at first use; NULL when there are none. */
const jb_hyphenator *jb_font_hyphenator(jb_fonts *fonts, const char *lang);
size_t jb_font_count(const jb_fonts *fonts); /* faces opened so far */
const jb_face *jb_font_at(const jb_fonts *fonts, size_t id);

#endif
