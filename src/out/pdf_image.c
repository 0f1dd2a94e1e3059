/* JPEG files pass through untouched (DCTDecode), turned by the placement's matrix and
 * not here. Pixels are filtered row by row as in PNG, which Predictor 15 undoes. */
#include "out/pdf_image.h"

#include "out/png.h"

static const char *colour_space(int components)
{
    return components == 1   ? "DeviceGray"
           : components == 3 ? "DeviceRGB"
                             : "DeviceCMYK";
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
    jb_png_rows(&rows, is_mask ? image->alpha : image->pixels, image->width,
                image->height, (size_t)components);
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
