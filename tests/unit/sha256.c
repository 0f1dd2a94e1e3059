/* base/sha256.c beside the examples of FIPS 180-4 and what sha256sum gives at the edges of
 * blocks. */
#include "base/sha256.h"

#include "unit.h"

static void check(const char *text, size_t len, const char *want)
{
    char got[JB_SHA256_HEX];
    jb_sha256_write((jb_str){text, len}, got);
    T_EQ_STR(got, want);
}

T_TEST(sha256)
{
    char x[120];
    memset(x, 'x', sizeof x);
    check(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check(x, 55, "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072");
    check(x, 56, "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e");
    check(x, 64, "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c");
    check(x, 119, "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c");
}
