/* Blocks grow from 4 KiB to 256 KiB and are zeroed piece by piece, as they are handed
 * out; a request larger than a quarter of a block gets a block of its own behind the
 * newest, so that the newest one's rest is not lost. */
#include "base/arena.h"

#include <stdarg.h>

struct jb_arena_block {
    jb_arena_block *next;
    size_t size; /* usable bytes after this header */
    _Alignas(max_align_t) char data[];
};

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 256 * 1024 };

static jb_arena_block *block_new(jb_arena *arena, size_t size, bool is_zeroed)
{
    JB_MUST(size < SIZE_MAX / 2, "arena request too large");
    size_t whole = sizeof(jb_arena_block) + size;
    jb_arena_block *block = is_zeroed ? calloc(1, whole) : malloc(whole);
    if (!block)
        jb_base_out_of_memory(size);
    *block = (jb_arena_block){.size = size};
    arena->total += size;
    return block;
}

static void *alloc_large(jb_arena *arena, size_t size, bool is_zeroed)
{
    jb_arena_block *own = block_new(arena, size, is_zeroed);
    if (arena->block) {
        own->next = arena->block->next;
        arena->block->next = own;
    } else {
        arena->block = own;
        arena->used = size;
    }
    return own->data;
}

static size_t rounded(size_t size)
{
    const size_t align = sizeof(max_align_t) < 16 ? sizeof(max_align_t) : 16;
    JB_MUST(size < SIZE_MAX / 2, "arena request too large");
    return size ? (size + align - 1) & ~(align - 1) : align;
}

static void *take(jb_arena *arena, size_t size, bool is_zeroed)
{
    if (!arena->block || arena->block->size - arena->used < size) {
        size_t next = arena->block ? JB_MIN(arena->total, (size_t)LARGEST_BLOCK)
                                   : (size_t)FIRST_BLOCK;
        next = JB_MAX(next, (size_t)FIRST_BLOCK);
        if (size > next / 4)
            return alloc_large(arena, size, is_zeroed);
        jb_arena_block *block = block_new(arena, next, false);
        block->next = arena->block;
        arena->block = block;
        arena->used = 0;
    }
    void *at = arena->block->data + arena->used;
    arena->used += size;
    return is_zeroed ? memset(at, 0, size) : at;
}

void *jb_arena_alloc(jb_arena *arena, size_t size)
{
    return take(arena, rounded(size), true);
}

void *jb_arena_grow(jb_arena *arena, void *at, size_t old_size, size_t size)
{
    size_t taken = old_size ? rounded(old_size) : 0;
    size = rounded(size);
    JB_MUST(size >= taken, "arena memory can't shrink");
    if (taken && arena->block && arena->used >= taken &&
        (char *)at == arena->block->data + arena->used - taken &&
        arena->block->size - arena->used >= size - taken) {
        arena->used += size - taken;
        return at;
    }
    void *moved = take(arena, size, false);
    if (old_size)
        memcpy(moved, at, old_size);
    return moved;
}

void *jb_arena_array(jb_arena *arena, size_t count, size_t size)
{
    JB_MUST(size == 0 || count <= SIZE_MAX / 4 / size, "arena array too large");
    return jb_arena_alloc(arena, count * size);
}

void *jb_arena_room(jb_arena *arena, size_t count, size_t size)
{
    JB_MUST(size == 0 || count <= SIZE_MAX / 4 / size, "arena array too large");
    void *at = take(arena, rounded(count * size), false);
#ifdef JB_DEBUG
    memset(at, 0xA5, count * size);
#endif
    return at;
}

char *jb_arena_strndup(jb_arena *arena, const char *at, size_t len)
{
    char *copy = take(arena, rounded(len + 1), false);
    if (len)
        memcpy(copy, at, len);
    copy[len] = 0;
    return copy;
}

char *jb_arena_printf(jb_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    JB_MUST(len >= 0, "bad format");
    char *text = jb_arena_alloc(arena, (size_t)len + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return text;
}

static void free_blocks(jb_arena_block *block)
{
    while (block) {
        jb_arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void jb_arena_fini(jb_arena *arena)
{
    free_blocks(arena->block);
    *arena = (jb_arena){0};
}

void jb_arena_reset(jb_arena *arena)
{
    if (!arena->block)
        return;
    free_blocks(arena->block->next);
    arena->block->next = NULL;
    arena->total = arena->block->size;
#ifdef JB_DEBUG
    memset(arena->block->data, 0xA5, arena->block->size);
#endif
    arena->used = 0;
}
