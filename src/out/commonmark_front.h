/* Values as YAML: the front matter of a Markdown file. */
#ifndef JB_COMMONMARK_FRONT_H
#define JB_COMMONMARK_FRONT_H

#include "base/buf.h"
#include "data/val.h"

/* Appends "key: value" with its line ends, indented by so many columns; every scalar is
 * read back as the same text, literal when it was, null when it was. */
void jb_commonmark_front_pair(jb_str key, const jb_val *val, int indent, jb_buf *into);
/* As above for a text. */
void jb_commonmark_front_text(jb_str key, jb_str text, int indent, jb_buf *into);
/* A Markdown text as a literal block. */
void jb_commonmark_front_literal(jb_str key, jb_str text, int indent, jb_buf *into);

#endif
