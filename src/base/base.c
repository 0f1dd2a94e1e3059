/* The two ways the process ends from inside: a broken invariant, and no memory. */
#include "base/base.h"

_Noreturn void jb_base_broken(const char *file, int line, const char *what)
{
    fprintf(stderr, "jianbao: internal error at %s:%d: %s\n", file, line, what);
    fflush(stderr);
    exit(70);
}

_Noreturn void jb_base_out_of_memory(size_t wanted)
{
    fprintf(stderr, "jianbao: out of memory (%zu bytes wanted)\n", wanted);
    fflush(stderr);
    exit(75);
}
