/* jianbao check: the whole way, for its faults; nothing is written. */
#include "cli/session.h"
#include "cli/speak.h"

static jb_status check_one(jb_call *call, const char *report)
{
    jb_session session;
    jb_status status = jb_session_open(&session, call, NULL, report);
    if (status == JB_STATUS_OK)
        status = jb_export(session.work, &session.input, NULL, 0);
    jb_session_close(&session, call);
    return status;
}

jb_status jb_cmd_check(jb_call *call)
{
    if (!call->count)
        return jb_speak_usage(call, JB_DIAG_REPORT_NONE, "check", NULL, NULL);
    jb_status *each = JB_NEWS(call->arena, jb_status, call->count);
    for (size_t i = 0; i < call->count; i++)
        each[i] = check_one(call, call->operands[i]);
    return jb_session_status(each, call->count);
}
