/* Messages on standard error and text on standard output. */
#ifndef JB_SPEAK_H
#define JB_SPEAK_H

#include "cli/command.h"

/* Words of the help, in both languages: words.def. */
typedef enum jb_word {
#define JB_WORD(name, en, zh) JB_WORD_##name,
#include "cli/words.def"
#undef JB_WORD
} jb_word;

const char *jb_speak_word(jb_word word, jb_messages language);
/* Writes what a report has to say, in the language, form and colour of the call. */
void jb_speak_diag(const jb_call *call, jb_diag *diag, jb_sources *sources);
/* The same for a report; `export` only counts the notes unless they are asked for. */
void jb_speak_report(const jb_call *call, jb_diag *diag, jb_sources *sources,
                     const char *report);
/* Writes one message about the command line; unused arguments are NULL. Returns
 * JB_STATUS_USAGE. */
jb_status jb_speak_usage(const jb_call *call, jb_diag_id id, const char *first,
                         const char *second, const char *third);
/* Writes to standard output, checked, and frees the text. */
jb_status jb_speak_out(const jb_call *call, jb_buf *text);
/* The help on a command, or on all. */
void jb_speak_help(const jb_call *call, const jb_command *command, jb_buf *into);

#endif
