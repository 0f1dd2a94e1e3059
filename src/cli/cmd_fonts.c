/* jianbao fonts: the roles of a font set, and which of its files are installed. */
#include "cli/session.h"
#include "cli/speak.h"

static void list_family(jb_call *call, jb_work *work, const jb_fontset_family *family,
                        jb_buf *into)
{
    jb_messages language = jb_config_language(&call->config);
    jb_buf_printf(into, "%s (%s)\n", family->name,
                  *family->package ? family->package : "-");
    for (size_t i = 0; i < family->file_count; i++) {
        const jb_fontset_file *file = &family->files[i];
        const char *at = jb_resources_font(work->resources, file->path);
        jb_buf_printf(into, "  %d%s  %s  %s\n", file->weight,
                      file->italic ? " italic" : "",
                      jb_speak_word(at ? JB_WORD_INSTALLED : JB_WORD_ABSENT, language),
                      at ? at : file->path);
    }
}

static void list_set(jb_call *call, jb_work *work, const jb_fontset *set, jb_buf *into)
{
    jb_buf_printf(into, "%s\n\n", set->name);
    for (size_t i = 0; i < set->role_count; i++) {
        const jb_fontset_role *role = &set->roles[i];
        jb_buf_printf(into, "%s:", role->name);
        for (size_t k = 0; k < role->family_count; k++)
            jb_buf_printf(into, "%s %s", k ? "," : "",
                          set->families[role->families[k]].name);
        jb_buf_puts(into, "\n");
    }
    jb_buf_puts(into, "\n");
    for (size_t i = 0; i < set->family_count; i++)
        list_family(call, work, &set->families[i], into);
}

jb_status jb_cmd_fonts(jb_call *call)
{
    jb_work *work = jb_export_begin(&call->config, call->arena);
    jb_resources_from user = {-1, "", JB_NO_SPAN};
    const char *name = call->config.fonts ? call->config.fonts : "noto";
    const jb_fontset *set = jb_resources_fontset(work->resources, name, user);
    jb_status status = JB_STATUS_CONFIG;
    jb_speak_diag(call, work->diag, work->sources);
    if (set) {
        jb_buf text = {0};
        list_set(call, work, set, &text);
        status = jb_speak_out(call, &text);
    }
    jb_export_end(work);
    return status;
}
