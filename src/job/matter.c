/* An index is a sorted list of references; neighbours with one word are a group. */
#include "job/matter.h"

enum {
    SECTIONS_MAX = 60, /* lines of contents up to which sections are listed; ours: two
                        * pages */
    MONTH = 7          /* characters of a date's year and month */
};

static const char separator[] = " \xC2\xB7 "; /* U+00B7, as below a report's title */

static const char *word(const jb_matter *matter, jb_wording name)
{
    return jb_wording_text(matter->lang, name);
}

static const char *kept(jb_buf *text, jb_arena *into)
{
    const char *copy = jb_str_dup(into, jb_buf_str(text));
    jb_buf_fini(text);
    return copy;
}

/* ---- front --------------------------------------------------------------------- */

void jb_matter_dates(const jb_matter *matter, const char **first, const char **last)
{
    *first = *last = NULL;
    for (size_t i = 0; i < matter->count; i++) {
        const char *date = matter->parts[i]->date;
        if (date && (!*first || strcmp(date, *first) < 0))
            *first = date;
        if (date && (!*last || strcmp(date, *last) > 0))
            *last = date;
    }
}

static void add_line(jb_block *parent, const char *role, const char *text,
                     jb_arena *into)
{
    jb_block_add(into, parent, JB_BLOCK_PARA, role, JB_NO_SPAN)->inlines =
        jb_inlines_of_text(jb_str_of(text), JB_NO_SPAN, into);
}

/* When, and how many. */
static const char *cover_line(const jb_matter *matter, jb_arena *into)
{
    jb_buf text = {0};
    const char *first, *last;
    int count = (int)matter->count;
    jb_matter_dates(matter, &first, &last);
    if (first)
        jb_wording_put_date(&text, matter->lang, jb_str_of(first));
    if (first && strcmp(first, last) != 0) {
        jb_buf_puts(&text, "\xE2\x80\x93"); /* U+2013 */
        jb_wording_put_date(&text, matter->lang, jb_str_of(last));
    }
    jb_buf_puts(&text, first ? separator : "");
    jb_wording_put(&text, matter->lang, JB_WORDING_REPORTS, &count);
    return kept(&text, into);
}

static void add_cover(const jb_matter *matter, jb_block *root, jb_arena *into)
{
    jb_block *cover = jb_block_add(into, root, JB_BLOCK_GROUP, "cover", JB_NO_SPAN);
    if (matter->brand && *matter->brand)
        add_line(cover, "brand", matter->brand, into);
    add_line(cover, "cover-title", matter->title, into);
    add_line(cover, "cover-line", cover_line(matter, into), into);
    jb_block_add(into, root, JB_BLOCK_PAGE_BREAK, "page-break", JB_NO_SPAN);
}

static bool lists_sections(const jb_matter *matter)
{
    size_t lines = matter->count;
    for (size_t i = 0; i < matter->count; i++)
        for (size_t h = 0; h < matter->parts[i]->headings.count; h++)
            lines += matter->parts[i]->headings.items[h].level == 1;
    return lines <= SECTIONS_MAX;
}

static const char *note_of(const jb_matter *matter, const jb_matter_part *part,
                           jb_arena *into)
{
    jb_buf text = {0};
    if (part->publisher)
        jb_buf_puts(&text, part->publisher);
    if (part->publisher && part->date)
        jb_buf_puts(&text, separator);
    if (part->date)
        jb_wording_put_date(&text, matter->lang, jb_str_of(part->date));
    return text.len ? kept(&text, into) : NULL;
}

static void add_sections(const jb_matter_part *part, jb_block *root, jb_arena *into)
{
    for (size_t h = 0; h < part->headings.count; h++) {
        const jb_matter_heading *heading = &part->headings.items[h];
        if (heading->level == 1)
            jb_contents_add(root,
                            &(jb_contents_entry){JB_CONTENTS_SECTION, heading->title,
                                                 NULL, heading->dest, heading->page},
                            into);
    }
}

jb_block *jb_matter_front(const jb_matter *matter, jb_arena *into)
{
    jb_block *root = jb_block_add(into, NULL, JB_BLOCK_GROUP, "report", JB_NO_SPAN);
    bool has_sections = lists_sections(matter);
    add_cover(matter, root, into);
    jb_contents_add(root,
                    &(jb_contents_entry){JB_CONTENTS_TITLE,
                                         word(matter, JB_WORDING_CONTENTS), NULL,
                                         JB_MATTER_CONTENTS, NULL},
                    into);
    for (size_t i = 0; i < matter->count; i++) {
        const jb_matter_part *part = matter->parts[i];
        jb_contents_entry entry = {JB_CONTENTS_REPORT, part->title,
                                   note_of(matter, part, into), part->dest, part->page};
        jb_contents_add(root, &entry, into);
        if (has_sections)
            add_sections(part, root, into);
    }
    for (size_t i = 0; i < matter->index_count; i++) {
        const jb_matter_index *index = &matter->indexes[i];
        jb_contents_entry entry = {JB_CONTENTS_REPORT, index->title, NULL, index->dest,
                                   index->page ? index->page : "1"};
        jb_contents_add(root, &entry, into);
    }
    return root;
}

/* ---- indexes ------------------------------------------------------------------- */

/* A report below a word. */
typedef struct reference {
    const char *key;   /* what it is sorted by, then by the reports' order */
    const char *group; /* as printed */
    const char *text;
    size_t part;
} reference;

typedef JB_VEC(reference) reference_list;

static int by_key(const void *left, const void *right)
{
    const reference *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order ? order : (a->part > b->part) - (a->part < b->part);
}

static void add_subjects(const jb_subjects_list *subjects, const char *title,
                         size_t part, jb_arena *into, reference_list *out)
{
    for (size_t i = 0; i < subjects->count; i++) {
        const jb_subject *subject = &subjects->items[i];
        const char *group =
            subject->name ? jb_arena_printf(into, "%s %s", subject->text, subject->name)
                          : subject->text;
        jb_vec_push(into, out, (reference){subject->text, group, title, part});
    }
}

/* "2024-02", with "02-29" before the title; a report may have no day. */
static void add_date(const jb_matter_part *part, size_t number, jb_arena *into,
                     reference_list *out)
{
    jb_str date = jb_str_slice(jb_str_of(part->date), 0, 10);
    const char *month = jb_str_dup(into, jb_str_slice(date, 0, MONTH));
    const char *text = part->title;
    if (date.len == 10)
        text = jb_arena_printf(into, "%.5s  %s", date.at + 5, part->title);
    jb_vec_push(into, out, (reference){jb_str_dup(into, date), month, text, number});
}

static void add_references(const jb_matter *matter, jb_wording index, jb_arena *into,
                           reference_list *out)
{
    for (size_t i = 0; i < matter->count; i++) {
        const jb_matter_part *part = matter->parts[i];
        if (index == JB_WORDING_BY_PUBLISHER && part->publisher)
            jb_vec_push(into, out,
                        (reference){part->publisher, part->publisher, part->title, i});
        else if (index == JB_WORDING_BY_TAG)
            add_subjects(&part->tags, part->title, i, into, out);
        else if (index == JB_WORDING_BY_CODE)
            add_subjects(&part->codes, part->title, i, into, out);
        else if (index == JB_WORDING_BY_DATE && part->date)
            add_date(part, i, into, out);
    }
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_key);
}

static void add_index(const jb_matter *matter, const jb_matter_index *index,
                      const reference_list *references, jb_block *root, jb_arena *into)
{
    const char *group = NULL;
    jb_contents_add(
        root,
        &(jb_contents_entry){JB_CONTENTS_TITLE, index->title, NULL, index->dest, NULL},
        into);
    for (size_t i = 0; i < references->count; i++) {
        const reference *at = &references->items[i];
        const jb_matter_part *part = matter->parts[at->part];
        if (!group || strcmp(group, at->group) != 0)
            jb_contents_add(
                root,
                &(jb_contents_entry){JB_CONTENTS_GROUP, at->group, NULL, NULL, NULL},
                into);
        group = at->group;
        jb_contents_add(root,
                        &(jb_contents_entry){JB_CONTENTS_ENTRY, at->text, NULL,
                                             part->dest, part->page},
                        into);
    }
}

jb_block *jb_matter_back(jb_matter *matter, jb_arena *into)
{
    static const jb_wording kinds[] = {JB_WORDING_BY_PUBLISHER, JB_WORDING_BY_TAG,
                                       JB_WORDING_BY_CODE, JB_WORDING_BY_DATE};
    static const char *const names[] = {"publishers", "tags", "codes", "dates"};
    static const unsigned bits[] = {JB_SHEET_PUBLISHERS, JB_SHEET_TAGS, JB_SHEET_CODES,
                                    JB_SHEET_DATES};
    jb_block *root = jb_block_add(into, NULL, JB_BLOCK_GROUP, "report", JB_NO_SPAN);
    size_t count = 0;
    for (size_t i = 0; i < JB_COUNT(kinds); i++) {
        reference_list references = {0};
        if (matter->wanted & bits[i])
            add_references(matter, kinds[i], into, &references);
        if (!references.count)
            continue;
        jb_matter_index *index = &matter->indexes[count];
        index->title = word(matter, kinds[i]);
        index->dest = names[i];
        if (count++)
            jb_block_add(into, root, JB_BLOCK_PAGE_BREAK, "page-break", JB_NO_SPAN);
        add_index(matter, index, &references, root, into);
    }
    matter->index_count = count;
    return count ? root : NULL;
}
