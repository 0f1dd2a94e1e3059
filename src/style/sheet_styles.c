/* Styles start from "body", from the style they name in based-on, or, within an
 * ancestor
 * ("quote paragraph"), from the style of the plain name. */
#include "style/sheet_styles.h"

const char *const jb_sheet_styles_inlines[JB_SHEET_INLINES] = {
    "strong",    "emphasis",  "code",      "link",   "superscript",
    "subscript", "strike",    "note-mark", "ruby",   "underline",
    "dots",      "name-line", "book-line", "warichu"};

/* What each is for, in the same order. */
static const char *const inline_uses[JB_SHEET_INLINES] = {
    "**text**",
    "*text*; a Kai face, colour or dots for Han, latin: italic for words in letters",
    "`text`",
    "[text](address)",
    "x^2^",
    "H~2~O",
    "~~text~~",
    "marks of footnotes",
    ("{text|annotation}, the annotation; default size 0.5em (zhuyin: three fifths of it), "
     "raise moves it; bracketed: yes sets it behind the text, of its size"),
    "[text]{underline}; default underline: yes",
    "[text]{dots}: size is the dot's diameter (0.15em), raise moves it, colour",
    "[text]{name}: a line below a proper name; raise, colour",
    "[text]{book}: a wavy line below a title; raise, colour",
    "[text]{warichu}: a note in two lines within the line; default size 0.5em"};

void jb_sheet_styles_begin(jb_sheet *sheet)
{
    jb_overlay *dots = &sheet->overlays[JB_SHEET_DOTS];
    dots->set = JB_PROPS_SIZE;
    dots->props.size.em_1000 = 150; /* our choice */
    jb_overlay *warichu = &sheet->overlays[JB_SHEET_WARICHU];
    warichu->set = JB_PROPS_SIZE;
    /* Two lines fill the em; JLREQ 3.4.2 has six points, which would stick out. */
    warichu->props.size.em_1000 = 500;
    jb_overlay *underline = &sheet->overlays[JB_SHEET_UNDERLINE];
    underline->set = JB_PROPS_UNDERLINE;
    underline->props.is_underlined = true;
}

void jb_sheet_styles_help(jb_buf *into)
{
    jb_buf_puts(into, "inline styles:\n");
    for (size_t i = 0; i < JB_SHEET_INLINES; i++)
        jb_buf_printf(into, "  %-12s %s\n", jb_sheet_styles_inlines[i], inline_uses[i]);
}

/* What the report kinds call their blocks, and the page's own. */
static const char *const roles[] = {"body",
                                    "small",
                                    "masthead",
                                    "brand",
                                    "series",
                                    "title-block",
                                    "title",
                                    "subtitle",
                                    "meta-line",
                                    "key-points",
                                    "key-point-heading",
                                    "key-point",
                                    "abstract",
                                    "h1",
                                    "h2",
                                    "h3",
                                    "h4",
                                    "paragraph",
                                    "list",
                                    "item",
                                    "list-text",
                                    "table",
                                    "caption",
                                    "unit",
                                    "cell",
                                    "head-cell",
                                    "cell-dense",
                                    "table-note",
                                    "source",
                                    "figure",
                                    "figure-missing",
                                    "quote",
                                    "quote-text",
                                    "quote-source",
                                    "code",
                                    "callout-risk",
                                    "callout-note",
                                    "callout-key",
                                    "callout-title",
                                    "callout-text",
                                    "metrics",
                                    "metric-value",
                                    "metric-label",
                                    "rule",
                                    "note",
                                    "note-text",
                                    "risk",
                                    "risk-title",
                                    "risk-text",
                                    "origin",
                                    "origin-line",
                                    "disclaimer",
                                    "copyright",
                                    "cover",
                                    "cover-title",
                                    "cover-line",
                                    "contents-report",
                                    "contents-entry",
                                    "contents-line",
                                    "contents-section",
                                    "index-group",
                                    "index-entry",
                                    "header",
                                    "footer"};

/* Blocks that show nothing of their own: only what stands in them may have a style, as in
 * "head-row cell". */
static const char *const places[] = {"report", "row", "head-row"};

/* Names a Chinese layout may use for the commonest styles. */
static const struct {
    const char *from, *to;
} other_names[] = {{"\u6b63\u6587", "paragraph"},
                   {"\u6807\u9898", "title"},
                   {"\u526f\u6807\u9898", "subtitle"},
                   {"\u4e00\u7ea7\u6807\u9898", "h1"},
                   {"\u4e8c\u7ea7\u6807\u9898", "h2"},
                   {"\u4e09\u7ea7\u6807\u9898", "h3"},
                   {"\u56db\u7ea7\u6807\u9898", "h4"},
                   {"\u8981\u70b9", "key-points"},
                   {"\u8868", "table"},
                   {"\u8868\u9898", "caption"},
                   {"\u5f15\u6587", "quote"},
                   {"\u4ee3\u7801", "code"},
                   {"\u9875\u7709", "header"},
                   {"\u9875\u811a", "footer"},
                   {"\u6765\u6e90\u884c", "source"}};

static jb_str plain_name(jb_str name)
{
    for (size_t i = 0; i < JB_COUNT(other_names); i++)
        if (jb_str_is(name, other_names[i].from))
            return jb_str_of(other_names[i].to);
    return name;
}

static jb_sheet_entry *entry_named(jb_sheet *sheet, jb_str name, jb_span span,
                                   jb_arena *into);

/* Hangs "quote paragraph" on "paragraph". */
static void hang(jb_sheet *sheet, jb_sheet_entry *entry, jb_arena *into)
{
    jb_str name = jb_str_of(entry->name);
    size_t gap = jb_str_find(name, " ");
    if (gap == name.len)
        return;
    jb_str last = jb_str_trim(jb_str_slice(name, gap, name.len));
    jb_sheet_entry *plain = entry_named(sheet, last, entry->span, into);
    jb_sheet_context *context = JB_NEW(into, jb_sheet_context);
    context->ancestor = jb_str_dup(into, jb_str_slice(name, 0, gap));
    context->entry = entry;
    context->next = plain->contexts;
    plain->contexts = context;
    entry->parent = plain->name;
}

/* The recursion ends after one step: hang() looks up a name behind the first space, and
 * a name of three words hangs on one of two. */
static jb_sheet_entry *entry_named(jb_sheet *sheet, jb_str name, jb_span span,
                                   jb_arena *into)
{
    jb_map_entry *found = jb_map_find(&sheet->entries, name);
    if (found)
        return found->pointer;
    jb_sheet_entry *entry = JB_NEW(into, jb_sheet_entry);
    entry->name = jb_str_dup(into, name);
    entry->span = span;
    jb_map_put(into, &sheet->entries, jb_str_of(entry->name))->pointer = entry;
    hang(sheet, entry, into);
    return entry;
}

void jb_sheet_styles_layer(jb_sheet *sheet, jb_str name, const jb_val *val,
                           jb_span span, jb_arena *into)
{
    jb_sheet_entry *entry = entry_named(sheet, name, span, into);
    jb_vec_push(into, &entry->layers, val);
}

static bool is_among(jb_str word, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (jb_str_is(word, names[i]))
            return true;
    return false;
}

static void check_role(jb_str word, bool is_around, jb_span span, jb_arena *into,
                       jb_diag *diag)
{
    if (!is_among(word, roles, JB_COUNT(roles)) &&
        !(is_around && is_among(word, places, JB_COUNT(places))))
        jb_diag_add(diag, JB_DIAG_STYLE_UNKNOWN, span, jb_str_dup(into, word),
                    jb_diag_nearest(word, roles, JB_COUNT(roles)));
}

/* "quote  paragraph" with one space, each word by its plain name; names nobody uses are
 * warned of, unless another style is based on them. */
static jb_str full_name(jb_str key, jb_span span, jb_arena *into, jb_diag *diag)
{
    size_t gap = jb_str_find(key, " ");
    jb_str first = plain_name(jb_str_slice(key, 0, gap));
    check_role(first, gap < key.len, span, into, diag);
    if (gap == key.len)
        return first;
    jb_str last = plain_name(jb_str_trim(jb_str_slice(key, gap, key.len)));
    check_role(last, false, span, into, diag);
    return jb_str_of(jb_arena_printf(into, "%.*s %.*s", (int)first.len, first.at,
                                     (int)last.len, last.at));
}

bool jb_sheet_styles_add(jb_sheet *sheet, const jb_val *styles, jb_arena *into,
                         jb_diag *diag)
{
    if (!styles)
        return true;
    if (styles->kind != JB_VAL_MAP) {
        jb_diag_add(diag, JB_DIAG_STYLE_NOT_MAP, styles->span, "styles");
        return false;
    }
    bool fine = true;
    for (size_t i = 0; i < styles->count; i++) {
        const jb_val_pair *pair = &styles->pairs[i];
        if (pair->value->kind != JB_VAL_MAP) {
            jb_diag_add(diag, JB_DIAG_STYLE_NOT_MAP, pair->value->span,
                        jb_str_dup(into, pair->key));
            fine = false;
            continue;
        }
        jb_str name = full_name(jb_str_trim(pair->key), pair->key_span, into, diag);
        jb_sheet_styles_layer(sheet, name, pair->value, pair->key_span, into);
    }
    return fine;
}

bool jb_sheet_styles_add_inline(jb_sheet *sheet, const jb_val *inlines, jb_arena *into,
                                jb_diag *diag)
{
    if (!inlines)
        return true;
    if (inlines->kind != JB_VAL_MAP) {
        jb_diag_add(diag, JB_DIAG_STYLE_NOT_MAP, inlines->span, "inline");
        return false;
    }
    bool fine = true;
    for (size_t i = 0; i < inlines->count; i++) {
        const jb_val_pair *pair = &inlines->pairs[i];
        size_t which = 0;
        while (which < JB_SHEET_INLINES &&
               !jb_str_is(pair->key, jb_sheet_styles_inlines[which]))
            which++;
        if (which < JB_SHEET_INLINES) {
            const jb_field_table *table =
                which == JB_SHEET_RUBY ? &jb_props_ruby : &jb_props_inline;
            fine &= jb_props_bind_inline(table, &sheet->overlays[which], pair->value,
                                         sheet->fonts, into, diag);
            continue;
        }
        jb_diag_add(
            diag, JB_DIAG_INLINE_STYLE_UNKNOWN, pair->key_span,
            jb_str_dup(into, pair->key),
            jb_diag_nearest(pair->key, jb_sheet_styles_inlines, JB_SHEET_INLINES));
        fine = false;
    }
    return fine;
}

/* The name the style starts from and where it is said; NULL for the initial values. */
static jb_str base_of(const jb_sheet_entry *entry, jb_span *span)
{
    *span = entry->span;
    for (size_t i = entry->layers.count; i-- > 0;) {
        const jb_val *base =
            jb_field_given(&jb_props_block, entry->layers.items[i], NULL, "based-on");
        if (base) {
            *span = base->span;
            return plain_name(base->text);
        }
    }
    if (entry->parent)
        return jb_str_of(entry->parent);
    return strcmp(entry->name, "body") == 0 ? (jb_str){NULL, 0} : JB_STR("body");
}

static void unknown_base(jb_sheet *sheet, jb_str base, jb_span span, jb_arena *into,
                         jb_diag *diag)
{
    const char **names = JB_NEWS(into, const char *, sheet->entries.count);
    for (size_t i = 0; i < sheet->entries.count; i++)
        names[i] = ((jb_sheet_entry *)sheet->entries.entries[i].pointer)->name;
    jb_diag_add(diag, JB_DIAG_STYLE_BASE_UNKNOWN, span, jb_str_dup(into, base),
                jb_diag_nearest(base, names, sheet->entries.count));
}

static void finish(jb_sheet *sheet, jb_sheet_entry *entry, const jb_props *from,
                   jb_arena *into, jb_diag *diag)
{
    entry->props = *from;
    for (size_t i = 0; i < entry->layers.count; i++)
        jb_props_bind(&entry->props, entry->layers.items[i], into, diag);
    jb_style style = jb_props_style(&entry->props, entry->name, sheet->fonts, diag);
    style.type.lang = sheet->lang;
    jb_style *kept = JB_NEW(into, jb_style);
    memcpy(kept, &style, sizeof style);
    entry->style = kept;
    entry->state = JB_SHEET_STATE_DONE;
}

/* Resolves the entry and what it is based on: goes up the chain first, noting it, then
 * down again. A chain is no longer than there are entries. One without a base starts
 * from the initial values, so that its own faults are found too. */
static void resolve(jb_sheet *sheet, jb_sheet_entry *entry, jb_arena *into,
                    jb_diag *diag)
{
    JB_VEC(jb_sheet_entry *) chain = {NULL, 0, 0};
    jb_props props = jb_props_initial();
    while (entry && entry->state != JB_SHEET_STATE_DONE) {
        if (entry->state == JB_SHEET_STATE_OPEN) {
            jb_diag_add(diag, JB_DIAG_STYLE_LOOP, entry->span, entry->name);
            entry = NULL;
            break;
        }
        entry->state = JB_SHEET_STATE_OPEN;
        jb_vec_push(into, &chain, entry);
        jb_span span;
        jb_str base = base_of(entry, &span);
        jb_map_entry *found = base.at ? jb_map_find(&sheet->entries, base) : NULL;
        if (base.at && !found)
            unknown_base(sheet, base, span, into, diag);
        entry = found ? found->pointer : NULL;
    }
    if (entry)
        props = entry->props;
    for (size_t i = chain.count; i-- > 0;) {
        finish(sheet, chain.items[i], &props, into, diag);
        props = chain.items[i]->props;
    }
}

bool jb_sheet_styles_resolve(jb_sheet *sheet, jb_arena *into, jb_diag *diag)
{
    size_t faults = jb_diag_count(diag, JB_SEVERITY_ERROR);
    jb_overlay *ruby = &sheet->overlays[JB_SHEET_RUBY];
    if (!(ruby->set & JB_PROPS_SIZE) && !ruby->props.is_bracketed) {
        ruby->set |= JB_PROPS_SIZE;
        ruby->props.size.em_1000 = 500; /* JLREQ 3.3.3, CLREQ 3.3.4 */
    }
    entry_named(sheet, JB_STR("body"), JB_NO_SPAN, into);
    entry_named(sheet, JB_STR("paragraph"), JB_NO_SPAN, into);
    for (size_t i = 0; i < sheet->entries.count; i++)
        resolve(sheet, sheet->entries.entries[i].pointer, into, diag);
    return jb_diag_count(diag, JB_SEVERITY_ERROR) == faults;
}
