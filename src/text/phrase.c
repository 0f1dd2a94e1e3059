/* Chinese has no spaces between words, and a dictionary large enough to find them is out
 * of proportion for headings. Marks, particles, conjunctions and numbers show many of the
 * seams; between them most words have two characters, so that a break an odd number of
 * them from a seam is likely to be within one. The words that must not be broken are
 * listed by the layout. */
#include "text/phrase.h"

#include "base/ucd.h"

/* Our choice, on the scale of a ragged line's cost in linebreak.c; a single missed seam
 * must cost less than a broken number, and that less than a broken word. */
enum {
    AT_SEAM = 0,
    BEFORE_CONJUNCTION = 60,
    BEHIND_YEAR = 60,
    BETWEEN_SCRIPTS = 200,
    BEFORE_SIGN = 600,
    WITHIN_PHRASE = 800, /* as bad as nine ems of imbalance between the lines */
    ODD_BEFORE = 320,    /* and an odd number of characters behind a seam, */
    ODD_BEHIND = 280,    /* before one: words of three stand rather at the end */
    WITHIN_NUMBER = 3000,
    WITHIN_NAME = 3000,
    WITHIN_WORD = 5000
};

enum { YEAR = 0x5E74 /* nian */ };

/* What leans on a year: du, di, chu, mo, nei, lai, jian, fen, ji, dai. */
static const uint32_t year_parts[] = {0x5EA6, 0x5E95, 0x521D, 0x672B, 0x5185,
                                      0x6765, 0x95F4, 0x4EFD, 0x7EA7, 0x4EE3};

/* The words are our choice. Behind these particles a phrase ends; others, as guo and de
 * (0x5730), are as often parts of words. */
static const uint32_t particles[] = {0x7684 /* de */, 0x4E86 /* le */};

/* Before these a phrase begins: conjunctions, prepositions, adverbs of one character. */
static const uint32_t conjunctions[] = {
    0x4E0E /* yu */,    0x548C /* he */,  0x53CA /* ji */,   0x6216 /* huo */,
    0x5728 /* zai */,   0x5BF9 /* dui */, 0x4ECE /* cong */, 0x4E3A /* wei */,
    0x5C06 /* jiang */, 0x88AB /* bei */, 0x628A /* ba */,   0x5411 /* xiang */,
    0x5E76 /* bing */,  0x800C /* er */,  0x4F46 /* dan */,  0x4ECD /* reng */,
    0x5DF2 /* yi */,    0x7531 /* you */, 0x53C8 /* you */,  0x4E5F /* ye */,
    0x662F /* shi */,
};

/* Words with these in them, and the commonest function words of two characters. */
static const uint32_t pairs[][2] = {{0x6210, 0x4E3A} /* chengwei */,
                                    {0x4F5C, 0x4E3A} /* zuowei */,
                                    {0x8BA4, 0x4E3A} /* renwei */,
                                    {0x56E0, 0x4E3A} /* yinwei */,
                                    {0x89C6, 0x4E3A} /* shiwei */,
                                    {0x4F46, 0x662F} /* danshi */,
                                    {0x8FD8, 0x662F} /* haishi */,
                                    {0x4E8E, 0x662F} /* yushi */,
                                    {0x4EE5, 0x53CA} /* yiji */,
                                    {0x6D89, 0x53CA} /* sheji */,
                                    {0x666E, 0x53CA} /* puji */,
                                    {0x53C2, 0x4E0E} /* canyu */,
                                    {0x7ED9, 0x4E0E} /* jiyu */,
                                    {0x5E94, 0x5BF9} /* yingdui */,
                                    {0x9762, 0x5BF9} /* miandui */,
                                    {0x9488, 0x5BF9} /* zhendui */,
                                    {0x76F8, 0x5BF9} /* xiangdui */,
                                    {0x7EDD, 0x5BF9} /* juedui */,
                                    {0x5373, 0x5C06} /* jijiang */,
                                    {0x8F74, 0x5411} /* zhouxiang */,
                                    {0x65B9, 0x5411} /* fangxiang */,
                                    {0x5B9A, 0x5411} /* dingxiang */,
                                    {0x5BFC, 0x5411} /* daoxiang */,
                                    {0x9762, 0x5411} /* mianxiang */,
                                    {0x8D70, 0x5411} /* zouxiang */,
                                    {0x53CC, 0x5411} /* shuangxiang */,
                                    {0x8F6C, 0x5411} /* zhuanxiang */,
                                    {0x5B58, 0x5728} /* cunzai */,
                                    {0x6F5C, 0x5728} /* qianzai */,
                                    {0x73B0, 0x5728} /* xianzai */,
                                    {0x6B63, 0x5728} /* zhengzai */,
                                    {0x65E8, 0x5728} /* zhizai */,
                                    {0x81EA, 0x7531} /* ziyou */,
                                    {0x5408, 0x5E76} /* hebing */,
                                    {0x4ECE, 0x800C} /* conger */,
                                    {0x7136, 0x800C} /* raner */,
                                    {0x56E0, 0x800C} /* yiner */,
                                    {0x8FDB, 0x800C} /* jiner */,
                                    {0x53CD, 0x800C} /* faner */,
                                    {0x4E0D, 0x4F46} /* budan */,
                                    {0x9971, 0x548C} /* baohe */,
                                    {0x7F13, 0x548C} /* huanhe */,
                                    {0x6E29, 0x548C} /* wenhe */,
                                    {0x5982, 0x4F55} /* ruhe */,
                                    {0x4EC0, 0x4E48} /* shenme */,
                                    {0x5BF9, 0x4E8E} /* duiyu */,
                                    {0x5173, 0x4E8E} /* guanyu */,
                                    {0x7531, 0x4E8E} /* youyu */,
                                    {0x901A, 0x8FC7} /* tongguo */,
                                    {0x53EF, 0x4EE5} /* keyi */,
                                    {0x5DF2, 0x7ECF} /* yijing */,
                                    {0x8FDB, 0x884C} /* jinxing */,
                                    {0x5176, 0x4E2D} /* qizhong */,
                                    {0x76EE, 0x524D} /* muqian */,
                                    {0x5176, 0x4ED6} /* qita */};

/* Numerals, and the units that belong to them. */
static const uint32_t numerals[] = {0x3007, 0x96F6, 0x4E00, 0x4E8C, 0x4E24, 0x4E09,
                                    0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D,
                                    0x5341, 0x767E, 0x5343, 0x4E07, 0x4EBF};
static const uint32_t units[] = {0x5E74 /* nian */, 0x6708 /* yue */,
                                 0x65E5 /* ri */,   0x5143 /* yuan */,
                                 0x500D /* bei */,  0x4E2A /* ge */,
                                 0x5BB6 /* jia */,  0x6B21 /* ci */,
                                 0x5B63 /* ji */,   0x5929 /* tian */,
                                 0x6B65 /* bu */,   0x9879 /* xiang */,
                                 0x5927 /* da */,   0x4EE3 /* dai */,
                                 0x7C7B /* lei */,  0x79CD /* zhong */,
                                 0x8F6E /* lun */,  0x6279 /* pi */,
                                 0x5C4A /* jie */,  0x671F /* qi */,
                                 0x540D /* ming */, 0x65B9 /* fang */};
static const uint32_t ordinal = 0x7B2C; /* di */

static bool has(const uint32_t *list, size_t count, uint32_t cp)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == cp)
            return true;
    return false;
}

#define HAS(list, cp) has((list), JB_COUNT(list), (cp))

static bool is_digit(const jb_atom *atom)
{
    return atom->cp >= '0' && atom->cp <= '9';
}

static bool is_numeral(const jb_atom *atom)
{
    return is_digit(atom) || HAS(numerals, atom->cp);
}

/* Whether b is a unit of the number that a ends: the three great, but not 4 great. */
static bool is_unit(const jb_atom *a, const jb_atom *b)
{
    enum { GREAT = 0x5927 };
    return HAS(units, b->cp) && !(b->cp == GREAT && is_digit(a));
}

static bool is_pair(uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < JB_COUNT(pairs); i++)
        if (pairs[i][0] == a && pairs[i][1] == b)
            return true;
    return false;
}

/* A dash, a plus and the like belong to what stands before them. */
static bool is_sign(const jb_atom *atom)
{
    return atom->punct == JB_PUNCT_B2 || atom->punct == JB_PUNCT_CN ||
           atom->punct == JB_PUNCT_MD || atom->cp == '+' || atom->cp == '-' ||
           atom->cp == '&' || atom->cp == '/';
}

static bool is_one_letter(const jb_para *para, size_t i)
{
    return para->atoms[i].kind == JB_ATOM_ALNUM &&
           (i == 0 || para->atoms[i - 1].kind != JB_ATOM_ALNUM) &&
           (i + 1 == para->count || para->atoms[i + 1].kind != JB_ATOM_ALNUM);
}

/* Where not both are Han; `a` is what stands before the spaces, if there are any. */
static int32_t cost_of_mixed(const jb_para *para, size_t i, const jb_atom *a)
{
    const jb_atom *b = &para->atoms[i];
    if (is_sign(b))
        return BEFORE_SIGN;
    if (a->kind == JB_ATOM_MARK || b->kind == JB_ATOM_MARK)
        return AT_SEAM;
    bool is_joined =
        a + 1 == b && (is_one_letter(para, i - 1) || is_one_letter(para, i));
    if (is_digit(b))
        return AT_SEAM;
    return is_joined ? WITHIN_NUMBER : BETWEEN_SCRIPTS; /* A shares, K lines */
}

/* Whether four numerals of a year stand before an atom. */
static bool is_year(const jb_para *para, size_t i)
{
    for (size_t k = 1; k <= 4; k++)
        if (k > i || !is_numeral(&para->atoms[i - k]))
            return false;
    return true;
}

/* Verbs are made with hua, as in industrialise; before these it begins chemistry and the
 * like: gong, xue, jie, xian, fei, shi, zhuang, zhai. */
static bool is_suffix(const jb_para *para, size_t i)
{
    enum { HUA = 0x5316 };
    static const uint32_t others[] = {0x5DE5, 0x5B66, 0x89E3, 0x7EA4,
                                      0x80A5, 0x77F3, 0x5986, 0x503A};
    return para->atoms[i].cp == HUA &&
           !(i + 1 < para->count && HAS(others, para->atoms[i + 1].cp));
}

static int32_t cost_of_han(const jb_para *para, size_t i)
{
    const jb_atom *b = &para->atoms[i], *a = b - 1;
    if (a->cp == ordinal && is_numeral(b))
        return WITHIN_NUMBER;
    if (HAS(particles, b->cp) || is_pair(a->cp, b->cp) || is_suffix(para, i))
        return WITHIN_WORD; /* a particle leans on what stands before it */
    if (HAS(particles, a->cp))
        return AT_SEAM;
    if (a->cp == YEAR && is_year(para, i - 1))
        return HAS(year_parts, b->cp) ? WITHIN_NUMBER : BEHIND_YEAR;
    if (i + 1 == para->count)
        return WITHIN_PHRASE;
    bool is_conjunction = HAS(conjunctions, b->cp) && !is_pair(b->cp, (b + 1)->cp);
    if (is_conjunction || (b->cp == ordinal && is_numeral(b + 1)))
        return BEFORE_CONJUNCTION;
    return WITHIN_PHRASE;
}

/* A number stays with its unit, blanks between them or not; behind a year a phrase ends. */
static int32_t cost_before(const jb_para *para, size_t i)
{
    const jb_atom *b = &para->atoms[i], *a = b - 1;
    while (a > para->atoms && a->kind == JB_ATOM_SPACE)
        a--;
    if (is_numeral(a) && (is_unit(a, b) || is_numeral(b)))
        return WITHIN_NUMBER;
    if (a->kind != JB_ATOM_HAN || b->kind != JB_ATOM_HAN)
        return cost_of_mixed(para, i, a);
    return a + 1 == b ? cost_of_han(para, i) : AT_SEAM;
}

/* ---- words --------------------------------------------------------------------- */

/* Whether a word begins or ends at atom i, as far as can be seen: at a seam, or behind a
 * conjunction or a number. */
static bool is_joint(const jb_para *para, const int32_t *costs, size_t i)
{
    if (i == para->count)
        return true;
    const jb_atom *b = &para->atoms[i], *a = b - 1;
    if (a->kind != JB_ATOM_HAN || b->kind != JB_ATOM_HAN || HAS(particles, b->cp))
        return true;
    if (costs[i] != WITHIN_PHRASE)
        return costs[i] < WITHIN_PHRASE;
    return i >= 2 && ((is_numeral(a - 1) && is_unit(a - 1, a)) ||
                      costs[i - 1] == BEFORE_CONJUNCTION);
}

static void weigh_words(const jb_para *para, int32_t *costs)
{
    for (size_t begin = 0, end; begin < para->count; begin = end) {
        for (end = begin + 1; !is_joint(para, costs, end);)
            end++;
        for (size_t i = begin + 1; i < end; i++)
            if (costs[i] == WITHIN_PHRASE)
                costs[i] += (int32_t)((i - begin) % 2 * ODD_BEFORE +
                                      (end - i) % 2 * ODD_BEHIND);
    }
}

/* What stands between quotation marks or title marks is a name, if it is short. */
static void guard_names(const jb_para *para, int32_t *costs)
{
    enum { LONGEST = 8, PAREN = 0xFF08, PAREN_END = 0xFF09 };
    size_t begin = para->count;
    for (size_t i = 0; i < para->count; i++) {
        const jb_atom *atom = &para->atoms[i];
        if (atom->cp == PAREN || atom->cp == PAREN_END)
            continue;
        if (atom->punct == JB_PUNCT_OP)
            begin = i;
        if (atom->punct == JB_PUNCT_CL && begin < i && i - begin <= LONGEST + 1)
            for (size_t k = begin + 1; k <= i; k++)
                costs[k] = JB_MAX(costs[k], (int32_t)WITHIN_NAME);
    }
}

/* A typed number at the beginning does not stand alone on a line: numerals, perhaps in
 * brackets, and the mark behind them. */
static void guard_label(const jb_para *para, int32_t *costs)
{
    size_t i = 0, n = para->count;
    while (i < n && (is_numeral(&para->atoms[i]) || para->atoms[i].cp == 0xFF08))
        i++;
    if (i == 0 || i >= n ||
        (para->atoms[i].kind != JB_ATOM_MARK && para->atoms[i].cp != '.'))
        return;
    for (i++; i < n && para->atoms[i].kind == JB_ATOM_SPACE; i++)
        ;
    if (i < n)
        costs[i] = WITHIN_WORD;
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
    weigh_words(para, costs);
    guard_names(para, costs);
    guard_label(para, costs);
    for (size_t w = 0; w < para->style->setting.word_count; w++)
        guard_word(para, para->style->setting.words[w].text, costs);
}
