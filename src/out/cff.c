/* The table's INDEXes and DICTs are read in place; nothing is expanded, so opening
 * costs the same for 60,000 glyphs as for 100. The subset has: Name, Top DICT, String
 * ("Adobe", "Identity"), empty Global Subr; charset (format 0), FDSelect (format 0),
 * CharStrings, FDArray, Private DICTs that hold the two widths only. */
#include "out/cff.h"

#include <endian.h>

#include "base/buf.h"
#include "base/map.h"
#include "out/cff_outline.h"

enum {
    FDS_MAX = 256, /* FDSelect gives them one byte */
    OPERANDS_MAX = 48,
    KEPT_MAX = 4 << 20, /* bytes of outlines: our choice, 25,000 ideographs */
    DICT_FONT_BBOX = 5,
    DICT_CHARSET = 15,
    DICT_CHARSTRINGS = 17,
    DICT_PRIVATE = 18,
    DICT_SUBRS = 19,
    DICT_DEFAULT_WIDTH = 20,
    DICT_NOMINAL_WIDTH = 21,
    DICT_FONT_MATRIX = 0x0C07,
    DICT_CHARSTRING_TYPE = 0x0C06,
    DICT_ROS = 0x0C1E,
    DICT_CID_COUNT = 0x0C22,
    DICT_FDARRAY = 0x0C24,
    DICT_FDSELECT = 0x0C25
};

/* One font DICT with what its Private DICT says. */
typedef struct cff_fd {
    jb_cff_index subrs;
    jb_str default_width, nominal_width; /* operands as they stand */
    jb_str matrix;
} cff_fd;

struct jb_cff {
    const uint8_t *at;
    size_t len;
    jb_cff_index global, charstrings;
    size_t charset, fdselect; /* offsets; charset 0 to 2 are predefined */
    bool is_cid;
    jb_str matrix, bbox;
    cff_fd *fds;
    uint32_t fd_count;
    jb_arena *arena;
    jb_map outlines; /* glyph -> its flattened charstring */
    size_t kept;     /* bytes of them */
};

/* One DICT entry: operator, and operands as bytes and as integers. */
typedef struct dict_entry {
    int op;
    jb_str operands;
    int32_t values[OPERANDS_MAX];
    int count;
} dict_entry;

static uint32_t be16(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

/* Reads the INDEX at `at` and gives the place behind it. */
static bool read_index(const jb_cff *cff, size_t at, jb_cff_index *out, size_t *end)
{
    *out = (jb_cff_index){0};
    if (at > cff->len || cff->len - at < 2)
        return false;
    out->count = be16(cff->at + at);
    *end = at + 2;
    if (out->count == 0)
        return true;
    if (cff->len - at < 3)
        return false;
    out->offset_size = cff->at[at + 2];
    if (out->offset_size < 1 || out->offset_size > 4)
        return false;
    size_t table = ((size_t)out->count + 1) * out->offset_size;
    if (cff->len - at - 3 < table)
        return false;
    out->offsets = cff->at + at + 3;
    out->data = out->offsets + table - 1;
    uint64_t last = 0;
    for (int i = 0; i < out->offset_size; i++)
        last = last << 8 | out->offsets[table - out->offset_size + (size_t)i];
    size_t data_at = (size_t)(out->data - cff->at);
    if (last < 1 || last > cff->len - data_at)
        return false;
    out->data_len = (uint32_t)last;
    *end = data_at + out->data_len;
    return true;
}

/* The length of the operand that begins here, 0 when it isn't one; integers give their
 * value, reals 0. */
static size_t read_operand(const uint8_t *at, size_t len, int32_t *value)
{
    uint8_t lead = at[0];
    *value = 0;
    if (lead >= 32 && lead <= 246) {
        *value = lead - 139;
        return 1;
    }
    if (lead >= 247 && lead <= 254 && len >= 2) {
        *value = lead < 251 ? (lead - 247) * 256 + at[1] + 108
                            : -(lead - 251) * 256 - at[1] - 108;
        return 2;
    }
    if (lead == 28 && len >= 3) {
        *value = (int16_t)be16(at + 1);
        return 3;
    }
    if (lead == 29 && len >= 5) {
        *value = (int32_t)(be16(at + 1) << 16 | be16(at + 3));
        return 5;
    }
    if (lead != 30)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((at[i] & 15) == 15 || at[i] >> 4 == 15)
            return i + 1;
    return 0;
}

/* The entry at *at of a DICT; false at its end or when it is broken (*at < dict.len).
 */
static bool next_entry(jb_str dict, size_t *at, dict_entry *out)
{
    size_t begin = *at;
    out->count = 0;
    while (*at < dict.len) {
        const uint8_t *byte = (const uint8_t *)dict.at + *at;
        if (byte[0] <= 21) {
            out->operands = jb_str_slice(dict, begin, *at);
            out->op = byte[0];
            if (byte[0] != 12) {
                *at += 1;
                return true;
            }
            if (dict.len - *at < 2)
                return false;
            out->op = 0x0C00 | byte[1];
            *at += 2;
            return true;
        }
        if (out->count == OPERANDS_MAX)
            return false;
        size_t len = read_operand(byte, dict.len - *at, &out->values[out->count]);
        if (len == 0)
            return false;
        out->count++;
        *at += len;
    }
    return false;
}

/* Reads the Private DICT that an entry "size offset Private" names. */
static bool read_private(const jb_cff *cff, const dict_entry *entry, cff_fd *fd)
{
    if (entry->count != 2 || entry->values[0] < 0 || entry->values[1] < 0)
        return false;
    size_t len = (size_t)entry->values[0], begin = (size_t)entry->values[1];
    if (begin > cff->len || len > cff->len - begin)
        return false;
    jb_str dict = {(const char *)cff->at + begin, len};
    dict_entry inner;
    size_t at = 0;
    while (next_entry(dict, &at, &inner)) {
        size_t end;
        if (inner.op == DICT_DEFAULT_WIDTH)
            fd->default_width = inner.operands;
        else if (inner.op == DICT_NOMINAL_WIDTH)
            fd->nominal_width = inner.operands;
        else if (inner.op == DICT_SUBRS &&
                 (inner.count != 1 || inner.values[0] < 0 ||
                  !read_index(cff, begin + (size_t)inner.values[0], &fd->subrs, &end)))
            return false;
    }
    return at == len;
}

static bool read_fd(const jb_cff *cff, jb_str dict, cff_fd *fd)
{
    dict_entry entry;
    size_t at = 0;
    bool has_private = false;
    while (next_entry(dict, &at, &entry)) {
        if (entry.op == DICT_FONT_MATRIX)
            fd->matrix = entry.operands;
        if (entry.op == DICT_PRIVATE) {
            if (!read_private(cff, &entry, fd))
                return false;
            has_private = true;
        }
    }
    return at == dict.len && has_private;
}

static bool read_fds(jb_cff *cff, size_t at, jb_arena *into)
{
    jb_cff_index index;
    size_t end;
    if (!read_index(cff, at, &index, &end) || !index.count || index.count > FDS_MAX)
        return false;
    cff->fds = JB_NEWS(into, cff_fd, index.count);
    cff->fd_count = index.count;
    for (uint32_t i = 0; i < index.count; i++) {
        jb_str dict;
        if (!jb_cff_outline_object(&index, i, &dict) ||
            !read_fd(cff, dict, &cff->fds[i]))
            return false;
    }
    return true;
}

/* What the Top DICT says that isn't stored at once. */
typedef struct top {
    size_t charstrings, fdarray;
    bool has_private;
} top;

static bool read_top_entry(jb_cff *cff, const dict_entry *entry, top *out)
{
    int32_t first = entry->count ? entry->values[0] : 0;
    if (first < 0 && entry->op != DICT_FONT_BBOX)
        first = 0;
    switch (entry->op) {
    case DICT_FONT_BBOX:
        cff->bbox = entry->operands;
        break;
    case DICT_FONT_MATRIX:
        cff->matrix = entry->operands;
        break;
    case DICT_CHARSET:
        cff->charset = (size_t)first;
        break;
    case DICT_CHARSTRINGS:
        out->charstrings = (size_t)first;
        break;
    case DICT_PRIVATE:
        out->has_private = true;
        return read_private(cff, entry, &cff->fds[0]);
    case DICT_CHARSTRING_TYPE:
        return first == 2;
    case DICT_ROS:
        cff->is_cid = true;
        break;
    case DICT_FDARRAY:
        out->fdarray = (size_t)first;
        break;
    case DICT_FDSELECT:
        cff->fdselect = (size_t)first;
        break;
    default:
        break;
    }
    return true;
}

static bool read_top(jb_cff *cff, jb_str dict, jb_arena *into)
{
    top found = {0};
    dict_entry entry;
    size_t at = 0, end;
    cff->fds = JB_NEW(into, cff_fd);
    cff->fd_count = 1;
    while (next_entry(dict, &at, &entry))
        if (!read_top_entry(cff, &entry, &found))
            return false;
    if (at != dict.len || !found.charstrings ||
        !read_index(cff, found.charstrings, &cff->charstrings, &end) ||
        cff->charstrings.count == 0)
        return false;
    if (!cff->is_cid)
        return found.has_private;
    return found.fdarray && cff->fdselect && cff->charset > 2 &&
           read_fds(cff, found.fdarray, into);
}

jb_cff *jb_cff_open(jb_str table, jb_arena *into)
{
    jb_cff *cff = JB_NEW(into, jb_cff);
    cff->arena = into;
    cff->at = (const uint8_t *)table.at;
    cff->len = table.len;
    if (table.len < 4 || cff->at[0] != 1)
        return NULL;
    jb_cff_index names, tops, strings;
    size_t end = cff->at[2];
    jb_str dict;
    if (!read_index(cff, end, &names, &end) || !read_index(cff, end, &tops, &end) ||
        !read_index(cff, end, &strings, &end) ||
        !read_index(cff, end, &cff->global, &end) || tops.count != 1 ||
        !jb_cff_outline_object(&tops, 0, &dict) || !read_top(cff, dict, into))
        return NULL;
    return cff;
}

bool jb_cff_is_cid_keyed(const jb_cff *cff)
{
    return cff->is_cid;
}

uint32_t jb_cff_glyph_count(const jb_cff *cff)
{
    return cff->charstrings.count;
}

/* The CID from charset format 1 or 2: ranges of a first CID and a count of more. */
static uint32_t cid_in_ranges(const jb_cff *cff, uint32_t gid, size_t left_len)
{
    size_t at = cff->charset + 1;
    uint32_t glyph = 1;
    while (cff->len - at >= 2 + left_len) {
        uint32_t first = be16(cff->at + at);
        uint32_t more = left_len == 1 ? cff->at[at + 2] : be16(cff->at + at + 2);
        if (gid <= glyph + more)
            return (first + gid - glyph) & 0xFFFF;
        glyph += more + 1;
        at += 2 + left_len;
    }
    return 0;
}

uint32_t jb_cff_cid(const jb_cff *cff, uint32_t gid)
{
    if (gid == 0 || gid >= cff->charstrings.count)
        return 0;
    if (!cff->is_cid)
        return gid;
    if (cff->charset >= cff->len)
        return 0;
    uint8_t format = cff->at[cff->charset];
    size_t at = cff->charset + 1 + (size_t)(gid - 1) * 2;
    if (format == 0)
        return cff->len >= 2 && at <= cff->len - 2 ? be16(cff->at + at) : 0;
    return format <= 2 ? cid_in_ranges(cff, gid, format) : 0;
}

/* The font DICT of a glyph, FDS_MAX when FDSelect doesn't say. */
static uint32_t select_fd(const jb_cff *cff, uint32_t gid)
{
    if (!cff->is_cid)
        return 0;
    if (cff->fdselect >= cff->len)
        return FDS_MAX;
    const uint8_t *at = cff->at + cff->fdselect;
    size_t len = cff->len - cff->fdselect;
    if (at[0] == 0)
        return (size_t)gid + 1 < len ? at[gid + 1] : FDS_MAX;
    if (at[0] != 3 || len < 5)
        return FDS_MAX;
    uint32_t count = be16(at + 1);
    if (count == 0 || len < 5 + (size_t)count * 3 || be16(at + 3) != 0)
        return FDS_MAX;
    uint32_t low = 0, high = count; /* range low starts at or before gid */
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (be16(at + 3 + (size_t)middle * 3) <= gid)
            low = middle;
        else
            high = middle;
    }
    return at[5 + (size_t)low * 3];
}

/* The glyphs of a subset, glyph 0 first, with their new font DICT numbers. */
typedef struct choice {
    const uint32_t *gids;
    size_t count;           /* without glyph 0 */
    uint8_t *fds;           /* count + 1 */
    uint32_t used[FDS_MAX]; /* font DICTs of the source, in order of first use */
    uint32_t used_count;
} choice;

static uint32_t chosen_gid(const choice *c, size_t at)
{
    return at ? c->gids[at - 1] : 0;
}

static bool choose_fds(const jb_cff *cff, choice *c, jb_arena *into)
{
    uint16_t known[FDS_MAX] = {0}; /* new number + 1 */
    c->fds = JB_NEWS(into, uint8_t, c->count + 1);
    for (size_t i = 0; i <= c->count; i++) {
        uint32_t fd = select_fd(cff, chosen_gid(c, i));
        if (fd >= cff->fd_count)
            return false;
        if (!known[fd]) {
            c->used[c->used_count++] = fd;
            known[fd] = (uint16_t)c->used_count;
        }
        c->fds[i] = (uint8_t)(known[fd] - 1);
    }
    return true;
}

static void put16(jb_buf *into, uint32_t value)
{
    jb_buf_putc(into, (char)(value >> 8));
    jb_buf_putc(into, (char)value);
}

static void put32(jb_buf *into, uint32_t value)
{
    put16(into, value >> 16);
    put16(into, value & 0xFFFF);
}

static void put_operator(jb_buf *into, int op)
{
    if (op >= 0x0C00)
        jb_buf_putc(into, 12);
    jb_buf_putc(into, (char)(op & 0xFF));
}

/* An integer operand of five bytes: its length must not depend on its value. */
static void put_number(jb_buf *into, size_t value)
{
    jb_buf_putc(into, 29);
    put32(into, (uint32_t)value);
}

static void put_offset(jb_buf *into, size_t value, int op)
{
    put_number(into, value);
    put_operator(into, op);
}

static void put_entry(jb_buf *into, jb_str operands, int op)
{
    if (operands.len == 0)
        return;
    jb_buf_put_str(into, operands);
    put_operator(into, op);
}

static char *put_offset_at(char *at, size_t offset)
{
    uint32_t bytes = htobe32((uint32_t)offset);
    memcpy(at, &bytes, sizeof bytes);
    return at + sizeof bytes;
}

/* An INDEX with four-byte offsets. */
static void put_index(jb_buf *into, const jb_str *objects, size_t count)
{
    size_t end = 1, len = (count + 1) * 4;
    for (size_t i = 0; i < count; i++)
        len += objects[i].len;
    put16(into, (uint32_t)count);
    jb_buf_putc(into, 4);
    char *at = jb_buf_room(into, len);
    if (!at)
        return;
    at = put_offset_at(at, end);
    for (size_t i = 0; i < count; i++)
        at = put_offset_at(at, end += objects[i].len);
    for (size_t i = 0; i < count; at += objects[i++].len)
        if (objects[i].len)
            memcpy(at, objects[i].at, objects[i].len);
}

/* One glyph's outline, kept or made in `room`. */
static bool find_outline(jb_cff *cff, uint32_t gid, const cff_fd *fd, uint8_t *room,
                         jb_arena *into, jb_str *out)
{
    jb_map_entry *known = jb_map_find_number(&cff->outlines, gid);
    if (known) {
        *out = (jb_str){known->pointer, (size_t)known->value};
        return true;
    }
    jb_str charstring;
    size_t len;
    if (!jb_cff_outline_object(&cff->charstrings, gid, &charstring) ||
        !jb_cff_outline_flatten(charstring, &cff->global, &fd->subrs, room, &len))
        return false;
    bool is_kept = cff->kept + len <= KEPT_MAX;
    char *bytes = jb_arena_strndup(is_kept ? cff->arena : into, (char *)room, len);
    *out = (jb_str){bytes, len};
    if (is_kept) {
        known = jb_map_put_number(cff->arena, &cff->outlines, gid);
        known->pointer = bytes;
        known->value = len;
        cff->kept += len;
    }
    return true;
}

/* The outlines of the glyphs in order; NULL when one isn't understood. */
static jb_str *find_outlines(jb_cff *cff, const choice *c, jb_arena *into)
{
    jb_str *outlines = JB_NEWS(into, jb_str, c->count + 1);
    uint8_t *room = JB_ROOM(into, uint8_t, JB_CFF_OUTLINE_ROOM);
    for (size_t i = 0; i <= c->count; i++)
        if (!find_outline(cff, chosen_gid(c, i), &cff->fds[c->used[c->fds[i]]], room,
                          into, &outlines[i]))
            return NULL;
    return outlines;
}

/* Where the parts of the new table stand. */
typedef struct places {
    size_t charset, fdselect, charstrings, fdarray;
} places;

static void put_top(const jb_cff *cff, jb_buf *into, places at)
{
    jb_buf dict = {0};
    put_number(&dict, 391); /* the first two own strings: Adobe, Identity */
    put_number(&dict, 392);
    put_offset(&dict, 0, DICT_ROS);
    put_entry(&dict, cff->matrix, DICT_FONT_MATRIX);
    put_entry(&dict, cff->bbox, DICT_FONT_BBOX);
    put_offset(&dict, 65535, DICT_CID_COUNT);
    put_offset(&dict, at.charset, DICT_CHARSET);
    put_offset(&dict, at.fdselect, DICT_FDSELECT);
    put_offset(&dict, at.charstrings, DICT_CHARSTRINGS);
    put_offset(&dict, at.fdarray, DICT_FDARRAY);
    put_index(into, &(jb_str){dict.at, dict.len}, 1);
    jb_buf_fini(&dict);
}

static void put_head(const jb_cff *cff, const char *name, jb_buf *into, places at)
{
    const jb_str names[] = {jb_str_of(name)};
    const jb_str strings[] = {JB_STR("Adobe"), JB_STR("Identity")};
    jb_buf_put(into, "\1\0\4\4", 4);
    put_index(into, names, 1);
    put_top(cff, into, at);
    put_index(into, strings, JB_COUNT(strings));
    put16(into, 0);
}

static void put_maps(const jb_cff *cff, const choice *c, jb_buf *into, places *at)
{
    at->charset = into->len;
    jb_buf_putc(into, 0);
    for (size_t i = 1; i <= c->count; i++)
        put16(into, jb_cff_cid(cff, chosen_gid(c, i)));
    at->fdselect = into->len;
    jb_buf_putc(into, 0);
    jb_buf_put(into, c->fds, c->count + 1);
}

static void put_fds(const jb_cff *cff, const choice *c, jb_buf *into, places *at)
{
    jb_buf dicts = {0};
    size_t ends[FDS_MAX + 1] = {0};
    jb_str parts[FDS_MAX];
    for (uint32_t i = 0; i < c->used_count; i++) {
        const cff_fd *fd = &cff->fds[c->used[i]];
        size_t begin = into->len;
        put_entry(into, fd->default_width, DICT_DEFAULT_WIDTH);
        put_entry(into, fd->nominal_width, DICT_NOMINAL_WIDTH);
        put_entry(&dicts, fd->matrix, DICT_FONT_MATRIX);
        put_number(&dicts, into->len - begin);
        put_offset(&dicts, begin, DICT_PRIVATE);
        ends[i + 1] = dicts.len;
    }
    for (uint32_t i = 0; i < c->used_count; i++)
        parts[i] = jb_str_slice(jb_buf_str(&dicts), ends[i], ends[i + 1]);
    at->fdarray = into->len;
    put_index(into, parts, c->used_count);
    jb_buf_fini(&dicts);
}

bool jb_cff_subset(jb_cff *cff, const uint32_t *gids, size_t count, const char *name,
                   jb_arena *into, jb_str *out)
{
    choice c = {.gids = gids, .count = count};
    if (count && gids[0] == 0) {
        c.gids++;
        c.count--;
    }
    if (c.count > 65534 || !choose_fds(cff, &c, into))
        return false;
    const jb_str *outlines = find_outlines(cff, &c, into);
    if (!outlines)
        return false;
    jb_buf file = {0}, head = {0};
    places at = {0};
    put_head(cff, name, &file, at);
    put_maps(cff, &c, &file, &at);
    put_fds(cff, &c, &file, &at);
    at.charstrings = file.len;
    put_index(&file, outlines, c.count + 1);
    /* The head has the same length whatever the offsets are: write it again. */
    put_head(cff, name, &head, at);
    memcpy(file.at, head.at, head.len);
    *out = (jb_str){jb_arena_strndup(into, file.at, file.len), file.len};
    jb_buf_fini(&head);
    jb_buf_fini(&file);
    return true;
}
