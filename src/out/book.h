/* What reflowable documents are made of: reports as core blocks, one after the other. They
 * know pages by name only: where those of a paged edition begin. */
#ifndef JB_BOOK_H
#define JB_BOOK_H

#include "base/buf.h"
#include "base/diag.h"
#include "doc/report.h"
#include "style/sheet.h"
#include "text/font.h"

/* Where a page of the paged edition begins. */
typedef struct jb_book_page {
    jb_block_place place; /* nowhere: the page has nothing that begins on it */
    const char *label;    /* as printed: "1", "iv" */
} jb_book_page;

/* One report. Everything in it may be gone after it was added to a document. */
typedef struct jb_book_part {
    const jb_report *report; /* its metadata as written */
    const jb_block *root;    /* GROUP "report"; every block and inline has its style */
    const jb_assets *assets;
    const jb_sheet *sheet; /* the layout: colours, styles by name */
    jb_fonts *fonts;       /* for covers and embedded fonts */
    /* without notation; NULL when absent, but lang and title are always there */
    const char *title, *subtitle, *lang, *date, *publisher, *brand, *series;
    const jb_book_page *pages; /* in order; none unless a paged edition was made */
    size_t page_count;
    const jb_image *cover; /* that the report brings; NULL = none */
    bool is_coverless;     /* it wants none, nor one that is set */
} jb_book_part;

/* The document as a whole. */
typedef struct jb_book {
    const char *title; /* of a volume of several reports; NULL: a single report */
    size_t parts;      /* how many reports will be added */
    const char *date;  /* where no report has one: SOURCE_DATE_EPOCH's; NULL = none */
    bool embeds_fonts; /* subsets of the layout's fonts go into the file */
    int columns;       /* of plain text */
    const char *producer; /* "jianbao 0.1.0" */
} jb_book;

#endif
