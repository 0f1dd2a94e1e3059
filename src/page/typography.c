/* Lines are looked at one by one as they come from the pages; those of a paragraph are
 * kept until it is complete, as facts that do not point into the flow. */
#include "page/typography.h"

#include "base/utf8.h"
#include "page/placed.h"
#include "text/trace.h"

enum {
    LOOSE = 250,  /* thousandths of an em between two Han characters: as wide as the
                        * gap between Han and Latin (CLREQ 3.2.2) */
    GAPING = 500, /* the most that a gap between Han and Latin may get (CLREQ 3.5.4) */
    RIVER_BLANK =
        300, /* thousandths of an em: over the widest natural one, a quarter */
    RIVER_LINES =
        4, /* of 24 real reports five had rivers of two lines, none of three */
    LADDER_LINES =
        3,          /* two broken words are let stand, more than three nowhere (Chicago
                        * Manual of Style, chapter 7) */
    SAME_LINES = 3, /* of 24 real reports four had pairs, none had three */
    LONELY_LINES = 2,   /* CLREQ 3.4.4 */
    HEADING_LINES = 2,  /* JLREQ 4.1.8 */
    TIGHT_LEAST = 1000, /* thousandths of an em that a tight line gave up at least: the
                         * blanks of two marks; one alone is not seen */
    QUOTED = 8,         /* characters of a line that a message shows */
    BLANKS_MOST = 64    /* of a line, looked at for rivers */
};

typedef struct blank {
    jb_mpt x, end;   /* on the page */
    unsigned lines;  /* of the river that comes down to here */
    unsigned source; /* the line it begins in */
    bool goes_on;
} blank;

/* What is kept of a line. */
typedef struct fact {
    jb_span span;
    const char *quote;
    size_t page;
    uint32_t head[2], tail[2];
    bool breaks_word, is_last;
    blank *blanks;
    size_t blank_count;
} fact;

struct jb_typography {
    jb_diag *diag;
    jb_arena own; /* of the paragraph that is being gathered */
    JB_VEC(fact) lines;
    const jb_element *element;
    jb_arena walk;
    size_t page;
    bool
        has_heading; /* one stands on this page, and fewer than HEADING_LINES below it */
    jb_span heading_span;
    char heading[4 * QUOTED + 8];
    int below_heading; /* lines */
};

/* The first characters of a line, with an ellipsis where there are more. */
static void quote(jb_str text, char *into)
{
    size_t at = 0;
    for (int i = 0; i < QUOTED && at < text.len; i++)
        jb_utf8_next(text, &at);
    memcpy(into, text.at, at);
    memcpy(into + at, at < text.len ? "\xE2\x80\xA6" : "", at < text.len ? 4 : 1);
}

static const char *decimal(int thousandths, char into[16])
{
    snprintf(into, 16, "%d.%02d", thousandths / 1000, thousandths % 1000 / 10);
    return into;
}

static const char *number(size_t value, char into[16])
{
    snprintf(into, 16, "%u", (unsigned)JB_MIN(value, (size_t)UINT32_MAX));
    return into;
}

/* ---- single lines -------------------------------------------------------------- */

static int thousandths_of(jb_mpt width, jb_mpt em)
{
    return em > 0 ? (int)jb_geom_scale(width, 1000, em) : 0;
}

static void check_line(jb_typography *at, const jb_line *line)
{
    const jb_trace *trace = line->trace;
    char shown[4 * QUOTED + 8], em[16];
    int widest = 0, taken = 0;
    for (size_t i = 0; i < trace->gap_count; i++) {
        const jb_trace_gap *gap = &trace->gaps[i];
        if (gap->is_han)
            widest = JB_MAX(widest, thousandths_of(gap->width, gap->em));
        if (gap->change == JB_TRACE_SHRUNK)
            taken += thousandths_of(gap->natural - gap->width, gap->em);
    }
    quote(line->text, shown);
    if (widest > GAPING)
        jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_GAPING, line->span, shown,
                    decimal(widest, em));
    else if (widest > LOOSE)
        jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_LOOSE, line->span, shown,
                    decimal(widest, em));
    if (trace->is_tight && taken >= TIGHT_LEAST)
        jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_TIGHT, line->span, shown);
}

/* ---- paragraphs ---------------------------------------------------------------- */

static bool is_same(const uint32_t *a, const uint32_t *b)
{
    return a[0] && a[0] == b[0] && a[1] == b[1];
}

static const char *pair(const uint32_t *cps, char into[16])
{
    jb_buf text = {0};
    jb_buf_put_cp(&text, cps[0]);
    jb_buf_put_cp(&text, cps[1]);
    snprintf(into, 16, "%s", text.at);
    jb_buf_fini(&text);
    return into;
}

/* Beginnings, or ends, that are the same in several lines. A last line does not end at
 * the edge. */
static void check_same(jb_typography *at, bool is_end)
{
    char shown[16], count[16];
    size_t lines = at->lines.count;
    for (size_t i = 0, next; i < lines; i = next) {
        const fact *first = &at->lines.items[i];
        const uint32_t *wanted = is_end ? first->tail : first->head;
        for (next = i + 1; next < lines; next++) {
            const fact *other = &at->lines.items[next];
            if (!is_same(wanted, is_end ? other->tail : other->head) ||
                (is_end && other->is_last))
                break;
        }
        if (next - i >= SAME_LINES)
            jb_diag_add(at->diag,
                        is_end ? JB_DIAG_TYPOGRAPHY_SAME_END
                               : JB_DIAG_TYPOGRAPHY_SAME_START,
                        first->span, pair(wanted, shown), number(next - i, count));
    }
}

static void check_ladder(jb_typography *at)
{
    char count[16];
    for (size_t i = 0, next; i < at->lines.count; i = next) {
        const fact *first = &at->lines.items[i];
        for (next = i; next < at->lines.count && at->lines.items[next].breaks_word;
             next++)
            ;
        if (next - i >= LADDER_LINES)
            jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_LADDER, first->span, first->quote,
                        number(next - i, count));
        next += next == i;
    }
}

/* Each blank carries on the longest river of those above it that it touches. */
static void check_rivers(jb_typography *at)
{
    for (size_t i = 0; i < at->lines.count; i++) {
        fact *line = &at->lines.items[i];
        fact *above = i > 0 ? &at->lines.items[i - 1] : NULL;
        for (size_t b = 0; b < line->blank_count; b++) {
            blank *own = &line->blanks[b], *from = NULL;
            *own = (blank){own->x, own->end, 1, (unsigned)i, false};
            for (size_t a = 0; above && a < above->blank_count; a++) {
                blank *other = &above->blanks[a];
                if (other->x < own->end && own->x < other->end &&
                    (!from || other->lines > from->lines))
                    from = other;
            }
            if (from) {
                own->lines = from->lines + 1;
                own->source = from->source;
                from->goes_on = true;
            }
        }
    }
    for (size_t i = 0; i < at->lines.count; i++) {
        const fact *line = &at->lines.items[i];
        for (size_t b = 0; b < line->blank_count; b++) {
            const blank *end = &line->blanks[b];
            char count[16];
            if (end->goes_on || end->lines < RIVER_LINES)
                continue;
            const fact *begin = &at->lines.items[end->source];
            jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_RIVER, begin->span, begin->quote,
                        number(end->lines, count));
        }
    }
}

/* Lines that a page break leaves alone; `parts` of a page in the middle are long. */
static void check_lonely(jb_typography *at)
{
    char page[16];
    size_t count = at->lines.count, head = 1, tail = 1;
    const fact *lines = at->lines.items;
    if (count < 2 || lines[0].page == lines[count - 1].page)
        return;
    while (head < count && lines[head].page == lines[0].page)
        head++;
    while (tail < count && lines[count - 1 - tail].page == lines[count - 1].page)
        tail++;
    if (head < LONELY_LINES)
        jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_ORPHAN, lines[0].span,
                    number(lines[0].page, page));
    if (tail < LONELY_LINES)
        jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_WIDOW, lines[count - 1].span,
                    number(lines[count - 1].page, page));
}

static void end_paragraph(jb_typography *at)
{
    if (at->lines.count > 1) {
        check_same(at, false);
        check_same(at, true);
        check_ladder(at);
        check_rivers(at);
        check_lonely(at);
    }
    memset(&at->lines, 0, sizeof at->lines);
    at->element = NULL;
    jb_arena_reset(&at->own);
}

static void keep_blanks(jb_typography *at, const jb_trace *trace, jb_mpt x, fact *line)
{
    line->blanks =
        JB_NEWS(&at->own, blank, JB_MIN(trace->gap_count, (size_t)BLANKS_MOST));
    for (size_t i = 0; i < trace->gap_count && line->blank_count < BLANKS_MOST; i++) {
        const jb_trace_gap *gap = &trace->gaps[i];
        if (thousandths_of(gap->width, gap->em) >= RIVER_BLANK)
            line->blanks[line->blank_count++] =
                (blank){.x = x + gap->x, .end = x + gap->x + gap->width};
    }
}

static void keep_line(jb_typography *at, const jb_placed *placed)
{
    const jb_line *line = placed->piece->line;
    const jb_trace *trace = line->trace;
    if (trace->index != at->lines.count || placed->piece->element != at->element)
        end_paragraph(at);
    char shown[4 * QUOTED + 8];
    quote(line->text, shown);
    fact kept = {.span = line->span,
                 .page = at->page,
                 .breaks_word = trace->breaks_word,
                 .is_last = trace->index + 1 == trace->count};
    kept.quote = jb_str_dup(&at->own, jb_str_of(shown));
    memcpy(kept.head, trace->head, sizeof kept.head);
    memcpy(kept.tail, trace->tail, sizeof kept.tail);
    keep_blanks(at, trace, placed->x, &kept);
    at->element = placed->piece->element;
    jb_vec_push(&at->own, &at->lines, kept);
    if (!kept.is_last)
        return;
    if (trace->count > 1 && trace->is_single)
        jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_SHORT_LAST, line->span, shown);
    end_paragraph(at);
}

/* ---- headings ------------------------------------------------------------------ */

/* Something of this many lines comes on the page. */
static void count_below(jb_typography *at, int lines)
{
    at->below_heading += lines;
    if (at->below_heading >= HEADING_LINES)
        at->has_heading = false;
}

static void note_heading(jb_typography *at, const jb_line *line)
{
    at->has_heading = true;
    at->below_heading = 0;
    if (line->trace->index > 0)
        return;
    at->heading_span = line->span;
    quote(line->text, at->heading);
}

static void begin_page(jb_typography *at, size_t page)
{
    char count[16];
    if (at->has_heading)
        jb_diag_add(at->diag, JB_DIAG_TYPOGRAPHY_HEADING_FOOT, at->heading_span,
                    at->heading, number(at->page, count));
    at->has_heading = false;
    at->page = page;
}

/* ---- pages --------------------------------------------------------------------- */

static void see(void *state, const jb_placed *placed)
{
    jb_typography *at = state;
    const jb_piece *piece = placed->piece;
    if (placed->is_repeat)
        return;
    if (!piece || piece->kind == JB_PIECE_IMAGE) {
        count_below(at, HEADING_LINES);
        return;
    }
    if (piece->kind != JB_PIECE_LINE || !piece->line->trace)
        return;
    jb_part part = piece->element ? piece->element->part : JB_PART_PARAGRAPH;
    if (part == JB_PART_HEADING && !placed->is_in_cell)
        note_heading(at, piece->line);
    else if (!placed->is_note)
        count_below(at, 1);
    check_line(at, piece->line);
    if (!placed->is_in_cell && part != JB_PART_CODE && part != JB_PART_LABEL)
        keep_line(at, placed);
}

static void see_page(void *state, size_t page, const jb_paint_page *paper)
{
    jb_typography *at = state;
    begin_page(at, page);
    jb_placed_walk(paper, &at->walk, see, at);
    jb_arena_reset(&at->walk);
}

jb_typography *jb_typography_new(jb_arena *into, jb_diag *diag)
{
    jb_typography *typography = JB_NEW(into, jb_typography);
    typography->diag = diag;
    return typography;
}

jb_page_watch jb_typography_watch(jb_typography *typography)
{
    return (jb_page_watch){typography, see_page};
}

void jb_typography_end(jb_typography *typography)
{
    end_paragraph(typography);
    jb_arena_fini(&typography->own);
    jb_arena_fini(&typography->walk);
}
