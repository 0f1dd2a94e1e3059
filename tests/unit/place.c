/* Places as numbers, found again in another tree of the same shape. */
#include "doc/place.h"
#include "unit.h"

enum { PLACES = 6 };

/* A heading, a paragraph of three texts (the second within emphasis) with a note of one
 * paragraph, and code; texts are copies of each tree's own. */
typedef struct tree {
    jb_block *root;
    jb_block_place places[PLACES];
} tree;

static tree make(jb_arena *into)
{
    tree made = {.root =
                     jb_block_add(into, NULL, JB_BLOCK_GROUP, "report", JB_NO_SPAN)};
    jb_block *root = made.root;
    jb_block *heading = jb_block_add(into, root, JB_BLOCK_HEADING, "h1", JB_NO_SPAN);
    jb_block *para = jb_block_add(into, root, JB_BLOCK_PARA, "paragraph", JB_NO_SPAN);
    jb_block *code = jb_block_add(into, root, JB_BLOCK_CODE, "code", JB_NO_SPAN);
    jb_inline *texts[3];
    for (int i = 0; i < 3; i++) {
        jb_str text = {jb_arena_strndup(into, "abcdef", 6), 6};
        texts[i] = jb_inlines_of_text(text, JB_NO_SPAN, into);
    }
    jb_inline *emphasis = JB_NEW(into, jb_inline), *mark = JB_NEW(into, jb_inline);
    emphasis->kind = JB_INLINE_EMPHASIS;
    emphasis->first = texts[1];
    texts[0]->next = emphasis;
    emphasis->next = mark;
    mark->kind = JB_INLINE_NOTE;
    mark->next = texts[2];
    mark->note = jb_block_add(into, NULL, JB_BLOCK_GROUP, "note", JB_NO_SPAN);
    jb_block *said =
        jb_block_add(into, mark->note, JB_BLOCK_PARA, "note-text", JB_NO_SPAN);
    said->inlines = jb_inlines_of_text((jb_str){jb_arena_strndup(into, "note", 4), 4},
                                       JB_NO_SPAN, into);
    para->inlines = texts[0];
    code->text = (jb_str){jb_arena_strndup(into, "a\nb\n", 4), 4};
    const jb_block_place places[PLACES] = {{heading, NULL},
                                           {para, texts[0]->text.at},
                                           {para, texts[1]->text.at + 3},
                                           {said, said->inlines->text.at + 1},
                                           {para, texts[2]->text.at + 5},
                                           {code, code->text.at + 2}};
    memcpy(made.places, places, sizeof places);
    return made;
}

T_TEST(place_found_again)
{
    jb_arena arena = {0};
    jb_place_mark marks[PLACES];
    jb_block_place found[PLACES];
    tree one = make(&arena), two = make(&arena);
    jb_place_note(one.root, one.places, PLACES, marks);
    jb_place_find(two.root, marks, PLACES, found);
    for (int i = 0; i < PLACES; i++) {
        T_TRUE(marks[i].block != 0);
        T_TRUE(found[i].block == two.places[i].block);
        T_TRUE(found[i].at == two.places[i].at);
    }
    jb_arena_fini(&arena);
}

T_TEST(place_nowhere)
{
    jb_arena arena = {0};
    tree one = make(&arena), two = make(&arena);
    const jb_block_place places[] = {
        {NULL, NULL}, {two.root->first, NULL}, {one.root->first, "elsewhere"}};
    jb_place_mark marks[3];
    jb_block_place found[3];
    jb_place_note(one.root, places, 3, marks);
    T_EQ_INT(marks[0].block, 0);
    T_EQ_INT(marks[1].block, 0);
    jb_place_find(two.root, marks, 3, found);
    T_TRUE(!found[0].block && !found[1].block);
    T_TRUE(found[2].block == two.root->first && !found[2].at);
    const jb_place_mark beyond = {.block = 99, .text = 7, .at = 1};
    jb_place_find(two.root, &beyond, 1, found);
    T_TRUE(!found[0].block);
    jb_arena_fini(&arena);
}
