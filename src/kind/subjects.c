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

/* A list of `subjects`; NULL when it has none of that name. */
static const jb_val *list_of(const jb_meta *meta, const char *name)
{
    const jb_val *list = meta->subjects ? jb_val_find(meta->subjects, name) : NULL;
    return list && list->kind == JB_VAL_LIST ? list : NULL;
}

jb_subjects_list jb_subjects_tags(const jb_meta *meta, jb_arena *into)
{
    jb_subjects_list tags = {0};
    const jb_val *list = list_of(meta, "tags");
    for (size_t i = 0; i < meta->tags.count; i++)
        add(&tags, meta->tags.items[i].text, (jb_str){NULL, 0}, into);
    for (size_t i = 0; list && i < list->count; i++)
        add(&tags, text_of(list->items[i]), (jb_str){NULL, 0}, into);
    add(&tags, meta->category.text, (jb_str){NULL, 0}, into);
    return tags;
}

jb_subjects_list jb_subjects_codes(const jb_meta *meta, jb_arena *into)
{
    jb_subjects_list codes = {0};
    const jb_val *list = list_of(meta, "securities");
    for (size_t i = 0; list && i < list->count; i++) {
        const jb_val *item = list->items[i];
        const jb_val *code = jb_val_find(item, "code");
        add(&codes, text_of(code ? code : item), text_of(jb_val_find(item, "name")),
            into);
    }
    return codes;
}
