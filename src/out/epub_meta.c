/* Texts are copied when a report is added; those of a volume are gathered without those
 * already there, in their order. */
#include "out/epub_meta.h"

#include "base/map.h"
#include "base/vec.h"
#include "out/epub_access.h"
#include "out/utc.h"
#include "out/uuid.h"

/* EPUB demands the time of a change, and the clock gives other bytes each time. */
static const char no_time[] = "1980-01-01T00:00:00Z";

struct jb_epub_meta {
    jb_arena *into;
    const jb_book *book;
    jb_buf identity; /* what the identifier is made of */
    size_t parts;
    const char *title, *subtitle, *description;       /* of the first report */
    char first[JB_UTC_LEN + 1], last[JB_UTC_LEN + 1]; /* dates; "" = none */
    char changed[JB_UTC_LEN + 1];
    const char *series;        /* of all reports; NULL = none or several */
    int position;              /* within the series, of a single report; 0 = not said */
    jb_map creators, analysts; /* names to MARC relators */
    jb_map langs, publishers, subjects, sources, rights;
    jb_epub_access access;
};

jb_epub_meta *jb_epub_meta_new(const jb_book *book, jb_arena *into)
{
    jb_epub_meta *meta = JB_NEW(into, jb_epub_meta);
    meta->into = into;
    meta->book = book;
    return meta;
}

void jb_epub_meta_drop(jb_epub_meta *meta)
{
    jb_buf_fini(&meta->identity);
}

/* ---- gathering ----------------------------------------------------------------- */

/* The entry of a text, copied when it is new; NULL for no text. */
static jb_map_entry *gather(jb_epub_meta *meta, jb_map *map, jb_str text)
{
    if (!text.len)
        return NULL;
    jb_map_entry *known = jb_map_find(map, text);
    if (known)
        return known;
    jb_str copy = {jb_str_dup(meta->into, text), text.len};
    return jb_map_put(meta->into, map, copy);
}

/* The MARC relator for a role in words (id.loc.gov/vocabulary/relators); authors when the
 * words say nothing else. */
static const char *relator_of(jb_str role, jb_arena *scratch)
{
    static const char *const words[][2] = {
        {"\u8bd1", "trl"},       {"\u8b6f", "trl"},       {"\u7ffb\u8a33", "trl"},
        {"translat", "trl"},     {"\u6821", "pfr"},       {"proofread", "pfr"},
        {"\u7f16", "edt"},       {"\u7de8", "edt"},       {"edit", "edt"},
        {"\u6444\u5f71", "pht"}, {"\u651d\u5f71", "pht"}, {"photo", "pht"},
        {"\u63d2\u56fe", "ill"}, {"\u63d2\u5716", "ill"}, {"illustrat", "ill"}};
    char *lower = jb_str_dup(scratch, role);
    for (char *at = lower; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + ('a' - 'A'));
    for (size_t i = 0; i < JB_COUNT(words); i++)
        if (strstr(lower, words[i][0]))
            return words[i][1];
    return "aut";
}

static void gather_people(jb_epub_meta *meta, const jb_meta *said)
{
    const jb_author *authors = said->authors.items;
    for (size_t i = 0; i < said->authors.count; i++) {
        jb_map_entry *entry = gather(meta, &meta->creators, authors[i].name.text);
        if (entry && !entry->pointer)
            entry->pointer = (void *)relator_of(authors[i].role.text, meta->into);
    }
    /* "ant": who wrote what the work is derived from */
    for (size_t i = 0; i < said->source.analysts.count; i++)
        gather(meta, &meta->analysts, said->source.analysts.items[i].text);
}

/* What a report was made from. The address that a site's front matter gives is where the
 * site keeps it, and a label is no publisher. */
static void gather_source(jb_epub_meta *meta, const jb_meta *said)
{
    jb_buf text = {0};
    const jb_str none = {NULL, 0};
    const jb_origin *origin = &said->source;
    const jb_str parts[] = {
        said->source_is_label ? none : origin->publisher.text,
        origin->original_title.text, jb_str_slice(origin->date.text, 0, 10),
        origin->report_number.text, said->is_foreign ? none : origin->url.text};
    for (size_t i = 0; i < JB_COUNT(parts); i++) {
        jb_buf_puts(&text, text.len && parts[i].len ? ", " : "");
        jb_buf_put_str(&text, parts[i]);
    }
    gather(meta, &meta->sources, jb_buf_str(&text));
    jb_buf_fini(&text);
}

static void gather_dates(jb_epub_meta *meta, const jb_book_part *part)
{
    char date[JB_UTC_LEN + 1], changed[JB_UTC_LEN + 1];
    jb_arena scratch = {0};
    const char *updated = jb_str_dup(&scratch, part->report->meta.updated.text);
    if (jb_utc_of(part->date, date)) {
        memcpy(date, part->date, 10); /* the day it was where it was published */
        date[10] = 0;
        if (!*meta->first || strcmp(date, meta->first) < 0)
            memcpy(meta->first, date, sizeof date);
        if (strcmp(date, meta->last) > 0)
            memcpy(meta->last, date, sizeof date);
    }
    if ((jb_utc_of(updated, changed) || jb_utc_of(part->date, changed)) &&
        strcmp(changed, meta->changed) > 0)
        memcpy(meta->changed, changed, sizeof changed);
    jb_arena_fini(&scratch);
}

static void gather_series(jb_epub_meta *meta, const jb_book_part *part)
{
    if (meta->parts == 0 && part->series)
        meta->series = jb_str_dup(meta->into, jb_str_of(part->series));
    else if (meta->series && (!part->series || strcmp(meta->series, part->series) != 0))
        meta->series = NULL;
    if (!meta->book->title)
        meta->position = part->report->meta.series_position;
}

/* The paragraphs of a role, a line each. */
static void put_role(const jb_block *parent, const char *role, jb_buf *into)
{
    for (const jb_block *block = parent->first; block; block = block->next) {
        if (block->kind == JB_BLOCK_GROUP)
            put_role(block, role, into);
        if (block->kind != JB_BLOCK_PARA || !jb_block_is(block, role))
            continue;
        jb_buf_puts(into, into->len ? "\n" : "");
        jb_inlines_text(block->inlines, into);
    }
}

/* The abstract, else the key points; NULL = neither. */
static const char *description_of(const jb_block *root, jb_arena *into)
{
    jb_buf text = {0};
    put_role(root, "abstract", &text);
    if (!text.len)
        put_role(root, "key-point", &text);
    const char *copy = text.len ? jb_str_dup(into, jb_buf_str(&text)) : NULL;
    jb_buf_fini(&text);
    return copy;
}

static void gather_identity(jb_epub_meta *meta, const jb_book_part *part)
{
    static const char end = '\x1F';
    const jb_str id = part->report->meta.id.text;
    const char *facts[] = {part->title, part->date, part->publisher};
    jb_buf_puts(&meta->identity, id.len ? "id" : "title");
    jb_buf_putc(&meta->identity, end);
    jb_buf_put_str(&meta->identity, id);
    for (size_t i = 0; i < JB_COUNT(facts) && !id.len; i++) {
        jb_buf_puts(&meta->identity, facts[i] ? facts[i] : "");
        jb_buf_putc(&meta->identity, end);
    }
}

static void keep_first(jb_epub_meta *meta, const jb_book_part *part)
{
    meta->title = jb_str_dup(
        meta->into, jb_str_of(meta->book->title ? meta->book->title : part->title));
    if (meta->book->title)
        return;
    if (part->subtitle)
        meta->subtitle = jb_str_dup(meta->into, jb_str_of(part->subtitle));
    meta->description = description_of(part->root, meta->into);
}

/* Shelves and shops know Chinese by its regions. */
static const char *usual_tag(const char *lang)
{
    if (strcmp(lang, "zh-Hans") == 0)
        return "zh-CN";
    return strcmp(lang, "zh-Hant") == 0 ? "zh-TW" : lang;
}

void jb_epub_meta_add(jb_epub_meta *meta, const jb_book_part *part)
{
    const jb_meta *said = &part->report->meta;
    if (meta->parts == 0)
        keep_first(meta, part);
    gather(meta, &meta->langs, jb_str_of(usual_tag(part->lang)));
    gather_identity(meta, part);
    gather_people(meta, said);
    gather_dates(meta, part);
    gather_series(meta, part);
    gather(meta, &meta->publishers,
           jb_str_of(part->brand && *part->brand ? part->brand : part->publisher));
    gather_source(meta, said);
    gather(meta, &meta->rights, said->copyright.text);
    for (size_t i = 0; i < said->tags.count; i++)
        gather(meta, &meta->subjects, said->tags.items[i].text);
    gather(meta, &meta->subjects, said->category.text);
    jb_epub_access_add(&meta->access, part->root, part->assets);
    meta->parts++;
}

/* ---- what it came to ----------------------------------------------------------- */

const char *jb_epub_meta_identifier(const jb_epub_meta *meta)
{
    jb_buf name = {0}, id = {0};
    if (meta->book->title)
        jb_buf_printf(&name, "volume\x1F%s\x1F", meta->book->title);
    jb_buf_put_str(&name, jb_buf_str(&meta->identity));
    jb_uuid_put(&id, jb_buf_str(&name));
    const char *copy = jb_str_dup(meta->into, jb_buf_str(&id));
    jb_buf_fini(&name);
    jb_buf_fini(&id);
    return copy;
}

const char *jb_epub_meta_title(const jb_epub_meta *meta)
{
    return meta->title;
}

const char *jb_epub_meta_time(const jb_epub_meta *meta)
{
    char time[JB_UTC_LEN + 1];
    if (*meta->changed)
        return meta->changed;
    return jb_utc_of(meta->book->date, time) ? meta->book->date : no_time;
}

const char *jb_epub_meta_first(const jb_epub_meta *meta)
{
    return *meta->first ? meta->first : NULL;
}

const char *jb_epub_meta_last(const jb_epub_meta *meta)
{
    return *meta->last ? meta->last : NULL;
}

/* ---- writing ------------------------------------------------------------------- */

/* <dc:NAME id="ID">; id NULL = none. */
static void put_core(jb_markup *to, const char *name, const char *id, const char *text)
{
    if (!text || !*text)
        return;
    jb_markup_open(to, name);
    jb_markup_attr(to, "id", id);
    jb_markup_text(to, jb_str_of(text));
    jb_markup_close(to);
    jb_markup_line(to);
}

/* <meta property="NAME">; refines: "#id" or NULL. */
static void put_property(jb_markup *to, const char *refines, const char *name,
                         const char *scheme, const char *text)
{
    jb_markup_open(to, "meta");
    jb_markup_attr(to, "refines", refines);
    jb_markup_attr(to, "property", name);
    jb_markup_attr(to, "scheme", scheme);
    jb_markup_text(to, jb_str_of(text));
    jb_markup_close(to);
    jb_markup_line(to);
}

static void put_all(jb_markup *to, const char *name, const jb_map *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        put_core(to, name, NULL, texts->entries[i].text.at);
}

static void put_titles(const jb_epub_meta *meta, jb_markup *to)
{
    put_core(to, "dc:title", "title", meta->title);
    if (!meta->subtitle)
        return;
    put_property(to, "#title", "title-type", NULL, "main");
    put_core(to, "dc:title", "subtitle", meta->subtitle);
    put_property(to, "#subtitle", "title-type", NULL, "subtitle");
}

/* Creators or contributors with their roles; relator NULL = as gathered. */
static void put_people(const jb_map *people, const char *element, const char *prefix,
                       const char *relator, jb_markup *to)
{
    for (size_t i = 0; i < people->count; i++) {
        char refines[32];
        snprintf(refines, sizeof refines, "#%s%u", prefix, (unsigned)i + 1);
        put_core(to, element, refines + 1, people->entries[i].text.at);
        put_property(to, refines, "role", "marc:relators",
                     relator ? relator : people->entries[i].pointer);
    }
}

static void put_series(const jb_epub_meta *meta, jb_markup *to)
{
    char position[16];
    if (!meta->series)
        return;
    snprintf(position, sizeof position, "%d", meta->position);
    jb_markup_open(to, "meta");
    jb_markup_attr(to, "property", "belongs-to-collection");
    jb_markup_attr(to, "id", "series");
    jb_markup_text(to, jb_str_of(meta->series));
    jb_markup_close(to);
    jb_markup_line(to);
    put_property(to, "#series", "collection-type", NULL, "series");
    if (meta->position)
        put_property(to, "#series", "group-position", NULL, position);
    jb_markup_meta(to, "name", "calibre:series", meta->series);
    if (meta->position)
        jb_markup_meta(to, "name", "calibre:series_index", position);
}

static void put_times(const jb_epub_meta *meta, jb_markup *to)
{
    char time[JB_UTC_LEN + 1];
    put_core(to, "dc:date", NULL, meta->last);
    if (!jb_utc_of(jb_epub_meta_time(meta), time))
        memcpy(time, no_time, sizeof time);
    put_property(to, NULL, "dcterms:modified", NULL, time);
}

/* EPUB Accessibility 1.1, 4.1.2: the edition whose pages are marked must be named. */
static void put_paged_edition(const jb_epub_meta *meta, jb_markup *to)
{
    jb_buf name = {0};
    jb_buf_printf(&name, "%s (PDF)", meta->title);
    put_property(to, NULL, "pageBreakSource", NULL, name.at);
    jb_buf_fini(&name);
}

void jb_epub_meta_write(const jb_epub_meta *meta, const char *cover, bool has_pages,
                        jb_markup *to)
{
    jb_markup_open(to, "metadata");
    jb_markup_attr(to, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    jb_markup_line(to);
    put_core(to, "dc:identifier", "identifier", jb_epub_meta_identifier(meta));
    put_titles(meta, to);
    put_all(to, "dc:language", &meta->langs);
    put_people(&meta->creators, "dc:creator", "creator", NULL, to);
    put_people(&meta->analysts, "dc:contributor", "analyst", "ant", to);
    put_all(to, "dc:publisher", &meta->publishers);
    put_times(meta, to);
    put_all(to, "dc:subject", &meta->subjects);
    put_core(to, "dc:description", NULL, meta->description);
    put_all(to, "dc:source", &meta->sources);
    put_all(to, "dc:rights", &meta->rights);
    put_series(meta, to);
    if (has_pages)
        put_paged_edition(meta, to);
    jb_epub_access_write(&meta->access, meta->langs.entries[0].text.at, has_pages, to);
    if (cover)
        jb_markup_meta(to, "name", "cover", cover);
    jb_markup_meta(to, "name", "generator", meta->book->producer);
    jb_markup_close(to);
    jb_markup_line(to);
}
