#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

/* A folder of its own for each test, in the current folder of the process. */
typedef struct bench {
    jb_arena arena;
    char folder[64];
    int back;
} bench;

static void set_up(bench *b)
{
    *b = (bench){.folder = "/tmp/jb-unit-file-XXXXXX"};
    b->back = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (!mkdtemp(b->folder) || chdir(b->folder) != 0)
        unit_fail(__FILE__, __LINE__, "no temporary folder");
}

static void tear_down(bench *b)
{
    char command[256];
    if (fchdir(b->back) != 0)
        unit_fail(__FILE__, __LINE__, "no way back");
    close(b->back);
    snprintf(command, sizeof command, "chmod -R u+w %s; rm -rf %s", b->folder,
             b->folder);
    if (system(command) != 0)
        unit_fail(__FILE__, __LINE__, "cannot remove %s", b->folder);
    jb_arena_fini(&b->arena);
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

static size_t count_files(const char *folder)
{
    DIR *dir = opendir(folder);
    size_t count = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

T_TEST(file_read_whole)
{
    bench b;
    jb_str got;
    set_up(&b);
    put("研报 2024.md", "正文");
    T_EQ_INT(jb_file_read("研报 2024.md", 100, &b.arena, &got), JB_FILE_OK);
    T_EQ_STR(got.at, "正文");
    T_EQ_INT(jb_file_read("研报 2024.md", 6, &b.arena, &got), JB_FILE_OK);
    T_EQ_INT(jb_file_read("研报 2024.md", 5, &b.arena, &got), JB_FILE_TOO_LARGE);
    T_EQ_INT(jb_file_read("none", 5, &b.arena, &got), JB_FILE_MISSING);
    T_EQ_STR(jb_file_reason(), "No such file or directory");
    T_EQ_INT(jb_file_read(".", 5, &b.arena, &got), JB_FILE_NOT_REGULAR);
    T_EQ_INT(jb_file_read("/dev/null", 5, &b.arena, &got), JB_FILE_NOT_REGULAR);
    T_EQ_STR(jb_file_reason(), "not a regular file");
    T_EQ_INT(jb_file_read("/proc/self/status", 1 << 20, &b.arena, &got), JB_FILE_OK);
    T_TRUE(got.len > 100); /* a file whose size is said to be 0 */
    put("empty", "");
    T_EQ_INT(jb_file_read("empty", 0, &b.arena, &got), JB_FILE_OK);
    T_EQ_INT(got.len, 0);
    T_TRUE(jb_file_exists("empty") && !jb_file_exists("none"));
    tear_down(&b);
}

T_TEST(file_read_standard_input)
{
    bench b;
    jb_str got;
    int ends[2], saved = dup(STDIN_FILENO);
    set_up(&b);
    T_TRUE(pipe(ends) == 0);
    T_EQ_INT(write(ends[1], "title: x", 8), 8);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    T_EQ_INT(jb_file_read("-", 100, &b.arena, &got), JB_FILE_OK);
    T_EQ_STR(got.at, "title: x");
    if (saved >= 0)
        dup2(saved, STDIN_FILENO);
    close(saved);
    tear_down(&b);
}

static void make_tree(void)
{
    mkdir("root", 0777);
    mkdir("root/图 片", 0777);
    mkdir("outside", 0777);
    put("outside/secret", "secret");
    put("root/a", "a");
    put("root/图 片/一 二.png", "png");
    put("root/..b", "b");
    T_TRUE(symlink("../outside/secret", "root/link") == 0);
    T_TRUE(symlink("a", "root/inner") == 0);
    T_TRUE(symlink("../outside", "root/folder") == 0);
    T_TRUE(symlink("图 片", "root/pictures") == 0);
    T_TRUE(mkfifo("root/pipe", 0666) == 0);
}

/* The number of failures: a child cannot note them in its parent. */
static int check_beneath(void)
{
    static const struct {
        const char *path;
        jb_file_result want;
    } cases[] = {
        {"a", JB_FILE_OK},
        {"./a", JB_FILE_OK},
        {"图 片//一 二.png", JB_FILE_OK},
        {"..b", JB_FILE_OK},
        {"", JB_FILE_MISSING},
        {"none", JB_FILE_MISSING},
        {"none/a", JB_FILE_MISSING},
        {"a/b", JB_FILE_MISSING},
        {"https://example.org/a.png", JB_FILE_MISSING},
        {"data:image/png;base64,AAAA", JB_FILE_MISSING},
        {"/etc/passwd", JB_FILE_OUTSIDE},
        {"..", JB_FILE_OUTSIDE},
        {"../outside/secret", JB_FILE_OUTSIDE},
        {"图 片/../a", JB_FILE_OUTSIDE},
        {"图 片/../../outside/secret", JB_FILE_OUTSIDE},
        {"link", JB_FILE_OUTSIDE},
        {"inner", JB_FILE_OUTSIDE},
        {"folder/secret", JB_FILE_OUTSIDE},
        {"pictures/一 二.png", JB_FILE_OUTSIDE},
        {".", JB_FILE_NOT_REGULAR},
        {"图 片", JB_FILE_NOT_REGULAR},
        {"图 片/", JB_FILE_NOT_REGULAR},
        {"pipe", JB_FILE_NOT_REGULAR},
    };
    jb_arena arena = {0};
    int root = jb_file_open_root("root"), failures = root < 0;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_str got;
        jb_file_result result =
            jb_file_read_beneath(root, cases[i].path, 1000, &arena, &got);
        if (result == cases[i].want)
            continue;
        unit_fail(__FILE__, __LINE__, "%s gives %d, want %d (%s)", cases[i].path,
                  result, cases[i].want, jb_file_reason());
        failures++;
    }
    char name[6000];
    jb_str got;
    memset(name, 'n', sizeof name);
    name[300] = 0;
    failures += jb_file_read_beneath(root, name, 9, &arena, &got) != JB_FILE_MISSING;
    name[300] = 'n';
    name[sizeof name - 1] = 0;
    failures += jb_file_read_beneath(root, name, 9, &arena, &got) != JB_FILE_MISSING;
    failures += jb_file_read_beneath(root, "a", 0, &arena, &got) != JB_FILE_TOO_LARGE;
    jb_file_close_root(root);
    jb_arena_fini(&arena);
    return failures;
}

T_TEST(file_read_beneath)
{
    bench b;
    set_up(&b);
    make_tree();
    T_EQ_INT(check_beneath(), 0);
    T_EQ_INT(jb_file_open_root("none"), -1);
    tear_down(&b);
}

/* Makes openat2 fail in this process as in a kernel or a container without it. */
static bool take_openat2_away(unsigned error)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {JB_COUNT(code), code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

T_TEST(file_read_beneath_without_openat2)
{
    static const int errors[] = {ENOSYS, EPERM};
    bench b;
    set_up(&b);
    make_tree();
    for (size_t i = 0; i < JB_COUNT(errors); i++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            int failures = 0; /* a sandbox may forbid the filter */
            if (take_openat2_away((unsigned)errors[i]))
                failures = check_beneath();
            fflush(stdout);
            _exit(failures);
        }
        int status = -1;
        waitpid(child, &status, 0);
        T_EQ_INT(status, 0);
    }
    tear_down(&b);
}

T_TEST(file_map)
{
    bench b;
    jb_str got;
    set_up(&b);
    put("font", "OTTO");
    put("empty", "");
    T_EQ_INT(jb_file_map("font", 100, &got), JB_FILE_OK);
    T_TRUE(jb_str_is(got, "OTTO"));
    jb_file_unmap(got);
    T_EQ_INT(jb_file_map("empty", 100, &got), JB_FILE_OK);
    jb_file_unmap(got);
    T_EQ_INT(jb_file_map("font", 3, &got), JB_FILE_TOO_LARGE);
    T_EQ_INT(jb_file_map(".", 3, &got), JB_FILE_NOT_REGULAR);
    T_EQ_INT(jb_file_map("none", 3, &got), JB_FILE_MISSING);
    tear_down(&b);
}

T_TEST(file_write)
{
    bench b;
    jb_str got;
    struct stat info;
    set_up(&b);
    mode_t mask = umask(027);
    T_EQ_INT(jb_file_write("新 文件.pdf", JB_STR("one")), JB_FILE_OK);
    umask(mask);
    T_TRUE(stat("新 文件.pdf", &info) == 0);
    T_EQ_INT(info.st_mode & 0777, 0640);
    T_EQ_INT(jb_file_write("新 文件.pdf", JB_STR("two")), JB_FILE_OK);
    T_EQ_INT(jb_file_read("新 文件.pdf", 100, &b.arena, &got), JB_FILE_OK);
    T_EQ_STR(got.at, "two");
    T_EQ_INT(count_files("."), 1);
    T_EQ_INT(jb_file_write("none/a.pdf", JB_STR("x")), JB_FILE_MISSING);
    T_EQ_INT(jb_file_write(".", JB_STR("x")), JB_FILE_NOT_REGULAR);
    T_EQ_INT(jb_file_write("新 文件.pdf/a", JB_STR("x")), JB_FILE_MISSING);
    T_EQ_INT(jb_file_write("/dev/full", JB_STR("x")), JB_FILE_TEMPORARY);
    T_EQ_STR(jb_file_reason(), "No space left on device");
    T_EQ_INT(jb_file_write("/dev/null", JB_STR("x")), JB_FILE_OK);
    T_TRUE(stat("/dev/null", &info) == 0 && S_ISCHR(info.st_mode));
    T_EQ_INT(count_files("."), 1);
    tear_down(&b);
}

T_TEST(file_write_through_a_link)
{
    bench b;
    jb_str got;
    struct stat info;
    set_up(&b);
    mkdir("there", 0777);
    put("there/a", "old");
    T_TRUE(symlink("there/a", "link") == 0);
    T_EQ_INT(jb_file_write("link", JB_STR("new")), JB_FILE_OK);
    T_TRUE(lstat("link", &info) == 0 && S_ISLNK(info.st_mode));
    T_EQ_INT(jb_file_read("there/a", 100, &b.arena, &got), JB_FILE_OK);
    T_EQ_STR(got.at, "new");
    T_EQ_INT(count_files("there"), 1);
    tear_down(&b);
}

T_TEST(file_write_keeps_the_old_on_failure)
{
    bench b;
    jb_str got;
    set_up(&b);
    mkdir("full", 0777);
    put("full/a", "old");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) { /* a limit on file size stands for a full disk */
        static char much[100000];
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit limit = {1000, 1000};
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
            _exit(2);
        jb_file_result result = jb_file_write("full/a", (jb_str){much, sizeof much});
        _exit(result == JB_FILE_IO && errno == EFBIG ? 0 : 3);
    }
    int status = -1;
    waitpid(child, &status, 0);
    T_EQ_INT(status, 0);
    T_EQ_INT(jb_file_read("full/a", 100, &b.arena, &got), JB_FILE_OK);
    T_EQ_STR(got.at, "old");
    T_EQ_INT(count_files("full"), 1);
    if (geteuid() != 0) { /* root may write anywhere */
        chmod("full", 0555);
        T_EQ_INT(jb_file_write("full/a", JB_STR("x")), JB_FILE_DENIED);
        T_EQ_INT(jb_file_write("full/b", JB_STR("x")), JB_FILE_DENIED);
    }
    tear_down(&b);
}

T_TEST(file_write_to_a_closed_pipe)
{
    bench b;
    int ends[2], saved = dup(STDOUT_FILENO);
    set_up(&b);
    fflush(stdout);
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    T_TRUE(pipe(ends) == 0);
    close(ends[0]);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[1]);
    jb_file_result result = jb_file_write("-", JB_STR("x"));
    int error = errno;
    dup2(saved, STDOUT_FILENO);
    close(saved);
    signal(SIGPIPE, before);
    T_EQ_INT(result, JB_FILE_IO);
    T_EQ_INT(error, EPIPE);
    tear_down(&b);
}

/* A stale temporary file of a process with the same number is stepped over. */
T_TEST(file_write_beside_a_stale_temporary)
{
    bench b;
    char name[64];
    set_up(&b);
    snprintf(name, sizeof name, ".jianbao-%ld-0.tmp", (long)getpid());
    put(name, "stale");
    T_EQ_INT(jb_file_write("a", JB_STR("x")), JB_FILE_OK);
    T_EQ_INT(count_files("."), 2);
    tear_down(&b);
}

static bool is_text(bench *b, const char *path, const char *text)
{
    jb_str got;
    return jb_file_read(path, 100, &b->arena, &got) == JB_FILE_OK &&
           jb_str_is(got, text);
}

T_TEST(file_draft)
{
    bench b;
    struct stat info;
    set_up(&b);
    put("a", "old");
    T_TRUE(symlink("a", "link") == 0);
    jb_file_draft draft = {.path = "link"};
    mode_t mask = umask(027);
    T_TRUE(jb_file_pour(&draft, JB_STR("one ")));
    umask(mask);
    T_TRUE(jb_file_pour(&draft, JB_STR("two")));
    T_EQ_INT(draft.len, 7);
    T_TRUE(is_text(&b, "a", "old"));
    T_EQ_INT(count_files("."), 2);
    char read[4] = {0};
    T_TRUE(jb_file_pour_read(&draft, 4, read, 3));
    T_EQ_STR(read, "two");
    T_TRUE(jb_file_pour_over(&draft, 1, JB_STR("NE")));
    T_EQ_INT(jb_file_commit(&draft), JB_FILE_OK);
    T_TRUE(is_text(&b, "a", "oNE two"));
    T_TRUE(lstat("link", &info) == 0 && S_ISLNK(info.st_mode));
    T_TRUE(stat("a", &info) == 0);
    T_EQ_INT(info.st_mode & 0777, 0640);
    T_EQ_INT(count_files("."), 2);
    tear_down(&b);
}

T_TEST(file_draft_dropped)
{
    bench b;
    set_up(&b);
    put("a", "old");
    jb_file_draft draft = {.path = "a"}, unused = {.path = "b"};
    T_TRUE(jb_file_pour(&draft, JB_STR("new")));
    jb_file_drop(&draft);
    jb_file_drop(&unused);
    T_TRUE(is_text(&b, "a", "old"));
    T_EQ_INT(count_files("."), 1);
    tear_down(&b);
}

T_TEST(file_draft_refused)
{
    static const char *const paths[] = {"-", "/dev/null", "none/a", "broken", "./"};
    bench b;
    set_up(&b);
    T_TRUE(symlink("nowhere", "broken") == 0);
    for (size_t i = 0; i < JB_COUNT(paths); i++) {
        jb_file_draft draft = {.path = paths[i]};
        T_TRUE(!jb_file_pour(&draft, JB_STR("x")));
        T_EQ_INT(draft.len, 0);
        jb_file_drop(&draft);
    }
    T_EQ_INT(count_files("."), 1);
    tear_down(&b);
}

T_TEST(file_draft_keeps_the_old_on_failure)
{
    bench b;
    set_up(&b);
    mkdir("full", 0777);
    put("full/a", "old");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) { /* a limit on file size stands for a full disk */
        static char much[100000];
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit limit = {1000, 1000};
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
            _exit(2);
        jb_file_draft draft = {.path = "full/a"};
        bool is_taken = jb_file_pour(&draft, (jb_str){much, sizeof much}) &&
                        jb_file_pour(&draft, JB_STR("x"));
        jb_file_result result = jb_file_commit(&draft);
        _exit(is_taken && result == JB_FILE_IO && errno == EFBIG ? 0 : 3);
    }
    int status = -1;
    waitpid(child, &status, 0);
    T_EQ_INT(status, 0);
    T_TRUE(is_text(&b, "full/a", "old"));
    T_EQ_INT(count_files("full"), 1);
    tear_down(&b);
}
