/* What a failed file operation means: its message and its exit status. */
#ifndef JB_FAULT_H
#define JB_FAULT_H

#include "base/diag.h"
#include "base/file.h"
#include "jianbao.h"

enum {
    JB_FAULT_REPORT_MAX = 64 << 20, /* bytes of a report, layout or font set */
    JB_FAULT_FONT_MAX =
        256 << 20 /* bytes of a font; the largest CJK collections: 130 MB */
};

/* Adds the message for a file that could not be read. */
void jb_fault_read(jb_diag *diag, jb_span span, jb_file_result result,
                   const char *path);
/* The status of a report that could not be read, or of an output not written. */
jb_status jb_fault_input(jb_file_result result);
jb_status jb_fault_output(jb_file_result result);

#endif
