/* libthai works on pieces of bounded length, because its search for the fewest words
 * must not see a whole hostile text. */
#include "text/thai.h"

#include "text/opportunity.h"

#include <thai/thwbrk.h>

/* Our limits: a sentence or two at a time; one letter is no word to divide. */
enum { PIECE_MAX = 400, LEAST = 2 };

/* Letters, vowel signs and tones of the block Thai (UAX 14, class SA), and the baht sign
 * among them. */
static bool is_thai(uint32_t cp)
{
    return cp >= 0x0E01 && cp <= 0x0E4E;
}

/* Marks the word ends of a piece; how much of it is done: all, or up to its last word. */
static size_t find_piece(const uint32_t *cps, size_t n, bool is_whole, uint8_t *breaks)
{
    thwchar_t text[PIECE_MAX + 1];
    int ends[PIECE_MAX];
    for (size_t i = 0; i < n; i++)
        text[i] = (thwchar_t)cps[i];
    text[n] = 0;
    int count = th_brk_wc_find_breaks(NULL, text, ends, PIECE_MAX);
    size_t last = 0;
    for (int i = 0; i < count; i++) {
        if (ends[i] <= 0 || (size_t)ends[i] >= n)
            continue;
        /* The last word of a piece that was cut off is looked at again. */
        last = (size_t)ends[i];
        if (breaks[last] == JB_BREAK_EMERGENCY)
            breaks[last] = JB_BREAK_YES;
    }
    return is_whole || last < n / 2 ? n : last;
}

static bool has_dictionary(void)
{
    /* Two words, "language" and "Thai". */
    const thwchar_t words[] = {0x0E20, 0x0E32, 0x0E29, 0x0E32,
                               0x0E44, 0x0E17, 0x0E22, 0};
    int ends[8];
    return th_brk_wc_find_breaks(NULL, words, ends, 8) > 0;
}

bool jb_thai_find(const uint32_t *cps, size_t n, uint8_t *breaks)
{
    bool has_words = false;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && end - i < PIECE_MAX && is_thai(cps[end]);)
            end++;
        if (end - i < LEAST) {
            end += end == i;
            continue;
        }
        if (!has_words && !has_dictionary())
            return false;
        has_words = true;
        bool is_whole = end == n || !is_thai(cps[end]);
        end = i + find_piece(cps + i, end - i, is_whole, breaks + i);
    }
    return true;
}
