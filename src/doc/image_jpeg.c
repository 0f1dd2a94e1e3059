/* JPEG by libjpeg-turbo: the file is embedded as it is, so it is decoded once to the
 * end, at an eighth of its size (which still reads every coefficient) and thrown away.
 * Errors leave libjpeg by longjmp, which only decode_guarded sees. */
#include "doc/image_fault.h"

#include <setjmp.h>

#include <jpeglib.h>

#include <jerror.h>

#include "doc/exif.h"

enum {
    SCANS_MAX = 100,                /* honest progressive files have 5 to 15 */
    MEMORY_MAX = 256 * 1024 * 1024, /* bytes; the coefficients of a progressive file */
    SCALE = 8
};

typedef struct jpeg_work {
    struct jpeg_error_mgr errors; /* first, so that a pointer to it is one to this */
    struct jpeg_progress_mgr progress;
    struct jpeg_decompress_struct jpeg;
    jmp_buf escape;
    jb_str bytes;
    jb_image *image;
    jb_image_fault *fault;
} jpeg_work;

static jpeg_work *work_of(j_common_ptr jpeg)
{
    return (jpeg_work *)(void *)jpeg->err;
}

static _Noreturn void give_up(jpeg_work *work, jb_image_trouble trouble,
                              const char *reason)
{
    work->fault->trouble = trouble;
    snprintf(work->fault->reason, sizeof work->fault->reason, "%s", reason);
    work->image->width = work->jpeg.image_width;
    work->image->height = work->jpeg.image_height;
    longjmp(work->escape, 1);
}

static _Noreturn void on_error(j_common_ptr jpeg)
{
    jpeg_work *work = work_of(jpeg);
    char words[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, words);
    switch (jpeg->err->msg_code) {
    case JERR_OUT_OF_MEMORY:
        if (jpeg->err->msg_parm.i[0] == 0)
            jb_base_out_of_memory(0);
        give_up(work, JB_IMAGE_TOO_LARGE, words);
    case JERR_NO_BACKING_STORE:
    case JERR_IMAGE_TOO_BIG:
        give_up(work, JB_IMAGE_TOO_LARGE, words);
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
        give_up(work, JB_IMAGE_UNSUPPORTED, words);
    default:
        give_up(work, JB_IMAGE_UNSOUND, words);
    }
}

/* A warning means that the decoder guessed; some leave the picture whole. */
static void on_message(j_common_ptr jpeg, int level)
{
    int code = jpeg->err->msg_code;
    bool is_harmless = code == JWRN_EXTRANEOUS_DATA || code == JWRN_JFIF_MAJOR ||
                       code == JWRN_ADOBE_XFORM || code == JWRN_TOO_MUCH_DATA;
    if (level >= 0 || is_harmless)
        return;
    char words[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, words);
    give_up(work_of(jpeg), JB_IMAGE_UNSOUND, words);
}

/* A small file may hold thousands of scans, each over the whole image. */
static void on_progress(j_common_ptr jpeg)
{
    if (((j_decompress_ptr)jpeg)->input_scan_number > SCANS_MAX)
        give_up(work_of(jpeg), JB_IMAGE_UNSOUND, "more than 100 scans");
}

/* Dots an inch of a JFIF density. */
static int dpi_of(const struct jpeg_decompress_struct *jpeg, int density)
{
    if (!jpeg->saw_JFIF_marker || density <= 0)
        return 0;
    if (jpeg->density_unit == 1)
        return density;
    return jpeg->density_unit == 2 ? (density * 254 + 50) / 100 : 0;
}

static void read_markers(jpeg_work *work)
{
    struct jpeg_decompress_struct *jpeg = &work->jpeg;
    jb_image *image = work->image;
    for (jpeg_saved_marker_ptr at = jpeg->marker_list; at; at = at->next) {
        jb_str segment = {(const char *)at->data, at->data_length};
        if (at->marker == JPEG_APP0 + 1 && jb_str_starts(segment, "Exif"))
            image->orientation = jb_exif_orientation(segment);
    }
    bool is_turned = image->orientation >= 5;
    image->width = is_turned ? jpeg->image_height : jpeg->image_width;
    image->height = is_turned ? jpeg->image_width : jpeg->image_height;
    image->dpi_x = dpi_of(jpeg, is_turned ? jpeg->Y_density : jpeg->X_density);
    image->dpi_y = dpi_of(jpeg, is_turned ? jpeg->X_density : jpeg->Y_density);
    image->components = jpeg->num_components;
    image->is_inverted = jpeg->num_components == 4 && jpeg->saw_Adobe_marker;
}

static void check_kind(jpeg_work *work)
{
    const struct jpeg_decompress_struct *jpeg = &work->jpeg;
    int components = jpeg->num_components;
    if (components != 1 && components != 3 && components != 4)
        give_up(work, JB_IMAGE_UNSUPPORTED, "number of components");
    if (jpeg->data_precision != 8)
        give_up(work, JB_IMAGE_UNSUPPORTED, "12-bit samples");
    if (jpeg->arith_code)
        give_up(work, JB_IMAGE_UNSUPPORTED, "arithmetic coding");
    if (jb_image_fault_size(jpeg->image_width, jpeg->image_height, 0) != JB_IMAGE_SOUND)
        give_up(work, JB_IMAGE_TOO_LARGE, "");
}

static void decode(jpeg_work *work)
{
    struct jpeg_decompress_struct *jpeg = &work->jpeg;
    jpeg_create_decompress(jpeg);
    jpeg->mem->max_memory_to_use = MEMORY_MAX;
    jpeg->progress = &work->progress;
    jpeg_mem_src(jpeg, (const unsigned char *)work->bytes.at, work->bytes.len);
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(jpeg, TRUE);
    read_markers(work);
    check_kind(work);
    jpeg->scale_num = 1;
    jpeg->scale_denom = SCALE;
    jpeg->out_color_space = jpeg->jpeg_color_space; /* spares the conversion */
    jpeg->dct_method = JDCT_FASTEST;
    jpeg->do_fancy_upsampling = FALSE;
    jpeg->do_block_smoothing = FALSE;
    jpeg_start_decompress(jpeg);
    size_t row_size = (size_t)jpeg->output_width * (size_t)jpeg->output_components;
    JSAMPARRAY row = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE,
                                             (JDIMENSION)row_size, 1);
    while (jpeg->output_scanline < jpeg->output_height)
        jpeg_read_scanlines(jpeg, row, 1);
    jpeg_finish_decompress(jpeg);
    size_t left = jpeg->src->bytes_in_buffer;
    work->image->file = jb_str_slice(work->bytes, 0, work->bytes.len - left);
}

static void decode_guarded(jpeg_work *work)
{
    if (setjmp(work->escape) == 0)
        decode(work);
}

void jb_image_jpeg(jb_str bytes, jb_image *out, jb_image_fault *fault)
{
    jpeg_work work = {.bytes = bytes, .image = out, .fault = fault};
    work.jpeg.err = jpeg_std_error(&work.errors);
    work.errors.error_exit = on_error;
    work.errors.emit_message = on_message;
    work.progress.progress_monitor = on_progress;
    decode_guarded(&work);
    jpeg_destroy_decompress(&work.jpeg);
    if (fault->trouble == JB_IMAGE_SOUND)
        out->format = JB_IMAGE_JPEG;
}
