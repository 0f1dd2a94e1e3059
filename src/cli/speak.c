/* Colour goes to terminals only: --color, then NO_COLOR, then CLICOLOR_FORCE, then what
 * standard error is (environment.c has put the variables into the setting). */
#include "cli/speak.h"

#include <unistd.h>

#include "base/file.h"
#include "cli/options.h"
#include "job/fault.h"

static const char *const words[][2] = {
#define JB_WORD(name, en, zh) {en, zh},
#include "cli/words.def"
#undef JB_WORD
};

const char *jb_speak_word(jb_word word, jb_messages language)
{
    return words[word][language];
}

static bool is_coloured(const jb_call *call)
{
    return call->config.colour ? call->config.colour == 1 : isatty(STDERR_FILENO) == 1;
}

static void write_error(const jb_buf *text)
{
    jb_str bytes = jb_buf_str(text);
    if (bytes.len)
        (void)!fwrite(bytes.at, 1, bytes.len, stderr);
}

void jb_speak_diag(const jb_call *call, jb_diag *diag, jb_sources *sources)
{
    jb_buf text = {0};
    if (call->config.quiet)
        jb_diag_set_least(diag, JB_SEVERITY_ERROR);
    jb_diag_write(diag, sources, jb_config_language(&call->config),
                  (jb_diag_form)call->config.diagnostics, is_coloured(call), &text);
    write_error(&text);
    jb_buf_fini(&text);
}

void jb_speak_report(const jb_call *call, jb_diag *diag, jb_sources *sources,
                     const char *report)
{
    jb_messages language = jb_config_language(&call->config);
    size_t notes = jb_diag_count(diag, JB_SEVERITY_NOTE);
    bool counts = call->command && call->command->bit == JB_ON_EXPORT &&
                  !call->config.notes && !call->config.typography &&
                  call->config.diagnostics == JB_DIAG_TEXT;
    if (counts)
        jb_diag_set_least(diag, JB_SEVERITY_WARNING);
    jb_speak_diag(call, diag, sources);
    if (!counts || notes == 0 || call->config.quiet)
        return;
    jb_word words_of_count = notes == 1 ? JB_WORD_NOTE_ONE : JB_WORD_NOTE_MANY;
    jb_buf text = {0};
    jb_buf_printf(&text, "%zu%s%s\n", notes, jb_speak_word(words_of_count, language),
                  report);
    write_error(&text);
    jb_buf_fini(&text);
}

jb_status jb_speak_usage(const jb_call *call, jb_diag_id id, const char *first,
                         const char *second, const char *third)
{
    jb_diag *diag = jb_diag_new(call->arena);
    jb_diag_add(diag, id, JB_NO_SPAN, first, second, third);
    jb_speak_diag(call, diag, jb_source_table(call->arena));
    return JB_STATUS_USAGE;
}

jb_status jb_speak_out(const jb_call *call, jb_buf *text)
{
    jb_file_result result = jb_file_write("-", jb_buf_str(text));
    jb_buf_fini(text);
    if (result == JB_FILE_OK)
        return JB_STATUS_OK;
    (void)jb_speak_usage(call, JB_DIAG_WRITE_FAILED, "-", jb_file_reason(), NULL);
    return jb_fault_output(result);
}

static void help_on_all(jb_messages language, jb_buf *into)
{
    jb_buf_puts(into, jb_speak_word(JB_WORD_ABOUT, language));
    for (size_t i = 0; i < jb_options_count; i++) {
        const jb_command *command = &jb_options_commands[i];
        jb_buf_printf(into, "  %-8s %-13s %s\n", command->name, command->operands,
                      command->help[language]);
    }
    jb_buf_puts(into, jb_speak_word(JB_WORD_MORE, language));
}

static void help_on(const jb_command *command, jb_messages language, jb_buf *into)
{
    jb_buf_printf(into, "%s jianbao %s %s%s%s\n\n%s\n\n",
                  jb_speak_word(JB_WORD_USAGE, language), command->name,
                  command->operands, *command->operands ? " " : "",
                  jb_speak_word(JB_WORD_OPTIONS, language), command->help[language]);
    jb_config_help(command->bit, language, into);
}

void jb_speak_help(const jb_call *call, const jb_command *command, jb_buf *into)
{
    jb_messages language = jb_config_language(&call->config);
    if (command)
        help_on(command, language, into);
    else
        help_on_all(language, into);
}
