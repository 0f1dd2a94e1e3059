/* PNG by libpng's row functions: palettes, 16 bits, low depths, transparency keys and
 * interlacing all become 8-bit planes. Errors leave libpng by longjmp, which only
 * decode_guarded sees. */
#include <png.h> /* before base.h, which bans names of the time.h in it */
#include <setjmp.h>

#include "doc/image_fault.h"

enum {
    CHUNK_MAX = 8 * 1024 * 1024, /* bytes libpng may allocate for a chunk */
    CHUNKS_MAX = 100             /* ancillary chunks it may keep */
};

/* All state lives here, since locals do not survive a longjmp. */
typedef struct png_work {
    jb_str bytes;
    size_t at;
    png_structp png;
    png_infop info;
    jb_arena scratch;
    jb_arena *into;
    jb_image *image;
    jb_image_fault *fault;
    int channels;     /* of a decoded row: colours, and alpha when even */
    uint8_t *colours; /* in `into` */
    uint8_t *alpha;   /* in `scratch`, until it is known to matter */
    uint8_t opacity;  /* of all alpha values, by and */
} png_work;

static _Noreturn void on_error(png_structp png, png_const_charp words)
{
    png_work *work = png_get_error_ptr(png);
    if (work->fault->trouble == JB_IMAGE_SOUND) {
        work->fault->trouble = JB_IMAGE_UNSOUND;
        snprintf(work->fault->reason, sizeof work->fault->reason, "%s", words);
    }
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp words)
{
    (void)png;
    (void)words; /* about ancillary data that is not used */
}

static void on_read(png_structp png, png_bytep into, size_t len)
{
    png_work *work = png_get_io_ptr(png);
    if (len > work->bytes.len - work->at)
        png_error(png, "the file ends too early");
    memcpy(into, work->bytes.at + work->at, len);
    work->at += len;
}

static void set_limits(const png_work *work)
{
    static const png_byte resolution[] = "pHYs";
    /* Sizes are judged by check_size, which can say what is wrong with them. */
    png_set_user_limits(work->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(work->png, CHUNK_MAX);
    png_set_chunk_cache_max(work->png, CHUNKS_MAX);
#ifdef JB_FUZZ /* so that changed bytes get past the check sums */
    png_set_crc_action(work->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
#else
    png_set_crc_action(work->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
#endif
    /* Only IHDR, PLTE, tRNS, IDAT and pHYs are wanted; texts and profiles could inflate
     * to any size. */
    png_set_keep_unknown_chunks(work->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(work->png, PNG_HANDLE_CHUNK_AS_DEFAULT, resolution, 1);
}

/* Whether the image fits once it is 8-bit planes. */
static bool check_size(const png_work *work)
{
    work->image->width = png_get_image_width(work->png, work->info);
    work->image->height = png_get_image_height(work->png, work->info);
    int type = png_get_color_type(work->png, work->info);
    unsigned planes = type & PNG_COLOR_MASK_COLOR ? 3 : 1;
    bool has_key = png_get_valid(work->png, work->info, PNG_INFO_tRNS) != 0;
    planes += (type & PNG_COLOR_MASK_ALPHA) || has_key ? 1 : 0;
    work->fault->trouble =
        jb_image_fault_size(work->image->width, work->image->height, planes);
    return work->fault->trouble == JB_IMAGE_SOUND;
}

/* Pixels a metre to dots an inch, rounded. */
static int dpi_of(png_uint_32 per_metre)
{
    return per_metre > 1000000 ? 0 : (int)((per_metre * 254u + 5000) / 10000);
}

static void read_resolution(const png_work *work)
{
    png_uint_32 x = 0, y = 0;
    int unit = PNG_RESOLUTION_UNKNOWN;
    if (!png_get_pHYs(work->png, work->info, &x, &y, &unit) ||
        unit != PNG_RESOLUTION_METER)
        return;
    work->image->dpi_x = dpi_of(x);
    work->image->dpi_y = dpi_of(y);
}

static void split_row(png_work *work, const uint8_t *row, size_t y)
{
    size_t width = work->image->width;
    size_t colours = (size_t)work->image->components;
    uint8_t *colour = work->colours + y * width * colours;
    if (!work->alpha) {
        memcpy(colour, row, width * colours);
        return;
    }
    uint8_t *alpha = work->alpha + y * width;
    for (size_t x = 0; x < width; x++, row += colours + 1) {
        for (size_t i = 0; i < colours; i++)
            *colour++ = row[i];
        alpha[x] = row[colours];
        work->opacity &= alpha[x];
    }
}

/* An interlaced image is completed pass by pass, so all its rows are kept; otherwise
 * one row serves them all. */
static void read_rows(png_work *work)
{
    size_t height = work->image->height;
    size_t row_size = png_get_rowbytes(work->png, work->info);
    int passes = png_set_interlace_handling(work->png);
    uint8_t *rows = jb_arena_array(&work->scratch, passes > 1 ? height : 1, row_size);
    for (int pass = 0; pass < passes; pass++) {
        for (size_t y = 0; y < height; y++) {
            uint8_t *row = rows + (passes > 1 ? y * row_size : 0);
            png_read_row(work->png, row, NULL);
            if (pass == passes - 1)
                split_row(work, row, y);
        }
    }
    png_read_end(work->png, NULL);
}

static void make_planes(png_work *work)
{
    jb_image *image = work->image;
    size_t pixels = (size_t)image->width * image->height;
    work->channels = png_get_channels(work->png, work->info);
    if (png_get_bit_depth(work->png, work->info) != 8 || work->channels > 4)
        png_error(work->png, "unexpected sample depth");
    image->components = work->channels > 2 ? 3 : 1;
    work->colours = jb_arena_array(work->into, pixels, (size_t)image->components);
    if (work->channels % 2 == 0)
        work->alpha = jb_arena_array(&work->scratch, pixels, 1);
}

static void decode(png_work *work)
{
    png_set_read_fn(work->png, work, on_read);
    set_limits(work);
    png_read_info(work->png, work->info);
    if (!check_size(work))
        return;
    read_resolution(work);
    png_set_expand(work->png);
    png_set_scale_16(work->png);
    (void)png_set_interlace_handling(work->png);
    png_read_update_info(work->png, work->info);
    make_planes(work);
    read_rows(work);
}

static void decode_guarded(png_work *work)
{
    if (setjmp(png_jmpbuf(work->png)) == 0)
        decode(work);
}

void jb_image_png(jb_str bytes, jb_arena *into, jb_image *out, jb_image_fault *fault)
{
    png_work work = {
        .bytes = bytes, .into = into, .image = out, .fault = fault, .opacity = 0xFF};
    work.png =
        png_create_read_struct(PNG_LIBPNG_VER_STRING, &work, on_error, on_warning);
    work.info = work.png ? png_create_info_struct(work.png) : NULL;
    if (!work.info)
        jb_base_out_of_memory(0);
    decode_guarded(&work);
    png_destroy_read_struct(&work.png, &work.info, NULL);
    if (fault->trouble == JB_IMAGE_SOUND) {
        size_t pixels = (size_t)out->width * out->height;
        out->format = JB_IMAGE_PNG;
        out->pixels = work.colours;
        if (work.alpha && work.opacity != 0xFF) {
            uint8_t *alpha = jb_arena_array(into, pixels, 1);
            memcpy(alpha, work.alpha, pixels);
            out->alpha = alpha;
        }
    }
    jb_arena_fini(&work.scratch);
}
