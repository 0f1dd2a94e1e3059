/* A format after the other, so that only one document is being made at any time; the reports
 * are read again for each. What one hands to the next is where its pages begin. */
#include "job/volume.h"

#include "job/crosslinks.h"
#include "job/prepare.h"

/* Where the pages of a paged edition begin, by report. */
typedef struct page_list {
    jb_binding_places *parts; /* NULL = there is none */
    jb_arena arena;
} page_list;

struct jb_volume {
    const jb_volume_job *job;
    const jb_backend *backend;
    const page_list *pages;
    bool is_again;
    jb_arena arena;
    jb_shelf *shelf;
    jb_book book;
    jb_map parts;        /* path -> number */
    size_t added;        /* reports */
    void *state;         /* of a reflowable back end, */
    jb_binding *binding; /* or the volume in pages */
};

jb_shelf *jb_volume_shelf(jb_volume *volume)
{
    return volume->shelf;
}

bool jb_volume_is_again(const jb_volume *volume)
{
    return volume->is_again;
}

static bool open_document(jb_volume *volume)
{
    const jb_volume_job *job = volume->job;
    volume->book = jb_prepare_book(job->config);
    volume->book.parts = job->parts;
    jb_sources *sources =
        job->sources ? job->sources : jb_source_table_shared(&volume->arena);
    volume->shelf =
        jb_shelf_open(job->config, sources, job->collection, &volume->arena);
    jb_shelf_lay(volume->shelf, job->settings);
    for (size_t i = 0; job->names && i < job->parts; i++)
        jb_crosslinks_put(job->names[i], i + 1, &volume->arena, &volume->parts);
    if (volume->backend->reflow)
        volume->state = volume->backend->reflow->open(&volume->book, job->diag);
    else
        volume->binding = jb_binding_open(volume->shelf, volume->backend->paged,
                                          &volume->arena, job->diag);
    return volume->state || volume->binding;
}

/* The marks as places in the report's blocks, as if its pages had just been made. */
static void place_pages(const jb_volume *volume, jb_work *work)
{
    const jb_binding_places *kept = &volume->pages->parts[volume->added];
    jb_block_place *places = JB_NEWS(work->arena, jb_block_place, kept->count);
    jb_place_find(work->blocks, kept->marks, kept->count, places);
    work->pages.count = 0;
    for (size_t i = 0; i < kept->count; i++) {
        jb_book_page page = {places[i], kept->labels[i]};
        jb_vec_push(work->arena, &work->pages, page);
    }
}

jb_status jb_volume_add(jb_volume *volume, jb_work *work, const jb_export_input *input)
{
    work->parts = &volume->parts;
    if (volume->binding)
        return jb_binding_add(volume->binding, work, input);
    jb_status status = jb_export_blocks(work, input);
    if (status != JB_STATUS_OK)
        return status;
    if (volume->pages->parts)
        place_pages(volume, work);
    jb_book_part part = jb_prepare_part(work);
    volume->backend->reflow->add_part(volume->state, &part);
    return JB_STATUS_OK;
}

static jb_status finish_document(jb_volume *volume, jb_buf *out)
{
    void *state = volume->state;
    volume->state = NULL;
    bool is_written = volume->binding ? jb_binding_finish(volume->binding, out)
                                      : volume->backend->reflow->finish(state, out);
    return is_written && !jb_diag_failed(volume->job->diag) ? JB_STATUS_OK
                                                            : JB_STATUS_BAD_INPUT;
}

/* The first paged edition counts. */
static void keep_pages(const jb_volume *volume, page_list *out)
{
    if (!volume->binding || out->parts)
        return;
    out->parts = JB_NEWS(&out->arena, jb_binding_places, volume->job->parts);
    for (size_t i = 0; i < volume->job->parts; i++)
        jb_binding_pages(volume->binding, i, &out->arena, &out->parts[i]);
}

static void close_document(jb_volume *volume)
{
    if (volume->state)
        volume->backend->reflow->drop(volume->state);
    if (volume->binding)
        jb_binding_close(volume->binding);
    jb_shelf_close(volume->shelf);
    jb_arena_fini(&volume->arena);
}

static jb_status make(const jb_volume_job *job, jb_target *target, page_list *pages,
                      bool is_again)
{
    jb_volume volume = {
        .job = job, .backend = target->backend, .pages = pages, .is_again = is_again};
    jb_status status = open_document(&volume) ? JB_STATUS_OK : JB_STATUS_BROKEN;
    bool is_open = status == JB_STATUS_OK;
    if (volume.binding && target->draft)
        jb_binding_pour(volume.binding, target->draft);
    for (; is_open && volume.added < job->parts; volume.added++) {
        jb_status added = job->add(job->state, &volume, volume.added);
        status = status == JB_STATUS_OK ? added : status;
    }
    if (status == JB_STATUS_OK)
        status = finish_document(&volume, &target->out);
    if (status == JB_STATUS_OK)
        keep_pages(&volume, pages);
    if (volume.binding)
        target->pages = jb_binding_count(volume.binding);
    close_document(&volume);
    return status;
}

jb_status jb_volume_make(const jb_volume_job *job, jb_target *targets, size_t count)
{
    page_list pages = {.parts = NULL};
    jb_status status = JB_STATUS_OK;
    bool is_again = false;
    for (int is_reflow = 0; is_reflow < 2; is_reflow++)
        for (size_t t = 0; t < count && status == JB_STATUS_OK; t++)
            if ((targets[t].backend->reflow != NULL) == (is_reflow == 1)) {
                status = make(job, &targets[t], &pages, is_again);
                is_again = true;
            }
    jb_arena_fini(&pages.arena);
    return status;
}
