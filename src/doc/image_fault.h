/* What the two decoders say to jb_image_read when an image can't be used. */
#ifndef JB_IMAGE_FAULT_H
#define JB_IMAGE_FAULT_H

#include "doc/image.h"

typedef enum jb_image_trouble {
    JB_IMAGE_SOUND,
    JB_IMAGE_UNSOUND,    /* damaged or cut off; reason says how */
    JB_IMAGE_TOO_LARGE,  /* width and height are set */
    JB_IMAGE_UNSUPPORTED /* a kind of file that cannot be embedded; reason names it */
} jb_image_trouble;

typedef struct jb_image_fault {
    jb_image_trouble trouble;
    char reason[200]; /* the library's words, in English */
} jb_image_fault;

/* JB_IMAGE_TOO_LARGE when the sides or pixels are over the limits, or when `kept` bytes
 * a pixel (0 = none are kept) are. */
static inline jb_image_trouble jb_image_fault_size(uint64_t width, uint64_t height,
                                                   unsigned kept)
{
    bool is_large = width > JB_IMAGE_SIDE_MAX || height > JB_IMAGE_SIDE_MAX ||
                    width * height > JB_IMAGE_PIXELS_MAX ||
                    width * height * kept > JB_IMAGE_BYTES_MAX;
    return is_large ? JB_IMAGE_TOO_LARGE : JB_IMAGE_SOUND;
}

/* Decodes a PNG into 8-bit grey or RGB and an alpha plane. */
void jb_image_png(jb_str bytes, jb_arena *into, jb_image *out, jb_image_fault *fault);
/* Verifies a JPEG by decoding all of it, and reads what embedding needs to know. */
void jb_image_jpeg(jb_str bytes, jb_image *out, jb_image_fault *fault);

#endif
