/* Digests of files. A font of a hundred megabytes is told by the checksums in its table
 * directories (OpenType 1.9, "otff": TableRecord) and by its length. */
#include "job/reads.h"

#include "base/file.h"
#include "job/collection.h"
#include "job/fault.h"

enum {
    TTC_HEADER = 12,  /* tag, version, number of faces; then an offset for each */
    SFNT_HEADER = 12, /* version, number of tables and three that follow from it */
    TABLE_RECORD = 16
};

static const jb_digest absent = {0, 0};

/* By the field, so that two that are absent differ; of an unsound file all are its bytes. */
static void digest_fields(jb_str bytes, jb_digest digests[JB_READS_WHATS])
{
    jb_arena scratch = {0};
    jb_buf texts[JB_READS_WHATS] = {{0}};
    jb_collection collection = {.path = NULL};
    bool is_sound = jb_collection_read(bytes, &scratch, &collection);
    if (is_sound) {
        jb_buf_put_str(&texts[JB_READS_LAYOUT], collection.layout.text);
        jb_buf_put_str(&texts[JB_READS_FONTSET], collection.fonts.text);
        jb_buf_put_str(&texts[JB_READS_BRAND], collection.brand.text);
        jb_sources *none = jb_source_table(&scratch); /* places don't count */
        if (collection.mapping)
            jb_val_dump(collection.mapping, none, &texts[JB_READS_MAPPING]);
        if (collection.settings)
            jb_val_dump(collection.settings, none, &texts[JB_READS_SETTINGS]);
    }
    for (int what = JB_READS_LAYOUT; what < JB_READS_WHATS; what++) {
        char name = (char)('0' + what);
        jb_digest own = jb_digest_of(is_sound ? jb_buf_str(&texts[what]) : bytes);
        digests[what] = jb_digest_join(jb_digest_of((jb_str){&name, 1}), own);
        jb_buf_fini(&texts[what]);
    }
    jb_arena_fini(&scratch);
}

static void add(jb_reads *reads, jb_read read)
{
    if (!reads)
        return;
    read.path = jb_str_dup(reads->arena, jb_str_of(read.path));
    jb_vec_push(reads->arena, &reads->items, read);
}

void jb_reads_add(jb_reads *reads, const char *path, jb_str bytes)
{
    if (reads)
        add(reads, (jb_read){.path = path, .digest = jb_digest_of(bytes)});
}

void jb_reads_add_absent(jb_reads *reads, const char *path)
{
    add(reads, (jb_read){.path = path, .digest = absent});
}

void jb_reads_add_font(jb_reads *reads, const char *path)
{
    if (reads)
        add(reads, (jb_read){.path = path,
                             .digest = jb_reads_digest(path, JB_READS_FONT),
                             .what = JB_READS_FONT});
}

void jb_reads_add_collection(jb_reads *reads, const char *path, jb_str bytes)
{
    jb_digest digests[JB_READS_WHATS];
    if (!reads)
        return;
    digest_fields(bytes, digests);
    for (int what = JB_READS_LAYOUT; what < JB_READS_WHATS; what++)
        add(reads, (jb_read){.path = path,
                             .digest = digests[what],
                             .what = (jb_reads_what)what});
}

static void share(jb_reads *reads, const jb_read *read)
{
    jb_read shared = *read;
    shared.is_shared = true;
    jb_vec_push(reads->arena, &reads->items, shared);
}

void jb_reads_share(jb_reads *reads, const jb_reads *from)
{
    for (size_t i = 0; reads && i < from->items.count; i++)
        share(reads, &from->items.items[i]);
}

void jb_reads_share_only(jb_reads *reads, const jb_reads *from, jb_reads_what what)
{
    for (size_t i = 0; reads && from && i < from->items.count; i++) {
        jb_reads_what own = from->items.items[i].what;
        if (own == what || (what == JB_READS_BYTES && own == JB_READS_FONT))
            share(reads, &from->items.items[i]);
    }
}

static size_t number_at(jb_str bytes, size_t at, unsigned len)
{
    size_t number = 0;
    for (unsigned i = 0; i < len && at + len <= bytes.len; i++)
        number = number << 8 | (unsigned char)bytes.at[at + i];
    return number;
}

/* The table directory that begins at an offset. */
static jb_str directory_at(jb_str font, size_t at)
{
    size_t tables = number_at(font, at + 4, 2);
    return jb_str_slice(font, at, at + SFNT_HEADER + tables * TABLE_RECORD);
}

static jb_digest digest_of_font(jb_str font)
{
    char length[24];
    snprintf(length, sizeof length, "%zu", font.len);
    jb_digest digest = jb_digest_of(jb_str_of(length));
    if (!jb_str_starts(font, "ttcf"))
        return jb_digest_join(digest, jb_digest_of(directory_at(font, 0)));
    size_t faces = JB_MIN(number_at(font, 8, 4), font.len / 4);
    for (size_t i = 0; i < faces; i++) {
        size_t at = number_at(font, TTC_HEADER + 4 * i, 4);
        digest = jb_digest_join(digest, jb_digest_of(directory_at(font, at)));
    }
    return digest;
}

jb_digest jb_reads_digest(const char *path, jb_reads_what what)
{
    jb_str bytes;
    jb_digest digests[JB_READS_WHATS] = {{0, 0}};
    jb_arena scratch = {0};
    if (what == JB_READS_FONT &&
        jb_file_map(path, JB_FAULT_FONT_MAX, &bytes) == JB_FILE_OK) {
        digests[what] = digest_of_font(bytes);
        jb_file_unmap(bytes);
    } else if (what != JB_READS_FONT && jb_file_read(path, JB_FAULT_REPORT_MAX,
                                                     &scratch, &bytes) == JB_FILE_OK) {
        /* not mapped: it may be cut short at any time */
        if (what == JB_READS_BYTES)
            digests[what] = jb_digest_of(bytes);
        else
            digest_fields(bytes, digests);
    }
    jb_arena_fini(&scratch);
    return digests[what];
}
