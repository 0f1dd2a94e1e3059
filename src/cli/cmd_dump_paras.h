/* dump runs, breaks and lines: the paragraphs of a report, each set in the full
 * measure. */
#ifndef JB_CMD_DUMP_PARAS_H
#define JB_CMD_DUMP_PARAS_H

#include "job/export.h"

typedef enum jb_dump_paras {
    JB_DUMP_RUNS,   /* face, size and text of each run */
    JB_DUMP_BREAKS, /* each atom and the gap before it */
    JB_DUMP_LINES   /* each line's width and text */
} jb_dump_paras;

void jb_cmd_dump_paras(const jb_work *work, jb_dump_paras what, jb_buf *into);

#endif
