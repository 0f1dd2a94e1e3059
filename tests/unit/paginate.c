/* Finished pages: what stands on which, that marks nest, that nothing is outside. */
#include "page/paginate.h"

#include "flow_rig.h"
#include "unit.h"

enum { MOST = 64, LEFT = 50000, RIGHT = 450000, TOP = 50000, BOTTOM = 450000 };

typedef struct seen {
    size_t pages;
    int lines[MOST]; /* different baselines of content, by page */
    int images[MOST];
} seen;

/* Text within the text area, marks that nest, every page with content. */
static void check_page(const jb_page *page, seen *seen)
{
    int depth = 0, artifact = 0, lines = 0;
    jb_mpt last = -1;
    for (size_t i = 0; i < page->items.count; i++) {
        const jb_item *item = &page->items.items[i];
        if (item->kind == JB_ITEM_MARK_BEGIN) {
            depth++;
            artifact += item->u.mark.role == JB_MARK_ARTIFACT;
        } else if (item->kind == JB_ITEM_MARK_END) {
            depth--;
            artifact -= item->u.mark.role == JB_MARK_ARTIFACT;
        } else if (item->kind == JB_ITEM_TEXT) {
            T_TRUE(item->u.text.y > TOP && item->u.text.y < BOTTOM);
            T_TRUE(item->u.text.x >= LEFT && item->u.text.x < RIGHT);
            T_TRUE(depth > 0);
            lines += item->u.text.y != last && artifact == 0;
            last = item->u.text.y;
        } else if (item->kind == JB_ITEM_RECT) {
            T_TRUE(artifact > 0);
        }
        T_TRUE(depth >= 0);
    }
    T_EQ_INT(depth, 0);
    T_TRUE(lines > 0);
    if (seen->pages < MOST)
        seen->lines[seen->pages] = lines;
    seen->pages++;
}

static seen run(rig *at)
{
    seen seen = {0};
    jb_pages *pages = rig_pages(at);
    const jb_page *page;
    while ((page = jb_paginate_next(pages)))
        check_page(page, &seen);
    T_EQ_INT(jb_paginate_count(pages), seen.pages);
    jb_paginate_close(pages);
    return seen;
}

T_TEST(paginate_lines_of_a_page)
{
    rig at;
    rig_begin(&at);
    for (int i = 0; i < 12; i++)
        rig_lines(&at, at.root, 4);
    seen seen = run(&at);
    T_EQ_INT(seen.pages, 3);
    T_EQ_INT(seen.lines[0], 20);
    T_EQ_INT(seen.lines[1], 20);
    T_EQ_INT(seen.lines[2], 8);
    rig_end(&at);
}

T_TEST(paginate_widows_go_over_together)
{
    rig at;
    rig_begin(&at);
    for (int i = 0; i < 9; i++)
        rig_lines(&at, at.root, 3);
    seen seen = run(&at);
    T_EQ_INT(seen.pages, 2);
    T_EQ_INT(seen.lines[0], 18);
    T_EQ_INT(seen.lines[1], 9);
    rig_end(&at);
}

T_TEST(paginate_heading_goes_with_its_text)
{
    rig at;
    rig_begin(&at);
    rig_lines(&at, at.root, 18);
    rig_heading(&at, at.root, "heading");
    rig_lines(&at, at.root, 10);
    seen seen = run(&at);
    T_EQ_INT(seen.pages, 2);
    T_EQ_INT(seen.lines[0], 18);
    rig_end(&at);
}

T_TEST(paginate_no_empty_page)
{
    rig at;
    rig_begin(&at);
    for (int i = 0; i < 4; i++) {
        jb_block_add(&at.arena, at.root, JB_BLOCK_PAGE_BREAK, "page-break", JB_NO_SPAN);
        jb_block_add(&at.arena, at.root, JB_BLOCK_PAGE_BREAK, "page-break", JB_NO_SPAN);
        if (i < 3)
            rig_lines(&at, at.root, 2);
    }
    seen seen = run(&at);
    T_EQ_INT(seen.pages, 3);
    rig_end(&at);
}

T_TEST(paginate_empty_report_has_one_page)
{
    rig at;
    rig_begin(&at);
    jb_pages *pages = rig_pages(&at);
    T_TRUE(jb_paginate_next(pages) != NULL);
    T_TRUE(jb_paginate_next(pages) == NULL);
    T_EQ_INT(jb_paginate_count(pages), 1);
    jb_paginate_close(pages);
    rig_end(&at);
}

/* Three headings with 15 pt around each give back 18 pt: room for a line of the tail. */
T_TEST(paginate_pulls_the_last_lines_back)
{
    rig at;
    rig_begin(&at);
    for (int i = 0; i < 4; i++) {
        rig_heading(&at, at.root, "heading");
        rig_lines(&at, at.root, i < 2 ? 3 : 4);
    }
    /* 4 headings, 14 lines, 45 + 20 pt of spaces: 19 pt over. */
    seen seen = run(&at);
    T_EQ_INT(seen.pages, 1);
    rig_end(&at);
}

T_TEST(paginate_header_rows_repeat)
{
    rig at;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 2, 1);
    rig_row(&at, table, "head|sum");
    for (int i = 0; i < 40; i++)
        rig_row(&at, table, "name|12.5");
    jb_pages *pages = rig_pages(&at);
    const jb_page *page;
    size_t count = 0;
    while ((page = jb_paginate_next(pages))) {
        int heads = 0;
        for (size_t i = 0; i < page->items.count; i++) {
            const jb_item *item = &page->items.items[i];
            heads += item->kind == JB_ITEM_TEXT && jb_str_is(item->u.text.text, "head");
        }
        T_EQ_INT(heads, 1);
        count++;
    }
    T_EQ_INT(count, 4);
    jb_paginate_close(pages);
    rig_end(&at);
}

T_TEST(paginate_row_higher_than_a_page)
{
    rig at;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 2, 1);
    rig_row(&at, table, "head|text");
    jb_block *row = rig_row(&at, table, "name|x");
    jb_block *cell = row->first->next;
    for (int i = 0; i < 10; i++)
        rig_lines(&at, cell, 6);
    rig_row(&at, table, "last|y");
    seen seen = run(&at);
    T_TRUE(seen.pages >= 4 && seen.pages <= 7);
    rig_end(&at);
}

T_TEST(paginate_tint_is_one_rectangle_a_page)
{
    rig at;
    rig_begin(&at);
    rig_lines(&at, at.root, 10);
    jb_block *group =
        jb_block_add(&at.arena, at.root, JB_BLOCK_GROUP, "callout-note", JB_NO_SPAN);
    for (int i = 0; i < 3; i++)
        rig_lines(&at, group, 6);
    jb_pages *pages = rig_pages(&at);
    const jb_page *page;
    while ((page = jb_paginate_next(pages))) {
        int rects = 0;
        for (size_t i = 0; i < page->items.count; i++)
            rects += page->items.items[i].kind == JB_ITEM_RECT;
        T_EQ_INT(rects, 1);
    }
    T_EQ_INT(jb_paginate_count(pages), 2);
    jb_paginate_close(pages);
    rig_end(&at);
}

static void hang_note(rig *at, jb_block *para, int number, int lines)
{
    jb_inline *mark = JB_NEW(&at->arena, jb_inline);
    mark->kind = JB_INLINE_NOTE;
    mark->number = number;
    mark->note = jb_block_add(&at->arena, NULL, JB_BLOCK_GROUP, "note", JB_NO_SPAN);
    for (int i = 0; i < lines; i++)
        rig_para(at, mark->note, "note", "note");
    mark->next = para->inlines->next;
    para->inlines->next = mark;
}

T_TEST(paginate_notes_stand_with_their_marks)
{
    rig at;
    rig_begin(&at);
    for (int i = 1; i <= 40; i++)
        hang_note(&at, rig_para(&at, at.root, "paragraph", "text"), i, 1);
    jb_pages *pages = rig_pages(&at);
    const jb_page *page;
    while ((page = jb_paginate_next(pages))) {
        int marks = 0, notes = 0;
        for (size_t i = 0; i < page->items.count; i++) {
            const jb_item *item = &page->items.items[i];
            marks +=
                item->kind == JB_ITEM_TEXT && jb_str_starts(item->u.text.text, "text");
            notes += item->kind == JB_ITEM_TEXT && jb_str_is(item->u.text.text, "note");
        }
        T_EQ_INT(notes, marks);
        T_TRUE(marks > 0);
    }
    jb_paginate_close(pages);
    rig_end(&at);
}

T_TEST(paginate_long_note_goes_on_overleaf)
{
    rig at;
    rig_begin(&at);
    hang_note(&at, rig_para(&at, at.root, "paragraph", "text"), 1, 90);
    rig_lines(&at, at.root, 30);
    seen seen = run(&at);
    T_TRUE(seen.pages >= 3 && seen.pages <= 6);
    rig_end(&at);
}

T_TEST(paginate_furniture_and_outline)
{
    rig at;
    rig_begin(&at);
    for (int i = 0; i < 3; i++) {
        rig_heading(&at, at.root, "heading");
        rig_lines(&at, at.root, 12);
    }
    jb_pages *pages = rig_pages(&at);
    while (jb_paginate_next(pages))
        continue;
    T_EQ_INT(jb_paginate_furniture(pages, 0)->count, 0);
    const jb_items *items = jb_paginate_furniture(pages, 1);
    T_TRUE(items->count >= 4);
    T_EQ_INT(items->items[0].kind, JB_ITEM_MARK_BEGIN);
    T_EQ_INT(items->items[0].u.mark.role, JB_MARK_ARTIFACT);
    T_EQ_INT(items->items[items->count - 1].kind, JB_ITEM_MARK_END);
    T_EQ_INT(jb_paginate_outline(pages)->count, 3);
    T_EQ_STR(jb_paginate_outline(pages)->entries[2].title, "heading");
    jb_paginate_close(pages);
    rig_end(&at);
}

T_TEST(paginate_memory_does_not_grow)
{
    rig at;
    rig_begin(&at);
    for (int i = 0; i < 600; i++)
        rig_lines(&at, at.root, 4);
    jb_pages *pages = rig_pages(&at);
    while (jb_paginate_next(pages))
        continue;
    T_EQ_INT(jb_paginate_count(pages), 120);
    jb_paginate_close(pages);
    rig_end(&at);
}

/* Two lines too many: the last page gets six. */
T_TEST(paginate_last_page_is_not_nearly_empty)
{
    rig at;
    rig_begin(&at);
    for (int i = 0; i < 11; i++)
        rig_lines(&at, at.root, 2);
    seen seen = run(&at);
    T_EQ_INT(seen.pages, 2);
    T_EQ_INT(seen.lines[0], 16);
    T_EQ_INT(seen.lines[1], 6);
    rig_end(&at);
}

T_TEST(paginate_end_matter_takes_text_along)
{
    rig at;
    rig_begin(&at);
    for (int i = 0; i < 9; i++)
        rig_lines(&at, at.root, 2);
    jb_block *risk =
        jb_block_add(&at.arena, at.root, JB_BLOCK_GROUP, "risk", JB_NO_SPAN);
    for (int i = 0; i < 4; i++)
        rig_lines(&at, risk, 2);
    seen seen = run(&at);
    T_EQ_INT(seen.pages, 2);
    T_TRUE(seen.lines[1] >= 9);
    rig_end(&at);
}

/* Body lines of 10 pt on 20 pt have their baselines 13.8 pt below multiples of 20. */
T_TEST(paginate_body_lines_on_the_grid)
{
    rig at;
    rig_begin_with(&at, "baseline-grid: yes\n");
    for (int i = 0; i < 6; i++) {
        rig_heading(&at, at.root, "heading");
        rig_lines(&at, at.root, 3 + i);
        rig_row(&at, rig_table(&at, 2, 0), "name|12.5");
        rig_lines(&at, at.root, 2);
        rig_para(&at, at.root, "note", "small");
        jb_block *group = jb_block_add(&at.arena, at.root, JB_BLOCK_GROUP,
                                       "callout-note", JB_NO_SPAN);
        rig_lines(&at, group, 4);
    }
    jb_pages *pages = rig_pages(&at);
    const jb_page *page;
    int lines = 0, off = 0;
    while ((page = jb_paginate_next(pages)))
        for (size_t i = 0; i < page->items.count; i++) {
            const jb_item *item = &page->items.items[i];
            if (item->kind != JB_ITEM_TEXT)
                continue;
            bool is_on = (item->u.text.y - TOP - 13800) % 20000 == 0;
            bool is_body = jb_str_starts(item->u.text.text, "\xE6\x96\x87");
            lines += is_body && is_on;
            T_TRUE(is_on || !is_body);
            off += !is_body && !is_on;
        }
    T_EQ_INT(lines, 3 + 4 + 5 + 6 + 7 + 8 + 6 * 6);
    T_TRUE(off >= 6);
    T_TRUE(jb_paginate_count(pages) >= 4);
    jb_paginate_close(pages);
    rig_end(&at);
}

/* A heading of one line with 15 pt of spaces around takes two lines, 5 pt of room left
 * over: two thirds of it above. */
T_TEST(paginate_heading_shares_the_room_left_over)
{
    rig at;
    rig_begin_with(&at, "baseline-grid: yes\n");
    rig_lines(&at, at.root, 2);
    rig_heading(&at, at.root, "heading");
    rig_lines(&at, at.root, 2);
    jb_pages *pages = rig_pages(&at);
    const jb_page *page = jb_paginate_next(pages);
    jb_mpt heading = 0, last = 0;
    for (size_t i = 0; i < page->items.count; i++) {
        const jb_item *item = &page->items.items[i];
        if (item->kind != JB_ITEM_TEXT)
            continue;
        if (jb_str_is(item->u.text.text, "heading"))
            heading = item->u.text.y;
        last = item->u.text.y;
    }
    T_EQ_INT(heading, TOP + 40000 + 10000 + 3333 + 13800);
    T_EQ_INT(last, TOP + 5 * 20000 + 13800);
    jb_paginate_close(pages);
    rig_end(&at);
}
