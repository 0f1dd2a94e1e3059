/* Paragraphs, and the footnote that hangs on the one before. */
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

/* Hangs the footnote on the last paragraph before it. */
static void lower_footnote(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    jb_block *para = parent->last;
    while (para && para->kind != JB_BLOCK_PARA && para->kind != JB_BLOCK_HEADING)
        para = para->last;
    if (!para || !para->inlines) {
        jb_diag_add(l->diag, JB_DIAG_FOOTNOTE_ALONE, node->span);
        return;
    }
    jb_inline *mark = JB_NEW(l->into, jb_inline);
    mark->kind = JB_INLINE_NOTE;
    mark->span = node->span;
    mark->number = ++l->notes;
    mark->note = jb_block_add(l->into, NULL, JB_BLOCK_GROUP, "note", node->span);
    if (node->md)
        jb_lower_body(l, node->md, mark->note, "note-text");
    else
        jb_lower_val(l, jb_lower_scalar(node->val, "text"), mark->note, "note-text");
    jb_inline *last = para->inlines;
    while (last->next)
        last = last->next;
    last->next = mark;
}

const jb_kind jb_footnote_kind = {
    .name = "footnote",
    .aliases = "\u811a\u6ce8|\u6ce8",
    .help = "a footnote at the end of the paragraph before it",
    .example =
        "- p: \u6b63\u6587\u3002\n- footnote: \u6570\u636e\u622a\u81f3\u6708\u672b\u3002\n",
    .lower = lower_footnote};
