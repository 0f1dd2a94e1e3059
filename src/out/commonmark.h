/* Markdown with front matter that reads back as the same report. */
#ifndef JB_COMMONMARK_H
#define JB_COMMONMARK_H

#include "out/backend.h"

/* Of single reports: a file has one front matter. */
extern const jb_reflow jb_commonmark_reflow;

#endif
