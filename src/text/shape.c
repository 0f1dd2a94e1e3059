/* Shapes each run of one face, script and type once, and cuts the result into atoms.
 * Full-width glyphs keep their advance: squeezing is done between atoms, never by a
 * font feature (Noto CJK has no chws, and halt is not complete). */
#include "base/ucd.h"
#include "base/vec.h"
#include "text/atom.h"

#include <hb.h>

/* The form of quotation marks: Latin text has narrow ones, Japanese text full-width ones,
 * which are not the default of its faces. */
typedef enum form { FORM_USUAL, FORM_NARROW, FORM_WIDE } form;

/* What one call of the shaper gets. */
typedef struct stretch {
    size_t begin, end; /* characters */
    form form;
} stretch;

static const jb_style *style_of(const jb_para *para, const jb_char *c)
{
    return para->segments[c->segment].style;
}

static form form_of(const jb_para *para, const jb_char *c)
{
    if (c->cp != 0x2018 && c->cp != 0x2019 && c->cp != 0x201C && c->cp != 0x201D)
        return FORM_USUAL;
    if (!c->is_wide)
        return FORM_NARROW;
    const char *lang = style_of(para, c)->type.lang;
    return jb_punct_convention_of(lang) == JB_PUNCT_JA ? FORM_WIDE : FORM_USUAL;
}

/* HarfBuzz takes quadratic time over marks on one base. */
enum { STRETCH_MAX = 4096 };

/* Whether a long stretch ends here: between words if it can be. */
static bool is_long(const stretch *found, const jb_char *c)
{
    size_t count = found->end - found->begin;
    return count >= STRETCH_MAX &&
           (c->is_wide || c->cp == ' ' || count >= (size_t)2 * STRETCH_MAX);
}

/* The end of the stretch that begins at a character. */
static stretch stretch_at(const jb_para *para, size_t begin)
{
    const jb_char *first = &para->chars[begin];
    stretch found = {begin, begin + 1, form_of(para, first)};
    for (; found.end < para->char_count; found.end++) {
        const jb_char *c = &para->chars[found.end];
        if (c->face != first->face || c->script != first->script ||
            c->level != first->level || c->cp == 0x2028 ||
            style_of(para, c) != style_of(para, first) ||
            form_of(para, c) != found.form || is_long(&found, c))
            break;
    }
    return found;
}

/* Our limit: more groups of digits in one stretch stay as they are. */
enum { FEATURES_MAX = 32 };

/* Our choice. A 30th of the em is about the difference of stem widths between Regular and
 * Bold; 212 is the tangent of 12 degrees, the slope of most italics; a face two steps of
 * usWeightClass lighter than asked for is made bolder. */
enum { EMBOLDEN_PART = 30, OBLIQUE_1000 = 212, WEIGHT_GAP = 200 };

static jb_shaped_run run_for(const jb_para *para, const jb_char *c)
{
    const jb_type *type = &style_of(para, c)->type;
    jb_shaped_run run = {.face = c->face, .type = type};
    if (c->face->is_colour)
        return run;
    if (type->weight - c->face->weight >= WEIGHT_GAP)
        run.embolden = type->size / EMBOLDEN_PART;
    /* Han text is not slanted (CLREQ 3.1.8 emphasises by other means). */
    if (type->is_italic && !c->face->is_italic && c->script != HB_SCRIPT_HAN)
        run.slant_1000 = OBLIQUE_1000;
    return run;
}

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

static bool is_solid(hb_script_t script)
{
    return script == HB_SCRIPT_HAN || script == HB_SCRIPT_HIRAGANA ||
           script == HB_SCRIPT_KATAKANA;
}

/* Features of a stretch: proportional forms for Latin quotes, and figures of one width
 * where the face's own differ (Noto Serif CJK has no tnum; its hwid figures are half an
 * em). Only the digits get the latter: half-width points and signs would gape. */
static size_t find_features(const jb_para *para, const stretch *part,
                            hb_feature_t *features)
{
    const jb_char *chars = para->chars;
    size_t count = 0;
    if (part->form == FORM_NARROW)
        features[count++] =
            (hb_feature_t){HB_TAG('p', 'w', 'i', 'd'), 1, 0, (unsigned)-1};
    if (part->form == FORM_WIDE)
        features[count++] =
            (hb_feature_t){HB_TAG('f', 'w', 'i', 'd'), 1, 0, (unsigned)-1};
    /* Kana keep their em: the pairs of Noto's kern are made for palt (JLREQ 2.3.2). */
    if (is_solid((hb_script_t)chars[part->begin].script))
        features[count++] =
            (hb_feature_t){HB_TAG('k', 'e', 'r', 'n'), 0, 0, (unsigned)-1};
    if (chars[part->begin].face->has_even_digits ||
        !style_of(para, &chars[part->begin])->type.is_tabular)
        return count;
    for (size_t i = part->begin; i < part->end && count + 1 < FEATURES_MAX; i++) {
        if (!is_digit(chars[i].cp))
            continue;
        size_t begin = i;
        while (i < part->end && is_digit(chars[i].cp))
            i++;
        features[count++] =
            (hb_feature_t){HB_TAG('t', 'n', 'u', 'm'), 1, (unsigned)begin, (unsigned)i};
        features[count++] =
            (hb_feature_t){HB_TAG('h', 'w', 'i', 'd'), 1, (unsigned)begin, (unsigned)i};
    }
    return count;
}

static void shape_stretch(const jb_para *para, const stretch *part, hb_buffer_t *buffer)
{
    hb_feature_t features[FEATURES_MAX];
    size_t feature_count = find_features(para, part, features);
    const jb_char *first = &para->chars[part->begin];
    hb_buffer_clear_contents(buffer);
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    for (size_t i = part->begin; i < part->end; i++)
        hb_buffer_add(buffer, para->chars[i].cp, (unsigned)i);
    hb_buffer_set_direction(buffer,
                            first->level % 2 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, (hb_script_t)first->script);
    hb_language_t language =
        hb_language_from_string(style_of(para, first)->type.lang, -1);
    hb_buffer_set_language(buffer, language);
    hb_shape(jb_font_shaper(first->face, first->script, language), buffer, features,
             (unsigned)feature_count);
}

/* ---- atoms --------------------------------------------------------------------- */

static bool is_mark_class(jb_punct punct)
{
    return punct >= JB_PUNCT_OP && punct <= JB_PUNCT_IN;
}

static jb_atom_kind kind_of(const jb_char *c)
{
    if (c->cp == ' ' || c->cp == 0xA0)
        return JB_ATOM_SPACE;
    if (c->face->is_colour)
        return JB_ATOM_OTHER;
    if (c->is_wide && is_mark_class(c->punct))
        return JB_ATOM_MARK;
    /* A wide currency sign or unit belongs to its number: no gap stands between them. */
    if (c->punct == JB_PUNCT_PR || c->punct == JB_PUNCT_PO)
        return jb_ucd_is_east_asian(c->cp) ? JB_ATOM_OTHER : JB_ATOM_ALNUM;
    jb_ucd_class cls = jb_ucd_class_of(c->cp);
    if (cls == JB_UCD_HAN || cls == JB_UCD_KANA)
        return JB_ATOM_HAN;
    if (cls == JB_UCD_HANGUL)
        return JB_ATOM_OTHER;
    if (c->is_wide || jb_ucd_is_east_asian(c->cp))
        return JB_ATOM_HAN;
    return jb_ucd_is_letter(c->cp) || jb_ucd_is_digit(c->cp) ? JB_ATOM_ALNUM
                                                             : JB_ATOM_OTHER;
}

static jb_mpt to_mpt(int32_t font_units, const jb_shaped_run *run)
{
    return (jb_mpt)jb_geom_scale(font_units, run->type->size, run->face->upem);
}

/* Blank at the sides of a full-width mark, as far as the face's ink leaves it free. */
static void find_trims(const jb_para *para, const jb_shaped_run *run, jb_atom *atom)
{
    int left, right;
    if (para->style->setting.punct == JB_PUNCT_PLAIN)
        return;
    jb_punct_blank(atom->punct, atom->cp, jb_punct_convention_of(run->type->lang),
                   &left, &right);
    if (left == 0 && right == 0)
        return;
    int32_t x, y, w, h, upem = run->face->upem;
    const jb_shaped_glyph *glyph = &para->glyphs[atom->glyph_at];
    if (!jb_font_ink(run->face, glyph->gid, &x, &y, &w, &h))
        return;
    int32_t advance = jb_font_advance(run->face, glyph->gid);
    int32_t free_left = JB_MAX(0, x), free_right = JB_MAX(0, advance - x - w);
    if (!para->style->setting.is_gridded) /* a line begins with a whole cell, too */
        atom->trim_left = to_mpt(JB_MIN(left * upem / 1000, free_left), run);
    atom->trim_right = to_mpt(JB_MIN(right * upem / 1000, free_right), run);
}

/* Kerning with the next atom comes back when a line ends between the two. */
static void find_kern(const jb_para *para, const jb_shaped_run *run, jb_atom *atom)
{
    const jb_shaped_glyph *last = &para->glyphs[atom->glyph_at + atom->glyph_count - 1];
    atom->trim_right =
        last->advance - to_mpt(jb_font_advance(run->face, last->gid), run);
}

/* Moves a single glyph so that its ink stands in the middle of a cell. */
static void centre_in(jb_para *para, const jb_shaped_run *run, jb_atom *atom,
                      jb_mpt cell)
{
    jb_shaped_glyph *glyph = &para->glyphs[atom->glyph_at];
    int32_t x, y, w, h;
    if (!jb_font_ink(run->face, glyph->gid, &x, &y, &w, &h))
        return;
    glyph->x = (cell - to_mpt(w, run)) / 2 - to_mpt(x, run);
    glyph->advance = cell;
    atom->width = cell;
}

/* Gives a digit that no feature made even the cell of the widest (JLREQ 4.4.3). */
static void centre_digit(jb_para *para, const jb_shaped_run *run, jb_atom *atom)
{
    jb_shaped_glyph *glyph = &para->glyphs[atom->glyph_at];
    int32_t widest = 0;
    if (glyph->advance == run->type->size / 2)
        return;
    for (uint32_t digit = '0'; digit <= '9'; digit++) {
        int32_t advance =
            jb_font_advance(run->face, jb_font_glyph(run->face, digit, 0));
        widest = JB_MAX(widest, advance);
    }
    jb_mpt cell = to_mpt(widest, run);
    glyph->x += (cell - glyph->advance) / 2;
    glyph->advance = atom->width = cell;
}

/* The widths that are ours and not the font's. */
static void adjust(jb_para *para, const jb_shaped_run *run, jb_atom *atom)
{
    if (run->face->is_colour || atom->level % 2)
        return; /* pictures have no edges, and Arabic letters join */
    if (atom->kind == JB_ATOM_MARK && atom->punct == JB_PUNCT_MD &&
        jb_punct_convention_of(run->type->lang) == JB_PUNCT_ZH_HANS)
        centre_in(para, run, atom, /* CLREQ 3.1.1.2 */
                  run->type->size / (para->style->setting.is_gridded ? 1 : 2));
    else if (run->type->is_tabular && is_digit(atom->cp) && !run->face->has_even_digits)
        centre_digit(para, run, atom);
    else if (atom->level > 0)
        ; /* what begins or ends a line in the text may stand inside it */
    else if (atom->kind == JB_ATOM_MARK && atom->glyph_count == 1)
        find_trims(para, run, atom);
    else if (atom->kind == JB_ATOM_ALNUM || atom->kind == JB_ATOM_OTHER)
        find_kern(para, run, atom);
    atom->width += run->type->tracking;
}

typedef struct builder {
    jb_para *para;
    JB_VEC(jb_shaped_run) runs;
    JB_VEC(jb_shaped_glyph) glyphs;
    JB_VEC(jb_atom) atoms;
} builder;

static void push_atom(builder *b, size_t c)
{
    const jb_char *first = &b->para->chars[c];
    jb_vec_push(b->para->arena, &b->atoms,
                (jb_atom){.cp = first->cp,
                          .text_at = first->text_at,
                          .glyph_at = (uint32_t)b->glyphs.count,
                          .run = (uint32_t)b->runs.count - 1,
                          .segment = first->segment,
                          .kind = kind_of(first),
                          .level = first->level,
                          .punct = first->punct});
}

static void push_clusters(builder *b, const hb_glyph_info_t *info,
                          const hb_glyph_position_t *pos, unsigned count)
{
    const jb_shaped_run *run = &b->runs.items[b->runs.count - 1];
    for (unsigned i = 0; i < count; i++) {
        if (i == 0 || info[i].cluster != info[i - 1].cluster)
            push_atom(b, info[i].cluster);
        jb_atom *atom = &b->atoms.items[b->atoms.count - 1];
        jb_shaped_glyph glyph = {info[i].codepoint, to_mpt(pos[i].x_offset, run),
                                 to_mpt(pos[i].y_offset, run),
                                 to_mpt(pos[i].x_advance, run)};
        if (run->face->is_colour) /* a picture in the em box, whatever its own size */
            glyph = (jb_shaped_glyph){info[i].codepoint, 0, 0, run->type->size};
        jb_vec_push(b->para->arena, &b->glyphs, glyph);
        atom->glyph_count++;
        atom->width += glyph.advance;
    }
}

/* A run from right to left comes as it is seen: its clusters are taken from the end, so
 * that atoms follow the text, and each cluster's glyphs stay as they are. */
static void push_reversed(builder *b, const hb_glyph_info_t *info,
                          const hb_glyph_position_t *pos, unsigned count)
{
    for (unsigned end = count, begin; end > 0; end = begin) {
        for (begin = end - 1;
             begin > 0 && info[begin - 1].cluster == info[begin].cluster;)
            begin--;
        push_clusters(b, info + begin, pos + begin, end - begin);
    }
}

static void push_glyphs(builder *b, hb_buffer_t *buffer)
{
    unsigned count;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(buffer, NULL);
    const jb_shaped_run *run = &b->runs.items[b->runs.count - 1];
    size_t first = b->atoms.count;
    if (count && b->para->chars[info[0].cluster].level % 2)
        push_reversed(b, info, pos, count);
    else
        push_clusters(b, info, pos, count);
    b->para->glyphs = b->glyphs.items;
    for (size_t i = first; i < b->atoms.count; i++)
        adjust(b->para, run, &b->atoms.items[i]);
}

/* Each atom stands for the text up to the next one's, so that characters without a
 * glyph (selectors, joiners) stay in the text layer. */
static void spread_text(jb_para *para)
{
    size_t han = 0, spaces = 0;
    for (size_t i = 0; i < para->count; i++) {
        jb_atom *atom = &para->atoms[i];
        if (i == 0)
            atom->text_at = 0;
        size_t end = i + 1 < para->count ? para->atoms[i + 1].text_at : para->text.len;
        atom->text_len = (uint32_t)(end - atom->text_at);
        han += atom->kind == JB_ATOM_HAN;
        spaces += atom->kind == JB_ATOM_SPACE;
    }
    para->is_han = han > spaces;
}

void jb_shape(jb_para *para)
{
    builder b = {.para = para};
    hb_buffer_t *buffer = hb_buffer_create();
    for (size_t i = 0; i < para->char_count;) {
        const jb_char *c = &para->chars[i];
        stretch part = stretch_at(para, i);
        if (!c->face) {
            i = part.end;
            continue;
        }
        jb_vec_push(para->arena, &b.runs, run_for(para, c));
        if (c->cp == 0x2028) {
            push_atom(&b, i);
            i++;
            continue;
        }
        shape_stretch(para, &part, buffer);
        push_glyphs(&b, buffer);
        i = part.end;
    }
    hb_buffer_destroy(buffer);
    para->runs = b.runs.items;
    para->run_count = b.runs.count;
    para->glyphs = b.glyphs.items;
    para->atoms = b.atoms.items;
    para->count = b.atoms.count;
    spread_text(para);
}
