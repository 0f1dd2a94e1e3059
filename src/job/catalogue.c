/* Without the script, or in a reader that runs none, the page is a plain list. */
#include "job/catalogue.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "kind/wording.h"

static const char head[] =
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<style>\n"
    ":root{--text:#1a1a1a;--soft:#595959;--line:#d0d5dd;--paper:#fff;--link:#1f3a5f}\n"
    "@media (prefers-color-scheme:dark){:root{--text:#e6e6e6;--soft:#a6a6a6;"
    "--line:#3a3f47;--paper:#16181c;--link:#9dbde8}}\n"
    "body{margin:0 auto;max-width:52rem;padding:1.5rem 1rem;line-height:1.6;"
    "color:var(--text);background:var(--paper);"
    "font-family:\"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif}\n"
    "h1{font-size:1.5rem;line-height:1.4;margin:0 0 1rem}\n"
    "input{box-sizing:border-box;width:100%;font:inherit;padding:.5rem .75rem;"
    "color:inherit;background:inherit;border:1px solid var(--line);border-radius:4px}\n"
    "section{margin:0 0 1rem}\n"
    ":focus-visible{outline:2px solid var(--link);outline-offset:2px}\n"
    "ul{list-style:none;margin:1rem 0;padding:0}\n"
    "li{padding:.75rem 0;border-top:1px solid var(--line)}\n"
    "h2{font-size:1rem;line-height:1.5;margin:0;font-weight:600}\n"
    "p{margin:.15rem 0 0;font-size:.875rem;color:var(--soft)}\n"
    "a{color:var(--link)}\n"
    "</style>\n";

/* Every word that is sought must stand in a report's text; widths of letters do not count
 * (NFKC). */
static const char script[] =
    "<script>\n"
    "(function(){\n"
    "var box=document.getElementById('search'),count=document.getElementById('count');\n"
    "var items=[].map.call(document.querySelectorAll('li'),function(e){"
    "return[e,e.textContent.normalize('NFKC').toLowerCase()]});\n"
    "function seek(){\n"
    "var words=box.value.normalize('NFKC').toLowerCase().split(/\\s+/),shown=0;\n"
    "items.forEach(function(i){var fits=words.every(function(w){"
    "return i[1].indexOf(w)>=0});i[0].hidden=!fits;shown+=fits});\n"
    "count.textContent=shown+' / '+items.length}\n"
    "box.hidden=false;box.addEventListener('input',seek);seek()})();\n"
    "</script>\n";

static void put_escaped(jb_buf *into, const char *text)
{
    for (; *text; text++) {
        if (*text == '&')
            jb_buf_puts(into, "&amp;");
        else if (*text == '<')
            jb_buf_puts(into, "&lt;");
        else if (*text == '"')
            jb_buf_puts(into, "&quot;");
        else
            jb_buf_putc(into, *text);
    }
}

/* A path as a relative reference (RFC 3986 4.2): a colon in its first part would make a
 * scheme of it. */
static void put_address(jb_buf *into, const char *path)
{
    jb_buf_puts(into, "./");
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                        (c >= 'a' && c <= 'z') || strchr("-._~/", c);
        if (is_plain)
            jb_buf_putc(into, (char)c);
        else
            jb_buf_printf(into, "%%%02X", c);
    }
}

/* The latest first, then by id. */
static int by_date(const void *left, const void *right)
{
    const jb_manifest_record *a = *(const jb_manifest_record *const *)left;
    const jb_manifest_record *b = *(const jb_manifest_record *const *)right;
    int order = strcmp(b->date ? b->date : "", a->date ? a->date : "");
    return order ? order : strcmp(a->id, b->id);
}

static void put_words(jb_buf *into, const jb_manifest_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        jb_buf_puts(into, " \xC2\xB7 "); /* U+00B7 */
        put_escaped(into, words->items[i]);
    }
}

static void put_files(jb_buf *into, const jb_manifest_files *files)
{
    for (size_t i = 1; i < files->count; i++) {
        jb_buf_puts(into, " \xC2\xB7 <a href=\"");
        put_address(into, files->items[i].path);
        jb_buf_puts(into, "\">");
        put_escaped(into, files->items[i].format);
        jb_buf_puts(into, "</a>");
    }
}

/* What is known of a report, or of the volume, in the element that is open. */
static void put_entry(jb_buf *into, jb_wording_lang lang,
                      const jb_manifest_record *record)
{
    jb_buf_puts(into, "<h2><a href=\"");
    put_address(into, record->files.items[0].path);
    jb_buf_puts(into, "\">");
    put_escaped(into, record->title && *record->title ? record->title : record->id);
    jb_buf_puts(into, "</a></h2><p>");
    if (record->date) {
        jb_buf_puts(into, "<time datetime=\"");
        put_escaped(into, record->date);
        jb_buf_puts(into, "\">");
        jb_wording_put_date(into, lang, jb_str_of(record->date));
        jb_buf_puts(into, "</time> ");
    }
    if (record->publisher)
        put_escaped(into, record->publisher);
    if (record->parts) {
        int count = (int)record->parts;
        jb_wording_put(into, lang, JB_WORDING_REPORTS, &count);
    }
    put_words(into, &record->tags);
    put_words(into, &record->codes);
    put_files(into, &record->files);
    jb_buf_puts(into, "</p>");
}

/* Above the search, which does not hide it. */
static void put_volume(jb_buf *into, jb_wording_lang lang, const jb_manifest *manifest)
{
    const jb_manifest_record *volume = jb_manifest_find(manifest, JB_MANIFEST_VOLUME);
    if (!volume || !volume->files.count)
        return;
    jb_buf_puts(into, "<section>");
    put_entry(into, lang, volume);
    jb_buf_puts(into, "</section>\n");
}

static bool has_east_asian(jb_str text)
{
    for (size_t at = 0; at < text.len;)
        if (jb_ucd_is_east_asian(jb_utf8_next(text, &at)))
            return true;
    return false;
}

static const char *lang_of(const jb_manifest *manifest)
{
    size_t wide = 0, count = manifest->records.count;
    for (size_t i = 0; i < count; i++) {
        const jb_manifest_record *record = manifest->records.entries[i].pointer;
        wide += has_east_asian(jb_str_of(record->title));
    }
    return 2 * wide > count ? "zh-Hans" : "en";
}

void jb_catalogue_write(const jb_manifest *manifest, const char *title,
                        const char *lang, jb_buf *into)
{
    jb_arena scratch = {0};
    lang = lang ? lang : lang_of(manifest);
    jb_wording_lang words = jb_wording_lang_of(jb_str_of(lang));
    const jb_manifest_record **sorted = jb_manifest_sorted(manifest, &scratch);
    size_t count = manifest->records.count;
    const char *name = title ? title : jb_wording_text(words, JB_WORDING_CONTENTS);
    if (count)
        qsort(sorted, count, sizeof *sorted, by_date);
    jb_buf_puts(into, "<!DOCTYPE html>\n<html lang=\"");
    put_escaped(into, lang);
    jb_buf_puts(into, "\">\n<meta charset=\"utf-8\">\n<title>");
    put_escaped(into, name);
    jb_buf_puts(into, "</title>\n");
    jb_buf_puts(into, head);
    jb_buf_puts(into, "<main>\n<h1>");
    put_escaped(into, name);
    jb_buf_puts(into, "</h1>\n");
    put_volume(into, words, manifest);
    jb_buf_puts(into, "<input id=\"search\" type=\"search\" hidden placeholder=\"");
    put_escaped(into, jb_wording_text(words, JB_WORDING_SEARCH));
    jb_buf_puts(into, "\" aria-label=\"");
    put_escaped(into, jb_wording_text(words, JB_WORDING_SEARCH));
    jb_buf_puts(into, "\">\n<p id=\"count\" aria-live=\"polite\"></p>\n"
                      "<ul role=\"list\">\n");
    for (size_t i = 0; i < count; i++) {
        if (!sorted[i]->files.count || sorted[i]->parts)
            continue;
        jb_buf_puts(into, "<li>");
        put_entry(into, words, sorted[i]);
        jb_buf_puts(into, "</li>\n");
    }
    jb_buf_puts(into, "</ul>\n</main>\n");
    jb_buf_puts(into, script);
    jb_buf_puts(into, "</html>\n");
    jb_arena_fini(&scratch);
}
