/* An e-book while it is made: its files leave for the archive as they are written, and
 * what the package, the contents and the list of pages say of them is collected. */
#ifndef JB_EPUB_BOOK_H
#define JB_EPUB_BOOK_H

#include "base/map.h"
#include "base/vec.h"
#include "out/css.h"
#include "out/epub_meta.h"
#include "out/markup.h"
#include "out/toc.h"
#include "out/webfont.h"
#include "out/zip.h"

/* Where a file stands in the order of reading. */
typedef enum jb_epub_order {
    JB_EPUB_UNREAD, /* not in it: pictures, style sheets */
    JB_EPUB_FRONT,  /* cover, title page, contents */
    JB_EPUB_BODY
} jb_epub_order;

/* A file of the manifest. */
typedef struct jb_epub_item {
    const char *href, *type;
    const char *properties; /* EPUB 3.3, D.3; NULL = none */
    jb_epub_order order;
} jb_epub_item;

/* Where a page of the paged edition begins. */
typedef struct jb_epub_page {
    const char *label, *href;
} jb_epub_page;

typedef struct jb_epub {
    jb_arena arena; /* holds this struct and all texts in it */
    const jb_book *book;
    jb_diag *diag;
    jb_zip *zip;
    jb_epub_meta *meta;
    jb_css *css;       /* of all reports */
    jb_webfont *fonts; /* likewise; NULL = none is embedded */
    JB_VEC(jb_epub_item) items;
    jb_toc contents;
    JB_VEC(jb_epub_page) pages;
    size_t parts;      /* added so far */
    size_t pictures;   /* written so far */
    const char *lang;  /* of the first report */
    bool is_right;     /* it runs from right to left */
    bool is_vertical;  /* its lines run from top to bottom */
    const char *start; /* the address where the text begins */
    bool has_cover;
} jb_epub;

/* What is said of a document beside its content. */
typedef struct jb_epub_frame {
    const char *title, *lang;
    const char *type; /* epub:type of its body; NULL = none */
    bool is_right;    /* it runs from right to left */
    bool is_vertical; /* its first report's lines run from top to bottom */
} jb_epub_frame;

/* Puts a file into the archive and the manifest; address and type live as long as the
 * book, the bytes need not. */
void jb_epub_add(jb_epub *epub, jb_epub_item item, jb_str bytes);
/* Begins and ends an XHTML document: everything around the content of its body. The
 * markup, zero-initialised, may go on to a further document. */
void jb_epub_begin(jb_markup *markup, jb_buf *out, const jb_epub_frame *frame);
void jb_epub_end(jb_markup *markup);

/* Writes the files of a report, in epub_text.c. */
void jb_epub_text_add(jb_epub *epub, const jb_book_part *part);
/* Write contents and NCX, the package file: in epub_nav.c, epub_package.c. */
void jb_epub_nav_add(jb_epub *epub);
void jb_epub_package_add(jb_epub *epub);

#endif
