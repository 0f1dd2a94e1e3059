/* Files hold IHDR, one IDAT and IEND: no time, no gamma, so that same pixels are same
 * bytes. */
#include "out/png.h"

#include "out/rowdeflate.h"

#include <libdeflate.h>

enum {
    LEVEL = 6,
    BITS = 8,
    ALPHA = 4,
    COLOUR = 2,
    PALETTE = 1 /* flags of the colour type: 11.2.2 */
};

static void filter_row(uint8_t *into, int type, const uint8_t *row,
                       const uint8_t *above, size_t len, size_t step)
{
    into[0] = (uint8_t)type;
    for (size_t i = 0; i < len; i++) {
        uint8_t before = type == 1   ? (i >= step ? row[i - step] : 0)
                         : type == 2 ? (above ? above[i] : 0)
                                     : 0;
        into[1 + i] = (uint8_t)(row[i] - before);
    }
}

static uint64_t row_cost(const uint8_t *row, size_t len)
{
    uint64_t sum = 0;
    for (size_t i = 1; i <= len; i++)
        sum += row[i] < 128 ? row[i] : 256u - row[i];
    return sum;
}

void jb_png_rows(jb_buf *into, const uint8_t *pixels, size_t width, size_t height,
                 size_t step)
{
    size_t len = width * step;
    uint8_t *tries[3];
    jb_arena scratch = {0};
    for (int type = 0; type < 3; type++)
        tries[type] = JB_NEWS(&scratch, uint8_t, len + 1);
    for (size_t y = 0; y < height; y++) {
        const uint8_t *row = pixels + y * len;
        int best = 0;
        uint64_t least = UINT64_MAX;
        for (int type = 0; type < 3; type++) {
            filter_row(tries[type], type, row, y ? row - len : NULL, len, step);
            uint64_t cost = row_cost(tries[type], len);
            if (cost < least) {
                least = cost;
                best = type;
            }
        }
        jb_buf_put(into, tries[best], len + 1);
    }
    jb_arena_fini(&scratch);
}

/* ---- files --------------------------------------------------------------------- */

static void put_big(jb_buf *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        jb_buf_putc(out, (char)(value >> shift));
}

/* Chunk layout: 5.3; the check covers the type and the data. */
static void put_chunk(jb_buf *out, const char *type, jb_str data)
{
    put_big(out, (uint32_t)data.len);
    size_t from = out->len;
    jb_buf_puts(out, type);
    jb_buf_put_str(out, data);
    put_big(out, libdeflate_crc32(0, out->at + from, out->len - from));
}

/* Colour and alpha of each pixel side by side. */
static const uint8_t *interleave(const jb_image *image, jb_arena *into)
{
    size_t step = (size_t)image->components,
           count = (size_t)image->width * image->height;
    uint8_t *all = JB_NEWS(into, uint8_t, count * (step + 1)), *to = all;
    for (size_t i = 0; i < count; i++, to += step + 1) {
        memcpy(to, image->pixels + i * step, step);
        to[step] = image->alpha[i];
    }
    return all;
}

static void put_pixels(jb_buf *out, const jb_image *image)
{
    jb_arena scratch = {0};
    jb_buf rows = {0};
    size_t step = (size_t)image->components + (image->alpha != NULL);
    jb_png_rows(&rows, image->alpha ? interleave(image, &scratch) : image->pixels,
                image->width, image->height, step);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    JB_MUST(compressor, "out of memory");
    size_t bound = libdeflate_zlib_compress_bound(compressor, rows.len);
    char *room = jb_arena_alloc(&scratch, bound);
    size_t len = libdeflate_zlib_compress(compressor, rows.at, rows.len, room, bound);
    libdeflate_free_compressor(compressor);
    put_chunk(out, "IDAT", (jb_str){room, len});
    jb_buf_fini(&rows);
    jb_arena_fini(&scratch);
}

static void put_head(jb_buf *out, uint32_t width, uint32_t height, int type)
{
    jb_buf header = {0};
    put_big(&header, width);
    put_big(&header, height);
    jb_buf_putc(&header, BITS);
    jb_buf_putc(&header, (char)type);
    jb_buf_put(&header, "\0\0",
               3); /* compression, filters, interlacing: the only ones */
    jb_buf_put(out, "\x89PNG\r\n\x1A\n", 8);
    put_chunk(out, "IHDR", jb_buf_str(&header));
    jb_buf_fini(&header);
}

void jb_png_write(const jb_image *image, jb_buf *out)
{
    put_head(out, image->width, image->height,
             (image->components == 3 ? COLOUR : 0) | (image->alpha ? ALPHA : 0));
    put_pixels(out, image);
    put_chunk(out, "IEND", JB_STR(""));
}

void jb_png_write_indexed(const jb_png_indexed *image, jb_buf *out)
{
    jb_buf palette = {0}, data = {0};
    size_t stride = (size_t)image->width + 1;
    for (size_t i = 0; i < image->colours; i++)
        for (int shift = 16; shift >= 0; shift -= 8)
            jb_buf_putc(&palette, (char)(image->palette[i] >> shift));
    jb_rowdeflate((jb_str){(const char *)image->rows, stride * image->height}, stride,
                  &data);
    put_head(out, image->width, image->height, COLOUR | PALETTE);
    put_chunk(out, "PLTE", jb_buf_str(&palette));
    put_chunk(out, "IDAT", jb_buf_str(&data));
    put_chunk(out, "IEND", JB_STR(""));
    jb_buf_fini(&palette);
    jb_buf_fini(&data);
}
