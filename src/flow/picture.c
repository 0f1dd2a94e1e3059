/* The picture is placed before its caption is set, and made smaller afterwards when
 * both together would be higher than the text area. */
#include "flow/picture.h"

#include "flow/textual.h"

enum {
    DPI = 96,      /* of pictures that don't say (CSS Values 3, 6.2: px) */
    POINT = 72000, /* mpt an inch */
    LEAST = 1000   /* mpt, our limit: nothing is set smaller than a point */
};

static jb_mpt natural(uint32_t pixels, int dpi)
{
    int64_t size = jb_geom_scale(pixels, POINT, dpi > 0 ? dpi : DPI);
    return (jb_mpt)JB_MIN(size, (int64_t)JB_PT(100000));
}

void jb_picture_size(const jb_image *image, int32_t width_1000, jb_mpt measure,
                     jb_mpt highest, jb_mpt *width, jb_mpt *height)
{
    int64_t w = natural(image->width, image->dpi_x);
    int64_t h = natural(image->height, image->dpi_y);
    w = JB_MAX(w, 1);
    h = JB_MAX(h, 1);
    int64_t wanted = width_1000 > 0 ? jb_geom_scale(measure, width_1000, 1000) : w;
    wanted = JB_MIN(wanted, measure);
    int64_t high = jb_geom_scale(h, wanted, w);
    if (high > highest) {
        wanted = jb_geom_scale(wanted, highest, high);
        high = highest;
    }
    *width = (jb_mpt)JB_MAX(wanted, (int64_t)LEAST);
    *height = (jb_mpt)JB_MAX(high, (int64_t)LEAST);
}

static const jb_image *image_of(const jb_build *build, const jb_block *figure)
{
    const jb_assets *assets = build->shared->assets;
    uint32_t at = figure->u.figure.asset;
    if (!assets || at >= assets->count || !assets->items[at].is_loaded)
        return NULL;
    return &assets->items[at].image;
}

const char *jb_picture_missing(const char *path, const char *lang, jb_arena *into)
{
    bool is_chinese = lang && jb_str_starts(jb_str_of(lang), "zh");
    /* U+3014 U+7F3A U+56FE U+FF1A ... U+3015 */
    const char *form =
        is_chinese ? "\xE3\x80\x94\xE7\xBC\xBA\xE5\x9B\xBE\xEF\xBC\x9A%s\xE3\x80\x95"
                   : "[missing image: %s]";
    return jb_arena_printf(into, form, path ? path : "");
}

/* A box of its own within the figure: the style's tint and padding are round the line.
 */
static void emit_missing(jb_build *build, const jb_block *figure,
                         const jb_build_frame *around)
{
    const jb_style *style = jb_sheet_style(build->shared->sheet, "figure-missing");
    const char *words = jb_picture_missing(figure->u.figure.path,
                                           figure->style->type.lang, build->into);
    jb_segment segment = {
        .text = jb_str_of(words), .span = figure->span, .style = style};
    jb_block block = {.kind = JB_BLOCK_PARA, .style = style, .span = figure->span};
    jb_build_frame place;
    jb_build_push(build, *around);
    jb_build_begin(build, &block, &place);
    jb_para_measure measure = {.width = place.width, .align = style->setting.align};
    jb_lines lines = jb_textual_set(build, style, &segment, 1, &measure);
    for (size_t i = 0; i < lines.count; i++) {
        jb_box box = {.height = lines.items[i].height,
                      .leading = lines.items[i].height,
                      .penalty = i ? JB_FLOW_FORBIDDEN : 0,
                      .span = figure->span};
        jb_build_emit_piece(build, &place,
                            (jb_piece){.kind = JB_PIECE_LINE,
                                       .x = place.x,
                                       .w = place.width,
                                       .line = &lines.items[i],
                                       .element = place.element},
                            box);
    }
    build->frames.count--;
    jb_build_end(build, &place);
}

static void emit_picture(jb_build *build, const jb_block *figure, const jb_image *image,
                         const jb_build_frame *place)
{
    jb_mpt width = 0, height = 0;
    jb_picture_size(image, figure->u.figure.width_1000, place->width,
                    build->shared->height, &width, &height);
    jb_piece piece = {.kind = JB_PIECE_IMAGE,
                      .x = place->x + (place->width - width) / 2,
                      .w = width,
                      .h = height,
                      .asset = figure->u.figure.asset,
                      .element = place->element};
    jb_build_emit_piece(build, place, piece,
                        (jb_box){.height = height, .span = figure->span});
}

/* Makes the picture in box `at` so much smaller that it and what follows it fit a page;
 * not below a quarter of the page (our choice): a long caption goes on overleaf then. */
static void shrink(jb_build *build, const jb_build_frame *place, size_t at)
{
    jb_box *box = &build->out->items[at];
    int64_t all =
        jb_flow_height(box, build->out->count - at) + jb_flow_top(place->deco, NULL);
    int64_t over = all - build->shared->height;
    if (over <= 0 || box->height - over < build->shared->height / 4)
        return;
    jb_piece *piece = &box->pieces[box->piece_count - 1];
    jb_mpt high = (jb_mpt)(box->height - over);
    jb_mpt wide = (jb_mpt)jb_geom_scale(piece->w, high, piece->h);
    piece->x += (piece->w - wide) / 2;
    piece->w = wide;
    piece->h = high;
    box->height = high;
}

void jb_picture_place(jb_build *build, const jb_block *figure)
{
    jb_build_frame place;
    jb_build_begin(build, figure, &place);
    jb_element *element = jb_build_element(build, JB_PART_FIGURE, place.element);
    element->alt = figure->u.figure.alt;
    place.element = element;
    place.is_tight = true;
    const jb_image *image = image_of(build, figure);
    size_t at = build->out->count;
    if (image)
        emit_picture(build, figure, image, &place);
    else
        emit_missing(build, figure, &place);
    place.caption = JB_PART_PARAGRAPH;
    jb_build_push(build, place);
    for (const jb_block *child = figure->first; child; child = child->next) {
        if (child->kind != JB_BLOCK_PARA)
            continue;
        build->keep = 1;
        build->keep_cost = JB_FLOW_FORBIDDEN;
        jb_textual_para(build, child);
    }
    build->frames.count--;
    if (image)
        shrink(build, &place, at);
    build->keep = 0;
    jb_build_end(build, &place);
}
