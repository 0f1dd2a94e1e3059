/* Blocks. A container (list, table, box) says nothing of its text; what holds text itself
 * (paragraph, heading, cell) does, so that sizes are never of sizes. */
#include "base/ucd.h"
#include "base/utf8.h"
#include "flow/picture.h"
#include "out/xhtml_parts.h"
#include "text/bidi.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum {
    DPI = 96,       /* CSS Values 4, 6.2: px */
    LABEL_MOST = 16 /* halves of an em, our choice: wider labels do not hang */
};

/* ---- attributes ------------------------------------------------------------------ */

void jb_xhtml_look(jb_xhtml *x, const jb_style *style, const char *role)
{
    x->dialect->look(x->dialect->state, x->to, style, role);
}

void jb_xhtml_id(jb_xhtml *x, const char *word, int number)
{
    char id[64];
    snprintf(id, sizeof id, "%s%s%d", x->prefix, word, number);
    jb_markup_attr(x->to, "id", id);
}

void jb_xhtml_role(jb_xhtml *x, const char *role, const char *type)
{
    if (x->dialect->has_epub_types)
        jb_markup_attr(x->to, "epub:type", type);
    jb_markup_attr(x->to, "role", role);
}

jb_xhtml_around jb_xhtml_enter(jb_xhtml *x, const char *lang, bool is_right)
{
    jb_xhtml_around around = x->around;
    if (lang && strcmp(lang, around.lang) != 0) {
        jb_markup_attr(x->to, "lang", lang);
        if (x->dialect->has_epub_types)
            jb_markup_attr(x->to, "xml:lang", lang);
        x->around.lang = lang;
    }
    if (is_right != around.is_right)
        jb_markup_attr(x->to, "dir", is_right ? "rtl" : "ltr");
    x->around.is_right = is_right;
    return around;
}

void jb_xhtml_leave(jb_xhtml *x, jb_xhtml_around around)
{
    x->around = around;
}

jb_style *jb_xhtml_copy(jb_xhtml *x, const jb_style *style)
{
    jb_style *own = JB_NEW(x->into, jb_style);
    memcpy(own, style, sizeof *own); /* styles are compared as bytes */
    return own;
}

const jb_style *jb_xhtml_changed(jb_xhtml *x, const jb_style *style, jb_align align,
                                 bool is_tight)
{
    bool is_same = align == JB_ALIGN_NONE || align == style->setting.align;
    if (is_same && !(is_tight && style->setting.indent))
        return style;
    uint64_t key = (uint64_t)(uintptr_t)style << 4 | (unsigned)align << 1 | is_tight;
    jb_map_entry *entry = jb_map_put_number(x->into, &x->changed, key);
    if (!entry->pointer) {
        jb_style *own = jb_xhtml_copy(x, style);
        if (!is_same)
            own->setting.align = align;
        if (is_tight)
            own->setting.indent = 0;
        entry->pointer = own;
    }
    return entry->pointer;
}

/* ---- direction ------------------------------------------------------------------- */

static bool has_right(jb_str text)
{
    for (size_t at = 0; at < text.len;)
        if (jb_bidi_concerns(jb_utf8_next(text, &at)))
            return true;
    return false;
}

static bool is_right_text(jb_str text, const jb_style *style)
{
    jb_arena scratch = {0};
    uint32_t *cps = JB_NEWS(&scratch, uint32_t, text.len + 1);
    size_t count = 0;
    for (size_t at = 0; at < text.len;)
        cps[count++] = jb_utf8_next(text, &at);
    jb_bidi_base base = jb_bidi_base_of(cps, count, style);
    jb_arena_fini(&scratch);
    return base != JB_BIDI_BASE_LTR; /* AUTO: the first letter runs so */
}

bool jb_xhtml_is_right(const jb_xhtml *x, const jb_block *block, const jb_style *style)
{
    (void)x;
    bool is_right = jb_bidi_is_right(style);
    jb_buf text = {0};
    jb_inlines_text(block->inlines, &text);
    if (is_right || has_right(jb_buf_str(&text)))
        is_right = is_right_text(jb_buf_str(&text), style);
    jb_buf_fini(&text);
    return is_right;
}

/* ---- texts ----------------------------------------------------------------------- */

static void write_text_block(jb_xhtml *x, const jb_block *block, const char *name,
                             const jb_style *style)
{
    jb_markup_open(x->to, name);
    if (block->kind == JB_BLOCK_HEADING && block->u.heading.anchor) {
        const char *anchor = block->u.heading.anchor;
        jb_markup_attr(x->to, "id",
                       jb_arena_printf(x->into, "%s%s", x->prefix, anchor));
    }
    jb_xhtml_look(x, style, block->role);
    jb_xhtml_around around =
        jb_xhtml_enter(x, style->type.lang, jb_xhtml_is_right(x, block, style));
    jb_xhtml_inline_text(x, block);
    jb_xhtml_leave(x, around);
    jb_markup_close(x->to);
    jb_markup_line(x->to);
}

static void write_para(jb_xhtml *x, const jb_block *para, bool is_tight)
{
    const jb_style *style = jb_xhtml_changed(x, para->style, JB_ALIGN_NONE, is_tight);
    write_text_block(x, para, jb_block_is(para, "title") ? "h1" : "p", style);
}

/* A heading two levels below the one before stands directly under it: no level is left out
 * (WCAG 2.1, technique G141). */
static int depth_of(jb_xhtml *x, int level)
{
    while (x->depth > 0 && x->levels[x->depth - 1] >= level)
        x->depth--;
    if (x->depth < JB_XHTML_DEEPEST)
        x->levels[x->depth++] = level;
    return x->depth;
}

static void write_heading(jb_xhtml *x, const jb_block *heading)
{
    static const char *const names[JB_XHTML_DEEPEST] = {"h1", "h2", "h3",
                                                        "h4", "h5", "h6"};
    int level = depth_of(x, heading->u.heading.level) + x->shift;
    if (heading->u.heading.number && *heading->u.heading.number)
        x->label = (jb_xhtml_label){.text = heading->u.heading.number,
                                    .style = heading->style};
    write_text_block(x, heading, names[JB_MIN(level, JB_XHTML_DEEPEST) - 1],
                     heading->style);
}

static void write_code(jb_xhtml *x, const jb_block *code)
{
    jb_markup_open(x->to, "pre");
    jb_xhtml_look(x, code->style, code->role);
    jb_xhtml_around around =
        jb_xhtml_enter(x, code->style->type.lang, jb_bidi_is_right(code->style));
    jb_markup_open(x->to, "code");
    jb_xhtml_inline_text(x, code);
    jb_markup_close(x->to);
    jb_xhtml_leave(x, around);
    jb_markup_close(x->to);
    jb_markup_line(x->to);
}

/* ---- boxes ----------------------------------------------------------------------- */

typedef struct group_element {
    const char *block_role;
    const char *name;
    const char *role, *type; /* ARIA's and EPUB's */
    bool is_named;           /* by the text of its first paragraph */
} group_element;

/* Roles that HTML has an element for. */
static const group_element groups[] = {
    {"title-block", "header", NULL, NULL, false},
    {"key-points", "section", NULL, NULL, true},
    {"callout-note", "aside", "note", NULL, true},
    {"callout-key", "aside", "note", NULL, true},
    {"callout-risk", "aside", "note", NULL, true},
    {"risk", "section", "doc-notice", "notice", true},
    {"quote", "blockquote", NULL, NULL, false},
};

static const group_element *group_of(const jb_block *block)
{
    static const group_element other = {"", "div", NULL, NULL, false};
    for (size_t i = 0; i < JB_COUNT(groups); i++)
        if (jb_block_is(block, groups[i].block_role))
            return &groups[i];
    return &other;
}

static void name_after(jb_xhtml *x, const jb_block *para)
{
    if (!para || para->kind != JB_BLOCK_PARA || !para->next)
        return;
    jb_buf text = {0};
    jb_inlines_text(para->inlines, &text);
    jb_markup_attr_str(x->to, "aria-label", jb_buf_str(&text));
    jb_buf_fini(&text);
}

/* Opens an element for a block that holds blocks. */
static jb_xhtml_around open_box(jb_xhtml *x, const jb_style *style, const char *role,
                                const char *name)
{
    jb_markup_open(x->to, name);
    jb_xhtml_look(x, style, role);
    return jb_xhtml_enter(x, style->type.lang, jb_bidi_is_right(style));
}

static jb_xhtml_around open_block(jb_xhtml *x, const jb_block *block, const char *name)
{
    return open_box(x, block->style, block->role, name);
}

static void close_box(jb_xhtml *x, jb_xhtml_around around)
{
    jb_xhtml_leave(x, around);
    jb_markup_close(x->to);
    jb_markup_line(x->to);
}

static void write_group(jb_xhtml *x, const jb_block *group)
{
    const group_element *element = group_of(group);
    jb_xhtml_around around = open_block(x, group, element->name);
    jb_xhtml_role(x, element->role, element->type);
    if (element->is_named)
        name_after(x, group->first);
    jb_markup_line(x->to);
    jb_xhtml_inline_due(x);
    jb_xhtml_children(x, group, false);
    close_box(x, around);
}

/* ---- lists ----------------------------------------------------------------------- */

/* The list's style with room for its widest label; the items' say how labels stand, if
 * they do (flow/listing.c). */
static const jb_style *list_style(jb_xhtml *x, const jb_block *list)
{
    const jb_block *item = list->first;
    const jb_style *style = list->style;
    bool is_item =
        item && item->style && (item->style->label_gap || item->style->label_width);
    jb_mpt half = jb_sheet_style(x->part->sheet, "paragraph")->type.size / 2;
    jb_mpt width = is_item ? item->style->label_width : style->label_width;
    for (; item; item = item->next)
        if (item->u.item.text)
            width = JB_MAX(width, JB_MIN(jb_utf8_columns(jb_str_of(item->u.item.text)),
                                         LABEL_MOST) *
                                      half);
    jb_style *own = jb_xhtml_copy(x, style);
    own->label_gap = is_item ? list->first->style->label_gap : style->label_gap;
    own->label_width = width;
    return own;
}

static void write_list(jb_xhtml *x, const jb_block *list)
{
    bool is_numbered = list->first && !list->first->u.item.is_bullet;
    jb_xhtml_around around =
        open_box(x, list_style(x, list), list->role, is_numbered ? "ol" : "ul");
    jb_markup_line(x->to);
    jb_xhtml_children(x, list, true);
    close_box(x, around);
}

/* The label stands in the item's first paragraph, so that it reads well without a style
 * sheet, or before another block. */
static void write_item(jb_xhtml *x, const jb_block *item)
{
    jb_xhtml_around around = open_block(x, item, "li");
    jb_xhtml_inline_due(x);
    x->label = (jb_xhtml_label){.text = item->u.item.text, .style = item->style};
    if (!item->first || item->first->kind != JB_BLOCK_PARA)
        jb_xhtml_inline_label(x);
    jb_xhtml_children(x, item, true);
    close_box(x, around);
}

/* ---- figures --------------------------------------------------------------------- */

static const jb_asset *asset_of(const jb_xhtml *x, const jb_block *figure)
{
    const jb_assets *assets = x->part->assets;
    uint32_t at = figure->u.figure.asset;
    if (!assets || at >= assets->count || !assets->items[at].is_loaded)
        return NULL;
    return &assets->items[at];
}

static long natural(uint32_t pixels, int dpi)
{
    return (long)jb_geom_scale(pixels, DPI, dpi > 0 ? dpi : DPI);
}

/* The one place where a picture becomes markup. */
static void write_picture(jb_xhtml *x, const jb_block *figure)
{
    const jb_figure *facts = &figure->u.figure;
    const jb_asset *asset = asset_of(x, figure);
    const char *alt = facts->alt ? facts->alt : "";
    const char *address =
        asset ? x->dialect->picture(x->dialect->state, facts->asset) : NULL;
    if (!address) {
        const jb_style *style = jb_sheet_style(x->part->sheet, "figure-missing");
        const char *lang = figure->style->type.lang;
        jb_markup_open(x->to, "p");
        jb_xhtml_look(x, style, "figure-missing");
        const char *words =
            asset ? alt : jb_picture_missing(facts->path, lang, x->into);
        jb_markup_text(x->to, jb_str_of(words));
        jb_markup_close(x->to);
        return;
    }
    jb_markup_open(x->to, "img");
    jb_markup_attr(x->to, "src", address);
    jb_markup_attr(x->to, "alt", alt);
    jb_markup_attr_int(x->to, "width", natural(asset->image.width, asset->image.dpi_x));
    jb_markup_attr_int(x->to, "height",
                       natural(asset->image.height, asset->image.dpi_y));
    if (facts->width_1000 > 0) {
        jb_buf width = {0};
        jb_buf_puts(&width, "width:");
        jb_buf_put_decimal(&width, facts->width_1000, 1);
        jb_buf_putc(&width, '%');
        jb_markup_attr_str(x->to, "style", jb_buf_str(&width));
        jb_buf_fini(&width);
    }
    jb_markup_close(x->to);
}

static void write_figure(jb_xhtml *x, const jb_block *figure)
{
    jb_xhtml_around around = open_block(x, figure, "figure");
    jb_xhtml_inline_due(x);
    write_picture(x, figure);
    jb_markup_line(x->to);
    if (figure->first) {
        jb_markup_open(x->to, "figcaption");
        jb_markup_line(x->to);
        jb_xhtml_children(x, figure, true);
        jb_markup_close(x->to);
    }
    close_box(x, around);
}

/* ---- the walk -------------------------------------------------------------------- */

void jb_xhtml_children(jb_xhtml *x, const jb_block *parent, bool is_tight)
{
    for (const jb_block *child = parent->first; child; child = child->next)
        jb_xhtml_child(x, child, is_tight);
}

void jb_xhtml_child(jb_xhtml *x, const jb_block *block, bool is_tight)
{
    jb_xhtml_inline_begin(x, block);
    switch (block->kind) {
    case JB_BLOCK_GROUP:
    case JB_BLOCK_ROW: /* only within tables, which write theirs */
    case JB_BLOCK_CELL:
        write_group(x, block);
        break;
    case JB_BLOCK_HEADING:
        write_heading(x, block);
        break;
    case JB_BLOCK_PARA:
        write_para(x, block, is_tight);
        break;
    case JB_BLOCK_CODE:
        write_code(x, block);
        break;
    case JB_BLOCK_LIST:
        write_list(x, block);
        break;
    case JB_BLOCK_ITEM:
        write_item(x, block);
        break;
    case JB_BLOCK_TABLE:
        jb_xhtml_table_write(x, block);
        break;
    case JB_BLOCK_FIGURE:
        write_figure(x, block);
        break;
    case JB_BLOCK_RULE:
        jb_xhtml_inline_due(x);
        close_box(x, open_block(x, block, "hr"));
        break;
    case JB_BLOCK_PAGE_BREAK: /* has no style */
        jb_markup_open(x->to, "div");
        jb_markup_attr(x->to, "class", "page-break");
        jb_markup_close(x->to);
        jb_markup_line(x->to);
        break;
    }
}

static bool has_title(const jb_block *block)
{
    for (const jb_block *child = block->first; child; child = child->next)
        if (jb_block_is(child, "title") ||
            (child->kind == JB_BLOCK_GROUP && has_title(child)))
            return true;
    return false;
}

jb_xhtml *jb_xhtml_open(const jb_book_part *part, const jb_xhtml_dialect *dialect,
                        const char *prefix, jb_markup *markup, jb_arena *into)
{
    jb_xhtml *x = JB_NEW(into, jb_xhtml);
    x->part = part;
    x->dialect = dialect;
    x->prefix = jb_str_dup(into, jb_str_of(prefix));
    x->to = markup;
    x->into = into;
    x->around = (jb_xhtml_around){part->lang, jb_bidi_is_right(part->root->style)};
    x->shift = has_title(part->root) ? 1 : 0;
    x->behind = &x->notes;
    for (size_t i = 0; i < part->page_count; i++) {
        const jb_block *block = part->pages[i].place.block;
        if (!block)
            continue;
        jb_map_entry *entry = jb_map_put_number(into, &x->places, (uintptr_t)block);
        if (!entry->value)
            entry->value = i + 1;
    }
    return x;
}

void jb_xhtml_block(jb_xhtml *xhtml, const jb_block *block)
{
    jb_xhtml_child(xhtml, block, false);
}

static void write_note(jb_xhtml *x, const jb_inline *mark)
{
    const jb_block *note = mark->note;
    jb_xhtml_around around = open_block(x, note, "aside");
    jb_xhtml_id(x, "note-", mark->number);
    jb_xhtml_role(x, "doc-footnote", "footnote");
    jb_markup_line(x->to);
    x->label = (jb_xhtml_label){
        .text = jb_arena_printf(x->into, "%d", mark->number),
        .href = jb_arena_printf(x->into, "#%smark-%d", x->prefix, mark->number),
        .style = note->style};
    if (!note->first || note->first->kind != JB_BLOCK_PARA)
        jb_xhtml_inline_label(x);
    jb_xhtml_children(x, note, true);
    close_box(x, around);
}

/* The notes that a note's own marks call for follow it. */
void jb_xhtml_notes(jb_xhtml *xhtml)
{
    if (!xhtml->notes)
        return;
    jb_markup_open(xhtml->to, "section");
    jb_markup_attr(xhtml->to, "class", "notes");
    jb_xhtml_role(xhtml, NULL, "footnotes");
    jb_markup_line(xhtml->to);
    while (xhtml->notes) {
        const jb_xhtml_note *note = xhtml->notes;
        xhtml->notes = note->next;
        xhtml->behind = &xhtml->notes;
        write_note(xhtml, note->mark);
    }
    xhtml->behind = &xhtml->notes;
    jb_markup_close(xhtml->to);
    jb_markup_line(xhtml->to);
}

void jb_xhtml_end(jb_xhtml *xhtml)
{
    xhtml->due = xhtml->part->page_count;
    jb_xhtml_inline_due(xhtml);
}

size_t jb_xhtml_pages(const jb_xhtml *xhtml)
{
    return xhtml->page;
}

/* NOLINTEND(misc-no-recursion) */
