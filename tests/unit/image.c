/* doc/image.c, doc/image_png.c, doc/image_jpeg.c and doc/exif.c, on images made here.
 */
#include <png.h> /* before base.h, which bans names in it */

#include "doc/image.h"

#include <jpeglib.h>

#include "doc/exif.h"
#include "unit.h"

typedef struct picture {
    jb_arena arena;
    jb_diag *diag;
    jb_buf bytes;
    jb_image image;
    bool ok;
} picture;

static void read_picture(picture *all)
{
    jb_arena_fini(&all->arena);
    all->diag = jb_diag_new(&all->arena);
    all->ok = jb_image_read(jb_buf_str(&all->bytes), "a.png", JB_NO_SPAN, &all->arena,
                            all->diag, &all->image);
    T_EQ_INT(all->ok, jb_diag_count(all->diag, JB_SEVERITY_WARNING) == 0);
    T_EQ_INT(jb_diag_count(all->diag, JB_SEVERITY_ERROR), 0);
}

static void refused(picture *all, jb_diag_id id)
{
    read_picture(all);
    T_TRUE(!all->ok);
    T_EQ_INT(jb_diag_count_id(all->diag, id), 1);
    T_TRUE(!all->image.pixels && !all->image.file.at);
}

static void drop_picture(picture *all)
{
    jb_buf_fini(&all->bytes);
    jb_arena_fini(&all->arena);
}

typedef struct png_kind {
    int depth, type;
    bool is_interlaced, has_key; /* key: a tRNS chunk */
    uint32_t width, height;
    int fill;          /* every byte of the rows */
    int components;    /* wanted */
    int colour, alpha; /* wanted of the first pixel; alpha -1: no plane */
} png_kind;

static void write_bytes(png_structp png, png_bytep bytes, size_t len)
{
    jb_buf_put(png_get_io_ptr(png), bytes, len);
}

static void set_palette(png_structp png, png_infop info, const png_kind *kind)
{
    static const png_color colours[] = {{10, 20, 30}, {40, 50, 60}};
    static const png_byte alphas[] = {200, 100};
    static const png_color_16 key = {0, 0, 0, 0, 0};
    bool is_palette = kind->type == PNG_COLOR_TYPE_PALETTE;
    if (is_palette)
        png_set_PLTE(png, info, colours, 2);
    if (kind->has_key)
        png_set_tRNS(png, info, is_palette ? alphas : NULL, is_palette ? 2 : 0,
                     is_palette ? NULL : &key);
}

static void make_png(jb_buf *into, const png_kind *kind)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, into, write_bytes, NULL);
    png_set_IHDR(png, info, kind->width, kind->height, kind->depth, kind->type,
                 kind->is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    set_palette(png, info, kind);
    png_set_pHYs(png, info, 3780, 11811, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    int passes = png_set_interlace_handling(png);
    png_bytep row = calloc(1, png_get_rowbytes(png, info));
    memset(row, kind->fill, png_get_rowbytes(png, info));
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < kind->height; y++)
            png_write_row(png, row);
    png_write_end(png, info);
    free(row);
    png_destroy_write_struct(&png, &info);
}

T_TEST(image_png_kinds)
{
    static const png_kind kinds[] = {
        {8, PNG_COLOR_TYPE_RGB, false, false, 5, 3, 7, 3, 7, -1},
        {8, PNG_COLOR_TYPE_RGB, true, false, 9, 9, 7, 3, 7, -1},
        {8, PNG_COLOR_TYPE_GRAY, false, false, 5, 3, 7, 1, 7, -1},
        {1, PNG_COLOR_TYPE_GRAY, false, false, 5, 3, 0xFF, 1, 0xFF, -1},
        {2, PNG_COLOR_TYPE_GRAY, true, false, 5, 3, 0x55, 1, 0x55, -1},
        {16, PNG_COLOR_TYPE_RGB, false, false, 5, 3, 9, 3, 9, -1},
        {16, PNG_COLOR_TYPE_GRAY, false, false, 5, 3, 9, 1, 9, -1},
        {8, PNG_COLOR_TYPE_RGB_ALPHA, false, false, 5, 3, 7, 3, 7, 7},
        {8, PNG_COLOR_TYPE_RGB_ALPHA, true, false, 9, 9, 7, 3, 7, 7},
        {8, PNG_COLOR_TYPE_RGB_ALPHA, false, false, 5, 3, 255, 3, 255, -1},
        {8, PNG_COLOR_TYPE_GRAY_ALPHA, false, false, 5, 3, 7, 1, 7, 7},
        {16, PNG_COLOR_TYPE_GRAY_ALPHA, false, false, 5, 3, 255, 1, 255, -1},
        {8, PNG_COLOR_TYPE_PALETTE, false, false, 5, 3, 1, 3, 40, -1},
        {8, PNG_COLOR_TYPE_PALETTE, false, true, 5, 3, 1, 3, 40, 100},
        {1, PNG_COLOR_TYPE_PALETTE, true, true, 5, 3, 0, 3, 10, 200},
        {8, PNG_COLOR_TYPE_RGB, false, true, 5, 3, 0, 3, 0, 0},
        {8, PNG_COLOR_TYPE_GRAY, false, true, 5, 3, 1, 1, 1, -1},
    };
    for (size_t i = 0; i < JB_COUNT(kinds); i++) {
        picture all = {0};
        make_png(&all.bytes, &kinds[i]);
        read_picture(&all);
        T_TRUE(all.ok);
        const jb_image *got = &all.image;
        T_EQ_INT(got->format, JB_IMAGE_PNG);
        T_EQ_INT(got->width, kinds[i].width);
        T_EQ_INT(got->height, kinds[i].height);
        T_EQ_INT(got->dpi_x, 96);
        T_EQ_INT(got->dpi_y, 300);
        T_EQ_INT(got->orientation, 1);
        T_EQ_INT(got->components, kinds[i].components);
        size_t last = (size_t)got->width * got->height * (size_t)got->components - 1;
        T_EQ_INT(got->pixels[0], kinds[i].colour);
        T_TRUE(kinds[i].type == PNG_COLOR_TYPE_PALETTE ||
               got->pixels[last] == kinds[i].colour);
        T_EQ_INT(got->alpha ? got->alpha[0] : -1, kinds[i].alpha);
        drop_picture(&all);
    }
}

T_TEST(image_png_damage)
{
    static const png_kind kind = {8, PNG_COLOR_TYPE_RGB, false, false, 20, 20, 7, 3, 7,
                                  -1};
    picture all = {0};
    make_png(&all.bytes, &kind);
    size_t len = all.bytes.len;
    for (size_t cut = 8; cut < len; cut++) {
        all.bytes.len = cut;
        refused(&all, JB_DIAG_IMAGE_UNSOUND);
    }
    all.bytes.len = len;
    for (size_t at = 12; at < len; at++) { /* every byte is under a check sum */
        all.bytes.at[at] ^= 0x10;
        read_picture(&all);
        T_TRUE(!all.ok);
        all.bytes.at[at] ^= 0x10;
    }
    read_picture(&all);
    T_TRUE(all.ok);
    drop_picture(&all);
}

static void put_number(jb_buf *into, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        jb_buf_putc(into, (char)(number >> shift));
}

static uint32_t crc_of(const char *at, size_t len)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned char)at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

/* Only a header, of this size, and the begin of the data. */
static void make_png_header(jb_buf *into, uint32_t width, uint32_t height)
{
    jb_buf_put(into, "\x89PNG\r\n\x1A\n\0\0\0\r", 12);
    size_t begin = into->len;
    jb_buf_puts(into, "IHDR");
    put_number(into, width);
    put_number(into, height);
    jb_buf_put(into, "\x08\x02\0\0\0", 5);
    put_number(into, crc_of(into->at + begin, into->len - begin));
    jb_buf_put(into, "\0\0\1\0IDAT", 8);
}

T_TEST(image_png_sizes)
{
    static const struct {
        uint32_t width, height;
        jb_diag_id want;
    } cases[] = {{100000, 100000, JB_DIAG_IMAGE_TOO_LARGE},
                 {0x7FFFFFFF, 0x7FFFFFFF, JB_DIAG_IMAGE_TOO_LARGE},
                 {65501, 1, JB_DIAG_IMAGE_TOO_LARGE},
                 {5000, 5000, JB_DIAG_IMAGE_TOO_LARGE},
                 {4000, 4000, JB_DIAG_IMAGE_UNSOUND},
                 {0, 4, JB_DIAG_IMAGE_UNSOUND}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        picture all = {0};
        make_png_header(&all.bytes, cases[i].width, cases[i].height);
        refused(&all, cases[i].want);
        drop_picture(&all);
    }
}

typedef struct jpeg_kind {
    uint32_t width, height;
    int components;
    bool is_progressive, is_arithmetic;
    int unit, density;           /* of the JFIF header */
    int orientation;             /* of an Exif segment; 0 = none */
    const jpeg_scan_info *scans; /* a progression of its own */
    int scan_count;
} jpeg_kind;

static void put_exif(struct jpeg_compress_struct *jpeg, int orientation)
{
    unsigned char exif[] =
        "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0";
    exif[24] = (unsigned char)orientation;
    jpeg_write_marker(jpeg, JPEG_APP0 + 1, exif, sizeof exif - 1);
}

static void make_jpeg(jb_buf *into, const jpeg_kind *kind)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    unsigned long len = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, &len);
    jpeg.image_width = kind->width;
    jpeg.image_height = kind->height;
    jpeg.input_components = kind->components;
    jpeg.in_color_space = kind->components == 1   ? JCS_GRAYSCALE
                          : kind->components == 3 ? JCS_RGB
                                                  : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg.density_unit = (UINT8)kind->unit;
    jpeg.X_density = jpeg.Y_density = (UINT16)kind->density;
    jpeg.arith_code = kind->is_arithmetic;
    if (kind->is_progressive)
        jpeg_simple_progression(&jpeg);
    jpeg.scan_info = kind->scans ? kind->scans : jpeg.scan_info;
    jpeg.num_scans = kind->scans ? kind->scan_count : jpeg.num_scans;
    jpeg_start_compress(&jpeg, TRUE);
    if (kind->orientation)
        put_exif(&jpeg, kind->orientation);
    unsigned char *row = calloc(kind->width, (size_t)kind->components);
    for (uint32_t y = 0; y < kind->height; y++) {
        for (uint32_t x = 0; x < kind->width * (uint32_t)kind->components; x++)
            row[x] = (unsigned char)(x * 7 + y * 13);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    jb_buf_put(into, bytes, len);
    free(row);
    free(bytes);
}

T_TEST(image_jpeg_kinds)
{
    static const struct {
        jpeg_kind kind;
        uint32_t width, height;
        int dpi;
    } cases[] = {
        {{20, 10, 3, false, false, 1, 300, 0, NULL, 0}, 20, 10, 300},
        {{20, 10, 3, true, false, 2, 118, 0, NULL, 0}, 20, 10, 300},
        {{20, 10, 1, false, false, 0, 1, 1, NULL, 0}, 20, 10, 0},
        {{20, 10, 1, true, false, 0, 1, 3, NULL, 0}, 20, 10, 0},
        {{20, 10, 3, false, false, 1, 72, 6, NULL, 0}, 10, 20, 72},
        {{20, 10, 4, false, false, 1, 72, 0, NULL, 0}, 20, 10, 0},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        picture all = {0};
        make_jpeg(&all.bytes, &cases[i].kind);
        size_t len = all.bytes.len;
        jb_buf_puts(&all.bytes, "behind the end");
        read_picture(&all);
        T_TRUE(all.ok);
        const jb_image *got = &all.image;
        const jpeg_kind *kind = &cases[i].kind;
        T_EQ_INT(got->format, JB_IMAGE_JPEG);
        T_EQ_INT(got->width, cases[i].width);
        T_EQ_INT(got->height, cases[i].height);
        T_EQ_INT(got->components, kind->components);
        T_EQ_INT(got->orientation, kind->orientation ? kind->orientation : 1);
        T_EQ_INT(got->is_inverted, kind->components == 4);
        T_EQ_INT(got->dpi_x, cases[i].dpi);
        T_EQ_INT(got->file.len, len);
        T_TRUE(!got->pixels && !got->alpha);
        drop_picture(&all);
    }
}

T_TEST(image_jpeg_refused)
{
    static const jpeg_kind arithmetic = {20, 10, 3, false, true, 0, 1, 0, NULL, 0};
    picture all = {0};
    make_jpeg(&all.bytes, &arithmetic);
    refused(&all, JB_DIAG_IMAGE_UNSUPPORTED);
    drop_picture(&all);
    static const jpeg_kind plain = {40, 40, 3, false, false, 0, 1, 0, NULL, 0};
    memset(&all, 0, sizeof all);
    make_jpeg(&all.bytes, &plain);
    size_t len = all.bytes.len;
    for (size_t cut = 3; cut < len; cut++) {
        all.bytes.len = cut;
        refused(&all, JB_DIAG_IMAGE_UNSOUND);
    }
    all.bytes.len = len;
    size_t frame = 0; /* SOF0: FF C0, length, precision, height, width */
    while (memcmp(all.bytes.at + frame, "\xFF\xC0", 2) != 0)
        frame++;
    all.bytes.at[frame + 4] = 12;
    refused(&all, JB_DIAG_IMAGE_UNSUPPORTED);
    all.bytes.at[frame + 4] = 8;
    memset(all.bytes.at + frame + 5, 0xFF, 4);
    refused(&all, JB_DIAG_IMAGE_TOO_LARGE);
    memcpy(all.bytes.at + frame + 5, "\x3A\x98\x3A\x98", 4); /* 15000 x 15000 */
    refused(&all, JB_DIAG_IMAGE_TOO_LARGE);
    drop_picture(&all);
}

/* Every coefficient in scans of its own, in order, so that nothing but their number is
 * amiss: 1 + 63 scans are read, with one refinement each (127) they are not. */
static void make_scans(jpeg_scan_info scans[127])
{
    memset(scans, 0, 127 * sizeof *scans);
    for (int i = 0; i < 127; i++) {
        int coefficient = i <= 63 ? i : i - 63;
        scans[i].comps_in_scan = 1;
        scans[i].Ss = scans[i].Se = coefficient;
        scans[i].Ah = i <= 63 ? 0 : 1;
        scans[i].Al = i > 0 && i <= 63 ? 1 : 0;
    }
}

T_TEST(image_jpeg_scans)
{
    jpeg_scan_info scans[127];
    make_scans(scans);
    jpeg_kind kind = {20, 10, 1, false, false, 0, 1, 0, scans, 64};
    picture all = {0};
    make_jpeg(&all.bytes, &kind);
    read_picture(&all);
    T_TRUE(all.ok);
    drop_picture(&all);
    memset(&all, 0, sizeof all);
    kind.scan_count = 127;
    make_jpeg(&all.bytes, &kind);
    refused(&all, JB_DIAG_IMAGE_UNSOUND);
    jb_buf out = {0};
    jb_diag_write(all.diag, jb_source_table(&all.arena), JB_MESSAGES_EN, JB_DIAG_TEXT,
                  false, &out);
    T_TRUE(strstr(out.at, "more than 100 scans") != NULL);
    jb_buf_fini(&out);
    drop_picture(&all);
}

T_TEST(image_formats)
{
    static const struct {
        const char *bytes;
        jb_diag_id want;
    } cases[] = {{"", JB_DIAG_IMAGE_UNSOUND},
                 {"GIF89a", JB_DIAG_IMAGE_FORMAT},
                 {"text", JB_DIAG_IMAGE_FORMAT},
                 {"\x89PNG", JB_DIAG_IMAGE_FORMAT},
                 {"\x89PNG\r\n\x1A\n", JB_DIAG_IMAGE_UNSOUND},
                 {"\xFF\xD8\xFF", JB_DIAG_IMAGE_UNSOUND},
                 {"\xFF\xD8\xFF\xD9", JB_DIAG_IMAGE_UNSOUND}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        picture all = {0};
        jb_buf_puts(&all.bytes, cases[i].bytes);
        refused(&all, cases[i].want);
        drop_picture(&all);
    }
}

T_TEST(exif_orientation)
{
#define EXIF(text)                                                                     \
    {                                                                                  \
        text, sizeof(text) - 1                                                         \
    }
    static const struct {
        jb_str segment;
        int want;
    } cases[] = {
        {EXIF("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"), 6},
        {EXIF("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0"), 8},
        {EXIF("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0"), 1},
        {EXIF("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0\x06\0\0\0"), 1},
        {EXIF("Exif\0\0II*\0\x08\0\0\0\xFF\xFF\x12\x01\x03\0\x01\0\0\0\x06"), 1},
        {EXIF("Exif\0\0II*\0\xFF\xFF\xFF\xFF\x01\0"), 1},
        {EXIF("Exif\0\0II*\0\x07\0\0\0\x01"), 1},
        {EXIF("Exif\0\0"), 1},
        {EXIF("http://ns.adobe.com/xap/1.0/"), 1},
        {{NULL, 0}, 1},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        T_EQ_INT(jb_exif_orientation(cases[i].segment), cases[i].want);
}
