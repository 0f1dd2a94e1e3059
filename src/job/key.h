/* Content keys: of all that a report's files are made from. Same key, same bytes. */
#ifndef JB_KEY_H
#define JB_KEY_H

#include "job/config.h"
#include "job/reads.h"
#include "out/backend.h"

/* Of the program, its options that change what is made, and the formats; with `is_local`
 * also of where files are looked for on this machine. */
jb_digest jb_key_settings(const jb_config *config, const jb_backend *const *formats,
                          size_t count, bool is_local);
/* Of the settings (not local) and the files read, in the order of reading. */
jb_digest jb_key_of(jb_digest settings, const jb_reads *reads);
/* The shard of `count` that a report belongs to, by its id alone. */
uint32_t jb_key_shard(const char *id, uint32_t count);

#endif
