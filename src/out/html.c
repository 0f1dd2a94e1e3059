/* Reports are written as they come; what stands before them is written last. */
#include "out/html.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "kind/wording.h"
#include "out/css.h"
#include "out/datauri.h"
#include "out/toc.h"
#include "out/xhtml.h"
#include "text/bidi.h"

enum {
    CONTENTS_LEAST = 5, /* headings, our choice: fewer need no list */
    ABOUT_MOST = 160    /* characters of a description; what search engines show */
};

/* What the first report says of the page. */
typedef struct html_facts {
    const char *lang, *title;
    const char *authors, *about, *date, *publisher; /* NULL when absent */
    bool is_right;
} html_facts;

typedef struct html {
    jb_arena arena;
    const jb_book *book;
    jb_css *css;
    jb_buf body; /* the reports */
    jb_markup to;
    size_t parts;
    html_facts facts;
    jb_toc contents;
    /* of the report being written */
    const jb_book_part *part;
    const char *prefix;
    const char **pictures; /* addresses by asset; NULL = not made yet */
    jb_arena scratch;
} html;

/* ---- the dialect ----------------------------------------------------------------- */

static void look(void *state, jb_markup *to, const jb_style *style, const char *role)
{
    html *page = state;
    jb_css_look(page->css, to, style, role);
}

/* RFC 2397: the picture itself as its address. */
static const char *picture(void *state, uint32_t asset)
{
    html *page = state;
    if (page->pictures[asset])
        return page->pictures[asset];
    const jb_image *image = &page->part->assets->items[asset].image;
    jb_buf address = {0};
    jb_datauri_put(image, &address);
    page->pictures[asset] = jb_str_dup(&page->scratch, jb_buf_str(&address));
    jb_buf_fini(&address);
    return page->pictures[asset];
}

static const char *link(void *state, const char *target)
{
    html *page = state;
    const char *part = jb_inlines_part(target);
    if (part)
        return jb_arena_printf(&page->scratch, "#r%s", part);
    if (target[0] != '#')
        return target;
    return jb_arena_printf(&page->scratch, "#%s%s", page->prefix, target + 1);
}

/* ---- what the page is about ------------------------------------------------------ */

static const char *copy(html *page, const char *text)
{
    return text && *text ? jb_str_dup(&page->arena, jb_str_of(text)) : NULL;
}

static const char *authors_of(html *page, const jb_report *report)
{
    const jb_author *authors = report->meta.authors.items;
    jb_buf names = {0};
    for (size_t i = 0; i < report->meta.authors.count; i++) {
        jb_buf_puts(&names, names.len ? ", " : "");
        jb_buf_put_str(&names, authors[i].name.text);
    }
    const char *all = names.len ? jb_str_dup(&page->arena, jb_buf_str(&names)) : NULL;
    jb_buf_fini(&names);
    return all;
}

/* The first paragraph with this role among a block's children and in its groups. */
static const jb_block *first_of(const jb_block *parent, const char *role)
{
    for (const jb_block *child = parent->first; child; child = child->next) {
        if (child->kind == JB_BLOCK_PARA && jb_block_is(child, role))
            return child;
        const jb_block *inner =
            child->kind == JB_BLOCK_GROUP ? first_of(child, role) : NULL;
        if (inner)
            return inner;
    }
    return NULL;
}

/* The subtitle, or how the abstract or the text begins. */
static const char *about(html *page, const jb_book_part *part)
{
    static const char *const roles[] = {"abstract", "paragraph"};
    const jb_block *para = NULL;
    if (part->subtitle)
        return copy(page, part->subtitle);
    for (size_t i = 0; i < JB_COUNT(roles) && !para; i++)
        para = first_of(part->root, roles[i]);
    if (!para)
        return NULL;
    jb_buf text = {0};
    jb_inlines_text(para->inlines, &text);
    jb_str all = jb_buf_str(&text);
    size_t end = 0, count = 0;
    while (end < all.len && count++ < ABOUT_MOST)
        jb_utf8_next(all, &end);
    const char *words =
        jb_arena_printf(&page->arena, "%.*s%s", (int)end, all.at ? all.at : "",
                        end < all.len ? "\u2026" : "");
    jb_buf_fini(&text);
    return words;
}

static void note_facts(html *page, const jb_book_part *part)
{
    html_facts *facts = &page->facts;
    facts->lang = copy(page, part->lang);
    facts->title = page->book->title ? page->book->title : copy(page, part->title);
    facts->is_right = jb_bidi_is_right(part->root->style);
    if (page->book->title)
        return;
    facts->authors = authors_of(page, part->report);
    facts->about = about(page, part);
    facts->date = copy(page, part->date ? part->date : page->book->date);
    facts->publisher = copy(page, part->publisher);
}

/* ---- contents -------------------------------------------------------------------- */

static const char *address(void *state, const char *anchor)
{
    html *page = state;
    return jb_arena_printf(&page->arena, "#%s%s", page->prefix, anchor);
}

/* Folded, since on a telephone it would be the whole screen. */
static void write_contents(const html *page, jb_markup *to)
{
    jb_wording_lang words = jb_wording_lang_of(jb_str_of(page->facts.lang));
    const char *title = jb_wording_text(words, JB_WORDING_CONTENTS);
    if (page->contents.entries.count < CONTENTS_LEAST && !page->book->title)
        return;
    jb_markup_open(to, "nav");
    jb_markup_attr(to, "class", "contents");
    jb_markup_attr(to, "aria-label", title);
    jb_markup_line(to);
    jb_markup_open(to, "details");
    jb_markup_element(to, "summary", title);
    jb_toc_write(&page->contents, to);
    jb_markup_close(to);
    jb_markup_close(to);
    jb_markup_line(to);
}

/* ---- reports --------------------------------------------------------------------- */

static void *open_page(const jb_book *book, jb_diag *diag)
{
    (void)diag; /* nothing can go wrong that was not said before */
    jb_arena arena = {0};
    html *page = JB_NEW(&arena, html);
    page->arena = arena;
    page->contents.into = &page->arena;
    page->book = book;
    page->css = jb_css_open(JB_CSS_PAGE, false, &page->arena);
    page->to.out = &page->body;
    return page;
}

static void write_part(html *page, const jb_book_part *part, jb_xhtml *xhtml)
{
    bool is_right = jb_bidi_is_right(part->root->style);
    jb_markup *to = &page->to;
    jb_markup_open(to, "article");
    if (page->book->title)
        jb_markup_attr_str(
            to, "id",
            jb_str_slice(jb_str_of(page->prefix), 0, strlen(page->prefix) - 1));
    if (strcmp(part->lang, page->facts.lang) != 0)
        jb_markup_attr(to, "lang", part->lang);
    if (is_right != page->facts.is_right)
        jb_markup_attr(to, "dir", is_right ? "rtl" : "ltr");
    jb_markup_line(to);
    for (const jb_block *block = part->root->first; block; block = block->next)
        jb_xhtml_block(xhtml, block);
    jb_xhtml_notes(xhtml);
    jb_xhtml_end(xhtml);
    jb_markup_close(to);
    jb_markup_line(to);
}

/* The parts of a volume are known by number: "r2" has the places "r2-s1", ... */
static void begin_part(html *page, const jb_book_part *part)
{
    bool is_volume = page->book->title != NULL;
    if (page->parts++ == 0)
        note_facts(page, part);
    page->part = part;
    page->pictures = JB_NEWS(&page->scratch, const char *, part->assets->count + 1);
    page->prefix =
        is_volume ? jb_arena_printf(&page->scratch, "r%zu-", page->parts) : "";
    if (is_volume)
        jb_toc_add(&page->contents, part->title,
                   jb_arena_printf(&page->scratch, "#r%zu", page->parts));
    jb_toc_add_headings(&page->contents, part->root, is_volume ? 1 : 0, address, page);
    jb_css_begin(page->css, part->sheet);
}

static void add_part(void *state, const jb_book_part *part)
{
    html *page = state;
    jb_xhtml_dialect dialect = {
        .look = look, .picture = picture, .link = link, .state = page};
    begin_part(page, part);
    write_part(page, part,
               jb_xhtml_open(part, &dialect, page->prefix, &page->to, &page->scratch));
    jb_arena_fini(&page->scratch);
}

/* ---- the page -------------------------------------------------------------------- */

/* The names that HTML gives meanings to, and those that make a preview where the page is
 * shared (Open Graph). */
static void write_facts(const html *page, jb_markup *to)
{
    const html_facts *facts = &page->facts;
    jb_markup_meta(to, "name", "viewport", "width=device-width, initial-scale=1");
    jb_markup_meta(to, "name", "generator", page->book->producer);
    jb_markup_meta(to, "name", "color-scheme", "light dark");
    jb_markup_meta(to, "name", "author", facts->authors);
    jb_markup_meta(to, "name", "description", facts->about);
    jb_markup_meta(to, "name", "dcterms.date", facts->date);
    jb_markup_meta(to, "name", "dcterms.publisher", facts->publisher);
    jb_markup_meta(to, "property", "og:type", "article");
    jb_markup_meta(to, "property", "og:title", facts->title);
    jb_markup_meta(to, "property", "og:description", facts->about);
    jb_markup_meta(to, "property", "article:published_time", facts->date);
}

static void write_head(const html *page, jb_markup *to)
{
    jb_buf sheet = {0};
    jb_css_write(page->css, &sheet);
    jb_markup_open(to, "head");
    jb_markup_line(to);
    jb_markup_open(to, "meta");
    jb_markup_attr(to, "charset", "utf-8");
    jb_markup_close(to);
    jb_markup_line(to);
    jb_markup_element(to, "title", page->facts.title);
    jb_markup_line(to);
    write_facts(page, to);
    jb_markup_open(to, "style");
    jb_markup_line(to);
    jb_markup_raw(to, jb_buf_str(&sheet));
    jb_markup_close(to);
    jb_markup_close(to);
    jb_markup_line(to);
    jb_buf_fini(&sheet);
}

static void write_body(const html *page, jb_markup *to)
{
    jb_wording_lang words = jb_wording_lang_of(jb_str_of(page->facts.lang));
    jb_markup_open(to, "body");
    jb_markup_line(to);
    jb_markup_open(to, "a");
    jb_markup_attr(to, "class", "skip");
    jb_markup_attr(to, "href", "#text");
    jb_markup_text(to, jb_str_of(jb_wording_text(words, JB_WORDING_SKIP)));
    jb_markup_close(to);
    jb_markup_line(to);
    if (page->book->title) {
        jb_markup_open(to, "header");
        jb_markup_attr(to, "class", "volume");
        jb_markup_element(to, "h1", page->book->title);
        jb_markup_close(to);
        jb_markup_line(to);
    }
    write_contents(page, to);
    jb_markup_open(to, "main");
    jb_markup_attr(to, "id", "text");
    jb_markup_line(to);
    jb_markup_raw(to, jb_buf_str(&page->body));
    jb_markup_close(to);
    jb_markup_close(to);
    jb_markup_line(to);
}

static void drop(void *state)
{
    html *page = state;
    jb_buf_fini(&page->body);
    jb_arena_fini(&page->scratch);
    jb_arena arena = page->arena;
    jb_arena_fini(&arena);
}

static bool finish(void *state, jb_buf *out)
{
    html *page = state;
    jb_markup to = {.out = out};
    if (!page->parts)
        page->facts = (html_facts){.lang = "zh-Hans", .title = page->book->title};
    jb_buf_puts(out, "<!DOCTYPE html>\n");
    jb_markup_open(&to, "html");
    jb_markup_attr(&to, "xmlns", "http://www.w3.org/1999/xhtml");
    jb_markup_attr(&to, "lang", page->facts.lang);
    jb_markup_attr(&to, "dir", page->facts.is_right ? "rtl" : NULL);
    jb_markup_line(&to);
    write_head(page, &to);
    write_body(page, &to);
    jb_markup_close(&to);
    jb_markup_line(&to);
    drop(page);
    return !out->failed;
}

const jb_reflow jb_html_reflow = {open_page, add_part, finish, drop};
