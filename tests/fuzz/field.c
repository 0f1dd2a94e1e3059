/* Maps bound to every field table: the report's, the style's and those of all kinds. A
 * bound text lies within a value of the map, and an unbound member stays zero. */
#include <stdlib.h>

#include "data/yaml.h"
#include "kind/meta.h"
#include "style/props.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool is_so)
{
    if (!is_so)
        abort();
}

/* The first and last byte of every bound text are read. */
static void check_texts(const jb_field_table *table, const void *bound)
{
    size_t sum = 0;
    for (size_t i = 0; i < table->count; i++) {
        const jb_field *field = &table->fields[i];
        const char *member = (const char *)bound + field->offset;
        if (field->type == JB_FIELD_TEXT || field->type == JB_FIELD_DATE) {
            jb_field_text text;
            memcpy(&text, member, sizeof text);
            must(!text.val || text.text.at);
            if (text.text.len)
                sum +=
                    (unsigned char)(text.text.at[0] ^ text.text.at[text.text.len - 1]);
        } else if (field->type == JB_FIELD_INT && (field->min || field->max)) {
            int value;
            memcpy(&value, member, sizeof value);
            must(value == 0 || (value >= field->min && value <= field->max));
        } else if (field->type == JB_FIELD_BOOL) {
            must(*(const unsigned char *)member <= 1);
        }
    }
    must(sum != SIZE_MAX);
}

static void bind(const jb_field_table *table, const jb_val *val,
                 jb_field_unknown unknown, jb_arena *arena)
{
    static const jb_field_rename renames[] = {
        {{"x", 1}, {"title", 5}}, {{"y", 1}, {"", 0}}, {{"z", 1}, {"extra", 5}}};
    jb_field_renames all = {renames, JB_COUNT(renames)};
    jb_diag *diag = jb_diag_new(arena);
    void *bound = jb_arena_alloc(arena, table->size);
    bool fine =
        jb_field_bind(table, val, (jb_field_rules){&all, unknown}, bound, arena, diag);
    must(fine != jb_diag_failed(diag));
    check_texts(table, bound);
    for (size_t i = 0; i < table->count; i++)
        jb_field_given(table, val, &all, table->fields[i].name);
    jb_field_colon(table, val, diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    jb_arena arena = {0};
    jb_sources *sources = jb_source_table(&arena);
    jb_diag *diag = jb_diag_new(&arena);
    uint32_t source = jb_source_add(sources, "f", (jb_str){(const char *)bytes, len});
    const jb_val *val = jb_yaml_read(sources, source, 0, len, &arena, diag);
    if (val) {
        bind(&jb_meta_table, val, JB_FIELD_UNKNOWN_ERROR, &arena);
        bind(&jb_props_block, val, JB_FIELD_UNKNOWN_ERROR, &arena);
        bind(&jb_props_inline, val, JB_FIELD_UNKNOWN_NOTE, &arena);
        for (size_t i = 0; i < jb_kinds_count; i++)
            if (jb_kinds_all[i]->fields)
                bind(jb_kinds_all[i]->fields, val, JB_FIELD_UNKNOWN_ERROR, &arena);
        jb_meta meta;
        memset(&meta, 0, sizeof meta);
        if (val->kind == JB_VAL_MAP)
            jb_meta_read(val, NULL, JB_FIELD_UNKNOWN_NOTE, &meta, &arena, diag);
        jb_buf out = {0};
        jb_diag_write(diag, sources, JB_MESSAGES_ZH, JB_DIAG_TEXT, false, &out);
        jb_buf_fini(&out);
    }
    jb_arena_fini(&arena);
    return 0;
}
