/* A paragraph's decisions as text: for `dump breaks` and goldens. */
#ifndef JB_BREAKS_H
#define JB_BREAKS_H

#include "text/para.h"

typedef enum jb_breaks_form {
    JB_BREAKS_TEXT, /* columns */
    JB_BREAKS_JSON  /* an object an atom, one a line */
} jb_breaks_form;

/* Writes the lines, which must be traced, each with what it was made of: an atom's text,
 * kind and class, its width and what may be trimmed at a line's edge, the gap before it
 * (natural, what it may take -N and give +N in which tier, as set, what was done), and the
 * opportunity before it with its reason. All lengths are points. */
void jb_breaks_dump(const jb_para *para, const jb_lines *lines, jb_breaks_form form,
                    jb_buf *into);
/* Writes what was done to the gaps of a line, each kind once: "shrunk comma, opened";
 * nothing when nothing was. */
void jb_breaks_changes(const jb_trace *line, jb_buf *into);

#endif
