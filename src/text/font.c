/* Faces of a font set. A chain (role, weight, slope, language) lists the files that serve
 * it in fallback order; a file is opened when its entry is first asked for, because an
 * untouched fallback must cost nothing. */
#include "text/font.h"

#include <hb-ot.h>
#include <hb.h>

#include "base/map.h"
#include "base/vec.h"
#include "text/lean.h"

/* One entry of a chain: a file and the face in it, opened at need. */
typedef struct link {
    const char *path;
    unsigned index;
    const jb_fontset_family *family;
    bool is_italic;
    bool was_tried;
    const jb_face *face; /* NULL: not opened yet, or missing */
} link;

/* The links of a chain in the order that a wish asks them. */
typedef struct order {
    uint32_t script;
    bool is_emoji;
    link **links; /* as many as the chain has */
} order;

typedef struct chain {
    int role, weight;
    bool is_italic;
    const char *lang;
    JB_VEC(link) links;
    JB_VEC(order) orders; /* those met so far */
} chain;

typedef struct file {
    jb_str bytes;
    bool is_missing;
} file;

struct jb_font_store {
    jb_font_opener opener;
    jb_arena *arena;
    jb_map files;    /* path -> file */
    jb_map faces;    /* "path#index" -> jb_face, of no id */
    jb_map patterns; /* path -> jb_hyphenator, NULL for an unsound one */
};

/* A search of cmap takes 200 steps and the ink of a CFF glyph 5,000, and reports ask for
 * the same ones again and again. Later answers take the places of earlier ones. */
enum { GLYPHS_CACHED = 1024, INKS_CACHED = 128, SHAPERS_CACHED = 8 };

typedef struct cached_ink {
    uint32_t key; /* glyph + 1; 0 = none */
    bool is_blank;
    int32_t x, y, w, h;
} cached_ink;

struct jb_font_cache {
    struct {
        uint32_t key; /* code point + 1; 0 = none */
        uint32_t gid;
    } glyphs[GLYPHS_CACHED];
    cached_ink inks[INKS_CACHED];
    struct {
        uint32_t script; /* 0: none yet */
        hb_language_t language;
        hb_font_t *font;
    } shapers[SHAPERS_CACHED];
    hb_font_t *shaper, *lean_shaper;
    jb_lean *lean; /* NULL: none */
};

struct jb_fonts {
    const jb_fontset *set;
    jb_font_store *store;
    bool owns_store;
    jb_arena *arena;
    JB_VEC(jb_face *) faces;
    JB_VEC(chain *) chains;
    jb_map face_by_id; /* "path#index" -> jb_face */
    jb_missing *missing;
};

jb_font_store *jb_font_store_open(jb_font_opener opener, jb_arena *into)
{
    jb_font_store *store = JB_NEW(into, jb_font_store);
    store->opener = opener;
    store->arena = into;
    return store;
}

static void close_face(jb_face *face)
{
    hb_font_destroy(face->cache->shaper);
    hb_font_destroy(face->cache->lean_shaper);
    if (face->cache->lean)
        jb_lean_close(face->cache->lean);
    hb_font_destroy(face->hb_font);
    hb_face_destroy(face->hb_face);
}

void jb_font_store_close(jb_font_store *store)
{
    for (size_t i = 0; i < store->faces.count; i++) {
        jb_face *face = store->faces.entries[i].pointer;
        if (face)
            close_face(face);
    }
    for (size_t i = 0; i < store->patterns.count; i++)
        jb_hyphenate_close(store->patterns.entries[i].pointer);
    store->faces = store->patterns = (jb_map){0};
}

jb_fonts *jb_font_open_from(const jb_fontset *set, jb_font_store *store, jb_arena *into)
{
    jb_fonts *fonts = JB_NEW(into, jb_fonts);
    fonts->set = set;
    fonts->store = store;
    fonts->arena = into;
    fonts->missing = jb_missing_new(into);
    return fonts;
}

jb_fonts *jb_font_open(const jb_fontset *set, jb_font_opener opener, jb_arena *into)
{
    jb_fonts *fonts = jb_font_open_from(set, jb_font_store_open(opener, into), into);
    fonts->owns_store = true;
    return fonts;
}

void jb_font_close(jb_fonts *fonts)
{
    if (fonts->owns_store)
        jb_font_store_close(fonts->store);
    fonts->faces.count = 0;
}

/* ---- choosing files ------------------------------------------------------------ */

/* How badly a file serves a weight and slope: CSS Fonts 4, 5.2 in one number. */
static int mismatch(const jb_fontset_file *candidate, int weight, bool is_italic)
{
    int off = candidate->weight - weight;
    return (off < 0 ? -off : off) + (candidate->italic != is_italic ? 1000 : 0);
}

static const jb_fontset_file *nearest_file(const jb_fontset_family *family, int weight,
                                           bool is_italic)
{
    const jb_fontset_file *best = NULL;
    for (size_t i = 0; i < family->file_count; i++) {
        const jb_fontset_file *candidate = &family->files[i];
        if (!best ||
            mismatch(candidate, weight, is_italic) < mismatch(best, weight, is_italic))
            best = candidate;
    }
    return best;
}

/* The longest region prefix that fits lang, else the first region. */
static unsigned region_index(const jb_fontset_family *family, const char *lang)
{
    size_t longest = 0;
    unsigned index = family->region_count ? family->regions[0].index : 0;
    for (size_t i = 0; i < family->region_count; i++) {
        size_t len = strlen(family->regions[i].lang);
        bool fits = strncmp(lang, family->regions[i].lang, len) == 0 &&
                    (lang[len] == 0 || lang[len] == '-');
        if (fits && len > longest) {
            longest = len;
            index = family->regions[i].index;
        }
    }
    return index;
}

static chain *find_chain(jb_fonts *fonts, const chain *wanted)
{
    for (size_t i = 0; i < fonts->chains.count; i++) {
        chain *known = fonts->chains.items[i];
        if (known->role == wanted->role && known->weight == wanted->weight &&
            known->is_italic == wanted->is_italic &&
            strcmp(known->lang, wanted->lang) == 0)
            return known;
    }
    chain *made = JB_NEW(fonts->arena, chain);
    *made = *wanted;
    made->lang = jb_arena_strndup(fonts->arena, wanted->lang, strlen(wanted->lang));
    const jb_fontset_role *role = &fonts->set->roles[wanted->role];
    for (size_t i = 0; i < role->family_count; i++) {
        const jb_fontset_family *family = &fonts->set->families[role->families[i]];
        const jb_fontset_file *best =
            nearest_file(family, wanted->weight, wanted->is_italic);
        /* Upright text is not set in a family of italics. */
        if (best && (!best->italic || wanted->is_italic))
            jb_vec_push(fonts->arena, &made->links,
                        (link){.path = best->path,
                               .index = region_index(family, made->lang),
                               .is_italic = best->italic,
                               .family = family});
    }
    jb_vec_push(fonts->arena, &fonts->chains, made);
    return made;
}

/* ---- asking a face ------------------------------------------------------------- */

uint32_t jb_font_glyph(const jb_face *face, uint32_t code_point, uint32_t selector)
{
    hb_codepoint_t gid = 0;
    if (selector &&
        hb_font_get_variation_glyph(face->hb_font, code_point, selector, &gid))
        return gid;
    size_t at = code_point % GLYPHS_CACHED;
    if (face->cache->glyphs[at].key == code_point + 1)
        return face->cache->glyphs[at].gid;
    if (!hb_font_get_nominal_glyph(face->hb_font, code_point, &gid))
        gid = 0;
    face->cache->glyphs[at].key = code_point + 1;
    face->cache->glyphs[at].gid = gid;
    return gid;
}

/* NOLINTNEXTLINE(readability-function-size): hb_font_get_nominal_glyphs_func_t */
static unsigned find_glyphs(hb_font_t *font, void *face, unsigned count,
                            const hb_codepoint_t *cps, unsigned cp_size,
                            hb_codepoint_t *gids, unsigned gid_size, void *user)
{
    (void)font, (void)user;
    for (unsigned i = 0; i < count; i++) {
        const char *cp = (const char *)cps + (size_t)i * cp_size;
        uint32_t gid =
            jb_font_glyph(face, *(const hb_codepoint_t *)(const void *)cp, 0);
        if (!gid)
            return i;
        *(hb_codepoint_t *)(void *)((char *)gids + (size_t)i * gid_size) = gid;
    }
    return count;
}

static hb_bool_t find_glyph(hb_font_t *font, void *face, hb_codepoint_t cp,
                            hb_codepoint_t *gid, void *user)
{
    (void)font, (void)user;
    *gid = jb_font_glyph(face, cp, 0);
    return *gid != 0;
}

static hb_font_t *shaping_font(jb_face *face, hb_face_t *hb_face)
{
    hb_font_t *font = hb_font_create(hb_face);
    hb_font_set_parent(font, face->hb_font);
    hb_font_funcs_t *funcs = hb_font_funcs_create();
    hb_font_funcs_set_nominal_glyph_func(funcs, find_glyph, NULL, NULL);
    hb_font_funcs_set_nominal_glyphs_func(funcs, find_glyphs, NULL, NULL);
    hb_font_set_funcs(font, funcs, face, NULL);
    hb_font_funcs_destroy(funcs);
    return font;
}

hb_font_t *jb_font_shaper(const jb_face *face, uint32_t script, hb_language_t language)
{
    struct jb_font_cache *cache = face->cache;
    size_t at = script % SHAPERS_CACHED;
    if (!cache->lean)
        return cache->shaper;
    if (cache->shapers[at].script != script ||
        cache->shapers[at].language != language) {
        bool is_lean = jb_lean_serves(cache->lean, (hb_script_t)script, language);
        cache->shapers[at].script = script;
        cache->shapers[at].language = language;
        cache->shapers[at].font = is_lean ? cache->lean_shaper : cache->shaper;
    }
    return cache->shapers[at].font;
}

int32_t jb_font_advance(const jb_face *face, uint32_t gid)
{
    return hb_font_get_glyph_h_advance(face->hb_font, gid);
}

static cached_ink find_ink(const jb_face *face, uint32_t gid)
{
    hb_glyph_extents_t ink;
    if (!hb_font_get_glyph_extents(face->hb_font, gid, &ink) || ink.width == 0)
        return (cached_ink){.key = gid + 1, .is_blank = true};
    return (cached_ink){.key = gid + 1,
                        .x = ink.x_bearing,
                        .y = ink.y_bearing + ink.height,
                        .w = ink.width,
                        .h = -ink.height};
}

bool jb_font_ink(const jb_face *face, uint32_t gid, int32_t *x, int32_t *y, int32_t *w,
                 int32_t *h)
{
    cached_ink *ink = &face->cache->inks[gid % INKS_CACHED];
    if (ink->key != gid + 1)
        *ink = find_ink(face, gid);
    if (ink->is_blank)
        return false;
    *x = ink->x;
    *y = ink->y;
    *w = ink->w;
    *h = ink->h;
    return true;
}

/* ---- opening ------------------------------------------------------------------- */

/* The entry of a name in a map of the store; the name is copied when it is new. */
static jb_map_entry *store_entry(jb_font_store *store, jb_map *map, const char *name)
{
    jb_map_entry *entry = jb_map_find(map, jb_str_of(name));
    if (entry)
        return entry;
    const char *key = jb_str_dup(store->arena, jb_str_of(name));
    return jb_map_put(store->arena, map, jb_str_of(key));
}

static file *open_file(jb_font_store *store, const char *path)
{
    jb_map_entry *entry = store_entry(store, &store->files, path);
    if (!entry->pointer) {
        file *opened = JB_NEW(store->arena, file);
        opened->is_missing =
            !store->opener.open(store->opener.state, path, &opened->bytes);
        entry->pointer = opened;
    }
    return entry->pointer;
}

static const char *postscript_name(jb_arena *arena, hb_face_t *face)
{
    char name[128];
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size,
                        name);
    char *kept = jb_arena_strndup(arena, name, JB_MIN(size, sizeof name - 1));
    for (char *c = kept; *c; c++) /* a PDF name of plain characters */
        if (!((*c >= '0' && *c <= '9') || ((*c | 32) >= 'a' && (*c | 32) <= 'z')))
            *c = '-';
    return *kept ? kept : "Unnamed";
}

/* A big-endian 16-bit value of a table, 0 when the table is too short. */
static int table_u16(hb_face_t *face, hb_tag_t tag, unsigned offset)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    unsigned len;
    const uint8_t *bytes = (const uint8_t *)hb_blob_get_data(blob, &len);
    int value = offset + 2 <= len ? bytes[offset] << 8 | bytes[offset + 1] : 0;
    hb_blob_destroy(blob);
    return value;
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

static bool has_even_digits(const jb_face *face)
{
    int32_t first = jb_font_advance(face, jb_font_glyph(face, '0', 0));
    for (uint32_t digit = '1'; digit <= '9'; digit++)
        if (jb_font_advance(face, jb_font_glyph(face, digit, 0)) != first)
            return false;
    return true;
}

static void read_metrics(jb_face *face)
{
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(face->hb_font, &extents);
    face->ascent = extents.ascender;
    face->descent = extents.descender;
    hb_position_t cap = 0;
    if (!hb_ot_metrics_get_position(face->hb_font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap))
        cap = face->upem * 7 / 10; /* our choice: the usual one, if OS/2 is silent */
    face->cap_height = cap;
    /* OS/2: usWeightClass at 4, fsSelection at 62 (bit 0 = italic). */
    face->weight = table_u16(face->hb_face, HB_TAG('O', 'S', '/', '2'), 4);
    if (face->weight == 0)
        face->weight = 400; /* OpenType OS/2, usWeightClass: Normal */
    face->is_italic = table_u16(face->hb_face, HB_TAG('O', 'S', '/', '2'), 62) & 1;
    face->has_even_digits = has_even_digits(face);
    face->is_cff = has_table(face->hb_face, HB_TAG('C', 'F', 'F', ' '));
    face->is_colour =
        !face->is_cff && !has_table(face->hb_face, HB_TAG('g', 'l', 'y', 'f'));
}

/* The face as the store keeps it, NULL when there is no sound one. */
static const jb_face *stored_face(jb_font_store *store, const char *key,
                                  const char *path, unsigned index)
{
    jb_map_entry *entry = store_entry(store, &store->faces, key);
    if (entry->pointer)
        return entry->pointer;
    file *opened = open_file(store, path);
    if (opened->is_missing)
        return NULL;
    hb_blob_t *blob = hb_blob_create(opened->bytes.at, (unsigned)opened->bytes.len,
                                     HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *hb_face = hb_face_create(blob, index);
    hb_blob_destroy(blob);
    if (hb_face_get_glyph_count(hb_face) == 0) {
        hb_face_destroy(hb_face);
        return NULL;
    }
    jb_face *face = JB_NEW(store->arena, jb_face);
    *face = (jb_face){.index = index,
                      .bytes = opened->bytes,
                      .hb_face = hb_face,
                      .hb_font = hb_font_create(hb_face),
                      .cache = JB_NEW(store->arena, struct jb_font_cache),
                      .kept = JB_NEW(store->arena, jb_font_kept),
                      .upem = (int32_t)hb_face_get_upem(hb_face)};
    face->kept->arena = store->arena;
    face->cache->shaper = shaping_font(face, hb_face);
    face->cache->lean = jb_lean_open(hb_face, store->arena);
    if (face->cache->lean)
        face->cache->lean_shaper = shaping_font(face, jb_lean_face(face->cache->lean));
    face->postscript = postscript_name(store->arena, hb_face);
    read_metrics(face);
    entry->pointer = face;
    return face;
}

/* The face as one of this set's. */
static const jb_face *open_face(jb_fonts *fonts, const char *path, unsigned index)
{
    char *key = jb_arena_printf(fonts->arena, "%s#%u", path, index);
    jb_map_entry *entry = jb_map_put(fonts->arena, &fonts->face_by_id, jb_str_of(key));
    if (entry->pointer)
        return entry->pointer;
    const jb_face *stored = stored_face(fonts->store, key, path, index);
    if (!stored)
        return NULL;
    jb_face *face = JB_NEW(fonts->arena, jb_face);
    *face = *stored;
    face->id = (uint32_t)fonts->faces.count;
    face->path = path;
    jb_vec_push(fonts->arena, &fonts->faces, face);
    entry->pointer = face;
    return face;
}

/* In which order the links of a chain are asked. */
enum { PASS_FIRST, PASS_OWN, PASS_COLOUR, PASS_FOREIGN, PASS_END };

static bool serves_script(const jb_fontset_family *family, uint32_t script)
{
    for (size_t i = 0; i < family->script_count; i++)
        if (family->scripts[i] == script)
            return true;
    return false;
}

/* True italics are preferred to a slanted face of a family further in front. */
static int pass_of(const link *entry, const jb_font_wish *wish)
{
    const jb_fontset_family *family = entry->family;
    if (family->colour)
        return wish->is_emoji ? PASS_FIRST : PASS_COLOUR;
    if (entry->is_italic &&
        (!family->script_count || serves_script(family, wish->script)))
        return PASS_FIRST;
    if (family->script_count && !serves_script(family, wish->script))
        return PASS_FOREIGN;
    return PASS_OWN;
}

static const jb_face *face_of(jb_fonts *fonts, link *entry)
{
    if (!entry->was_tried) {
        entry->was_tried = true;
        entry->face = open_face(fonts, entry->path, entry->index);
    }
    /* The font set must have said what is a colour font. */
    bool is_fit = entry->face && entry->face->is_colour == entry->family->colour;
    return is_fit ? entry->face : NULL;
}

static chain *chain_for(jb_fonts *fonts, const jb_font_wish *wish)
{
    const chain wanted = {.role = wish->role,
                          .weight = wish->weight,
                          .is_italic = wish->is_italic,
                          .lang = wish->lang};
    return find_chain(fonts, &wanted);
}

static link **order_for(jb_fonts *fonts, chain *of, const jb_font_wish *wish)
{
    for (size_t i = 0; i < of->orders.count; i++)
        if (of->orders.items[i].script == wish->script &&
            of->orders.items[i].is_emoji == wish->is_emoji)
            return of->orders.items[i].links;
    link **links = JB_NEWS(fonts->arena, link *, of->links.count), **next = links;
    for (int pass = PASS_FIRST; pass < PASS_END; pass++)
        for (size_t i = 0; i < of->links.count; i++)
            if (pass_of(&of->links.items[i], wish) == pass)
                *next++ = &of->links.items[i];
    jb_vec_push(fonts->arena, &of->orders,
                (order){wish->script, wish->is_emoji, links});
    return links;
}

const jb_face *jb_font_wished(jb_fonts *fonts, const jb_font_wish *wish, size_t *at)
{
    chain *found = chain_for(fonts, wish);
    link **links = order_for(fonts, found, wish);
    while (*at < found->links.count) {
        const jb_face *face = face_of(fonts, links[(*at)++]);
        if (face)
            return face;
    }
    return NULL;
}

const jb_face *jb_font_showing(jb_fonts *fonts, const jb_font_wish *wish,
                               uint32_t code_point)
{
    jb_font_wish own = *wish;
    own.script = hb_unicode_script(hb_unicode_funcs_get_default(), code_point);
    const jb_face *face;
    size_t at = 0;
    do
        face = jb_font_wished(fonts, &own, &at);
    while (face && !jb_font_glyph(face, code_point, 0));
    return face;
}

const jb_face *jb_font_chain(jb_fonts *fonts, int role, int weight, bool italic,
                             const char *lang, size_t n)
{
    const jb_font_wish wish = {
        .role = role, .weight = weight, .is_italic = italic, .lang = lang};
    chain *found = chain_for(fonts, &wish);
    for (size_t i = 0; i < found->links.count; i++) {
        link *entry = &found->links.items[i];
        if (pass_of(entry, &wish) != PASS_OWN)
            continue;
        const jb_face *face = face_of(fonts, entry);
        if (face && n-- == 0)
            return face;
    }
    return NULL;
}

jb_missing *jb_font_missing(jb_fonts *fonts)
{
    return fonts->missing;
}

const char *jb_font_package(jb_fonts *fonts, const jb_font_wish *wish)
{
    chain *found = chain_for(fonts, wish);
    for (size_t i = 0; i < found->links.count; i++) {
        link *entry = &found->links.items[i];
        bool is_apt = wish->is_emoji ? entry->family->colour
                                     : serves_script(entry->family, wish->script);
        if (is_apt && !face_of(fonts, entry))
            return entry->family->package;
    }
    return "";
}

jb_str jb_font_picture(const jb_face *face, uint32_t gid, jb_arena *into)
{
    hb_blob_t *blob = hb_ot_color_glyph_reference_png(face->hb_font, gid);
    unsigned len;
    const char *bytes = hb_blob_get_data(blob, &len);
    jb_str picture = {0};
    if (len)
        picture = (jb_str){jb_arena_strndup(into, bytes, len), len};
    hb_blob_destroy(blob);
    return picture;
}

static const jb_hyphenator *stored_pattern(jb_font_store *store, const char *path)
{
    size_t known = store->patterns.count;
    jb_map_entry *entry = store_entry(store, &store->patterns, path);
    file *opened = store->patterns.count > known ? open_file(store, path) : NULL;
    if (opened && !opened->is_missing)
        entry->pointer = jb_hyphenate_open(opened->bytes);
    return entry->pointer;
}

const jb_hyphenator *jb_font_hyphenator(jb_fonts *fonts, const char *lang)
{
    for (size_t i = 0; i < fonts->set->pattern_count; i++) {
        const jb_fontset_pattern *pattern = &fonts->set->patterns[i];
        size_t len = strlen(pattern->lang);
        if (strncmp(lang, pattern->lang, len) != 0 || (lang[len] && lang[len] != '-'))
            continue;
        return stored_pattern(fonts->store, pattern->path);
    }
    return NULL;
}

size_t jb_font_count(const jb_fonts *fonts)
{
    return fonts->faces.count;
}

const jb_face *jb_font_at(const jb_fonts *fonts, size_t id)
{
    return id < fonts->faces.count ? fonts->faces.items[id] : NULL;
}
