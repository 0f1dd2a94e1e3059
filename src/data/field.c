/* Binds a map to a struct by its field table. Every fault is a message of its own, at
 * the place of the value, under the name that the file used. */
#include "data/field.h"

#include "base/utf8.h"
#include "base/vec.h"

enum { IDEOGRAPHIC_COMMA = 0x3001, WIDE_COLON = 0xFF1A, HINTS_MAX = 1000 };

typedef struct field_binding {
    const jb_field_table *table;
    jb_field_rules rules;
    jb_arena *into;
    jb_diag *diag;
} field_binding;

/* One value on its way into its member. */
typedef struct field_slot {
    const field_binding *binding;
    const jb_field *field;
    const char *key; /* as the file has it */
    const jb_val *val;
    void *member;
} field_slot;

/* The next word of a list with separators; false at its end. */
static bool next_word(const char **list, char separator, jb_str *word)
{
    if (!*list)
        return false;
    const char *stop = strchr(*list, separator);
    *word = (jb_str){*list, stop ? (size_t)(stop - *list) : strlen(*list)};
    *list = stop ? stop + 1 : NULL;
    return true;
}

/* Names are the same without regard to ASCII case, and _ is -. */
static char folded(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 32);
    return c == '_' ? '-' : c;
}

static bool is_same_name(jb_str a, jb_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (folded(a.at[i]) != folded(b.at[i]))
            return false;
    return true;
}

/* Whether a list of names begins with this one. */
static bool begins_with(const char *list, jb_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (folded(list[i]) != folded(name.at[i]) || list[i] == '|' || !list[i])
            return false;
    return list[name.len] == 0 || list[name.len] == '|';
}

static bool has_name(const jb_field *field, jb_str name)
{
    if (begins_with(field->name, name))
        return true;
    for (const char *list = field->aliases; list; list = strchr(list, '|')) {
        list += *list == '|';
        if (begins_with(list, name))
            return true;
    }
    return false;
}

/* Keys are mostly spelled as the table has them, and aliases are never another field's
 * name, so that the short way and the long one find the same. */
static const jb_field *find_field(const jb_field_table *table, jb_str name)
{
    for (size_t i = 0; i < table->count; i++) {
        const char *known = table->fields[i].name;
        if (name.len && known[0] == name.at[0] &&
            strncmp(known, name.at, name.len) == 0 && !known[name.len])
            return &table->fields[i];
    }
    for (size_t i = 0; i < table->count; i++)
        if (has_name(&table->fields[i], name))
            return &table->fields[i];
    return NULL;
}

/* The name a key stands for after the mapping. */
static jb_str renamed(const jb_field_renames *renames, jb_str key)
{
    for (size_t i = 0; renames && i < renames->count; i++)
        if (is_same_name(key, renames->items[i].from))
            return renames->items[i].to;
    return key;
}

static bool is_given(const jb_val *val)
{
    return val->kind != JB_VAL_SCALAR || !val->is_null;
}

/* A value cut to what a message can show. */
static const char *shown(const field_slot *slot, jb_str text)
{
    enum { SHOWN = 40 }; /* characters */
    size_t at = 0;
    text = jb_str_trim(text);
    for (int i = 0; i < SHOWN && at < text.len; i++)
        jb_utf8_next(text, &at);
    const char *tail = at < text.len ? "..." : "";
    return jb_arena_printf(slot->binding->into, "%.*s%s", (int)at,
                           text.at ? text.at : "", tail);
}

static void refuse(const field_slot *slot, jb_diag_id id)
{
    const jb_val *val = slot->val;
    bool is_scalar = val->kind == JB_VAL_SCALAR;
    const char *text = is_scalar ? shown(slot, val->text) : "";
    jb_diag_add(slot->binding->diag, id, val->span, slot->key, text);
}

/* The scalar's trimmed text; false after a message that a text is wanted. */
static bool scalar_of(const field_slot *slot, jb_diag_id otherwise, jb_str *text)
{
    if (slot->val->kind != JB_VAL_SCALAR) {
        refuse(slot, otherwise);
        return false;
    }
    *text = jb_str_trim(slot->val->text);
    return true;
}

static jb_field_text text_of(const jb_val *val, jb_str text)
{
    text = jb_str_trim(text);
    if (!text.at)
        text.at = "";
    return (jb_field_text){text, val};
}

static void bind_text(const field_slot *slot)
{
    jb_str text;
    if (scalar_of(slot, JB_DIAG_FIELD_TEXT, &text))
        *(jb_field_text *)slot->member = text_of(slot->val, text);
}

/* Decimal digits, ASCII or full-width (U+FF10), with an optional sign. */
static bool read_int(jb_str text, int64_t *out)
{
    size_t at = 0;
    bool is_negative = text.len > 0 && text.at[0] == '-';
    if (text.len > 0 && (text.at[0] == '-' || text.at[0] == '+'))
        at = 1;
    if (at == text.len)
        return false;
    int64_t value = 0;
    while (at < text.len) {
        uint32_t cp = jb_utf8_next(text, &at);
        uint32_t digit = cp >= 0xFF10 && cp <= 0xFF19 ? cp - 0xFF10 : cp - '0';
        if (digit > 9 || value > INT32_MAX)
            return false;
        value = value * 10 + digit;
    }
    *out = is_negative ? -value : value;
    return value <= INT32_MAX;
}

static void bind_int(const field_slot *slot)
{
    jb_str text;
    int64_t value;
    if (!scalar_of(slot, JB_DIAG_FIELD_INT, &text))
        return;
    if (!read_int(text, &value)) {
        refuse(slot, JB_DIAG_FIELD_INT);
        return;
    }
    const jb_field *field = slot->field;
    bool is_bound = field->min != 0 || field->max != 0;
    if (is_bound && (value < field->min || value > field->max)) {
        char least[16], most[16];
        snprintf(least, sizeof least, "%d", field->min);
        snprintf(most, sizeof most, "%d", field->max);
        jb_diag_add(slot->binding->diag, JB_DIAG_FIELD_BOUNDS, slot->val->span,
                    slot->key, least, most, shown(slot, text));
        return;
    }
    *(int *)slot->member = (int)value;
}

static void bind_bool(const field_slot *slot)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true},          {"false", false}, {"yes", true},
                 {"no", false},           {"on", true},     {"off", false},
                 {"\xE6\x98\xAF", true},   /* 662F shi, "is" */
                 {"\xE5\x90\xA6", false},  /* 5426 fou, "not" */
                 {"\xE7\x9C\x9F", true},   /* 771F zhen, "true" */
                 {"\xE5\x81\x87", false},  /* 5047 jia, "false" */
                 {"\xE5\xBC\x80", true},   /* 5F00 kai, "on" */
                 {"\xE5\x85\xB3", false},  /* 5173 guan, "off" */
                 {"\xE6\x9C\x89", true},   /* 6709 you, "has" */
                 {"\xE6\x97\xA0", false}}; /* 65E0 wu, "without" */
    jb_str text;
    if (!scalar_of(slot, JB_DIAG_FIELD_BOOL, &text))
        return;
    for (size_t i = 0; i < JB_COUNT(words); i++) {
        if (is_same_name(text, jb_str_of(words[i].word))) {
            *(bool *)slot->member = words[i].value;
            return;
        }
    }
    refuse(slot, JB_DIAG_FIELD_BOOL);
}

static void bind_length(const field_slot *slot)
{
    jb_str text;
    jb_length length;
    if (!scalar_of(slot, JB_DIAG_FIELD_LENGTH, &text))
        return;
    if (jb_geom_length(text, &length))
        *(jb_length *)slot->member = length;
    else
        refuse(slot, JB_DIAG_FIELD_LENGTH);
}

static void bind_colour(const field_slot *slot)
{
    jb_str text;
    jb_colour colour;
    if (!scalar_of(slot, JB_DIAG_FIELD_COLOUR, &text))
        return;
    if (jb_geom_colour(text, &colour))
        *(jb_colour *)slot->member = colour;
    else
        refuse(slot, JB_DIAG_FIELD_COLOUR);
}

/* The words of all choices, for a message, and each word alone, to find the nearest. */
static void refuse_choice(const field_slot *slot, jb_str text)
{
    jb_arena *into = slot->binding->into;
    JB_VEC(const char *) words = {0};
    jb_buf list = {0};
    const char *choices = slot->field->choices;
    for (jb_str choice; next_word(&choices, '|', &choice);) {
        const char *names = jb_str_dup(into, choice);
        jb_buf_puts(&list, list.len ? ", " : "");
        for (jb_str name, *first = &choice; next_word(&names, '=', &name);
             first = NULL) {
            if (first)
                jb_buf_put_str(&list, name);
            else
                jb_buf_printf(&list, " (%.*s)", (int)name.len, name.at);
            const char *word = jb_str_dup(into, name);
            jb_vec_push(into, &words, word);
        }
    }
    const char *nearest = jb_diag_nearest(text, words.items, words.count);
    jb_diag_add(slot->binding->diag, JB_DIAG_FIELD_CHOICE, slot->val->span, slot->key,
                shown(slot, text), list.at ? list.at : "", nearest);
    jb_buf_fini(&list);
}

static void bind_choice(const field_slot *slot)
{
    jb_str text;
    if (!scalar_of(slot, JB_DIAG_FIELD_TEXT, &text))
        return;
    const char *at = slot->field->choices;
    for (int index = 0;; index += *at++ == '|') {
        size_t len = strcspn(at, "|=");
        if (is_same_name(text, (jb_str){at, len})) {
            *(int *)slot->member = index;
            return;
        }
        at += len;
        if (!*at)
            break;
    }
    refuse_choice(slot, text);
}

static void bind_date(const field_slot *slot)
{
    jb_str text, kept;
    bool is_form;
    if (!scalar_of(slot, JB_DIAG_FIELD_DATE, &text))
        return;
    if (jb_field_date(text, slot->binding->into, &kept, &is_form))
        *(jb_field_text *)slot->member = (jb_field_text){kept, slot->val};
    else
        refuse(slot, is_form ? JB_DIAG_FIELD_CALENDAR : JB_DIAG_FIELD_DATE);
}

typedef JB_VEC(jb_field_text) text_list;

/* Splits a scalar: a literal one at its lines, another at the ideographic comma. */
static void split_scalar(const jb_val *val, jb_arena *into, text_list *out)
{
    size_t begin = 0, at = 0;
    while (begin < val->text.len) {
        size_t end = at;
        bool is_end = at >= val->text.len;
        uint32_t cp = is_end ? 0 : jb_utf8_next(val->text, &at);
        if (!is_end && cp != (val->is_literal ? '\n' : IDEOGRAPHIC_COMMA))
            continue;
        jb_field_text item = text_of(val, jb_str_slice(val->text, begin, end));
        if (item.text.len)
            jb_vec_push(into, out, item);
        begin = is_end ? val->text.len : at;
    }
}

/* A text with a colon and a space in it, which made it a map. */
static void refuse_colon(const field_slot *slot, const jb_val_pair *pair, jb_span span)
{
    jb_arena *into = slot->binding->into;
    const char *key = shown(slot, pair->key), *value = shown(slot, pair->value->text);
    jb_diag_add(slot->binding->diag, JB_DIAG_YAML_SECOND_COLON, span,
                jb_arena_printf(into, "%s: %s", key, value));
}

static void bind_texts(const field_slot *slot)
{
    jb_arena *into = slot->binding->into;
    text_list found = {0};
    const jb_val *val = slot->val;
    if (val->kind == JB_VAL_MAP) {
        refuse(slot, JB_DIAG_FIELD_TEXTS);
        return;
    }
    if (val->kind == JB_VAL_SCALAR)
        split_scalar(val, into, &found);
    for (size_t i = 0; val->kind == JB_VAL_LIST && i < val->count; i++) {
        const jb_val *item = val->items[i];
        if (item->kind == JB_VAL_MAP && item->count == 1 &&
            item->pairs[0].value->kind == JB_VAL_SCALAR)
            refuse_colon(slot, &item->pairs[0], item->span);
        else if (item->kind != JB_VAL_SCALAR)
            jb_diag_add(slot->binding->diag, JB_DIAG_FIELD_TEXT, item->span, slot->key,
                        "");
        else if (is_given(item))
            jb_vec_push(into, &found, text_of(item, item->text));
    }
    *(jb_field_texts *)slot->member = (jb_field_texts){found.items, found.count};
}

/* The field that a bare text stands for: the only required one, when it is a text. */
static const jb_field *only_field(const jb_field_table *table)
{
    const jb_field *only = NULL;
    for (size_t i = 0; i < table->count; i++) {
        if (!table->fields[i].is_required)
            continue;
        if (only)
            return NULL;
        only = &table->fields[i];
    }
    return only && only->type == JB_FIELD_TEXT ? only : NULL;
}

/* A list of the fields' names, for a message. */
static const char *field_names(const jb_field_table *table, jb_arena *into)
{
    jb_buf names = {0};
    for (size_t i = 0; i < table->count; i++)
        jb_buf_printf(&names, "%s%s", i ? ", " : "", table->fields[i].name);
    const char *copy = jb_arena_strndup(into, names.at ? names.at : "", names.len);
    jb_buf_fini(&names);
    return copy;
}

/* What should be a map is none. A full-width colon is the likeliest cause. */
static void refuse_map(const field_slot *slot, const jb_val *val)
{
    const char *names = field_names(slot->field->table, slot->binding->into);
    jb_diag_add(slot->binding->diag, JB_DIAG_FIELD_MAP, val->span, slot->key, names);
    if (val->kind != JB_VAL_SCALAR || val->is_quoted)
        return;
    for (size_t at = 0; at < val->text.len;) {
        size_t begin = at;
        if (jb_utf8_next(val->text, &at) != WIDE_COLON)
            continue;
        jb_diag_add(slot->binding->diag, JB_DIAG_YAML_WIDE_COLON,
                    jb_val_span_in(val, NULL, begin, at - begin), "");
        return;
    }
}

static void bind_struct(const field_slot *slot, const jb_val *val, void *into)
{
    const jb_field *only = only_field(slot->field->table);
    if (val->kind == JB_VAL_MAP)
        jb_field_bind(slot->field->table, val,
                      (jb_field_rules){NULL, slot->binding->rules.unknown}, into,
                      slot->binding->into, slot->binding->diag);
    else if (val->kind == JB_VAL_SCALAR && only)
        *(jb_field_text *)((char *)into + only->offset) = text_of(val, val->text);
    else
        refuse_map(slot, val);
}

/* Bare texts, several of them in one scalar: "authors: name, name" in the Chinese way.
 */
static void bind_bare_structs(const field_slot *slot, const jb_field *only)
{
    jb_arena *into = slot->binding->into;
    text_list texts = {0};
    split_scalar(slot->val, into, &texts);
    size_t size = slot->field->table->size;
    char *items = jb_arena_array(into, texts.count, size);
    for (size_t i = 0; i < texts.count; i++)
        *(jb_field_text *)(void *)(items + i * size + only->offset) = texts.items[i];
    *(jb_field_structs *)slot->member = (jb_field_structs){items, texts.count};
}

static void bind_structs(const field_slot *slot)
{
    const jb_val *val = slot->val;
    const jb_field *only = only_field(slot->field->table);
    if (val->kind == JB_VAL_SCALAR && only) {
        bind_bare_structs(slot, only);
        return;
    }
    size_t count = val->kind == JB_VAL_LIST ? val->count : 1;
    size_t size = slot->field->table->size;
    char *items = jb_arena_array(slot->binding->into, count, size);
    for (size_t i = 0; i < count; i++)
        bind_struct(slot, val->kind == JB_VAL_LIST ? val->items[i] : val,
                    items + i * size);
    *(jb_field_structs *)slot->member = (jb_field_structs){items, count};
}

static void bind_value(const field_slot *slot)
{
    switch (slot->field->type) {
    case JB_FIELD_TEXT:
        bind_text(slot);
        return;
    case JB_FIELD_INT:
        bind_int(slot);
        return;
    case JB_FIELD_BOOL:
        bind_bool(slot);
        return;
    case JB_FIELD_LENGTH:
        bind_length(slot);
        return;
    case JB_FIELD_COLOUR:
        bind_colour(slot);
        return;
    case JB_FIELD_CHOICE:
        bind_choice(slot);
        return;
    case JB_FIELD_DATE:
        bind_date(slot);
        return;
    case JB_FIELD_TEXTS:
        bind_texts(slot);
        return;
    case JB_FIELD_STRUCT:
        bind_struct(slot, slot->val, slot->member);
        return;
    case JB_FIELD_STRUCTS:
        bind_structs(slot);
        return;
    case JB_FIELD_VALUE:
        *(const jb_val **)slot->member = slot->val;
        return;
    }
}

/* A key that is a field's name, a full-width colon and more: {publisher：name, ...}. */
static bool has_wide_colon(const field_binding *binding, const jb_val_pair *pair)
{
    size_t colon = jb_str_find(pair->key, "\xEF\xBC\x9A"); /* U+FF1A */
    if (colon == pair->key.len ||
        !find_field(binding->table, jb_str_trim(jb_str_slice(pair->key, 0, colon))))
        return false;
    jb_span span = pair->key_span;
    if (span.end - span.begin == pair->key.len) {
        span.begin += (uint32_t)colon;
        span.end = span.begin + 3;
    }
    jb_diag_add(binding->diag, JB_DIAG_YAML_WIDE_COLON, span, "");
    return true;
}

static void report_unknown(const field_binding *binding, const jb_val_pair *pair)
{
    jb_arena *into = binding->into;
    if (has_wide_colon(binding, pair))
        return;
    const char *key = jb_str_dup(into, pair->key);
    if (binding->rules.unknown == JB_FIELD_UNKNOWN_NOTE) {
        jb_diag_add(binding->diag, JB_DIAG_FIELD_KEPT, pair->key_span, key);
        return;
    }
    JB_VEC(const char *) names = {0};
    /* Beyond what is kept of one message, no time is spent on hints. */
    bool is_many = jb_diag_count_id(binding->diag, JB_DIAG_FIELD_UNKNOWN) > HINTS_MAX;
    for (size_t i = 0; i < binding->table->count && !is_many; i++) {
        const char *aliases = binding->table->fields[i].aliases;
        jb_vec_push(into, &names, binding->table->fields[i].name);
        for (jb_str alias; next_word(&aliases, '|', &alias);) {
            const char *name = jb_str_dup(into, alias);
            jb_vec_push(into, &names, name);
        }
    }
    const char *nearest = jb_diag_nearest(pair->key, names.items, names.count);
    jb_diag_add(binding->diag, JB_DIAG_FIELD_UNKNOWN, pair->key_span, key, nearest,
                binding->table->noun);
}

/* The name with its first alias behind it, so that both languages find it. */
static const char *both_names(const jb_field *field, jb_arena *into)
{
    const char *aliases = field->aliases;
    jb_str alias;
    if (!next_word(&aliases, '|', &alias))
        return field->name;
    return jb_arena_printf(into, "%s (%.*s)", field->name, (int)alias.len, alias.at);
}

/* Whether the mapping says that a key is to be ignored or left under extra. */
static bool is_set_aside(jb_str name, jb_str key)
{
    return !jb_str_equal(name, key) && (name.len == 0 || jb_str_is(name, "extra"));
}

/* Binds one pair; seen: the pair that gave each field before. */
static void bind_pair(const field_binding *binding, const jb_val_pair *pair,
                      const jb_val_pair **seen, void *out)
{
    jb_str name = renamed(binding->rules.renames, pair->key);
    if (is_set_aside(name, pair->key))
        return;
    const jb_field *field = find_field(binding->table, name);
    if (!field)
        report_unknown(binding, pair);
    if (!field || !is_given(pair->value))
        return;
    const char *key = jb_str_dup(binding->into, pair->key);
    const jb_val_pair **first = &seen[field - binding->table->fields];
    if (*first) {
        jb_diag_add(binding->diag, JB_DIAG_FIELD_TWICE, pair->key_span, key,
                    jb_str_dup(binding->into, (*first)->key));
        return;
    }
    *first = pair;
    field_slot slot = {binding, field, key, pair->value, (char *)out + field->offset};
    bind_value(&slot);
}

bool jb_field_bind(const jb_field_table *table, const jb_val *val, jb_field_rules rules,
                   void *out, jb_arena *into, jb_diag *diag)
{
    size_t errors = jb_diag_count(diag, JB_SEVERITY_ERROR);
    field_binding binding = {table, rules, into, diag};
    const jb_val_pair **seen = JB_NEWS(into, const jb_val_pair *, table->count);
    if (val->kind != JB_VAL_MAP) {
        jb_field whole = {.table = table};
        field_slot slot = {&binding, &whole, table->noun, val, out};
        refuse_map(&slot, val);
        return false;
    }
    for (size_t i = 0; i < val->count; i++)
        bind_pair(&binding, &val->pairs[i], seen, out);
    jb_span place = {val->span.source, val->span.begin, val->span.begin};
    for (size_t i = 0; i < table->count; i++)
        if (table->fields[i].is_required && !seen[i])
            jb_diag_add(diag, JB_DIAG_FIELD_REQUIRED, place,
                        both_names(&table->fields[i], into), table->noun);
    return jb_diag_count(diag, JB_SEVERITY_ERROR) == errors;
}

bool jb_field_colon(const jb_field_table *table, const jb_val *val, jb_diag *diag)
{
    if (val->kind != JB_VAL_SCALAR || val->is_quoted || val->is_literal)
        return false;
    for (size_t at = 0; at < val->text.len;) {
        size_t begin = at;
        uint32_t cp = jb_utf8_next(val->text, &at);
        if (cp != WIDE_COLON && cp != ':')
            continue;
        if (!find_field(table, jb_str_trim(jb_str_slice(val->text, 0, begin))))
            return false;
        jb_diag_add(diag,
                    cp == ':' ? JB_DIAG_YAML_TIGHT_COLON : JB_DIAG_YAML_WIDE_COLON,
                    jb_val_span_in(val, NULL, begin, at - begin), "");
        return true;
    }
    return false;
}

const jb_val *jb_field_given(const jb_field_table *table, const jb_val *val,
                             const jb_field_renames *renames, const char *name)
{
    const jb_field *wanted = find_field(table, jb_str_of(name));
    if (!wanted || val->kind != JB_VAL_MAP)
        return NULL;
    for (size_t i = 0; i < val->count; i++) {
        const jb_val_pair *pair = &val->pairs[i];
        jb_str to = renamed(renames, pair->key);
        if (!is_set_aside(to, pair->key) && is_given(pair->value) &&
            has_name(wanted, to))
            return pair->value;
    }
    return NULL;
}

/* What a value of the type looks like; choices and nested names are written as they
 * are. */
static void put_type(const jb_field *field, jb_buf *into)
{
    static const char *const examples[] = {
        [JB_FIELD_TEXT] = "text",       [JB_FIELD_INT] = "number",
        [JB_FIELD_BOOL] = "yes or no",  [JB_FIELD_LENGTH] = "length, as 10.5pt",
        [JB_FIELD_COLOUR] = "#RRGGBB",  [JB_FIELD_CHOICE] = "",
        [JB_FIELD_DATE] = "YYYY-MM-DD", [JB_FIELD_TEXTS] = "texts",
        [JB_FIELD_STRUCT] = "map of ",  [JB_FIELD_STRUCTS] = "maps of ",
        [JB_FIELD_VALUE] = "any value"};
    jb_buf_puts(into, examples[field->type]);
    if (field->type == JB_FIELD_INT && (field->min || field->max))
        jb_buf_printf(into, ", %d to %d", field->min, field->max);
    if (field->type == JB_FIELD_CHOICE)
        jb_buf_puts(into, field->choices);
    bool has_table = field->type == JB_FIELD_STRUCT || field->type == JB_FIELD_STRUCTS;
    for (size_t i = 0; has_table && i < field->table->count; i++)
        jb_buf_printf(into, "%s%s", i ? ", " : "", field->table->fields[i].name);
}

void jb_field_help(const jb_field_table *table, jb_buf *into)
{
    for (size_t i = 0; i < table->count; i++) {
        const jb_field *field = &table->fields[i];
        jb_buf_puts(into, field->name);
        if (field->aliases)
            jb_buf_printf(into, "|%s", field->aliases);
        jb_buf_puts(into, field->is_required ? ": (required; " : ": (");
        put_type(field, into);
        jb_buf_printf(into, ") %s\n", field->help ? field->help : "");
    }
}
