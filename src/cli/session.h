/* One report of a command line: read, worked on, spoken of. */
#ifndef JB_SESSION_H
#define JB_SESSION_H

#include "cli/command.h"
#include "job/export.h"

typedef struct jb_session {
    jb_arena arena;
    jb_work *work;
    jb_export_input input;
} jb_session;

/* Reads the report ("-" = standard input). A fault is in the work's diag. The work is begun
 * on the shelf, when there is one. */
jb_status jb_session_open(jb_session *session, const jb_call *call, jb_shelf *shelf,
                          const char *path);
/* Frees everything, without a word. */
void jb_session_drop(jb_session *session);
/* Writes the messages and frees everything. */
void jb_session_close(jb_session *session, const jb_call *call);
/* The status of several reports from that of each: 0; its own for one; 75 when every
 * failure is worth another try; else 1. */
jb_status jb_session_status(const jb_status *each, size_t count);

#endif
