/* Chinese has no spaces between words, and a dictionary large enough to find them is out
 * of proportion for headings. Particles and conjunctions mark many of the seams; the words
 * that must not be broken are listed by the layout. */
#include "text/phrase.h"

#include "base/ucd.h"

/* Our choice, on the scale of a ragged line's cost in linebreak.c; a single missed seam
 * must cost less than a broken number, and that less than a broken word. */
enum {
    AT_SEAM = 0,
    BEFORE_CONJUNCTION = 60,
    BEHIND_YEAR = 60,
    WITHIN_PHRASE = 800, /* as bad as nine ems of imbalance between the lines */
    WITHIN_NUMBER = 3000,
    WITHIN_WORD = 5000
};

enum { YEAR = 0x5E74 /* nian */ };

/* What leans on a year: du, di, chu, mo, nei, lai, jian, fen, ji, dai. */
static const uint32_t year_parts[] = {0x5EA6, 0x5E95, 0x521D, 0x672B, 0x5185,
                                      0x6765, 0x95F4, 0x4EFD, 0x7EA7, 0x4EE3};

/* The words are our choice. Behind these a phrase ends: structural and aspect particles. */
static const uint32_t particles[] = {0x7684 /* de */,  0x4E86 /* le */,
                                     0x5730 /* de */,  0x5F97 /* de */,
                                     0x7740 /* zhe */, 0x8FC7 /* guo */};

/* Before these a phrase begins: conjunctions, prepositions, adverbs of one character. */
static const uint32_t conjunctions[] = {
    0x4E0E /* yu */,    0x548C /* he */,  0x53CA /* ji */,   0x6216 /* huo */,
    0x5728 /* zai */,   0x5BF9 /* dui */, 0x4ECE /* cong */, 0x4E3A /* wei */,
    0x5C06 /* jiang */, 0x88AB /* bei */, 0x628A /* ba */,   0x5411 /* xiang */,
    0x5E76 /* bing */,  0x800C /* er */,  0x4F46 /* dan */,  0x4ECD /* reng */,
    0x5DF2 /* yi */,    0x7531 /* you */, 0x53C8 /* you */,  0x4E5F /* ye */,
};

/* Numerals, and the units that belong to them. */
static const uint32_t numerals[] = {0x3007, 0x96F6, 0x4E00, 0x4E8C, 0x4E24, 0x4E09,
                                    0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D,
                                    0x5341, 0x767E, 0x5343, 0x4E07, 0x4EBF};
static const uint32_t units[] = {0x5E74, 0x6708, 0x65E5, 0x5143, 0x500D, 0x4E2A,
                                 0x5BB6, 0x6B21, 0x5B63, 0x5929, 0x6B65, 0x9879};

static bool has(const uint32_t *list, size_t count, uint32_t cp)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == cp)
            return true;
    return false;
}

#define HAS(list, cp) has((list), JB_COUNT(list), (cp))

static int32_t cost_between(const jb_atom *a, const jb_atom *b)
{
    if (a->kind != JB_ATOM_HAN || b->kind != JB_ATOM_HAN)
        return AT_SEAM; /* a mark, a space, another script: what may break, breaks well */
    if (HAS(numerals, a->cp) && (HAS(numerals, b->cp) || HAS(units, b->cp)))
        return WITHIN_NUMBER;
    if (HAS(particles, b->cp))
        return WITHIN_WORD; /* a particle leans on what stands before it */
    if (HAS(particles, a->cp))
        return AT_SEAM;
    if (HAS(conjunctions, b->cp))
        return BEFORE_CONJUNCTION;
    return WITHIN_PHRASE;
}

static bool is_digit(const jb_atom *atom)
{
    return atom->cp >= '0' && atom->cp <= '9';
}

/* Whether four numerals of a year stand before an atom. */
static bool is_year(const jb_para *para, size_t i)
{
    for (size_t k = 1; k <= 4; k++)
        if (k > i ||
            !(is_digit(&para->atoms[i - k]) || HAS(numerals, para->atoms[i - k].cp)))
            return false;
    return true;
}

/* A number stays with its unit, blanks between them or not; behind a year a phrase ends. */
static int32_t cost_before(const jb_para *para, size_t i)
{
    const jb_atom *b = &para->atoms[i], *a = b - 1, *number = a;
    while (number > para->atoms && number->kind == JB_ATOM_SPACE)
        number--;
    if (is_digit(number) && HAS(units, b->cp))
        return WITHIN_NUMBER;
    if (a->cp == YEAR && b->kind == JB_ATOM_HAN && is_year(para, i - 1) &&
        !HAS(particles, b->cp))
        return HAS(year_parts, b->cp) ? WITHIN_NUMBER : BEHIND_YEAR;
    return cost_between(a, b);
}

/* Makes breaks within the listed words dear, wherever the words occur. */
static void guard_word(const jb_para *para, jb_str word, int32_t *costs)
{
    for (size_t i = 0; word.len && i < para->count; i++) {
        size_t from = para->atoms[i].text_at;
        const char *at = para->text.at + from;
        if (word.len > para->text.len - from ||
            at[word.len - 1] != word.at[word.len - 1] ||
            memcmp(at, word.at, word.len) != 0)
            continue;
        for (size_t k = i + 1;
             k < para->count && para->atoms[k].text_at < from + word.len; k++)
            costs[k] = WITHIN_WORD;
    }
}

void jb_phrase_find(const jb_para *para, int32_t *costs)
{
    for (size_t i = 1; i < para->count; i++)
        costs[i] = cost_before(para, i);
    for (size_t w = 0; w < para->style->setting.word_count; w++)
        guard_word(para, para->style->setting.words[w].text, costs);
}
