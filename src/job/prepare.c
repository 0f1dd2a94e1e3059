/* Layout, fonts, files and metadata of one report. The report may name its layout; the
 * command line has the first word, then the report, then the collection. */
#include "job/prepare.h"

#include "base/file.h"
#include "base/utf8.h"
#include "data/yaml.h"
#include "job/fault.h"
#include "kind/mapping.h"
#include "style/sheet_read.h"
#include "text/bidi.h"

static const char default_layout[] = "briefing";
static const char default_fonts[] = "noto";

const jb_field_renames *jb_prepare_mapping(const jb_collection *collection,
                                           const jb_field_renames *of_layout,
                                           jb_arena *into)
{
    const jb_val *mapping = collection->mapping;
    size_t first = of_layout ? of_layout->count : 0;
    size_t given = mapping && mapping->kind == JB_VAL_MAP ? mapping->count : 0;
    if (first + given == 0)
        return NULL;
    const jb_field_renames *known = jb_mapping_builtin(into);
    size_t count = first + given + known->count;
    jb_field_rename *items = JB_NEWS(into, jb_field_rename, count);
    /* Of two entries for a name the later one in this list is not looked at. */
    for (size_t i = 0; i < given; i++)
        items[i] =
            (jb_field_rename){mapping->pairs[i].key, mapping->pairs[i].value->text};
    for (size_t i = 0; i < first; i++)
        items[given + i] = of_layout->items[i];
    memcpy(items + given + first, known->items, known->count * sizeof *items);
    jb_field_renames *renames = JB_NEW(into, jb_field_renames);
    *renames = (jb_field_renames){items, count};
    return renames;
}

/* "page.width=148mm" as YAML, a line a level. */
static jb_str yaml_of_set(jb_str set, jb_arena *into)
{
    size_t equals = jb_str_find(set, "=");
    jb_str key = jb_str_slice(set, 0, equals);
    jb_buf text = {0};
    int depth = 0;
    while (key.len) {
        size_t dot = jb_str_find(key, ".");
        jb_buf_printf(&text, "%s%*s", depth ? "\n" : "", depth * 2, "");
        jb_buf_put_str(&text, jb_str_slice(key, 0, dot));
        jb_buf_putc(&text, ':');
        key = jb_str_slice(key, dot + 1, key.len);
        depth++;
    }
    jb_buf_putc(&text, ' ');
    jb_buf_put_str(&text, jb_str_slice(set, equals + 1, set.len));
    jb_buf_putc(&text, '\n');
    jb_str yaml = {jb_str_dup(into, jb_buf_str(&text)), jb_buf_str(&text).len};
    jb_buf_fini(&text);
    return yaml;
}

/* Lays each --set over the layouts. */
static bool add_sets(jb_work *work, jb_resources_layouts *layouts)
{
    for (size_t i = 0; i < work->config->set.count; i++) {
        jb_str set = jb_str_of(work->config->set.items[i]);
        size_t equals = jb_str_find(set, "=");
        if (equals == 0 || equals == set.len) {
            jb_diag_add(work->diag, JB_DIAG_SET_MALFORMED, JB_NO_SPAN,
                        work->config->set.items[i]);
            return false;
        }
        jb_str yaml = yaml_of_set(set, work->arena);
        uint32_t source = jb_source_add(work->sources, "--set", yaml);
        const jb_val *val =
            jb_yaml_read(work->sources, source, 0, yaml.len, work->arena, work->diag);
        if (!val)
            return false;
        layouts->vals[layouts->count++] = val;
    }
    return true;
}

static jb_span span_of(jb_field_text text)
{
    return text.val ? text.val->span : JB_NO_SPAN;
}

void jb_prepare_collection(jb_work *work, const char *folder, jb_collection *out)
{
    if (!work->shelf) {
        (void)jb_resources_collection(work->resources, folder, out);
        return;
    }
    const jb_shelf_collection *found = jb_shelf_find_collection(work->shelf, folder);
    *out = found->collection;
    jb_diag_take(work->diag, found->diag);
    work->collected = &found->reads;
    jb_reads_share_only(work->reads, &found->reads, JB_READS_BYTES);
    jb_reads_share_only(work->reads, &found->reads, JB_READS_MAPPING);
}

/* Which layout, and who named it. */
typedef struct choice {
    const char *name;
    jb_resources_from from;
} choice;

/* The folder of a collection's file; of the report's when it is not known. */
static const char *folder_of(const jb_work *work, const jb_collection *collection,
                             const char *folder)
{
    const char *path = collection->path;
    const char *slash = path ? strrchr(path, '/') : NULL;
    if (!path)
        return folder ? folder : "";
    return slash ? jb_arena_strndup(work->arena, path, (size_t)(slash - path) + 1) : "";
}

static choice choose_layout(const jb_work *work, const jb_collection *collection,
                            const char *folder)
{
    const jb_field_text *own = &work->report->meta.layout;
    if (work->config->layout)
        return (choice){work->config->layout, {-1, "", JB_NO_SPAN}};
    if (own->text.len)
        return (choice){jb_str_dup(work->arena, own->text),
                        {work->root, folder ? folder : "", span_of(*own)}};
    if (collection->layout.text.len)
        return (choice){
            jb_str_dup(work->arena, collection->layout.text),
            {-1, folder_of(work, collection, folder), span_of(collection->layout)}};
    return (choice){default_layout, {-1, "", JB_NO_SPAN}};
}

/* The layouts, and over them the collection's settings, those of its volume, and those of
 * the command line. */
static bool all_layouts(jb_work *work, const jb_collection *collection,
                        const choice *wanted, jb_resources_layouts *out)
{
    const jb_config *config = work->config;
    jb_resources_layouts read;
    if (!jb_resources_layout(work->resources, wanted->name, wanted->from, &read))
        return false;
    out->vals =
        JB_NEWS(work->arena, const jb_val *, read.count + config->set.count + 2);
    memcpy(out->vals, read.vals, read.count * sizeof *read.vals);
    out->count = read.count;
    if (collection->settings)
        out->vals[out->count++] = collection->settings;
    if (work->shelf && jb_shelf_laid(work->shelf))
        out->vals[out->count++] = jb_shelf_laid(work->shelf);
    return add_sets(work, out);
}

static const jb_fontset *choose_fontset(jb_work *work, const jb_collection *collection,
                                        const jb_resources_layouts *layouts)
{
    jb_resources_from user = {-1, "", JB_NO_SPAN};
    const char *name = work->config->fonts;
    if (!name && collection->fonts.text.len)
        name = jb_str_dup(work->arena, collection->fonts.text);
    if (name && !work->config->fonts)
        user.span = span_of(collection->fonts);
    if (!name)
        name = jb_sheet_fontset(layouts->vals, layouts->count, work->arena, &user.span);
    return jb_resources_fontset(work->resources, name ? name : default_fonts, user);
}

/* Reads layout and font set into `work`, whose report is not looked at. */
static bool read_layout(jb_work *work, const jb_collection *collection,
                        const choice *wanted)
{
    jb_resources_layouts layouts;
    if (!all_layouts(work, collection, wanted, &layouts))
        return false;
    work->fontset = choose_fontset(work, collection, &layouts);
    if (!work->fontset)
        return false;
    work->sheet = jb_sheet_read_vals(layouts.vals, layouts.count, work->fontset,
                                     work->arena, work->diag);
    return work->sheet != NULL;
}

/* Notes which font files there are, used or not. */
static void note_fonts(jb_work *work)
{
    const jb_fontset *set = work->fontset;
    for (size_t i = 0; set && i < set->family_count; i++)
        for (size_t k = 0; k < set->families[i].file_count; k++)
            (void)jb_resources_font(work->resources, set->families[i].files[k].path);
    for (size_t i = 0; set && i < set->pattern_count; i++)
        (void)jb_resources_font(work->resources, set->patterns[i].path);
}

/* The same from the shelf, where it is put at the first time. */
static bool take_layout(jb_work *work, const jb_collection *collection,
                        const choice *wanted)
{
    bool is_new;
    char *key =
        jb_arena_printf(work->arena, "%s\n%s\n%s", wanted->name, wanted->from.folder,
                        collection->path ? collection->path : "");
    jb_shelf_layout *layout = jb_shelf_find_layout(work->shelf, key, &is_new);
    if (is_new) {
        jb_work maker = {.config = work->config,
                         .arena = jb_shelf_arena(work->shelf),
                         .sources = jb_shelf_sources(work->shelf),
                         .diag = layout->diag,
                         .shelf = work->shelf,
                         .root = -1};
        maker.resources =
            jb_resources_open(maker.config, maker.sources, maker.diag, maker.arena);
        jb_resources_watch(maker.resources, &layout->reads);
        choice kept = *wanted; /* places keep its texts */
        kept.name = jb_str_dup(maker.arena, jb_str_of(wanted->name));
        kept.from.folder = jb_str_dup(maker.arena, jb_str_of(wanted->from.folder));
        if (read_layout(&maker, collection, &kept))
            layout->sheet = maker.sheet;
        layout->fontset = maker.fontset;
        note_fonts(&maker);
    }
    work->sheet = layout->sheet;
    work->fontset = layout->fontset;
    jb_diag_take(work->diag, layout->diag);
    jb_reads_share(work->reads, &layout->reads);
    return work->sheet != NULL;
}

/* Whether the body's role has at least one font installed. */
static bool has_fonts(jb_work *work)
{
    const jb_type *type = &jb_sheet_style(work->sheet, "paragraph")->type;
    if (jb_font_chain(work->fonts, type->role, type->weight, type->is_italic,
                      type->lang, 0))
        return true;
    const jb_fontset_role *role = &work->fontset->roles[type->role];
    jb_buf names = {0};
    const char *package = "";
    for (size_t i = 0; i < role->family_count; i++) {
        const jb_fontset_family *family = &work->fontset->families[role->families[i]];
        if (family->script_count)
            continue;
        jb_buf_printf(&names, "%s%s", i ? ", " : "", family->name);
        package = *package ? package : family->package;
    }
    jb_diag_add(work->diag, JB_DIAG_FONTS_ABSENT, JB_NO_SPAN, role->name,
                names.at ? names.at : "", package);
    jb_buf_fini(&names);
    return false;
}

/* Notes which fields of the collection the choice of layout and fonts depends on. */
static void note_choice(const jb_work *work)
{
    if (!work->config->layout && !work->report->meta.layout.text.len)
        jb_reads_share_only(work->reads, work->collected, JB_READS_LAYOUT);
    if (!work->config->fonts)
        jb_reads_share_only(work->reads, work->collected, JB_READS_FONTSET);
    jb_reads_share_only(work->reads, work->collected, JB_READS_SETTINGS);
}

bool jb_prepare_layout(jb_work *work, const jb_collection *collection,
                       const char *folder)
{
    choice wanted = choose_layout(work, collection, folder);
    note_choice(work);
    bool is_shared = work->shelf && wanted.from.root < 0;
    bool is_read = is_shared ? take_layout(work, collection, &wanted)
                             : read_layout(work, collection, &wanted);
    if (!is_read)
        return false;
    if (work->shelf && !is_shared)
        note_fonts(work);
    work->fonts =
        work->keeps_fonts
            ? jb_shelf_keep_fonts(work->shelf,
                                  jb_source_bytes(work->sources, work->fontset->source))
        : work->shelf
            ? jb_font_open_from(work->fontset, jb_shelf_fonts(work->shelf), work->arena)
            : jb_font_open(work->fontset, jb_resources_fonts(work->resources),
                           work->arena);
    return has_fonts(work);
}

/* Notes a file of the report: what was read, or that nothing was. */
static void note_asset(jb_work *work, const char *path, jb_file_result result,
                       jb_str bytes)
{
    if (!work->reads || result == JB_FILE_OUTSIDE)
        return;
    const char *full = jb_arena_printf(work->arena, "%s%s", work->folder, path);
    if (result == JB_FILE_OK)
        jb_reads_add(work->reads, full, bytes);
    else
        jb_reads_add_absent(work->reads, full);
}

static void load_asset(jb_work *work, jb_asset *asset)
{
    jb_str bytes = {NULL, 0};
    jb_file_result result = JB_FILE_OUTSIDE;
    if (work->root >= 0)
        result = jb_file_read_beneath(work->root, asset->path, JB_IMAGE_BYTES_MAX,
                                      work->arena, &bytes);
    note_asset(work, asset->path, result, bytes);
    char limit[16];
    switch (result) {
    case JB_FILE_OK:
        asset->is_loaded = jb_image_read(bytes, asset->path, asset->span, work->arena,
                                         work->diag, &asset->image);
        return;
    case JB_FILE_MISSING:
        jb_diag_add(work->diag, JB_DIAG_IMAGE_MISSING, asset->span, asset->path);
        return;
    case JB_FILE_OUTSIDE:
        jb_diag_add(work->diag, JB_DIAG_IMAGE_OUTSIDE, asset->span, asset->path);
        return;
    case JB_FILE_TOO_LARGE:
        snprintf(limit, sizeof limit, "%d", JB_IMAGE_BYTES_MAX >> 20);
        jb_diag_add(work->diag, JB_DIAG_IMAGE_FILE_SIZE, asset->span, asset->path,
                    limit);
        return;
    case JB_FILE_NOT_REGULAR:
    case JB_FILE_DENIED:
    case JB_FILE_TEMPORARY:
    case JB_FILE_IO:
        jb_diag_add(work->diag, JB_DIAG_IMAGE_UNREADABLE, asset->span, asset->path,
                    jb_file_reason());
        return;
    }
}

void jb_prepare_assets(jb_work *work)
{
    jb_kinds_collect(work->blocks, work->arena, &work->assets);
    for (size_t i = 0; i < work->assets.count; i++)
        load_asset(work, &work->assets.items[i]);
}

void jb_prepare_cover(jb_work *work)
{
    jb_field_text name = work->report->meta.cover;
    work->is_coverless = jb_str_is(name.text, "none") || jb_str_is(name.text, "\u65e0");
    if (!name.text.len || work->is_coverless)
        return;
    work->cover.path = jb_str_dup(work->arena, name.text);
    work->cover.span = span_of(name);
    load_asset(work, &work->cover);
}

static const char *text_of(jb_work const *work, jb_field_text text)
{
    return text.text.len ? jb_str_dup(work->arena, text.text) : NULL;
}

/* A field that may be written as Markdown, without its notation. */
static const char *words_of(const jb_work *work, jb_field_text field)
{
    return field.text.len ? jb_inlines_words(field.text, work->arena).at : NULL;
}

static const char *joined(const jb_work *work, jb_field_texts texts,
                          const char *between)
{
    jb_buf text = {0};
    for (size_t i = 0; i < texts.count; i++) {
        jb_buf_puts(&text, i ? between : "");
        jb_buf_put_str(&text, texts.items[i].text);
    }
    const char *all = jb_str_dup(work->arena, jb_buf_str(&text));
    jb_buf_fini(&text);
    return all;
}

static const char *authors_of(const jb_work *work)
{
    const jb_field_structs *authors = &work->report->meta.authors;
    const jb_author *items = authors->items;
    jb_field_text *names = JB_NEWS(work->arena, jb_field_text, authors->count);
    for (size_t i = 0; i < authors->count; i++)
        names[i] = items[i].name;
    return joined(work, (jb_field_texts){names, authors->count}, "; ");
}

jb_page_texts jb_prepare_texts(const jb_work *work)
{
    const jb_meta *meta = &work->report->meta;
    jb_page_texts texts = {.title = words_of(work, meta->title),
                           .short_title = words_of(work, meta->short_title),
                           .brand = text_of(work, meta->brand),
                           .series = text_of(work, meta->series_name),
                           .date = text_of(work, meta->date),
                           .publisher = text_of(work, meta->source.publisher),
                           .lang = text_of(work, meta->lang)};
    if (!texts.short_title)
        texts.short_title = texts.title;
    if (!texts.brand)
        texts.brand = jb_sheet_brand(work->sheet);
    if (!texts.lang)
        texts.lang = jb_sheet_lang(work->sheet);
    return texts;
}

jb_pdf_info jb_prepare_info(const jb_work *work)
{
    const jb_meta *meta = &work->report->meta;
    const char *date = text_of(work, meta->date);
    return (jb_pdf_info){.title = work->texts.title,
                         .author = authors_of(work),
                         .subject = words_of(work, meta->subtitle),
                         .keywords = joined(work, meta->tags, ", "),
                         .lang = work->texts.lang,
                         .is_right = jb_bidi_is_right(work->blocks->style),
                         .date = date ? date : work->config->source_date,
                         .creator = "jianbao " JB_VERSION};
}

jb_book jb_prepare_book(const jb_config *config)
{
    return (jb_book){.title = config->volume,
                     .parts = 1,
                     .date = config->source_date,
                     .embeds_fonts = config->embed_fonts,
                     .columns = config->columns,
                     .producer = "jianbao " JB_VERSION};
}

/* The first text of a kind below a block, NULL when there is none. */
static const jb_block *first_text(const jb_block *parent, jb_block_kind kind)
{
    const jb_block *found = NULL;
    for (const jb_block *block = parent->first; block && !found; block = block->next)
        found = block->kind == kind && block->inlines ? block : first_text(block, kind);
    return found;
}

/* E-books and web pages must have a title: for a report without one it is its first
 * heading, else how its text begins, else the program's name. */
static const char *title_of(const jb_work *work)
{
    enum { LONGEST = 40 }; /* code points; what shelves and tabs have room for */
    const jb_block *heading = first_text(work->blocks, JB_BLOCK_HEADING);
    const jb_block *from = heading ? heading : first_text(work->blocks, JB_BLOCK_PARA);
    if (work->texts.title)
        return work->texts.title;
    jb_buf words = {0};
    jb_inlines_text(from ? from->inlines : NULL, &words);
    jb_str text = jb_str_trim(jb_buf_str(&words));
    size_t end = 0;
    for (int count = 0; end < text.len && count < LONGEST; count++)
        if (jb_utf8_next(text, &end) == '\n')
            break;
    text = jb_str_trim(jb_str_slice(text, 0, end));
    const char *title = text.len ? jb_str_dup(work->arena, text) : "jianbao";
    jb_buf_fini(&words);
    return title;
}

jb_book_part jb_prepare_part(const jb_work *work)
{
    const jb_meta *meta = &work->report->meta;
    return (jb_book_part){.report = work->report,
                          .root = work->blocks,
                          .assets = &work->assets,
                          .sheet = work->sheet,
                          .fonts = work->fonts,
                          .title = title_of(work),
                          .subtitle = words_of(work, meta->subtitle),
                          .lang = work->texts.lang,
                          .date = text_of(work, meta->date),
                          .publisher = work->texts.publisher,
                          .brand = work->texts.brand,
                          .series = work->texts.series,
                          .pages = work->pages.items,
                          .page_count = work->pages.count,
                          .cover = work->cover.is_loaded ? &work->cover.image : NULL,
                          .is_coverless = work->is_coverless};
}
