/* Images: decoded or verified by libpng and libjpeg-turbo under limits, before a byte of
 * them reaches an output. */
#ifndef JB_IMAGE_H
#define JB_IMAGE_H

#include "base/diag.h"

typedef enum jb_image_format {
    JB_IMAGE_NONE,
    JB_IMAGE_PNG,
    JB_IMAGE_JPEG
} jb_image_format;

enum {
    JB_IMAGE_PIXELS_MAX = 100 * 1000 * 1000, /* pixels, before anything is decoded */
    JB_IMAGE_BYTES_MAX = 64 * 1024 * 1024,   /* of the file, and of a PNG's pixels; a
                                              * JPEG's are not kept */
    JB_IMAGE_SIDE_MAX = 65500                /* pixels; what libjpeg takes */
};

typedef struct jb_image {
    jb_image_format format;
    uint32_t width, height; /* pixels, after Exif rotation */
    int dpi_x, dpi_y;       /* 0 = not said */
    int orientation;        /* JPEG, Exif 1 to 8; 1 = as stored */
    int components;         /* of the colour data: 1 grey, 3 RGB, 4 CMYK (JPEG only) */
    bool is_inverted;       /* CMYK JPEG with an Adobe marker */
    jb_str file;            /* JPEG: the file up to its end marker (a slice of the bytes
                             * read), which was decoded once and is sound */
    const uint8_t *pixels;  /* PNG: width * height * components bytes, 8 bits each */
    const uint8_t *alpha;   /* PNG: width * height bytes, NULL when opaque */
} jb_image;

/* Decodes (PNG) or verifies (JPEG) the bytes of an image file. On failure adds a warning
 * at `span` that names `path` and returns false: the report goes on without it. */
bool jb_image_read(jb_str bytes, const char *path, jb_span span, jb_arena *into,
                   jb_diag *diag, jb_image *out);

/* The files a report names, loaded by job, read-only below it. */
typedef struct jb_asset {
    const char *path; /* as the report named it */
    jb_span span;     /* where it was named first */
    bool is_loaded;   /* false: missing or unsound; a warning was given */
    jb_image image;
} jb_asset;

typedef struct jb_assets {
    jb_asset *items;
    size_t count;
} jb_assets;

#endif
