/* Faces for shaping whose GSUB lacks the forms of characters in other languages. In a
 * pan-CJK font these are four fifths of the table, and HarfBuzz looks through all of it
 * before the first glyph is shaped. */
#ifndef JB_LEAN_H
#define JB_LEAN_H

#include "base/arena.h"

#include <hb.h>

typedef struct jb_lean jb_lean;

/* The face without the lookups of type 7 (their subtables may stand at the table's far
 * end) that feature locl asks for and nothing else. NULL when there are none, when others
 * might call them, or when anything in the table is not as it should be. */
jb_lean *jb_lean_open(hb_face_t *full, jb_arena *into);
void jb_lean_close(jb_lean *lean);
/* The face, which belongs to `lean`. */
hb_face_t *jb_lean_face(jb_lean *lean);
/* Whether nothing that was left out is asked for in this script and language: text is
 * then shaped as with the full face. */
bool jb_lean_serves(const jb_lean *lean, hb_script_t script, hb_language_t language);

#endif
