/* Blocks of text as boxes: paragraphs, headings, code, and the plain rule. */
#ifndef JB_TEXTUAL_H
#define JB_TEXTUAL_H

#include "flow/build.h"

void jb_textual_para(jb_build *build, const jb_block *block);
void jb_textual_heading(jb_build *build, const jb_block *block);
/* Lines are kept and their leading spaces become an indent; a line that is too long
 * goes on below, as far in as it began. Tabs stand every 4 columns. */
void jb_textual_code(jb_build *build, const jb_block *block);
void jb_textual_rule(jb_build *build, const jb_block *block);
/* The lines of a plain text in a style, on one line wherever the measure allows it. */
jb_lines jb_textual_plain(jb_build *build, const char *text, const jb_style *style,
                          jb_mpt width, jb_span span);
/* Segments set within a measure; what they need stays in the builder's arena. */
jb_lines jb_textual_set(jb_build *build, const jb_style *style,
                        const jb_segment *segments, size_t count,
                        const jb_para_measure *measure);
/* A block's inlines, shaped; *flat gets its segments and notes. */
jb_para *jb_textual_shape(jb_build *build, const jb_block *block, jb_inline_flat *flat,
                          jb_arena *into);

#endif
