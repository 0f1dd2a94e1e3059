/* Inlines as strong, em, sup, sub and spans. Kinds that the editor knows no element for
 * are shown by a line or by brackets. */
#include "base/ucd.h"
#include "base/utf8.h"
#include "out/wechat_parts.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

static const char open_ruby[] = "\xEF\xBC\x88";  /* U+FF08 */
static const char close_ruby[] = "\xEF\xBC\x89"; /* U+FF09 */
static const char open_link[] = "\xE3\x80\x94";  /* U+3014 */
static const char close_link[] = "\xE3\x80\x95"; /* U+3015 */

static const char *const raised = "font-size:12px;vertical-align:super;line-height:1;";

static void put_span(jb_wechat *w, const jb_inline *at, const char *style)
{
    jb_markup_open(&w->to, "span");
    jb_markup_attr(&w->to, "style", style);
    jb_wechat_inline_put(w, at->first);
    jb_markup_close(&w->to);
}

static void put_element(jb_wechat *w, const jb_inline *at, const char *name)
{
    jb_markup_open(&w->to, name);
    jb_wechat_inline_put(w, at->first);
    jb_markup_close(&w->to);
}

/* Han and kana have no italics; slanted by a program they are hard to read. */
static bool has_wide(const jb_inline *at)
{
    jb_buf text = {0};
    jb_inlines_text(at->first, &text);
    jb_str words = jb_buf_str(&text);
    bool is_wide = false;
    for (size_t i = 0; i < words.len && !is_wide;)
        is_wide = jb_ucd_width(jb_utf8_next(words, &i)) == 2;
    jb_buf_fini(&text);
    return is_wide;
}

static void put_mark(jb_wechat *w, const char *mark)
{
    jb_markup_open(&w->to, "span");
    jb_markup_attr(&w->to, "style", raised);
    jb_markup_text(&w->to, jb_str_of(mark));
    jb_markup_close(&w->to);
}

static void put_code(jb_wechat *w, const jb_inline *at)
{
    int px = at->style ? jb_wechat_px(w, &at->style->type) : JB_WECHAT_PX;
    jb_markup_open(&w->to, "span");
    jb_wechat_style(
        w, "font-family:Menlo,Consolas,monospace;font-size:%dpx;word-break:break-all;",
        px);
    jb_markup_text(&w->to, at->text);
    jb_markup_close(&w->to);
}

/* Articles of public accounts may be linked to; other addresses get a number. */
static bool is_article(jb_str target)
{
    return jb_str_starts(target, "https://mp.weixin.qq.com/") ||
           jb_str_starts(target, "http://mp.weixin.qq.com/");
}

static uint64_t number_of(jb_wechat *w, const char *target)
{
    jb_map_entry *entry = jb_map_put(&w->arena, &w->numbers, jb_str_of(target));
    if (!entry->value) {
        jb_vec_push(&w->arena, &w->links, target);
        entry->value = w->links.count;
    }
    return entry->value;
}

static void put_link(jb_wechat *w, const jb_inline *at)
{
    jb_str target = jb_str_of(at->target);
    bool is_told = jb_inlines_is_address(at);
    if (is_article(target)) {
        jb_markup_open(&w->to, "a");
        jb_markup_attr(&w->to, "href", at->target);
        jb_wechat_inline_put(w, at->first);
        jb_markup_close(&w->to);
        return;
    }
    if (is_told)
        put_span(w, at, "word-break:break-all;");
    else
        jb_wechat_inline_put(w, at->first);
    if (target.len && target.at[0] != '#' && !is_told)
        put_mark(w, jb_arena_printf(&w->arena, "%s%d%s", open_link,
                                    (int)number_of(w, at->target), close_link));
}

static void put_note(jb_wechat *w, const jb_inline *at)
{
    put_mark(w, jb_arena_printf(&w->arena, "[%d]", at->number));
    if (at->note)
        jb_vec_push(&w->arena, &w->notes, at);
}

static void put_ruby(jb_wechat *w, const jb_inline *at)
{
    jb_wechat_inline_put(w, at->first);
    jb_markup_text(&w->to, jb_str_of(open_ruby));
    jb_markup_text(&w->to, at->text);
    jb_markup_text(&w->to, jb_str_of(close_ruby));
}

static void put_image(jb_wechat *w, const jb_inline *at)
{
    jb_markup_text(&w->to, JB_STR("["));
    jb_markup_text(&w->to, at->text);
    jb_markup_text(&w->to, JB_STR("]"));
}

static void put_one(jb_wechat *w, const jb_inline *at)
{
    switch (at->kind) {
    case JB_INLINE_TEXT:
        jb_markup_text(&w->to, at->text);
        return;
    case JB_INLINE_BREAK:
        jb_markup_open(&w->to, "br");
        jb_markup_close(&w->to);
        return;
    case JB_INLINE_STRONG:
        put_element(w, at, "strong");
        return;
    case JB_INLINE_EMPHASIS:
        put_element(w, at, has_wide(at) ? "strong" : "em");
        return;
    case JB_INLINE_SUPERSCRIPT:
        put_element(w, at, "sup");
        return;
    case JB_INLINE_SUBSCRIPT:
        put_element(w, at, "sub");
        return;
    case JB_INLINE_CODE:
        put_code(w, at);
        return;
    case JB_INLINE_LINK:
        put_link(w, at);
        return;
    case JB_INLINE_NOTE:
        put_note(w, at);
        return;
    case JB_INLINE_RUBY:
        put_ruby(w, at);
        return;
    case JB_INLINE_IMAGE:
        put_image(w, at);
        return;
    case JB_INLINE_STRIKE:
        put_span(w, at, "text-decoration:line-through;");
        return;
    case JB_INLINE_UNDERLINE:
    case JB_INLINE_NAME:
    case JB_INLINE_BOOK:
        put_span(w, at, "text-decoration:underline;");
        return;
    case JB_INLINE_DOTS:
        put_span(w, at, "border-bottom:1px dotted;");
        return;
    case JB_INLINE_WARICHU:
        put_span(w, at, "font-size:12px;");
        return;
    case JB_INLINE_SPAN:
        jb_wechat_inline_put(w, at->first);
        return;
    }
}

void jb_wechat_inline_put(jb_wechat *w, const jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next)
        put_one(w, inlines);
}

/* NOLINTEND(misc-no-recursion) */
