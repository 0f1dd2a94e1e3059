/* Figures: a picture with its caption and source. */
#include "kind/lower.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

typedef struct figure {
    jb_field_text path, caption, source, alt, width;
} figure;

static jb_block *add_figure(jb_lowering *l, jb_block *parent, jb_str path, jb_str alt,
                            jb_span span)
{
    jb_block *made = jb_block_add(l->into, parent, JB_BLOCK_FIGURE, "figure", span);
    made->u.figure.path = jb_str_dup(l->into, path);
    made->u.figure.alt = jb_str_dup(l->into, alt);
    made->u.figure.asset = UINT32_MAX;
    return made;
}

static const jb_md *only_image(const jb_md *md)
{
    if (md->kind == JB_MD_IMAGE)
        return md;
    if (md->kind == JB_MD_LINK && md->first && !md->first->next)
        return only_image(md->first);
    return NULL;
}

static bool is_blank(const jb_md *md)
{
    return md->kind == JB_MD_SOFT_BREAK || md->kind == JB_MD_HARD_BREAK ||
           (md->kind == JB_MD_TEXT && jb_str_trim(md->text).len == 0);
}

bool jb_figure_from_md(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    size_t images = 0;
    for (const jb_md *child = md->first; child; child = child->next) {
        if (!is_blank(child) && !only_image(child))
            return false;
        images += !is_blank(child);
    }
    for (const jb_md *child = md->first; child; child = child->next) {
        const jb_md *image = only_image(child);
        if (!image)
            continue;
        jb_buf alt = {0};
        jb_markdown_text(image, &alt);
        jb_block *made =
            add_figure(l, parent, image->target, jb_buf_str(&alt), md->span);
        jb_buf_fini(&alt);
        if (image->title.len)
            jb_lower_para(l, made, "caption",
                          jb_inlines_of_text(image->title, image->span, l->into),
                          image->span);
    }
    return images > 0;
}

/* "60%", "0.6" or "full" into thousandths of the measure; 0 = natural. */
static int32_t read_width(jb_lowering *l, const jb_field_text *width)
{
    jb_str text = width->text;
    int64_t value;
    if (!text.len || jb_str_is(text, "natural"))
        return 0;
    if (jb_str_is(text, "full"))
        return 1000;
    bool percent = text.at[text.len - 1] == '%';
    if (jb_geom_thousandths(jb_str_slice(text, 0, text.len - percent), &value)) {
        if (percent)
            value = jb_geom_scale(value, 1, 100);
        if (value > 0 && value <= 1000)
            return (int32_t)value;
    }
    jb_diag_add(l->diag, JB_DIAG_WIDTH_BAD, width->val ? width->val->span : JB_NO_SPAN,
                jb_str_dup(l->into, text));
    return 0;
}

static void from_directive(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    jb_caption caption = jb_table_caption(node->md->title);
    jb_str path = {NULL, 0};
    for (const jb_md *line = node->md->first; line && !path.len; line = line->next)
        path = jb_str_trim(line->text);
    if (!path.len) {
        path = caption.title;
        caption.title = caption.second;
    }
    jb_table_text title = {NULL, caption.title, JB_NO_SPAN};
    jb_table_text other = {NULL, caption.alt, JB_NO_SPAN};
    jb_inline *inlines = jb_table_inlines(l, &title);
    jb_buf alt = {0};
    jb_inlines_text(caption.alt.len ? jb_table_inlines(l, &other) : inlines, &alt);
    jb_block *made = add_figure(l, parent, path, jb_buf_str(&alt), node->span);
    jb_buf_fini(&alt);
    jb_field_text width = {caption.width, NULL};
    made->u.figure.width_1000 = read_width(l, &width);
    jb_lower_para(l, made, "caption", inlines, node->span);
    jb_table_source_text(l, made, caption.source, node->span);
}

static void lower(jb_lowering *l, const jb_node *node, jb_block *parent)
{
    const figure *fields = node->fields;
    if (node->md && node->md->kind == JB_MD_DIRECTIVE) {
        from_directive(l, node, parent);
    } else if (node->md) {
        jb_figure_from_md(l, node->md, parent);
    } else if (fields && fields->path.text.len) {
        jb_block *made = add_figure(
            l, parent, fields->path.text,
            fields->alt.text.len ? fields->alt.text : fields->caption.text, node->span);
        if (fields->path.val)
            made->span = fields->path.val->span;
        made->u.figure.width_1000 = read_width(l, &fields->width);
        jb_lower_field(l, made, "caption", &fields->caption);
        jb_table_source(l, made, &fields->source);
    } else if (node->val && node->val->kind == JB_VAL_SCALAR && node->val->text.len) {
        add_figure(l, parent, jb_str_trim(node->val->text), (jb_str){NULL, 0},
                   node->span);
    }
}

static const jb_field fields_of_figure[] = {
    {.name = "src",
     .aliases = "path|\u6587\u4ef6|\u56fe\u7247|file",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(figure, path),
     .is_required = true,
     .help = "a PNG or JPEG file beneath the report's folder"},
    {.name = "caption",
     .aliases = "\u6807\u9898|\u56fe\u9898|title",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(figure, caption),
     .help = "the line below the picture"},
    {.name = "source",
     .aliases = "\u6765\u6e90|\u8d44\u6599\u6765\u6e90",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(figure, source),
     .help = "where the picture comes from"},
    {.name = "width",
     .aliases = "\u5bbd|\u5bbd\u5ea6",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(figure, width),
     .help = "of the measure, as in 60%"},
    {.name = "alt",
     .aliases = "\u66ff\u4ee3\u6587\u5b57",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(figure, alt),
     .help = "what the picture shows, in words"},
};
static const jb_field_table table_of_figure = {"figure\x1F"
                                               "\u56fe",
                                               sizeof(figure), fields_of_figure,
                                               JB_COUNT(fields_of_figure)};

const jb_kind jb_figure_kind = {
    .name = "figure",
    .aliases = "\u56fe|\u56fe\u7247|image",
    .help = "a picture with caption and source",
    .example =
        "- figure: {src: images/trend.png, caption: \u4ef7\u683c\u8d70\u52bf, source: \u793a\u4f8b}\n",
    .fields = &table_of_figure,
    .lower = lower};

/* NOLINTEND(misc-no-recursion) */
