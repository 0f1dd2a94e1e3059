/* Loaded before the C library (LD_PRELOAD): the calls by which a batch changes the world are
 * counted, written down, and made to fail or to be the last thing a process does. Used by
 * tests/outages.py.
 *
 *   CALLS_LOG    a file: every call's name and path is added to it
 *   CALLS_IN     parent (the first process) or worker (those it forks, each counted anew)
 *   CALLS_AT     the number of the call, from 0, that goes wrong
 *   CALLS_HOW    kill: in the middle of it; short: writes write but half; else an errno
 *   CALLS_ONCE   a file: who can remove it goes wrong, nobody else; unset: all from there on
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static pid_t first, counted;
static long count;

__attribute__((constructor)) static void begin(void)
{
    if (!first)
        first = counted = getpid();
}

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static void write_down(const char *name, const char *path)
{
    char line[600];
    const char *log = setting("CALLS_LOG");
    if (!*log)
        return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT, 0666);
    int len = snprintf(line, sizeof line, "%s %s\n", name, path);
    syscall(SYS_write, fd, line, len);
    syscall(SYS_close, fd);
}

/* Whether this call is to go wrong. */
static bool is_due(const char *name, const char *path)
{
    const char *once = setting("CALLS_ONCE"), *at = setting("CALLS_AT");
    bool is_worker = getpid() != first;
    if (getpid() != counted) {
        counted = getpid();
        count = 0;
    }
    if (is_worker != (strcmp(setting("CALLS_IN"), "worker") == 0))
        return false;
    write_down(name, path);
    long here = count++;
    if (!*at || here < atol(at))
        return false;
    return !*once || syscall(SYS_unlinkat, AT_FDCWD, once, 0) == 0;
}

/* false: the call goes ahead; true: it fails with errno set. */
static bool goes_wrong(const char *name, const char *path)
{
    int error = errno;
    bool is_wrong = is_due(name, path);
    errno = error;
    if (!is_wrong || strcmp(setting("CALLS_HOW"), "short") == 0)
        return false;
    if (strcmp(setting("CALLS_HOW"), "kill") == 0)
        kill(getpid(), SIGKILL);
    errno = atoi(setting("CALLS_HOW"));
    return true;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return goes_wrong("open", path) ? -1 : REAL(open)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return goes_wrong("openat", path) ? -1 : REAL(openat)(folder, path, flags, mode);
}

DIR *opendir(const char *path)
{
    return goes_wrong("opendir", path) ? NULL : REAL(opendir)(path);
}

/* Of these two only death in their midst is of interest: the end of a folder looks like a
 * failure, and a request is refused only by a worker that is dead. */
struct dirent *readdir(DIR *folder)
{
    if (strcmp(setting("CALLS_HOW"), "kill") == 0)
        goes_wrong("readdir", "");
    return REAL(readdir)(folder);
}

ssize_t send(int socket, const void *bytes, size_t len, int flags)
{
    if (strcmp(setting("CALLS_HOW"), "kill") == 0)
        goes_wrong("send", "");
    return REAL(send)(socket, bytes, len, flags);
}

/* A write that goes wrong has written half. */
ssize_t write(int fd, const void *bytes, size_t len)
{
    if (fd <= 2)
        return REAL(write)(fd, bytes, len);
    bool is_kill = strcmp(setting("CALLS_HOW"), "kill") == 0;
    if (!is_kill && strcmp(setting("CALLS_HOW"), "short") != 0)
        return goes_wrong("write", "") ? -1 : REAL(write)(fd, bytes, len);
    if (!is_due("write", ""))
        return REAL(write)(fd, bytes, len);
    ssize_t done = REAL(write)(fd, bytes, (len + 1) / 2);
    if (is_kill)
        kill(getpid(), SIGKILL);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return goes_wrong("pwrite", "") ? -1 : REAL(pwrite)(fd, bytes, len, at);
}

int mkdir(const char *path, mode_t mode)
{
    return goes_wrong("mkdir", path) ? -1 : REAL(mkdir)(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    return goes_wrong("mkdirat", path) ? -1 : REAL(mkdirat)(folder, path, mode);
}

int renameat(int from, const char *old, int to, const char *path)
{
    return goes_wrong("renameat", path) ? -1 : REAL(renameat)(from, old, to, path);
}

int unlinkat(int folder, const char *path, int flags)
{
    return goes_wrong("unlinkat", path) ? -1 : REAL(unlinkat)(folder, path, flags);
}

int unlink(const char *path)
{
    return goes_wrong("unlink", path) ? -1 : REAL(unlink)(path);
}

int syncfs(int fd)
{
    return goes_wrong("syncfs", "") ? -1 : REAL(syncfs)(fd);
}

int socketpair(int domain, int type, int protocol, int pair[2])
{
    return goes_wrong("socketpair", "") ? -1
                                        : REAL(socketpair)(domain, type, protocol, pair);
}

int memfd_create(const char *name, unsigned flags)
{
    return goes_wrong("memfd_create", name) ? -1 : REAL(memfd_create)(name, flags);
}

pid_t fork(void)
{
    return goes_wrong("fork", "") ? -1 : REAL(fork)();
}
