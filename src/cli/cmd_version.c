/* jianbao version. */
#include "cli/speak.h"

jb_status jb_cmd_version(jb_call *call)
{
    jb_buf text = {0};
    jb_buf_puts(&text, "jianbao " JB_VERSION "\n");
    return jb_speak_out(call, &text);
}
