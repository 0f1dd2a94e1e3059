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
/* Writes bytes to path: a temporary file in the same folder, checked writes, fsync,
 * rename, fsync of the folder. On any failure the old file stands and no temporary
 * file is left. "-" is standard output (checked writes). A path that names an existing
 * special file (such as /dev/full or a pipe) is written in place. */
jb_file_result jb_file_write(const char *path, jb_str bytes);
/* A short text for the errno of the last failed call here, as strerror in English. */
const char *jb_file_reason(void);

#endif
