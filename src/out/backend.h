/* Back ends: what a report is written as. One file in out/ and one line in backends.c make
 * a new one. Paged ones take finished pages, reflowable ones core blocks. */
#ifndef JB_BACKEND_H
#define JB_BACKEND_H

#include "out/book.h"
#include "out/pdf.h"

/* As the functions of out/pdf.h; `state` is what open returned. */
typedef struct jb_paged {
    void *(*open)(const jb_pdf_info *info, const jb_assets *assets, jb_diag *diag);
    void (*pour)(void *state, jb_file_draft *draft);
    void (*add_page)(void *state, const jb_page *page);
    void (*add_furniture)(void *state, size_t index, const jb_items *items);
    void (*set_outline)(void *state, const jb_outline *outline);
    void (*set_info)(void *state, const jb_pdf_info *info);
    void (*begin_part)(void *state, const jb_pdf_part *part);
    void (*end_part)(void *state);
    void (*begin_front)(void *state);
    bool (*finish)(void *state, jb_buf *out);
    void (*drop)(void *state);
} jb_paged;

typedef struct jb_reflow {
    /* Begins a document; the book must outlive it. NULL after an error. */
    void *(*open)(const jb_book *book, jb_diag *diag);
    /* Adds a report and keeps nothing of it but what was made of it. */
    void (*add_part)(void *state, const jb_book_part *part);
    /* Writes the whole document and frees the state. false after an error, which is in
     * diag; out is to be thrown away then. */
    bool (*finish)(void *state, jb_buf *out);
    /* Frees the state of a document that will not be finished. */
    void (*drop)(void *state);
} jb_reflow;

typedef struct jb_backend {
    const char *name;        /* as --to has it: "pdf" */
    const char *extension;   /* ".pdf" */
    bool is_binary;          /* not to be written to a terminal */
    bool is_single;          /* there are no volumes of it */
    const jb_paged *paged;   /* one of the two, */
    const jb_reflow *reflow; /* the other NULL */
} jb_backend;

extern const jb_backend *const jb_backends_all[];
extern const size_t jb_backends_count;
/* By name, NULL when there is none. */
const jb_backend *jb_backends_find(jb_str name);
/* The names of all: "pdf, epub". */
void jb_backends_names(jb_buf *into);

#endif
