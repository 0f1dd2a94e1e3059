/* The list of kinds, and a report's way from its file to core blocks. */
#include "kind/kinds.h"

#include "base/map.h"
#include "base/vec.h"
#include "data/yaml.h"
#include "kind/anchors.h"
#include "kind/footnote.h"
#include "kind/lower.h"
#include "kind/mapping.h"
#include "kind/meta.h"
#include "kind/points.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

const jb_kind *const jb_kinds_all[] = {
    &jb_section_kind, &jb_paragraph_kind, &jb_list_kind,    &jb_table_kind,
    &jb_figure_kind,  &jb_quote_kind,     &jb_code_kind,    &jb_callout_kind,
    &jb_risk_kind,    &jb_note_kind,      &jb_key_kind,     &jb_compare_kind,
    &jb_define_kind,  &jb_timeline_kind,  &jb_metrics_kind, &jb_footnote_kind,
    &jb_rule_kind,    &jb_pagebreak_kind,
};
const size_t jb_kinds_count = JB_COUNT(jb_kinds_all);

static bool is_among(const char *names, jb_str name)
{
    while (names) {
        const char *stop = strchr(names, '|');
        size_t len = stop ? (size_t)(stop - names) : strlen(names);
        if (jb_str_equal(name, (jb_str){names, len}))
            return true;
        names = stop ? stop + 1 : NULL;
    }
    return false;
}

const jb_kind *jb_kinds_find(jb_str name)
{
    for (size_t i = 0; i < jb_kinds_count; i++)
        if (jb_str_is(name, jb_kinds_all[i]->name) ||
            is_among(jb_kinds_all[i]->aliases, name))
            return jb_kinds_all[i];
    return NULL;
}

static void unknown_kind(jb_str name, jb_span span, jb_arena *into, jb_diag *diag)
{
    const char *names[JB_COUNT(jb_kinds_all)];
    for (size_t i = 0; i < JB_COUNT(names); i++)
        names[i] = jb_kinds_all[i]->name;
    jb_diag_add(diag, JB_DIAG_KIND_UNKNOWN, span, jb_str_dup(into, name),
                jb_diag_nearest(name, names, JB_COUNT(names)));
}

/* --- reading --- */

typedef struct reading {
    jb_sources *sources;
    jb_report *report;
    jb_node **next;           /* where the next node goes */
    bool has_title, has_body; /* written, even if not as they should be */
    jb_arena *into;
    jb_diag *diag;
} reading;

static jb_node *add_node(reading *r, const jb_kind *kind, jb_span span)
{
    jb_node *node = JB_NEW(r->into, jb_node);
    node->kind = kind;
    node->span = span;
    *r->next = node;
    r->next = &node->next;
    return node;
}

static const jb_kind *kind_of_md(const jb_md *md)
{
    switch (md->kind) {
    case JB_MD_HEADING:
        return &jb_section_kind;
    case JB_MD_LIST:
        return &jb_list_kind;
    case JB_MD_TABLE:
        return &jb_table_kind;
    case JB_MD_DIRECTIVE:
        return jb_kinds_find(md->target);
    default:
        return &jb_paragraph_kind;
    }
}

static void read_markdown(reading *r, const jb_md *document)
{
    r->report->notes = document;
    for (const jb_md *md = document->first; md; md = md->next) {
        const jb_kind *kind = kind_of_md(md);
        if (!kind)
            unknown_kind(md->target, md->span, r->into, r->diag);
        else if (md->kind != JB_MD_NOTE_TEXT)
            add_node(r, kind, md->span)->md = md;
    }
}

/* A block written as a map with one key: its kind. */
static void read_typed(reading *r, const jb_val *val)
{
    if (val->count != 1) {
        jb_diag_add(r->diag, JB_DIAG_BLOCK_KEYS, val->span);
        return;
    }
    const jb_val_pair *pair = &val->pairs[0];
    const jb_kind *kind = jb_kinds_find(pair->key);
    if (!kind) {
        unknown_kind(pair->key, pair->key_span, r->into, r->diag);
        return;
    }
    jb_node *node = add_node(r, kind, pair->key_span);
    node->val = pair->value;
    if (kind->fields)
        jb_field_colon(kind->fields, pair->value, r->diag);
    if (!kind->fields || pair->value->kind != JB_VAL_MAP)
        return;
    node->fields = jb_arena_alloc(r->into, kind->fields->size);
    jb_field_bind(kind->fields, pair->value, JB_FIELD_STRICT, node->fields, r->into,
                  r->diag);
}

/* Whether a kind is also a common word before a colon, as in a note. */
static bool is_word(const jb_kind *kind)
{
    return kind == &jb_note_kind || kind == &jb_risk_kind || kind == &jb_key_kind ||
           kind == &jb_callout_kind || kind == &jb_footnote_kind ||
           kind == &jb_paragraph_kind;
}

/* A text that is the name of a kind alone, or a kind and a full-width colon: what takes
 * nothing is that block, others are warned of. */
static const jb_kind *kind_of_text(reading *r, const jb_val *val)
{
    jb_str text = jb_str_trim(val->text);
    size_t colon = jb_str_find(text, "\uff1a");
    if (val->is_quoted || val->is_literal)
        return &jb_paragraph_kind;
    jb_str name = jb_str_slice(text, 0, colon);
    const jb_kind *kind = jb_kinds_find(name);
    bool is_alone = colon == text.len;
    if (!kind || (!is_alone && is_word(kind) && (unsigned char)name.at[0] >= 0x80))
        return &jb_paragraph_kind;
    if (kind == &jb_rule_kind || kind == &jb_pagebreak_kind)
        return is_alone || colon + 3 == text.len ? kind : &jb_paragraph_kind;
    jb_diag_add(r->diag, is_alone ? JB_DIAG_KIND_BARE : JB_DIAG_KIND_COLON, val->span,
                jb_str_dup(r->into, name));
    return &jb_paragraph_kind;
}

static void read_text(reading *r, const jb_val *val)
{
    const jb_kind *kind = kind_of_text(r, val);
    add_node(r, kind, val->span)->val = kind == &jb_paragraph_kind ? val : NULL;
}

static void read_body(reading *r, const jb_val *body)
{
    if (!body || body->is_null)
        return;
    if (body->kind == JB_VAL_SCALAR) {
        read_markdown(r, jb_markdown_read_val(r->sources, body, r->into, r->diag));
    } else if (body->kind == JB_VAL_MAP) {
        read_typed(r, body);
    } else {
        for (size_t i = 0; i < body->count; i++) {
            const jb_val *item = body->items[i];
            if (item->kind == JB_VAL_MAP)
                read_typed(r, item);
            else if (item->kind == JB_VAL_SCALAR)
                read_text(r, item);
            else
                jb_diag_add(r->diag, JB_DIAG_BLOCK_KEYS, item->span);
        }
    }
}

static bool ends_with(const char *path, const char *ending)
{
    size_t len = strlen(path), tail = strlen(ending);
    return len >= tail && strcmp(path + len - tail, ending) == 0;
}

/* A file without a telling name is YAML when its first line is a key of a report. */
static bool is_yaml(const char *path, jb_str bytes)
{
    if (ends_with(path, ".yaml") || ends_with(path, ".yml"))
        return true;
    if (strcmp(path, "-") != 0)
        return false;
    static const char *const starts[] = {
        "jianbao:",      "\u7b80\u62a5:", "title:",
        "\u6807\u9898:", "%YAML",         "# yaml-language-server"};
    if (jb_str_starts(bytes, "\xEF\xBB\xBF"))
        bytes = jb_str_slice(bytes, 3, bytes.len);
    for (size_t i = 0; i < JB_COUNT(starts); i++)
        if (jb_str_starts(bytes, starts[i]))
            return true;
    return false;
}

/* A first heading of the first level is the title when none is given. */
static void title_from_body(reading *r)
{
    jb_node *first = r->report->nodes;
    jb_meta *meta = &r->report->meta;
    if (meta->title.text.len || !first || !first->md ||
        first->md->kind != JB_MD_HEADING || first->md->level != 1)
        return;
    jb_buf text = {0};
    jb_markdown_text(first->md, &text);
    jb_val *title = JB_NEW(r->into, jb_val);
    title->kind = JB_VAL_SCALAR;
    title->span = first->md->span;
    title->text =
        (jb_str){jb_arena_strndup(r->into, text.at ? text.at : "", text.len), text.len};
    jb_buf_fini(&text);
    meta->title = (jb_field_text){title->text, title};
    r->report->nodes = first->next;
}

static void read_meta(reading *r, const jb_val *val, const jb_field_renames *renames,
                      jb_field_unknown unknown)
{
    jb_meta_read(val, renames, unknown, &r->report->meta, r->into, r->diag);
    r->has_title = jb_field_given(&jb_meta_table, val, renames, "title") != NULL;
    r->has_body = jb_field_given(&jb_meta_table, val, renames, "body") != NULL;
}

static bool read_yaml_report(reading *r, const jb_field_renames *renames, jb_str bytes)
{
    const jb_val *val =
        jb_yaml_read(r->sources, r->report->source, 0, bytes.len, r->into, r->diag);
    if (!val)
        return false;
    if (val->kind != JB_VAL_MAP) {
        jb_diag_add(r->diag, JB_DIAG_REPORT_NO_MAP, val->span);
        return false;
    }
    read_meta(r, val, renames, JB_FIELD_UNKNOWN_ERROR);
    read_body(r, r->report->meta.body);
    return true;
}

static bool read_md_report(reading *r, const jb_field_renames *renames, jb_str bytes)
{
    size_t begin, end, body;
    jb_markdown_split(bytes, &begin, &end, &body);
    if (begin == end && jb_markdown_is_open(jb_str_slice(bytes, body, bytes.len))) {
        jb_span fence = {r->report->source, (uint32_t)body, (uint32_t)body + 3};
        jb_diag_add(r->diag, JB_DIAG_FRONT_MATTER_OPEN, fence);
        return false;
    }
    if (end > begin) {
        const jb_val *val =
            jb_yaml_read(r->sources, r->report->source, begin, end, r->into, r->diag);
        if (!val)
            return false;
        if (val->kind == JB_VAL_MAP)
            read_meta(r, val, jb_mapping_all(renames, r->into), JB_FIELD_UNKNOWN_NOTE);
        else
            jb_diag_add(r->diag, JB_DIAG_REPORT_NO_MAP, val->span);
    }
    read_body(r, r->report->meta.body);
    read_markdown(r, jb_markdown_read(r->sources, r->report->source, body, bytes.len,
                                      r->into, r->diag));
    title_from_body(r);
    return true;
}

jb_report *jb_kinds_read(jb_sources *sources, uint32_t source,
                         const jb_field_renames *renames, jb_arena *into, jb_diag *diag)
{
    reading r = {.sources = sources, .into = into, .diag = diag};
    r.report = JB_NEW(into, jb_report);
    r.report->source = source;
    r.next = &r.report->nodes;
    jb_str bytes = jb_source_bytes(sources, source);
    bool fine = is_yaml(jb_source_path(sources, source), bytes)
                    ? read_yaml_report(&r, renames, bytes)
                    : read_md_report(&r, renames, bytes);
    if (!fine)
        return NULL;
    bool failed = jb_diag_failed(diag);
    if (!r.report->meta.title.text.len && !(r.has_title && failed))
        jb_diag_add(diag, JB_DIAG_TITLE_MISSING, (jb_span){source, 0, 0});
    if (!r.report->nodes && !r.report->meta.abstract &&
        !r.report->meta.key_points.count && !(r.has_body && failed))
        jb_diag_add(diag, JB_DIAG_BODY_EMPTY, (jb_span){source, 0, 0});
    return r.report;
}

/* --- rewriting --- */

void jb_kinds_directive(jb_lowering *l, const jb_md *md, jb_block *parent)
{
    const jb_kind *kind = jb_kinds_find(md->target);
    if (!kind) {
        unknown_kind(md->target, md->span, l->into, l->diag);
        return;
    }
    jb_node node = {.kind = kind, .span = md->span, .md = md};
    kind->lower(l, &node, parent);
}

static int level_of(const jb_node *node)
{
    if (node->md)
        return node->md->kind == JB_MD_HEADING ? node->md->level : 0;
    if (node->kind != &jb_section_kind)
        return 0;
    const jb_val *level = jb_val_find(node->val, "level");
    if (!level)
        level = jb_val_find(node->val, "\u7ea7\u522b");
    int64_t value;
    return level && jb_geom_thousandths(level->text, &value) && value >= 1000 &&
                   value <= 6000
               ? (int)(value / 1000)
               : 1;
}

static int shallowest(const jb_report *report)
{
    int least = 0;
    for (const jb_node *node = report->nodes; node; node = node->next) {
        int level = level_of(node);
        if (level && (!least || level < least))
            least = level;
    }
    return least ? least : 1;
}

static void move_children(jb_block *from, jb_block *to)
{
    for (jb_block *child = from->first; child; child = child->next)
        child->parent = to;
    if (!from->first)
        return;
    if (to->last)
        to->last->next = from->first;
    else
        to->first = from->first;
    to->last = from->last;
    from->first = from->last = NULL;
}

/* The blocks from `first` on to the end are made of metadata. */
static void mark_meta(jb_block *first)
{
    for (; first; first = first->next)
        first->is_meta = true;
}

jb_block *jb_kinds_lower(const jb_report *report, jb_sources *sources, jb_arena *into,
                         jb_diag *diag)
{
    jb_lowering l = {.into = into, .sources = sources, .diag = diag, .report = report};
    l.lang = jb_wording_lang_of(report->meta.lang.text);
    l.shallowest = shallowest(report);
    l.document = report->notes;
    jb_span span = {report->source, 0, 0};
    jb_block *root = jb_block_add(into, NULL, JB_BLOCK_GROUP, "report", span);
    jb_block *body = jb_block_add(into, NULL, JB_BLOCK_GROUP, "body", span);
    jb_footnote_collect(&l);
    for (const jb_node *node = report->nodes; node; node = node->next)
        node->kind->lower(&l, node, body);
    jb_meta_head(&l, root);
    jb_points_lower(&l, root, body);
    mark_meta(root->first);
    move_children(body, root);
    jb_footnote_rest(&l, root);
    jb_block *end = root->last;
    jb_meta_foot(&l, root);
    mark_meta(end->next);
    jb_footnote_number(&l, root);
    jb_anchors_resolve(&l, root);
    jb_block_check(root);
    return root;
}

/* --- files --- */

typedef struct collecting {
    jb_arena *into;
    jb_map paths;
    JB_VEC(jb_asset) assets;
} collecting;

static void collect_blocks(collecting *c, jb_block *block);

static void collect_notes(collecting *c, jb_inline *inlines)
{
    for (; inlines; inlines = inlines->next) {
        if (inlines->note)
            collect_blocks(c, inlines->note);
        collect_notes(c, inlines->first);
    }
}

static void collect_blocks(collecting *c, jb_block *block)
{
    collect_notes(c, block->inlines);
    if (block->kind == JB_BLOCK_FIGURE) {
        jb_map_entry *entry =
            jb_map_put(c->into, &c->paths, jb_str_of(block->u.figure.path));
        if (!entry->value) {
            jb_asset *asset = jb_vec_add(c->into, &c->assets);
            asset->path = block->u.figure.path;
            asset->span = block->span;
            entry->value = c->assets.count;
        }
        block->u.figure.asset = (uint32_t)entry->value - 1;
    }
    for (jb_block *child = block->first; child; child = child->next)
        collect_blocks(c, child);
}

void jb_kinds_collect(jb_block *root, jb_arena *into, jb_assets *out)
{
    collecting c = {.into = into};
    collect_blocks(&c, root);
    out->items = c.assets.items;
    out->count = c.assets.count;
}

/* NOLINTEND(misc-no-recursion) */
