/* Covers and fonts of e-books, from reports as they are written. */
#include "out/cover.h"

#include "job/prepare.h"
#include "out/webfont.h"
#include "unit.h"

enum { NAVY = 0x1F3A5F, SCALE = JB_COVER_WIDTH / 300, MARGIN = 28 * SCALE };

typedef struct rig {
    jb_arena arena;
    jb_config config;
    jb_work *work;
    jb_book_part part;
} rig;

/* A report in Markdown as a part of a book. */
static void rig_open(rig *r, const char *layout, const char *report)
{
    memset(r, 0, sizeof *r);
    r->config.arena = &r->arena;
    r->config.datadir = ".";
    r->config.layout = layout;
    r->work = jb_export_begin(&r->config, &r->arena);
    const jb_export_input input = {"samples/report.md", "samples/", jb_str_of(report)};
    T_EQ_INT(jb_export_blocks(r->work, &input), JB_STATUS_OK);
    jb_prepare_cover(r->work);
    r->part = jb_prepare_part(r->work);
}

static void rig_close(rig *r)
{
    jb_export_end(r->work);
    jb_arena_fini(&r->arena);
}

static jb_image make(rig *r, const jb_cover_volume *volume)
{
    jb_buf file = {0}, again = {0};
    jb_image image = {0};
    T_EQ_INT(jb_cover_make(&r->part, volume, &file), JB_IMAGE_PNG);
    T_EQ_INT(jb_cover_make(&r->part, volume, &again), JB_IMAGE_PNG);
    T_TRUE(file.len == again.len && memcmp(file.at, again.at, file.len) == 0);
    jb_str bytes = {jb_arena_strndup(&r->arena, file.at, file.len), file.len};
    T_TRUE(jb_image_read(bytes, "cover.png", JB_NO_SPAN, &r->arena,
                         jb_diag_new(&r->arena), &image));
    jb_buf_fini(&file);
    jb_buf_fini(&again);
    return image;
}

static jb_colour at(const jb_image *image, int x, int y)
{
    const uint8_t *pixel = image->pixels + ((size_t)y * image->width + (size_t)x) * 3;
    return (jb_colour)pixel[0] << 16 | (jb_colour)pixel[1] << 8 | pixel[2];
}

/* The least and the greatest x, in pixels, of what differs from the colour at the row's
 * beginning, over the rows [from, to). */
static void extent(const jb_image *image, int from, int to, int *left, int *right)
{
    *left = (int)image->width;
    *right = -1;
    for (int y = from; y < to; y++)
        for (int x = 0; x < (int)image->width; x++)
            if (at(image, x, y) != at(image, 0, y)) {
                *left = JB_MIN(*left, x);
                *right = JB_MAX(*right, x);
            }
}

/* How many rows of the picture have anything on them. */
static int inked_rows(const jb_image *image)
{
    int count = 0, left, right;
    for (int y = 0; y < (int)image->height; y++) {
        extent(image, y, y + 1, &left, &right);
        count += right >= 0;
    }
    return count;
}

T_TEST(cover_has_a_field_of_the_layouts_colour)
{
    rig r;
    int left, right;
    rig_open(&r, "briefing",
             "---\ntitle: 可控核聚变行业观察\nsubtitle: 副题\ndate: 2025-06-04\n"
             "brand: 研报摘要\n---\n正文。\n");
    jb_image image = make(&r, NULL);
    T_EQ_INT(image.width, JB_COVER_WIDTH);
    T_EQ_INT(image.height, JB_COVER_HEIGHT);
    T_EQ_INT(at(&image, 5, 5), NAVY);
    T_EQ_INT(at(&image, 5, JB_COVER_HEIGHT - 5), 0xFFFFFF);
    extent(&image, 0, JB_COVER_HEIGHT, &left, &right);
    T_TRUE(left >= MARGIN && left < MARGIN + 12);
    T_TRUE(right > JB_COVER_WIDTH / 2 && right <= JB_COVER_WIDTH - MARGIN);
    rig_close(&r);
}

T_TEST(cover_without_a_colour_has_a_bar)
{
    rig r;
    rig_open(&r, "plain", "---\ntitle: 题\n---\n正文。\n");
    jb_image image = make(&r, NULL);
    T_EQ_INT(at(&image, 5, 2), 0x000000);
    T_EQ_INT(at(&image, 5, JB_COVER_HEIGHT / 3), 0xFFFFFF);
    rig_close(&r);
}

T_TEST(cover_takes_titles_of_any_length)
{
    jb_buf report = {0};
    int left, right;
    for (int words = 1; words <= 1000; words *= 10) {
        rig r;
        jb_buf_clear(&report);
        jb_buf_puts(&report, "---\ntitle: ");
        for (int i = 0; i < words; i++)
            jb_buf_puts(&report, "各地区各部门落实行动方案");
        jb_buf_puts(&report, "\n---\n正文。\n");
        rig_open(&r, "briefing", report.at);
        jb_image image = make(&r, NULL);
        extent(&image, 0, JB_COVER_HEIGHT, &left, &right);
        T_TRUE(left >= MARGIN && right <= JB_COVER_WIDTH - MARGIN);
        T_TRUE(inked_rows(&image) > 50);
        rig_close(&r);
    }
    jb_buf_fini(&report);
}

T_TEST(cover_from_right_to_left)
{
    rig r;
    int left, right;
    rig_open(&r, "briefing",
             "---\ntitle: ملخص\nlang: ar\ndate: 2024-03-08\n---\nنص.\n");
    jb_image image = make(&r, NULL);
    extent(&image, 0, JB_COVER_HEIGHT, &left, &right);
    T_TRUE(left > JB_COVER_WIDTH / 3);
    T_TRUE(right > JB_COVER_WIDTH - MARGIN - 12 && right <= JB_COVER_WIDTH - MARGIN);
    rig_close(&r);
}

/* A volume has its own title and the dates of its parts. */
T_TEST(cover_of_a_volume)
{
    rig r;
    const jb_cover_volume plain = {"合订本", NULL, NULL};
    const jb_cover_volume dated = {"合订本", "2025-05-30", "2026-06-01"};
    rig_open(
        &r, "briefing",
        "---\ntitle: 题\nsubtitle: 副题\ncover: none\ndate: 2025-05-30\n---\n文。\n");
    jb_image without = make(&r, &plain), with = make(&r, &dated);
    int more = inked_rows(&with) - inked_rows(&without);
    T_TRUE(more > 20 && more < 60); /* one line of small type */
    rig_close(&r);
}

T_TEST(cover_of_the_reports_own)
{
    rig r;
    jb_buf out = {0};
    jb_image image;
    rig_open(&r, NULL, "---\ntitle: 题\ncover: none\n---\n文。\n");
    T_EQ_INT(jb_cover_make(&r.part, NULL, &out), JB_IMAGE_NONE);
    T_EQ_INT(out.len, 0);
    rig_close(&r);
    rig_open(&r, NULL, "---\n标题: 题\n封面: images/helium-heat.jpg\n---\n文。\n");
    T_EQ_INT(jb_cover_make(&r.part, NULL, &out), JB_IMAGE_JPEG);
    T_TRUE(out.len == r.part.cover->file.len &&
           memcmp(out.at, r.part.cover->file.at, out.len) == 0);
    rig_close(&r);
    jb_buf_clear(&out);
    rig_open(&r, NULL, "---\n标题: 题\n封面: images/page-grid.png\n---\n文。\n");
    T_EQ_INT(jb_cover_make(&r.part, NULL, &out), JB_IMAGE_PNG);
    T_TRUE(jb_image_read(jb_buf_str(&out), "a.png", JB_NO_SPAN, &r.arena,
                         jb_diag_new(&r.arena), &image));
    T_TRUE(image.width == r.part.cover->width && image.height == r.part.cover->height);
    rig_close(&r);
    rig_open(&r, NULL, "---\ntitle: 题\ncover: {image: a.png}\n---\n文。\n");
    T_TRUE(!r.part.cover && !r.part.is_coverless); /* of another site */
    rig_close(&r);
    rig_open(&r, NULL, "---\ntitle: 题\ncover: https://a.example/b.png\n---\n文。\n");
    T_TRUE(!r.part.cover && !r.part.is_coverless);
    rig_close(&r);
    /* One that is missing is warned of, and set instead. */
    rig_open(&r, NULL, "---\n标题: 题\n封面: images/none.png\n---\n文。\n");
    T_TRUE(make(&r, NULL).width == JB_COVER_WIDTH);
    rig_close(&r);
    jb_buf_fini(&out);
}

/* ---- fonts --------------------------------------------------------------------- */

static bool has(const char *rules, const char *text)
{
    return strstr(rules, text) != NULL;
}

T_TEST(webfont_of_what_is_used)
{
    rig r;
    jb_buf rules = {0};
    rig_open(&r, "briefing",
             "---\ntitle: 题\n---\n## 一节\n\n正文，**着重**，`代码`，שלום\n");
    jb_webfont *webfont = jb_webfont_open(&r.arena);
    jb_webfont_add(webfont, &r.part);
    jb_webfont_files files = jb_webfont_make(webfont, &r.part, jb_diag_new(&r.arena));
    jb_webfont_rules(webfont, "fonts/", &rules);
    bool has_serif = false;
    for (size_t i = 0; i < files.count; i++) {
        const jb_webfont_file *file = &files.items[i];
        has_serif |= strcmp(file->name, "NotoSerifCJKsc-Regular.otf") == 0 &&
                     strcmp(file->type, "font/otf") == 0 && file->bytes.len < 60000;
        T_TRUE(has(rules.at, file->name));
        for (size_t k = 0; k < i; k++)
            T_TRUE(strcmp(files.items[k].name, file->name) != 0);
    }
    T_TRUE(has_serif);
    T_TRUE(has(rules.at, "font-family:jianbao-sans;font-weight:700;font-style:normal;"
                         "src:url(fonts/NotoSansCJKsc-Bold.otf);}"));
    T_TRUE(has(rules.at, "font-family:jianbao-mono;font-weight:400"));
    /* The few of another face are named; the others are everything else. */
    T_TRUE(has(rules.at, "unicode-range:U+5DC-5DD,U+5E9,U+5D5") ||
           has(rules.at, "unicode-range:U+5D5,U+5DC-5DD,U+5E9"));
    jb_buf_fini(&rules);
    rig_close(&r);
}
