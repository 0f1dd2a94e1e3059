/* What a batch remembers between runs, so that a second one need not read anything: the
 * digests of files as they stood on disk, the files that each report was made from, and
 * what its metadata said. Kept as lines of fields below the output folder; a line that is
 * torn or unsound is as if it were not there, and then more is read or made again. */
#ifndef JB_STATE_H
#define JB_STATE_H

#include "job/reads.h"

/* A report's metadata, as far as the batch needs it before the report is made. */
typedef struct jb_state_survey {
    jb_digest settings; /* of what was asked: the collection's filters, order, names */
    jb_digest input;    /* of the report */
    bool is_wanted;     /* by the filters */
    const char *date;   /* "" = none */
    const char *name;   /* the template filled, not yet parted from others */
    const char *order;  /* the fields to sort by, each ended by U+001F: those of the
                         * collection, then those of its volume */
} jb_state_survey;

typedef struct jb_state jb_state;

/* An empty memory. Reports' paths in it count from `base` ("" or ending in a slash). A file
 * is taken to be as it was read if its status changed last before `since` (nanoseconds of
 * its file system's clock, as st_ctim has it). */
jb_state *jb_state_new(const char *base, int64_t since, jb_arena *into);
/* Frees what is not in the arena; NULL is allowed. */
void jb_state_close(jb_state *state);
/* Takes up what was saved. The bytes must outlive the state. */
void jb_state_load(jb_state *state, jb_str lines);
/* Takes up what a worker wrote of one report; lines of others are not believed. */
void jb_state_take(jb_state *state, const char *id, jb_str lines);
/* Writes everything; of what reports were made from only what is of this shard of so many:
 * of the others, those that make them know better. */
void jb_state_save(const jb_state *state, uint32_t shard, uint32_t shards,
                   jb_buf *into);
/* The lines remembered since they were last asked for, for the journal; empty when there
 * is nothing new. */
void jb_state_news(jb_state *state, jb_buf *into);
/* Whether anything was remembered that was not loaded. */
bool jb_state_changed(const jb_state *state);

/* The digest of a file as it is now (zero: there is none), from memory when it stands
 * unchanged; each file is looked at once. */
jb_digest jb_state_digest(jb_state *state, const char *path, jb_reads_what what);
/* Remembers a file that was just written. */
void jb_state_wrote(jb_state *state, const char *path, jb_digest digest);
/* Whether all that the report was made from, under these settings, is as it was. */
bool jb_state_stands(jb_state *state, const char *id, jb_digest settings);
/* What was known of a report; NULL when it is not, or for other settings or bytes. */
const jb_state_survey *jb_state_survey_of(jb_state *state, const char *id,
                                          jb_digest settings);

/* For workers: what jb_state_take reads. `group`: what the shared reads are called, whose
 * lines are written apart, once. */
jb_digest jb_state_group(const jb_reads *reads);
void jb_state_write_group(const jb_state *state, const jb_reads *reads, jb_digest group,
                          jb_buf *into);
void jb_state_write_made(const jb_state *state, const char *id, jb_digest settings,
                         const jb_reads *reads, jb_digest group, jb_buf *into);
void jb_state_write_survey(const char *id, const jb_state_survey *survey, jb_buf *into);

#endif
