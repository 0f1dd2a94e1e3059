/* out/uuid.c beside the hashes and UUIDs that Python's hashlib and uuid give. */
#include "out/uuid.h"

#include "unit.h"

static void check_hash(size_t len, const char *want)
{
    char text[1000];
    memset(text, 'x', sizeof text);
    uint8_t hash[JB_UUID_HASH_LEN];
    jb_uuid_sha1((jb_str){text, len}, hash);
    char got[2 * JB_UUID_HASH_LEN + 1];
    for (int i = 0; i < JB_UUID_HASH_LEN; i++)
        snprintf(got + 2 * i, 3, "%02x", (unsigned)hash[i]);
    T_EQ_STR(got, want);
}

T_TEST(uuid_sha1)
{
    check_hash(0, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    check_hash(55, "cef734ba81a024479e09eb5a75b6ddae62e6abf1");
    check_hash(56, "901305367c259952f4e7af8323f480d59f81335b");
    check_hash(64, "bb2fa3ee7afb9f54c6dfb5d021f14b1ffe40c163");
    check_hash(1000, "c3efa690fa3fdd2e2526853eed670538ea127638");
}

static void check_uuid(const char *name, const char *want)
{
    jb_buf got = {0};
    jb_uuid_put(&got, jb_str_of(name));
    T_EQ_STR(got.at, want);
    jb_buf_fini(&got);
}

T_TEST(uuid_of_names)
{
    check_uuid("report-1", "urn:uuid:5c3476b0-ae7c-51b7-8809-1b25c8a74bb3");
    check_uuid("", "urn:uuid:96927f7c-ae04-5360-bf03-ad8f2be5d129");
}
