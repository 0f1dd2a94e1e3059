/* Operands are copied as they stand, those of path operators together with them; others
 * are remembered by their place in the output, so that a call or a hint can take them
 * back. Only the operators that clear the stack are allowed besides calls, which is all
 * that font tools write. */
#include "out/cff_outline.h"

enum {
    OP_HSTEM = 1,
    OP_VSTEM = 3,
    OP_VMOVETO = 4,
    OP_RLINETO = 5,
    OP_RRCURVETO = 8,
    OP_CALLSUBR = 10,
    OP_RETURN = 11,
    OP_ESCAPE = 12,
    OP_ENDCHAR = 14,
    OP_HSTEMHM = 18,
    OP_HINTMASK = 19,
    OP_CNTRMASK = 20,
    OP_RMOVETO = 21,
    OP_HMOVETO = 22,
    OP_VSTEMHM = 23,
    OP_RCURVELINE = 24,
    OP_HHCURVETO = 27,
    OP_SHORTINT = 28,
    OP_CALLGSUBR = 29,
    OP_VHCURVETO = 30,
    OP_HVCURVETO = 31,
    OP_FIXED = 255,
    ESCAPE_HFLEX = 34,
    ESCAPE_FLEX1 = 37,
    STACK_MAX = 48, /* Technical Note 5177, appendix B */
    DEPTH_MAX = 10, /* likewise */
    STEMS_MAX = 96, /* likewise */
    CHUNK = 16,
    MARGIN = 256,      /* longer than a full stack of operands */
    STEPS_MAX = 200000 /* operators of one glyph: calls can multiply */
};

typedef struct frame {
    const uint8_t *at, *end;
    const uint8_t *limit; /* bytes up to here may be read, too */
} frame;

typedef struct outline {
    const jb_cff_index *global, *local;
    uint8_t *into;
    uint32_t len;
    frame frames[DEPTH_MAX + 1];
    int depth;
    uint32_t places[STACK_MAX]; /* of the operands in the output */
    int count;
    uint32_t stems;
    bool has_width; /* the first stack-clearing operator was seen */
    bool is_done;
} outline;

static uint32_t read_offset(const jb_cff_index *index, uint32_t at)
{
    const uint8_t *byte = index->offsets + (size_t)at * index->offset_size;
    switch (index->offset_size) {
    case 1:
        return byte[0];
    case 2:
        return (uint32_t)byte[0] << 8 | byte[1];
    case 3:
        return (uint32_t)byte[0] << 16 | (uint32_t)byte[1] << 8 | byte[2];
    default:
        return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 |
               (uint32_t)byte[2] << 8 | byte[3];
    }
}

bool jb_cff_outline_object(const jb_cff_index *index, uint32_t at, jb_str *out)
{
    if (at >= index->count)
        return false;
    uint32_t begin = read_offset(index, at), end = read_offset(index, at + 1);
    if (begin < 1 || end < begin || end > index->data_len)
        return false;
    *out = (jb_str){(const char *)index->data + begin, end - begin};
    return true;
}

/* Bytes of the number that begins with each byte; 0: an operator. */
static const uint8_t number_sizes[256] = {
    [OP_SHORTINT] = 3, [32 ... 246] = 1, [247 ... 254] = 2, [OP_FIXED] = 5};

/* Copies bytes that may be read up to `limit`, in one move if they are few: what is too
 * much is written over. */
static inline void copy(outline *o, const uint8_t *at, size_t len, const uint8_t *limit)
{
    if (len <= CHUNK && limit - at >= CHUNK)
        memcpy(o->into + o->len, at, CHUNK);
    else
        memcpy(o->into + o->len, at, len);
    o->len += (uint32_t)len;
}

/* Copies the operands from `at` to `end`, remembering where they went; false when there
 * is no room. Their values matter for calls only and are read then. */
static bool copy_operands(outline *o, const uint8_t *at, const uint8_t *end,
                          const uint8_t *limit)
{
    if (o->len > JB_CFF_OUTLINE_ROOM - MARGIN)
        return false;
    for (const uint8_t *number = at; number < end; number += number_sizes[*number]) {
        if (o->count == STACK_MAX)
            return false;
        o->places[o->count++] = o->len + (uint32_t)(number - at);
    }
    copy(o, at, (size_t)(end - at), limit);
    return true;
}

/* false when the number at this place isn't an integer. */
static bool read_integer(const uint8_t *at, int32_t *value)
{
    if (*at == OP_SHORTINT)
        *value = (int16_t)(uint16_t)(at[1] << 8 | at[2]);
    else if (*at < 247)
        *value = *at - 139;
    else if (*at < 251)
        *value = (*at - 247) * 256 + at[1] + 108;
    else
        *value = -(*at - 251) * 256 - at[1] - 108;
    return *at != OP_FIXED;
}

/* Enters the subroutine whose number is at `number`, or, at NULL, the last operand. */
static bool call(outline *o, const jb_cff_index *index, const uint8_t *number)
{
    int32_t at;
    jb_str body;
    if (!number && o->count > 0) {
        o->len = o->places[--o->count];
        number = o->into + o->len;
    }
    if (o->depth == DEPTH_MAX || !number || !read_integer(number, &at))
        return false;
    at += index->count < 1240 ? 107 : index->count < 33900 ? 1131 : 32768;
    if (at < 0 || !jb_cff_outline_object(index, (uint32_t)at, &body))
        return false;
    frame *f = &o->frames[++o->depth];
    f->at = (const uint8_t *)body.at;
    f->end = f->at + body.len;
    f->limit = index->data + index->data_len;
    return true;
}

/* Takes back a hint operator's operands, except the width that may be the first. */
static bool drop_stems(outline *o)
{
    bool with_width = !o->has_width && o->count % 2;
    if (!with_width && o->count % 2)
        return false;
    o->has_width = true;
    o->stems += (uint32_t)o->count / 2;
    if (o->count > (with_width ? 1 : 0))
        o->len = o->places[with_width ? 1 : 0];
    o->count = 0;
    return o->stems <= STEMS_MAX;
}

static bool drop_mask(outline *o, frame *f)
{
    if (!drop_stems(o))
        return false;
    size_t len = (o->stems + 7) / 8;
    if ((size_t)(f->end - f->at) < len)
        return false;
    f->at += len;
    return true;
}

static bool emit(outline *o, uint8_t op)
{
    if (o->len > JB_CFF_OUTLINE_ROOM - MARGIN)
        return false;
    o->into[o->len++] = op;
    o->has_width = true;
    o->count = 0;
    return true;
}

static bool emit_escape(outline *o, frame *f)
{
    if (f->at == f->end || *f->at < ESCAPE_HFLEX || *f->at > ESCAPE_FLEX1)
        return false;
    return emit(o, OP_ESCAPE) && emit(o, *f->at++);
}

/* Operators by what becomes of their operands. */
enum { MOVES = 1, DRAWS, CALLS, HINTS };

static const uint8_t kinds[256] = {
    [OP_VMOVETO] = MOVES,
    [OP_RMOVETO... OP_HMOVETO] = MOVES,
    [OP_RLINETO... OP_RRCURVETO] = DRAWS,
    [OP_RCURVELINE... OP_HHCURVETO] = DRAWS,
    [OP_VHCURVETO... OP_HVCURVETO] = DRAWS,
    [OP_HSTEM] = HINTS,
    [OP_VSTEM] = HINTS,
    [OP_HSTEMHM... OP_CNTRMASK] = HINTS,
    [OP_VSTEMHM] = HINTS,
    [OP_CALLSUBR] = CALLS,
    [OP_CALLGSUBR] = CALLS,
};

/* Passes over the operands of a hint, which has all of them here, but for a width. */
static bool skip_stems(outline *o, const uint8_t *at, const uint8_t *end,
                       const uint8_t *limit)
{
    uint32_t count = 0;
    for (const uint8_t *number = at; number < end; number += number_sizes[*number])
        count++;
    if (count > STACK_MAX || (count % 2 && o->has_width))
        return false;
    if (count % 2 && !copy_operands(o, at, at + number_sizes[*at], limit))
        return false;
    o->count = 0;
    o->has_width = true;
    o->stems += count / 2;
    return true;
}

/* The last of the operands from `at` to `end`; NULL when there are none. */
static const uint8_t *last_operand(const uint8_t *at, const uint8_t *end)
{
    const uint8_t *last = NULL;
    for (; at < end; at += number_sizes[*at])
        last = at;
    return last;
}

/* An operator that draws nothing, with the operands from `at` on before it. */
static bool perform(outline *o, frame *f, const uint8_t *at, const uint8_t *op)
{
    const uint8_t *last = NULL;
    if (kinds[*op] == CALLS && at < op)
        last = last_operand(at, op);
    bool is_good = true;
    if (kinds[*op] == HINTS && o->count == 0)
        is_good = skip_stems(o, at, op, f->limit);
    else if (at < op && last != at)
        is_good = copy_operands(o, at, last ? last : op, f->limit);
    if (!is_good || (last && o->count == STACK_MAX))
        return false;
    switch (*op) {
    case OP_HSTEM:
    case OP_VSTEM:
    case OP_HSTEMHM:
    case OP_VSTEMHM:
        return drop_stems(o);
    case OP_HINTMASK:
    case OP_CNTRMASK:
        return drop_mask(o, f);
    case OP_CALLSUBR:
        return call(o, o->local, last);
    case OP_CALLGSUBR:
        return call(o, o->global, last);
    case OP_RETURN:
        o->depth--;
        return o->depth >= 0;
    case OP_ESCAPE:
        return emit_escape(o, f);
    case OP_ENDCHAR:
        /* Four operands more make an accented character out of two others (seac). */
        o->is_done = true;
        return o->count <= (o->has_width ? 0 : 1) && emit(o, *op);
    default:
        return false;
    }
}

/* A path operator goes out together with its operands, from `at` on. */
static inline bool draw(outline *o, const uint8_t *limit, const uint8_t *at,
                        const uint8_t *op)
{
    size_t len = (size_t)(op - at);
    if (o->len > JB_CFF_OUTLINE_ROOM - MARGIN ||
        (kinds[*op] == MOVES ? o->count + len == 0 : !o->has_width))
        return false;
    if (len > (size_t)(STACK_MAX - o->count)) /* as many operands, if all are short */
        return copy_operands(o, at, op, limit) && emit(o, *op);
    copy(o, at, len + 1, limit);
    o->has_width = true;
    o->count = 0;
    return true;
}

/* Operands, if there are any, and an operator, again and again. */
static bool perform_all(outline *o)
{
    frame f = o->frames[0];
    for (int steps = 0; !o->is_done; steps++) {
        const uint8_t *op = f.at, *at = op;
        for (uint32_t size; op < f.end && (size = number_sizes[*op]) != 0;)
            op += size;
        if (op >= f.end || steps == STEPS_MAX)
            return false;
        f.at = op + 1;
        if (kinds[*op] == MOVES || kinds[*op] == DRAWS) {
            if (!draw(o, f.limit, at, op))
                return false;
            continue;
        }
        o->frames[o->depth] = f;
        if (!perform(o, &o->frames[o->depth], at, op))
            return false;
        f = o->frames[o->depth];
    }
    return true;
}

bool jb_cff_outline_flatten(jb_str charstring, const jb_cff_index *global,
                            const jb_cff_index *local, uint8_t *into, size_t *len)
{
    outline o;
    o.global = global;
    o.local = local;
    o.into = into;
    o.len = 0;
    o.depth = 0;
    o.count = 0;
    o.stems = 0;
    o.has_width = o.is_done = false;
    o.frames[0].at = (const uint8_t *)charstring.at;
    o.frames[0].end = o.frames[0].limit = o.frames[0].at + charstring.len;
    *len = 0;
    if (!perform_all(&o))
        return false;
    *len = o.len;
    return true;
}
