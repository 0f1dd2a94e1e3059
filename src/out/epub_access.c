/* One look over the blocks; what is always so of these books is said without a look. */
#include "out/epub_access.h"

#include "kind/wording.h"

static void look_at_inlines(jb_epub_access *access, const jb_inline *inlines,
                            const jb_assets *assets)
{
    for (const jb_inline *one = inlines; one; one = one->next) {
        access->has_ruby |= one->kind == JB_INLINE_RUBY;
        look_at_inlines(access, one->first, assets);
        if (one->note)
            jb_epub_access_add(access, one->note, assets);
    }
}

static void look_at_figure(jb_epub_access *access, const jb_figure *figure,
                           const jb_assets *assets)
{
    if (figure->asset >= assets->count || !assets->items[figure->asset].is_loaded)
        return; /* its words stand there as text */
    access->has_pictures = true;
    access->lacks_alt |= !figure->alt || !*figure->alt;
}

void jb_epub_access_add(jb_epub_access *access, const jb_block *block,
                        const jb_assets *assets)
{
    access->has_headings |= block->kind == JB_BLOCK_HEADING;
    if (block->kind == JB_BLOCK_FIGURE)
        look_at_figure(access, &block->u.figure, assets);
    look_at_inlines(access, block->inlines, assets);
    for (const jb_block *child = block->first; child; child = child->next)
        jb_epub_access_add(access, child, assets);
}

static void put(jb_markup *to, const char *property, const char *text)
{
    jb_markup_open(to, "meta");
    jb_markup_attr(to, "property", property);
    jb_markup_text(to, jb_str_of(text));
    jb_markup_close(to);
    jb_markup_line(to);
}

static void put_summary(const jb_epub_access *access, const char *lang, bool has_pages,
                        jb_markup *to)
{
    jb_wording_lang words = jb_wording_lang_of(jb_str_of(lang));
    jb_buf text = {0};
    jb_buf_puts(&text, jb_wording_text(words, JB_WORDING_ACCESS_TEXT));
    if (access->has_pictures)
        jb_buf_puts(&text,
                    jb_wording_text(words, access->lacks_alt ? JB_WORDING_ACCESS_NO_ALT
                                                             : JB_WORDING_ACCESS_ALT));
    if (has_pages)
        jb_buf_puts(&text, jb_wording_text(words, JB_WORDING_ACCESS_PAGES));
    put(to, "schema:accessibilitySummary", text.at);
    jb_buf_fini(&text);
}

void jb_epub_access_write(const jb_epub_access *access, const char *lang,
                          bool has_pages, jb_markup *to)
{
    static const char feature[] = "schema:accessibilityFeature";
    put(to, "schema:accessMode", "textual");
    if (access->has_pictures)
        put(to, "schema:accessMode", "visual");
    if (!access->lacks_alt)
        put(to, "schema:accessModeSufficient", "textual");
    if (access->has_pictures)
        put(to, "schema:accessModeSufficient", "textual,visual");
    put(to, feature, "displayTransformability");
    put(to, feature, "readingOrder");
    put(to, feature, "tableOfContents");
    if (access->has_headings)
        put(to, feature, "structuralNavigation");
    if (access->has_pictures && !access->lacks_alt)
        put(to, feature, "alternativeText");
    if (access->has_ruby)
        put(to, feature, "rubyAnnotations");
    if (has_pages) {
        put(to, feature, "pageBreakMarkers");
        put(to, feature, "pageNavigation");
    }
    put(to, "schema:accessibilityHazard", "none");
    put_summary(access, lang, has_pages, to);
}
