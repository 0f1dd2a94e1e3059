/* Exif is a small TIFF file: a byte order, an offset, and a directory of 12-byte
 * entries. */
#include "doc/exif.h"

enum { HEADER = 6, ENTRY = 12, TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3 };

/* A number of `size` bytes at an offset that the caller has checked. */
static uint32_t number_at(jb_str tiff, size_t at, size_t size, bool is_big)
{
    uint32_t value = 0;
    for (size_t i = 0; i < size; i++) {
        size_t from = is_big ? i : size - 1 - i;
        value = value << 8 | (unsigned char)tiff.at[at + from];
    }
    return value;
}

int jb_exif_orientation(jb_str segment)
{
    if (segment.len < HEADER + 8 || memcmp(segment.at, "Exif\0", HEADER - 1) != 0)
        return 1;
    jb_str tiff = jb_str_slice(segment, HEADER, segment.len);
    bool is_big = tiff.at[0] == 'M';
    if (memcmp(tiff.at, is_big ? "MM\0*" : "II*\0", 4) != 0)
        return 1;
    size_t at = number_at(tiff, 4, 4, is_big);
    if (at > tiff.len - 2)
        return 1;
    size_t count = number_at(tiff, at, 2, is_big);
    at += 2;
    for (size_t i = 0; i < count && tiff.len - at >= ENTRY; i++, at += ENTRY) {
        if (number_at(tiff, at, 2, is_big) != TAG_ORIENTATION ||
            number_at(tiff, at + 2, 2, is_big) != TYPE_SHORT)
            continue;
        uint32_t value = number_at(tiff, at + 8, 2, is_big);
        return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}
