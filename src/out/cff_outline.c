/* Operands are copied as they stand and remembered by their place in the output, so
 * that a call or a hint operator can take its operands back. Only the operators that
 * clear the stack are allowed besides calls, which is all that font tools write. */
#include "out/cff_outline.h"

enum {
    OP_HSTEM = 1, OP_VSTEM = 3, OP_VMOVETO = 4, OP_RLINETO = 5, OP_RRCURVETO = 8,
    OP_CALLSUBR = 10, OP_RETURN = 11, OP_ESCAPE = 12, OP_ENDCHAR = 14, OP_HSTEMHM = 18,
    OP_HINTMASK = 19, OP_CNTRMASK = 20, OP_RMOVETO = 21, OP_HMOVETO = 22,
    OP_VSTEMHM = 23, OP_RCURVELINE = 24, OP_HHCURVETO = 27, OP_SHORTINT = 28,
    OP_CALLGSUBR = 29, OP_VHCURVETO = 30, OP_HVCURVETO = 31, OP_FIXED = 255,
    ESCAPE_HFLEX = 34, ESCAPE_FLEX1 = 37,
    STACK_MAX = 48,       /* Technical Note 5177, appendix B */
    DEPTH_MAX = 10,       /* likewise */
    STEMS_MAX = 96,       /* likewise */
    FLAT_MAX = 65535,     /* bytes of one glyph */
    STEPS_MAX = 200000    /* operators of one glyph: calls can multiply */
};

typedef struct frame {
    const uint8_t *at, *end;
} frame;

typedef struct outline {
    const jb_cff_index *global, *local;
    jb_buf *into;
    size_t start;                /* of this glyph in the output */
    frame frames[DEPTH_MAX + 1];
    int depth;
    struct {
        int32_t value;
        size_t place;            /* in the output */
        bool is_integer;
    } stack[STACK_MAX];
    int count;
    uint32_t stems;
    bool has_width;              /* the first stack-clearing operator was seen */
    bool is_done;
} outline;

static uint32_t read_offset(const jb_cff_index *index, uint32_t at)
{
    const uint8_t *byte = index->offsets + (size_t)at * index->offset_size;
    uint32_t value = 0;
    for (int i = 0; i < index->offset_size; i++)
        value = value << 8 | byte[i];
    return value;
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

/* Copies the operand at the frame's place and pushes it. */
static bool copy_operand(outline *o, frame *f)
{
    const uint8_t *at = f->at;
    uint8_t lead = at[0];
    size_t len = lead == OP_SHORTINT ? 3 : lead < 247 ? 1 : lead == OP_FIXED ? 5 : 2;
    if (o->count == STACK_MAX || (size_t)(f->end - at) < len)
        return false;
    int32_t value = 0;
    if (lead == OP_SHORTINT)
        value = (int16_t)(uint16_t)(at[1] << 8 | at[2]);
    else if (lead < 247)
        value = lead - 139;
    else if (lead < 251)
        value = (lead - 247) * 256 + at[1] + 108;
    else if (lead < OP_FIXED)
        value = -(lead - 251) * 256 - at[1] - 108;
    o->stack[o->count].value = value;
    o->stack[o->count].place = o->into->len;
    o->stack[o->count].is_integer = lead != OP_FIXED;
    o->count++;
    jb_buf_put(o->into, at, len);
    f->at += len;
    return true;
}

static bool call(outline *o, const jb_cff_index *index)
{
    if (o->count == 0 || o->depth == DEPTH_MAX || !o->stack[o->count - 1].is_integer)
        return false;
    o->count--;
    o->into->len = o->stack[o->count].place;
    int32_t bias = index->count < 1240 ? 107 : index->count < 33900 ? 1131 : 32768;
    int32_t number = o->stack[o->count].value + bias;
    jb_str body;
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
        o->into->len = o->stack[with_width ? 1 : 0].place;
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
    jb_buf_putc(o->into, (char)op);
    o->has_width = true;
    o->count = 0;
    return true;
}

static bool emit_escape(outline *o, frame *f)
{
    if (f->at == f->end || *f->at < ESCAPE_HFLEX || *f->at > ESCAPE_FLEX1)
        return false;
    emit(o, OP_ESCAPE);
    return emit(o, *f->at++);
}

static bool step(outline *o, frame *f)
{
    uint8_t op = *f->at;
    if (op >= 32 || op == OP_SHORTINT)
        return copy_operand(o, f);
    f->at++;
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
    default:
        break;
    }
    bool draws = (op >= OP_RLINETO && op <= OP_RRCURVETO) ||
                 (op >= OP_RCURVELINE && op <= OP_HHCURVETO) || op == OP_VHCURVETO ||
                 op == OP_HVCURVETO;
    return draws && o->has_width && emit(o, op);
}

bool jb_cff_outline_flatten(jb_str charstring, const jb_cff_index *global,
                            const jb_cff_index *local, jb_buf *into)
{
    outline o;
    o.global = global;
    o.local = local;
    o.into = into;
    o.start = into->len;
    o.depth = 0;
    o.count = 0;
    o.stems = 0;
    o.has_width = o.is_done = false;
    o.frames[0].at = (const uint8_t *)charstring.at;
    o.frames[0].end = o.frames[0].at + charstring.len;
    for (int steps = 0; !o.is_done; steps++) {
        frame *f = &o.frames[o.depth];
        if (f->at == f->end || steps == STEPS_MAX || !step(&o, f))
            return false;
        if (into->len - o.start > FLAT_MAX)
            return false;
    }
    return true;
}
