/* Words of the command line: options in the forms -o V, -oV, --output V, --output=V;
 * anything else, and all behind --, is an operand. */
#include "cli/options.h"

#include "cli/speak.h"

const jb_command jb_options_commands[] = {
#define JB_COMMAND(name, NAME, operands, en, zh)                                       \
    {#name, JB_ON_##NAME, operands, {en, zh}, jb_cmd_##name},
#include "cli/commands.def"
#undef JB_COMMAND
};
const size_t jb_options_count = JB_COUNT(jb_options_commands);

const jb_command *jb_options_command(const char *name)
{
    for (size_t i = 0; i < jb_options_count; i++)
        if (strcmp(jb_options_commands[i].name, name) == 0)
            return &jb_options_commands[i];
    return NULL;
}

static bool unknown_command(jb_call *call, const char *name)
{
    const char *names[16];
    for (size_t i = 0; i < jb_options_count; i++)
        names[i] = jb_options_commands[i].name;
    jb_speak_usage(call, JB_DIAG_COMMAND_UNKNOWN, name,
                   jb_diag_nearest(jb_str_of(name), names, jb_options_count), NULL);
    return false;
}

static bool unknown_option(jb_call *call, const char *word)
{
    const char **names = JB_NEWS(call->arena, const char *, jb_config_count);
    size_t count = 0;
    for (size_t i = 0; i < jb_config_count; i++)
        if (!call->command || jb_config_options[i].commands & call->command->bit)
            names[count++] =
                jb_arena_printf(call->arena, "--%s", jb_config_options[i].name);
    jb_str name = jb_str_of(word);
    name.len = jb_str_find(name, "=");
    jb_speak_usage(call, JB_DIAG_OPTION_UNKNOWN, word,
                   jb_diag_nearest(name, names, count),
                   call->command ? call->command->name : "jianbao");
    return false;
}

/* Sets the option; `value` NULL when none was joined to it. *at is the last word used.
 */
static bool take_option(jb_call *call, const jb_config_option *option, const char *word,
                        const char *value, char **argv, int *at)
{
    if (!option || (call->command && !(option->commands & call->command->bit)))
        return unknown_option(call, word);
    if (!option->argument && value) {
        jb_speak_usage(call, JB_DIAG_OPTION_FLAG, word, NULL, NULL);
        return false;
    }
    if (option->argument && !value)
        value = argv[*at + 1] ? argv[++*at] : NULL;
    if (option->argument && !value) {
        jb_speak_usage(call, JB_DIAG_OPTION_BARE, word, option->argument, NULL);
        return false;
    }
    if (jb_config_set(&call->config, option, value ? value : ""))
        return true;
    jb_speak_usage(call, JB_DIAG_OPTION_VALUE, word, value,
                   option->choices ? option->choices : option->argument);
    return false;
}

static bool take_word(jb_call *call, char **argv, int *at)
{
    const char *word = argv[*at];
    if (word[1] == '-') {
        jb_str name = jb_str_of(word + 2);
        size_t equals = jb_str_find(name, "=");
        const char *value = equals < name.len ? name.at + equals + 1 : NULL;
        name.len = equals;
        return take_option(call, jb_config_find(name), word, value, argv, at);
    }
    const char *value = word[2] ? word + 2 : NULL;
    return take_option(call, jb_config_find_letter(word[1]), word, value, argv, at);
}

static void take_operand(jb_call *call, const char *word)
{
    call->operands[call->count++] = word;
}

bool jb_options_parse(jb_call *call, int argc, char **argv)
{
    call->operands = JB_NEWS(call->arena, const char *, (size_t)argc + 1);
    for (int i = 1; i < argc; i++) {
        bool is_option = argv[i][0] == '-' && argv[i][1];
        if (strcmp(argv[i], "--") == 0) {
            while (++i < argc)
                take_operand(call, argv[i]);
        } else if (strcmp(argv[i], "--version") == 0 && !call->command) {
            call->command = jb_options_command("version");
        } else if (is_option) {
            if (!take_word(call, argv, &i))
                return false;
        } else if (!call->command) {
            call->command = jb_options_command(argv[i]);
            if (!call->command)
                return unknown_command(call, argv[i]);
        } else {
            take_operand(call, argv[i]);
        }
    }
    if (call->command || call->config.help)
        return true;
    jb_speak_usage(call, JB_DIAG_COMMAND_NONE, NULL, NULL, NULL);
    return false;
}
