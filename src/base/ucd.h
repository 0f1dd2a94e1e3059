/* Unicode character properties, from tables generated out of the Unicode Character
 * Database by tests/tools/ucd.py (committed as ucd_tables.c). */
#ifndef JB_UCD_H
#define JB_UCD_H

#include "base/base.h"

/* Line_Break property values (UAX 14), the long names' usual two or three letters. */
typedef enum jb_ucd_lb {
    JB_LB_XX,
    JB_LB_AI,
    JB_LB_AL,
    JB_LB_B2,
    JB_LB_BA,
    JB_LB_BB,
    JB_LB_BK,
    JB_LB_CB,
    JB_LB_CJ,
    JB_LB_CL,
    JB_LB_CM,
    JB_LB_CP,
    JB_LB_CR,
    JB_LB_EB,
    JB_LB_EM,
    JB_LB_EX,
    JB_LB_GL,
    JB_LB_H2,
    JB_LB_H3,
    JB_LB_HL,
    JB_LB_HY,
    JB_LB_ID,
    JB_LB_IN,
    JB_LB_IS,
    JB_LB_JL,
    JB_LB_JT,
    JB_LB_JV,
    JB_LB_LF,
    JB_LB_NL,
    JB_LB_NS,
    JB_LB_NU,
    JB_LB_OP,
    JB_LB_PO,
    JB_LB_PR,
    JB_LB_QU,
    JB_LB_RI,
    JB_LB_SA,
    JB_LB_SG,
    JB_LB_SP,
    JB_LB_SY,
    JB_LB_WJ,
    JB_LB_ZW,
    JB_LB_ZWJ
} jb_ucd_lb;

/* Scripts in the granularity layout needs; everything else is OTHER. */
typedef enum jb_ucd_class {
    JB_UCD_OTHER,
    JB_UCD_HAN,  /* Script=Han (with 3007, 3005, 3021-3029, 3038-303B) */
    JB_UCD_KANA, /* Hiragana, Katakana, Bopomofo */
    JB_UCD_HANGUL
} jb_ucd_class;

/* Bidi_Class property values (UAX 9, table 4). */
typedef enum jb_ucd_bidi {
    JB_BIDI_L,
    JB_BIDI_R,
    JB_BIDI_AL,
    JB_BIDI_EN,
    JB_BIDI_ES,
    JB_BIDI_ET,
    JB_BIDI_AN,
    JB_BIDI_CS,
    JB_BIDI_NSM,
    JB_BIDI_BN,
    JB_BIDI_B,
    JB_BIDI_S,
    JB_BIDI_WS,
    JB_BIDI_ON,
    JB_BIDI_LRE,
    JB_BIDI_LRO,
    JB_BIDI_RLE,
    JB_BIDI_RLO,
    JB_BIDI_PDF,
    JB_BIDI_LRI,
    JB_BIDI_RLI,
    JB_BIDI_FSI,
    JB_BIDI_PDI
} jb_ucd_bidi;

jb_ucd_lb jb_ucd_line_break(uint32_t code_point);
jb_ucd_class jb_ucd_class_of(uint32_t code_point);
/* East_Asian_Width F, W or H. */
bool jb_ucd_is_east_asian(uint32_t code_point);
/* Columns on a terminal: 0 (combining, format), 1 or 2 (East_Asian_Width F or W, emoji
 * presentation). */
int jb_ucd_width(uint32_t code_point);
bool jb_ucd_is_letter(uint32_t code_point); /* General_Category L* */
bool jb_ucd_is_digit(uint32_t code_point);  /* Nd */
/* What parts whole numbers from decimals, and groups of digits: ASCII and Arabic. */
bool jb_ucd_is_point(uint32_t code_point);
bool jb_ucd_is_group(uint32_t code_point);
bool jb_ucd_is_mark(uint32_t code_point);    /* Mn, Mc, Me */
bool jb_ucd_is_control(uint32_t code_point); /* Cc */
/* What would steer a terminal or reorder what is read: controls, the marks, embeddings,
 * overrides and isolates of UAX #9, line and paragraph separator, the byte order mark. */
bool jb_ucd_is_steering(uint32_t code_point);
bool jb_ucd_is_ignorable(uint32_t code_point);    /* Default_Ignorable_Code_Point */
bool jb_ucd_is_emoji(uint32_t code_point);        /* Emoji_Presentation */
bool jb_ucd_is_pictographic(uint32_t code_point); /* Extended_Pictographic */
bool jb_ucd_is_assigned(uint32_t code_point);     /* General_Category other than Cn */
/* Whether an extended grapheme cluster boundary (UAX 29) may lie between two adjacent
 * code points, judged by the pair alone (regional indicators pair wherever they meet). */
bool jb_ucd_cluster_break(uint32_t before, uint32_t after);
jb_ucd_bidi jb_ucd_bidi_class(uint32_t code_point);
/* The opening bracket of the pair this one belongs to (Bidi_Paired_Bracket; canonical
 * equivalents give one value), and whether it is the opening one; 0: no bracket. */
uint32_t jb_ucd_bracket(uint32_t code_point, bool *is_open);
/* Radicals and compatibility ideographs (2E80-2FDF, F900-FAFF, 2F800-2FA1F). */
bool jb_ucd_is_compatibility_han(uint32_t code_point);

#endif
