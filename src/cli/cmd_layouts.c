/* jianbao layouts: their names, or the fields a layout may have and what one says. */
#include "cli/session.h"
#include "cli/speak.h"
#include "style/sheet_read.h"

static jb_status show_one(jb_call *call, jb_work *work, const char *name)
{
    jb_resources_from user = {-1, "", JB_NO_SPAN};
    jb_resources_layouts layouts;
    const jb_sheet *sheet = NULL;
    if (jb_resources_layout(work->resources, name, user, &layouts)) {
        const char *set =
            jb_sheet_fontset(layouts.vals, layouts.count, work->arena, &user.span);
        const jb_fontset *fonts =
            jb_resources_fontset(work->resources, set ? set : "noto", user);
        if (fonts)
            sheet = jb_sheet_read_vals(layouts.vals, layouts.count, fonts, work->arena,
                                       work->diag);
    }
    jb_speak_diag(call, work->diag, work->sources);
    if (!sheet)
        return JB_STATUS_CONFIG;
    jb_buf text = {0};
    jb_sheet_dump(sheet, &text);
    jb_buf_puts(&text, "\n");
    jb_sheet_read_help(&text);
    return jb_speak_out(call, &text);
}

jb_status jb_cmd_layouts(jb_call *call)
{
    jb_work *work = jb_export_begin(&call->config, call->arena);
    jb_status status;
    if (call->count) {
        status = show_one(call, work, call->operands[0]);
    } else {
        size_t count;
        jb_buf text = {0};
        const char **names = jb_resources_names(work->resources, "layouts", &count);
        for (size_t i = 0; i < count; i++)
            jb_buf_printf(&text, "%s\n", names[i]);
        status = jb_speak_out(call, &text);
    }
    jb_export_end(work);
    return status;
}
