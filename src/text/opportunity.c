/* Line-break opportunities in one pass. For each character the effective class of the
 * last one before it is kept (marks take the class of their base, UAX 14 LB9) together
 * with what the rules look further back for. The tailoring changes classes going in and
 * verdicts coming out; the rules between are those of UAX 14. The tailoring keeps to
 * text/kinsoku.h at the edges of lines and to CLREQ 3.1.5 and JLREQ 3.1.10 within numbers,
 * dashes and ellipses; what it says of ASCII signs, hyphens and solidi among Han is our
 * choice, with an example beside each. */
#include "text/opportunity.h"

#include "base/ucd.h"
#include "base/ucd_tables.h"
#include "text/address.h"
#include "text/formula.h"
#include "text/kinsoku.h"

#define BIT(cls) (1ull << JB_LB_##cls)
#define ALPHA    (BIT(AL) | BIT(HL))
#define HANGUL   (BIT(JL) | BIT(JV) | BIT(JT) | BIT(H2) | BIT(H3))
#define IDEO     (BIT(ID) | BIT(EB) | BIT(EM))

/* LB11, LB13, LB19: never broken before, but for spaces in LB19. */
#define EARLY (BIT(WJ) | BIT(EX) | BIT(CL) | BIT(CP) | BIT(IS) | BIT(SY) | BIT(QU))
/* LB21, LB22: not broken before unless CB stands there; LB12a. */
#define LATE       (BIT(BA) | BIT(HY) | BIT(NS) | BIT(IN))
#define BASE       (EARLY | LATE | BIT(GL))
#define EVERYTHING UINT64_MAX

/* [before] holds the set of adjacent classes it is not broken from. */
static const uint64_t glued[] = {
    [JB_LB_XX] = BASE,
    [JB_LB_AI] = BASE,
    [JB_LB_SA] = BASE,
    [JB_LB_SG] = BASE,
    [JB_LB_CJ] = BASE,
    [JB_LB_WJ] = EVERYTHING,                                 /* LB11 */
    [JB_LB_GL] = EVERYTHING,                                 /* LB12 */
    [JB_LB_OP] = EVERYTHING,                                 /* LB14 */
    [JB_LB_QU] = EVERYTHING,                                 /* LB19 */
    [JB_LB_BB] = EVERYTHING & ~BIT(CB),                      /* LB20, LB21 */
    [JB_LB_CB] = EARLY | BIT(GL),                            /* LB20 */
    [JB_LB_BA] = EARLY | LATE,                               /* LB12a */
    [JB_LB_HY] = EARLY | LATE | BIT(NU),                     /* LB12a, LB25 */
    [JB_LB_AL] = BASE | ALPHA | BIT(NU) | BIT(PR) | BIT(PO), /* LB23, 24, 28 */
    [JB_LB_HL] = BASE | ALPHA | BIT(NU) | BIT(PR) | BIT(PO), /* LB23, 24, 28 */
    [JB_LB_NU] = BASE | ALPHA | BIT(NU) | BIT(PR) | BIT(PO), /* LB23, LB25 */
    [JB_LB_PR] = BASE | ALPHA | BIT(NU) | IDEO | HANGUL,     /* LB23a, 24, 25, 27 */
    [JB_LB_PO] = BASE | ALPHA | BIT(NU),                     /* LB24, LB25 */
    [JB_LB_ID] = BASE | BIT(PO),                             /* LB23a */
    [JB_LB_EB] = BASE | BIT(PO) | BIT(EM),                   /* LB23a, LB30b */
    [JB_LB_EM] = BASE | BIT(PO),                             /* LB23a */
    [JB_LB_SY] = BASE | BIT(HL),                             /* LB21b */
    [JB_LB_IS] = BASE | ALPHA,                               /* LB29 */
    [JB_LB_JL] = BASE | BIT(PO) | (HANGUL & ~BIT(JT)),       /* LB26, LB27 */
    [JB_LB_JV] = BASE | BIT(PO) | BIT(JV) | BIT(JT),
    [JB_LB_H2] = BASE | BIT(PO) | BIT(JV) | BIT(JT),
    [JB_LB_JT] = BASE | BIT(PO) | BIT(JT),
    [JB_LB_H3] = BASE | BIT(PO) | BIT(JT),
    [JB_LB_B2] = BASE | BIT(B2), /* LB17 */
    [JB_LB_CL] = BASE,
    [JB_LB_CP] = BASE,
    [JB_LB_EX] = BASE,
    [JB_LB_IN] = BASE,
    [JB_LB_NS] = BASE,
    [JB_LB_RI] = BASE,
    [JB_LB_ZWJ] = BASE,
    [JB_LB_SP] = EARLY & ~BIT(QU), /* at the start of a line: LB11, LB13, LB18 */
};

/* The part of the number pattern of LB25 that ends at a character. */
typedef enum number_state { NUMBER_NONE, NUMBER_BODY, NUMBER_CLOSED } number_state;

typedef struct scan {
    const uint32_t *cps;
    const jb_punct_at *marks;
    size_t n;
    const jb_opportunity_rules *rules;
    const jb_kinsoku_level *kinsoku; /* of the language */
    jb_ucd_lb before;      /* class of the last base character, spaces skipped */
    jb_ucd_lb before_that; /* class of the base character before it (LB21a) */
    uint32_t record;       /* of the last base character */
    number_state number;
    bool is_spaced;          /* spaces stand behind it */
    bool is_joined;          /* the last character is a joiner (LB8a) */
    unsigned regionals;      /* in a row, up to the last character */
    size_t token, token_end; /* the Latin token judged last */
    bool is_address;         /* what it was found to be */
} scan;

static bool is_in(jb_ucd_lb cls, uint64_t set)
{
    return (1ull << cls & set) != 0;
}

/* LB1: the classes that stand for others. */
static jb_ucd_lb plain_class(uint32_t record)
{
    jb_ucd_lb cls = (jb_ucd_lb)(record & 63);
    if (!is_in(cls, BIT(AI) | BIT(SG) | BIT(XX) | BIT(SA) | BIT(CJ)))
        return cls;
    if (cls == JB_LB_SA)
        return record & JB_UCD_BIT_MARK ? JB_LB_CM : JB_LB_AL;
    return cls == JB_LB_CJ ? JB_LB_NS : JB_LB_AL;
}

static bool is_digit_at(const scan *s, size_t i)
{
    return i < s->n && jb_ucd_is_digit(s->cps[i]);
}

/* Full-width digits, and around them the marks that belong to numbers, count as their
 * ASCII forms; XX where nothing is to be said. */
static jb_ucd_lb full_width_class(const scan *s, size_t i)
{
    uint32_t cp = s->cps[i];
    if (cp >= 0xFF10 && cp <= 0xFF19)
        return JB_LB_NU;
    if (!is_digit_at(s, i + 1))
        return JB_LB_XX;
    bool is_behind_digit = i > 0 && is_digit_at(s, i - 1);
    if (cp == 0xFF0E || cp == 0xFF0C) /* full stop, comma */
        return is_behind_digit && s->cps[i - 1] >= 0xFF10 ? JB_LB_IS : JB_LB_XX;
    if (cp == 0xFF0D) /* a range, or a minus */
        return is_behind_digit ? JB_LB_QU : JB_LB_PR;
    bool is_sign = cp == 0xFF0B || (cp >= 0xFF1C && cp <= 0xFF1E);
    return is_sign ? JB_LB_PR : JB_LB_XX; /* plus, less, equals, greater */
}

static jb_ucd_lb tailored_class(const scan *s, size_t i, uint32_t record)
{
    jb_punct_at mark = s->marks[i];
    jb_ucd_lb cls = plain_class(record);
    uint32_t cp = s->cps[i];
    if (cp >= 0xFF0B && cp <= 0xFF1E) {
        jb_ucd_lb full = full_width_class(s, i);
        if (full != JB_LB_XX)
            return full;
    }
    if (mark.cls != JB_PUNCT_NONE)
        return jb_kinsoku_class(s->kinsoku, (jb_punct)mark.cls, cp, cls);
    /* A plus is no prefix unless a number follows: C++. */
    if (cp == '+' && !is_digit_at(s, i + 1))
        return JB_LB_AL;
    /* A hyphen behind a full-width bracket belongs to what follows: (yuan)-2024E. */
    if (cp == '-' && i > 0 && s->cps[i - 1] == 0xFF09 && i + 1 < s->n &&
        jb_ucd_is_digit(s->cps[i + 1]))
        return JB_LB_PR;
    /* A Latin em dash stays with the word before it, as English sets it. */
    if (cls == JB_LB_B2)
        return JB_LB_BA;
    if (s->rules->is_korean_by_word && is_in(cls, HANGUL))
        return JB_LB_AL; /* UAX 14, 8.2 example 1 */
    return cls;
}

static jb_ucd_lb class_at(const scan *s, size_t i, uint32_t record)
{
    return s->rules->is_tailored ? tailored_class(s, i, record) : plain_class(record);
}

/* LB25: (PR | PO) x (OP | HY) NU. */
static bool is_number_behind(const scan *s, size_t i)
{
    for (i++; i < s->n; i++) {
        uint32_t record = jb_ucd_tables_at(s->cps[i]);
        jb_ucd_lb cls = class_at(s, i, record);
        if (!is_in(cls, BIT(CM) | BIT(ZWJ)))
            return cls == JB_LB_NU;
    }
    return false;
}

/* Behind spaces: LB8, LB11, LB13 to LB18. */
static bool may_break_spaced(const scan *s, jb_ucd_lb after)
{
    if (s->before == JB_LB_ZW)
        return true;
    if (is_in(after, EARLY & ~BIT(QU)) || s->before == JB_LB_OP)
        return false;
    if (s->before == JB_LB_QU && after == JB_LB_OP)
        return false;
    if (is_in(s->before, BIT(CL) | BIT(CP)) && after == JB_LB_NS)
        return false;
    return !(s->before == JB_LB_B2 && after == JB_LB_B2);
}

/* Between neighbours that the table alone does not settle. */
static bool is_glued_further(const scan *s, size_t i, jb_ucd_lb after, uint32_t record)
{
    jb_ucd_lb before = s->before;
    if (s->number == NUMBER_BODY && after == JB_LB_NU)
        return true;
    if (s->number == NUMBER_CLOSED && is_in(after, BIT(PO) | BIT(PR)))
        return true;
    if (s->before_that == JB_LB_HL && is_in(before, BIT(HY) | BIT(BA)))
        return after != JB_LB_CB; /* LB21a; LB20 stands above it */
    if (after == JB_LB_OP) {
        if (is_in(before, ALPHA | BIT(NU)) && !(record & JB_UCD_BIT_EAST_ASIAN))
            return true; /* LB30 */
        return is_in(before, BIT(PR) | BIT(PO)) && is_number_behind(s, i);
    }
    if (before == JB_LB_CP && is_in(after, ALPHA | BIT(NU)))
        return !(s->record & JB_UCD_BIT_EAST_ASIAN); /* LB30 */
    if (before == JB_LB_RI && after == JB_LB_RI)
        return s->regionals % 2 == 1; /* LB30a */
    return after == JB_LB_EM && (s->record & JB_UCD_BIT_PICTOGRAPHIC) &&
           !(s->record & JB_UCD_BIT_ASSIGNED); /* LB30b */
}

static jb_break uax_break(const scan *s, size_t i, jb_ucd_lb after, uint32_t record)
{
    if (is_in(s->before, BIT(BK) | BIT(CR) | BIT(LF) | BIT(NL)) && !s->is_spaced)
        return s->before == JB_LB_CR && after == JB_LB_LF ? JB_BREAK_NO : JB_BREAK_MUST;
    if (is_in(after, BIT(BK) | BIT(CR) | BIT(LF) | BIT(NL) | BIT(SP) | BIT(ZW)))
        return JB_BREAK_NO; /* LB6, LB7 */
    if (s->before == JB_LB_ZW)
        return JB_BREAK_YES; /* LB8 */
    if (s->is_joined)
        return JB_BREAK_NO; /* LB8a */
    if (s->is_spaced)
        return may_break_spaced(s, after) ? JB_BREAK_YES : JB_BREAK_NO;
    if (is_in(after, glued[s->before]) || is_glued_further(s, i, after, record))
        return JB_BREAK_NO;
    return JB_BREAK_YES;
}

/* Whether a mark joins the character before it (LB9). */
static bool has_base(const scan *s)
{
    return !s->is_spaced &&
           !is_in(s->before, BIT(BK) | BIT(CR) | BIT(LF) | BIT(NL) | BIT(ZW) | BIT(SP));
}

static void advance(scan *s, jb_ucd_lb cls, uint32_t record)
{
    bool is_wide_close = s->rules->is_tailored && (record & JB_UCD_BIT_EAST_ASIAN);
    if (cls == JB_LB_NU)
        s->number = NUMBER_BODY;
    else if (s->number == NUMBER_BODY && is_in(cls, BIT(CL) | BIT(CP)) &&
             !is_wide_close)
        s->number = NUMBER_CLOSED;
    else if (!(s->number == NUMBER_BODY && is_in(cls, BIT(SY) | BIT(IS))))
        s->number = NUMBER_NONE;
    s->regionals = cls == JB_LB_RI ? s->regionals + 1 : 0;
    s->before_that = s->is_spaced ? JB_LB_SP : s->before;
    s->before = cls;
    s->record = record;
    s->is_spaced = false;
}

static inline bool is_unified(uint32_t cp)
{
    return cp >= 0x4E00 && cp <= 0x9FFF;
}

/* Characters that are clusters alone: Latin, general and CJK punctuation, Han, the
 * full-width forms before the half-width sound marks. */
static bool is_simple(uint32_t cp)
{
    return cp < 0x300 || is_unified(cp) || (cp >= 0xFF01 && cp <= 0xFF9D) ||
           (cp >= 0x2010 && cp <= 0x2027) || (cp >= 0x3000 && cp <= 0x3029);
}

/* The boundary cuts a grapheme cluster (UAX 29). Flags are counted by LB30a instead. */
static bool is_inside_cluster(uint32_t before, uint32_t after)
{
    if ((is_simple(after) && is_simple(before)) ||
        (after >= 0x1F1E6 && after <= 0x1F1FF))
        return false;
    return !jb_ucd_cluster_break(before, after);
}

/* Inside a dash or an ellipsis, which are pairs: breaks lie between the pairs only. */
static bool is_inside_pair(const scan *s, size_t i, size_t run)
{
    if (jb_kinsoku_parts(s->kinsoku, (jb_punct)s->marks[i].cls))
        return false;
    bool is_last = i + 1 == s->n || s->cps[i + 1] != s->cps[i];
    return run % 2 == 1 || is_last;
}

static bool is_word_at(const scan *s, size_t i)
{
    return i < s->n && s->cps[i] < 0x2E80 &&
           (jb_ucd_is_letter(s->cps[i]) || jb_ucd_is_digit(s->cps[i]));
}

/* A solidus in a word parts two words of three letters or more; P/E and km/h stay (our
 * choice; UAX 14 breaks behind any). */
static bool parts_words(const scan *s, size_t i)
{
    if (i < 4)
        return false;
    for (size_t k = 0; k < 3; k++)
        if (!is_word_at(s, i - 2 - k) || !is_word_at(s, i + k))
            return false;
    return true;
}

static bool is_hyphen(uint32_t cp)
{
    return cp == '-' || cp == 0x2010 || cp == 0x2013 || cp == 0x2212;
}

/* A digit, raised ones as in 10^14 too, perhaps with spaces behind it. */
static bool ends_number(const scan *s, uint32_t before)
{
    return s->before == JB_LB_NU || before == 0xB2 || before == 0xB3 ||
           before == 0xB9 || before == 0x2070 || (before >= 0x2074 && before <= 0x2079);
}

/* A sign that was typed with a space behind it, as converted texts have it: fell - 0.9%. */
static bool is_behind_sign(const scan *s, size_t i)
{
    size_t at = i;
    while (at > 0 && s->cps[at - 1] == ' ')
        at--;
    if (at == 0)
        return false;
    uint32_t sign = s->cps[at - 1];
    bool is_sign = is_hyphen(sign) || sign == '+' || sign == '<' || sign == '>' ||
                   sign == 0xB1 || sign == 0x2248;
    return is_sign && (at == 1 || s->cps[at - 2] == ' ' || s->cps[at - 2] >= 0x2E80);
}

/* A solidus between Han words that was typed with spaces, where the level lets none end a
 * line: yuan / share. */
static bool is_behind_solidus(const scan *s, size_t i)
{
    return s->before == JB_LB_SY && s->cps[i] >= 0x2E80 &&
           jb_kinsoku_class(s->kinsoku, JB_PUNCT_SL, '/', JB_LB_SY) == JB_LB_QU;
}

/* A break that UAX 14 allows, seen with the habits of the language. */
static jb_break judge_allowed(const scan *s, size_t i, jb_ucd_lb after)
{
    uint32_t before = s->cps[i - 1];
    if (before == 0x00AD)
        return JB_BREAK_HYPHEN;
    if (after == JB_LB_ID && ends_number(s, before))
        return jb_ucd_class_of(s->cps[i]) == JB_UCD_HAN ? JB_BREAK_PENALISED
                                                        : JB_BREAK_YES;
    if (s->is_spaced)
        return (is_digit_at(s, i) && is_behind_sign(s, i)) || is_behind_solidus(s, i)
                   ? JB_BREAK_NO
                   : JB_BREAK_YES;
    if (is_in(s->before, BIT(SY) | BIT(IS)) && after == JB_LB_NU)
        return JB_BREAK_NO; /* 5%/8%, No.5 */
    if (is_hyphen(before)) {
        if (!is_word_at(s, i))
            return JB_BREAK_YES;
        bool is_word = i >= 2 && is_word_at(s, i - 2);
        bool is_range = is_word && is_digit_at(s, i - 2) && is_digit_at(s, i);
        if (!is_word || is_range)
            return JB_BREAK_NO;
        /* Among Han a hyphen joins a code or a name (High-NA, F-35), and pdftotext takes
         * it away at a line's end. */
        return s->rules->convention == JB_PUNCT_OTHER ? JB_BREAK_PENALISED
                                                      : JB_BREAK_EMERGENCY;
    }
    if (before == '/' && s->cps[i] < 0x2E80)
        return parts_words(s, i) ? JB_BREAK_PENALISED : JB_BREAK_NO;
    return JB_BREAK_YES;
}

/* Where nothing else fits: in words and numbers, and in a row of like marks. */
static jb_break judge_forbidden(const scan *s, jb_ucd_lb after)
{
    const uint64_t letters = ALPHA | BIT(NU) | HANGUL;
    const uint64_t heads =
        letters | BIT(SY) | BIT(IS) | BIT(HY) | BIT(BA) | BIT(PO) | BIT(EX);
    const uint64_t fixed = BIT(WJ) | BIT(GL) | BIT(ZW) | BIT(SP) | BIT(BK) | BIT(CR) |
                           BIT(LF) | BIT(NL) | BIT(CM) | BIT(ZWJ) | BIT(RI) | BIT(JL) |
                           BIT(JV) | BIT(JT);
    /* LB15 guards an opening quote, but would bind a closing one to what follows. */
    if (s->is_spaced && s->before == JB_LB_QU && after == JB_LB_OP)
        return JB_BREAK_YES;
    if (s->is_spaced || s->is_joined || is_in(after, fixed) || is_in(s->before, fixed))
        return JB_BREAK_NO;
    /* An ASCII comma that does duty for a full-width one needs no space behind it. */
    if (s->before == JB_LB_IS && s->before_that == JB_LB_ID && is_in(after, ALPHA))
        return JB_BREAK_YES;
    if (is_in(after, letters) && is_in(s->before, heads))
        return JB_BREAK_EMERGENCY;
    return after == s->before ? JB_BREAK_EMERGENCY : JB_BREAK_NO;
}

/* Finds the Latin token that begins at i, once, and whether it is an address. */
static void judge_token(scan *s, size_t i)
{
    enum { SHORTEST = 6 }; /* a@b.cn */
    size_t end = i;
    while (end < s->n && jb_address_has(s->cps[end]))
        end++;
    s->token = i;
    s->token_end = JB_MAX(end, i + 1);
    s->is_address = end - i >= SHORTEST && jb_address_is(s->cps + i, end - i);
}

static jb_break tailor(scan *s, size_t i, jb_break verdict, jb_ucd_lb after, size_t run)
{
    if (verdict == JB_BREAK_MUST)
        return verdict;
    if (is_inside_cluster(s->cps[i - 1], s->cps[i]))
        return JB_BREAK_NO;
    if (s->is_address && i > s->token && i < s->token_end)
        return jb_address_breaks(s->cps, s->n, i) ? JB_BREAK_PENALISED
                                                  : JB_BREAK_EMERGENCY;
    if (jb_formula_breaks(s->cps, s->n, i))
        return JB_BREAK_PENALISED;
    if (run > 0)
        return is_inside_pair(s, i, run) ? JB_BREAK_NO : JB_BREAK_YES;
    return verdict == JB_BREAK_YES ? judge_allowed(s, i, after)
                                   : judge_forbidden(s, after);
}

/* How many like dashes or dots of pairs stand right before i, if i continues them. */
static size_t run_at(const scan *s, size_t i, size_t run)
{
    uint8_t cls = s->marks[i].cls;
    bool goes_on = i > 0 && (cls == JB_PUNCT_B2 || cls == JB_PUNCT_IN) &&
                   s->cps[i] == s->cps[i - 1];
    return goes_on ? run + 1 : 0;
}

static jb_break step(scan *s, size_t i, size_t *run)
{
    uint32_t record = jb_ucd_tables_at(s->cps[i]);
    jb_ucd_lb cls = class_at(s, i, record);
    bool is_mark = is_in(cls, BIT(CM) | BIT(ZWJ));
    bool is_tailored = s->rules->is_tailored;
    if (is_tailored) {
        *run = run_at(s, i, *run);
        if (i >= s->token_end && s->cps[i] < 0x2E80)
            judge_token(s, i);
    }
    if (is_mark && i > 0 && has_base(s)) { /* LB9 */
        s->is_joined = cls == JB_LB_ZWJ;
        return JB_BREAK_NO;
    }
    bool is_joiner = cls == JB_LB_ZWJ;
    if (is_mark)
        cls = JB_LB_AL; /* LB10 */
    jb_break verdict = JB_BREAK_NO;
    if (i > 0) {
        verdict = uax_break(s, i, cls, record);
        if (is_tailored)
            verdict = tailor(s, i, verdict, cls, *run);
    }
    s->is_joined = is_joiner;
    if (cls == JB_LB_SP && i > 0) {
        /* A space after a forced break begins a line: it is no base for LB9. */
        if (is_in(s->before, BIT(BK) | BIT(CR) | BIT(LF) | BIT(NL)) && !s->is_spaced)
            s->before = JB_LB_SP;
        s->is_spaced = true;
        s->number = NUMBER_NONE;
        s->regionals = 0;
        return verdict;
    }
    advance(s, cls, record);
    return verdict;
}

void jb_opportunity_find(const uint32_t *cps, const jb_punct_at *marks, size_t n,
                         const jb_opportunity_rules *rules, uint8_t *breaks)
{
    JB_MUST(marks || !rules->is_tailored || n == 0, "no marks");
    scan s = {.cps = cps,
              .marks = marks,
              .n = n,
              .rules = rules,
              .kinsoku = jb_kinsoku_of(rules->kinsoku, rules->convention),
              .before = JB_LB_SP};
    size_t run = 0;
    for (size_t i = 0; i < n; i++) {
        /* ID and ID part, and leave the state as it was: the bulk of Chinese text. */
        if (i > 0 && is_unified(cps[i]) && is_unified(cps[i - 1]))
            breaks[i] = JB_BREAK_YES;
        else
            breaks[i] = (uint8_t)step(&s, i, &run);
    }
    breaks[n] = JB_BREAK_MUST;
}
