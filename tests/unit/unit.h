/* The unit-test frame: tests register themselves before main and run in file order.
 * `unit NAME...` runs only the tests whose name begins with one of the words. */
#ifndef JB_UNIT_H
#define JB_UNIT_H

#include "base/base.h"

typedef struct unit_test {
    const char *name;
    const char *file;
    void (*run)(void);
    struct unit_test *next;
} unit_test;

void unit_register(unit_test *test);
/* Notes a failure of the running test. */
void unit_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void unit_equal_int(const char *file, int line, const char *what, long long got,
                    long long want);
void unit_equal_str(const char *file, int line, const char *what, const char *got,
                    const char *want);

/* Whether a file of the Unicode Character Database below /usr/share/unicode is there and of
 * the version of our tables (15.0.0, Debian 12's). Says "not checked" when it is not; with
 * CI set, a missing file fails the test. */
bool unit_has_unicode(const char *name);

#define T_TEST(id)                                                                     \
    static void test_##id(void);                                                       \
    static unit_test entry_##id = {#id, __FILE__, test_##id, NULL};                    \
    __attribute__((constructor)) static void register_##id(void)                       \
    {                                                                                  \
        unit_register(&entry_##id);                                                    \
    }                                                                                  \
    static void test_##id(void)

#define T_EQ_INT(got, want)                                                            \
    unit_equal_int(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))
#define T_EQ_STR(got, want) unit_equal_str(__FILE__, __LINE__, #got, (got), (want))
#define T_TRUE(cond)                                                                   \
    ((cond) ? (void)0 : unit_fail(__FILE__, __LINE__, "not true: %s", #cond))
#define T_NEAR(got, want, tolerance)                                                   \
    T_TRUE((got) - (want) <= (tolerance) && (want) - (got) <= (tolerance))

#endif
