/* out/pdf*.c: whole documents, content streams, strings, dates. */
#include "out/pdf.h"

#include "out/pdf_mark.h"
#include "out/pdf_meta.h"
#include "out/pdf_nav.h"
#include "out/pdf_text.h"
#include "pdf_face.h"
#include "unit.h"

static const char *const paths[] = {NOTO "NotoSerifCJK-Regular.ttc",
                                    DEJAVU "DejaVuSans.ttf"};

static bool contains(const jb_buf *buf, const char *text)
{
    return memmem(buf->at, buf->len, text, strlen(text)) != NULL;
}

T_TEST(pdf_object_text)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"plain (a\\b)", "(plain \\(a\\\\b\\))"},
        {"\u4E2D", "<FEFF4E2D>"},
        {"\U00020BB7", "<FEFFD842DFB7>"},
        {"a\tb", "<FEFF006100090062>"},
        {"", "()"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_buf buf = {0};
        jb_pdf_object_put_text(&buf, jb_str_of(cases[i].text));
        T_EQ_STR(buf.at, cases[i].want);
        jb_buf_fini(&buf);
    }
}

T_TEST(pdf_object_hash_is_fixed)
{
    T_TRUE(jb_pdf_object_hash(0, "abc", 3) != jb_pdf_object_hash(1, "abc", 3));
    T_TRUE(jb_pdf_object_hash(0, "abc", 3) != jb_pdf_object_hash(0, "abc\0", 4));
    T_TRUE(jb_pdf_object_hash(0, "12345678", 8) ==
           jb_pdf_object_hash(0, "12345678", 8));
}

T_TEST(pdf_meta_date)
{
    static const struct {
        const char *date, *want;
    } cases[] = {
        {"2024-02-29", "D:20240229"},
        {"2024-02-29T08:00:00+08:00", "D:20240229080000+08'00'"},
        {"2024-02-29T08:00:00Z", "D:20240229080000Z"},
        {"2024-02-29T08:00:00", "D:20240229080000"},
        {"2024-2-9", NULL},
        {"2024-02-29T08:00", NULL},
        {"2024-02-29T08:00:00+08:00x", NULL},
        {"2024", NULL},
        {NULL, NULL},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_buf buf = {0};
        T_EQ_INT(jb_pdf_meta_date(cases[i].date, &buf), cases[i].want != NULL);
        if (cases[i].want)
            T_EQ_STR(buf.at, cases[i].want);
        jb_buf_fini(&buf);
    }
}

/* The fixed rule: what comes first does not take the first font. */
T_TEST(pdf_font_order_does_not_matter)
{
    jb_arena arena = {0};
    jb_fonts *faces = pdf_face_open(paths, 2, 2, &arena);
    const jb_face *face = pdf_face_at(faces, 0);
    static const struct {
        const char *lesser, *usual;
        uint32_t cp;
    } pairs[] = {{"\u2F00", "\u4E00", 0x4E00}, {"\u00A0", " ", ' '}};
    for (size_t i = 0; i < JB_COUNT(pairs); i++) {
        uint32_t gid = jb_font_glyph(face, pairs[i].cp, 0);
        jb_pdf_fonts *one = jb_pdf_font_new(&arena), *two = jb_pdf_font_new(&arena);
        jb_pdf_shown a = jb_pdf_font_use(one, face, gid, jb_str_of(pairs[i].lesser));
        jb_pdf_shown b = jb_pdf_font_use(one, face, gid, jb_str_of(pairs[i].usual));
        jb_pdf_shown c = jb_pdf_font_use(two, face, gid, jb_str_of(pairs[i].usual));
        jb_pdf_shown d = jb_pdf_font_use(two, face, gid, jb_str_of(pairs[i].lesser));
        T_TRUE(a.font != b.font && c.font != d.font);
        T_EQ_INT(a.code, b.code);
        T_TRUE(a.is_mapped && b.is_mapped && c.is_mapped && d.is_mapped);
        jb_pdf_shown again =
            jb_pdf_font_use(one, face, gid, jb_str_of(pairs[i].lesser));
        T_EQ_INT(again.font, a.font);
    }
    jb_font_close(faces);
    jb_arena_fini(&arena);
}

/* Every missing character has a font of its own over glyph 0, as long as there is room. */
T_TEST(pdf_font_missing_characters)
{
    jb_arena arena = {0};
    jb_fonts *faces = pdf_face_open(paths, 2, 2, &arena);
    const jb_face *face = pdf_face_at(faces, 0);
    jb_pdf_fonts *fonts = jb_pdf_font_new(&arena);
    jb_pdf_shown x = jb_pdf_font_use(fonts, face, 0, JB_STR("x"));
    jb_pdf_shown y = jb_pdf_font_use(fonts, face, 0, JB_STR("y"));
    T_TRUE(x.is_mapped && y.is_mapped && x.font != y.font);
    T_EQ_INT(x.code, y.code);
    char text[] = "a";
    for (; text[0] < 'a' + 14; text[0]++)
        jb_pdf_font_use(fonts, face, 0, jb_str_of(text));
    T_TRUE(!jb_pdf_font_use(fonts, face, 0, JB_STR("z")).is_mapped);
    T_TRUE(jb_pdf_font_use(fonts, face, 0, JB_STR("y")).is_mapped);
    jb_font_close(faces);
    jb_arena_fini(&arena);
}

/* Where a reader puts the glyphs of a "[(..)n(..)]TJ" array, in mpt from its start. */
static size_t read_places(const char *at, jb_mpt size, int width, double *places)
{
    double pen = 0;
    size_t count = 0;
    for (; *at != ']'; at++) {
        if (*at == '(') {
            for (at++; *at != ')'; at++) {
                at += *at == '\\';
                at++;
                at += *at == '\\';
                places[count++] = pen;
                pen += (double)width * size / 1000;
            }
        } else if (*at == '-' || (*at >= '0' && *at <= '9')) {
            char *end;
            int64_t whole = strtol(at, &end, 10);
            double number = (double)whole, scale = 1;
            bool is_negative = *at == '-';
            if (*end == '.')
                for (end++; *end >= '0' && *end <= '9'; end++) {
                    scale /= 10;
                    number += (is_negative ? -scale : scale) * (*end - '0');
                }
            pen -= number * size / 1000;
            at = end - 1;
        }
    }
    return count;
}

T_TEST(pdf_text_places_glyphs)
{
    jb_arena arena = {0};
    jb_fonts *faces = pdf_face_open(paths, 2, 2, &arena);
    static const jb_mpt gaps[] = {0, 1, 37, -123, 2500}, sizes[] = {7250, 10500, 72000};
    for (size_t i = 0; i < JB_COUNT(gaps) * JB_COUNT(sizes); i++) {
        pdf_run run = {.arena = &arena,
                       .face = pdf_face_at(faces, 0),
                       .size = sizes[i % JB_COUNT(sizes)],
                       .gap = gaps[i / JB_COUNT(sizes)]};
        for (int k = 0; k < 40; k++)
            pdf_run_text(&run, "\u4E2D");
        jb_item_text item = pdf_run_item(&run, 0, 0);
        jb_pdf_content content = {.fonts = jb_pdf_font_new(&arena)};
        jb_pdf_content_begin(&content, 800000, false);
        jb_pdf_text_show(&content, &item);
        jb_pdf_content_end(&content);
        double places[64];
        const char *array = strchr(content.buf.at, '[');
        T_EQ_INT(read_places(array, item.size, 1000, places), 40);
        for (size_t k = 0; k < 40; k++)
            T_NEAR(places[k], item.glyphs[k].x, 2.0);
        jb_buf_fini(&content.buf);
    }
    jb_font_close(faces);
    jb_arena_fini(&arena);
}

/* Marks nest with BT and ET whatever comes between; ActualText is given once. */
T_TEST(pdf_mark_nests)
{
    jb_pdf_content content = {0};
    jb_item_rect rect = {{0, 0, 1000, 1000}, 0xFF0000};
    jb_pdf_content_begin(&content, 100000, false);
    jb_buf_puts(&content.buf, "BT\n");
    content.in_text = true;
    jb_pdf_mark_begin(&content, &(jb_item_mark){.role = JB_MARK_PARAGRAPH});
    jb_pdf_mark_begin(&content,
                      &(jb_item_mark){.role = JB_MARK_SPAN, .actual = JB_STR("a")});
    jb_pdf_mark_sync(&content);
    jb_pdf_content_rect(&content, &rect);
    jb_pdf_mark_end(&content);
    jb_pdf_mark_end(&content);
    jb_pdf_mark_end(&content);
    jb_pdf_content_end(&content);
    T_EQ_STR(content.buf.at, "q\nBT\n/Span<</ActualText<FEFF0061>>>BDC\nEMC\nET\n"
                             "/Span<</ActualText<FEFF>>>BDC\n/Artifact BMC\n1 0 0 rg\n"
                             "0 99 1 1 re f\nEMC\nEMC\nQ\n");
    jb_buf_fini(&content.buf);
}

static bool make_document(jb_diag *diag, jb_arena *arena, jb_buf *out)
{
    jb_fonts *faces = pdf_face_open(paths, 2, 2, arena);
    jb_pdf_info info = {.title = "\u4E00 <&>", .date = "2024-02-29", .lang = "zh-CN"};
    jb_pdf *pdf = jb_pdf_open(&info, &(jb_assets){0}, diag);
    static const char *const labels[] = {"i", "ii", "1", "2", "A-3"};
    for (size_t i = 0; i < JB_COUNT(labels); i++) {
        jb_page page = {
            .number = i + 1, .label = labels[i], .width = 595276, .height = 841890};
        pdf_run run = {
            .arena = arena, .face = pdf_face_at(faces, (int)(i % 2)), .size = 10500};
        pdf_run_text(&run, "A1");
        jb_vec_push(arena, &page.items,
                    (jb_item){.kind = JB_ITEM_TEXT,
                              .u.text = pdf_run_item(&run, 72000, 72000)});
        jb_vec_push(arena, &page.items,
                    (jb_item){.kind = JB_ITEM_LINK,
                              .u.link = {.box = {0, 0, 9000, 9000},
                                         .dest = i ? "there" : "nowhere"}});
        jb_vec_push(
            arena, &page.items,
            (jb_item){.kind = JB_ITEM_LINK,
                      .u.link = {.box = {0, 0, 9000, 9000},
                                 .url = i ? "HTTPS://a.example/(x)" : "javascript:x"}});
        jb_vec_push(arena, &page.items,
                    (jb_item){.kind = JB_ITEM_DEST, .u.dest = {"there", 1500, 41890}});
        jb_pdf_add_page(pdf, &page);
    }
    jb_outline_entry entries[] = {{1, "one", "there"}, {3, "deep", "there"}};
    jb_pdf_set_outline(pdf, &(jb_outline){entries, 2});
    bool is_good = jb_pdf_finish(pdf, out);
    jb_font_close(faces);
    return is_good;
}

T_TEST(pdf_document)
{
    jb_arena arena = {0};
    jb_diag *diag = jb_diag_new(&arena);
    jb_buf one = {0}, two = {0};
    T_TRUE(make_document(diag, &arena, &one));
    T_TRUE(make_document(diag, &arena, &two));
    T_TRUE(jb_str_equal(jb_buf_str(&one), jb_buf_str(&two)));
    T_TRUE(memcmp(one.at, "%PDF-1.7\n", 9) == 0);
    T_TRUE(contains(&one, "/MediaBox[0 0 595.276 841.89]"));
    T_TRUE(contains(&one, "/Nums[0<</S/r/St 1>>2<</S/D/St 1>>4<</P(A-3)>>]"));
    T_TRUE(contains(&one, "/XYZ 1.5 800 null]"));
    T_TRUE(contains(&one, "/URI(HTTPS://a.example/\\(x\\))"));
    T_TRUE(contains(&one, "\u4E00 &lt;&amp;&gt;</rdf:li>"));
    T_TRUE(!contains(&one, "javascript"));
    T_EQ_INT(jb_diag_count_id(diag, JB_DIAG_PDF_DEST), 1);
    T_EQ_INT(jb_diag_count_id(diag, JB_DIAG_PDF_LINK), 1);
    jb_buf_fini(&one);
    jb_buf_fini(&two);
    jb_arena_fini(&arena);
}

T_TEST(pdf_limits)
{
    jb_arena arena = {0};
    jb_diag *diag = jb_diag_new(&arena);
    jb_buf out = {0};
    jb_pdf_info info = {0};
    jb_pdf *pdf = jb_pdf_open(&info, NULL, diag);
    jb_pdf_add_page(pdf, &(jb_page){.width = 1, .height = JB_PT(100)});
    T_TRUE(!jb_pdf_finish(pdf, &out));
    T_EQ_INT(jb_diag_count_id(diag, JB_DIAG_PDF_PAGE_SIZE), 1);
    jb_pdf_drop(jb_pdf_open(&info, NULL, diag));
    jb_buf_fini(&out);
    jb_arena_fini(&arena);
}
