/* Writes what the stages of a paragraph found, in columns. */
#include "text/breaks.h"

#include "text/atom.h"

static const char *const kinds[] = {"other", "alnum", "han", "mark", "space"};
static const char *const puncts[JB_PUNCT_COUNT] = {"-",  "OP", "CL", "CM", "PD",
                                                   "EX", "MD", "CN", "SL", "B2",
                                                   "IN", "PR", "PO", "CJ", "IT"};
static const char *const opportunities[] = {"no",     "yes",       "penalised",
                                            "hyphen", "emergency", "must"};

static bool begins_line(const jb_para *para, const jb_lines *lines, const jb_atom *atom)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].text.at == para->text.at + atom->text_at)
            return true;
    return false;
}

static void put_text(const jb_para *para, const jb_atom *atom, jb_buf *into)
{
    if (atom->cp < 0x20 || atom->cp == 0x2028)
        jb_buf_printf(into, "U+%04X", (unsigned)atom->cp);
    else
        jb_buf_put_str(into, jb_str_slice(para->text, atom->text_at,
                                          (size_t)atom->text_at + atom->text_len));
}

void jb_breaks_dump(const jb_para *para, const jb_lines *lines, jb_buf *into)
{
    for (size_t i = 0; i < para->count; i++) {
        const jb_atom *atom = &para->atoms[i];
        const jb_gap *gap = &para->gaps[i];
        put_text(para, atom, into);
        jb_buf_printf(into, "\t%s %s w=%d", kinds[atom->kind], puncts[atom->punct],
                      atom->width);
        if (atom->trim_left || atom->trim_right)
            jb_buf_printf(into, " trim=%d/%d", atom->trim_left, atom->trim_right);
        jb_buf_printf(into, "\tgap=%d", gap->natural);
        if (gap->shrink)
            jb_buf_printf(into, " -%d@%d", gap->shrink, gap->shrink_tier);
        if (gap->stretch)
            jb_buf_printf(into, " +%d@%d", gap->stretch, gap->stretch_tier);
        jb_buf_puts(into, gap->is_open ? " open" : "");
        jb_buf_printf(into, "\t%s%s\n", opportunities[atom->may_break],
                      begins_line(para, lines, atom) ? " <- line" : "");
    }
}
