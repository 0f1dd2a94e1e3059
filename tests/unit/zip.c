/* out/zip.c: the bytes of an archive, field by field; tests/ebook.py has other programs
 * read whole ones. */
#include "out/zip.h"

#include "unit.h"

enum { ALIKE = 100 }; /* bytes of the second member */

static unsigned long number(const jb_buf *of, size_t at, size_t bytes)
{
    unsigned long value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (unsigned long)(unsigned char)of->at[at + i] << 8 * i;
    return value;
}

static jb_zip *two_members(void)
{
    jb_zip *zip = jb_zip_open();
    jb_zip_add(zip, "mimetype", JB_STR("application/epub+zip"), JB_ZIP_STORED);
    char text[ALIKE];
    memset(text, 'a', sizeof text);
    jb_zip_add(zip, "a/b.txt", (jb_str){text, sizeof text}, JB_ZIP_DEFLATED);
    return zip;
}

/* EPUB 3.3, OCF 4.2.2: what a reader tells an EPUB by. */
T_TEST(zip_first_member)
{
    jb_buf out = {0};
    T_TRUE(jb_zip_finish(two_members(), "2024-02-29", &out));
    T_TRUE(memcmp(out.at, "PK\3\4", 4) == 0);
    T_EQ_INT(number(&out, 4, 2), 20);
    T_EQ_INT(number(&out, 6, 2), 0x800);
    T_EQ_INT(number(&out, 8, 2), JB_ZIP_STORED);
    T_EQ_INT(number(&out, 10, 2), 0);
    T_EQ_INT(number(&out, 12, 2), (2024 - 1980) << 9 | 2 << 5 | 29);
    T_EQ_INT(number(&out, 14, 4), 0x2CAB616F); /* as zlib's crc32 has it */
    T_EQ_INT(number(&out, 18, 4), 20);
    T_EQ_INT(number(&out, 22, 4), 20);
    T_EQ_INT(number(&out, 26, 2), 8);
    T_EQ_INT(number(&out, 28, 2), 0);
    T_TRUE(memcmp(out.at + 30, "mimetypeapplication/epub+zip", 28) == 0);
    jb_buf_fini(&out);
}

T_TEST(zip_directory)
{
    jb_buf out = {0};
    jb_buf_puts(&out, "before");
    T_TRUE(jb_zip_finish(two_members(), NULL, &out));
    size_t end = out.len - 22, first = 6;
    T_TRUE(memcmp(out.at + end, "PK\5\6", 4) == 0);
    T_EQ_INT(number(&out, end + 8, 2), 2);
    T_EQ_INT(number(&out, end + 10, 2), 2);
    size_t directory = first + number(&out, end + 16, 4);
    T_EQ_INT(directory + number(&out, end + 12, 4), end);
    T_TRUE(memcmp(out.at + directory, "PK\1\2", 4) == 0);
    T_EQ_INT(number(&out, directory + 42, 4), 0);
    size_t second = directory + 46 + 8;
    size_t local = first + number(&out, second + 42, 4);
    T_TRUE(memcmp(out.at + local, "PK\3\4", 4) == 0);
    T_EQ_INT(number(&out, local + 8, 2), JB_ZIP_DEFLATED);
    T_EQ_INT(number(&out, local + 22, 4), ALIKE);
    T_TRUE(number(&out, local + 18, 4) < ALIKE / 4);
    T_TRUE(memcmp(out.at + local + 30, "a/b.txt", 7) == 0);
    T_EQ_INT(local + 37 + number(&out, local + 18, 4), directory);
    jb_buf_fini(&out);
}

/* How many bytes are left of `len`, of numbers that count up. */
static unsigned long packed(size_t len)
{
    jb_buf text = {0}, out = {0};
    for (int i = 0; text.len < len; i++)
        jb_buf_printf(&text, "%d ", i);
    jb_zip *zip = jb_zip_open();
    jb_zip_add(zip, "a", (jb_str){text.at, len}, JB_ZIP_DEFLATED);
    T_TRUE(jb_zip_finish(zip, NULL, &out));
    unsigned long size = number(&out, 18, 4);
    jb_buf_fini(&text);
    jb_buf_fini(&out);
    return size;
}

/* Large members are worth more steps than small ones. */
T_TEST(zip_small_and_large)
{
    unsigned long quick = packed(8191), thorough = packed(8192);
    T_TRUE(quick < 8191 / 2);
    T_TRUE(thorough < quick * 97 / 100);
}

static unsigned long time_of(const char *date)
{
    jb_buf out = {0};
    jb_zip *zip = jb_zip_open();
    jb_zip_add(zip, "a", JB_STR(""), JB_ZIP_DEFLATED);
    T_TRUE(jb_zip_finish(zip, date, &out));
    T_EQ_INT(number(&out, 8, 2), JB_ZIP_STORED);
    unsigned long time = number(&out, 10, 4);
    jb_buf_fini(&out);
    return time;
}

T_TEST(zip_dates)
{
    unsigned long first = 0x00210000;
    T_EQ_INT(time_of(NULL), first);
    T_EQ_INT(time_of(""), first);
    T_EQ_INT(time_of("1979-12-31T23:59:59"), first);
    T_EQ_INT(time_of("1980"), first);
    T_EQ_INT(time_of("2000-06-07"), 0x28C70000);
    T_EQ_INT(time_of("2000-06-07T13:14:31+08:00"),
             0x28C70000 | 13 << 11 | 14 << 5 | 15);
    T_EQ_INT(time_of("2107-12-31T23:59:59Z"), 0xFF9FBF7D);
    T_EQ_INT(time_of("2108-01-01"), 0xFF9FBF7D);
}

T_TEST(zip_what_grows_is_stored)
{
    jb_buf out = {0};
    jb_zip *zip = jb_zip_open();
    jb_zip_add(zip, "a", JB_STR("\x80\x17q5"), JB_ZIP_DEFLATED);
    T_TRUE(jb_zip_finish(zip, NULL, &out));
    T_EQ_INT(number(&out, 8, 2), JB_ZIP_STORED);
    T_EQ_INT(number(&out, 18, 4), 4);
    jb_buf_fini(&out);
}

T_TEST(zip_members_limit)
{
    for (int more = 0; more < 2; more++) {
        jb_buf out = {0};
        jb_zip *zip = jb_zip_open();
        for (int i = 0; i < 65534 + more; i++) {
            char name[12];
            snprintf(name, sizeof name, "%d", i);
            jb_zip_add(zip, name, JB_STR("x"), JB_ZIP_STORED);
        }
        T_TRUE(jb_zip_finish(zip, NULL, &out) == !more);
        T_TRUE(more ? out.len == 0 : out.len > 65534);
        jb_buf_fini(&out);
    }
}
