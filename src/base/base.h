/* The words every file uses: lengths, assertions, and the list of banned calls. */
#ifndef JB_BASE_H
#define JB_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A length in thousandths of a PostScript point (1/72000 inch). Cumulated heights
 * use int64_t, because an int32_t ends after 3,059 pages. */
typedef int32_t jb_mpt;

#define JB_PT(n)        ((jb_mpt)((n)*1000)) /* a length written in points */
#define JB_COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define JB_MIN(a, b)    ((a) < (b) ? (a) : (b))
#define JB_MAX(a, b)    ((a) > (b) ? (a) : (b))

/* A broken invariant of ours: says where and ends with status 70 (EX_SOFTWARE). */
_Noreturn void jb_base_broken(const char *file, int line, const char *what);
/* No memory: says so and ends with status 75 (EX_TEMPFAIL). */
_Noreturn void jb_base_out_of_memory(size_t wanted);

/* Checked in every build: cheap, and guards memory. */
#define JB_MUST(cond, why) ((cond) ? (void)0 : jb_base_broken(__FILE__, __LINE__, why))
#define JB_UNREACHABLE()   jb_base_broken(__FILE__, __LINE__, "unreachable")
/* Checked in debug and test builds. */
#ifdef JB_DEBUG
#define JB_ASSERT(cond) JB_MUST(cond, #cond)
#else
#define JB_ASSERT(cond) ((void)0)
#endif

/* Calls that overflow, or read the locale, the clock or the environment. */
#undef sprintf /* macros of the C library under some compilers */
#undef vsprintf
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atof gets
#pragma GCC poison localtime gmtime ctime setlocale strtod

#endif
