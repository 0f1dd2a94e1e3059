/* Addresses and codes (URLs, e-mail, paths, identifiers) among Latin text: what they
 * are and where they may be broken. */
#ifndef JB_ADDRESS_H
#define JB_ADDRESS_H

#include "base/base.h"

/* Whether a code point can stand in an address: visible ASCII, and Latin letters. */
bool jb_address_has(uint32_t cp);
/* Whether a token (no spaces, jb_address_has throughout) is an address: begins with a
 * scheme or www., is like x@y.z, or is long and full of path characters. */
bool jb_address_is(const uint32_t *cps, size_t n);
/* Whether an address may be broken before cps[i], i > 0: behind / (UAX 14, class SY) and,
 * by our choice likewise, ? & = #; before . _ ~ % (Chicago Manual of Style, on URLs at a
 * line's end). A letter or digit must stand at the other side; no hyphen is added. */
bool jb_address_breaks(const uint32_t *cps, size_t n, size_t i);

#endif
