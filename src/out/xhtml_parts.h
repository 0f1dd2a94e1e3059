/* What the walk over blocks carries: shared by the files xhtml*.c only. */
#ifndef JB_XHTML_PARTS_H
#define JB_XHTML_PARTS_H

#include "base/map.h"
#include "out/xhtml.h"

enum { JB_XHTML_DEEPEST = 6 /* of headings: HTML 4.3.6 */ };

/* A footnote whose text is still to be written. */
typedef struct jb_xhtml_note {
    const jb_inline *mark;
    struct jb_xhtml_note *next;
} jb_xhtml_note;

/* What stands before the first text of an item or a footnote. */
typedef struct jb_xhtml_label {
    const char *text; /* NULL: nothing waits */
    const char *href; /* of a footnote: back to its mark */
    const jb_style *style;
} jb_xhtml_label;

/* What attributes lang and dir say of everything inside. */
typedef struct jb_xhtml_around {
    const char *lang;
    bool is_right;
} jb_xhtml_around;

struct jb_xhtml {
    const jb_book_part *part;
    const jb_xhtml_dialect *dialect;
    const char *prefix;
    jb_markup *to;
    jb_arena *into;
    jb_xhtml_around around;
    int shift; /* added to the levels of headings: the title is the first */
    int levels[JB_XHTML_DEEPEST], depth; /* of the headings above, as written */
    /* marks of pages */
    jb_map places; /* block -> number of the first page that begins in it, + 1 */
    size_t page;   /* the next one to be written */
    size_t due;    /* those before are to be written where a mark may stand */
    const jb_block *block; /* whose text is being written */
    /* footnotes */
    jb_xhtml_note *notes, **behind; /* where one met now is put */
    jb_xhtml_label label;
    jb_map changed; /* style and change -> style */
    bool in_link, in_ruby, in_warichu;
};

/* ---- xhtml.c -------------------------------------------------------------------- */

/* A style with another alignment (NONE = its own), and without indent if it is tight. */
const jb_style *jb_xhtml_changed(jb_xhtml *x, const jb_style *style, jb_align align,
                                 bool is_tight);
/* A copy to be changed further. */
jb_style *jb_xhtml_copy(jb_xhtml *x, const jb_style *style);
/* The attributes lang and dir of the element just opened, where they differ from what is
 * around; returns that, for jb_xhtml_leave. */
jb_xhtml_around jb_xhtml_enter(jb_xhtml *x, const char *lang, bool is_right);
void jb_xhtml_leave(jb_xhtml *x, jb_xhtml_around around);
/* The element's class or style; then jb_xhtml_enter for a text. */
void jb_xhtml_look(jb_xhtml *x, const jb_style *style, const char *role);
/* An attribute id or href: parts are joined. */
void jb_xhtml_id(jb_xhtml *x, const char *word, int number);
/* role, and epub:type where the dialect has it; NULL = none. */
void jb_xhtml_role(jb_xhtml *x, const char *role, const char *type);
/* A block; tight: paragraphs are not indented. */
void jb_xhtml_child(jb_xhtml *x, const jb_block *block, bool is_tight);
/* All blocks beneath one. */
void jb_xhtml_children(jb_xhtml *x, const jb_block *parent, bool is_tight);
/* Whether a text runs from right to left. */
bool jb_xhtml_is_right(const jb_xhtml *x, const jb_block *block, const jb_style *style);

/* ---- xhtml_inline.c -------------------------------------------------------------- */

/* Marks what begins a block: the pages up to it are due. */
void jb_xhtml_inline_begin(jb_xhtml *x, const jb_block *block);
/* Writes the marks of the pages that are due; where phrasing content may stand. */
void jb_xhtml_inline_due(jb_xhtml *x);
/* Writes the waiting label, if there is one. */
void jb_xhtml_inline_label(jb_xhtml *x);
/* Writes the text of a block: waiting label, inlines, pages. */
void jb_xhtml_inline_text(jb_xhtml *x, const jb_block *block);

/* ---- xhtml_table.c --------------------------------------------------------------- */

void jb_xhtml_table_write(jb_xhtml *x, const jb_block *block);

#endif
