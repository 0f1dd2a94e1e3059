/* A character goes to the face that shows it on pages. Where a family has several faces,
 * the one with most characters comes last and is for all, so that readers that know no
 * unicode-range have it; those before it name their characters. */
#include "out/webfont.h"

#include "base/map.h"
#include "base/ucd.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "out/subset.h"

enum {
    ASCII_FIRST = 0x20, /* what readers add (page numbers, a dictionary's words) */
    ASCII_LAST = 0x7E
};

/* What text is set in, and its characters. */
typedef struct wanted {
    const char *role;
    int weight;
    bool is_italic;
    jb_map code_points;
} wanted;

/* A file to be made. */
typedef struct font_source {
    const jb_face *face; /* gone with the last report, once the file is made */
    int weight;
    bool is_italic;
    jb_map code_points; /* of all its uses */
    const char *name;   /* of the file; NULL = it could not be made */
} font_source;

/* A face in a family. */
typedef struct face_use {
    const char *role;
    font_source *source;
    jb_map code_points;
} face_use;

struct jb_webfont {
    jb_arena *arena;
    JB_VEC(wanted *) wishes;
    JB_VEC(font_source *) sources;
    JB_VEC(face_use *) uses;
    JB_VEC(jb_webfont_file) files;
    const char *lang; /* of the first report */
    bool has_forms;   /* text in other languages was met */
};

jb_webfont *jb_webfont_open(jb_arena *into)
{
    jb_webfont *webfont = JB_NEW(into, jb_webfont);
    webfont->arena = into;
    return webfont;
}

/* ---- noting characters --------------------------------------------------------- */

/* Within one report. */
typedef struct walk {
    jb_webfont *webfont;
    const jb_sheet *sheet;
    const jb_style *style; /* of the wish found last */
    wanted *wish;
} walk;

static wanted *wish_for(jb_webfont *webfont, const char *role, const jb_type *type)
{
    for (size_t i = 0; i < webfont->wishes.count; i++) {
        wanted *known = webfont->wishes.items[i];
        if (known->weight == type->weight && known->is_italic == type->is_italic &&
            strcmp(known->role, role) == 0)
            return known;
    }
    wanted *made = JB_NEW(webfont->arena, wanted);
    made->role = jb_str_dup(webfont->arena, jb_str_of(role));
    made->weight = type->weight;
    made->is_italic = type->is_italic;
    for (uint32_t cp = ASCII_FIRST; cp <= ASCII_LAST; cp++)
        jb_map_put_number(webfont->arena, &made->code_points, cp);
    jb_vec_push(webfont->arena, &webfont->wishes, made);
    return made;
}

static bool is_selector(uint32_t cp)
{
    return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

/* Whether a font of ours has to show a character: not emoji, nor what has no glyph. */
static bool is_shown(uint32_t cp)
{
    return is_selector(cp) || !(jb_ucd_is_emoji(cp) || jb_ucd_is_ignorable(cp));
}

static void note_text(walk *at, jb_str text, const jb_style *style)
{
    jb_webfont *webfont = at->webfont;
    if (!text.len)
        return;
    if (style != at->style) {
        const char *role = jb_sheet_font(at->sheet, style->type.role);
        at->wish = wish_for(webfont, role, &style->type);
        at->style = style;
        webfont->has_forms |= strcmp(style->type.lang, webfont->lang) != 0;
    }
    for (size_t i = 0; i < text.len;) {
        uint32_t cp = jb_utf8_next(text, &i);
        if (cp > ASCII_LAST && is_shown(cp))
            jb_map_put_number(webfont->arena, &at->wish->code_points, cp);
    }
}

static void note_block(walk *at, const jb_block *block);

static void note_inlines(walk *at, const jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next) {
        note_text(at, inlines->text, inlines->style);
        note_inlines(at, inlines->first);
        if (inlines->note)
            note_block(at, inlines->note);
    }
}

/* Blocks nest to a depth that is limited where they are made. */
static void note_block(walk *at, const jb_block *block)
{
    if (block->kind == JB_BLOCK_HEADING)
        note_text(at, jb_str_of(block->u.heading.number), block->style);
    else if (block->kind == JB_BLOCK_ITEM)
        note_text(at, jb_str_of(block->u.item.text), block->style);
    else if (block->kind == JB_BLOCK_CODE)
        note_text(at, block->text, block->style);
    note_inlines(at, block->inlines);
    for (const jb_block *child = block->first; child; child = child->next)
        note_block(at, child);
}

void jb_webfont_add(jb_webfont *webfont, const jb_book_part *part)
{
    walk at = {.webfont = webfont, .sheet = part->sheet};
    if (!webfont->lang)
        webfont->lang = jb_str_dup(webfont->arena, jb_str_of(part->lang));
    note_block(&at, part->root);
}

/* ---- choosing faces ------------------------------------------------------------ */

static font_source *source_of(jb_webfont *webfont, const jb_face *face)
{
    for (size_t i = 0; i < webfont->sources.count; i++)
        if (webfont->sources.items[i]->face == face)
            return webfont->sources.items[i];
    font_source *made = JB_NEW(webfont->arena, font_source);
    made->face = face;
    made->weight = face->weight;
    made->is_italic = face->is_italic;
    jb_vec_push(webfont->arena, &webfont->sources, made);
    return made;
}

static face_use *use_of(jb_webfont *webfont, const char *role, font_source *source)
{
    for (size_t i = 0; i < webfont->uses.count; i++) {
        face_use *known = webfont->uses.items[i];
        if (known->source == source && strcmp(known->role, role) == 0)
            return known;
    }
    face_use *made = JB_NEW(webfont->arena, face_use);
    made->role = role;
    made->source = source;
    jb_vec_push(webfont->arena, &webfont->uses, made);
    return made;
}

/* The number of a role in the layout; -1 when it has none of that name. */
static int role_named(const jb_sheet *sheet, const char *name)
{
    for (int role = 0; role < JB_FONTSET_ROLES_MAX; role++)
        if (strcmp(jb_sheet_font(sheet, role), name) == 0)
            return role;
    return -1;
}

static void share_out(jb_webfont *webfont, const wanted *wish, const jb_book_part *last)
{
    const jb_font_wish want = {.role = role_named(last->sheet, wish->role),
                               .weight = wish->weight,
                               .is_italic = wish->is_italic,
                               .lang = webfont->lang};
    face_use *first = NULL;
    for (size_t i = 0; want.role >= 0 && i < wish->code_points.count; i++) {
        uint32_t cp = (uint32_t)wish->code_points.entries[i].key;
        face_use *use = first; /* a selector changes a character of the family's own */
        if (!is_selector(cp)) {
            const jb_face *face = jb_font_showing(last->fonts, &want, cp);
            use = face && !face->is_colour
                      ? use_of(webfont, wish->role, source_of(webfont, face))
                      : NULL;
        }
        if (!use)
            continue;
        first = first ? first : use;
        jb_map_put_number(webfont->arena, &use->code_points, cp);
        jb_map_put_number(webfont->arena, &use->source->code_points, cp);
    }
}

/* ---- files --------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Ascending. */
static uint32_t *list_of(const jb_map *map, jb_arena *into)
{
    uint32_t *list = JB_NEWS(into, uint32_t, map->count + 1);
    for (size_t i = 0; i < map->count; i++)
        list[i] = (uint32_t)map->entries[i].key;
    qsort(list, map->count, sizeof *list, compare);
    return list;
}

static bool is_taken(const jb_webfont *webfont, const char *name)
{
    for (size_t i = 0; i < webfont->files.count; i++)
        if (strcmp(webfont->files.items[i].name, name) == 0)
            return true;
    return false;
}

static const char *name_of(const jb_webfont *webfont, const jb_face *face)
{
    const char *extension = face->is_cff ? "otf" : "ttf";
    const char *name =
        jb_arena_printf(webfont->arena, "%s.%s", face->postscript, extension);
    if (is_taken(webfont, name))
        name = jb_arena_printf(webfont->arena, "%s-%u.%s", face->postscript,
                               (unsigned)face->id, extension);
    return name;
}

static void make_file(jb_webfont *webfont, font_source *source, jb_diag *diag)
{
    jb_str bytes;
    jb_arena scratch = {0};
    const jb_face *face = source->face;
    const uint32_t *list = list_of(&source->code_points, &scratch);
    if (jb_subset_font(face, list, source->code_points.count, webfont->has_forms,
                       webfont->arena, &bytes)) {
        source->name = name_of(webfont, face);
        jb_webfont_file file = {source->name, face->is_cff ? "font/otf" : "font/ttf",
                                bytes};
        jb_vec_push(webfont->arena, &webfont->files, file);
    } else {
        jb_diag_add(diag, JB_DIAG_WEBFONT_LEFT_OUT, JB_NO_SPAN, face->postscript);
    }
    jb_arena_fini(&scratch);
}

jb_webfont_files jb_webfont_make(jb_webfont *webfont, const jb_book_part *last,
                                 jb_diag *diag)
{
    for (size_t i = 0; i < webfont->wishes.count; i++)
        share_out(webfont, webfont->wishes.items[i], last);
    for (size_t i = 0; i < webfont->sources.count; i++)
        make_file(webfont, webfont->sources.items[i], diag);
    return (jb_webfont_files){webfont->files.items, webfont->files.count};
}

/* ---- rules --------------------------------------------------------------------- */

/* CSS Fonts 4, 4.5: "U+4E00-4E03,U+4E8C". */
static void put_range(const face_use *use, jb_buf *into)
{
    jb_arena scratch = {0};
    const uint32_t *list = list_of(&use->code_points, &scratch);
    size_t count = use->code_points.count;
    jb_buf_puts(into, "unicode-range:");
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && list[end] == list[end - 1] + 1;)
            end++;
        jb_buf_printf(into, "%sU+%X", i ? "," : "", (unsigned)list[i]);
        if (end > i + 1)
            jb_buf_printf(into, "-%X", (unsigned)list[end - 1]);
    }
    jb_buf_putc(into, ';');
    jb_arena_fini(&scratch);
}

static bool is_same_font(const face_use *a, const face_use *b)
{
    return strcmp(a->role, b->role) == 0 && a->source->weight == b->source->weight &&
           a->source->is_italic == b->source->is_italic;
}

/* Whether a use has the most characters of those that are one font to CSS. */
static bool is_main(const jb_webfont *webfont, size_t at)
{
    const face_use *own = webfont->uses.items[at];
    for (size_t i = 0; i < webfont->uses.count; i++) {
        const face_use *other = webfont->uses.items[i];
        if (i == at || !other->source->name || !is_same_font(own, other))
            continue;
        if (other->code_points.count > own->code_points.count ||
            (other->code_points.count == own->code_points.count && i < at))
            return false;
    }
    return true;
}

static void put_rule(const face_use *use, bool has_range, const char *folder,
                     jb_buf *into)
{
    const font_source *source = use->source;
    jb_buf_printf(into,
                  "@font-face{font-family:jianbao-%s;font-weight:%d;font-style:%s;"
                  "src:url(%s%s);",
                  use->role, source->weight, source->is_italic ? "italic" : "normal",
                  folder, source->name);
    if (has_range)
        put_range(use, into);
    jb_buf_puts(into, "}\n");
}

void jb_webfont_rules(const jb_webfont *webfont, const char *folder, jb_buf *into)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < webfont->uses.count; i++) {
            const face_use *use = webfont->uses.items[i];
            if (use->source->name && is_main(webfont, i) == (pass == 1))
                put_rule(use, pass == 0, folder, into);
        }
}
