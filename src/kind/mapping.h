/* Front matter of other sites: what their fields are called here. */
#ifndef JB_MAPPING_H
#define JB_MAPPING_H

#include "data/field.h"

/* The built-in names; a caller's own mapping replaces them. */
const jb_field_renames *jb_mapping_builtin(jb_arena *into);
/* Whether a source is a label ("public research of the past") that names no publisher.
 */
bool jb_mapping_is_label(jb_str source);

#endif
