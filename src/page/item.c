/* The display list as text, for goldens: one item a line, lengths in points with three
 * decimals, places as line:column, and nothing that differs between machines. */
#include "page/item.h"

static const char *const role_names[] = {
    "artifact", "span",  "section", "heading", "paragraph", "list", "list-item",
    "label",    "body",  "table",   "row",     "th",        "cell", "caption",
    "figure",   "quote", "code",    "note",    "link"};

static void put_length(jb_buf *into, int64_t value)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    jb_buf_printf(into, " %s%llu.%03u", value < 0 ? "-" : "",
                  (unsigned long long)(size / 1000), (unsigned)(size % 1000));
}

static void put_box(jb_buf *into, jb_rect box)
{
    put_length(into, box.x);
    put_length(into, box.y);
    put_length(into, box.w);
    put_length(into, box.h);
}

static void put_quoted(jb_buf *into, jb_str text)
{
    jb_buf_puts(into, " \"");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\')
            jb_buf_putc(into, '\\');
        if (c < 0x20)
            jb_buf_printf(into, "\\x%02X", c);
        else
            jb_buf_putc(into, (char)c);
    }
    jb_buf_putc(into, '"');
}

static void put_named(jb_buf *into, const char *name, const char *text)
{
    if (!text)
        return;
    jb_buf_printf(into, " %s", name);
    put_quoted(into, jb_str_of(text));
}

static void dump_text(const jb_item_text *text, jb_buf *into)
{
    jb_buf_puts(into, "text");
    put_length(into, text->x);
    put_length(into, text->y);
    jb_buf_printf(into, " %s", text->face->postscript);
    put_length(into, text->size);
    if (text->colour)
        jb_buf_printf(into, " #%06X", (unsigned)text->colour);
    if (text->embolden) {
        jb_buf_puts(into, " bold");
        put_length(into, text->embolden);
    }
    if (text->slant_1000) {
        jb_buf_puts(into, " slant");
        put_length(into, text->slant_1000);
    }
    if (text->count) {
        jb_buf_printf(into, " glyphs %zu to", text->count);
        put_length(into, text->glyphs[text->count - 1].x);
    }
    put_quoted(into, text->text);
}

static void dump_path(const jb_item_path *path, jb_buf *into)
{
    static const char *const names[] = {" m", " l", " c", " z"};
    static const int points[] = {1, 1, 3, 0};
    jb_buf_puts(into, "path");
    if (path->has_fill)
        jb_buf_printf(into, " fill #%06X", (unsigned)path->fill);
    if (path->has_stroke) {
        jb_buf_printf(into, " stroke #%06X", (unsigned)path->stroke);
        put_length(into, path->width);
    }
    if (path->has_stroke && path->dash) {
        jb_buf_puts(into, " dash");
        put_length(into, path->dash);
        put_length(into, path->gap);
    }
    for (size_t i = 0; i < path->count; i++) {
        const jb_path_step *step = &path->steps[i];
        jb_buf_puts(into, names[step->op]);
        for (int p = 0; p < points[step->op]; p++) {
            put_length(into, step->p[p].x);
            put_length(into, step->p[p].y);
        }
    }
}

static void dump_mark(const jb_item_mark *mark, jb_buf *into)
{
    jb_buf_printf(into, "begin %s", role_names[mark->role]);
    if (mark->level)
        jb_buf_printf(into, " level %d", mark->level);
    if (mark->element)
        jb_buf_printf(into, " element %u", (unsigned)mark->element);
    if (mark->column_span > 1 || mark->row_span > 1)
        jb_buf_printf(into, " spans %ux%u", mark->column_span, mark->row_span);
    if (mark->actual.at) {
        jb_buf_puts(into, " actual");
        put_quoted(into, mark->actual);
    }
    put_named(into, "alt", mark->alt);
}

static void dump_link(const jb_item_link *link, jb_buf *into)
{
    jb_buf_puts(into, "link");
    put_box(into, link->box);
    put_named(into, "url", link->url);
    put_named(into, "dest", link->dest);
    put_named(into, "title", link->title);
}

static void dump_dest(const jb_item_dest *dest, jb_buf *into)
{
    jb_buf_puts(into, "dest");
    put_length(into, dest->x);
    put_length(into, dest->y);
    put_quoted(into, jb_str_of(dest->name));
}

static void dump_item(const jb_item *item, jb_buf *into)
{
    switch (item->kind) {
    case JB_ITEM_TEXT:
        dump_text(&item->u.text, into);
        break;
    case JB_ITEM_RECT:
        jb_buf_puts(into, "rect");
        put_box(into, item->u.rect.box);
        jb_buf_printf(into, " #%06X", (unsigned)item->u.rect.fill);
        break;
    case JB_ITEM_PATH:
        dump_path(&item->u.path, into);
        break;
    case JB_ITEM_IMAGE:
        jb_buf_puts(into, "image");
        put_box(into, item->u.image.box);
        jb_buf_printf(into, " asset %u", (unsigned)item->u.image.asset);
        break;
    case JB_ITEM_LINK:
        dump_link(&item->u.link, into);
        break;
    case JB_ITEM_DEST:
        dump_dest(&item->u.dest, into);
        break;
    case JB_ITEM_MARK_BEGIN:
        dump_mark(&item->u.mark, into);
        break;
    case JB_ITEM_MARK_END:
        jb_buf_puts(into, "end");
        break;
    }
}

void jb_item_dump(const jb_page *page, jb_sources *sources, jb_buf *into)
{
    jb_buf_printf(into, "page %zu", page->number);
    put_named(into, "label", page->label);
    put_length(into, page->width);
    put_length(into, page->height);
    jb_buf_putc(into, '\n');
    for (size_t i = 0; i < page->items.count; i++) {
        const jb_item *item = &page->items.items[i];
        dump_item(item, into);
        if (item->span.source) {
            jb_place place = jb_source_place(sources, item->span);
            jb_buf_printf(into, " @%u:%u", place.line, place.column);
        }
        jb_buf_putc(into, '\n');
    }
}
