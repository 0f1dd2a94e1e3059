/* The settings' table and what reads it. */
#include "job/config.h"

#include "base/geom.h"

enum { HELP_COLUMN = 30 /* where the option's text begins, on 80 columns */ };

const jb_config_option jb_config_options[] = {
#define JB_OPTION(member, name, letter, kind, choices, commands, argument, en, zh)     \
    {name,     letter,   JB_CONFIG_##kind, choices,                                    \
     commands, argument, {en, zh},         offsetof(jb_config, member)},
#include "job/options.def"
#undef JB_OPTION
};
const size_t jb_config_count = JB_COUNT(jb_config_options);

const jb_config_option *jb_config_find(jb_str name)
{
    for (size_t i = 0; i < jb_config_count; i++)
        if (jb_str_is(name, jb_config_options[i].name))
            return &jb_config_options[i];
    return NULL;
}

const jb_config_option *jb_config_find_letter(char letter)
{
    for (size_t i = 0; i < jb_config_count; i++)
        if (letter && jb_config_options[i].letter == letter)
            return &jb_config_options[i];
    return NULL;
}

static bool set_choice(int *member, const char *choices, jb_str value)
{
    jb_str rest = jb_str_of(choices);
    for (int i = 0; rest.len; i++) {
        size_t end = jb_str_find(rest, "|");
        if (jb_str_equal(jb_str_slice(rest, 0, end), value)) {
            *member = i;
            return true;
        }
        rest = jb_str_slice(rest, end + 1, rest.len);
    }
    return false;
}

static bool set_choices(unsigned *member, const char *choices, jb_str value)
{
    unsigned bits = 0;
    while (value.len) {
        size_t end = jb_str_find(value, ",");
        int index;
        if (!set_choice(&index, choices, jb_str_slice(value, 0, end)))
            return false;
        bits |= 1u << index;
        value = jb_str_slice(value, end + 1, value.len);
    }
    *member = bits;
    return bits != 0;
}

static bool set_number(int *member, jb_str value)
{
    int64_t thousandths;
    if (!jb_geom_thousandths(value, &thousandths) || thousandths < 1000 ||
        thousandths % 1000 || thousandths > 1000000000)
        return false;
    *member = (int)(thousandths / 1000);
    return true;
}

bool jb_config_set(jb_config *config, const jb_config_option *option, const char *value)
{
    void *member = (char *)config + option->offset;
    jb_str text = jb_str_of(value);
    switch (option->kind) {
    case JB_CONFIG_FLAG:
        *(bool *)member = true;
        return true;
    case JB_CONFIG_TEXT:
        *(const char **)member = jb_str_dup(config->arena, text);
        return text.len > 0;
    case JB_CONFIG_PAIRS:
        if (jb_str_find(text, "=") == 0 || jb_str_find(text, "=") == text.len)
            return false;
        /* fallthrough */
    case JB_CONFIG_LIST:
        jb_vec_push(config->arena, (jb_config_list *)member,
                    jb_str_dup(config->arena, text));
        return text.len > 0;
    case JB_CONFIG_CHOICE:
        return set_choice(member, option->choices, text);
    case JB_CONFIG_CHOICES:
        return set_choices(member, option->choices, text);
    case JB_CONFIG_NUMBER:
        return set_number(member, text);
    }
    return false;
}

jb_messages jb_config_language(const jb_config *config)
{
    return config->messages ? JB_MESSAGES_ZH : JB_MESSAGES_EN;
}

static void help_line(const jb_config_option *option, jb_messages language,
                      jb_buf *into)
{
    size_t begin = jb_buf_str(into).len;
    if (option->letter)
        jb_buf_printf(into, "  -%c, --%s", option->letter, option->name);
    else
        jb_buf_printf(into, "      --%s", option->name);
    if (option->argument)
        jb_buf_printf(into, " %s", option->argument);
    size_t width = jb_buf_str(into).len - begin;
    if (width + 2 > HELP_COLUMN) {
        jb_buf_puts(into, "\n");
        width = 0;
    }
    jb_buf_printf(into, "%*s%s\n", (int)(HELP_COLUMN - width), "",
                  option->help[language]);
}

void jb_config_help(unsigned command, jb_messages language, jb_buf *into)
{
    for (size_t i = 0; i < jb_config_count; i++)
        if (jb_config_options[i].commands & command)
            help_line(&jb_config_options[i], language, into);
}

static void dump_choice(const char *choices, int index, jb_buf *into)
{
    jb_str rest = jb_str_of(choices);
    while (index-- > 0)
        rest = jb_str_slice(rest, jb_str_find(rest, "|") + 1, rest.len);
    jb_buf_put_str(into, jb_str_slice(rest, 0, jb_str_find(rest, "|")));
}

static void dump_choices(const char *choices, unsigned bits, jb_buf *into)
{
    jb_buf_puts(into, bits ? "" : " -");
    for (int i = 0, many = 0; bits; i++, bits >>= 1) {
        if (!(bits & 1))
            continue;
        jb_buf_putc(into, many++ ? ',' : ' ');
        dump_choice(choices, i, into);
    }
}

void jb_config_dump(const jb_config *config, jb_buf *into)
{
    for (size_t i = 0; i < jb_config_count; i++) {
        const jb_config_option *option = &jb_config_options[i];
        const void *member = (const char *)config + option->offset;
        jb_buf_printf(into, "%s:", option->name);
        if (option->kind == JB_CONFIG_FLAG) {
            jb_buf_puts(into, *(const bool *)member ? " yes" : " no");
        } else if (option->kind == JB_CONFIG_TEXT) {
            const char *text = *(const char *const *)member;
            jb_buf_printf(into, " %s", text ? text : "-");
        } else if (option->kind == JB_CONFIG_LIST || option->kind == JB_CONFIG_PAIRS) {
            const jb_config_list *list = member;
            for (size_t k = 0; k < list->count; k++)
                jb_buf_printf(into, " %s", list->items[k]);
        } else if (option->kind == JB_CONFIG_CHOICE) {
            jb_buf_putc(into, ' ');
            dump_choice(option->choices, *(const int *)member, into);
        } else if (option->kind == JB_CONFIG_CHOICES) {
            dump_choices(option->choices, *(const unsigned *)member, into);
        } else {
            jb_buf_printf(into, " %d", *(const int *)member);
        }
        jb_buf_putc(into, '\n');
    }
}
