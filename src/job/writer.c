/* .jianbao/run-PID-N below the output folder holds a run's journal and its temporary files.
 * The journal is locked (flock) while the run lives: whoever gets the lock of another's may
 * sweep it. Nothing else depends on locks. */
#include "job/writer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

enum { NAME_LEN = 64, TRIES = 1000, JOURNAL_MAX = 1 << 30 };

typedef struct pending_file {
    unsigned number; /* of the temporary file */
    const char *path;
} pending_file;

struct jb_writer {
    int root, home, run, journal; /* DIR, DIR/.jianbao, the run's folder, its journal */
    char name[NAME_LEN];          /* of the run's folder */
    int64_t began;
    unsigned count; /* of temporary files so far */
    size_t bytes;
    jb_arena arena; /* of what is pending */
    JB_VEC(pending_file) pending;
};

static const char journal_name[] = "journal";

static int open_folder(int at, const char *name)
{
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void close_if(int fd)
{
    if (fd >= 0)
        close(fd);
}

/* ---- sweeping ------------------------------------------------------------------- */

static void read_journal(int fd, jb_buf *left)
{
    char chunk[65536];
    ssize_t got;
    while ((got = read(fd, chunk, sizeof chunk)) > 0)
        jb_buf_put(left, chunk, (size_t)got);
    if (left->len && left->at[left->len - 1] != '\n')
        jb_buf_putc(left, '\n'); /* the line that was torn stays unsound by itself */
}

/* The journal goes last: a folder without one must be empty. */
static void remove_all(int home, const char *name)
{
    int fd = open_folder(home, name);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder) {
        close_if(fd);
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, journal_name) != 0)
            (void)unlinkat(fd, entry->d_name, 0);
    (void)unlinkat(fd, journal_name, 0);
    closedir(folder);
    (void)unlinkat(home, name, AT_REMOVEDIR);
}

/* Takes up and removes the folder of a run that is no more. */
static void sweep(jb_writer *writer, const char *name, jb_buf *left)
{
    char path[2 * NAME_LEN + 200];
    struct stat is;
    if (strlen(name) > 200)
        return;
    snprintf(path, sizeof path, "%s/%s", name, journal_name);
    int fd = openat(writer->home, path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        /* dead before it had a journal, or just being made: it will see that it is gone */
        if (errno == ENOENT)
            (void)unlinkat(writer->home, name, AT_REMOVEDIR);
        return;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &is) == 0 && is.st_nlink > 0) {
        read_journal(fd, left);
        jb_writer_note(writer, jb_buf_str(left)); /* before it is gone */
        remove_all(writer->home, name);
    }
    close(fd);
}

static void sweep_all(jb_writer *writer, jb_buf *left)
{
    int fd = open_folder(writer->home, ".");
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder) {
        close_if(fd);
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL)
        if (strncmp(entry->d_name, "run-", 4) == 0 &&
            strcmp(entry->d_name, writer->name) != 0)
            sweep(writer, entry->d_name, left);
    closedir(folder);
}

/* ---- opening -------------------------------------------------------------------- */

static bool is_there(int folder, const char *path, int fd)
{
    struct stat named, opened;
    return fstatat(folder, path, &named, 0) == 0 && fstat(fd, &opened) == 0 &&
           named.st_ino == opened.st_ino;
}

/* A folder of our own with a locked journal in it; another run may sweep it before the
 * lock is ours. */
static bool open_run(jb_writer *writer)
{
    for (int i = 0; i < TRIES; i++) {
        snprintf(writer->name, sizeof writer->name, "run-%ld-%d", (long)getpid(), i);
        if (mkdirat(writer->home, writer->name, 0777) != 0) {
            if (errno == EEXIST)
                continue;
            return false;
        }
        writer->run = open_folder(writer->home, writer->name);
        writer->journal =
            writer->run < 0
                ? -1
                : openat(writer->run, journal_name,
                         O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
        if (writer->journal >= 0) {
            (void)flock(writer->journal, LOCK_EX | LOCK_NB);
            if (is_there(writer->run, journal_name, writer->journal) &&
                is_there(writer->home, writer->name, writer->run))
                return true;
            errno = ENOENT;
        }
        int error = errno;
        close_if(writer->journal);
        close_if(writer->run);
        writer->journal = writer->run = -1;
        if (error != ENOENT)
            (void)unlinkat(writer->home, writer->name, AT_REMOVEDIR);
        errno = error;
        if (error != ENOENT)
            return false;
    }
    return false;
}

static bool make_folders(const char *folder)
{
    char path[4096];
    size_t len = strlen(folder);
    if (len >= sizeof path) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (size_t i = 1; i <= len; i++) {
        if (folder[i] != '/' && folder[i])
            continue;
        memcpy(path, folder, i);
        path[i] = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST && errno != EISDIR)
            return false;
    }
    return true;
}

jb_writer *jb_writer_open(const char *folder, jb_arena *into, jb_str *left,
                          jb_file_result *result)
{
    jb_writer *writer = JB_NEW(into, jb_writer);
    jb_buf journals = {0};
    struct stat is;
    *left = (jb_str){NULL, 0};
    writer->root = writer->home = writer->run = writer->journal = -1;
    bool is_open = make_folders(folder) &&
                   (writer->root = open_folder(AT_FDCWD, folder)) >= 0 &&
                   (mkdirat(writer->root, ".jianbao", 0777) == 0 || errno == EEXIST) &&
                   (writer->home = open_folder(writer->root, ".jianbao")) >= 0 &&
                   open_run(writer) && fstat(writer->journal, &is) == 0;
    if (!is_open) {
        *result = jb_file_result_of(errno);
        jb_writer_close(writer);
        return NULL;
    }
    writer->began = (int64_t)is.st_ctim.tv_sec * 1000000000 + is.st_ctim.tv_nsec;
    sweep_all(writer, &journals);
    if (journals.len)
        *left = (jb_str){jb_str_dup(into, jb_buf_str(&journals)), journals.len};
    jb_buf_fini(&journals);
    *result = JB_FILE_OK;
    return writer;
}

int64_t jb_writer_began(const jb_writer *writer)
{
    return writer->began;
}

/* ---- writing -------------------------------------------------------------------- */

static bool write_all(int fd, jb_str bytes)
{
    while (bytes.len > 0) {
        ssize_t done = write(fd, bytes.at, bytes.len);
        if (done < 0 && errno != EINTR)
            return false;
        if (done > 0)
            bytes = jb_str_slice(bytes, (size_t)done, bytes.len);
    }
    return true;
}

static void temporary_name(unsigned number, char name[NAME_LEN])
{
    snprintf(name, NAME_LEN, "%u.tmp", number);
}

jb_file_result jb_writer_add(jb_writer *writer, const char *path, jb_str bytes)
{
    char name[NAME_LEN];
    unsigned number = writer->count++;
    temporary_name(number, name);
    int fd = openat(writer->run, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool is_written = fd >= 0 && write_all(fd, bytes);
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && is_written && errno != EINTR) {
        is_written = false;
        error = errno;
    }
    if (!is_written) {
        (void)unlinkat(writer->run, name, 0);
        errno = error;
        return jb_file_result_of(error);
    }
    writer->bytes += bytes.len;
    jb_vec_push(&writer->arena, &writer->pending,
                (pending_file){number, jb_str_dup(&writer->arena, jb_str_of(path))});
    return JB_FILE_OK;
}

size_t jb_writer_pending(const jb_writer *writer)
{
    return writer->bytes;
}

static bool make_parents(int root, const char *path)
{
    char part[4096];
    size_t len = strlen(path);
    for (size_t i = 1; i < len && i < sizeof part; i++) {
        if (path[i] != '/')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdirat(root, part, 0777) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

static bool rename_into(jb_writer *writer, const char *name, const char *path)
{
    if (renameat(writer->run, name, writer->root, path) == 0)
        return true;
    return errno == ENOENT && make_parents(writer->root, path) &&
           renameat(writer->run, name, writer->root, path) == 0;
}

jb_file_result jb_writer_flush(jb_writer *writer)
{
    jb_file_result result = JB_FILE_OK;
    if (writer->pending.count && syncfs(writer->run) != 0 && errno != ENOSYS)
        result = jb_file_result_of(errno);
    int error = errno;
    for (size_t i = 0; i < writer->pending.count; i++) {
        char name[NAME_LEN];
        temporary_name(writer->pending.items[i].number, name);
        if (result == JB_FILE_OK &&
            !rename_into(writer, name, writer->pending.items[i].path)) {
            error = errno;
            result = jb_file_result_of(error);
        }
        if (result != JB_FILE_OK)
            (void)unlinkat(writer->run, name, 0);
    }
    writer->pending.items = NULL;
    writer->pending.count = writer->pending.cap = 0;
    jb_arena_reset(&writer->arena);
    writer->bytes = 0;
    errno = error;
    return result;
}

void jb_writer_note(jb_writer *writer, jb_str lines)
{
    (void)write_all(writer->journal, lines);
}

jb_file_result jb_writer_remove(jb_writer *writer, const char *path)
{
    if (unlinkat(writer->root, path, 0) == 0 || errno == ENOENT || errno == EISDIR)
        return JB_FILE_OK;
    return jb_file_result_of(errno);
}

void jb_writer_close(jb_writer *writer)
{
    int error = errno;
    if (writer->run >= 0)
        remove_all(writer->home, writer->name);
    close_if(writer->journal);
    close_if(writer->run);
    close_if(writer->home);
    close_if(writer->root);
    jb_arena_fini(&writer->arena);
    errno = error;
}
