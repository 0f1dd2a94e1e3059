/* Column widths. CJK text breaks almost anywhere, so least widths say little; what
 * makes a table readable is that short columns (labels, figures) stay on one line
 * and the long ones share what remains. */
#include "flow/columns.h"

#include "base/ucd.h"
#include "base/utf8.h"

static int64_t sum_of(const jb_column *columns, size_t count, bool natural)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += natural ? columns[i].natural : columns[i].least;
    return sum;
}

/* Raises a field of the columns so that they sum to `wanted`, by their natural
 * widths. */
static void raise(jb_column *columns, size_t count, int64_t wanted, bool natural)
{
    int64_t sum = sum_of(columns, count, natural);
    int64_t weights = sum_of(columns, count, true) + (int64_t)count;
    int64_t missing = wanted - sum, given = 0, weight = 0;
    if (missing <= 0)
        return;
    for (size_t i = 0; i < count; i++) {
        weight += columns[i].natural + 1;
        int64_t part = jb_geom_scale(missing, weight, weights) - given;
        given += part;
        jb_mpt *field = natural ? &columns[i].natural : &columns[i].least;
        *field += (jb_mpt)part;
    }
}

void jb_columns_span(jb_column *columns, size_t from, size_t count, jb_mpt least,
                     jb_mpt natural)
{
    raise(columns + from, count, least, false);
    for (size_t i = from; i < from + count; i++)
        columns[i].natural = JB_MAX(columns[i].natural, columns[i].least);
    raise(columns + from, count, natural, true);
}

void jb_columns_order(jb_column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        jb_column *column = &columns[i];
        column->natural = JB_MAX(column->natural, column->least);
        column->whole = JB_MAX(column->whole, column->least);
        column->whole = JB_MIN(column->whole, column->natural);
        if (column->folded <= 0 || column->folded > column->natural)
            column->folded = column->natural;
        column->folded = JB_MAX(column->folded, column->whole);
    }
}

int64_t jb_columns_whole(const jb_column *columns, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += columns[i].whole;
    return sum;
}

int64_t jb_columns_folded(const jb_column *columns, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += columns[i].folded;
    return sum;
}

static jb_mpt capped(const jb_column *column, bool breaks_words, jb_mpt cap)
{
    if (breaks_words)
        return JB_MAX(JB_MIN(column->least, cap), 1);
    return JB_MAX(column->least, JB_MIN(column->whole, cap));
}

static int64_t sum_capped(const jb_column *columns, size_t count, bool breaks_words,
                          jb_mpt cap)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += capped(&columns[i], breaks_words, cap);
    return sum;
}

/* The widest columns are narrowed, all to the same width, until the sum fits. */
static void cut_widest(jb_column *columns, size_t count, jb_mpt measure,
                       bool breaks_words)
{
    jb_mpt low = 1, high = measure;
    while (low < high) {
        jb_mpt cap = low + (high - low + 1) / 2;
        if (sum_capped(columns, count, breaks_words, cap) <= measure)
            low = cap;
        else
            high = cap - 1;
    }
    for (size_t i = 0; i < count; i++)
        columns[i].width = capped(&columns[i], breaks_words, low);
}

/* Columns whose natural width is within a fair share of what is left take it, unless
 * the others need it to keep short cells whole; repeated, since each that does raises
 * the share of the others. Marks them by width > 0. */
static int64_t settle_short(jb_column *columns, size_t count, jb_mpt measure,
                            size_t *open)
{
    int64_t left = measure, needed = jb_columns_whole(columns, count);
    bool has_changed = true;
    *open = count;
    while (has_changed && *open > 0) {
        has_changed = false;
        int64_t share = left / (int64_t)*open;
        for (size_t i = 0; i < count; i++) {
            if (columns[i].width > 0 || columns[i].natural > share)
                continue;
            if (columns[i].natural > left - (needed - columns[i].whole))
                continue;
            columns[i].width = JB_MAX(columns[i].natural, 1);
            needed -= columns[i].whole;
            left -= columns[i].width;
            --*open;
            has_changed = true;
        }
    }
    return left;
}

/* The long columns share `left` by natural width, none below its floor: what keeps its
 * short cells whole, or half a fair share. */
static void settle_long(jb_column *columns, size_t count, int64_t left, size_t open,
                        bool *is_open)
{
    while (open > 0) {
        int64_t weights = 0, share = left / (int64_t)open;
        for (size_t i = 0; i < count; i++)
            if (is_open[i])
                weights += columns[i].natural;
        size_t fixed = 0;
        for (size_t i = 0; i < count; i++) {
            if (!is_open[i])
                continue;
            int64_t floor = JB_MAX((int64_t)columns[i].whole, share / 2);
            if (jb_geom_scale(left, columns[i].natural, JB_MAX(weights, 1)) >= floor)
                continue;
            columns[i].width = (jb_mpt)floor;
            is_open[i] = false;
            left -= floor;
            fixed++;
            break;
        }
        open -= fixed;
        if (fixed > 0)
            continue;
        int64_t weight = 0, given = 0;
        for (size_t i = 0; i < count; i++) {
            if (!is_open[i])
                continue;
            weight += columns[i].natural;
            int64_t end = jb_geom_scale(left, weight, JB_MAX(weights, 1));
            columns[i].width = (jb_mpt)(end - given);
            given = end;
        }
        return;
    }
}

/* Heads go on two lines before body cells break. When all fits then, columns grow back
 * towards their unfolded widths. */
static bool fit_folded(jb_column *columns, size_t count, jb_mpt measure)
{
    int64_t natural = sum_of(columns, count, true);
    int64_t folded = jb_columns_folded(columns, count), at = 0, given = 0;
    if (folded > measure)
        return false;
    int64_t missing = JB_MAX(natural - folded, 1), room = measure - folded;
    for (size_t i = 0; i < count; i++) {
        at += columns[i].natural - columns[i].folded;
        int64_t end = jb_geom_scale(room, at, missing);
        columns[i].width = columns[i].folded + (jb_mpt)(end - given);
        given = end;
    }
    return true;
}

/* Takes or gives what rounding and floors left, from the widest column on. */
static void make_exact(jb_column *columns, size_t count, jb_mpt measure)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += columns[i].width;
    int64_t over = sum - measure;
    while (over != 0) {
        size_t best = 0;
        int64_t most = -1;
        for (size_t i = 0; i < count; i++) {
            int64_t room = (int64_t)columns[i].width - columns[i].whole;
            if (room > most) {
                most = room;
                best = i;
            }
        }
        int64_t part = over > 0 ? JB_MIN(over, JB_MAX(most, 1)) : over;
        columns[best].width -= (jb_mpt)part;
        over -= part;
    }
}

enum { MOST = 256 }; /* our limit: fitting is quadratic in the columns */

/* Not even short cells stay whole. false when words must break. */
static bool fit_broken(jb_column *columns, size_t count, jb_mpt measure)
{
    bool breaks_words = sum_of(columns, count, false) > measure;
    cut_widest(columns, count, measure, breaks_words);
    for (size_t i = 0; i < count; i++)
        columns[i].whole = 0; /* they give way alike */
    make_exact(columns, count, measure);
    return !breaks_words;
}

/* Heads are folded, and long cells broken. */
static void fit_long(jb_column *columns, size_t count, jb_mpt measure)
{
    bool is_open[MOST];
    size_t open = 0;
    for (size_t i = 0; i < count; i++)
        columns[i].natural = columns[i].folded;
    int64_t left = settle_short(columns, count, measure, &open);
    for (size_t i = 0; i < count; i++)
        is_open[i] = columns[i].width == 0;
    settle_long(columns, count, left, open, is_open);
    make_exact(columns, count, measure);
}

bool jb_columns_fit(jb_column *columns, size_t count, jb_mpt measure)
{
    if (count == 0)
        return true;
    jb_columns_order(columns, count);
    for (size_t i = 0; i < count; i++)
        columns[i].width = 0;
    if (sum_of(columns, count, true) <= measure) {
        raise(columns, count, measure, true);
        for (size_t i = 0; i < count; i++)
            columns[i].width = columns[i].natural;
        return true;
    }
    if (fit_folded(columns, count, measure))
        return true;
    if (count > MOST || jb_columns_whole(columns, count) > measure)
        return fit_broken(columns, count, measure);
    fit_long(columns, count, measure);
    return true;
}

bool jb_columns_is_figures(const jb_column *column)
{
    /* Our choice: a text among so many numbers; thousandths of a number's width. */
    enum { FEW = 4, WIDER = 2500 };
    return column->numbers > 0 && column->words <= column->numbers / FEW &&
           column->word <= jb_geom_scale(column->number, WIDER, 1000);
}

/* Units after a figure; our list. */
static bool is_unit(jb_str unit)
{
    static const char *const units[] = {
        "",
        "%",
        "\xD9\xAA", /* U+066A Arabic percent */
        "x",
        "X",
        "bp",
        "bps",
        "BP",
        "pct",
        "pcts",
        "pp",
        "ppts",
        "\xEF\xBC\x85", /* U+FF05 full-width percent */
        "\xE2\x80\xB0", /* U+2030 per mille */
        "\xE5\x80\x8D", /* U+500D times */
    };
    for (size_t i = 0; i < JB_COUNT(units); i++)
        if (jb_str_is(unit, units[i]))
            return true;
    return false;
}

/* Signs and currency before the digits, and what may stand between brackets: JLREQ cl-12,
 * and our list of signs (about, rise and fall). */
static bool is_prefix(uint32_t cp)
{
    switch (cp) {
    case '+':
    case '-':
    case '~':
    case '<':
    case '>':
    case '(':
    case '$':
    case 0x2212:
    case 0x2013:
    case 0xFF08:
    case 0xA5:
    case 0xFFE5:
    case 0x20AC:
    case 0x2248:
    case 0x2264:
    case 0x2265:
    case 0x25B2:
    case 0x25BC:
    case ' ':
    case 0xB1:
    case 0xA3:
        return true;
    }
    return false;
}

static jb_str without_bracket(jb_str text)
{
    size_t at = text.len;
    if (text.len == 0)
        return text;
    uint32_t last = jb_utf8_prev(text, &at);
    return last == ')' || last == 0xFF09 ? jb_str_slice(text, 0, at) : text;
}

bool jb_columns_is_number(jb_str text)
{
    text = without_bracket(jb_str_trim(text));
    size_t at = 0, digits = 0;
    while (at < text.len) {
        size_t next = at;
        if (!is_prefix(jb_utf8_next(text, &next)))
            break;
        at = next;
    }
    size_t points = 0;
    for (size_t next; at < text.len; at = next) {
        next = at;
        uint32_t cp = jb_utf8_next(text, &next);
        if (jb_ucd_is_digit(cp))
            digits++;
        else if (digits > 0 && jb_ucd_is_point(cp))
            points++;
        else if (digits == 0 || !jb_ucd_is_group(cp))
            break;
    }
    return digits > 0 && points <= 1 &&
           is_unit(jb_str_trim(jb_str_slice(text, at, text.len)));
}

bool jb_columns_is_void(jb_str text)
{
    text = jb_str_trim(text);
    size_t at = 0;
    static const char *const words[] = {"n/a",  "N/A",  "NA", "n.a.", "N.A.",
                                        "n.m.", "N.M.", "NM", "nm"};
    for (size_t i = 0; i < JB_COUNT(words); i++)
        if (jb_str_is(text, words[i]))
            return true;
    while (at < text.len) {
        uint32_t cp = jb_utf8_next(text, &at);
        bool is_dash = cp == '-' || cp == '/' || (cp >= 0x2010 && cp <= 0x2015) ||
                       cp == 0x2212 || cp == '.' || cp == 0x2026;
        if (!is_dash)
            return false;
    }
    return true;
}
