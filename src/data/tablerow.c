/* A bar parts cells unless a backslash stands before it; bars at the line's ends part
 * nothing. */
#include "data/tablerow.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t end_of(jb_str line)
{
    size_t end = line.len;
    while (end && (is_blank(line.at[end - 1]) || line.at[end - 1] == '\r'))
        end--;
    return end;
}

/* The next bar that parts two cells, `end` for none. */
static size_t next_bar(jb_str line, size_t at, size_t end)
{
    for (; at < end && line.at[at] != '|'; at++)
        at += line.at[at] == '\\' && at + 1 < end;
    return JB_MIN(at, end);
}

/* Behind the bar that the row begins with. */
static size_t first_cell(jb_str line, size_t at, size_t end)
{
    while (at < end && is_blank(line.at[at]))
        at++;
    return at < end && line.at[at] == '|' ? at + 1 : at;
}

size_t jb_tablerow_cells(jb_str line, size_t at)
{
    size_t end = end_of(line), cells = 0;
    at = first_cell(line, at, end);
    bool has_bar = at && at <= end && line.at[at - 1] == '|';
    for (; at < end; cells++) {
        size_t bar = next_bar(line, at, end);
        has_bar |= bar < end;
        at = bar + 1;
    }
    return has_bar ? cells : 0;
}

size_t jb_tablerow_bar(jb_str line, size_t at, size_t cells)
{
    size_t end = end_of(line);
    at = first_cell(line, at, end);
    while (at < end) {
        size_t bar = next_bar(line, at, end);
        if (bar + 1 >= end)
            return SIZE_MAX;
        if (--cells == 0)
            return bar;
        at = bar + 1;
    }
    return SIZE_MAX;
}

bool jb_tablerow_ends(jb_str line, size_t at)
{
    while (at < line.len && is_blank(line.at[at]))
        at++;
    if (at == line.len || strchr("#>`~", line.at[at]))
        return true;
    size_t from = at;
    while (at < line.len && line.at[at] >= '0' && line.at[at] <= '9')
        at++;
    bool is_number =
        at > from && at < line.len && (line.at[at] == '.' || line.at[at] == ')');
    bool is_bullet = at == from && strchr("-+*", line.at[at]);
    return (is_number || is_bullet) &&
           (at + 1 == line.len || is_blank(line.at[at + 1]));
}

size_t jb_tablerow_delimiters(jb_str line)
{
    size_t columns = 0, dashes = 0;
    bool in_cell = false;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.at[i];
        if (c == '-' || c == ':') {
            columns += !in_cell;
            in_cell = true;
            dashes += c == '-';
        } else if (c == '|') {
            in_cell = false;
        } else if (c != ' ' && c != '\t') {
            return 0;
        }
    }
    return dashes && (columns > 1 || memchr(line.at, '|', line.len)) ? columns : 0;
}
