/* Operands are copied as they stand and remembered by their place in the output, so
 * that a call or a hint operator can take its operands back. Only the operators that
 * clear the stack are allowed besides calls, which is all that font tools write. */
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

/* Copies the operands from `at` on, remembering where they went, as far as the stack has
 * room for one a byte; gives the place behind them, NULL when there is no room. Their
 * values matter for calls only and are read then. */
static const uint8_t *copy_operands(outline *o, const uint8_t *at, const uint8_t *end)
{
    uint32_t len = 0, base = o->len, *place = o->places + o->count;
    size_t max = (size_t)(end - at);
    uint32_t room = (uint32_t)JB_MIN(max, (size_t)(STACK_MAX - o->count));
    for (uint32_t size; len < room && (size = number_sizes[at[len]]) != 0; len += size)
        *place++ = base + len;
    if (room == 0 || len > max || base > JB_CFF_OUTLINE_ROOM - MARGIN)
        return NULL;
    o->count = (int)(place - o->places);
    o->len = base + len;
    if (len <= CHUNK && max >= CHUNK)
        memcpy(o->into + base, at, CHUNK); /* one move; what is too much is lost */
    else
        memcpy(o->into + base, at, len);
    return at + len;
}

/* Takes the last operand back; false when it isn't an integer. */
static bool pop_integer(outline *o, int32_t *value)
{
    if (o->count == 0)
        return false;
    const uint8_t *at = o->into + o->places[--o->count];
    o->len = o->places[o->count];
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

static bool call(outline *o, const jb_cff_index *index)
{
    int32_t number;
    jb_str body;
    if (o->depth == DEPTH_MAX || !pop_integer(o, &number))
        return false;
    number += index->count < 1240 ? 107 : index->count < 33900 ? 1131 : 32768;
    if (number < 0 || !jb_cff_outline_object(index, (uint32_t)number, &body))
        return false;
    frame *f = &o->frames[++o->depth];
    f->at = (const uint8_t *)body.at;
    f->end = f->at + body.len;
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

/* Operands, if there are any, and an operator. */
static bool step(outline *o, frame *f)
{
    const uint8_t *at = f->at, *end = f->end;
    while (at < end && number_sizes[*at])
        if (!(at = copy_operands(o, at, end)))
            return false;
    if (at == end)
        return false;
    uint8_t op = *at++;
    f->at = at;
    switch (op) {
    case OP_HSTEM:
    case OP_VSTEM:
    case OP_HSTEMHM:
    case OP_VSTEMHM:
        return drop_stems(o);
    case OP_HINTMASK:
    case OP_CNTRMASK:
        return drop_mask(o, f);
    case OP_CALLSUBR:
        return call(o, o->local);
    case OP_CALLGSUBR:
        return call(o, o->global);
    case OP_RETURN:
        o->depth--;
        return o->depth >= 0;
    case OP_ESCAPE:
        return emit_escape(o, f);
    case OP_ENDCHAR:
        /* Four operands more make an accented character out of two others (seac). */
        o->is_done = true;
        return o->count <= (o->has_width ? 0 : 1) && emit(o, op);
    case OP_VMOVETO:
    case OP_RMOVETO:
    case OP_HMOVETO:
        return o->count > 0 && emit(o, op);
    case OP_RLINETO ... OP_RRCURVETO:
    case OP_RCURVELINE ... OP_HHCURVETO:
    case OP_VHCURVETO:
    case OP_HVCURVETO:
        return o->has_width && emit(o, op);
    default:
        return false;
    }
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
    o.frames[0].end = o.frames[0].at + charstring.len;
    for (int steps = 0; !o.is_done; steps++) {
        frame *f = &o.frames[o.depth];
        if (steps == STEPS_MAX || !step(&o, f))
            return false;
    }
    *len = o.len;
    return true;
}
