/* The head of a report: fields, title block, source box. */
#include "kind/meta.h"

#include "kind/mapping.h"

typedef struct series {
    jb_field_text name;
    int position;
} series;

static const jb_field fields_of_author[] = {
    {.name = "name",
     .aliases = "\u59d3\u540d|\u540d\u5b57",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_author, name),
     .is_required = true,
     .help = "as printed"},
    {.name = "role",
     .aliases = "\u89d2\u8272|\u804c\u52a1",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_author, role),
     .help = "editor, analyst, ..."},
    {.name = "license",
     .aliases = "\u6267\u4e1a\u7f16\u53f7|\u8bc1\u4e66\u7f16\u53f7",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_author, license),
     .help = "licence number"},
    {.name = "mail",
     .aliases = "\u90ae\u7bb1|email",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_author, mail),
     .help = "address"},
};
static const jb_field_table table_of_author = {"author\x1F"
                                               "\u4f5c\u8005",
                                               sizeof(jb_author), fields_of_author,
                                               JB_COUNT(fields_of_author)};

static const jb_field fields_of_source[] = {
    {.name = "original-title",
     .aliases = "\u539f\u9898|\u539f\u6807\u9898",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_origin, original_title),
     .help = "the original's title"},
    {.name = "publisher",
     .aliases = "\u51fa\u54c1\u65b9|\u673a\u6784|\u51fa\u7248\u65b9",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_origin, publisher),
     .help = "who published the original"},
    {.name = "publisher-short",
     .aliases = "\u7b80\u79f0|\u673a\u6784\u7b80\u79f0",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_origin, publisher_short),
     .help = "the publisher's short name"},
    {.name = "date",
     .aliases = "\u65e5\u671f|\u53d1\u5e03\u65e5\u671f",
     .type = JB_FIELD_DATE,
     .offset = offsetof(jb_origin, date),
     .help = "when the original appeared"},
    {.name = "pages",
     .aliases = "\u9875\u6570",
     .type = JB_FIELD_INT,
     .offset = offsetof(jb_origin, pages),
     .min = 1,
     .max = 100000,
     .help = "pages of the original"},
    {.name = "analysts",
     .aliases = "\u5206\u6790\u5e08",
     .type = JB_FIELD_TEXTS,
     .offset = offsetof(jb_origin, analysts),
     .help = "who signed the original"},
    {.name = "report-number",
     .aliases = "\u62a5\u544a\u7f16\u53f7|\u7f16\u53f7",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_origin, report_number),
     .help = "the original's number"},
    {.name = "url",
     .aliases = "\u7f51\u5740|\u94fe\u63a5",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(jb_origin, url),
     .help = "address; not printed by default"},
    {.name = "authorised",
     .aliases = "\u8f6c\u8f7d\u6388\u6743|\u6388\u6743|authorized",
     .type = JB_FIELD_BOOL,
     .offset = offsetof(jb_origin, authorised),
     .help = "whether reprinting was agreed"},
};
static const jb_field_table table_of_source = {"source\x1F"
                                               "\u6765\u6e90",
                                               sizeof(jb_origin), fields_of_source,
                                               JB_COUNT(fields_of_source)};

static const jb_field fields_of_series[] = {
    {.name = "name",
     .aliases = "\u540d\u79f0",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(series, name),
     .is_required = true,
     .help = "the series' name"},
    {.name = "position",
     .aliases = "\u671f\u53f7|\u671f|issue",
     .type = JB_FIELD_INT,
     .offset = offsetof(series, position),
     .min = 1,
     .max = 1000000,
     .help = "number within the series"},
};
static const jb_field_table table_of_series = {"series\x1F"
                                               "\u7cfb\u5217",
                                               sizeof(series), fields_of_series,
                                               JB_COUNT(fields_of_series)};

#define META(member) offsetof(jb_meta, member)
static const jb_field fields_of_meta[] = {
    {.name = "jianbao",
     .aliases = "\u7b80\u62a5",
     .type = JB_FIELD_INT,
     .offset = META(version),
     .min = 1,
     .max = 1,
     .help = "version of this format: 1"},
    {.name = "id",
     .aliases = "\u7f16\u53f7",
     .type = JB_FIELD_TEXT,
     .offset = META(id),
     .help = "the report's own id"},
    {.name = "lang",
     .aliases = "\u8bed\u8a00",
     .type = JB_FIELD_TEXT,
     .offset = META(lang),
     .help = "language, as in zh-Hans"},
    {.name = "title",
     .aliases = "\u6807\u9898",
     .type = JB_FIELD_TEXT,
     .offset = META(title),
     .help = "the title"},
    {.name = "subtitle",
     .aliases = "\u526f\u6807\u9898",
     .type = JB_FIELD_TEXT,
     .offset = META(subtitle),
     .help = "the line below the title"},
    {.name = "short-title",
     .aliases = "\u77ed\u6807\u9898|\u7b80\u77ed\u6807\u9898",
     .type = JB_FIELD_TEXT,
     .offset = META(short_title),
     .help = "for running heads"},
    {.name = "kind",
     .aliases = "\u7c7b\u578b",
     .type = JB_FIELD_CHOICE,
     .offset = META(kind),
     .choices =
         "digest=\u6458\u8981|flash=\u5feb\u8bc4|briefing=\u7b80\u62a5|official=\u516c\u6587|note=\u672d\u8bb0",
     .help = "digest, flash, briefing, official or note"},
    {.name = "breadcrumb",
     .aliases = "\u4f4d\u7f6e",
     .type = JB_FIELD_TEXTS,
     .offset = META(breadcrumb),
     .help = "where it stands on the site"},
    {.name = "authors",
     .aliases = "author|\u4f5c\u8005|\u7f16\u8005|\u64b0\u7a3f",
     .type = JB_FIELD_VALUE,
     .offset = META(authors_val),
     .help = "who wrote it: names, or name, role, license and mail of each"},
    {.name = "date",
     .aliases = "\u65e5\u671f|\u53d1\u5e03\u65e5\u671f",
     .type = JB_FIELD_DATE,
     .offset = META(date),
     .help = "when it was published"},
    {.name = "updated",
     .aliases = "\u66f4\u65b0|\u66f4\u65b0\u65e5\u671f",
     .type = JB_FIELD_DATE,
     .offset = META(updated),
     .help = "when it was last changed"},
    {.name = "as-of",
     .aliases = "\u6570\u636e\u622a\u81f3",
     .type = JB_FIELD_DATE,
     .offset = META(as_of),
     .help = "the day of its data"},
    {.name = "source",
     .aliases = "\u6765\u6e90",
     .type = JB_FIELD_VALUE,
     .offset = META(source_val),
     .help = "the original: publisher, title, pages, ..."},
    {.name = "source-url",
     .aliases = "\u539f\u6587\u94fe\u63a5",
     .type = JB_FIELD_TEXT,
     .offset = META(source_url),
     .help = "the original's address; not printed"},
    {.name = "subjects",
     .aliases = "\u4e3b\u9898",
     .type = JB_FIELD_VALUE,
     .offset = META(subjects),
     .help = "tags, industry, securities"},
    {.name = "tags",
     .aliases = "\u6807\u7b7e",
     .type = JB_FIELD_TEXTS,
     .offset = META(tags),
     .help = "words to find it by"},
    {.name = "category",
     .aliases = "\u5206\u7c7b|\u680f\u76ee",
     .type = JB_FIELD_TEXT,
     .offset = META(category),
     .help = "where it belongs"},
    {.name = "series",
     .aliases = "\u7cfb\u5217",
     .type = JB_FIELD_VALUE,
     .offset = META(series_val),
     .help = "a name, or name and position"},
    {.name = "rating",
     .aliases = "\u8bc4\u7ea7",
     .type = JB_FIELD_VALUE,
     .offset = META(rating),
     .help = "current, previous, target, price"},
    {.name = "abstract",
     .aliases = "\u6458\u8981|\u5bfc\u8bfb",
     .type = JB_FIELD_VALUE,
     .offset = META(abstract),
     .help = "what it says, in a few lines"},
    {.name = "key-points",
     .aliases = "\u8981\u70b9|\u6838\u5fc3\u89c2\u70b9",
     .type = JB_FIELD_TEXTS,
     .offset = META(key_points),
     .help = "the points of the box"},
    {.name = "body",
     .aliases = "\u6b63\u6587",
     .type = JB_FIELD_VALUE,
     .offset = META(body),
     .help = "typed blocks, or one Markdown text"},
    {.name = "footnotes",
     .aliases = "\u811a\u6ce8",
     .type = JB_FIELD_VALUE,
     .offset = META(footnotes),
     .help = "label: text; marks in texts are [^label]"},
    {.name = "risk",
     .aliases = "\u98ce\u9669\u63d0\u793a|\u98ce\u9669",
     .type = JB_FIELD_VALUE,
     .offset = META(risk),
     .help = "the risk notice at the end"},
    {.name = "edition",
     .aliases = "\u7248\u672c",
     .type = JB_FIELD_TEXT,
     .offset = META(edition),
     .help = "which edition this is"},
    {.name = "correction",
     .aliases = "\u66f4\u6b63",
     .type = JB_FIELD_TEXT,
     .offset = META(correction),
     .help = "what was put right"},
    {.name = "disclaimer",
     .aliases = "\u514d\u8d23\u58f0\u660e",
     .type = JB_FIELD_TEXT,
     .offset = META(disclaimer),
     .help = "the legal words at the end"},
    {.name = "copyright",
     .aliases = "\u7248\u6743",
     .type = JB_FIELD_TEXT,
     .offset = META(copyright),
     .help = "the copyright line"},
    {.name = "links",
     .aliases = "\u94fe\u63a5",
     .type = JB_FIELD_VALUE,
     .offset = META(links),
     .help = "download and code"},
    {.name = "brand",
     .aliases = "\u54c1\u724c|\u62a5\u5934",
     .type = JB_FIELD_TEXT,
     .offset = META(brand),
     .help = "the masthead's name"},
    {.name = "layout",
     .aliases = "\u7248\u5f0f",
     .type = JB_FIELD_TEXT,
     .offset = META(layout),
     .help = "the layout's name"},
    {.name = "cover",
     .aliases = "\u5c01\u9762",
     .type = JB_FIELD_VALUE,
     .offset = META(cover_val),
     .help = "the e-book's cover: a picture file, or none"},
    {.name = "numbering",
     .aliases = "\u6807\u9898\u7f16\u53f7",
     .type = JB_FIELD_CHOICE,
     .offset = META(numbering),
     .choices = "none=\u65e0|chinese=\u4e2d\u6587|decimal=\u6570\u5b57",
     .help = "how headings are numbered"},
    {.name = "writing-mode",
     .aliases = "\u4e66\u5199\u65b9\u5f0f",
     .type = JB_FIELD_CHOICE,
     .offset = META(writing_mode),
     .choices = "horizontal=\u6a2a\u6392|vertical=\u7ad6\u6392",
     .help = "how an e-book's lines run; pages and screens have horizontal ones"},
    {.name = "extra",
     .aliases = "\u9644\u52a0",
     .type = JB_FIELD_VALUE,
     .offset = META(extra),
     .help = "anything else; not printed"},
};
const jb_field_table jb_meta_table = {"report\x1F"
                                      "\u62a5\u544a",
                                      sizeof(jb_meta), fields_of_meta,
                                      JB_COUNT(fields_of_meta)};

/* --- reading --- */

static jb_field_text text_of(const jb_val *val)
{
    return (jb_field_text){jb_str_trim(val->text), val};
}

static bool read_source(jb_meta *meta, jb_field_unknown unknown, jb_arena *into,
                        jb_diag *diag)
{
    const jb_val *val = meta->source_val;
    bool fine = true;
    if (val && val->kind == JB_VAL_MAP) {
        fine = jb_field_bind(&table_of_source, val, (jb_field_rules){NULL, unknown},
                             &meta->source, into, diag);
    } else if (val && jb_field_colon(&table_of_source, val, diag)) {
        fine = false;
    } else if (val && val->kind == JB_VAL_SCALAR && !val->is_null) {
        meta->source_is_label = jb_mapping_is_label(jb_str_trim(val->text));
        if (meta->source_is_label)
            jb_diag_add(diag, JB_DIAG_SOURCE_IS_LABEL, val->span,
                        jb_str_dup(into, val->text));
        else
            meta->source.publisher = text_of(val);
    } else if (val && val->kind == JB_VAL_LIST) {
        jb_diag_add(diag, JB_DIAG_TEXT_WANTED, val->span);
        fine = false;
    }
    if (!meta->source.url.text.len)
        meta->source.url = meta->source_url;
    return fine;
}

static bool read_series(jb_meta *meta, jb_field_unknown unknown, jb_arena *into,
                        jb_diag *diag)
{
    const jb_val *val = meta->series_val;
    series bound = {0};
    if (!val || val->is_null)
        return true;
    if (val->kind == JB_VAL_MAP) {
        bool fine = jb_field_bind(&table_of_series, val,
                                  (jb_field_rules){NULL, unknown}, &bound, into, diag);
        meta->series_name = bound.name;
        meta->series_position = bound.position;
        return fine;
    }
    if (jb_field_colon(&table_of_series, val, diag))
        return false;
    if (val->kind == JB_VAL_SCALAR) {
        meta->series_name = text_of(val);
        return true;
    }
    jb_diag_add(diag, JB_DIAG_TEXT_WANTED, val->span);
    return false;
}

/* Other sites keep addresses there, or maps: those are of no use here. */
static void read_cover(jb_meta *meta)
{
    const jb_val *val = meta->cover_val;
    if (!val || val->kind != JB_VAL_SCALAR || val->is_null)
        return;
    jb_field_text text = text_of(val);
    if (!jb_str_starts(text.text, "http://") && !jb_str_starts(text.text, "https://"))
        meta->cover = text;
}

/* A number of one or two digits (four for a year) at *at; -1 for none. */
static int read_digits(jb_str text, size_t *at, size_t max)
{
    int value = 0;
    size_t from = *at;
    while (*at < text.len && *at < from + max && text.at[*at] >= '0' &&
           text.at[*at] <= '9')
        value = value * 10 + text.at[(*at)++] - '0';
    return *at > from ? value : -1;
}

static bool skip_word(jb_str text, size_t *at, const char *word)
{
    if (!jb_str_starts(jb_str_slice(text, *at, text.len), word))
        return false;
    *at += strlen(word);
    return true;
}

static bool skip_separator(jb_str text, size_t *at, const char *han)
{
    return skip_word(text, at, ".") || skip_word(text, at, "-") ||
           skip_word(text, at, "/") || skip_word(text, at, han);
}

/* How many bytes of a title are its date, when it equals the report's; 0 otherwise. */
static size_t date_prefix(jb_str title, jb_str date)
{
    size_t at = 0;
    int year = read_digits(title, &at, 4);
    if (at != 4 || !skip_separator(title, &at, "\u5e74"))
        return 0;
    int month = read_digits(title, &at, 2);
    if (month < 0 || !skip_separator(title, &at, "\u6708"))
        return 0;
    int day = read_digits(title, &at, 2);
    if (day < 0 || (at < title.len && title.at[at] >= '0' && title.at[at] <= '9'))
        return 0;
    skip_word(title, &at, "\u65e5");
    char written[40];
    snprintf(written, sizeof written, "%04d-%02d-%02d", year, month, day);
    if (!jb_str_starts(date, written))
        return 0;
    static const char *const marks[] = {" ",      "\u3000", "\uff1a", ":",
                                        "\uff5c", "|",      "-",      "\u2014"};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < JB_COUNT(marks); i++)
            again |= skip_word(title, &at, marks[i]);
    }
    return at < title.len ? at : 0;
}

static void add_author(jb_meta *meta, size_t max, jb_author author)
{
    if (author.name.text.len && meta->authors.count < max)
        ((jb_author *)meta->authors.items)[meta->authors.count++] = author;
}

/* Names in one text are parted by an ideographic comma. */
static void split_authors(jb_meta *meta, size_t max, const jb_val *val)
{
    jb_str rest = val->text;
    while (rest.len) {
        size_t end = jb_str_find(rest, "\u3001");
        jb_author author;
        memset(&author, 0, sizeof author);
        author.name = (jb_field_text){jb_str_trim(jb_str_slice(rest, 0, end)), val};
        add_author(meta, max, author);
        rest = jb_str_slice(rest, end + strlen("\u3001"), rest.len);
    }
}

static bool read_authors(jb_meta *meta, jb_field_unknown unknown, jb_arena *into,
                         jb_diag *diag)
{
    enum { MAX = 100 };
    const jb_val *val = meta->authors_val;
    bool fine = true;
    if (!val || val->is_null)
        return true;
    meta->authors.items = JB_NEWS(into, jb_author, MAX);
    size_t count = val->kind == JB_VAL_LIST ? val->count : 1;
    for (size_t i = 0; i < count; i++) {
        const jb_val *item = val->kind == JB_VAL_LIST ? val->items[i] : val;
        jb_author author;
        memset(&author, 0, sizeof author);
        if (jb_field_colon(&table_of_author, item, diag))
            fine = false;
        else if (item->kind == JB_VAL_SCALAR)
            split_authors(meta, MAX, item);
        else if (jb_field_bind(&table_of_author, item, (jb_field_rules){NULL, unknown},
                               &author, into, diag))
            add_author(meta, MAX, author);
        else
            fine = false;
    }
    return fine;
}

static void clean_title(jb_meta *meta, jb_diag *diag)
{
    size_t cut = date_prefix(meta->title.text, meta->date.text);
    if (!cut)
        return;
    jb_diag_add(diag, JB_DIAG_TITLE_DATE,
                meta->title.val ? meta->title.val->span : JB_NO_SPAN);
    meta->title.text = jb_str_slice(meta->title.text, cut, meta->title.text.len);
}

bool jb_meta_read(const jb_val *val, const jb_field_renames *renames,
                  jb_field_unknown unknown, jb_meta *meta, jb_arena *into,
                  jb_diag *diag)
{
    bool fine = jb_field_bind(&jb_meta_table, val, (jb_field_rules){renames, unknown},
                              meta, into, diag);
    fine &= read_source(meta, unknown, into, diag);
    fine &= read_authors(meta, unknown, into, diag);
    fine &= read_series(meta, unknown, into, diag);
    read_cover(meta);
    meta->has_numbering = jb_field_given(&jb_meta_table, val, renames, "numbering");
    clean_title(meta, diag);
    meta->written = val;
    if (unknown == JB_FIELD_UNKNOWN_NOTE) {
        meta->is_foreign = meta->version == 0;
        if (!meta->extra)
            meta->extra = val;
    }
    return fine;
}

/* --- head --- */

/* A date in words: 2024-02-29 with year, month and day; English keeps ISO's. */
static void lower_buf(jb_lowering *l, jb_block *parent, const char *role, jb_buf *text,
                      jb_span span)
{
    if (text->len)
        jb_lower_words(l, parent, role, jb_arena_strndup(l->into, text->at, text->len),
                       span);
    jb_buf_fini(text);
}

static void add_masthead(jb_lowering *l, jb_block *root)
{
    const jb_meta *meta = &l->report->meta;
    if (!meta->brand.text.len && !meta->series_name.text.len)
        return;
    jb_block *group =
        jb_block_add(l->into, root, JB_BLOCK_GROUP, "masthead", JB_NO_SPAN);
    jb_lower_field(l, group, "brand", &meta->brand);
    jb_buf text = {0};
    jb_buf_put_str(&text, meta->series_name.text);
    if (meta->series_position)
        jb_wording_put(&text, l->lang, JB_WORDING_ISSUE, &meta->series_position);
    lower_buf(l, group, "series", &text,
              meta->series_val ? meta->series_val->span : JB_NO_SPAN);
}

static void separate(jb_buf *text)
{
    if (text->len)
        jb_buf_puts(text, " \u00b7 ");
}

static void add_authors(const jb_lowering *l, jb_buf *text)
{
    const jb_meta *meta = &l->report->meta;
    const jb_author *authors = meta->authors.items;
    for (size_t i = 0; i < meta->authors.count; i++) {
        if (i)
            jb_buf_puts(text, jb_wording_text(l->lang, JB_WORDING_LIST_COMMA));
        else
            separate(text);
        jb_buf_put_str(text, authors[i].name.text);
        if (authors[i].license.text.len) {
            jb_buf_putc(text, ' ');
            jb_buf_put_str(text, authors[i].license.text);
        }
    }
}

/* Date, publisher, pages of the original, day of the data. */
static void add_meta_line(jb_lowering *l, jb_block *group)
{
    const jb_meta *meta = &l->report->meta;
    jb_buf text = {0};
    if (meta->date.text.len)
        jb_wording_put_date(&text, l->lang, meta->date.text);
    if (meta->source.publisher.text.len) {
        separate(&text);
        jb_buf_put_str(&text, meta->source.publisher_short.text.len
                                  ? meta->source.publisher_short.text
                                  : meta->source.publisher.text);
    }
    add_authors(l, &text);
    if (meta->source.pages) {
        separate(&text);
        jb_wording_put(&text, l->lang, JB_WORDING_ORIGINAL_PAGES, &meta->source.pages);
    }
    if (meta->as_of.text.len) {
        separate(&text);
        jb_buf_puts(&text, jb_wording_text(l->lang, JB_WORDING_AS_OF));
        jb_wording_put_date(&text, l->lang, meta->as_of.text);
    }
    if (meta->category.text.len) {
        separate(&text);
        jb_buf_put_str(&text, meta->category.text);
    }
    lower_buf(l, group, "meta-line", &text,
              meta->date.val ? meta->date.val->span : JB_NO_SPAN);
}

/* What was put right stands where every reader sees it. */
static void add_correction(jb_lowering *l, jb_block *root)
{
    const jb_field_text *correction = &l->report->meta.correction;
    if (!correction->text.len)
        return;
    jb_span span = correction->val ? correction->val->span : JB_NO_SPAN;
    jb_block *group = jb_block_add(l->into, root, JB_BLOCK_GROUP, "callout-note", span);
    jb_lower_words(l, group, "callout-title",
                   jb_wording_text(l->lang, JB_WORDING_CORRECTION), span);
    jb_lower_field(l, group, "callout-text", correction);
}

void jb_meta_head(jb_lowering *l, jb_block *root)
{
    const jb_meta *meta = &l->report->meta;
    add_masthead(l, root);
    jb_block *group =
        jb_block_add(l->into, root, JB_BLOCK_GROUP, "title-block",
                     meta->title.val ? meta->title.val->span : JB_NO_SPAN);
    jb_lower_field(l, group, "title", &meta->title);
    jb_lower_field(l, group, "subtitle", &meta->subtitle);
    add_meta_line(l, group);
    add_correction(l, root);
}

/* --- foot --- */

static void add_risk(jb_lowering *l, jb_block *root)
{
    const jb_val *risk = l->report->meta.risk;
    if (!risk || risk->is_null)
        return;
    jb_block *group = jb_block_add(l->into, root, JB_BLOCK_GROUP, "risk", risk->span);
    const char *title = jb_wording_text(l->lang, JB_WORDING_RISKS);
    jb_lower_words(l, group, "risk-title", title, risk->span);
    jb_lower_val(l, risk, group, "risk-text");
    jb_lower_untitle(group, title);
}

/* Whether the line below the title says all there is of the source. */
static bool is_told(const jb_origin *origin)
{
    return !origin->original_title.text.len && !origin->publisher_short.text.len &&
           !origin->date.text.len && !origin->report_number.text.len;
}

static void put_word(const jb_lowering *l, jb_buf *text, jb_wording word)
{
    jb_buf_puts(text, jb_wording_text(l->lang, word));
}

static void put_original(const jb_lowering *l, jb_buf *text)
{
    const jb_origin *origin = &l->report->meta.source;
    bool has_title = origin->original_title.text.len;
    if ((!origin->publisher.text.len && !has_title) || is_told(origin))
        return;
    put_word(l, text, has_title ? JB_WORDING_ORIGINAL : JB_WORDING_SOURCE);
    jb_buf_put_str(text, origin->publisher.text);
    if (has_title) {
        put_word(l, text, JB_WORDING_TITLE_OPEN);
        jb_buf_put_str(text, origin->original_title.text);
        put_word(l, text, JB_WORDING_TITLE_CLOSE);
    }
    if (origin->date.text.len) {
        put_word(l, text, JB_WORDING_COMMA);
        jb_wording_put_date(text, l->lang, origin->date.text);
    }
    if (origin->pages) {
        put_word(l, text, JB_WORDING_COMMA);
        jb_wording_put(text, l->lang, JB_WORDING_PAGES, &origin->pages);
    }
    if (origin->report_number.text.len) {
        put_word(l, text, JB_WORDING_COMMA);
        put_word(l, text, JB_WORDING_NUMBER);
        jb_buf_put_str(text, origin->report_number.text);
    }
}

/* A label the author wrote before the names is not said twice. */
static void put_analysts(const jb_lowering *l, jb_buf *text)
{
    const jb_origin *origin = &l->report->meta.source;
    for (size_t i = 0; i < origin->analysts.count; i++) {
        jb_str name = origin->analysts.items[i].text;
        put_word(l, text, i ? JB_WORDING_LIST_COMMA : JB_WORDING_ANALYSTS);
        name =
            jb_str_slice(name, jb_wording_label(name, JB_WORDING_ANALYSTS), name.len);
        jb_buf_put_str(text, name);
    }
}

static void add_origin(jb_lowering *l, jb_block *root)
{
    const jb_meta *meta = &l->report->meta;
    jb_buf original = {0}, analysts = {0};
    put_original(l, &original);
    put_analysts(l, &analysts);
    if (!original.len && !analysts.len && !meta->source.authorised)
        return;
    jb_span span = meta->source_val ? meta->source_val->span : JB_NO_SPAN;
    jb_block *group = jb_block_add(l->into, root, JB_BLOCK_GROUP, "origin", span);
    lower_buf(l, group, "origin-line", &original, span);
    lower_buf(l, group, "origin-line", &analysts, span);
    if (meta->source.authorised)
        jb_lower_words(l, group, "origin-line",
                       jb_wording_text(l->lang, JB_WORDING_PERMISSION), span);
}

void jb_meta_foot(jb_lowering *l, jb_block *root)
{
    const jb_meta *meta = &l->report->meta;
    add_risk(l, root);
    add_origin(l, root);
    jb_lower_field(l, root, "disclaimer", &meta->disclaimer);
    jb_lower_field(l, root, "copyright", &meta->copyright);
}
