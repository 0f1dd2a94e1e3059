/* Runs the registered tests and ends with "N passed, N failed". */
#include "unit.h"

#include <stdarg.h>

static unit_test *first, **last = &first;
static int failures_of_test;

void unit_register(unit_test *test)
{
    *last = test;
    last = &test->next;
}

void unit_fail(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("%s:%d: ", file, line);
    vprintf(format, args);
    printf("\n");
    va_end(args);
    failures_of_test++;
}

void unit_equal_int(const char *file, int line, const char *what, long long got,
                    long long want)
{
    if (got != want)
        unit_fail(file, line, "%s is %lld, want %lld", what, got, want);
}

void unit_equal_str(const char *file, int line, const char *what, const char *got,
                    const char *want)
{
    if (!got || !want ? got != want : strcmp(got, want) != 0)
        unit_fail(file, line, "%s is \"%s\", want \"%s\"", what, got ? got : "(null)",
                  want ? want : "(null)");
}

bool unit_has_unicode(const char *name)
{
    char path[256], line[256] = "";
    snprintf(path, sizeof path, "/usr/share/unicode/%s", name);
    FILE *file = fopen(path, "r");
    if (file && !fgets(line, sizeof line, file))
        line[0] = 0;
    if (file)
        fclose(file);
    if (strstr(line, "-15.0.0."))
        return true;
    printf("not checked: %s of Unicode 15.0.0 (%s)\n", name,
           file ? "another version is installed" : "missing");
    if (!file && getenv("CI"))
        unit_fail(__FILE__, __LINE__, "%s is missing", path);
    return false;
}

static bool is_wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strncmp(name, argv[i], strlen(argv[i])) == 0)
            return true;
    return argc < 2;
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0;
    for (unit_test *test = first; test; test = test->next) {
        if (!is_wanted(test->name, argc, argv))
            continue;
        failures_of_test = 0;
        test->run();
        if (failures_of_test) {
            printf("FAILED %s (%s)\n", test->name, test->file);
            failed++;
        } else {
            passed++;
        }
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
