/* Writes what the stages of a paragraph found, in columns or as JSON. */
#include "text/breaks.h"

#include "text/trace.h"

enum { TEXT = 8, KIND = 6, CLASS = 3, WIDTH = 9, TRIM = 8, GAP = 22, SET = 28 };

static const char *const kinds[] = {"other", "alnum", "han", "mark", "space"};
static const char *const puncts[JB_PUNCT_COUNT] = {"-",  "OP", "CL", "CM", "PD",
                                                   "EX", "MD", "CN", "SL", "B2",
                                                   "IN", "PR", "PO", "CJ", "IT"};
static const char *const opportunities[] = {"no",     "yes",       "penalised",
                                            "hyphen", "emergency", "must"};

/* Fills up with blanks to `columns` from where the buffer was `from` long. */
static void pad(jb_buf *into, size_t from, size_t columns)
{
    size_t used = jb_buf_str(into).len - from;
    jb_buf_printf(into, "%*s", used < columns ? (int)(columns - used) : 1, "");
}

static jb_str text_of(const jb_para *para, const jb_atom *atom)
{
    return jb_str_slice(para->text, atom->text_at,
                        (size_t)atom->text_at + atom->text_len);
}

static void put_text(const jb_para *para, const jb_atom *atom, jb_buf *into)
{
    size_t from = jb_buf_str(into).len, columns = TEXT;
    jb_str text = text_of(para, atom);
    jb_buf_puts(into, "    ");
    if (atom->cp <= 0x20 || atom->cp == 0x2028 || atom->cp == 0xA0) {
        jb_buf_printf(into, "U+%04X", (unsigned)atom->cp);
    } else {
        jb_buf_put_str(into, text);
        size_t shown = atom->kind == JB_ATOM_HAN || atom->kind == JB_ATOM_MARK ? 2 : 1;
        columns += JB_MAX(text.len, shown) - shown;
    }
    pad(into, from, columns + 4);
}

/* What was done to the gap before an atom of this line; NULL at its start. */
static const jb_trace_gap *gap_before(const jb_para *para, const jb_trace *line,
                                      size_t i)
{
    const jb_atom *atoms = para->atoms;
    return jb_trace_gap_at(line, atoms[i].text_at - atoms[line->atom_begin].text_at);
}

static void put_gap(const jb_gap *gap, jb_buf *into)
{
    jb_buf_put_points(into, "gap ", gap->natural);
    if (gap->shrink) {
        jb_buf_put_points(into, " -", gap->shrink);
        jb_buf_printf(into, "@%d", gap->shrink_tier);
    }
    if (gap->stretch) {
        jb_buf_put_points(into, " +", gap->stretch);
        jb_buf_printf(into, "@%d", gap->stretch_tier);
    }
    jb_buf_puts(into, gap->is_open ? " open" : "");
}

static void put_set(const jb_trace_gap *gap, jb_buf *into)
{
    const char *tier = jb_trace_tier_name((jb_trace_change)gap->change, gap->tier);
    if (gap->change == JB_TRACE_NATURAL)
        return;
    jb_buf_put_points(into, "-> ", gap->width);
    jb_buf_printf(into, " %s%s%s", jb_trace_change_name((jb_trace_change)gap->change),
                  *tier ? " " : "", tier);
}

static void put_atom(const jb_para *para, const jb_trace *line, size_t i, jb_buf *into)
{
    const jb_atom *atom = &para->atoms[i];
    put_text(para, atom, into);
    size_t from = jb_buf_str(into).len, column = KIND;
    jb_buf_puts(into, kinds[atom->kind]);
    pad(into, from, column);
    jb_buf_puts(into, puncts[atom->punct]);
    pad(into, from, column += CLASS);
    jb_buf_put_points(into, "w ", atom->width);
    pad(into, from, column += WIDTH);
    if (atom->trim_left || atom->trim_right) {
        jb_buf_put_points(into, "", atom->trim_left);
        jb_buf_put_points(into, "/", atom->trim_right);
    }
    pad(into, from, column += TRIM);
    if (i > line->atom_begin)
        put_gap(&para->gaps[i], into);
    pad(into, from, column += GAP);
    const jb_trace_gap *gap = gap_before(para, line, i);
    if (gap)
        put_set(gap, into);
    pad(into, from, column + SET);
    jb_buf_puts(into, opportunities[atom->may_break]);
    jb_trace_reason why = i > 0 ? jb_trace_why(para, i) : JB_TRACE_NONE;
    if (why != JB_TRACE_NONE && why != JB_TRACE_FORCED && why != JB_TRACE_HYPHEN)
        jb_buf_printf(into, ": %s", jb_trace_reason_name(why));
    jb_buf_putc(into, '\n');
}

static void put_line(const jb_line *line, jb_buf *into)
{
    const jb_trace *trace = line->trace;
    jb_buf_printf(into, "  line %zu", trace->index + 1);
    jb_buf_put_points(into, " x ", line->x);
    jb_buf_put_points(into, " width ", line->width);
    jb_buf_put_points(into, " of ", trace->measure);
    jb_buf_put_points(into, " slack ", trace->slack);
    jb_buf_printf(into, " cost %lld", (long long)trace->cost);
    jb_buf_printf(into, " <- %s%s\n",
                  jb_trace_reason_name((jb_trace_reason)trace->reason),
                  trace->is_tight ? ", tight" : "");
}

static void put_atom_json(const jb_para *para, const jb_trace *line, size_t i,
                          jb_buf *into)
{
    const jb_atom *atom = &para->atoms[i];
    const jb_trace_gap *gap = gap_before(para, line, i);
    jb_buf_printf(into, "{\"line\":%zu,\"char\":", line->index + 1);
    jb_buf_put_json(into, text_of(para, atom));
    jb_buf_printf(into, ",\"cp\":\"U+%04X\",\"kind\":\"%s\",\"class\":\"%s\"",
                  (unsigned)atom->cp, kinds[atom->kind], puncts[atom->punct]);
    jb_buf_put_points(into, ",\"width\":", atom->width);
    if (i > line->atom_begin) {
        jb_buf_put_points(into, ",\"gap\":", para->gaps[i].natural);
        jb_buf_put_points(into, ",\"shrink\":", para->gaps[i].shrink);
        jb_buf_printf(into, ",\"shrink_tier\":%d", para->gaps[i].shrink_tier);
        jb_buf_put_points(into, ",\"stretch\":", para->gaps[i].stretch);
        jb_buf_printf(into, ",\"stretch_tier\":%d", para->gaps[i].stretch_tier);
    }
    if (gap) {
        jb_buf_put_points(into, ",\"set\":", gap->width);
        jb_buf_printf(into, ",\"change\":\"%s\",\"tier\":\"%s\"",
                      jb_trace_change_name((jb_trace_change)gap->change),
                      jb_trace_tier_name((jb_trace_change)gap->change, gap->tier));
    }
    jb_trace_reason why = i > 0 ? jb_trace_why(para, i) : JB_TRACE_NONE;
    jb_buf_printf(into, ",\"break\":\"%s\",\"why\":\"%s\"",
                  opportunities[atom->may_break], jb_trace_reason_name(why));
    if (i + 1 == line->atom_end)
        jb_buf_printf(into, ",\"end\":\"%s\"",
                      jb_trace_reason_name((jb_trace_reason)line->reason));
    jb_buf_puts(into, "}\n");
}

void jb_breaks_dump(const jb_para *para, const jb_lines *lines, jb_breaks_form form,
                    jb_buf *into)
{
    for (size_t l = 0; l < lines->count; l++) {
        const jb_trace *trace = lines->items[l].trace;
        size_t end =
            l + 1 < lines->count ? lines->items[l + 1].trace->atom_begin : para->count;
        if (form == JB_BREAKS_TEXT)
            put_line(&lines->items[l], into);
        for (size_t i = trace->atom_begin; i < end; i++) {
            if (form == JB_BREAKS_TEXT)
                put_atom(para, trace, i, into);
            else
                put_atom_json(para, trace, i, into);
        }
    }
}

void jb_breaks_changes(const jb_trace *line, jb_buf *into)
{
    bool seen[JB_TRACE_CHANGES][JB_SHRINK_TIERS] = {{false}};
    for (size_t i = 0; i < line->gap_count; i++)
        seen[line->gaps[i].change][line->gaps[i].tier] = true;
    const char *before = "";
    for (int c = JB_TRACE_SHRUNK; c < JB_TRACE_CHANGES; c++) {
        for (int t = 0; t < JB_SHRINK_TIERS; t++) {
            if (!seen[c][t])
                continue;
            const char *tier = jb_trace_tier_name((jb_trace_change)c, t);
            jb_buf_printf(into, "%s%s%s%s", before,
                          jb_trace_change_name((jb_trace_change)c), *tier ? " " : "",
                          tier);
            before = ", ";
        }
    }
}
