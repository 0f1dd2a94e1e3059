/* Layouts (layouts/NAME.yaml): page, grid, named styles, header and footer templates;
 * and the step that gives every block and inline its style. */
#ifndef JB_SHEET_H
#define JB_SHEET_H

#include "data/field.h"
#include "style/fontset.h"
#include "style/style.h"

/* A text with {title} {short-title} {brand} {series} {date} {publisher} {page} {pages}
 * {disclaimer-line}, one for reports of all languages (lang "") or one a language. */
typedef struct jb_template {
    struct jb_template_text {
        const char *lang, *text;
    } const *items;
    size_t count;
} jb_template;

/* The text for a report's language (BCP 47): the one whose language it begins with,
 * else the one for all, else the English, else the first; "" when there is none. */
const char *jb_sheet_template(const jb_template *template, const char *lang);

/* Header or footer. */
typedef struct jb_furniture {
    jb_template left, centre, right;
    const jb_style *style;
    jb_mpt baseline; /* from the page's top (header) or bottom (footer) edge */
    jb_stroke rule;  /* below the header or above the footer */
    bool on_first;   /* also on the first page */
} jb_furniture;

typedef struct jb_sheet jb_sheet;

/* The geometry of the page. */
typedef struct jb_frame {
    jb_mpt width, height;            /* of the paper */
    jb_mpt top, bottom, left, right; /* margins; the text area is what remains */
    jb_mpt exhibit; /* the widest a table may get, centred; >= measure */
} jb_frame;

/* The name a layout extends ("extends: briefing"), or NULL; *span: where it stands. */
const char *jb_sheet_extends(const jb_val *layout, jb_arena *into, jb_span *span);
/* Reads a layout from YAML sources, base first: later ones override earlier ones field
 * by field. `fonts` gives the roles. NULL after an error (unknown field, role,
 * style...). */
const jb_sheet *jb_sheet_read(jb_sources *sources, const uint32_t *layouts,
                              size_t count, const jb_fontset *fonts, jb_arena *into,
                              jb_diag *diag);
/* The font set a layout names ("fonts: noto"), from the last one that names any;
 * *span: where it stands. */
const char *jb_sheet_fontset(const jb_val *const *layouts, size_t count, jb_arena *into,
                             jb_span *span);
const char *jb_sheet_name(const jb_sheet *sheet);
const jb_frame *jb_sheet_frame(const jb_sheet *sheet);
const jb_furniture *jb_sheet_header(const jb_sheet *sheet);
const jb_furniture *jb_sheet_footer(const jb_sheet *sheet);
/* Options of the layout for the report room: heading numbering (a jb_numbering), brand,
 * renames of front-matter fields ("mapping:"). */
int jb_sheet_numbering(const jb_sheet *sheet);
/* Baseline to baseline of body text when the layout says `baseline-grid: yes`, so that
 * body lines stand at the same heights on all pages; else 0. mpt (CLREQ 2.3.5). */
jb_mpt jb_sheet_pitch(const jb_sheet *sheet);
/* How the pages of a volume are numbered. */
typedef enum jb_sheet_pages {
    JB_SHEET_PAGES_CONTINUOUS,
    JB_SHEET_PAGES_OF_REPORT /* within each report: "3-1" */
} jb_sheet_pages;
jb_sheet_pages jb_sheet_page_numbers(const jb_sheet *sheet);
/* Whether the reports of a volume begin on right-hand pages. */
bool jb_sheet_begins_right(const jb_sheet *sheet);
/* Which indexes a volume has, where there is anything to be listed; default: all. */
enum {
    JB_SHEET_PUBLISHERS = 1 << 0,
    JB_SHEET_TAGS = 1 << 1,
    JB_SHEET_CODES = 1 << 2,
    JB_SHEET_DATES = 1 << 3,
    JB_SHEET_INDEXES = (1 << 4) - 1
};
unsigned jb_sheet_indexes(const jb_sheet *sheet);
const char *jb_sheet_brand(const jb_sheet *sheet);
const char *jb_sheet_lang(const jb_sheet *sheet);
/* The name of a role of the layout's font set (jb_type.role): "serif". */
const char *jb_sheet_font(const jb_sheet *sheet, int role);
const jb_field_renames *jb_sheet_renames(const jb_sheet *sheet);
/* Whether a part of the report is shown, by its role ("title-block", "origin"): a
 * layout says `hide: [origin]`, `title-block: none` or `masthead: none`. */
bool jb_sheet_shows(const jb_sheet *sheet, const char *part);
/* A named style, "paragraph" when the sheet has none of that name. */
const jb_style *jb_sheet_style(const jb_sheet *sheet, const char *name);
/* Sets block->style and inline->style in the whole tree, after taking out the root's
 * children that the layout hides. lang: of the report (NULL = the
 * layout's). A role may be styled by ancestor: "callout-risk paragraph". */
void jb_sheet_apply(const jb_sheet *sheet, const char *lang, jb_block *root,
                    jb_arena *into);
void jb_sheet_dump(const jb_sheet *sheet, jb_buf *into);

#endif
