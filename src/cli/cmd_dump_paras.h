/* dump runs, breaks and lines: the paragraphs of a report as the pages have them. */
#ifndef JB_CMD_DUMP_PARAS_H
#define JB_CMD_DUMP_PARAS_H

#include "job/export.h"

/* Face, size and text of each run of a line. */
void jb_cmd_dump_paras_runs(const jb_work *work, jb_buf *into);
/* Each atom and the gap before it (text/breaks.h). */
void jb_cmd_dump_paras_breaks(const jb_work *work, jb_buf *into);
/* Each line of the pages: where it stands, why it ends; as JSON with each character. */
void jb_cmd_dump_paras_lines(const jb_work *work, jb_buf *into);

#endif
