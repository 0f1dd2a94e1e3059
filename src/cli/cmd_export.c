/* jianbao export: every report becomes documents, or all of them one; outputs are replaced
 * whole. */
#include "base/file.h"
#include "cli/plan.h"
#include "cli/session.h"
#include "cli/signals.h"
#include "cli/speak.h"
#include "job/fault.h"
#include "job/volume.h"

static jb_status write_document(jb_diag *diag, const char *output, jb_str document,
                                jb_file_draft *draft)
{
    jb_signals_hold();
    jb_file_result result =
        draft->len > 0 ? jb_file_commit(draft) : jb_file_write(output, document);
    jb_signals_release();
    if (result != JB_FILE_OK)
        jb_diag_add(diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, output, jb_file_reason());
    return jb_fault_output(result);
}

/* Writes what a report was made into; the first failure is its status. */
static jb_status write_targets(jb_session *session, const jb_plan *plan,
                               jb_target *targets, const char *const *outputs)
{
    jb_status status = JB_STATUS_OK;
    for (size_t f = 0; f < plan->format_count; f++) {
        jb_status written =
            write_document(session->work->diag, outputs[f], jb_buf_str(&targets[f].out),
                           targets[f].draft);
        status = status == JB_STATUS_OK ? written : status;
    }
    return status;
}

static jb_status export_one(jb_call *call, const jb_plan *plan, size_t report)
{
    jb_session session;
    jb_target targets[JB_PLAN_FORMATS_MAX] = {{0}};
    jb_file_draft drafts[JB_PLAN_FORMATS_MAX] = {{0}};
    const char *const *outputs = plan->outputs + report * plan->format_count;
    for (size_t f = 0; f < plan->format_count; f++) {
        drafts[f].path = outputs[f];
        targets[f].backend = plan->formats[f];
        targets[f].draft = &drafts[f];
    }
    jb_status status = jb_session_open(&session, call, NULL, call->operands[report]);
    if (status == JB_STATUS_OK)
        status = jb_export(session.work, &session.input, targets, plan->format_count);
    if (status == JB_STATUS_OK)
        status = write_targets(&session, plan, targets, outputs);
    for (size_t f = 0; f < plan->format_count; f++) {
        jb_buf_fini(&targets[f].out);
        jb_file_drop(&drafts[f]);
    }
    jb_session_close(&session, call);
    return status;
}

/* ---- volumes ------------------------------------------------------------------- */

/* One report of a volume. */
static jb_status add_one(jb_call *call, jb_volume *volume, const char *report)
{
    jb_session session;
    jb_status status = jb_session_open(&session, call, volume->shelf, report);
    if (status == JB_STATUS_OK)
        status = jb_volume_add(volume, session.work, &session.input);
    jb_session_close(&session, call);
    return status;
}

/* All reports in one format; none is left out, so one that fails is the whole's fault. */
static jb_status export_volume(jb_call *call, const jb_backend *format,
                               const char *output)
{
    jb_volume volume;
    jb_buf document = {0};
    jb_file_draft draft = {.path = output};
    jb_status status = JB_STATUS_BROKEN;
    if (jb_volume_open(&volume, &call->config, format, call->count)) {
        jb_volume_pour(&volume, &draft);
        status = JB_STATUS_OK;
        for (size_t i = 0; i < call->count; i++) {
            jb_status added = add_one(call, &volume, call->operands[i]);
            status = status == JB_STATUS_OK ? added : status;
        }
        if (status == JB_STATUS_OK)
            status = jb_volume_finish(&volume, &document);
        if (status == JB_STATUS_OK)
            status = write_document(volume.diag, output, jb_buf_str(&document), &draft);
    }
    jb_speak_diag(call, volume.diag, jb_source_table(&volume.arena));
    jb_buf_fini(&document);
    jb_volume_close(&volume);
    jb_file_drop(&draft);
    return status;
}

jb_status jb_cmd_export(jb_call *call)
{
    jb_plan plan;
    if (!call->count)
        return jb_speak_usage(call, JB_DIAG_REPORT_NONE, "export", NULL, NULL);
    if (!jb_plan_make(call, &plan))
        return JB_STATUS_USAGE;
    bool is_volume = call->config.volume != NULL;
    size_t count = is_volume ? plan.format_count : call->count;
    jb_status *each = JB_NEWS(call->arena, jb_status, count);
    for (size_t i = 0; i < count; i++)
        each[i] = is_volume ? export_volume(call, plan.formats[i], plan.outputs[i])
                            : export_one(call, &plan, i);
    return jb_session_status(each, count);
}
