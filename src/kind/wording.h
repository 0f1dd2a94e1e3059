/* Words of our own in a report: labels, default titles, dates; one table, by language. */
#ifndef JB_WORDING_H
#define JB_WORDING_H

#include "base/buf.h"
#include "base/str.h"

typedef enum jb_wording_lang {
    JB_WORDING_ZH_HANS,
    JB_WORDING_ZH_HANT,
    JB_WORDING_JA,
    JB_WORDING_KO,
    JB_WORDING_EN,
    JB_WORDING_AR,
    JB_WORDING_HE,
    JB_WORDING_FA,
    JB_WORDING_LANGS
} jb_wording_lang;

#define JB_WORDING(name, hans, hant, ja, ko, en, ar, he, fa, also) JB_WORDING_##name,
typedef enum jb_wording {
#include "kind/wording.def"
    JB_WORDING_COUNT
} jb_wording;
#undef JB_WORDING

/* The language of the words for a BCP 47 tag: empty or zh is zh-Hans; zh with Hant, TW,
 * HK or MO is zh-Hant; a language without words of its own gets the English ones. */
jb_wording_lang jb_wording_lang_of(jb_str tag);
/* A word; never NULL, "" where a language has none. */
const char *jb_wording_text(jb_wording_lang lang, jb_wording word);
/* Writes a word with numbers in the places of its #. */
void jb_wording_put(jb_buf *into, jb_wording_lang lang, jb_wording word,
                    const int *numbers);
/* Writes a date (ISO 8601, with what follows the day dropped) as the language has it;
 * as it is when it is none or the language has no words for dates. */
void jb_wording_put_date(jb_buf *into, jb_wording_lang lang, jb_str date);
/* How many bytes at the start of a text are this label, in any language, with its colon
 * of either width and the blanks behind it; 0 when it has none. */
size_t jb_wording_label(jb_str text, jb_wording word);

#endif
