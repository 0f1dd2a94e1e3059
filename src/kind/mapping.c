/* The fields that sites store reports with, as data: a new site is a line here or in a
 * collection's mapping. */
#include "kind/mapping.h"

static const struct {
    const char *from, *to;
} names[] = {
    {"publishedAt", "date"},
    {"published_at", "date"},
    {"pubDate", "date"},
    {"datePublished", "date"},
    {"publishDate", "date"},
    {"created", "date"},
    {"updatedAt", "updated"},
    {"updated_at", "updated"},
    {"dateModified", "updated"},
    {"lastmod", "updated"},
    {"modified", "updated"},
    {"sourceUrl", "source-url"},
    {"source_url", "source-url"},
    {"originalUrl", "source-url"},
    {"canonical", "source-url"},
    {"summary", "key-points"},
    {"highlights", "key-points"},
    {"description", "abstract"},
    {"excerpt", "abstract"},
    {"categories", "category"},
    {"keywords", "tags"},
    {"language", "lang"},
    {"reportId", "extra"},
    {"legacyStem", "extra"},
    {"slug", "extra"},
    {"draft", "extra"},
    {"image", "extra"},
    {"toc", "extra"},
    {"weight", "extra"},
};

const jb_field_renames *jb_mapping_all(const jb_field_renames *own, jb_arena *into)
{
    jb_field_renames *renames = JB_NEW(into, jb_field_renames);
    size_t first = own ? own->count : 0;
    jb_field_rename *items = JB_NEWS(into, jb_field_rename, first + JB_COUNT(names));
    for (size_t i = 0; i < first; i++)
        items[i] = own->items[i];
    for (size_t i = 0; i < JB_COUNT(names); i++)
        items[first + i] =
            (jb_field_rename){jb_str_of(names[i].from), jb_str_of(names[i].to)};
    renames->items = items;
    renames->count = first + JB_COUNT(names);
    return renames;
}

const jb_field_renames *jb_mapping_builtin(jb_arena *into)
{
    return jb_mapping_all(NULL, into);
}

bool jb_mapping_is_label(jb_str source)
{
    static const char *const labels[] = {"\u5386\u53f2\u516c\u5f00\u7814\u62a5",
                                         "\u516c\u5f00\u7814\u62a5",
                                         "\u516c\u5f00\u8d44\u6599",
                                         "\u516c\u5f00\u4fe1\u606f",
                                         "\u7f51\u7edc",
                                         "\u4e92\u8054\u7f51",
                                         "\u7f51\u7edc\u516c\u5f00\u8d44\u6599",
                                         "\u5386\u53f2\u7814\u62a5",
                                         "\u7814\u62a5",
                                         "\u8f6c\u8f7d",
                                         "\u672a\u77e5"};
    for (size_t i = 0; i < JB_COUNT(labels); i++)
        if (jb_str_is(source, labels[i]))
            return true;
    return false;
}
