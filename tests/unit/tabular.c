/* Tables as rows. */
#include "flow/tabular.h"

#include "flow_rig.h"
#include "unit.h"

static const jb_piece *piece_of(const jb_box *box, size_t cell)
{
    return &box->row->cells[cell].boxes[0].pieces[0];
}

static jb_mpt point_of(const jb_box *box, size_t cell)
{
    const jb_piece *piece = piece_of(box, cell);
    jb_mpt x = 0;
    T_TRUE(jb_para_point(piece->line, &x));
    return piece->x + x;
}

T_TEST(tabular_points_align)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 3, 1);
    rig_row(&at, table, "year|sum|text");
    rig_row(&at, table, "2023|1,234.56|a");
    rig_row(&at, table, "2024|-9.1%|b");
    rig_row(&at, table, "2025|70|c");
    rig_build(&at, &chunk);
    const jb_box *rows = chunk.boxes.items;
    T_EQ_INT(chunk.boxes.count, 4);
    T_EQ_INT(point_of(&rows[2], 1), point_of(&rows[1], 1));
    T_EQ_INT(point_of(&rows[3], 1), point_of(&rows[1], 1));
    /* Years in the first column are names, not figures. */
    T_EQ_INT(piece_of(&rows[1], 0)->x, 6000);
    T_EQ_INT(piece_of(&rows[1], 0)->line->x, 0);
    T_TRUE(rows[0].row->has_fill && !rows[1].row->has_fill);
    T_EQ_INT(rows[0].row->above.width, 1000);
    T_EQ_INT(rows[3].row->below.width, 1000);
    T_EQ_INT(rows[1].penalty, JB_FLOW_FORBIDDEN);
    T_TRUE(rows[2].repeat && rows[2].repeat->count == 1);
    T_EQ_INT(rows[0].row->width, 400000);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(tabular_spans)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 2, 0);
    jb_block *first = rig_row(&at, table, "tall|a");
    first->first->u.cell.row_span = 2;
    jb_block *second = rig_row(&at, table, "b");
    second->first->u.cell.column = 1;
    jb_block *third = rig_row(&at, table, "wide");
    third->first->u.cell.column_span = 2;
    rig_build(&at, &chunk);
    const jb_box *rows = chunk.boxes.items;
    T_EQ_INT(chunk.boxes.count, 3);
    T_EQ_INT(rows[1].penalty, JB_FLOW_FORBIDDEN);
    T_TRUE(!rows[0].row->can_split);
    /* The rule below the first row leaves out the column of the tall cell. */
    T_EQ_INT(rows[0].row->below.width, 0);
    T_EQ_INT(rows[0].piece_count, 1);
    T_EQ_INT(rows[0].pieces[0].x + rows[0].pieces[0].w, 400000);
    T_TRUE(rows[0].pieces[0].x > 0);
    /* The tall cell is centred over its two rows of 28 pt. */
    T_EQ_INT(rows[0].row->cells[0].y, 18000);
    T_EQ_INT(rows[0].height, 28000);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(tabular_caption_and_source_keep)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 1, 0);
    rig_para(&at, table, "caption", "caption");
    rig_row(&at, table, "a");
    rig_row(&at, table, "b");
    rig_para(&at, table, "source", "source");
    rig_para(&at, at.root, "paragraph", "after");
    rig_build(&at, &chunk);
    const jb_box *boxes = chunk.boxes.items;
    T_EQ_INT(chunk.boxes.count, 5);
    T_EQ_INT(boxes[1].penalty, JB_FLOW_FORBIDDEN);
    T_EQ_INT(boxes[3].penalty, JB_FLOW_FORBIDDEN);
    T_EQ_INT(boxes[4].penalty, 0);
    T_EQ_INT(boxes[4].before, 9000);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(tabular_too_wide_is_reported)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 3, 0);
    rig_row(&at, table,
            "incomprehensibilitiesandevenmoreofit|incomprehensibilitiesandevenmoreofit|"
            "incomprehensibilitiesandevenmoreofit");
    rig_build(&at, &chunk);
    T_EQ_INT(jb_diag_count_id(at.diag, JB_DIAG_TABLE_OVERFULL), 1);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(tabular_group_heads)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 3, 2);
    jb_block *heads = rig_row(&at, table, "name|group");
    heads->first->u.cell.row_span = 2;
    heads->last->u.cell.column_span = 2;
    jb_block *second = rig_row(&at, table, "one|two");
    second->first->u.cell.column = 1;
    second->last->u.cell.column = 2;
    rig_row(&at, table, "a|1.5|2.5");
    rig_build(&at, &chunk);
    const jb_box *rows = chunk.boxes.items;
    /* Centred over its columns, and a rule below it that is as long as they are. */
    const jb_piece *group = piece_of(&rows[0], 1);
    T_EQ_INT(rows[0].piece_count, 1);
    const jb_piece *rule = &rows[0].pieces[0];
    jb_mpt middle = group->x + group->line->x + group->line->width / 2;
    T_NEAR(middle, rule->x + rule->w / 2, 10);
    T_EQ_INT(rule->x + rule->w, 394000);
    T_EQ_INT(rows[0].row->below.width, 0);
    T_EQ_INT(rows[1].row->below.width, 400);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(tabular_unit_on_the_captions_line)
{
    static const struct {
        const char *caption;
        size_t boxes;
    } cases[] = {{"caption", 2},
                 {"a caption that is so long that it takes the whole line, or nearly "
                  "all of it up to",
                  3}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        rig at;
        jb_chunk chunk;
        rig_begin(&at);
        jb_block *table = rig_table(&at, 1, 0);
        rig_para(&at, table, "caption", cases[i].caption);
        rig_para(&at, table, "unit", "million");
        rig_row(&at, table, "a");
        rig_build(&at, &chunk);
        T_EQ_INT(chunk.boxes.count, cases[i].boxes);
        T_EQ_INT(chunk.boxes.items[0].piece_count, i == 0 ? 2 : 1);
        jb_build_chunk_fini(&chunk);
        rig_end(&at);
    }
}

/* Words that don't fit at nine points do at eight. */
T_TEST(tabular_dense)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 3, 0);
    rig_row(&at, table,
            "incomprehensibilitiesandmoreofit|incomprehensibilitiesandmoreofit|"
            "incomprehensibilitiesandmoreofit");
    rig_build(&at, &chunk);
    T_EQ_INT(jb_diag_count_id(at.diag, JB_DIAG_TABLE_OVERFULL), 0);
    T_EQ_INT(piece_of(&chunk.boxes.items[0], 0)->line->runs[0].type->size, 8000);
    T_EQ_INT(piece_of(&chunk.boxes.items[0], 0)->x, 2000);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}

T_TEST(tabular_text_keeps_off_figures)
{
    rig at;
    jb_chunk chunk;
    rig_begin(&at);
    jb_block *table = rig_table(&at, 3, 1);
    rig_row(&at, table, "name|sum|remark");
    rig_row(&at, table, "a|12.5|text");
    rig_build(&at, &chunk);
    const jb_piece *sum = piece_of(&chunk.boxes.items[1], 1);
    const jb_piece *remark = piece_of(&chunk.boxes.items[1], 2);
    T_NEAR(remark->x - (sum->x + sum->line->x + sum->line->width), 22000, 60);
    T_EQ_INT(piece_of(&chunk.boxes.items[0], 2)->x, remark->x);
    jb_build_chunk_fini(&chunk);
    rig_end(&at);
}
