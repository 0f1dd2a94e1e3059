/* XXH3 of xxHash, whose header holds all of it: no library is loaded at start. */
#include "base/digest.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static jb_digest digest_from(XXH128_hash_t hash)
{
    return (jb_digest){hash.high64, hash.low64};
}

jb_digest jb_digest_of(jb_str bytes)
{
    return digest_from(XXH3_128bits(bytes.at, bytes.len));
}

jb_digest jb_digest_join(jb_digest first, jb_digest second)
{
    const jb_digest both[2] = {first, second};
    char hex[2 * JB_DIGEST_HEX]; /* so that it is the same for either byte order */
    jb_digest_write(both[0], hex);
    jb_digest_write(both[1], hex + JB_DIGEST_HEX);
    return jb_digest_of((jb_str){hex, sizeof hex});
}

bool jb_digest_equal(jb_digest a, jb_digest b)
{
    return a.high == b.high && a.low == b.low;
}

static void write_half(uint64_t half, char *hex)
{
    for (int i = 15; i >= 0; i--, half >>= 4)
        hex[i] = "0123456789abcdef"[half & 15];
}

void jb_digest_write(jb_digest digest, char hex[JB_DIGEST_HEX])
{
    write_half(digest.high, hex);
    write_half(digest.low, hex + 16);
    hex[32] = '\0';
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_half(const char *hex, uint64_t *out)
{
    uint64_t half = 0;
    for (int i = 0; i < 16; i++) {
        int digit = digit_of(hex[i]);
        if (digit < 0)
            return false;
        half = half << 4 | (uint64_t)digit;
    }
    *out = half;
    return true;
}

bool jb_digest_read(jb_str hex, jb_digest *out)
{
    return hex.len == 32 && read_half(hex.at, &out->high) &&
           read_half(hex.at + 16, &out->low);
}
