/* What a layout says, and the accessors to it. */
#include "style/sheet.h"

#include "style/sheet_parts.h"

const char *jb_sheet_extends(const jb_val *layout, jb_arena *into, jb_span *span)
{
    const jb_val *name = jb_val_find(layout, "extends");
    if (!name)
        name = jb_val_find(layout, "\u57fa\u4e8e");
    *span = name ? name->span : JB_NO_SPAN;
    return name && name->text.len ? jb_str_dup(into, name->text) : NULL;
}

const char *jb_sheet_fontset(const jb_val *const *layouts, size_t count, jb_arena *into,
                             jb_span *span)
{
    *span = JB_NO_SPAN;
    for (size_t i = count; i-- > 0;) {
        const jb_val *name = jb_val_find(layouts[i], "fonts");
        if (!name)
            name = jb_val_find(layouts[i], "\u5b57\u4f53\u96c6");
        if (!name || !name->text.len)
            continue;
        *span = name->span;
        return jb_str_dup(into, name->text);
    }
    return NULL;
}

const char *jb_sheet_name(const jb_sheet *sheet)
{
    return sheet->name;
}

const jb_frame *jb_sheet_frame(const jb_sheet *sheet)
{
    return &sheet->frame;
}

static bool is_of_language(const char *lang, const char *prefix)
{
    size_t len = strlen(prefix);
    return strncmp(lang, prefix, len) == 0 && (lang[len] == '\0' || lang[len] == '-');
}

const char *jb_sheet_template(const jb_template *template, const char *lang)
{
    const struct jb_template_text *best = NULL, *english = NULL;
    for (size_t i = 0; i < template->count; i++) {
        const struct jb_template_text *item = &template->items[i];
        size_t len = strlen(item->lang);
        if ((len == 0 || is_of_language(lang ? lang : "", item->lang)) &&
            (!best || len > strlen(best->lang)))
            best = item;
        if (strcmp(item->lang, "en") == 0)
            english = item;
    }
    if (!best)
        best = english ? english : template->items;
    return best ? best->text : "";
}

const jb_furniture *jb_sheet_header(const jb_sheet *sheet)
{
    return &sheet->header;
}

const jb_furniture *jb_sheet_footer(const jb_sheet *sheet)
{
    return &sheet->footer;
}

int jb_sheet_numbering(const jb_sheet *sheet)
{
    return sheet->numbering;
}

jb_mpt jb_sheet_pitch(const jb_sheet *sheet)
{
    jb_mpt leading = jb_sheet_style(sheet, "paragraph")->setting.leading;
    return sheet->has_grid ? JB_MAX(leading, 0) : 0;
}

jb_sheet_pages jb_sheet_page_numbers(const jb_sheet *sheet)
{
    return sheet->pages;
}

unsigned jb_sheet_indexes(const jb_sheet *sheet)
{
    return sheet->indexes;
}

bool jb_sheet_begins_right(const jb_sheet *sheet)
{
    return sheet->begins_right;
}

const char *jb_sheet_brand(const jb_sheet *sheet)
{
    return sheet->brand;
}

const char *jb_sheet_lang(const jb_sheet *sheet)
{
    return sheet->lang;
}

const char *jb_sheet_font(const jb_sheet *sheet, int role)
{
    bool is_known = role >= 0 && (size_t)role < sheet->fonts->role_count;
    return is_known ? sheet->fonts->roles[role].name : "";
}

const jb_field_renames *jb_sheet_renames(const jb_sheet *sheet)
{
    return sheet->renames.count ? &sheet->renames : NULL;
}

bool jb_sheet_shows(const jb_sheet *sheet, const char *part)
{
    for (size_t i = 0; i < sheet->hidden_count; i++)
        if (strcmp(sheet->hidden[i], part) == 0)
            return false;
    return true;
}

const jb_style *jb_sheet_style(const jb_sheet *sheet, const char *name)
{
    const jb_map_entry *found = jb_map_find(&sheet->entries, jb_str_of(name));
    if (!found)
        found = jb_map_find(&sheet->entries, JB_STR("paragraph"));
    return ((const jb_sheet_entry *)found->pointer)->style;
}
