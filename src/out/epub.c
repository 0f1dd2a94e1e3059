/* The container: what stands in it whatever the reports say, and the steps of a book. */
#include "out/epub.h"

#include "kind/wording.h"
#include "out/cover.h"
#include "out/epub_book.h"
#include "text/bidi.h"

static const char container[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n"
    "<rootfiles>\n<rootfile full-path=\"EPUB/package.opf\""
    " media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/* Apple Books shows a book's own fonts only when it is told to (Asset Guide, "Fonts"). */
static const char apple_options[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                    "<display_options>\n<platform name=\"*\">\n"
                                    "<option name=\"specified-fonts\">true</option>\n"
                                    "</platform>\n</display_options>\n";
static const char sheet_href[] = "style.css", fonts_folder[] = "fonts/";

/* ---- files --------------------------------------------------------------------- */

void jb_epub_add(jb_epub *epub, jb_epub_item item, jb_str bytes)
{
    jb_buf name = {0};
    jb_buf_printf(&name, "EPUB/%s", item.href);
    /* Pictures are packed already. */
    bool is_packed = strncmp(item.type, "image/", 6) == 0;
    jb_zip_add(epub->zip, name.at, bytes, is_packed ? JB_ZIP_STORED : JB_ZIP_DEFLATED);
    jb_buf_fini(&name);
    jb_vec_push(&epub->arena, &epub->items, item);
}

void jb_epub_begin(jb_markup *markup, jb_buf *out, const jb_epub_frame *frame)
{
    markup->out = out;
    jb_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    jb_markup_open(markup, "html");
    jb_markup_attr(markup, "xmlns", "http://www.w3.org/1999/xhtml");
    jb_markup_attr(markup, "xmlns:epub", "http://www.idpf.org/2007/ops");
    jb_markup_attr(markup, "lang", frame->lang);
    jb_markup_attr(markup, "xml:lang", frame->lang);
    jb_markup_attr(markup, "dir", frame->is_right ? "rtl" : NULL);
    jb_markup_attr(markup, "class", frame->is_vertical ? "vertical" : NULL);
    jb_markup_line(markup);
    jb_markup_open(markup, "head");
    jb_markup_element(markup, "title", frame->title);
    jb_markup_open(markup, "link");
    jb_markup_attr(markup, "rel", "stylesheet");
    jb_markup_attr(markup, "type", "text/css");
    jb_markup_attr(markup, "href", sheet_href);
    jb_markup_close(markup);
    jb_markup_close(markup);
    jb_markup_line(markup);
    jb_markup_open(markup, "body");
    jb_markup_attr(markup, "epub:type", frame->type);
    jb_markup_line(markup);
}

void jb_epub_end(jb_markup *markup)
{
    jb_markup_line(markup);
    jb_markup_close(markup);
    jb_markup_close(markup);
    jb_markup_line(markup);
}

/* ---- cover and title page ------------------------------------------------------ */

static const char *cover_href(jb_image_format format)
{
    return format == JB_IMAGE_JPEG ? "images/cover.jpg" : "images/cover.png";
}

static void add_cover_page(jb_epub *epub, const char *picture)
{
    jb_wording_lang words = jb_wording_lang_of(jb_str_of(epub->lang));
    const char *title = jb_wording_text(words, JB_WORDING_COVER);
    jb_epub_frame frame = {title, epub->lang, "cover", epub->is_right, false};
    jb_markup markup = {0};
    jb_buf page = {0};
    jb_epub_begin(&markup, &page, &frame);
    jb_markup_open(&markup, "img");
    jb_markup_attr(&markup, "src", picture);
    jb_markup_attr(&markup, "alt", jb_epub_meta_title(epub->meta));
    jb_markup_attr(&markup, "style", "max-width: 100%; max-height: 100%");
    jb_markup_close(&markup);
    jb_epub_end(&markup);
    jb_epub_item item = {"cover.xhtml", "application/xhtml+xml", NULL, JB_EPUB_FRONT};
    jb_epub_add(epub, item, jb_buf_str(&page));
    jb_buf_fini(&page);
}

/* The volume's cover names the dates of all reports, so it waits for the last one. */
static void add_cover(jb_epub *epub, const jb_book_part *last)
{
    jb_cover_volume volume = {jb_epub_meta_title(epub->meta),
                              jb_epub_meta_first(epub->meta),
                              jb_epub_meta_last(epub->meta)};
    jb_buf picture = {0};
    jb_image_format format =
        jb_cover_make(last, epub->book->title ? &volume : NULL, &picture);
    if (format != JB_IMAGE_NONE) {
        jb_epub_item item = {cover_href(format),
                             format == JB_IMAGE_JPEG ? "image/jpeg" : "image/png",
                             "cover-image", JB_EPUB_UNREAD};
        jb_epub_add(epub, item, jb_buf_str(&picture));
        add_cover_page(epub, item.href);
        epub->has_cover = true;
    }
    jb_buf_fini(&picture);
}

static void add_title_page(jb_epub *epub)
{
    const char *title = jb_epub_meta_title(epub->meta);
    const char *first = jb_epub_meta_first(epub->meta);
    const char *last = jb_epub_meta_last(epub->meta);
    jb_epub_frame frame = {title, epub->lang, "frontmatter", epub->is_right, false};
    jb_markup markup = {0};
    jb_buf page = {0};
    jb_epub_begin(&markup, &page, &frame);
    jb_markup_open(&markup, "section");
    jb_markup_attr(&markup, "epub:type", "titlepage");
    jb_markup_element(&markup, "h1", title);
    if (first) {
        jb_markup_open(&markup, "p");
        jb_markup_text(&markup, jb_str_of(first));
        if (strcmp(first, last) != 0) {
            jb_markup_text(&markup, JB_STR(" \u2013 "));
            jb_markup_text(&markup, jb_str_of(last));
        }
        jb_markup_close(&markup);
    }
    jb_markup_close(&markup);
    jb_epub_end(&markup);
    jb_epub_item item = {"title.xhtml", "application/xhtml+xml", NULL, JB_EPUB_FRONT};
    jb_epub_add(epub, item, jb_buf_str(&page));
    jb_buf_fini(&page);
}

/* ---- fonts and style sheet ------------------------------------------------------ */

static void add_fonts(jb_epub *epub, const jb_book_part *last)
{
    jb_webfont_files files = jb_webfont_make(epub->fonts, last, epub->diag);
    for (size_t i = 0; i < files.count; i++) {
        const jb_webfont_file *file = &files.items[i];
        jb_epub_item item = {
            jb_arena_printf(&epub->arena, "%s%s", fonts_folder, file->name), file->type,
            NULL, JB_EPUB_UNREAD};
        jb_epub_add(epub, item, file->bytes);
    }
    if (files.count)
        jb_zip_add(epub->zip, "META-INF/com.apple.ibooks.display-options.xml",
                   jb_str_of(apple_options), JB_ZIP_DEFLATED);
}

static void add_sheet(jb_epub *epub)
{
    jb_epub_item item = {sheet_href, "text/css", NULL, JB_EPUB_UNREAD};
    jb_buf file = {0};
    if (epub->fonts)
        jb_webfont_rules(epub->fonts, fonts_folder, &file);
    jb_css_write(epub->css, &file);
    jb_epub_add(epub, item, jb_buf_str(&file));
    jb_buf_fini(&file);
}

/* ---- the steps ----------------------------------------------------------------- */

static void *open_book(const jb_book *book, jb_diag *diag)
{
    jb_arena arena = {0};
    jb_epub *epub = JB_NEW(&arena, jb_epub);
    epub->arena = arena;
    epub->book = book;
    epub->diag = diag;
    epub->contents.into = &epub->arena;
    epub->meta = jb_epub_meta_new(book, &epub->arena);
    epub->css = jb_css_open(JB_CSS_BOOK, book->embeds_fonts, &epub->arena);
    epub->fonts = book->embeds_fonts ? jb_webfont_open(&epub->arena) : NULL;
    epub->zip = jb_zip_open();
    jb_zip_add(epub->zip, "mimetype", JB_STR("application/epub+zip"), JB_ZIP_STORED);
    jb_zip_add(epub->zip, "META-INF/container.xml", jb_str_of(container),
               JB_ZIP_DEFLATED);
    return epub;
}

static void add_part(void *state, const jb_book_part *part)
{
    jb_epub *epub = state;
    if (!epub->parts) {
        epub->lang = jb_str_dup(&epub->arena, jb_str_of(part->lang));
        epub->is_right = jb_bidi_is_right(part->root->style);
        epub->is_vertical = part->report->meta.writing_mode == JB_WRITING_VERTICAL;
    }
    epub->parts++;
    jb_epub_meta_add(epub->meta, part);
    jb_epub_text_add(epub, part);
    if (epub->fonts)
        jb_webfont_add(epub->fonts, part);
    if (epub->parts < epub->book->parts)
        return;
    add_cover(epub, part);
    if (epub->fonts)
        add_fonts(epub, part);
}

static void free_book(jb_epub *epub)
{
    jb_epub_meta_drop(epub->meta);
    jb_arena arena = epub->arena; /* it holds the book itself */
    jb_arena_fini(&arena);
}

static bool finish_book(void *state, jb_buf *out)
{
    jb_epub *epub = state;
    if (epub->book->title)
        add_title_page(epub);
    jb_epub_nav_add(epub);
    add_sheet(epub);
    jb_epub_package_add(epub);
    bool is_fit = jb_zip_finish(epub->zip, jb_epub_meta_time(epub->meta), out);
    if (!is_fit)
        jb_diag_add(epub->diag, JB_DIAG_EPUB_TOO_LARGE, JB_NO_SPAN);
    free_book(epub);
    return is_fit;
}

static void drop_book(void *state)
{
    jb_epub *epub = state;
    jb_zip_drop(epub->zip);
    free_book(epub);
}

const jb_reflow jb_epub_reflow = {open_book, add_part, finish_book, drop_book};
