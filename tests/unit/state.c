/* What a batch remembers: kept and read again; torn, changed and hostile lines are not
 * believed, so that they can only cost time. */
#include "job/state.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "unit.h"

static const jb_digest settings = {3, 4};

/* A folder with a report and its picture, and the lines that a worker writes of them. */
typedef struct memory {
    const char *base;
    jb_arena arena;
    jb_buf lines;
} memory;

static const char *below(memory *at, const char *name)
{
    return jb_arena_printf(&at->arena, "%s%s", at->base, name);
}

static void put_file(memory *at, const char *name, const char *text)
{
    T_EQ_INT(jb_file_write(below(at, name), jb_str_of(text)), JB_FILE_OK);
}

static void begin(memory *at)
{
    char folder[] = "/tmp/jianbao-state-XXXXXX";
    *at = (memory){.base = NULL};
    T_TRUE(mkdtemp(folder) != NULL);
    at->base = jb_arena_printf(&at->arena, "%s/", folder);
    put_file(at, "r.md", "report");
    put_file(at, "a.png", "picture");
    jb_reads reads = {.arena = &at->arena};
    jb_reads_add(&reads, below(at, "r.md"), JB_STR("report"));
    jb_reads_add(&reads, below(at, "a.png"), JB_STR("picture"));
    jb_state *state = jb_state_new(at->base, 0, &at->arena);
    const jb_state_survey survey = {.settings = settings,
                                    .input = jb_digest_of(JB_STR("report")),
                                    .is_wanted = true,
                                    .date = "2024-05-06",
                                    .name = "2024/a\tb",
                                    .order = "x\x1F"};
    jb_digest group = jb_state_group(&reads);
    jb_state_write_group(state, &reads, group, &at->lines);
    jb_state_write_made(state, "r.md", settings, &reads, group, &at->lines);
    jb_state_write_survey("r.md", &survey, &at->lines);
    jb_state_close(state);
}

static void end(memory *at)
{
    static const char *const names[] = {"r.md", "a.png", ""};
    for (size_t i = 0; i < JB_COUNT(names); i++)
        T_EQ_INT(remove(below(at, names[i])), 0);
    jb_buf_fini(&at->lines);
    jb_arena_fini(&at->arena);
}

/* Whether a state that has these lines thinks that nothing is to do. */
static bool stands(memory *at, jb_str lines)
{
    jb_arena arena = {0};
    jb_state *state = jb_state_new(at->base, 0, &arena);
    jb_state_load(state, lines);
    bool is_so = jb_state_stands(state, "r.md", settings);
    jb_state_close(state);
    jb_arena_fini(&arena);
    return is_so;
}

/* Whether the lines tell what was surveyed; T_TRUE that they tell nothing else. */
static bool knows(memory *at, jb_str lines)
{
    jb_arena arena = {0};
    jb_state *state = jb_state_new(at->base, 0, &arena);
    jb_state_load(state, lines);
    const jb_state_survey *survey = jb_state_survey_of(state, "r.md", settings);
    if (survey) {
        T_EQ_STR(survey->name, "2024/a\tb");
        T_EQ_STR(survey->date, "2024-05-06");
        T_EQ_STR(survey->order, "x\x1F");
        T_TRUE(survey->is_wanted);
    }
    jb_state_close(state);
    jb_arena_fini(&arena);
    return survey != NULL;
}

T_TEST(state_kept)
{
    memory at;
    begin(&at);
    jb_state *state = jb_state_new(at.base, 0, &at.arena);
    jb_state_take(state, "r.md", jb_buf_str(&at.lines));
    jb_buf saved = {0}, part = {0}, news = {0};
    jb_state_save(state, 0, 1, &saved);
    T_TRUE(stands(&at, jb_buf_str(&at.lines)) && knows(&at, jb_buf_str(&at.lines)));
    T_TRUE(stands(&at, jb_buf_str(&saved)) && knows(&at, jb_buf_str(&saved)));
    jb_state_news(state, &news);
    T_TRUE(stands(&at, jb_buf_str(&news)));
    /* of a shard that the report is not of: only the survey */
    uint32_t other = jb_state_stands(state, "r.md", settings);
    for (uint32_t i = 0, kept = 0; i < 3; i++) {
        jb_buf_clear(&part);
        jb_state_save(state, i, 3, &part);
        kept += stands(&at, jb_buf_str(&part));
        T_TRUE(knows(&at, jb_buf_str(&part)));
        T_TRUE(i < 2 || kept == other);
    }
    jb_buf_fini(&saved);
    jb_buf_fini(&part);
    jb_buf_fini(&news);
    jb_state_close(state);
    end(&at);
}

/* Cut anywhere, and the rest taken for a whole line, as that of a run that died is: the
 * picture that has changed must not go unnoticed. */
T_TEST(state_torn)
{
    memory at;
    begin(&at);
    put_file(&at, "a.png", "another");
    jb_str lines = jb_buf_str(&at.lines);
    T_TRUE(!stands(&at, lines));
    for (size_t len = 0; len < lines.len; len++) {
        jb_buf torn = {0};
        jb_buf_put_str(&torn, jb_str_slice(lines, 0, len));
        jb_buf_putc(&torn, '\n');
        if (stands(&at, jb_buf_str(&torn)))
            unit_fail(__FILE__, __LINE__, "stands when cut after %zu", len);
        (void)knows(&at, jb_buf_str(&torn));
        jb_buf_fini(&torn);
    }
    end(&at);
}

T_TEST(state_changed)
{
    static const char bits[] = {1, 2, 9, 16, 64};
    memory at;
    begin(&at);
    put_file(&at, "a.png", "another");
    for (size_t i = 0; i < at.lines.len; i++)
        for (size_t k = 0; k < JB_COUNT(bits); k++) {
            at.lines.at[i] = (char)(at.lines.at[i] ^ bits[k]);
            if (stands(&at, jb_buf_str(&at.lines)))
                unit_fail(__FILE__, __LINE__, "stands with bits %d of %zu", bits[k], i);
            (void)knows(&at, jb_buf_str(&at.lines));
            at.lines.at[i] = (char)(at.lines.at[i] ^ bits[k]);
        }
    end(&at);
}

T_TEST(state_hostile)
{
    static const char *const texts[] = {
        "",
        "\n",
        "\t",
        "R",
        "R\t\n",
        "G\n",
        "Q\t\n",
        "F\t\t\n",
        "F\n\n\n",
        "X\ta\tb\n",
        "R\tr.md\t\n",
        "\t\t\t\t\t\t\t\t\n",
        "R\tr.md\t00000000000000000000000000000000\t00000000000000000000000000000000\n",
        "F\t00000000000000000000000000000001\t-1\t999999999999999999999999\tx\tf\t/\n"};
    static const char *const names[] = {"../x", "/x", "a/../../x", "a//x", "."};
    memory at;
    begin(&at);
    for (size_t i = 0; i < JB_COUNT(texts); i++)
        T_TRUE(!stands(&at, jb_str_of(texts[i])) && !knows(&at, jb_str_of(texts[i])));
    for (size_t i = 0; i < JB_COUNT(names); i++) {
        jb_buf line = {0};
        const jb_state_survey survey = {.settings = settings,
                                        .input = jb_digest_of(JB_STR("report")),
                                        .date = "",
                                        .name = names[i],
                                        .order = ""};
        jb_state_write_survey("r.md", &survey, &line);
        T_TRUE(!knows(&at, jb_buf_str(&line)));
        jb_buf_fini(&line);
    }
    end(&at);
}

/* A worker's lines about reports of others are not believed. */
T_TEST(state_others)
{
    memory at;
    begin(&at);
    jb_state *state = jb_state_new(at.base, 0, &at.arena);
    jb_state_take(state, "q.md", jb_buf_str(&at.lines));
    T_TRUE(!jb_state_stands(state, "r.md", settings));
    T_TRUE(!jb_state_survey_of(state, "r.md", settings));
    jb_state_close(state);
    end(&at);
}
