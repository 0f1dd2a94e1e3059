/* Display lists painted into a small picture of at most 256 colours, anti-aliased: for
 * covers and previews. All arithmetic is on integers, so the same list gives the same
 * bytes. Outlines come from HarfBuzz, whose faces are open already (FreeType takes three
 * million instructions to open a Noto CJK face, and four times as many for an outline);
 * FreeType's smooth rasteriser and stroker fill them. */
#ifndef JB_RASTER_H
#define JB_RASTER_H

#include "base/buf.h"
#include "page/item.h"

typedef struct jb_raster jb_raster;

typedef struct jb_raster_size {
    int width, height; /* pixels, at most 16384 each */
    jb_mpt page_width; /* of the page that fills the width */
} jb_raster_size;

/* A picture of `paper` all over. */
jb_raster *jb_raster_open(jb_raster_size size, jb_colour paper, jb_arena *into);
/* Paints items over what is there. Text, rectangles (their edges on whole pixels), paths
 * (dashes as a whole line) and images that were decoded are painted; the other kinds show
 * nothing. Outlines of more than 4000 points are left out. `assets` may be NULL when no
 * item is an image. */
void jb_raster_paint(jb_raster *raster, const jb_items *items, const jb_assets *assets);
/* The colour at a pixel from the top left corner. */
jb_colour jb_raster_at(const jb_raster *raster, int x, int y);
/* Writes the picture as a PNG file with a palette. */
void jb_raster_png(const jb_raster *raster, jb_buf *out);
/* Frees what the libraries hold; the rest is in the arena. */
void jb_raster_close(jb_raster *raster);

#endif
