/* Each annotation is set as a paragraph of its own and measured; what it is wider than its
 * base is added to the widths of the base's atoms, so that the choice of lines sees it.
 * Space that a ruby takes above a kana beside it comes back as a negative trim at the
 * line's edges, where nothing may stick out (JLREQ 3.3.8). */
#include "text/ruby.h"

#include "base/buf.h"
#include "base/ucd.h"
#include "base/vec.h"

/* Thousandths. The em box is that of Noto CJK (OpenType BASE: ideo -120, idtp 880). */
enum {
    BODY_TOP = 880,        /* above the baseline */
    BODY_MIDDLE = 380,     /* likewise */
    PINYIN_APART = 250,    /* of the ruby's em: a word space (CLREQ 3.3.4) */
    LETTERS_RISE = 200,    /* of the ruby's em; ours: room for descenders */
    HAN_RISE = 120,        /* of the ruby's em: its box stands on that of the base */
    ZHUYIN_OF_RUBY = 600,  /* 3/10 of the base where ruby has 1/2 (CLREQ 3.3.3) */
    ZHUYIN_COLUMN = 500,   /* of the base (CLREQ 3.3.3) */
    TONE_OF_ZHUYIN = 1250, /* ours: the spacing tone marks are small in their em */
    ZHUYIN_WEIGHT = 600,   /* ours: hairlines vanish at three tenths of the size */
    READ_AS_SPACE = 100 /* of the base; ours, below what extractors take for a space */
};
/* Ours: the most characters a group may have that is never broken but in need. JLREQ 3.1.10
 * breaks none; here a whole sentence with its reading may be a group. */
enum { WHOLE_MOST = 12 };

typedef struct fitting {
    jb_para *para;
    jb_fonts *fonts;
    jb_diag *diag;
    JB_VEC(jb_ruby_part) parts;
} fitting;

static jb_mpt of(jb_mpt size, int thousandths)
{
    return (jb_mpt)jb_geom_scale(size, thousandths, 1000);
}

/* ---- what an annotation is ------------------------------------------------------- */

static bool is_tone(uint32_t cp) /* U+02C9 to U+02CB, U+02C7, U+02EA, U+02EB */
{
    return cp == 0x2C7 || (cp >= 0x2C9 && cp <= 0x2CB) || cp == 0x2EA || cp == 0x2EB;
}

enum { NEUTRAL = 0x2D9 };

static bool is_bopomofo(uint32_t cp)
{
    return (cp >= 0x3105 && cp <= 0x312F) || (cp >= 0x31A0 && cp <= 0x31BF);
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == 0x3000;
}

bool jb_ruby_is_zhuyin(jb_str text)
{
    bool any = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = jb_utf8_next(text, &at);
        if (is_bopomofo(cp))
            any = true;
        else if (!is_tone(cp) && cp != NEUTRAL && !is_blank(cp))
            return false;
    }
    return any;
}

jb_str jb_ruby_next(jb_str text, size_t *at, bool by_tone)
{
    size_t begin = *at, end;
    while (begin < text.len) {
        size_t next = begin;
        if (!is_blank(jb_utf8_next(text, &next)))
            break;
        begin = next;
    }
    for (end = begin; end < text.len;) {
        size_t next = end;
        uint32_t cp = jb_utf8_next(text, &next);
        if (is_blank(cp) || (by_tone && cp == NEUTRAL && end > begin))
            break;
        end = next;
        if (by_tone && is_tone(cp))
            break;
    }
    *at = end;
    return jb_str_slice(text, begin, end);
}

size_t jb_ruby_count(jb_str text, bool by_tone)
{
    size_t at = 0, count = 0;
    while (jb_ruby_next(text, &at, by_tone).len)
        count++;
    return count;
}

/* ---- setting -------------------------------------------------------------------- */

static const jb_line *set_alone(fitting *f, const jb_ruby *ruby, jb_str text,
                                bool zhuyin)
{
    jb_arena *into = f->para->arena;
    jb_style *style = JB_NEW(into, jb_style);
    style->name = ruby->style->name;
    memcpy(&style->type, &ruby->style->type,
           sizeof style->type); /* compared as bytes */
    if (zhuyin) {
        style->type.size = of(style->type.size, ZHUYIN_OF_RUBY);
        style->type.weight = JB_MAX(style->type.weight, ZHUYIN_WEIGHT);
    }
    style->setting.leading = style->type.size;
    style->setting.punct = JB_PUNCT_PLAIN;
    jb_segment *segment = JB_NEW(into, jb_segment);
    *segment = (jb_segment){.text = text, .span = ruby->span, .style = style};
    jb_para *para = jb_para_shape(f->fonts, style, segment, 1, into, f->diag);
    const jb_para_measure measure = {.width = INT32_MAX / 4, .align = JB_ALIGN_LEFT};
    jb_lines lines = jb_para_break(para, &measure, into, f->diag);
    return lines.count ? &lines.items[0] : NULL;
}

static bool has_letters(jb_str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = jb_utf8_next(text, &at);
        if (jb_ucd_is_letter(cp) && !jb_ucd_is_east_asian(cp))
            return true;
    }
    return false;
}

static void add_part(fitting *f, const jb_ruby *ruby, jb_str text, size_t begin,
                     size_t end)
{
    jb_para *para = f->para;
    bool zhuyin = end == begin + 1 && jb_ruby_is_zhuyin(text);
    const jb_line *set = set_alone(f, ruby, text, zhuyin);
    if (!set || set->run_count == 0)
        return;
    bool is_latin = has_letters(text);
    jb_vec_push(para->arena, &f->parts,
                (jb_ruby_part){.ruby = ruby,
                               .begin = begin,
                               .end = end,
                               .set = set,
                               .em = para->runs[para->atoms[begin].run].type->size,
                               .is_beside = zhuyin,
                               .is_latin = is_latin,
                               .is_spread = !is_latin && end > begin + 1});
}

/* ---- bases ---------------------------------------------------------------------- */

static bool bears(const jb_atom *atom)
{
    return atom->kind != JB_ATOM_SPACE && atom->kind != JB_ATOM_MARK &&
           atom->glyph_count > 0;
}

static void add_each(fitting *f, const jb_ruby *ruby, size_t begin, size_t end,
                     bool by_tone)
{
    size_t at = 0;
    for (size_t i = begin; i < end; i++)
        if (bears(&f->para->atoms[i]))
            add_part(f, ruby, jb_ruby_next(ruby->text, &at, by_tone), i, i + 1);
}

static void add_group(fitting *f, const jb_ruby *ruby, size_t begin, size_t end)
{
    jb_atom *atoms = f->para->atoms;
    add_part(f, ruby, jb_str_trim(ruby->text), begin, end);
    for (size_t i = begin + 1; i < end; i++) {
        atoms[i].is_joined = true;
        if (end - begin <= WHOLE_MOST && atoms[i].may_break != JB_BREAK_NO &&
            atoms[i].may_break != JB_BREAK_MUST)
            atoms[i].may_break = JB_BREAK_EMERGENCY;
    }
}

static void add_base(fitting *f, const jb_ruby *ruby, size_t begin, size_t end)
{
    size_t bases = 0;
    for (size_t i = begin; i < end; i++)
        bases += bears(&f->para->atoms[i]);
    bool zhuyin = jb_ruby_is_zhuyin(ruby->text);
    for (int by_tone = 0; by_tone <= (zhuyin ? 1 : 0); by_tone++)
        if (bases > 0 && jb_ruby_count(ruby->text, by_tone) == bases) {
            add_each(f, ruby, begin, end, by_tone);
            return;
        }
    if (zhuyin && bases > 0) {
        char parts[24], characters[24];
        snprintf(parts, sizeof parts, "%zu", jb_ruby_count(ruby->text, true));
        snprintf(characters, sizeof characters, "%zu", bases);
        jb_diag_add(f->diag, JB_DIAG_RUBY_PARTS, ruby->span, parts, characters);
    }
    add_group(f, ruby, begin, end);
}

static const jb_ruby *ruby_of(const jb_para *para, size_t i)
{
    return para->segments[para->atoms[i].segment].ruby;
}

static void find_bases(fitting *f)
{
    const jb_para *para = f->para;
    for (size_t i = 0, end; i < para->count; i = end) {
        const jb_ruby *ruby = ruby_of(para, i);
        for (end = i + 1; ruby && end < para->count && ruby_of(para, end) == ruby &&
                          !para->atoms[end].must_break;)
            end++;
        if (ruby)
            add_base(f, ruby, i, end);
    }
}

/* ---- room ----------------------------------------------------------------------- */

static jb_mpt ruby_size(const jb_ruby_part *part)
{
    return part->ruby->style->type.size;
}

/* How far a ruby may stand over a mark (JLREQ 3.3.8): over its blank, over all of a closing
 * mark behind it or an opening one before it but not the blank beyond, and over half a ruby
 * em of an interpunct. */
static jb_mpt over_mark(const jb_atom *mark, jb_mpt ruby, bool is_after)
{
    jb_mpt blank = is_after ? mark->trim_left : mark->trim_right;
    switch (mark->punct) {
    case JB_PUNCT_OP:
        return is_after ? blank : mark->width - mark->trim_left;
    case JB_PUNCT_CL:
    case JB_PUNCT_CM:
    case JB_PUNCT_PD:
        return is_after ? mark->width - mark->trim_right : blank;
    case JB_PUNCT_MD:
        return blank + ruby / 2;
    default:
        return blank;
    }
}

/* How far a ruby may stand over its neighbour, a kana or a mark (JLREQ 3.3.8), never a Han
 * character. Negative: it must keep away from another ruby. beside:
 * the next ruby on that side, or NULL; atom: the neighbour, may be no atom. */
static jb_mpt overhang(const fitting *f, const jb_ruby_part *part,
                       const jb_ruby_part *beside, size_t atom, bool is_after)
{
    if (atom >= f->para->count) /* also before the first */
        return 0;
    size_t other = !beside ? SIZE_MAX : is_after ? beside->begin : beside->end - 1;
    if (other == atom)
        return part->is_latin && beside->is_latin
                   ? -of(ruby_size(part), PINYIN_APART) / 2
                   : 0;
    const jb_atom *neighbour = &f->para->atoms[atom];
    jb_mpt most = 0;
    if (neighbour->kind == JB_ATOM_MARK)
        most = over_mark(neighbour, ruby_size(part), is_after);
    else if (jb_ucd_class_of(neighbour->cp) == JB_UCD_KANA &&
             !is_bopomofo(neighbour->cp))
        most = neighbour->width;
    /* Two rubies share what stands between them; a mark may be set half as wide later. */
    bool is_shared = beside && other == (is_after ? atom + 1 : atom - 1);
    int sharers = !is_shared ? 1 : neighbour->kind == JB_ATOM_MARK ? 4 : 2;
    return JB_MIN(JB_MAX(most, 0) / sharers, ruby_size(part));
}

static void shift(jb_para *para, jb_atom *atom, jb_mpt by)
{
    for (uint32_t k = 0; k < atom->glyph_count; k++)
        para->glyphs[atom->glyph_at + k].x += by;
    atom->width += by;
}

/* Makes room for a ruby above: as much as it is wider, half of it at each side of every
 * character (JLREQ 3.3.6: 1 to 2 to 1), so that it stays in the middle of its base. */
static void widen(fitting *f, jb_ruby_part *part, jb_mpt left, jb_mpt right)
{
    jb_atom *atoms = f->para->atoms;
    jb_mpt base = 0, ruby = part->set->width;
    size_t count = part->end - part->begin;
    for (size_t i = part->begin; i < part->end; i++)
        base += atoms[i].width;
    jb_mpt half = (ruby - base) / 2;
    jb_mpt need_left = JB_MAX(0, half - left), need_right = JB_MAX(0, half - right);
    /* A word in letters is not spaced out (JLREQ 3.3.6). */
    bool is_word = jb_ucd_is_letter(atoms[part->begin].cp) &&
                   !jb_ucd_is_east_asian(atoms[part->begin].cp);
    part->between = is_word ? 0 : (need_left + need_right) / (jb_mpt)count;
    jb_mpt inside = part->between * (jb_mpt)(count - 1) / 2;
    part->before = JB_MAX(0, need_left - inside);
    part->after = JB_MAX(0, need_right - inside);
    for (size_t i = part->begin; i + 1 < part->end; i++)
        atoms[i].width += part->between;
    half -= inside;
    shift(f->para, &atoms[part->begin], part->before);
    atoms[part->end - 1].width += part->after;
    atoms[part->begin].trim_left -= JB_MAX(0, half - part->before);
    atoms[part->end - 1].trim_right -= JB_MAX(0, half - part->after);
}

static void make_room(fitting *f)
{
    for (size_t i = 0; i < f->parts.count; i++) {
        jb_ruby_part *part = &f->parts.items[i];
        if (part->is_beside) {
            part->after = of(part->em, ZHUYIN_COLUMN);
            f->para->atoms[part->begin].width += part->after;
            continue;
        }
        const jb_ruby_part *before = i > 0 ? part - 1 : NULL;
        const jb_ruby_part *after = i + 1 < f->parts.count ? part + 1 : NULL;
        widen(f, part, overhang(f, part, before, part->begin - 1, false),
              overhang(f, part, after, part->end, true));
    }
}

void jb_ruby_fit(jb_para *para, jb_fonts *fonts, jb_diag *diag)
{
    bool any = false;
    for (size_t i = 0; i < para->segment_count; i++)
        any |= para->segments[i].ruby != NULL;
    if (!any)
        return;
    fitting f = {.para = para, .fonts = fonts, .diag = diag};
    find_bases(&f);
    make_room(&f);
    para->rubies = f.parts.items;
    para->ruby_count = f.parts.count;
}

/* ---- placing -------------------------------------------------------------------- */

/* The piece of a ruby that stands on a line. */
typedef struct piece {
    const jb_ruby_part *part;
    jb_mpt left, right; /* of the base */
    jb_mpt raise;       /* of the base's baseline */
    size_t first, last; /* clusters of the annotation: [first, last) of all */
    size_t clusters;
} piece;

typedef struct placing {
    const jb_para *para;
    jb_arena *into;
    JB_VEC(jb_line_run) runs; /* of the ruby being placed */
    bool has_gaps;
} placing;

/* Adds a run, its text being copied: lines outlive their paragraph. */
static void put_run(placing *p, const jb_type *type, jb_line_run run)
{
    run.text.at = jb_arena_strndup(p->into, run.text.at, run.text.len);
    run.type = type;
    jb_vec_push(p->into, &p->runs, run);
}

static size_t count_clusters(const jb_line *set)
{
    size_t count = 0;
    for (size_t r = 0; r < set->run_count; r++)
        for (size_t k = 0; k < set->runs[r].count; k++)
            count += set->runs[r].glyphs[k].text_len > 0;
    return count;
}

/* A copy of a run with the clusters of the piece only. *cluster: the ordinal of the run's
 * first cluster, moved behind its last. */
static jb_line_run part_of(placing *p, const piece *wanted, const jb_line_run *run,
                           size_t *cluster)
{
    jb_line_run made = *run;
    jb_glyph *glyphs = JB_NEWS(p->into, jb_glyph, run->count + 1);
    size_t begin = run->text.len, end = 0;
    made.count = 0;
    made.glyphs = glyphs;
    for (size_t k = 0; k < run->count; k++) {
        const jb_glyph *glyph = &run->glyphs[k];
        *cluster += glyph->text_len > 0;
        if (*cluster <= wanted->first || *cluster > wanted->last)
            continue;
        glyphs[made.count++] = *glyph;
        if (glyph->text_len) {
            begin = JB_MIN(begin, (size_t)glyph->text_at);
            end = JB_MAX(end, (size_t)glyph->text_at + glyph->text_len);
        }
    }
    begin = JB_MIN(begin, end);
    made.text = jb_str_slice(run->text, begin, end);
    for (size_t k = 0; k < made.count; k++)
        glyphs[k].text_at -= (uint32_t)JB_MIN(begin, (size_t)glyphs[k].text_at);
    return made;
}

/* Spreads the characters of a ruby that is shorter than its base: one space between each,
 * half of it at the ends (JLREQ 3.3.6). */
static void spread(jb_line_run *run, size_t first, size_t clusters, jb_mpt room)
{
    union {
        const jb_glyph *read;
        jb_glyph *write; /* part_of made them */
    } glyphs = {run->glyphs};
    size_t at = first;
    for (size_t k = 0; k < run->count; k++) {
        at += glyphs.write[k].text_len > 0 && k > 0;
        glyphs.write[k].x +=
            (jb_mpt)jb_geom_scale(room, (int64_t)(2 * at + 1), (int64_t)(2 * clusters));
    }
}

static void put_above(placing *p, const piece *wanted)
{
    const jb_ruby_part *part = wanted->part;
    const jb_line *set = part->set;
    const jb_type *type = &part->ruby->style->type;
    jb_mpt base = wanted->right - wanted->left;
    bool is_whole = wanted->first == 0 && wanted->last == wanted->clusters;
    jb_mpt room = base - set->width;
    bool spreads = is_whole && part->is_spread && room > 0;
    size_t cluster = 0;
    jb_mpt width = 0, from = 0;
    p->has_gaps = spreads;
    for (size_t r = 0; r < set->run_count; r++) {
        size_t before = cluster;
        jb_line_run run = part_of(p, wanted, &set->runs[r], &cluster);
        if (run.count == 0)
            continue;
        if (p->runs.count == 0)
            from = run.x + run.glyphs[0].x;
        width = run.x + run.width - from;
        if (!is_whole) {
            jb_mpt most = (jb_mpt)jb_geom_scale(
                set->width, (int64_t)(wanted->last - wanted->first),
                (int64_t)JB_MAX(wanted->clusters, (size_t)1));
            width = JB_MIN(width, most);
        }
        run.raise = wanted->raise + of(part->em, BODY_TOP) +
                    of(type->size, part->is_latin ? LETTERS_RISE : HAN_RISE) +
                    type->raise;
        if (spreads)
            spread(&run, before, wanted->clusters, room);
        put_run(p, type, run);
    }
    jb_mpt x = wanted->left - from;
    if (!spreads)
        x += (base - (is_whole ? set->width : width)) / 2;
    if (is_whole)
        x += from;
    for (size_t i = 0; i < p->runs.count; i++)
        p->runs.items[i].x += x;
}

/* ---- zhuyin --------------------------------------------------------------------- */

static uint32_t code_of(const jb_line_run *run, const jb_glyph *glyph)
{
    size_t at = glyph->text_at;
    return jb_utf8_next(run->text, &at);
}

/* Moves a glyph so that its ink is in the middle of (x, y), from the run's origin. */
static void centre_on(jb_glyph *glyph, const jb_line_run *run, jb_mpt x, jb_mpt y)
{
    int32_t left, low, w, h;
    glyph->x = x;
    glyph->y = y;
    if (!jb_font_ink(run->face, glyph->gid, &left, &low, &w, &h))
        return;
    int32_t upem = run->face->upem;
    glyph->x -= (jb_mpt)jb_geom_scale(2 * left + w, run->type->size, 2 * upem);
    glyph->y -= (jb_mpt)jb_geom_scale(2 * low + h, run->type->size, 2 * upem);
}

static size_t count_symbols(const jb_line *set)
{
    size_t count = 0;
    for (size_t r = 0; r < set->run_count; r++)
        for (size_t k = 0; k < set->runs[r].count; k++)
            count += is_bopomofo(code_of(&set->runs[r], &set->runs[r].glyphs[k]));
    return count;
}

/* The types of a syllable, for good: tone marks are larger, or nobody could read them. */
typedef struct syllable {
    const jb_type *symbol, *tone;
    jb_mpt size; /* of symbols */
    jb_mpt top;  /* of the first one, above the baseline */
    jb_mpt foot; /* of the last one */
    jb_mpt tone_x;
    size_t count; /* symbols placed */
} syllable;

static const jb_type *own_type(placing *p, const jb_type *from, jb_mpt size)
{
    jb_type *type = JB_NEW(p->into, jb_type);
    memcpy(type, from, sizeof *type);
    type->size = size;
    return type;
}

static void put_symbol(placing *p, const piece *wanted, syllable *s,
                       const jb_line_run *from, const jb_glyph *glyph)
{
    uint32_t cp = code_of(from, glyph);
    jb_line_run run = *from;
    jb_glyph *own = JB_NEW(p->into, jb_glyph);
    *own = (jb_glyph){.gid = glyph->gid, .text_len = glyph->text_len};
    run.type = is_tone(cp) || cp == NEUTRAL ? s->tone : s->symbol;
    if (cp == NEUTRAL) {
        centre_on(own, &run, s->size / 2, s->top + s->size / 5);
    } else if (is_tone(cp)) {
        centre_on(own, &run, s->tone_x, s->foot + s->size * 3 / 4);
    } else {
        own->y = s->top - s->size * (jb_mpt)s->count - of(s->size, BODY_TOP);
        s->count += is_bopomofo(cp);
    }
    run.glyphs = own;
    run.count = 1;
    run.text = jb_str_slice(from->text, glyph->text_at,
                            (size_t)glyph->text_at + glyph->text_len);
    run.x = wanted->right;
    run.width = of(wanted->part->em, ZHUYIN_COLUMN);
    run.raise = wanted->raise + wanted->part->ruby->style->type.raise;
    put_run(p, run.type, run);
}

/* Symbols from top to bottom in the middle of the base's height; the tone mark at the
 * upper right of the last one, the neutral tone above the first (CLREQ 3.3.3). How much
 * above, and how high the tone stands beside it, is our choice: put_symbol. */
static void put_beside(placing *p, const piece *wanted)
{
    const jb_line *set = wanted->part->set;
    const jb_type *type = set->runs[0].type;
    jb_mpt em = wanted->part->em, size = type->size;
    jb_mpt high = size * (jb_mpt)count_symbols(set);
    syllable s = {.symbol = own_type(p, type, size),
                  .tone = own_type(p, type, of(size, TONE_OF_ZHUYIN)),
                  .size = size,
                  .top = of(em, BODY_MIDDLE) + high / 2,
                  .foot = of(em, BODY_MIDDLE) - high / 2,
                  .tone_x = size + (of(em, ZHUYIN_COLUMN) - size) / 2};
    p->has_gaps = true;
    for (size_t r = 0; r < set->run_count; r++)
        for (size_t k = 0; k < set->runs[r].count; k++)
            put_symbol(p, wanted, &s, &set->runs[r], &set->runs[r].glyphs[k]);
}

/* ---- lines ---------------------------------------------------------------------- */

/* The first part that ends behind an atom. */
static size_t first_behind(const jb_para *para, size_t atom)
{
    size_t low = 0, high = para->ruby_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (para->rubies[middle].end > atom)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static piece piece_of(const jb_para *para, const jb_extent *extent, const jb_mpt *pens,
                      const jb_ruby_part *part)
{
    size_t begin = JB_MAX(part->begin, extent->begin);
    size_t end = JB_MIN(part->end, extent->end), all = part->end - part->begin;
    const jb_atom *last = &para->atoms[end - 1];
    piece made = {.part = part, .clusters = count_clusters(part->set)};
    made.left = pens[begin - extent->begin] + (begin == part->begin ? part->before : 0);
    made.right = pens[end - 1 - extent->begin] + last->width -
                 (end == part->end ? part->after : part->between);
    made.raise = para->runs[last->run].type->raise;
    if (extent->raises)
        made.raise += extent->raises[begin - extent->begin];
    made.first = made.clusters * (begin - part->begin) / all;
    made.last = made.clusters * (end - part->begin) / all;
    return made;
}

static jb_line_ruby ruby_at(const jb_para *para, const piece *wanted, jb_arena *into)
{
    placing p = {.para = para, .into = into};
    jb_buf text = {0};
    if (wanted->part->is_beside)
        put_beside(&p, wanted);
    else
        put_above(&p, wanted);
    for (size_t i = 0; i < p.runs.count; i++)
        jb_buf_put_str(&text, p.runs.items[i].text);
    jb_line_ruby made = {p.runs.items, p.runs.count, {NULL, 0}, p.has_gaps};
    made.text = (jb_str){jb_arena_strndup(into, text.at, text.len), text.len};
    jb_buf_fini(&text);
    return made;
}

/* Marks on one side need a gap of half an em between the lines (CLREQ 2.3.5, 3.1.8); a
 * tenth less is let pass, as no ink reaches the edges of the ruby's box (our choice). */
static void check_room(const jb_para *para, const jb_ruby_part *part, jb_diag *diag)
{
    jb_mpt room = para->style->setting.leading - part->em, size = ruby_size(part);
    if (part->is_beside || room * 10 >= size * 9)
        return;
    char wanted[32], there[32];
    snprintf(wanted, sizeof wanted, "%d.%d", size / 1000, size % 1000 / 100);
    snprintf(there, sizeof there, "%d.%d", room / 1000, abs(room) % 1000 / 100);
    jb_diag_add(diag, JB_DIAG_RUBY_ROOM, part->ruby->span, wanted, there);
}

void jb_ruby_place(const jb_para *para, const jb_extent *extent, const jb_mpt *pens,
                   jb_line *line, jb_arena *into, jb_diag *diag)
{
    JB_VEC(jb_line_ruby) made = {NULL, 0, 0};
    for (size_t i = first_behind(para, extent->begin);
         i < para->ruby_count && para->rubies[i].begin < extent->end; i++) {
        const jb_ruby_part *part = &para->rubies[i];
        piece wanted = piece_of(para, extent, pens, part);
        jb_mpt inside = part->before + part->after + part->between;
        line->has_gaps |= inside > of(part->em, READ_AS_SPACE);
        if (extent->begin > 0)
            check_room(para, part, diag);
        jb_line_ruby ruby = ruby_at(para, &wanted, into);
        if (ruby.count)
            jb_vec_push(into, &made, ruby);
    }
    line->rubies = made.items;
    line->ruby_count = made.count;
}
