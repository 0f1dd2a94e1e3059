/* The ledgers of an output folder: manifest.json and the parts of it in manifest.d, the
 * state in .jianbao and those of shards. Several may speak of one report; the one that was
 * written last is right. */
#ifndef JB_LEDGER_H
#define JB_LEDGER_H

#include "base/vec.h"

typedef struct jb_ledger {
    const char *path; /* below the folder */
    int64_t written;  /* its time of modification, nanoseconds */
    bool is_state;    /* else a manifest */
    bool is_part;     /* of a shard, not of the whole */
} jb_ledger;

typedef JB_VEC(jb_ledger) jb_ledgers;

/* All of them, those written first first. */
jb_ledgers jb_ledger_list(const char *folder, jb_arena *into);
/* The manifest of a shard below the folder: "manifest.json", or "manifest.d/I-of-N.json". */
const char *jb_ledger_manifest_name(uint32_t index, uint32_t count, jb_arena *into);
/* The same of its state: ".jianbao/state", or ".jianbao/state-I-of-N". */
const char *jb_ledger_state_name(uint32_t index, uint32_t count, jb_arena *into);
/* Whether any is of a shard. */
bool jb_ledger_has_parts(const jb_ledgers *ledgers);
/* Removes those of shards, the whole being written; states too if with_states. One that was
 * written since it was listed stays. */
void jb_ledger_remove_parts(const char *folder, const jb_ledgers *ledgers,
                            bool with_states);

#endif
