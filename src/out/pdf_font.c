/* A glyph's texts are kept in a list: the first is given back by the face's first font,
 * the second by its second, and so on; all of them share one CIDFont and one file. The
 * first place is reserved for the usual text of a glyph, so that a Kangxi radical that
 * comes before its ideograph does not take the ideograph's place (ISO 32000-1, 9.10).
 */
#include "out/pdf_font.h"

#include <hb.h>

#include "base/map.h"
#include "base/ucd.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "out/pdf_colour.h"
#include "out/subset.h"

enum {
    LAYERS_MAX = 16,  /* the widths of space alone make a dozen texts of one glyph */
    TEXT_MAX = 48,    /* bytes of a ToUnicode value; longer clusters get ActualText */
    CMAP_BLOCK = 100, /* entries of a bfchar block (Technical Note 5014) */
    GID_BLOCK = 64,
    GID_BLOCKS = 65536 / GID_BLOCK
};

typedef struct glyph_text {
    jb_str text;  /* at NULL: reserved for the usual text */
    uint32_t key; /* its bytes when there are up to four, else 0 */
    struct glyph_text *next;
} glyph_text;

typedef struct glyph_use {
    uint32_t gid;
    uint16_t code;
    int32_t width;
    glyph_text first; /* of layer 0 */
} glyph_use;

typedef struct face_use {
    const jb_face *face;
    jb_cff *cff;                  /* NULL: not CFF, or not understood */
    uint16_t *by_gid[GID_BLOCKS]; /* indices into glyphs + 1, 0 = not used */
    JB_VEC(glyph_use) glyphs;
    uint32_t fonts[LAYERS_MAX]; /* resource numbers, 0 = not used */
} face_use;

struct jb_pdf_fonts {
    jb_arena *arena;
    JB_VEC(face_use *) faces;
    jb_map by_font;
    face_use *last;
    jb_pdf_colours *colours;
    uint32_t font_count;
};

jb_pdf_fonts *jb_pdf_font_new(jb_arena *into)
{
    jb_pdf_fonts *fonts = JB_NEW(into, jb_pdf_fonts);
    fonts->arena = into;
    fonts->colours = jb_pdf_colour_new(into);
    return fonts;
}

static face_use *use_face(jb_pdf_fonts *fonts, const jb_face *face)
{
    if (fonts->last && fonts->last->face == face)
        return fonts->last;
    /* Reports of a volume may have faces of their own of one and the same font. */
    jb_map_entry *entry =
        jb_map_put_number(fonts->arena, &fonts->by_font, (uintptr_t)face->hb_face);
    if (!entry->pointer) {
        face_use *use = JB_NEW(fonts->arena, face_use);
        use->face = face;
        use->cff = jb_subset_cff(face);
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are kept */
        jb_vec_push(fonts->arena, &fonts->faces, use);
        entry->pointer = use;
    }
    fonts->last = entry->pointer;
    return fonts->last;
}

static int32_t width_of(const jb_face *face, uint32_t gid)
{
    int64_t upem = face->upem > 0 ? face->upem : 1000;
    return (int32_t)jb_geom_scale(jb_font_advance(face, gid), 1000, upem);
}

static glyph_use *use_glyph(jb_pdf_fonts *fonts, face_use *use, uint32_t gid)
{
    uint16_t **block = &use->by_gid[gid / GID_BLOCK];
    if (!*block)
        *block = JB_NEWS(fonts->arena, uint16_t, GID_BLOCK);
    uint16_t *known = &(*block)[gid % GID_BLOCK];
    if (*known)
        return &use->glyphs.items[*known - 1];
    glyph_use *glyph = jb_vec_add(fonts->arena, &use->glyphs);
    *known = (uint16_t)use->glyphs.count;
    glyph->gid = gid;
    glyph->width = width_of(use->face, gid);
    /* TrueType codes are dense, in order of first use: CIDToGIDMap stays small. */
    glyph->code = !use->face->is_cff ? (uint16_t)use->glyphs.count
                  : use->cff         ? (uint16_t)jb_cff_cid(use->cff, gid)
                                     : (uint16_t)gid;
    return glyph;
}

/* The usual code point a rarer one shares its glyph with in many fonts; 0 = none. */
static uint32_t usual_form(uint32_t cp)
{
    static const struct {
        uint32_t first, last, usual; /* a range goes to a range */
    } forms[] = {
        {0x00A0, 0x00A0, 0x0020}, /* NO-BREAK SPACE */
        {0x00AD, 0x00AD, 0x002D}, /* SOFT HYPHEN */
        {0x02C9, 0x02C9, 0x00AF}, /* MODIFIER LETTER MACRON */
        {0x037E, 0x037E, 0x003B}, /* GREEK QUESTION MARK */
        {0x0387, 0x0387, 0x00B7}, /* GREEK ANO TELEIA */
        {0x03BC, 0x03BC, 0x00B5}, /* GREEK SMALL MU: MICRO SIGN is the commoner */
        {0x2000, 0x2000, 0x2002}, /* EN QUAD */
        {0x2001, 0x2001, 0x3000}, /* EM QUAD */
        {0x2003, 0x2003, 0x3000}, /* EM SPACE */
        {0x2010, 0x2010, 0x002D}, /* HYPHEN */
        {0x2011, 0x2011, 0x002D}, /* NON-BREAKING HYPHEN */
        {0x2015, 0x2015, 0x2014}, /* HORIZONTAL BAR */
        {0x2022, 0x2022, 0x00B7}, /* BULLET */
        {0x2024, 0x2024, 0x002E}, /* ONE DOT LEADER */
        {0x2027, 0x2027, 0x00B7}, /* HYPHENATION POINT */
        {0x2126, 0x2126, 0x03A9}, /* OHM SIGN */
        {0x212A, 0x212A, 0x004B}, /* KELVIN SIGN */
        {0x212B, 0x212B, 0x00C5}, /* ANGSTROM SIGN */
        {0x2206, 0x2206, 0x0394}, /* INCREMENT */
        {0x2215, 0x2215, 0xFF0F}, /* DIVISION SLASH */
        {0x2219, 0x2219, 0x00B7}, /* BULLET OPERATOR */
        {0x22C5, 0x22C5, 0x00B7}, /* DOT OPERATOR */
        {0x22EF, 0x22EF, 0x2026}, /* MIDLINE HORIZONTAL ELLIPSIS */
        {0x2329, 0x232A, 0x3008}, /* ANGLE BRACKETS */
        {0x2500, 0x2500, 0x2014}, /* BOX DRAWINGS LIGHT HORIZONTAL */
        {0x2780, 0x2789, 0x2460}, /* CIRCLED SANS-SERIF DIGITS */
        {0x301C, 0x301C, 0xFF5E}, /* WAVE DASH */
        {0x30FB, 0x30FB, 0x00B7}, /* KATAKANA MIDDLE DOT */
    };
    if (cp > forms[JB_COUNT(forms) - 1].last) /* ascending */
        return 0;
    for (size_t i = 0; i < JB_COUNT(forms); i++)
        if (cp >= forms[i].first && cp <= forms[i].last)
            return forms[i].usual + (cp - forms[i].first);
    /* The other widths of space, which HarfBuzz makes of the space glyph. */
    if ((cp >= 0x2002 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F)
        return 0x0020;
    return 0;
}

/* Whether this text must not stand first for the glyph. It does not depend on what else
 * the document holds, except for marks whose usual form has a glyph of its own. */
static bool is_lesser(const jb_face *face, uint32_t gid, jb_str text)
{
    size_t at = 0;
    uint32_t cp = jb_utf8_next(text, &at);
    if (at < text.len)
        return false;
    if (jb_ucd_is_compatibility_han(cp) || cp == 0x200B)
        return true;
    uint32_t usual = usual_form(cp);
    hb_codepoint_t found; /* not by jb_font_glyph, whose cache is for those who shape */
    return usual && hb_font_get_nominal_glyph(face->hb_font, usual, &found) &&
           found == gid;
}

/* The bytes of a short text as a number, so that most comparisons are one. */
static uint32_t key_of(jb_str text)
{
    uint32_t key = 0;
    if (text.len > 4)
        return 0;
    for (size_t i = 0; i < text.len; i++)
        key = key << 8 | (unsigned char)text.at[i];
    return key;
}

/* The layer whose ToUnicode gives this text for the glyph; LAYERS_MAX when none can. */
static int layer_of(jb_pdf_fonts *fonts, const jb_face *face, glyph_use *glyph,
                    jb_str text)
{
    uint32_t key = key_of(text);
    if (key && key == glyph->first.key)
        return 0;
    int layer = 0;
    glyph_text *last = &glyph->first;
    for (;; last = last->next, layer++) {
        if (last->text.at && jb_str_equal(last->text, text))
            return layer;
        if (!last->next)
            break;
    }
    if (++layer >= LAYERS_MAX)
        return LAYERS_MAX;
    jb_str copy = {jb_arena_strndup(fonts->arena, text.at, text.len), text.len};
    if (!glyph->first.text.at && !is_lesser(face, glyph->gid, text)) {
        glyph->first.text = copy;
        glyph->first.key = key;
        return 0;
    }
    last->next = JB_NEW(fonts->arena, glyph_text);
    last->next->text = copy;
    return layer;
}

jb_pdf_shown jb_pdf_font_use(jb_pdf_fonts *fonts, const jb_face *face, uint32_t gid,
                             jb_str text)
{
    if (face->is_colour || gid == JB_PDF_COLOUR_BLANK)
        return jb_pdf_colour_use(fonts->colours, face, gid, text, &fonts->font_count);
    face_use *use = use_face(fonts, face);
    glyph_use *glyph = use_glyph(fonts, use, gid & 0xFFFF);
    int layer = 0;
    bool is_mapped = true;
    if (text.len == 0 || text.len > TEXT_MAX) {
        is_mapped = false;
    } else {
        layer = layer_of(fonts, face, glyph, text);
        is_mapped = layer < LAYERS_MAX;
        layer = is_mapped ? layer : 0;
    }
    if (!use->fonts[layer])
        use->fonts[layer] = ++fonts->font_count;
    return (jb_pdf_shown){use->fonts[layer], glyph->code, glyph->width, is_mapped,
                          false};
}

/* What is made of a face at the end. */
typedef struct embedding {
    jb_pdf_file *file;
    face_use *use;
    const glyph_use **by_code; /* ascending */
    uint32_t *gids;            /* ascending */
    char *name;                /* "ABCDEF+PostScriptName" */
    uint32_t descendant;
} embedding;

static int compare_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static bool any_of_four(const uint16_t *at)
{
    uint64_t four;
    memcpy(&four, at, sizeof four);
    return four != 0;
}

/* The glyphs used, in the order of the blocks that list them; most fonts give their codes
 * in the same order. */
static void sort_glyphs(embedding *e, jb_arena *arena)
{
    size_t count = e->use->glyphs.count, n = 0;
    bool is_sorted = true;
    uint64_t *keys = JB_NEWS(arena, uint64_t, count);
    e->by_code = JB_NEWS(arena, const glyph_use *, count);
    e->gids = JB_NEWS(arena, uint32_t, count);
    for (uint32_t gid = 0; gid < GID_BLOCKS * GID_BLOCK; gid++) {
        const uint16_t *block = e->use->by_gid[gid / GID_BLOCK];
        if (!block) {
            gid += GID_BLOCK - 1;
            continue;
        }
        if (gid % 4 == 0 && !any_of_four(block + gid % GID_BLOCK)) {
            gid += 3;
            continue;
        }
        uint16_t at = block[gid % GID_BLOCK];
        if (at == 0)
            continue;
        e->gids[n] = gid;
        keys[n] = (uint64_t)e->use->glyphs.items[at - 1].code << 32 | (at - 1u);
        is_sorted = is_sorted && (n == 0 || keys[n - 1] < keys[n]);
        n++;
    }
    if (!is_sorted)
        qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++)
        e->by_code[i] = &e->use->glyphs.items[keys[i] & 0xFFFFFFFFu];
}

/* The subset's name: six letters that differ when the glyphs differ (9.6.4), and the
 * PostScript name in characters that need no escape. */
static void name_subset(embedding *e, jb_arena *arena)
{
    const jb_face *face = e->use->face;
    jb_str plain = jb_str_of(face->postscript);
    plain.len = JB_MIN(plain.len, (size_t)100);
    uint64_t hash = jb_pdf_object_hash(0, plain.at, plain.len);
    for (size_t i = 0; i < e->use->glyphs.count; i++) {
        uint8_t bytes[4] = {(uint8_t)(e->gids[i] >> 8), (uint8_t)e->gids[i], 0, 0};
        hash = jb_pdf_object_hash(hash, bytes, 4);
    }
    e->name = jb_arena_alloc(arena, plain.len + 8);
    for (int i = 0; i < 6; i++, hash /= 26)
        e->name[i] = (char)('A' + hash % 26);
    e->name[6] = '+';
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.at[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                        (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
        e->name[7 + i] = is_plain ? c : '_';
    }
}

static bool has_layer(const glyph_use *glyph, int layer, jb_str *text)
{
    const glyph_text *t = &glyph->first;
    for (; t && layer > 0; layer--)
        t = t->next;
    if (!t || !t->text.at)
        return false;
    *text = t->text;
    return true;
}

static void put_code(jb_buf *into, uint32_t code)
{
    static const char digits[] = "0123456789ABCDEF";
    char text[6] = {'<',
                    digits[code >> 12 & 15],
                    digits[code >> 8 & 15],
                    digits[code >> 4 & 15],
                    digits[code & 15],
                    '>'};
    jb_buf_put(into, text, sizeof text);
}

static void put_cmap(const embedding *e, int layer, jb_buf *into)
{
    size_t left = 0, in_block = 0;
    jb_str text;
    for (size_t i = 0; i < e->use->glyphs.count; i++)
        left += has_layer(e->by_code[i], layer, &text);
    jb_buf_puts(into,
                "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t i = 0; i < e->use->glyphs.count; i++) {
        if (!has_layer(e->by_code[i], layer, &text))
            continue;
        if (in_block == 0) {
            in_block = JB_MIN(left, (size_t)CMAP_BLOCK);
            jb_buf_put_decimal(into, (int64_t)in_block, 0);
            jb_buf_puts(into, " beginbfchar\n");
        }
        put_code(into, e->by_code[i]->code);
        jb_buf_putc(into, '<');
        jb_pdf_object_put_utf16(into, text);
        jb_buf_puts(into, ">\n");
        left--;
        if (--in_block == 0)
            jb_buf_puts(into, "endbfchar\n");
    }
    jb_buf_puts(into,
                "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* How many of the glyphs from `at` on have consecutive codes and the same width. */
static size_t equal_run(const embedding *e, size_t at)
{
    size_t i = at + 1;
    while (i < e->use->glyphs.count && e->by_code[i]->width == e->by_code[at]->width &&
           e->by_code[i]->code == e->by_code[i - 1]->code + 1)
        i++;
    return i - at;
}

static void put_widths(const embedding *e, jb_buf *into)
{
    size_t count = e->use->glyphs.count;
    bool in_list = false;
    jb_buf_puts(into, "/DW 1000/W[");
    for (size_t i = 0, run; i < count; i += run) {
        const glyph_use *glyph = e->by_code[i];
        run = equal_run(e, i);
        bool is_plain = glyph->width == 1000;
        bool follows = in_list && glyph->code == e->by_code[i - 1]->code + 1;
        if (in_list && (is_plain || run >= 3 || !follows)) {
            jb_buf_putc(into, ']');
            in_list = false;
        }
        if (is_plain)
            continue;
        if (run >= 3) {
            jb_buf_printf(into, "\n%u %u %d", (unsigned)glyph->code,
                          (unsigned)glyph->code + (unsigned)run - 1, (int)glyph->width);
            continue;
        }
        run = 1;
        if (in_list)
            jb_buf_putc(into, ' ');
        else
            jb_buf_printf(into, "\n%u[", (unsigned)glyph->code);
        jb_buf_put_decimal(into, glyph->width, 0);
        in_list = true;
    }
    jb_buf_puts(into, in_list ? "]]" : "]");
}

static int32_t field16(jb_str table, size_t at)
{
    if (table.len < at + 2)
        return 0;
    return (int16_t)(uint16_t)((uint8_t)table.at[at] << 8 | (uint8_t)table.at[at + 1]);
}

/* Fixed pitch 1, serif 2, symbolic 4 (which a font of glyph codes always is), italic 64
 * (ISO 32000-1, table 123). */
static int descriptor_flags(const jb_face *face)
{
    jb_str post = jb_subset_table(face, "post"), os2 = jb_subset_table(face, "OS/2");
    int flags = 4;
    if (field16(post, 12) || field16(post, 14))
        flags |= 1;
    int serif = os2.len >= 42 ? (uint8_t)os2.at[33] : 0;
    bool is_latin_text = os2.len >= 42 && (uint8_t)os2.at[32] == 2;
    if (is_latin_text && serif >= 2 && serif <= 10)
        flags |= 2;
    if (face->is_italic)
        flags |= 64;
    return flags;
}

static void put_per_mille(jb_buf *into, const char *key, int32_t value, int32_t upem)
{
    jb_buf_puts(into, key);
    jb_buf_put_decimal(into, jb_geom_scale(value, 1000, upem > 0 ? upem : 1000), 0);
}

static void write_descriptor(const embedding *e, uint32_t number, uint32_t font_file)
{
    const jb_face *face = e->use->face;
    jb_buf *out = &e->file->out;
    jb_str head = jb_subset_table(face, "head"), post = jb_subset_table(face, "post");
    jb_pdf_object_begin(e->file, number);
    jb_buf_printf(out, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[", e->name,
                  descriptor_flags(face));
    for (size_t i = 0; i < 4; i++)
        put_per_mille(out, i ? " " : "", field16(head, 36 + 2 * i), face->upem);
    jb_buf_printf(out, "]/ItalicAngle %d", (int)field16(post, 4));
    put_per_mille(out, "/Ascent ", face->ascent, face->upem);
    put_per_mille(out, "/Descent ", face->descent, face->upem);
    put_per_mille(out, "/CapHeight ", face->cap_height, face->upem);
    /* No table tells the stems: the usual estimate from the weight, 88 at 400. */
    int weight = face->weight > 0 && face->weight <= 1000 ? face->weight : 400;
    jb_buf_printf(out, "/StemV %d/%s %u 0 R>>", 50 + weight * weight / 4225,
                  face->is_cff ? "FontFile3" : "FontFile2", (unsigned)font_file);
    jb_pdf_object_end(e->file);
}

static void write_font_file(const embedding *e, uint32_t number, jb_str bytes)
{
    char entries[64] = "/Subtype/CIDFontType0C";
    if (!e->use->face->is_cff)
        snprintf(entries, sizeof entries, "/Length1 %zu", bytes.len);
    jb_pdf_object_stream(e->file, number, jb_str_of(entries), bytes, JB_PDF_QUICK);
}

/* TrueType: from the code to the glyph in the subset, two bytes each. */
static void write_glyph_map(const embedding *e, uint32_t number,
                            const jb_subset *subset, jb_arena *arena)
{
    size_t count = e->use->glyphs.count;
    uint8_t *map = JB_NEWS(arena, uint8_t, (count + 1) * 2);
    for (size_t i = 0; i < count; i++) {
        uint32_t gid = e->gids[i];
        uint16_t index = e->use->by_gid[gid / GID_BLOCK][gid % GID_BLOCK];
        size_t code = e->use->glyphs.items[index - 1].code;
        map[code * 2] = (uint8_t)(subset->new_gids[i] >> 8);
        map[code * 2 + 1] = (uint8_t)subset->new_gids[i];
    }
    jb_pdf_object_stream(e->file, number, (jb_str){0},
                         (jb_str){(const char *)map, (count + 1) * 2}, JB_PDF_QUICK);
}

static void write_descendant(const embedding *e, uint32_t descriptor,
                             uint32_t glyph_map)
{
    jb_buf *out = &e->file->out;
    jb_pdf_object_begin(e->file, e->descendant);
    jb_buf_printf(out,
                  "<</Type/Font/Subtype/%s/BaseFont/%s/FontDescriptor %u 0 R"
                  "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
                  e->use->face->is_cff ? "CIDFontType0" : "CIDFontType2", e->name,
                  (unsigned)descriptor);
    if (glyph_map)
        jb_buf_printf(out, "/CIDToGIDMap %u 0 R", (unsigned)glyph_map);
    put_widths(e, out);
    jb_buf_puts(out, ">>");
    jb_pdf_object_end(e->file);
}

static void write_layer(const embedding *e, int layer, jb_buf *cmap, jb_buf *resources)
{
    jb_pdf_file *file = e->file;
    uint32_t to_unicode = jb_pdf_object_new(file), number = jb_pdf_object_new(file);
    jb_buf_clear(cmap);
    put_cmap(e, layer, cmap);
    jb_pdf_object_stream(file, to_unicode, (jb_str){0}, jb_buf_str(cmap), JB_PDF_QUICK);
    jb_pdf_object_begin(file, number);
    jb_buf_printf(&file->out,
                  "<</Type/Font/Subtype/Type0/BaseFont/%s%s/Encoding/Identity-H"
                  "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R>>",
                  e->name, e->use->face->is_cff ? "-Identity-H" : "",
                  (unsigned)e->descendant, (unsigned)to_unicode);
    jb_pdf_object_end(file);
    jb_buf_printf(resources, "/F%u %u 0 R", (unsigned)e->use->fonts[layer],
                  (unsigned)number);
}

static bool write_face(jb_pdf_file *file, face_use *use, jb_arena *arena,
                       jb_buf *resources)
{
    embedding e = {.file = file, .use = use};
    jb_subset subset;
    sort_glyphs(&e, arena);
    name_subset(&e, arena);
    jb_subset_order order = {use->face, use->cff, e.gids, use->glyphs.count, e.name};
    if (!jb_subset_make(&order, arena, &subset)) {
        jb_diag_add(file->diag, JB_DIAG_PDF_FONT, JB_NO_SPAN, use->face->postscript);
        return false;
    }
    uint32_t font_file = jb_pdf_object_new(file), descriptor = jb_pdf_object_new(file);
    uint32_t glyph_map = use->face->is_cff ? 0 : jb_pdf_object_new(file);
    e.descendant = jb_pdf_object_new(file);
    write_font_file(&e, font_file, subset.bytes);
    write_descriptor(&e, descriptor, font_file);
    if (glyph_map)
        write_glyph_map(&e, glyph_map, &subset, arena);
    write_descendant(&e, descriptor, glyph_map);
    jb_buf cmap = {0};
    for (int layer = 0; layer < LAYERS_MAX; layer++)
        if (use->fonts[layer])
            write_layer(&e, layer, &cmap, resources);
    jb_buf_fini(&cmap);
    return true;
}

bool jb_pdf_font_write(jb_pdf_fonts *fonts, jb_pdf_file *file, jb_buf *resources)
{
    bool is_good = true;
    for (size_t i = 0; i < fonts->faces.count; i++) {
        jb_arena scratch = {0};
        is_good =
            write_face(file, fonts->faces.items[i], &scratch, resources) && is_good;
        jb_arena_fini(&scratch);
    }
    jb_pdf_colour_write(fonts->colours, file, resources);
    return is_good;
}
