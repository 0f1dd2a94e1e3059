/* Lines become boxes here. A break inside a paragraph costs nothing unless it would
 * leave a widow or an orphan; inside a heading it is forbidden. */
#include "flow/textual.h"

#include "base/ucd.h"
#include "base/utf8.h"
#include "flow/listing.h"

/* Our choice. */
enum {
    TAB = 4,             /* columns, as CommonMark 2.2 */
    WIDEST_INDENT = 500, /* thousandths of the measure, for code */
    RULE_WIDTH = 400     /* mpt, of a rule whose style has none */
};

static const jb_colour rule_grey = 0xD0D5DD;

/* The stops that may end a sentence or a clause (GB/T 15834 4.1 to 4.4, 4.6, and their
 * ASCII forms), the ellipsis and the closing quote behind them. */
static bool ends_sentence(uint32_t cp)
{
    static const uint32_t marks[] = {0x3002, 0xFF1B, 0xFF01, 0xFF1F, 0xFF0C, 0x2026,
                                     '.',    ';',    '!',    '?',    ',',    0x201D};
    for (size_t i = 0; i < JB_COUNT(marks); i++)
        if (marks[i] == cp)
            return true;
    return false;
}

static bool is_numeral(uint32_t cp)
{
    static const uint32_t han[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                   0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (size_t i = 0; i < JB_COUNT(han); i++)
        if (han[i] == cp)
            return true;
    return jb_ucd_is_digit(cp);
}

/* Whether a text begins as numbered headings do: (six), 6. or six with a comma. */
static bool is_numbered(jb_str text)
{
    enum { LONGEST = 5 };
    size_t at = 0;
    for (int i = 0; i < LONGEST && at < text.len; i++) {
        uint32_t cp = jb_utf8_next(text, &at);
        if (i > 0 && (cp == '.' || cp == ')' || cp == 0x3001 || cp == 0xFF09))
            return true;
        if (!is_numeral(cp) && (i > 0 || (cp != '(' && cp != 0xFF08)))
            return false;
    }
    return false;
}

static bool is_all_strong(const jb_inline *inlines)
{
    const jb_inline *at = inlines;
    while (at && at->kind == JB_INLINE_STRONG)
        at = at->next;
    return inlines && !at;
}

/* Whether a text announces what follows: it ends in a colon, or it stands for a
 * heading: one line, all of it strong, or outside lists and cells a numbered one of less
 * than half the measure that ends no sentence (our rule). */
static bool announces(const jb_build *build, const jb_inline *inlines,
                      const jb_lines *lines, jb_mpt width)
{
    if (lines->count == 0)
        return false;
    const jb_line *line = &lines->items[lines->count - 1];
    jb_str text = jb_str_trim(line->text);
    size_t at = text.len;
    if (at == 0)
        return false;
    uint32_t last = jb_utf8_prev(text, &at);
    if (last == ':' || last == 0xFF1A)
        return true;
    if (lines->count > 1 || build->is_running_in)
        return false;
    if (is_all_strong(inlines))
        return true;
    const jb_block *around = jb_build_top(build)->block;
    bool is_plain = !around || around->kind == JB_BLOCK_GROUP;
    return is_plain && line->width < width / 2 && is_numbered(text) &&
           !ends_sentence(last);
}

/* The lines of one block on their way to the flow. */
typedef struct line_setting {
    const jb_build_frame *place;
    const jb_element *element;
    const jb_inline_flat *flat; /* NULL: no notes */
    jb_mpt x, width;            /* of the measure the lines were broken for */
    int orphans, widows;
    jb_str copy,
        original;   /* of code: the text that was set, and what it is a copy of */
    int32_t inside; /* penalty between any two lines */
    bool is_first, is_last; /* the lines begin, end the block */
} line_setting;

static int32_t line_penalty(const line_setting *set, size_t at, size_t count)
{
    if (at == 0 && set->is_first)
        return JB_FLOW_FREE;
    bool is_lonely = at < (size_t)set->orphans || count - at < (size_t)set->widows;
    return is_lonely ? JB_MAX(set->inside, JB_FLOW_LONELY) : set->inside;
}

static void put_notes(jb_build *build, const line_setting *set, const jb_line *line,
                      size_t *cursor, jb_box *box)
{
    if (line->note_count == 0 || !set->flat)
        return;
    const jb_note **notes = JB_NEWS(build->into, const jb_note *, line->note_count);
    size_t count = 0;
    const jb_inline_flat *flat = set->flat;
    for (size_t i = 0; i < line->note_count; i++) {
        while (*cursor < flat->notes.count &&
               flat->notes.items[*cursor]->number != line->notes[i])
            ++*cursor;
        if (*cursor == flat->notes.count)
            break;
        const jb_note *note = jb_listing_note(build, flat->notes.items[*cursor]);
        if (note)
            notes[count++] = note;
    }
    box->notes = notes;
    box->note_count = count;
}

/* Where the text of line `at` stands in the block; NULL = where the block begins. */
static const char *origin_of(const line_setting *set, const jb_line *line, size_t at)
{
    if (at == 0 && set->is_first)
        return NULL;
    if (!set->copy.at || !line->origin)
        return line->origin;
    size_t left = set->copy.len - (size_t)(line->origin - set->copy.at);
    return set->original.at + set->original.len - JB_MIN(left, set->original.len);
}

static void emit_lines(jb_build *build, const line_setting *set, const jb_lines *lines)
{
    size_t cursor = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const jb_line *line = &lines->items[i];
        jb_box box = {.height = line->height,
                      .leading = line->height,
                      .penalty = line_penalty(set, i, lines->count),
                      .span = line->span,
                      .place.at = origin_of(set, line, i)};
        put_notes(build, set, line, &cursor, &box);
        jb_build_emit_piece(build, set->place,
                            (jb_piece){.kind = JB_PIECE_LINE,
                                       .x = set->x,
                                       .w = set->width,
                                       .line = line,
                                       .element = set->element},
                            box);
    }
}

/* A shaped paragraph is many times the size of its lines, so it lives in scratch
 * memory; the lines' texts, which lie in it, are copied. */
static void settle(jb_build *build, const jb_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        jb_line *line = &lines->items[i];
        if (line->text.len == 0 && line->run_count == 0)
            continue;
        const char *old = line->text.at, *end = old + line->text.len;
        const char *copy = jb_arena_strndup(build->into, old, line->text.len);
        jb_line_run *runs = JB_ROOM(build->into, jb_line_run, line->run_count);
        memcpy(runs, line->runs, line->run_count * sizeof *runs);
        for (size_t r = 0; r < line->run_count; r++) {
            jb_str *text = &runs[r].text;
            bool is_within = text->at >= old && text->at + text->len <= end;
            text->at = is_within ? copy + (text->at - old)
                                 : jb_arena_strndup(build->into, text->at, text->len);
        }
        line->text.at = copy;
        line->runs = runs;
    }
}

/* Breaks a paragraph, and shows it to the one who watches. */
static jb_lines break_para(jb_build *build, const jb_style *style, const jb_para *para,
                           jb_para_measure measure)
{
    jb_build_shared *shared = build->shared;
    measure.is_mirrored =
        shared->is_mirrored && style->setting.direction != JB_DIRECTION_LTR;
    measure.is_traced = shared->is_traced;
    jb_lines lines = jb_para_break(para, &measure, build->into, shared->diag);
    if (shared->watch.para)
        shared->watch.para(shared->watch.state, para, &lines);
    return lines;
}

jb_lines jb_textual_set(jb_build *build, const jb_style *style,
                        const jb_segment *segments, size_t count,
                        const jb_para_measure *measure)
{
    jb_build_shared *shared = build->shared;
    jb_arena_reset(&shared->scratch);
    jb_para *para = jb_para_shape(shared->fonts, style, segments, count,
                                  &shared->scratch, shared->diag);
    jb_lines lines = break_para(build, style, para, *measure);
    settle(build, &lines);
    return lines;
}

static jb_lines set_flat(jb_build *build, const jb_style *style,
                         const jb_inline_flat *flat, const jb_para_measure *measure)
{
    return jb_textual_set(build, jb_inline_dense_style(build->dense, style),
                          flat->segments.items, flat->segments.count, measure);
}

jb_para *jb_textual_shape(jb_build *build, const jb_block *block, jb_inline_flat *flat,
                          jb_arena *into)
{
    *flat = jb_inline_flatten(block->inlines, block->style, build->dense, into);
    const jb_style *style = jb_inline_dense_style(build->dense, block->style);
    return jb_para_shape(build->shared->fonts, style, flat->segments.items,
                         flat->segments.count, into, build->shared->diag);
}

static jb_align align_of(const jb_build *build, const jb_style *style)
{
    if (build->align == JB_ALIGN_NONE)
        return style->setting.align;
    if (build->align == JB_ALIGN_DECIMAL) /* figures run from left to right anywhere */
        return build->shared->is_mirrored ? JB_ALIGN_LEFT : JB_ALIGN_RIGHT;
    return build->align;
}

static void set_lonely(const jb_build *build, const jb_style *style, line_setting *set)
{
    set->orphans = build->is_running_in ? 1 : style->setting.orphans;
    set->widows = build->is_running_in ? 1 : style->setting.widows;
    set->is_first = set->is_last = true;
}

void jb_textual_para(jb_build *build, const jb_block *block)
{
    const jb_style *style = block->style;
    jb_build_frame place;
    bool is_tight = jb_build_top(build)->is_tight;
    jb_build_begin(build, block, &place);
    jb_inline_flat flat =
        jb_inline_flatten(block->inlines, style, build->dense, build->into);
    jb_para *ready = build->ready_for == block ? build->ready : NULL;
    jb_para_measure measure = {.width = place.width,
                               .indent = is_tight ? 0 : style->setting.indent,
                               .align = align_of(build, style)};
    jb_lines lines = ready ? break_para(build, style, ready, measure)
                           : set_flat(build, style, &flat, &measure);
    bool is_caption = place.caption == JB_PART_CAPTION || jb_block_is(block, "caption");
    line_setting set = {
        .place = &place, .flat = &flat, .x = place.x, .width = place.width};
    set.element = jb_build_element(
        build, is_caption ? JB_PART_CAPTION : JB_PART_PARAGRAPH, place.element);
    set_lonely(build, style, &set);
    emit_lines(build, &set, &lines);
    jb_build_end(build, &place);
    if (build->keep <= 0 && announces(build, block->inlines, &lines, place.width)) {
        build->keep = 1;
        build->keep_cost = JB_FLOW_ANNOUNCED;
    }
}

static void note_heading(jb_build *build, const jb_block *block)
{
    const jb_heading *heading = &block->u.heading;
    jb_build_shared *shared = build->shared;
    build->dest = heading->anchor;
    if (!heading->in_outline || !heading->anchor)
        return;
    jb_buf title = {0};
    jb_block_title(block, &title);
    jb_build_heading entry = {
        heading->level, jb_str_dup(shared->into, jb_buf_str(&title)), heading->anchor};
    jb_vec_push(shared->into, &shared->headings, entry);
    jb_buf_fini(&title);
}

jb_lines jb_textual_plain(jb_build *build, const char *text, const jb_style *style,
                          jb_mpt width, jb_span span)
{
    jb_segment segment = {.text = jb_str_of(text), .span = span, .style = style};
    jb_build_shared *shared = build->shared;
    jb_arena_reset(&shared->scratch);
    jb_para *para = jb_para_shape(shared->fonts, style, &segment, 1, &shared->scratch,
                                  shared->diag);
    jb_mpt least = 0, natural = 0;
    jb_para_widths(para, &least, &natural);
    jb_para_measure measure = {.width = JB_MAX(width, natural), .align = JB_ALIGN_LEFT};
    jb_lines lines = break_para(build, style, para, measure);
    settle(build, &lines);
    return lines;
}

/* A heading's number as it stands in front of the text. */
static const char *numbered(const jb_build *build, const char *number)
{
    const char *form = jb_block_ends_blank(jb_str_of(number)) ? "%s" : "%s ";
    return jb_arena_printf(build->into, form, number);
}

/* Sets the number before the heading's text as a label, so that further lines hang.
 * Returns how far the text moves in; 0 when the number can't hang. */
static jb_mpt hang_number(jb_build *build, const jb_block *block,
                          const jb_build_frame *place, const jb_element *element)
{
    jb_str number = jb_str_of(block->u.heading.number);
    jb_lines lines =
        jb_textual_plain(build, block->u.heading.number, block->style, 0, block->span);
    if (lines.count != 1)
        return 0;
    jb_mpt gap =
        block->style->label_gap ? block->style->label_gap : block->style->type.size / 2;
    jb_mpt moved = lines.items[0].x + lines.items[0].width;
    if (!jb_block_ends_blank(number))
        moved += gap;
    else
        moved = JB_MAX(moved, lines.items[0].width + block->style->type.size / 4);
    if (moved > place->width / 2)
        return 0;
    jb_build_label *label = JB_NEW(build->into, jb_build_label);
    lines.items[0].text = jb_str_of(numbered(build, block->u.heading.number));
    label->line = &lines.items[0];
    label->x = place->x;
    label->element = element;
    label->next = build->labels;
    build->labels = label;
    return moved;
}

/* The heading's inlines behind its number, as segments of one paragraph. */
static void flatten_with_number(jb_build *build, const jb_block *block,
                                jb_inline_flat *flat)
{
    jb_inline_flat all = {0};
    jb_segment first = {.text = jb_str_of(numbered(build, block->u.heading.number)),
                        .span = block->span,
                        .style = block->style};
    jb_vec_push(build->into, &all.segments, first);
    for (size_t i = 0; i < flat->segments.count; i++)
        jb_vec_push(build->into, &all.segments, flat->segments.items[i]);
    all.notes.items = flat->notes.items;
    all.notes.count = flat->notes.count;
    *flat = all;
}

void jb_textual_heading(jb_build *build, const jb_block *block)
{
    const jb_style *style = block->style;
    jb_build_frame place;
    jb_build_begin(build, block, &place);
    jb_element *element = jb_build_element(build, JB_PART_HEADING, place.element);
    element->level = block->u.heading.level;
    note_heading(build, block);
    jb_mpt moved = 0;
    bool has_number = block->u.heading.number && block->u.heading.number[0];
    bool can_hang = style->setting.align != JB_ALIGN_CENTRE &&
                    style->setting.align != JB_ALIGN_RIGHT;
    if (has_number && can_hang && block->inlines)
        moved = hang_number(build, block, &place, element);
    jb_inline_flat flat = jb_inline_flatten(block->inlines, style, NULL, build->into);
    if (has_number && moved == 0)
        flatten_with_number(build, block, &flat);
    jb_para_measure measure = {.width = place.width - moved,
                               .indent = moved ? 0 : style->setting.indent,
                               .align = align_of(build, style)};
    jb_lines lines = set_flat(build, style, &flat, &measure);
    line_setting set = {.place = &place,
                        .element = element,
                        .flat = &flat,
                        .x = place.x + moved,
                        .width = measure.width,
                        .inside = JB_FLOW_FORBIDDEN};
    set.is_first = set.is_last = true;
    emit_lines(build, &set, &lines);
    jb_build_end(build, &place);
    build->keep = JB_MAX(build->keep, 2);
    build->keep_cost = JB_FLOW_FORBIDDEN;
}

/* A code line without its leading blanks, tabs made spaces; *columns is how many. */
static jb_str code_line(jb_str line, size_t *columns, jb_arena *into)
{
    size_t tabs = 0, at = 0, column = 0;
    for (size_t i = 0; i < line.len; i++)
        tabs += line.at[i] == '\t';
    char *text = JB_NEWS(into, char, line.len + tabs * TAB + 1);
    size_t len = 0;
    *columns = 0;
    while (at < line.len) {
        size_t from = at;
        uint32_t cp = jb_utf8_next(line, &at);
        size_t wide = cp == '\t' ? TAB - column % TAB : 1;
        column += wide;
        if ((cp == ' ' || cp == '\t') && len == 0) {
            *columns = column;
        } else if (cp == '\t') {
            memset(text + len, ' ', wide);
            len += wide;
        } else if (cp != '\r') {
            memcpy(text + len, line.at + from, at - from);
            len += at - from;
        }
    }
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return (jb_str){text, len};
}

static jb_mpt space_width(jb_build *build, const jb_style *style)
{
    const jb_type *type = &style->type;
    const jb_face *face = jb_font_chain(build->shared->fonts, type->role, type->weight,
                                        type->is_italic, type->lang, 0);
    if (!face || face->upem <= 0)
        return type->size / 2;
    int32_t advance = jb_font_advance(face, jb_font_glyph(face, ' ', 0));
    return (jb_mpt)jb_geom_scale(advance, type->size, face->upem);
}

static void emit_code_line(jb_build *build, const line_setting *block, jb_str line,
                           const jb_style *style, jb_mpt space)
{
    size_t columns = 0;
    jb_str text = code_line(line, &columns, build->into);
    if (text.len == 0) {
        jb_build_emit(build, block->place,
                      (jb_box){.height = style->setting.leading,
                               .leading = style->setting.leading,
                               .penalty = block->is_first ? 0 : block->inside});
        return;
    }
    jb_mpt width = block->place->width;
    jb_mpt most = (jb_mpt)jb_geom_scale(width, WIDEST_INDENT, 1000);
    jb_mpt moved = JB_MIN((jb_mpt)JB_MIN(columns, (size_t)1000) * space, most);
    jb_segment segment = {
        .text = text, .span = block->place->block->span, .style = style};
    jb_para_measure measure = {.width = width - moved, .align = JB_ALIGN_LEFT};
    jb_lines lines = jb_textual_set(build, style, &segment, 1, &measure);
    line_setting set = *block;
    bool is_right =
        build->shared->is_mirrored && style->setting.direction != JB_DIRECTION_LTR;
    set.x += build->shared->is_mirrored && !is_right ? 0 : moved;
    set.width = measure.width;
    set.copy = text;
    set.original = line;
    emit_lines(build, &set, &lines);
}

void jb_textual_code(jb_build *build, const jb_block *block)
{
    jb_build_frame place;
    jb_build_begin(build, block, &place);
    line_setting set = {.place = &place, .x = place.x, .is_first = true};
    set.element = jb_build_element(build, JB_PART_CODE, place.element);
    jb_mpt space = space_width(build, block->style);
    jb_str text = block->text;
    while (text.len > 0 &&
           (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
        text.len--;
    size_t at = 0, lines = 0;
    while (at < text.len) {
        size_t end = at + jb_str_find(jb_str_slice(text, at, text.len), "\n");
        bool is_second = lines == 1, is_last = end >= text.len;
        set.inside =
            is_second || (is_last && lines > 0) ? JB_FLOW_LONELY : JB_FLOW_FREE;
        emit_code_line(build, &set, jb_str_slice(text, at, end), block->style, space);
        set.is_first = false;
        lines++;
        at = end + 1;
    }
    jb_build_end(build, &place);
}

void jb_textual_rule(jb_build *build, const jb_block *block)
{
    jb_build_frame place;
    jb_build_begin(build, block, &place);
    jb_stroke stroke = block->style->box.rule_above;
    if (stroke.width == 0)
        stroke = (jb_stroke){RULE_WIDTH, rule_grey};
    jb_piece piece = {.kind = JB_PIECE_RECT,
                      .x = place.x,
                      .w = place.width,
                      .h = stroke.width,
                      .colour = stroke.colour};
    jb_build_emit_piece(build, &place, piece,
                        (jb_box){.height = stroke.width, .span = block->span});
    jb_build_end(build, &place);
}
