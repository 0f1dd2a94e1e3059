/* Paragraphs, texts and Markdown blocks as core blocks. */
#include "kind/lower.h"

#include "kind/footnote.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum { BODIES_MAX = 8 };

/* A footnote of a Markdown text. */
typedef struct lowered_note {
    const jb_md *text;
    int number; /* 0: no mark yet */
} lowered_note;

/* Footnotes are found by their number ('#') or label ('^') in a document; '.' with no
 * label says that those of the document are known. */
static jb_map_entry *note_entry(jb_lowering *l, const jb_md *document, char by,
                                jb_str label, bool makes)
{
    jb_buf key = {0};
    jb_buf_put(&key, &document, sizeof document);
    jb_buf_putc(&key, by);
    jb_buf_put_str(&key, label);
    jb_str bytes = jb_buf_str(&key);
    if (makes)
        bytes.at = jb_arena_strndup(l->into, bytes.at, bytes.len);
    jb_map_entry *entry = makes ? jb_map_put(l->into, &l->notes_of, bytes)
                                : jb_map_find(&l->notes_of, bytes);
    jb_buf_fini(&key);
    return entry;
}

static void learn_notes(jb_lowering *l, const jb_md *document)
{
    note_entry(l, document, '.', JB_STR(""), true);
    for (const jb_md *md = document->first; md; md = md->next) {
        if (md->kind != JB_MD_NOTE_TEXT)
            continue;
        lowered_note *note = JB_NEW(l->into, lowered_note);
        note->text = md;
        note_entry(l, document, '#', md->target, true)->pointer = note;
        note_entry(l, document, '^', md->title, true)->pointer = note;
    }
}

static lowered_note *note_of(jb_lowering *l, const jb_md *document, char by,
                             jb_str label)
{
    if (!document)
        return NULL;
    if (!note_entry(l, document, '.', JB_STR(""), false))
        learn_notes(l, document);
    jb_map_entry *entry = note_entry(l, document, by, label, false);
    return entry ? entry->pointer : NULL;
}

/* A mark named twice shares its number with the first; only the first has the text, so
 * that blocks stay a tree when notes name each other. */
static void hang_note(jb_lowering *l, jb_inline *mark, const jb_md *document,
                      lowered_note *note)
{
    if (!note->number) {
        const jb_md *outer = l->document;
        note->number = ++l->notes;
        mark->note =
            jb_block_add(l->into, NULL, JB_BLOCK_GROUP, "note", note->text->span);
        l->document = document;
        jb_lower_blocks(l, note->text->first, mark->note, "note-text");
        l->document = outer;
    }
    mark->number = note->number;
}

bool jb_lower_note(jb_lowering *l, jb_inline *mark)
{
    const jb_lowered_text own = {l->document, l->around};
    for (const jb_lowered_text *at = &own; at; at = at->around) {
        lowered_note *note = note_of(l, at->document, '^', jb_str_of(mark->target));
        if (!note)
            continue;
        mark->target = NULL;
        hang_note(l, mark, at->document, note);
        return true;
    }
    return false;
}

void jb_lower_notes_rest(jb_lowering *l, const jb_md *document, jb_block *parent)
{
    for (const jb_md *md = document ? document->first : NULL; md; md = md->next) {
        if (md->kind != JB_MD_NOTE_TEXT ||
            note_of(l, document, '#', md->target)->number)
            continue;
        jb_diag_add(l->diag, JB_DIAG_FOOTNOTE_UNUSED, md->span,
                    jb_arena_printf(l->into, "[^%s]", jb_str_dup(l->into, md->title)));
        jb_lower_blocks(l, md->first, parent, "paragraph");
    }
}

/* The parser gives numbers to marks whose text it found; a text that was not kept, as
 * beyond a limit, leaves the mark alone. */
static void hang_numbered(jb_lowering *l, jb_inline *mark)
{
    lowered_note *note = note_of(l, l->document, '#', mark->text);
    if (note) {
        hang_note(l, mark, l->document, note);
        return;
    }
    mark->number = ++l->notes;
    mark->note = jb_block_add(l->into, NULL, JB_BLOCK_GROUP, "note", mark->span);
}

static void hang_notes(jb_lowering *l, jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next) {
        if (inlines->kind == JB_INLINE_NOTE && inlines->target)
            jb_footnote_hang(l, inlines);
        else if (inlines->kind == JB_INLINE_NOTE && !inlines->note)
            hang_numbered(l, inlines);
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
    const jb_lowered_text outer = {l->document, l->around};
    jb_md *body = jb_markdown_read_body(directive, l->into, l->diag);
    l->document = body;
    l->around = &outer;
    l->bodies++;
    jb_lower_blocks(l, body->first, parent, role);
    l->bodies--;
    l->document = outer.document;
    l->around = outer.around;
}

void jb_lower_val(jb_lowering *l, const jb_val *val, jb_block *parent, const char *role)
{
    if (!val || val->is_null)
        return;
    if (val->kind == JB_VAL_LIST) {
        for (size_t i = 0; i < val->count; i++)
            jb_lower_val(l, val->items[i], parent, role);
    } else if (val->kind == JB_VAL_SCALAR && val->is_literal) {
        const jb_lowered_text outer = {l->document, l->around};
        jb_md *body = jb_markdown_read_val(l->sources, val, l->into, l->diag);
        l->document = body;
        l->around = &outer;
        jb_lower_blocks(l, body->first, parent, role);
        l->document = outer.document;
        l->around = outer.around;
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
