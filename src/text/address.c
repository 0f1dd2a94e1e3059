/* Addresses and codes among Latin text. */
#include "text/address.h"

/* Both our choice. */
enum {
    LONG_CODE = 16, /* characters: half of a narrow line */
    PATH_MARKS = 2  /* a word with one stop or solidus is no path */
};

/* The letters of the Unicode blocks Latin-1 Supplement to Latin Extended-B. */
enum { LATIN_FIRST = 0xC0, LATIN_END = 0x250 };

static bool is_alphanumeric(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
           (cp >= 'A' && cp <= 'Z') || (cp >= LATIN_FIRST && cp < LATIN_END);
}

bool jb_address_has(uint32_t cp)
{
    return (cp > ' ' && cp < 0x7F) || (cp >= LATIN_FIRST && cp < LATIN_END);
}

static bool begins(const uint32_t *cps, size_t n, const char *with)
{
    for (size_t i = 0; with[i]; i++) {
        uint32_t cp = i < n ? cps[i] : 0;
        if (cp >= 'A' && cp <= 'Z')
            cp += 'a' - 'A';
        if (cp != (uint32_t)with[i])
            return false;
    }
    return true;
}

static bool is_path_mark(uint32_t cp)
{
    return cp < 0x7F && cp && strchr("/\\_.:?&=#~%", (int)cp) != NULL;
}

/* Opening brackets and quotes may stand before an address in one token. */
static size_t skip_opening(const uint32_t *cps, size_t n)
{
    size_t i = 0;
    while (i < n && (cps[i] == '(' || cps[i] == '<' || cps[i] == '[' || cps[i] == '"'))
        i++;
    return i;
}

bool jb_address_is(const uint32_t *cps, size_t n)
{
    static const char *const schemes[] = {"http://", "https://", "ftp://",
                                          "www.",    "mailto:",  "doi:"};
    size_t skip = skip_opening(cps, n), marks = 0, letters = 0;
    for (size_t i = 0; i < JB_COUNT(schemes); i++)
        if (begins(cps + skip, n - skip, schemes[i]))
            return true;
    bool has_at = false;
    for (size_t i = 1; i + 1 < n; i++) {
        bool is_inner = is_alphanumeric(cps[i - 1]) && is_alphanumeric(cps[i + 1]);
        if (cps[i] == '@' && is_inner)
            has_at = true;
        if (cps[i] == '.' && has_at && is_inner)
            return true;
        marks += is_path_mark(cps[i]);
        letters += is_alphanumeric(cps[i]) && cps[i] > '9';
    }
    return n >= LONG_CODE && marks >= PATH_MARKS && letters >= PATH_MARKS;
}

bool jb_address_breaks(const uint32_t *cps, size_t n, size_t i)
{
    uint32_t before = cps[i - 1], after = cps[i];
    bool is_behind = before == '/' || before == '?' || before == '&' || before == '=' ||
                     before == '#' || before == '\\';
    if (is_behind)
        return is_alphanumeric(after);
    bool is_ahead = after == '.' || after == '_' || after == '~' || after == '%';
    return is_ahead && is_alphanumeric(before) && i + 1 < n &&
           is_alphanumeric(cps[i + 1]);
}
