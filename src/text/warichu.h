/* Warichu: a note in two lines of small type inside one line of the text (JLREQ 3.4). Its
 * atoms follow one another as written; only where they stand differs. */
#ifndef JB_WARICHU_H
#define JB_WARICHU_H

#include "text/atom.h"

/* The note of atoms [begin, end), its brackets not among them. */
typedef struct jb_warichu_part {
    size_t begin, end;
    jb_mpt em;   /* of the text around */
    jb_mpt size; /* of the note */
    const uint32_t
        *next; /* of each atom: the first one at or behind it before which the
                           * second line may begin, from `begin` */
} jb_warichu_part;

/* Finds the notes of the segments. They may be divided between lines of the text where
 * both parts have two characters a line or more. Runs after the opportunities, before
 * jb_gap_fill. Notes in text that runs both ways stay on one line. */
void jb_warichu_find(jb_para *para);
/* Closes the gaps in the notes and around them: they are set solid. Part of jb_gap_fill. */
void jb_warichu_close(jb_para *para);
/* How much narrower a line is because its notes are in two lines. */
int64_t jb_warichu_saving(const jb_para *para, const jb_extent *line);
/* Adds to added[] what takes each atom of the line's notes to its place, and fills
 * `raises` and `tail` of the line. */
void jb_warichu_place(const jb_para *para, jb_extent *line, jb_mpt *added,
                      jb_arena *into);

#endif
