/* The one writer of a batch: files are written to a folder of the run's own, synced in
 * groups and renamed into place, so that what stands there is an old file or a new one,
 * whole. Several runs may share an output folder; what a run that died left behind is swept
 * by the next. */
#ifndef JB_WRITER_H
#define JB_WRITER_H

#include "base/file.h"
#include "base/vec.h"

typedef struct jb_writer jb_writer;

/* Makes the output folder and the run's folder below it, and sweeps those of runs that are
 * no more; the lines of their journals go into *left. NULL when that fails; *result says
 * why. */
jb_writer *jb_writer_open(const char *folder, jb_arena *into, jb_str *left,
                          jb_file_result *result);
/* When the run began, by the clock of the output folder (nanoseconds). */
int64_t jb_writer_began(const jb_writer *writer);
/* Writes bytes that will be `path` (below the folder, without "..") after the next
 * jb_writer_flush. */
jb_file_result jb_writer_add(jb_writer *writer, const char *path, jb_str bytes);
/* Bytes written since the last flush. */
size_t jb_writer_pending(const jb_writer *writer);
/* Syncs and renames all that was added; the first failure. Files that were renamed before
 * it stand. */
jb_file_result jb_writer_flush(jb_writer *writer);
/* Adds lines to the run's journal; what can't be written is only work done again. */
void jb_writer_note(jb_writer *writer, jb_str lines);
/* Removes a file below the folder that was the batch's own; one that is gone is no fault. */
jb_file_result jb_writer_remove(jb_writer *writer, const char *path);
/* Removes the run's folder and what was not flushed. */
void jb_writer_close(jb_writer *writer);

#endif
