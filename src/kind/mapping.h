/* Front matter of other sites: what their fields are called here. */
#ifndef JB_MAPPING_H
#define JB_MAPPING_H

#include "data/field.h"

/* The built-in names. */
const jb_field_renames *jb_mapping_builtin(jb_arena *into);
/* The caller's own names (may be NULL) and behind them the built-in ones: the first that
 * fits counts. */
const jb_field_renames *jb_mapping_all(const jb_field_renames *own, jb_arena *into);
/* Whether a source is a label ("public research of the past") that names no publisher.
 */
bool jb_mapping_is_label(jb_str source);

#endif
