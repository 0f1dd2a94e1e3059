/* A volume is its back end's state and the settings it was opened with. */
#include "job/volume.h"

#include "job/prepare.h"

bool jb_volume_open(jb_volume *volume, const jb_config *config,
                    const jb_backend *backend, size_t parts)
{
    *volume = (jb_volume){.backend = backend, .book = jb_prepare_book(config)};
    volume->book.parts = parts;
    volume->diag = jb_diag_new(&volume->arena);
    volume->shelf = jb_shelf_open(config, jb_source_table_shared(&volume->arena), NULL,
                                  &volume->arena);
    if (backend->reflow)
        volume->state = backend->reflow->open(&volume->book, volume->diag);
    else
        volume->binding = jb_binding_open(volume->shelf, backend->paged, &volume->arena,
                                          volume->diag);
    return volume->state || volume->binding;
}

void jb_volume_pour(jb_volume *volume, jb_file_draft *draft)
{
    if (volume->binding)
        jb_binding_pour(volume->binding, draft);
}

jb_status jb_volume_add(jb_volume *volume, jb_work *work, const jb_export_input *input)
{
    if (volume->binding)
        return jb_binding_add(volume->binding, work, input);
    jb_status status = jb_export_blocks(work, input);
    if (status != JB_STATUS_OK)
        return status;
    jb_book_part part = jb_prepare_part(work);
    volume->backend->reflow->add_part(volume->state, &part);
    return JB_STATUS_OK;
}

jb_status jb_volume_finish(jb_volume *volume, jb_buf *out)
{
    void *state = volume->state;
    volume->state = NULL;
    bool is_written = volume->binding ? jb_binding_finish(volume->binding, out)
                                      : volume->backend->reflow->finish(state, out);
    return is_written && !jb_diag_failed(volume->diag) ? JB_STATUS_OK
                                                       : JB_STATUS_BAD_INPUT;
}

void jb_volume_close(jb_volume *volume)
{
    if (volume->state)
        volume->backend->reflow->drop(volume->state);
    volume->state = NULL;
    if (volume->binding)
        jb_binding_close(volume->binding);
    volume->binding = NULL;
    jb_shelf_close(volume->shelf);
    jb_arena_fini(&volume->arena);
}
