/* Painting on a thread of its own: while the next pages are made, those that are finished
 * become parts of the document, one after the other, so that its bytes are the same. */
#ifndef JB_PAINTER_H
#define JB_PAINTER_H

#include "page/paginate.h"

typedef struct jb_painter jb_painter;

/* Begins to paint the pages that are given from now on: `paint` is called on another thread,
 * in their order. They are kept as long as they are needed (jb_paginate_keep). NULL where
 * there is one processor only or no thread to be had: whoever makes the pages paints them. */
jb_painter *jb_painter_open(jb_pages *pages, void *state,
                            void (*paint)(void *state, const jb_page *page),
                            jb_arena *into);
/* Gives the next page. Waits when too many are not yet painted. */
void jb_painter_give(jb_painter *painter, const jb_page *page);
/* Waits until all pages are painted, and ends the thread. */
void jb_painter_close(jb_painter *painter);

#endif
