/* The generated two-stage tables behind base/ucd.h: a block number for each 128 code
 * points, a record number for each code point of a block, and the records. */
#ifndef JB_UCD_TABLES_H
#define JB_UCD_TABLES_H

#include "base/base.h"

/* Grapheme_Cluster_Break, by the names of the database in upper case. */
typedef enum jb_ucd_gcb {
    JB_UCD_GCB_OTHER,
    JB_UCD_GCB_CR,
    JB_UCD_GCB_LF,
    JB_UCD_GCB_CONTROL,
    JB_UCD_GCB_EXTEND,
    JB_UCD_GCB_ZWJ,
    JB_UCD_GCB_REGIONAL_INDICATOR,
    JB_UCD_GCB_PREPEND,
    JB_UCD_GCB_SPACINGMARK,
    JB_UCD_GCB_L,
    JB_UCD_GCB_V,
    JB_UCD_GCB_T,
    JB_UCD_GCB_LV,
    JB_UCD_GCB_LVT
} jb_ucd_gcb;

/* A record: Line_Break in bits 0-5, jb_ucd_class 6-7, jb_ucd_gcb 8-11, width 12-13,
 * then one bit each; jb_ucd_bidi in bits 24-28. */
enum {
    JB_UCD_BIT_EAST_ASIAN = 1 << 14,
    JB_UCD_BIT_LETTER = 1 << 15,
    JB_UCD_BIT_DIGIT = 1 << 16,
    JB_UCD_BIT_MARK = 1 << 17,
    JB_UCD_BIT_CONTROL = 1 << 18,
    JB_UCD_BIT_IGNORABLE = 1 << 19,
    JB_UCD_BIT_EMOJI = 1 << 20,
    JB_UCD_BIT_PICTOGRAPHIC = 1 << 21,
    JB_UCD_BIT_COMPATIBILITY = 1 << 22,
    JB_UCD_BIT_ASSIGNED = 1 << 23
};

extern const uint32_t jb_ucd_tables_record[];
/* Pairs of an opening bracket and its other, ascending by both. */
enum { JB_UCD_BRACKETS = 64 };
extern const uint16_t jb_ucd_tables_bracket[2 * JB_UCD_BRACKETS];
extern const uint16_t jb_ucd_tables_block[];
extern const uint8_t jb_ucd_tables_index[];

/* The record of a code point; anything over U+10FFFF counts as U+10FFFF. */
static inline uint32_t jb_ucd_tables_at(uint32_t code_point)
{
    uint32_t cp = JB_MIN(code_point, 0x10FFFFu);
    return jb_ucd_tables_record
        [jb_ucd_tables_index[(uint32_t)jb_ucd_tables_block[cp >> 7] << 7 | (cp & 127)]];
}

#endif
