/* Outputs stand beside their reports unless -o says otherwise. */
#include "cli/plan.h"

#include <sys/stat.h>
#include <unistd.h>

#include "cli/speak.h"

static bool is_folder(const char *path)
{
    struct stat is;
    size_t len = strlen(path);
    return (len && path[len - 1] == '/') ||
           (stat(path, &is) == 0 && S_ISDIR(is.st_mode));
}

/* ---- formats ------------------------------------------------------------------- */

static bool add_format(jb_call *call, jb_plan *plan, jb_str name)
{
    const jb_backend *backend = jb_backends_find(name);
    if (!backend) {
        jb_buf names = {0};
        jb_backends_names(&names);
        jb_speak_usage(call, JB_DIAG_FORMAT_UNKNOWN, jb_str_dup(call->arena, name),
                       jb_str_dup(call->arena, jb_buf_str(&names)), NULL);
        jb_buf_fini(&names);
        return false;
    }
    for (size_t i = 0; i < plan->format_count; i++)
        if (plan->formats[i] == backend)
            return true;
    JB_MUST(plan->format_count < JB_PLAN_FORMATS_MAX, "more formats than there are");
    plan->formats[plan->format_count++] = backend;
    return true;
}

/* The back end whose extension a file name ends in, the longest one that fits. */
static const jb_backend *format_of(const char *output)
{
    const jb_backend *found = NULL;
    size_t len = output ? strlen(output) : 0;
    for (size_t i = 0; i < jb_backends_count; i++) {
        size_t end = strlen(jb_backends_all[i]->extension);
        if (len > end &&
            strcmp(output + len - end, jb_backends_all[i]->extension) == 0 &&
            (!found || end > strlen(found->extension)))
            found = jb_backends_all[i];
    }
    return found;
}

static bool find_formats(jb_call *call, jb_plan *plan)
{
    if (!call->config.to) {
        const jb_backend *named = format_of(call->config.output);
        return add_format(call, plan, jb_str_of(named ? named->name : "pdf"));
    }
    jb_str rest = jb_str_of(call->config.to);
    do {
        size_t comma = jb_str_find(rest, ",");
        if (!add_format(call, plan, jb_str_trim(jb_str_slice(rest, 0, comma))))
            return false;
        rest = jb_str_slice(rest, comma + 1, rest.len);
    } while (rest.len);
    return true;
}

/* ---- outputs ------------------------------------------------------------------- */

/* A report's name without its extension; a volume's title without slashes. */
static jb_str stem_of(jb_call *call, size_t document, bool in_folder)
{
    if (call->config.volume) {
        char *stem = jb_str_dup(call->arena, jb_str_of(call->config.volume));
        for (char *at = stem; *at; at++)
            if (*at == '/')
                *at = '_';
        return jb_str_of(*stem && *stem != '.' ? stem : "volume");
    }
    const char *report = call->operands[document];
    const char *slash = strrchr(report, '/');
    const char *name = slash && in_folder ? slash + 1 : report;
    if (strcmp(report, "-") == 0)
        name = "stdin";
    const char *dot = strrchr(name, '.');
    bool has_extension = dot && dot > name && !strchr(dot, '/') && dot[-1] != '/';
    return (jb_str){name, has_extension ? (size_t)(dot - name) : strlen(name)};
}

static const char *output_of(jb_call *call, size_t document, const jb_backend *format)
{
    const char *output = call->config.output;
    bool in_folder = output && strcmp(output, "-") != 0 && is_folder(output);
    if (output && !in_folder)
        return output;
    if (!output && !call->config.volume && strcmp(call->operands[document], "-") == 0)
        return "-";
    jb_str stem = stem_of(call, document, in_folder);
    bool has_slash = in_folder && output[strlen(output) - 1] == '/';
    return jb_arena_printf(call->arena, "%s%s%.*s%s", in_folder ? output : "",
                           in_folder && !has_slash ? "/" : "", (int)stem.len, stem.at,
                           format->extension);
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

/* What a document is called in messages: its report, or its format when the two that
 * collide are of one report. */
static const char *name_of(const jb_call *call, const jb_plan *plan, size_t i,
                           bool is_same_document)
{
    if (is_same_document)
        return plan->formats[i % plan->format_count]->name;
    return call->operands[i / plan->format_count];
}

static bool is_clear(jb_call *call, const jb_plan *plan)
{
    size_t formats = plan->format_count, count = plan->documents * formats;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            if (is_same(plan->outputs[i], plan->outputs[k])) {
                bool is_one = i / formats == k / formats;
                jb_speak_usage(call, JB_DIAG_OUTPUT_TWICE,
                               name_of(call, plan, i, is_one),
                               name_of(call, plan, k, is_one), plan->outputs[i]);
                return false;
            }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < call->count; k++)
            if (strcmp(plan->outputs[i], "-") != 0 &&
                is_same(plan->outputs[i], call->operands[k])) {
                jb_speak_usage(call, JB_DIAG_OUTPUT_IS_INPUT, plan->outputs[i], NULL,
                               NULL);
                return false;
            }
    return true;
}

static bool is_for_terminal(const jb_plan *plan)
{
    return strcmp(plan->outputs[0], "-") == 0 && plan->formats[0]->is_binary &&
           isatty(STDOUT_FILENO);
}

/* Every format of a volume must have volumes. */
static bool can_bind(jb_call *call, const jb_plan *plan)
{
    for (size_t i = 0; call->config.volume && i < plan->format_count; i++)
        if (plan->formats[i]->is_single) {
            jb_speak_usage(call, JB_DIAG_VOLUME_FORMAT, plan->formats[i]->name, NULL,
                           NULL);
            return false;
        }
    return true;
}

bool jb_plan_make(jb_call *call, jb_plan *plan)
{
    *plan = (jb_plan){.documents = call->config.volume ? 1 : call->count};
    if (!find_formats(call, plan) || !can_bind(call, plan))
        return false;
    size_t formats = plan->format_count;
    plan->outputs = JB_NEWS(call->arena, const char *, plan->documents *formats);
    for (size_t i = 0; i < plan->documents * formats; i++)
        plan->outputs[i] = output_of(call, i / formats, plan->formats[i % formats]);
    if (!is_clear(call, plan))
        return false;
    if (is_for_terminal(plan)) {
        jb_speak_usage(call, JB_DIAG_OUTPUT_TERMINAL, NULL, NULL, NULL);
        return false;
    }
    if (call->config.output && is_folder(call->config.output))
        (void)mkdir(call->config.output, 0777); /* if it can't be, writing says why */
    return true;
}
