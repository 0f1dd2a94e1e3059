/* Which decoder an image's bytes belong to, and its verdict as a message. */
#include "doc/image.h"

#include "doc/image_fault.h"

/* Kinds that people try, so that the message can name them. */
static const char *kind_of(jb_str bytes)
{
    static const struct {
        const char *magic;
        size_t at, len;
        const char *name;
    } kinds[] = {{"GIF8", 0, 4, "GIF"},       {"WEBP", 8, 4, "WebP"},
                 {"BM", 0, 2, "BMP"},         {"II*\0", 0, 4, "TIFF"},
                 {"MM\0*", 0, 4, "TIFF"},     {"%PDF", 0, 4, "PDF"},
                 {"<svg", 0, 4, "SVG"},       {"<?xml", 0, 5, "SVG"},
                 {"ftyphei", 4, 7, "HEIC"},   {"ftypmif", 4, 7, "HEIC"},
                 {"ftypavif", 4, 8, "AVIF"},  {"\0\0\0\fjP  ", 0, 8, "JPEG 2000"},
                 {"<!DOCTYPE", 0, 9, "HTML"}, {"<html", 0, 5, "HTML"}};
    for (size_t i = 0; i < JB_COUNT(kinds); i++)
        if (bytes.len >= kinds[i].at + kinds[i].len &&
            memcmp(bytes.at + kinds[i].at, kinds[i].magic, kinds[i].len) == 0)
            return kinds[i].name;
    return "";
}

static void warn(const jb_image *image, const jb_image_fault *fault, const char *path,
                 jb_span span, jb_diag *diag)
{
    char size[32];
    switch (fault->trouble) {
    case JB_IMAGE_SOUND:
        return;
    case JB_IMAGE_UNSOUND:
        jb_diag_add(diag, JB_DIAG_IMAGE_UNSOUND, span, path, fault->reason);
        return;
    case JB_IMAGE_TOO_LARGE:
        snprintf(size, sizeof size, "%u x %u", image->width, image->height);
        jb_diag_add(diag, JB_DIAG_IMAGE_TOO_LARGE, span, path, size);
        return;
    case JB_IMAGE_UNSUPPORTED:
        jb_diag_add(diag, JB_DIAG_IMAGE_UNSUPPORTED, span, path, fault->reason);
        return;
    }
}

bool jb_image_read(jb_str bytes, const char *path, jb_span span, jb_arena *into,
                   jb_diag *diag, jb_image *out)
{
    jb_image_fault fault = {JB_IMAGE_SOUND, ""};
    memset(out, 0, sizeof *out);
    out->orientation = 1;
    if (bytes.len > JB_IMAGE_BYTES_MAX) {
        char limit[16];
        snprintf(limit, sizeof limit, "%d", JB_IMAGE_BYTES_MAX >> 20);
        jb_diag_add(diag, JB_DIAG_IMAGE_FILE_SIZE, span, path, limit);
        return false;
    }
    if (bytes.len == 0) {
        jb_diag_add(diag, JB_DIAG_IMAGE_UNSOUND, span, path, "the file is empty");
        return false;
    }
    if (jb_str_starts(bytes, "\x89PNG\r\n\x1A\n")) {
        jb_image_png(bytes, into, out, &fault);
    } else if (jb_str_starts(bytes, "\xFF\xD8\xFF")) {
        jb_image_jpeg(bytes, out, &fault);
    } else {
        jb_diag_add(diag, JB_DIAG_IMAGE_FORMAT, span, path, kind_of(bytes));
        return false;
    }
    warn(out, &fault, path, span, diag);
    if (fault.trouble != JB_IMAGE_SOUND)
        memset(out, 0, sizeof *out);
    return fault.trouble == JB_IMAGE_SOUND;
}
