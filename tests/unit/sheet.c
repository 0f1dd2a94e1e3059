#include "style/sheet.h"

#include "unit.h"

static const char fonts_text[] =
    "name: test\n"
    "families:\n"
    "  - {name: A, files: [{path: a.ttf}], regions: {zh-Hans: 2}}\n"
    "  - {name: B, files: [{path: b.ttf, weight: 700}]}\n"
    "roles: {serif: [A, B], sans: B, mono: [B]}\n";

static const char base_text[] =
    "name: base\n"
    "styles:\n"
    "  body: {size: 10pt, leading: 1.5em}\n"
    "  paragraph: {indent: 2em}\n"
    "  h1: {size: 1.4em, weight: bold, font: sans, before: 1em}\n"
    "  quote paragraph: {indent: 0pt, colour: '#808080'}\n"
    "  table: {table-rule: '1pt #1F3A5F', cell-padding: 4pt 6pt}\n"
    "inline:\n"
    "  strong: {font: sans, weight: bold}\n"
    "  superscript: {size: 0.5em, raise: 0.3em}\n"
    "  link: {colour: '#123456'}\n"
    "header: {left: '{title}', baseline: 40pt, rule: 0.4pt}\n";

typedef struct fixture {
    jb_arena arena;
    jb_sources *sources;
    jb_diag *diag;
    const jb_fontset *fonts;
} fixture;

static void begin(fixture *at)
{
    memset(at, 0, sizeof *at);
    at->sources = jb_source_table(&at->arena);
    at->diag = jb_diag_new(&at->arena);
    uint32_t source = jb_source_add(at->sources, "fonts", jb_str_of(fonts_text));
    at->fonts = jb_fontset_read(at->sources, source, &at->arena, at->diag);
}

static const jb_sheet *read(fixture *at, const char *own)
{
    uint32_t layers[2] = {
        jb_source_add(at->sources, "base", jb_str_of(base_text)),
        jb_source_add(at->sources, "own", jb_str_of(own)),
    };
    return jb_sheet_read(at->sources, layers, 2, at->fonts, &at->arena, at->diag);
}

T_TEST(fontset_read)
{
    fixture at;
    begin(&at);
    T_TRUE(at.fonts != NULL);
    if (at.fonts) {
        T_EQ_INT(at.fonts->role_count, 3);
        T_EQ_INT(jb_fontset_role_of(at.fonts, JB_STR("mono")), 2);
        T_EQ_INT(jb_fontset_role_of(at.fonts, JB_STR("kai")), -1);
        T_EQ_INT(at.fonts->roles[0].family_count, 2);
        T_EQ_INT(at.fonts->families[0].files[0].weight, 400);
        T_EQ_INT(at.fonts->families[0].regions[0].index, 2);
    }
    jb_arena_fini(&at.arena);
}

T_TEST(sheet_of_a_few_lines)
{
    fixture at;
    begin(&at);
    const jb_sheet *sheet =
        read(&at, "measure: 12em\nsize: 10pt\nindent: 0\nalign: left\n"
                  "autospace: 0.25em\nheader: none\nkinsoku: strict\n"
                  "punctuation: banjiao\ntitle-block: none\n");
    T_TRUE(sheet != NULL);
    if (sheet) {
        const jb_frame *frame = jb_sheet_frame(sheet);
        const jb_style *style = jb_sheet_style(sheet, "paragraph");
        T_EQ_INT(frame->width - frame->left - frame->right, 120000);
        T_EQ_INT(frame->exhibit, 120000);
        T_EQ_INT(style->setting.indent, 0);
        T_EQ_INT(style->setting.align, JB_ALIGN_LEFT);
        T_EQ_INT(style->setting.leading, 15000);
        T_EQ_INT(style->setting.autospace.least, 125);
        T_EQ_INT(style->setting.autospace.most, 500);
        T_EQ_INT(style->setting.kinsoku, JB_KINSOKU_STRICT);
        T_EQ_INT(style->setting.punct, JB_PUNCT_BANJIAO);
        T_EQ_STR(jb_sheet_template(&jb_sheet_header(sheet)->left, "zh-Hans"), "");
        T_TRUE(!jb_sheet_shows(sheet, "title-block"));
        T_TRUE(jb_sheet_shows(sheet, "origin"));
    }
    jb_arena_fini(&at.arena);
}

T_TEST(sheet_styles_inherit)
{
    fixture at;
    begin(&at);
    const jb_sheet *sheet =
        read(&at, "styles: {body: {size: 20pt}, h2: {based-on: h1}}\n");
    T_TRUE(sheet != NULL);
    if (sheet) {
        T_EQ_INT(jb_sheet_style(sheet, "paragraph")->setting.indent, 40000);
        T_EQ_INT(jb_sheet_style(sheet, "h2")->type.size, 28000);
        T_EQ_INT(jb_sheet_style(sheet, "h2")->type.weight, 700);
        T_EQ_INT(jb_sheet_style(sheet, "table")->table.outer.colour, 0x1F3A5F);
        T_EQ_INT(jb_sheet_style(sheet, "table")->table.cell_x, 6000);
        T_EQ_STR(jb_sheet_template(&jb_sheet_header(sheet)->left, "zh-Hans"),
                 "{title}");
        T_EQ_INT(jb_sheet_header(sheet)->rule.width, 400);
    }
    jb_arena_fini(&at.arena);
}

T_TEST(sheet_apply)
{
    fixture at;
    begin(&at);
    const jb_sheet *sheet = read(&at, "hide: [origin]\n");
    jb_block origin = {.kind = JB_BLOCK_GROUP, .role = "origin"};
    jb_block quote = {.kind = JB_BLOCK_GROUP, .role = "quote"};
    jb_block root = {
        .kind = JB_BLOCK_GROUP, .role = "report", .first = &origin, .last = &origin};
    jb_inline text = {.kind = JB_INLINE_TEXT};
    jb_inline link = {.kind = JB_INLINE_LINK, .first = &text};
    jb_inline strong = {.kind = JB_INLINE_STRONG, .first = &link};
    jb_block inner = {.kind = JB_BLOCK_PARA,
                      .role = "paragraph",
                      .inlines = &strong,
                      .parent = &quote};
    jb_block other = {.kind = JB_BLOCK_PARA, .role = "paragraph", .parent = &root};
    origin.next = &quote;
    quote.next = &other;
    quote.first = quote.last = &inner;
    root.last = &other;
    T_TRUE(sheet != NULL);
    if (sheet) {
        jb_sheet_apply(sheet, "en", &root, &at.arena);
        T_TRUE(root.first == &quote);
        T_EQ_INT(inner.style->type.colour, 0x808080);
        T_EQ_INT(other.style->type.colour, 0);
        T_EQ_INT(text.style->type.weight, 700);
        T_EQ_INT(text.style->type.colour, 0x123456);
        T_TRUE(text.style == link.style);
        T_EQ_STR(other.style->type.lang, "en");
        T_TRUE(other.style->type.lang == inner.style->type.lang);
    }
    jb_arena_fini(&at.arena);
}

T_TEST(sheet_faults)
{
    static const struct {
        const char *layout;
        jb_diag_id id;
    } cases[] = {
        {"styles: {h1: {font: sens}}\n", JB_DIAG_FONT_ROLE_UNKNOWN},
        {"styles: {h1: {based-on: h2}, h2: {based-on: h1}}\n", JB_DIAG_STYLE_LOOP},
        {"styles: {h1: {based-on: hh}}\n", JB_DIAG_STYLE_BASE_UNKNOWN},
        {"styles: {h1: {fill: blue}}\n", JB_DIAG_STYLE_VALUE},
        {"styles: {h1: {padding: 1pt 2pt 3pt}}\n", JB_DIAG_STYLE_VALUE},
        {"styles: {h1: {size: 0.1pt}}\n", JB_DIAG_STYLE_SIZE},
        {"styles: [a]\n", JB_DIAG_STYLE_NOT_MAP},
        {"inline: {strng: {weight: bold}}\n", JB_DIAG_INLINE_STYLE_UNKNOWN},
        {"page: {width: 100pt}\n", JB_DIAG_PAGE_TOO_SMALL},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        fixture at;
        begin(&at);
        const jb_sheet *sheet = read(&at, cases[i].layout);
        T_TRUE(sheet == NULL);
        T_EQ_INT(jb_diag_count_id(at.diag, cases[i].id), 1);
        jb_arena_fini(&at.arena);
    }
}

T_TEST(sheet_templates_by_language)
{
    static const struct jb_template_text items[] = {
        {"zh", "zh"}, {"zh-Hant", "hant"}, {"en", "en"}, {"ja", "ja"}};
    static const jb_template all = {items, JB_COUNT(items)};
    static const struct jb_template_text one[] = {{"", "any"}, {"ko", "ko"}};
    static const jb_template general = {one, JB_COUNT(one)};
    T_EQ_STR(jb_sheet_template(&all, "zh-Hans"), "zh");
    T_EQ_STR(jb_sheet_template(&all, "zh-Hant-TW"), "hant");
    T_EQ_STR(jb_sheet_template(&all, "en-GB"), "en");
    T_EQ_STR(jb_sheet_template(&all, "fr"), "en");
    T_EQ_STR(jb_sheet_template(&general, "fr"), "any");
    T_EQ_STR(jb_sheet_template(&general, "ko-KR"), "ko");
    T_EQ_STR(jb_sheet_template(&(jb_template){NULL, 0}, "ko"), "");
}
