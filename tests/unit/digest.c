/* Digests: what XXH3 gives for known bytes, hexadecimal there and back. */
#include "base/digest.h"
#include "unit.h"

T_TEST(digest_is_xxh3)
{
    char hex[JB_DIGEST_HEX];
    /* of no bytes, as xxHash's specification has it */
    jb_digest_write(jb_digest_of(JB_STR("")), hex);
    T_EQ_STR(hex, "99aa06d3014798d86001c324468d497f");
    T_TRUE(!jb_digest_equal(jb_digest_of(JB_STR("a")), jb_digest_of(JB_STR("b"))));
}

T_TEST(digest_reads_what_it_writes)
{
    char hex[JB_DIGEST_HEX];
    jb_digest digest = {0x0123456789abcdef, 0xfedcba9876543210}, back;
    jb_digest_write(digest, hex);
    T_EQ_STR(hex, "0123456789abcdeffedcba9876543210");
    T_TRUE(jb_digest_read(jb_str_of(hex), &back));
    T_TRUE(jb_digest_equal(digest, back));
    T_TRUE(!jb_digest_read(JB_STR("0123456789ABCDEFfedcba9876543210"), &back));
    T_TRUE(!jb_digest_read(JB_STR("0123"), &back));
}

T_TEST(digest_joins_in_order)
{
    jb_digest a = jb_digest_of(JB_STR("a")), b = jb_digest_of(JB_STR("b"));
    T_TRUE(!jb_digest_equal(jb_digest_join(a, b), jb_digest_join(b, a)));
    T_TRUE(jb_digest_equal(jb_digest_join(a, b), jb_digest_join(a, b)));
}
