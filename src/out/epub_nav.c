/* The navigation document (EPUB 3.3, 7) and, for readers of EPUB 2, the NCX: what stands
 * in both is one list. */
#include "kind/wording.h"
#include "out/epub_book.h"

static const char *word(const jb_epub *epub, jb_wording which)
{
    return jb_wording_text(jb_wording_lang_of(jb_str_of(epub->lang)), which);
}

/* ---- nav ----------------------------------------------------------------------- */

static void put_link(jb_markup *to, const char *type, const char *href,
                     const char *text)
{
    jb_markup_open(to, "a");
    jb_markup_attr(to, "epub:type", type);
    jb_markup_attr(to, "href", href);
    jb_markup_text(to, jb_str_of(text));
    jb_markup_close(to);
}

static void open_nav(jb_markup *to, const char *type, const char *role)
{
    jb_markup_open(to, "nav");
    jb_markup_attr(to, "epub:type", type);
    jb_markup_attr(to, "id", type);
    jb_markup_attr(to, "role", role);
}

static void put_contents(const jb_epub *epub, jb_markup *to)
{
    open_nav(to, "toc", "doc-toc");
    jb_markup_element(to, "h1", word(epub, JB_WORDING_CONTENTS));
    jb_toc_write(&epub->contents, to);
    jb_markup_close(to);
    jb_markup_line(to);
}

static void put_landmark(jb_markup *to, const char *type, const char *href,
                         const char *text)
{
    jb_markup_open(to, "li");
    put_link(to, type, href, text);
    jb_markup_close(to);
    jb_markup_line(to);
}

/* Flat lists that readers show in menus of their own; hidden where the document is read. */
static void open_hidden(const jb_epub *epub, const char *type, const char *role,
                        jb_wording title, jb_markup *to)
{
    open_nav(to, type, role);
    jb_markup_attr(to, "hidden", "hidden");
    jb_markup_element(to, "h2", word(epub, title));
    jb_markup_open(to, "ol");
    jb_markup_line(to);
}

static void close_hidden(jb_markup *to)
{
    jb_markup_close(to);
    jb_markup_close(to);
    jb_markup_line(to);
}

static void put_landmarks(const jb_epub *epub, jb_markup *to)
{
    open_hidden(epub, "landmarks", NULL, JB_WORDING_LANDMARKS, to);
    if (epub->has_cover)
        put_landmark(to, "cover", "cover.xhtml", word(epub, JB_WORDING_COVER));
    if (epub->book->title) {
        put_landmark(to, "titlepage", "title.xhtml", word(epub, JB_WORDING_TITLE_PAGE));
        put_landmark(to, "toc", "nav.xhtml", word(epub, JB_WORDING_CONTENTS));
    }
    put_landmark(to, "bodymatter", epub->start, word(epub, JB_WORDING_TEXT));
    close_hidden(to);
}

static void put_pages(const jb_epub *epub, jb_markup *to)
{
    if (!epub->pages.count)
        return;
    open_hidden(epub, "page-list", "doc-pagelist", JB_WORDING_PAGE_LIST, to);
    for (size_t i = 0; i < epub->pages.count; i++)
        put_landmark(to, NULL, epub->pages.items[i].href, epub->pages.items[i].label);
    close_hidden(to);
}

static void add_nav(jb_epub *epub)
{
    jb_epub_frame frame = {word(epub, JB_WORDING_CONTENTS), epub->lang, "frontmatter",
                           epub->is_right, false};
    jb_markup markup = {0};
    jb_buf page = {0};
    jb_epub_begin(&markup, &page, &frame);
    put_contents(epub, &markup);
    put_landmarks(epub, &markup);
    put_pages(epub, &markup);
    jb_epub_end(&markup);
    /* One report begins with its title; the contents of several are read before them. */
    jb_epub_item item = {"nav.xhtml", "application/xhtml+xml", "nav",
                         epub->book->title ? JB_EPUB_FRONT : JB_EPUB_UNREAD};
    jb_epub_add(epub, item, jb_buf_str(&page));
    jb_buf_fini(&page);
}

/* ---- NCX ----------------------------------------------------------------------- */

static void put_label(jb_markup *to, const char *element, const char *text)
{
    jb_markup_open(to, element);
    jb_markup_element(to, "text", text);
    jb_markup_close(to);
}

static void open_point(jb_markup *to, const char *element, size_t number,
                       const char *title, const char *href)
{
    bool is_page = strcmp(element, "pageTarget") == 0;
    char id[32];
    snprintf(id, sizeof id, is_page ? "page-%zu" : "point-%zu", number);
    jb_markup_open(to, element);
    jb_markup_attr(to, "id", id);
    jb_markup_attr(to, "type", is_page ? "normal" : NULL);
    put_label(to, "navLabel", title);
    jb_markup_open(to, "content");
    jb_markup_attr(to, "src", href);
    jb_markup_close(to);
}

static void put_points(const jb_epub *epub, jb_markup *to)
{
    int depth = 0;
    jb_markup_open(to, "navMap");
    for (size_t i = 0; i < epub->contents.entries.count; i++) {
        const jb_toc_entry *entry = &epub->contents.entries.items[i];
        for (; depth >= entry->depth; depth--)
            jb_markup_close(to);
        jb_markup_line(to);
        open_point(to, "navPoint", i + 1, entry->title, entry->href);
        depth++;
    }
    for (; depth > 0; depth--)
        jb_markup_close(to);
    jb_markup_close(to);
    jb_markup_line(to);
}

static void put_page_targets(const jb_epub *epub, jb_markup *to)
{
    if (!epub->pages.count)
        return;
    jb_markup_open(to, "pageList");
    put_label(to, "navLabel", word(epub, JB_WORDING_PAGE_LIST));
    jb_markup_line(to);
    for (size_t i = 0; i < epub->pages.count; i++) {
        open_point(to, "pageTarget", i + 1, epub->pages.items[i].label,
                   epub->pages.items[i].href);
        jb_markup_close(to);
        jb_markup_line(to);
    }
    jb_markup_close(to);
    jb_markup_line(to);
}

static void add_ncx(jb_epub *epub)
{
    jb_buf file = {0};
    jb_markup markup = {.out = &file};
    char depth[12];
    int deepest = 1;
    for (size_t i = 0; i < epub->contents.entries.count; i++)
        deepest = JB_MAX(deepest, epub->contents.entries.items[i].depth);
    snprintf(depth, sizeof depth, "%d", deepest);
    jb_buf_puts(&file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    jb_markup_open(&markup, "ncx");
    jb_markup_attr(&markup, "xmlns", "http://www.daisy.org/z3986/2005/ncx/");
    jb_markup_attr(&markup, "version", "2005-1");
    jb_markup_attr(&markup, "xml:lang", epub->lang);
    jb_markup_line(&markup);
    jb_markup_open(&markup, "head");
    jb_markup_line(&markup);
    jb_markup_meta(&markup, "name", "dtb:uid", jb_epub_meta_identifier(epub->meta));
    jb_markup_meta(&markup, "name", "dtb:depth", depth);
    jb_markup_close(&markup);
    jb_markup_line(&markup);
    put_label(&markup, "docTitle", jb_epub_meta_title(epub->meta));
    jb_markup_line(&markup);
    put_points(epub, &markup);
    put_page_targets(epub, &markup);
    jb_markup_close(&markup);
    jb_markup_line(&markup);
    jb_epub_item item = {"toc.ncx", "application/x-dtbncx+xml", NULL, JB_EPUB_UNREAD};
    jb_epub_add(epub, item, jb_buf_str(&file));
    jb_buf_fini(&file);
}

void jb_epub_nav_add(jb_epub *epub)
{
    add_nav(epub);
    add_ncx(epub);
}
