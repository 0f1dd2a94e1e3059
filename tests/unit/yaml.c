/* data/yaml.c, data/scalar.c, data/yaml_fault.c and data/val.c. */
#include <time.h> /* before base.h, which bans names in it */

#include "base/vec.h"
#include "data/packed.h"
#include "data/yaml.h"
#include "unit.h"

typedef struct loaded {
    jb_arena arena;
    jb_sources *sources;
    jb_diag *diag;
    const jb_val *val;
    jb_buf out;
} loaded;

static void doc_read(loaded *doc, jb_str bytes)
{
    memset(doc, 0, sizeof *doc);
    doc->sources = jb_source_table(&doc->arena);
    doc->diag = jb_diag_new(&doc->arena);
    uint32_t source = jb_source_add(doc->sources, "t.yaml", bytes);
    doc->val = jb_yaml_read(doc->sources, source, 0, bytes.len, &doc->arena, doc->diag);
}

static void doc_fini(loaded *doc)
{
    jb_buf_fini(&doc->out);
    jb_arena_fini(&doc->arena);
}

static const char *doc_dump(loaded *doc)
{
    jb_buf_clear(&doc->out);
    if (doc->val)
        jb_val_dump(doc->val, doc->sources, &doc->out);
    return doc->out.at ? doc->out.at : "";
}

/* The source bytes that a stretch of a value's text came from. */
static const char *doc_source(loaded *doc, const char *key, const char *needle)
{
    const jb_val *val = jb_val_find(doc->val, key);
    size_t at = jb_str_find(val->text, needle);
    T_TRUE(at < val->text.len);
    jb_span span = jb_val_span_in(val, doc->sources, at, strlen(needle));
    jb_str bytes = jb_source_bytes(doc->sources, span.source);
    return jb_str_dup(&doc->arena, jb_str_slice(bytes, span.begin, span.end));
}

T_TEST(yaml_tree)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"", "map of 0 @1:1\n"},
        {"# nur\n", "map of 0 @1:1\n"},
        {"a: 1\nb: [x, y]\n",
         "map of 2 @1:1\n  \"a\": \"1\" @1:4\n  \"b\": list of 2 @2:4\n"
         "    - \"x\" @2:5\n    - \"y\" @2:8\n"},
        {"标题: 甲\n页: ~\n",
         "map of 2 @1:1\n  \"标题\": \"甲\" @1:5\n  \"页\": \"~\" @2:4 null\n"},
        {"a: >\n  汉字\n  汉字 x\n  y\n\n  下\n   缩\n  z\n",
         "map of 1 @1:1\n  \"a\": \"汉字汉字 x y\\n下\\n 缩\\nz\\n\" @1:4 block\n"},
        {"a: 中文\n  汉字\n  Latin\n  word 汉 字\n",
         "map of 1 @1:1\n  \"a\": \"中文汉字 Latin word 汉 字\" @1:4\n"},
        {"a: 他说“好”\n  然后\n", "map of 1 @1:1\n  \"a\": \"他说“好”然后\" @1:4\n"},
        {"a: 한국\n  한국\n", "map of 1 @1:1\n  \"a\": \"한국 한국\" @1:4\n"},
        {"a: '它''是\n  中'\n", "map of 1 @1:1\n  \"a\": \"它'是中\" @1:4 quoted\n"},
        {"a: \"中\\u4E2D\\\n  x\n  汉\"\n",
         "map of 1 @1:1\n  \"a\": \"中中x 汉\" @1:4 quoted\n"},
        {"\xEF\xBB\xBF"
         "a: |\r\n  x\r\n\r\n   y\r\nb: 中\r\n  文\r\n",
         "map of 2 @1:1\n  \"a\": \"x\\n\\n y\\n\" @1:4 block\n  \"b\": \"中文\" @5:4\n"},
        {"a: &x [1]\nb: *x\n",
         "map of 2 @1:1\n  \"a\": list of 1 @1:4\n    - \"1\" @1:8\n"
         "  \"b\": list of 1 @1:4\n    - \"1\" @1:8\n"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        loaded doc;
        doc_read(&doc, jb_str_of(cases[i].text));
        T_EQ_STR(doc_dump(&doc), cases[i].want);
        T_EQ_INT(jb_diag_count(doc.diag, JB_SEVERITY_WARNING), 0);
        doc_fini(&doc);
    }
}

T_TEST(yaml_faults)
{
    static const struct {
        const char *text, *id;
        unsigned line, column;
    } cases[] = {
        {"标题：天然气\n日期: 2026\n", "yaml-wide-colon", 1, 3},
        {"日期: 2026\n标题：天然气\n来源: x\n", "yaml-wide-colon", 2, 3},
        {"日期: 2026\n标题：天然气\n", "yaml-wide-colon", 2, 3},
        {"标题：x\n", "yaml-wide-colon", 1, 3},
        {"来源:\n  出品方：示例\n  页数: 34\n", "yaml-wide-colon", 2, 6},
        {"标题:天然气\n日期: 2026\n", "yaml-tight-colon", 1, 3},
        {"a:\n- *ST海源\n", "yaml-alias-text", 2, 3},
        {"- *ST\n", "yaml-alias-text", 1, 3},
        {"- &某\n", "yaml-alias-text", 1, 3},
        {"a: &x [*x]\n", "yaml-alias-text", 1, 8},
        {"标题: AI: 应用\n", "yaml-second-colon", 1, 5},
        {"- [1] 见\n", "yaml-bracket-text", 1, 3},
        {"注: [1] 见\nb: 2\n", "yaml-bracket-text", 1, 4},
        {"涨幅: %涨幅\n", "yaml-first-character", 1, 5},
        {"%涨幅: 3\n", "yaml-first-character", 1, 1},
        {"a: @x\n", "yaml-first-character", 1, 4},
        {"a: - x\n", "yaml-first-character", 1, 4},
        {"a: !重要 x\n", "yaml-first-character", 1, 4},
        {"a:\n  b: 1\n\tc: 2\n", "yaml-tab", 3, 1},
        {"a: 1\nb: 2\na: 3\n", "yaml-duplicate", 3, 1},
        {"a: {x: 1, x: 2}\n", "yaml-duplicate", 1, 11},
        {"a: >5%\n", "yaml-block-header", 1, 4},
        {"a: \"AI\" 应用\n", "yaml-quote-text", 1, 4},
        {"a: \"没有\nb: c\n", "yaml-quote-open", 1, 4},
        {"a: \"\\q\"\n", "yaml-escape", 1, 5},
        {"a: \"\\0\"\n", "yaml-control", 1, 4},
        {"a: \x01\n", "yaml-control", 1, 4},
        {"a: [1, 2\nb: 3\n", "yaml-bracket-open", 1, 4},
        {"a:\n  b: 1\n c: 2\n", "yaml-indent", 3, 2},
        {"<<: {a: 1}\n", "yaml-merge", 1, 1},
        {"[a]: 1\n", "yaml-key-not-text", 1, 1},
        {"a: 1\n---\nb: 2\n", "yaml-second-document", 2, 1},
        {"a: \xC0\xAF\n", "yaml-utf8", 1, 4},
        {"a: \xED\xA0\x80\n", "yaml-utf8", 1, 4},
        {"a: \xEF\xBF\xBE\n", "yaml-control", 1, 4},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        loaded doc;
        char want[64];
        snprintf(want, sizeof want, "t.yaml:%u:%u: error: ", cases[i].line,
                 cases[i].column);
        doc_read(&doc, jb_str_of(cases[i].text));
        T_TRUE(!doc.val);
        T_EQ_INT(jb_diag_count(doc.diag, JB_SEVERITY_ERROR), 1);
        T_EQ_INT(jb_diag_count_id(doc.diag, jb_diag_find(jb_str_of(cases[i].id))), 1);
        jb_diag_write(doc.diag, doc.sources, JB_MESSAGES_EN, JB_DIAG_TEXT, false,
                      &doc.out);
        doc.out.at[strlen(want)] = '\0';
        T_EQ_STR(doc.out.at, want);
        doc_fini(&doc);
    }
}

T_TEST(yaml_collects_semantic_faults)
{
    loaded doc;
    doc_read(&doc, JB_STR("a: 1\na: 2\nb: {c: 1, c: 2}\n<<: 1\n"));
    T_EQ_INT(jb_diag_count(doc.diag, JB_SEVERITY_ERROR), 3);
    doc_fini(&doc);
}

T_TEST(yaml_warns_of_lost_text)
{
    static const struct {
        const char *text;
        int want;
    } cases[] = {{"a: 排名 #1\n", 1}, {"a: #1\n", 1},           {"- 排名 #一\n", 1},
                 {"a: x # y\n", 0},   {"a: '排名 #1'\n", 0},    {"a: 排名#1\n", 0},
                 {"#x\na: 1\n", 0},   {"a:\n  #x\n  b: 1\n", 0}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        loaded doc;
        doc_read(&doc, jb_str_of(cases[i].text));
        T_EQ_INT(jb_diag_count_id(doc.diag, JB_DIAG_YAML_COMMENT), cases[i].want);
        T_TRUE(doc.val != NULL);
        doc_fini(&doc);
    }
}

T_TEST(yaml_places_in_text)
{
    loaded doc;
    doc_read(&doc, JB_STR("标题: 中文 abc\n"
                          "q: \"x\\ty汉\\u4E2D字\"\n"
                          "s: '一''二'\n"
                          "l: |\n"
                          "  第一行\n"
                          "\n"
                          "    缩进\n"
                          "  末行\n"
                          "f: >-\n"
                          "  折行\n"
                          "  继续 word\n"
                          "  tail\n"
                          "p: 多行\n"
                          "   文字\n"));
    T_EQ_STR(doc_source(&doc, "标题", "文"), "文");
    T_TRUE(jb_val_find(doc.val, "标题")->is_verbatim);
    T_EQ_STR(doc_source(&doc, "q", "y汉"), "y汉");
    T_EQ_STR(doc_source(&doc, "q", "字"), "字");
    T_EQ_STR(doc_source(&doc, "s", "二"), "二");
    T_EQ_STR(doc_source(&doc, "l", "第一行"), "第一行");
    T_EQ_STR(doc_source(&doc, "l", "缩进"), "缩进");
    T_EQ_STR(doc_source(&doc, "l", "末行"), "末行");
    T_EQ_STR(doc_source(&doc, "f", "继续"), "继续");
    T_EQ_STR(doc_source(&doc, "f", "行继"), "行\n  继");
    T_EQ_STR(doc_source(&doc, "f", "tail"), "tail");
    T_EQ_STR(doc_source(&doc, "p", "文字"), "文字");
    doc_fini(&doc);
}

T_TEST(yaml_part_of_a_source)
{
    jb_arena arena = {0};
    jb_sources *sources = jb_source_table(&arena);
    jb_diag *diag = jb_diag_new(&arena);
    jb_str bytes = JB_STR("---\n标题: 甲\n---\n正文: [\n");
    uint32_t source = jb_source_add(sources, "t.md", bytes);
    const jb_val *val = jb_yaml_read(sources, source, 4, 4 + 12, &arena, diag);
    const jb_val *title = jb_val_find(val, "标题");
    T_TRUE(title && jb_str_is(title->text, "甲"));
    T_EQ_INT(jb_source_place(sources, title->span).line, 2);
    jb_arena_fini(&arena);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Each bomb is refused with its own message, and soon. */
static void refused(const jb_buf *text, jb_diag_id id)
{
    loaded doc;
    double begin = seconds();
    doc_read(&doc, jb_buf_str(text));
    T_TRUE(!doc.val);
    T_EQ_INT(jb_diag_count_id(doc.diag, id), 1);
    T_TRUE(seconds() - begin <
           2.0); /* 0.1 s in a release build; slack for sanitizers */
    doc_fini(&doc);
}

T_TEST(yaml_bombs)
{
    enum { MANY = 1000000 };
    jb_buf text = {0};
    for (int i = 0; i < MANY; i++)
        jb_buf_putc(&text, '[');
    refused(&text, JB_DIAG_YAML_DEPTH);
    jb_buf_clear(&text);
    for (int i = 0; i < MANY; i++)
        jb_buf_puts(&text, "- ");
    refused(&text, JB_DIAG_YAML_DEPTH);
    jb_buf_clear(&text);
    for (int i = 0; i < MANY; i++)
        jb_buf_printf(&text, "- &a%d x\n", i);
    refused(&text, JB_DIAG_YAML_ANCHORS);
    jb_buf_clear(&text);
    jb_buf_puts(&text, "a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 26; i++) {
        jb_buf_printf(&text, "%c: &%c [", 'a' + i, 'a' + i);
        for (int k = 0; k < 9; k++)
            jb_buf_printf(&text, "%s*%c", k ? "," : "", 'a' + i - 1);
        jb_buf_puts(&text, "]\n");
    }
    refused(&text, JB_DIAG_YAML_EXPANSION);
    jb_buf_clear(&text);
    for (int i = 0; i < 500000; i++)
        jb_buf_puts(&text, "- 1\n");
    refused(&text, JB_DIAG_YAML_VALUES);
    jb_buf_clear(&text);
    jb_buf_puts(&text, "a: |\n ");
    for (int i = 0; i < 17 << 16; i++)
        jb_buf_puts(&text, "xxxxxxxxxxxxxxxx");
    refused(&text, JB_DIAG_YAML_TEXT_SIZE);
    jb_buf_clear(&text);
    jb_buf_puts(&text,
                "a: &a [x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x]\nb: [*a");
    for (int i = 0; i < 100; i++)
        jb_buf_puts(&text, ",*a");
    jb_buf_puts(&text, "]\n");
    refused(&text, JB_DIAG_YAML_EXPANSION);
    jb_buf_fini(&text);
}

T_TEST(yaml_alias_depth_counts)
{
    jb_buf text = {0};
    jb_buf_puts(&text, "a: &a ");
    for (int i = 0; i < 40; i++)
        jb_buf_putc(&text, '[');
    for (int i = 0; i < 40; i++)
        jb_buf_putc(&text, ']');
    jb_buf_puts(&text, "\nb: ");
    for (int i = 0; i < 40; i++)
        jb_buf_putc(&text, '[');
    jb_buf_puts(&text, "*a");
    for (int i = 0; i < 40; i++)
        jb_buf_putc(&text, ']');
    refused(&text, JB_DIAG_YAML_DEPTH);
    jb_buf_fini(&text);
}

static bool is_same_span(jb_span a, jb_span b)
{
    return a.source == b.source && a.begin == b.begin && a.end == b.end;
}

/* Whether two trees are the same, member by member. */
static bool is_same_tree(const jb_val *a, const jb_val *b)
{
    bool same = a->kind == b->kind && is_same_span(a->span, b->span) &&
                jb_str_equal(a->text, b->text) && a->is_quoted == b->is_quoted &&
                a->is_literal == b->is_literal && a->is_verbatim == b->is_verbatim &&
                a->is_null == b->is_null && a->piece_count == b->piece_count &&
                !a->pieces == !b->pieces && a->count == b->count &&
                !a->items == !b->items && !a->pairs == !b->pairs;
    for (size_t i = 0; same && i < a->piece_count; i++)
        same = a->pieces[i].text == b->pieces[i].text &&
               a->pieces[i].source == b->pieces[i].source;
    for (size_t i = 0; same && a->items && i < a->count; i++)
        same = is_same_tree(a->items[i], b->items[i]);
    for (size_t i = 0; same && a->pairs && i < a->count; i++)
        same = jb_str_equal(a->pairs[i].key, b->pairs[i].key) &&
               is_same_span(a->pairs[i].key_span, b->pairs[i].key_span) &&
               is_same_tree(a->pairs[i].value, b->pairs[i].value);
    return same;
}

/* What is built in is what the file gives; an edited file is read. */
T_TEST(yaml_packed)
{
    T_TRUE(jb_packed_files_count >= 3);
    for (size_t i = 0; i < jb_packed_files_count; i++) {
        jb_str bytes = {jb_packed_files[i].text, jb_packed_files[i].len};
        jb_buf edited = {0};
        jb_buf_put_str(&edited, bytes);
        jb_buf_puts(&edited, "# edited\n");
        T_TRUE(jb_packed_find(bytes) == &jb_packed_files[i]);
        T_TRUE(jb_packed_find(jb_buf_str(&edited)) == NULL);
        T_TRUE(jb_packed_find(jb_str_slice(bytes, 0, bytes.len - 1)) == NULL);
        loaded packed, read;
        doc_read(&packed, bytes);
        doc_read(&read, jb_buf_str(&edited));
        T_TRUE(is_same_tree(packed.val, read.val));
        doc_fini(&packed);
        doc_fini(&read);
        jb_buf_fini(&edited);
    }
}

/* Folds, escapes, blocks, null, nesting: through the C that is written and back. */
T_TEST(yaml_packed_words)
{
    static const char text[] =
        "a: \"x\\u7532\\n\"\nb:\n  - 'it''s'\n  - |\n    one\n    two\n"
        "  - one\n    two\n  - ~\n  - []\n  - {}\n甲: {乙: 丙}\n"
        "\"q\\u0041\": >-\n  f\n  g\n";
    loaded doc;
    doc_read(&doc, jb_str_of(text));
    jb_buf code = {0};
    jb_packed_write(doc.val, jb_str_of(text), 7, &code);
    jb_buf bytes = {0};
    JB_VEC(uint32_t) words = {0};
    unsigned long number[2];
    const char *at = strstr(code.at, "text_7[] = {") + 12;
    for (char *end; (number[0] = strtoul(at, &end, 10), end != at); at = end + 1)
        jb_buf_putc(&bytes, (char)number[0]);
    at = strstr(code.at, "words_7[] = {") + 13;
    for (char *end; (number[0] = strtoul(at, &end, 10), end != at); at = end + 1)
        jb_vec_push(&doc.arena, &words, (uint32_t)number[0]);
    T_EQ_INT(sscanf(strstr(code.at, "LEN_7"), "LEN_7 = %lu, COUNT_7 = %lu", &number[0],
                    &number[1]),
             2);
    jb_packed packed = {bytes.at, (uint32_t)number[0], (uint32_t)number[1],
                        words.items};
    T_EQ_INT(packed.len, strlen(text));
    T_TRUE(is_same_tree(jb_packed_read(&packed, 1, &doc.arena), doc.val));
    jb_buf_fini(&code);
    jb_buf_fini(&bytes);
    doc_fini(&doc);
}
