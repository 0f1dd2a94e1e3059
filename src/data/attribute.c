#include "data/attribute.h"

static const struct {
    const char *name;
    unsigned mark;
} known[] = {
    {"underline", JB_ATTRIBUTE_UNDERLINE},
    {"\u4e0b\u5212\u7ebf", JB_ATTRIBUTE_UNDERLINE},
    {"\u4e0b\u5283\u7dda", JB_ATTRIBUTE_UNDERLINE},
    {"dots", JB_ATTRIBUTE_DOTS},
    {"\u7740\u91cd", JB_ATTRIBUTE_DOTS},
    {"\u7740\u91cd\u53f7", JB_ATTRIBUTE_DOTS},
    {"\u8457\u91cd\u865f", JB_ATTRIBUTE_DOTS},
    {"\u570f\u70b9", JB_ATTRIBUTE_DOTS},
    {"name", JB_ATTRIBUTE_NAME},
    {"\u4e13\u540d", JB_ATTRIBUTE_NAME},
    {"\u4e13\u540d\u53f7", JB_ATTRIBUTE_NAME},
    {"\u5c08\u540d\u865f", JB_ATTRIBUTE_NAME},
    {"book", JB_ATTRIBUTE_BOOK},
    {"\u4e66\u540d", JB_ATTRIBUTE_BOOK},
    {"\u4e66\u540d\u53f7", JB_ATTRIBUTE_BOOK},
    {"\u66f8\u540d\u865f", JB_ATTRIBUTE_BOOK},
    {"warichu", JB_ATTRIBUTE_WARICHU},
    {"\u5939\u6ce8", JB_ATTRIBUTE_WARICHU},
    {"\u593e\u6ce8", JB_ATTRIBUTE_WARICHU},
    {"\u5272\u6ce8", JB_ATTRIBUTE_WARICHU},
};

static const char *const languages[] = {"lang=", "\u8bed\u8a00="};

static bool is_allowed(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("=.-_ \"#", c);
}

static jb_str unquoted(jb_str text)
{
    while (text.len && text.at[0] == '"')
        text = jb_str_slice(text, 1, text.len);
    while (text.len && text.at[text.len - 1] == '"')
        text.len--;
    return text;
}

static void read_word(jb_str word, jb_attributes *into)
{
    into->is_formal |=
        word.at[0] == '.' || word.at[0] == '#' || jb_str_find(word, "=") < word.len;
    for (size_t i = 0; i < JB_COUNT(languages); i++)
        if (jb_str_starts(word, languages[i])) {
            into->lang = unquoted(jb_str_slice(word, strlen(languages[i]), word.len));
            return;
        }
    for (size_t i = 0; i < JB_COUNT(known); i++)
        if (jb_str_is(word, known[i].name)) {
            into->marks |= known[i].mark;
            return;
        }
    if (!into->unknown.at)
        into->unknown = word;
}

bool jb_attribute_read(jb_str text, jb_attributes *into)
{
    *into = (jb_attributes){0};
    if (text.len == 0 || text.len > JB_ATTRIBUTE_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!text.at[i] || !is_allowed(text.at[i]))
            return false;
    jb_str rest = jb_str_trim(text);
    if (rest.len == 0)
        return false;
    while (rest.len) {
        size_t end = jb_str_find(rest, " ");
        read_word(jb_str_slice(rest, 0, end), into);
        rest = jb_str_trim(jb_str_slice(rest, end, rest.len));
    }
    return true;
}

const char *jb_attribute_nearest(jb_str word)
{
    const char *names[JB_COUNT(known) + 1];
    size_t count = 0;
    for (; count < JB_COUNT(known); count++)
        names[count] = known[count].name;
    names[count++] = "lang=";
    return jb_diag_nearest(word, names, count);
}
