/* jianbao help [COMMAND]. */
#include "cli/options.h"
#include "cli/speak.h"

jb_status jb_cmd_help(jb_call *call)
{
    const jb_command *command = NULL;
    if (call->count) {
        command = jb_options_command(call->operands[0]);
        if (!command)
            return jb_speak_usage(call, JB_DIAG_COMMAND_UNKNOWN, call->operands[0],
                                  NULL, NULL);
    }
    jb_buf text = {0};
    jb_speak_help(call, command, &text);
    return jb_speak_out(call, &text);
}
