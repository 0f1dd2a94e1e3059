/* Line-break opportunities of a paragraph: UAX 14 (Unicode 15.0, with the numbers of
 * its section 8.2, example 7), and on top of it the rules for CJK text: bans at line
 * start and line end (CLREQ 3.1.4, GB/T 15834, JLREQ 3.1.7), numbers, words,
 * addresses. */
#ifndef JB_OPPORTUNITY_H
#define JB_OPPORTUNITY_H

#include "style/style.h"
#include "text/punct.h"

typedef enum jb_break {
    JB_BREAK_NO,
    JB_BREAK_YES,
    JB_BREAK_PENALISED, /* between a number and its unit, after a hyphen in a word, in
                         * an address or a long formula: as bad as a loose line, not
                         * forbidden */
    JB_BREAK_HYPHEN,    /* after U+00AD: a hyphen is shown when the line ends here */
    JB_BREAK_EMERGENCY, /* inside what should stay whole; when nothing else fits */
    JB_BREAK_MUST       /* the line ends here */
} jb_break;

typedef struct jb_opportunity_rules {
    jb_kinsoku kinsoku;     /* read by the language's rules: text/kinsoku.h */
    bool is_tailored;       /* false: UAX 14 alone; the other fields do not count */
    bool is_korean_by_word; /* Hangul breaks at spaces only */
    jb_punct_convention convention;
} jb_opportunity_rules;

/* breaks[i] (a jb_break) says whether a line may end before cps[i]; it has n + 1
 * entries. breaks[0] is NO and breaks[n] MUST (with n == 0 the one entry is MUST).
 * Spaces at a break belong to the line before: the break stands behind the last of
 * them. marks: from jb_punct_resolve, n entries; may be NULL when not tailored.
 * Linear in n. */
void jb_opportunity_find(const uint32_t *cps, const jb_punct_at *marks, size_t n,
                         const jb_opportunity_rules *rules, uint8_t *breaks);

#endif
