/* A group is a script and a package; its characters are sorted by place in the end, since
 * the layout meets notes and tables in an order of its own. */
#include "text/missing.h"

#include "base/map.h"
#include "base/ucd.h"
#include "base/vec.h"

#include <hb.h>

enum { SAMPLES = 8 };

typedef struct found {
    uint32_t cp;
    jb_span span; /* of its first place */
} found;

typedef struct group {
    uint32_t script; /* as hb_script_t; 0 for emoji */
    const char *package;
    JB_VEC(found) characters;
    jb_map index; /* of a character, plus 1 */
} group;

struct jb_missing {
    jb_arena *arena;
    JB_VEC(group *) groups;
};

jb_missing *jb_missing_new(jb_arena *into)
{
    jb_missing *missing = JB_NEW(into, jb_missing);
    missing->arena = into;
    return missing;
}

static uint32_t script_of(uint32_t cp)
{
    hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), cp);
    return script == HB_SCRIPT_INHERITED ? HB_SCRIPT_COMMON : script;
}

static group *group_for(jb_missing *missing, uint32_t script, const char *package)
{
    for (size_t i = 0; i < missing->groups.count; i++) {
        group *at = missing->groups.items[i];
        if (at->script == script && strcmp(at->package, package) == 0)
            return at;
    }
    group *made = JB_NEW(missing->arena, group);
    made->script = script;
    made->package = package;
    jb_vec_push(missing->arena, &missing->groups, made);
    return made;
}

/* Places in the report come before those that have none, as in a running head. */
static bool is_before(jb_span a, jb_span b)
{
    if (a.source == 0 || b.source == 0)
        return a.source > b.source;
    return a.source != b.source ? a.source < b.source : a.begin < b.begin;
}

void jb_missing_add(jb_missing *missing, uint32_t cp, bool is_emoji, jb_span span,
                    const char *package)
{
    group *of = group_for(missing, is_emoji ? 0 : script_of(cp), package);
    jb_map_entry *entry = jb_map_put_number(missing->arena, &of->index, cp);
    if (entry->value == 0) {
        jb_vec_push(missing->arena, &of->characters, (found){cp, span});
        entry->value = of->characters.count;
        return;
    }
    found *before = &of->characters.items[entry->value - 1];
    if (is_before(span, before->span))
        before->span = span;
}

static int by_place(const void *a, const void *b)
{
    const found *one = a, *other = b;
    if (is_before(one->span, other->span))
        return -1;
    if (is_before(other->span, one->span))
        return 1;
    return one->cp < other->cp ? -1 : one->cp > other->cp;
}

static int groups_by_place(const void *a, const void *b)
{
    const group *const *one = a, *const *other = b;
    return by_place((*one)->characters.items, (*other)->characters.items);
}

/* ---- messages ------------------------------------------------------------------ */

static void put_character(jb_buf *into, uint32_t cp)
{
    jb_buf_printf(into, "U+%04X", (unsigned)cp);
    if (jb_ucd_is_control(cp))
        return;
    jb_buf_putc(into, ' ');
    jb_buf_put_cp(into, cp);
}

static void put_name(jb_buf *into, uint32_t script, bool is_chinese)
{
    static const struct {
        const char *tag, *en, *zh;
    } names[] = {
#define JB_SCRIPT(tag, en, zh) {tag, en, zh},
#include "text/scripts.def"
#undef JB_SCRIPT
    };
    char tag[5] = {0};
    if (script == 0) {
        jb_buf_puts(into, is_chinese ? "\u8868\u60c5\u7b26\u53f7" : "emoji");
        return;
    }
    hb_tag_to_string(script, tag);
    for (size_t i = 0; i < JB_COUNT(names); i++)
        if (strcmp(names[i].tag, tag) == 0) {
            jb_buf_puts(into, is_chinese ? names[i].zh : names[i].en);
            return;
        }
    jb_buf_printf(into, is_chinese ? " %s \u6587\u5b57\u7b26" : "characters of %s",
                  tag);
}

static void put_samples(jb_buf *into, const group *of)
{
    for (size_t i = 0; i < of->characters.count && i < SAMPLES; i++) {
        jb_buf_puts(into, i ? " " : "");
        if (jb_ucd_is_control(of->characters.items[i].cp))
            put_character(into, of->characters.items[i].cp);
        else
            jb_buf_put_cp(into, of->characters.items[i].cp);
    }
    if (of->characters.count > SAMPLES)
        jb_buf_puts(into, " \u2026");
}

/* "the character U+0E01 x", or "37 Thai characters, the first here: x y z", in both
 * languages. */
static void describe(jb_buf *into, const group *of)
{
    size_t count = of->characters.count;
    if (count == 1) {
        jb_buf_puts(into, "the character ");
        put_character(into, of->characters.items[0].cp);
        jb_buf_puts(into, "\x1F\u5b57\u7b26 ");
        put_character(into, of->characters.items[0].cp);
        return;
    }
    jb_buf_printf(into, "%zu ", count);
    put_name(into, of->script, false);
    jb_buf_puts(into, ", the first here: ");
    put_samples(into, of);
    jb_buf_printf(into, "\x1F %zu \u4e2a", count);
    put_name(into, of->script, true);
    jb_buf_puts(into, "\uff0c\u6b64\u5904\u4e3a\u7b2c\u4e00\u4e2a\uff1a");
    put_samples(into, of);
}

/* The Debian package that has a font for a script; NULL where none is known, as for
 * private use. */
static const char *debian_package(uint32_t script)
{
    if (script == 0)
        return "fonts-noto-color-emoji";
    if (script == HB_SCRIPT_UNKNOWN)
        return NULL;
    return script == HB_SCRIPT_HAN ? "fonts-hanazono" : "fonts-noto-core";
}

static void report(const group *of, jb_diag *diag)
{
    jb_buf text = {0};
    describe(&text, of);
    jb_buf_putc(&text, 0);
    jb_span span = of->characters.items[0].span;
    const char *known = debian_package(of->script);
    if (*of->package)
        jb_diag_add(diag, JB_DIAG_GLYPH_PACKAGE, span, text.at, of->package);
    else if (known)
        jb_diag_add(diag, JB_DIAG_GLYPH_FAMILY, span, text.at, known);
    else
        jb_diag_add(diag, JB_DIAG_GLYPH_MISSING, span, text.at);
    jb_buf_fini(&text);
}

void jb_missing_report(jb_missing *missing, jb_diag *diag)
{
    size_t count = missing->groups.count;
    for (size_t i = 0; i < count; i++) {
        group *at = missing->groups.items[i];
        qsort(at->characters.items, at->characters.count, sizeof(found), by_place);
    }
    if (count)
        qsort(missing->groups.items, count, sizeof(group *), groups_by_place);
    for (size_t i = 0; i < count; i++)
        report(missing->groups.items[i], diag);
    missing->groups.count = 0;
}
