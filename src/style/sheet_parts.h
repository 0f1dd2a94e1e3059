/* What a layout consists of once it is read: shared by the files sheet*.c only. */
#ifndef JB_SHEET_PARTS_H
#define JB_SHEET_PARTS_H

#include "base/map.h"
#include "base/vec.h"
#include "style/props.h"
#include "style/sheet.h"

typedef struct jb_sheet_entry jb_sheet_entry;

/* A style for a role within another: "quote paragraph" hangs on "paragraph". */
typedef struct jb_sheet_context {
    const char *ancestor;
    jb_sheet_entry *entry;
    struct jb_sheet_context *next;
} jb_sheet_context;

typedef enum jb_sheet_state {
    JB_SHEET_STATE_UNREAD,
    JB_SHEET_STATE_OPEN, /* being resolved: met again, it is a loop */
    JB_SHEET_STATE_DONE
} jb_sheet_state;

/* A named style: the maps that say it, base layout first. */
struct jb_sheet_entry {
    const char *name;
    jb_span span;
    JB_VEC(const jb_val *) layers;
    const char *parent; /* "quote paragraph": "paragraph"; NULL for a plain name */
    jb_sheet_state state;
    jb_props props;
    const jb_style *style;
    jb_sheet_context *contexts;
};

/* The inline styles, as jb_inline_kind has them. */
typedef enum jb_sheet_inline {
    JB_SHEET_STRONG,
    JB_SHEET_EMPHASIS,
    JB_SHEET_CODE,
    JB_SHEET_LINK,
    JB_SHEET_SUPERSCRIPT,
    JB_SHEET_SUBSCRIPT,
    JB_SHEET_STRIKE,
    JB_SHEET_NOTE_MARK,
    JB_SHEET_RUBY,
    JB_SHEET_UNDERLINE,
    JB_SHEET_DOTS,
    JB_SHEET_NAME_LINE,
    JB_SHEET_BOOK_LINE,
    JB_SHEET_WARICHU,
    JB_SHEET_INLINES
} jb_sheet_inline;

extern const char *const jb_sheet_styles_inlines[JB_SHEET_INLINES];

struct jb_sheet {
    const char *name, *lang, *brand;
    const jb_fontset *fonts;
    jb_frame frame;
    jb_furniture header, footer;
    int numbering;
    jb_sheet_pages pages; /* of a volume */
    bool begins_right;    /* reports of a volume */
    unsigned indexes;     /* of a volume: JB_SHEET_... */
    bool has_grid;        /* body lines stand at the same heights on all pages */
    bool narrows;         /* full-width letters and digits to ASCII */
    jb_field_renames renames;
    const char *const *hidden; /* roles left out */
    size_t hidden_count;
    jb_map entries; /* style name -> jb_sheet_entry */
    jb_overlay overlays[JB_SHEET_INLINES];
};

#endif
