/* One Type 2 charstring without subroutine calls and hints. */
#ifndef JB_CFF_OUTLINE_H
#define JB_CFF_OUTLINE_H

#include "base/str.h"

/* A CFF INDEX whose offsets were checked to lie within its bytes. */
typedef struct jb_cff_index {
    const uint8_t *offsets; /* count + 1 of them */
    const uint8_t *data;    /* the byte before the first object */
    uint32_t count;
    uint32_t data_len; /* the last offset: bytes from data that belong to objects */
    uint8_t offset_size;
} jb_cff_index;

/* The object's bytes; false when it lies outside. */
bool jb_cff_outline_object(const jb_cff_index *index, uint32_t at, jb_str *out);
/* Room that a flattened charstring may need. */
enum { JB_CFF_OUTLINE_ROOM = 65536 };

/* Writes the charstring to `into` (JB_CFF_OUTLINE_ROOM bytes) with the subroutines
 * inserted, hint operators dropped and the width kept; *len is set. false on anything
 * unexpected (arithmetic, seac, bad calls, more bytes than there is room for). */
bool jb_cff_outline_flatten(jb_str charstring, const jb_cff_index *global,
                            const jb_cff_index *local, uint8_t *into, size_t *len);

#endif
