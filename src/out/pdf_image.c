/* JPEG files pass through untouched (DCTDecode), turned by the placement's matrix and
 * not here. Pixels are filtered row by row as in PNG, which Predictor 15 undoes. */
#include "out/pdf_image.h"

static const char *colour_space(int components)
{
    return components == 1   ? "DeviceGray"
           : components == 3 ? "DeviceRGB"
                             : "DeviceCMYK";
}

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

/* Puts rows with the one of the filters None, Sub and Up that leaves the least sum of
 * differences, as the PNG specification advises (12.8). */
static void put_rows(jb_buf *into, const uint8_t *pixels, size_t width, size_t height,
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

static void put_size(jb_buf *entries, uint32_t width, uint32_t height, int components)
{
    jb_buf_printf(entries,
                  "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace/%s"
                  "/BitsPerComponent 8",
                  (unsigned)width, (unsigned)height, colour_space(components));
}

static void write_pixels(jb_pdf_file *file, uint32_t number, const jb_image *image,
                         bool is_mask, uint32_t mask)
{
    int components = is_mask ? 1 : image->components;
    jb_buf entries = {0}, rows = {0};
    put_size(&entries, image->width, image->height, components);
    jb_buf_printf(&entries, "/DecodeParms<</Predictor 15/Colors %d/Columns %u>>",
                  components, (unsigned)image->width);
    if (mask)
        jb_buf_printf(&entries, "/SMask %u 0 R", (unsigned)mask);
    put_rows(&rows, is_mask ? image->alpha : image->pixels, image->width, image->height,
             (size_t)components);
    jb_pdf_object_stream(file, number, jb_buf_str(&entries), jb_buf_str(&rows),
                         JB_PDF_PACKED);
    jb_buf_fini(&entries);
    jb_buf_fini(&rows);
}

static void write_jpeg(jb_pdf_file *file, uint32_t number, const jb_image *image)
{
    /* The stored picture lies on its side for Exif's orientations 5 to 8. */
    bool is_turned = image->orientation >= 5 && image->orientation <= 8;
    jb_buf entries = {0};
    put_size(&entries, is_turned ? image->height : image->width,
             is_turned ? image->width : image->height, image->components);
    jb_buf_puts(&entries, "/Filter/DCTDecode");
    if (image->components == 4 && image->is_inverted)
        jb_buf_puts(&entries, "/Decode[1 0 1 0 1 0 1 0]");
    jb_pdf_object_stream(file, number, jb_buf_str(&entries), image->file, JB_PDF_PLAIN);
    jb_buf_fini(&entries);
}

uint32_t jb_pdf_image_write(jb_pdf_file *file, const jb_image *image)
{
    uint32_t mask = 0;
    if (image->format == JB_IMAGE_PNG && image->alpha) {
        mask = jb_pdf_object_new(file);
        write_pixels(file, mask, image, true, 0);
    }
    uint32_t number = jb_pdf_object_new(file);
    if (image->format == JB_IMAGE_JPEG)
        write_jpeg(file, number, image);
    else
        write_pixels(file, number, image, false, mask);
    return number;
}
