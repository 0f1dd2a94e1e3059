/* A text is cut where words of letters begin and end, by blanks and by other scripts. */
#include "style/latin.h"

#include "base/ucd.h"
#include "base/utf8.h"

/* Unicode 15.0 blocks: Basic Latin to Cyrillic Supplement; Latin Extended Additional and
 * Greek Extended. */
static bool is_western(uint32_t cp)
{
    return cp < 0x0530 || (cp >= 0x1E00 && cp < 0x2000);
}

static bool is_western_letter(uint32_t cp)
{
    return is_western(cp) && jb_ucd_is_letter(cp);
}

static bool has_other_letters(jb_str text)
{
    for (size_t i = 0; i < text.len;) {
        uint32_t cp = jb_utf8_next(text, &i);
        if (jb_ucd_is_letter(cp) && !is_western(cp))
            return true;
    }
    return false;
}

/* The end of the word that begins at `at`; `at` when none does. */
static size_t end_of_word(jb_str text, size_t at)
{
    bool has_letter = false;
    for (size_t i = at, next = i; i < text.len; i = next) {
        uint32_t cp = jb_utf8_next(text, &next);
        if (cp == ' ' || !(is_western(cp) || jb_ucd_is_mark(cp)))
            return has_letter ? i : at;
        has_letter |= is_western_letter(cp);
    }
    return has_letter ? text.len : at;
}

static size_t skip_spaces(jb_str text, size_t at)
{
    while (at < text.len && text.at[at] == ' ')
        at++;
    return at;
}

/* The end of the words, one or more, that begin at `at`. */
static size_t end_of_words(jb_str text, size_t at)
{
    size_t end = end_of_word(text, at);
    if (end == at)
        return at;
    for (size_t next;; end = next) {
        next = end_of_word(text, skip_spaces(text, end));
        if (next == skip_spaces(text, end))
            return end;
    }
}

/* Where the words next begin, from `at` on; the end of the text when none do. */
static size_t find_words(jb_str text, size_t at)
{
    bool is_inside = false;
    for (size_t next; at < text.len; at = next) {
        next = at;
        uint32_t cp = jb_utf8_next(text, &next);
        bool is_part = cp != ' ' && is_western(cp);
        if (is_part && !is_inside && end_of_word(text, at) > at)
            return at;
        is_inside = is_part;
    }
    return text.len;
}

static jb_inline **add_part(jb_inline **link, const jb_inline *text, size_t begin,
                            size_t end, jb_arena *into)
{
    if (begin == end)
        return link;
    jb_inline *part = JB_NEW(into, jb_inline);
    *part = *text;
    part->next = NULL;
    part->text = jb_str_slice(text->text, begin, end);
    if (text->is_verbatim) {
        part->span.end = text->span.begin + (uint32_t)end;
        part->span.begin += (uint32_t)begin;
    }
    *link = part;
    return &part->next;
}

void jb_latin_part(jb_inline *text, const jb_style *italic, jb_arena *into)
{
    if (!has_other_letters(text->text)) {
        text->style = italic;
        return;
    }
    size_t len = text->text.len;
    if (find_words(text->text, 0) == len)
        return;
    jb_inline *first = NULL, **link = &first;
    for (size_t at = 0, end; at < len; at = end) {
        size_t begin = find_words(text->text, at);
        end = begin < len ? end_of_words(text->text, begin) : len;
        link = add_part(link, text, at, begin, into);
        jb_inline **words = link;
        link = add_part(link, text, begin, end, into);
        if (*words)
            (*words)->style = italic;
    }
    *text = (jb_inline){.kind = JB_INLINE_SPAN,
                        .span = text->span,
                        .style = text->style,
                        .first = first,
                        .next = text->next};
}
