/* Words are found here and divided by libhyphen, which wants them in lower case. Only
 * words of ASCII letters are taken: the dictionaries in use are English. */
#include <hyphen.h>

#include "text/address.h"
#include "text/hyphenate.h"
#include "text/opportunity.h"

struct jb_hyphenator {
    HyphenDict *dictionary;
};

/* LEAST_BEFORE and LEAST_AFTER are TeX's lefthyphenmin and righthyphenmin for English
 * (Knuth, The TeXbook, appendix H); a word has both. Longer ones are no words. */
enum { SHORTEST_WORD = 5, LONGEST_WORD = 60, LEAST_BEFORE = 2, LEAST_AFTER = 3 };

jb_hyphenator *jb_hyphenate_open(jb_str dictionary)
{
    FILE *file = dictionary.len
                     ? fmemopen((void *)(uintptr_t)dictionary.at, dictionary.len, "r")
                     : NULL;
    if (!file)
        return NULL;
    HyphenDict *read = hnj_hyphen_load_file(file);
    fclose(file);
    if (!read)
        return NULL;
    jb_hyphenator *patterns = malloc(sizeof *patterns);
    if (!patterns)
        jb_base_out_of_memory(sizeof *patterns);
    patterns->dictionary = read;
    return patterns;
}

void jb_hyphenate_close(jb_hyphenator *patterns)
{
    if (!patterns)
        return;
    hnj_hyphen_free(patterns->dictionary);
    free(patterns);
}

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

/* The word in lower case; false when it is none to divide: capitals inside make it a
 * name or a code. */
static bool lower_word(const uint32_t *cps, size_t len, char *word)
{
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && cps[i] < 'a')
            return false;
        word[i] = (char)(cps[i] | 0x20);
    }
    word[len] = 0;
    return true;
}

static void divide(const jb_hyphenator *patterns, const uint32_t *cps, size_t len,
                   uint8_t *breaks)
{
    char word[LONGEST_WORD + 1], points[LONGEST_WORD + 8] = {0};
    if (len < SHORTEST_WORD || len > LONGEST_WORD || !lower_word(cps, len, word))
        return;
    char **replaced = NULL;
    int *positions = NULL, *cuts = NULL;
    if (hnj_hyphen_hyphenate2(patterns->dictionary, word, (int)len, points, NULL,
                              &replaced, &positions, &cuts) != 0)
        return;
    for (size_t i = LEAST_BEFORE; i + LEAST_AFTER <= len; i++)
        if ((points[i - 1] & 1) != 0 && !(replaced && replaced[i - 1]))
            breaks[i] = JB_BREAK_HYPHEN;
    for (size_t i = 0; replaced && i < len; i++)
        free(replaced[i]); /* spelling changes: none in English patterns */
    free(replaced);
    free(positions);
    free(cuts);
}

/* The end of the token that begins at i, a token being what addresses are made of. */
static size_t token_end(const uint32_t *cps, size_t n, size_t i)
{
    while (i < n && jb_address_has(cps[i]))
        i++;
    return i;
}

void jb_hyphenate_find(const jb_hyphenator *patterns, const uint32_t *cps, size_t n,
                       uint8_t *breaks)
{
    for (size_t i = 0; i < n;) {
        size_t end = token_end(cps, n, i);
        if (end == i) {
            i++;
            continue;
        }
        bool is_word = !jb_address_is(cps + i, end - i);
        for (size_t k = i, last; is_word && k < end; k = last + (last == k)) {
            for (last = k; last < end && is_letter(cps[last]); last++)
                ;
            bool touches_digit = (k > i && !is_letter(cps[k - 1]) &&
                                  cps[k - 1] >= '0' && cps[k - 1] <= '9') ||
                                 (last < end && cps[last] >= '0' && cps[last] <= '9');
            if (last > k && !touches_digit)
                divide(patterns, cps + k, last - k, breaks + k);
        }
        i = end;
    }
}
