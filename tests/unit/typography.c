/* The typographic report and the overlay, over pages of the rig: 40 em, 20 lines. */
#include "page/typography.h"

#include "flow_rig.h"
#include "page/overlay.h"
#include "page/placed.h"
#include "unit.h"

static void look(rig *at)
{
    jb_pages *pages = rig_pages(at);
    jb_typography *typography = jb_typography_new(&at->arena, at->diag);
    jb_paginate_watch(pages, jb_typography_watch(typography));
    while (jb_paginate_next(pages))
        continue;
    jb_typography_end(typography);
    jb_paginate_close(pages);
}

T_TEST(typography_clean)
{
    rig at;
    rig_begin(&at);
    rig_heading(&at, at.root, "标题");
    rig_para(&at, at.root, "paragraph",
             "社区图书馆五月共借出图书三千多册，比四月增加。");
    look(&at);
    T_EQ_INT(jb_diag_count(at.diag, JB_SEVERITY_NOTE), 0);
    T_EQ_INT(jb_diag_count(at.diag, JB_SEVERITY_WARNING), 0);
    rig_end(&at);
}

/* Texts of one paragraph, each with one fault. */
T_TEST(typography_faults)
{
    static const struct {
        const char *text;
        jb_diag_id fault;
    } cases[] = {
        {"文文\xE2\x80\xA8字。", JB_DIAG_TYPOGRAPHY_SHORT_LAST},
        {"甲乙子丑\xE2\x80\xA8甲乙寅卯\xE2\x80\xA8甲乙辰巳\xE2\x80\xA8丙丁",
         JB_DIAG_TYPOGRAPHY_SAME_START},
        {"文甲乙\xE2\x80\xA8字甲乙。\xE2\x80\xA8词甲乙\xE2\x80\xA8丙丁",
         JB_DIAG_TYPOGRAPHY_SAME_END},
        {"文文\xE2\x80\xA8文    文\xE2\x80\xA8字    字\xE2\x80\xA8词    词\xE2\x80\xA8句    句\xE2\x80\xA8"
         "丙丁",
         JB_DIAG_TYPOGRAPHY_RIVER},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        rig at;
        rig_begin(&at);
        rig_para(&at, at.root, "paragraph", cases[i].text);
        look(&at);
        T_EQ_INT(jb_diag_count_id(at.diag, cases[i].fault), 1);
        T_EQ_INT(jb_diag_count(at.diag, JB_SEVERITY_NOTE), 1);
        rig_end(&at);
    }
}

/* A heading that a page break cuts off from its text, but not at the report's end. */
T_TEST(typography_heading_foot)
{
    for (int has_more = 0; has_more <= 1; has_more++) {
        rig at;
        rig_begin(&at);
        rig_para(&at, at.root, "paragraph", "前文。");
        rig_heading(&at, at.root, "标题");
        if (has_more) {
            jb_block_add(&at.arena, at.root, JB_BLOCK_PAGE_BREAK, "page-break",
                         JB_NO_SPAN);
            rig_para(&at, at.root, "paragraph", "正文。");
        }
        look(&at);
        T_EQ_INT(jb_diag_count_id(at.diag, JB_DIAG_TYPOGRAPHY_HEADING_FOOT), has_more);
        rig_end(&at);
    }
}

typedef struct seen {
    int lines, cells, rows, repeats;
} seen;

static void count(void *state, const jb_placed *placed)
{
    seen *at = state;
    at->rows += !placed->piece;
    at->lines += placed->piece && placed->piece->kind == JB_PIECE_LINE;
    at->cells += placed->piece && placed->is_in_cell;
    at->repeats += placed->is_repeat;
}

static void see_page(void *state, size_t number, const jb_paint_page *paper)
{
    jb_arena scratch = {0};
    T_TRUE(number >= 1);
    jb_placed_walk(paper, &scratch, count, state);
    jb_arena_fini(&scratch);
}

T_TEST(placed_walk)
{
    rig at;
    rig_begin(&at);
    rig_lines(&at, at.root, 3);
    jb_block *table = rig_table(&at, 2, 1);
    for (int i = 0; i < 30; i++)
        rig_row(&at, table, "甲|乙");
    jb_pages *pages = rig_pages(&at);
    seen seen = {0};
    jb_paginate_watch(pages, (jb_page_watch){&seen, see_page});
    while (jb_paginate_next(pages))
        continue;
    size_t repeats = jb_paginate_count(pages) - 1;
    jb_paginate_close(pages);
    T_TRUE(repeats > 0);
    T_EQ_INT(seen.rows, 30 + repeats);
    T_EQ_INT(seen.cells, 2 * (30 + repeats));
    T_EQ_INT(seen.lines, 3 + 2 * (30 + repeats));
    T_EQ_INT(seen.repeats, 3 * repeats);
    rig_end(&at);
}

/* How many items of a kind the overlay adds to a page of one paragraph of three lines. */
static size_t items_with(unsigned overlay, jb_item_kind kind)
{
    rig at;
    rig_begin(&at);
    rig_lines(&at, at.root, 3);
    jb_pages *pages = rig_pages(&at);
    jb_paginate_overlay(pages, overlay);
    const jb_page *page = jb_paginate_next(pages);
    size_t found = 0;
    int depth = 0;
    for (size_t i = 0; i < page->items.count; i++) {
        found += page->items.items[i].kind == kind;
        depth += page->items.items[i].kind == JB_ITEM_MARK_BEGIN;
        depth -= page->items.items[i].kind == JB_ITEM_MARK_END;
        if (page->items.items[i].kind == JB_ITEM_PATH)
            T_TRUE(depth > 0);
    }
    T_EQ_INT(depth, 0);
    jb_paginate_close(pages);
    rig_end(&at);
    return found;
}

T_TEST(overlay_items)
{
    T_EQ_INT(items_with(0, JB_ITEM_PATH), 0);
    T_EQ_INT(items_with(0, JB_ITEM_RECT), 0);
    T_EQ_INT(items_with(JB_OVERLAY_FRAME, JB_ITEM_PATH), 1);
    T_EQ_INT(items_with(JB_OVERLAY_BOXES, JB_ITEM_PATH), 1);
    T_EQ_INT(items_with(JB_OVERLAY_BASELINES, JB_ITEM_RECT), 3);
    T_EQ_INT(items_with(JB_OVERLAY_GAPS, JB_ITEM_RECT), 0); /* set solid */
    T_EQ_INT(items_with(JB_OVERLAY_BOXES | JB_OVERLAY_FRAME, JB_ITEM_PATH), 2);
}
