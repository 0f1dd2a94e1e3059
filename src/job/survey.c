/* Fields of reports as lists of texts, for filters, orders and names. */
#include "job/survey.h"

#include "doc/inlines.h"
#include "job/naming.h"
#include "kind/subjects.h"

enum { ORDER_END = 0x1F, DATE_LEN = 10, FALLS = '-' };

typedef enum survey_field {
    FIELD_TITLE,
    FIELD_DATE,
    FIELD_PUBLISHER,
    FIELD_SERIES,
    FIELD_CATEGORY,
    FIELD_BRAND,
    FIELD_LANG,
    FIELD_LAYOUT,
    FIELD_TAGS,
    FIELD_CODES,
    FIELD_ID,
    FIELD_COUNT
} survey_field;

/* The English names and the Chinese ones of the field table (kind/meta.c). */
static const char *const names[FIELD_COUNT][2] = {
    {"title", "\u6807\u9898"},
    {"date", "\u65e5\u671f"},
    {"publisher", "\u51fa\u54c1\u65b9"},
    {"series", "\u7cfb\u5217"},
    {"category", "\u5206\u7c7b"},
    {"brand", "\u54c1\u724c"},
    {"lang", "\u8bed\u8a00"},
    {"layout", "\u7248\u5f0f"},
    {"tags", "\u6807\u7b7e"},
    {"codes", "\u4ee3\u7801"},
    {"id", "\u8def\u5f84"},
};

typedef JB_VEC(jb_str) text_list;

static int field_of(jb_str name)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        if (jb_str_is(name, names[i][0]) || jb_str_is(name, names[i][1]))
            return i;
    return -1;
}

static jb_str text_of(const jb_meta *meta, survey_field field, jb_arena *into)
{
    switch (field) {
    case FIELD_TITLE:
        return jb_inlines_words(meta->title.text, into);
    case FIELD_DATE:
        return jb_str_slice(meta->date.text, 0, DATE_LEN);
    case FIELD_PUBLISHER:
        return meta->source_is_label ? (jb_str){NULL, 0} : meta->source.publisher.text;
    case FIELD_SERIES:
        return meta->series_name.text;
    case FIELD_CATEGORY:
        return meta->category.text;
    case FIELD_BRAND:
        return meta->brand.text;
    case FIELD_LANG:
        return meta->lang.text;
    case FIELD_LAYOUT:
        return meta->layout.text;
    default:
        return (jb_str){NULL, 0};
    }
}

static void add_subjects(jb_subjects_list subjects, jb_arena *into, text_list *out)
{
    for (size_t i = 0; i < subjects.count; i++)
        jb_vec_push(into, out, jb_str_of(subjects.items[i].text));
}

static text_list texts_of(const jb_meta *meta, const char *id, survey_field field,
                          jb_arena *into)
{
    text_list out = {NULL, 0, 0};
    if (field == FIELD_TAGS)
        add_subjects(jb_subjects_tags(meta, into), into, &out);
    else if (field == FIELD_CODES)
        add_subjects(jb_subjects_codes(meta, into), into, &out);
    else if (field == FIELD_ID)
        jb_vec_push(into, &out, jb_str_of(id));
    else if (text_of(meta, field, into).len)
        jb_vec_push(into, &out, text_of(meta, field, into));
    return out;
}

/* ---- checking ------------------------------------------------------------------- */

static bool check_field(jb_str name, jb_span span, jb_arena *into, jb_diag *diag)
{
    const char *known[FIELD_COUNT];
    for (int i = 0; i < FIELD_COUNT; i++)
        known[i] = names[i][0];
    if (field_of(name) >= 0)
        return true;
    jb_diag_add(diag, JB_DIAG_SURVEY_FIELD, span, jb_str_dup(into, name),
                jb_diag_nearest(name, known, FIELD_COUNT));
    return false;
}

static jb_str without_sign(jb_str field)
{
    return field.len && field.at[0] == FALLS ? jb_str_slice(field, 1, field.len)
                                             : field;
}

bool jb_survey_check(const jb_collection *collection, jb_arena *into, jb_diag *diag)
{
    bool is_sound = true;
    const jb_val *where = collection->where;
    for (size_t i = 0; where && where->kind == JB_VAL_MAP && i < where->count; i++)
        is_sound &=
            check_field(where->pairs[i].key, where->pairs[i].key_span, into, diag);
    for (size_t i = 0; i < collection->order.count; i++) {
        jb_field_text order = collection->order.items[i];
        is_sound &= check_field(without_sign(order.text), order.val->span, into, diag);
    }
    for (size_t i = 0; i < collection->volume.order.count; i++) {
        jb_field_text order = collection->volume.order.items[i];
        is_sound &= check_field(without_sign(order.text), order.val->span, into, diag);
    }
    const char *unknown;
    const jb_field_text *name = &collection->name;
    if (name->text.len && !jb_naming_check(name->text, into, &unknown)) {
        jb_diag_add(diag, JB_DIAG_NAME_TEMPLATE, name->val->span,
                    jb_str_dup(into, name->text), unknown);
        is_sound = false;
    }
    return is_sound;
}

bool jb_survey_needed(const jb_collection *collection, bool needs_date)
{
    return needs_date || collection->where || collection->order.count ||
           collection->volume.order.count || collection->name.text.len;
}

jb_digest jb_survey_settings(const jb_collection *collection)
{
    jb_digest digest = jb_digest_of(JB_STR(JB_VERSION));
    digest = jb_digest_join(digest, jb_digest_of(collection->name.text));
    for (size_t i = 0; i < collection->order.count; i++)
        digest = jb_digest_join(digest, jb_digest_of(collection->order.items[i].text));
    const jb_field_texts *order = &collection->volume.order;
    for (size_t i = 0; i < order->count; i++)
        digest = jb_digest_join(digest, jb_digest_of(order->items[i].text));
    const jb_val *const vals[] = {collection->where, collection->mapping};
    for (size_t i = 0; i < JB_COUNT(vals); i++) {
        jb_buf text = {0};
        jb_arena scratch = {0};
        if (vals[i])
            jb_val_dump(vals[i], jb_source_table(&scratch), &text);
        digest = jb_digest_join(digest, jb_digest_of(jb_buf_str(&text)));
        jb_buf_fini(&text);
        jb_arena_fini(&scratch);
    }
    return digest;
}

/* ---- answering ------------------------------------------------------------------ */

/* "2024" and "2024-03" stand for all days in them, "a..b" for those from a to b. */
static bool date_fits(jb_str wanted, jb_str date)
{
    size_t dots = jb_str_find(wanted, "..");
    jb_str from = jb_str_trim(jb_str_slice(wanted, 0, dots));
    jb_str to = jb_str_trim(jb_str_slice(wanted, dots + 2, wanted.len));
    if (dots == wanted.len)
        return date.len >= from.len && memcmp(date.at, from.at, from.len) == 0;
    size_t begin = JB_MIN(from.len, date.len), end = JB_MIN(to.len, date.len);
    return (!begin || memcmp(date.at, from.at, begin) >= 0) &&
           (!end || memcmp(date.at, to.at, end) <= 0);
}

static bool value_fits(const jb_val *wanted, survey_field field, jb_str value)
{
    if (wanted->kind != JB_VAL_SCALAR)
        return false;
    jb_str text = jb_str_trim(wanted->text);
    return field == FIELD_DATE ? date_fits(text, value) : jb_str_equal(text, value);
}

/* Whether any of the report's values is one of those wanted. */
static bool field_fits(const jb_val *wanted, survey_field field, const text_list *has)
{
    for (size_t i = 0; i < has->count; i++) {
        if (value_fits(wanted, field, has->items[i]))
            return true;
        for (size_t k = 0; wanted->kind == JB_VAL_LIST && k < wanted->count; k++)
            if (value_fits(wanted->items[k], field, has->items[i]))
                return true;
    }
    return false;
}

static bool is_wanted(const jb_val *where, const jb_meta *meta, const char *id,
                      jb_arena *into)
{
    for (size_t i = 0; where && where->kind == JB_VAL_MAP && i < where->count; i++) {
        survey_field field = (survey_field)field_of(where->pairs[i].key);
        text_list has = texts_of(meta, id, field, into);
        if (!field_fits(where->pairs[i].value, field, &has))
            return false;
    }
    return true;
}

static const char *name_of(jb_str template, const jb_meta *meta, const char *id,
                           jb_arena *into)
{
    static const survey_field fields[JB_NAMING_FIELDS] = {
        FIELD_ID,     FIELD_TITLE,    FIELD_DATE,  FIELD_PUBLISHER,
        FIELD_SERIES, FIELD_CATEGORY, FIELD_BRAND, FIELD_LANG};
    jb_str values[JB_NAMING_FIELDS];
    if (!template.len)
        return jb_naming_plain(id, into);
    for (int i = 0; i < JB_NAMING_FIELDS; i++)
        values[i] = text_of(meta, fields[i], into);
    values[JB_NAMING_ID] = jb_str_of(jb_naming_plain(id, into));
    return jb_naming_fill(template, values, into);
}

static void put_order(const jb_field_texts *order, const jb_meta *meta, const char *id,
                      jb_arena *into, jb_buf *out)
{
    for (size_t i = 0; i < order->count; i++) {
        jb_str name = without_sign(order->items[i].text);
        text_list has = texts_of(meta, id, (survey_field)field_of(name), into);
        jb_buf_put_str(out, has.count ? has.items[0] : (jb_str){NULL, 0});
        jb_buf_putc(out, ORDER_END);
    }
}

jb_state_survey jb_survey_make(const jb_collection *collection, const jb_meta *meta,
                               const char *id, jb_arena *into)
{
    jb_buf order = {0};
    put_order(&collection->order, meta, id, into, &order);
    put_order(&collection->volume.order, meta, id, into, &order);
    jb_state_survey survey = {.is_wanted = is_wanted(collection->where, meta, id, into),
                              .date = jb_str_dup(into, text_of(meta, FIELD_DATE, into)),
                              .name = name_of(collection->name.text, meta, id, into),
                              .order = jb_str_dup(into, jb_buf_str(&order))};
    jb_buf_fini(&order);
    return survey;
}

static const char *or_null(jb_str text, jb_arena *into)
{
    return text.len ? jb_str_dup(into, text) : NULL;
}

static jb_manifest_words words_from(const text_list *texts, jb_arena *into)
{
    jb_manifest_words words = {NULL, 0, 0};
    for (size_t i = 0; i < texts->count; i++)
        jb_vec_push(into, &words, jb_str_dup(into, texts->items[i]));
    return words;
}

void jb_survey_describe(const jb_meta *meta, jb_manifest_record *record, jb_arena *into)
{
    text_list tags = texts_of(meta, "", FIELD_TAGS, into);
    text_list codes = texts_of(meta, "", FIELD_CODES, into);
    record->title = or_null(jb_inlines_words(meta->title.text, into), into);
    record->date = or_null(meta->date.text, into);
    record->publisher = or_null(text_of(meta, FIELD_PUBLISHER, into), into);
    record->tags = words_from(&tags, into);
    record->codes = words_from(&codes, into);
}
