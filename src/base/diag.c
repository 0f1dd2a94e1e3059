/* Diagnostics: collects messages, keeps each once, and writes them for people (text
 * with the source line and a caret) or for programs (JSON lines). Texts of untrusted
 * files pass through it, so nothing that could steer a terminal is written as it is. */
#include "base/diag.h"

#include <stdarg.h>

#include "base/map.h"
#include "base/ucd.h"
#include "base/utf8.h"
#include "base/vec.h"

enum {
    MOST_ARGS = 4,
    MOST_OF_ONE_ID = 1000,
    LONGEST_ARG = 4096,  /* bytes; a path may be this long */
    COLUMNS_BEFORE = 60, /* of a source line, kept before the place */
    COLUMNS_SHOWN = 100, /* of a source line, in all */
    INDENT = 4
};

typedef struct diag_entry {
    const char *id;
    const char *text[2]; /* by jb_messages */
    const char *hint[2];
    const char *why[2];
    jb_severity severity;
    int args;
} diag_entry;

static const diag_entry entries[] = {
#define JB_DIAG(name, id, severity, args, en, zh, hint_en, hint_zh, why_en, why_zh)    \
    {id, {en, zh}, {hint_en, hint_zh}, {why_en, why_zh}, JB_SEVERITY_##severity, args},
#include "base/messages/all.def"
#undef JB_DIAG
};

typedef enum diag_word {
#define JB_DIAG_WORD(name, en, zh) WORD_##name,
#include "base/messages/words.def"
#undef JB_DIAG_WORD
} diag_word;

static const char *const words[][2] = {
#define JB_DIAG_WORD(name, en, zh) {en, zh},
#include "base/messages/words.def"
#undef JB_DIAG_WORD
};

static const char *const severity_ids[] = {"note", "warning", "error"};

typedef struct diag_item {
    jb_diag_id id;
    jb_span span;
    size_t order; /* of arrival, to keep sorting stable */
    const char *args[MOST_ARGS];
} diag_item;

struct jb_diag {
    jb_arena *arena;
    JB_VEC(diag_item) items;
    jb_map seen; /* id, span and arguments as bytes */
    size_t counts[JB_DIAG_COUNT];
    size_t severities[3];
    jb_severity least; /* written */
};

/* How the lines of one jb_diag_write call are written. */
typedef struct diag_pen {
    jb_buf *into;
    jb_messages language;
    bool colour;
} diag_pen;

jb_diag *jb_diag_new(jb_arena *arena)
{
    jb_diag *diag = JB_NEW(arena, jb_diag);
    diag->arena = arena;
    return diag;
}

/* At most LONGEST_ARG bytes, cut between characters. */
static jb_str cut_arg(const char *text)
{
    jb_str arg = jb_str_of(text ? text : "");
    if (arg.len <= LONGEST_ARG)
        return arg;
    arg.len = LONGEST_ARG;
    while (arg.len && ((unsigned char)arg.at[arg.len] & 0xC0) == 0x80)
        arg.len--;
    return arg;
}

static bool is_seen(const jb_diag *diag, const jb_buf *key)
{
    return jb_map_find(&diag->seen, jb_buf_str(key)) != NULL;
}

static void keep(jb_diag *diag, diag_item *added, const jb_str *args, const jb_buf *key)
{
    jb_str bytes = jb_buf_str(key);
    bytes.at = jb_arena_strndup(diag->arena, bytes.at, bytes.len);
    jb_map_put(diag->arena, &diag->seen, bytes);
    for (int i = 0; i < MOST_ARGS; i++)
        added->args[i] = jb_str_dup(diag->arena, args[i]);
    jb_vec_push(diag->arena, &diag->items, *added);
}

void jb_diag_add(jb_diag *diag, jb_diag_id id, jb_span span, ...)
{
    JB_MUST((unsigned)id < JB_DIAG_COUNT, "unknown message");
    jb_str args[MOST_ARGS] = {{NULL, 0}};
    jb_buf key = {0};
    jb_buf_put(&key, &id, sizeof id);
    jb_buf_put(&key, &span, sizeof span);
    va_list list;
    va_start(list, span);
    for (int i = 0; i < entries[id].args && i < MOST_ARGS; i++) {
        args[i] = cut_arg(va_arg(list, const char *));
        jb_buf_put_str(&key, args[i]);
        jb_buf_putc(&key, '\0');
    }
    va_end(list);
    if (!is_seen(diag, &key)) {
        diag_item added = {.id = id, .span = span, .order = diag->items.count};
        if (diag->counts[id] < MOST_OF_ONE_ID)
            keep(diag, &added, args, &key);
        diag->counts[id]++;
        diag->severities[entries[id].severity]++;
    }
    jb_buf_fini(&key);
}

void jb_diag_take(jb_diag *diag, const jb_diag *from)
{
    size_t taken[JB_DIAG_COUNT] = {0};
    for (size_t i = 0; i < from->items.count; i++) {
        const diag_item *item = &from->items.items[i];
        jb_diag_add(diag, item->id, item->span, item->args[0], item->args[1],
                    item->args[2], item->args[3]);
        taken[item->id]++;
    }
    for (size_t id = 0; id < JB_DIAG_COUNT; id++) {
        diag->counts[id] += from->counts[id] - taken[id];
        diag->severities[entries[id].severity] += from->counts[id] - taken[id];
    }
}

void jb_diag_set_least(jb_diag *diag, jb_severity least)
{
    diag->least = least;
}

size_t jb_diag_count(const jb_diag *diag, jb_severity severity)
{
    return diag->severities[severity];
}

bool jb_diag_failed(const jb_diag *diag)
{
    return diag->severities[JB_SEVERITY_ERROR] > 0;
}

size_t jb_diag_count_id(const jb_diag *diag, jb_diag_id id)
{
    return diag->counts[id];
}

jb_diag_id jb_diag_find(jb_str id)
{
    for (size_t i = 0; i < JB_COUNT(entries); i++)
        if (jb_str_is(id, entries[i].id))
            return (jb_diag_id)i;
    return JB_DIAG_COUNT;
}

const char *jb_diag_id_text(jb_diag_id id)
{
    return entries[id].id;
}

jb_severity jb_diag_severity(jb_diag_id id)
{
    return entries[id].severity;
}

/* A stand-in of one column: the picture of a C0 control (U+2400...), else U+FFFD. */
static uint32_t stand_in(uint32_t cp)
{
    if (cp == '\t')
        return ' ';
    if (cp < 0x20)
        return 0x2400 + cp;
    return cp == 0x7F ? 0x2421 : JB_UTF8_REPLACEMENT;
}

static uint32_t shown(uint32_t cp)
{
    return jb_ucd_is_steering(cp) ? stand_in(cp) : cp;
}

static void put_safe(jb_buf *into, jb_str text)
{
    for (size_t at = 0; at < text.len;)
        jb_buf_put_cp(into, shown(jb_utf8_next(text, &at)));
}

/* The text with %1 to %4 replaced; args NULL puts an ellipsis for each. */
/* An argument, or its form in the language when it has two. */
static jb_str in_language(const char *arg, jb_messages language)
{
    jb_str text = jb_str_of(arg ? arg : "");
    size_t bar = jb_str_find(text, "\x1F");
    if (bar == text.len)
        return text;
    return language == JB_MESSAGES_EN ? jb_str_slice(text, 0, bar)
                                      : jb_str_slice(text, bar + 1, text.len);
}

static void fill(jb_buf *into, const char *format, jb_messages language,
                 const char *const *args)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    for (const char *at = format; *at; at++) {
        bool is_arg = at[0] == '%' && at[1] >= '1' && at[1] <= '0' + MOST_ARGS;
        if (is_arg) {
            const char *arg = args ? args[at[1] - '1'] : ellipsis;
            jb_buf_put_str(into, in_language(arg, language));
            at++;
        } else {
            jb_buf_putc(into, *at);
        }
    }
}

/* Whether a hint has a text and every argument it names is there. */
static bool has_hint(const char *hint, const char *const *args)
{
    for (const char *at = hint; *at; at++)
        if (at[0] == '%' && at[1] >= '1' && at[1] <= '0' + MOST_ARGS &&
            (!args[at[1] - '1'] || !*args[at[1] - '1']))
            return false;
    return *hint != '\0';
}

static void put_colour(const diag_pen *pen, const char *code)
{
    if (pen->colour)
        jb_buf_printf(pen->into, "\033[%sm", code);
}

static void put_word(const diag_pen *pen, diag_word which, const char *code)
{
    put_colour(pen, code);
    jb_buf_puts(pen->into, words[which][pen->language]);
    put_colour(pen, "0");
}

static void put_severity(const diag_pen *pen, jb_severity severity)
{
    static const struct {
        diag_word word;
        const char *code; /* bold cyan, magenta, red */
    } looks[] = {{WORD_NOTE, "1;36"}, {WORD_WARNING, "1;35"}, {WORD_ERROR, "1;31"}};
    put_word(pen, looks[severity].word, looks[severity].code);
}

/* Steps back from `offset` over at most COLUMNS_BEFORE columns; bounded in characters
 * too, since some have no width. */
static size_t window_start(jb_str line, size_t offset)
{
    size_t start = offset;
    int columns = 0;
    for (int steps = 0; start > 0 && steps < 2 * COLUMNS_BEFORE; steps++) {
        size_t before = start;
        columns += jb_ucd_width(shown(jb_utf8_prev(line, &before)));
        if (columns > COLUMNS_BEFORE)
            break;
        start = before;
    }
    return start;
}

static void put_carets(const diag_pen *pen, int indent, int width)
{
    jb_buf_printf(pen->into, "%*s", indent, "");
    put_colour(pen, "1;32");
    jb_buf_putc(pen->into, '^');
    for (int i = 1; i < width; i++)
        jb_buf_putc(pen->into, '~');
    put_colour(pen, "0");
    jb_buf_putc(pen->into, '\n');
}

/* The source line, cut to a window around the place, and the caret below it. */
static void put_excerpt(const diag_pen *pen, const jb_place *place, jb_span span)
{
    size_t from = JB_MIN(place->offset, place->text.len);
    size_t len = span.end > span.begin ? span.end - span.begin : 0;
    size_t to = JB_MIN(from + len, place->text.len);
    size_t at = window_start(place->text, from);
    int columns = 0, caret = 0, width = 0, steps = 0;
    jb_buf_printf(pen->into, "%*s", INDENT, "");
    if (at > 0) {
        jb_buf_put_cp(pen->into, 0x2026); /* horizontal ellipsis */
        columns = caret = 1;
    }
    while (at < place->text.len && columns < COLUMNS_SHOWN &&
           steps++ < 4 * COLUMNS_SHOWN) {
        size_t begin = at;
        uint32_t cp = shown(jb_utf8_next(place->text, &at));
        int wide = jb_ucd_width(cp);
        jb_buf_put_cp(pen->into, cp);
        columns += wide;
        caret += begin < from ? wide : 0;
        width += begin >= from && begin < to ? wide : 0;
    }
    if (at < place->text.len)
        jb_buf_put_cp(pen->into, 0x2026); /* horizontal ellipsis */
    jb_buf_putc(pen->into, '\n');
    put_carets(pen, INDENT + caret, width);
}

static void put_text_item(const diag_pen *pen, const diag_item *item,
                          jb_sources *sources)
{
    const diag_entry *entry = &entries[item->id];
    jb_place place = jb_source_place(sources, item->span);
    if (place.line) {
        put_colour(pen, "1");
        put_safe(pen->into, jb_str_of(place.path));
        jb_buf_printf(pen->into, ":%u:%u: ", place.line, place.column);
        put_colour(pen, "0");
    }
    put_severity(pen, entry->severity);
    jb_buf text = {0};
    fill(&text, entry->text[pen->language], pen->language, item->args);
    put_safe(pen->into, jb_buf_str(&text));
    jb_buf_printf(pen->into, " [%s]\n", entry->id);
    if (place.line)
        put_excerpt(pen, &place, item->span);
    if (has_hint(entry->hint[pen->language], item->args)) {
        put_word(pen, WORD_HINT, "1;36");
        jb_buf_clear(&text);
        fill(&text, entry->hint[pen->language], pen->language, item->args);
        put_safe(pen->into, jb_buf_str(&text));
        jb_buf_putc(pen->into, '\n');
    }
    jb_buf_fini(&text);
}

static void put_json_filled(const diag_pen *pen, const char *key, const char *format,
                            const char *const *args)
{
    jb_buf text = {0};
    fill(&text, format, pen->language, args);
    jb_buf_printf(pen->into, ",\"%s\":", key);
    jb_buf_put_json(pen->into, jb_buf_str(&text));
    jb_buf_fini(&text);
}

static void put_json_item(const diag_pen *pen, const diag_item *item,
                          jb_sources *sources)
{
    const diag_entry *entry = &entries[item->id];
    jb_place place = jb_source_place(sources, item->span);
    jb_buf_printf(pen->into, "{\"id\":\"%s\",\"severity\":\"%s\"", entry->id,
                  severity_ids[entry->severity]);
    if (place.line) {
        jb_buf_puts(pen->into, ",\"path\":");
        jb_buf_put_json(pen->into, jb_str_of(place.path));
        jb_buf_printf(pen->into, ",\"line\":%u,\"column\":%u,\"begin\":%u,\"end\":%u",
                      place.line, place.column, item->span.begin, item->span.end);
    }
    put_json_filled(pen, "message", entry->text[pen->language], item->args);
    if (has_hint(entry->hint[pen->language], item->args))
        put_json_filled(pen, "hint", entry->hint[pen->language], item->args);
    jb_buf_puts(pen->into, "}\n");
}

/* The line that stands for the items of an id that were counted, not kept. */
static void put_rest(const diag_pen *pen, jb_diag_id id, jb_diag_form form, size_t rest)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", rest);
    const char *const args[MOST_ARGS] = {number};
    if (form == JB_DIAG_JSON) {
        jb_buf_printf(pen->into, "{\"id\":\"%s\",\"severity\":\"%s\",\"more\":%s",
                      entries[id].id, severity_ids[entries[id].severity], number);
        put_json_filled(pen, "message", words[WORD_MORE][pen->language], args);
        jb_buf_puts(pen->into, "}\n");
        return;
    }
    put_severity(pen, entries[id].severity);
    fill(pen->into, words[WORD_MORE][pen->language], pen->language, args);
    jb_buf_printf(pen->into, " [%s]\n", entries[id].id);
}

static int by_place(const void *left, const void *right)
{
    const diag_item *a = *(const diag_item *const *)left;
    const diag_item *b = *(const diag_item *const *)right;
    if (a->span.source != b->span.source)
        return a->span.source < b->span.source ? -1 : 1;
    if (a->span.begin != b->span.begin)
        return a->span.begin < b->span.begin ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

bool jb_diag_first(const jb_diag *diag, jb_sources *sources, jb_messages language,
                   jb_arena *into, jb_diag_cause *out)
{
    for (size_t i = 0; i < diag->items.count; i++) {
        const diag_item *item = &diag->items.items[i];
        const diag_entry *entry = &entries[item->id];
        if (entry->severity != JB_SEVERITY_ERROR)
            continue;
        jb_buf text = {0}, plain = {0};
        fill(&text, entry->text[language], language, item->args);
        put_safe(&plain, jb_buf_str(&text));
        jb_place place = jb_source_place(sources, item->span);
        *out = (jb_diag_cause){entry->id, jb_str_dup(into, jb_buf_str(&plain)), NULL};
        if (place.line)
            out->place =
                jb_arena_printf(into, "%s:%u:%u", place.path, place.line, place.column);
        jb_buf_fini(&text);
        jb_buf_fini(&plain);
        return true;
    }
    return false;
}

void jb_diag_write(const jb_diag *diag, jb_sources *sources, jb_messages language,
                   jb_diag_form form, bool colour, jb_buf *into)
{
    diag_pen pen = {into, language, colour && form == JB_DIAG_TEXT};
    size_t count = diag->items.count;
    const diag_item **sorted = JB_NEWS(diag->arena, const diag_item *, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &diag->items.items[i];
    qsort(sorted, count, sizeof(void *), by_place);
    for (size_t i = 0; i < count; i++) {
        if (entries[sorted[i]->id].severity < diag->least)
            continue;
        if (form == JB_DIAG_JSON)
            put_json_item(&pen, sorted[i], sources);
        else
            put_text_item(&pen, sorted[i], sources);
    }
    for (size_t id = 0; id < JB_DIAG_COUNT; id++)
        if (diag->counts[id] > MOST_OF_ONE_ID && entries[id].severity >= diag->least)
            put_rest(&pen, (jb_diag_id)id, form, diag->counts[id] - MOST_OF_ONE_ID);
}

void jb_diag_explain(jb_diag_id id, jb_messages language, jb_buf *into)
{
    const diag_entry *entry = &entries[id];
    diag_pen pen = {into, language, false};
    put_severity(&pen, entry->severity);
    fill(into, entry->text[language], language, NULL);
    jb_buf_printf(into, " [%s]\n", entry->id);
    if (*entry->hint[language]) {
        put_word(&pen, WORD_HINT, "");
        fill(into, entry->hint[language], language, NULL);
        jb_buf_putc(into, '\n');
    }
    if (*entry->why[language])
        jb_buf_printf(into, "\n%s\n", entry->why[language]);
}

/* Whether two words differ by two neighbours exchanged, the commonest slip. */
static bool is_swapped(jb_str a, jb_str b)
{
    size_t i = 0;
    if (a.len != b.len)
        return false;
    while (i < a.len && a.at[i] == b.at[i])
        i++;
    return i + 1 < a.len && a.at[i] == b.at[i + 1] && a.at[i + 1] == b.at[i] &&
           memcmp(a.at + i + 2, b.at + i + 2, a.len - i - 2) == 0;
}

const char *jb_diag_nearest(jb_str word, const char *const *candidates, size_t count)
{
    enum { LONGEST = 64 }; /* what jb_str_distance compares */
    if (word.len == 0 || word.len > (size_t)4 * LONGEST ||
        jb_utf8_count(word) > LONGEST)
        return NULL;
    unsigned third = (unsigned)jb_utf8_count(word) / 3;
    unsigned best = JB_MAX(1u, JB_MIN(4u, third)) + 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        jb_str candidate = jb_str_of(candidates[i]);
        unsigned distance =
            is_swapped(word, candidate) ? 1 : jb_str_distance(word, candidate, best);
        if (distance < best) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
