/* Quotes, code, rules and page breaks. */
#include "kind/lower.h"

typedef struct quote {
    const jb_val *text;
    jb_field_text source;
} quote;

void jb_quote_from_md(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    jb_block *group = jb_block_add(l->into, parent, JB_BLOCK_GROUP, "quote", md->span);
    group->notation = "quote";
    jb_lower_blocks(l, md->first, group, "quote-text");
}

static void lower_quote(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    const quote *fields = node->fields;
    jb_block *group =
        jb_block_add(l->into, parent, JB_BLOCK_GROUP, "quote", node->span);
    group->notation = "quote";
    if (node->md) {
        jb_lower_body(l, node->md, group, "quote-text");
        jb_md *source =
            jb_markdown_read_text(node->md->title, JB_NO_SPAN, l->into, l->diag);
        jb_lower_para(l, group, "quote-source", jb_lower_inlines(l, source),
                      node->span);
        return;
    }
    jb_lower_val(l, fields ? fields->text : node->val, group, "quote-text");
    if (fields)
        jb_lower_field(l, group, "quote-source", &fields->source);
}

static const jb_field fields_of_quote[] = {
    {.name = "text",
     .aliases = "\u6587\u5b57|\u5185\u5bb9",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(quote, text),
     .is_required = true,
     .help = "the quoted text"},
    {.name = "source",
     .aliases = "\u6765\u6e90|\u51fa\u5904",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(quote, source),
     .help = "who said it, and where"},
};
static const jb_field_table table_of_quote = {"quote\x1F"
                                              "\u5f15\u6587",
                                              sizeof(quote), fields_of_quote,
                                              JB_COUNT(fields_of_quote)};

const jb_kind jb_quote_kind = {
    .name = "quote",
    .aliases = "\u5f15\u7528|\u5f15\u6587",
    .help = "a quotation",
    .example = "- quote: {text: \u539f\u8bdd\u3002, source: \u53d1\u8a00\u4eba}\n",
    .fields = &table_of_quote,
    .lower = lower_quote};

void jb_code_from_md(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    jb_block *code = jb_block_add(l->into, parent, JB_BLOCK_CODE, "code", md->span);
    code->text = md->text;
    if (code->text.len && code->text.at[code->text.len - 1] == '\n')
        code->text.len--;
}

static void lower_code(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    jb_block *code = jb_block_add(l->into, parent, JB_BLOCK_CODE, "code", node->span);
    if (node->md) {
        jb_buf text = {0};
        for (const jb_md *line = node->md->first; line; line = line->next) {
            jb_buf_put_str(&text, line->text);
            if (line->next)
                jb_buf_putc(&text, '\n');
        }
        code->text = (jb_str){
            jb_arena_strndup(l->into, text.at ? text.at : "", text.len), text.len};
        jb_buf_fini(&text);
    } else if (node->val && node->val->kind == JB_VAL_SCALAR) {
        code->text = node->val->text;
        while (code->text.len && code->text.at[code->text.len - 1] == '\n')
            code->text.len--;
    } else {
        jb_diag_add(l->diag, JB_DIAG_TEXT_WANTED, node->span);
    }
}

const jb_kind jb_code_kind = {.name = "code",
                              .aliases = "\u4ee3\u7801",
                              .help = "text set as it is, line by line",
                              .example = "- code: |\n    int x = 1;\n",
                              .lower = lower_code};

static void lower_rule(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    jb_block_add(l->into, parent, JB_BLOCK_RULE, "rule", node->span);
}

const jb_kind jb_rule_kind = {.name = "rule",
                              .aliases = "\u5206\u9694\u7ebf|hr",
                              .help = "a rule across the measure",
                              .example = "- rule:\n",
                              .lower = lower_rule};

static void lower_pagebreak(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    jb_block_add(l->into, parent, JB_BLOCK_PAGE_BREAK, "page-break", node->span);
}

const jb_kind jb_pagebreak_kind = {.name = "pagebreak",
                                   .aliases = "\u5206\u9875|page-break",
                                   .help = "what follows begins a new page",
                                   .example = "- pagebreak:\n",
                                   .lower = lower_pagebreak};
