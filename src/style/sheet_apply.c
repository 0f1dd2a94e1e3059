/* Every block and inline gets its style. The language of the report replaces the
 * layout's, so styles are made anew, each once, and equal ones are one. */
#include "base/ucd.h"
#include "base/utf8.h"
#include "style/latin.h"
#include "style/sheet_parts.h"

typedef struct style_applier {
    const jb_sheet *sheet;
    jb_arena *into;
    jb_map langs; /* text -> itself, so that equal languages are one pointer */
    jb_map made;  /* style_key -> style */
    jb_map kept;  /* bytes of a style -> style */
} style_applier;

/* A style in a language, with an inline style over it. */
typedef struct style_key {
    const jb_style *base;
    const char *lang;
    size_t overlay; /* JB_SHEET_INLINES = none */
} style_key;

static const char *lang_of(style_applier *applier, const char *lang)
{
    jb_map_entry *entry = jb_map_put(applier->into, &applier->langs, jb_str_of(lang));
    if (!entry->pointer) {
        char *own = jb_str_dup(applier->into, jb_str_of(lang));
        entry->text.at = own;
        entry->pointer = own;
    }
    return entry->pointer;
}

static jb_style *intern(style_applier *applier, const jb_style *style)
{
    jb_str bytes = {(const char *)style, sizeof *style};
    jb_map_entry *entry = jb_map_put(applier->into, &applier->kept, bytes);
    if (!entry->pointer) {
        jb_style *own = JB_ROOM(applier->into, jb_style, 1);
        memcpy(own, style, sizeof *own);
        entry->text.at = (const char *)own;
        entry->pointer = own;
    }
    return entry->pointer;
}

static const jb_style *style_for(style_applier *applier, const jb_style *base,
                                 const char *lang, size_t overlay)
{
    style_key key;
    memset(&key, 0, sizeof key);
    key.base = base;
    key.lang = lang;
    key.overlay = overlay;
    jb_str bytes = {(const char *)&key, sizeof key};
    jb_map_entry *entry = jb_map_put(applier->into, &applier->made, bytes);
    if (entry->pointer)
        return entry->pointer;
    jb_style style;
    memcpy(&style, base, sizeof style);
    if (overlay < JB_SHEET_INLINES)
        style.type = jb_props_overlay(&applier->sheet->overlays[overlay], &base->type);
    style.type.lang = lang;
    entry->text.at = jb_arena_strndup(applier->into, bytes.at, bytes.len);
    entry->pointer = intern(applier, &style);
    return entry->pointer;
}

static size_t overlay_of(jb_inline_kind kind)
{
    switch (kind) {
    case JB_INLINE_STRONG:
        return JB_SHEET_STRONG;
    case JB_INLINE_EMPHASIS:
        return JB_SHEET_EMPHASIS;
    case JB_INLINE_CODE:
        return JB_SHEET_CODE;
    case JB_INLINE_LINK:
        return JB_SHEET_LINK;
    case JB_INLINE_SUPERSCRIPT:
        return JB_SHEET_SUPERSCRIPT;
    case JB_INLINE_SUBSCRIPT:
        return JB_SHEET_SUBSCRIPT;
    case JB_INLINE_STRIKE:
        return JB_SHEET_STRIKE;
    case JB_INLINE_NOTE:
        return JB_SHEET_NOTE_MARK;
    case JB_INLINE_RUBY:
        return JB_SHEET_RUBY;
    case JB_INLINE_UNDERLINE:
        return JB_SHEET_UNDERLINE;
    case JB_INLINE_DOTS:
        return JB_SHEET_DOTS;
    case JB_INLINE_NAME:
        return JB_SHEET_NAME_LINE;
    case JB_INLINE_BOOK:
        return JB_SHEET_BOOK_LINE;
    case JB_INLINE_WARICHU:
        return JB_SHEET_WARICHU;
    case JB_INLINE_TEXT:
    case JB_INLINE_BREAK:
    case JB_INLINE_IMAGE:
    case JB_INLINE_SPAN:
        break;
    }
    return JB_SHEET_INLINES;
}

/* Full-width letters, digits, points within numbers and per cent signs as ASCII (CLREQ
 * 3.2.1); other punctuation stays what it is. */
static void narrow(style_applier *applier, jb_inline *at)
{
    jb_buf buf = {0};
    bool was_digit = false;
    for (size_t i = 0; i < at->text.len;) {
        uint32_t cp = jb_utf8_next(at->text, &i);
        size_t next = i;
        bool is_digit = cp >= 0xFF10 && cp <= 0xFF19;
        bool is_point = cp == 0xFF0E && was_digit && i < at->text.len &&
                        jb_ucd_is_digit(jb_utf8_next(at->text, &next));
        bool is_wide = is_digit || (cp >= 0xFF21 && cp <= 0xFF3A) ||
                       (cp >= 0xFF41 && cp <= 0xFF5A) || cp == 0xFF05 || is_point;
        was_digit = is_digit;
        jb_buf_put_cp(&buf, is_wide ? cp - 0xFEE0 : cp);
    }
    if (buf.len != at->text.len) {
        at->text = (jb_str){jb_arena_strndup(applier->into, buf.at, buf.len), buf.len};
        at->is_verbatim = false;
    }
    jb_buf_fini(&buf);
}

static void apply_block(style_applier *applier, const char *lang, jb_block *block);

/* Whether an inline's style is of what stands beside its text, not of the text. */
static bool is_beside(jb_inline_kind kind)
{
    return kind == JB_INLINE_RUBY || kind == JB_INLINE_DOTS || kind == JB_INLINE_NAME ||
           kind == JB_INLINE_BOOK;
}

/* A text of a style with dots becomes the child of an inline that has them. */
static void add_dots(style_applier *applier, const char *lang, jb_inline *at)
{
    jb_inline *text = JB_NEW(applier->into, jb_inline);
    *text = *at;
    text->next = NULL;
    *at = (jb_inline){.kind = JB_INLINE_DOTS,
                      .span = text->span,
                      .style = style_for(applier, text->style, lang, JB_SHEET_DOTS),
                      .first = text,
                      .next = at->next};
}

/* The Latin words of a text become children of their own, in italics. */
static void part_latin(style_applier *applier, jb_inline *at)
{
    jb_style style;
    memcpy(&style, at->style, sizeof style);
    style.type.role = style.type.latin_role;
    style.type.is_italic = true;
    style.type.is_latin_italic = false;
    jb_latin_part(at, intern(applier, &style), applier->into);
}

static void mark_text(style_applier *applier, const char *lang, jb_inline *at)
{
    bool is_dotted = at->style->type.is_dotted;
    if (at->style->type.is_latin_italic)
        part_latin(applier, at);
    if (is_dotted && at->kind == JB_INLINE_TEXT)
        add_dots(applier, lang, at);
    else if (is_dotted)
        for (jb_inline *part = at->first; part; part = part->next)
            add_dots(applier, lang, part);
}

/* The annotation of a ruby between brackets, without the blanks that part kana. */
static jb_str bracketed(style_applier *applier, const char *lang, jb_str text)
{
    bool is_wide = strncmp(lang, "zh", 2) == 0 || strncmp(lang, "ja", 2) == 0;
    bool is_korean = strncmp(lang, "ko", 2) == 0;
    jb_buf buf = {0};
    jb_buf_puts(&buf, is_wide ? "\uff08" : is_korean ? "(" : " (");
    text = jb_str_trim(text);
    bool was_kana = false;
    for (size_t i = 0; i < text.len;) {
        uint32_t cp = jb_utf8_next(text, &i);
        if (!(was_kana && (cp == ' ' || cp == 0x3000)))
            jb_buf_put_cp(&buf, cp);
        was_kana = jb_ucd_class_of(cp) == JB_UCD_KANA;
    }
    jb_buf_puts(&buf, is_wide ? "\uff09" : ")");
    jb_str made = {jb_arena_strndup(applier->into, buf.at, buf.len), buf.len};
    jb_buf_fini(&buf);
    return made;
}

/* A ruby becomes its base with the annotation behind it. */
static void put_behind(style_applier *applier, const char *lang, const jb_style *around,
                       jb_inline *ruby)
{
    jb_inline *behind = jb_inlines_of_text(bracketed(applier, lang, ruby->text),
                                           ruby->span, applier->into);
    behind->is_verbatim = false;
    behind->style = style_for(applier, around, lang, JB_SHEET_RUBY);
    jb_inline **last = &ruby->first;
    while (*last)
        last = &(*last)->next;
    *last = behind;
    ruby->kind = JB_INLINE_SPAN;
    ruby->style = around;
}

/* Inlines nest no deeper than the Markdown reader's limit of 64. */
static void apply_inlines(style_applier *applier, const char *lang,
                          const jb_style *around, jb_inline *first)
{
    for (jb_inline *at = first; at; at = at->next) {
        const char *own = lang;
        if (at->kind == JB_INLINE_SPAN && at->target && *at->target)
            own = lang_of(applier, at->target);
        at->style = style_for(applier, around, own, overlay_of(at->kind));
        apply_inlines(applier, own, is_beside(at->kind) ? around : at->style,
                      at->first);
        if (at->kind == JB_INLINE_TEXT && applier->sheet->narrows)
            narrow(applier, at);
        if (at->kind == JB_INLINE_RUBY &&
            applier->sheet->overlays[JB_SHEET_RUBY].props.is_bracketed)
            put_behind(applier, own, around, at);
        if (at->kind == JB_INLINE_TEXT)
            mark_text(applier, own, at);
        if (at->note)
            apply_block(applier, lang, at->note);
    }
}

/* The style of the role, or of the role within its nearest ancestor that has one. */
static const jb_style *named_style(const jb_sheet *sheet, const jb_block *block)
{
    const char *role = block->role ? block->role : "paragraph";
    const jb_map_entry *found = jb_map_find(&sheet->entries, jb_str_of(role));
    if (!found)
        found = jb_map_find(&sheet->entries, JB_STR("paragraph"));
    const jb_sheet_entry *entry = found->pointer;
    if (!entry->contexts)
        return entry->style;
    for (const jb_block *up = block->parent; up; up = up->parent)
        for (const jb_sheet_context *at = entry->contexts; at; at = at->next)
            if (up->role && strcmp(up->role, at->ancestor) == 0)
                return at->entry->style;
    return entry->style;
}

/* Blocks nest no deeper than the readers' limit of 64. */
static void apply_block(style_applier *applier, const char *lang, jb_block *block)
{
    const jb_style *named = named_style(applier->sheet, block);
    /* A text that is one span in a language belongs to it as a whole. */
    const jb_inline *only = block->inlines;
    if (only && !only->next && only->kind == JB_INLINE_SPAN && only->target &&
        *only->target)
        lang = lang_of(applier, only->target);
    block->style = style_for(applier, named, lang, JB_SHEET_INLINES);
    apply_inlines(applier, lang, block->style, block->inlines);
    for (jb_block *child = block->first; child; child = child->next)
        apply_block(applier, lang, child);
}

/* Takes out the parts the layout hides. */
static void leave_out(const jb_sheet *sheet, jb_block *root)
{
    jb_block **link = &root->first;
    root->last = NULL;
    while (*link) {
        jb_block *child = *link;
        if (child->role && !jb_sheet_shows(sheet, child->role)) {
            *link = child->next;
            continue;
        }
        root->last = child;
        link = &child->next;
    }
}

void jb_sheet_apply(const jb_sheet *sheet, const char *lang, jb_block *root,
                    jb_arena *into)
{
    style_applier applier = {.sheet = sheet, .into = into};
    if (sheet->hidden_count)
        leave_out(sheet, root);
    apply_block(&applier, lang_of(&applier, lang && *lang ? lang : sheet->lang), root);
}
