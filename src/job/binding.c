/* Where the contents end is known when they are set, and they are set with the page numbers
 * of what follows them: front and back matter are set until the count of front pages is the
 * one that the numbers were reckoned with. It only grows with the digits of the numbers. */
#include "job/binding.h"

#include "job/matter.h"
#include "job/prepare.h"
#include "kind/counter.h"
#include "page/furniture.h"
#include "text/bidi.h"

enum { TRIES = 6 /* pages numbered in as many digits as 100,000 pages have */ };

/* Where a heading stands. */
typedef struct heading {
    jb_outline_entry entry;
    size_t page; /* index of its page */
} heading;

/* Pages of one report, or of the volume itself, by index: in the order they were added. */
typedef struct bound {
    size_t first, count;
    jb_furniture_job furniture;
    jb_matter_part part;
    JB_VEC(heading) headings;
    jb_place_mark *places; /* where the pages begin in the report */
} bound;

struct jb_binding {
    const jb_config *config;
    const jb_paged *paged;
    jb_arena *arena;
    jb_arena scratch; /* of the pages that are out */
    jb_diag *diag;
    jb_shelf *shelf;
    jb_file_draft *draft; /* NULL = none */
    void *state;          /* of the back end; NULL before the first report */
    jb_work *own;         /* the first report once more, for its layout and language */
    JB_VEC(bound *) parts;
    size_t pages; /* of the reports, blank ones included */
    bound back, front;
    jb_matter matter;
};

jb_binding *jb_binding_open(jb_shelf *shelf, const jb_paged *paged, jb_arena *into,
                            jb_diag *diag)
{
    jb_binding *binding = JB_NEW(into, jb_binding);
    binding->shelf = shelf;
    binding->config = jb_shelf_config(shelf);
    binding->paged = paged;
    binding->arena = into;
    binding->diag = diag;
    return binding;
}

void jb_binding_pour(jb_binding *binding, jb_file_draft *draft)
{
    binding->draft = draft;
}

void jb_binding_close(jb_binding *binding)
{
    if (binding->state)
        binding->paged->drop(binding->state);
    if (binding->own)
        jb_export_end(binding->own);
    jb_arena_fini(&binding->scratch);
}

/* ---- reports ------------------------------------------------------------------- */

static const char *copy_text(jb_arena *into, const char *text)
{
    return text && *text ? jb_str_dup(into, jb_str_of(text)) : NULL;
}

static jb_pdf_info info_of(const jb_binding *binding, const char *date)
{
    const jb_work *own = binding->own;
    return (jb_pdf_info){.title = binding->config->volume,
                         .lang = own->texts.lang,
                         .is_right =
                             jb_bidi_is_right(jb_sheet_style(own->sheet, "paragraph")),
                         .date = date ? date : binding->config->source_date,
                         .creator = "jianbao " JB_VERSION};
}

/* Reads the first report again for the volume's own pages, and begins the document. */
static bool begin(jb_binding *binding, const jb_export_input *input)
{
    static const jb_assets none;
    jb_arena *into = binding->arena;
    jb_export_input again = {
        jb_str_dup(into, jb_str_of(input->name)),
        input->folder ? jb_str_dup(into, jb_str_of(input->folder)) : NULL,
        {jb_arena_strndup(into, input->bytes.at, input->bytes.len), input->bytes.len}};
    binding->own = jb_export_begin_on(binding->shelf, into);
    binding->own->keeps_fonts = true;
    if (jb_export_read(binding->own, &again) != JB_STATUS_OK)
        return false;
    jb_pdf_info info = info_of(binding, NULL);
    binding->state = binding->paged->open(&info, &none, binding->diag);
    if (binding->state && binding->draft)
        binding->paged->pour(binding->state, binding->draft);
    return binding->state != NULL;
}

static const char *number_of(const jb_binding *binding, size_t part, size_t page,
                             jb_arena *into)
{
    const bound *report = binding->parts.items[part];
    if (jb_sheet_page_numbers(binding->own->sheet) == JB_SHEET_PAGES_OF_REPORT)
        return jb_arena_printf(into, "%zu-%zu", part + 1, page - report->first + 1);
    return jb_arena_printf(into, "%zu", binding->front.count + page + 1);
}

/* A report's pages on their way to the document. */
typedef struct adding {
    jb_binding *binding;
    jb_work *work;
    bound *report;
    jb_map dests; /* name -> index of the page, plus 1 */
} adding;

static void note_dests(adding *to, const jb_items *items)
{
    for (size_t i = 0; i < items->count; i++) {
        if (items->items[i].kind != JB_ITEM_DEST)
            continue;
        jb_str name = jb_str_of(items->items[i].u.dest.name);
        jb_map_entry *entry = jb_map_put(to->work->arena, &to->dests, name);
        if (!entry->value)
            entry->value = to->report->first + to->report->count + 1;
    }
}

static void add_page(void *state, const jb_page *page)
{
    adding *to = state;
    jb_binding *binding = to->binding;
    bool is_numbered =
        jb_sheet_page_numbers(binding->own->sheet) == JB_SHEET_PAGES_OF_REPORT;
    jb_arena_reset(&binding->scratch);
    jb_page copy = *page;
    copy.label = is_numbered ? number_of(binding, binding->parts.count - 1,
                                         to->report->first + to->report->count,
                                         &binding->scratch)
                             : NULL;
    if (to->report->count == 0) {
        jb_item *start = jb_vec_add(&binding->scratch, &copy.items);
        start->kind = JB_ITEM_DEST;
        start->u.dest = (jb_item_dest){"start", 0, 0};
    }
    note_dests(to, &page->items);
    binding->paged->add_page(binding->state, &copy);
    to->report->count++;
    binding->pages++;
}

/* A page without anything, where the next one is to be a right-hand one. */
static void add_blank(jb_binding *binding)
{
    const jb_frame *frame = jb_sheet_frame(binding->own->sheet);
    binding->paged->add_page(
        binding->state, &(jb_page){.width = frame->width, .height = frame->height});
}

static void keep_headings(adding *to, const jb_outline *outline)
{
    jb_arena *into = to->binding->arena;
    for (size_t i = 0; i < outline->count; i++) {
        const jb_outline_entry *entry = &outline->entries[i];
        jb_map_entry *place =
            entry->dest ? jb_map_find(&to->dests, jb_str_of(entry->dest)) : NULL;
        heading kept = {
            .entry = {.level = entry->level + 1,
                      .title = jb_str_dup(into, jb_str_of(entry->title)),
                      .dest = jb_arena_printf(into, "%zu/%s", to->binding->parts.count,
                                              entry->dest)}};
        kept.page = place ? place->value - 1 : to->report->first;
        if (place)
            jb_vec_push(into, &to->report->headings, kept);
    }
}

static void keep_part(jb_binding *binding, const jb_work *work, bound *report)
{
    jb_arena *into = binding->arena;
    const jb_meta *meta = &work->report->meta;
    jb_matter_part *part = &report->part;
    const char *title = copy_text(into, work->texts.title);
    part->title = title ? title : "";
    part->publisher = copy_text(into, work->texts.publisher);
    part->date = copy_text(into, work->texts.date);
    part->dest = jb_arena_printf(into, "%zu/start", binding->parts.count);
    part->tags = jb_subjects_topics(meta, into);
    part->codes = jb_subjects_codes(meta, into);
}

/* Where the pages begin, for editions without pages that will be made of the same. */
static void keep_places(jb_binding *binding, const jb_work *work, bound *report)
{
    size_t count = work->pages.count;
    jb_block_place *places = JB_NEWS(work->arena, jb_block_place, count);
    for (size_t i = 0; i < count; i++)
        places[i] = work->pages.items[i].place;
    report->places = JB_NEWS(binding->arena, jb_place_mark, count);
    jb_place_note(work->blocks, places, count, report->places);
}

static void bind_report(jb_binding *binding, jb_work *work)
{
    jb_arena *into = binding->arena;
    if (jb_sheet_begins_right(binding->own->sheet) && binding->pages % 2) {
        add_blank(binding);
        binding->pages++;
    }
    bound *report = JB_NEW(into, bound);
    report->first = binding->pages;
    jb_vec_push(into, &binding->parts, report);
    adding to = {.binding = binding, .work = work, .report = report};
    jb_pdf_part part = {.prefix = jb_arena_printf(into, "%zu/", binding->parts.count),
                        .assets = &work->assets,
                        .diag = work->diag};
    binding->paged->begin_part(binding->state, &part);
    jb_pages *pages = jb_export_pages(work, &to, add_page);
    binding->paged->end_part(binding->state);
    jb_furniture_job furniture = jb_paginate_furnishing(pages);
    report->furniture = jb_furniture_keep(&furniture, into);
    keep_headings(&to, jb_paginate_outline(pages));
    jb_paginate_close(pages);
    keep_part(binding, work, report);
    keep_places(binding, work, report);
}

jb_status jb_binding_add(jb_binding *binding, jb_work *work,
                         const jb_export_input *input)
{
    work->keeps_fonts = true;
    jb_status status = jb_export_blocks(work, input);
    if (status != JB_STATUS_OK)
        return status;
    if (!binding->state && !begin(binding, input))
        return JB_STATUS_BROKEN;
    bind_report(binding, work);
    jb_missing_report(jb_font_missing(work->fonts), work->diag);
    return jb_diag_failed(work->diag) ? JB_STATUS_BAD_INPUT : JB_STATUS_OK;
}

/* ---- the volume's own pages ---------------------------------------------------- */

static const char *own_number(const jb_binding *binding, size_t own, size_t page,
                              jb_arena *into)
{
    if (jb_sheet_page_numbers(binding->own->sheet) != JB_SHEET_PAGES_OF_REPORT)
        return jb_arena_printf(into, "%zu", page + 1);
    jb_buf text = {0};
    jb_counter_put(&text, JB_COUNTER_ROMAN, (int)own + 1);
    const char *number = jb_str_dup(into, jb_buf_str(&text));
    jb_buf_fini(&text);
    return number;
}

/* The index, from the front, of an own page: front pages, reports, back pages. */
static size_t place_of(const jb_binding *binding, const bound *own, size_t page)
{
    return own == &binding->front ? page : binding->front.count + binding->pages + page;
}

/* How many own pages stand before one. */
static size_t own_before(const jb_binding *binding, const bound *own, size_t page)
{
    return own == &binding->front ? page : binding->front.count + page;
}

static void note_index(jb_binding *binding, const bound *own, size_t page,
                       const jb_items *items)
{
    for (size_t i = 0; i < items->count; i++)
        for (size_t k = 0; k < binding->matter.index_count; k++) {
            jb_matter_index *index = &binding->matter.indexes[k];
            const jb_item *item = &items->items[i];
            if (item->kind == JB_ITEM_DEST &&
                strcmp(item->u.dest.name, index->dest) == 0)
                index->page = own_number(binding, own_before(binding, own, page),
                                         place_of(binding, own, page), binding->arena);
        }
}

/* Sets blocks of the volume's own and returns how many pages they take; they are added to
 * the document when `is_final`. */
static size_t set_own(jb_binding *binding, jb_block *root, bound *own, bool is_final)
{
    const jb_work *work = binding->own;
    static const jb_assets none;
    size_t count = 0;
    jb_page_texts *texts = JB_NEW(&binding->scratch, jb_page_texts);
    *texts = (jb_page_texts){.title = binding->config->volume,
                             .brand = work->texts.brand,
                             .lang = work->texts.lang};
    jb_sheet_apply(work->sheet, texts->lang, root, &binding->scratch);
    jb_pages *pages =
        jb_paginate_open(work->sheet, work->fonts, root, &none, texts, binding->diag);
    const jb_page *page;
    while ((page = jb_paginate_next(pages)) != NULL) {
        jb_page copy = *page;
        copy.label = own_number(binding, own_before(binding, own, count),
                                place_of(binding, own, count), &binding->scratch);
        note_index(binding, own, count, &page->items);
        if (is_final)
            binding->paged->add_page(binding->state, &copy);
        count++;
    }
    if (is_final) {
        jb_furniture_job furniture = jb_paginate_furnishing(pages);
        own->furniture = jb_furniture_keep(&furniture, binding->arena);
    }
    jb_paginate_close(pages);
    return count;
}

/* Gives the printed numbers of all parts and headings; they live in scratch. */
static void number_parts(jb_binding *binding)
{
    for (size_t p = 0; p < binding->parts.count; p++) {
        bound *report = binding->parts.items[p];
        jb_matter_part *part = &report->part;
        part->page = number_of(binding, p, report->first, &binding->scratch);
        part->headings.count = 0;
        for (size_t h = 0; h < report->headings.count; h++) {
            const heading *at = &report->headings.items[h];
            if (at->entry.level == 2)
                jb_vec_push(binding->arena, &part->headings,
                            (jb_matter_heading){
                                1, at->entry.title, at->entry.dest,
                                number_of(binding, p, at->page, &binding->scratch)});
        }
    }
}

/* One setting of both, with the numbers that follow from front.count; returns how many
 * pages the front takes. */
static size_t set_matter(jb_binding *binding, bool is_final)
{
    jb_arena_reset(&binding->scratch);
    number_parts(binding);
    jb_block *back = jb_matter_back(&binding->matter, &binding->scratch);
    size_t count = back ? set_own(binding, back, &binding->back, is_final) : 0;
    binding->back.count = count;
    if (is_final)
        binding->paged->begin_front(binding->state);
    jb_block *front = jb_matter_front(&binding->matter, &binding->scratch);
    return set_own(binding, front, &binding->front, is_final);
}

static void bind_matter(jb_binding *binding)
{
    jb_arena *into = binding->arena;
    size_t count = binding->parts.count;
    const jb_matter_part **parts = JB_NEWS(into, const jb_matter_part *, count);
    for (size_t i = 0; i < count; i++)
        parts[i] = &binding->parts.items[i]->part;
    binding->matter =
        (jb_matter){.title = binding->config->volume,
                    .brand = binding->own->texts.brand,
                    .lang = jb_wording_lang_of(jb_str_of(binding->own->texts.lang)),
                    .parts = parts,
                    .count = count,
                    .wanted = jb_sheet_indexes(binding->own->sheet)};
    bool begins_right = jb_sheet_begins_right(binding->own->sheet);
    for (int i = 0; i < TRIES; i++) {
        size_t front = set_matter(binding, false);
        front += begins_right && front % 2;
        if (front == binding->front.count)
            break;
        binding->front.count = front;
    }
    binding->back.first = binding->pages;
    binding->front.first = binding->pages + binding->back.count;
    size_t set = set_matter(binding, true);
    for (; set < binding->front.count; set++)
        add_blank(binding);
}

/* ---- the end ------------------------------------------------------------------- */

static void add_furniture(jb_binding *binding, const bound *pages, size_t page,
                          const jb_furniture_page *called)
{
    jb_arena scratch = {0};
    jb_items items = {0};
    jb_furniture_paint(&pages->furniture, called, &scratch, binding->diag, &items);
    binding->paged->add_furniture(binding->state, pages->first + page, &items);
    jb_arena_fini(&scratch);
}

static void furnish_parts(jb_binding *binding, bool is_continuous, size_t total)
{
    for (size_t p = 0; p < binding->parts.count; p++) {
        const bound *report = binding->parts.items[p];
        for (size_t i = 0; i < report->count; i++) {
            jb_arena_reset(&binding->scratch);
            jb_furniture_page called = {
                .is_first = i == 0,
                .page = number_of(binding, p, report->first + i, &binding->scratch),
                .pages = is_continuous ? total : report->count};
            add_furniture(binding, report, i, &called);
        }
    }
}

/* The cover has no header and footer. */
static void furnish_own(jb_binding *binding, const bound *own, size_t from,
                        size_t total)
{
    for (size_t i = from; own->furniture.frame && i < own->count; i++) {
        jb_arena_reset(&binding->scratch);
        jb_furniture_page called = {
            .is_first = false,
            .page = own_number(binding, own_before(binding, own, i),
                               place_of(binding, own, i), &binding->scratch),
            .pages = total};
        add_furniture(binding, own, i, &called);
    }
}

static void furnish(jb_binding *binding)
{
    bool is_continuous =
        jb_sheet_page_numbers(binding->own->sheet) != JB_SHEET_PAGES_OF_REPORT;
    size_t own = binding->front.count + binding->back.count;
    size_t total = is_continuous ? own + binding->pages : own;
    furnish_parts(binding, is_continuous, total);
    furnish_own(binding, &binding->front, 1, total);
    furnish_own(binding, &binding->back, 0, total);
}

/* Contents, reports with their headings, indexes. */
static void set_outline(jb_binding *binding)
{
    const jb_matter *matter = &binding->matter;
    size_t count = 1 + matter->index_count, at = 0;
    for (size_t p = 0; p < binding->parts.count; p++)
        count += 1 + binding->parts.items[p]->headings.count;
    jb_outline_entry *entries = JB_NEWS(binding->arena, jb_outline_entry, count);
    entries[at++] = (jb_outline_entry){
        1, jb_wording_text(matter->lang, JB_WORDING_CONTENTS), JB_MATTER_CONTENTS};
    for (size_t p = 0; p < binding->parts.count; p++) {
        const bound *report = binding->parts.items[p];
        entries[at++] = (jb_outline_entry){1, report->part.title, report->part.dest};
        for (size_t h = 0; h < report->headings.count; h++)
            entries[at++] = report->headings.items[h].entry;
    }
    for (size_t i = 0; i < matter->index_count; i++)
        entries[at++] =
            (jb_outline_entry){1, matter->indexes[i].title, matter->indexes[i].dest};
    binding->paged->set_outline(binding->state, &(jb_outline){entries, count});
}

bool jb_binding_finish(jb_binding *binding, jb_buf *out)
{
    const char *first, *last;
    if (!binding->state)
        return false;
    bind_matter(binding);
    furnish(binding);
    set_outline(binding);
    jb_matter_dates(&binding->matter, &first, &last);
    jb_pdf_info info = info_of(binding, last);
    binding->paged->set_info(binding->state, &info);
    void *state = binding->state;
    binding->state = NULL;
    return binding->paged->finish(state, out) && !jb_diag_failed(binding->diag);
}

void jb_binding_pages(const jb_binding *binding, size_t part, jb_arena *into,
                      jb_binding_places *out)
{
    const bound *report = binding->parts.items[part];
    const char **labels = JB_NEWS(into, const char *, report->count);
    for (size_t i = 0; i < report->count; i++)
        labels[i] = number_of(binding, part, report->first + i, into);
    jb_place_mark *marks = JB_NEWS(into, jb_place_mark, report->count);
    memcpy(marks, report->places, report->count * sizeof *marks);
    *out = (jb_binding_places){marks, labels, report->count};
}

size_t jb_binding_count(const jb_binding *binding)
{
    return binding->front.count + binding->pages + binding->back.count;
}
