/* Any bytes as a 'CFF ' table: no crash, and what is made of it can be read again. */
#include "out/cff.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    jb_arena arena = {0};
    jb_cff *cff = jb_cff_open((jb_str){(const char *)data, len}, &arena);
    if (cff) {
        uint32_t gids[32], count = JB_MIN(jb_cff_glyph_count(cff), 32u);
        for (uint32_t i = 0; i < count; i++)
            gids[i] = i;
        jb_str made;
        if (jb_cff_subset(cff, gids, count, "ABCDEF+X", &arena, &made)) {
            jb_cff *again = jb_cff_open(made, &arena);
            JB_MUST(again && jb_cff_glyph_count(again) == count, "a font of its own");
            for (uint32_t i = 0; i < count; i++)
                JB_MUST(jb_cff_cid(again, i) == jb_cff_cid(cff, i), "the same CIDs");
        }
    }
    jb_arena_fini(&arena);
    return 0;
}
