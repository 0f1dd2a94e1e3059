/* A paragraph's decisions as text: for `dump breaks` and goldens. */
#ifndef JB_BREAKS_H
#define JB_BREAKS_H

#include "text/para.h"

/* Writes one atom a line: its text, kind and class, width, the gap before it with what it
 * may give and take, the opportunity before it, and " <- line" where a line begins. Widths
 * are thousandths of a point. */
void jb_breaks_dump(const jb_para *para, const jb_lines *lines, jb_buf *into);

#endif
