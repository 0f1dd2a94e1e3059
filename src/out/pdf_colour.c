/* A font of this kind holds 255 codes; more go to further fonts. A picture fills the em box
 * in its longer side and stands where Han characters stand, 0.12 em below the baseline. */
#include "out/pdf_colour.h"

#include "base/map.h"
#include "base/vec.h"
#include "out/pdf_image.h"

enum { CODES = 255, EM = 1000, FOOT = -120 };

typedef struct picture {
    const jb_face *face;
    uint32_t gid;
    uint32_t procedure; /* object numbers, set when written; 0 = no picture */
    uint32_t image;
} picture;

typedef struct code_use {
    size_t picture; /* index */
    jb_str text;
} code_use;

struct jb_pdf_colours {
    jb_arena *arena;
    JB_VEC(picture) pictures;
    JB_VEC(code_use) codes; /* code 1 + i % CODES of font i / CODES */
    JB_VEC(uint32_t) fonts; /* resource numbers */
    jb_map by_glyph;        /* face and glyph -> index in pictures + 1 */
    jb_map by_text;         /* picture and text -> index in codes + 1 */
};

jb_pdf_colours *jb_pdf_colour_new(jb_arena *into)
{
    jb_pdf_colours *colours = JB_NEW(into, jb_pdf_colours);
    colours->arena = into;
    return colours;
}

static size_t picture_of(jb_pdf_colours *c, const jb_face *face, uint32_t gid)
{
    struct {
        const void *font; /* faces of two reports may be of one font */
        uint64_t gid;
    } key = {face->hb_face, gid};
    jb_str bytes = {(const char *)&key, sizeof key};
    jb_map_entry *entry = jb_map_find(&c->by_glyph, bytes);
    if (!entry) {
        bytes.at = jb_arena_strndup(c->arena, bytes.at, bytes.len);
        entry = jb_map_put(c->arena, &c->by_glyph, bytes);
        jb_vec_push(c->arena, &c->pictures, (picture){.face = face, .gid = gid});
        entry->value = c->pictures.count;
    }
    return (size_t)entry->value - 1;
}

static size_t code_of(jb_pdf_colours *c, size_t number, jb_str text)
{
    jb_buf key = {0};
    jb_buf_printf(&key, "%zu ", number);
    jb_buf_put_str(&key, text);
    jb_str kept = {jb_arena_strndup(c->arena, key.at, key.len), key.len};
    jb_buf_fini(&key);
    jb_map_entry *entry = jb_map_put(c->arena, &c->by_text, kept);
    if (!entry->value) {
        jb_str own = jb_str_slice(kept, kept.len - text.len, kept.len);
        jb_vec_push(c->arena, &c->codes, (code_use){number, own});
        entry->value = c->codes.count;
    }
    return (size_t)entry->value - 1;
}

jb_pdf_shown jb_pdf_colour_use(jb_pdf_colours *c, const jb_face *face, uint32_t gid,
                               jb_str text, uint32_t *font_count)
{
    size_t at = code_of(c, picture_of(c, face, gid), text);
    if (at / CODES == c->fonts.count) {
        uint32_t number = ++*font_count;
        jb_vec_push(c->arena, &c->fonts, number);
    }
    return (jb_pdf_shown){.font = c->fonts.items[at / CODES],
                          .code = (uint16_t)(1 + at % CODES),
                          .width = gid == JB_PDF_COLOUR_BLANK ? 0 : EM,
                          .is_mapped = text.len > 0,
                          .is_byte = true};
}

static uint32_t write_procedure(jb_pdf_file *file, jb_str text)
{
    uint32_t number = jb_pdf_object_new(file);
    jb_pdf_object_stream(file, number, (jb_str){0}, text, JB_PDF_PLAIN);
    return number;
}

/* Writes a glyph's image and procedure. */
static void write_picture(jb_pdf_file *file, picture *glyph)
{
    if (glyph->gid == JB_PDF_COLOUR_BLANK) {
        glyph->procedure = write_procedure(file, JB_STR("0 0 d0\n"));
        return;
    }
    jb_arena scratch = {0};
    jb_image image = {0};
    jb_str bytes = jb_font_picture(glyph->face, glyph->gid, &scratch);
    jb_buf text = {0};
    jb_buf_printf(&text, "%d 0 d0\n", EM);
    if (bytes.len && jb_image_read(bytes, glyph->face->postscript, JB_NO_SPAN, &scratch,
                                   file->diag, &image)) {
        int64_t longer = JB_MAX(image.width, image.height);
        int w = (int)(image.width * (int64_t)EM / longer);
        int h = (int)(image.height * (int64_t)EM / longer);
        glyph->image = jb_pdf_image_write(file, &image);
        jb_buf_printf(&text, "q %d 0 0 %d %d %d cm/I%u Do Q\n", w, h, (EM - w) / 2,
                      FOOT + (EM - h) / 2, (unsigned)glyph->image);
    } else {
        jb_diag_add(file->diag, JB_DIAG_PDF_FONT_COLOUR, JB_NO_SPAN,
                    glyph->face->postscript);
    }
    glyph->procedure = write_procedure(file, jb_buf_str(&text));
    jb_buf_fini(&text);
    jb_arena_fini(&scratch);
}

static uint32_t write_cmap(jb_pdf_file *file, const code_use *codes, size_t count)
{
    enum { BLOCK = 100 }; /* entries of a bfchar block (Technical Note 5014) */
    jb_buf text = {0};
    jb_buf_puts(&text, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                       "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                       "1 begincodespacerange\n<00><FF>\nendcodespacerange\n");
    for (size_t i = 0; i < count; i++) {
        if (i % BLOCK == 0)
            jb_buf_printf(&text, "%zu beginbfchar\n", JB_MIN(count - i, (size_t)BLOCK));
        jb_buf_printf(&text, "<%02X><", (unsigned)(i + 1));
        jb_pdf_object_put_utf16(&text, codes[i].text.len ? codes[i].text
                                                         : JB_STR("\xE2\x80\x8B"));
        jb_buf_puts(&text, ">\n");
        if (i % BLOCK == BLOCK - 1 || i + 1 == count)
            jb_buf_puts(&text, "endbfchar\n");
    }
    jb_buf_puts(&text,
                "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
    uint32_t number = jb_pdf_object_new(file);
    jb_pdf_object_stream(file, number, (jb_str){0}, jb_buf_str(&text), JB_PDF_QUICK);
    jb_buf_fini(&text);
    return number;
}

/* Tagged documents want a descriptor of Type 3 fonts too (ISO 32000-1, table 112). */
static uint32_t write_descriptor(jb_pdf_file *file, const jb_face *face)
{
    uint32_t number = jb_pdf_object_new(file);
    jb_pdf_object_begin(file, number);
    jb_buf_printf(&file->out,
                  "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[0 %d %d %d]"
                  "/ItalicAngle 0/Ascent %d/Descent %d/CapHeight 700/StemV 0>>",
                  face->postscript, FOOT, EM, EM + FOOT, EM + FOOT, FOOT);
    jb_pdf_object_end(file);
    return number;
}

/* Poppler guesses a Type 3 font's size from a glyph named m, which it takes to be 0.6 em
 * wide; code 0 is one, and is never shown. */
static uint32_t write_measure(jb_pdf_file *file)
{
    return write_procedure(file, JB_STR("600 0 d0\n"));
}

static void put_procedures(const jb_pdf_colours *c, const code_use *codes, size_t count,
                           uint32_t measure, jb_buf *out)
{
    jb_buf_puts(out, "/Encoding<</Type/Encoding/Differences[0/m");
    for (size_t i = 0; i < count; i++)
        jb_buf_printf(out, "/g%zu", i + 1);
    jb_buf_puts(out, "]>>/CharProcs<<");
    jb_buf_printf(out, "/m %u 0 R", (unsigned)measure);
    for (size_t i = 0; i < count; i++)
        jb_buf_printf(out, "/g%zu %u 0 R", i + 1,
                      (unsigned)c->pictures.items[codes[i].picture].procedure);
    jb_buf_puts(out, ">>/Resources<</XObject<<");
    for (size_t i = 0; i < count; i++) {
        unsigned image = (unsigned)c->pictures.items[codes[i].picture].image;
        bool is_known = image == 0;
        for (size_t k = 0; k < i && !is_known; k++)
            is_known = codes[k].picture == codes[i].picture;
        if (!is_known)
            jb_buf_printf(out, "/I%u %u 0 R", image, image);
    }
    jb_buf_puts(out, ">>>>");
}

static void write_font(const jb_pdf_colours *c, size_t font, jb_pdf_file *file,
                       jb_buf *resources)
{
    const code_use *codes = &c->codes.items[font * CODES];
    size_t count = JB_MIN(c->codes.count - font * CODES, (size_t)CODES);
    const jb_face *face = c->pictures.items[codes[0].picture].face;
    uint32_t cmap = write_cmap(file, codes, count);
    uint32_t descriptor = write_descriptor(file, face);
    uint32_t measure = write_measure(file), number = jb_pdf_object_new(file);
    jb_buf *out = &file->out;
    jb_pdf_object_begin(file, number);
    jb_buf_printf(out,
                  "<</Type/Font/Subtype/Type3/FontBBox[0 %d %d %d]"
                  "/FontMatrix[.001 0 0 .001 0 0]/FirstChar 0/LastChar %zu/Widths[600",
                  FOOT, EM, EM + FOOT, count);
    for (size_t i = 0; i < count; i++)
        jb_buf_printf(
            out, " %d",
            c->pictures.items[codes[i].picture].gid == JB_PDF_COLOUR_BLANK ? 0 : EM);
    jb_buf_puts(out, "]");
    put_procedures(c, codes, count, measure, out);
    jb_buf_printf(out, "/FontDescriptor %u 0 R/ToUnicode %u 0 R>>",
                  (unsigned)descriptor, (unsigned)cmap);
    jb_pdf_object_end(file);
    jb_buf_printf(resources, "/F%u %u 0 R", (unsigned)c->fonts.items[font],
                  (unsigned)number);
}

void jb_pdf_colour_write(jb_pdf_colours *c, jb_pdf_file *file, jb_buf *resources)
{
    for (size_t i = 0; i < c->pictures.count; i++)
        write_picture(file, &c->pictures.items[i]);
    for (size_t i = 0; i < c->fonts.count; i++)
        write_font(c, i, file, resources);
}
