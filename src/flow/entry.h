/* Entries of contents and indexes: a text, a leader, and a page number at the far edge. */
#ifndef JB_ENTRY_H
#define JB_ENTRY_H

#include "flow/build.h"

/* Sets a PARA with a tail. Its lines stay clear of the tail and on one page; the tail has
 * the baseline of the last one. */
void jb_entry_place(jb_build *build, const jb_block *para);

#endif
