/* jianbao: reports in YAML or Markdown become finished documents. */
#include "cli/environment.h"
#include "cli/options.h"
#include "cli/signals.h"
#include "cli/speak.h"

static jb_status run(jb_call *call, int argc, char **argv)
{
    jb_environment_read(&call->config);
    if (!jb_options_parse(call, argc, argv))
        return JB_STATUS_USAGE;
    jb_environment_finish(&call->config);
    if (call->config.help) {
        jb_buf text = {0};
        jb_speak_help(call, call->command, &text);
        return jb_speak_out(call, &text);
    }
    return call->command->run(call);
}

int main(int argc, char **argv)
{
    jb_arena arena = {0};
    jb_call call = {.arena = &arena, .config = {.arena = &arena}};
    jb_signals_catch();
    jb_status status = run(&call, argc, argv);
    jb_arena_fini(&arena);
    return (int)status;
}
