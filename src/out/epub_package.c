/* The package document (EPUB 3.3, 5): metadata, all files, and the order of reading. */
#include "out/epub_book.h"

/* Ids of the manifest are made of addresses, which are ASCII without spaces. */
static const char *id_of(const char *href, jb_arena *into)
{
    char *id = jb_arena_printf(into, "f-%s", href);
    for (char *at = id; *at; at++)
        if (*at == '/')
            *at = '-';
    return id;
}

static void put_manifest(const jb_epub *epub, jb_arena *into, jb_markup *to)
{
    jb_markup_open(to, "manifest");
    jb_markup_line(to);
    for (size_t i = 0; i < epub->items.count; i++) {
        const jb_epub_item *item = &epub->items.items[i];
        jb_markup_open(to, "item");
        jb_markup_attr(to, "id", id_of(item->href, into));
        jb_markup_attr(to, "href", item->href);
        jb_markup_attr(to, "media-type", item->type);
        jb_markup_attr(to, "properties", item->properties);
        jb_markup_close(to);
        jb_markup_line(to);
    }
    jb_markup_close(to);
    jb_markup_line(to);
}

static void put_order(const jb_epub *epub, jb_epub_order order, jb_arena *into,
                      jb_markup *to)
{
    for (size_t i = 0; i < epub->items.count; i++) {
        if (epub->items.items[i].order != order)
            continue;
        jb_markup_open(to, "itemref");
        jb_markup_attr(to, "idref", id_of(epub->items.items[i].href, into));
        jb_markup_close(to);
        jb_markup_line(to);
    }
}

static void put_spine(const jb_epub *epub, jb_arena *into, jb_markup *to)
{
    jb_markup_open(to, "spine");
    jb_markup_attr(to, "toc", "f-toc.ncx");
    bool is_right = epub->is_right || epub->is_vertical;
    jb_markup_attr(to, "page-progression-direction", is_right ? "rtl" : "ltr");
    jb_markup_line(to);
    put_order(epub, JB_EPUB_FRONT, into, to);
    put_order(epub, JB_EPUB_BODY, into, to);
    jb_markup_close(to);
    jb_markup_line(to);
}

static const char *cover_of(const jb_epub *epub, jb_arena *into)
{
    for (size_t i = 0; i < epub->items.count; i++) {
        const jb_epub_item *item = &epub->items.items[i];
        if (item->properties && strcmp(item->properties, "cover-image") == 0)
            return id_of(item->href, into);
    }
    return NULL;
}

void jb_epub_package_add(jb_epub *epub)
{
    jb_buf file = {0};
    jb_arena ids = {0};
    jb_markup markup = {.out = &file};
    jb_buf_puts(&file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    jb_markup_open(&markup, "package");
    jb_markup_attr(&markup, "xmlns", "http://www.idpf.org/2007/opf");
    jb_markup_attr(&markup, "version", "3.0");
    jb_markup_attr(&markup, "unique-identifier", "identifier");
    jb_markup_attr(&markup, "xml:lang", epub->lang);
    jb_markup_attr(&markup, "dir", epub->is_right ? "rtl" : NULL);
    jb_markup_line(&markup);
    jb_epub_meta_write(epub->meta, cover_of(epub, &ids), epub->pages.count > 0,
                       &markup);
    put_manifest(epub, &ids, &markup);
    put_spine(epub, &ids, &markup);
    jb_markup_close(&markup);
    jb_markup_line(&markup);
    jb_zip_add(epub->zip, "EPUB/package.opf", jb_buf_str(&file), JB_ZIP_DEFLATED);
    jb_buf_fini(&file);
    jb_arena_fini(&ids);
}
