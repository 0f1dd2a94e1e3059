/* Sources and the line index that turns byte offsets into line and column. */
#include "base/source.h"

#include "base/utf8.h"
#include "base/vec.h"

typedef struct entry {
    const char *path;
    jb_str bytes;
    JB_VEC(uint32_t) lines; /* the offset of each line's first byte */
    size_t line;            /* of the place asked for last, */
    uint32_t offset;        /* its offset */
    unsigned column;        /* and its column, so that long lines are counted once */
} entry;

enum { SHARED_FIRST = 0x80000000 };

struct jb_sources {
    jb_arena *arena;
    JB_VEC(entry) entries;
    uint32_t first;     /* the number before the first entry's */
    jb_sources *shared; /* NULL = none */
};

jb_sources *jb_source_table(jb_arena *arena)
{
    jb_sources *sources = JB_NEW(arena, jb_sources);
    sources->arena = arena;
    return sources;
}

jb_sources *jb_source_table_shared(jb_arena *arena)
{
    jb_sources *sources = jb_source_table(arena);
    sources->first = SHARED_FIRST;
    return sources;
}

jb_sources *jb_source_table_over(jb_sources *shared, jb_arena *arena)
{
    jb_sources *sources = jb_source_table(arena);
    sources->shared = shared;
    return sources;
}

/* The table that has a source, NULL when none has. */
static jb_sources *table_of(const jb_sources *sources, uint32_t source)
{
    const jb_sources *table = sources;
    if (source >= SHARED_FIRST && table->first == 0)
        table = sources->shared;
    bool has =
        table && source > table->first && source - table->first <= table->entries.count;
    return has ? (jb_sources *)(uintptr_t)table : NULL;
}

/* The entry of a source, NULL for number 0. */
static entry *entry_of(const jb_sources *sources, uint32_t source)
{
    jb_sources *table = table_of(sources, source);
    return table ? &table->entries.items[source - table->first - 1] : NULL;
}

uint32_t jb_source_add(jb_sources *sources, const char *path, jb_str bytes)
{
    JB_MUST(bytes.len < UINT32_MAX, "source too long");
    jb_vec_push(sources->arena, &sources->entries,
                (entry){.path = path, .bytes = bytes});
    return sources->first + (uint32_t)sources->entries.count;
}

const char *jb_source_path(const jb_sources *sources, uint32_t source)
{
    const entry *found = entry_of(sources, source);
    return found ? found->path : "";
}

jb_str jb_source_bytes(const jb_sources *sources, uint32_t source)
{
    const entry *found = entry_of(sources, source);
    return found ? found->bytes : (jb_str){NULL, 0};
}

static void index_lines(jb_arena *arena, entry *source)
{
    jb_vec_push(arena, &source->lines, 0);
    for (size_t i = 0; i < source->bytes.len; i++)
        if (source->bytes.at[i] == '\n')
            jb_vec_push(arena, &source->lines, (uint32_t)i + 1);
}

/* The last line that begins at or before offset. */
static size_t line_of(const entry *source, uint32_t offset)
{
    size_t low = 0, high = source->lines.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines.items[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static unsigned column_of(entry *source, size_t line, size_t begin, uint32_t offset)
{
    bool goes_on = source->column && source->line == line && source->offset <= offset;
    size_t from = goes_on ? source->offset : begin;
    unsigned column = goes_on ? source->column : 1;
    column += (unsigned)jb_utf8_count(jb_str_slice(source->bytes, from, offset));
    source->line = line;
    source->offset = offset;
    source->column = column;
    return column;
}

jb_place jb_source_place(jb_sources *sources, jb_span span)
{
    entry *source = entry_of(sources, span.source);
    if (!source)
        return (jb_place){.path = ""};
    if (source->lines.count == 0)
        index_lines(table_of(sources, span.source)->arena, source);
    uint32_t offset = (uint32_t)JB_MIN((size_t)span.begin, source->bytes.len);
    size_t line = line_of(source, offset);
    size_t begin = source->lines.items[line];
    if (begin == 0 && jb_str_starts(source->bytes, "\xEF\xBB\xBF"))
        begin = 3; /* a byte order mark is no character of the text */
    offset = JB_MAX(offset, (uint32_t)begin);
    size_t end = line + 1 < source->lines.count ? source->lines.items[line + 1] - 1u
                                                : source->bytes.len;
    if (end > begin && source->bytes.at[end - 1] == '\r')
        end--;
    return (jb_place){
        .path = source->path,
        .line = (unsigned)line + 1,
        .column = column_of(source, line, begin, offset),
        .text = jb_str_slice(source->bytes, begin, end),
        .offset = offset - begin,
    };
}
