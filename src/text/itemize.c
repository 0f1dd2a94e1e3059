/* From segments to characters that know their face and script. The face is chosen per
 * grapheme cluster along the fallback chain, so that a base and its marks stay in one
 * font; full-width marks take the script of the Han text they belong to, because the
 * font's forms of dashes depend on it. */
#include "base/ucd.h"
#include "base/vec.h"
#include "text/atom.h"
#include "text/bidi.h"

#include <hb.h>

/* Joins the segments' texts and decodes them. */
static void decode(jb_para *para)
{
    size_t len = 0, most = 0;
    for (size_t i = 0; i < para->segment_count; i++) {
        len += para->segments[i].text.len;
        most += jb_utf8_count(para->segments[i].text);
    }
    char *bytes = JB_ROOM(para->arena, char, len + 1);
    bytes[len] = 0;
    para->chars = JB_ROOM(para->arena, jb_char, most);
    size_t at = 0, count = 0;
    for (size_t i = 0; i < para->segment_count; i++) {
        jb_str text = para->segments[i].text;
        if (text.len)
            memcpy(bytes + at, text.at, text.len);
        for (size_t k = 0; k < text.len;) {
            jb_char *c = &para->chars[count++];
            *c = (jb_char){.text_at = (uint32_t)(at + k), .segment = (uint32_t)i};
            c->cp = jb_utf8_next(text, &k);
            para->has_bidi |= jb_bidi_concerns(c->cp);
        }
        at += text.len;
    }
    para->text = (jb_str){bytes, len};
    para->char_count = count;
}

static bool is_han_language(const char *lang)
{
    return strncmp(lang, "zh", 2) == 0 || strncmp(lang, "ja", 2) == 0 ||
           strncmp(lang, "ko", 2) == 0;
}

/* Whether code begins, or ends, before character i. */
static bool is_code_edge(const jb_para *para, size_t i, bool is_end)
{
    size_t n = para->char_count, at = is_end ? i - 1 : i;
    if (at >= n || !para->segments[para->chars[at].segment].is_code)
        return false;
    return i == 0 || i == n || para->chars[i].segment != para->chars[i - 1].segment;
}

/* Embedding levels of the whole paragraph: a forced line break does not end it. Code
 * within text from right to left is isolated (UAX 9, HL4), by controls of our own. */
static void find_levels(jb_para *para, const uint32_t *cps)
{
    enum { LRI = 0x2066, PDI = 0x2069 };
    size_t n = para->char_count, count = 0;
    if (n == 0)
        return;
    uint32_t *text = JB_NEWS(para->arena, uint32_t, 3 * n);
    uint8_t *levels = JB_NEWS(para->arena, uint8_t, 3 * n);
    uint32_t *places = JB_NEWS(para->arena, uint32_t, n);
    jb_bidi_base base = jb_bidi_base_of(cps, n, para->style);
    for (size_t i = 0; i <= n; i++) {
        if (base != JB_BIDI_BASE_LTR && is_code_edge(para, i, true))
            text[count++] = PDI;
        if (base != JB_BIDI_BASE_LTR && is_code_edge(para, i, false))
            text[count++] = LRI;
        if (i == n)
            break;
        places[i] = (uint32_t)count;
        text[count++] = cps[i];
    }
    para->has_bidi = true;
    para->level = jb_bidi_find(text, count, base, levels, para->arena);
    for (size_t i = 0; i < n; i++)
        para->chars[i].level = levels[places[i]];
}

static void classify(jb_para *para)
{
    uint32_t *cps = JB_ROOM(para->arena, uint32_t, para->char_count);
    for (size_t i = 0; i < para->char_count; i++)
        cps[i] = para->chars[i].cp;
    jb_punct_at *places = JB_ROOM(para->arena, jb_punct_at, para->char_count);
    jb_punct_resolve(cps, para->char_count, is_han_language(para->style->type.lang),
                     places);
    for (size_t i = 0; i < para->char_count; i++) {
        para->chars[i].punct = (jb_punct)places[i].cls;
        para->chars[i].is_wide = places[i].is_wide;
    }
    if (para->has_bidi || jb_bidi_is_right(para->style))
        find_levels(para, cps);
}

/* ---- scripts ------------------------------------------------------------------- */

static hb_script_t script_of(const jb_char *c, hb_script_t before)
{
    if (c->is_wide || (c->cp >= 0x4E00 && c->cp <= 0x9FFF))
        return HB_SCRIPT_HAN;
    if (c->cp < 0x80)
        return HB_SCRIPT_LATIN;
    hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), c->cp);
    if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
        script == HB_SCRIPT_UNKNOWN)
        return before;
    return script;
}

static void find_scripts(jb_para *para)
{
    hb_script_t before = HB_SCRIPT_LATIN;
    for (size_t i = 0; i < para->char_count; i++) {
        before = script_of(&para->chars[i], before);
        para->chars[i].script = (uint32_t)before;
        para->has_thai |= before == HB_SCRIPT_THAI;
    }
}

/* ---- faces --------------------------------------------------------------------- */

/* Unicode 15.0, 23.4: Variation Selectors and their Supplement. */
static bool is_selector(uint32_t cp)
{
    return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

/* Characters that need no glyph: they are removed in shaping. */
static bool needs_no_glyph(uint32_t cp)
{
    return is_selector(cp) || jb_ucd_is_ignorable(cp) || cp == 0x2028;
}

static bool covers(const jb_face *face, const jb_char *chars, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!jb_font_glyph(face, chars[i].cp, 0) && !needs_no_glyph(chars[i].cp))
            return false;
    return true;
}

static jb_span place_of(const jb_para *para, const jb_char *c)
{
    const jb_segment *segment = &para->segments[c->segment];
    jb_span span = segment->span;
    if (segment->is_verbatim) {
        uint32_t before = 0;
        for (uint32_t i = 0; i < c->segment; i++)
            before += (uint32_t)para->segments[i].text.len;
        span.begin += c->text_at - before;
        span.end = span.begin;
    }
    return span;
}

/* Whether a cluster is shown as emoji (UTS 51, ED-8 to ED-17): by its base, by U+FE0F or
 * a skin tone behind it, as a flag or a keycap. U+FE0E asks for text. */
static bool is_emoji(const jb_char *c, size_t count)
{
    uint32_t base = c[0].cp, next = count > 1 ? c[1].cp : 0;
    bool is_keycap = base == '#' || base == '*' || (base >= '0' && base <= '9');
    if (next == 0xFE0E ||
        (!is_keycap && !jb_ucd_is_emoji(base) && !jb_ucd_is_pictographic(base)))
        return false;
    bool is_toned = next >= 0x1F3FB && next <= 0x1F3FF;
    return next == 0xFE0F || is_toned || jb_ucd_is_emoji(base);
}

/* Letters need not be looked at: U+231A is the first emoji by itself, U+3299 the last
 * before U+1F004 (Unicode 15.0, emoji-data.txt); lower ones need a selector. */
static bool may_be_emoji(const jb_char *c, size_t count)
{
    return (c->cp >= 0x1F000 || (c->cp < 0x3300 && (c->cp >= 0x231A || count > 1)));
}

/* The first face of the chain that has all of a cluster; the chain's first when none. */
static const jb_face *face_for(jb_para *para, jb_fonts *fonts, const jb_char *chars,
                               size_t count)
{
    const jb_type *type = &para->segments[chars[0].segment].style->type;
    const jb_font_wish wish = {.role = type->role,
                               .weight = type->weight,
                               .is_italic = type->is_italic,
                               .lang = type->lang,
                               .script = chars[0].script,
                               .is_emoji = may_be_emoji(chars, count) &&
                                           is_emoji(chars, count)};
    const jb_face *first = NULL, *face;
    for (size_t at = 0; (face = jb_font_wished(fonts, &wish, &at)) != NULL;) {
        if (covers(face, chars, count))
            return face;
        first = first || face->is_colour ? first : face;
    }
    for (size_t i = 0; i < count; i++)
        if (!needs_no_glyph(chars[i].cp) && first &&
            !jb_font_glyph(first, chars[i].cp, 0))
            jb_missing_add(jb_font_missing(fonts), chars[i].cp, wish.is_emoji,
                           place_of(para, &chars[i]), jb_font_package(fonts, &wish));
    return first;
}

static bool is_script_figure(uint32_t cp)
{
    return cp == 0xB2 || cp == 0xB3 || cp == 0xB9 || (cp >= 0x2070 && cp <= 0x208E);
}

static bool may_share(const jb_char *face_of, const jb_char *other)
{
    return face_of->face && face_of->segment == other->segment &&
           is_script_figure(other->cp) && covers(face_of->face, other, 1);
}

/* Superscripts that meet are of one face if one has them all: the figures of two are of
 * two sizes. */
static void match_figures(jb_char *chars, size_t i)
{
    if (i == 0 || !is_script_figure(chars[i].cp) || !is_script_figure(chars[i - 1].cp))
        return;
    if (may_share(&chars[i - 1], &chars[i]))
        chars[i].face = chars[i - 1].face;
    for (size_t k = i; k > 0 && chars[k - 1].face != chars[i].face; k--) {
        if (!may_share(&chars[i], &chars[k - 1]))
            break;
        chars[k - 1].face = chars[i].face;
    }
}

static void find_faces(jb_para *para, jb_fonts *fonts)
{
    const jb_face *primary = NULL;
    const jb_style *style = NULL;
    for (size_t i = 0, n; i < para->char_count; i += n) {
        jb_char *c = &para->chars[i];
        const jb_style *own = para->segments[c->segment].style;
        if (own != style) {
            style = own;
            primary = jb_font_chain(fonts, own->type.role, own->type.weight,
                                    own->type.is_italic, own->type.lang, 0);
        }
        for (n = 1; i + n < para->char_count; n++)
            if (jb_ucd_cluster_break(para->chars[i + n - 1].cp, para->chars[i + n].cp))
                break;
        bool is_plain =
            primary && !own->type.is_italic && !(may_be_emoji(c, n) && is_emoji(c, n));
        const jb_face *face =
            is_plain && covers(primary, c, n) ? primary : face_for(para, fonts, c, n);
        for (size_t k = 0; k < n; k++)
            c[k].face = face;
        match_figures(para->chars, i);
    }
}

void jb_itemize(jb_para *para, jb_fonts *fonts)
{
    decode(para);
    classify(para);
    find_scripts(para);
    find_faces(para, fonts);
}
