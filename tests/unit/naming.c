/* Names of files: templates, characters, lengths, names that meet. */
#include "job/naming.h"
#include "unit.h"

static jb_arena arena;

static const char *fill(const char *template, const char *date, const char *publisher,
                        const char *title)
{
    const jb_str values[JB_NAMING_FIELDS] = {[JB_NAMING_ID] = JB_STR("a/b"),
                                             [JB_NAMING_DATE] = jb_str_of(date),
                                             [JB_NAMING_PUBLISHER] =
                                                 jb_str_of(publisher),
                                             [JB_NAMING_TITLE] = jb_str_of(title)};
    return jb_naming_fill(jb_str_of(template), values, &arena);
}

static const char usual[] = "{date}-{publisher}-{title}";

T_TEST(naming_fills)
{
    T_EQ_STR(fill(usual, "2024-02-29", "P", "T"), "2024-02-29-P-T");
    T_EQ_STR(fill(usual, "2024-02-29", "", "T"), "2024-02-29-T");
    T_EQ_STR(fill(usual, "", "", "T"), "T");
    T_EQ_STR(fill(usual, "", "P", ""), "P");
    T_EQ_STR(fill("{publisher}/{date}", "2024", "P", ""), "P/2024");
    T_EQ_STR(fill("x-{id}", "", "", ""), "x-a/b");
    T_EQ_STR(fill(usual, "", "", ""), "report");
    jb_arena_fini(&arena);
}

T_TEST(naming_is_safe)
{
    T_EQ_STR(fill("{title}", "", "", "a/b:c\n\x01?"), "a\uFF0Fb\uFF1Ac \uFF1F");
    T_EQ_STR(fill("{title}", "", "", "../../etc"), "\uFF0F..\uFF0Fetc");
    T_EQ_STR(fill("../{title}", "", "", "x. ."), "x");
    T_EQ_STR(fill("{title}", "", "", "CON"), "_CON");
    T_EQ_STR(fill("{title}", "", "", "com1.txt"), "_com1.txt");
    T_EQ_STR(fill("{title}", "", "", "console"), "console");
    T_EQ_STR(jb_naming_plain("w/x.y/z.yaml", &arena), "w/x.y/z");
    jb_arena_fini(&arena);
}

T_TEST(naming_cuts_between_clusters)
{
    char title[601] = {0};
    for (int i = 0; i < 200; i++)
        memcpy(title + 3 * i, "\u62a5", 3);
    T_EQ_INT(strlen(fill("{title}", "", "", title)), 219);
    /* a letter with its accent is not parted */
    memset(title, 'a', 219);
    memcpy(title + 219, "e\u0301", 4);
    T_EQ_INT(strlen(fill("{title}", "", "", title)), 219);
    jb_arena_fini(&arena);
}

T_TEST(naming_parts_those_that_meet)
{
    const char *const ids[] = {"a.md", "b.md", "c.md", "d.md"};
    const char *names[] = {"T", "t", "u", "index"}, *other[] = {"u", "t", "T"};
    const char *const turned[] = {"c.md", "b.md", "a.md"};
    jb_naming_part(names, ids, 4, &arena);
    T_TRUE(strcmp(names[0], names[1]) != 0 && strlen(names[0]) == 10);
    T_EQ_STR(names[2], "u");
    T_EQ_INT(strlen(names[3]), 14);
    jb_naming_part(other, turned, 3, &arena);
    T_EQ_STR(other[2], names[0]);
    T_EQ_STR(other[1], names[1]);
    jb_arena_fini(&arena);
}

T_TEST(naming_checks_templates)
{
    const char *unknown;
    T_TRUE(jb_naming_check(jb_str_of(usual), &arena, &unknown));
    T_TRUE(!jb_naming_check(JB_STR("{name}"), &arena, &unknown));
    T_EQ_STR(unknown, "name");
    T_TRUE(!jb_naming_check(JB_STR("{title"), &arena, &unknown) && !unknown);
    T_TRUE(!jb_naming_check(JB_STR("a}{title}"), &arena, &unknown));
    T_TRUE(!jb_naming_check(JB_STR("all"), &arena, &unknown));
    jb_arena_fini(&arena);
}
