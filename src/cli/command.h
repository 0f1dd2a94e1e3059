/* What every command is given, and the list of commands. */
#ifndef JB_COMMAND_H
#define JB_COMMAND_H

#include "jianbao.h"
#include "job/config.h"

/* A command line, taken apart. */
typedef struct jb_call {
    jb_arena *arena;
    jb_config config;
    const struct jb_command *command;
    const char **operands;
    size_t count;
} jb_call;

typedef struct jb_command {
    const char *name;
    unsigned bit;         /* JB_ON_EXPORT, ... */
    const char *operands; /* for the usage line */
    const char *help[2];  /* by jb_messages */
    jb_status (*run)(jb_call *call);
} jb_command;

#define JB_COMMAND(name, NAME, operands, en, zh) jb_status jb_cmd_##name(jb_call *call);
#include "cli/commands.def"
#undef JB_COMMAND

#endif
