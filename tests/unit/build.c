/* Blocks as boxes: spaces, keep rules, labels, decorations, chunks. */
#include "flow/build.h"

#include "flow_rig.h"
#include "unit.h"

T_TEST(build_widows_and_orphans)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    rig_lines(&at, at.root, 5);
    rig_lines(&at, at.root, 3);
    rig_build(&at, &chunk);
    T_EQ_INT(chunk.boxes.count, 8);
    static const int32_t wanted[] = {
        0, JB_FLOW_LONELY, 0, 0, JB_FLOW_LONELY, 0, JB_FLOW_LONELY, JB_FLOW_LONELY};
    for (size_t i = 0; i < chunk.boxes.count && i < 8; i++)
        T_EQ_INT(chunk.boxes.items[i].penalty, wanted[i]);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(build_heading_keeps_two_lines)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    rig_para(&at, at.root, "paragraph", "a");
    rig_heading(&at, at.root, "b");
    rig_para(&at, at.root, "paragraph", "c");
    rig_para(&at, at.root, "paragraph", "d");
    rig_para(&at, at.root, "paragraph", "e");
    rig_build(&at, &chunk);
    T_EQ_INT(chunk.boxes.count, 5);
    const jb_box *boxes = chunk.boxes.items;
    T_EQ_INT(boxes[1].penalty, 0);
    T_EQ_INT(boxes[1].before, 10000);
    T_EQ_STR(boxes[1].dest, "anchor");
    T_EQ_INT(boxes[2].penalty, JB_FLOW_FORBIDDEN);
    T_EQ_INT(boxes[2].before, 5000);
    T_EQ_INT(boxes[3].penalty, JB_FLOW_LONELY);
    T_EQ_INT(boxes[4].penalty, 0);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

/* A short numbered line stands for a heading, and a colon announces what follows. */
T_TEST(build_announcements_keep)
{
    static const struct {
        const char *text;
        int32_t penalty;
    } cases[] = {{"（六）锡", JB_FLOW_ANNOUNCED},
                 {"3. next", JB_FLOW_ANNOUNCED},
                 {"follows:", JB_FLOW_ANNOUNCED},
                 {"（六）锡。", 0},
                 {"next", 0},
                 {"第六", 0}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        rig at;
        jb_chunk chunk;
        rig_begin(&at);
        rig_para(&at, at.root, "paragraph", cases[i].text);
        rig_para(&at, at.root, "paragraph", "a.");
        rig_build(&at, &chunk);
        T_EQ_INT(chunk.boxes.items[1].penalty, cases[i].penalty);
        jb_build_chunk_fini(&chunk);
        rig_end(&at);
    }
}

T_TEST(build_labels_hang)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    jb_block *list =
        jb_block_add(&at.arena, at.root, JB_BLOCK_LIST, "list", JB_NO_SPAN);
    rig_item(&at, list, "1.", "one");
    jb_block *ten = rig_item(&at, list, "100.", NULL);
    rig_lines(&at, ten, 2);
    rig_item(&at, list, "3.", NULL);
    rig_build(&at, &chunk);
    T_EQ_INT(chunk.boxes.count, 4);
    const jb_box *boxes = chunk.boxes.items;
    T_EQ_INT(boxes[0].piece_count, 2);
    T_EQ_INT(boxes[1].piece_count, 2);
    T_EQ_INT(boxes[2].piece_count, 1);
    /* Texts begin at one edge, labels end at one. */
    jb_mpt edge = boxes[1].pieces[1].x;
    T_EQ_INT(boxes[0].pieces[1].x, edge);
    T_EQ_INT(boxes[2].pieces[0].x, edge);
    T_EQ_INT(boxes[1].pieces[0].x, 0);
    const jb_piece *label = &boxes[0].pieces[0];
    T_NEAR(label->x + label->line->x + label->line->width, edge - 5000, 1);
    /* An item without text still shows its label. */
    T_EQ_INT(boxes[3].piece_count, 1);
    T_TRUE(jb_str_is(boxes[3].pieces[0].line->text, "3."));
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(build_decorated_group)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    rig_para(&at, at.root, "paragraph", "a");
    jb_block *group =
        jb_block_add(&at.arena, at.root, JB_BLOCK_GROUP, "callout-note", JB_NO_SPAN);
    rig_heading(&at, group, "b");
    rig_para(&at, group, "paragraph", "c");
    rig_para(&at, at.root, "paragraph", "d");
    rig_build(&at, &chunk);
    const jb_box *boxes = chunk.boxes.items;
    T_EQ_INT(chunk.boxes.count, 4);
    T_TRUE(!boxes[0].deco && !boxes[3].deco);
    T_TRUE(boxes[1].deco && boxes[1].deco == boxes[2].deco);
    T_EQ_INT(boxes[1].deco->top, 6000);
    /* The first child's own space gives way to the padding. */
    T_EQ_INT(boxes[1].before, 8000);
    T_EQ_INT(boxes[3].before, 8000);
    T_EQ_INT(boxes[1].pieces[0].x, 10000);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(build_in_chunks_keeps_elements)
{
    rig at;
    rig_begin(&at);
    jb_block *list =
        jb_block_add(&at.arena, at.root, JB_BLOCK_LIST, "list", JB_NO_SPAN);
    for (int i = 0; i < 6; i++)
        rig_item(&at, list, "-", "x");
    jb_sheet_apply(at.sheet, "zh-Hans", at.root, &at.arena);
    jb_build *build =
        jb_build_open(at.sheet, at.fonts, at.root, &at.assets, &at.arena, at.diag);
    jb_chunk first = {.boxes = {0}}, second = {.boxes = {0}};
    T_TRUE(jb_build_fill(build, &first, 2));
    T_TRUE(!jb_build_fill(build, &second, 100));
    uint32_t number = first.boxes.items[0].pieces[0].element->parent->parent->number;
    jb_build_chunk_fini(&first);
    T_EQ_INT(first.boxes.count + second.boxes.count, 4);
    for (size_t i = 0; i < second.boxes.count; i++)
        T_EQ_INT(second.boxes.items[i].pieces[0].element->parent->parent->number,
                 number);
    jb_build_close(build);
    jb_build_chunk_fini(&second);
    rig_end(&at);
}
