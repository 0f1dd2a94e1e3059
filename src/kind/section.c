/* Headings: levels from the shallowest, numbers of our own where none is written. */
#include "base/utf8.h"
#include "kind/anchors.h"
#include "kind/counter.h"

enum { LEVEL_MAX = 6 };

typedef struct section {
    const jb_val *text;
    int level;
    jb_field_text id;
} section;

/* CLREQ 4.1: first level with the ideographic comma, then in brackets, 1. and (1). */
static void put_number(jb_buf *into, const jb_lowering *l, int level)
{
    int number = l->counters[level - 1];
    if (l->report->meta.numbering == JB_NUMBERING_DECIMAL) {
        for (int i = 0; i < level; i++)
            jb_buf_printf(into, i ? ".%d" : "%d", l->counters[i]);
    } else if (level == 1) {
        jb_counter_put(into, JB_COUNTER_CHINESE, number);
        jb_buf_puts(into, "\u3001");
    } else if (level == 2) {
        jb_buf_puts(into, "\uff08");
        jb_counter_put(into, JB_COUNTER_CHINESE, number);
        jb_buf_puts(into, "\uff09");
    } else if (level == 3) {
        jb_buf_printf(into, "%d.", number);
    } else {
        jb_buf_printf(into, "\uff08%d\uff09", number);
    }
}

static bool is_chinese_digit(uint32_t cp)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341, 0x767E};
    for (size_t i = 0; i < JB_COUNT(digits); i++)
        if (digits[i] == cp)
            return true;
    return false;
}

static bool is_numeral(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19) ||
           is_chinese_digit(cp) || (cp >= 0x2160 && cp <= 0x216B);
}

/* Numerals from *at on, which moves behind them; whether there were any. */
static bool skip_numerals(jb_str text, size_t *at)
{
    size_t from = *at;
    while (*at < text.len) {
        size_t next = *at;
        if (!is_numeral(jb_utf8_next(text, &next)))
            break;
        *at = next;
    }
    return *at > from;
}

static uint32_t next_cp(jb_str text, size_t *at)
{
    return *at < text.len ? jb_utf8_next(text, at) : 0;
}

/* Chapter words behind "the Nth": chapter, part, section, piece, step. */
static bool is_chapter(uint32_t cp)
{
    return cp == 0x7AE0 || cp == 0x90E8 || cp == 0x8282 || cp == 0x7BC7 || cp == 0x6B65;
}

/* Whether a heading begins with a number: 1. 1.1 1, one with comma, bracketed, circled,
 * "the Nth chapter". A bare number (a year) is none. */
static bool has_number(jb_str text)
{
    size_t at = 0;
    uint32_t first = next_cp(text, &at);
    if ((first >= 0x2460 && first <= 0x249B) || (first >= 0x3251 && first <= 0x325F))
        return true;
    if (first == '(' || first == 0xFF08) {
        uint32_t close = skip_numerals(text, &at) ? next_cp(text, &at) : 0;
        return close == ')' || close == 0xFF09;
    }
    if (first == 0x7B2C)
        return skip_numerals(text, &at) && is_chapter(next_cp(text, &at));
    at = 0;
    if (!skip_numerals(text, &at))
        return false;
    uint32_t mark = next_cp(text, &at);
    if (mark != '.' && mark != 0xFF0E)
        return mark == 0x3001 || mark == ')' || mark == 0xFF09;
    if (!skip_numerals(text, &at))
        return true;
    while (next_cp(text, &at) == '.' && skip_numerals(text, &at))
        continue;
    /* 1.1 with a word behind it is a number; 3.5% is not. */
    return at <= text.len &&
           (text.at[at - 1] == ' ' || (unsigned char)text.at[at - 1] >= 0x80);
}

static const char *number_for(jb_lowering *l, const jb_inline *inlines, int level)
{
    if (l->report->meta.numbering == JB_NUMBERING_NONE)
        return "";
    for (int i = level; i < LEVEL_MAX; i++)
        l->counters[i] = 0;
    for (int i = 0; i < level; i++)
        l->counters[i] += i == level - 1 || l->counters[i] == 0;
    jb_buf text = {0}, number = {0};
    jb_inlines_text(inlines, &text);
    const char *result = "";
    if (!has_number(jb_str_trim(jb_buf_str(&text)))) {
        put_number(&number, l, level);
        result = jb_arena_strndup(l->into, number.at, number.len);
    }
    jb_buf_fini(&text);
    jb_buf_fini(&number);
    return result;
}

static void add_heading(jb_lowering *l, jb_block *parent, jb_inline *inlines,
                        int written, const jb_field_text *id, jb_span span)
{
    static const char *const roles[] = {"h1", "h2", "h3", "h4"};
    if (!inlines)
        return;
    int level = JB_MIN(JB_MAX(written - l->shallowest + 1, 1), LEVEL_MAX);
    jb_block *heading = jb_block_add(l->into, parent, JB_BLOCK_HEADING,
                                     roles[JB_MIN(level, 4) - 1], span);
    heading->inlines = inlines;
    heading->u.heading.level = level;
    heading->u.heading.number = number_for(l, inlines, level);
    heading->u.heading.anchor = jb_anchors_new(l, id);
    heading->u.heading.in_outline = true;
    heading->u.heading.has_own_anchor = id && id->text.len;
}

/* A name to link to, behind the words: "words {#name}". It is taken off the last text;
 * without such a name the heading's own is returned, empty. */
static jb_field_text take_id(jb_lowering *l, jb_inline *inlines)
{
    static const char open[] = " {#";
    jb_field_text id = {{NULL, 0}, NULL};
    while (inlines && inlines->next)
        inlines = inlines->next;
    if (!inlines || inlines->kind != JB_INLINE_TEXT)
        return id;
    jb_str text = inlines->text;
    size_t at = jb_str_find(text, open);
    if (at == text.len || text.at[text.len - 1] != '}')
        return id;
    id.text = jb_str_slice(text, at + strlen(open), text.len - 1);
    jb_val *val = JB_NEW(l->into, jb_val);
    *val = (jb_val){.kind = JB_VAL_SCALAR, .text = id.text, .span = inlines->span};
    id.val = val;
    inlines->text = jb_str_trim(jb_str_slice(text, 0, at));
    if (inlines->is_verbatim)
        inlines->span.end = inlines->span.begin + (uint32_t)inlines->text.len;
    return id;
}

void jb_section_from_md(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    jb_inline *inlines = jb_lower_inlines(l, md);
    jb_field_text id = take_id(l, inlines);
    add_heading(l, parent, inlines, md->level, &id, md->span);
}

static void lower(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    const section *fields = node->fields;
    if (node->md && node->md->kind == JB_MD_HEADING)
        jb_section_from_md(l, node->md, parent);
    else if (node->md)
        jb_lower_body(l, node->md, parent, "paragraph");
    else if (fields)
        add_heading(l, parent, jb_lower_text_of(l, fields->text),
                    fields->level ? fields->level : 1, &fields->id, node->span);
    else
        add_heading(l, parent, jb_lower_text_of(l, node->val), 1, NULL, node->span);
}

static const jb_field fields_of_section[] = {
    {.name = "text",
     .aliases = "\u6587\u5b57|\u6807\u9898|title",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(section, text),
     .is_required = true,
     .help = "the heading"},
    {.name = "level",
     .aliases = "\u7ea7\u522b",
     .type = JB_FIELD_INT,
     .offset = offsetof(section, level),
     .min = 1,
     .max = LEVEL_MAX,
     .help = "1 to 6; the shallowest level present counts as the first"},
    {.name = "id",
     .aliases = "\u7f16\u53f7",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(section, id),
     .help = "a name to link to"},
};
static const jb_field_table table_of_section = {"heading\x1F"
                                                "\u6807\u9898",
                                                sizeof(section), fields_of_section,
                                                JB_COUNT(fields_of_section)};

const jb_kind jb_section_kind = {.name = "h",
                                 .aliases = "\u6807\u9898|\u8282|heading|section",
                                 .help = "a heading: its text, or text and level",
                                 .example = "- h: \u4e24\u5e74\u5bf9\u7167\n",
                                 .fields = &table_of_section,
                                 .lower = lower};
