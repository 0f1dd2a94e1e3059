/* A value is its flags, its begin and end; a scalar's text, as offset and length, and its
 * pieces, if it has any; or how many items or pairs, and these. */
#include "data/packed.h"

#include "base/vec.h"

enum {
    KIND = 3,
    IS_QUOTED = 4,
    IS_LITERAL = 8,
    IS_VERBATIM = 16,
    IS_NULL = 32,
    HAS_PIECES = 64
};

const jb_packed *jb_packed_find(jb_str bytes)
{
    for (size_t i = 0; i < jb_packed_files_count; i++) {
        const jb_packed *packed = &jb_packed_files[i];
        if (jb_str_equal(bytes, (jb_str){packed->text, packed->len}))
            return packed;
    }
    return NULL;
}

/* ---- reading ---- */

typedef struct unpacker {
    const uint32_t *at; /* the next word */
    const char *text;
    uint32_t source;
    jb_arena *into;
    jb_val *next; /* free value */
} unpacker;

static jb_span next_span(unpacker *in)
{
    in->at += 2;
    return (jb_span){in->source, in->at[-2], in->at[-1]};
}

static jb_str next_text(unpacker *in)
{
    in->at += 2;
    return (jb_str){in->text + in->at[-2], in->at[-1]};
}

static void unpack_pieces(unpacker *in, jb_val *val)
{
    val->piece_count = *in->at++;
    jb_val_piece *pieces = JB_NEWS(in->into, jb_val_piece, val->piece_count);
    for (size_t i = 0; i < val->piece_count; i++, in->at += 2)
        pieces[i] = (jb_val_piece){in->at[0], in->at[1]};
    val->pieces = pieces;
}

static const jb_val *unpack(unpacker *in)
{
    jb_val *val = in->next++;
    uint32_t flags = *in->at++;
    *val = (jb_val){.kind = (jb_val_kind)(flags & KIND),
                    .is_quoted = flags & IS_QUOTED,
                    .is_literal = flags & IS_LITERAL,
                    .is_verbatim = flags & IS_VERBATIM,
                    .is_null = flags & IS_NULL,
                    .span = next_span(in)};
    if (val->kind == JB_VAL_SCALAR) {
        val->text = next_text(in);
        if (flags & HAS_PIECES)
            unpack_pieces(in, val);
        return val;
    }
    val->count = *in->at++;
    if (val->kind == JB_VAL_LIST) {
        const jb_val **items = JB_NEWS(in->into, const jb_val *, val->count);
        for (size_t i = 0; i < val->count; i++)
            items[i] = unpack(in);
        val->items = items;
        return val;
    }
    jb_val_pair *pairs = JB_NEWS(in->into, jb_val_pair, val->count);
    for (size_t i = 0; i < val->count; i++) {
        pairs[i].key = next_text(in);
        pairs[i].key_span = next_span(in);
        pairs[i].value = unpack(in);
    }
    val->pairs = pairs;
    return val;
}

const jb_val *jb_packed_read(const jb_packed *packed, uint32_t source, jb_arena *into)
{
    unpacker in = {.at = packed->words,
                   .text = packed->text,
                   .source = source,
                   .into = into,
                   .next = JB_ROOM(into, jb_val, packed->count)};
    return unpack(&in);
}

/* ---- writing ---- */

typedef struct packer {
    jb_str bytes;
    jb_arena arena;
    jb_buf text;
    JB_VEC(uint32_t) words;
    uint32_t count; /* of values */
} packer;

static void put_word(packer *out, size_t word)
{
    jb_vec_push(&out->arena, &out->words, (uint32_t)word);
}

/* A text that stands at `begin` of the source is not kept twice. */
static void put_text(packer *out, jb_str text, size_t begin)
{
    if (!jb_str_equal(text, jb_str_slice(out->bytes, begin, begin + text.len))) {
        begin = out->text.len;
        jb_buf_put_str(&out->text, text);
    }
    put_word(out, begin);
    put_word(out, text.len);
}

static void put_scalar(packer *out, const jb_val *val)
{
    put_text(out, val->text, val->span.begin);
    if (!val->pieces)
        return;
    put_word(out, val->piece_count);
    for (size_t i = 0; i < val->piece_count; i++) {
        put_word(out, val->pieces[i].text);
        put_word(out, val->pieces[i].source);
    }
}

static void put_val(packer *out, const jb_val *val)
{
    out->count++;
    put_word(out, (size_t)val->kind | (val->is_quoted ? IS_QUOTED : 0) |
                      (val->is_literal ? IS_LITERAL : 0) |
                      (val->is_verbatim ? IS_VERBATIM : 0) |
                      (val->is_null ? IS_NULL : 0) | (val->pieces ? HAS_PIECES : 0));
    put_word(out, val->span.begin);
    put_word(out, val->span.end);
    if (val->kind == JB_VAL_SCALAR) {
        put_scalar(out, val);
        return;
    }
    put_word(out, val->count);
    for (size_t i = 0; i < val->count; i++) {
        if (val->kind == JB_VAL_LIST) {
            put_val(out, val->items[i]);
            continue;
        }
        const jb_val_pair *pair = &val->pairs[i];
        put_text(out, pair->key, pair->key_span.begin);
        put_word(out, pair->key_span.begin);
        put_word(out, pair->key_span.end);
        put_val(out, pair->value);
    }
}

void jb_packed_write(const jb_val *val, jb_str bytes, int number, jb_buf *into)
{
    packer out = {.bytes = bytes};
    jb_buf_put_str(&out.text, bytes);
    put_val(&out, val);
    jb_buf_printf(into, "static const unsigned char text_%d[] = {", number);
    for (size_t i = 0; i < out.text.len; i++)
        jb_buf_printf(into, "%s%u,", i % 20 ? "" : "\n",
                      (unsigned)(unsigned char)out.text.at[i]);
    jb_buf_printf(into, "};\nstatic const uint32_t words_%d[] = {", number);
    for (size_t i = 0; i < out.words.count; i++)
        jb_buf_printf(into, "%s%u,", i % 12 ? "" : "\n", out.words.items[i]);
    jb_buf_printf(into, "};\nenum { LEN_%d = %zu, COUNT_%d = %u };\n", number,
                  bytes.len, number, out.count);
    jb_buf_fini(&out.text);
    jb_arena_fini(&out.arena);
}
