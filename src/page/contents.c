/* An entry is a paragraph with a tail, which links all of it to its destination. */
#include "page/contents.h"

static jb_inline *text_of(const char *text, jb_arena *into)
{
    return jb_inlines_of_text(jb_str_of(text), JB_NO_SPAN, into);
}

static void add_para(jb_block *parent, const char *role, const jb_contents_entry *entry,
                     jb_arena *into)
{
    jb_block *para = jb_block_add(into, parent, JB_BLOCK_PARA, role, JB_NO_SPAN);
    para->inlines = text_of(entry->text, into);
    para->u.tail = (jb_tail){entry->page, entry->dest};
}

static void add_title(jb_block *root, const jb_contents_entry *entry, jb_arena *into)
{
    jb_block *heading = jb_block_add(into, root, JB_BLOCK_HEADING, "h1", JB_NO_SPAN);
    heading->inlines = text_of(entry->text, into);
    heading->u.heading = (jb_heading){
        .level = 1, .number = "", .anchor = entry->dest, .in_outline = true};
}

static void add_report(jb_block *root, const jb_contents_entry *entry, jb_arena *into)
{
    jb_block *group =
        jb_block_add(into, root, JB_BLOCK_GROUP, "contents-report", JB_NO_SPAN);
    add_para(group, "contents-entry", entry, into);
    if (entry->note)
        jb_block_add(into, group, JB_BLOCK_PARA, "contents-line", JB_NO_SPAN)->inlines =
            text_of(entry->note, into);
}

void jb_contents_add(jb_block *root, const jb_contents_entry *entry, jb_arena *into)
{
    switch (entry->kind) {
    case JB_CONTENTS_TITLE:
        add_title(root, entry, into);
        break;
    case JB_CONTENTS_REPORT:
        add_report(root, entry, into);
        break;
    case JB_CONTENTS_SECTION:
        add_para(root, "contents-section", entry, into);
        break;
    case JB_CONTENTS_GROUP:
        add_para(root, "index-group", entry, into);
        break;
    case JB_CONTENTS_ENTRY:
        add_para(root, "index-entry", entry, into);
        break;
    }
}
