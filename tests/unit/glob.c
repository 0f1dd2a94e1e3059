/* Patterns of paths. */
#include "base/glob.h"
#include "unit.h"

static bool glob(const char *pattern, const char *path)
{
    return jb_glob_match(jb_str_of(pattern), jb_str_of(path));
}

T_TEST(glob_names)
{
    T_TRUE(glob("a.md", "a.md"));
    T_TRUE(!glob("a.md", "b.md"));
    T_TRUE(glob("*.md", "a.md"));
    T_TRUE(!glob("*.md", "sub/a.md"));
    T_TRUE(!glob("*.md", ".a.md"));
    T_TRUE(glob("?.md", "\u62a5.md"));
    T_TRUE(!glob("?.md", "ab.md"));
    T_TRUE(glob("*a*b*", "xaxbxb"));
    T_TRUE(!glob("*a*b", "xaxbx"));
    T_TRUE(!glob("", "a"));
}

T_TEST(glob_folders)
{
    T_TRUE(glob("**/*.md", "a.md"));
    T_TRUE(glob("**/*.md", "x/y/a.md"));
    T_TRUE(!glob("**/*.md", "x/y/a.yaml"));
    T_TRUE(glob("2024/**", "2024/x/a.md"));
    T_TRUE(!glob("2024/**", "2023/x/a.md"));
    T_TRUE(glob("**/w/*.md", "x/w/y/w/a.md"));
    T_TRUE(!glob("**/w/*.md", "x/w/y/a.md"));
    T_TRUE(glob("a/**/b/**/c", "a/b/x/b/c/c"));
    T_TRUE(!glob("a/*/c", "a/c"));
    T_TRUE(!glob("a", "a/b"));
    T_TRUE(!glob("a/b", "a"));
}

T_TEST(glob_is_not_exponential)
{
    char path[2001], pattern[2001];
    memset(path, 'a', 2000);
    for (int i = 0; i < 2000; i++)
        pattern[i] = i % 2 ? 'a' : '*';
    path[2000] = pattern[2000] = '\0';
    pattern[1999] = 'b';
    T_TRUE(!glob(pattern, path));
}
