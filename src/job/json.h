/* A strict reader of JSON (RFC 8259) for files of our own: a cursor that is asked for what
 * should stand there. After the first fault it gives nothing more. Linear in time; texts
 * are well-formed UTF-8 without U+0000. */
#ifndef JB_JSON_H
#define JB_JSON_H

#include "base/str.h"

typedef struct jb_json {
    jb_str text;
    size_t at;
    jb_arena *into; /* of the texts */
    bool failed;
} jb_json;

/* Goes into an object ('{') or a list ('['). false (and a fault) when none stands here. */
bool jb_json_begin(jb_json *json, char open);
/* Whether another member or item follows; goes behind `close` ('}' or ']') when none does.
 * Call it before each. */
bool jb_json_more(jb_json *json, char close);
/* The name of a member, its colon passed; empty after a fault. */
jb_str jb_json_key(jb_json *json);
/* A text, NUL-terminated; "" after a fault. */
const char *jb_json_text(jb_json *json);
/* A whole number from 0 to `most`; 0 after a fault. */
uint64_t jb_json_number(jb_json *json, uint64_t most);
/* Passes any value, nested at most 32 deep. */
void jb_json_skip(jb_json *json);
/* Whether all was sound and nothing but blanks is left. */
bool jb_json_end(jb_json *json);

#endif
