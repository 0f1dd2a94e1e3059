/* Paragraphs, texts and Markdown blocks as core blocks. */
#include "kind/lower.h"

#include "kind/footnote.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum { BODIES_MAX = 8 };

/* The text of a footnote among the document's blocks, NULL when it is missing. Marks
 * mostly come in the order of the texts, so the search goes on from the last one. */
static const jb_md *note_text(jb_lowering *l, jb_str label)
{
    if (!l->document)
        return NULL;
    bool is_on = l->note_document == l->document && l->note_text;
    const jb_md *starts[] = {is_on ? l->note_text : NULL, l->document->first};
    for (size_t i = 0; i < 2; i++)
        for (const jb_md *md = starts[i]; md; md = md->next)
            if (md->kind == JB_MD_NOTE_TEXT && jb_str_equal(md->target, label))
                return md;
    return NULL;
}

static int label_number(jb_str label)
{
    int number = 0;
    for (size_t i = 0; i < label.len && i < 8; i++)
        number = number * 10 + (label.at[i] - '0');
    return number;
}

/* Labels are numbers in the order of their first marks: a greater one is new. */
static jb_lowered_note *seen_note(const jb_lowering *l, jb_str label)
{
    if (l->note_document == l->document && label_number(label) > l->note_label)
        return NULL;
    for (jb_lowered_note *seen = l->seen; seen; seen = seen->next)
        if (seen->document == l->document && jb_str_equal(seen->label, label))
            return seen;
    return NULL;
}

static jb_lowered_note *new_note(jb_lowering *l, const jb_inline *mark)
{
    const jb_md *text = note_text(l, mark->text);
    jb_lowered_note *seen = JB_NEW(l->into, jb_lowered_note);
    *seen = (jb_lowered_note){l->document, mark->text, ++l->notes, NULL, l->seen};
    l->seen = seen;
    if (l->note_document != l->document)
        l->note_label = 0;
    l->note_document = l->document;
    l->note_text = text;
    l->note_label = JB_MAX(l->note_label, label_number(mark->text));
    seen->note = jb_block_add(l->into, NULL, JB_BLOCK_GROUP, "note",
                              text ? text->span : mark->span);
    if (text)
        jb_lower_blocks(l, text->first, seen->note, "note-text");
    return seen;
}

/* A mark named twice shares its number with the first; only the first has the text, so
 * that blocks stay a tree when notes name each other. */
static void hang_note(jb_lowering *l, jb_inline *mark)
{
    jb_lowered_note *seen = seen_note(l, mark->text);
    if (!seen) {
        seen = new_note(l, mark);
        mark->note = seen->note;
    }
    mark->number = seen->number;
}

static void hang_notes(jb_lowering *l, jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next) {
        if (inlines->kind == JB_INLINE_NOTE && inlines->target)
            jb_footnote_hang(l, inlines);
        else if (inlines->kind == JB_INLINE_NOTE && !inlines->note)
            hang_note(l, inlines);
        hang_notes(l, inlines->first);
    }
}

jb_inline *jb_lower_inlines(jb_lowering *l, const jb_md *md)
{
    jb_inline *inlines = jb_inlines_from_md(md, l->into, l->diag);
    hang_notes(l, inlines);
    return inlines;
}

jb_inline *jb_lower_text_of(jb_lowering *l, const jb_val *val)
{
    if (!val || val->is_null)
        return NULL;
    if (val->kind != JB_VAL_SCALAR) {
        jb_diag_add(l->diag, JB_DIAG_TEXT_WANTED, val->span);
        return NULL;
    }
    return jb_lower_inlines(
        l, jb_markdown_read_inlines(l->sources, val, l->into, l->diag));
}

jb_block *jb_lower_para(jb_lowering *l, jb_block *parent, const char *role,
                        jb_inline *inlines, jb_span span)
{
    if (!inlines)
        return NULL;
    jb_block *para = jb_block_add(l->into, parent, JB_BLOCK_PARA, role, span);
    para->inlines = inlines;
    return para;
}

jb_block *jb_lower_words(jb_lowering *l, jb_block *parent, const char *role,
                         const char *words, jb_span span)
{
    return jb_lower_para(l, parent, role,
                         jb_inlines_of_text(jb_str_of(words), span, l->into), span);
}

jb_block *jb_lower_field(jb_lowering *l, jb_block *parent, const char *role,
                         const jb_field_text *field)
{
    if (!field->text.len)
        return NULL;
    if (!field->val)
        return jb_lower_para(l, parent, role,
                             jb_inlines_of_text(field->text, JB_NO_SPAN, l->into),
                             JB_NO_SPAN);
    jb_md *md = jb_markdown_read_text(field->text, field->val->span, l->into, l->diag);
    return jb_lower_para(l, parent, role, jb_lower_inlines(l, md), field->val->span);
}

static void lower_paragraph(jb_lowering *l, const jb_md *md, jb_block *parent,
                            const char *role)
{
    if (!jb_figure_from_md(l, md, parent))
        jb_lower_para(l, parent, role, jb_lower_inlines(l, md), md->span);
}

static void rewrite(jb_lowering *l, const jb_md *md, jb_block *parent, const char *role)
{
    switch (md->kind) {
    case JB_MD_HEADING:
        if (parent->kind == JB_BLOCK_GROUP)
            jb_section_from_md(l, md, parent);
        else
            lower_paragraph(l, md, parent, role);
        break;
    case JB_MD_PARAGRAPH:
        lower_paragraph(l, md, parent, role);
        break;
    case JB_MD_LIST:
        jb_list_from_md(l, md, parent);
        break;
    case JB_MD_QUOTE:
        jb_quote_from_md(l, md, parent);
        break;
    case JB_MD_CODE_BLOCK:
        jb_code_from_md(l, md, parent);
        break;
    case JB_MD_RULE:
        jb_block_add(l->into, parent, JB_BLOCK_RULE, "rule", md->span);
        break;
    case JB_MD_TABLE:
        jb_table_from_md(l, md, parent);
        break;
    case JB_MD_DIRECTIVE:
        jb_kinds_directive(l, md, parent);
        break;
    case JB_MD_NOTE_TEXT:
        break;
    default:
        lower_paragraph(l, md, parent, role);
    }
}

void jb_lower_block(jb_lowering *l, const jb_md *md, jb_block *parent, const char *role)
{
    if (++l->depth > JB_LOWER_DEPTH_MAX)
        jb_diag_add(l->diag, JB_DIAG_MARKDOWN_DEPTH, md->span);
    else
        rewrite(l, md, parent, role);
    l->depth--;
}

void jb_lower_blocks(jb_lowering *l, const jb_md *first, jb_block *parent,
                     const char *role)
{
    for (const jb_md *md = first; md; md = md->next)
        jb_lower_block(l, md, parent, role);
}

void jb_lower_body(jb_lowering *l, const jb_md *directive, jb_block *parent,
                   const char *role)
{
    if (l->bodies == BODIES_MAX) {
        jb_diag_add(l->diag, JB_DIAG_DIRECTIVE_DEPTH, directive->span);
        return;
    }
    const jb_md *outer = l->document;
    jb_md *body = jb_markdown_read_body(directive, l->into, l->diag);
    l->document = body;
    l->bodies++;
    jb_lower_blocks(l, body->first, parent, role);
    l->bodies--;
    l->document = outer;
}

void jb_lower_val(jb_lowering *l, const jb_val *val, jb_block *parent, const char *role)
{
    if (!val || val->is_null)
        return;
    if (val->kind == JB_VAL_LIST) {
        for (size_t i = 0; i < val->count; i++)
            jb_lower_val(l, val->items[i], parent, role);
    } else if (val->kind == JB_VAL_SCALAR && val->is_literal) {
        const jb_md *outer = l->document;
        jb_md *body = jb_markdown_read_val(l->sources, val, l->into, l->diag);
        l->document = body;
        jb_lower_blocks(l, body->first, parent, role);
        l->document = outer;
    } else {
        jb_lower_para(l, parent, role, jb_lower_text_of(l, val), val->span);
    }
}

void jb_lower_untitle(jb_block *group, const char *title)
{
    jb_block *para = group->first ? group->first->next : NULL;
    jb_inline *text = para && para->kind == JB_BLOCK_PARA ? para->inlines : NULL;
    if (!text || text->kind != JB_INLINE_TEXT || !jb_str_starts(text->text, title))
        return;
    size_t cut = strlen(title);
    jb_str rest = jb_str_slice(text->text, cut, text->text.len);
    bool is_wide = jb_str_starts(rest, "\uff1a");
    cut += is_wide ? strlen("\uff1a") : jb_str_starts(rest, ":");
    if (cut == strlen(title) || (cut == text->text.len && !text->next))
        return;
    while (cut < text->text.len && text->text.at[cut] == ' ')
        cut++;
    text->text = jb_str_slice(text->text, cut, text->text.len);
    text->span.begin += text->is_verbatim ? (uint32_t)cut : 0;
}

const jb_val *jb_lower_scalar(const jb_val *val, const char *key)
{
    if (!val || val->kind == JB_VAL_SCALAR)
        return val;
    return jb_val_find(val, key);
}

/* NOLINTEND(misc-no-recursion) */
