/* Links between the reports of a volume. */
#include "job/crosslinks.h"
#include "unit.h"

typedef struct rig {
    jb_arena arena;
    jb_map parts;
    jb_diag *diag;
    jb_block *root;
    jb_inline *link;
} rig;

/* A paragraph with one link. */
static void begin(rig *r, const char *target)
{
    jb_arena *into = &r->arena;
    r->diag = jb_diag_new(into);
    r->root = jb_block_add(into, NULL, JB_BLOCK_GROUP, "report", JB_NO_SPAN);
    jb_block *para =
        jb_block_add(into, r->root, JB_BLOCK_PARA, "paragraph", JB_NO_SPAN);
    r->link = JB_NEW(into, jb_inline);
    r->link->kind = JB_INLINE_LINK;
    r->link->target = target;
    r->link->first = jb_inlines_of_text(JB_STR("x"), JB_NO_SPAN, into);
    para->inlines = r->link;
}

/* Where a link leads from a folder; NULL: it became text, with a note. */
static const char *led(rig *r, const char *folder, const char *target)
{
    begin(r, target);
    jb_crosslinks_resolve(r->root, folder, &r->parts, &r->arena, r->diag);
    bool is_text = r->link->kind == JB_INLINE_SPAN;
    T_EQ_INT(jb_diag_count_id(r->diag, JB_DIAG_LINK_REPORT), is_text);
    return is_text ? NULL : r->link->target;
}

T_TEST(crosslinks)
{
    rig r = {.parts = {0}};
    const char *const paths[] = {"a/one.md", "./b/two.yaml", "../c/\xE4\xB8\x80.md",
                                 "/top/four.yml", "five.md"};
    for (size_t i = 0; i < JB_COUNT(paths); i++)
        jb_crosslinks_put(paths[i], i + 1, &r.arena, &r.parts);
    T_EQ_STR(led(&r, "a/", "one.md"), "part:1");
    T_EQ_STR(led(&r, "a/", "./one.md#id"), "part:1");
    T_EQ_STR(led(&r, "./a/", "../b/two.yaml?x=1"), "part:2");
    T_EQ_STR(led(&r, "a/deep/er/", "../../../b/./two.yaml"), "part:2");
    T_EQ_STR(led(&r, "", "../c/%E4%B8%80.md"), "part:3");
    T_EQ_STR(led(&r, "a/", "../../c/\xE4\xB8\x80.md"), "part:3");
    T_EQ_STR(led(&r, "/top/", "four.yml"), "part:4");
    T_EQ_STR(led(&r, "a/", "../five.md"), "part:5");
    T_TRUE(!led(&r, "b/", "one.md"));
    T_TRUE(!led(&r, "", "../five.md"));
    T_EQ_STR(led(&r, "", "https://a.cn/five.md"), "https://a.cn/five.md");
    T_EQ_STR(led(&r, "", "#five.md"), "#five.md");
    begin(&r, "five.md");
    jb_crosslinks_resolve(r.root, "", NULL, &r.arena, r.diag);
    T_TRUE(r.link->kind == JB_INLINE_SPAN);
    jb_arena_fini(&r.arena);
}

T_TEST(crosslinks_targets)
{
    T_TRUE(jb_inlines_is_report("b.md") && jb_inlines_is_report("../c/b.yaml#x"));
    T_TRUE(!jb_inlines_is_report("/b.md") && !jb_inlines_is_report("file:b.md"));
    T_TRUE(!jb_inlines_is_report("b.pdf") && !jb_inlines_is_report(".md"));
    T_TRUE(!jb_inlines_is_report("javascript:x.md") && !jb_inlines_is_report("#b.md"));
    T_EQ_STR(jb_inlines_part("part:12"), "12");
    T_TRUE(!jb_inlines_part("https://a.cn/part:1") && !jb_inlines_part(NULL));
}
