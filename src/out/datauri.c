/* A JPEG goes as it came, a PNG is written anew. */
#include "out/datauri.h"

#include "out/png.h"

/* RFC 4648, 4. */
static void put_base64(jb_buf *into, jb_str bytes)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < bytes.len; at += 3) {
        size_t left = bytes.len - at;
        uint32_t group = 0;
        for (size_t i = 0; i < 3; i++)
            group = group << 8 | (i < left ? (unsigned char)bytes.at[at + i] : 0);
        char four[4];
        for (int i = 0; i < 4; i++)
            four[i] = (size_t)i > left ? '=' : digits[group >> (18 - 6 * i) & 63];
        jb_buf_put(into, four, sizeof four);
    }
}

void jb_datauri_put(const jb_image *image, jb_buf *into)
{
    bool is_jpeg = image->format == JB_IMAGE_JPEG;
    jb_buf file = {0};
    if (!is_jpeg)
        jb_png_write(image, &file);
    jb_buf_printf(into, "data:image/%s;base64,", is_jpeg ? "jpeg" : "png");
    put_base64(into, is_jpeg ? image->file : jb_buf_str(&file));
    jb_buf_fini(&file);
}
