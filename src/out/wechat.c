/* One walk over core blocks. Every paragraph carries its whole style, since the editor
 * takes elements apart and puts them together again. */
#include <stdarg.h>

#include "base/ucd.h"
#include "base/utf8.h"
#include "out/datauri.h"
#include "out/wechat_parts.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum {
    GAP = 16,        /* px below a paragraph; as large as its text */
    TIGHT_GAP = 8,   /* px below an item's */
    CLOSE_GAP = 4,   /* px between what belongs to one table or figure */
    LABEL_LEAST = 24 /* px */
};

/* ---- styles ---------------------------------------------------------------------- */

int jb_wechat_px(const jb_wechat *w, const jb_type *type)
{
    int px = (int)jb_geom_scale(type->size, JB_WECHAT_PX, JB_MAX(w->body->size, 1));
    return JB_MAX(px, (int)JB_WECHAT_LEAST);
}

jb_colour jb_wechat_colour(jb_colour colour)
{
    enum { DARK = 0x33, LIGHT = 0xFA };
    jb_colour red = colour >> 16 & 0xFF, green = colour >> 8 & 0xFF,
              blue = colour & 0xFF;
    if (red < DARK && green < DARK && blue < DARK)
        return 0x333333;
    if (red > LIGHT && green > LIGHT && blue > LIGHT)
        return 0xFAFAFA;
    return colour;
}

void jb_wechat_style(jb_wechat *w, const char *format, ...)
{
    char style[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(style, sizeof style, format, arguments);
    va_end(arguments);
    jb_markup_attr(&w->to, "style", style);
}

static const char *align_word(jb_align align)
{
    switch (align) {
    case JB_ALIGN_LEFT:
        return "left";
    case JB_ALIGN_CENTRE:
        return "center";
    case JB_ALIGN_RIGHT:
    case JB_ALIGN_DECIMAL:
        return "right";
    case JB_ALIGN_NONE:
    case JB_ALIGN_JUSTIFY:
        break;
    }
    return "justify";
}

/* What text looks like; containers have none of it. */
const char *jb_wechat_text_style(jb_wechat *w, const jb_style *style, jb_align align)
{
    int px = jb_wechat_px(w, &style->type);
    bool is_bold = style->type.weight >= 600;
    return jb_arena_printf(
        &w->arena,
        "font-size:%dpx;line-height:%d.%02d;letter-spacing:0.5px;color:#%06x;%s"
        "text-align:%s;",
        px, JB_WECHAT_LEADING / 1000, JB_WECHAT_LEADING % 1000 / 10,
        (unsigned)jb_wechat_colour(style->type.colour),
        is_bold ? "font-weight:bold;" : "",
        align_word(align ? align : style->setting.align));
}

static void open(jb_wechat *w, const char *name)
{
    jb_markup_open(&w->to, name);
}

static void close(jb_wechat *w)
{
    jb_markup_close(&w->to);
}

static void close_line(jb_wechat *w)
{
    jb_markup_close(&w->to);
    jb_markup_line(&w->to);
}

/* ---- paragraphs ------------------------------------------------------------------ */

/* The label hangs at the left of the paragraph's first line. */
static void open_para(jb_wechat *w, const jb_style *style, int gap)
{
    const char *label = w->label;
    int hang = label ? w->label_width : 0;
    w->label = NULL;
    const char *inset = "", *hangs = "";
    if (w->left)
        inset = jb_arena_printf(&w->arena, "padding:0 0 0 %dpx;", w->left);
    if (label)
        hangs = jb_arena_printf(&w->arena, "text-indent:-%dpx;", hang);
    open(w, "p");
    jb_wechat_style(w, "margin:0 0 %dpx;%s%s%s", gap, inset, hangs,
                    jb_wechat_text_style(w, style, JB_ALIGN_NONE));
    if (!label)
        return;
    open(w, "span");
    jb_wechat_style(w, "display:inline-block;min-width:%dpx;text-indent:0;", hang);
    jb_markup_text(&w->to, jb_str_of(label));
    close(w);
}

/* A label whose item does not begin with a paragraph. */
static void put_label(jb_wechat *w, const jb_style *style)
{
    if (!w->label)
        return;
    open_para(w, style, TIGHT_GAP);
    close_line(w);
}

static void put_para(jb_wechat *w, const jb_block *block)
{
    int gap = w->left ? TIGHT_GAP : GAP;
    open_para(w, block->style, w->gap ? w->gap : gap);
    jb_wechat_inline_put(w, block->inlines);
    close_line(w);
}

/* Whether a number's mark at its end brings its own blank. */
static bool ends_wide(const char *text)
{
    size_t at = strlen(text);
    return at && jb_ucd_width(jb_utf8_prev(jb_str_of(text), &at)) == 2;
}

static void put_heading(jb_wechat *w, const jb_block *block)
{
    const char *number = block->u.heading.number;
    open(w, "p");
    jb_wechat_style(w, "margin:28px 0 %dpx;%s", GAP,
                    jb_wechat_text_style(w, block->style, JB_ALIGN_LEFT));
    open(w, "strong");
    jb_markup_text(&w->to, jb_str_of(number));
    if (*number && !ends_wide(number))
        jb_markup_text(&w->to, JB_STR(" "));
    jb_wechat_inline_put(w, block->inlines);
    close(w);
    close_line(w);
}

/* A line of code; blanks that would be lost are U+00A0. */
static void put_code_line(jb_wechat *w, jb_str line)
{
    bool was_space = true;
    for (size_t at = 0; at < line.len;) {
        size_t from = at;
        uint32_t cp = jb_utf8_next(line, &at);
        bool is_space = cp == ' ' || cp == '\t';
        if (cp == '\t')
            jb_markup_text(&w->to, JB_STR("\xC2\xA0\xC2\xA0\xC2\xA0\xC2\xA0"));
        else if (is_space && was_space)
            jb_markup_text(&w->to, JB_STR("\xC2\xA0"));
        else
            jb_markup_text(&w->to, jb_str_slice(line, from, at));
        was_space = is_space;
    }
}

static void put_code(jb_wechat *w, const jb_block *block)
{
    enum { FILL = 0xF6F6F6 };
    const jb_boxing *box = &block->style->box;
    jb_str left = block->text;
    put_label(w, block->style);
    open(w, "section");
    jb_wechat_style(
        w, "margin:0 0 %dpx;padding:12px;background-color:#%06x;overflow-x:auto;", GAP,
        (unsigned)(box->has_fill ? box->fill : FILL));
    open(w, "p");
    jb_wechat_style(w,
                    "margin:0;white-space:nowrap;font-family:Menlo,Consolas,monospace;"
                    "font-size:13px;line-height:1.6;color:#%06x;text-align:left;",
                    (unsigned)jb_wechat_colour(block->style->type.colour));
    while (left.len) {
        size_t end = jb_str_find(left, "\n");
        put_code_line(w, jb_str_slice(left, 0, end));
        left = jb_str_slice(left, end + 1, left.len);
        if (left.len) {
            open(w, "br");
            close(w);
        }
    }
    close(w);
    close_line(w);
}

static void put_rule(jb_wechat *w)
{
    open(w, "hr");
    jb_wechat_style(w, "margin:24px 0;border:0;border-top:1px solid %s;",
                    JB_WECHAT_LINE);
    close_line(w);
}

/* ---- boxes ----------------------------------------------------------------------- */

static void put_children(jb_wechat *w, const jb_block *block)
{
    for (const jb_block *at = block->first; at; at = at->next)
        jb_wechat_block(w, at);
}

static void put_group(jb_wechat *w, const jb_block *group)
{
    const jb_boxing *box = &group->style->box;
    bool has_bar = box->bar.width > 0;
    if (!box->has_fill && !has_bar && box->inset_left == 0) {
        put_children(w, group);
        return;
    }
    int left = w->left;
    const char *bar = JB_WECHAT_LINE, *fill = "";
    if (has_bar)
        bar = jb_arena_printf(&w->arena, "#%06x", (unsigned)box->bar.colour);
    if (box->has_fill)
        fill =
            jb_arena_printf(&w->arena, "background-color:#%06x;", (unsigned)box->fill);
    put_label(w, group->style);
    open(w, "section");
    jb_wechat_style(
        w,
        "margin:0 0 %dpx %dpx;padding:14px 14px 1px;border-left:3px solid %s;"
        "%scolor:#%06x;",
        GAP, left, bar, fill, (unsigned)jb_wechat_colour(group->style->type.colour));
    jb_markup_line(&w->to);
    w->left = 0;
    put_children(w, group);
    w->left = left;
    close_line(w);
}

static void put_item(jb_wechat *w, const jb_block *item)
{
    int left = w->left, px = jb_wechat_px(w, &item->style->type);
    int width = (jb_utf8_columns(jb_str_of(item->u.item.text)) + 1) * px / 2;
    w->label_width = JB_MAX(width, (int)LABEL_LEAST);
    w->label = item->u.item.text;
    w->left += w->label_width;
    put_children(w, item);
    put_label(w, item->style);
    w->left = left;
}

/* ---- tables ---------------------------------------------------------------------- */

/* A text of a table or figure, close to what follows it there. */
static void put_beside(jb_wechat *w, const jb_block *block)
{
    w->gap = block->next ? CLOSE_GAP : GAP;
    jb_wechat_block(w, block);
    w->gap = 0;
}

static void put_table(jb_wechat *w, const jb_block *table)
{
    bool has_rows = false;
    put_label(w, table->style);
    int gap = table->last && table->last->kind != JB_BLOCK_ROW ? CLOSE_GAP : GAP;
    for (const jb_block *at = table->first; at; at = at->next) {
        if (at->kind != JB_BLOCK_ROW)
            put_beside(w, at);
        else if (!has_rows)
            jb_wechat_table_rows(w, table, gap);
        has_rows |= at->kind == JB_BLOCK_ROW;
    }
}

/* ---- figures --------------------------------------------------------------------- */

static void put_picture(jb_wechat *w, const jb_figure *figure, const jb_asset *asset)
{
    jb_buf address = {0};
    int width = figure->width_1000 ? figure->width_1000 / 10 : 0;
    jb_datauri_put(&asset->image, &address);
    open(w, "img");
    jb_markup_attr_str(&w->to, "src", jb_buf_str(&address));
    jb_markup_attr(&w->to, "alt", figure->alt ? figure->alt : "");
    if (width)
        jb_wechat_style(w, "width:%d%%;max-width:100%%;height:auto;", width);
    else
        jb_wechat_style(w, "max-width:100%%;height:auto;");
    close(w);
    jb_buf_fini(&address);
}

static void put_figure(jb_wechat *w, const jb_block *figure)
{
    const jb_figure *facts = &figure->u.figure;
    const jb_assets *assets = w->part->assets;
    bool is_there =
        facts->asset < assets->count && assets->items[facts->asset].is_loaded;
    put_label(w, figure->style);
    open(w, "section");
    jb_wechat_style(w, "margin:0 0 %dpx;text-align:center;",
                    figure->first ? CLOSE_GAP : GAP);
    if (is_there) {
        put_picture(w, facts, &assets->items[facts->asset]);
    } else {
        const char *shown = facts->alt && *facts->alt ? facts->alt : facts->path;
        open(w, "p");
        jb_wechat_style(w, "margin:0;%s",
                        jb_wechat_text_style(w, figure->style, JB_ALIGN_CENTRE));
        jb_markup_text(&w->to, jb_str_of(jb_arena_printf(&w->arena, "[%s]", shown)));
        close(w);
    }
    close_line(w);
    for (const jb_block *at = figure->first; at; at = at->next)
        put_beside(w, at);
}

void jb_wechat_block(jb_wechat *w, const jb_block *block)
{
    switch (block->kind) {
    case JB_BLOCK_GROUP:
        put_group(w, block);
        return;
    case JB_BLOCK_HEADING:
        put_heading(w, block);
        return;
    case JB_BLOCK_PARA:
        put_para(w, block);
        return;
    case JB_BLOCK_CODE:
        put_code(w, block);
        return;
    case JB_BLOCK_LIST:
        put_children(w, block);
        return;
    case JB_BLOCK_ITEM:
        put_item(w, block);
        return;
    case JB_BLOCK_TABLE:
        put_table(w, block);
        return;
    case JB_BLOCK_FIGURE:
        put_figure(w, block);
        return;
    case JB_BLOCK_RULE:
        put_rule(w);
        return;
    case JB_BLOCK_ROW: /* by put_table */
    case JB_BLOCK_CELL:
    case JB_BLOCK_PAGE_BREAK: /* there are no pages */
        return;
    }
}

/* ---- what stands at the end ------------------------------------------------------ */

static void put_title(jb_wechat *w, jb_wording word)
{
    jb_wording_lang lang = jb_wording_lang_of(jb_str_of(w->part->lang));
    put_rule(w);
    open(w, "p");
    jb_wechat_style(w, "margin:0 0 %dpx;%s", TIGHT_GAP,
                    jb_wechat_text_style(w, jb_sheet_style(w->part->sheet, "paragraph"),
                                         JB_ALIGN_LEFT));
    open(w, "strong");
    jb_markup_text(&w->to, jb_str_of(jb_wording_text(lang, word)));
    close(w);
    close_line(w);
}

/* Notes may have marks of further notes. */
static void put_notes(jb_wechat *w)
{
    const jb_style *style = jb_sheet_style(w->part->sheet, "note-text");
    if (w->notes.count)
        put_title(w, JB_WORDING_NOTES);
    for (size_t i = 0; i < w->notes.count; i++) {
        const jb_inline *note = w->notes.items[i];
        w->label = jb_arena_printf(&w->arena, "[%d] ", note->number);
        w->left = w->label_width = (jb_utf8_columns(jb_str_of(w->label)) + 1) *
                                   jb_wechat_px(w, &style->type) / 2;
        put_children(w, note->note);
        w->left = 0;
        w->label = NULL;
    }
}

static void put_links(jb_wechat *w)
{
    const jb_style *style = jb_sheet_style(w->part->sheet, "note-text");
    if (w->links.count)
        put_title(w, JB_WORDING_REFERENCES);
    for (size_t i = 0; i < w->links.count; i++) {
        open(w, "p");
        jb_wechat_style(w, "margin:0 0 %dpx;word-break:break-all;%s", TIGHT_GAP,
                        jb_wechat_text_style(w, style, JB_ALIGN_LEFT));
        jb_markup_text(&w->to, jb_str_of(jb_arena_printf(
                                   &w->arena, "\xE3\x80\x94%zu\xE3\x80\x95%s", i + 1,
                                   w->links.items[i])));
        close_line(w);
    }
}

/* ---- the back end ---------------------------------------------------------------- */

static void *open_article(const jb_book *book, jb_diag *diag)
{
    if (book->title)
        return NULL;
    jb_wechat *w = calloc(1, sizeof *w);
    if (!w)
        jb_base_out_of_memory(sizeof *w);
    w->diag = diag;
    w->to.out = &w->out;
    return w;
}

/* The page around the article is for the browser that it is copied from. */
static void begin_page(jb_wechat *w)
{
    jb_markup_raw(&w->to, JB_STR("<!DOCTYPE html>\n"));
    open(w, "html");
    jb_markup_attr(&w->to, "xmlns", "http://www.w3.org/1999/xhtml");
    jb_markup_attr(&w->to, "lang", w->part->lang);
    open(w, "head");
    open(w, "meta");
    jb_markup_attr(&w->to, "charset", "utf-8");
    close(w);
    open(w, "meta");
    jb_markup_attr(&w->to, "name", "viewport");
    jb_markup_attr(&w->to, "content", "width=device-width");
    close(w);
    jb_markup_element(&w->to, "title", w->part->title);
    close_line(w);
    open(w, "body");
    jb_markup_line(&w->to);
}

static void add_part(void *state, const jb_book_part *part)
{
    jb_wechat *w = state;
    w->part = part;
    w->body = &jb_sheet_style(part->sheet, "paragraph")->type;
    begin_page(w);
    open(w, "section");
    jb_wechat_style(w, "font-size:%dpx;color:#%06x;word-break:break-word;",
                    JB_WECHAT_PX, (unsigned)jb_wechat_colour(w->body->colour));
    jb_markup_line(&w->to);
    put_children(w, part->root);
    put_notes(w);
    put_links(w);
    close_line(w);
    close(w);
    close_line(w);
    w->part = NULL;
}

static void drop_article(void *state)
{
    jb_wechat *w = state;
    jb_buf_fini(&w->out);
    jb_arena_fini(&w->arena);
    free(w);
}

static bool finish_article(void *state, jb_buf *out)
{
    jb_wechat *w = state;
    *out = w->out;
    w->out = (jb_buf){0};
    drop_article(w);
    return true;
}

const jb_reflow jb_wechat_reflow = {.open = open_article,
                                    .add_part = add_part,
                                    .finish = finish_article,
                                    .drop = drop_article};

/* NOLINTEND(misc-no-recursion) */
