/* Destinations are written where they are used, as [page /XYZ left top null]: libharu's
 * own call refuses the zoom that means "as it is". */
#include "out/pdf_nav.h"

#include <hpdf.h>

#include "base/utf8.h"
#include "doc/inlines.h"

typedef struct dest {
    size_t page;
    jb_mpt x, y; /* y up */
} dest;

static const char *copy_text(jb_arena *arena, const char *text)
{
    return text ? jb_arena_strndup(arena, text, strlen(text)) : NULL;
}

static bool has_scheme(const char *url, const char *scheme)
{
    for (; *scheme; url++, scheme++) {
        char c = *url >= 'A' && *url <= 'Z' ? (char)(*url + 32) : *url;
        if (c != *scheme)
            return false;
    }
    return true;
}

/* A copy of the name of a destination of the part at hand. */
static const char *full_name(const jb_pdf_nav *nav, const char *name)
{
    if (!name || !nav->prefix)
        return copy_text(nav->arena, name);
    return jb_arena_printf(nav->arena, "%s%s", nav->prefix, name);
}

void jb_pdf_nav_add_link(jb_pdf_nav *nav, size_t page, const jb_item_link *link,
                         jb_span span)
{
    const char *part = jb_inlines_part(link->url);
    const char *url = part ? NULL : link->url;
    if (url && !has_scheme(url, "http://") && !has_scheme(url, "https://") &&
        !has_scheme(url, "mailto:")) {
        jb_diag_add(nav->diag, JB_DIAG_PDF_LINK, span, url);
        return;
    }
    if (!link->url && !link->dest)
        return;
    const char *to = part ? jb_arena_printf(nav->arena, "%s/start", part)
                          : full_name(nav, link->dest);
    jb_vec_push(nav->arena, &nav->links,
                (jb_pdf_link){.box = link->box,
                              .span = span,
                              .url = copy_text(nav->arena, url),
                              .dest = to,
                              .is_far = part != NULL,
                              .title = copy_text(nav->arena, link->title)});
    jb_pdf_place *place = &nav->pages.items[page];
    uint32_t index = (uint32_t)nav->links.count;
    if (place->last_link)
        nav->links.items[place->last_link - 1].next = index;
    else
        place->first_link = index;
    place->last_link = index;
}

void jb_pdf_nav_add_dest(jb_pdf_nav *nav, size_t page, const jb_item_dest *item)
{
    jb_str name = jb_str_of(full_name(nav, item->name));
    jb_map_entry *entry = jb_map_put(nav->arena, &nav->dests, name);
    if (entry->pointer)
        return;
    dest *place = JB_NEW(nav->arena, dest);
    *place = (dest){page, item->x, nav->pages.items[page].height - item->y};
    entry->pointer = place;
}

static const dest *find_dest(const jb_pdf_nav *nav, const char *name)
{
    jb_map_entry *entry = jb_map_find(&nav->dests, jb_str_of(name));
    return entry ? entry->pointer : NULL;
}

bool jb_pdf_nav_find(const jb_pdf_nav *nav, const char *name, jb_pdf_dest *out)
{
    const dest *to = find_dest(nav, name);
    if (to)
        *out = (jb_pdf_dest){nav->pages.items[to->page].number, to->x, to->y};
    return to != NULL;
}

/* A URI is ASCII (RFC 3986): other bytes and the ones that would end it are escaped. */
static void put_url(jb_buf *into, const char *url)
{
    jb_buf escaped = {0};
    for (const char *at = url; *at; at++) {
        unsigned char c = (unsigned char)*at;
        if (c <= 0x20 || c >= 0x7F || strchr("<>\"{}|\\^`", c))
            jb_buf_printf(&escaped, "%%%02X", c);
        else
            jb_buf_putc(&escaped, (char)c);
    }
    jb_pdf_object_put_literal(into, jb_buf_str(&escaped));
    jb_buf_fini(&escaped);
}

static void put_point(jb_buf *into, jb_mpt x, jb_mpt y)
{
    jb_buf_putc(into, ' ');
    jb_buf_put_decimal(into, x, 3);
    jb_buf_putc(into, ' ');
    jb_buf_put_decimal(into, y, 3);
}

void jb_pdf_nav_check_links(jb_pdf_nav *nav)
{
    for (; nav->checked < nav->links.count; nav->checked++) {
        const jb_pdf_link *link = &nav->links.items[nav->checked];
        if (!link->url && !link->is_far && !find_dest(nav, link->dest))
            jb_diag_add(nav->diag, JB_DIAG_PDF_DEST, link->span,
                        link->dest + (nav->prefix ? strlen(nav->prefix) : 0));
    }
}

static void write_link(jb_pdf_nav *nav, jb_pdf_file *file, jb_pdf_place *page,
                       const jb_pdf_link *link)
{
    const dest *to = link->url ? NULL : find_dest(nav, link->dest);
    if (!link->url && !to)
        return;
    uint32_t number = jb_pdf_object_new(file);
    if (!page->annot_count++)
        page->first_annot = number;
    jb_buf *out = &file->out;
    jb_pdf_object_begin(file, number);
    jb_buf_puts(out, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
    put_point(out, link->box.x, page->height - link->box.y - link->box.h);
    put_point(out, link->box.x + link->box.w, page->height - link->box.y);
    jb_buf_putc(out, ']');
    if (link->title && *link->title) {
        jb_buf_puts(out, "/Contents");
        jb_pdf_object_put_text(out, jb_str_of(link->title));
    }
    if (link->url) {
        jb_buf_puts(out, "/A<</S/URI/URI");
        put_url(out, link->url);
        jb_buf_puts(out, ">>>>");
    } else {
        jb_buf_printf(out, "/Dest[%u 0 R/XYZ",
                      (unsigned)nav->pages.items[to->page].number);
        put_point(out, to->x, to->y);
        jb_buf_puts(out, " null]>>");
    }
    jb_pdf_object_end(file);
}

void jb_pdf_nav_write_links(jb_pdf_nav *nav, jb_pdf_file *file)
{
    jb_pdf_nav_check_links(nav);
    for (size_t i = 0; i < nav->pages.count; i++) {
        jb_pdf_place *page = &nav->pages.items[i];
        for (uint32_t at = page->first_link; at; at = nav->links.items[at - 1].next)
            write_link(nav, file, page, &nav->links.items[at - 1]);
    }
}

/* A label as PDF understands it: a style letter and a number, or neither. */
typedef struct label {
    char style; /* 'D', 'r', 'R'; 0 = the text itself */
    uint32_t value;
} label;

static void put_roman(jb_buf *into, uint32_t value)
{
    static const struct {
        uint32_t value;
        const char *digits;
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    for (size_t i = 0; i < JB_COUNT(steps); i++)
        for (; value >= steps[i].value; value -= steps[i].value)
            jb_buf_puts(into, steps[i].digits);
}

/* The value of a roman numeral in lower case of at most 3999, 0 when it isn't one. */
static uint32_t read_roman(jb_str text)
{
    static const char digits[] = "ivxlcdm";
    static const uint32_t values[] = {1, 5, 10, 50, 100, 500, 1000};
    uint32_t sum = 0, last = 0;
    if (text.len == 0 || text.len > 15)
        return 0;
    for (size_t i = text.len; i-- > 0;) {
        const char *digit = strchr(digits, text.at[i]);
        if (!digit || !*digit)
            return 0;
        uint32_t value = values[digit - digits];
        sum = value < last ? sum - value : sum + value;
        last = JB_MAX(last, value);
    }
    if (sum == 0 || sum > 3999)
        return 0;
    jb_buf again = {0};
    put_roman(&again, sum);
    bool is_same = jb_str_equal(jb_buf_str(&again), text);
    jb_buf_fini(&again);
    return is_same ? sum : 0;
}

static label read_label(const char *text)
{
    jb_str source = jb_str_of(text);
    uint32_t value = 0;
    bool is_decimal = source.len > 0 && source.len < 9 && source.at[0] != '0';
    for (size_t i = 0; is_decimal && i < source.len; i++) {
        is_decimal = source.at[i] >= '0' && source.at[i] <= '9';
        value = value * 10 + (uint32_t)(source.at[i] - '0');
    }
    if (is_decimal)
        return (label){'D', value};
    char lower[16] = {0};
    bool is_upper = source.len > 0 && source.len < sizeof lower;
    for (size_t i = 0; is_upper && i < source.len; i++) {
        is_upper = source.at[i] >= 'A' && source.at[i] <= 'Z';
        lower[i] = (char)(source.at[i] + 32);
    }
    value = read_roman(is_upper ? jb_str_of(lower) : source);
    return value ? (label){is_upper ? 'R' : 'r', value} : (label){0, 0};
}

void jb_pdf_nav_write_labels(jb_pdf_nav *nav, jb_pdf_file *file)
{
    uint32_t number = jb_pdf_object_new(file);
    jb_buf *out = &file->out;
    label last = {0, 0};
    jb_pdf_object_begin(file, number);
    jb_buf_puts(out, "<</Nums[");
    size_t count = nav->pages.count;
    for (size_t i = 0; i < count; i++) {
        const char *text = nav->pages.items[(nav->first + i) % count].label;
        label now = text ? read_label(text) : (label){'D', (uint32_t)i + 1};
        bool goes_on =
            now.style && now.style == last.style && now.value == last.value + 1;
        last = now;
        if (goes_on)
            continue;
        jb_buf_printf(out, "%zu", i);
        if (now.style) {
            jb_buf_printf(out, "<</S/%c/St %u>>", now.style, (unsigned)now.value);
        } else {
            jb_buf_puts(out, "<</P");
            jb_pdf_object_put_text(out, jb_str_of(text));
            jb_buf_puts(out, ">>");
        }
    }
    jb_buf_puts(out, "]>>");
    jb_pdf_object_end(file);
    HPDF_Dict_Add(file->doc->catalog, "PageLabels", jb_pdf_object_handle(file, number));
}
