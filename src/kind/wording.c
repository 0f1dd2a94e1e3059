/* The table, and what is found by it. */
#include "kind/wording.h"

#include <strings.h>

#define JB_WORDING(name, hans, hant, ja, ko, en, ar, he, fa, also)                     \
    {{hans, hant, ja, ko, en, ar, he, fa}, also},
static const struct {
    const char *texts[JB_WORDING_LANGS];
    const char *also;
} words[] = {
#include "kind/wording.def"
};
#undef JB_WORDING

static bool has_subtag(jb_str tag, const char *subtag)
{
    while (tag.len) {
        size_t end = jb_str_find(tag, "-");
        if (end == strlen(subtag) && strncasecmp(tag.at, subtag, end) == 0)
            return true;
        tag = jb_str_slice(tag, end + 1, tag.len);
    }
    return false;
}

jb_wording_lang jb_wording_lang_of(jb_str tag)
{
    static const char *const traditional[] = {"hant", "tw", "hk", "mo"};
    static const struct {
        const char *primary;
        jb_wording_lang lang;
    } own[] = {{"ja", JB_WORDING_JA},
               {"ko", JB_WORDING_KO},
               {"ar", JB_WORDING_AR},
               {"he", JB_WORDING_HE},
               {"fa", JB_WORDING_FA}};
    jb_str primary = jb_str_slice(tag, 0, jb_str_find(tag, "-"));
    for (size_t i = 0; i < JB_COUNT(own); i++)
        if (has_subtag(primary, own[i].primary))
            return own[i].lang;
    if (tag.len && !has_subtag(primary, "zh"))
        return JB_WORDING_EN;
    for (size_t i = 0; i < JB_COUNT(traditional) && !has_subtag(tag, "hans"); i++)
        if (has_subtag(tag, traditional[i]))
            return JB_WORDING_ZH_HANT;
    return JB_WORDING_ZH_HANS;
}

const char *jb_wording_text(jb_wording_lang lang, jb_wording word)
{
    return words[word].texts[lang];
}

void jb_wording_put(jb_buf *into, jb_wording_lang lang, jb_wording word,
                    const int *numbers)
{
    for (const char *at = words[word].texts[lang]; *at; at++) {
        if (*at == '#')
            jb_buf_printf(into, "%d", *numbers++);
        else
            jb_buf_putc(into, *at);
    }
}

/* The number that the digits of a date are; -1 when one is none. */
static int digits_of(jb_str date, size_t from, size_t count)
{
    int value = 0;
    if (date.len < from + count)
        return -1;
    for (size_t i = from; i < from + count; i++) {
        if (date.at[i] < '0' || date.at[i] > '9')
            return -1;
        value = value * 10 + date.at[i] - '0';
    }
    return value;
}

void jb_wording_put_date(jb_buf *into, jb_wording_lang lang, jb_str date)
{
    const int parts[] = {digits_of(date, 0, 4), digits_of(date, 5, 2),
                         digits_of(date, 8, 2)};
    bool is_date = parts[0] >= 0 && parts[1] >= 0 && parts[2] >= 0;
    if (is_date && *jb_wording_text(lang, JB_WORDING_DATE))
        jb_wording_put(into, lang, JB_WORDING_DATE, parts);
    else
        jb_buf_put_str(into, jb_str_slice(date, 0, 10));
}

/* A label as the table has it, without its colon. */
static jb_str bare(const char *label)
{
    jb_str text = jb_str_of(label);
    return jb_str_trim(jb_str_slice(
        text, 0, JB_MIN(jb_str_find(text, "\uff1a"), jb_str_find(text, ":"))));
}

static bool is_same(jb_str a, jb_str b)
{
    return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

static bool is_label(jb_str text, jb_wording word)
{
    for (int lang = 0; lang < JB_WORDING_LANGS; lang++)
        if (is_same(text, bare(words[word].texts[lang])))
            return true;
    for (jb_str rest = jb_str_of(words[word].also); rest.len;) {
        size_t end = jb_str_find(rest, "|");
        if (is_same(text, jb_str_slice(rest, 0, end)))
            return true;
        rest = jb_str_slice(rest, end + 1, rest.len);
    }
    return false;
}

size_t jb_wording_label(jb_str text, jb_wording word)
{
    size_t wide = jb_str_find(text, "\uff1a"), plain = jb_str_find(text, ":");
    size_t colon = JB_MIN(wide, plain);
    if (colon == text.len || !is_label(jb_str_trim(jb_str_slice(text, 0, colon)), word))
        return 0;
    size_t end = colon + (wide < plain ? strlen("\uff1a") : 1);
    while (end < text.len && text.at[end] == ' ')
        end++;
    return end;
}
