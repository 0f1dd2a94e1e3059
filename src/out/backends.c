/* The list of back ends. */
#include "out/backend.h"
#include "out/commonmark.h"
#include "out/epub.h"
#include "out/html.h"
#include "out/plaintext.h"
#include "out/wechat.h"

static void *pdf_open(const jb_pdf_info *info, const jb_assets *assets, jb_diag *diag)
{
    return jb_pdf_open(info, assets, diag);
}

static void pdf_pour(void *state, jb_file_draft *draft)
{
    jb_pdf_pour(state, draft);
}

static void pdf_add_page(void *state, const jb_page *page)
{
    jb_pdf_add_page(state, page);
}

static void pdf_add_furniture(void *state, size_t index, const jb_items *items)
{
    jb_pdf_add_furniture(state, index, items);
}

static void pdf_set_outline(void *state, const jb_outline *outline)
{
    jb_pdf_set_outline(state, outline);
}

static void pdf_set_info(void *state, const jb_pdf_info *info)
{
    jb_pdf_set_info(state, info);
}

static void pdf_begin_part(void *state, const jb_pdf_part *part)
{
    jb_pdf_begin_part(state, part);
}

static void pdf_end_part(void *state)
{
    jb_pdf_end_part(state);
}

static void pdf_begin_front(void *state)
{
    jb_pdf_begin_front(state);
}

static bool pdf_finish(void *state, jb_buf *out)
{
    return jb_pdf_finish(state, out);
}

static void pdf_drop(void *state)
{
    jb_pdf_drop(state);
}

static const jb_paged pdf_pages = {.open = pdf_open,
                                   .pour = pdf_pour,
                                   .add_page = pdf_add_page,
                                   .add_furniture = pdf_add_furniture,
                                   .set_outline = pdf_set_outline,
                                   .set_info = pdf_set_info,
                                   .begin_part = pdf_begin_part,
                                   .end_part = pdf_end_part,
                                   .begin_front = pdf_begin_front,
                                   .finish = pdf_finish,
                                   .drop = pdf_drop};
static const jb_backend pdf = {
    .name = "pdf", .extension = ".pdf", .is_binary = true, .paged = &pdf_pages};

static const jb_backend epub = {
    .name = "epub", .extension = ".epub", .is_binary = true, .reflow = &jb_epub_reflow};
static const jb_backend txt = {
    .name = "txt", .extension = ".txt", .reflow = &jb_plaintext_reflow};

static const jb_backend html = {
    .name = "html", .extension = ".html", .reflow = &jb_html_reflow};

static const jb_backend md = {.name = "md",
                              .extension = ".md",
                              .is_single = true,
                              .reflow = &jb_commonmark_reflow};

static const jb_backend wechat = {.name = "wechat",
                                  .extension = ".wechat.html",
                                  .is_single = true,
                                  .reflow = &jb_wechat_reflow};

const jb_backend *const jb_backends_all[] = {&pdf, &epub, &html, &wechat, &txt, &md};
const size_t jb_backends_count = JB_COUNT(jb_backends_all);

const jb_backend *jb_backends_find(jb_str name)
{
    for (size_t i = 0; i < jb_backends_count; i++)
        if (jb_str_is(name, jb_backends_all[i]->name))
            return jb_backends_all[i];
    return NULL;
}

void jb_backends_names(jb_buf *into)
{
    for (size_t i = 0; i < jb_backends_count; i++)
        jb_buf_printf(into, "%s%s", i ? ", " : "", jb_backends_all[i]->name);
}
