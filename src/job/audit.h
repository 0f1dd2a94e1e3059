/* Whether an output folder is what its manifest says, and the joining of the manifests of
 * shards. */
#ifndef JB_AUDIT_H
#define JB_AUDIT_H

#include "job/ledger.h"
#include "job/manifest.h"

/* What a folder holds. */
typedef struct jb_audit {
    size_t reports; /* of the manifest */
    size_t failed;  /* reports, or the volume, not done */
    size_t files;
    uint64_t bytes;
} jb_audit;

/* Compares the files of a folder with its manifest: what is missing, of another size or
 * other bytes, named twice, or written by an earlier run and named by no record. Each is an
 * error in diag; counts what is sound into *out. Hidden files and those that no back end
 * writes are not looked at. */
void jb_audit_folder(const jb_manifest *manifest, const char *folder, jb_diag *diag,
                     jb_audit *out);
/* Joins manifests of shards: puts the records of `from`. Of two records of one report the
 * one that has files counts, then one with a key, then the one whose line is less, so that
 * no order of joining matters. An error in diag when both have keys and they differ. */
void jb_audit_join(jb_manifest *manifest, const jb_manifest *from, jb_diag *diag);
/* Joins the parts among the ledgers of a folder; those of other numbers of shards than the
 * last one that was written are of an earlier run and don't count, nor does manifest.json
 * unless there is no part, but for the volume, which shards don't make. An unsound part, a
 * missing shard, or no part and no manifest at all is an error. */
void jb_audit_merge(jb_manifest *manifest, const char *folder,
                    const jb_ledgers *ledgers, jb_diag *diag);
/* The lines of SHA256SUMS for all files of a manifest, sorted by path, as sha256sum -c reads
 * them; false, with the error in diag, when one can't be read. */
bool jb_audit_sums(const jb_manifest *manifest, const char *folder, jb_diag *diag,
                   jb_buf *into);

#endif
