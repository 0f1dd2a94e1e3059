/* Blocks are listed once, in the order of reading, notes where they are called. */
#include "doc/place.h"

#include "base/map.h"
#include "base/vec.h"

typedef struct block_list {
    JB_VEC(const jb_block *) blocks;
    jb_arena arena;
} block_list;

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

static void list_blocks(block_list *list, const jb_block *block);

static void list_notes(block_list *list, const jb_inline *inlines)
{
    for (const jb_inline *one = inlines; one; one = one->next) {
        list_notes(list, one->first);
        if (one->note)
            list_blocks(list, one->note);
    }
}

static void list_blocks(block_list *list, const jb_block *block)
{
    jb_vec_push(&list->arena, &list->blocks, block);
    list_notes(list, block->inlines);
    for (const jb_block *child = block->first; child; child = child->next)
        list_blocks(list, child);
}

/* Counts the texts of inlines until one holds the byte; false: none does. */
static bool count_texts(const jb_inline *inlines, const char *at, jb_place_mark *out)
{
    for (const jb_inline *one = inlines; one; one = one->next) {
        out->text++;
        if (at >= one->text.at && at < one->text.at + one->text.len) {
            out->at = (uint32_t)(at - one->text.at);
            return true;
        }
        if (count_texts(one->first, at, out))
            return true;
    }
    return false;
}

/* The text of that number; *left counts down to it. */
static const jb_str *text_of(const jb_inline *inlines, uint32_t *left)
{
    for (const jb_inline *one = inlines; one; one = one->next) {
        if (--*left == 0)
            return &one->text;
        const jb_str *found = text_of(one->first, left);
        if (found)
            return found;
    }
    return NULL;
}

/* NOLINTEND(misc-no-recursion) */

static jb_place_mark mark_of(const jb_block_place *place, uint32_t number)
{
    const jb_str *own = &place->block->text;
    jb_place_mark mark = {.block = number, .text = 1};
    if (!place->at)
        return (jb_place_mark){.block = number};
    if (own->len && place->at >= own->at && place->at < own->at + own->len)
        mark.at = (uint32_t)(place->at - own->at);
    else if (!count_texts(place->block->inlines, place->at, &mark))
        mark = (jb_place_mark){.block = number};
    return mark;
}

void jb_place_note(const jb_block *root, const jb_block_place *places, size_t count,
                   jb_place_mark *out)
{
    block_list list = {.arena = {0}};
    jb_map numbers = {0};
    list_blocks(&list, root);
    for (size_t i = 0; i < list.blocks.count; i++)
        jb_map_put_number(&list.arena, &numbers, (uintptr_t)list.blocks.items[i])
            ->value = i + 1;
    for (size_t i = 0; i < count; i++) {
        const jb_map_entry *entry =
            places[i].block ? jb_map_find_number(&numbers, (uintptr_t)places[i].block)
                            : NULL;
        out[i] = entry ? mark_of(&places[i], (uint32_t)entry->value)
                       : (jb_place_mark){.block = 0};
    }
    jb_arena_fini(&list.arena);
}

static jb_block_place place_of(const jb_block *block, jb_place_mark mark)
{
    jb_block_place place = {block, NULL};
    if (mark.text == 0)
        return place;
    uint32_t left = mark.text - 1;
    const jb_str *text = left ? text_of(block->inlines, &left) : &block->text;
    if (text && mark.at < text->len)
        place.at = text->at + mark.at;
    return place;
}

void jb_place_find(const jb_block *root, const jb_place_mark *marks, size_t count,
                   jb_block_place *out)
{
    block_list list = {.arena = {0}};
    list_blocks(&list, root);
    for (size_t i = 0; i < count; i++)
        out[i] = marks[i].block && marks[i].block <= list.blocks.count
                     ? place_of(list.blocks.items[marks[i].block - 1], marks[i])
                     : (jb_block_place){NULL, NULL};
    jb_arena_fini(&list.arena);
}
