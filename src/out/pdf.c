/* Pages are painted and written one at a time; fonts, links, furniture and the page
 * objects follow at the end, when all glyphs, destinations and page numbers are known.
 */
#include "out/pdf.h"

#include <hpdf.h>

#include "out/pdf_content.h"
#include "out/pdf_image.h"
#include "out/pdf_mark.h"
#include "out/pdf_meta.h"
#include "out/pdf_outline.h"
#include "out/pdf_text.h"

enum {
    KIDS_MAX = 256, /* pages of a node; libharu's arrays end at 32,767 */
    SIDE_MIN = JB_PT(3),
    SIDE_MAX = JB_PT(14400) /* ISO 32000-1, annex C */
};

typedef struct page_state {
    jb_pdf *pdf;
    size_t index;
    jb_mpt width, height;
    uint32_t parent;          /* number of the page tree node */
    uint32_t body, furniture; /* numbers of the content streams; 0 = none */
    HPDF_Dict dict;
} page_state;

struct jb_pdf {
    jb_arena arena;
    jb_pdf_file file;
    jb_pdf_info info;
    const jb_assets *assets;
    JB_VEC(uint32_t) images; /* one an asset, part after part; 0 = not yet written */
    size_t first_image;      /* of the part */
    jb_diag *diag;           /* of the whole document */
    jb_pdf_fonts *fonts;
    jb_pdf_content content;
    jb_pdf_nav nav;
    JB_VEC(page_state *) pages;
    jb_outline outline;
    bool is_spoiled;
};

static const char *copy_text(jb_arena *arena, const char *text)
{
    return text ? jb_arena_strndup(arena, text, strlen(text)) : NULL;
}

void jb_pdf_set_info(jb_pdf *pdf, const jb_pdf_info *info)
{
    pdf->info = (jb_pdf_info){.title = copy_text(&pdf->arena, info->title),
                              .author = copy_text(&pdf->arena, info->author),
                              .subject = copy_text(&pdf->arena, info->subject),
                              .keywords = copy_text(&pdf->arena, info->keywords),
                              .lang = copy_text(&pdf->arena, info->lang),
                              .is_right = info->is_right,
                              .date = copy_text(&pdf->arena, info->date),
                              .creator = copy_text(&pdf->arena, info->creator)};
}

/* The pictures of pages to come. */
static void take_assets(jb_pdf *pdf, const jb_assets *assets)
{
    pdf->assets = assets;
    pdf->first_image = pdf->images.count;
    for (size_t i = 0; assets && i < assets->count; i++)
        jb_vec_push(&pdf->arena, &pdf->images, 0);
}

jb_pdf *jb_pdf_open(const jb_pdf_info *info, const jb_assets *assets, jb_diag *diag)
{
    jb_arena arena = {0};
    jb_pdf *pdf = JB_NEW(&arena, jb_pdf);
    pdf->arena = arena; /* the document lives in the arena it holds */
    if (!jb_pdf_object_open(&pdf->file, &pdf->arena, diag)) {
        jb_pdf_drop(pdf);
        return NULL;
    }
    jb_pdf_set_info(pdf, info);
    pdf->diag = diag;
    take_assets(pdf, assets);
    pdf->fonts = jb_pdf_font_new(&pdf->arena);
    pdf->content = (jb_pdf_content){.fonts = pdf->fonts};
    pdf->nav = (jb_pdf_nav){.arena = &pdf->arena, .diag = diag};
    return pdf;
}

void jb_pdf_pour(jb_pdf *pdf, jb_file_draft *draft)
{
    pdf->file.draft = draft;
}

void jb_pdf_drop(jb_pdf *pdf)
{
    jb_buf_fini(&pdf->content.buf);
    jb_pdf_object_close(&pdf->file);
    jb_arena arena = pdf->arena;
    jb_arena_fini(&arena);
}

static void paint_image(jb_pdf *pdf, const jb_item_image *item)
{
    if (!pdf->assets || item->asset >= pdf->assets->count)
        return;
    const jb_asset *asset = &pdf->assets->items[item->asset];
    if (!asset->is_loaded || asset->image.format == JB_IMAGE_NONE)
        return;
    size_t image = pdf->first_image + item->asset;
    uint32_t *number = &pdf->images.items[image];
    if (!*number)
        *number = jb_pdf_image_write(&pdf->file, &asset->image);
    bool is_jpeg = asset->image.format == JB_IMAGE_JPEG;
    jb_pdf_content_image(&pdf->content, item->box, (uint32_t)image,
                         is_jpeg ? asset->image.orientation : 1);
}

static void paint_item(jb_pdf *pdf, size_t page, const jb_item *item)
{
    switch (item->kind) {
    case JB_ITEM_TEXT:
        jb_pdf_text_show(&pdf->content, &item->u.text);
        break;
    case JB_ITEM_RECT:
        jb_pdf_content_rect(&pdf->content, &item->u.rect);
        break;
    case JB_ITEM_PATH:
        jb_pdf_content_path(&pdf->content, &item->u.path);
        break;
    case JB_ITEM_IMAGE:
        paint_image(pdf, &item->u.image);
        break;
    case JB_ITEM_LINK:
        jb_pdf_nav_add_link(&pdf->nav, page, &item->u.link, item->span);
        break;
    case JB_ITEM_DEST:
        jb_pdf_nav_add_dest(&pdf->nav, page, &item->u.dest);
        break;
    case JB_ITEM_MARK_BEGIN:
        jb_pdf_mark_begin(&pdf->content, &item->u.mark);
        break;
    case JB_ITEM_MARK_END:
        jb_pdf_mark_end(&pdf->content);
        break;
    }
}

/* Paints the items into a content stream and returns its object number. */
static uint32_t write_content(jb_pdf *pdf, size_t page, const jb_items *items,
                              bool is_furniture)
{
    jb_pdf_content_begin(&pdf->content, pdf->pages.items[page]->height, is_furniture);
    for (size_t i = 0; i < items->count; i++)
        paint_item(pdf, page, &items->items[i]);
    jb_pdf_content_end(&pdf->content);
    uint32_t number = jb_pdf_object_new(&pdf->file);
    jb_pdf_object_stream(&pdf->file, number, (jb_str){0}, jb_buf_str(&pdf->content.buf),
                         JB_PDF_QUICK);
    return number;
}

static void put_annots(const jb_pdf_place *place, jb_buf *into)
{
    if (!place->annot_count)
        return;
    jb_buf_puts(into, "/Annots[");
    for (uint32_t i = 0; i < place->annot_count; i++)
        jb_buf_printf(into, "%s%u 0 R", i ? " " : "",
                      (unsigned)(place->first_annot + i));
    jb_buf_puts(into, "]");
}

static void put_page(void *state, jb_buf *into)
{
    const page_state *page = state;
    jb_pdf *pdf = page->pdf;
    jb_buf_printf(into, "/Type/Page/Parent %u 0 R/MediaBox[0 0 ",
                  (unsigned)page->parent);
    jb_buf_put_decimal(into, page->width, 3);
    jb_buf_putc(into, ' ');
    jb_buf_put_decimal(into, page->height, 3);
    jb_buf_printf(into, "]/Resources %u 0 R/Contents", (unsigned)pdf->file.spare);
    if (page->furniture)
        jb_buf_printf(into, "[%u 0 R %u 0 R]", (unsigned)page->body,
                      (unsigned)page->furniture);
    else
        jb_buf_printf(into, " %u 0 R", (unsigned)page->body);
    put_annots(&pdf->nav.pages.items[page->index], into);
}

/* Hangs the page objects into the tree, which is one level deep: 8 million pages. */
static bool write_tree(jb_pdf *pdf)
{
    size_t count = pdf->pages.count;
    HPDF_Dict node = NULL;
    for (size_t i = 0; i < count; i++) {
        page_state *page = pdf->pages.items[(pdf->nav.first + i) % count];
        if (i % KIDS_MAX == 0)
            node = HPDF_Doc_AddPagesTo(pdf->file.doc, pdf->file.doc->root_pages);
        HPDF_Array kids =
            node ? HPDF_Dict_GetItem(node, "Kids", HPDF_OCLASS_ARRAY) : NULL;
        if (!kids || HPDF_Array_Add(kids, page->dict) != HPDF_OK)
            return false;
        page->parent = jb_pdf_object_number(node);
    }
    return true;
}

static bool is_side(jb_mpt side)
{
    return side >= SIDE_MIN && side <= SIDE_MAX;
}

void jb_pdf_add_page(jb_pdf *pdf, const jb_page *page)
{
    if (pdf->is_spoiled)
        return;
    if (!is_side(page->width) || !is_side(page->height)) {
        jb_diag_add(pdf->file.diag, JB_DIAG_PDF_PAGE_SIZE, JB_NO_SPAN);
        pdf->is_spoiled = true;
        return;
    }
    page_state *state = JB_NEW(&pdf->arena, page_state);
    *state = (page_state){.pdf = pdf,
                          .index = pdf->pages.count,
                          .width = page->width,
                          .height = page->height};
    jb_pdf_place place = {.height = page->height,
                          .label = copy_text(&pdf->arena, page->label)};
    state->dict = jb_pdf_object_dict(&pdf->file, HPDF_OSUBCLASS_PAGE, put_page, state);
    if (!state->dict) {
        pdf->is_spoiled = true;
        return;
    }
    place.number = jb_pdf_object_number(state->dict);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are kept */
    jb_vec_push(&pdf->arena, &pdf->pages, state);
    jb_vec_push(&pdf->arena, &pdf->nav.pages, place);
    state->body = write_content(pdf, state->index, &page->items, false);
}

void jb_pdf_add_furniture(jb_pdf *pdf, size_t index, const jb_items *items)
{
    if (pdf->is_spoiled || index >= pdf->pages.count || items->count == 0)
        return;
    page_state *page = pdf->pages.items[index];
    if (!page->furniture)
        page->furniture = write_content(pdf, index, items, true);
}

void jb_pdf_set_outline(jb_pdf *pdf, const jb_outline *outline)
{
    jb_outline_entry *entries = JB_NEWS(&pdf->arena, jb_outline_entry, outline->count);
    for (size_t i = 0; i < outline->count; i++)
        entries[i] = (jb_outline_entry){
            .level = outline->entries[i].level,
            .title = copy_text(&pdf->arena, outline->entries[i].title),
            .dest = copy_text(&pdf->arena, outline->entries[i].dest)};
    pdf->outline = (jb_outline){entries, outline->count};
}

void jb_pdf_begin_part(jb_pdf *pdf, const jb_pdf_part *part)
{
    take_assets(pdf, part->assets);
    pdf->nav.prefix = copy_text(&pdf->arena, part->prefix);
    pdf->nav.diag = part->diag;
}

void jb_pdf_end_part(jb_pdf *pdf)
{
    jb_pdf_nav_check_links(&pdf->nav);
    pdf->assets = NULL;
    pdf->nav.prefix = NULL;
    pdf->nav.diag = pdf->diag;
}

void jb_pdf_begin_front(jb_pdf *pdf)
{
    pdf->nav.first = pdf->pages.count;
}

/* All pages share one resource dictionary. */
static bool write_resources(jb_pdf *pdf)
{
    jb_buf resources = {0};
    jb_buf_puts(&resources, "<</Font<<");
    bool is_good = jb_pdf_font_write(pdf->fonts, &pdf->file, &resources);
    jb_buf_puts(&resources, ">>/XObject<<");
    for (size_t i = 0; i < pdf->images.count; i++)
        if (pdf->images.items[i])
            jb_buf_printf(&resources, "/Im%zu %u 0 R", i,
                          (unsigned)pdf->images.items[i]);
    jb_buf_puts(&resources, ">>>>");
    jb_pdf_object_begin(&pdf->file, pdf->file.spare);
    jb_buf_put_str(&pdf->file.out, jb_buf_str(&resources));
    jb_pdf_object_end(&pdf->file);
    jb_buf_fini(&resources);
    return is_good;
}

bool jb_pdf_finish(jb_pdf *pdf, jb_buf *out)
{
    jb_pdf_nav_write_links(&pdf->nav, &pdf->file);
    jb_pdf_outline_write(&pdf->nav, &pdf->file, &pdf->outline);
    jb_pdf_nav_write_labels(&pdf->nav, &pdf->file);
    bool is_good = write_tree(pdf) && write_resources(pdf) && !pdf->is_spoiled;
    jb_pdf_meta_write(&pdf->file, &pdf->info);
    is_good = jb_pdf_object_save(&pdf->file) && is_good;
    if (is_good && out->len == 0) {
        size_t max = out->max;
        jb_buf_fini(out);
        *out = pdf->file.out;
        out->max = max;
        out->failed = max && out->len > max;
        pdf->file.out = (jb_buf){0};
    } else if (is_good) {
        jb_buf_put_str(out, jb_buf_str(&pdf->file.out));
    }
    is_good = is_good && !out->failed;
    jb_pdf_drop(pdf);
    return is_good;
}
