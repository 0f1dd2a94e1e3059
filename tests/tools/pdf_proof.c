/* The text layer proved before anything is built on it: one page with a structure tree,
 * two fonts over one descendant (U+4E00 and U+2F00 share a glyph), ligatures, a
 * variation sequence, a two-glyph cluster, and ActualText spans that stand beside the
 * marked-content sequences over wide gaps, never inside them.
 *
 * pdf_proof OUT.pdf OUT.txt writes the page and its source text, a line a line. */
#include <hpdf.h>

#include "../unit/pdf_face.h"
#include "out/pdf_mark.h"
#include "out/pdf_meta.h"
#include "out/pdf_text.h"

enum {
    PAGE_W = 595276,
    PAGE_H = 841890,
    LEFT = 72000,
    LEADING = 30000,
    ELEMENTS_MAX = 64
};

typedef struct proof {
    jb_arena *arena;
    jb_pdf_file file;
    jb_pdf_fonts *fonts;
    jb_pdf_content content;
    jb_buf source;
    pdf_run run;
    jb_mpt x, y;
    uint32_t page, body, resources, tree;
    struct {
        const char *role;
        int first_mcid, mcid_count;
        uint32_t number;
    } elements[ELEMENTS_MAX];
    int element_count, mcid_count;
    bool is_open; /* a marked-content sequence with an MCID */
} proof;

static void open_sequence(proof *p)
{
    if (p->is_open)
        return;
    jb_buf_printf(&p->content.buf, "/%s<</MCID %d>>BDC\n",
                  p->elements[p->element_count - 1].role, p->mcid_count++);
    p->elements[p->element_count - 1].mcid_count++;
    p->is_open = true;
}

static void close_sequence(proof *p)
{
    if (p->is_open)
        jb_buf_puts(&p->content.buf, "EMC\n");
    p->is_open = false;
}

/* Shows what the run holds, as a part of the current element or beside it. */
static void show(proof *p, bool beside)
{
    jb_mpt width = p->run.pen;
    jb_str text = jb_buf_str(&p->run.text);
    jb_buf_put_str(&p->source, text);
    jb_item_text item = pdf_run_item(&p->run, p->x, p->y);
    if (beside)
        close_sequence(p);
    else
        open_sequence(p);
    jb_pdf_text_show(&p->content, &item);
    p->x += width;
}

/* A stretch with a gap of 0.4 em between the glyphs and its text beside the sequences.
 */
static void show_wide(proof *p, const char *text)
{
    p->run.gap = p->run.size * 2 / 5;
    pdf_run_text(&p->run, text);
    p->run.pen -= p->run.gap;
    close_sequence(p);
    jb_pdf_mark_begin(&p->content,
                      &(jb_item_mark){.role = JB_MARK_SPAN, .actual = jb_str_of(text)});
    show(p, true);
    jb_pdf_mark_end(&p->content);
    p->run.gap = 0;
}

static void show_text(proof *p, const char *text)
{
    pdf_run_text(&p->run, text);
    show(p, false);
}

static void begin_line(proof *p, const char *role, const jb_face *face, jb_mpt size)
{
    close_sequence(p);
    if (p->source.len)
        jb_buf_putc(&p->source, '\n');
    p->elements[p->element_count].role = role;
    p->elements[p->element_count].first_mcid = p->mcid_count;
    p->element_count++;
    p->run.face = face;
    p->run.size = size;
    p->x = LEFT;
    p->y += LEADING;
}

static void paint_han(proof *p, const jb_face *sans, const jb_face *serif)
{
    begin_line(p, "H1", sans, 18000);
    /* KANGXI RADICAL ONE before the ideograph: the order must not matter. */
    show_text(p, "部首\u2F00与汉字\u4E00：文字层的证明");
    begin_line(p, "P", serif, 10500);
    show_text(p, "先\u2F00后\u4E00，先\u2F42后\u6587，再\u4E00再\u2F00。");
    begin_line(p, "P", serif, 10500);
    show_text(
        p,
        "中点\u00B7圆点\u2022连字点\u2027省略\u2026居中\u22EF波浪\u301C全角\uFF5E。");
    begin_line(p, "P", serif, 10500);
    show_text(p, "异体");
    pdf_run_as(&p->run, 0x845B, 0xE0101, "\u845B\U000E0101");
    show(p, true);
    show_text(p, "城与\u845B城，\U00020BB7野家。");
    begin_line(p, "P", serif, 10500);
    show_text(p, "破折号");
    pdf_run_as(&p->run, 0x2E3A, 0, "\u2014\u2014");
    show_text(p, "一个字形两个字符。");
    begin_line(p, "P", serif, 10500);
    show_text(p, "前文，");
    show_wide(p, "这一段字距很宽");
    show_text(p, "，中间，");
    show_wide(p, "又一段");
    show_text(p, "，后文。");
}

/* A letter and a combining accent: two glyphs of one cluster. */
static void show_accent(proof *p, const jb_face *face)
{
    static const char text[] = "e\u0301";
    uint32_t letter = jb_font_glyph(face, 'e', 0);
    pdf_run_glyph(&p->run, letter, text);
    pdf_run_glyph(&p->run, jb_font_glyph(face, 0x0301, 0), "");
    show(p, true);
}

static void paint_latin(proof *p, const jb_face *latin)
{
    begin_line(p, "P", latin, 10500);
    pdf_run_text(&p->run, "of");
    pdf_run_as(&p->run, 0xFB01, 0, "fi");
    pdf_run_text(&p->run, "ce, a");
    pdf_run_as(&p->run, 0xFB03, 0, "ffi");
    pdf_run_text(&p->run, "x, wa");
    pdf_run_as(&p->run, 0xFB04, 0, "ffl");
    show_text(p, "e (a\\b).");
    begin_line(p, "P", latin, 10500);
    show_text(p, "caf");
    show_accent(p, latin);
    show_text(p, " and x\u00B7y\u2027z.");
    close_sequence(p);
}

static void put_page(void *state, jb_buf *into)
{
    const proof *p = state;
    jb_buf_printf(into,
                  "/Type/Page/Parent %u 0 R/MediaBox[0 0 595.276 841.89]"
                  "/Resources %u 0 R/Contents %u 0 R/StructParents 0/Tabs/S",
                  (unsigned)jb_pdf_object_number(p->file.doc->root_pages),
                  (unsigned)p->resources, (unsigned)p->body);
}

static void write_elements(proof *p, uint32_t document)
{
    jb_buf *out = &p->file.out;
    for (int i = 0; i < p->element_count; i++) {
        p->elements[i].number = jb_pdf_object_new(&p->file);
        jb_pdf_object_begin(&p->file, p->elements[i].number);
        jb_buf_printf(out, "<</Type/StructElem/S/%s/P %u 0 R/Pg %u 0 R/K[",
                      p->elements[i].role, (unsigned)document, (unsigned)p->page);
        for (int k = 0; k < p->elements[i].mcid_count; k++)
            jb_buf_printf(out, " %d", p->elements[i].first_mcid + k);
        jb_buf_puts(out, "]>>");
        jb_pdf_object_end(&p->file);
    }
}

static void write_tree(proof *p)
{
    jb_buf *out = &p->file.out;
    uint32_t document = jb_pdf_object_new(&p->file);
    p->tree = jb_pdf_object_new(&p->file);
    write_elements(p, document);
    jb_pdf_object_begin(&p->file, document);
    jb_buf_printf(out, "<</Type/StructElem/S/Document/P %u 0 R/K[", (unsigned)p->tree);
    for (int i = 0; i < p->element_count; i++)
        jb_buf_printf(out, " %u 0 R", (unsigned)p->elements[i].number);
    jb_buf_puts(out, "]>>");
    jb_pdf_object_end(&p->file);
    jb_pdf_object_begin(&p->file, p->tree);
    jb_buf_printf(
        out, "<</Type/StructTreeRoot/K %u 0 R/ParentTreeNextKey 1/ParentTree<</Nums[0[",
        (unsigned)document);
    for (int i = 0; i < p->element_count; i++)
        for (int k = 0; k < p->elements[i].mcid_count; k++)
            jb_buf_printf(out, " %u 0 R", (unsigned)p->elements[i].number);
    jb_buf_puts(out, "]]>>>>");
    jb_pdf_object_end(&p->file);
}

static void add_page(proof *p)
{
    HPDF_Doc doc = p->file.doc;
    HPDF_Dict page = jb_pdf_object_dict(&p->file, HPDF_OSUBCLASS_PAGE, put_page, p);
    HPDF_Array kids = HPDF_Dict_GetItem(doc->root_pages, "Kids", HPDF_OCLASS_ARRAY);
    HPDF_Array_Add(kids, page);
    p->page = jb_pdf_object_number(page);
}

static void write_resources(proof *p)
{
    jb_buf resources = {0};
    jb_buf_puts(&resources, "<</Font<<");
    jb_pdf_font_write(p->fonts, &p->file, &resources);
    jb_buf_puts(&resources, ">>>>");
    p->resources = p->file.spare;
    jb_pdf_object_begin(&p->file, p->resources);
    jb_buf_put_str(&p->file.out, jb_buf_str(&resources));
    jb_pdf_object_end(&p->file);
    jb_buf_fini(&resources);
}

static bool make_proof(proof *p, jb_fonts *fonts)
{
    HPDF_Dict catalog = p->file.doc->catalog;
    add_page(p);
    jb_pdf_content_begin(&p->content, PAGE_H, false);
    jb_buf_puts(&p->content.buf, "BT\n");
    p->content.in_text = true;
    paint_han(p, pdf_face_at(fonts, 1), pdf_face_at(fonts, 0));
    paint_latin(p, pdf_face_at(fonts, 2));
    jb_pdf_content_end(&p->content);
    p->body = jb_pdf_object_new(&p->file);
    jb_pdf_object_stream(&p->file, p->body, (jb_str){0}, jb_buf_str(&p->content.buf),
                         JB_PDF_PLAIN);
    write_resources(p);
    write_tree(p);
    jb_pdf_meta_write(&p->file, &(jb_pdf_info){.title = "proof", .lang = "zh-CN"});
    HPDF_Dict_Add(catalog, "StructTreeRoot", jb_pdf_object_handle(&p->file, p->tree));
    HPDF_Dict info = HPDF_Dict_New(p->file.doc->mmgr);
    HPDF_Dict_AddBoolean(info, "Marked", HPDF_TRUE);
    HPDF_Dict_Add(catalog, "MarkInfo", info);
    return jb_pdf_object_save(&p->file);
}

static bool write_file(const char *path, const jb_buf *bytes)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool is_good = fwrite(bytes->at, 1, bytes->len, file) == bytes->len;
    return fclose(file) == 0 && is_good;
}

int main(int argc, char **argv)
{
    static const char *const paths[] = {NOTO "NotoSerifCJK-Regular.ttc",
                                        NOTO "NotoSansCJK-Bold.ttc",
                                        DEJAVU "DejaVuSans.ttf"};
    jb_arena arena = {0};
    proof p = {.arena = &arena, .y = 50000};
    if (argc != 3)
        return 64;
    jb_diag *diag = jb_diag_new(&arena);
    jb_fonts *fonts = pdf_face_open(paths, JB_COUNT(paths), 2, &arena);
    if (!pdf_face_at(fonts, 0) || !pdf_face_at(fonts, 1) || !pdf_face_at(fonts, 2))
        return 66;
    if (!jb_pdf_object_open(&p.file, &arena, diag))
        return 70;
    p.fonts = jb_pdf_font_new(&arena);
    p.content.fonts = p.fonts;
    p.run.arena = &arena;
    bool is_good = make_proof(&p, fonts);
    jb_buf_putc(&p.source, '\n');
    is_good =
        is_good && write_file(argv[1], &p.file.out) && write_file(argv[2], &p.source);
    jb_pdf_object_close(&p.file);
    jb_buf_fini(&p.content.buf);
    jb_buf_fini(&p.source);
    jb_font_close(fonts);
    jb_arena_fini(&arena);
    return is_good ? 0 : 1;
}
