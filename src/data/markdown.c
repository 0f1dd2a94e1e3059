/* cmark-gfm's tree rewritten as our own, every node with its place. */
#include "data/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/ucd.h"
#include "base/utf8.h"
#include "data/mdinline.h"
#include "data/mdtext.h"
#include "data/mend.h"

/* NOLINTBEGIN(misc-no-recursion): readers limit the depth of every tree */

enum { DEPTH_MAX = 64, BYTES_MAX = 16 << 20 };

typedef struct reader {
    jb_mdtext at;           /* the copy, and how far it was read */
    JB_VEC(uint32_t) lines; /* offsets of the copy's lines */
    int depth;
    int lead;  /* lines fed to the parser before the copy's own */
    int notes; /* footnote texts so far */
    int level; /* of the last heading without a bullet; 0 = none yet */
    bool too_deep;
    jb_arena *scratch; /* the copy's, gone when it is read */
    jb_arena *into;
    jb_diag *diag;
} reader;

/* What is read: lines that last as long as the arena they are split into. */
typedef struct input {
    const jb_mend_line *lines;
    size_t count;
    jb_span whole;
    bool is_inline;
    jb_str source; /* its bytes, which last; empty = not at hand */
} input;

static void append_children(reader *r, cmark_node *node, jb_md *into);

/* --- places --- */

static size_t offset_of(const reader *r, int line, int column)
{
    line -= r->lead;
    if (line < 1 || (size_t)line > r->lines.count)
        return SIZE_MAX;
    size_t at =
        (size_t)r->lines.items[line - 1] + (column > 1 ? (size_t)column - 1 : 0);
    return at <= r->at.mend->text.len ? at : SIZE_MAX;
}

static jb_span span_of(const reader *r, cmark_node *node)
{
    size_t begin = offset_of(r, cmark_node_get_start_line(node),
                             cmark_node_get_start_column(node));
    size_t end = offset_of(r, cmark_node_get_end_line(node),
                           cmark_node_get_end_column(node) + 1);
    bool is_verbatim;
    if (begin == SIZE_MAX)
        begin = r->at.begin;
    if (end == SIZE_MAX || end < begin)
        end = begin;
    return jb_mend_place(r->at.mend, begin, end, &is_verbatim);
}

static jb_md *new_node(reader *r, jb_md_kind kind, jb_span span)
{
    jb_md *md = JB_NEW(r->into, jb_md);
    md->kind = kind;
    md->span = span;
    return md;
}

static jb_str copied(reader *r, const char *text)
{
    size_t len = text ? strlen(text) : 0;
    return (jb_str){jb_arena_strndup(r->into, len ? text : "", len), len};
}

/* A piece of the copy, which goes when it is read. */
static jb_str lasting(reader *r, jb_str text)
{
    return (jb_str){jb_str_dup(r->into, text), text.len};
}

static void add_code(reader *r, cmark_node *node, jb_md *parent, bool is_html)
{
    jb_str text = copied(r, cmark_node_get_literal(node));
    jb_str window = jb_str_slice(r->at.mend->text, r->at.cursor,
                                 r->at.cursor + JB_MDTEXT_WINDOW + text.len);
    const char *found = text.len && window.len
                            ? memmem(window.at, window.len, text.at, text.len)
                            : NULL;
    size_t begin = found ? (size_t)(found - r->at.mend->text.at) : r->at.cursor;
    size_t end = found ? begin + text.len : r->at.cursor;
    bool is_verbatim;
    jb_md *md = new_node(r, is_html ? JB_MD_TEXT : JB_MD_CODE,
                         jb_mend_place(r->at.mend, begin, end, &is_verbatim));
    md->text = text;
    md->is_html = is_html;
    md->is_verbatim = found && is_verbatim;
    r->at.cursor = end;
    jb_mdinline_append(parent, md);
}

/* --- inlines --- */

/* The place of a node that has children: theirs. */
static void span_children(jb_md *md)
{
    for (const jb_md *child = md->first; child; child = child->next) {
        if (child == md->first || child->span.begin < md->span.begin)
            md->span.begin = child->span.begin;
        if (child == md->first || child->span.end > md->span.end)
            md->span.end = child->span.end;
    }
}

static void add_container(reader *r, cmark_node *node, jb_md_kind kind, jb_md *parent)
{
    bool is_verbatim;
    jb_md *md = new_node(
        r, kind, jb_mend_place(r->at.mend, r->at.cursor, r->at.cursor, &is_verbatim));
    if (kind == JB_MD_LINK || kind == JB_MD_IMAGE) {
        md->target = copied(r, cmark_node_get_url(node));
        md->title = copied(r, cmark_node_get_title(node));
    }
    append_children(r, node, md);
    span_children(md);
    size_t end = offset_of(r, cmark_node_get_end_line(node),
                           cmark_node_get_end_column(node) + 1);
    if ((kind == JB_MD_LINK || kind == JB_MD_IMAGE) && end != SIZE_MAX &&
        end > r->at.cursor && end <= r->at.end)
        r->at.cursor = end;
    jb_mdinline_append(parent, md);
}

static void add_mark(reader *r, cmark_node *node, jb_md_kind kind, jb_md *parent)
{
    bool is_verbatim;
    jb_md *md = new_node(
        r, kind, jb_mend_place(r->at.mend, r->at.cursor, r->at.cursor, &is_verbatim));
    if (kind == JB_MD_NOTE_MARK)
        md->target = copied(r, cmark_node_get_literal(node));
    jb_mdinline_append(parent, md);
}

static void add_inline(reader *r, cmark_node *node, jb_md *parent)
{
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        jb_mdtext_add(&r->at,
                      offset_of(r, cmark_node_get_start_line(node),
                                cmark_node_get_start_column(node)),
                      jb_str_of(cmark_node_get_literal(node)), parent);
        break;
    case CMARK_NODE_SOFTBREAK:
        add_mark(r, node, JB_MD_SOFT_BREAK, parent);
        break;
    case CMARK_NODE_LINEBREAK:
        add_mark(r, node, JB_MD_HARD_BREAK, parent);
        break;
    case CMARK_NODE_CODE:
        add_code(r, node, parent, false);
        break;
    case CMARK_NODE_HTML_INLINE:
        add_code(r, node, parent, true);
        break;
    case CMARK_NODE_EMPH:
        add_container(r, node, JB_MD_EMPHASIS, parent);
        break;
    case CMARK_NODE_STRONG:
        add_container(r, node, JB_MD_STRONG, parent);
        break;
    case CMARK_NODE_LINK:
        add_container(r, node, JB_MD_LINK, parent);
        break;
    case CMARK_NODE_IMAGE:
        add_container(r, node, JB_MD_IMAGE, parent);
        break;
    case CMARK_NODE_FOOTNOTE_REFERENCE:
        add_mark(r, node, JB_MD_NOTE_MARK, parent);
        break;
    default:
        if (strcmp(cmark_node_get_type_string(node), "strikethrough") == 0)
            add_container(r, node, JB_MD_STRIKE, parent);
        else
            append_children(r, node, parent);
    }
}

/* The texts of a tree that is nested too deeply, without its structure. */
static void append_flat(reader *r, cmark_node *node, jb_md *into)
{
    if (!r->too_deep)
        jb_diag_add(r->diag, JB_DIAG_MARKDOWN_DEPTH, span_of(r, node));
    r->too_deep = true;
    cmark_iter *walk = cmark_iter_new(node);
    for (cmark_event_type event; (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE;) {
        cmark_node *leaf = cmark_iter_get_node(walk);
        const char *text = cmark_node_get_literal(leaf);
        if (event == CMARK_EVENT_ENTER && text && *text)
            jb_mdtext_add_unplaced(&r->at, jb_str_of(text), into);
    }
    cmark_iter_free(walk);
}

/* --- blocks --- */

static void set_leaf(reader *r, cmark_node *node)
{
    size_t begin = offset_of(r, cmark_node_get_start_line(node),
                             cmark_node_get_start_column(node));
    size_t end = offset_of(r, cmark_node_get_end_line(node),
                           cmark_node_get_end_column(node) + 1);
    if (begin == SIZE_MAX)
        return;
    r->at.begin = r->at.cursor = begin;
    r->at.end = end == SIZE_MAX || end < begin ? begin : end;
}

static void append_code(reader *r, cmark_node *node, jb_md *into);

/* A bullet typed before a heading marks a part of the heading above that has none. */
static void set_level(reader *r, jb_md *md, int level, bool has_bullet)
{
    enum { DEEPEST = 6 };
    md->level = has_bullet && level == r->level && level < DEEPEST ? level + 1 : level;
    if (!has_bullet)
        r->level = level;
}

/* A block that holds inlines; a bullet that was typed at its start is dropped. */
static jb_md *add_leaf(reader *r, cmark_node *node, jb_md_kind kind, jb_md *parent)
{
    set_leaf(r, node);
    jb_md *md = new_node(r, kind, span_of(r, node));
    append_children(r, node, md);
    jb_md *text = md->first;
    bool is_title = kind == JB_MD_HEADING || parent->kind == JB_MD_ITEM;
    size_t bullet = is_title && text && text->kind == JB_MD_TEXT && !text->is_escaped
                        ? jb_mend_bullet(text->text)
                        : 0;
    if (bullet) {
        jb_diag_add(r->diag, JB_DIAG_BULLET_DROPPED, text->span,
                    jb_str_dup(r->into, jb_str_slice(text->text, 0, bullet)));
        while (bullet < text->text.len && text->text.at[bullet] == ' ')
            bullet++;
        text->text = jb_str_slice(text->text, bullet, text->text.len);
        text->span.begin += text->is_verbatim ? (uint32_t)bullet : 0;
    }
    if (kind == JB_MD_HEADING)
        set_level(r, md, cmark_node_get_heading_level(node), bullet > 0);
    jb_mdinline_append(parent, md);
    return md;
}

static void add_table(reader *r, cmark_node *node, jb_md *parent)
{
    set_leaf(r, node);
    size_t end = r->at.end;
    jb_md *table = new_node(r, JB_MD_TABLE, span_of(r, node));
    const uint8_t *aligns = cmark_gfm_extensions_get_table_alignments(node);
    size_t columns = cmark_gfm_extensions_get_table_columns(node);
    for (cmark_node *row = cmark_node_first_child(node); row;
         row = cmark_node_next(row)) {
        jb_md *to = new_node(r, JB_MD_ROW, span_of(r, row));
        to->is_header = cmark_gfm_extensions_get_table_row_is_header(row);
        size_t begin = offset_of(r, cmark_node_get_start_line(row), 1);
        if (begin != SIZE_MAX && begin > r->at.cursor)
            r->at.cursor = begin;
        size_t column = 0;
        for (cmark_node *cell = cmark_node_first_child(row); cell;
             cell = cmark_node_next(cell), column++) {
            jb_md *into = new_node(r, JB_MD_CELL, span_of(r, cell));
            uint8_t align = column < columns && aligns ? aligns[column] : 0;
            into->align = align == 'l'   ? JB_MD_ALIGN_LEFT
                          : align == 'c' ? JB_MD_ALIGN_CENTRE
                          : align == 'r' ? JB_MD_ALIGN_RIGHT
                                         : JB_MD_ALIGN_NONE;
            r->at.end = end;
            append_children(r, cell, into);
            jb_mdinline_append(to, into);
        }
        jb_mdinline_append(table, to);
    }
    jb_mdinline_append(parent, table);
}

static void add_list(reader *r, cmark_node *node, jb_md *parent)
{
    jb_md *list = new_node(r, JB_MD_LIST, span_of(r, node));
    list->is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    list->is_tight = cmark_node_get_list_tight(node);
    list->level = list->is_ordered ? cmark_node_get_list_start(node) : 0;
    append_children(r, node, list);
    jb_mdinline_append(parent, list);
}

static bool has_han(jb_str text)
{
    for (size_t at = 0; at < text.len;)
        if (jb_ucd_class_of(jb_utf8_next(text, &at)) == JB_UCD_HAN)
            return true;
    return false;
}

static jb_md *read_lines(const input *from, jb_arena *scratch, jb_arena *into,
                         jb_diag *diag);

/* The lines of a block of the copy, with their places, as a paragraph. */
static void add_as_paragraph(reader *r, jb_str text, jb_span span, jb_md *parent)
{
    size_t count;
    uint32_t source = UINT32_MAX;
    jb_str lead = jb_str_trim(text);
    size_t end;
    if (lead.len && lead.len < JB_MDTEXT_WINDOW &&
        jb_mdtext_fits(&r->at, lead, r->at.begin, &end)) {
        bool is_verbatim;
        jb_span at = jb_mend_place(r->at.mend, r->at.begin, end, &is_verbatim);
        source = is_verbatim ? at.begin : source;
    }
    jb_mend_line *lines = jb_mend_split(lead, source, r->scratch, &count);
    const input from = {lines, count, span, true, r->at.source};
    jb_md *read = read_lines(&from, r->scratch, r->into, r->diag);
    read->kind = JB_MD_PARAGRAPH;
    if (read->first)
        jb_mdinline_append(parent, read);
}

/* An indented block with Chinese in it is a paragraph indented by hand. */
static void append_code(reader *r, cmark_node *node, jb_md *into)
{
    int length, offset;
    char fence;
    set_leaf(r, node);
    jb_str text = copied(r, cmark_node_get_literal(node));
    if (!cmark_node_get_fenced(node, &length, &offset, &fence) && has_han(text)) {
        jb_diag_add(r->diag, JB_DIAG_INDENT_DROPPED, span_of(r, node));
        add_as_paragraph(r, text, span_of(r, node), into);
        return;
    }
    jb_md *md = new_node(r, JB_MD_CODE_BLOCK, span_of(r, node));
    md->text = text;
    md->target = copied(r, cmark_node_get_fence_info(node));
    jb_mdinline_append(into, md);
}

static bool add_directive(reader *r, jb_str html, jb_md *parent)
{
    html = jb_str_trim(html);
    size_t index = 0, at = 5;
    if (!jb_str_starts(html, "<!--:"))
        return false;
    for (; at < html.len && html.at[at] >= '0' && html.at[at] <= '9' && at < 15; at++)
        index = index * 10 + (size_t)(html.at[at] - '0');
    if (!jb_str_is(jb_str_slice(html, at, html.len), "-->") ||
        index >= r->at.mend->directives.count)
        return false;
    const jb_mend_directive *d = &r->at.mend->directives.items[index];
    jb_md *md = new_node(r, JB_MD_DIRECTIVE, d->span);
    md->target = lasting(r, d->name);
    md->title = lasting(r, d->rest);
    for (size_t i = 0; i < d->count; i++) {
        const jb_mend_line *line = &d->lines[i];
        bool known = line->source != UINT32_MAX;
        uint32_t from = known ? line->source : d->span.begin;
        jb_md *text =
            new_node(r, JB_MD_TEXT,
                     (jb_span){d->span.source, from,
                               known ? from + (uint32_t)line->text.len : d->span.end});
        text->text = lasting(r, line->text);
        text->is_verbatim = known;
        jb_mdinline_append(md, text);
    }
    jb_mdinline_append(parent, md);
    return true;
}

static void add_html(reader *r, cmark_node *node, jb_md *parent)
{
    set_leaf(r, node);
    jb_str html = copied(r, cmark_node_get_literal(node));
    if (!add_directive(r, html, parent))
        add_as_paragraph(r, html, span_of(r, node), parent);
}

static void add_wrapped(reader *r, cmark_node *node, jb_md_kind kind, jb_md *parent)
{
    jb_md *md = new_node(r, kind, span_of(r, node));
    append_children(r, node, md);
    jb_mdinline_append(parent, md);
}

/* The label a footnote's text begins with, as written; the parser's place is behind it. */
static jb_str label_of(const reader *r, cmark_node *node)
{
    size_t at = offset_of(r, cmark_node_get_start_line(node), 1);
    jb_str text = r->at.mend->text;
    jb_str line = jb_str_slice(text, at, at == SIZE_MAX ? at : at + JB_MDTEXT_WINDOW);
    size_t open = jb_str_find(line, "[^"), close = jb_str_find(line, "]:");
    return close < line.len && open < close ? jb_str_slice(line, open + 2, close)
                                            : JB_STR("");
}

/* cmark numbers the notes in the order of their marks and puts them last, in it. */
static void add_note(reader *r, cmark_node *node, jb_md *parent)
{
    jb_md *md = new_node(r, JB_MD_NOTE_TEXT, span_of(r, node));
    md->target = jb_str_of(jb_arena_printf(r->into, "%d", ++r->notes));
    md->title = lasting(r, label_of(r, node));
    append_children(r, node, md);
    jb_mdinline_append(parent, md);
}

static void add_node(reader *r, cmark_node *node, jb_md *parent)
{
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        add_leaf(r, node, JB_MD_PARAGRAPH, parent);
        break;
    case CMARK_NODE_HEADING:
        add_leaf(r, node, JB_MD_HEADING, parent);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        add_wrapped(r, node, JB_MD_QUOTE, parent);
        break;
    case CMARK_NODE_LIST:
        add_list(r, node, parent);
        break;
    case CMARK_NODE_ITEM:
        add_wrapped(r, node, JB_MD_ITEM, parent);
        break;
    case CMARK_NODE_CODE_BLOCK:
        append_code(r, node, parent);
        break;
    case CMARK_NODE_HTML_BLOCK:
        add_html(r, node, parent);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        jb_mdinline_append(parent, new_node(r, JB_MD_RULE, span_of(r, node)));
        break;
    case CMARK_NODE_FOOTNOTE_DEFINITION:
        add_note(r, node, parent);
        break;
    default:
        if (strcmp(cmark_node_get_type_string(node), "table") == 0)
            add_table(r, node, parent);
        else
            add_inline(r, node, parent);
    }
}

static bool holds_inlines(jb_md_kind kind)
{
    return kind == JB_MD_PARAGRAPH || kind == JB_MD_HEADING || kind == JB_MD_CELL ||
           kind >= JB_MD_TEXT;
}

static void append_children(reader *r, cmark_node *node, jb_md *into)
{
    if (++r->depth > DEPTH_MAX)
        append_flat(r, node, into);
    else
        for (cmark_node *child = cmark_node_first_child(node); child;
             child = cmark_node_next(child))
            add_node(r, child, into);
    r->depth--;
    if (holds_inlines(into->kind))
        jb_mdinline_finish(into, r->into, r->diag);
}

/* --- reading --- */

static void index_lines(reader *r)
{
    jb_str text = r->at.mend->text;
    jb_vec_push(r->scratch, &r->lines, 0);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\n')
            jb_vec_push(r->scratch, &r->lines, (uint32_t)i + 1);
}

/* The parser drops footnotes without a mark. Marks in directives, which it does not see,
 * are said in a paragraph before the text, which is taken out again. */
static cmark_node *parse(const jb_mend *mend, int *lead)
{
    int options = CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(options);
    static const char *const extensions[] = {"table", "strikethrough"};
    for (size_t i = 0; i < JB_COUNT(extensions); i++)
        cmark_parser_attach_syntax_extension(
            parser, cmark_find_syntax_extension(extensions[i]));
    if (mend->apart.len) {
        cmark_parser_feed(parser, mend->apart.at, mend->apart.len);
        cmark_parser_feed(parser, "\n\n", 2);
        *lead = 2;
    }
    cmark_parser_feed(parser, mend->text.at, mend->text.len);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    if (*lead)
        cmark_node_free(cmark_node_first_child(root));
    return root;
}

/* Most texts of fields and cells are one line without any notation. */
static jb_md *read_plain(const input *from, jb_arena *into)
{
    const jb_mend_line *line = from->lines;
    jb_md *document = JB_NEW(into, jb_md), *text = JB_NEW(into, jb_md);
    document->kind = JB_MD_DOCUMENT;
    document->span = from->whole;
    text->kind = JB_MD_TEXT;
    text->is_verbatim = line->source != UINT32_MAX;
    text->span = from->whole;
    if (text->is_verbatim)
        text->span = (jb_span){from->whole.source, line->source,
                               line->source + (uint32_t)line->text.len};
    text->text = jb_mdtext_lasting(text, line->text, from->source, into);
    jb_mdinline_append(document, text);
    return document;
}

static jb_md *read_lines(const input *from, jb_arena *scratch, jb_arena *into,
                         jb_diag *diag)
{
    if (from->is_inline && from->count == 1 && jb_mdtext_is_plain(from->lines->text))
        return read_plain(from, into);
    reader r = {.at = {.into = into, .source = from->source},
                .scratch = scratch,
                .into = into,
                .diag = diag};
    r.at.mend = jb_mend_lines(from->lines, from->count, from->whole, from->is_inline,
                              scratch, diag);
    r.at.guard_len = jb_utf8_put(r.at.guard, r.at.mend->guard);
    index_lines(&r);
    cmark_node *root = parse(r.at.mend, &r.lead);
    jb_md *document = new_node(&r, JB_MD_DOCUMENT, from->whole);
    if (from->is_inline) {
        document->kind = JB_MD_PARAGRAPH;
        for (cmark_node *leaf = cmark_node_first_child(root); leaf;
             leaf = cmark_node_next(leaf)) {
            set_leaf(&r, leaf);
            append_children(&r, leaf, document);
        }
        document->kind = JB_MD_DOCUMENT;
    } else {
        append_children(&r, root, document);
    }
    cmark_node_free(root);
    return document;
}

static jb_str within_limit(jb_str text, jb_span span, jb_diag *diag)
{
    if (text.len <= BYTES_MAX)
        return text;
    jb_diag_add(diag, JB_DIAG_MARKDOWN_TOO_LARGE, span);
    return jb_str_slice(text, 0, BYTES_MAX);
}

jb_md *jb_markdown_read(jb_sources *sources, uint32_t source, size_t begin, size_t end,
                        jb_arena *into, jb_diag *diag)
{
    jb_str text = jb_str_slice(jb_source_bytes(sources, source), begin, end);
    jb_span whole = {source, (uint32_t)begin, (uint32_t)(begin + text.len)};
    text = within_limit(text, whole, diag);
    jb_arena scratch = {0};
    input from = {.whole = whole, .source = jb_source_bytes(sources, source)};
    from.lines = jb_mend_split(text, (uint32_t)begin, &scratch, &from.count);
    jb_md *read = read_lines(&from, &scratch, into, diag);
    jb_arena_fini(&scratch);
    return read;
}

/* Each line's own place, where the source has the same bytes. */
static void place_lines(jb_sources *sources, const jb_val *val, jb_mend_line *lines,
                        size_t count)
{
    jb_str bytes = jb_source_bytes(sources, val->span.source);
    for (size_t i = 0; i < count; i++) {
        jb_str text = lines[i].text;
        size_t offset = text.at ? (size_t)(text.at - val->text.at) : 0;
        size_t begin = jb_val_span_in(val, sources, offset, text.len).begin;
        if (jb_str_equal(text, jb_str_slice(bytes, begin, begin + text.len)))
            lines[i].source = (uint32_t)begin;
    }
}

static jb_md *read_val(jb_sources *sources, const jb_val *val, bool is_inline,
                       jb_arena *into, jb_diag *diag)
{
    jb_str text = within_limit(val->text, val->span, diag);
    jb_arena scratch = {0};
    input from = {.whole = val->span,
                  .is_inline = is_inline,
                  .source = jb_source_bytes(sources, val->span.source)};
    jb_mend_line *lines = jb_mend_split(
        text, val->is_verbatim ? val->span.begin : UINT32_MAX, &scratch, &from.count);
    if (!val->is_verbatim)
        place_lines(sources, val, lines, from.count);
    from.lines = lines;
    jb_md *read = read_lines(&from, &scratch, into, diag);
    jb_arena_fini(&scratch);
    return read;
}

jb_md *jb_markdown_read_val(jb_sources *sources, const jb_val *val, jb_arena *into,
                            jb_diag *diag)
{
    return read_val(sources, val, false, into, diag);
}

jb_md *jb_markdown_read_inlines(jb_sources *sources, const jb_val *val, jb_arena *into,
                                jb_diag *diag)
{
    return read_val(sources, val, true, into, diag);
}

jb_md *jb_markdown_read_text(jb_str text, jb_span span, jb_arena *into, jb_diag *diag)
{
    bool is_same = span.source && span.end - span.begin == text.len;
    jb_arena scratch = {0};
    input from = {.whole = span, .is_inline = true};
    from.lines =
        jb_mend_split(text, is_same ? span.begin : UINT32_MAX, &scratch, &from.count);
    jb_md *read = read_lines(&from, &scratch, into, diag);
    jb_arena_fini(&scratch);
    return read;
}

jb_md *jb_markdown_read_body(const jb_md *directive, jb_arena *into, jb_diag *diag)
{
    jb_arena scratch = {0};
    JB_VEC(jb_mend_line) lines = {0};
    for (const jb_md *line = directive->first; line; line = line->next)
        jb_vec_push(&scratch, &lines,
                    (jb_mend_line){line->text,
                                   line->is_verbatim ? line->span.begin : UINT32_MAX});
    const input from = {lines.items, lines.count, directive->span, false, {NULL, 0}};
    jb_md *read = read_lines(&from, &scratch, into, diag);
    jb_arena_fini(&scratch);
    return read;
}

static bool is_fence_line(jb_str line)
{
    while (line.len && (line.at[line.len - 1] == ' ' || line.at[line.len - 1] == '\t' ||
                        line.at[line.len - 1] == '\r'))
        line.len--;
    return jb_str_is(line, "---");
}

void jb_markdown_split(jb_str bytes, size_t *begin, size_t *end, size_t *body)
{
    size_t at = jb_str_starts(bytes, "\xEF\xBB\xBF") ? 3 : 0;
    *begin = *end = *body = at;
    for (size_t line = 0; at < bytes.len; line++) {
        const char *stop = memchr(bytes.at + at, '\n', bytes.len - at);
        size_t next = stop ? (size_t)(stop - bytes.at) + 1 : bytes.len;
        bool is_fence = is_fence_line(jb_str_slice(bytes, at, next - (stop != NULL)));
        if (line == 0 && !is_fence)
            return;
        if (line && is_fence) {
            *begin =
                *body + jb_str_find(jb_str_slice(bytes, *body, bytes.len), "\n") + 1;
            *end = at;
            *body = next;
            return;
        }
        at = next;
    }
}

bool jb_markdown_is_open(jb_str bytes)
{
    enum { KEY_MAX = 60 }; /* bytes */
    size_t first = jb_str_find(bytes, "\n");
    if (first == bytes.len || !is_fence_line(jb_str_slice(bytes, 0, first)))
        return false;
    jb_str line = jb_str_slice(bytes, first + 1, bytes.len);
    line = jb_str_slice(line, 0, jb_str_find(line, "\n"));
    size_t at = 0;
    while (at < line.len && at < KEY_MAX && !strchr(" \t\r:|*#`[<>-!", line.at[at]) &&
           !jb_str_starts(jb_str_slice(line, at, line.len), "\uff1a"))
        at++;
    jb_str rest = jb_str_slice(line, at, line.len);
    bool is_wide = jb_str_starts(rest, "\uff1a");
    bool is_plain =
        rest.len && rest.at[0] == ':' && (rest.len == 1 || strchr(" \t\r", rest.at[1]));
    return at > 0 && (is_wide || is_plain);
}

/* --- out --- */

void jb_markdown_text(const jb_md *md, jb_buf *into)
{
    for (const jb_md *child = md->first; child; child = child->next) {
        if (child->kind == JB_MD_TEXT || child->kind == JB_MD_CODE || child->is_open)
            jb_buf_put_str(into, child->text);
        else if (child->kind == JB_MD_SOFT_BREAK || child->kind == JB_MD_HARD_BREAK)
            jb_buf_putc(into, '\n');
        jb_markdown_text(child, into);
    }
}

static void dump(const jb_md *md, jb_sources *sources, int depth, jb_buf *into)
{
    static const char *const names[] = {
        "document",   "heading", "paragraph",  "list",       "item",      "quote",
        "code-block", "rule",    "table",      "row",        "cell",      "note-text",
        "directive",  "text",    "soft-break", "hard-break", "code",      "emphasis",
        "strong",     "strike",  "link",       "image",      "note-mark", "superscript",
        "subscript",  "ruby",    "span"};
    jb_place place = jb_source_place(sources, md->span);
    jb_buf_printf(into, "%*s%s %u:%u", depth * 2, "", names[md->kind], place.line,
                  place.column);
    if (md->level || md->is_ordered)
        jb_buf_printf(into, " %d%s", md->level, md->is_ordered ? " ordered" : "");
    if (md->target.len)
        jb_buf_printf(into, " <%.*s>", (int)md->target.len, md->target.at);
    if (md->title.len)
        jb_buf_printf(into, " (%.*s)", (int)md->title.len, md->title.at);
    if (md->text.len)
        jb_buf_printf(into, " \"%.*s\"%s", (int)md->text.len, md->text.at,
                      md->is_verbatim ? "" : " ~");
    jb_buf_putc(into, '\n');
    for (const jb_md *child = md->first; child; child = child->next)
        dump(child, sources, depth + 1, into);
}

void jb_markdown_dump(const jb_md *md, jb_sources *sources, jb_buf *into)
{
    dump(md, sources, 0, into);
}

/* NOLINTEND(misc-no-recursion) */
