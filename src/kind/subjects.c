/* `subjects` is kept as it was written: what has another form is passed over. */
#include "kind/subjects.h"

static void add(jb_subjects_list *list, jb_str text, jb_str name, jb_arena *into)
{
    text = jb_str_trim(text);
    for (size_t i = 0; i < list->count; i++)
        if (jb_str_is(text, list->items[i].text))
            return;
    if (text.len)
        jb_vec_push(into, list,
                    (jb_subject){jb_str_dup(into, text),
                                 name.len ? jb_str_dup(into, name) : NULL});
}

static jb_str text_of(const jb_val *val)
{
    bool is_text = val && val->kind == JB_VAL_SCALAR && !val->is_null;
    return is_text ? val->text : (jb_str){NULL, 0};
}

jb_subjects_list jb_subjects_tags(const jb_meta *meta, jb_arena *into)
{
    jb_subjects_list tags = {0};
    const jb_val *list = meta->subjects ? jb_val_find(meta->subjects, "tags") : NULL;
    for (size_t i = 0; i < meta->tags.count; i++)
        add(&tags, meta->tags.items[i].text, (jb_str){NULL, 0}, into);
    for (size_t i = 0; list && list->kind == JB_VAL_LIST && i < list->count; i++)
        add(&tags, text_of(list->items[i]), (jb_str){NULL, 0}, into);
    return tags;
}

jb_subjects_list jb_subjects_topics(const jb_meta *meta, jb_arena *into)
{
    jb_subjects_list topics = jb_subjects_tags(meta, into);
    add(&topics, meta->category.text, (jb_str){NULL, 0}, into);
    return topics;
}

static const jb_val *either(const jb_val *map, const char *name, const char *alias)
{
    const jb_val *val = jb_val_find(map, name);
    return val ? val : jb_val_find(map, alias);
}

static void add_security(jb_subjects_list *codes, const jb_val *item, jb_arena *into)
{
    const jb_val *code = either(item, "code", "\u4ee3\u7801");
    const jb_val *name = either(item, "name", "\u540d\u79f0");
    add(codes, text_of(code ? code : item), text_of(name), into);
}

jb_subjects_list jb_subjects_codes(const jb_meta *meta, jb_arena *into)
{
    jb_subjects_list codes = {0};
    const jb_val *list =
        meta->subjects ? jb_val_find(meta->subjects, "securities") : NULL;
    if (list && list->kind != JB_VAL_LIST)
        add_security(&codes, list, into);
    for (size_t i = 0; list && list->kind == JB_VAL_LIST && i < list->count; i++)
        add_security(&codes, list->items[i], into);
    return codes;
}
