/* data/markdown.c, data/mend.c and data/mdinline.c: trees as short texts, the notes
 * that repairs give, and places. */
#include "data/markdown.h"
#include "data/mdtext.h"
#include "unit.h"

typedef struct parsed {
    jb_arena arena;
    jb_sources *sources;
    jb_diag *diag;
    jb_md *md;
    jb_buf out;
} parsed;

static void md_read(parsed *p, jb_str text)
{
    memset(p, 0, sizeof *p);
    p->sources = jb_source_table(&p->arena);
    p->diag = jb_diag_new(&p->arena);
    uint32_t source = jb_source_add(p->sources, "t.md", text);
    p->md = jb_markdown_read(p->sources, source, 0, text.len, &p->arena, p->diag);
}

static void md_fini(parsed *p)
{
    jb_buf_fini(&p->out);
    jb_arena_fini(&p->arena);
}

/* p(a strong(b)) and so on. */
static void md_render(const jb_md *md, jb_buf *out)
{
    static const char *const names[] = {
        "doc", "h",  "p",    "list", "item", "quote", "pre", "rule", "table",
        "row", "td", "note", "dir",  "",     "/",     "//",  "code", "em",
        "b",   "s",  "a",    "img",  "mark", "sup",   "sub", "ruby", "span"};
    jb_buf_puts(out, names[md->kind]);
    if (md->level)
        jb_buf_printf(out, "%d", md->level);
    if (md->kind == JB_MD_DIRECTIVE)
        jb_buf_printf(out, "<%.*s|%.*s>", (int)md->target.len, md->target.at,
                      (int)md->title.len, md->title.at);
    else if (md->target.len)
        jb_buf_printf(out, "<%.*s>", (int)md->target.len, md->target.at);
    if (md->kind == JB_MD_TEXT) {
        jb_buf_put_str(out, md->text);
        return;
    }
    if (md->kind == JB_MD_SOFT_BREAK || md->kind == JB_MD_HARD_BREAK)
        return;
    jb_buf_putc(out, '(');
    jb_buf_put_str(out, md->text);
    for (const jb_md *child = md->first; child; child = child->next) {
        md_render(child, out);
        if (child->kind < JB_MD_TEXT && child->next)
            jb_buf_putc(out, ' ');
    }
    jb_buf_putc(out, ')');
}

static const char *md_text(parsed *p)
{
    jb_buf_clear(&p->out);
    for (const jb_md *child = p->md->first; child; child = child->next) {
        md_render(child, &p->out);
        if (child->next && child->kind < JB_MD_TEXT)
            jb_buf_putc(&p->out, ' ');
    }
    return p->out.at ? p->out.at : "";
}

typedef struct markdown_case {
    const char *text, *want;
    const char *id; /* the one message that is expected, or NULL for none */
} markdown_case;

static void check_cases(const markdown_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        parsed p;
        md_read(&p, jb_str_of(cases[i].text));
        T_EQ_STR(md_text(&p), cases[i].want);
        size_t all = 0;
        for (int s = JB_SEVERITY_NOTE; s <= JB_SEVERITY_ERROR; s++)
            all += jb_diag_count(p.diag, (jb_severity)s);
        size_t named =
            cases[i].id ? jb_diag_count_id(p.diag, jb_diag_find(jb_str_of(cases[i].id)))
                        : 0;
        if (all != named || (cases[i].id && named == 0))
            unit_fail(__FILE__, __LINE__, "messages of \"%s\": %zu, named %zu",
                      cases[i].text, all, named);
        md_fini(&p);
    }
}

T_TEST(markdown_plain)
{
    static const markdown_case cases[] = {
        {"", "", NULL},
        {"# 题\n\n文 *斜* `c`\n", "h1(题) p(文 em(斜) code(c))", NULL},
        {"a\nb\\\nc", "p(a/b//c)", NULL},
        {"1. 甲\n2. 乙\n", "list1(item(p(甲)) item(p(乙)))", NULL},
        {"3) 甲\n\n   - 乙\n", "list3(item(p(甲) list(item(p(乙)))))", NULL},
        {"> 引\n\n---\n\n```c\nx\n```\n", "quote(p(引)) rule() pre<c>(x\n)", NULL},
        {"|a|b|\n|-|-:|\n|1|`x`|\n", "table(row(td(a) td(b)) row(td(1) td(code(x))))",
         NULL},
        {"[文](http://a.b \"t\")![图](c.png)", "p(a<http://a.b>(文)img<c.png>(图))",
         NULL},
        {"甲[^x]\n\n[^x]: 注\n", "p(甲mark<1>()) note<1>(p(注))", NULL},
        {"~~删~~ ~1~", "p(s(删) ~1~)", NULL},
    };
    check_cases(cases, JB_COUNT(cases));
}

T_TEST(markdown_notation)
{
    static const markdown_case cases[] = {
        {"m^2^ 10^-6^ a^ b^", "p(msup(2) 10sup(-6) a^ b^)", NULL},
        {"H~2~O 3~5年4~6", "p(Hsub(2)O 3~5年4~6)", NULL},
        {"{汉字|hàn zì} {a|b} {汉}", "p(ruby<hàn zì>(汉字) {a|b} {汉})", NULL},
        {"{汉｜hàn}{汉|a|b}{汉|}", "p(ruby<hàn>(汉){汉|a|b}{汉|})", NULL},
        {"用[Tr *x*]{lang=en}的", "p(用span<lang=en>(Tr em(x))的)", NULL},
        {"a]{lang=en}", "p(a]{lang=en})", NULL},
        {"[甲]{着重}、[乙{丙|b}]{name dots}",
         "p(span<着重>(甲)、span<name dots>(乙ruby<b>(丙)))", NULL},
        {"[甲]{dot}", "p([甲]{dot})", "attribute-unknown"},
        {"[甲]{dots bold}", "p(span<dots bold>(甲))", "attribute-unknown"},
        {"[甲]{x, y} [乙]{见下文}", "p([甲]{x, y} [乙]{见下文})", NULL},
        {"E<sup>2</sup><br>F<!-- c --><u>g</u>", "p(Esup(2)//Fspan<underline>(g))",
         NULL},
        {"<b>粗<i>斜</i></b>", "p(b(粗em(斜)))", NULL},
        {"a <x-y>b", "p(a <x-y>b)", "html-kept"},
        {"<sup>2", "p(<sup>2)", "html-kept"},
        {"<div>\n文<br>字\n", "p(<div>/文//字)", "html-kept"},
        {"\\*\\*a\\*\\* &amp; &#65;", "p(**a** & A)", NULL},
    };
    check_cases(cases, JB_COUNT(cases));
}

T_TEST(markdown_repairs)
{
    static const markdown_case cases[] = {
        {"**“文字”**后文", "p(b(“文字”)后文)", "strong-repaired"},
        {"前文**“文字”**", "p(前文b(“文字”))", "strong-repaired"},
        {"**“甲”**后文**重点**再", "p(b(“甲”)后文b(重点)再)", "strong-repaired"},
        {"额 ** 超 90%** 份", "p(额 b(超 90%) 份)", "strong-repaired"},
        {"a** b**c", "p(a b(b)c)", "strong-repaired"},
        {"正 **好** 的**也**是", "p(正 b(好) 的b(也)是)", NULL},
        {"甲**乙", "p(甲**乙)", "strong-left"},
        {"甲\n\n** **\n\n乙", "p(甲) p(乙)", "empty-strong"},
        {"#### ****运营", "h4(运营)", "empty-strong"},
        {"#### ·标题", "h4(标题)", "bullet-dropped"},
        {"### 一、甲\n### ·乙\n### ·丙\n### 二、丁",
         "h3(一、甲) h4(乙) h4(丙) h3(二、丁)", "bullet-dropped"},
        {"## 甲\n### ·乙", "h2(甲) h3(乙)", "bullet-dropped"},
        {"- · 项", "list(item(p(项)))", "bullet-dropped"},
        {"·甲\n·乙\n", "list(item(p(甲)) item(p(乙)))", "bullet-repaired"},
        {"➢ 甲\n\n\xEF\x82\xB7 乙\n", "list(item(p(甲)) item(p(乙)))",
         "bullet-repaired"},
        {"甲\n\n·\n\n乙", "p(甲) p(乙)", "lone-bullet"},
        {"甲\xE2\x80\x8B乙\xEF\xBB\xBF丙", "p(甲乙丙)", "invisible-dropped"},
        {"甲\x01乙", "p(甲乙)", "control-dropped"},
        {"甲\xFF乙", "p(甲\xEF\xBF\xBD乙)", "bytes-replaced"},
        {"　　缩进两字\n", "p(缩进两字)", NULL},
        {"a\r\nb\r\n", "p(a/b)", NULL},
        {"甲\n\n    缩进的文字\n", "p(甲) p(缩进的文字)", "indent-dropped"},
        {"甲\n\n    int x;\n", "p(甲) pre(int x;\n)", NULL},
        {"`** **` `·`\n\n```\n·x\n```\n", "p(code(** **) code(·)) pre(·x\n)", NULL},
        {"甲\n\n[^x]: 注", "p(甲) p([^x]: 注)", "footnote-unused"},
        {"| **“x”**y |\n|---|\n| z |", "table(row(td(b(“x”)y)) row(td(z)))",
         "strong-repaired"},
    };
    check_cases(cases, JB_COUNT(cases));
}

T_TEST(markdown_directives)
{
    static const markdown_case cases[] = {
        {"甲\n::: 表 题｜来源：乙\na | b\n:::\n丙",
         "p(甲) dir<表|题｜来源：乙>(a | b) p(丙)", NULL},
        {"- x\n\n  ::: note\n  y\n  :::\n- z",
         "list(item(p(x) dir<note|>(y)) item(p(z)))", NULL},
        {"::: a\n::: b\nx\n:::\n:::\n", "dir<a|>(::: bx:::)", NULL},
        {"::: a\nx", "dir<a|>(x)", "directive-open"},
        {":::\n", "p(:::)", "directive-stray"},
        {"<!--:0-->", "", NULL},
        {"```\n::: a\n```\n", "pre(::: a\n)", NULL},
    };
    check_cases(cases, JB_COUNT(cases));
}

/* Every text that says it stands in the source must stand there. */
static size_t check_places(parsed *p, const jb_md *md)
{
    size_t verbatim = md->kind == JB_MD_TEXT && md->is_verbatim;
    jb_str bytes = jb_source_bytes(p->sources, 1);
    if (md->is_verbatim)
        T_TRUE(
            jb_str_equal(md->text, jb_str_slice(bytes, md->span.begin, md->span.end)));
    T_TRUE(md->span.begin <= md->span.end);
    for (const jb_md *child = md->first; child; child = child->next)
        verbatim += check_places(p, child);
    return verbatim;
}

T_TEST(markdown_places)
{
    static const char text[] =
        "甲**乙** a a\n·丙&amp;丁\\*戊\xE2\x80\x8B己 **“x”**y\n\n"
        "| a | a |\n|---|---|\n| a \\| b | **a** |\n\n> - x\n>   x [x](x) x\n\n"
        "m^2^ {汉|h} [z]{lang=en} <sup>q</sup>\n";
    parsed p;
    md_read(&p, jb_str_of(text));
    T_TRUE(check_places(&p, p.md) >= 20);
    const jb_md *strong = p.md->first->first->next;
    jb_place place = jb_source_place(p.sources, strong->first->span);
    T_EQ_INT(place.line, 1);
    T_EQ_INT(place.column, 4);
    md_fini(&p);
}

static parsed md_read_repeated(const char *start, const char *part, int times)
{
    parsed p;
    jb_buf text = {0};
    jb_buf_puts(&text, start);
    for (int i = 0; i < times; i++)
        jb_buf_puts(&text, part);
    jb_arena keep = {0};
    jb_str copy = {jb_arena_strndup(&keep, text.at, text.len), text.len};
    jb_buf_fini(&text);
    md_read(&p, copy);
    jb_arena_fini(&keep);
    return p;
}

T_TEST(markdown_limits)
{
    static const struct {
        const char *start, *part;
        int times;
        const char *id;
    } cases[] = {
        {"", "> ", 2000, "markdown-depth"},
        {"", "*_", 2000, NULL},
        {"", "![[]()", 3000, NULL},
        {"", "<?", 3000, NULL},
        {"|", "a|", 90, NULL},
        {"|a|b|\n|-|-|\n", "x\n", 1000, NULL},
        {"|a|b|\n|-|-|\n", "x\n", 110000, "table-too-large"},
        {"", "[^1]\n\n[^1]: x\n\n", 300, NULL},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        parsed p = md_read_repeated(cases[i].start, cases[i].part, cases[i].times);
        if (cases[i].id)
            T_EQ_INT(jb_diag_count_id(p.diag, jb_diag_find(jb_str_of(cases[i].id))), 1);
        T_TRUE(p.md != NULL);
        md_fini(&p);
    }
}

T_TEST(markdown_split)
{
    static const struct {
        const char *text;
        size_t begin, end, body;
    } cases[] = {
        {"---\na: 1\n---\nx", 4, 9, 13},
        {"---\na: 1\n", 0, 0, 0},
        {"x\n---\n", 0, 0, 0},
        {"---\r\na: 1\r\n---\r\nx", 5, 11, 16},
        {"\xEF\xBB\xBF---\na: 1\n---\n", 7, 12, 16},
        {"", 0, 0, 0},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        size_t begin, end, body;
        jb_markdown_split(jb_str_of(cases[i].text), &begin, &end, &body);
        T_EQ_INT(begin, cases[i].begin);
        T_EQ_INT(end, cases[i].end);
        T_EQ_INT(body, cases[i].body);
    }
}

T_TEST(markdown_inlines_only)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"# 甲 *乙*", "# 甲 em(乙)"},
        {"- a\n- b", "- a/- b"},
        {"1. a", "1. a"},
        {"**“x”**y", "b(“x”)y"},
        {"a\n\n  b", "a/b"},
        {"> a\n---", "> a/---"},
        {"| a |\n|---|", "| a |/|---|"},
        {"    x", "x"},
        {"", ""},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        parsed p;
        md_read(&p, JB_STR(""));
        p.md = jb_markdown_read_text(jb_str_of(cases[i].text), JB_NO_SPAN, &p.arena,
                                     p.diag);
        T_EQ_STR(md_text(&p), cases[i].want);
        md_fini(&p);
    }
}

/* What the parser makes of a line, told by one below it, is what is made of it alone. */
static void check_line(jb_str line)
{
    parsed p = {0};
    p.sources = jb_source_table(&p.arena);
    p.diag = jb_diag_new(&p.arena);
    char *both = jb_arena_printf(&p.arena, "%.*s\nx", (int)line.len, line.at);
    uint32_t source = jb_source_add(p.sources, "t.md", jb_str_of(both));
    for (uint32_t from = 0; from < 2; from++) { /* 0: places are not known */
        uint32_t end = (uint32_t)line.len;
        jb_span place = {source, 0, from ? end : end + 100};
        jb_md *alone = jb_markdown_read_text(jb_str_of(jb_str_dup(&p.arena, line)),
                                             place, &p.arena, p.diag);
        place.end = from ? end + 2 : end + 100;
        jb_md *two = jb_markdown_read_text(jb_str_of(both), place, &p.arena, p.diag);
        const jb_md *a = alone->first, *b = two->first;
        T_TRUE(a && !a->next && b && b->next && b->next->kind == JB_MD_SOFT_BREAK);
        if (!a || !b)
            continue;
        T_EQ_INT(a->kind, b->kind);
        T_EQ_STR(a->text.at, b->text.at);
        T_EQ_INT(a->span.begin, b->span.begin);
        T_EQ_INT(a->span.end, b->span.end);
        T_EQ_INT(a->is_verbatim, b->is_verbatim);
        T_EQ_INT(a->is_escaped, b->is_escaped);
    }
    T_EQ_INT(jb_diag_count(p.diag, JB_SEVERITY_WARNING), 0);
    md_fini(&p);
}

T_TEST(markdown_plain_lines)
{
    static const char *const pieces[] = {"a",          "Z",
                                         "0",          " ",
                                         "  ",         ".",
                                         ",",          ":",
                                         ";",          "(",
                                         ")",          "%",
                                         "+",          "-",
                                         "/",          "=",
                                         "?",          "'",
                                         "\"",         "#",
                                         "$",          "@",
                                         "1.",         "- ",
                                         "# ",         "http://a.b/c",
                                         "\u7532",     "\u3000",
                                         "\u00a0",     "\u201c",
                                         "\u2014",     "\uff5c",
                                         "\uff0a",     "\u1680",
                                         "\u205f",     "\u00b7",
                                         "\u2022",     "e\u0301",
                                         "\U0001F600", "\U00020000",
                                         "\u200d",     "\ufe0f",
                                         "\u00ad"};
    size_t plain = 0;
    uint32_t seed = 7;
    for (size_t i = 0; i < 4000; i++) {
        jb_buf line = {0};
        /* First each alone, before and behind a letter. */
        if (i < 3 * JB_COUNT(pieces)) {
            jb_buf_puts(&line, i % 3 == 1 ? "x" : "");
            jb_buf_puts(&line, pieces[i / 3]);
            jb_buf_puts(&line, i % 3 == 2 ? "x" : "");
        }
        for (size_t left = i < 3 * JB_COUNT(pieces) ? 0 : 1 + i % 9; left; left--) {
            seed = seed * 1664525u + 1013904223u;
            jb_buf_puts(&line, pieces[(seed >> 16) % JB_COUNT(pieces)]);
        }
        if (jb_mdtext_is_plain(jb_buf_str(&line))) {
            plain++;
            check_line(jb_buf_str(&line));
        }
        jb_buf_fini(&line);
    }
    T_TRUE(plain > 2000);
    static const char *const others[] = {
        "",     " a",    "a ",    "\u3000a",  "\u00a0a",  "a\\",     "a&b",
        "a*b",  "a_b",   "a`b",   "a[b",      "a]b",      "a<b",     "a>b",
        "a~b",  "a^b",   "a{b",   "a}b",      "a!b",      "a|b",     "a\tb",
        "a\nb", "a\x7f", "a\xff", "a\u200bb", "a\u2028b", "\ufeffa", "a\xc2\x85"};
    for (size_t i = 0; i < JB_COUNT(others); i++)
        T_TRUE(!jb_mdtext_is_plain(jb_str_of(others[i])));
}
