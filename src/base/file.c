/* Files. Paths out of reports are opened beneath a root by the kernel (openat2) or,
 * where it cannot, by a walk that follows no link; outputs go through a temporary file
 * in their own folder. Every function leaves the reason of a failure in errno. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    /* O_NONBLOCK: opening a pipe without a writer must not wait; O_NOCTTY: nor may a
     * terminal become ours. Both go unnoticed by regular files. */
    READING = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
    FIRST_CHUNK = 65536,
    MOST_TRIES = 1000 /* of temporary names, and of openat2 that met a rename */
};

jb_file_result jb_file_result_of(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
        return JB_FILE_MISSING;
    case EACCES:
    case EPERM:
    case EROFS:
        return JB_FILE_DENIED;
    case EXDEV:
        return JB_FILE_OUTSIDE;
    case EISDIR:
    case ENXIO: /* a socket, or a pipe that nobody reads */
    case ENODEV:
        return JB_FILE_NOT_REGULAR;
    case ENOSPC:
    case EDQUOT:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case EAGAIN:
        return JB_FILE_TEMPORARY;
    default:
        return JB_FILE_IO;
    }
}

static jb_file_result fail(int error)
{
    errno = error;
    return jb_file_result_of(error);
}

static jb_file_result fail_as(jb_file_result result, int error)
{
    errno = error;
    return result;
}

/* Closes without losing the errno of an earlier failure. */
static void close_quietly(int fd)
{
    int error = errno;
    close(fd);
    errno = error;
}

static int open_again(int folder, const char *path, int flags, mode_t mode)
{
    int fd;
    do
        fd = openat(folder, path, flags, mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Checks that fd is a regular file of at most limit bytes. */
static jb_file_result measure(int fd, size_t limit, size_t *size)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return fail(errno);
    if (!S_ISREG(info.st_mode))
        return fail_as(JB_FILE_NOT_REGULAR, S_ISDIR(info.st_mode) ? EISDIR : ESPIPE);
    if ((uint64_t)info.st_size > limit)
        return fail_as(JB_FILE_TOO_LARGE, EFBIG);
    *size = (size_t)info.st_size;
    return JB_FILE_OK;
}

static ssize_t read_again(int fd, char *into, size_t len)
{
    for (;;) {
        ssize_t got = read(fd, into, len);
        if (got >= 0 || (errno != EINTR && errno != EAGAIN))
            return got;
        if (errno == EAGAIN) {
            struct pollfd ready = {.fd = fd, .events = POLLIN};
            poll(&ready, 1, -1);
        }
    }
}

/* Reads to the end. first: the size to begin with; the file may have grown or shrunk
 * since it was measured. */
static jb_file_result read_all(int fd, size_t first, size_t limit, jb_arena *into,
                               jb_str *out)
{
    size_t cap = first + 2, len = 0; /* a byte to see the end by, and a NUL */
    char *bytes = JB_ROOM(into, char, cap);
    for (;;) {
        ssize_t got = read_again(fd, bytes + len, cap - 1 - len);
        if (got < 0)
            return fail(errno);
        if (got == 0)
            break;
        len += (size_t)got;
        if (len > limit)
            return fail_as(JB_FILE_TOO_LARGE, EFBIG);
        if (len == cap - 1) {
            char *wider = JB_ROOM(into, char, 2 * cap);
            memcpy(wider, bytes, len);
            bytes = wider;
            cap *= 2;
        }
    }
    bytes[len] = '\0';
    *out = (jb_str){bytes, len};
    return JB_FILE_OK;
}

/* Reads the whole of a file just opened, and closes it. */
static jb_file_result read_opened(int fd, size_t limit, jb_arena *into, jb_str *out)
{
    size_t size = 0;
    jb_file_result result = measure(fd, limit, &size);
    if (result == JB_FILE_OK)
        result = read_all(fd, size, limit, into, out);
    close_quietly(fd);
    return result;
}

jb_file_result jb_file_read(const char *path, size_t limit, jb_arena *into, jb_str *out)
{
    *out = (jb_str){NULL, 0};
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, FIRST_CHUNK, limit, into, out);
    int fd = open_again(AT_FDCWD, path, READING, 0);
    return fd < 0 ? fail(errno) : read_opened(fd, limit, into, out);
}

int jb_file_open_root(const char *folder)
{
    return open_again(AT_FDCWD, folder, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
}

void jb_file_close_root(int root)
{
    if (root >= 0)
        close_quietly(root);
}

/* Whether a path of a report may be tried at all: relative, and without "..". */
static bool is_inside(const char *path)
{
    if (path[0] == '/')
        return false;
    for (const char *at = path; *at;) {
        size_t len = strcspn(at, "/");
        if (len == 2 && at[0] == '.' && at[1] == '.')
            return false;
        at += len + (at[len] == '/');
    }
    return true;
}

static int open_by_kernel(int root, const char *path)
{
#ifdef SYS_openat2
    struct open_how how = {
        .flags = READING,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    for (int tries = 0; tries < MOST_TRIES; tries++) {
        int fd = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
        if (fd >= 0 || (errno != EINTR && errno != EAGAIN))
            return fd;
    }
    return -1;
#else
    (void)root, (void)path;
    errno = ENOSYS;
    return -1;
#endif
}

/* One step of the walk. A link gives ELOOP, whatever the kernel calls it. */
static int open_step(int folder, const char *name, bool is_last)
{
    int flags = is_last ? READING : O_PATH | O_DIRECTORY | O_CLOEXEC;
    int fd = open_again(folder, name, flags | O_NOFOLLOW, 0);
    struct stat info;
    if (fd < 0 && errno == ENOTDIR) {
        if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISLNK(info.st_mode))
            errno = ELOOP;
        else
            errno = ENOTDIR;
    }
    return fd;
}

static int open_by_walk(int root, const char *path)
{
    char name[NAME_MAX + 1];
    int folder = root;
    for (const char *at = path;;) {
        at += strspn(at, "/");
        size_t len = strcspn(at, "/");
        if (len > NAME_MAX) {
            if (folder != root)
                close(folder);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(name, at, len);
        name[len] = '\0';
        bool is_last = at[len] == '\0';
        int next = open_step(folder, name, is_last);
        if (folder != root)
            close_quietly(folder);
        if (next < 0 || is_last)
            return next;
        folder = next;
        at += len;
    }
}

jb_file_result jb_file_read_beneath(int root, const char *path, size_t limit,
                                    jb_arena *into, jb_str *out)
{
    size_t len = strlen(path);
    *out = (jb_str){NULL, 0};
    if (len == 0)
        return fail(ENOENT);
    if (!is_inside(path))
        return fail(EXDEV);
    if (path[len - 1] == '/')
        return fail(EISDIR);
    if (len >= PATH_MAX)
        return fail(ENAMETOOLONG);
    int fd = open_by_kernel(root, path);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        fd = open_by_walk(root, path);
    if (fd < 0)
        return errno == ELOOP ? fail_as(JB_FILE_OUTSIDE, ELOOP) : fail(errno);
    return read_opened(fd, limit, into, out);
}

jb_file_result jb_file_map(const char *path, size_t limit, jb_str *out)
{
    *out = (jb_str){NULL, 0};
    int fd = open_again(AT_FDCWD, path, READING, 0);
    if (fd < 0)
        return fail(errno);
    size_t size = 0;
    jb_file_result result = measure(fd, limit, &size);
    if (result == JB_FILE_OK && size > 0) {
        void *at = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at == MAP_FAILED)
            result = fail(errno);
        else
            *out = (jb_str){at, size};
    }
    close_quietly(fd);
    return result;
}

void jb_file_unmap(jb_str bytes)
{
    if (bytes.len)
        munmap((void *)(uintptr_t)bytes.at, bytes.len);
}

bool jb_file_is_beneath(const char *path)
{
    jb_str rest = jb_str_of(path);
    if (!rest.len || path[rest.len - 1] == '/')
        return false;
    while (rest.len) {
        size_t end = jb_str_find(rest, "/");
        jb_str part = jb_str_slice(rest, 0, end);
        if (!part.len || jb_str_is(part, ".") || jb_str_is(part, ".."))
            return false;
        rest = jb_str_slice(rest, end + 1, rest.len);
    }
    return true;
}

bool jb_file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

static bool write_all(int fd, jb_str bytes)
{
    while (bytes.len > 0) {
        ssize_t done = write(fd, bytes.at, bytes.len);
        if (done > 0) {
            bytes = jb_str_slice(bytes, (size_t)done, bytes.len);
        } else if (done == 0) {
            errno = EIO;
            return false;
        } else if (errno == EAGAIN) { /* a standard output set not to wait */
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

/* fsync, where "this file system cannot" is no failure. */
static bool sync_all(int fd)
{
    int status;
    do
        status = fsync(fd);
    while (status != 0 && errno == EINTR);
    return status == 0 || errno == EINVAL || errno == ENOSYS || errno == ENOTSUP ||
           errno == EBADF || errno == EROFS;
}

/* Closes a written file; a late write error (NFS, quota) shows here. After EINTR the
 * descriptor is gone on Linux. */
static bool close_written(int fd)
{
    return close(fd) == 0 || errno == EINTR;
}

/* Writes and closes. */
static bool write_opened(int fd, jb_str bytes, bool sync)
{
    if (!write_all(fd, bytes) || (sync && !sync_all(fd))) {
        close_quietly(fd);
        return false;
    }
    return close_written(fd);
}

enum { TEMPORARY_NAME = 48 };

/* The name holds the process number so that writers of one folder seldom meet. */
static void temporary_name(int i, char name[TEMPORARY_NAME])
{
    snprintf(name, TEMPORARY_NAME, ".jianbao-%ld-%d.tmp", (long)getpid(), i);
}

/* A new file of a free name; O_EXCL decides when writers meet. */
static int open_temporary(int folder, char name[TEMPORARY_NAME])
{
    for (int i = 0; i < MOST_TRIES; i++) {
        temporary_name(i, name);
        int fd = open_again(folder, name,
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

static bool rename_again(int folder, const char *from, const char *to)
{
    int status;
    do
        status = renameat(folder, from, folder, to);
    while (status != 0 && errno == EINTR);
    return status == 0;
}

/* Gives a temporary file the name it is made for. */
static bool put_in_place(int folder, const char *temporary, const char *name)
{
    if (rename_again(folder, temporary, name))
        return sync_all(folder);
    int error = errno;
    unlinkat(folder, temporary, 0);
    errno = error;
    return false;
}

static bool write_beside(int folder, const char *name, jb_str bytes)
{
    char temporary[TEMPORARY_NAME];
    int fd = open_temporary(folder, temporary);
    if (fd < 0)
        return false;
    if (write_opened(fd, bytes, true))
        return put_in_place(folder, temporary, name);
    int error = errno;
    unlinkat(folder, temporary, 0);
    errno = error;
    return false;
}

/* Opens the folder of a path; *name is its last part. */
static int open_folder_of(const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (!**name) {
        errno = EISDIR;
        return -1;
    }
    jb_arena scratch = {0};
    const char *in = ".";
    if (slash)
        in = jb_arena_strndup(&scratch, path, (size_t)(slash - path) + 1);
    int folder = open_again(AT_FDCWD, in, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (folder < 0 && errno == EACCES) /* may be writable though not readable */
        folder = open_again(AT_FDCWD, in, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    int error = errno;
    jb_arena_fini(&scratch);
    errno = error;
    return folder;
}

static jb_file_result write_whole(const char *path, jb_str bytes)
{
    const char *name;
    int folder = open_folder_of(path, &name);
    if (folder < 0)
        return fail(errno);
    bool is_done = write_beside(folder, name, bytes);
    close_quietly(folder);
    return is_done ? JB_FILE_OK : fail(errno);
}

static jb_file_result write_in_place(const char *path, jb_str bytes)
{
    int fd = open_again(AT_FDCWD, path, O_WRONLY | O_NOCTTY | O_CLOEXEC, 0);
    if (fd < 0 || !write_opened(fd, bytes, false))
        return fail(errno);
    return JB_FILE_OK;
}

jb_file_result jb_file_write(const char *path, jb_str bytes)
{
    struct stat info;
    if (strcmp(path, "-") == 0)
        return write_all(STDOUT_FILENO, bytes) ? JB_FILE_OK : fail(errno);
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return S_ISDIR(info.st_mode) ? fail(EISDIR) : write_in_place(path, bytes);
    if (lstat(path, &info) != 0 || !S_ISLNK(info.st_mode))
        return write_whole(path, bytes);
    /* The file behind a link is replaced, not the link: /dev/stdout is one. */
    char *target = realpath(path, NULL);
    if (!target)
        return fail(errno);
    jb_file_result result = write_whole(target, bytes);
    int error = errno;
    free(target);
    errno = error;
    return result;
}

/* ---- drafts -------------------------------------------------------------------- */

enum { PROC_NAME = 40 };

/* The only way to a file without a name that needs no privilege. */
static const char *proc_name(int fd, char name[PROC_NAME])
{
    snprintf(name, PROC_NAME, "/proc/self/fd/%d", fd);
    return name;
}

/* As jb_file_write: a file behind a link is replaced, special files are not. */
static void begin_draft(jb_file_draft *draft)
{
    char proc[PROC_NAME];
    struct stat info;
    *draft =
        (jb_file_draft){.path = draft->path, .fd = -1, .folder = -1, .is_begun = true};
    bool is_there = stat(draft->path, &info) == 0;
    if (strcmp(draft->path, "-") == 0 || (is_there && !S_ISREG(info.st_mode)) ||
        (!is_there && lstat(draft->path, &info) == 0))
        return;
    char *target = is_there ? realpath(draft->path, NULL) : NULL;
    const char *name;
    draft->folder = open_folder_of(target ? target : draft->path, &name);
    if (draft->folder >= 0)
        draft->fd =
            open_again(draft->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
    if (draft->fd >= 0 && access(proc_name(draft->fd, proc), F_OK) == 0)
        draft->name = strdup(name);
    free(target);
    if (!draft->name)
        jb_file_drop(draft);
}

bool jb_file_pour(jb_file_draft *draft, jb_str bytes)
{
    if (!draft->is_begun)
        begin_draft(draft);
    if (draft->fd < 0)
        return false;
    if (!draft->error && !write_all(draft->fd, bytes))
        draft->error = errno;
    draft->len += bytes.len;
    return true;
}

bool jb_file_pour_read(jb_file_draft *draft, size_t at, char *into, size_t len)
{
    while (len > 0 && !draft->error) {
        ssize_t got = pread(draft->fd, into, len, (off_t)at);
        if (got > 0) {
            into += got;
            at += (size_t)got;
            len -= (size_t)got;
        } else if (got == 0 || errno != EINTR) {
            draft->error = got == 0 ? EIO : errno;
        }
    }
    return !draft->error;
}

bool jb_file_pour_over(jb_file_draft *draft, size_t at, jb_str bytes)
{
    while (bytes.len > 0 && !draft->error) {
        ssize_t done = pwrite(draft->fd, bytes.at, bytes.len, (off_t)at);
        if (done > 0) {
            at += (size_t)done;
            bytes = jb_str_slice(bytes, (size_t)done, bytes.len);
        } else if (done == 0 || errno != EINTR) {
            draft->error = done == 0 ? EIO : errno;
        }
    }
    return !draft->error;
}

/* Gives the draft a temporary name; false when it can't have one. */
static bool name_draft(const jb_file_draft *draft, char temporary[TEMPORARY_NAME])
{
    char proc[PROC_NAME];
    proc_name(draft->fd, proc);
    for (int i = 0; i < MOST_TRIES; i++) {
        temporary_name(i, temporary);
        if (linkat(AT_FDCWD, proc, draft->folder, temporary, AT_SYMLINK_FOLLOW) == 0)
            return true;
        if (errno != EEXIST && errno != EINTR)
            return false;
    }
    return false;
}

jb_file_result jb_file_commit(jb_file_draft *draft)
{
    char temporary[TEMPORARY_NAME];
    errno = draft->error;
    bool is_done = !draft->error && sync_all(draft->fd) &&
                   name_draft(draft, temporary) &&
                   put_in_place(draft->folder, temporary, draft->name);
    int error = errno;
    jb_file_drop(draft);
    return is_done ? JB_FILE_OK : fail(error);
}

void jb_file_drop(jb_file_draft *draft)
{
    if (!draft->is_begun)
        return;
    if (draft->fd >= 0)
        close(draft->fd);
    if (draft->folder >= 0)
        close(draft->folder);
    free(draft->name);
    draft->fd = draft->folder = -1;
    draft->name = NULL;
}

const char *jb_file_reason(void)
{
    switch (errno) {
    case EXDEV:
        return "it leaves the folder";
    case ELOOP:
        return "it goes through a symbolic link";
    case ESPIPE: /* as measure() leaves it; nothing here seeks */
        return "not a regular file";
    default:
        return strerror(errno);
    }
}
