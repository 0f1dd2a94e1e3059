/* Writes XML (and HTML in its XML form): elements, attributes, text, always well-formed.
 * Characters that XML 1.0 does not allow (2.2 Char) and bytes that are no UTF-8 become
 * U+FFFD. */
#ifndef JB_MARKUP_H
#define JB_MARKUP_H

#include "base/buf.h"
#include "base/str.h"

enum { JB_MARKUP_DEPTH = 256 };

/* Zero-initialised with `out` set it is ready. */
typedef struct jb_markup {
    jb_buf *out;
    const char *open[JB_MARKUP_DEPTH]; /* names of the open elements, literals */
    size_t numbers[JB_MARKUP_DEPTH];   /* theirs: the how manieth element each is */
    size_t count;                      /* elements so far */
    size_t depth;
    bool is_tag_open; /* attributes may still be added */
} jb_markup;

/* Begins an element; `name` must live until it is closed. Elements nested deeper than
 * JB_MARKUP_DEPTH are left out, their content is not. */
void jb_markup_open(jb_markup *markup, const char *name);
/* An attribute of the element just opened. NULL writes none. */
void jb_markup_attr(jb_markup *markup, const char *name, const char *value);
void jb_markup_attr_str(jb_markup *markup, const char *name, jb_str value);
void jb_markup_attr_int(jb_markup *markup, const char *name, long value);
/* Ends the innermost element; `<name/>` when HTML's void elements or XML want it so:
 * elements without content that are not in the list of HTML's void ones are written with
 * an end tag, which both HTML and XML readers understand. */
void jb_markup_close(jb_markup *markup);
/* An element that holds nothing but a text; text NULL: nothing is written. */
void jb_markup_element(jb_markup *markup, const char *name, const char *text);
/* <meta KEY="NAME" content="..."> on a line of its own; content NULL: nothing is written. */
void jb_markup_meta(jb_markup *markup, const char *key, const char *name,
                    const char *content);
void jb_markup_text(jb_markup *markup, jb_str text);
/* A line end in the file, where white space does not count. */
void jb_markup_line(jb_markup *markup);
/* Bytes that are markup already (a style sheet, another writer's output). */
void jb_markup_raw(jb_markup *markup, jb_str bytes);

#endif
