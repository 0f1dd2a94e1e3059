/* Comparisons, definitions, timelines and big numbers: all set as tables or lists. */
#include "kind/lower.h"

enum { METRICS_ROW = 4 };

typedef struct side {
    const jb_val *label;
} side;

typedef struct compare {
    side left, right;
    jb_field_text caption, source;
    const jb_val *rows;
} compare;

typedef struct compare_row {
    const jb_val *item, *left, *right;
} compare_row;

typedef struct fact {
    const jb_val *head, *text; /* term or date or value, and what is said of it */
} fact;

/* NOLINTBEGIN(bugprone-macro-parentheses): the arguments are names */
#define VALUE(struct_, member_, name_, aliases_, help_)                                \
    {                                                                                  \
        .name = name_, .aliases = aliases_, .type = JB_FIELD_VALUE,                    \
        .offset = offsetof(struct_, member_), .is_required = true, .help = help_       \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

static const jb_field fields_of_side[] = {
    VALUE(side, label, "label", "\u6807\u7b7e|\u540d\u79f0", "the column's head")};
static const jb_field_table table_of_side = {"side\x1F"
                                             "\u5bf9\u6bd4\u7684\u4e00\u65b9",
                                             sizeof(side), fields_of_side, 1};

static const jb_field fields_of_compare[] = {
    {.name = "left",
     .aliases = "\u5de6",
     .type = JB_FIELD_STRUCT,
     .offset = offsetof(compare, left),
     .table = &table_of_side,
     .is_required = true,
     .help = "the first side"},
    {.name = "right",
     .aliases = "\u53f3",
     .type = JB_FIELD_STRUCT,
     .offset = offsetof(compare, right),
     .table = &table_of_side,
     .is_required = true,
     .help = "the second side"},
    {.name = "caption",
     .aliases = "\u6807\u9898|title",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(compare, caption),
     .help = "the line above"},
    {.name = "source",
     .aliases = "\u6765\u6e90",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(compare, source),
     .help = "where it comes from"},
    VALUE(compare, rows, "rows", "\u884c|\u9879\u76ee", "rows of item, left, right"),
};
static const jb_field_table table_of_compare = {"comparison\x1F"
                                                "\u5bf9\u6bd4",
                                                sizeof(compare), fields_of_compare,
                                                JB_COUNT(fields_of_compare)};

static const jb_field fields_of_row[] = {
    VALUE(compare_row, item, "item", "\u9879\u76ee|\u9879", "what is compared"),
    VALUE(compare_row, left, "left", "\u5de6", "the first side's value"),
    VALUE(compare_row, right, "right", "\u53f3", "the second side's value"),
};
static const jb_field_table table_of_row = {"row\x1F"
                                            "\u884c",
                                            sizeof(compare_row), fields_of_row,
                                            JB_COUNT(fields_of_row)};

static const jb_field fields_of_definition[] = {
    VALUE(fact, head, "term", "\u672f\u8bed|\u8bcd", "the word"),
    VALUE(fact, text, "text", "\u91ca\u4e49|\u6587\u5b57|\u89e3\u91ca",
          "what it means"),
};
static const jb_field_table table_of_definition = {"definition\x1F"
                                                   "\u5b9a\u4e49",
                                                   sizeof(fact), fields_of_definition,
                                                   2};
static const jb_field fields_of_event[] = {
    VALUE(fact, head, "date", "\u65e5\u671f|\u65f6\u95f4", "when"),
    VALUE(fact, text, "text", "\u4e8b\u4ef6|\u6587\u5b57", "what happened"),
};
static const jb_field_table table_of_event = {"event\x1F"
                                              "\u4e8b\u4ef6",
                                              sizeof(fact), fields_of_event, 2};
static const jb_field fields_of_metric[] = {
    VALUE(fact, head, "value", "\u6570\u503c|\u503c", "the number with its unit"),
    VALUE(fact, text, "label", "\u6807\u7b7e|\u540d\u79f0|text", "what it counts"),
};
static const jb_field_table table_of_metric = {"metric\x1F"
                                               "\u6307\u6807",
                                               sizeof(fact), fields_of_metric, 2};

static const jb_val *const *entries_of(jb_lowering *l, const jb_node *node,
                                       const jb_val *const *self, size_t *count)
{
    const jb_val *val = *self;
    *count = 0;
    if (val && val->kind == JB_VAL_LIST) {
        *count = val->count;
        return val->items;
    }
    if (val && val->kind == JB_VAL_MAP) {
        *count = 1;
        return self;
    }
    jb_diag_add(l->diag, JB_DIAG_ENTRIES_WANTED, node->span);
    return NULL;
}

/* Rows pasted into a directive are a table whatever it is called. */
static bool from_directive(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    if (!node->md)
        return false;
    jb_table_kind.lower(l, node, parent);
    return true;
}

static void add_compare_row(jb_lowering *l, jb_block *made, const jb_val *val)
{
    jb_table_text cells[3] = {{0}};
    compare_row row = {0};
    if (val->kind == JB_VAL_LIST) {
        for (size_t i = 0; i < val->count && i < 3; i++)
            cells[i].val = val->items[i];
    } else if (jb_field_bind(&table_of_row, val, JB_FIELD_STRICT, &row, l->into,
                             l->diag)) {
        cells[0].val = row.item;
        cells[1].val = row.left;
        cells[2].val = row.right;
    }
    for (size_t i = 0; i < 3; i++)
        cells[i].span = val->span;
    jb_table_add_row(l, made, cells, 3, false);
}

static void lower_compare(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    const compare *fields = node->fields;
    if (from_directive(l, node, parent))
        return;
    if (!fields) {
        jb_diag_add(l->diag, JB_DIAG_ENTRIES_WANTED, node->span);
        return;
    }
    jb_block *made = jb_table_new(l, parent, "table", 3, node->span);
    jb_lower_field(l, made, "caption", &fields->caption);
    jb_table_text head[3] = {{NULL, JB_STR(""), node->span},
                             {fields->left.label, JB_STR(""), node->span},
                             {fields->right.label, JB_STR(""), node->span}};
    jb_table_add_row(l, made, head, 3, true);
    size_t count;
    const jb_val *const *rows = entries_of(l, node, &fields->rows, &count);
    for (size_t i = 0; i < count; i++)
        add_compare_row(l, made, rows[i]);
    jb_table_source(l, made, &fields->source);
}

const jb_kind jb_compare_kind = {
    .name = "compare",
    .aliases = "\u5bf9\u6bd4|\u6bd4\u8f83",
    .help = "two sides, row by row",
    .example =
        "- compare:\n    left: {label: \u53bb\u5e74}\n    right: {label: \u4eca\u5e74}\n"
        "    rows:\n      - {item: \u5468\u671f, left: \u8f83\u957f, right: \u8f83\u77ed}\n",
    .fields = &table_of_compare,
    .lower = lower_compare};

static fact read_fact(jb_lowering *l, const jb_field_table *table, const jb_val *val)
{
    fact read = {0};
    if (val->kind == JB_VAL_LIST && val->count == 2) {
        read.head = val->items[0];
        read.text = val->items[1];
    } else {
        jb_field_bind(table, val, JB_FIELD_STRICT, &read, l->into, l->diag);
    }
    return read;
}

/* A term in bold, a colon, and its text, as one paragraph. */
static void lower_define(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    if (from_directive(l, node, parent))
        return;
    size_t count;
    const jb_val *const *items = entries_of(l, node, &node->val, &count);
    for (size_t i = 0; i < count; i++) {
        fact read = read_fact(l, &table_of_definition, items[i]);
        jb_inline *term = jb_lower_text_of(l, read.head);
        if (!term)
            continue;
        jb_inline *strong = JB_NEW(l->into, jb_inline);
        strong->kind = JB_INLINE_STRONG;
        strong->span = items[i]->span;
        strong->first = term;
        strong->next =
            jb_inlines_of_text(jb_str_of(jb_wording_text(l->lang, JB_WORDING_COLON)),
                               items[i]->span, l->into);
        strong->next->next = jb_lower_text_of(l, read.text);
        jb_lower_para(l, parent, "paragraph", strong, items[i]->span);
    }
}

const jb_kind jb_define_kind = {
    .name = "define",
    .aliases = "\u5b9a\u4e49|\u672f\u8bed|\u540d\u8bcd",
    .help = "terms and what they mean",
    .example =
        "- define:\n    - {term: AIGC, text: \u7531\u6a21\u578b\u4ea7\u51fa\u5185\u5bb9\u3002}\n",
    .lower = lower_define};

static void lower_timeline(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    if (from_directive(l, node, parent))
        return;
    size_t count;
    const jb_val *const *items = entries_of(l, node, &node->val, &count);
    jb_block *made = jb_table_new(l, parent, "table", 2, node->span);
    jb_table_text head[2] = {
        {NULL, jb_str_of(jb_wording_text(l->lang, JB_WORDING_WHEN)), JB_NO_SPAN},
        {NULL, jb_str_of(jb_wording_text(l->lang, JB_WORDING_EVENT)), JB_NO_SPAN}};
    jb_table_add_row(l, made, head, 2, true);
    for (size_t i = 0; i < count; i++) {
        fact read = read_fact(l, &table_of_event, items[i]);
        jb_table_text cells[2] = {{read.head, JB_STR(""), items[i]->span},
                                  {read.text, JB_STR(""), items[i]->span}};
        jb_table_add_row(l, made, cells, 2, false);
    }
}

const jb_kind jb_timeline_kind = {
    .name = "timeline",
    .aliases = "\u65f6\u95f4\u7ebf|\u5927\u4e8b\u8bb0",
    .help = "dates and events",
    .example =
        "- timeline:\n    - {date: 2024-02-15, text: \u9996\u6b21\u516c\u5f00}\n",
    .lower = lower_timeline};

/* A number over its label; up to four stand in a row. */
static void add_metric(jb_lowering *l, jb_block *made, size_t index,
                       const jb_table_text texts[2])
{
    size_t column = index % METRICS_ROW;
    jb_span span = texts[0].span;
    if (column == 0)
        jb_block_add(l->into, made, JB_BLOCK_ROW, "row", span);
    jb_block *cell = jb_block_add(l->into, made->last, JB_BLOCK_CELL, "cell", span);
    cell->u.cell = (jb_cell){.column = (uint16_t)column,
                             .column_span = 1,
                             .row_span = 1,
                             .align = JB_ALIGN_CENTRE};
    jb_lower_para(l, cell, "metric-value", jb_table_inlines(l, &texts[0]), span);
    jb_lower_para(l, cell, "metric-label", jb_table_inlines(l, &texts[1]), span);
}

static jb_block *new_metrics(jb_lowering *l, const jb_node *node, size_t count,
                             jb_block *parent)
{
    size_t columns = JB_MIN(count, (size_t)METRICS_ROW);
    jb_block *made = jb_table_new(l, parent, "metrics", columns, node->span);
    made->notation = "metrics";
    return made;
}

/* Lines of a number, a bar and its label; false when there are other lines. */
static bool metrics_from_lines(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    jb_table_text cells[3];
    size_t count = 0;
    for (const jb_md *line = node->md->first; line; line = line->next) {
        if (!jb_str_trim(line->text).len)
            continue;
        if (jb_table_split(line, cells, JB_COUNT(cells)) != 2)
            return false;
        count++;
    }
    if (!count || node->md->title.len)
        return false;
    jb_block *made = new_metrics(l, node, count, parent);
    count = 0;
    for (const jb_md *line = node->md->first; line; line = line->next)
        if (jb_str_trim(line->text).len) {
            jb_table_split(line, cells, JB_COUNT(cells));
            add_metric(l, made, count++, cells);
        }
    return true;
}

static void lower_metrics(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    if (node->md && metrics_from_lines(l, node, parent))
        return;
    if (from_directive(l, node, parent))
        return;
    size_t count;
    const jb_val *const *items = entries_of(l, node, &node->val, &count);
    if (!count)
        return;
    jb_block *made = new_metrics(l, node, count, parent);
    for (size_t i = 0; i < count; i++) {
        fact read = read_fact(l, &table_of_metric, items[i]);
        jb_table_text texts[2] = {{read.head, JB_STR(""), items[i]->span},
                                  {read.text, JB_STR(""), items[i]->span}};
        add_metric(l, made, i, texts);
    }
}

const jb_kind jb_metrics_kind = {
    .name = "metrics",
    .aliases = "\u6307\u6807|\u6570\u636e\u5361",
    .help = "big numbers with their labels",
    .example =
        "- metrics:\n    - {value: 8.85%, label: \u5929\u7136\u6c14\u5468\u6da8\u5e45}\n",
    .lower = lower_metrics};
