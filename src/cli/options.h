/* The command line taken apart by the table of job/config. */
#ifndef JB_OPTIONS_H
#define JB_OPTIONS_H

#include "cli/command.h"

extern const jb_command jb_options_commands[];
extern const size_t jb_options_count;

/* The command of a name; NULL when there is none. */
const jb_command *jb_options_command(const char *name);
/* Reads the words after the program's name into call. false after a message. */
bool jb_options_parse(jb_call *call, int argc, char **argv);

#endif
