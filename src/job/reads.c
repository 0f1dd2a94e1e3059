/* Digests of files. A font of a hundred megabytes is told by the checksums in its table
 * directories (OpenType 1.9, "otff": TableRecord) and by its length. */
#include "job/reads.h"

#include "base/file.h"
#include "job/fault.h"

enum {
    TTC_HEADER = 12,  /* tag, version, number of faces; then an offset for each */
    SFNT_HEADER = 12, /* version, number of tables and three that follow from it */
    TABLE_RECORD = 16
};

static const jb_digest absent = {0, 0};

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
                             .digest = jb_reads_digest(path, true),
                             .is_font = true});
}

void jb_reads_share(jb_reads *reads, const jb_reads *from)
{
    for (size_t i = 0; reads && i < from->items.count; i++) {
        jb_read shared = from->items.items[i];
        shared.is_shared = true;
        jb_vec_push(reads->arena, &reads->items, shared);
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

jb_digest jb_reads_digest(const char *path, bool is_font)
{
    jb_str bytes;
    jb_digest digest = absent;
    jb_arena scratch = {0};
    if (is_font && jb_file_map(path, JB_FAULT_FONT_MAX, &bytes) == JB_FILE_OK) {
        digest = digest_of_font(bytes);
        jb_file_unmap(bytes);
    } else if (!is_font && jb_file_read(path, JB_FAULT_REPORT_MAX, &scratch, &bytes) ==
                               JB_FILE_OK) {
        /* not mapped: it may be cut short at any time */
        digest = jb_digest_of(bytes);
    }
    jb_arena_fini(&scratch);
    return digest;
}
