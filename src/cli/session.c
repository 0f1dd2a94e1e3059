/* What export, check and dump share: a report's way in and its messages out. */
#include "cli/session.h"

#include "base/file.h"
#include "cli/speak.h"
#include "job/fault.h"

jb_status jb_session_open(jb_session *session, const jb_call *call, jb_shelf *shelf,
                          const char *path)
{
    memset(session, 0, sizeof *session);
    session->work = shelf ? jb_export_begin_on(shelf, &session->arena)
                          : jb_export_begin(&call->config, &session->arena);
    const char *slash = strrchr(path, '/');
    size_t folder_len = slash ? (size_t)(slash - path) + 1 : 0;
    session->input.name = path;
    session->input.folder = jb_arena_strndup(&session->arena, path, folder_len);
    jb_file_result result =
        jb_file_read(path, JB_FAULT_REPORT_MAX, &session->arena, &session->input.bytes);
    jb_fault_read(session->work->diag, JB_NO_SPAN, result, path);
    return jb_fault_input(result);
}

void jb_session_drop(jb_session *session)
{
    jb_export_end(session->work);
    jb_arena_fini(&session->arena);
}

void jb_session_close(jb_session *session, const jb_call *call)
{
    jb_speak_report(call, session->work->diag, session->work->sources,
                    session->input.name);
    jb_session_drop(session);
}

jb_status jb_session_status(const jb_status *each, size_t count)
{
    size_t failed = 0, temporary = 0;
    jb_status last = JB_STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        if (each[i] == JB_STATUS_OK)
            continue;
        failed++;
        temporary += each[i] == JB_STATUS_TEMPORARY;
        last = each[i];
    }
    if (!failed || count == 1)
        return last;
    return temporary == failed ? JB_STATUS_TEMPORARY : JB_STATUS_SOME_FAILED;
}
