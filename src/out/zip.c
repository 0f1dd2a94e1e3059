/* Members are packed into one buffer as they come; their headers need the archive's date
 * and are written at the end. */
#include "out/zip.h"

#include <libdeflate.h>

#include "base/vec.h"

enum {
    LEVEL = 6,       /* 9 gains 0.3 % for 2 % of all steps of an e-book; */
    LEVEL_SMALL = 1, /* what tables for so few bytes take, as many more don't gain */
    SMALL = 8192,
    MEMBERS_MAX = 0xFFFE, /* APPNOTE 4.4.1.4: 0xFFFF and 0xFFFFFFFF say ZIP64 */
    VERSION = 20,         /* needed: DEFLATE and folders (4.4.3.2) */
    UTF8_NAME = 1 << 11,  /* 4.4.4 */
    LOCAL_LEN = 30,
    CENTRAL_LEN = 46,
    END_LEN = 22
};
static const uint32_t local_mark = 0x04034B50, central_mark = 0x02014B50,
                      end_mark = 0x06054B50;

typedef struct member {
    const char *name;
    size_t at, packed, size; /* bytes; at: within the packed bytes */
    uint32_t crc;
    jb_zip_method method;
    size_t header; /* where its local header stands in the archive */
} member;

struct jb_zip {
    jb_arena arena;                              /* of names */
    struct libdeflate_compressor *large, *small; /* NULL until one is needed */
    JB_VEC(member) members;
    jb_buf packed;
};

jb_zip *jb_zip_open(void)
{
    jb_arena arena = {0};
    jb_zip *zip = JB_NEW(&arena, jb_zip);
    zip->arena = arena;
    return zip;
}

void jb_zip_drop(jb_zip *zip)
{
    if (zip->large)
        libdeflate_free_compressor(zip->large);
    if (zip->small)
        libdeflate_free_compressor(zip->small);
    jb_buf_fini(&zip->packed);
    jb_arena arena = zip->arena; /* it holds the archive itself */
    jb_arena_fini(&arena);
}

static struct libdeflate_compressor *compressor_for(jb_zip *zip, size_t len)
{
    bool is_small = len < SMALL;
    struct libdeflate_compressor **one = is_small ? &zip->small : &zip->large;
    if (!*one)
        *one = libdeflate_alloc_compressor(is_small ? LEVEL_SMALL : LEVEL);
    JB_MUST(*one, "out of memory");
    return *one;
}

void jb_zip_add(jb_zip *zip, const char *name, jb_str bytes, jb_zip_method method)
{
    const char *from = bytes.at ? bytes.at : "";
    member added = {.name = jb_str_dup(&zip->arena, jb_str_of(name)),
                    .at = zip->packed.len,
                    .size = bytes.len,
                    .crc = libdeflate_crc32(0, from, bytes.len)};
    size_t len = 0;
    if (method == JB_ZIP_DEFLATED && bytes.len) {
        jb_arena scratch = {0};
        /* No more room than the plain bytes take: what grows is stored. */
        char *room = jb_arena_alloc(&scratch, bytes.len);
        len = libdeflate_deflate_compress(compressor_for(zip, bytes.len), from,
                                          bytes.len, room, bytes.len - 1);
        jb_buf_put(&zip->packed, room, len);
        jb_arena_fini(&scratch);
    }
    added.method = len ? JB_ZIP_DEFLATED : JB_ZIP_STORED;
    if (!len)
        jb_buf_put(&zip->packed, from, bytes.len);
    added.packed = zip->packed.len - added.at;
    jb_vec_push(&zip->arena, &zip->members, added);
}

/* ---- the archive --------------------------------------------------------------- */

static void put_number(jb_buf *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        jb_buf_putc(out, (char)(value >> 8 * i));
}

/* `count` digits from `at`, `otherwise` when they are none. */
static unsigned digits(const char *text, size_t at, size_t count, unsigned otherwise)
{
    unsigned value = 0;
    if (!text || strlen(text) < at + count)
        return otherwise;
    for (size_t i = at; i < at + count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return otherwise;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    return value;
}

/* Date above time, as MS-DOS has them (4.4.6): seconds by twos, years from 1980. */
static uint32_t dos_time(const char *date)
{
    unsigned year = digits(date, 0, 4, 1980);
    if (year < 1980)
        return dos_time("1980-01-01");
    if (year > 2107)
        return dos_time("2107-12-31T23:59:58");
    uint32_t day =
        (year - 1980) << 9 | digits(date, 5, 2, 1) << 5 | digits(date, 8, 2, 1);
    uint32_t time = digits(date, 11, 2, 0) << 11 | digits(date, 14, 2, 0) << 5 |
                    digits(date, 17, 2, 0) / 2;
    return day << 16 | time;
}

/* What local and central headers have in common. */
static void put_facts(jb_buf *out, const member *of, uint32_t time)
{
    put_number(out, VERSION, 2);
    put_number(out, UTF8_NAME, 2);
    put_number(out, of->method, 2);
    put_number(out, time, 4);
    put_number(out, of->crc, 4);
    put_number(out, of->packed, 4);
    put_number(out, of->size, 4);
    put_number(out, strlen(of->name), 2);
    put_number(out, 0, 2); /* extra field */
}

static void put_central(jb_buf *out, const member *of, uint32_t time)
{
    put_number(out, central_mark, 4);
    put_number(out, VERSION, 2); /* made by; the upper byte 0: MS-DOS attributes */
    put_facts(out, of, time);
    put_number(out, 0, 2 + 2); /* comment, disk */
    put_number(out, 0, 2 + 4); /* attributes */
    put_number(out, of->header, 4);
    jb_buf_puts(out, of->name);
}

static bool fits(const jb_zip *zip)
{
    uint64_t len = zip->packed.len + END_LEN;
    for (size_t i = 0; i < zip->members.count; i++) {
        const member *one = &zip->members.items[i];
        len += LOCAL_LEN + CENTRAL_LEN + 2 * strlen(one->name);
        if (one->size >= UINT32_MAX)
            return false;
    }
    return zip->members.count <= MEMBERS_MAX && len < UINT32_MAX;
}

static void write_all(jb_zip *zip, uint32_t time, jb_buf *out)
{
    size_t begin = out->len, count = zip->members.count;
    for (size_t i = 0; i < count; i++) {
        member *one = &zip->members.items[i];
        one->header = out->len - begin;
        put_number(out, local_mark, 4);
        put_facts(out, one, time);
        jb_buf_puts(out, one->name);
        jb_buf_put(out, zip->packed.at ? zip->packed.at + one->at : "", one->packed);
    }
    size_t directory = out->len - begin;
    for (size_t i = 0; i < count; i++)
        put_central(out, &zip->members.items[i], time);
    size_t end = out->len - begin;
    put_number(out, end_mark, 4);
    put_number(out, 0, 2 + 2); /* disks */
    put_number(out, count, 2);
    put_number(out, count, 2);
    put_number(out, end - directory, 4);
    put_number(out, directory, 4);
    put_number(out, 0, 2); /* comment */
}

bool jb_zip_finish(jb_zip *zip, const char *date, jb_buf *out)
{
    bool is_fit = fits(zip);
    if (is_fit)
        write_all(zip, dos_time(date), out);
    jb_zip_drop(zip);
    return is_fit;
}
