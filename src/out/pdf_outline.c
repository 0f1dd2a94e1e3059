/* libharu's own outline takes more than a kilobyte for an entry, so its items are written
 * here: in the order and form that it gives them. */
#include "out/pdf_outline.h"

#include <hpdf.h>

enum { DEPTH_MAX = 32 };

/* An item; links are indices, and 0, the root, is none. */
typedef struct outline_item {
    const jb_outline_entry *entry; /* NULL: the root */
    jb_pdf_dest dest;
    uint32_t root; /* object number of the first item */
    uint32_t parent, prev, next, first, last;
    uint32_t shown; /* items below it that are seen when it is open */
    bool is_open, has_dest;
} outline_item;

static void put_link(jb_buf *into, const char *key, uint32_t root, uint32_t index)
{
    jb_buf_printf(into, "/%s %u 0 R\n", key, (unsigned)(root + index));
}

static void put_optional(jb_buf *into, const char *key, uint32_t root, uint32_t index)
{
    if (index)
        put_link(into, key, root, index);
}

/* Places are whole points, upwards. */
static void put_dest(jb_buf *into, const jb_pdf_dest *dest)
{
    jb_buf_printf(into, "/Dest [ %u 0 R /XYZ %d %d null ]\n", (unsigned)dest->page,
                  (int)(dest->x / 1000), (int)((dest->y + 999) / 1000));
}

static void put_item(void *state, jb_buf *into)
{
    const outline_item *item = state;
    if (item->entry) {
        jb_buf_puts(into, "/Title <FEFF");
        jb_pdf_object_put_utf16(
            into, jb_str_of(item->entry->title ? item->entry->title : ""));
        jb_buf_puts(into, ">\n");
    }
    jb_buf_puts(into, "/Type /Outlines\n");
    put_optional(into, "Prev", item->root, item->prev);
    if (item->entry)
        put_link(into, "Parent", item->root, item->parent);
    if (item->has_dest)
        put_dest(into, &item->dest);
    put_optional(into, "First", item->root, item->first);
    put_optional(into, "Last", item->root, item->last);
    put_optional(into, "Next", item->root, item->next);
    if (item->shown)
        jb_buf_printf(into, "/Count %s%u\n", item->is_open ? "" : "-",
                      (unsigned)item->shown);
}

static void hang(outline_item *items, uint32_t index, uint32_t parent)
{
    outline_item *above = &items[parent];
    items[index].parent = parent;
    items[index].prev = above->last;
    if (above->last)
        items[above->last].next = index;
    else
        above->first = index;
    above->last = index;
}

static void build(outline_item *items, uint32_t count)
{
    uint32_t parents[DEPTH_MAX + 1] = {0};
    int depth = 0; /* how many of parents, after the first, are set */
    items[0].is_open = true;
    for (uint32_t i = 1; i <= count; i++) {
        int level = JB_MIN(JB_MAX(items[i].entry->level, 1), depth + 1);
        level = JB_MIN(level, (int)DEPTH_MAX);
        hang(items, i, parents[level - 1]);
        items[i].is_open = level == 1;
        parents[level] = i;
        depth = level;
    }
    for (uint32_t i = count; i > 0; i--)
        items[items[i].parent].shown += 1 + (items[i].is_open ? items[i].shown : 0);
}

void jb_pdf_outline_write(const jb_pdf_nav *nav, jb_pdf_file *file,
                          const jb_outline *outline)
{
    if (!outline->count)
        return;
    uint32_t count = (uint32_t)outline->count;
    outline_item *items = JB_NEWS(nav->arena, outline_item, outline->count + 1);
    uint32_t root = jb_pdf_object_later(file, put_item, &items[0]);
    HPDF_Dict_Add(file->doc->catalog, "Outlines", jb_pdf_object_handle(file, root));
    HPDF_Dict_AddName(file->doc->catalog, "PageMode", "UseOutlines");
    items[0].root = root;
    for (uint32_t i = 1; i <= count; i++) {
        const jb_outline_entry *entry = &outline->entries[i - 1];
        items[i].entry = entry;
        items[i].root = root;
        items[i].has_dest =
            entry->dest && jb_pdf_nav_find(nav, entry->dest, &items[i].dest);
        if (entry->dest && !items[i].has_dest)
            jb_diag_add(nav->diag, JB_DIAG_PDF_DEST, JB_NO_SPAN, entry->dest);
        jb_pdf_object_later(file, put_item, &items[i]);
    }
    build(items, count);
}
