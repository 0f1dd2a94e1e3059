/* src/kind: reports as core blocks, by their dumps. */
#include "kind/kinds.h"
#include "unit.h"

typedef struct lowered {
    jb_arena arena;
    jb_sources *sources;
    jb_diag *diag;
    jb_report *report;
    jb_block *root;
    jb_buf out;
} lowered;

static void report_read(lowered *r, const char *path, const char *text)
{
    memset(r, 0, sizeof *r);
    r->sources = jb_source_table(&r->arena);
    r->diag = jb_diag_new(&r->arena);
    uint32_t source = jb_source_add(r->sources, path, jb_str_of(text));
    r->report = jb_kinds_read(r->sources, source, NULL, &r->arena, r->diag);
    if (r->report)
        r->root = jb_kinds_lower(r->report, r->sources, &r->arena, r->diag);
}

static void report_fini(lowered *r)
{
    jb_buf_fini(&r->out);
    jb_arena_fini(&r->arena);
}

/* The dump without places, a line a block, from the first block that is no head. */
static const char *report_dump(lowered *r, bool with_head)
{
    jb_buf all = {0};
    for (jb_block *block = r->root ? r->root->first : NULL; block; block = block->next)
        if (with_head || strcmp(block->role, "title-block") != 0)
            jb_block_dump(block, r->sources, &all);
    jb_buf_clear(&r->out);
    jb_buf_puts(&r->out, "");
    for (size_t at = 0; at < all.len;) {
        jb_str rest = jb_str_slice(jb_buf_str(&all), at, all.len);
        size_t len = jb_str_find(rest, "\n");
        jb_str line = jb_str_slice(rest, 0, len);
        size_t indent = 0;
        while (line.at[indent] == ' ')
            indent++;
        size_t kind = jb_str_find(jb_str_slice(line, indent, len), " ") + indent + 1;
        size_t role = jb_str_find(jb_str_slice(line, kind, len), " ") + kind + 1;
        size_t place = jb_str_find(jb_str_slice(line, role, len), " ") + role;
        jb_buf_put_str(&r->out, jb_str_slice(line, 0, indent));
        jb_buf_put_str(&r->out, jb_str_slice(line, kind, role - 1));
        jb_buf_put_str(&r->out, jb_str_slice(line, place, len));
        jb_buf_putc(&r->out, '\n');
        at += len + 1;
    }
    jb_buf_fini(&all);
    return r->out.at ? r->out.at : "";
}

static void check_dump(const char *path, const char *text, const char *want)
{
    lowered r;
    report_read(&r, path, text);
    T_EQ_STR(report_dump(&r, false), want);
    report_fini(&r);
}

T_TEST(kinds_markdown)
{
    check_dump(
        "t.md",
        "---\ntitle: 题\n---\n## 甲\n\n文**粗**\n\n#### 乙\n\n3. a\n4. b\n   - c\n\n"
        "> 引\n\n```\nx\ny\n```\n\n---\n\n[![图](a.png)](http://b)\n",
        "h1 level=1 #s1 \"甲\"\n"
        "paragraph \"文\"[strong \"粗\"]\n"
        "h3 level=3 #s2 \"乙\"\n"
        "list\n"
        "  item label=3.\n"
        "    list-text \"a\"\n"
        "  item label=4.\n"
        "    list-text \"b\"\n"
        "    list\n"
        "      item label=•\n"
        "        list-text \"c\"\n"
        "quote\n"
        "  quote-text \"引\"\n"
        "code \"x\\ny\"\n"
        "rule\n"
        "figure path=a.png width=0\n");
}

T_TEST(kinds_footnotes)
{
    check_dump("t.md",
               "---\ntitle: t\n---\n甲[^a]乙[^b]丙[^a]\n\n[^b]: 二\n\n[^a]: 一\n",
               "paragraph \"甲\"[note 1]\"乙\"[note 2]\"丙\"[note 1]\n"
               "  note\n    note-text \"一\"\n"
               "  note\n    note-text \"二\"\n");
    check_dump("t.yaml", "title: t\nbody:\n  - p: 甲\n  - footnote: 注\n",
               "paragraph \"甲\"[note 1]\n  note\n    note-text \"注\"\n");
    check_dump("t.yaml", /* notes that name each other */
               "title: t\nfootnotes:\n  a: 一[^b]\n  b: 二[^a][^b]\nbody:\n"
               "  - p: 甲[^a]乙[^b]\n",
               "paragraph \"甲\"[note 1]\"乙\"[note 2]\n"
               "  note\n    note-text \"一\"[note 2]\n"
               "      note\n        note-text \"二\"[note 1][note 2]\n");
}

T_TEST(kinds_directives)
{
    check_dump(
        "t.md",
        "---\ntitle: t\n---\n::: 表 涨幅（%）｜来源：甲社｜单位：元\n品种 | 价\n天然气 | "
        "8.85\n:::\n\n::: risk 注意\n- 一\n:::\n\n::: 图 a.png｜题\n:::\n",
        "table columns=2 header=1\n"
        "  caption \"涨幅（%）\"\n"
        "  unit \"单位：\"\"元\"\n"
        "  head-row\n"
        "    head-cell column=0\n      head-cell \"品种\"\n"
        "    head-cell column=1\n      head-cell \"价\"\n"
        "  row\n"
        "    cell column=0\n      cell \"天然气\"\n"
        "    cell column=1\n      cell \"8.85\"\n"
        "  source \"资料来源：\"\"甲社\"\n"
        "callout-risk\n"
        "  callout-title \"注意\"\n"
        "  list\n    item label=•\n      list-text \"一\"\n"
        "figure path=a.png width=0\n"
        "  caption \"题\"\n");
}

T_TEST(kinds_table_spans)
{
    check_dump(
        "t.yaml",
        "标题: t\n正文:\n  - 表:\n      表头: [[甲, {text: 乙, colspan: 2}], [^^, 丙, 丁]]\n"
        "      行: [[1, <, 3], [{text: 4, rowspan: 9}, 5, 6], [7, 8]]\n",
        "table columns=3 header=2\n"
        "  head-row\n"
        "    head-cell column=0 span=1x2\n      head-cell \"甲\"\n"
        "    head-cell column=1 span=2x1\n      head-cell \"乙\"\n"
        "  head-row\n"
        "    head-cell column=1\n      head-cell \"丙\"\n"
        "    head-cell column=2\n      head-cell \"丁\"\n"
        "  row\n"
        "    cell column=0 span=2x1\n      cell \"1\"\n"
        "    cell column=2\n      cell \"3\"\n"
        "  row\n"
        "    cell column=0 span=1x2\n      cell \"4\"\n"
        "    cell column=1\n      cell \"5\"\n"
        "    cell column=2\n      cell \"6\"\n"
        "  row\n"
        "    cell column=1\n      cell \"7\"\n"
        "    cell column=2\n      cell \"8\"\n");
}

T_TEST(kinds_numbers)
{
    static const struct {
        const char *style, *heading, *want;
    } cases[] = {
        {"chinese", "{text: 甲, level: 1}", "一、"},
        {"chinese", "{text: 一、甲, level: 1}", ""},
        {"chinese", "{text: （一）甲, level: 1}", ""},
        {"chinese", "{text: (1) 甲, level: 1}", ""},
        {"chinese", "{text: 1. 甲, level: 1}", ""},
        {"chinese", "{text: 1.1 甲, level: 1}", ""},
        {"chinese", "{text: 1.3.2 甲, level: 1}", ""},
        {"chinese", "{text: ①甲, level: 1}", ""},
        {"chinese", "{text: 第三章 甲, level: 1}", ""},
        {"chinese", "{text: 2024年回顾, level: 1}", "一、"},
        {"chinese", "{text: 3.5%的增速, level: 1}", "一、"},
        {"chinese", "{text: 十年之后, level: 1}", "一、"},
        {"decimal", "{text: 甲, level: 1}", "1"},
        {"none", "{text: 甲, level: 1}", ""},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        lowered r;
        char text[300];
        snprintf(text, sizeof text, "title: t\nnumbering: %s\nbody:\n  - h: %s\n",
                 cases[i].style, cases[i].heading);
        report_read(&r, "t.yaml", text);
        const jb_block *last = r.root ? r.root->last : NULL;
        T_EQ_STR(last && last->kind == JB_BLOCK_HEADING ? last->u.heading.number : NULL,
                 cases[i].want);
        report_fini(&r);
    }
    check_dump(
        "t.md",
        "---\ntitle: t\nnumbering: chinese\n---\n## a\n### b\n### c\n## d\n### e\n#### f\n",
        "h1 level=1 #s1 number=一、 \"a\"\n"
        "h2 level=2 #s2 number=（一） \"b\"\n"
        "h2 level=2 #s3 number=（二） \"c\"\n"
        "h1 level=1 #s4 number=二、 \"d\"\n"
        "h2 level=2 #s5 number=（一） \"e\"\n"
        "h3 level=3 #s6 number=1. \"f\"\n");
}

T_TEST(kinds_list_styles)
{
    static const struct {
        const char *style;
        int number;
        const char *want;
    } cases[] = {
        {"bullet", 1, "•"},        {"decimal", 12, "12."},
        {"chinese", 11, "十一、"}, {"chinese", 101, "一百〇一、"},
        {"chinese", 20, "二十、"}, {"ordinal", 3, "第三，"},
        {"circled", 20, "⑳"},      {"circled", 21, "㉑"},
        {"circled", 50, "㊿"},     {"circled", 51, "(51)"},
        {"alpha", 2, "b."},        {"roman", 14, "xiv."},
        {"bracketed", 4, "（4）"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        lowered r;
        char text[200];
        snprintf(text, sizeof text,
                 "title: t\nbody:\n  - list: {style: %s, start: %d, items: [x]}\n",
                 cases[i].style, cases[i].number);
        report_read(&r, "t.yaml", text);
        T_EQ_STR(r.root ? r.root->last->first->u.item.text : NULL, cases[i].want);
        report_fini(&r);
    }
}

T_TEST(kinds_head)
{
    lowered r;
    report_read(
        &r, "t.yaml",
        "简报: 1\n系列: 周报\n标题: 题\n日期: 2026-06-01\n作者: 张三、李四\n来源:\n  出品方: 甲\n"
        "  原题: 乙\n  页数: 34\n要点: |\n  一。\n  二。\n正文: |\n  文。\n"
        "风险提示: 险。\n免责声明: 免。\n");
    T_EQ_STR(report_dump(&r, true),
             "masthead\n  series \"周报\"\n"
             "title-block\n  title \"题\"\n"
             "  meta-line \"2026年6月1日 · 甲 · 张三、李四 · 原报告34页\"\n"
             "key-points\n  key-point-heading \"核心要点\"\n  list\n"
             "    item label=•\n      key-point \"一。\"\n"
             "    item label=•\n      key-point \"二。\"\n"
             "paragraph \"文。\"\n"
             "risk\n  risk-title \"风险提示\"\n  risk-text \"险。\"\n"
             "origin\n  origin-line \"原报告：甲《乙》，共34页\"\n"
             "disclaimer \"免。\"\n");
    T_EQ_INT(jb_diag_count(r.diag, JB_SEVERITY_ERROR), 0);
    report_fini(&r);
}

/* Front matter of another site: see report-format.md B7. */
T_TEST(kinds_foreign)
{
    static const struct {
        const char *text, *want;
        const char *id;
    } cases[] = {
        {"---\ntitle: \"2025.6.4某行业观察\"\npublishedAt: \"2025-06-04T00:00:00+08:00\"\n---\n文\n",
         "title-block\n  title \"某行业观察\"\n  meta-line \"2025年6月4日\"\nparagraph \"文\"\n",
         "title-date"},
        {"---\ntitle: 2025.6.4观察\npublishedAt: \"2025-06-05\"\n---\n文\n",
         "title-block\n  title \"2025.6.4观察\"\n  meta-line \"2025年6月5日\"\nparagraph \"文\"\n",
         NULL},
        {"---\ntitle: t\nsource: 历史公开研报\nsourceUrl: http://x\n---\n文\n",
         "title-block\n  title \"t\"\nparagraph \"文\"\n", "source-is-label"},
        {"---\ntitle: t\nsummary:\n  - 甲，乙。\n  - 丙\n---\n甲乙\n\n丙丁\n",
         "title-block\n  title \"t\"\nparagraph \"甲乙\"\nparagraph \"丙丁\"\n",
         "points-repeated"},
        {"---\ntitle: t\nsummary:\n  - 甲\n  - 新\n---\n甲乙\n",
         "title-block\n  title \"t\"\nkey-points\n  key-point-heading \"核心要点\"\n"
         "  list\n    item label=•\n      key-point \"甲\"\n"
         "    item label=•\n      key-point \"新\"\nparagraph \"甲乙\"\n",
         NULL},
        {"---\ntitle: t\ndescription: 甲。乙。\n---\n甲\n\n乙\n",
         "title-block\n  title \"t\"\nparagraph \"甲\"\nparagraph \"乙\"\n",
         "abstract-repeated"},
        {"---\ntitle: t\ndescription: 别的话。\n---\n甲\n",
         "title-block\n  title \"t\"\nabstract \"别的话。\"\nparagraph \"甲\"\n", NULL},
        {"# 题 **目**\n\n文\n", "title-block\n  title \"题 目\"\nparagraph \"文\"\n",
         NULL},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        lowered r;
        report_read(&r, "t.md", cases[i].text);
        T_EQ_STR(report_dump(&r, true), cases[i].want);
        if (cases[i].id)
            T_EQ_INT(jb_diag_count_id(r.diag, jb_diag_find(jb_str_of(cases[i].id))), 1);
        T_EQ_INT(jb_diag_count(r.diag, JB_SEVERITY_ERROR), 0);
        report_fini(&r);
    }
}

T_TEST(kinds_own_mapping)
{
    lowered r;
    memset(&r, 0, sizeof r);
    r.sources = jb_source_table(&r.arena);
    r.diag = jb_diag_new(&r.arena);
    jb_str text =
        JB_STR("---\nheadline: 题\npublishedAt: 2026-06-01\nreportId: 3\n---\n文\n");
    uint32_t source = jb_source_add(r.sources, "t.md", text);
    jb_field_rename items[] = {{JB_STR("headline"), JB_STR("title")}};
    jb_field_renames own = {items, 1};
    r.report = jb_kinds_read(r.sources, source, &own, &r.arena, r.diag);
    r.root = jb_kinds_lower(r.report, r.sources, &r.arena, r.diag);
    T_EQ_STR(
        report_dump(&r, true),
        "title-block\n  title \"题\"\n  meta-line \"2026年6月1日\"\nparagraph \"文\"\n");
    T_TRUE(r.report->meta.extra != NULL);
    report_fini(&r);
}

T_TEST(kinds_faults)
{
    static const struct {
        const char *path, *text, *id;
    } cases[] = {
        {"t.yaml", "title: t\nbody:\n  - tabel: {}\n", "kind-unknown"},
        {"t.yaml", "title: t\nbody:\n  - {p: a, h: b}\n", "block-keys"},
        {"t.yaml", "title: t\nbody:\n  - [a]\n", "block-keys"},
        {"t.yaml", "title: t\nbody:\n  - h: [a]\n", "text-wanted"},
        {"t.yaml", "title: t\nbody:\n  - table: {rows: [a]}\n", "row-wanted"},
        {"t.yaml",
         "title: t\nbody:\n  - table: {header: [a], rows: [[{text: x, rowspan: 2}], [1]]}\n",
         "row-too-long"},
        {"t.yaml", "title: t\nbody:\n  - table: {align: [up], rows: [[a]]}\n",
         "align-unknown"},
        {"t.yaml", "title: t\nbody:\n  - list: {items: [{a: b}]}\n", "item-key"},
        {"t.yaml", "title: t\nbody:\n  - figure: {src: a.png, width: 900%}\n",
         "width-bad"},
        {"t.yaml", "title: t\nbody:\n  - footnote: a\n", "footnote-alone"},
        {"t.yaml", "title: t\nbody:\n  - define: a\n", "entries-wanted"},
        {"t.yaml", "- a\n", "report-no-map"},
        {"t.yaml", "body:\n  - a\n", "title-missing"},
        {"t.md", "---\ntitle: t\n---\n::: foo\n:::\n", "kind-unknown"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        lowered r;
        report_read(&r, cases[i].path, cases[i].text);
        if (jb_diag_count_id(r.diag, jb_diag_find(jb_str_of(cases[i].id))) != 1)
            unit_fail(__FILE__, __LINE__, "no [%s] for \"%s\"", cases[i].id,
                      cases[i].text);
        report_fini(&r);
    }
}

/* Every kind's example must be read without a fault, and its names must be its own. */
T_TEST(kinds_examples)
{
    for (size_t i = 0; i < jb_kinds_count; i++) {
        const jb_kind *kind = jb_kinds_all[i];
        char text[1000];
        size_t len = (size_t)snprintf(text, sizeof text, "title: t\nbody:\n  - p: x\n");
        for (const char *line = kind->example; *line;) {
            size_t end = strcspn(line, "\n");
            len += (size_t)snprintf(text + len, sizeof text - len, "  %.*s\n", (int)end,
                                    line);
            line += end + (line[end] != 0);
        }
        lowered r;
        report_read(&r, "t.yaml", text);
        if (!r.root || jb_diag_failed(r.diag))
            unit_fail(__FILE__, __LINE__, "the example of %s has faults", kind->name);
        report_fini(&r);
        T_TRUE(jb_kinds_find(jb_str_of(kind->name)) == kind);
    }
}

T_TEST(kinds_collect)
{
    lowered r;
    report_read(&r, "t.md",
                "---\ntitle: t\n---\n![](a.png)\n\n![](b.png)\n\n![](a.png)\n");
    jb_assets assets;
    jb_kinds_collect(r.root, &r.arena, &assets);
    T_EQ_INT(assets.count, 2);
    T_EQ_STR(assets.items[1].path, "b.png");
    T_EQ_INT(r.root->last->u.figure.asset, 0);
    report_fini(&r);
}
