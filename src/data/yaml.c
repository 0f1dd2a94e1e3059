/* From libyaml's events to the value tree. Only its parser is used: its document loader
 * takes duplicate keys and unlimited aliases. The tree is built on a stack of our own,
 * so no input can exhaust the C stack; aliases share the anchor's value and are counted
 * as if they were copied. libyaml counts places in characters; a table of every 64th
 * character's byte turns them into bytes. */
#include "data/yaml.h"

#include <yaml.h>

#include "base/map.h"
#include "base/ucd.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "data/packed.h"
#include "data/scalar.h"
#include "data/yaml_fault.h"

enum { STRIDE = 16 }; /* characters between two entries of the byte table */

/* A value that a name was given to. */
typedef struct anchor {
    const jb_val *val; /* NULL while it is being read */
    size_t nodes;      /* of its whole tree, aliases expanded */
    int height;        /* levels of lists and maps in it */
    bool is_used;      /* by an alias */
    jb_span span;      /* of the name */
} anchor;

/* A list or map that is being read. */
typedef struct level {
    jb_val *val;
    JB_VEC(const jb_val *) items;
    JB_VEC(jb_val_pair) pairs;
    jb_map keys; /* key to its index in pairs + 1, in `value` */
    bool has_key;
    jb_str key;
    jb_span key_span;
    anchor *anchor;
    size_t nodes_before;
    int height; /* of the highest child */
    size_t end; /* of the last child */
} level;

typedef struct reader {
    yaml_parser_t parser;
    jb_sources *sources;
    uint32_t source;
    jb_str bytes;      /* the whole source */
    size_t begin, end; /* of the YAML text in it */
    uint32_t *offsets; /* of every STRIDE-th character from begin */
    size_t character_count;
    jb_arena scratch;
    jb_arena *into;
    jb_diag *diag;
    level frames[JB_YAML_DEPTH_MAX];
    int depth;
    jb_map anchors;
    size_t anchor_count;
    size_t written; /* nodes as written */
    size_t nodes;   /* nodes with aliases expanded */
    jb_span alias;  /* the alias that stands for most */
    size_t alias_nodes;
    const jb_val *root;
    bool has_document;
    bool is_over; /* a limit on the values was met */
} reader;

static jb_span span_of(const reader *in, size_t begin, size_t end)
{
    return (jb_span){in->source, (uint32_t)begin, (uint32_t)end};
}

/* NUL would cut the text, and the rest has no place in a text; libyaml refuses them
 * too, but names no place. */
static bool is_refused(uint32_t cp)
{
    if (cp < 0x20)
        return cp != '\t' && cp != '\n' && cp != '\r';
    return (cp >= 0x7F && cp < 0xA0 && cp != 0x85) || cp == 0xFFFE || cp == 0xFFFF;
}

/* Whether a whole stride of bytes are ASCII that may stand in YAML; without branches, so
 * that compilers take all of them at once. */
static bool is_plain_stride(const char *at)
{
    bool is_plain = true;
    for (int i = 0; i < STRIDE; i++)
        is_plain &= (unsigned char)(at[i] - 0x20) < 0x5F || at[i] == '\n';
    return is_plain;
}

/* Checks every character and notes the byte offsets on the way. */
static bool scan_characters(reader *in)
{
    jb_str text = jb_str_slice(in->bytes, 0, in->end);
    in->offsets = JB_NEWS(&in->scratch, uint32_t, (in->end - in->begin) / STRIDE + 2);
    for (size_t at = in->begin, next; at < in->end; at = next, in->character_count++) {
        if (in->character_count % STRIDE == 0) {
            in->offsets[in->character_count / STRIDE] = (uint32_t)at;
            if (in->end - at > STRIDE && is_plain_stride(text.at + at)) {
                next = at + STRIDE;
                in->character_count += STRIDE - 1;
                continue;
            }
        }
        next = at;
        uint32_t cp = jb_utf8_next(text, &next);
        char shown[16];
        if (cp == JB_UTF8_REPLACEMENT && next - at == 1) {
            snprintf(shown, sizeof shown, "%02X", (unsigned char)text.at[at]);
            jb_diag_add(in->diag, JB_DIAG_YAML_UTF8, span_of(in, at, next), shown);
            return false;
        }
        if (is_refused(cp)) {
            snprintf(shown, sizeof shown, "U+%04X", (unsigned)cp);
            jb_diag_add(in->diag, JB_DIAG_YAML_CONTROL, span_of(in, at, next), shown);
            return false;
        }
    }
    return true;
}

/* The byte offset in the source of libyaml's character index. */
static size_t byte_of(const reader *in, yaml_mark_t mark)
{
    if (mark.index >= in->character_count)
        return in->end;
    const uint32_t *offset = &in->offsets[mark.index / STRIDE];
    size_t at = *offset, left = mark.index % STRIDE;
    if (mark.index - left + STRIDE < in->character_count && offset[1] - at == STRIDE)
        return at + left; /* a byte a character */
    for (; left; left--)
        while (((unsigned char)in->bytes.at[++at] & 0xC0) == 0x80)
            ; /* the text is well-formed */
    return at;
}

static void limit_fault(reader *in, jb_diag_id limit, jb_span span, int most)
{
    char number[16];
    snprintf(number, sizeof number, "%d", most);
    jb_diag_add(in->diag, limit, span, number);
}

/* Counts a value; false when there are too many. */
static bool count_nodes(reader *in, jb_span span, size_t nodes)
{
    in->nodes += nodes;
    if (in->nodes <= JB_YAML_NODES_MAX)
        return true;
    if (in->nodes > in->written * JB_YAML_EXPANSION_MAX)
        limit_fault(in, JB_DIAG_YAML_EXPANSION, in->alias, JB_YAML_EXPANSION_MAX);
    else
        limit_fault(in, JB_DIAG_YAML_VALUES, span, JB_YAML_NODES_MAX);
    in->is_over = true;
    return false;
}

static bool open_anchor(reader *in, const char *name, jb_span span, anchor **out)
{
    *out = NULL;
    if (!name)
        return true;
    if (++in->anchor_count > JB_YAML_ANCHORS_MAX) {
        limit_fault(in, JB_DIAG_YAML_ANCHORS, span, JB_YAML_ANCHORS_MAX);
        return false;
    }
    jb_str key = {jb_arena_strndup(&in->scratch, name, strlen(name)), strlen(name)};
    jb_map_entry *entry = jb_map_put(&in->scratch, &in->anchors, key);
    *out = entry->pointer = JB_NEW(&in->scratch, anchor);
    (*out)->span = span;
    return true;
}

static void close_anchor(anchor *named, const jb_val *val, size_t nodes, int height)
{
    if (!named)
        return;
    named->val = val;
    named->nodes = nodes;
    named->height = height;
}

/* A key of the map: remembered until its value comes. */
static void take_key(reader *in, level *frame, const jb_val *val)
{
    frame->has_key = true;
    frame->key = val->text;
    frame->key_span = val->span;
    if (val->kind == JB_VAL_SCALAR && !val->is_quoted &&
        jb_str_starts(val->text, "\xE3\x80\x80")) /* U+3000 */
        jb_diag_add(in->diag, JB_DIAG_YAML_WIDE_SPACE,
                    span_of(in, val->span.begin, val->span.begin + 3));
    if (val->kind != JB_VAL_SCALAR) {
        jb_diag_add(in->diag, JB_DIAG_YAML_KEY_NOT_TEXT, val->span);
        frame->key = JB_STR("?");
    } else if (jb_str_is(val->text, "<<") && !val->is_quoted) {
        jb_diag_add(in->diag, JB_DIAG_YAML_MERGE, val->span);
    }
}

static void take_pair(reader *in, level *frame, const jb_val *val)
{
    frame->has_key = false;
    jb_map_entry *entry = jb_map_put(&in->scratch, &frame->keys, frame->key);
    if (entry->value) {
        const jb_val_pair *first = &frame->pairs.items[entry->value - 1];
        char *key = jb_str_dup(&in->scratch, frame->key);
        char line[16];
        snprintf(line, sizeof line, "%u",
                 jb_source_place(in->sources, first->key_span).line);
        jb_diag_add(in->diag, JB_DIAG_YAML_DUPLICATE, frame->key_span, key, line);
        return;
    }
    jb_vec_push(&in->scratch, &frame->pairs,
                (jb_val_pair){frame->key, frame->key_span, val});
    entry->value = frame->pairs.count;
}

/* Puts a finished value where it belongs. end: of it as written here. */
static void attach(reader *in, const jb_val *val, int height, size_t end)
{
    if (in->depth == 0) {
        in->root = val;
        return;
    }
    level *frame = &in->frames[in->depth - 1];
    frame->height = JB_MAX(frame->height, height);
    frame->end = JB_MAX(frame->end, end);
    if (frame->val->kind == JB_VAL_LIST)
        jb_vec_push(&in->scratch, &frame->items, val);
    else if (frame->has_key)
        take_pair(in, frame, val);
    else
        take_key(in, frame, val);
}

/* Where the value itself begins behind its anchor and tag. */
static size_t skip_properties(const reader *in, size_t at, size_t end)
{
    while (at < end && (in->bytes.at[at] == '&' || in->bytes.at[at] == '!')) {
        while (at < end && !strchr(" \t\r\n", in->bytes.at[at]))
            at++;
        while (at < end && strchr(" \t\r\n", in->bytes.at[at]))
            at++;
    }
    return at;
}

static bool is_null_text(jb_str text)
{
    return text.len == 0 || jb_str_is(text, "~") || jb_str_is(text, "null") ||
           jb_str_is(text, "Null") || jb_str_is(text, "NULL");
}

/* `rank #1`: what looks like the text's end is a comment, unless a space follows it. */
static void warn_lost_text(reader *in, const jb_val *val)
{
    size_t at = val->span.end, end = in->end;
    while (at < end && (in->bytes.at[at] == ' ' || in->bytes.at[at] == '\t'))
        at++;
    bool is_lost = at + 1 < end && at > val->span.end && in->bytes.at[at] == '#' &&
                   !strchr(" \t\r\n#!", in->bytes.at[at + 1]);
    if (!is_lost)
        return;
    size_t stop = at;
    while (stop < end && !strchr("\r\n", in->bytes.at[stop]))
        stop++;
    char *lost =
        jb_str_dup(&in->scratch, jb_str_slice(in->bytes, at, JB_MIN(stop, at + 60)));
    jb_diag_add(in->diag, JB_DIAG_YAML_COMMENT, span_of(in, at, stop), lost);
}

static void warn_tag(reader *in, const yaml_char_t *tag, jb_span span)
{
    const char *text = (const char *)tag;
    if (text && strcmp(text, "!") != 0 && strncmp(text, "tag:yaml.org,2002:", 18) != 0)
        jb_diag_add(in->diag, JB_DIAG_YAML_TAG, span, text);
}

static jb_scalar_style style_of(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return JB_SCALAR_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return JB_SCALAR_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
        return JB_SCALAR_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return JB_SCALAR_FOLDED;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
        break;
    }
    return JB_SCALAR_PLAIN;
}

/* Escapes can name what the source itself may not hold. */
static void check_escapes(reader *in, const jb_val *val, jb_str value)
{
    for (size_t at = 0; at < value.len;) {
        uint32_t cp = jb_utf8_next(value, &at);
        if (is_refused(cp)) {
            char shown[16];
            snprintf(shown, sizeof shown, "U+%04X", (unsigned)cp);
            jb_diag_add(in->diag, JB_DIAG_YAML_CONTROL, val->span, shown);
            return;
        }
    }
}

static bool read_scalar(reader *in, const yaml_event_t *event)
{
    jb_str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    size_t end = byte_of(in, event->end_mark);
    size_t begin = skip_properties(in, byte_of(in, event->start_mark), end);
    jb_scalar_style style = style_of(event->data.scalar.style);
    jb_val *val = JB_NEW(in->into, jb_val);
    val->kind = JB_VAL_SCALAR;
    val->is_quoted = style == JB_SCALAR_SINGLE || style == JB_SCALAR_DOUBLE;
    val->is_literal = style == JB_SCALAR_LITERAL || style == JB_SCALAR_FOLDED;
    while (val->is_literal && end > begin && strchr(" \t\r\n", in->bytes.at[end - 1]))
        end--;
    val->span = span_of(in, begin, end);
    val->is_null = style == JB_SCALAR_PLAIN && is_null_text(value);
    if (value.len > JB_YAML_SCALAR_MAX) {
        limit_fault(in, JB_DIAG_YAML_TEXT_SIZE, val->span, JB_YAML_SCALAR_MAX >> 20);
        return false;
    }
    in->written++;
    anchor *named;
    if (!count_nodes(in, val->span, 1) ||
        !open_anchor(in, (const char *)event->data.scalar.anchor, val->span, &named))
        return false;
    warn_tag(in, event->data.scalar.tag, val->span);
    jb_scalar_place(val, style, jb_str_slice(in->bytes, 0, in->end), value, in->into);
    if (style == JB_SCALAR_DOUBLE)
        check_escapes(in, val, value);
    if (style == JB_SCALAR_PLAIN)
        warn_lost_text(in, val);
    close_anchor(named, val, 1, 0);
    attach(in, val, 0, end);
    return true;
}

static bool open_frame(reader *in, const yaml_event_t *event)
{
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    size_t begin = byte_of(in, event->start_mark), end = byte_of(in, event->end_mark);
    jb_span span = span_of(in, begin, JB_MAX(end, begin));
    if (in->depth == JB_YAML_DEPTH_MAX) {
        limit_fault(in, JB_DIAG_YAML_DEPTH, span, JB_YAML_DEPTH_MAX);
        return false;
    }
    const yaml_char_t *name =
        is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    level *frame = &in->frames[in->depth];
    memset(frame, 0, sizeof *frame);
    frame->nodes_before = in->nodes;
    in->written++;
    if (!count_nodes(in, span, 1) ||
        !open_anchor(in, (const char *)name, span, &frame->anchor))
        return false;
    warn_tag(in,
             is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag,
             span);
    frame->val = JB_NEW(in->into, jb_val);
    frame->val->kind = is_map ? JB_VAL_MAP : JB_VAL_LIST;
    frame->val->span = span;
    frame->end = span.end;
    in->depth++;
    return true;
}

static void *copy_of(jb_arena *into, const void *items, size_t count, size_t size)
{
    void *copy = jb_arena_array(into, count, size);
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

/* A list in brackets of one unquoted text with a full-width comma in it was meant to be a
 * list of several. */
static void warn_wide_comma(reader *in, const jb_val *list)
{
    static const char comma[] = "\uff0c";
    const jb_val *only = list->count == 1 ? list->items[0] : NULL;
    if (!only || only->kind != JB_VAL_SCALAR || only->is_quoted || only->is_literal)
        return;
    jb_str text = jb_str_slice(in->bytes, only->span.begin, only->span.end);
    size_t at = jb_str_find(text, comma);
    if (at < text.len)
        jb_diag_add(in->diag, JB_DIAG_YAML_WIDE_COMMA,
                    span_of(in, only->span.begin + at,
                            only->span.begin + at + sizeof comma - 1));
}

static void close_frame(reader *in, const yaml_event_t *event)
{
    level *frame = &in->frames[--in->depth];
    jb_val *val = frame->val;
    size_t end = byte_of(in, event->end_mark);
    bool is_flow = end > 0 && end > val->span.begin &&
                   byte_of(in, event->start_mark) + 1 == end &&
                   (in->bytes.at[end - 1] == ']' || in->bytes.at[end - 1] == '}');
    val->span.end = (uint32_t)(is_flow ? end : frame->end);
    if (val->kind == JB_VAL_MAP) {
        val->count = frame->pairs.count;
        val->pairs =
            copy_of(in->into, frame->pairs.items, val->count, sizeof *val->pairs);
    } else {
        val->count = frame->items.count;
        val->items =
            copy_of(in->into, frame->items.items, val->count, sizeof *val->items);
        if (is_flow)
            warn_wide_comma(in, val);
    }
    close_anchor(frame->anchor, val, in->nodes - frame->nodes_before,
                 frame->height + 1);
    attach(in, val, frame->height + 1, val->span.end);
}

static bool read_alias(reader *in, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    jb_span span =
        span_of(in, byte_of(in, event->start_mark), byte_of(in, event->end_mark));
    jb_map_entry *entry = jb_map_find(&in->anchors, jb_str_of(name));
    anchor *named = entry ? entry->pointer : NULL;
    if (!named || !named->val) {
        char *shown = jb_arena_printf(&in->scratch, "*%s", name);
        jb_diag_add(in->diag, JB_DIAG_YAML_ALIAS_TEXT, span, shown);
        return false;
    }
    named->is_used = true;
    in->written++;
    if (in->depth + named->height > JB_YAML_DEPTH_MAX) {
        limit_fault(in, JB_DIAG_YAML_DEPTH, span, JB_YAML_DEPTH_MAX);
        return false;
    }
    if (named->nodes > in->alias_nodes) {
        in->alias_nodes = named->nodes;
        in->alias = span;
    }
    if (!count_nodes(in, span, named->nodes))
        return false;
    attach(in, named->val, named->height, span.end);
    return true;
}

static bool open_document(reader *in, const yaml_event_t *event)
{
    if (in->has_document) {
        size_t begin = byte_of(in, event->start_mark);
        jb_diag_add(in->diag, JB_DIAG_YAML_SECOND_DOCUMENT,
                    span_of(in, begin, JB_MAX(begin, byte_of(in, event->end_mark))));
        return false;
    }
    in->has_document = true;
    return true;
}

/* One event; false ends the reading. */
static bool take_event(reader *in, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return open_document(in, event);
    case YAML_SCALAR_EVENT:
        return read_scalar(in, event);
    case YAML_ALIAS_EVENT:
        return read_alias(in, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return open_frame(in, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_frame(in, event);
        return true;
    case YAML_STREAM_END_EVENT:
        return false;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return true;
}

static void explain_failure(reader *in)
{
    const yaml_parser_t *parser = &in->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        jb_base_out_of_memory(0);
    jb_yaml_fault fault = {
        parser->problem ? parser->problem : "", parser->context ? parser->context : "",
        byte_of(in, parser->problem_mark), byte_of(in, parser->context_mark)};
    jb_yaml_fault_explain(&fault, in->source, in->bytes, in->begin, in->end, in->diag);
}

static void read_events(reader *in)
{
    bool goes_on = true;
    while (goes_on) {
        yaml_event_t event;
        if (!yaml_parser_parse(&in->parser, &event)) {
            explain_failure(in);
            return;
        }
        goes_on = take_event(in, &event);
        yaml_event_delete(&event);
    }
}

/* "&AI" before a text is a name for it, and so no part of it. */
static void warn_anchors(reader *in)
{
    for (size_t i = 0; i < in->anchors.count; i++) {
        const anchor *named = in->anchors.entries[i].pointer;
        if (!named->is_used && named->val && named->val->kind == JB_VAL_SCALAR)
            jb_diag_add(in->diag, JB_DIAG_YAML_ANCHOR, named->span,
                        jb_str_dup(&in->scratch, in->anchors.entries[i].text));
    }
}

/* What can only be judged when all is read. */
static void check_whole(reader *in)
{
    if (!in->is_over && in->nodes > in->written * JB_YAML_EXPANSION_MAX)
        limit_fault(in, JB_DIAG_YAML_EXPANSION, in->alias, JB_YAML_EXPANSION_MAX);
    warn_anchors(in);
    if (!in->root || in->root->kind != JB_VAL_SCALAR || in->root->is_quoted)
        return;
    size_t colon =
        jb_yaml_fault_wide_colon(in->bytes, in->begin, in->end, in->root->span.begin);
    if (colon != SIZE_MAX)
        jb_diag_add(in->diag, JB_DIAG_YAML_WIDE_COLON, span_of(in, colon, colon + 3),
                    "");
    size_t tight =
        jb_yaml_fault_tight_colon(in->bytes, in->begin, in->end, in->root->span.begin);
    if (colon == SIZE_MAX && tight != SIZE_MAX)
        jb_diag_add(in->diag, JB_DIAG_YAML_TIGHT_COLON, span_of(in, tight, tight + 1),
                    "");
}

static const jb_val *empty_map(const reader *in)
{
    jb_val *val = JB_NEW(in->into, jb_val);
    val->kind = JB_VAL_MAP;
    val->span = span_of(in, in->begin, in->begin);
    return val;
}

const jb_val *jb_yaml_read(jb_sources *sources, uint32_t source, size_t begin,
                           size_t end, jb_arena *into, jb_diag *diag)
{
    reader in = {.sources = sources, .source = source, .into = into, .diag = diag};
    size_t errors = jb_diag_count(diag, JB_SEVERITY_ERROR);
    in.bytes = jb_source_bytes(sources, source);
    in.end = JB_MIN(end, in.bytes.len);
    in.begin = JB_MIN(begin, in.end);
    const jb_packed *packed = jb_packed_find(jb_str_slice(in.bytes, in.begin, in.end));
    if (packed && in.begin == 0)
        return jb_packed_read(packed, source, into);
    if (jb_str_starts(jb_str_slice(in.bytes, in.begin, in.end), "\xEF\xBB\xBF"))
        in.begin += 3; /* byte order mark */
    if (scan_characters(&in)) {
        if (!yaml_parser_initialize(&in.parser))
            jb_base_out_of_memory(0);
        yaml_parser_set_encoding(&in.parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&in.parser,
                                     (const unsigned char *)in.bytes.at + in.begin,
                                     in.end - in.begin);
        read_events(&in);
        check_whole(&in);
        yaml_parser_delete(&in.parser);
    }
    jb_arena_fini(&in.scratch);
    if (jb_diag_count(diag, JB_SEVERITY_ERROR) > errors)
        return NULL;
    return in.root && !(in.root->kind == JB_VAL_SCALAR && in.root->is_null)
               ? in.root
               : empty_map(&in);
}
