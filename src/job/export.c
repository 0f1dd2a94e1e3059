/* The way of the data, arrow by arrow: bytes, report, blocks, styled blocks, pages,
 * bytes. Each arrow is a function of another room; only reading files happens here. */
#include "job/export.h"

#include "base/file.h"
#include "job/crosslinks.h"
#include "job/painter.h"
#include "job/prepare.h"
#include "page/typography.h"

static jb_work *begin(const jb_config *config, jb_sources *sources, jb_arena *into)
{
    jb_work *work = JB_NEW(into, jb_work);
    work->config = config;
    work->arena = into;
    work->root = -1;
    work->sources = sources;
    work->diag = jb_diag_new(into);
    work->resources = jb_resources_open(config, sources, work->diag, into);
    return work;
}

jb_work *jb_export_begin(const jb_config *config, jb_arena *into)
{
    return begin(config, jb_source_table(into), into);
}

jb_work *jb_export_begin_on(jb_shelf *shelf, jb_arena *into)
{
    jb_sources *sources = jb_source_table_over(jb_shelf_sources(shelf), into);
    jb_work *work = begin(jb_shelf_config(shelf), sources, into);
    work->shelf = shelf;
    work->reads = JB_NEW(into, jb_reads);
    work->reads->arena = into;
    jb_resources_watch(work->resources, work->reads);
    return work;
}

void jb_export_end(jb_work *work)
{
    if (work->fonts && !work->keeps_fonts)
        jb_font_close(work->fonts);
    if (work->root >= 0)
        jb_file_close_root(work->root);
    jb_resources_close(work->resources);
}

/* The words of the layout and the collection where the report has none of its own. */
static void add_defaults(jb_work *work, const jb_collection *collection)
{
    jb_meta *meta = &work->report->meta;
    if (!meta->brand.text.len) {
        meta->brand = collection->brand;
        jb_reads_share_only(work->reads, work->collected, JB_READS_BRAND);
    }
    if (!meta->brand.text.len && *jb_sheet_brand(work->sheet))
        meta->brand.text = jb_str_of(jb_sheet_brand(work->sheet));
    if (!meta->has_numbering)
        meta->numbering = jb_sheet_numbering(work->sheet);
}

/* The report names its layout, and the layout may have a mapping of its own for the
 * report's fields: then the report is read once more. */
static jb_status read_report(jb_work *work, const jb_export_input *input,
                             const jb_collection *collection)
{
    jb_arena *into = work->arena;
    uint32_t source = jb_source_add(work->sources, input->name, input->bytes);
    jb_diag *found = jb_diag_new(into);
    work->report = jb_kinds_read(
        work->sources, source, jb_prepare_mapping(collection, NULL, into), into, found);
    bool has_layout =
        work->report && jb_prepare_layout(work, collection, input->folder);
    const jb_field_renames *renames = has_layout ? jb_sheet_renames(work->sheet) : NULL;
    if (renames && renames->count > 0) {
        found = jb_diag_new(into);
        work->report =
            jb_kinds_read(work->sources, source,
                          jb_prepare_mapping(collection, renames, into), into, found);
    }
    bool is_sound = work->report && !jb_diag_failed(found);
    jb_diag_take(work->diag, found);
    if (work->report && has_layout)
        return JB_STATUS_OK;
    return is_sound ? JB_STATUS_CONFIG : JB_STATUS_BAD_INPUT;
}

jb_status jb_export_read(jb_work *work, const jb_export_input *input)
{
    jb_collection collection = {.settings = NULL};
    work->folder = input->folder ? input->folder : "";
    if (input->folder) {
        work->root = jb_file_open_root(*input->folder ? input->folder : ".");
        jb_prepare_collection(work, input->folder, &collection);
    }
    if (jb_diag_failed(work->diag))
        return JB_STATUS_CONFIG;
    if (jb_str_trim(input->bytes).len == 0) {
        uint32_t empty = jb_source_add(work->sources, input->name, input->bytes);
        jb_diag_add(work->diag, JB_DIAG_REPORT_EMPTY, (jb_span){empty, 0, 0});
        return JB_STATUS_BAD_INPUT;
    }
    jb_status status = read_report(work, input, &collection);
    if (status != JB_STATUS_OK)
        return status;
    add_defaults(work, &collection);
    work->texts = jb_prepare_texts(work);
    return JB_STATUS_OK;
}

jb_status jb_export_blocks(jb_work *work, const jb_export_input *input)
{
    jb_status status = jb_export_read(work, input);
    if (status != JB_STATUS_OK)
        return status;
    work->blocks = jb_kinds_lower(work->report, work->sources, work->arena, work->diag);
    jb_crosslinks_resolve(work->blocks, work->folder, work->parts, work->arena,
                          work->diag);
    jb_prepare_assets(work);
    if (jb_diag_failed(work->diag))
        return JB_STATUS_BAD_INPUT;
    jb_sheet_apply(work->sheet, work->texts.lang, work->blocks, work->arena);
    return JB_STATUS_OK;
}

/* The pages of a report while they are made. */
typedef struct work_pages {
    jb_work *work;
    jb_pages *pages;
    jb_typography *typography; /* NULL = nobody looks on */
} work_pages;

/* Who looks on, as the settings want it; NULL = nobody. */
static jb_typography *open_aids(jb_work *work, jb_pages *pages)
{
    jb_paginate_overlay(pages, work->config->overlay);
    if (!work->config->typography)
        return NULL;
    jb_typography *typography = jb_typography_new(work->arena, work->diag);
    jb_paginate_watch(pages, jb_typography_watch(typography));
    return typography;
}

static jb_pages *open_pages(work_pages *of, jb_work *work)
{
    of->work = work;
    of->pages = jb_paginate_open(work->sheet, work->fonts, work->blocks, &work->assets,
                                 &work->texts, work->diag);
    of->typography = open_aids(work, of->pages);
    return of->pages;
}

/* The next page, noted; NULL after the last. */
static const jb_page *next_page(work_pages *of)
{
    jb_work *work = of->work;
    const jb_page *page = jb_paginate_next(of->pages);
    if (!page) {
        if (of->typography)
            jb_typography_end(of->typography);
        return NULL;
    }
    const char *label = jb_str_dup(work->arena, jb_str_of(page->label));
    jb_book_page begins = {page->start, label};
    jb_vec_push(work->arena, &work->pages, begins);
    return page;
}

jb_pages *jb_export_pages(jb_work *work, void *state,
                          void (*see)(void *state, const jb_page *page))
{
    work_pages of;
    jb_pages *pages = open_pages(&of, work);
    const jb_page *page;
    while ((page = next_page(&of)) != NULL)
        see(state, page);
    return pages;
}

/* All that a report is made into. */
typedef struct target_list {
    jb_target *items;
    size_t count;
} target_list;

static void add_page(void *state, const jb_page *page)
{
    const target_list *targets = state;
    for (size_t t = 0; t < targets->count; t++)
        if (targets->items[t].backend->paged)
            targets->items[t].backend->paged->add_page(targets->items[t].state, page);
}

/* What is known when all pages are made: header and footer of each, the outline. */
static void end_pages(jb_target *target, jb_pages *pages)
{
    const jb_paged *paged = target->backend->paged;
    for (size_t i = 0; paged && i < jb_paginate_count(pages); i++)
        paged->add_furniture(target->state, i, jb_paginate_furniture(pages, i));
    if (paged)
        target->pages = jb_paginate_count(pages);
    if (paged)
        paged->set_outline(target->state, jb_paginate_outline(pages));
}

/* Pages of a long report are painted on a thread of their own. Workers of a batch, which
 * have a shelf, are as many as there are processors. */
static bool is_long(const jb_work *work, size_t pages)
{
    enum { LONG = 40 }; /* pages, our choice: what a thread costs is then below 1 % */
    return pages == LONG && !work->shelf;
}

static void paint(jb_work *work, jb_target *targets, size_t count)
{
    target_list list = {targets, count};
    work_pages of;
    jb_pages *pages = open_pages(&of, work);
    jb_painter *painter = NULL;
    const jb_page *page;
    while ((page = next_page(&of)) != NULL) {
        if (painter)
            jb_painter_give(painter, page);
        else
            add_page(&list, page);
        if (is_long(work, jb_paginate_count(pages)))
            painter = jb_painter_open(pages, &list, add_page, work->arena);
    }
    if (painter)
        jb_painter_close(painter);
    for (size_t t = 0; t < count; t++)
        end_pages(&targets[t], pages);
    jb_paginate_close(pages);
}

/* ---- targets ------------------------------------------------------------------- */

/* What paged back ends have to say is kept apart, since they may work on another thread. */
static bool open_targets(jb_work *work, jb_target *targets, size_t count, jb_diag *diag)
{
    jb_book *book = JB_NEW(work->arena, jb_book);
    *book = jb_prepare_book(work->config);
    for (size_t t = 0; t < count; t++) {
        const jb_backend *backend = targets[t].backend;
        jb_pdf_info info = jb_prepare_info(work);
        targets[t].state = backend->paged
                               ? backend->paged->open(&info, &work->assets, diag)
                               : backend->reflow->open(book, work->diag);
        if (!targets[t].state)
            return false;
        if (backend->paged && targets[t].draft)
            backend->paged->pour(targets[t].state, targets[t].draft);
    }
    return true;
}

static void drop_targets(jb_target *targets, size_t count)
{
    for (size_t t = 0; t < count; t++) {
        if (targets[t].state && targets[t].backend->paged)
            targets[t].backend->paged->drop(targets[t].state);
        else if (targets[t].state)
            targets[t].backend->reflow->drop(targets[t].state);
        targets[t].state = NULL;
    }
}

static bool finish_target(jb_target *target)
{
    void *state = target->state;
    target->state = NULL;
    return target->backend->paged
               ? target->backend->paged->finish(state, &target->out)
               : target->backend->reflow->finish(state, &target->out);
}

/* Without targets pages are made for their faults; with reflowable ones only, they are
 * not made at all. */
static bool needs_pages(const jb_target *targets, size_t count)
{
    bool needs = count == 0;
    for (size_t t = 0; t < count; t++)
        needs |= targets[t].backend->paged != NULL;
    return needs;
}

/* Books have covers; without targets everything is checked. */
static bool needs_cover(const jb_target *targets, size_t count)
{
    bool needs = count == 0;
    for (size_t t = 0; t < count; t++)
        needs |= targets[t].backend->reflow != NULL;
    return needs;
}

static bool make_targets(jb_work *work, jb_target *targets, size_t count, jb_diag *said)
{
    if (needs_pages(targets, count))
        paint(work, targets, count);
    jb_missing_report(jb_font_missing(work->fonts), work->diag);
    if (needs_cover(targets, count))
        jb_prepare_cover(work);
    jb_book_part part = jb_prepare_part(work);
    for (size_t t = 0; t < count; t++)
        if (targets[t].backend->reflow)
            targets[t].backend->reflow->add_part(targets[t].state, &part);
    bool is_sound = !jb_diag_failed(work->diag) && !jb_diag_failed(said);
    for (size_t t = 0; t < count && is_sound; t++)
        is_sound = finish_target(&targets[t]);
    return is_sound;
}

jb_status jb_export(jb_work *work, const jb_export_input *input, jb_target *targets,
                    size_t count)
{
    jb_status status = jb_export_blocks(work, input);
    if (status != JB_STATUS_OK)
        return status;
    jb_arena apart = {0};
    jb_diag *said = jb_diag_new(&apart);
    if (!open_targets(work, targets, count, said))
        status = JB_STATUS_BROKEN;
    else if (!make_targets(work, targets, count, said))
        status = JB_STATUS_BAD_INPUT;
    drop_targets(targets, count);
    jb_diag_take(work->diag, said);
    jb_arena_fini(&apart);
    return status;
}
