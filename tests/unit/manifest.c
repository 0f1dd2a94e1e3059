/* Manifests: what is written is read again, and nothing else is. */
#include "job/manifest.h"

#include "unit.h"

static const char *const words[] = {"\xE7\x99\xBD\xE9\x85\x92", "a \"b\"\\\n\x01"};

static jb_manifest_record sample(const char *id)
{
    static jb_manifest_file files[] = {
        {"pdf", "2024/a.pdf", 123456789012, 7, {1, 2}},
        {"txt", "2024/a.txt", 0, 0, {UINT64_MAX, 0}},
    };
    static const char *codes[] = {"600519.SH"};
    jb_manifest_record record = {.id = id,
                                 .source = "in/a.yaml",
                                 .key = {3, 4},
                                 .warnings = 2,
                                 .milliseconds = 12,
                                 .memory = 9000,
                                 .title = words[1],
                                 .date = "2024-02-29"};
    record.tags.items = (const char **)words;
    record.tags.count = JB_COUNT(words);
    record.codes.items = codes;
    record.codes.count = 1;
    record.files.items = files;
    record.files.count = 2;
    return record;
}

static void check_line(const jb_manifest_record *record)
{
    jb_arena arena = {0};
    jb_manifest *manifest = jb_manifest_new(&arena);
    jb_buf line = {0}, again = {0};
    jb_manifest_line(record, &line);
    T_TRUE(jb_manifest_parse(manifest, jb_buf_str(&line)));
    const jb_manifest_record *read = jb_manifest_find(manifest, record->id);
    T_TRUE(read != NULL);
    if (read)
        jb_manifest_line(read, &again);
    T_EQ_STR(again.at ? again.at : "", line.at);
    jb_buf_fini(&line);
    jb_buf_fini(&again);
    jb_arena_fini(&arena);
}

T_TEST(manifest_lines)
{
    jb_manifest_record record = sample("a/b.yaml");
    check_line(&record);
    jb_manifest_record failed = {.id = "x",
                                 .verdict = JB_MANIFEST_MEMORY,
                                 .status = JB_STATUS_BAD_INPUT,
                                 .message = "report-memory",
                                 .text = "too much",
                                 .place = "x:1:2",
                                 .errors = 1};
    check_line(&failed);
}

/* No record cut off anywhere is read, so that a journal's torn last line is none. */
T_TEST(manifest_torn)
{
    jb_arena arena = {0};
    jb_manifest *manifest = jb_manifest_new(&arena);
    jb_manifest_record record = sample("a");
    jb_buf line = {0};
    jb_manifest_line(&record, &line);
    for (size_t len = 0; len + 1 < line.len; len++)
        if (jb_manifest_parse(manifest, (jb_str){line.at, len}))
            T_EQ_INT(len, -1);
    T_EQ_INT(manifest->records.count, 0);
    jb_buf_fini(&line);
    jb_arena_fini(&arena);
}

static bool is_read(const char *text)
{
    jb_arena arena = {0};
    jb_manifest *manifest = jb_manifest_new(&arena);
    bool is_sound = jb_manifest_parse(manifest, jb_str_of(text));
    T_EQ_INT(manifest->records.count, is_sound);
    jb_arena_fini(&arena);
    return is_sound;
}

T_TEST(manifest_unsound)
{
    T_TRUE(is_read("{\"id\":\"a\",\"verdict\":\"done\"}"));
    T_TRUE(is_read(" { \"id\" : \"\\ud83d\\ude00\\u4E2D\\/\" , \"verdict\":\"done\","
                   "\"new\":[1.5e-3,{\"x\":[]},null,\"\\\"\"]}\n"));
    T_TRUE(!is_read("{\"id\":\"a\"}"));
    T_TRUE(!is_read("{\"id\":\"\",\"verdict\":\"done\"}"));
    T_TRUE(!is_read("{\"id\":\"a\",\"verdict\":\"nearly\"}"));
    T_TRUE(!is_read("{\"id\":\"a\",\"verdict\":\"done\",}"));
    T_TRUE(!is_read("{\"id\":\"a\" \"verdict\":\"done\"}"));
    T_TRUE(!is_read("{\"id\":\"a\",\"verdict\":\"done\"}}"));
    T_TRUE(!is_read("{\"id\":\"\\u0000\",\"verdict\":\"done\"}"));
    T_TRUE(!is_read("{\"id\":\"\\ud83d\",\"verdict\":\"done\"}"));
    T_TRUE(!is_read("{\"id\":\"\xFF\",\"verdict\":\"done\"}"));
    T_TRUE(!is_read("{\"id\":\"a\",\"verdict\":\"done\",\"warnings\":4294967296}"));
    T_TRUE(!is_read("{\"id\":\"a\",\"verdict\":\"done\",\"warnings\":-1}"));
    T_TRUE(!is_read("{\"id\":\"a\",\"verdict\":\"done\",\"key\":\"12\"}"));
}

static bool takes_path(const char *path)
{
    char line[200];
    snprintf(line, sizeof line,
             "{\"id\":\"a\",\"verdict\":\"done\",\"files\":[{\"format\":\"pdf\","
             "\"path\":\"%s\",\"size\":1}]}",
             path);
    return is_read(line);
}

T_TEST(manifest_paths)
{
    T_TRUE(takes_path("a.pdf"));
    T_TRUE(takes_path("a/..b/c.pdf"));
    T_TRUE(!takes_path(""));
    T_TRUE(!takes_path("/a.pdf"));
    T_TRUE(!takes_path("../a.pdf"));
    T_TRUE(!takes_path("a/../../b.pdf"));
    T_TRUE(!takes_path("a//b.pdf"));
    T_TRUE(!takes_path("a/./b.pdf"));
    T_TRUE(!takes_path("a/"));
}

/* Deep nesting must not exhaust the stack. */
T_TEST(manifest_deep)
{
    enum { DEEP = 100000 };
    char *text = malloc(DEEP + 40);
    int at = snprintf(text, 40, "{\"id\":\"a\",\"verdict\":\"done\",\"x\":");
    memset(text + at, '[', DEEP);
    text[at + DEEP] = 0;
    T_TRUE(!is_read(text));
    free(text);
}

T_TEST(manifest_whole)
{
    jb_arena arena = {0};
    jb_manifest *manifest = jb_manifest_new(&arena), *again = jb_manifest_new(&arena);
    jb_manifest_record first = sample("b"), second = sample("a");
    jb_manifest_shard shard = {2, 8}, read = {0, 0};
    jb_buf text = {0}, twice = {0};
    jb_manifest_put(manifest, &first);
    jb_manifest_put(manifest, &second);
    jb_manifest_put(manifest, &first);
    jb_manifest_text(manifest, shard, &text);
    T_TRUE(jb_manifest_scan(again, jb_buf_str(&text), &read));
    T_EQ_INT(read.index, 2);
    T_EQ_INT(read.count, 8);
    T_EQ_INT(again->records.count, 2);
    jb_manifest_text(again, shard, &twice);
    T_EQ_STR(twice.at, text.at);
    T_TRUE(strstr(text.at, "\n{\"id\":\"a\"") < strstr(text.at, "\n{\"id\":\"b\""));
    T_TRUE(!jb_manifest_scan(again, (jb_str){text.at, text.len - 4}, &read));
    T_TRUE(!jb_manifest_scan(again, JB_STR("{}"), &read));
    jb_buf_fini(&text);
    jb_buf_fini(&twice);
    jb_arena_fini(&arena);
}
