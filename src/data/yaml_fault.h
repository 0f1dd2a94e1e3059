/* Says what is wrong with a YAML text that the parser refused, in words that name the
 * trap (full-width colon, *ST, [1], %, tab ...) and how to mend it. */
#ifndef JB_YAML_FAULT_H
#define JB_YAML_FAULT_H

#include "base/diag.h"

/* What the parser said; offsets are bytes of the source. */
typedef struct jb_yaml_fault {
    const char *problem; /* never NULL */
    const char *context; /* "" when it gave none */
    size_t at;           /* where it stopped */
    size_t context_at;   /* where the thing began that it was reading */
} jb_yaml_fault;

/* Adds one error. begin and end bound the YAML text within bytes. */
void jb_yaml_fault_explain(const jb_yaml_fault *fault, uint32_t source, jb_str bytes,
                           size_t begin, size_t end, jb_diag *diag);
/* The offset of a full-width colon (U+FF1A) that stands where a key's colon belongs: in
 * the line that holds `at`, before any ": ". SIZE_MAX when there is none. */
size_t jb_yaml_fault_wide_colon(jb_str bytes, size_t begin, size_t end, size_t at);
/* The same for an ASCII colon behind a word with no space behind it. */
size_t jb_yaml_fault_tight_colon(jb_str bytes, size_t begin, size_t end, size_t at);

#endif
