/* Paragraphs. */
#include "kind/lower.h"

static void lower(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    if (node->md && node->md->kind == JB_MD_DIRECTIVE)
        jb_lower_body(l, node->md, parent, "paragraph");
    else if (node->md)
        jb_lower_block(l, node->md, parent, "paragraph");
    else
        jb_lower_val(l, node->val, parent, "paragraph");
}

const jb_kind jb_paragraph_kind = {
    .name = "p",
    .aliases = "\u6bb5|\u6bb5\u843d|\u6b63\u6587|text|paragraph",
    .help = "a paragraph; a literal text is Markdown",
    .example = "- p: \u7b2c\u4e00\u6bb5\u3002\n",
    .lower = lower};
