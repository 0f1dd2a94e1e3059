/* Back ends: what finished pages are written as. One file in out/ and one line in
 * backends.c make a new one. */
#ifndef JB_BACKEND_H
#define JB_BACKEND_H

#include "out/pdf.h"

typedef struct jb_backend {
    const char *name;      /* as --to has it: "pdf" */
    const char *extension; /* ".pdf" */
    bool is_binary;        /* not to be written to a terminal */
    /* As the functions of out/pdf.h; `state` is what open returned. */
    void *(*open)(const jb_pdf_info *info, const jb_assets *assets, jb_diag *diag);
    void (*add_page)(void *state, const jb_page *page);
    void (*add_furniture)(void *state, size_t index, const jb_items *items);
    void (*set_outline)(void *state, const jb_outline *outline);
    bool (*finish)(void *state, jb_buf *out);
    void (*drop)(void *state);
} jb_backend;

extern const jb_backend *const jb_backends_all[];
extern const size_t jb_backends_count;
/* By name, NULL when there is none. */
const jb_backend *jb_backends_find(jb_str name);

#endif
