/* Lookups are left out by setting their offsets to zero, in a copy that ends before the
 * first of their subtables. Whether something else stands behind it is for HarfBuzz to
 * find out: it may not write to the copy, so it refuses the table as a whole instead of
 * mending it, and a face without substitutions serves nobody. */
#include "text/lean.h"

#include <hb-ot.h>

enum {
    LOOKUPS_MAX = 256, /* our choice: Noto CJK has 52 */
    SAVED_MIN = 16384, /* bytes that are worth a face of their own: our choice */
    CONTEXT = 5,       /* types of lookups (OpenType 1.9, GSUB) */
    CHAINED = 6,
    EXTENSION = 7,
    LIST_AT = 8 /* the lookup list's offset in the head of the table */
};

static const hb_tag_t gsub_tag = HB_TAG('G', 'S', 'U', 'B');
static const hb_tag_t locl_tag = HB_TAG('l', 'o', 'c', 'l');

/* The GSUB table while it is read. */
typedef struct table {
    const uint8_t *at;
    size_t len;
    bool is_sound;  /* nothing was asked for behind its end */
    size_t lookups; /* where their list stands */
    uint32_t count;
    bool is_dropped[LOOKUPS_MAX];
} table;

struct jb_lean {
    hb_face_t *full, *face;
    hb_blob_t *gsub;
    bool is_dropped[LOOKUPS_MAX];
};

static uint32_t u16(table *t, size_t at)
{
    if (at + 2 > t->len) {
        t->is_sound = false;
        return 0;
    }
    return (uint32_t)t->at[at] << 8 | t->at[at + 1];
}

static uint32_t u32(table *t, size_t at)
{
    return u16(t, at) << 16 | u16(t, at + 2);
}

static size_t lookup_at(table *t, uint32_t n)
{
    return t->lookups + u16(t, t->lookups + 2 + (size_t)n * 2);
}

/* The n-th subtable of a lookup, behind its extension, and its type. */
static size_t subtable_at(table *t, size_t lookup, uint32_t n, uint32_t *type)
{
    size_t at = lookup + u16(t, lookup + 6 + (size_t)n * 2);
    *type = u16(t, lookup);
    if (*type != EXTENSION)
        return at;
    *type = u16(t, at + 2);
    return at + u32(t, at + 4);
}

/* Marks the extension lookups that are asked for by locl and nothing else. */
static void choose(table *t)
{
    size_t list = u16(t, LIST_AT - 2);
    uint32_t count = u16(t, list);
    bool is_shared[LOOKUPS_MAX] = {false};
    for (uint32_t i = 0; i < count && t->is_sound; i++) {
        size_t record = list + 2 + (size_t)i * 6;
        bool is_locl = (hb_tag_t)u32(t, record) == locl_tag;
        size_t feature = list + u16(t, record + 4);
        for (uint32_t n = u16(t, feature + 2); n > 0 && t->is_sound; n--) {
            uint32_t asked = u16(t, feature + 2 + (size_t)n * 2);
            if (asked >= t->count)
                continue;
            is_shared[asked] |= !is_locl;
            t->is_dropped[asked] |= is_locl;
        }
    }
    for (uint32_t i = 0; i < t->count; i++)
        t->is_dropped[i] =
            t->is_dropped[i] && !is_shared[i] && u16(t, lookup_at(t, i)) == EXTENSION;
}

/* Whether a contextual subtable may call a lookup that is dropped. Only those that list
 * their calls once (format 3) are looked at. */
static bool may_call(table *t, size_t at, uint32_t type)
{
    if (u16(t, at) != 3)
        return true;
    uint32_t calls = u16(t, at + 4);
    size_t call = at + 6 + (size_t)u16(t, at + 2) * 2;
    if (type == CHAINED) {
        call = at + 2;
        for (int i = 0; i < 3; i++) /* glyphs before, these, and behind */
            call += 2 + (size_t)u16(t, call) * 2;
        calls = u16(t, call);
        call += 2;
    }
    for (uint32_t i = 0; i < calls; i++) {
        uint32_t called = u16(t, call + (size_t)i * 4 + 2);
        if (!t->is_sound || (called < t->count && t->is_dropped[called]))
            return true;
    }
    return false;
}

/* Where the first subtable of those that are dropped stands; 0 when they cannot be. */
static size_t find_cut(table *t)
{
    size_t cut = t->len;
    for (uint32_t i = 0; i < t->count; i++) {
        size_t lookup = lookup_at(t, i);
        uint32_t subtables = u16(t, lookup + 4), type;
        for (uint32_t n = 0; n < subtables && t->is_sound; n++) {
            size_t at = subtable_at(t, lookup, n, &type);
            if (t->is_dropped[i])
                cut = JB_MIN(cut, at);
            else if ((type == CONTEXT || type == CHAINED) && may_call(t, at, type))
                return 0;
        }
    }
    bool is_worth = t->is_sound && t->len - cut >= SAVED_MIN;
    return is_worth && cut > t->lookups + 2 + (size_t)t->count * 2 ? cut : 0;
}

/* The table's first `len` bytes without the lookups that are dropped. */
static hb_blob_t *cut_table(const table *t, size_t len)
{
    uint8_t *copy = malloc(len);
    if (!copy)
        return NULL;
    memcpy(copy, t->at, len);
    for (uint32_t i = 0; i < t->count; i++)
        if (t->is_dropped[i])
            memset(copy + t->lookups + 2 + (size_t)i * 2, 0, 2);
    hb_blob_t *blob = hb_blob_create((const char *)copy, (unsigned)len,
                                     HB_MEMORY_MODE_READONLY, copy, free);
    hb_blob_make_immutable(blob);
    return blob;
}

/* Reads the table and gives what it becomes; NULL when it stays as it is. */
static hb_blob_t *make_lean(table *t)
{
    t->lookups = u16(t, LIST_AT);
    t->count = u16(t, t->lookups);
    bool has_variations = u16(t, 2) != 0; /* they may put in any feature */
    if (!t->is_sound || u16(t, 0) != 1 || has_variations || t->count > LOOKUPS_MAX)
        return NULL;
    choose(t);
    size_t cut = t->is_sound ? find_cut(t) : 0;
    return cut ? cut_table(t, cut) : NULL;
}

static hb_blob_t *reference_table(hb_face_t *face, hb_tag_t tag, void *user)
{
    const jb_lean *lean = user;
    (void)face;
    return tag == gsub_tag ? hb_blob_reference(lean->gsub)
                           : hb_face_reference_table(lean->full, tag);
}

jb_lean *jb_lean_open(hb_face_t *full, jb_arena *into)
{
    unsigned len;
    hb_blob_t *blob = hb_face_reference_table(full, gsub_tag);
    const char *at = hb_blob_get_data(blob, &len);
    table t = {.at = (const uint8_t *)at, .len = len, .is_sound = true};
    hb_blob_t *gsub = len >= SAVED_MIN ? make_lean(&t) : NULL;
    hb_blob_destroy(blob);
    if (!gsub)
        return NULL;
    jb_lean *lean = JB_NEW(into, jb_lean);
    lean->full = hb_face_reference(full);
    lean->gsub = gsub;
    memcpy(lean->is_dropped, t.is_dropped, sizeof t.is_dropped);
    lean->face = hb_face_create_for_tables(reference_table, lean, NULL);
    hb_face_set_glyph_count(lean->face, hb_face_get_glyph_count(full));
    hb_face_set_upem(lean->face, hb_face_get_upem(full));
    return lean;
}

void jb_lean_close(jb_lean *lean)
{
    hb_face_destroy(lean->face);
    hb_blob_destroy(lean->gsub);
    hb_face_destroy(lean->full);
}

hb_face_t *jb_lean_face(jb_lean *lean)
{
    return lean->face;
}

static bool is_whole(const jb_lean *lean, unsigned feature)
{
    unsigned asked[LOOKUPS_MAX], count = LOOKUPS_MAX;
    if (hb_ot_layout_feature_get_lookups(lean->face, gsub_tag, feature, 0, &count,
                                         asked) > LOOKUPS_MAX)
        return false;
    for (unsigned i = 0; i < count; i++)
        if (asked[i] < LOOKUPS_MAX && lean->is_dropped[asked[i]])
            return false;
    return true;
}

bool jb_lean_serves(const jb_lean *lean, hb_script_t script, hb_language_t language)
{
    hb_tag_t scripts[HB_OT_MAX_TAGS_PER_SCRIPT], languages[HB_OT_MAX_TAGS_PER_LANGUAGE];
    unsigned script_count = JB_COUNT(scripts), language_count = JB_COUNT(languages);
    unsigned at_script, at_language, feature;
    hb_face_t *face = lean->face;
    if (!hb_ot_layout_has_substitution(face))
        return false;
    /* The search of HarfBuzz's own plans (hb_ot_map_builder_t). */
    hb_ot_tags_from_script_and_language(script, language, &script_count, scripts,
                                        &language_count, languages);
    hb_ot_layout_table_select_script(face, gsub_tag, script_count, scripts, &at_script,
                                     NULL);
    hb_ot_layout_script_select_language(face, gsub_tag, at_script, language_count,
                                        languages, &at_language);
    if (hb_ot_layout_language_get_required_feature(face, gsub_tag, at_script,
                                                   at_language, &feature, NULL) &&
        !is_whole(lean, feature))
        return false;
    return !hb_ot_layout_language_find_feature(face, gsub_tag, at_script, at_language,
                                               locl_tag, &feature) ||
           is_whole(lean, feature);
}
