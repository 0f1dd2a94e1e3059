/* The parser's words ("mapping values are not allowed in this context") tell a writer
 * of Chinese nothing. This looks at the lines round the place instead, most certain
 * trap first; the parser's own words are the last resort. */
#include "data/yaml_fault.h"

#include "base/utf8.h"
#include "data/scalar.h"

enum { WIDE_COLON = 0xFF1A };

typedef struct fault_view {
    const jb_yaml_fault *fault;
    uint32_t source;
    jb_str text; /* from begin to end of the YAML text */
    size_t base; /* offset of text in the source */
    size_t at;   /* of the fault, within text */
    size_t context_at;
    jb_diag *diag;
} fault_view;

/* A line of the text, without its break. */
typedef struct line_range {
    size_t begin, end;
} line_range;

static bool is_feed(char byte)
{
    return byte == '\n' || byte == '\r';
}

static line_range line_at(jb_str text, size_t at)
{
    line_range line = {at, at};
    while (line.begin > 0 && !is_feed(text.at[line.begin - 1]))
        line.begin--;
    while (line.end < text.len && !is_feed(text.at[line.end]))
        line.end++;
    return line;
}

/* The nearest line before this one that is not blank; empty at the text's start. */
static line_range line_before(jb_str text, line_range line)
{
    size_t at = line.begin;
    while (at > 0 && (is_feed(text.at[at - 1]) || text.at[at - 1] == ' '))
        at--;
    return at ? line_at(text, at - 1) : (line_range){0, 0};
}

static bool is_blank_at(jb_str text, size_t at, size_t end)
{
    return at >= end || text.at[at] == ' ' || text.at[at] == '\t';
}

/* Behind the indent and any "- " of a line. */
static size_t line_start(jb_str text, line_range line)
{
    size_t at = line.begin;
    for (;;) {
        while (at < line.end && (text.at[at] == ' ' || text.at[at] == '\t'))
            at++;
        if (at + 1 < line.end && text.at[at] == '-' && text.at[at + 1] == ' ')
            at++;
        else
            return at;
    }
}

/* The first ": " (or a colon at the line's end) from `at`; line end when there is none.
 */
static size_t key_colon(jb_str text, size_t at, size_t end)
{
    while (at < end && !(text.at[at] == ':' && is_blank_at(text, at + 1, end)))
        at++;
    return at;
}

/* Where the value of a "key: value" or "- value" line begins. */
static size_t value_start(jb_str text, line_range line)
{
    size_t start = line_start(text, line);
    size_t at = key_colon(text, start, line.end);
    if (at == line.end || text.at[start] == '[' || text.at[start] == '{')
        return start;
    for (at++; at < line.end && text.at[at] == ' ';)
        at++;
    return at;
}

/* A full-width colon in a line that has no key colon before it and is no comment. */
static size_t wide_colon(jb_str text, line_range line)
{
    size_t start = line_start(text, line);
    size_t end = key_colon(text, start, line.end);
    if (start < end && strchr("#\"'[{|>", text.at[start]))
        return SIZE_MAX;
    for (size_t at = start; at < end;) {
        size_t begin = at;
        if (jb_utf8_next(text, &at) == WIDE_COLON)
            return begin;
    }
    return SIZE_MAX;
}

/* "key:value": a colon without the space behind it, after a short word. */
static size_t tight_colon(jb_str text, line_range line)
{
    size_t start = line_start(text, line);
    if (key_colon(text, start, line.end) < line.end)
        return SIZE_MAX;
    if (start < line.end && strchr("#\"'[{|>", text.at[start]))
        return SIZE_MAX;
    for (size_t at = start + 1; at + 1 < line.end; at++)
        if (text.at[at] == ':' && text.at[at + 1] != '/' && text.at[at - 1] != ' ')
            return at;
    return SIZE_MAX;
}

static jb_span span_of(const fault_view *view, size_t begin, size_t end)
{
    return (jb_span){view->source, (uint32_t)(view->base + begin),
                     (uint32_t)(view->base + end)};
}

static void add(const fault_view *view, jb_diag_id id, size_t begin, size_t end)
{
    enum { SHOWN = 60 }; /* bytes of the text that a message quotes */
    size_t cut = JB_MIN(end, begin + SHOWN);
    while (cut > begin && cut < end &&
           ((unsigned char)view->text.at[cut] & 0xC0) == 0x80)
        cut--;
    char shown[SHOWN + 8];
    jb_str quoted = jb_str_trim(jb_str_slice(view->text, begin, cut));
    snprintf(shown, sizeof shown, "%.*s%s", (int)quoted.len, quoted.at ? quoted.at : "",
             cut < end ? "..." : "");
    jb_diag_add(view->diag, id, span_of(view, begin, end), shown);
}

static bool context_is(const fault_view *view, const char *words)
{
    return strstr(view->fault->context, words) != NULL;
}

static bool problem_is(const fault_view *view, const char *words)
{
    return strstr(view->fault->problem, words) != NULL;
}

static bool explain_tab(const fault_view *view)
{
    line_range line = line_at(view->text, view->at);
    for (size_t at = line.begin; at < line.end && is_blank_at(view->text, at, line.end);
         at++) {
        if (view->text.at[at] == '\t') {
            add(view, JB_DIAG_YAML_TAB, at, at + 1);
            return true;
        }
    }
    return false;
}

/* Whether a list or map in brackets is open at `at`: in its line, or from lines before
 * that end in a bracket or comma. */
static bool is_in_brackets(jb_str text, size_t at)
{
    int open = 0;
    for (line_range line = line_at(text, at);; line = line_before(text, line)) {
        size_t end = JB_MIN(at, line.end);
        for (size_t i = line.begin; i < end; i++)
            open += (text.at[i] == '[' || text.at[i] == '{') -
                    (text.at[i] == ']' || text.at[i] == '}');
        line_range before = line_before(text, line);
        if (open > 0 || before.end == 0 || before.end == before.begin ||
            !strchr(",[{", text.at[before.end - 1]))
            return open > 0;
    }
}

/* Where the value at `at` ends, its line's end at most: in brackets at the comma or
 * bracket, before a comment. */
static size_t value_end(jb_str text, size_t at, size_t end)
{
    const char *stops = is_in_brackets(text, at) ? ",]}" : "";
    size_t stop = at;
    while (stop < end && !strchr(stops, text.at[stop]) &&
           !(text.at[stop] == '#' && stop > at && text.at[stop - 1] == ' '))
        stop++;
    return stop > at ? stop : end;
}

/* A value that begins with a character that YAML keeps for itself. */
static bool explain_first_character(const fault_view *view)
{
    size_t at = view->at;
    bool is_sign = context_is(view, "an alias") || context_is(view, "an anchor") ||
                   context_is(view, "a tag") || context_is(view, "a directive") ||
                   problem_is(view, "undefined tag handle") ||
                   problem_is(view, "unknown directive");
    if (is_sign && view->context_at < view->text.len)
        at = view->context_at;
    line_range line = line_at(view->text, at);
    bool is_dash = problem_is(view, "block sequence entries are not allowed") ||
                   problem_is(view, "mapping keys are not allowed");
    bool is_kept =
        at < line.end && strchr(is_dash ? "-?" : "%@`*&!", view->text.at[at]);
    if (!is_kept ||
        (!is_sign && !is_dash && !problem_is(view, "cannot start any token")))
        return false;
    bool is_alias = view->text.at[at] == '*' || view->text.at[at] == '&';
    add(view, is_alias ? JB_DIAG_YAML_ALIAS_TEXT : JB_DIAG_YAML_FIRST_CHARACTER, at,
        value_end(view->text, at, line.end));
    return true;
}

static bool explain_block_header(const fault_view *view)
{
    if (!context_is(view, "a block scalar"))
        return false;
    line_range line = line_at(view->text, JB_MIN(view->context_at, view->text.len));
    add(view, JB_DIAG_YAML_BLOCK_HEADER, view->context_at, line.end);
    return true;
}

static bool explain_quoted(const fault_view *view)
{
    if (!context_is(view, "a quoted scalar") && !context_is(view, "double-quoted"))
        return false;
    line_range line = line_at(view->text, JB_MIN(view->context_at, view->text.len));
    if (problem_is(view, "end of stream") || problem_is(view, "document indicator"))
        add(view, JB_DIAG_YAML_QUOTE_OPEN, view->context_at, line.end);
    else
        add(view, JB_DIAG_YAML_ESCAPE, view->at, JB_MIN(view->at + 2, view->text.len));
    return true;
}

static bool explain_wide_colon(const fault_view *view)
{
    line_range line = line_at(view->text, view->at);
    line_range near[3] = {line, line_before(view->text, line),
                          line_at(view->text, view->context_at)};
    size_t count = context_is(view, "simple key") ? 3 : 2;
    for (size_t i = count; i-- > 0;) {
        size_t at = wide_colon(view->text, near[i]);
        if (at != SIZE_MAX) {
            add(view, JB_DIAG_YAML_WIDE_COLON, at, at + 3);
            return true;
        }
    }
    for (size_t i = count; i-- > 0;) {
        size_t at = tight_colon(view->text, near[i]);
        if (at != SIZE_MAX) {
            add(view, JB_DIAG_YAML_TIGHT_COLON, at, at + 1);
            return true;
        }
    }
    return false;
}

/* `key: AI: text`, where the second colon is the fault. */
static bool explain_second_colon(const fault_view *view)
{
    line_range line = line_at(view->text, view->at);
    size_t value = value_start(view->text, line);
    if (!problem_is(view, "mapping values are not allowed") || value > view->at ||
        value == line_start(view->text, line))
        return false;
    add(view, JB_DIAG_YAML_SECOND_COLON, value, line.end);
    return true;
}

/* `[1] text` and `"quoted" text`: words behind what already was a whole value. */
static bool explain_text_behind(const fault_view *view)
{
    line_range line = line_at(view->text, view->at);
    size_t value = value_start(view->text, line);
    if (value >= view->at || view->at > line.end ||
        !problem_is(view, "did not find expected"))
        return false;
    size_t last = view->at;
    while (last > value && view->text.at[last - 1] == ' ')
        last--;
    char first = view->text.at[value], closing = view->text.at[last - 1];
    bool is_flow = (first == '[' && closing == ']') || (first == '{' && closing == '}');
    bool is_quoted = (first == '"' || first == '\'') && closing == first;
    if (is_flow)
        add(view, JB_DIAG_YAML_BRACKET_TEXT, value, line.end);
    else if (is_quoted)
        add(view, JB_DIAG_YAML_QUOTE_TEXT, value, line.end);
    return is_flow || is_quoted;
}

static bool explain_structure(const fault_view *view)
{
    if (context_is(view, "flow")) {
        line_range line = line_at(view->text, view->context_at);
        add(view, JB_DIAG_YAML_BRACKET_OPEN, view->context_at, line.end);
        return true;
    }
    bool is_indent = context_is(view, "block") ||
                     problem_is(view, "not allowed in this") ||
                     problem_is(view, "could not find expected ':'");
    if (!is_indent)
        return false;
    line_range line = line_at(view->text, view->at);
    if (line_start(view->text, line) >= line.end)
        line = line_before(view->text, line);
    add(view, JB_DIAG_YAML_INDENT, line_start(view->text, line), line.end);
    return true;
}

void jb_yaml_fault_explain(const jb_yaml_fault *fault, uint32_t source, jb_str bytes,
                           size_t begin, size_t end, jb_diag *diag)
{
    static bool (*const explanations[])(const fault_view *) = {
        explain_quoted,          explain_block_header, explain_tab,
        explain_first_character, explain_second_colon, explain_text_behind,
        explain_wide_colon,      explain_structure};
    jb_str text = jb_str_slice(bytes, begin, end);
    size_t at = fault->at > begin ? fault->at - begin : 0;
    size_t context_at = fault->context_at > begin ? fault->context_at - begin : 0;
    fault_view view = {
        fault, source, text, begin, JB_MIN(at, text.len), JB_MIN(context_at, text.len),
        diag};
    for (size_t i = 0; i < JB_COUNT(explanations); i++)
        if (explanations[i](&view))
            return;
    line_range line = line_at(text, view.at);
    jb_diag_add(diag, JB_DIAG_YAML_SYNTAX, span_of(&view, view.at, line.end),
                fault->problem);
}

size_t jb_yaml_fault_wide_colon(jb_str bytes, size_t begin, size_t end, size_t at)
{
    jb_str text = jb_str_slice(bytes, begin, end);
    size_t colon = wide_colon(text, line_at(text, JB_MIN(at - begin, text.len)));
    return colon == SIZE_MAX ? colon : begin + colon;
}

size_t jb_yaml_fault_tight_colon(jb_str bytes, size_t begin, size_t end, size_t at)
{
    jb_str text = jb_str_slice(bytes, begin, end);
    size_t colon = tight_colon(text, line_at(text, JB_MIN(at - begin, text.len)));
    return colon == SIZE_MAX ? colon : begin + colon;
}
