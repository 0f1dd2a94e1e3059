/* Info (ISO 32000-1, 14.3.3) and XMP say the same, as PDF/A demands. The packet isn't
 * compressed, so that tools which know no PDF find it. */
#include "out/pdf_meta.h"

#include <hpdf.h>

#include "base/utf8.h"
#include "out/utc.h"

bool jb_pdf_meta_date(const char *date, jb_buf *into)
{
    if (!date || !jb_utc_has_form(date, "0000-00-00"))
        return false;
    const char *zone = date + 19;
    bool has_time = date[10] != 0;
    bool is_utc = false;
    if (has_time) {
        if (!jb_utc_has_form(date + 10, "T00:00:00"))
            return false;
        is_utc = zone[0] == 'Z' && !zone[1];
        bool has_offset =
            (jb_utc_has_form(zone, "+00:00") || jb_utc_has_form(zone, "-00:00")) &&
            !zone[6];
        if (!is_utc && !has_offset && zone[0])
            return false;
    }
    jb_buf_printf(into, "D:%.4s%.2s%.2s", date, date + 5, date + 8);
    if (!has_time)
        return true;
    jb_buf_printf(into, "%.2s%.2s%.2s", date + 11, date + 14, date + 17);
    if (is_utc)
        jb_buf_putc(into, 'Z');
    else if (zone[0])
        jb_buf_printf(into, "%.3s'%.2s'", zone, zone + 4);
    return true;
}

/* Sets an entry of a dictionary of libharu's to a text string. */
static void add_text(jb_pdf_file *file, HPDF_Dict dict, const char *key,
                     const char *text)
{
    if (!text || !*text)
        return;
    jb_buf value = {0};
    bool is_ascii = true;
    for (const char *at = text; is_ascii && *at; at++)
        is_ascii = *at >= 0x20 && *at < 0x7F;
    if (is_ascii && strlen(text) < 32000) {
        HPDF_Dict_Add(dict, key, HPDF_String_New(file->doc->mmgr, text, NULL));
        return;
    }
    jb_buf_put(&value, "\xFE\xFF", 2);
    jb_str source = jb_str_of(text);
    for (size_t at = 0; at < source.len && value.len < 32000;) {
        uint32_t cp = jb_utf8_next(source, &at);
        uint32_t high = cp > 0xFFFF ? 0xD7C0 + (cp >> 10) : cp;
        uint32_t low = 0xDC00 + (cp & 0x3FF);
        jb_buf_putc(&value, (char)(high >> 8));
        jb_buf_putc(&value, (char)high);
        if (cp > 0xFFFF) {
            jb_buf_putc(&value, (char)(low >> 8));
            jb_buf_putc(&value, (char)low);
        }
    }
    HPDF_Dict_Add(
        dict, key,
        HPDF_Binary_New(file->doc->mmgr, (HPDF_BYTE *)value.at, (HPDF_UINT)value.len));
    jb_buf_fini(&value);
}

static void put_escaped(jb_buf *into, jb_str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = jb_utf8_next(text, &at);
        if (cp == '&')
            jb_buf_puts(into, "&amp;");
        else if (cp == '<')
            jb_buf_puts(into, "&lt;");
        else if (cp == '>')
            jb_buf_puts(into, "&gt;");
        else if (cp == '"')
            jb_buf_puts(into, "&quot;");
        else if (cp >= 0x20 && cp != 0xFFFE && cp != 0xFFFF) /* XML 1.0, Char */
            jb_buf_put_cp(into, cp);
        else if (cp == '\t' || cp == '\n')
            jb_buf_putc(into, ' ');
    }
}

static void put_element(jb_buf *into, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    jb_buf_printf(into, "<%s>", name);
    put_escaped(into, jb_str_of(text));
    jb_buf_printf(into, "</%s>\n", name);
}

static void put_alternative(jb_buf *into, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    jb_buf_printf(into, "<%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
    put_escaped(into, jb_str_of(text));
    jb_buf_printf(into, "</rdf:li></rdf:Alt></%s>\n", name);
}

/* A list whose members stand in the text with a separator between them. */
static void put_list(jb_buf *into, const char *name, const char *kind, const char *text,
                     const char *separator)
{
    if (!text || !*text)
        return;
    jb_buf_printf(into, "<%s><rdf:%s>", name, kind);
    for (jb_str rest = jb_str_of(text); rest.len;) {
        size_t end = jb_str_find(rest, separator);
        jb_buf_puts(into, "<rdf:li>");
        put_escaped(into, jb_str_slice(rest, 0, end));
        jb_buf_puts(into, "</rdf:li>");
        rest = jb_str_slice(rest, end + strlen(separator), rest.len);
    }
    jb_buf_printf(into, "</rdf:%s></%s>\n", kind, name);
}

static void put_packet(jb_buf *into, const jb_pdf_info *info, const char *producer,
                       const char *date)
{
    jb_buf_puts(into,
                "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                "<rdf:Description rdf:about=\"\""
                " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
                "<dc:format>application/pdf</dc:format>\n");
    put_alternative(into, "dc:title", info->title);
    put_list(into, "dc:creator", "Seq", info->author, "; ");
    put_alternative(into, "dc:description", info->subject);
    put_list(into, "dc:subject", "Bag", info->keywords, ", ");
    put_list(into, "dc:language", "Bag", info->lang, ", ");
    put_element(into, "pdf:Keywords", info->keywords);
    put_element(into, "pdf:Producer", producer);
    put_element(into, "xmp:CreatorTool", info->creator);
    put_element(into, "xmp:CreateDate", date);
    put_element(into, "xmp:ModifyDate", date);
    jb_buf_puts(into, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                      "<?xpacket end=\"r\"?>");
}

static void write_info(jb_pdf_file *file, const jb_pdf_info *info, const char *producer,
                       const char *date)
{
    HPDF_Dict dict = file->doc->info;
    add_text(file, dict, "Title", info->title);
    add_text(file, dict, "Author", info->author);
    add_text(file, dict, "Subject", info->subject);
    add_text(file, dict, "Keywords", info->keywords);
    add_text(file, dict, "Creator", info->creator);
    add_text(file, dict, "Producer", producer);
    add_text(file, dict, "CreationDate", date);
    add_text(file, dict, "ModDate", date);
}

void jb_pdf_meta_write(jb_pdf_file *file, const jb_pdf_info *info)
{
    const char *producer = "libharu " HPDF_VERSION_TEXT;
    HPDF_Dict catalog = file->doc->catalog;
    jb_buf date = {0}, packet = {0};
    bool has_date = jb_pdf_meta_date(info->date, &date);
    write_info(file, info, producer, has_date ? date.at : NULL);
    put_packet(&packet, info, producer, has_date ? info->date : NULL);
    uint32_t number = jb_pdf_object_new(file);
    jb_pdf_object_stream(file, number, JB_STR("/Type/Metadata/Subtype/XML"),
                         jb_buf_str(&packet), JB_PDF_PLAIN);
    jb_buf_fini(&packet);
    jb_buf_fini(&date);
    HPDF_Dict_Add(catalog, "Metadata", jb_pdf_object_handle(file, number));
    add_text(file, catalog, "Lang", info->lang);
    HPDF_Dict preferences = HPDF_Dict_New(file->doc->mmgr);
    if (preferences) {
        HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
        if (info->is_right) /* ISO 32000-1, table 150: two pages side by side */
            HPDF_Dict_AddName(preferences, "Direction", "R2L");
        HPDF_Dict_Add(catalog, "ViewerPreferences", preferences);
    }
}
