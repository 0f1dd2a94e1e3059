/* jianbao explain: what a message means. */
#include "cli/speak.h"

jb_status jb_cmd_explain(jb_call *call)
{
    if (call->count != 1)
        return jb_speak_usage(call, JB_DIAG_OPERAND_NONE, "explain", "ID", NULL);
    jb_diag_id id = jb_diag_find(jb_str_of(call->operands[0]));
    if (id == JB_DIAG_COUNT) {
        const char **names = JB_NEWS(call->arena, const char *, JB_DIAG_COUNT);
        for (int i = 0; i < JB_DIAG_COUNT; i++)
            names[i] = jb_diag_id_text((jb_diag_id)i);
        return jb_speak_usage(
            call, JB_DIAG_ID_UNKNOWN, call->operands[0],
            jb_diag_nearest(jb_str_of(call->operands[0]), names, JB_DIAG_COUNT), NULL);
    }
    jb_buf text = {0};
    jb_diag_explain(id, jb_config_language(&call->config), &text);
    return jb_speak_out(call, &text);
}
