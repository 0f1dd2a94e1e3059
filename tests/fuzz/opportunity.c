/* Marks and break opportunities of arbitrary text: nothing is read or written outside,
 * the ends are as promised, and no break lies inside a grapheme cluster. The first byte
 * picks the rules. */
#include "text/opportunity.h"
#include "base/ucd.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_flag(uint32_t cp)
{
    return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    jb_opportunity_rules rules = {
        .kinsoku = (jb_kinsoku)((data[0] & 3) + (data[0] >> 6)),
        .is_tailored = data[0] & 4,
        .is_korean_by_word = data[0] & 8,
        .convention = (jb_punct_convention)(data[0] >> 4 & 3),
    };
    jb_str text = {(const char *)data + 1, size - 1};
    size_t n = 0;
    uint32_t *cps = malloc(size * sizeof *cps);
    for (size_t at = 0; at < text.len;)
        cps[n++] = jb_utf8_next(text, &at);
    jb_punct_at *marks = malloc(n * sizeof *marks + 1);
    uint8_t *breaks = malloc(n + 1);
    jb_punct_resolve(cps, n, data[0] & 16, marks);
    jb_opportunity_find(cps, marks, n, &rules, breaks);
    JB_MUST(breaks[n] == JB_BREAK_MUST, "the end is no break");
    JB_MUST(n == 0 || breaks[0] == JB_BREAK_NO, "the start is a break");
    for (size_t i = 1; rules.is_tailored && i < n; i++)
        JB_MUST(breaks[i] == JB_BREAK_NO || is_flag(cps[i]) ||
                    jb_ucd_cluster_break(cps[i - 1], cps[i]),
                "a cluster is cut");
    free(breaks);
    free(marks);
    free(cps);
    return 0;
}
