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

/* Writes what was made; the first failure is its status. */
static jb_status write_targets(jb_diag *diag, const jb_plan *plan, jb_target *targets,
                               const char *const *outputs)
{
    jb_status status = JB_STATUS_OK;
    for (size_t f = 0; f < plan->format_count; f++) {
        jb_status written = write_document(
            diag, outputs[f], jb_buf_str(&targets[f].out), targets[f].draft);
        status = status == JB_STATUS_OK ? written : status;
    }
    return status;
}

static void begin_targets(const jb_plan *plan, const char *const *outputs,
                          jb_target *targets, jb_file_draft *drafts)
{
    for (size_t f = 0; f < plan->format_count; f++) {
        drafts[f].path = outputs[f];
        targets[f].backend = plan->formats[f];
        targets[f].draft = &drafts[f];
    }
}

static void drop_targets(const jb_plan *plan, jb_target *targets)
{
    for (size_t f = 0; f < plan->format_count; f++) {
        jb_buf_fini(&targets[f].out);
        jb_file_drop(targets[f].draft);
    }
}

static jb_status export_one(jb_call *call, const jb_plan *plan, size_t report)
{
    jb_session session;
    jb_target targets[JB_PLAN_FORMATS_MAX] = {{0}};
    jb_file_draft drafts[JB_PLAN_FORMATS_MAX] = {{0}};
    const char *const *outputs = plan->outputs + report * plan->format_count;
    begin_targets(plan, outputs, targets, drafts);
    jb_status status = jb_session_open(&session, call, NULL, call->operands[report]);
    if (status == JB_STATUS_OK)
        status = jb_export(session.work, &session.input, targets, plan->format_count);
    if (status == JB_STATUS_OK)
        status = write_targets(session.work->diag, plan, targets, outputs);
    drop_targets(plan, targets);
    jb_session_close(&session, call);
    return status;
}

/* ---- volumes ------------------------------------------------------------------- */

/* One report of a volume. */
static jb_status add_one(void *state, jb_volume *volume, size_t part)
{
    jb_session session;
    jb_call *call = state;
    jb_status status =
        jb_session_open(&session, call, jb_volume_shelf(volume), call->operands[part]);
    if (status == JB_STATUS_OK)
        status = jb_volume_add(volume, session.work, &session.input);
    if (status == JB_STATUS_OK && jb_volume_is_again(volume))
        jb_session_drop(&session);
    else
        jb_session_close(&session, call);
    return status;
}

/* All reports in every format; none is left out, so one that fails is the whole's fault. */
static jb_status export_volume(jb_call *call, const jb_plan *plan)
{
    jb_target targets[JB_PLAN_FORMATS_MAX] = {{0}};
    jb_file_draft drafts[JB_PLAN_FORMATS_MAX] = {{0}};
    const jb_volume_job job = {.config = &call->config,
                               .parts = call->count,
                               .names = call->operands,
                               .diag = jb_diag_new(call->arena),
                               .state = call,
                               .add = add_one};
    begin_targets(plan, plan->outputs, targets, drafts);
    jb_status status = jb_volume_make(&job, targets, plan->format_count);
    if (status == JB_STATUS_OK)
        status = write_targets(job.diag, plan, targets, plan->outputs);
    jb_speak_diag(call, job.diag, jb_source_table(call->arena));
    drop_targets(plan, targets);
    return status;
}

jb_status jb_cmd_export(jb_call *call)
{
    jb_plan plan;
    if (!call->count)
        return jb_speak_usage(call, JB_DIAG_REPORT_NONE, "export", NULL, NULL);
    if (!jb_plan_make(call, &plan))
        return JB_STATUS_USAGE;
    if (call->config.volume)
        return export_volume(call, &plan);
    jb_status *each = JB_NEWS(call->arena, jb_status, call->count);
    for (size_t i = 0; i < call->count; i++)
        each[i] = export_one(call, &plan, i);
    return jb_session_status(each, call->count);
}
