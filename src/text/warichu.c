/* A part of a note is as wide as its first line, which ends at the first opportunity that
 * leaves no more for the second. Prefix sums make that a binary search, so that the choice
 * of lines may ask for the width of any part. */
#include "text/warichu.h"

#include "base/vec.h"

/* The em box is that of Noto CJK (OpenType BASE: ideo -120, idtp 880). */
enum {
    PART_LEAST = 4,    /* atoms at each side of a division: two a line; our choice */
    BODY_MIDDLE = 380, /* thousandths of the em, above the baseline */
    BODY_TOP = 880,
    BODY_FOOT = 120
};

/* ---- finding -------------------------------------------------------------------- */

static const jb_warichu *note_of(const jb_para *para, size_t i)
{
    const jb_atom *atom = &para->atoms[i];
    return atom->cp == 0x2028 ? NULL : para->segments[atom->segment].warichu;
}

static bool may_divide(const jb_atom *atom)
{
    return atom->may_break == JB_BREAK_YES || atom->may_break == JB_BREAK_PENALISED;
}

/* Where the second line may begin; then where the note may be divided: never at a hyphen,
 * near its ends in an emergency only. */
static const uint32_t *find_breaks(jb_para *para, size_t begin, size_t end)
{
    uint32_t count = (uint32_t)(end - begin);
    uint32_t *next = JB_NEWS(para->arena, uint32_t, count + 1);
    next[count] = count;
    for (uint32_t i = count; i-- > 1;) {
        jb_atom *atom = &para->atoms[begin + i];
        next[i] = may_divide(atom) ? i : next[i + 1];
        if (atom->may_break == JB_BREAK_HYPHEN)
            atom->may_break = JB_BREAK_NO;
        else if (may_divide(atom))
            atom->may_break = i < PART_LEAST || count - i < PART_LEAST
                                  ? JB_BREAK_EMERGENCY
                                  : JB_BREAK_PENALISED;
    }
    next[0] = count > 0 ? next[1] : 0;
    return next;
}

static void hold(jb_para *para, size_t i)
{
    if (i < para->count && !para->atoms[i].must_break)
        para->atoms[i].may_break = JB_BREAK_NO;
}

void jb_warichu_find(jb_para *para)
{
    JB_VEC(jb_warichu_part) parts = {NULL, 0, 0};
    for (size_t i = 0, end; i < para->count && !para->has_bidi; i = end) {
        const jb_warichu *note = note_of(para, i);
        for (end = i + 1; note && end < para->count && note_of(para, end) == note;)
            end++;
        if (!note)
            continue;
        jb_warichu_part part = {.begin = i, .end = end};
        part.em = note->around->type.size;
        part.size = para->runs[para->atoms[i].run].type->size;
        part.next = find_breaks(para, i, end);
        hold(para, i);
        hold(para, end);
        jb_vec_push(para->arena, &parts, part);
    }
    para->warichus = parts.items;
    para->warichu_count = parts.count;
}

void jb_warichu_close(jb_para *para)
{
    for (size_t k = 0; k < para->warichu_count; k++) {
        const jb_warichu_part *part = &para->warichus[k];
        for (size_t i = part->begin; i <= part->end && i < para->count; i++) {
            jb_mpt natural = para->gaps[i].natural;
            if (i == part->begin || i == part->end)
                natural = 0;
            else if (natural > 0) /* beside letters, of the text's em until here */
                natural = (jb_mpt)jb_geom_scale(natural, part->size, part->em);
            para->gaps[i] = (jb_gap){.natural = natural};
        }
    }
}

/* ---- measuring ------------------------------------------------------------------ */

/* From the pen at an atom to the pen behind the last one. */
static jb_mpt way(const jb_para *para, size_t begin, size_t end)
{
    if (begin == end)
        return 0;
    int64_t width = para->sums[end].width - para->sums[begin].width;
    return (jb_mpt)JB_MIN(width - para->gaps[begin].natural, (int64_t)INT32_MAX / 4);
}

/* The width of a line of a note, without blank at its ends. */
static jb_mpt width_of(const jb_para *para, size_t begin, size_t end)
{
    while (end > begin && para->atoms[end - 1].kind == JB_ATOM_SPACE)
        end--;
    if (begin == end)
        return 0;
    return way(para, begin, end) - para->atoms[begin].trim_left -
           para->atoms[end - 1].trim_right;
}

/* The part of a note on a line of the text. */
typedef struct portion {
    size_t begin, middle, end; /* the second line begins at the middle */
    jb_mpt width;
} portion;

static portion portion_of(const jb_para *para, const jb_warichu_part *part,
                          const jb_extent *line)
{
    portion made = {.begin = JB_MAX(part->begin, line->begin),
                    .end = JB_MIN(part->end, line->end)};
    size_t low = made.begin + 1, high = made.end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (width_of(para, made.begin, middle) >= width_of(para, middle, made.end))
            high = middle;
        else
            low = middle + 1;
    }
    made.middle = JB_MIN(part->begin + part->next[low - part->begin], made.end);
    made.width = JB_MAX(width_of(para, made.begin, made.middle),
                        width_of(para, made.middle, made.end));
    jb_mpt em = para->style->type.size;
    if (para->style->setting.is_gridded)
        made.width = (made.width + em - 1) / em * em;
    return made;
}

/* The first note that ends behind an atom. */
static size_t first_behind(const jb_para *para, size_t atom)
{
    size_t low = 0, high = para->warichu_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (para->warichus[middle].end > atom)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int64_t jb_warichu_saving(const jb_para *para, const jb_extent *line)
{
    int64_t saving = 0;
    for (size_t k = first_behind(para, line->begin);
         k < para->warichu_count && para->warichus[k].begin < line->end; k++) {
        portion own = portion_of(para, &para->warichus[k], line);
        saving += way(para, own.begin, own.end) - own.width;
        if (own.begin == line->begin)
            saving -= para->atoms[own.begin].trim_left;
        if (own.end == line->end)
            saving -= para->atoms[own.end - 1].trim_right;
    }
    return saving;
}

/* ---- placing -------------------------------------------------------------------- */

/* Lines above and below the middle of the em box, or one in it. */
static void raise_lines(const jb_warichu_part *part, const portion *own,
                        const jb_extent *line, jb_mpt *raises)
{
    jb_mpt middle = (jb_mpt)jb_geom_scale(part->em, BODY_MIDDLE, 1000);
    jb_mpt first = (jb_mpt)jb_geom_scale(part->size, BODY_FOOT, 1000);
    jb_mpt second = -(jb_mpt)jb_geom_scale(part->size, BODY_TOP, 1000);
    if (own->middle == own->end)
        first = -(jb_mpt)jb_geom_scale(part->size, BODY_MIDDLE, 1000);
    for (size_t i = own->begin; i < own->end; i++)
        raises[i - line->begin] = middle + (i < own->middle ? first : second);
}

static void place(const jb_para *para, const portion *own, jb_extent *line,
                  jb_mpt *added)
{
    const jb_atom *atoms = para->atoms;
    size_t last = own->middle < own->end ? own->middle : own->begin;
    if (own->begin > line->begin)
        added[own->begin - line->begin] -= atoms[own->begin].trim_left;
    if (last == own->middle)
        added[last - line->begin] +=
            atoms[own->begin].trim_left - atoms[last].trim_left -
            way(para, own->begin, last) - para->gaps[last].natural;
    jb_mpt rest = own->width + atoms[last].trim_left - way(para, last, own->end);
    if (own->end < line->end)
        added[own->end - line->begin] += rest;
    else
        line->tail = rest + atoms[own->end - 1].trim_right;
}

void jb_warichu_place(const jb_para *para, jb_extent *line, jb_mpt *added,
                      jb_arena *into)
{
    size_t k = first_behind(para, line->begin);
    if (k == para->warichu_count || para->warichus[k].begin >= line->end)
        return;
    jb_mpt *raises = JB_NEWS(into, jb_mpt, line->end - line->begin);
    for (; k < para->warichu_count && para->warichus[k].begin < line->end; k++) {
        portion own = portion_of(para, &para->warichus[k], line);
        raise_lines(&para->warichus[k], &own, line, raises);
        place(para, &own, line, added);
    }
    line->raises = raises;
}
