/* Three passes of edits over a copy: characters, lines, strong marks. */
#include "data/mend.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include "data/tablerow.h"

enum {
    CODE_SPAN_MAX = 4000, /* bytes looked at for a closing backtick */
    BRACKETS_MAX = 5000,  /* square brackets of a paragraph */
    OPENINGS_MAX = 20,    /* HTML declarations and instructions left open */
    LABEL_MAX = 200       /* bytes of a footnote's label */
};

typedef struct edit {
    size_t at, remove; /* bytes of the text before this pass */
    jb_str insert;
} edit;

typedef struct mender {
    jb_mend *out;
    jb_arena *into;
    jb_diag *diag;
    JB_VEC(edit) edits; /* of the running pass, in order */
    size_t invisible;   /* zero-width characters dropped */
    jb_span first_invisible;
    char fence; /* the fence's character while in fenced code, else 0 */
    size_t fence_len;
    size_t columns;    /* of the table that the line belongs to, else 0 */
    size_t cells;      /* table cells so far */
    size_t last_cells; /* of the line before */
    bool is_table;     /* the line before the delimiters has as many cells as they */
    jb_map marks;      /* labels of footnotes that the text names */
    bool has_marks;    /* the map was made */
    bool after_bullet; /* the line before was a repaired bullet */
    char guard[5];
} mender;

static jb_span place(const mender *m, size_t begin, size_t end)
{
    bool is_verbatim;
    return jb_mend_place(m->out, begin, end, &is_verbatim);
}

static void change(mender *m, size_t at, size_t remove, jb_str insert)
{
    jb_vec_push(m->into, &m->edits, (edit){at, remove, insert});
}

/* The first segment that ends behind begin. */
static size_t segment_of(const jb_mend *mend, size_t begin)
{
    size_t low = 0, high = mend->segments.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const jb_mend_segment *s = &mend->segments.items[middle];
        if ((size_t)s->copy + s->len <= begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t jb_mend_run(const jb_mend *mend, size_t begin, size_t end)
{
    size_t at = segment_of(mend, begin);
    if (at == mend->segments.count)
        return end;
    const jb_mend_segment *s = &mend->segments.items[at];
    return JB_MIN(end, s->copy > begin ? (size_t)s->copy : (size_t)s->copy + s->len);
}

jb_span jb_mend_place(const jb_mend *mend, size_t begin, size_t end, bool *is_verbatim)
{
    *is_verbatim = false;
    size_t low = segment_of(mend, begin);
    if (low == mend->segments.count)
        return mend->whole;
    const jb_mend_segment *s = &mend->segments.items[low];
    uint32_t from =
        begin > s->copy ? s->source + (uint32_t)(begin - s->copy) : s->source;
    size_t last = low;
    while (last + 1 < mend->segments.count && mend->segments.items[last + 1].copy < end)
        last++;
    const jb_mend_segment *t = &mend->segments.items[last];
    size_t stop = JB_MIN(end, (size_t)t->copy + t->len);
    uint32_t to = stop > t->copy ? t->source + (uint32_t)(stop - t->copy) : t->source;
    *is_verbatim = last == low && begin >= s->copy && end <= (size_t)s->copy + s->len;
    return (jb_span){mend->whole.source, from, JB_MAX(from, to)};
}

static void add_segment(mender *m, jb_mend_segment *add, jb_mend *to)
{
    if (to->segments.count) {
        jb_mend_segment *s = &to->segments.items[to->segments.count - 1];
        if (s->copy + s->len == add->copy && s->source + s->len == add->source) {
            s->len += add->len;
            return;
        }
    }
    jb_vec_push(m->into, &to->segments, *add);
}

/* Copies bytes [from, to) of the old text with their places. *seg: where to look. */
static void keep(mender *m, jb_buf *text, jb_mend *next, size_t from, size_t to,
                 size_t *seg)
{
    const jb_mend *old = m->out;
    size_t base = text->len;
    if (from >= to)
        return;
    jb_buf_put(text, old->text.at + from, to - from);
    for (; *seg < old->segments.count; ++*seg) {
        const jb_mend_segment *s = &old->segments.items[*seg];
        size_t begin = JB_MAX(from, (size_t)s->copy);
        size_t end = JB_MIN(to, (size_t)s->copy + s->len);
        if (begin < end) {
            jb_mend_segment add = {(uint32_t)(base + begin - from),
                                   s->source + (uint32_t)(begin - s->copy),
                                   (uint32_t)(end - begin)};
            add_segment(m, &add, next);
        }
        if ((size_t)s->copy + s->len > to)
            break;
    }
}

/* Makes the text of the next pass. */
static void apply(mender *m)
{
    if (m->edits.count == 0)
        return;
    jb_buf text = {0};
    jb_mend next = *m->out;
    memset(&next.segments, 0, sizeof next.segments);
    size_t at = 0, seg = 0;
    for (size_t i = 0; i < m->edits.count; i++) {
        const edit *e = &m->edits.items[i];
        JB_MUST(e->at >= at, "edits out of order");
        keep(m, &text, &next, at, e->at, &seg);
        jb_buf_put_str(&text, e->insert);
        at = e->at + e->remove;
    }
    keep(m, &text, &next, at, m->out->text.len, &seg);
    next.text =
        (jb_str){jb_arena_strndup(m->into, text.at ? text.at : "", text.len), text.len};
    jb_buf_fini(&text);
    *m->out = next;
    m->edits.count = 0;
}

/* --- characters --- */

static void drop_control(mender *m, uint32_t cp, size_t at, size_t len)
{
    char name[16];
    snprintf(name, sizeof name, "U+%04X", (unsigned)cp);
    jb_diag_add(m->diag, JB_DIAG_CONTROL_DROPPED, place(m, at, at + len), name);
    change(m, at, len, (jb_str){NULL, 0});
}

static void drop_invisible(mender *m, size_t at, size_t len)
{
    if (m->invisible++ == 0)
        m->first_invisible = place(m, at, at + len);
    change(m, at, len, (jb_str){NULL, 0});
}

/* One character that may need mending; at is behind it. */
static void mend_character(mender *m, uint32_t cp, size_t from, size_t at)
{
    const char *bytes = m->out->text.at;
    if (cp == '\r' && at < m->out->text.len && bytes[at] == '\n')
        change(m, from, 1, (jb_str){NULL, 0});
    else if (cp == '\r' || cp == 0x2028 || cp == 0x2029)
        change(m, from, at - from, JB_STR("\n"));
    else if (cp == 0x200B || cp == 0xFEFF)
        drop_invisible(m, from, at - from);
    else if ((cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp < 0xA0))
        drop_control(m, cp, from, at - from);
    else if (cp == JB_UTF8_REPLACEMENT && at - from == 1) {
        jb_diag_add(m->diag, JB_DIAG_BYTES_REPLACED, place(m, from, at));
        change(m, from, 1, JB_STR("\xEF\xBF\xBD"));
    }
}

static void mend_characters(mender *m)
{
    jb_str text = m->out->text;
    for (size_t at = 0; at < text.len;) {
        unsigned char c = (unsigned char)text.at[at];
        if ((c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t') {
            at++;
            continue;
        }
        size_t from = at;
        uint32_t cp = jb_utf8_next(text, &at);
        mend_character(m, cp, from, at);
    }
    if (m->invisible) {
        char count[24];
        snprintf(count, sizeof count, "%zu", m->invisible);
        jb_diag_add(m->diag, JB_DIAG_INVISIBLE_DROPPED, m->first_invisible, count);
    }
    apply(m);
}

/* A space that the text has not: cmark takes it for white space beside a mark, but not
 * for the indent of a block. */
static void choose_guard(mender *m)
{
    static const uint32_t candidates[] = {0x1680, 0x205F, 0x2008, 0x2006, 0x2004};
    for (size_t i = 0; i < JB_COUNT(candidates); i++) {
        size_t len = jb_utf8_put(m->guard, candidates[i]);
        m->guard[len] = 0;
        m->out->guard = candidates[i];
        if (jb_str_find(m->out->text, m->guard) == m->out->text.len)
            return;
    }
}

/* --- lines --- */

size_t jb_mend_bullet(jb_str text)
{
    static const uint32_t bullets[] = {
        0xB7,   0x2022, 0x2023, 0x2043, 0x25A0, 0x25AA, 0x25AB, 0x25B6, 0x25B8,
        0x25BA, 0x25C6, 0x25CF, 0x25E6, 0x27A2, 0x27A4, 0x2B25, 0x2B9A, 0xFF65,
        0xF06C, 0xF06E, 0xF071, 0xF075, 0xF076, 0xF077, 0xF09F, 0xF0A7, 0xF0A8,
        0xF0B2, 0xF0B7, 0xF0D8, 0xF0E0, 0xF0E8, 0xF0F0, 0xF0FC, 0xF0FE};
    if (text.len == 0)
        return 0;
    size_t at = 0;
    uint32_t cp = jb_utf8_next(text, &at);
    for (size_t i = 0; i < JB_COUNT(bullets); i++)
        if (bullets[i] == cp)
            return at;
    return 0;
}

static size_t skip_blanks(jb_str line, size_t at)
{
    while (at < line.len) {
        if (line.at[at] == ' ' || line.at[at] == '\t')
            at++;
        else if (line.len - at >= 3 && memcmp(line.at + at, "\xE3\x80\x80", 3) == 0)
            at += 3;
        else if (line.len - at >= 2 && memcmp(line.at + at, "\xC2\xA0", 2) == 0)
            at += 2;
        else
            break;
    }
    return at;
}

static size_t run_of(jb_str line, size_t at, char c)
{
    size_t from = at;
    while (at < line.len && line.at[at] == c)
        at++;
    return at - from;
}

/* Whether a fence opens or closes at this line; code is left as it is. */
static bool is_in_fence(mender *m, jb_str line)
{
    size_t at = 0;
    while (at < line.len && (line.at[at] == ' ' || line.at[at] == '>'))
        at++;
    char c = at < line.len ? line.at[at] : 0;
    size_t run = c == '`' || c == '~' ? run_of(line, at, c) : 0;
    jb_str rest = jb_str_trim(jb_str_slice(line, at + run, line.len));
    if (m->fence) {
        if (c == m->fence && run >= m->fence_len && rest.len == 0)
            m->fence = 0;
        return true;
    }
    if (run < 3 || (c == '`' && memchr(rest.at ? rest.at : "", '`', rest.len)))
        return false;
    m->fence = c;
    m->fence_len = run;
    return true;
}

/* The end of the line that begins at `at`. */
static size_t line_end(jb_str text, size_t at)
{
    const char *end = at < text.len ? memchr(text.at + at, '\n', text.len - at) : NULL;
    return end ? (size_t)(end - text.at) : text.len;
}

static bool is_directive(jb_str line, jb_str *rest)
{
    jb_str trimmed = jb_str_trim(line);
    size_t run = run_of(trimmed, 0, ':');
    if (run < 3)
        return false;
    *rest = jb_str_trim(jb_str_slice(trimmed, run, trimmed.len));
    return true;
}

static jb_mend_line line_at(const mender *m, size_t begin, size_t end)
{
    bool is_verbatim;
    jb_span span = jb_mend_place(m->out, begin, end, &is_verbatim);
    return (jb_mend_line){jb_str_slice(m->out->text, begin, end),
                          is_verbatim || begin == end ? span.begin : UINT32_MAX};
}

/* Reads the body, without so many blanks at its lines, up to its closing line; returns
 * where the next line begins. */
static size_t directive_body(mender *m, size_t at, size_t indent,
                             jb_mend_directive *into, bool *closed)
{
    JB_VEC(jb_mend_line) lines = {0};
    int depth = 1;
    while (depth && at < m->out->text.len) {
        size_t end = line_end(m->out->text, at);
        jb_str rest, line = jb_str_slice(m->out->text, at, end);
        if (is_directive(line, &rest))
            depth += rest.len ? 1 : -1;
        size_t lead = JB_MIN(run_of(line, 0, ' '), indent);
        if (depth)
            jb_vec_push(m->into, &lines, line_at(m, at + lead, end));
        at = end + 1;
    }
    *closed = depth == 0;
    into->lines = lines.items;
    into->count = lines.count;
    return JB_MIN(at, m->out->text.len);
}

/* Cuts a directive out; returns where the next line begins. */
static size_t cut_directive(mender *m, size_t begin, size_t end, jb_str rest)
{
    jb_mend_directive d = {0};
    size_t cut = 0;
    while (cut < rest.len && rest.at[cut] != ' ' && rest.at[cut] != '\t' &&
           (unsigned char)rest.at[cut] != 0xE3)
        cut++;
    while (cut < rest.len && (unsigned char)rest.at[cut] >= 0x80 &&
           memcmp(rest.at + cut, "\xE3\x80\x80", JB_MIN(3, rest.len - cut)) != 0)
        cut++;
    d.name = jb_str_slice(rest, 0, cut);
    d.rest = jb_str_trim(jb_str_slice(rest, cut, rest.len));
    bool closed;
    jb_str line = jb_str_slice(m->out->text, begin, end);
    size_t indent = run_of(line, 0, ' '), behind = JB_MIN(end + 1, m->out->text.len);
    size_t next = directive_body(m, behind, indent, &d, &closed);
    d.span = place(m, begin, end);
    if (!closed)
        jb_diag_add(m->diag, JB_DIAG_DIRECTIVE_OPEN, d.span,
                    jb_str_dup(m->into, d.name));
    char *comment =
        jb_arena_printf(m->into, "%.*s<!--:%zu-->\n", (int)JB_MIN(indent, (size_t)60),
                        line.at, m->out->directives.count);
    jb_vec_push(m->into, &m->out->directives, d);
    change(m, begin, next - begin, jb_str_of(comment));
    return next;
}

/* `** **` and `****` alone on a line would be read as a rule. */
static bool is_empty_strong(jb_str line)
{
    if (line.len < 4 || !jb_str_starts(line, "**"))
        return false;
    jb_str inner = jb_str_slice(line, 2, line.len - 2);
    return jb_str_trim(inner).len == 0 && line.at[line.len - 1] == '*' &&
           line.at[line.len - 2] == '*';
}

/* The parser drops cells beyond the table's columns: their bars go, so that their text
 * stays in the last cell. */
static void join_extra_cells(mender *m, jb_str line, size_t begin, size_t lead)
{
    size_t bar = jb_tablerow_bar(line, lead, m->columns);
    if (bar == SIZE_MAX || !m->is_table || jb_tablerow_ends(line, lead))
        return;
    bool is_warned = false;
    while (bar != SIZE_MAX) {
        size_t text = bar + 1, next = jb_tablerow_bar(line, bar, 1);
        while (text < line.len && strchr(" \t", line.at[text]))
            text++;
        size_t end = next == SIZE_MAX ? line.len : next;
        bool is_empty = text >= end || line.at[text] == '|';
        if (!is_empty && !is_warned)
            jb_diag_add(m->diag, JB_DIAG_ROW_JOINED,
                        place(m, begin + text, begin + end));
        is_warned |= !is_empty;
        change(m, begin + bar, text - bar, is_empty ? JB_STR("") : JB_STR(" "));
        bar = next;
    }
}

/* An insertion at the line's start, behind what was changed there already. */
static void insert_at(mender *m, size_t at, const char *text)
{
    if (m->edits.count) {
        const edit *last = &m->edits.items[m->edits.count - 1];
        at = JB_MAX(at, last->at + last->remove);
    }
    change(m, at, 0, jb_str_of(text));
}

/* Counts cells before the parser makes them; over a limit the table ends there. */
static void count_cells(mender *m, jb_str line, size_t begin, size_t end)
{
    size_t lead = 0;
    while (lead < line.len && strchr(" \t>", line.at[lead]))
        lead++;
    size_t columns = jb_tablerow_delimiters(jb_str_slice(line, lead, line.len));
    if (lead == line.len) {
        m->columns = 0;
    } else if (columns > JB_MEND_COLUMNS_MAX) {
        jb_diag_add(m->diag, JB_DIAG_TABLE_TOO_WIDE, place(m, begin, end));
        insert_at(m, begin + lead, "\\");
    } else if (columns && m->columns == 0) {
        m->columns = columns;
        m->is_table = m->last_cells == columns;
        m->cells += 2 * columns;
    } else if (m->columns) {
        m->cells += m->columns;
        join_extra_cells(m, line, begin, lead);
    }
    m->last_cells = jb_tablerow_cells(line, lead);
    if (m->cells > JB_MEND_CELLS_MAX && m->columns) {
        jb_diag_add(m->diag, JB_DIAG_TABLE_TOO_LARGE, place(m, begin, end));
        insert_at(m, begin, "\n\\");
        m->columns = 0;
    }
}

/* Block marks at the line's start, each of which nests one deeper. */
static void limit_nesting(mender *m, jb_str line, size_t begin)
{
    int depth = 0;
    for (size_t at = 0; at < line.len; at++) {
        char c = line.at[at];
        if (c == ' ' || c == '\t')
            continue;
        if (c != '>' && c != '-' && c != '+' && c != '*')
            return;
        if (run_of(line, at, c) > 1 && c != '>')
            return;
        if (++depth > JB_MEND_NEST_MAX) {
            jb_diag_add(m->diag, JB_DIAG_MARKDOWN_DEPTH,
                        place(m, begin + at, begin + at));
            change(m, begin + at, 0, JB_STR("\\"));
            return;
        }
    }
}

static void mend_bullet(mender *m, jb_str line, size_t begin, size_t indent, size_t len)
{
    size_t text = skip_blanks(line, indent + len);
    if (!m->after_bullet)
        jb_diag_add(m->diag, JB_DIAG_BULLET_REPAIRED,
                    place(m, begin + indent, begin + indent + len),
                    jb_str_dup(m->into, jb_str_slice(line, indent, indent + len)));
    change(m, begin, text, JB_STR("- "));
    m->after_bullet = true;
}

/* Every [^label] of the text but those that begin a footnote's text. Directives are read
 * by themselves, so the labels in them are kept for the parser to know of. */
static void collect_marks(mender *m)
{
    jb_str text = m->out->text;
    m->has_marks = true;
    jb_buf apart = {0};
    int depth = 0;
    for (size_t at = 0; at + 2 < text.len; at++) {
        jb_str rest = {NULL, 0};
        if (text.at[at] == ':' && (at == 0 || text.at[at - 1] == '\n') &&
            is_directive(jb_str_slice(text, at, line_end(text, at)), &rest))
            depth = JB_MAX(0, depth + (rest.len ? 1 : -1));
        if (text.at[at] != '[' || text.at[at + 1] != '^')
            continue;
        const char *close = memchr(text.at + at, ']', JB_MIN(text.len - at, LABEL_MAX));
        size_t end = close ? (size_t)(close - text.at) : text.len;
        bool starts = at == 0 || text.at[at - 1] == '\n';
        if (!close || (starts && end + 1 < text.len && text.at[end + 1] == ':'))
            continue;
        jb_map_put(m->into, &m->marks, jb_str_slice(text, at + 2, end))->value = 1;
        if (depth && !memchr(text.at + at, '\n', end - at))
            jb_buf_put_str(&apart, jb_str_slice(text, at, end + 1));
    }
    m->out->apart = (jb_str){
        jb_arena_strndup(m->into, apart.len ? apart.at : "", apart.len), apart.len};
    jb_buf_fini(&apart);
}

/* A footnote text that no mark names would vanish. */
static void keep_unused_note(mender *m, jb_str line, size_t begin)
{
    if (!jb_str_starts(line, "[^"))
        return;
    size_t close = jb_str_find(jb_str_slice(line, 0, LABEL_MAX + 2), "]:");
    if (close >= JB_MIN(line.len, LABEL_MAX))
        return;
    if (!m->has_marks)
        collect_marks(m);
    if (jb_map_find(&m->marks, jb_str_slice(line, 2, close)))
        return;
    char *mark = jb_str_dup(m->into, jb_str_slice(line, 0, close + 1));
    jb_diag_add(m->diag, JB_DIAG_FOOTNOTE_UNUSED, place(m, begin, begin + close + 1),
                mark);
    change(m, begin, 0, JB_STR("\\"));
}

/* A line outside of code and directives. */
static void mend_line(mender *m, jb_str line, size_t begin, size_t end)
{
    jb_str trimmed = jb_str_trim(line);
    size_t indent = skip_blanks(line, 0);
    size_t bullet = jb_mend_bullet(jb_str_slice(line, indent, line.len));
    bool was_bullet = m->after_bullet;
    m->after_bullet = was_bullet && trimmed.len == 0;
    if (bullet && skip_blanks(line, indent + bullet) == line.len) {
        jb_diag_add(m->diag, JB_DIAG_LONE_BULLET, place(m, begin, end));
        change(m, begin, end - begin, (jb_str){NULL, 0});
    } else if (is_empty_strong(trimmed)) {
        jb_diag_add(m->diag, JB_DIAG_EMPTY_STRONG, place(m, begin, end));
        change(m, begin, end - begin, (jb_str){NULL, 0});
    } else if (bullet) {
        m->after_bullet = was_bullet;
        mend_bullet(m, line, begin, indent, bullet);
    } else {
        /* Blanks of full width at the start are an indent typed by hand. */
        if (memchr(line.at, 0xE3, indent) || memchr(line.at, 0xC2, indent))
            change(m, begin, indent, (jb_str){NULL, 0});
        limit_nesting(m, line, begin);
        keep_unused_note(m, line, begin);
    }
    count_cells(m, line, begin, end);
}

static void mend_structure(mender *m)
{
    jb_str text = m->out->text;
    for (size_t at = 0; at < text.len;) {
        size_t end = line_end(text, at);
        jb_str rest, line = jb_str_slice(text, at, end);
        size_t next = JB_MIN(end + 1, text.len);
        if (is_in_fence(m, line) || line.len == 0)
            m->columns = 0;
        else if (is_directive(line, &rest) && rest.len)
            next = cut_directive(m, at, end, rest);
        else if (is_directive(line, &rest))
            jb_diag_add(m->diag, JB_DIAG_DIRECTIVE_STRAY, place(m, at, end));
        else
            mend_line(m, line, at, end);
        at = next;
    }
    apply(m);
}

/* The parser is quadratic in brackets and in HTML openings that never close: behind the
 * first few thousand of a paragraph they are plain text. */
static void limit_marks(mender *m)
{
    jb_str text = m->out->text;
    size_t brackets = 0, openings = 0;
    for (size_t at = 0; at + 1 < text.len; at++) {
        char c = text.at[at], next = text.at[at + 1];
        if (c == '\\' && next != '\n')
            at++;
        else if (c == '\n' && next == '\n')
            brackets = openings = 0;
        else if (c == '>')
            openings = 0;
        else if ((c == '[' && ++brackets > BRACKETS_MAX) ||
                 (c == '<' && (next == '!' || next == '?') &&
                  ++openings > OPENINGS_MAX))
            change(m, at, 0, JB_STR("\\"));
    }
    apply(m);
}

/* Inline texts: every line is guarded, empty ones go. */
static void guard_lines(mender *m)
{
    jb_str text = m->out->text;
    for (size_t at = 0; at < text.len;) {
        size_t end = line_end(text, at);
        jb_str line = jb_str_slice(text, at, end);
        size_t blanks = skip_blanks(line, 0);
        size_t next = JB_MIN(end + 1, text.len);
        if (blanks == line.len)
            change(m, at, next - at, (jb_str){NULL, 0});
        else
            change(m, at, blanks, jb_str_of(m->guard));
        at = next;
    }
    apply(m);
}

/* --- strong marks --- */

typedef JB_VEC(size_t) offsets;

static bool is_space(uint32_t cp)
{
    return cp == 0 || cp == ' ' || cp == '\t' || cp == '\n' || cp == 0xA0 ||
           cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A);
}

/* As CommonMark counts punctuation, for what stands in Chinese text. */
static bool is_punctuation(uint32_t cp)
{
    if (cp < 0x80)
        return cp > 0x20 && !(cp >= '0' && cp <= '9') && !(cp >= 'A' && cp <= 'Z') &&
               !(cp >= 'a' && cp <= 'z') && cp < 0x7F;
    return (cp >= 0x2010 && cp <= 0x205E) || (cp >= 0x3001 && cp <= 0x3003) ||
           (cp >= 0x3008 && cp <= 0x301F) || cp == 0x30FB || cp == 0xB7 || cp == 0xAB ||
           cp == 0xBB || (cp >= 0xFE10 && cp <= 0xFE6B) ||
           (cp >= 0xFF01 && cp <= 0xFF0F) || (cp >= 0xFF1A && cp <= 0xFF20) ||
           (cp >= 0xFF3B && cp <= 0xFF40) || (cp >= 0xFF5B && cp <= 0xFF65);
}

static uint32_t cp_before(jb_str chunk, size_t at)
{
    return at ? jb_utf8_prev(chunk, &at) : 0;
}

static uint32_t cp_after(jb_str chunk, size_t at)
{
    return at < chunk.len ? jb_utf8_next(chunk, &at) : 0;
}

/* Behind the code span that begins at `at`, or behind its backticks when none closes.
 */
static size_t skip_code(jb_str chunk, size_t at)
{
    size_t run = run_of(chunk, at, '`');
    size_t limit = JB_MIN(chunk.len, at + CODE_SPAN_MAX);
    for (size_t i = at + run; i < limit;) {
        size_t close = run_of(chunk, i, '`');
        if (close == run)
            return i + close;
        i += close ? close : 1;
    }
    return at + run;
}

/* The places of `**`; false when the chunk has other runs and is left alone. A run of
 * four is two of them with nothing between. */
static bool find_strong(mender *m, jb_str chunk, offsets *found)
{
    found->count = 0;
    for (size_t at = 0; at < chunk.len;) {
        if (chunk.at[at] == '\\') {
            at += 2;
        } else if (chunk.at[at] == '`') {
            at = skip_code(chunk, at);
        } else if (chunk.at[at] == '*') {
            size_t run = run_of(chunk, at, '*');
            if (run != 1 && run != 2 && run != 4)
                return false;
            for (size_t i = 0; i + 1 < run; i += 2)
                jb_vec_push(m->into, found, at + i);
            at += run;
        } else {
            at++;
        }
    }
    return found->count && found->count % 2 == 0;
}

static void mend_opener(mender *m, jb_str chunk, size_t base, size_t at)
{
    uint32_t before = cp_before(chunk, at), after = cp_after(chunk, at + 2);
    if (!is_space(after) &&
        (!is_punctuation(after) || is_space(before) || is_punctuation(before)))
        return;
    jb_diag_add(m->diag, JB_DIAG_STRONG_REPAIRED, place(m, base + at, base + at + 2));
    size_t blanks = skip_blanks(chunk, at + 2) - (at + 2);
    if (blanks && !is_space(before))
        change(m, base + at, 0, JB_STR(" "));
    else
        change(m, base + at, 0, jb_str_of(m->guard));
    change(m, base + at + 2, blanks, (jb_str){NULL, 0});
}

static void mend_closer(mender *m, jb_str chunk, size_t base, size_t at)
{
    uint32_t before = cp_before(chunk, at), after = cp_after(chunk, at + 2);
    if (!is_space(before) &&
        (!is_punctuation(before) || is_space(after) || is_punctuation(after)))
        return;
    jb_diag_add(m->diag, JB_DIAG_STRONG_REPAIRED, place(m, base + at, base + at + 2));
    size_t from = at;
    while (from && (chunk.at[from - 1] == ' ' || chunk.at[from - 1] == '\t'))
        from--;
    change(m, base + from, at - from, (jb_str){NULL, 0});
    change(m, base + at + 2, 0,
           at > from && !is_space(after) ? JB_STR(" ") : jb_str_of(m->guard));
}

static void mend_pair(mender *m, jb_str chunk, size_t base, size_t open, size_t close)
{
    jb_str inner = jb_str_slice(chunk, open + 2, close);
    if (jb_str_trim(inner).len == 0) {
        jb_diag_add(m->diag, JB_DIAG_EMPTY_STRONG,
                    place(m, base + open, base + close + 2));
        change(m, base + open, close + 2 - open, inner.len ? JB_STR(" ") : JB_STR(""));
        return;
    }
    mend_opener(m, chunk, base, open);
    mend_closer(m, chunk, base, close);
}

static void mend_chunk(mender *m, size_t begin, size_t end, offsets *found)
{
    jb_str chunk = jb_str_slice(m->out->text, begin, end);
    if (!find_strong(m, chunk, found))
        return;
    for (size_t i = 0; i + 1 < found->count; i += 2)
        mend_pair(m, chunk, begin, found->items[i], found->items[i + 1]);
}

/* A line is judged by itself, a table's line cell by cell. */
static void mend_strong(mender *m)
{
    jb_str text = m->out->text;
    offsets found = {0};
    for (size_t at = 0; at < text.len;) {
        size_t end = line_end(text, at);
        jb_str line = jb_str_slice(text, at, end);
        if (!is_in_fence(m, line)) {
            bool is_row = jb_str_starts(jb_str_trim(line), "|");
            size_t from = at;
            for (size_t i = at; i < end && is_row; i++)
                if (text.at[i] == '|' && (i == at || text.at[i - 1] != '\\')) {
                    mend_chunk(m, from, i, &found);
                    from = i + 1;
                }
            mend_chunk(m, from, end, &found);
        }
        at = end + 1;
    }
    apply(m);
}

/* --- */

jb_mend_line *jb_mend_split(jb_str text, uint32_t source, jb_arena *into, size_t *count)
{
    JB_VEC(jb_mend_line) lines = {0};
    for (size_t at = 0; at < text.len;) {
        size_t end = line_end(text, at);
        jb_vec_push(
            into, &lines,
            (jb_mend_line){jb_str_slice(text, at, end),
                           source == UINT32_MAX ? source : source + (uint32_t)at});
        at = end + 1;
    }
    *count = lines.count;
    return lines.items;
}

static void join(mender *m, const jb_mend_line *lines, size_t count)
{
    jb_buf text = {0};
    for (size_t i = 0; i < count; i++) {
        if (lines[i].source != UINT32_MAX) {
            jb_mend_segment add = {(uint32_t)text.len, lines[i].source,
                                   (uint32_t)lines[i].text.len + 1};
            add_segment(m, &add, m->out);
        }
        jb_buf_put_str(&text, lines[i].text);
        jb_buf_putc(&text, '\n');
    }
    m->out->text =
        (jb_str){jb_arena_strndup(m->into, text.at ? text.at : "", text.len), text.len};
    jb_buf_fini(&text);
}

jb_mend *jb_mend_lines(const jb_mend_line *lines, size_t count, jb_span whole,
                       bool is_inline, jb_arena *into, jb_diag *diag)
{
    mender m = {.out = JB_NEW(into, jb_mend), .into = into, .diag = diag};
    m.out->whole = whole;
    join(&m, lines, count);
    mend_characters(&m);
    choose_guard(&m);
    if (is_inline)
        guard_lines(&m);
    else
        mend_structure(&m);
    limit_marks(&m);
    m.fence = 0;
    mend_strong(&m);
    return m.out;
}
