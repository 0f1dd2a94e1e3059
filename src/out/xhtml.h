/* Core blocks as XHTML: one walk for the e-book, the web page and the public-account
 * article. What differs between them is a dialect; it knows no kinds of report. Elements
 * are chosen by the kind of block, and by its role where HTML has an element for it; a role
 * that is not known here is a class on <div> or <p>. */
#ifndef JB_XHTML_H
#define JB_XHTML_H

#include "out/book.h"
#include "out/markup.h"

typedef struct jb_xhtml jb_xhtml;

typedef struct jb_xhtml_dialect {
    bool has_epub_types; /* epub:type beside role (EPUB 3.3; structural semantics) */
    bool
        is_vertical; /* lines run from top to bottom: numbers of two digits stand upright
                          * in <span class="upright"> (CLREQ 3.2.3) */
    /* Writes what makes the element just opened look as its style wants: a class, or a
     * style attribute. `role` is the block's; of inlines what their element does not
     * tell: "label", "note-mark", "dots", "name-line", "book-line", "warichu", or NULL.
     * Cells come in styles of their columns' alignment; "short": one that is to stay on
     * one line, "long": one of many words. A table and what belongs to it stand in an "exhibit", which has the
     * table's box. */
    void (*look)(void *state, jb_markup *to, const jb_style *style, const char *role);
    /* The address of a picture, NULL when it can't be shown: its alternative text stands
     * there then. */
    const char *(*picture)(void *state, uint32_t asset);
    /* The address of a link: `target` as written; "#anchor" for one within the
     * document, "#note-3" from a mark to a footnote that hangs on another mark. NULL: the
     * text stands without a link. */
    const char *(*link)(void *state, const char *target);
    void *state;
} jb_xhtml_dialect;

/* Begins writing blocks of a part. `part`, `dialect` and `markup` outlive it; `prefix` is
 * set before every id, so that parts of one file do not collide ("" = none). */
jb_xhtml *jb_xhtml_open(const jb_book_part *part, const jb_xhtml_dialect *dialect,
                        const char *prefix, jb_markup *markup, jb_arena *into);
/* Writes a block and all in it. Marks of pages stand where the pages begin; footnotes wait
 * for jb_xhtml_notes. */
void jb_xhtml_block(jb_xhtml *xhtml, const jb_block *block);
/* Writes the footnotes whose marks were written since the last call, with links back. */
void jb_xhtml_notes(jb_xhtml *xhtml);
/* Writes the marks of the pages that begin nowhere or were not met. */
void jb_xhtml_end(jb_xhtml *xhtml);
/* How many marks of pages were written: those of the first pages, in their order. The id of
 * the first is "page-1" behind the prefix. */
size_t jb_xhtml_pages(const jb_xhtml *xhtml);

#endif
