/* What a batch made: one record a report. The manifest of a folder is `manifest.json`; a
 * shard writes its own part, `manifest.d/I-of-N.json`, and `jianbao manifest merge` joins
 * the parts. Records are sorted by id (bytewise), so the same work gives the same manifest;
 * only milliseconds and memory differ from run to run. A file is
 *
 *     {"manifest":1,"program":"jianbao 0.1.0","shard":"0/1","reports":[
 *     {record},
 *     {record}
 *     ]}
 *
 * with a record a line: {"id":,"source":,"key":,"verdict":,"status":,"cause":{"message":,
 * "text":,"place":},"warnings":,"errors":,"milliseconds":,"memory":,"title":,"date":,
 * "publisher":,"tags":[],"codes":[],"parts":,"files":[{"format":,"path":,"size":,"pages":,
 * "checksum":}]}. What is absent is left out (cause, title, date, publisher, tags, codes,
 * files, parts and pages 0). The volume's record has the id "/volume" and says of how many
 * parts it is. */
#ifndef JB_MANIFEST_H
#define JB_MANIFEST_H

#include "base/diag.h"
#include "base/digest.h"
#include "base/map.h"
#include "base/vec.h"
#include "jianbao.h"

/* What became of a report; the words of the file in this order: "done", "failed",
 * "crashed", "timeout", "memory". */
typedef enum jb_manifest_verdict {
    JB_MANIFEST_DONE,    /* its files are written */
    JB_MANIFEST_FAILED,  /* for what `cause` says */
    JB_MANIFEST_CRASHED, /* the program ended in the middle of it */
    JB_MANIFEST_TIMEOUT, /* over --time-limit */
    JB_MANIFEST_MEMORY   /* over --memory-limit */
} jb_manifest_verdict;

/* A document that was written. */
typedef struct jb_manifest_file {
    const char *format; /* the back end's name: "pdf" */
    const char *path;   /* from the manifest's folder, '/' between; never outside it */
    uint64_t size;      /* bytes */
    uint32_t pages;     /* 0 when the format has none */
    jb_digest checksum; /* of its bytes */
} jb_manifest_file;

typedef JB_VEC(jb_manifest_file) jb_manifest_files;
typedef JB_VEC(const char *) jb_manifest_words;

/* The id of the volume's record; a report's never begins with a slash. */
#define JB_MANIFEST_VOLUME "/volume"

typedef struct jb_manifest_record {
    const char *id;     /* the report's path from the collection's folder: "a/b.yaml" */
    const char *source; /* its path as it was opened, for people */
    jb_digest key;      /* of all that its files are made from; zero when not known */
    jb_manifest_verdict verdict;
    jb_status status;    /* JB_STATUS_OK when done */
    const char *message; /* cause: a message's id; NULL when done */
    const char *text;    /* cause: the message, in the language of the run */
    const char *place;   /* cause: "file:line:column"; NULL when it has none */
    uint32_t warnings, errors;
    uint32_t milliseconds;
    uint32_t memory;                      /* the most that was in use, in kB */
    uint32_t parts;                       /* reports in a volume; 0: it is a report */
    const char *title, *date, *publisher; /* NULL = none; date as YYYY-MM-DD... */
    jb_manifest_words tags, codes;        /* codes: of stocks, "600519.SH" */
    jb_manifest_files files; /* when done; else those of an earlier run that stand */
} jb_manifest_record;

typedef struct jb_manifest {
    jb_arena *arena; /* of the records */
    jb_map records;  /* id -> jb_manifest_record */
} jb_manifest;

/* Which part of a collection: shard `index` of `count`; {0, 1} is the whole. */
typedef struct jb_manifest_shard {
    uint32_t index, count;
} jb_manifest_shard;

/* An empty manifest; everything is kept in the arena. */
jb_manifest *jb_manifest_new(jb_arena *into);
/* The record of an id, NULL when there is none. */
const jb_manifest_record *jb_manifest_find(const jb_manifest *manifest, const char *id);
/* Adds a deep copy of the record, or replaces the one of its id. */
void jb_manifest_put(jb_manifest *manifest, const jb_manifest_record *record);
/* Puts what a record line says; false (and nothing is put) when it is unsound, torn or
 * names a file outside the folder: a journal's last line may be. */
bool jb_manifest_parse(jb_manifest *manifest, jb_str line);
/* Writes a record as one line of JSON, "\n" included. */
void jb_manifest_line(const jb_manifest_record *record, jb_buf *into);
/* The whole file; the records sorted by id. */
void jb_manifest_text(const jb_manifest *manifest, jb_manifest_shard shard,
                      jb_buf *into);
enum { JB_MANIFEST_MAX = 1 << 30 /* bytes of a file */ };

/* Puts all records of a file; false (and nothing is put) when it is no sound manifest.
 * *shard: what it says it is. */
bool jb_manifest_scan(jb_manifest *manifest, jb_str text, jb_manifest_shard *shard);
/* The records sorted by id, as many as there are. */
const jb_manifest_record **jb_manifest_sorted(const jb_manifest *manifest,
                                              jb_arena *into);
/* Puts what the files of `folder` say: manifest.json and the parts in manifest.d; records
 * of a file that was written later replace those of an earlier one. None at all is no
 * fault; an unsound one is left out with a warning in diag. The status of the first that is
 * there and can't be read. */
jb_status jb_manifest_read(jb_manifest *manifest, const char *folder, jb_diag *diag);

#endif
