/* Lists: labels in the styles of typography.md J2, nested, from Markdown and YAML. */
#include "base/utf8.h"
#include "kind/lower.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

typedef enum style {
    BULLET,
    DECIMAL,
    CHINESE,
    ORDINAL,
    CIRCLED,
    ALPHA,
    ROMAN,
    BRACKETED
} style;

typedef struct list {
    int style;
    int start;
    const jb_val *items;
} list;

static void put_chinese(jb_buf *into, int number)
{
    static const char *const digits[] = {"",       "\u4e00", "\u4e8c", "\u4e09",
                                         "\u56db", "\u4e94", "\u516d", "\u4e03",
                                         "\u516b", "\u4e5d"};
    if (number >= 1000 || number < 1) {
        jb_buf_printf(into, "%d", number);
        return;
    }
    if (number >= 100) {
        jb_buf_puts(into, digits[number / 100]);
        jb_buf_puts(into, "\u767e");
        if (number % 100 && number % 100 < 10)
            jb_buf_puts(into, "\u3007");
    }
    int rest = number % 100;
    if (rest >= 10) {
        if (rest >= 20 || number >= 100)
            jb_buf_puts(into, digits[rest / 10]);
        jb_buf_puts(into, "\u5341");
    }
    jb_buf_puts(into, digits[rest % 10]);
}

/* Circled to 50, then bracketed. */
static void put_circled(jb_buf *into, int number)
{
    if (number >= 1 && number <= 20)
        jb_buf_put_cp(into, 0x2460u + (uint32_t)number - 1);
    else if (number > 20 && number <= 35)
        jb_buf_put_cp(into, 0x3251u + (uint32_t)number - 21);
    else if (number > 35 && number <= 50)
        jb_buf_put_cp(into, 0x32B1u + (uint32_t)number - 36);
    else
        jb_buf_printf(into, "(%d)", number);
}

static void put_roman(jb_buf *into, int number)
{
    static const struct {
        int value;
        const char *text;
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    if (number < 1 || number > 3999)
        jb_buf_printf(into, "%d", number);
    else
        for (size_t i = 0; i < JB_COUNT(steps); i++)
            for (; number >= steps[i].value; number -= steps[i].value)
                jb_buf_puts(into, steps[i].text);
}

static void put_label(jb_buf *into, style kind, int number)
{
    switch (kind) {
    case BULLET:
        jb_buf_puts(into, "\u2022");
        break;
    case DECIMAL:
        jb_buf_printf(into, "%d.", number);
        break;
    case CHINESE:
        put_chinese(into, number);
        jb_buf_puts(into, "\u3001");
        break;
    case ORDINAL:
        jb_buf_puts(into, "\u7b2c");
        put_chinese(into, number);
        jb_buf_puts(into, "\uff0c");
        break;
    case CIRCLED:
        put_circled(into, number);
        break;
    case ALPHA:
        if (number >= 1 && number <= 26)
            jb_buf_printf(into, "%c.", 'a' + number - 1);
        else
            jb_buf_printf(into, "%d.", number);
        break;
    case ROMAN:
        put_roman(into, number);
        jb_buf_putc(into, '.');
        break;
    case BRACKETED:
        jb_buf_printf(into, "\uff08%d\uff09", number);
        break;
    }
}

static jb_block *add_item(jb_lowering *l, jb_block *parent, style kind, int number,
                          jb_span span)
{
    jb_block *item = jb_block_add(l->into, parent, JB_BLOCK_ITEM, "item", span);
    jb_buf label = {0};
    put_label(&label, kind, number);
    item->u.item.text = jb_arena_strndup(l->into, label.at, label.len);
    item->u.item.is_bullet = kind == BULLET;
    jb_buf_fini(&label);
    return item;
}

void jb_list_from_md(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    jb_block *made = jb_block_add(l->into, parent, JB_BLOCK_LIST, "list", md->span);
    int number = md->level;
    for (const jb_md *child = md->first; child; child = child->next) {
        jb_block *item =
            add_item(l, made, md->is_ordered ? DECIMAL : BULLET, number++, child->span);
        jb_lower_blocks(l, child->first, item, "list-text");
    }
}

static void add_items(jb_lowering *l, const jb_val *items, style kind, int start,
                      jb_block *parent);

/* An item written as a map: its text, and a list of its own. */
static void add_map_item(jb_lowering *l, const jb_val *val, style kind, jb_block *item)
{
    const jb_val *text = NULL, *inner = NULL;
    for (size_t i = 0; i < val->count; i++) {
        jb_str key = val->pairs[i].key;
        if (jb_str_is(key, "items") || jb_str_is(key, "\u5217\u8868") ||
            jb_str_is(key, "list"))
            inner = val->pairs[i].value;
        else if (jb_str_is(key, "text") || jb_str_is(key, "\u6587\u5b57"))
            text = val->pairs[i].value;
        else
            jb_diag_add(l->diag, JB_DIAG_ITEM_KEY, val->pairs[i].key_span,
                        jb_str_dup(l->into, key));
    }
    jb_lower_val(l, text, item, "list-text");
    if (inner)
        add_items(l, inner, kind, 1, item);
}

static void add_lines(jb_lowering *l, const jb_val *val, style kind, int start,
                      jb_block *made)
{
    for (size_t at = 0; at < val->text.len;) {
        jb_str rest = jb_str_slice(val->text, at, val->text.len);
        size_t len = jb_str_find(rest, "\n");
        jb_str line = jb_str_trim(jb_str_slice(rest, 0, len));
        if (line.len) {
            jb_span span = jb_val_span_in(val, l->sources,
                                          (size_t)(line.at - val->text.at), line.len);
            jb_md *md = jb_markdown_read_text(line, span, l->into, l->diag);
            jb_block *item = add_item(l, made, kind, start++, span);
            jb_lower_para(l, item, "list-text", jb_lower_inlines(l, md), span);
        }
        at += len + 1;
    }
}

/* A list within a list belongs to the item before it. */
static void add_items(jb_lowering *l, const jb_val *items, style kind, int start,
                      jb_block *parent)
{
    jb_block *made = jb_block_add(l->into, parent, JB_BLOCK_LIST, "list", items->span);
    if (items->kind == JB_VAL_SCALAR) {
        add_lines(l, items, kind, start, made);
        return;
    }
    for (size_t i = 0; i < items->count; i++) {
        const jb_val *val = items->kind == JB_VAL_LIST ? items->items[i] : items;
        if (val->kind == JB_VAL_LIST) {
            add_items(l, val, BULLET, 1,
                      made->last ? made->last
                                 : add_item(l, made, kind, start++, val->span));
            continue;
        }
        jb_block *item = add_item(l, made, kind, start++, val->span);
        if (val->kind == JB_VAL_MAP)
            add_map_item(l, val, kind, item);
        else
            jb_lower_val(l, val, item, "list-text");
        if (items->kind != JB_VAL_LIST)
            break;
    }
}

static void lower(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    const list *fields = node->fields;
    if (node->md && node->md->kind == JB_MD_LIST)
        jb_list_from_md(l, node->md, parent);
    else if (node->md)
        jb_lower_body(l, node->md, parent, "list-text");
    else if (fields && fields->items)
        add_items(l, fields->items, (style)fields->style,
                  fields->start ? fields->start : 1, parent);
    else if (!fields && node->val)
        add_items(l, node->val, BULLET, 1, parent);
}

static const jb_field fields_of_list[] = {
    {.name = "style",
     .aliases = "\u6837\u5f0f|\u7f16\u53f7",
     .type = JB_FIELD_CHOICE,
     .offset = offsetof(list, style),
     .choices =
         "bullet=\u5706\u70b9|decimal=\u6570\u5b57|chinese=\u4e2d\u6587|ordinal=\u7b2c|circled=\u5e26\u5708|"
         "alpha=\u5b57\u6bcd|roman=\u7f57\u9a6c|bracketed=\u62ec\u53f7",
     .help = "how the items are marked"},
    {.name = "start",
     .aliases = "\u8d77\u59cb",
     .type = JB_FIELD_INT,
     .offset = offsetof(list, start),
     .min = 1,
     .max = 9999,
     .help = "the first number"},
    {.name = "items",
     .aliases = "\u9879|\u6761\u76ee",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(list, items),
     .is_required = true,
     .help = "texts; a list among them belongs to the item before it"},
};
static const jb_field_table table_of_list = {"list\x1F"
                                             "\u5217\u8868",
                                             sizeof(list), fields_of_list,
                                             JB_COUNT(fields_of_list)};

const jb_kind jb_list_kind = {
    .name = "list",
    .aliases = "\u5217\u8868",
    .help = "a list: texts, or style and items",
    .example =
        "- list: {style: ordinal, items: [\u79d1\u666e\u66f4\u5feb, \u56de\u5e94\u66f4\u5feb]}\n",
    .fields = &table_of_list,
    .lower = lower};

/* NOLINTEND(misc-no-recursion) */
