/* Kinsoku levels: what each forbids at a line's start and end in each language. */
#ifndef JB_KINSOKU_H
#define JB_KINSOKU_H

#include "base/ucd.h"
#include "style/style.h"
#include "text/punct.h"

/* A level as one language reads it. */
typedef struct jb_kinsoku_level jb_kinsoku_level;

/* The level that stands for a name in a language, never NULL. Each language has the
 * levels of its own standard, and reads the names of the others as the nearest of them:
 *   zh  basic, gb, strict (CLREQ 3.1.4); very-loose and loose as basic, very-strict as
 *       strict; other languages as zh
 *   ja  very-loose, loose, strict, very-strict (JLREQ C.3); basic as loose, gb as strict
 *   ko  one (KLREQ 4.3.3)
 * and none, where all is free. */
const jb_kinsoku_level *jb_kinsoku_of(jb_kinsoku name, jb_punct_convention convention);
/* The class of UAX 14 a mark breaks as: EX is "never at a line start", OP "never at a
 * line end", QU both, ID neither; otherwise, where the level says nothing of it. */
jb_ucd_lb jb_kinsoku_class(const jb_kinsoku_level *level, jb_punct mark, uint32_t cp,
                           jb_ucd_lb otherwise);
/* Whether a dash (JB_PUNCT_B2) or an ellipsis (JB_PUNCT_IN) of 2 em may be parted. */
bool jb_kinsoku_parts(const jb_kinsoku_level *level, jb_punct mark);

#endif
