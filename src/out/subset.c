/* CFF outlines go through our own writer (ten times faster), everything else, and what
 * it refuses, through HarfBuzz. HarfBuzz gets a face that has only the tables needed:
 * its plan otherwise walks the whole cmap, which costs more than the glyphs. */
#include "out/subset.h"

#include <hb-subset.h>

static uint32_t be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Where the face's table directory begins in the file; the file's length if nowhere. */
static size_t directory_at(const jb_face *face)
{
    const uint8_t *at = (const uint8_t *)face->bytes.at;
    size_t len = face->bytes.len;
    if (len < 12)
        return len;
    if (memcmp(at, "ttcf", 4) != 0)
        return 0;
    uint32_t count = be32(at + 8);
    if (face->index >= count || (len - 12) / 4 <= face->index)
        return len;
    return be32(at + 12 + (size_t)face->index * 4);
}

jb_str jb_subset_table(const jb_face *face, const char *tag)
{
    const uint8_t *at = (const uint8_t *)face->bytes.at;
    size_t len = face->bytes.len, begin = directory_at(face);
    if (begin > len || len - begin < 12)
        return (jb_str){0};
    size_t count = (size_t)at[begin + 4] << 8 | at[begin + 5];
    count = JB_MIN(count, (len - begin - 12) / 16);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *record = at + begin + 12 + i * 16;
        if (memcmp(record, tag, 4) != 0)
            continue;
        uint32_t offset = be32(record + 8), size = be32(record + 12);
        if (offset > len || size > len - offset)
            return (jb_str){0};
        return (jb_str){face->bytes.at + offset, size};
    }
    return (jb_str){0};
}

jb_cff *jb_subset_cff(const jb_face *face)
{
    jb_font_kept *kept = face->kept;
    if (!face->is_cff)
        return NULL;
    if (!kept->was_read) {
        kept->was_read = true;
        kept->outlines = jb_cff_open(jb_subset_table(face, "CFF "), kept->arena);
    }
    return kept->outlines;
}

static hb_blob_t *reference_table(hb_face_t *stripped, hb_tag_t tag, void *user)
{
    static const char *const kept[] = {"CFF ", "maxp", "head", "hhea",
                                       "hmtx", "glyf", "loca"};
    const jb_face *face = user;
    (void)stripped;
    for (size_t i = 0; i < JB_COUNT(kept); i++) {
        if (tag != HB_TAG(kept[i][0], kept[i][1], kept[i][2], kept[i][3]))
            continue;
        jb_str table = jb_subset_table(face, kept[i]);
        if (table.len > 0 && table.len <= UINT32_MAX)
            return hb_blob_create(table.at, (unsigned)table.len,
                                  HB_MEMORY_MODE_READONLY, NULL, NULL);
    }
    return NULL;
}

static hb_face_t *stripped_face(const jb_face *face)
{
    hb_face_t *stripped =
        hb_face_create_for_tables(reference_table, (void *)(uintptr_t)face, NULL);
    jb_str maxp = jb_subset_table(face, "maxp");
    if (maxp.len >= 6)
        hb_face_set_glyph_count(stripped, (unsigned)(uint8_t)maxp.at[4] << 8 |
                                              (uint8_t)maxp.at[5]);
    hb_face_set_upem(stripped, (unsigned)face->upem);
    return stripped;
}

static jb_str copy_blob(hb_blob_t *blob, jb_arena *into)
{
    unsigned len = 0;
    const char *at = hb_blob_get_data(blob, &len);
    jb_str copy = {len ? jb_arena_strndup(into, at, len) : NULL, len};
    hb_blob_destroy(blob);
    return copy;
}

static void map_glyphs(hb_subset_plan_t *plan, const uint32_t *gids, size_t count,
                       jb_arena *into, jb_subset *out)
{
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    uint16_t *new_gids = JB_NEWS(into, uint16_t, count);
    for (size_t i = 0; i < count; i++) {
        hb_codepoint_t to = hb_map_get(map, gids[i]);
        new_gids[i] = to == HB_MAP_VALUE_INVALID ? 0 : (uint16_t)to;
    }
    out->new_gids = new_gids;
}

static bool run_plan(hb_face_t *stripped, hb_subset_input_t *input,
                     const jb_subset_order *order, jb_arena *into, jb_subset *out)
{
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(stripped, input);
    if (!plan)
        return false;
    map_glyphs(plan, order->gids, order->count, into, out);
    hb_face_t *made = hb_subset_plan_execute_or_fail(plan);
    hb_subset_plan_destroy(plan);
    if (!made)
        return false;
    hb_blob_t *table = hb_face_reference_table(made, HB_TAG('C', 'F', 'F', ' '));
    if (hb_blob_get_length(table)) {
        out->bytes = copy_blob(table, into);
        out->new_gids = NULL;
    } else {
        hb_blob_destroy(table);
        out->bytes = copy_blob(hb_face_reference_blob(made), into);
    }
    hb_face_destroy(made);
    return out->bytes.len > 0;
}

/* CFF that is not CID-keyed keeps its glyph numbers, which are the codes. */
static bool make_by_harfbuzz(const jb_subset_order *order, jb_arena *into,
                             jb_subset *out)
{
    bool is_cid_keyed = order->cff && jb_cff_is_cid_keyed(order->cff);
    unsigned keep =
        order->face->is_cff && !is_cid_keyed ? HB_SUBSET_FLAGS_RETAIN_GIDS : 0;
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return false;
    hb_set_t *set = hb_subset_input_glyph_set(input);
    for (size_t i = 0; i < order->count; i++)
        hb_set_add(set, order->gids[i]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | keep);
    hb_face_t *stripped = stripped_face(order->face);
    bool is_made = run_plan(stripped, input, order, into, out);
    hb_face_destroy(stripped);
    hb_subset_input_destroy(input);
    return is_made;
}

bool jb_subset_make(const jb_subset_order *order, jb_arena *into, jb_subset *out)
{
    *out = (jb_subset){0};
    if (order->cff && jb_cff_subset(order->cff, order->gids, order->count, order->name,
                                    into, &out->bytes))
        return true;
    return make_by_harfbuzz(order, into, out) && order->face->is_cff == !out->new_gids;
}

/* ---- whole fonts --------------------------------------------------------------- */

/* What is kept beside HarfBuzz's own list, which has what scripts need (OpenType 1.9,
 * feature registry). */
static const hb_tag_t more_features[] = {
    HB_TAG('h', 'a', 'l', 't'), /* text-spacing-trim */
    HB_TAG('v', 'h', 'a', 'l'), HB_TAG('c', 'h', 'w', 's'), HB_TAG('v', 'c', 'h', 'w'),
    HB_TAG('p', 'a', 'l', 't'), /* proportional widths of kana */
    HB_TAG('t', 'n', 'u', 'm'), /* font-variant-numeric: tabular-nums */
    HB_TAG('r', 'u', 'b', 'y'), HB_TAG('v', 'e', 'r', 't')};

/* Copyright, licence and its address must go with a subset (SIL OFL 1.1, clause 2). */
static const hb_codepoint_t licence_names[] = {0, 13, 14};

static void choose_parts(hb_subset_input_t *input, bool has_forms)
{
    hb_set_t *features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    hb_set_t *names = hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID);
    hb_set_t *dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < JB_COUNT(more_features); i++)
        hb_set_add(features, more_features[i]);
    hb_set_del(features, HB_TAG('j', 'a', 'l', 't')); /* nothing asks for it */
    if (!has_forms)
        hb_set_del(features, HB_TAG('l', 'o', 'c', 'l'));
    for (size_t i = 0; i < JB_COUNT(licence_names); i++)
        hb_set_add(names, licence_names[i]);
    hb_set_del(dropped, HB_TAG('B', 'A', 'S', 'E')); /* baselines of vertical text */
}

bool jb_subset_font(const jb_face *face, const uint32_t *code_points, size_t count,
                    bool has_forms, jb_arena *into, jb_str *out)
{
    *out = (jb_str){0};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return false;
    hb_set_t *set = hb_subset_input_unicode_set(input);
    for (size_t i = 0; i < count; i++)
        hb_set_add(set, code_points[i]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    choose_parts(input, has_forms);
    hb_face_t *made = hb_subset_or_fail(face->hb_face, input);
    hb_subset_input_destroy(input);
    if (!made)
        return false;
    *out = copy_blob(hb_face_reference_blob(made), into);
    hb_face_destroy(made);
    return out->len > 0;
}
