/* jianbao export: every report becomes a document; outputs are replaced whole. */
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/session.h"
#include "cli/signals.h"
#include "cli/speak.h"
#include "job/fault.h"

/* What is written where, worked out before any work. */
typedef struct export_plan {
    const jb_backend *backend;
    const char **outputs; /* one a report */
} export_plan;

static bool is_folder(const char *path)
{
    struct stat is;
    size_t len = strlen(path);
    return (len && path[len - 1] == '/') ||
           (stat(path, &is) == 0 && S_ISDIR(is.st_mode));
}

/* The report's path with the back end's extension; below `folder` when there is one. */
static const char *output_of(jb_call *call, const char *report, const char *folder,
                             const char *extension)
{
    const char *slash = strrchr(report, '/');
    const char *name = slash && folder ? slash + 1 : report;
    const char *dot = strrchr(name, '.');
    size_t len =
        dot && dot > name && !strchr(dot, '/') ? (size_t)(dot - name) : strlen(name);
    if (strcmp(report, "-") == 0 && !folder)
        return "-";
    if (strcmp(report, "-") == 0)
        name = "stdin", len = strlen(name);
    bool has_slash = folder && *folder && folder[strlen(folder) - 1] == '/';
    return jb_arena_printf(call->arena, "%s%s%.*s%s", folder ? folder : "",
                           folder && !has_slash ? "/" : "", (int)len, name, extension);
}

/* Whether two paths are the same file: by name, or by what is there. */
static bool is_same(const char *a, const char *b)
{
    struct stat left, right;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &left) == 0 && stat(b, &right) == 0 && left.st_dev == right.st_dev &&
           left.st_ino == right.st_ino && S_ISREG(left.st_mode);
}

static bool is_clear(jb_call *call, const export_plan *plan)
{
    for (size_t i = 0; i < call->count; i++) {
        const char *output = plan->outputs[i];
        for (size_t k = 0; k < call->count; k++) {
            if (k > i && is_same(output, plan->outputs[k])) {
                jb_speak_usage(call, JB_DIAG_OUTPUT_TWICE, call->operands[i],
                               call->operands[k], output);
                return false;
            }
            if (strcmp(output, "-") != 0 && is_same(output, call->operands[k])) {
                jb_speak_usage(call, JB_DIAG_OUTPUT_IS_INPUT, output, NULL, NULL);
                return false;
            }
        }
    }
    return true;
}

static bool make_plan(jb_call *call, export_plan *plan)
{
    const char *to = call->config.to ? call->config.to : "pdf";
    const char *output = call->config.output;
    plan->backend = jb_backends_find(jb_str_of(to));
    if (!plan->backend) {
        jb_speak_usage(call, JB_DIAG_FORMAT_UNKNOWN, to, "pdf", NULL);
        return false;
    }
    bool in_folder = output && strcmp(output, "-") != 0 && is_folder(output);
    plan->outputs = JB_NEWS(call->arena, const char *, call->count);
    for (size_t i = 0; i < call->count; i++)
        plan->outputs[i] = output && !in_folder ? output
                                                : output_of(call, call->operands[i],
                                                            in_folder ? output : NULL,
                                                            plan->backend->extension);
    if (!is_clear(call, plan))
        return false;
    if (plan->backend->is_binary && strcmp(plan->outputs[0], "-") == 0 &&
        isatty(STDOUT_FILENO)) {
        jb_speak_usage(call, JB_DIAG_OUTPUT_TERMINAL, NULL, NULL, NULL);
        return false;
    }
    if (in_folder)
        (void)mkdir(output, 0777); /* when it can't be made, writing into it says why */
    return true;
}

static jb_status write_document(jb_session *session, const char *output,
                                jb_str document)
{
    jb_signals_hold();
    jb_file_result result = jb_file_write(output, document);
    jb_signals_release();
    if (result != JB_FILE_OK)
        jb_diag_add(session->work->diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, output,
                    jb_file_reason());
    return jb_fault_output(result);
}

static jb_status export_one(jb_call *call, const char *report, const char *output,
                            const jb_backend *backend)
{
    jb_session session;
    jb_buf document = {0};
    jb_status status = jb_session_open(&session, call, report);
    if (status == JB_STATUS_OK)
        status = jb_export(session.work, &session.input, backend, &document);
    if (status == JB_STATUS_OK)
        status = write_document(&session, output, jb_buf_str(&document));
    jb_buf_fini(&document);
    jb_session_close(&session, call);
    return status;
}

jb_status jb_cmd_export(jb_call *call)
{
    export_plan plan;
    if (!call->count)
        return jb_speak_usage(call, JB_DIAG_REPORT_NONE, "export", NULL, NULL);
    if (!make_plan(call, &plan))
        return JB_STATUS_USAGE;
    jb_status *each = JB_NEWS(call->arena, jb_status, call->count);
    for (size_t i = 0; i < call->count; i++)
        each[i] = export_one(call, call->operands[i], plan.outputs[i], plan.backend);
    return jb_session_status(each, call->count);
}
