/* The index.html of an output folder: its reports with titles, dates, publishers, tags and
 * links to their files. It needs nothing but itself; a small script in it searches. */
#ifndef JB_CATALOGUE_H
#define JB_CATALOGUE_H

#include "job/manifest.h"

/* Writes the page: the volume, then the reports that have files, the latest first, those
 * without a date last.
 * title: of the collection, NULL = none; lang: its BCP 47 tag, NULL = zh-Hans where most
 * titles have East Asian letters, else en. Same manifest, same bytes. */
void jb_catalogue_write(const jb_manifest *manifest, const char *title,
                        const char *lang, jb_buf *into);

#endif
