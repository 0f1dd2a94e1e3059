/* Files: opened beneath a folder, read with limits, written whole or not at all. */
#ifndef JB_FILE_H
#define JB_FILE_H

#include "base/str.h"

/* What came of an operation; the message and exit status follow from it. */
typedef enum jb_file_result {
    JB_FILE_OK,
    JB_FILE_MISSING,     /* ENOENT, ENOTDIR */
    JB_FILE_DENIED,      /* EACCES, EPERM, EROFS */
    JB_FILE_OUTSIDE,     /* the path leaves the root */
    JB_FILE_NOT_REGULAR, /* a folder, device, pipe or socket */
    JB_FILE_TOO_LARGE,   /* over the limit given */
    JB_FILE_TEMPORARY,   /* ENOSPC, EDQUOT, EMFILE, ENFILE, EIO on a later try */
    JB_FILE_IO           /* any other error */
} jb_file_result;

/* What an errno means. */
jb_file_result jb_file_result_of(int error);
/* Reads a file named by the user on the command line ("-" is standard input), at most
 * `limit` bytes, into the arena (NUL-terminated behind out->len). */
jb_file_result jb_file_read(const char *path, size_t limit, jb_arena *into,
                            jb_str *out);
/* Opens a folder as a root for jb_file_read_beneath; -1 when it can't be opened. */
int jb_file_open_root(const char *folder);
void jb_file_close_root(int root);
/* Reads root/path where path was named by a report: never outside the root, through no
 * symbolic link, regular files only (openat2 with RESOLVE_BENEATH | NO_SYMLINKS |
 * NO_MAGICLINKS, or a walk with O_NOFOLLOW where the kernel lacks it). */
jb_file_result jb_file_read_beneath(int root, const char *path, size_t limit,
                                    jb_arena *into, jb_str *out);
/* Maps a trusted file (a font) read-only; unmapped by jb_file_unmap. */
jb_file_result jb_file_map(const char *path, size_t limit, jb_str *out);
void jb_file_unmap(jb_str bytes);
bool jb_file_exists(const char *path);
/* Whether a path by its words stays below the folder that it counts from: it is relative,
 * and no part of it is "", "." or "..". */
bool jb_file_is_beneath(const char *path);
/* Writes bytes to path: a temporary file in the same folder, checked writes, fsync,
 * rename, fsync of the folder. On any failure the old file stands and no temporary
 * file is left. "-" is standard output (checked writes). A path that names an existing
 * special file (such as /dev/full or a pipe) is written in place. */
jb_file_result jb_file_write(const char *path, jb_str bytes);
/* A document too long to wait in memory until it is whole: a file without a name in the
 * folder of its target, so that nothing is left of it unless it is committed. */
typedef struct jb_file_draft {
    const char *path; /* of the target, as jb_file_write takes it; must outlive it */
    size_t len;       /* bytes poured; 0 = none, and nothing to commit */
    int error;      /* errno of the first write that failed; later bytes are dropped */
    int fd, folder; /* once begun; -1 = no draft can be had */
    char *name;     /* of the target in its folder */
    bool is_begun;
} jb_file_draft;

/* Appends bytes. false when no draft can be had (standard output, a special file, a folder
 * or file system that has no files without names): the bytes are then the caller's. A
 * failed write is kept for the commit. */
bool jb_file_pour(jb_file_draft *draft, jb_str bytes);
/* Reads or replaces bytes that were poured; false after an error. */
bool jb_file_pour_read(jb_file_draft *draft, size_t at, char *into, size_t len);
bool jb_file_pour_over(jb_file_draft *draft, size_t at, jb_str bytes);
/* The draft becomes the target, as in jb_file_write, and is closed. */
jb_file_result jb_file_commit(jb_file_draft *draft);
/* Closes a draft that was not committed; nothing is left of it. */
void jb_file_drop(jb_file_draft *draft);
/* A short text for the errno of the last failed call here, as strerror in English. */
const char *jb_file_reason(void);

#endif
