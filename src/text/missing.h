/* Characters that no font has, gathered over a report: one message a script, with a few
 * of them and the place of the first, instead of one for each. */
#ifndef JB_MISSING_H
#define JB_MISSING_H

#include "base/diag.h"

typedef struct jb_missing jb_missing;

jb_missing *jb_missing_new(jb_arena *into);
/* Notes a character at a place. package: of a family in the font set that serves it but is
 * not installed, "" when there is none; lives as long as the collection. */
void jb_missing_add(jb_missing *missing, uint32_t cp, bool is_emoji, jb_span span,
                    const char *package);
/* Adds the messages glyph-package, glyph-family and glyph-missing, in order of the place
 * of the first character, and empties the collection. */
void jb_missing_report(jb_missing *missing, jb_diag *diag);

#endif
