/* Reports are written as they come; what stands before them is written last. */
#include "out/html.h"

#include "out/css.h"
#include "out/xhtml.h"
#include "text/bidi.h"

typedef struct html {
    jb_arena arena;
    const jb_book *book;
    jb_diag *diag;
    jb_css *css;
    jb_buf body; /* the reports */
    jb_markup to;
    size_t parts;
    const char *lang, *title; /* of the page */
    bool is_right;
    /* of the report being written */
    const jb_book_part *part;
    const char *prefix;
    const char **pictures; /* addresses by asset; NULL = not made yet */
    jb_arena *scratch;
} html;

/* ---- the dialect ----------------------------------------------------------------- */

static void look(void *state, jb_markup *to, const jb_style *style, const char *role)
{
    html *page = state;
    jb_css_look(page->css, to, style, role);
}

/* RFC 4648, 4. */
static void put_base64(jb_buf *into, jb_str bytes)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < bytes.len; at += 3) {
        size_t left = bytes.len - at;
        uint32_t group = 0;
        for (size_t i = 0; i < 3; i++)
            group = group << 8 | (i < left ? (unsigned char)bytes.at[at + i] : 0);
        char four[4];
        for (int i = 0; i < 4; i++)
            four[i] = digits[group >> (18 - 6 * i) & 63];
        for (size_t i = left + 1; i < 4; i++)
            four[i] = '=';
        jb_buf_put(into, four, sizeof four);
    }
}

/* RFC 2397: the picture itself as its address. */
static const char *picture(void *state, uint32_t asset)
{
    html *page = state;
    if (page->pictures[asset])
        return page->pictures[asset];
    const jb_image *image = &page->part->assets->items[asset].image;
    jb_buf address = {0};
    if (image->format != JB_IMAGE_JPEG)
        return NULL;
    jb_buf_puts(&address, "data:image/jpeg;base64,");
    put_base64(&address, image->file);
    page->pictures[asset] = jb_str_dup(page->scratch, jb_buf_str(&address));
    jb_buf_fini(&address);
    return page->pictures[asset];
}

static const char *link(void *state, const char *target)
{
    html *page = state;
    if (target[0] != '#')
        return target;
    return jb_arena_printf(page->scratch, "#%s%s", page->prefix, target + 1);
}

/* ---- the steps ------------------------------------------------------------------- */

static void *open_page(const jb_book *book, jb_diag *diag)
{
    jb_arena arena = {0};
    html *page = JB_NEW(&arena, html);
    page->arena = arena;
    page->book = book;
    page->diag = diag;
    page->css = jb_css_open(JB_CSS_PAGE, false, &page->arena);
    page->to.out = &page->body;
    return page;
}

static void add_part(void *state, const jb_book_part *part)
{
    html *page = state;
    jb_arena scratch = {0};
    bool is_first = page->parts++ == 0;
    bool is_right = part->root->style && jb_bidi_is_right(part->root->style);
    if (is_first) {
        page->lang = jb_str_dup(&page->arena, jb_str_of(part->lang));
        page->title = page->book->title
                          ? page->book->title
                          : jb_str_dup(&page->arena, jb_str_of(part->title));
        page->is_right = is_right;
    }
    page->part = part;
    page->scratch = &scratch;
    page->pictures = JB_NEWS(&scratch, const char *, part->assets->count + 1);
    page->prefix =
        page->book->title ? jb_arena_printf(&scratch, "r%zu-", page->parts) : "";
    jb_xhtml_dialect dialect = {
        .look = look, .picture = picture, .link = link, .state = page};
    jb_css_begin(page->css, part->sheet);
    jb_markup_open(&page->to, "article");
    jb_markup_attr(&page->to, "lang", part->lang);
    if (is_right != page->is_right)
        jb_markup_attr(&page->to, "dir", is_right ? "rtl" : "ltr");
    jb_markup_line(&page->to);
    jb_xhtml *xhtml = jb_xhtml_open(part, &dialect, page->prefix, &page->to, &scratch);
    for (const jb_block *block = part->root->first; block; block = block->next)
        jb_xhtml_block(xhtml, block);
    jb_xhtml_notes(xhtml);
    jb_xhtml_end(xhtml);
    jb_markup_close(&page->to);
    jb_markup_line(&page->to);
    jb_arena_fini(&scratch);
}

static void write_head(const html *page, jb_markup *to)
{
    jb_markup_open(to, "head");
    jb_markup_line(to);
    jb_markup_open(to, "meta");
    jb_markup_attr(to, "charset", "utf-8");
    jb_markup_close(to);
    jb_markup_line(to);
    jb_markup_element(to, "title", page->title);
    jb_markup_line(to);
    jb_markup_open(to, "meta");
    jb_markup_attr(to, "name", "viewport");
    jb_markup_attr(to, "content", "width=device-width, initial-scale=1");
    jb_markup_close(to);
    jb_markup_line(to);
    jb_buf sheet = {0};
    jb_css_write(page->css, &sheet);
    jb_markup_open(to, "style");
    jb_markup_line(to);
    jb_markup_raw(to, jb_buf_str(&sheet));
    jb_markup_close(to);
    jb_markup_line(to);
    jb_markup_close(to);
    jb_markup_line(to);
    jb_buf_fini(&sheet);
}

static void drop(void *state)
{
    html *page = state;
    jb_buf_fini(&page->body);
    jb_arena arena = page->arena;
    jb_arena_fini(&arena);
}

static bool finish(void *state, jb_buf *out)
{
    html *page = state;
    jb_markup to = {.out = out};
    jb_buf_puts(out, "<!DOCTYPE html>\n");
    jb_markup_open(&to, "html");
    jb_markup_attr(&to, "xmlns", "http://www.w3.org/1999/xhtml");
    jb_markup_attr(&to, "lang", page->lang);
    jb_markup_attr(&to, "dir", page->is_right ? "rtl" : NULL);
    jb_markup_line(&to);
    write_head(page, &to);
    jb_markup_open(&to, "body");
    jb_markup_line(&to);
    jb_markup_open(&to, "main");
    jb_markup_line(&to);
    jb_markup_raw(&to, jb_buf_str(&page->body));
    jb_markup_close(&to);
    jb_markup_line(&to);
    jb_markup_close(&to);
    jb_markup_line(&to);
    jb_markup_close(&to);
    jb_markup_line(&to);
    drop(page);
    return !out->failed;
}

const jb_reflow jb_html_reflow = {open_page, add_part, finish, drop};
