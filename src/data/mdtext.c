/* Laying an unescaped text against the copy it came from. */
#include "data/mdtext.h"

#include "base/utf8.h"
#include "data/mdinline.h"

static bool is_plain_ascii(uint32_t c)
{
    static const char marks[] = " .,:;()%+-/=?'\"#$@";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           memchr(marks, (int)c, sizeof marks - 1) != NULL;
}

bool jb_mdtext_is_plain(jb_str line)
{
    if (!line.len || line.at[0] == ' ' || line.at[line.len - 1] == ' ' ||
        jb_str_starts(line, "\u3000") || jb_str_starts(line, "\u00a0"))
        return false;
    for (size_t at = 0; at < line.len;) {
        uint32_t cp = jb_utf8_next(line, &at);
        if (cp < 0x80 ? !is_plain_ascii(cp)
                      : cp < 0xA0 || cp == 0x200B || cp == 0x2028 || cp == 0x2029 ||
                            cp == 0xFEFF || cp == JB_UTF8_REPLACEMENT)
            return false;
    }
    return true;
}

static jb_md *new_text(jb_mdtext *r, jb_span span)
{
    jb_md *md = JB_NEW(r->into, jb_md);
    md->kind = JB_MD_TEXT;
    md->span = span;
    return md;
}

static bool is_escape(const jb_mdtext *r, size_t at)
{
    jb_str copy = r->mend->text;
    if (copy.at[at] != '\\' || at + 1 >= copy.len)
        return false;
    char c = copy.at[at + 1];
    return c > ' ' && c < 0x7F && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
           !(c >= 'a' && c <= 'z');
}

/* Bytes of a character reference at `at`, 0 for none. */
static size_t entity_len(const jb_mdtext *r, size_t at)
{
    jb_str copy = r->mend->text;
    if (copy.at[at] != '&')
        return 0;
    for (size_t i = at + 1; i < copy.len && i < at + 40; i++) {
        char c = copy.at[i];
        if (c == ';')
            return i > at + 1 ? i + 1 - at : 0;
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
              (c >= 'a' && c <= 'z') || (c == '#' && i == at + 1)))
            return 0;
    }
    return 0;
}

static bool is_guard(const jb_mdtext *r, jb_str text, size_t at)
{
    return text.len - at >= r->guard_len &&
           memcmp(text.at + at, r->guard, r->guard_len) == 0;
}

/* One step of laying `text` at i against the copy at *at: how many bytes of text it
 * takes, 0 when they differ. *piece: 0 the same bytes, 1 something else, 2 nothing. */
static size_t step(const jb_mdtext *r, jb_str text, size_t i, size_t *at, int *piece)
{
    jb_str copy = r->mend->text;
    *piece = 0;
    if (*at >= copy.len)
        return 0;
    size_t entity = entity_len(r, *at);
    if (entity && !(text.at[i] == '&' && text.len - i >= entity &&
                    memcmp(text.at + i, copy.at + *at, entity) == 0)) {
        size_t next = i;
        jb_utf8_next(text, &next);
        *at += entity;
        *piece = 1;
        return next - i;
    }
    if (is_guard(r, text, i) && is_guard(r, copy, *at)) {
        *at += r->guard_len;
        *piece = 2;
        return r->guard_len;
    }
    if (is_escape(r, *at) && text.at[i] == copy.at[*at + 1])
        ++*at;
    if (text.at[i] != copy.at[*at])
        return 0;
    ++*at;
    return 1;
}

/* Bytes from text i and copy at on that are the same and nothing but themselves. */
static size_t plain_run(const jb_mdtext *r, jb_str text, size_t i, size_t at)
{
    jb_str copy = r->mend->text;
    size_t max = JB_MIN(text.len - i, copy.len - JB_MIN(at, copy.len)), n = 0;
    for (; n < max && text.at[i + n] == copy.at[at + n]; n++)
        if (text.at[i + n] == '\\' || text.at[i + n] == '&' ||
            text.at[i + n] == r->guard[0])
            break;
    return n;
}

bool jb_mdtext_fits(const jb_mdtext *r, jb_str text, size_t at, size_t *end)
{
    int piece;
    for (size_t i = 0; i < text.len;) {
        size_t taken = plain_run(r, text, i, at);
        at += taken;
        if (taken == 0)
            taken = step(r, text, i, &at, &piece);
        if (taken == 0)
            return false;
        i += taken;
    }
    *end = at;
    return true;
}

/* Where in the copy the text begins, SIZE_MAX when it can't be told. */
static size_t locate(const jb_mdtext *r, size_t at, jb_str text, size_t *end)
{
    if (at != SIZE_MAX && at >= r->cursor && jb_mdtext_fits(r, text, at, end))
        return at;
    size_t limit = JB_MIN(r->mend->text.len, r->cursor + JB_MDTEXT_WINDOW);
    int tries = 64;
    for (at = r->cursor; at < limit && tries; at++) {
        char c = r->mend->text.at[at];
        if (c != text.at[0] && c != '\\' && c != '&')
            continue;
        tries--;
        if (jb_mdtext_fits(r, text, at, end))
            return at;
    }
    return SIZE_MAX;
}

jb_str jb_mdtext_lasting(const jb_md *md, jb_str text, jb_str source, jb_arena *into)
{
    jb_str own = md->is_verbatim ? jb_str_slice(source, md->span.begin, md->span.end)
                                 : (jb_str){0};
    return jb_str_equal(own, text) ? own : (jb_str){jb_str_dup(into, text), text.len};
}

/* NOLINTNEXTLINE(misc-no-recursion): into pieces that lie together, one level */
static void add_piece(jb_mdtext *r, jb_md *parent, jb_str text, size_t begin,
                      size_t end)
{
    bool is_verbatim;
    if (text.len == 0)
        return;
    while (end - begin == text.len && jb_mend_run(r->mend, begin, end) < end) {
        size_t len = jb_mend_run(r->mend, begin, end) - begin;
        add_piece(r, parent, jb_str_slice(text, 0, len), begin, begin + len);
        text = jb_str_slice(text, len, text.len);
        begin += len;
    }
    jb_md *md = new_text(r, jb_mend_place(r->mend, begin, end, &is_verbatim));
    md->is_escaped = r->is_escaped;
    md->is_verbatim = is_verbatim && end - begin == text.len;
    md->text = jb_mdtext_lasting(md, text, r->source, r->into);
    r->is_escaped = false;
    jb_mdinline_append(parent, md);
}

/* A literal without the guards, with no place of its own. */
void jb_mdtext_add_unplaced(jb_mdtext *r, jb_str text, jb_md *parent)
{
    jb_buf clean = {0};
    for (size_t i = 0; i < text.len;) {
        if (is_guard(r, text, i))
            i += r->guard_len;
        else
            jb_buf_putc(&clean, text.at[i++]);
    }
    bool is_verbatim;
    jb_md *md = new_text(
        r, jb_mend_place(r->mend, r->cursor, JB_MAX(r->cursor, r->end), &is_verbatim));
    md->text = (jb_str){jb_arena_strndup(r->into, clean.at ? clean.at : "", clean.len),
                        clean.len};
    jb_buf_fini(&clean);
    if (md->text.len)
        jb_mdinline_append(parent, md);
}

void jb_mdtext_add(jb_mdtext *r, size_t guess, jb_str text, jb_md *parent)
{
    size_t end, at = text.len ? locate(r, guess, text, &end) : SIZE_MAX;
    if (at == SIZE_MAX) {
        jb_mdtext_add_unplaced(r, text, parent);
        return;
    }
    size_t begin = at, from = 0;
    for (size_t i = 0; i < text.len;) {
        size_t run = plain_run(r, text, i, at);
        i += run;
        at += run;
        if (i == text.len)
            break;
        int piece;
        size_t before = at, taken = step(r, text, i, &at, &piece);
        bool escaped = piece == 0 && at - before != taken;
        if (piece || escaped) {
            add_piece(r, parent, jb_str_slice(text, from, i), begin, before);
            begin = escaped ? before + 1 : at;
            from = escaped ? i : i + taken;
            r->is_escaped = escaped || piece == 1;
        }
        if (piece == 1)
            add_piece(r, parent, jb_str_slice(text, i, i + taken), before, at);
        i += taken;
    }
    add_piece(r, parent, jb_str_slice(text, from, text.len), begin, at);
    r->cursor = at;
}
