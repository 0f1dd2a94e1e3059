/* Content digests of 128 bits (XXH3): same digest, same bytes, for keys and checksums that
 * nobody attacks. Faster than reading the bytes. */
#ifndef JB_DIGEST_H
#define JB_DIGEST_H

#include "base/buf.h"

typedef struct jb_digest {
    uint64_t high, low;
} jb_digest;

enum { JB_DIGEST_HEX = 33 /* 32 hexadecimal digits and NUL */ };

jb_digest jb_digest_of(jb_str bytes);
/* The digest of two digests in this order. */
jb_digest jb_digest_join(jb_digest first, jb_digest second);
bool jb_digest_equal(jb_digest a, jb_digest b);
/* Writes 32 lower-case hexadecimal digits, the most significant first, and NUL. */
void jb_digest_write(jb_digest digest, char hex[JB_DIGEST_HEX]);
/* Reads 32 hexadecimal digits; false when the text is anything else. */
bool jb_digest_read(jb_str hex, jb_digest *out);

#endif
