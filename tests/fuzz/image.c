/* Any bytes as an image: no crash, and a sound image is all there. */
#include "doc/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Reads every byte, so that the sanitizers see them. */
static unsigned sum(const uint8_t *at, size_t len)
{
    unsigned total = 0;
    for (size_t i = 0; i < len; i++)
        total += at[i];
    return total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    jb_arena arena = {0};
    jb_diag *diag = jb_diag_new(&arena);
    jb_image image;
    jb_str bytes = {(const char *)data, len};
    volatile unsigned total = 0;
    bool ok = jb_image_read(bytes, "f", JB_NO_SPAN, &arena, diag, &image);
    JB_MUST(ok == (jb_diag_count(diag, JB_SEVERITY_WARNING) == 0),
            "a warning, or an image");
    if (ok && image.format == JB_IMAGE_PNG) {
        size_t pixels = (size_t)image.width * image.height;
        total += sum(image.pixels, pixels * (size_t)image.components);
        if (image.alpha)
            total += sum(image.alpha, pixels);
    } else if (ok) {
        JB_MUST(image.format == JB_IMAGE_JPEG && image.file.len <= len, "a JPEG");
        JB_MUST(image.orientation >= 1 && image.orientation <= 8, "an orientation");
    }
    jb_arena_fini(&arena);
    return 0;
}
