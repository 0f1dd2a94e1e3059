#include "out/rowdeflate.h"

#include <libdeflate.h>

#include "unit.h"

enum { ROWS = 400 };

/* Whether the stream gives the bytes back. */
static bool comes_back(const uint8_t *bytes, size_t len, size_t stride, size_t *size)
{
    jb_buf out = {0};
    jb_arena arena = {0};
    uint8_t *back = JB_NEWS(&arena, uint8_t, len + 1);
    struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
    size_t got = 0;
    jb_rowdeflate((jb_str){(const char *)bytes, len}, stride, &out);
    enum libdeflate_result result =
        libdeflate_zlib_decompress(reader, out.at, out.len, back, len + 1, &got);
    libdeflate_free_decompressor(reader);
    *size = out.len;
    bool is_same =
        result == LIBDEFLATE_SUCCESS && got == len && memcmp(back, bytes, len) == 0;
    jb_buf_fini(&out);
    jb_arena_fini(&arena);
    return is_same;
}

/* A row: runs of all lengths, every value, and now and then a row like the one above. */
static void fill(uint8_t *bytes, size_t len, size_t stride)
{
    uint32_t seed = 12345;
    for (size_t at = 0; at < len;) {
        seed = seed * 1664525 + 1013904223;
        size_t run = 1 + (seed >> 24) % 9 * ((seed >> 20) % 70);
        bool is_copy = at >= stride && seed >> 8 & 1;
        for (; run > 0 && at < len; run--, at++)
            bytes[at] = is_copy ? bytes[at - stride] : (uint8_t)(seed >> 16);
    }
}

T_TEST(rowdeflate)
{
    static const size_t strides[] = {1, 2, 3, 5, 258, 259, 901, 16385, 32768};
    jb_arena arena = {0};
    size_t size, most = ROWS * 901;
    uint8_t *bytes = JB_NEWS(&arena, uint8_t, most);
    T_TRUE(comes_back(bytes, 0, 1, &size));
    for (size_t i = 0; i < JB_COUNT(strides); i++) {
        fill(bytes, most, strides[i]);
        T_TRUE(comes_back(bytes, most, strides[i], &size));
        for (size_t len = 1; len < 300; len += 7)
            T_TRUE(comes_back(bytes, len, strides[i], &size));
    }
    memset(bytes, 7, most);
    T_TRUE(comes_back(bytes, most, 901, &size));
    T_TRUE(size < most / 150); /* a match takes at least 12 bits for 258 bytes */
    jb_arena_fini(&arena);
}
