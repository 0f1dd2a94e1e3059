/* The two conformance files of UAX 9, through the levels and the order that lines are
 * made with. */
#include "text/bidi.h"

#include "base/file.h"
#include "base/ucd.h"
#include "unit.h"

enum { TEXT_MAX = 256 };

typedef struct test_case {
    uint32_t cps[TEXT_MAX];
    int levels[TEXT_MAX]; /* -1: removed by X9 */
    size_t order[TEXT_MAX];
    size_t count, ordered;
} test_case;

static bool next_line(jb_str *rest, char *line, size_t size)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->at, '\n', rest->len);
    size_t len = end ? (size_t)(end - rest->at) : rest->len;
    size_t kept = JB_MIN(len, size - 1);
    memcpy(line, rest->at, kept);
    line[kept] = 0;
    size_t step = JB_MIN(rest->len, len + 1);
    rest->at += step;
    rest->len -= step;
    return true;
}

/* Numbers of a list; x becomes -1. */
static size_t read_numbers(const char *at, int base, long *into)
{
    size_t count = 0;
    for (;;) {
        at += strspn(at, " \t");
        if (*at == 'x') {
            into[count++] = -1;
            at++;
            continue;
        }
        char *end;
        long value = strtol(at, &end, base);
        if (end == at || count == TEXT_MAX)
            return count;
        into[count++] = value;
        at = end;
    }
}

static bool agrees(const test_case *want, jb_bidi_base base, int paragraph)
{
    jb_arena arena = {0};
    uint8_t levels[TEXT_MAX], kept[TEXT_MAX];
    size_t order[TEXT_MAX], places[TEXT_MAX], count = 0;
    uint8_t own = jb_bidi_find(want->cps, want->count, base, levels, &arena);
    jb_arena_fini(&arena);
    if (paragraph >= 0 && own != paragraph)
        return false;
    jb_bidi_reset(want->cps, want->count, own, levels);
    for (size_t i = 0; i < want->count; i++) {
        if (want->levels[i] < 0)
            continue;
        if (levels[i] != want->levels[i])
            return false;
        kept[count] = levels[i];
        places[count++] = i;
    }
    jb_bidi_order(kept, count, order);
    if (count != want->ordered)
        return false;
    for (size_t i = 0; i < count; i++)
        if (places[order[i]] != want->order[i])
            return false;
    return true;
}

static void set_levels(test_case *want, const char *list)
{
    long numbers[TEXT_MAX];
    size_t count = read_numbers(list, 10, numbers);
    for (size_t i = 0; i < count; i++)
        want->levels[i] = (int)numbers[i];
}

static void set_order(test_case *want, const char *list)
{
    long numbers[TEXT_MAX];
    want->ordered = read_numbers(list, 10, numbers);
    for (size_t i = 0; i < want->ordered; i++)
        want->order[i] = (size_t)numbers[i];
}

/* A character of each class, to stand for it. */
static uint32_t sample_of(const char *name)
{
    static const struct {
        const char *name;
        uint32_t cp;
    } samples[] = {{"L", 'a'},      {"R", 0x5D0},    {"AL", 0x627},   {"EN", '1'},
                   {"ES", '+'},     {"ET", '$'},     {"AN", 0x661},   {"CS", ','},
                   {"NSM", 0x300},  {"BN", 0xAD},    {"B", 0x2029},   {"S", '\t'},
                   {"WS", ' '},     {"ON", '!'},     {"LRE", 0x202A}, {"LRO", 0x202D},
                   {"RLE", 0x202B}, {"RLO", 0x202E}, {"PDF", 0x202C}, {"LRI", 0x2066},
                   {"RLI", 0x2067}, {"FSI", 0x2068}, {"PDI", 0x2069}};
    for (size_t i = 0; i < JB_COUNT(samples); i++)
        if (strcmp(samples[i].name, name) == 0)
            return samples[i].cp;
    return 0;
}

T_TEST(bidi_test_txt)
{
    jb_str file;
    if (!unit_has_unicode("BidiTest.txt") ||
        jb_file_map("/usr/share/unicode/BidiTest.txt", 64u << 20, &file) != JB_FILE_OK)
        return;
    test_case want = {.count = 0};
    char line[1024];
    int wrong = 0, tested = 0;
    while (next_line(&file, line, sizeof line)) {
        if (strncmp(line, "@Levels:", 8) == 0)
            set_levels(&want, line + 8);
        else if (strncmp(line, "@Reorder:", 9) == 0)
            set_order(&want, line + 9);
        char *bits = strchr(line, ';');
        if (!bits || line[0] == '@' || line[0] == '#')
            continue;
        *bits++ = 0;
        want.count = 0;
        char *state;
        for (char *name = strtok_r(line, " \t", &state); name;
             name = strtok_r(NULL, " \t", &state))
            want.cps[want.count++] = sample_of(name);
        long set = strtol(bits, NULL, 16);
        for (int bit = 0; bit < 3; bit++)
            if (set >> bit & 1) {
                wrong += !agrees(&want, (jb_bidi_base)bit, -1);
                tested++;
            }
    }
    T_EQ_INT(wrong, 0);
    T_TRUE(tested > 700000);
}

T_TEST(bidi_character_test_txt)
{
    jb_str file;
    if (!unit_has_unicode("BidiCharacterTest.txt") ||
        jb_file_map("/usr/share/unicode/BidiCharacterTest.txt", 64u << 20, &file) !=
            JB_FILE_OK)
        return;
    test_case want = {.count = 0};
    char line[4096];
    int wrong = 0, tested = 0;
    while (next_line(&file, line, sizeof line)) {
        if (line[0] == '#' || !strchr(line, ';'))
            continue;
        char *state;
        char *text = strtok_r(line, ";", &state), *asked = strtok_r(NULL, ";", &state);
        char *got = strtok_r(NULL, ";", &state), *levels = strtok_r(NULL, ";", &state);
        char *order = strtok_r(NULL, ";", &state);
        long numbers[TEXT_MAX];
        want.count = read_numbers(text, 16, numbers);
        for (size_t i = 0; i < want.count; i++)
            want.cps[i] = (uint32_t)numbers[i];
        set_levels(&want, levels);
        set_order(&want, order ? order : "");
        jb_bidi_base base = *asked == '0'   ? JB_BIDI_BASE_LTR
                            : *asked == '1' ? JB_BIDI_BASE_RTL
                                            : JB_BIDI_BASE_AUTO;
        wrong += !agrees(&want, base, *got - '0');
        tested++;
    }
    T_EQ_INT(wrong, 0);
    T_TRUE(tested > 90000);
}

/* Each class of the sample characters is the one they stand for: the file's own test
 * would pass with both wrong in the same way. */
T_TEST(bidi_classes)
{
    T_EQ_INT(jb_ucd_bidi_class(0x61), JB_BIDI_L);
    T_EQ_INT(jb_ucd_bidi_class(0x5D0), JB_BIDI_R);
    T_EQ_INT(jb_ucd_bidi_class(0x627), JB_BIDI_AL);
    T_EQ_INT(jb_ucd_bidi_class(0x661), JB_BIDI_AN);
    T_EQ_INT(jb_ucd_bidi_class(0x2029), JB_BIDI_B);
    T_EQ_INT(jb_ucd_bidi_class(0x2069), JB_BIDI_PDI);
    T_EQ_INT(jb_ucd_bidi_class(0x4E00), JB_BIDI_L);
    T_EQ_INT(jb_ucd_bidi_class(0x10FFFF), JB_BIDI_BN);
    T_EQ_INT(jb_ucd_bidi_class(0x20C5), JB_BIDI_ET);
}

T_TEST(bidi_base)
{
    static const uint32_t arabic[] = {0x645, 0x62D, 0x645, 0x62F};
    static const uint32_t mixed[] = {0x645, 0x62D, 0x4E00, 0x4E01, 0x4E02};
    static const uint32_t english[] = {'O', 'P', 'E', 'C', '+'};
    static const uint32_t number[] = {'1', '.'}, fall[] = {'-', '1', '%'};
    static const uint32_t range[] = {'1', '-', '2'};
    jb_style style = {.type = {.lang = "zh-Hans"}};
    T_EQ_INT(jb_bidi_base_of(arabic, 4, &style), JB_BIDI_BASE_AUTO);
    T_EQ_INT(jb_bidi_base_of(mixed, 5, &style), JB_BIDI_BASE_LTR);
    style.setting.direction = JB_DIRECTION_RTL;
    T_EQ_INT(jb_bidi_base_of(mixed, 5, &style), JB_BIDI_BASE_RTL);
    style = (jb_style){.type = {.lang = "ar-EG"}};
    T_EQ_INT(jb_bidi_base_of(mixed, 5, &style), JB_BIDI_BASE_RTL);
    T_EQ_INT(jb_bidi_base_of(number, 2, &style), JB_BIDI_BASE_RTL);
    T_EQ_INT(jb_bidi_base_of(range, 3, &style), JB_BIDI_BASE_RTL);
    T_EQ_INT(jb_bidi_base_of(english, 5, &style), JB_BIDI_BASE_LTR);
    T_EQ_INT(jb_bidi_base_of(fall, 3, &style), JB_BIDI_BASE_LTR);
    style.setting.direction = JB_DIRECTION_LTR;
    T_EQ_INT(jb_bidi_base_of(arabic, 4, &style), JB_BIDI_BASE_LTR);
    style = (jb_style){.type = {.lang = "ur-Latn"}};
    T_EQ_INT(jb_bidi_base_of(mixed + 2, 3, &style), JB_BIDI_BASE_LTR);
    T_TRUE(jb_bidi_is_language("ku-Arab-IQ") && jb_bidi_is_language("fa"));
    T_TRUE(!jb_bidi_is_language("ar-Latn") && !jb_bidi_is_language("arn"));
    T_TRUE(!jb_bidi_concerns(0x4E00) && jb_bidi_concerns(0x202E));
}
