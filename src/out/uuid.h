/* Identifiers made of names: SHA-1 (FIPS 180-4, 6.1) and UUIDs of version 5 (RFC 9562,
 * 5.5), so that the same report is the same book wherever it is made. */
#ifndef JB_UUID_H
#define JB_UUID_H

#include "base/buf.h"

enum { JB_UUID_HASH_LEN = 20 };

void jb_uuid_sha1(jb_str bytes, uint8_t hash[JB_UUID_HASH_LEN]);
/* Writes "urn:uuid:..." for a name in our own namespace. */
void jb_uuid_put(jb_buf *into, jb_str name);

#endif
