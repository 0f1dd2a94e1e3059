/* Walks a scalar's source and the parser's value of it side by side. The value has the
 * source's characters in order; only quotes, escapes, indents and line breaks differ,
 * and those are known from the style (YAML 1.2, chapters 7 and 8). Any mismatch ends
 * the walk and the value stands without places. */
#include "data/scalar.h"

#include "base/utf8.h"
#include "base/vec.h"

typedef struct walker {
    jb_str source; /* up to the scalar's end */
    size_t from;   /* next byte of source */
    jb_str value;
    size_t at;  /* next byte of value */
    char *text; /* at most as long as value */
    size_t len;
    bool is_linear; /* the last piece reaches to `from` */
    jb_scalar_style style;
    size_t indent; /* of a block */
    JB_VEC(jb_val_piece) pieces;
    jb_arena *into;
} walker;

size_t jb_scalar_break(jb_str bytes, size_t at)
{
    const unsigned char *byte = (const unsigned char *)bytes.at + at;
    size_t left = bytes.len - at;
    if (left == 0)
        return 0;
    if (byte[0] == '\r')
        return left > 1 && byte[1] == '\n' ? 2 : 1;
    if (byte[0] == '\n')
        return 1;
    if (left > 1 && byte[0] == 0xC2 && byte[1] == 0x85)
        return 2;
    bool is_separator = left > 2 && byte[0] == 0xE2 && byte[1] == 0x80 &&
                        (byte[2] == 0xA8 || byte[2] == 0xA9);
    return is_separator ? 3 : 0;
}

static bool is_blank(jb_str text, size_t at)
{
    return at < text.len && (text.at[at] == ' ' || text.at[at] == '\t');
}

static void skip_blanks(walker *walk)
{
    while (is_blank(walk->source, walk->from))
        walk->from++;
}

/* Takes `len` bytes of the value that stand for `width` bytes of the source. */
static bool take(walker *walk, size_t len, size_t width)
{
    if (len > walk->value.len - walk->at)
        return false;
    if (!walk->is_linear)
        jb_vec_push(walk->into, &walk->pieces,
                    (jb_val_piece){(uint32_t)walk->len, (uint32_t)walk->from});
    walk->is_linear = len == width;
    memcpy(walk->text + walk->len, walk->value.at + walk->at, len);
    walk->len += len;
    walk->at += len;
    walk->from += width;
    return true;
}

/* Takes bytes that are the same in both. */
static bool take_same(walker *walk, size_t len)
{
    if (len > walk->value.len - walk->at ||
        memcmp(walk->value.at + walk->at, walk->source.at + walk->from, len) != 0)
        return false;
    return len == 0 || take(walk, len, len);
}

enum { NOTATION_MAX = 700 /* bytes looked back at for where a notation begins */ };

static bool is_notation(uint32_t cp)
{
    return cp == '*' || cp == '_' || cp == '~' || cp == '`';
}

/* Where `what` last begins before `end`, SIZE_MAX when it does not nearby. */
static size_t begins_at(jb_str text, size_t end, const char *what)
{
    size_t len = strlen(what);
    size_t least = end > NOTATION_MAX ? end - NOTATION_MAX : 0;
    for (size_t at = end; at > least; at--)
        if (at - 1 + len <= end && memcmp(text.at + at - 1, what, len) == 0)
            return at - 1;
    return SIZE_MAX;
}

/* The end of what is shown before a notation's end: [text](address), [text]{attributes},
 * {text|annotation}, **text**. `end` itself when none ends there. */
static size_t shown_end(jb_str text, size_t end)
{
    char last = text.at[end - 1];
    size_t open = SIZE_MAX;
    if (is_notation((unsigned char)last))
        return end - 1;
    if (last == ')' || last == '}')
        open = begins_at(text, end, last == ')' ? "](" : "]{");
    size_t bar = last == '}' ? begins_at(text, end, "|") : SIZE_MAX;
    if (last == '}' && bar == SIZE_MAX)
        bar = begins_at(text, end, "\uff5c");
    if (bar != SIZE_MAX && (open == SIZE_MAX || bar > open))
        open = begins_at(text, bar, "{") == SIZE_MAX ? SIZE_MAX : bar;
    return open == SIZE_MAX || open == 0 ? end : open;
}

/* The character a reader sees last before the break, notation left out. */
static uint32_t shown_before(jb_str text)
{
    enum { NESTED = 16 };
    size_t end = text.len;
    for (int i = 0; i < NESTED && end > 0; i++) {
        size_t inner = shown_end(text, end);
        if (inner == end)
            break;
        end = inner;
    }
    return end ? jb_utf8_prev(text, &end) : 0;
}

/* The character a reader sees first behind it. */
static uint32_t shown_after(jb_str text, size_t at)
{
    while (at < text.len && (is_notation((unsigned char)text.at[at]) ||
                             text.at[at] == '[' || text.at[at] == '{'))
        at++;
    return at < text.len ? jb_utf8_next(text, &at) : 0;
}

/* Takes the space that a line break became, unless the two sides join. */
static bool take_fold(walker *walk)
{
    jb_str before = {walk->text, walk->len};
    size_t next = walk->at + 1;
    bool joins = walk->len > 0 && next < walk->value.len &&
                 jb_val_joins(shown_before(before), shown_after(walk->value, next));
    walk->is_linear = false;
    if (!joins)
        return take(walk, 1, 0);
    walk->at++;
    return true;
}

/* Takes the value's line feeds, at most `most` of them. */
static void take_feeds(walker *walk, size_t most)
{
    walk->is_linear = false;
    for (; most && walk->at < walk->value.len && walk->value.at[walk->at] == '\n';
         most--) {
        take(walk, 1, 0);
        walk->is_linear = false;
    }
}

/* Skips white space with its line breaks; returns how many there were. */
static size_t skip_breaks(walker *walk)
{
    size_t count = 0, width;
    skip_blanks(walk);
    while ((width = jb_scalar_break(walk->source, walk->from)) > 0) {
        walk->from += width;
        count++;
        skip_blanks(walk);
    }
    return count;
}

/* White space within a plain or quoted scalar: text, or a fold when a break is in it.
 */
static bool take_white(walker *walk)
{
    size_t begin = walk->from;
    size_t breaks = skip_breaks(walk);
    size_t behind = walk->from;
    walk->from = begin;
    if (breaks == 0)
        return take_same(walk, behind - begin);
    bool is_fold = breaks == 1 && walk->value.at[walk->at] == ' ';
    bool ok = true;
    if (is_fold)
        ok = take_fold(walk);
    else
        take_feeds(walk, breaks - 1);
    walk->from = behind;
    walk->is_linear = false;
    return ok;
}

static bool take_escape(walker *walk)
{
    size_t left = walk->source.len - walk->from;
    if (left < 2)
        return false;
    if (jb_scalar_break(walk->source, walk->from + 1)) {
        walk->from++;
        take_feeds(walk, skip_breaks(walk) - 1);
        return true;
    }
    char letter = walk->source.at[walk->from + 1];
    size_t width = letter == 'x' ? 4 : letter == 'u' ? 6 : letter == 'U' ? 10 : 2;
    size_t behind = walk->at;
    jb_utf8_next(walk->value, &behind);
    if (width > left)
        return false;
    walk->is_linear = false;
    bool ok = take(walk, behind - walk->at, width);
    walk->is_linear = false;
    return ok;
}

static bool walk_flow(walker *walk)
{
    while (walk->at < walk->value.len) {
        if (walk->from >= walk->source.len)
            return false;
        char byte = walk->source.at[walk->from];
        bool ok;
        if (is_blank(walk->source, walk->from) ||
            jb_scalar_break(walk->source, walk->from)) {
            ok = take_white(walk);
        } else if (byte == '\\' && walk->style == JB_SCALAR_DOUBLE) {
            ok = take_escape(walk);
        } else if (byte == '\'' && walk->style == JB_SCALAR_SINGLE) {
            walk->from++; /* the first of a pair */
            walk->is_linear = false;
            ok = walk->from < walk->source.len && take_same(walk, 1);
        } else {
            ok = take_same(walk, 1);
        }
        if (!ok)
            return false;
    }
    return true;
}

static size_t line_end(jb_str bytes, size_t at)
{
    while (at < bytes.len && !jb_scalar_break(bytes, at))
        at++;
    return at;
}

static size_t count_spaces(jb_str text, size_t at)
{
    size_t begin = at;
    while (at < text.len && text.at[at] == ' ')
        at++;
    return at - begin;
}

/* The block's indent: spaces of the first line with text, less those that the value
 * kept. Holds for indents found by the parser and for indents said in the header. */
static size_t block_indent(const walker *walk)
{
    size_t first = 0, from = walk->from;
    while (first < walk->value.len && walk->value.at[first] == '\n')
        first++;
    while (from < walk->source.len) {
        size_t spaces = count_spaces(walk->source, from);
        if (jb_scalar_break(walk->source, from + spaces) == 0) {
            size_t kept = count_spaces(walk->value, first);
            return spaces > kept ? spaces - kept : 0;
        }
        from += spaces + jb_scalar_break(walk->source, from + spaces);
    }
    return 0;
}

static void skip_indent(walker *walk)
{
    walk->from += JB_MIN(walk->indent, count_spaces(walk->source, walk->from));
}

/* Behind the breaks at `from`, with the blank lines between them; counts the breaks. */
static size_t behind_breaks(const walker *walk, size_t *count)
{
    size_t from = walk->from, width = jb_scalar_break(walk->source, from);
    for (*count = 0; width > 0; (*count)++) {
        from += width;
        size_t spaces = JB_MIN(walk->indent, count_spaces(walk->source, from));
        width = jb_scalar_break(walk->source, from + spaces);
        from += width ? spaces : 0;
    }
    return from;
}

/* The breaks between two lines of a folded block. */
static bool take_folded_break(walker *walk)
{
    size_t count, behind = behind_breaks(walk, &count);
    bool is_fold = count == 1 && walk->value.at[walk->at] == ' ';
    bool ok = true;
    if (is_fold)
        ok = take_fold(walk);
    else
        take_feeds(walk, count);
    walk->from = behind;
    walk->is_linear = false;
    return ok && count > 0;
}

static bool take_literal_break(walker *walk)
{
    size_t width = jb_scalar_break(walk->source, walk->from);
    if (width == 0)
        return false;
    /* The parser keeps LS and PS and makes every other break a line feed. */
    size_t len = width == 3 ? 3 : 1;
    bool ok = take(walk, len, width);
    walk->is_linear = false;
    return ok;
}

/* Goes to the block's first line; returns where its text begins. */
static size_t behind_header(walker *walk)
{
    walk->from = line_end(walk->source, walk->from);
    walk->from += jb_scalar_break(walk->source, walk->from);
    walk->indent = block_indent(walk);
    return walk->from + walk->indent;
}

static bool walk_block(walker *walk)
{
    while (walk->at < walk->value.len) {
        skip_indent(walk);
        walk->is_linear = false;
        if (!take_same(walk, line_end(walk->source, walk->from) - walk->from))
            return false;
        if (walk->at == walk->value.len)
            return true;
        bool is_folded = walk->style == JB_SCALAR_FOLDED;
        if (!(is_folded ? take_folded_break(walk) : take_literal_break(walk)))
            return false;
    }
    return true;
}

/* The text is the source's own bytes from `begin` on. */
static void share(jb_val *val, jb_str bytes, size_t begin, size_t len, jb_arena *into)
{
    val->text = jb_str_slice(bytes, begin, begin + len);
    if (val->is_verbatim)
        return;
    jb_val_piece *piece = JB_NEW(into, jb_val_piece);
    piece->source = (uint32_t)begin;
    val->pieces = piece;
    val->piece_count = 1;
}

/* The common case: one run of bytes, with or without quotes round it. */
static bool place_same(jb_val *val, jb_scalar_style style, jb_str bytes, jb_str value,
                       jb_arena *into)
{
    size_t quote = style == JB_SCALAR_PLAIN ? 0 : 1;
    if (value.len + 2 * quote != val->span.end - val->span.begin ||
        (value.len && memcmp(bytes.at + val->span.begin + quote, value.at, value.len)))
        return false;
    val->is_verbatim = quote == 0;
    share(val, bytes, val->span.begin + quote, value.len, into);
    return true;
}

/* A literal block of one line, as paragraphs are. */
static bool place_line(jb_val *val, walker *walk)
{
    size_t begin = behind_header(walk);
    jb_str line = jb_str_slice(walk->source, begin, begin + walk->value.len);
    if (walk->style != JB_SCALAR_LITERAL || !jb_str_equal(line, walk->value))
        return false;
    share(val, walk->source, begin, line.len, walk->into);
    return true;
}

void jb_scalar_place(jb_val *val, jb_scalar_style style, jb_str bytes, jb_str value,
                     jb_arena *into)
{
    bool is_block = style == JB_SCALAR_LITERAL || style == JB_SCALAR_FOLDED;
    if (!is_block && place_same(val, style, bytes, value, into))
        return;
    bool has_quotes = style == JB_SCALAR_SINGLE || style == JB_SCALAR_DOUBLE;
    walker walk = {.source = {bytes.at, is_block ? bytes.len : val->span.end},
                   .from = val->span.begin + (has_quotes ? 1 : 0),
                   .value = value,
                   .style = style,
                   .into = into};
    if (is_block && place_line(val, &walk))
        return;
    walk.text = jb_arena_alloc(into, value.len + 1);
    if (is_block ? walk_block(&walk) : walk_flow(&walk)) {
        val->text = (jb_str){walk.text, walk.len};
        val->pieces = walk.pieces.items;
        val->piece_count = walk.pieces.count;
        return;
    }
    val->text = (jb_str){jb_arena_strndup(into, value.at, value.len), value.len};
}
