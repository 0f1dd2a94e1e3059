/* Any bytes as a YAML file: no crash, and every place lies within the source. */
#include "data/yaml.h"

#include "data/field.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check_span(jb_span span, size_t len)
{
    JB_MUST(span.begin <= span.end && span.end <= len, "span outside the source");
}

static void check_text(const jb_val *val, jb_sources *sources, jb_str bytes)
{
    size_t offsets[] = {0, val->text.len / 2, val->text.len};
    for (size_t i = 0; i < JB_COUNT(offsets); i++)
        check_span(jb_val_span_in(val, sources, offsets[i], 3), bytes.len);
    if (val->is_verbatim)
        JB_MUST(jb_str_equal(jb_str_slice(bytes, val->span.begin, val->span.end),
                             val->text),
                "verbatim text differs");
    for (size_t i = 0; i < val->piece_count; i++) {
        const jb_val_piece *piece = &val->pieces[i];
        JB_MUST(piece->text < val->text.len || val->text.len == 0,
                "piece behind the text");
        JB_MUST(piece->source <= bytes.len, "piece outside the source");
    }
}

/* What is read as a date reads the same when read again. */
static void check_date(const jb_val *val)
{
    jb_arena arena = {0};
    jb_str first, second;
    bool is_form;
    if (jb_field_date(val->text, &arena, &first, &is_form))
        JB_MUST(jb_field_date(first, &arena, &second, &is_form) &&
                    jb_str_equal(first, second),
                "a kept date is one");
    jb_arena_fini(&arena);
}

static void check(const jb_val *val, jb_sources *sources, jb_str bytes, int depth)
{
    JB_MUST(depth <= JB_YAML_DEPTH_MAX, "too deep");
    check_span(val->span, bytes.len);
    if (val->kind == JB_VAL_SCALAR)
        check_text(val, sources, bytes);
    if (val->kind == JB_VAL_SCALAR)
        check_date(val);
    for (size_t i = 0; i < val->count; i++) {
        bool is_map = val->kind == JB_VAL_MAP;
        if (is_map)
            check_span(val->pairs[i].key_span, bytes.len);
        check(is_map ? val->pairs[i].value : val->items[i], sources, bytes, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    jb_arena arena = {0};
    jb_buf out = {0};
    jb_str bytes = {(const char *)data, len};
    jb_sources *sources = jb_source_table(&arena);
    jb_diag *diag = jb_diag_new(&arena);
    uint32_t source = jb_source_add(sources, "f", bytes);
    const jb_val *val = jb_yaml_read(sources, source, 0, len, &arena, diag);
    JB_MUST((val == NULL) == jb_diag_failed(diag), "an error, or a value");
    if (val) {
        check(val, sources, bytes, 0);
        jb_val_dump(val, sources, &out);
    }
    jb_diag_write(diag, sources, JB_MESSAGES_ZH, JB_DIAG_TEXT, false, &out);
    jb_buf_fini(&out);
    jb_arena_fini(&arena);
    return 0;
}
