/* A text is rewritten when its first mark is met, so that numbers follow the marks. */
#include "kind/footnote.h"

/* NOLINTBEGIN(misc-no-recursion): a note being rewritten is not entered again */

typedef struct named_note {
    jb_span span;
    const jb_val *text;
    int number; /* 0: no mark yet */
} named_note;

static const jb_val *id_of(const jb_val *val)
{
    const jb_val *id = jb_val_find(val, "id");
    if (!id)
        id = jb_val_find(val, "\u7f16\u53f7");
    return id && id->kind == JB_VAL_SCALAR && id->text.len ? id : NULL;
}

static const jb_val *text_in(const jb_val *val)
{
    const jb_val *text = jb_lower_scalar(val, "text");
    return text ? text : jb_lower_scalar(val, "\u6587\u5b57");
}

jb_str jb_footnote_label(jb_str label)
{
    label = jb_str_trim(label);
    if (label.len > 3 && jb_str_starts(label, "[^") && label.at[label.len - 1] == ']')
        return jb_str_slice(label, 2, label.len - 1);
    return jb_str_starts(label, "^") ? jb_str_slice(label, 1, label.len) : label;
}

static void add(jb_lowering *l, jb_str label, const jb_val *text, jb_span span)
{
    jb_map_entry *entry = jb_map_put(l->into, &l->footnotes, jb_footnote_label(label));
    if (entry->pointer) {
        jb_diag_add(l->diag, JB_DIAG_ID_TWICE, span,
                    jb_str_dup(l->into, jb_footnote_label(label)));
        return;
    }
    named_note *named = JB_NEW(l->into, named_note);
    named->text = text;
    named->span = span;
    entry->pointer = named;
}

void jb_footnote_collect(jb_lowering *l)
{
    const jb_val *all = l->report->meta.footnotes;
    if (all && all->kind != JB_VAL_MAP && !all->is_null)
        jb_diag_add(l->diag, JB_DIAG_FOOTNOTES_MAP, all->span);
    for (size_t i = 0; all && all->kind == JB_VAL_MAP && i < all->count; i++)
        add(l, all->pairs[i].key, all->pairs[i].value, all->pairs[i].key_span);
    for (const jb_node *node = l->report->nodes; node; node = node->next) {
        if (node->kind != &jb_footnote_kind || !node->val)
            continue;
        const jb_val *id = id_of(node->val);
        if (id)
            add(l, id->text, text_in(node->val), id->span);
    }
}

static named_note *find(const jb_lowering *l, jb_str label)
{
    jb_map_entry *entry = jb_map_find(&l->footnotes, label);
    return entry ? entry->pointer : NULL;
}

/* As in kind/lower.c, only the first mark has the text. */
static void hang(jb_lowering *l, named_note *named, jb_inline *mark)
{
    mark->target = NULL;
    if (named->number) {
        mark->number = named->number;
        return;
    }
    named->number = mark->number = ++l->notes;
    mark->note = jb_block_add(l->into, NULL, JB_BLOCK_GROUP, "note", named->span);
    if (++l->depth > JB_LOWER_DEPTH_MAX) {
        jb_diag_add(l->diag, JB_DIAG_MARKDOWN_DEPTH, named->span);
    } else {
        const jb_md *outer = l->document;
        l->document = NULL;
        jb_lower_val(l, named->text, mark->note, "note-text");
        l->document = outer;
    }
    l->depth--;
}

void jb_footnote_hang(jb_lowering *l, jb_inline *mark)
{
    named_note *named = find(l, jb_str_of(mark->target));
    if (named) {
        hang(l, named, mark);
        return;
    }
    if (jb_lower_note(l, mark))
        return;
    jb_diag_add(l->diag, JB_DIAG_FOOTNOTE_MISSING, mark->span,
                jb_str_dup(l->into, mark->text));
    mark->kind = JB_INLINE_TEXT;
    mark->target = NULL;
}

void jb_footnote_rest(jb_lowering *l, jb_block *parent)
{
    for (size_t i = 0; i < l->footnotes.count; i++) {
        const named_note *named = l->footnotes.entries[i].pointer;
        if (named->number)
            continue;
        jb_diag_add(l->diag, JB_DIAG_FOOTNOTE_UNUSED, named->span,
                    jb_str_dup(l->into, l->footnotes.entries[i].text));
        const jb_block *before = parent->last;
        jb_lower_val(l, named->text, parent, "paragraph");
        for (jb_block *made = before ? before->next : parent->first; made;
             made = made->next)
            made->is_meta = true;
    }
    jb_lower_notes_rest(l, l->report->notes, parent);
}

/* ---- numbers --------------------------------------------------------------------- */

/* Footnotes by the number they were hung with. */
typedef struct numbering {
    jb_block **notes;
    int *numbers; /* in the order of the tree; 0 = no mark yet */
    int count;
} numbering;

static void take_notes(numbering *n, jb_block *block);

static void take_marks(numbering *n, jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next) {
        if (inlines->note) {
            take_notes(n, inlines->note);
            n->notes[inlines->number] = inlines->note;
            inlines->note = NULL;
        }
        take_marks(n, inlines->first);
    }
}

static void take_notes(numbering *n, jb_block *block)
{
    take_marks(n, block->inlines);
    for (jb_block *child = block->first; child; child = child->next)
        take_notes(n, child);
}

static void number_notes(numbering *n, jb_block *block);

static void number_marks(numbering *n, jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next) {
        int hung = inlines->kind == JB_INLINE_NOTE ? inlines->number : 0;
        if (hung && !n->numbers[hung]) {
            n->numbers[hung] = ++n->count;
            inlines->note = n->notes[hung];
        }
        if (hung)
            inlines->number = n->numbers[hung];
        if (inlines->note)
            number_notes(n, inlines->note);
        number_marks(n, inlines->first);
    }
}

static void number_notes(numbering *n, jb_block *block)
{
    number_marks(n, block->inlines);
    for (jb_block *child = block->first; child; child = child->next)
        number_notes(n, child);
}

void jb_footnote_number(jb_lowering *l, jb_block *root)
{
    size_t count = (size_t)l->notes + 1;
    numbering n = {.notes = JB_NEWS(l->into, jb_block *, count),
                   .numbers = JB_NEWS(l->into, int, count)};
    if (!l->notes)
        return;
    take_notes(&n, root);
    number_notes(&n, root);
}

/* ---- the kind -------------------------------------------------------------------- */

/* Hangs the footnote on the last paragraph before it, unless marks name it. */
static void lower_footnote(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    const jb_val *id = node->val ? id_of(node->val) : NULL;
    named_note *named = id ? find(l, jb_footnote_label(id->text)) : NULL;
    if (named && named->number)
        return;
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
    jb_inline *last = para->inlines;
    while (last->next)
        last = last->next;
    last->next = mark;
    if (named) {
        hang(l, named, mark);
        return;
    }
    mark->number = ++l->notes;
    mark->note = jb_block_add(l->into, NULL, JB_BLOCK_GROUP, "note", node->span);
    if (node->md)
        jb_lower_body(l, node->md, mark->note, "note-text");
    else
        jb_lower_val(l, text_in(node->val), mark->note, "note-text");
}

const jb_kind jb_footnote_kind = {
    .name = "footnote",
    .aliases = "\u811a\u6ce8|\u6ce8",
    .help = "a footnote of the paragraph before it; with an id, of the mark [^id]",
    .example =
        "- p: \u6b63\u6587\u3002\n- footnote: \u6570\u636e\u622a\u81f3\u6708\u672b\u3002\n",
    .lower = lower_footnote};

/* NOLINTEND(misc-no-recursion) */
