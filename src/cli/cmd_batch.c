/* jianbao batch: a collection becomes files below one folder. */
#include <unistd.h>

#include "cli/environment.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "cli/speak.h"
#include "data/field.h"
#include "job/batch.h"

enum { TIME_LIMIT = 60, MEMORY_LIMIT = 1024, SHARDS_MAX = 1000000 };

/* "2/8"; false when it is no such thing. */
static bool read_shard(const char *text, jb_manifest_shard *out)
{
    char *end = NULL;
    if (!text || *text < '0' || *text > '9')
        return false;
    unsigned long index = strtoul(text, &end, 10);
    if (*end != '/' || end[1] < '1' || end[1] > '9')
        return false;
    unsigned long count = strtoul(end + 1, &end, 10);
    *out = (jb_manifest_shard){(uint32_t)index, (uint32_t)count};
    return *end == '\0' && count <= SHARDS_MAX && index < count;
}

/* The part that the host gives to this task. */
static bool find_array(jb_call *call, jb_manifest_shard *out)
{
    jb_environment_task task = jb_environment_array();
    if (task.wrong && task.value)
        jb_speak_usage(call, JB_DIAG_ARRAY_VALUE, task.wrong, task.value, NULL);
    else if (task.wrong)
        jb_speak_usage(call, JB_DIAG_ARRAY_UNSET, task.wrong, NULL, NULL);
    else if (!task.count)
        jb_speak_usage(call, JB_DIAG_ARRAY_NONE, NULL, NULL, NULL);
    *out = (jb_manifest_shard){task.index, task.count};
    return task.count > 0;
}

static bool find_shard(jb_call *call, jb_manifest_shard *out)
{
    const char *text = call->config.shard;
    *out = (jb_manifest_shard){0, 1};
    if (!text)
        return true;
    if (call->config.volume) {
        jb_speak_usage(call, JB_DIAG_VOLUME_SHARD, NULL, NULL, NULL);
        return false;
    }
    if (strcmp(text, "auto") == 0)
        return find_array(call, out);
    if (read_shard(text, out))
        return true;
    jb_speak_usage(call, JB_DIAG_SHARD_UNKNOWN, text, NULL, NULL);
    return false;
}

static bool find_since(jb_call *call, const char **out)
{
    jb_str date;
    bool is_form;
    *out = NULL;
    if (!call->config.since)
        return true;
    if (!jb_field_date(jb_str_of(call->config.since), call->arena, &date, &is_form)) {
        jb_speak_usage(call, JB_DIAG_SINCE_MALFORMED, call->config.since, NULL, NULL);
        return false;
    }
    *out = jb_str_dup(call->arena, jb_str_slice(date, 0, 10));
    return true;
}

static bool make_plan(jb_call *call, jb_batch_plan *plan)
{
    const jb_config *config = &call->config;
    uint64_t megabytes =
        (uint64_t)(config->memory_limit ? config->memory_limit : MEMORY_LIMIT);
    int seconds = config->time_limit ? config->time_limit : TIME_LIMIT;
    int jobs = config->jobs ? config->jobs : jb_environment_processors();
    *plan = (jb_batch_plan){.config = config,
                            .from = call->operands[0],
                            .folder = config->output,
                            .workers = (size_t)jobs,
                            .is_forced = config->force,
                            .is_dry = config->dry_run,
                            .only_failed = config->only_failed,
                            .time_limit = (uint32_t)seconds * 1000,
                            .memory_limit = megabytes << 20,
                            .signals = -1};
    plan->has_colour =
        config->colour ? config->colour == 1 : isatty(STDERR_FILENO) == 1;
    return find_shard(call, &plan->shard) && find_since(call, &plan->since);
}

jb_status jb_cmd_batch(jb_call *call)
{
    jb_batch_plan plan;
    jb_batch batch;
    jb_progress progress;
    if (call->count == 0)
        return jb_speak_usage(call, JB_DIAG_OPERAND_NONE, "batch", "COLLECTION", NULL);
    if (call->count > 1)
        return jb_speak_usage(call, JB_DIAG_OPERAND_EXTRA, "batch", call->operands[1],
                              NULL);
    if (!call->config.output || strcmp(call->config.output, "-") == 0)
        return jb_speak_usage(call, JB_DIAG_BATCH_OUTPUT, NULL, NULL, NULL);
    if (!make_plan(call, &plan))
        return JB_STATUS_USAGE;
    jb_sources *sources = jb_source_table_shared(call->arena);
    jb_diag *diag = jb_diag_new(call->arena);
    plan.watch = jb_progress_begin(&progress, call);
    plan.signals = jb_signals_read();
    jb_status status = jb_batch_run(&plan, sources, diag, call->arena, &batch);
    if (!jb_diag_failed(diag) || batch.counts.total)
        jb_progress_end(&progress, &batch, status);
    jb_speak_diag(call, diag, sources);
    return status;
}
