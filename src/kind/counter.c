/* One function a counter style. */
#include "kind/counter.h"

#include "base/utf8.h"

/* The signs of one set of Chinese numerals. */
typedef struct numerals {
    const char *digits[10]; /* 0 is the sign within a number */
    const char *places[4];  /* "", ten, hundred, thousand */
    const char *myriad;
    bool drops_one; /* ten, not one ten, at the start */
} numerals;

static const numerals plain = {{"\u3007", "\u4e00", "\u4e8c", "\u4e09", "\u56db",
                                "\u4e94", "\u516d", "\u4e03", "\u516b", "\u4e5d"},
                               {"", "\u5341", "\u767e", "\u5343"},
                               "\u4e07",
                               true};
static const numerals formal = {{"\u96f6", "\u58f9", "\u8d30", "\u53c1", "\u8086",
                                 "\u4f0d", "\u9646", "\u67d2", "\u634c", "\u7396"},
                                {"", "\u62fe", "\u4f70", "\u4edf"},
                                "\u4e07",
                                false};

/* Four places of a number. is_first: nothing stands before them. */
static void put_four(jb_buf *into, const numerals *signs, int number, bool is_first)
{
    static const int weights[] = {1, 10, 100, 1000};
    bool is_begun = !is_first, has_gap = false;
    for (int place = 3; place >= 0; place--) {
        int digit = number / weights[place] % 10;
        if (digit == 0) {
            has_gap = is_begun;
            continue;
        }
        if (has_gap)
            jb_buf_puts(into, signs->digits[0]);
        if (!(digit == 1 && place == 1 && !is_begun && signs->drops_one))
            jb_buf_puts(into, signs->digits[digit]);
        jb_buf_puts(into, signs->places[place]);
        is_begun = true;
        has_gap = false;
    }
}

static void put_chinese(jb_buf *into, const numerals *signs, int number)
{
    enum { MYRIAD = 10000 };
    if (number < 1 || number >= MYRIAD * MYRIAD) {
        jb_buf_printf(into, "%d", number);
        return;
    }
    if (number >= MYRIAD) {
        put_four(into, signs, number / MYRIAD, true);
        jb_buf_puts(into, signs->myriad);
    }
    put_four(into, signs, number % MYRIAD, number < MYRIAD);
}

static void put_stem(jb_buf *into, int number)
{
    static const uint32_t stems[] = {0x7532, 0x4E59, 0x4E19, 0x4E01, 0x620A,
                                     0x5DF1, 0x5E9A, 0x8F9B, 0x58EC, 0x7678};
    if (number >= 1 && number <= (int)JB_COUNT(stems))
        jb_buf_put_cp(into, stems[number - 1]);
    else
        jb_buf_printf(into, "%d", number);
}

static void put_circled(jb_buf *into, int number)
{
    if (number >= 1 && number <= 20)
        jb_buf_put_cp(into, 0x2460u + (uint32_t)number - 1);
    else if (number > 20 && number <= 35)
        jb_buf_put_cp(into, 0x3251u + (uint32_t)number - 21);
    else if (number > 35 && number <= 50)
        jb_buf_put_cp(into, 0x32B1u + (uint32_t)number - 36);
    else
        jb_buf_printf(into, "(%d)", number);
}

static void put_bracketed(jb_buf *into, int number)
{
    if (number >= 1 && number <= 20)
        jb_buf_put_cp(into, 0x2474u + (uint32_t)number - 1);
    else
        jb_buf_printf(into, "(%d)", number);
}

static void put_alpha(jb_buf *into, int number)
{
    char letters[8];
    size_t at = sizeof letters;
    if (number < 1)
        jb_buf_printf(into, "%d", number);
    for (; number > 0; number = (number - 1) / 26)
        letters[--at] = (char)('a' + (number - 1) % 26);
    jb_buf_put(into, letters + at, sizeof letters - at);
}

static void put_roman(jb_buf *into, int number)
{
    static const struct {
        int value;
        const char *text;
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    if (number < 1 || number > 3999)
        jb_buf_printf(into, "%d", number);
    else
        for (size_t i = 0; i < JB_COUNT(steps); i++)
            for (; number >= steps[i].value; number -= steps[i].value)
                jb_buf_puts(into, steps[i].text);
}

void jb_counter_put(jb_buf *into, jb_counter style, int number)
{
    switch (style) {
    case JB_COUNTER_DECIMAL:
        jb_buf_printf(into, "%d", number);
        return;
    case JB_COUNTER_CHINESE:
        put_chinese(into, &plain, number);
        return;
    case JB_COUNTER_FORMAL:
        put_chinese(into, &formal, number);
        return;
    case JB_COUNTER_STEMS:
        put_stem(into, number);
        return;
    case JB_COUNTER_CIRCLED:
        put_circled(into, number);
        return;
    case JB_COUNTER_BRACKETED_SIGN:
        put_bracketed(into, number);
        return;
    case JB_COUNTER_ALPHA:
        put_alpha(into, number);
        return;
    case JB_COUNTER_ROMAN:
        put_roman(into, number);
        return;
    }
    JB_UNREACHABLE();
}
