/* The value tree: finding, places of its texts, and its dump. */
#include "data/val.h"

#include "base/ucd.h"
#include "base/utf8.h"

enum { DUMP_DEPTH_MAX = 128 }; /* twice what the reader lets through */

const jb_val *jb_val_find(const jb_val *val, const char *key)
{
    if (!val || val->kind != JB_VAL_MAP)
        return NULL;
    for (size_t i = 0; i < val->count; i++)
        if (jb_str_is(val->pairs[i].key, key))
            return val->pairs[i].value;
    return NULL;
}

/* The piece that holds a byte of the text; NULL when it lies before the first. */
static const jb_val_piece *piece_at(const jb_val *val, size_t offset)
{
    size_t low = 0, high = val->piece_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (val->pieces[middle].text <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &val->pieces[low - 1] : NULL;
}

/* The source offset of a byte of the text, never behind the scalar's end. */
static uint32_t source_offset(const jb_val *val, size_t offset)
{
    const jb_val_piece *piece = piece_at(val, offset);
    if (!piece)
        return val->span.begin;
    size_t at = piece->source + (offset - piece->text);
    return (uint32_t)JB_MIN(at, val->span.end);
}

jb_span jb_val_span_in(const jb_val *val, jb_sources *sources, size_t offset,
                       size_t len)
{
    (void)sources; /* places were noted while reading */
    if (val->kind != JB_VAL_SCALAR || offset > val->text.len)
        return val->span;
    len = JB_MIN(len, val->text.len - offset);
    jb_span span = val->span;
    if (val->is_verbatim) {
        span.begin += (uint32_t)offset;
        span.end = span.begin + (uint32_t)len;
        return span;
    }
    if (!val->pieces)
        return span;
    span.begin = source_offset(val, offset);
    uint32_t end = len ? source_offset(val, offset + len - 1) + 1 : span.begin;
    span.end = JB_MAX(span.begin, end);
    return span;
}

/* Marks of both scripts that East_Asian_Width calls ambiguous. */
static bool is_shared_mark(uint32_t cp)
{
    return cp == 0xB7 || cp == 0x2014 || cp == 0x2026 || (cp >= 0x2018 && cp <= 0x201D);
}

/* Korean writes spaces between words, so a line break there is one. */
static bool is_spaceless(uint32_t cp)
{
    return jb_ucd_is_east_asian(cp) && jb_ucd_class_of(cp) != JB_UCD_HANGUL;
}

bool jb_val_joins(uint32_t before, uint32_t after)
{
    if (is_spaceless(before))
        return is_spaceless(after) || is_shared_mark(after);
    return is_spaceless(after) && is_shared_mark(before);
}

static void put_place(jb_buf *into, jb_sources *sources, jb_span span)
{
    jb_place place = jb_source_place(sources, span);
    jb_buf_printf(into, " @%u:%u", place.line, place.column);
}

static void dump_scalar(const jb_val *val, jb_sources *sources, jb_buf *into)
{
    jb_buf_put_json(into, val->text);
    put_place(into, sources, val->span);
    if (val->is_quoted)
        jb_buf_puts(into, " quoted");
    if (val->is_literal)
        jb_buf_puts(into, " block");
    if (val->is_null)
        jb_buf_puts(into, " null");
    jb_buf_putc(into, '\n');
}

static void dump_value(const jb_val *val, jb_sources *sources, jb_buf *into, int depth)
{
    if (val->kind == JB_VAL_SCALAR) {
        dump_scalar(val, sources, into);
        return;
    }
    bool is_map = val->kind == JB_VAL_MAP;
    jb_buf_printf(into, "%s of %zu", is_map ? "map" : "list", val->count);
    put_place(into, sources, val->span);
    jb_buf_putc(into, '\n');
    for (size_t i = 0; i < val->count && depth < DUMP_DEPTH_MAX; i++) {
        for (int level = 0; level <= depth; level++)
            jb_buf_puts(into, "  ");
        if (is_map) {
            jb_buf_put_json(into, val->pairs[i].key);
            jb_buf_puts(into, ": ");
        } else {
            jb_buf_puts(into, "- ");
        }
        dump_value(is_map ? val->pairs[i].value : val->items[i], sources, into,
                   depth + 1);
    }
}

void jb_val_dump(const jb_val *val, jb_sources *sources, jb_buf *into)
{
    dump_value(val, sources, into, 0);
}
