/* Metadata: the fields of a report's head, and the blocks they become. */
#ifndef JB_META_H
#define JB_META_H

#include "kind/lower.h"

extern const jb_field_table jb_meta_table;

/* Binds a report's head; `unknown` as for jb_field_bind. false when an error was added.
 */
bool jb_meta_read(const jb_val *val, const jb_field_renames *renames,
                  jb_field_unknown unknown, jb_meta *meta, jb_arena *into,
                  jb_diag *diag);
/* Masthead and title block. */
void jb_meta_head(jb_lowering *l, jb_block *root);
/* Risk notice, source box, disclaimer and copyright. */
void jb_meta_foot(jb_lowering *l, jb_block *root);

#endif
