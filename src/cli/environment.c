/* Environment variables become settings; nothing else in the program looks at them. */
#include "cli/environment.h"

#include <sched.h>
#include <unistd.h>

enum { COLOUR_ALWAYS = 1, COLOUR_NEVER = 2, PATH_LONGEST = 4096, DAY = 86400 };

static const char *value_of(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* The days since 1970-01-01 as a date of the Gregorian calendar: eras of 400 years that
 * begin in March, so that leap days stand last. */
static const char *date_of(jb_arena *arena, uint64_t seconds)
{
    uint64_t days = seconds / DAY + 719468; /* from 0000-03-01 */
    uint64_t era = days / 146097, day = days % 146097;
    uint64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    uint64_t of_year = day - (365 * year + year / 4 - year / 100);
    uint64_t month = (5 * of_year + 2) / 153;
    uint64_t of_month = of_year - (153 * month + 2) / 5 + 1;
    uint64_t rest = seconds % DAY;
    month = month < 10 ? month + 3 : month - 9;
    year = year + era * 400 + (month <= 2);
    return jb_arena_printf(arena, "%04u-%02u-%02uT%02u:%02u:%02u+00:00", (unsigned)year,
                           (unsigned)month, (unsigned)of_month, (unsigned)(rest / 3600),
                           (unsigned)(rest / 60 % 60), (unsigned)(rest % 60));
}

static void read_epoch(jb_config *config)
{
    const char *text = value_of("SOURCE_DATE_EPOCH");
    uint64_t seconds = 0;
    if (!text || strlen(text) > 11)
        return;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return;
        seconds = seconds * 10 + (uint64_t)(*text - '0');
    }
    config->source_date = date_of(config->arena, seconds);
}

/* Slurm counts from wherever its range begins and in its steps; Kubernetes doesn't tell how
 * many there are, so the job's manifest does. */
static const struct {
    const char *index, *count, *first, *last, *step;
} arrays[] = {
    {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN",
     "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP"},
    {"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", NULL, NULL, NULL},
    {"AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", NULL, NULL, NULL},
};

/* Reads a variable, `otherwise` when it has no name or is not set; false when it is no
 * number. */
static bool read_number(const char *name, uint32_t otherwise, uint32_t *out,
                        jb_environment_task *task)
{
    const char *text = name ? value_of(name) : NULL;
    uint64_t value = 0;
    *out = otherwise;
    for (const char *at = text; at && *at; at++) {
        value = value * 10 + (uint64_t)(*at - '0');
        if (*at < '0' || *at > '9' || value > UINT32_MAX) {
            *task = (jb_environment_task){.wrong = name, .value = text};
            return false;
        }
    }
    if (text)
        *out = (uint32_t)value;
    return true;
}

jb_environment_task jb_environment_array(void)
{
    jb_environment_task task = {.wrong = NULL};
    uint32_t at, count, first, last, step;
    size_t i = 0;
    while (i < JB_COUNT(arrays) && !value_of(arrays[i].index))
        i++;
    if (i == JB_COUNT(arrays))
        return task;
    if (!value_of(arrays[i].count))
        return (jb_environment_task){.wrong = arrays[i].count};
    if (!read_number(arrays[i].index, 0, &at, &task) ||
        !read_number(arrays[i].count, 0, &count, &task) ||
        !read_number(arrays[i].first, 0, &first, &task) ||
        !read_number(arrays[i].step, 1, &step, &task) ||
        !read_number(arrays[i].last, first + (count - 1) * step, &last, &task))
        return task;
    if (count == 0 || step == 0 || last < first || (last - first) / step + 1 != count)
        return (jb_environment_task){arrays[i].count, value_of(arrays[i].count), 0, 0};
    if (at < first || (at - first) % step || (at - first) / step >= count)
        return (jb_environment_task){arrays[i].index, value_of(arrays[i].index), 0, 0};
    return (jb_environment_task){NULL, NULL, (at - first) / step, count};
}

/* What a control group of version 2 allows, in processors; 0 = no limit. */
static int group_processors(void)
{
    char text[64] = "";
    long long quota = 0, period = 0;
    FILE *file = fopen("/sys/fs/cgroup/cpu.max", "re");
    if (!file)
        return 0;
    bool is_read = fgets(text, sizeof text, file) != NULL;
    fclose(file);
    char *end = text;
    if (is_read && *text != 'm')
        quota = strtoll(text, &end, 10);
    period = strtoll(end, NULL, 10);
    return quota > 0 && period > 0 ? (int)((quota + period - 1) / period) : 0;
}

int jb_environment_processors(void)
{
    cpu_set_t set;
    int mine = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    int group = group_processors();
    return group && group < mine ? group : mine;
}

static void read_program(jb_config *config)
{
    char path[PATH_LONGEST];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    if (len <= 0 || len == (ssize_t)sizeof path)
        return;
    while (len > 0 && path[len - 1] != '/')
        len--;
    if (len > 1)
        config->program = jb_arena_strndup(config->arena, path, (size_t)len - 1);
}

static bool is_chinese(void)
{
    static const char *const names[] = {"JIANBAO_MESSAGES", "LC_ALL", "LC_MESSAGES",
                                        "LANG"};
    for (size_t i = 0; i < JB_COUNT(names); i++) {
        const char *value = value_of(names[i]);
        if (value)
            return strncmp(value, "zh", 2) == 0;
    }
    return false;
}

void jb_environment_read(jb_config *config)
{
    config->messages = is_chinese() ? JB_MESSAGES_ZH : JB_MESSAGES_EN;
    config->home = value_of("HOME");
    config->datadir = value_of("JIANBAO_DATA");
    const char *force = value_of("CLICOLOR_FORCE");
    if (value_of("NO_COLOR"))
        config->colour = COLOUR_NEVER;
    else if (force && *force != '0')
        config->colour = COLOUR_ALWAYS;
    read_epoch(config);
    read_program(config);
}

void jb_environment_finish(jb_config *config)
{
    jb_str rest = jb_str_of(value_of("JIANBAO_FONT_PATH"));
    while (rest.len) {
        size_t end = jb_str_find(rest, ":");
        if (end)
            jb_vec_push(config->arena, &config->font_path,
                        jb_str_dup(config->arena, jb_str_slice(rest, 0, end)));
        rest = jb_str_slice(rest, end + 1, rest.len);
    }
}
