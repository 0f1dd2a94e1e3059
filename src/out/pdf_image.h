/* Pictures as image XObjects. */
#ifndef JB_PDF_IMAGE_H
#define JB_PDF_IMAGE_H

#include "doc/image.h"
#include "out/pdf_object.h"

/* Writes the picture as a stream object and returns its number: JPEG bytes as they are,
 * pixels with PNG's row filters, transparency as a soft mask. */
uint32_t jb_pdf_image_write(jb_pdf_file *file, const jb_image *image);

#endif
