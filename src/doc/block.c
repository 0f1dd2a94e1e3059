/* The block tree: building, dumping, checking. */
#include "doc/block.h"

#include "base/ucd.h"
#include "base/utf8.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum { CHECK_DEPTH_MAX = 400 };

jb_block *jb_block_add(jb_arena *arena, jb_block *parent, jb_block_kind kind,
                       const char *role, jb_span span)
{
    jb_block *block = JB_NEW(arena, jb_block);
    block->kind = kind;
    block->role = role;
    block->span = span;
    block->parent = parent;
    if (!parent)
        return block;
    if (parent->last)
        parent->last->next = block;
    else
        parent->first = block;
    parent->last = block;
    return block;
}

bool jb_block_is(const jb_block *block, const char *role)
{
    return block->role && strcmp(block->role, role) == 0;
}

bool jb_block_ends_blank(jb_str number)
{
    if (number.len == 0)
        return false;
    size_t at = number.len;
    uint32_t last = jb_utf8_prev(number, &at);
    jb_ucd_lb kind = jb_ucd_line_break(last);
    return jb_ucd_width(last) == 2 && (kind == JB_LB_CL || kind == JB_LB_EX);
}

void jb_block_title(const jb_block *heading, jb_buf *into)
{
    jb_str number = jb_str_of(heading->u.heading.number);
    jb_buf_put_str(into, number);
    if (number.len > 0 && !jb_block_ends_blank(number))
        jb_buf_putc(into, ' ');
    jb_inlines_text(heading->inlines, into);
}

/* Inlines with their kinds in brackets, so that a dump shows every one. */
static void dump_inlines(const jb_inline *inlines, jb_buf *into)
{
    static const char *const names[] = {
        [JB_INLINE_BREAK] = "br",
        [JB_INLINE_STRONG] = "strong",
        [JB_INLINE_EMPHASIS] = "em",
        [JB_INLINE_CODE] = "code",
        [JB_INLINE_LINK] = "link",
        [JB_INLINE_SUPERSCRIPT] = "sup",
        [JB_INLINE_SUBSCRIPT] = "sub",
        [JB_INLINE_STRIKE] = "strike",
        [JB_INLINE_NOTE] = "note",
        [JB_INLINE_RUBY] = "ruby",
        [JB_INLINE_IMAGE] = "image",
        [JB_INLINE_SPAN] = "span",
        [JB_INLINE_UNDERLINE] = "underline",
        [JB_INLINE_DOTS] = "dots",
        [JB_INLINE_NAME] = "name",
        [JB_INLINE_BOOK] = "book",
        [JB_INLINE_WARICHU] = "warichu",
    };
    for (; inlines; inlines = inlines->next) {
        if (inlines->kind == JB_INLINE_TEXT) {
            jb_buf_put_json(into, inlines->text);
            continue;
        }
        jb_buf_printf(into, "[%s", names[inlines->kind]);
        if (inlines->kind == JB_INLINE_NOTE)
            jb_buf_printf(into, " %d", inlines->number);
        if (inlines->target)
            jb_buf_printf(into, " <%s>", inlines->target);
        if (inlines->text.len && inlines->kind != JB_INLINE_NOTE) {
            jb_buf_putc(into, ' ');
            jb_buf_put_json(into, inlines->text);
        }
        if (inlines->first)
            jb_buf_putc(into, ' ');
        dump_inlines(inlines->first, into);
        jb_buf_putc(into, ']');
    }
}

static void dump_facts(const jb_block *block, jb_buf *into)
{
    switch (block->kind) {
    case JB_BLOCK_HEADING:
        jb_buf_printf(into, " level=%d #%s", block->u.heading.level,
                      block->u.heading.anchor);
        if (block->u.heading.number[0])
            jb_buf_printf(into, " number=%s", block->u.heading.number);
        break;
    case JB_BLOCK_ITEM:
        jb_buf_printf(into, " label=%s", block->u.item.text);
        break;
    case JB_BLOCK_TABLE:
        jb_buf_printf(into, " columns=%zu header=%zu", block->u.table.columns,
                      block->u.table.header_rows);
        break;
    case JB_BLOCK_CELL:
        jb_buf_printf(into, " column=%u", block->u.cell.column);
        if (block->u.cell.column_span > 1 || block->u.cell.row_span > 1)
            jb_buf_printf(into, " span=%ux%u", block->u.cell.column_span,
                          block->u.cell.row_span);
        break;
    case JB_BLOCK_FIGURE:
        jb_buf_printf(into, " path=%s width=%d", block->u.figure.path,
                      (int)block->u.figure.width_1000);
        break;
    default:
        break;
    }
}

static void dump_notes(const jb_inline *inlines, jb_sources *sources, int depth,
                       jb_buf *into);

static void dump(const jb_block *block, jb_sources *sources, int depth, jb_buf *into)
{
    static const char *const names[] = {"group", "heading", "para",  "code",
                                        "list",  "item",    "table", "row",
                                        "cell",  "figure",  "rule",  "page-break"};
    jb_place place = jb_source_place(sources, block->span);
    jb_buf_printf(into, "%*s%s %s %u:%u", depth * 2, "", names[block->kind],
                  block->role, place.line, place.column);
    dump_facts(block, into);
    if (block->inlines)
        jb_buf_putc(into, ' ');
    dump_inlines(block->inlines, into);
    if (block->text.len) {
        jb_buf_putc(into, ' ');
        jb_buf_put_json(into, block->text);
    }
    jb_buf_putc(into, '\n');
    dump_notes(block->inlines, sources, depth + 1, into);
    for (const jb_block *child = block->first; child; child = child->next)
        dump(child, sources, depth + 1, into);
}

static void dump_notes(const jb_inline *inlines, jb_sources *sources, int depth,
                       jb_buf *into)
{
    for (; inlines; inlines = inlines->next) {
        if (inlines->note)
            dump(inlines->note, sources, depth, into);
        dump_notes(inlines->first, sources, depth, into);
    }
}

void jb_block_dump(const jb_block *block, jb_sources *sources, jb_buf *into)
{
    dump(block, sources, 0, into);
}

/* Whether a block of kind `child` may stand in one of kind `parent`. */
static bool may_hold(jb_block_kind parent, jb_block_kind child)
{
    switch (parent) {
    case JB_BLOCK_LIST:
        return child == JB_BLOCK_ITEM;
    case JB_BLOCK_TABLE:
        return child == JB_BLOCK_ROW || child == JB_BLOCK_PARA ||
               child == JB_BLOCK_GROUP;
    case JB_BLOCK_ROW:
        return child == JB_BLOCK_CELL;
    case JB_BLOCK_FIGURE:
        return child == JB_BLOCK_PARA;
    case JB_BLOCK_GROUP:
    case JB_BLOCK_ITEM:
    case JB_BLOCK_CELL:
        return child != JB_BLOCK_ITEM && child != JB_BLOCK_ROW &&
               child != JB_BLOCK_CELL;
    default:
        return false;
    }
}

static void check(const jb_block *block, int depth)
{
    JB_MUST(depth < CHECK_DEPTH_MAX, "block tree too deep");
    JB_MUST(block->role && block->role[0], "block without a role");
    if (block->kind == JB_BLOCK_HEADING)
        JB_MUST(block->u.heading.number && block->u.heading.anchor &&
                    block->u.heading.level > 0,
                "heading without its facts");
    const jb_block *last = NULL;
    for (const jb_block *child = block->first; child; child = child->next) {
        JB_MUST(child->parent == block, "block with a wrong parent");
        JB_MUST(may_hold(block->kind, child->kind), "block in a wrong place");
        check(child, depth + 1);
        last = child;
    }
    JB_MUST(block->last == last, "block with a wrong last child");
}

void jb_block_check(const jb_block *block)
{
    check(block, 0);
}

/* NOLINTEND(misc-no-recursion) */
