/* CJK punctuation: the classes of marks, the blank they carry, and which of the marks
 * that Latin shares (quotes, dashes, ellipses, interpuncts) are Chinese ones here. */
#ifndef JB_PUNCT_H
#define JB_PUNCT_H

#include "base/base.h"

/* Classes of CLREQ 3.1, JLREQ 3.1 and UAX 14 where they agree. */
typedef enum jb_punct {
    JB_PUNCT_NONE, /* no mark, or a Latin one */
    JB_PUNCT_OP,   /* opening bracket or quote */
    JB_PUNCT_CL,   /* closing bracket or quote */
    JB_PUNCT_CM,   /* comma, semicolon */
    JB_PUNCT_PD,   /* full stop, colon */
    JB_PUNCT_EX,   /* exclamation and question mark */
    JB_PUNCT_MD,   /* interpunct */
    JB_PUNCT_CN,   /* connector: wave dash, en dash, single em dash */
    JB_PUNCT_SL,   /* solidus */
    JB_PUNCT_B2,   /* dash of 2 em, written as two em dashes */
    JB_PUNCT_IN,   /* ellipsis of 2 em, written as two of three dots */
    JB_PUNCT_PR,   /* stands before a number */
    JB_PUNCT_PO,   /* stands after a number */
    JB_PUNCT_CJ,   /* small kana, prolonged sound mark */
    JB_PUNCT_IT,   /* iteration mark */
    JB_PUNCT_COUNT
} jb_punct;

/* Whose habits count. */
typedef enum jb_punct_convention {
    JB_PUNCT_ZH_HANS,
    JB_PUNCT_ZH_HANT,
    JB_PUNCT_JA,
    JB_PUNCT_KO,
    JB_PUNCT_OTHER
} jb_punct_convention;

/* What a mark is at its place. */
typedef struct jb_punct_at {
    uint8_t cls;  /* jb_punct */
    bool is_wide; /* set as a full-width glyph of a CJK face, in the Han run */
} jb_punct_at;

/* The convention of a BCP 47 tag ("zh-TW" is ZH_HANT, "zh" and "zh-CN" ZH_HANS); NULL
 * gives OTHER. */
jb_punct_convention jb_punct_convention_of(const char *lang);
/* The class a code point has among Han characters, whatever stands beside it: shared
 * quotes are OP or CL, U+00B7 MD, a lone U+2014 CN, U+2026 IN, U+002F SL. */
jb_punct jb_punct_class(uint32_t cp);
/* The advance a mark should be given inside a line, in thousandths of an em: 1000, but
 * 500 for an interpunct in zh-Hans (CLREQ 3.1.1.2; centre its ink) and for half-width
 * forms. Holds for marks that are set wide. */
int jb_punct_width(jb_punct cls, uint32_t cp, jb_punct_convention convention);
/* How much of that advance is blank that may be squeezed or trimmed at the left and at
 * the right, in thousandths of an em (typography: CLREQ 3.1.6, JLREQ 3.1.2). */
void jb_punct_blank(jb_punct cls, uint32_t cp, jb_punct_convention convention,
                    int *left_1000em, int *right_1000em);
/* Resolves the marks of a paragraph. lang_han: its language is written in Han (zh, ja),
 * so paired quotes are full width unless Latin alone stands inside and outside (a stack
 * pairs them, 16 deep); otherwise shared marks are Latin unless Han stands outside
 * them. An apostrophe between Latin letters is NONE. into: n entries. Linear. */
void jb_punct_resolve(const uint32_t *cps, size_t n, bool lang_han, jb_punct_at *into);

#endif
