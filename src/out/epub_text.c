/* The files of a report. One is enough for most; a long one is divided before headings of
 * its first level, since readers lay out a file as a whole before they show it. */
#include "out/epub_book.h"
#include "out/png.h"
#include "out/xhtml.h"

enum {
    /* Bytes of text. Kobo asks for less than 10 MB of content a file; old readers take
     * some 300 kB, of which markup is a third (Calibre divides at 260 kB). */
    FILE_MAX = 200 * 1000,
    WHOLE_MAX = 2 * FILE_MAX /* of a section: then it is divided between its blocks */
};

typedef struct text {
    jb_epub *epub;
    const jb_book_part *part;
    jb_arena scratch;
    JB_VEC(const jb_block *) starts; /* the first block of each file */
    JB_VEC(const char *) hrefs;      /* of each file */
    jb_map places;                   /* id -> file */
    size_t file;                     /* being written */
    const char **pictures;           /* addresses by asset; NULL = not written yet */
} text;

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

/* ---- dividing ------------------------------------------------------------------ */

static size_t size_of_block(const jb_block *block);

static size_t size_of_inlines(const jb_inline *inlines)
{
    size_t size = 0;
    for (const jb_inline *one = inlines; one; one = one->next) {
        size += one->text.len + size_of_inlines(one->first);
        size += one->note ? size_of_block(one->note) : 0;
    }
    return size;
}

static size_t size_of_block(const jb_block *block)
{
    size_t size = block->text.len + size_of_inlines(block->inlines);
    for (const jb_block *child = block->first; child; child = child->next)
        size += size_of_block(child);
    return size;
}

static bool is_heading(const jb_block *block, int level)
{
    return block->kind == JB_BLOCK_HEADING && block->u.heading.level == level;
}

static int first_level(const jb_block *root)
{
    int level = INT32_MAX;
    for (const jb_block *block = root->first; block; block = block->next)
        if (block->kind == JB_BLOCK_HEADING)
            level = JB_MIN(level, block->u.heading.level);
    return level;
}

static size_t size_of_section(const jb_block *heading)
{
    int level = heading->u.heading.level;
    size_t size = size_of_block(heading);
    for (const jb_block *block = heading->next; block && !is_heading(block, level);
         block = block->next)
        size += size_of_block(block);
    return size;
}

static void divide(text *t)
{
    const jb_block *root = t->part->root, *before = NULL;
    int level = first_level(root);
    size_t size = 0;
    for (const jb_block *block = root->first; block; block = block->next) {
        bool is_section = is_heading(block, level);
        size_t own = size_of_block(block);
        bool is_full = is_section ? size + size_of_section(block) > FILE_MAX
                                  : size + own > WHOLE_MAX && before &&
                                        before->kind != JB_BLOCK_HEADING;
        if (!before || (is_full && size > 0)) {
            jb_vec_push(&t->scratch, &t->starts, block);
            size = 0;
        }
        size += own;
        before = block;
    }
}

static void name_files(text *t)
{
    for (size_t i = 0; i < JB_MAX(t->starts.count, (size_t)1); i++) {
        const char *href =
            i ? jb_arena_printf(&t->epub->arena, "r%zu-%zu.xhtml", t->epub->parts,
                                i + 1)
              : jb_arena_printf(&t->epub->arena, "r%zu.xhtml", t->epub->parts);
        jb_vec_push(&t->scratch, &t->hrefs, href);
    }
}

/* ---- places -------------------------------------------------------------------- */

static void find_places(text *t, const jb_block *block, size_t file);

static void add_place(text *t, const char *id, size_t file)
{
    jb_map_put(&t->scratch, &t->places, jb_str_of(id))->value = file;
}

static void find_notes(text *t, const jb_inline *inlines, size_t file)
{
    for (const jb_inline *one = inlines; one; one = one->next) {
        find_notes(t, one->first, file);
        if (!one->note)
            continue;
        add_place(t, jb_arena_printf(&t->scratch, "note-%d", one->number), file);
        find_places(t, one->note, file);
    }
}

static void find_places(text *t, const jb_block *block, size_t file)
{
    if (block->kind == JB_BLOCK_HEADING && block->u.heading.anchor)
        add_place(t, block->u.heading.anchor, file);
    find_notes(t, block->inlines, file);
    for (const jb_block *child = block->first; child; child = child->next)
        find_places(t, child, file);
}

/* Links lead across files, so all places are known before the first is written. */
static void find_all_places(text *t)
{
    size_t file = 0;
    for (const jb_block *block = t->part->root->first; block; block = block->next) {
        if (file + 1 < t->starts.count && block == t->starts.items[file + 1])
            file++;
        find_places(t, block, file);
    }
}

/* "id" as an address from the file being written; NULL when there is no such place. */
static const char *address_of(text *t, const char *id, bool is_from_outside)
{
    const jb_map_entry *place = jb_map_find(&t->places, jb_str_of(id));
    if (!place)
        return NULL;
    bool is_here = !is_from_outside && place->value == t->file;
    return jb_arena_printf(&t->epub->arena, "%s#%s",
                           is_here ? "" : t->hrefs.items[place->value], id);
}

/* NOLINTEND(misc-no-recursion) */

static const char *address_from_nav(void *state, const char *anchor)
{
    return address_of(state, anchor, true);
}

/* The headings of a single report stand beside its title, those of a volume below. */
static void add_contents(text *t)
{
    jb_toc *contents = &t->epub->contents;
    jb_toc_add(contents, t->part->title, t->hrefs.items[0]);
    jb_toc_add_headings(contents, t->part->root, t->epub->book->title ? 1 : 0,
                        address_from_nav, t);
}

/* ---- the dialect --------------------------------------------------------------- */

static void look(void *state, jb_markup *to, const jb_style *style, const char *role)
{
    jb_css_look(((text *)state)->epub->css, to, style, role);
}

static const char *picture(void *state, uint32_t asset)
{
    text *t = state;
    if (asset >= t->part->assets->count || !t->part->assets->items[asset].is_loaded)
        return NULL;
    if (t->pictures[asset])
        return t->pictures[asset];
    const jb_image *image = &t->part->assets->items[asset].image;
    bool is_jpeg = image->format == JB_IMAGE_JPEG;
    const char *href = jb_arena_printf(&t->epub->arena, "images/%zu.%s",
                                       ++t->epub->pictures, is_jpeg ? "jpg" : "png");
    jb_epub_item item = {href, is_jpeg ? "image/jpeg" : "image/png", NULL,
                         JB_EPUB_UNREAD};
    jb_buf file = {0};
    if (!is_jpeg)
        jb_png_write(image, &file);
    jb_epub_add(t->epub, item, is_jpeg ? image->file : jb_buf_str(&file));
    jb_buf_fini(&file);
    t->pictures[asset] = href;
    return href;
}

/* An address without the characters that URLs must have escaped (RFC 3986, 2). */
static const char *escaped(text *t, const char *target)
{
    jb_buf address = {0};
    for (const char *at = target; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte <= ' ' || byte == 0x7F || strchr("\"<>\\^`{|}", byte))
            jb_buf_printf(&address, "%%%02X", (unsigned)byte);
        else
            jb_buf_putc(&address, *at);
    }
    const char *copy = jb_str_dup(&t->scratch, jb_buf_str(&address));
    jb_buf_fini(&address);
    return copy;
}

static const char *link(void *state, const char *target)
{
    text *t = state;
    const char *part = jb_inlines_part(target);
    if (part)
        return jb_arena_printf(&t->scratch, "r%s.xhtml", part);
    return *target == '#' ? address_of(t, target + 1, false) : escaped(t, target);
}

/* ---- writing ------------------------------------------------------------------- */

static void add_pages(text *t, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        jb_epub_page page = {
            jb_str_dup(&t->epub->arena, jb_str_of(t->part->pages[i].label)),
            jb_arena_printf(&t->epub->arena, "%s#page-%zu", t->hrefs.items[t->file],
                            i + 1)};
        jb_vec_push(&t->epub->arena, &t->epub->pages, page);
    }
}

static bool is_vertical(const jb_book_part *part)
{
    return part->report->meta.writing_mode == JB_WRITING_VERTICAL;
}

static void write_file(text *t, jb_xhtml *xhtml, jb_markup *markup)
{
    bool is_last = t->file + 1 >= t->starts.count;
    const jb_block *end = is_last ? NULL : t->starts.items[t->file + 1];
    jb_epub_frame frame = {t->part->title, t->part->lang, "bodymatter",
                           t->epub->is_right, is_vertical(t->part)};
    jb_buf file = {0};
    size_t pages = jb_xhtml_pages(xhtml);
    jb_epub_begin(markup, &file, &frame);
    for (const jb_block *block = t->starts.count ? t->starts.items[t->file] : NULL;
         block != end; block = block->next)
        jb_xhtml_block(xhtml, block);
    jb_xhtml_notes(xhtml);
    if (is_last)
        jb_xhtml_end(xhtml);
    jb_epub_end(markup);
    add_pages(t, pages, jb_xhtml_pages(xhtml));
    jb_epub_item item = {t->hrefs.items[t->file], "application/xhtml+xml", NULL,
                         JB_EPUB_BODY};
    jb_epub_add(t->epub, item, jb_buf_str(&file));
    jb_buf_fini(&file);
}

void jb_epub_text_add(jb_epub *epub, const jb_book_part *part)
{
    text t = {.epub = epub, .part = part};
    jb_xhtml_dialect dialect = {.has_epub_types = true,
                                .is_vertical = is_vertical(part),
                                .look = look,
                                .picture = picture,
                                .link = link,
                                .state = &t};
    jb_markup markup = {0};
    t.pictures = JB_NEWS(&t.scratch, const char *, part->assets->count + 1);
    divide(&t);
    name_files(&t);
    find_all_places(&t);
    add_contents(&t);
    if (!epub->start)
        epub->start = t.hrefs.items[0];
    jb_css_begin(epub->css, part->sheet);
    if (is_vertical(part))
        jb_css_set_vertical(epub->css);
    jb_xhtml *xhtml = jb_xhtml_open(part, &dialect, "", &markup, &t.scratch);
    for (t.file = 0; t.file < t.hrefs.count; t.file++)
        write_file(&t, xhtml, &markup);
    jb_arena_fini(&t.scratch);
}
