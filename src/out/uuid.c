/* SHA-1 serves as a name here, not as a protection: RFC 9562 asks for it. */
#include "out/uuid.h"

enum { BLOCK = 64, ROUNDS = 80, LENGTH_LEN = 8, UUID_LEN = 16 };

static uint32_t turn(uint32_t value, int bits)
{
    return value << bits | value >> (32 - bits);
}

static void spread(const uint8_t block[BLOCK], uint32_t words[ROUNDS])
{
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                   (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < ROUNDS; i++)
        words[i] = turn(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
}

/* FIPS 180-4, 4.1.1 and 4.2.1: four functions with a constant each. */
static uint32_t mixed(int round, const uint32_t s[5])
{
    if (round < 20)
        return ((s[1] & s[2]) | (~s[1] & s[3])) + 0x5A827999;
    if (round < 40)
        return (s[1] ^ s[2] ^ s[3]) + 0x6ED9EBA1;
    if (round < 60)
        return ((s[1] & s[2]) | (s[1] & s[3]) | (s[2] & s[3])) + 0x8F1BBCDC;
    return (s[1] ^ s[2] ^ s[3]) + 0xCA62C1D6;
}

static void add_block(uint32_t hash[5], const uint8_t block[BLOCK])
{
    uint32_t words[ROUNDS], s[5];
    spread(block, words);
    memcpy(s, hash, sizeof s);
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t first = turn(s[0], 5) + mixed(i, s) + s[4] + words[i];
        s[4] = s[3];
        s[3] = s[2];
        s[2] = turn(s[1], 30);
        s[1] = s[0];
        s[0] = first;
    }
    for (int i = 0; i < 5; i++)
        hash[i] += s[i];
}

static void put_big(uint8_t *into, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        into[i] = (uint8_t)(value >> 8 * (bytes - 1 - i));
}

void jb_uuid_sha1(jb_str bytes, uint8_t hash[JB_UUID_HASH_LEN])
{
    uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    size_t whole = bytes.len / BLOCK * BLOCK, rest = bytes.len - whole;
    for (size_t at = 0; at < whole; at += BLOCK)
        add_block(state, (const uint8_t *)bytes.at + at);
    /* 5.1.1: a bit, zeros, and the length in bits end the last block. */
    uint8_t last[2 * BLOCK] = {0};
    if (rest)
        memcpy(last, bytes.at + whole, rest);
    last[rest] = 0x80;
    size_t len = rest + 1 + LENGTH_LEN <= BLOCK ? BLOCK : 2 * BLOCK;
    put_big(last + len - LENGTH_LEN, (uint64_t)bytes.len * 8, LENGTH_LEN);
    for (size_t at = 0; at < len; at += BLOCK)
        add_block(state, last + at);
    for (int i = 0; i < 5; i++)
        put_big(hash + 4 * i, state[i], 4);
}

void jb_uuid_put(jb_buf *into, jb_str name)
{
    /* Drawn once at random; it must never change. */
    static const uint8_t namespace_id[UUID_LEN] = {0x3B, 0xD1, 0x6C, 0x52, 0x8A, 0x0E,
                                                   0x4F, 0x97, 0xB2, 0x45, 0x1E, 0xC7,
                                                   0x60, 0x9D, 0xF3, 0x28};
    uint8_t hash[JB_UUID_HASH_LEN];
    jb_buf whole = {0};
    jb_buf_put(&whole, namespace_id, sizeof namespace_id);
    jb_buf_put_str(&whole, name);
    jb_uuid_sha1(jb_buf_str(&whole), hash);
    jb_buf_fini(&whole);
    hash[6] = (uint8_t)((hash[6] & 0x0F) | 0x50); /* version 5 */
    hash[8] = (uint8_t)((hash[8] & 0x3F) | 0x80); /* variant */
    jb_buf_puts(into, "urn:uuid:");
    for (int i = 0; i < UUID_LEN; i++)
        jb_buf_printf(into, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
                      (unsigned)hash[i]);
}
