/* Greedy: in a plain text a line more or less is nothing, and no space can be given. */
#include "out/wrap.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "text/opportunity.h"

enum { LINE_SEPARATOR = 0x2028 };

/* The text taken apart. */
typedef struct wrapping {
    const jb_wrap *wrap;
    jb_str text;
    uint32_t *cps;
    size_t *ats; /* byte offsets, count + 1 */
    uint8_t *breaks;
    size_t count;
    size_t lines;
    jb_buf *out;
} wrapping;

static void take_apart(wrapping *w, jb_arena *scratch)
{
    w->cps = JB_NEWS(scratch, uint32_t, w->text.len);
    w->ats = JB_NEWS(scratch, size_t, w->text.len + 1);
    for (size_t at = 0; at < w->text.len; w->count++) {
        w->ats[w->count] = at;
        w->cps[w->count] = jb_utf8_next(w->text, &at);
    }
    w->ats[w->count] = w->text.len;
    jb_punct_convention convention = jb_punct_convention_of(w->wrap->lang);
    bool is_han =
        convention != JB_PUNCT_OTHER && convention != JB_PUNCT_KO; /* zh and ja */
    jb_punct_at *marks = JB_NEWS(scratch, jb_punct_at, w->count);
    jb_punct_resolve(w->cps, w->count, is_han, marks);
    const jb_opportunity_rules rules = {.kinsoku = w->wrap->kinsoku,
                                        .is_tailored = true,
                                        .is_korean_by_word = convention == JB_PUNCT_KO,
                                        .convention = convention};
    w->breaks = JB_NEWS(scratch, uint8_t, w->count + 1);
    jb_opportunity_find(w->cps, marks, w->count, &rules, w->breaks);
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == LINE_SEPARATOR || cp == '\n';
}

static void put_line(wrapping *w, size_t begin, size_t end)
{
    const char *prefix = w->lines++ == 0 ? w->wrap->first : w->wrap->rest;
    while (end > begin && is_blank(w->cps[end - 1]))
        end--;
    jb_str line = jb_str_slice(w->text, w->ats[begin], w->ats[end]);
    jb_str before = jb_str_of(prefix);
    if (line.len == 0) /* no blanks at the line's end */
        while (before.len && before.at[before.len - 1] == ' ')
            before.len--;
    jb_buf_put_str(w->out, before);
    int left = w->wrap->columns - jb_utf8_columns(before) - jb_utf8_columns(line);
    if (w->wrap->align == JB_ALIGN_CENTRE)
        left /= 2;
    else if (w->wrap->align != JB_ALIGN_RIGHT)
        left = 0;
    if (left > 0)
        jb_buf_printf(w->out, "%*s", left, "");
    jb_buf_put_str(w->out, line);
    jb_buf_putc(w->out, '\n');
}

/* The end of the line that begins at `begin`: the last opportunity before the text gets
 * too wide, else anywhere. */
static size_t end_of_line(const wrapping *w, size_t begin, int room)
{
    size_t good = 0;
    int width = 0;
    for (size_t i = begin; i < w->count; i++) {
        if (i > begin && w->breaks[i] == JB_BREAK_MUST)
            return i;
        bool is_good =
            w->breaks[i] == JB_BREAK_YES || w->breaks[i] == JB_BREAK_PENALISED;
        if (i > begin && is_good)
            good = i;
        width += jb_ucd_width(w->cps[i]);
        if (width <= room || is_blank(w->cps[i]))
            continue;
        while (!good && i > begin + 1 &&
               !jb_ucd_cluster_break(w->cps[i - 1], w->cps[i]))
            i--;
        return good ? good : JB_MAX(i, begin + 1);
    }
    return w->count;
}

void jb_wrap_put(const jb_wrap *wrap, jb_str text, jb_arena *scratch, jb_buf *out)
{
    wrapping w = {.wrap = wrap, .text = text, .out = out};
    take_apart(&w, scratch);
    for (size_t begin = 0, end; begin < w.count; begin = end) {
        const char *prefix = w.lines == 0 ? wrap->first : wrap->rest;
        int room = wrap->columns - jb_utf8_columns(jb_str_of(prefix));
        end = end_of_line(&w, begin, JB_MAX(room, 1));
        put_line(&w, begin, end);
    }
}
