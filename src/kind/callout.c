/* Callouts: risk, note, key; each also a kind of its own. */
#include "kind/lower.h"

enum { NOTE, RISK, KEY };

typedef struct callout {
    int kind;
    jb_field_text title;
    const jb_val *text;
} callout;

static const char *default_title(const jb_lowering *l, int kind)
{
    static const jb_wording titles[] = {JB_WORDING_NOTE, JB_WORDING_RISKS,
                                        JB_WORDING_KEY};
    return jb_wording_text(l->lang, titles[kind]);
}

static void add_callout(jb_lowering *l, const jb_node *node, jb_block *parent, int kind)
{
    static const char *const roles[] = {"callout-note", "callout-risk", "callout-key"};
    static const char *const names[] = {"note", "risk", "key"};
    const callout *fields = node->fields;
    jb_block *group =
        jb_block_add(l->into, parent, JB_BLOCK_GROUP, roles[kind], node->span);
    group->notation = names[kind];
    if (node->md && node->md->title.len)
        jb_lower_para(
            l, group, "callout-title",
            jb_lower_inlines(l, jb_markdown_read_text(node->md->title, JB_NO_SPAN,
                                                      l->into, l->diag)),
            node->span);
    else if (fields && fields->title.text.len)
        jb_lower_field(l, group, "callout-title", &fields->title);
    else
        jb_lower_words(l, group, "callout-title", default_title(l, kind), node->span);
    if (node->md)
        jb_lower_body(l, node->md, group, "callout-text");
    else
        jb_lower_val(l, fields ? fields->text : node->val, group, "callout-text");
    jb_lower_untitle(group, default_title(l, kind));
}

static void lower_note(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    add_callout(l, node, parent, NOTE);
}

static void lower_callout(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    const callout *fields = node->fields;
    add_callout(l, node, parent, fields ? fields->kind : NOTE);
}

static void lower_risk(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    add_callout(l, node, parent, RISK);
}

static void lower_key(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    add_callout(l, node, parent, KEY);
}

static const jb_field fields_of_callout[] = {
    {.name = "kind",
     .aliases = "\u7c7b\u578b|type",
     .type = JB_FIELD_CHOICE,
     .offset = offsetof(callout, kind),
     .choices = "note=\u8bf4\u660e|risk=\u98ce\u9669|key=\u8981\u70b9",
     .help = "risk, note or key"},
    {.name = "title",
     .aliases = "\u6807\u9898",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(callout, title),
     .help = "its first line"},
    {.name = "text",
     .aliases = "\u6587\u5b57|\u5185\u5bb9",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(callout, text),
     .is_required = true,
     .help = "the text"},
};
static const jb_field_table table_of_callout = {"callout\x1F"
                                                "\u63d0\u793a\u6846",
                                                sizeof(callout), fields_of_callout,
                                                JB_COUNT(fields_of_callout)};
static const jb_field_table table_of_plain = {"callout\x1F"
                                              "\u63d0\u793a\u6846",
                                              sizeof(callout), fields_of_callout + 1,
                                              JB_COUNT(fields_of_callout) - 1};

const jb_kind jb_callout_kind = {
    .name = "callout",
    .aliases = "\u63d0\u793a\u6846|\u63d0\u793a",
    .help = "a box set apart: risk, note or key",
    .example =
        "- callout: {kind: risk, title: \u98ce\u9669\u63d0\u793a, text: \u843d\u5730\u4e0d\u53ca\u9884\u671f\u3002}\n",
    .fields = &table_of_callout,
    .lower = lower_callout};
const jb_kind jb_risk_kind = {.name = "risk",
                              .aliases = "\u98ce\u9669|\u98ce\u9669\u63d0\u793a",
                              .help = "a risk notice",
                              .example = "- risk: \u9700\u6c42\u4e0b\u6ed1\u3002\n",
                              .fields = &table_of_plain,
                              .lower = lower_risk};
const jb_kind jb_note_kind = {.name = "note",
                              .aliases = "\u8bf4\u660e|\u9644\u6ce8",
                              .help = "a note",
                              .example =
                                  "- note: \u53e3\u5f84\u6709\u8c03\u6574\u3002\n",
                              .fields = &table_of_plain,
                              .lower = lower_note};
const jb_kind jb_key_kind = {.name = "key",
                             .aliases = "\u8981\u70b9|\u6838\u5fc3\u89c2\u70b9",
                             .help = "points to remember",
                             .example = "- key: \u6210\u672c\u5148\u89c1\u5e95\u3002\n",
                             .fields = &table_of_plain,
                             .lower = lower_key};
