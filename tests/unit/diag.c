#include "base/diag.h"

#include "unit.h"

typedef struct bench {
    jb_arena arena;
    jb_sources *sources;
    jb_diag *diag;
    jb_buf out;
    uint32_t source;
} bench;

static void set_up(bench *b, const char *text)
{
    *b = (bench){0};
    b->sources = jb_source_table(&b->arena);
    b->diag = jb_diag_new(&b->arena);
    b->source = jb_source_add(b->sources, "r.yaml", jb_str_of(text));
}

static void tear_down(bench *b)
{
    jb_buf_fini(&b->out);
    jb_arena_fini(&b->arena);
}

static const char *write_as(bench *b, jb_messages language, jb_diag_form form)
{
    jb_buf_clear(&b->out);
    jb_diag_write(b->diag, b->sources, language, form, false, &b->out);
    return b->out.at ? b->out.at : "";
}

static jb_span span_of(const bench *b, const char *word)
{
    jb_str bytes = jb_source_bytes(b->sources, b->source);
    uint32_t at = (uint32_t)jb_str_find(bytes, word);
    return (jb_span){b->source, at, at + (uint32_t)strlen(word)};
}

T_TEST(diag_text_with_caret)
{
    bench b;
    set_up(&b, "title: x\n  - 图片：a.png\n");
    jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "a.png"), "a.png");
    T_EQ_STR(write_as(&b, JB_MESSAGES_EN, JB_DIAG_TEXT),
             "r.yaml:2:8: error: no such file: a.png [file-missing]\n"
             "      - 图片：a.png\n"
             "              ^~~~~\n");
    T_EQ_STR(write_as(&b, JB_MESSAGES_ZH, JB_DIAG_TEXT),
             "r.yaml:2:8: 错误：没有这个文件：a.png [file-missing]\n"
             "      - 图片：a.png\n"
             "              ^~~~~\n");
    T_TRUE(jb_diag_failed(b.diag));
    tear_down(&b);
}

T_TEST(diag_wide_text_is_underlined_in_columns)
{
    bench b;
    set_up(&b, "图：缺失");
    jb_diag_add(b.diag, JB_DIAG_FILE_OUTSIDE, span_of(&b, "缺失"), "缺失");
    T_EQ_STR(
        write_as(&b, JB_MESSAGES_EN, JB_DIAG_TEXT),
        "r.yaml:1:3: error: 缺失 lies outside the report's folder [file-outside]\n"
        "    图：缺失\n"
        "        ^~~~\n"
        "hint: copy the file beneath the report's folder and name it from there\n");
    tear_down(&b);
}

T_TEST(diag_without_place)
{
    bench b;
    set_up(&b, "");
    jb_diag_add(b.diag, JB_DIAG_WRITE_FAILED, JB_NO_SPAN, "a.pdf", NULL);
    T_EQ_STR(write_as(&b, JB_MESSAGES_EN, JB_DIAG_TEXT),
             "error: cannot write a.pdf:  [write-failed]\n");
    tear_down(&b);
}

T_TEST(diag_json_lines)
{
    bench b;
    set_up(&b, "a \"b\"\n");
    jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "\"b\""), "\"b\\\x01\n");
    T_EQ_STR(write_as(&b, JB_MESSAGES_EN, JB_DIAG_JSON),
             "{\"id\":\"file-missing\",\"severity\":\"error\",\"path\":\"r.yaml\","
             "\"line\":1,\"column\":3,\"begin\":2,\"end\":5,"
             "\"message\":\"no such file: \\\"b\\\\\\u0001\\n\"}\n");
    tear_down(&b);
}

T_TEST(diag_terminal_is_safe)
{
    bench b;
    set_up(&b, "\x1b[2J\t\xC2\x9B\xE2\x80\xAE\xFFk");
    jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "k"), "\x1b]0;t\x07\n");
    T_EQ_STR(write_as(&b, JB_MESSAGES_EN, JB_DIAG_TEXT),
             "r.yaml:1:9: error: no such file: ␛]0;t␇␊ [file-missing]\n"
             "    ␛[2J ���k\n"
             "            ^\n");
    tear_down(&b);
}

T_TEST(diag_keeps_each_once)
{
    bench b;
    set_up(&b, "abc");
    for (int i = 0; i < 3; i++) {
        jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "b"), "b");
        jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "c"), "b");
        jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "b"), "c");
    }
    T_EQ_INT(jb_diag_count_id(b.diag, JB_DIAG_FILE_MISSING), 3);
    T_EQ_INT(jb_diag_count(b.diag, JB_SEVERITY_ERROR), 3);
    T_EQ_INT(jb_diag_count(b.diag, JB_SEVERITY_WARNING), 0);
    tear_down(&b);
}

T_TEST(diag_sorted_by_place)
{
    bench b;
    set_up(&b, "ab");
    jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "b"), "1");
    jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "a"), "2");
    jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "a"), "3");
    const char *text = write_as(&b, JB_MESSAGES_EN, JB_DIAG_TEXT);
    const char *first = strstr(text, "file: 2"), *second = strstr(text, "file: 3");
    const char *third = strstr(text, "file: 1");
    T_TRUE(first && second && third && first < second && second < third);
    tear_down(&b);
}

T_TEST(diag_caps_one_id)
{
    bench b;
    set_up(&b, "a");
    char number[16];
    for (int i = 0; i < 1234; i++) {
        snprintf(number, sizeof number, "%d", i);
        jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, JB_NO_SPAN, number);
    }
    T_EQ_INT(jb_diag_count_id(b.diag, JB_DIAG_FILE_MISSING), 1234);
    const char *text = write_as(&b, JB_MESSAGES_EN, JB_DIAG_TEXT);
    T_TRUE(strstr(text, "no such file: 999 ") != NULL);
    T_TRUE(strstr(text, "no such file: 1000 ") == NULL);
    T_TRUE(strstr(text, "error: 234 more of this kind are not listed") != NULL);
    text = write_as(&b, JB_MESSAGES_ZH, JB_DIAG_JSON);
    T_TRUE(strstr(text, "\"more\":234,\"message\":\"另有 234 条") != NULL);
    tear_down(&b);
}

T_TEST(diag_long_line_is_cut)
{
    bench b;
    char line[3000];
    memset(line, 'x', sizeof line);
    line[1500] = '!';
    line[sizeof line - 1] = 0;
    set_up(&b, line);
    jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "!"), "a");
    const char *text = write_as(&b, JB_MESSAGES_EN, JB_DIAG_TEXT);
    const char *excerpt = strchr(text, '\n') + 1, *caret = strchr(excerpt, '\n') + 1;
    T_TRUE(jb_str_starts(jb_str_of(excerpt), "    …xxx"));
    T_NEAR((int)(caret - excerpt), 110, 10);
    T_EQ_INT((int)strcspn(caret, "^"), 4 + 1 + 60);
    tear_down(&b);
}

T_TEST(diag_colours)
{
    bench b;
    set_up(&b, "a");
    jb_diag_add(b.diag, JB_DIAG_FILE_MISSING, span_of(&b, "a"), "a");
    jb_diag_write(b.diag, b.sources, JB_MESSAGES_EN, JB_DIAG_TEXT, true, &b.out);
    T_TRUE(strstr(b.out.at, "\033[1;31merror: \033[0m") != NULL);
    tear_down(&b);
}

T_TEST(diag_find_and_explain)
{
    T_EQ_INT(jb_diag_find(JB_STR("write-failed")), JB_DIAG_WRITE_FAILED);
    T_EQ_INT(jb_diag_find(JB_STR("no-such-id")), JB_DIAG_COUNT);
    T_EQ_STR(jb_diag_id_text(JB_DIAG_FILE_OUTSIDE), "file-outside");
    jb_buf out = {0};
    jb_diag_explain(JB_DIAG_FILE_NOT_REGULAR, JB_MESSAGES_EN, &out);
    T_EQ_STR(out.at,
             "error: … is not a regular file [file-not-regular]\n\nOnly regular "
             "files are read; folders, devices, pipes and sockets are not.\n");
    jb_buf_fini(&out);
}

/* Every message must be complete in both languages and have an id of its own. */
T_TEST(diag_messages_are_complete)
{
    for (int i = 0; i < JB_DIAG_COUNT; i++) {
        jb_buf en = {0}, zh = {0};
        jb_diag_explain((jb_diag_id)i, JB_MESSAGES_EN, &en);
        jb_diag_explain((jb_diag_id)i, JB_MESSAGES_ZH, &zh);
        if (!strstr(en.at, "\n\n") || !strstr(zh.at, "\n\n"))
            unit_fail(__FILE__, __LINE__, "%s is not explained",
                      jb_diag_id_text((jb_diag_id)i));
        if (jb_diag_find(jb_str_of(jb_diag_id_text((jb_diag_id)i))) != (jb_diag_id)i)
            unit_fail(__FILE__, __LINE__, "%s is there twice",
                      jb_diag_id_text((jb_diag_id)i));
        jb_buf_fini(&en);
        jb_buf_fini(&zh);
    }
}

T_TEST(diag_nearest)
{
    static const char *const names[] = {"title", "text", "table", "subtitle", "图片"};
    static const struct {
        const char *word, *want;
    } cases[] = {
        {"tilte", "title"},        {"titel", "title"}, {"tabl", "table"},
        {"subtitles", "subtitle"}, {"texts", "text"},  {"heading", NULL},
        {"图像", "图片"},          {"", NULL},         {"t", NULL},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const char *got = jb_diag_nearest(jb_str_of(cases[i].word), names, 5);
        T_EQ_STR(got ? got : "-", cases[i].want ? cases[i].want : "-");
    }
}
