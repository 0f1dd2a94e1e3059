/* SHA-256 (FIPS 180-4), for checksum files that other programs read. */
#ifndef JB_SHA256_H
#define JB_SHA256_H

#include "base/str.h"

enum { JB_SHA256_HEX = 65 /* 64 hexadecimal digits and NUL */ };

/* Writes the hash of the bytes in lower-case hexadecimal digits, and NUL. */
void jb_sha256_write(jb_str bytes, char hex[JB_SHA256_HEX]);

#endif
