/* Names of files. What Windows, macOS and Linux allow together: no control characters, none
 * of the nine marks below, no dot or space at an end, none of the names of devices
 * (Microsoft, "Naming Files, Paths, and Namespaces"), 255 bytes of UTF-8 a name. */
#include "job/naming.h"

#include "base/digest.h"
#include "base/map.h"
#include "base/ucd.h"
#include "base/utf8.h"

enum {
    PART_MAX = 220,     /* bytes: 255 less a suffix of 33 or an extension */
    FULL_WIDTH = 0xFEE0 /* from an ASCII mark to its full-width form */
};

static const char *const field_names[JB_NAMING_FIELDS] = {
    "id", "title", "date", "publisher", "series", "category", "brand", "lang"};

static int field_of(jb_str name)
{
    for (int i = 0; i < JB_NAMING_FIELDS; i++)
        if (jb_str_is(name, field_names[i]))
            return i;
    return -1;
}

bool jb_naming_check(jb_str template, jb_arena *into, const char **unknown)
{
    bool has_field = false;
    *unknown = NULL;
    while (template.len) {
        size_t open = jb_str_find(template, "{");
        if (jb_str_find(jb_str_slice(template, 0, open), "}") < open)
            return false;
        if (open == template.len)
            break;
        template = jb_str_slice(template, open + 1, template.len);
        size_t close = jb_str_find(template, "}");
        jb_str name = jb_str_slice(template, 0, close);
        if (close == template.len)
            return false;
        if (field_of(name) < 0) {
            *unknown = jb_str_dup(into, name);
            return false;
        }
        has_field = true;
        template = jb_str_slice(template, close + 1, template.len);
    }
    return has_field;
}

/* ---- characters ----------------------------------------------------------------- */

static void put_safe(jb_buf *into, jb_str text, bool keeps_slash)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = jb_utf8_next(text, &at);
        if (cp == '/' && keeps_slash)
            jb_buf_putc(into, '/');
        else if (cp < 0x80 && cp && strchr("/\\:*?\"<>|", (int)cp))
            jb_buf_put_cp(into, cp + FULL_WIDTH);
        else if (cp == '\t' || cp == '\n')
            jb_buf_putc(into, ' ');
        else if (!jb_ucd_is_control(cp))
            jb_buf_put_cp(into, cp);
    }
}

/* At most PART_MAX bytes, cut between two clusters. */
static jb_str cut(jb_str part)
{
    if (part.len <= PART_MAX)
        return part;
    size_t fits = 0;
    uint32_t before = 0;
    for (size_t at = 0; at <= PART_MAX;) {
        size_t begin = at;
        uint32_t cp = jb_utf8_next(part, &at);
        if (jb_ucd_cluster_break(before, cp))
            fits = begin;
        before = cp;
    }
    return jb_str_slice(part, 0, fits);
}

static jb_str trim(jb_str part)
{
    while (part.len && (part.at[0] == ' ' || part.at[0] == '.'))
        part = jb_str_slice(part, 1, part.len);
    while (part.len && (part.at[part.len - 1] == ' ' || part.at[part.len - 1] == '.'))
        part.len--;
    return part;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_device(jb_str part)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    char name[4] = {0};
    part.len = jb_str_find(part, ".");
    for (size_t i = 0; i < 3 && i < part.len; i++)
        name[i] = lower(part.at[i]);
    for (size_t i = 0; i < JB_COUNT(devices); i++) {
        bool is_numbered = i >= 4;
        if (strcmp(name, devices[i]) == 0 && part.len == (is_numbered ? 4u : 3u) &&
            (!is_numbered || (part.at[3] >= '0' && part.at[3] <= '9')))
            return true;
    }
    return false;
}

/* Each part of the path made safe; empty ones go. */
static const char *safe_path(jb_str path, jb_arena *into)
{
    jb_buf text = {0};
    while (path.len) {
        size_t end = jb_str_find(path, "/");
        jb_str part = trim(cut(trim(jb_str_slice(path, 0, end))));
        path = jb_str_slice(path, end + 1, path.len);
        if (part.len == 0)
            continue;
        jb_buf_puts(&text, text.len ? "/" : "");
        jb_buf_puts(&text, is_device(part) ? "_" : "");
        jb_buf_put_str(&text, part);
    }
    const char *kept = text.len ? jb_str_dup(into, jb_buf_str(&text)) : "report";
    jb_buf_fini(&text);
    return kept;
}

/* ---- templates ------------------------------------------------------------------ */

const char *jb_naming_fill(jb_str template, const jb_str values[JB_NAMING_FIELDS],
                           jb_arena *into)
{
    jb_buf text = {0};
    jb_str joint = {NULL, 0}; /* before the next value, if there is one */
    bool is_empty = false;    /* the last value */
    while (template.len) {
        size_t open = jb_str_find(template, "{");
        if (!is_empty || open == template.len)
            joint = jb_str_slice(template, 0, open);
        template = jb_str_slice(template, open + 1, template.len);
        size_t close = jb_str_find(template, "}");
        int field = field_of(jb_str_slice(template, 0, close));
        jb_str value = field < 0 ? (jb_str){NULL, 0} : jb_str_trim(values[field]);
        template = jb_str_slice(template, close + 1, template.len);
        is_empty = value.len == 0 && field >= 0;
        if (is_empty)
            continue;
        put_safe(&text, joint, true);
        put_safe(&text, value, field == JB_NAMING_ID);
        joint = (jb_str){NULL, 0};
    }
    const char *path = safe_path(jb_buf_str(&text), into);
    jb_buf_fini(&text);
    return path;
}

const char *jb_naming_plain(const char *id, jb_arena *into)
{
    const char *dot = strrchr(id, '.');
    jb_buf text = {0};
    put_safe(&text, (jb_str){id, dot ? (size_t)(dot - id) : strlen(id)}, true);
    const char *path = safe_path(jb_buf_str(&text), into);
    jb_buf_fini(&text);
    return path;
}

/* ---- one name each ---------------------------------------------------------------- */

static jb_str folded(const char *name, jb_arena *into)
{
    char *copy = jb_str_dup(into, jb_str_of(name));
    for (char *at = copy; *at; at++)
        *at = lower(*at);
    return jb_str_of(copy);
}

void jb_naming_part(const char **names, const char *const *ids, size_t count,
                    jb_arena *into)
{
    static const char *const own[] = {"manifest", "index", "checksums"};
    jb_map seen = {0};
    for (size_t i = 0; i < JB_COUNT(own); i++)
        jb_map_put(into, &seen, jb_str_of(own[i]))->value = 1;
    jb_str *keys = JB_NEWS(into, jb_str, count);
    for (size_t i = 0; i < count; i++) {
        keys[i] = folded(names[i], into);
        jb_map_put(into, &seen, keys[i])->value++;
    }
    for (size_t i = 0; i < count; i++) {
        char hex[JB_DIGEST_HEX];
        if (jb_map_find(&seen, keys[i])->value == 1)
            continue;
        jb_digest_write(jb_digest_of(jb_str_of(ids[i])), hex);
        int len = 8;
        const char *name = jb_arena_printf(into, "%s-%.*s", names[i], len, hex);
        if (jb_map_find(&seen, folded(name, into))) /* somebody is called that */
            name = jb_arena_printf(into, "%s-%s", names[i], hex);
        names[i] = name;
    }
}
