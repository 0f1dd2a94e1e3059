/* data/field.c and data/field_date.c. */
#include "data/field.h"

#include "base/map.h"
#include "data/yaml.h"
#include "kind/kinds.h"
#include "kind/meta.h"
#include "style/props.h"
#include "unit.h"

typedef struct author {
    jb_field_text name, mail;
} author;

static const jb_field author_fields[] = {
    {.name = "name",
     .aliases = "姓名",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(author, name),
     .is_required = true},
    {.name = "mail", .type = JB_FIELD_TEXT, .offset = offsetof(author, mail)},
};
static const jb_field_table author_table = {"author", sizeof(author), author_fields,
                                            JB_COUNT(author_fields)};

typedef struct source {
    jb_field_text publisher;
    int pages;
} source;

static const jb_field source_fields[] = {
    {.name = "publisher",
     .aliases = "出品方",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(source, publisher)},
    {.name = "pages",
     .aliases = "页数",
     .type = JB_FIELD_INT,
     .offset = offsetof(source, pages),
     .min = 1,
     .max = 9999},
};
static const jb_field_table source_table = {"source", sizeof(source), source_fields,
                                            JB_COUNT(source_fields)};

typedef struct paper {
    jb_field_text title, date;
    int align, position;
    bool authorised;
    jb_length size;
    jb_colour colour;
    jb_field_texts tags;
    source source;
    jb_field_structs authors;
    const jb_val *body;
} paper;

#define PAPER(member) offsetof(paper, member)
static const jb_field paper_fields[] = {
    {.name = "title",
     .aliases = "标题|题目",
     .type = JB_FIELD_TEXT,
     .offset = PAPER(title),
     .is_required = true,
     .help = "the title"},
    {.name = "date", .aliases = "日期", .type = JB_FIELD_DATE, .offset = PAPER(date)},
    {.name = "align",
     .aliases = "对齐",
     .type = JB_FIELD_CHOICE,
     .offset = PAPER(align),
     .choices = "left=左|right=右|centre=center=居中"},
    {.name = "position", .type = JB_FIELD_INT, .offset = PAPER(position)},
    {.name = "authorised", .type = JB_FIELD_BOOL, .offset = PAPER(authorised)},
    {.name = "size", .type = JB_FIELD_LENGTH, .offset = PAPER(size)},
    {.name = "colour", .type = JB_FIELD_COLOUR, .offset = PAPER(colour)},
    {.name = "key-points",
     .aliases = "要点",
     .type = JB_FIELD_TEXTS,
     .offset = PAPER(tags)},
    {.name = "source",
     .aliases = "来源",
     .type = JB_FIELD_STRUCT,
     .offset = PAPER(source),
     .table = &source_table},
    {.name = "authors",
     .aliases = "作者",
     .type = JB_FIELD_STRUCTS,
     .offset = PAPER(authors),
     .table = &author_table},
    {.name = "body", .aliases = "正文", .type = JB_FIELD_VALUE, .offset = PAPER(body)},
};
static const jb_field_table paper_table = {"paper", sizeof(paper), paper_fields,
                                           JB_COUNT(paper_fields)};

typedef struct bound_paper {
    jb_arena arena;
    jb_sources *sources;
    jb_diag *diag;
    const jb_val *val;
    paper paper;
    bool ok;
    jb_buf out;
} bound_paper;

static void bound_read(bound_paper *bound, const char *yaml,
                       const jb_field_renames *renames, jb_field_unknown unknown)
{
    memset(bound, 0, sizeof *bound);
    bound->sources = jb_source_table(&bound->arena);
    bound->diag = jb_diag_new(&bound->arena);
    jb_str text = jb_str_of(yaml);
    uint32_t number = jb_source_add(bound->sources, "t", text);
    bound->val =
        jb_yaml_read(bound->sources, number, 0, text.len, &bound->arena, bound->diag);
    T_TRUE(bound->val != NULL);
    if (bound->val)
        bound->ok =
            jb_field_bind(&paper_table, bound->val, (jb_field_rules){renames, unknown},
                          &bound->paper, &bound->arena, bound->diag);
}

static const char *bound_messages(bound_paper *bound)
{
    jb_buf_clear(&bound->out);
    jb_diag_write(bound->diag, bound->sources, JB_MESSAGES_EN, JB_DIAG_TEXT, false,
                  &bound->out);
    return bound->out.at ? bound->out.at : "";
}

static void bound_fini(bound_paper *bound)
{
    jb_buf_fini(&bound->out);
    jb_arena_fini(&bound->arena);
}

static const char *text_at(bound_paper *bound, jb_field_text text)
{
    return jb_str_dup(&bound->arena, text.text);
}

T_TEST(field_binds)
{
    bound_paper all;
    bound_read(&all,
               "标题: ' 天然气 '\n日期: 2024年2月29日\n对齐: 居中\nposition: ３\n"
               "authorised: 是\nsize: 10.5pt\ncolour: '#1F3A5F'\n要点: 化工、氦气 、\n"
               "来源: {出品方: 示例, Pages: 34}\n作者: 甲、乙\n正文: [x]\n",
               NULL, JB_FIELD_UNKNOWN_ERROR);
    T_EQ_STR(bound_messages(&all), "");
    T_TRUE(all.ok);
    const paper *got = &all.paper;
    T_EQ_STR(text_at(&all, got->title), "天然气");
    T_EQ_STR(text_at(&all, got->date), "2024-02-29");
    T_EQ_INT(got->align, 2);
    T_EQ_INT(got->position, 3);
    T_TRUE(got->authorised);
    T_EQ_INT(got->size.fixed, 10500);
    T_EQ_INT(got->colour, 0x1F3A5F);
    T_EQ_INT(got->tags.count, 2);
    T_EQ_STR(text_at(&all, got->tags.items[1]), "氦气");
    T_EQ_STR(text_at(&all, got->source.publisher), "示例");
    T_EQ_INT(got->source.pages, 34);
    T_EQ_INT(got->authors.count, 2);
    const author *authors = got->authors.items;
    T_EQ_STR(text_at(&all, authors[1].name), "乙");
    T_TRUE(!authors[1].mail.text.at);
    T_TRUE(got->body && got->body->kind == JB_VAL_LIST);
    T_TRUE(jb_field_given(&paper_table, all.val, NULL, "body") == got->body);
    T_TRUE(!jb_field_given(&paper_table, all.val, NULL, "colours"));
    bound_fini(&all);
}

T_TEST(field_texts)
{
    bound_paper all;
    bound_read(&all, "title: x\n要点: |\n  第一、二点\n\n  第三点\n", NULL,
               JB_FIELD_UNKNOWN_ERROR);
    T_EQ_INT(all.paper.tags.count, 2);
    T_EQ_STR(text_at(&all, all.paper.tags.items[0]), "第一、二点");
    jb_field_text last = all.paper.tags.items[1];
    jb_span span =
        jb_val_span_in(last.val, all.sources,
                       (size_t)(last.text.at - last.val->text.at), last.text.len);
    T_EQ_INT(jb_source_place(all.sources, span).line, 5);
    bound_fini(&all);
}

T_TEST(field_absent)
{
    bound_paper all;
    bound_read(&all, "title: x\ndate:\nposition: ~\n", NULL, JB_FIELD_UNKNOWN_ERROR);
    T_TRUE(all.ok && !all.paper.date.text.at);
    T_TRUE(!jb_field_given(&paper_table, all.val, NULL, "date"));
    bound_fini(&all);
}

T_TEST(field_faults)
{
    static const struct {
        const char *yaml, *want;
    } cases[] = {
        {"tilte: x\n", "hint: did you mean title?"},
        {"标: x\n", "error: 标 is no field of a paper [field-unknown]"},
        {"key_point: x\n", "hint: did you mean key-points?"},
        {"date: x\n", "error: the paper has no title (标题) [field-required]"},
        {"title: x\n标题: y\n", "error: 标题 is the same field as title"},
        {"title: [x]\n",
         "error: title must be one text, not a list or map [field-text]"},
        {"title: x\nposition: 3页\n",
         "must be a whole number, not \"3页\" [field-int]"},
        {"title: x\nposition: 99999999999\n", "[field-int]"},
        {"title: x\nsource: {pages: 0}\n", "pages must lie between 1 and 9999, not 0"},
        {"title: x\nsource: 出品方：示例\n", "[yaml-wide-colon]"},
        {"title: x\nsource: y\n", "they are: publisher, pages"},
        {"title: x\nauthors: [{mail: y}]\n", "error: the author has no name (姓名)"},
        {"title: x\nalign: rigth\n",
         "it is one of: left (左), right (右), centre (center) (居中) [field-choice]"},
        {"title: x\nalign: rigth\n", "hint: did you mean right?"},
        {"title: x\nauthorised: vielleicht\n", "[field-bool]"},
        {"title: x\nsize: 3 Äpfel\n", "[field-length]"},
        {"title: x\ncolour: rot\n", "[field-colour]"},
        {"title: x\ndate: 2023-02-29\n", "[field-calendar]"},
        {"title: x\ndate: gestern\n", "[field-date]"},
        {"title: x\nkey-points: {a: b}\n", "[field-texts]"},
        {"title: x\nkey-points: [a, [b]]\n", "[field-text]"},
        {"[x]\n", "error: paper must be a map of fields [field-map]"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        bound_paper all;
        bound_read(&all, cases[i].yaml, NULL, JB_FIELD_UNKNOWN_ERROR);
        T_TRUE(!all.ok);
        const char *messages = bound_messages(&all);
        if (!strstr(messages, cases[i].want))
            T_EQ_STR(messages, cases[i].want);
        bound_fini(&all);
    }
}

T_TEST(field_renames)
{
    static const jb_field_rename items[] = {
        {{"headline", 8}, {"title", 5}},
        {{"reportId", 8}, {"extra", 5}},
        {{"date", 4}, {"", 0}},
    };
    static const jb_field_renames renames = {items, JB_COUNT(items)};
    bound_paper all;
    bound_read(&all, "headline: x\nreportId: 3\ndate: never\nfoo: 1\n", &renames,
               JB_FIELD_UNKNOWN_NOTE);
    T_TRUE(all.ok);
    T_EQ_STR(text_at(&all, all.paper.title), "x");
    T_EQ_INT(jb_diag_count(all.diag, JB_SEVERITY_NOTE), 1);
    T_TRUE(jb_field_given(&paper_table, all.val, &renames, "title") != NULL);
    T_TRUE(!jb_field_given(&paper_table, all.val, &renames, "date"));
    bound_fini(&all);
}

T_TEST(field_dates)
{
    static const struct {
        const char *text, *want; /* want NULL: no such day; "": no date */
    } cases[] = {
        {"2024-02-29", "2024-02-29"},
        {"2024/2/29", "2024-02-29"},
        {"2024.2.9", "2024-02-09"},
        {"2024年2月29日", "2024-02-29"},
        {"2024 年 2 月 9 号", "2024-02-09"},
        {"2024-02-29T09:30:00+08:00", "2024-02-29T09:30:00+08:00"},
        {"2024-02-29T09:30:00Z", "2024-02-29T09:30:00+00:00"},
        {"2024-02-29 9:30", "2024-02-29T09:30:00"},
        {"2024-02-29T09:30:00.123+0800", "2024-02-29T09:30:00+08:00"},
        {"2000-02-29", "2000-02-29"},
        {"1900-02-29", NULL},
        {"2023-02-29", NULL},
        {"2024-13-01", NULL},
        {"2024-04-31", NULL},
        {"2024-01-00", NULL},
        {"2024-01-01T24:00", NULL},
        {"2024-01-01T12:60", NULL},
        {"", ""},
        {"2024", ""},
        {"2024-2", ""},
        {"2024-2/3", ""},
        {"24-2-3", ""},
        {"2024-02-290", ""},
        {"2024-02-29x", ""},
        {"2024年2月29", ""},
        {"2024-02-29T", ""},
        {"2024-02-29T09:30+8", ""},
    };
    jb_arena arena = {0};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_str out = {0};
        bool is_form;
        bool ok = jb_field_date(jb_str_of(cases[i].text), &arena, &out, &is_form);
        T_EQ_INT(ok, cases[i].want && *cases[i].want);
        T_EQ_INT(is_form, !cases[i].want || *cases[i].want);
        if (ok)
            T_EQ_STR(out.at, cases[i].want);
    }
    jb_arena_fini(&arena);
}

T_TEST(field_help)
{
    jb_buf out = {0};
    jb_field_help(&paper_table, &out);
    T_TRUE(strstr(out.at, "title|标题|题目: (required; text) the title\n") != NULL);
    T_TRUE(strstr(out.at, "source|来源: (map of publisher, pages)") != NULL);
    jb_buf_fini(&out);
}

/* Every name of a table, and of those below it, once. */
static void check_names(const jb_field_table *table, jb_arena *arena)
{
    jb_map names = {0};
    for (size_t i = 0; i < table->count; i++) {
        const jb_field *field = &table->fields[i];
        jb_buf list = {0};
        jb_buf_printf(&list, "%s|%s", field->name,
                      field->aliases ? field->aliases : "");
        for (jb_str rest = jb_buf_str(&list); rest.len;) {
            size_t end = jb_str_find(rest, "|");
            jb_str name = jb_str_slice(rest, 0, end);
            rest = jb_str_slice(rest, end + 1, rest.len);
            const char *kept = jb_str_dup(arena, name);
            jb_map_entry *entry = jb_map_put(arena, &names, jb_str_of(kept));
            if (entry->value++)
                T_EQ_STR(kept, "a name of one field");
        }
        jb_buf_fini(&list);
        if (field->table)
            check_names(field->table, arena);
    }
}

T_TEST(field_names_are_one_fields)
{
    jb_arena arena = {0};
    check_names(&jb_meta_table, &arena);
    check_names(&jb_props_block, &arena);
    check_names(&jb_props_inline, &arena);
    check_names(&jb_props_ruby, &arena);
    for (size_t i = 0; i < jb_kinds_count; i++)
        if (jb_kinds_all[i]->fields)
            check_names(jb_kinds_all[i]->fields, &arena);
    jb_arena_fini(&arena);
}
