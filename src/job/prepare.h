/* What a report needs beside its own text: its layout, its fonts, the files it names.
 */
#ifndef JB_PREPARE_H
#define JB_PREPARE_H

#include "job/export.h"

/* The collection's mapping of foreign fields, and the layout's (may be NULL), for reading the
 * report; NULL = the built-in one. */
const jb_field_renames *jb_prepare_mapping(const jb_collection *collection,
                                           const jb_field_renames *of_layout,
                                           jb_arena *into);
/* The collection of a report in this folder; it stays empty when there is none, and after
 * an error, which is in diag. */
void jb_prepare_collection(jb_work *work, const char *folder, jb_collection *out);
/* Chooses and reads layout and font set: work->sheet, fontset, fonts. false after an
 * error. */
bool jb_prepare_layout(jb_work *work, const jb_collection *collection,
                       const char *folder);
/* Loads the files the blocks name into work->assets; faults are warnings. */
void jb_prepare_assets(jb_work *work);
/* Loads the cover that the report names into work->cover; faults are warnings. */
void jb_prepare_cover(jb_work *work);
/* The texts of header and footer, and the metadata of the document. */
jb_page_texts jb_prepare_texts(const jb_work *work);
jb_pdf_info jb_prepare_info(const jb_work *work);
/* What reflowable back ends are given: the document, and the report as a part of it with
 * the pages that were made. */
jb_book jb_prepare_book(const jb_config *config);
jb_book_part jb_prepare_part(const jb_work *work);

#endif
