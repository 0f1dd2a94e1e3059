/* Lists: labels in the styles of typography.md J2, nested, from Markdown and YAML. */
#include "kind/counter.h"
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
    BRACKETED,
    FORMAL,
    STEMS,
    BRACKETED_CHINESE,
    BRACKETED_SIGN,
    STEP
} style;

typedef struct list {
    int style;
    int start;
    const jb_val *items;
} list;

/* A label: a counter between two texts; a bullet has none. `notation`: how a list of such
 * labels is written in Markdown, NULL where Markdown has them itself. In the order of
 * `style`. */
static const struct {
    const char *before;
    jb_counter counter;
    const char *behind;
    const char *notation;
} labels[] = {
    {"\u2022", JB_COUNTER_DECIMAL, "", NULL},
    {"", JB_COUNTER_DECIMAL, ".", NULL},
    {"", JB_COUNTER_CHINESE, "\u3001", "list chinese"},
    {"\u7b2c", JB_COUNTER_CHINESE, "\uff0c", "list ordinal"},
    {"", JB_COUNTER_CIRCLED, "", "list circled"},
    {"", JB_COUNTER_ALPHA, ".", "list alpha"},
    {"", JB_COUNTER_ROMAN, ".", "list roman"},
    {"\uff08", JB_COUNTER_DECIMAL, "\uff09", "list bracketed"},
    {"", JB_COUNTER_FORMAL, "\u3001", "list formal"},
    {"", JB_COUNTER_STEMS, "\u3001", "list stems"},
    {"\uff08", JB_COUNTER_CHINESE, "\uff09", "list bracketed-chinese"},
    {"", JB_COUNTER_BRACKETED_SIGN, "", "list bracketed-sign"},
    {"\u7b2c", JB_COUNTER_CHINESE, "\u6b65", "list step"},
};

static void put_label(jb_buf *into, style kind, int number)
{
    jb_buf_puts(into, labels[kind].before);
    if (kind != BULLET)
        jb_counter_put(into, labels[kind].counter, number);
    jb_buf_puts(into, labels[kind].behind);
}

static jb_block *add_item(jb_lowering *l, jb_block *parent, style kind, int number,
                          jb_span span)
{
    jb_block *item = jb_block_add(l->into, parent, JB_BLOCK_ITEM, "item", span);
    jb_buf label = {0};
    put_label(&label, kind, number);
    item->u.item.text = jb_arena_strndup(l->into, label.at, label.len);
    item->u.item.is_bullet = kind == BULLET;
    item->u.item.is_numbered = kind != BULLET;
    item->u.item.number = number;
    jb_buf_fini(&label);
    return item;
}

/* The box of a task, "[ ] " or "[x] " before an item's text (GFM 5.3), and the item's
 * first paragraph without it; NULL for other items. */
static const char *take_task(jb_lowering *l, const jb_md *first, jb_md *rest)
{
    static const char open[] = "\u2610", done[] = "\u2611";
    enum { BOX = 4 }; /* bytes */
    const jb_md *text = first && first->kind == JB_MD_PARAGRAPH ? first->first : NULL;
    if (!text || text->kind != JB_MD_TEXT || text->is_html || text->is_escaped ||
        text->text.len < BOX)
        return NULL;
    const char *at = text->text.at;
    if (at[0] != '[' || !strchr(" xX", at[1]) || at[2] != ']' || at[3] != ' ')
        return NULL;
    jb_md *without = JB_NEW(l->into, jb_md);
    *without = *text;
    without->text = jb_str_slice(text->text, BOX, text->text.len);
    without->span.begin += text->is_verbatim ? BOX : 0;
    *rest = *first;
    rest->first = without;
    return at[1] == ' ' ? open : done;
}

void jb_list_from_md(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    jb_block *made = jb_block_add(l->into, parent, JB_BLOCK_LIST, "list", md->span);
    int number = md->level;
    for (const jb_md *child = md->first; child; child = child->next) {
        jb_block *item =
            add_item(l, made, md->is_ordered ? DECIMAL : BULLET, number++, child->span);
        jb_md *rest = JB_NEW(l->into, jb_md);
        const char *box = md->is_ordered ? NULL : take_task(l, child->first, rest);
        if (box)
            item->u.item = (jb_item_label){.text = box};
        jb_lower_blocks(l, box ? rest : child->first, item, "list-text");
    }
}

/* In the order of `style`. */
static const char style_choices[] =
    "bullet=\u5706\u70b9|decimal=\u6570\u5b57|chinese=\u4e2d\u6587|ordinal=\u7b2c|circled=\u5e26\u5708|"
    "alpha=\u5b57\u6bcd|roman=\u7f57\u9a6c|bracketed=\u62ec\u53f7|"
    "formal=\u5927\u5199|stems=\u5929\u5e72|bracketed-chinese=\u4e2d\u6587\u62ec\u53f7|"
    "bracketed-sign=\u62ec\u53f7\u6570\u5b57|step=\u6b65";

/* Whether `word` is one of the names, parted by '=', at the start of choices. */
static bool is_named(const char *choices, size_t len, jb_str word)
{
    jb_str names = {choices, len};
    while (names.len) {
        size_t end = jb_str_find(names, "=");
        if (jb_str_equal(jb_str_slice(names, 0, end), word))
            return true;
        names = jb_str_slice(names, end + 1, names.len);
    }
    return false;
}

/* A style by its name or alias, as the field has them; BULLET for others. */
static style style_named(jb_str word)
{
    const char *at = style_choices;
    for (int i = 0; *at; i++) {
        size_t len = strcspn(at, "|");
        if (is_named(at, len, word))
            return (style)i;
        at += len + (at[len] == '|');
    }
    return BULLET;
}

/* Labels of another style for a list that was written with numbers or bullets. */
static void relabel(jb_lowering *l, jb_block *made, style kind)
{
    const jb_block *first = made->first;
    int number = first && first->u.item.is_numbered ? first->u.item.number : 1;
    made->notation = labels[kind].notation;
    for (jb_block *item = made->first; item; item = item->next) {
        jb_buf label = {0};
        put_label(&label, kind, number);
        item->u.item.text = jb_arena_strndup(l->into, label.at, label.len);
        item->u.item.is_bullet = false;
        item->u.item.is_numbered = true;
        item->u.item.number = number++;
        jb_buf_fini(&label);
    }
}

/* The style is the word behind the directive's name; it is of the outermost lists. */
static void from_directive(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    style kind = style_named(md->title);
    const jb_block *before = parent->last;
    jb_lower_body(l, md, parent, "list-text");
    for (jb_block *made = before ? before->next : parent->first; made && kind != BULLET;
         made = made->next)
        if (made->kind == JB_BLOCK_LIST)
            relabel(l, made, kind);
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
    made->notation = labels[kind].notation;
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
        from_directive(l, node->md, parent);
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
     .choices = style_choices,
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
