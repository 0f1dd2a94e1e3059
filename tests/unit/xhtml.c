/* Blocks as XHTML: marks of pages at their bytes, footnotes, lists, tables, directions. Whole
 * reports are in tests/golden (CASE.xhtml). */
#include "out/xhtml.h"

#include "flow_rig.h"
#include "unit.h"

static void plain_look(void *state, jb_markup *to, const jb_style *style,
                       const char *role)
{
    (void)state;
    (void)style;
    jb_markup_attr(to, "class", role);
}

static const char *no_picture(void *state, uint32_t asset)
{
    (void)state;
    (void)asset;
    return NULL;
}

static const char *any_link(void *state, const char *target)
{
    (void)state;
    return strcmp(target, "#nowhere") == 0 ? NULL : target;
}

typedef struct writing {
    rig rig;
    jb_book_page pages[8];
    jb_book_part part;
    bool is_vertical;
    jb_buf out;
} writing;

static void begin(writing *at)
{
    memset(at, 0, sizeof *at);
    rig_begin(&at->rig);
}

static void add_page(writing *at, const jb_block *block, const char *byte,
                     const char *label)
{
    at->pages[at->part.page_count++] = (jb_book_page){{block, byte}, label};
}

/* What the whole report becomes; `types`: with epub:type. */
static const char *written_in(writing *at, const char *lang, bool types)
{
    rig *rig = &at->rig;
    jb_sheet_apply(rig->sheet, lang, rig->root, &rig->arena);
    at->part.root = rig->root;
    at->part.assets = &rig->assets;
    at->part.sheet = rig->sheet;
    at->part.lang = lang;
    at->part.pages = at->pages;
    jb_xhtml_dialect dialect = {.has_epub_types = types,
                                .is_vertical = at->is_vertical,
                                .look = plain_look,
                                .picture = no_picture,
                                .link = any_link};
    jb_markup markup = {.out = &at->out};
    jb_xhtml *xhtml = jb_xhtml_open(&at->part, &dialect, "a-", &markup, &rig->arena);
    for (const jb_block *block = rig->root->first; block; block = block->next)
        jb_xhtml_block(xhtml, block);
    jb_xhtml_notes(xhtml);
    jb_xhtml_end(xhtml);
    T_EQ_INT(jb_xhtml_pages(xhtml), at->part.page_count);
    T_EQ_INT(markup.depth, 0);
    return at->out.at ? at->out.at : "";
}

static const char *written(writing *at)
{
    return written_in(at, "zh-Hans", false);
}

static void end(writing *at)
{
    jb_buf_fini(&at->out);
    rig_end(&at->rig);
}

static const char *text_at(const jb_block *para, size_t byte)
{
    return para->inlines->text.at + byte;
}

#define MARK(n)                                                                        \
    "<span role=\"doc-pagebreak\" id=\"a-page-" n "\" aria-label=\"" n "\"></span>"

T_TEST(xhtml_pages_in_text)
{
    writing at;
    begin(&at);
    jb_block *first = rig_para(&at.rig, at.rig.root, "paragraph", "甲乙丙丁");
    jb_block *second = rig_para(&at.rig, at.rig.root, "paragraph", "戊己");
    add_page(&at, first, NULL, "1");
    add_page(&at, first, text_at(first, 3), "2");
    add_page(&at, first, text_at(first, 6), "3");
    add_page(&at, second, NULL, "4");
    T_EQ_STR(written(&at),
             "<p class=\"paragraph\">" MARK("1") "甲" MARK("2") "乙" MARK(
                 "3") "丙丁</p>\n<p class=\"paragraph\">" MARK("4") "戊己"
                                                                    "</p>\n");
    end(&at);
}

/* Pages that nothing begins on come before the next one; places that are not met are not
 * lost. */
T_TEST(xhtml_pages_nowhere)
{
    writing at;
    begin(&at);
    jb_block *first = rig_para(&at.rig, at.rig.root, "paragraph", "甲");
    jb_block *second = rig_para(&at.rig, at.rig.root, "paragraph", "乙");
    static const jb_block hidden = {.kind = JB_BLOCK_PARA};
    add_page(&at, first, NULL, "1");
    add_page(&at, first, "elsewhere", "2");
    add_page(&at, NULL, NULL, "3");
    add_page(&at, &hidden, NULL, "4");
    add_page(&at, second, NULL, "5");
    add_page(&at, NULL, NULL, "6");
    T_EQ_STR(written(&at), "<p class=\"paragraph\">" MARK("1") "甲" MARK(
                               "2") "</p>\n<p class=\"paragraph\">" MARK("3") MARK("4")
                               MARK("5") "乙</p>\n" MARK("6"));
    end(&at);
}

/* Within lists, tables and code, only where a mark may stand. */
T_TEST(xhtml_pages_in_containers)
{
    writing at;
    begin(&at);
    jb_block *list =
        jb_block_add(&at.rig.arena, at.rig.root, JB_BLOCK_LIST, "list", JB_NO_SPAN);
    jb_block *item = rig_item(&at.rig, list, "1.", "甲乙");
    jb_block *table = rig_table(&at.rig, 2, 0);
    jb_block *row = rig_row(&at.rig, table, "一|二");
    jb_block *code =
        jb_block_add(&at.rig.arena, at.rig.root, JB_BLOCK_CODE, "code", JB_NO_SPAN);
    code->text = JB_STR("a\nb\nc");
    add_page(&at, list, NULL, "1");
    add_page(&at, item->first, text_at(item->first, 3), "2");
    add_page(&at, row, NULL, "3");
    add_page(&at, row->last->first, NULL, "4");
    add_page(&at, code, code->text.at + 2, "5");
    T_EQ_STR(
        written(&at),
        "<ol class=\"list\">\n<li class=\"item\">" MARK("1") "<p class=\"paragraph\"><span class=\"label\">1. </span>甲" MARK(
            "2") "乙</p>\n</li>\n"
                 "</ol>\n<div class=\"exhibit\">\n<div class=\"table-scroll\">\n"
                 "<table class=\"table\">\n<tbody><tr><td class=\"short\">" MARK(
                     "3") "一</td><td class=\"short\">" MARK("4") "二</td></tr>\n</tbody></table></div>\n</div>\n"
                                                                  "<pre class=\"code\"><code>a\n" MARK(
                                                                      "5") "b\nc</code></pre>\n");
    end(&at);
}

static jb_inline *add_inline(writing *at, jb_block *para, jb_inline_kind kind)
{
    jb_inline **last = &para->inlines;
    while (*last)
        last = &(*last)->next;
    *last = JB_NEW(&at->rig.arena, jb_inline);
    (*last)->kind = kind;
    return *last;
}

static jb_inline *add_note(writing *at, jb_block *para, int number, const char *text)
{
    jb_inline *mark = add_inline(at, para, JB_INLINE_NOTE);
    mark->number = number;
    if (!text)
        return mark;
    mark->note = jb_block_add(&at->rig.arena, NULL, JB_BLOCK_GROUP, "note", JB_NO_SPAN);
    rig_para(&at->rig, mark->note, "note-text", text);
    return mark;
}

/* Inner notes follow their own; a second mark leads to the same text. */
T_TEST(xhtml_notes)
{
    writing at;
    begin(&at);
    jb_block *para = rig_para(&at.rig, at.rig.root, "paragraph", "甲");
    jb_inline *first = add_note(&at, para, 1, "注一");
    add_note(&at, first->note->first, 2, "注二");
    add_note(&at, para, 3, "注三");
    add_note(&at, para, 1, NULL);
    const char *out = written_in(&at, "zh-Hans", true);
    T_TRUE(strstr(out,
                  "甲<sup class=\"note-mark\"><a href=\"#a-note-1\" "
                  "epub:type=\"noteref\" role=\"doc-noteref\" id=\"a-mark-1\">1</a>"
                  "</sup>") != NULL);
    T_TRUE(strstr(out,
                  "<a href=\"#note-1\" epub:type=\"noteref\" role=\"doc-noteref\">1"
                  "</a></sup></p>") != NULL);
    T_TRUE(strstr(out, "<section class=\"notes\" epub:type=\"footnotes\">\n"
                       "<aside class=\"note\" id=\"a-note-1\" epub:type=\"footnote\" "
                       "role=\"doc-footnote\">\n<p class=\"note-text\">"
                       "<a href=\"#a-mark-1\" epub:type=\"backlink\" "
                       "role=\"doc-backlink\" class=\"label\">1 </a>注一") != NULL);
    const char *one = strstr(out, "id=\"a-note-1\""),
               *two = strstr(out, "id=\"a-note-2\""),
               *three = strstr(out, "id=\"a-note-3\"");
    T_TRUE(one && two && three && one < two && two < three);
    end(&at);
}

static jb_inline *add_inner(writing *at, jb_inline *outer, const char *text)
{
    outer->first = jb_inlines_of_text(jb_str_of(text), JB_NO_SPAN, &at->rig.arena);
    return outer;
}

T_TEST(xhtml_inlines)
{
    writing at;
    begin(&at);
    jb_block *para = rig_para(&at.rig, at.rig.root, "paragraph", "一\u2028二<&>");
    add_inner(&at, add_inline(&at, para, JB_INLINE_RUBY), "汉字")->text =
        JB_STR("hàn  zì");
    add_inner(&at, add_inline(&at, para, JB_INLINE_RUBY), "汉字")->text =
        JB_STR("かんじ");
    add_inner(&at, add_inline(&at, para, JB_INLINE_WARICHU), "夹");
    add_inner(&at, add_inline(&at, para, JB_INLINE_WARICHU), "〔夹〕");
    add_inner(&at, add_inline(&at, para, JB_INLINE_LINK), "链")->target = "#s1";
    add_inner(&at, add_inline(&at, para, JB_INLINE_LINK), "断")->target = "#nowhere";
    add_inner(&at, add_inline(&at, para, JB_INLINE_SPAN), "span")->target = "en";
    T_EQ_STR(
        written(&at),
        "<p class=\"paragraph\">一<br/>二&lt;&amp;&gt;"
        "<ruby>汉<rt>hàn</rt>字<rt>zì</rt></ruby><ruby>汉字<rt>かんじ</rt></ruby>"
        "（<small class=\"warichu\">夹</small>）<small class=\"warichu\">〔夹〕</small>"
        "<a href=\"#s1\">链</a>断<span lang=\"en\">span</span></p>\n");
    end(&at);
}

/* dir stands where the direction changes only. */
T_TEST(xhtml_direction)
{
    writing at;
    begin(&at);
    rig_para(&at.rig, at.rig.root, "paragraph", "שלום");
    rig_para(&at.rig, at.rig.root, "paragraph", "English");
    T_EQ_STR(written_in(&at, "he", false),
             "<p class=\"paragraph\">שלום</p>\n"
             "<p class=\"paragraph\" dir=\"ltr\">English</p>\n");
    end(&at);
    begin(&at);
    rig_para(&at.rig, at.rig.root, "paragraph", "שלום");
    rig_para(&at.rig, at.rig.root, "paragraph", "中文");
    T_EQ_STR(written(&at), "<p class=\"paragraph\" dir=\"rtl\">שלום</p>\n"
                           "<p class=\"paragraph\">中文</p>\n");
    end(&at);
}

/* Columns of figures come in a style that ends at the right; a box's copy holds the
 * table's space. */
static void align_look(void *state, jb_markup *to, const jb_style *style,
                       const char *role)
{
    (void)state;
    (void)role;
    static const char *const names[] = {"none", "left", "centre", "right", "justify"};
    jb_markup_attr(to, "class", names[style->setting.align]);
    if (style->box.before)
        jb_markup_attr(to, "title", style->name);
}

T_TEST(xhtml_columns)
{
    writing at;
    begin(&at);
    jb_block *table = rig_table(&at.rig, 2, 0);
    rig_row(&at.rig, table, "2024|1.5");
    rig_row(&at.rig, table, "2025|-12.25%");
    jb_sheet_apply(at.rig.sheet, "zh", at.rig.root, &at.rig.arena);
    at.part = (jb_book_part){.root = at.rig.root,
                             .assets = &at.rig.assets,
                             .sheet = at.rig.sheet,
                             .lang = "zh"};
    jb_xhtml_dialect dialect = {
        .look = align_look, .picture = no_picture, .link = any_link};
    jb_markup markup = {.out = &at.out};
    jb_xhtml_block(jb_xhtml_open(&at.part, &dialect, "", &markup, &at.rig.arena),
                   table);
    T_EQ_STR(at.out.at,
             "<div class=\"left\" title=\"table-box\">\n"
             "<div class=\"table-scroll\">\n<table class=\"left\">\n<tbody>"
             "<tr><td class=\"left\">2024</td><td class=\"right\">1.5</td></tr>\n"
             "<tr><td class=\"left\">2025</td><td class=\"right\">-12.25%</td>"
             "</tr>\n</tbody></table></div>\n</div>\n");
    end(&at);
}

/* What a table does on a narrow screen is decided by its content. */
T_TEST(xhtml_narrow_tables)
{
    static const struct {
        const char *row, *class;
        size_t columns;
    } cases[] = {
        {"甲|乙", "<div class=\"table-scroll\">", 2},
        {"装置在五月中旬结束检修|供给恢复快于预期，短期内价格承压，但跌幅有限，建议继续观察",
         "<div class=\"table-scroll table-stacks\">", 2},
        {"时间|供给恢复快于预期，短期内价格承压，但跌幅有限，建议继续观察",
         "<div class=\"table-scroll\">", 2},
        {"1|2|3|4|5", "<div class=\"table-scroll table-wide\" tabindex=\"0\">", 5},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        writing at;
        begin(&at);
        rig_row(&at.rig, rig_table(&at.rig, cases[i].columns, 0), cases[i].row);
        T_TRUE(strstr(written(&at), cases[i].class) != NULL);
        end(&at);
    }
}

/* CLREQ 3.2.3: numbers of two digits stand upright, longer ones and those within words
 * are turned with their words. */
T_TEST(xhtml_upright)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"12月", "<span class=\"upright\">12</span>月"},
        {"共38项，98",
         "共<span class=\"upright\">38</span>项，<span class=\"upright\">98</span>"},
        {"5月，2024年，G20，5.12，12%，12:30，3-12", NULL},
        {"“12”", "“<span class=\"upright\">12</span>”"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        writing at;
        begin(&at);
        at.is_vertical = true;
        rig_para(&at.rig, at.rig.root, "paragraph", cases[i].text);
        const char *want = cases[i].want ? cases[i].want : cases[i].text;
        T_EQ_STR(
            written(&at),
            jb_arena_printf(&at.rig.arena, "<p class=\"paragraph\">%s</p>\n", want));
        end(&at);
    }
}
