/* The field table: one record a field gives checking, binding to a struct, messages with
 * the nearest valid name, help and schema. It serves reports, layouts, font sets,
 * collections and command-line options. */
#ifndef JB_FIELD_H
#define JB_FIELD_H

#include "base/geom.h"
#include "data/val.h"

typedef enum jb_field_type {
    JB_FIELD_TEXT,   /* jb_field_text: a scalar with its place */
    JB_FIELD_INT,    /* int, between min and max */
    JB_FIELD_BOOL,   /* bool: true/false, yes/no, and their Chinese words */
    JB_FIELD_LENGTH, /* jb_length */
    JB_FIELD_COLOUR, /* jb_colour */
    JB_FIELD_CHOICE, /* int: the index into choices */
    JB_FIELD_DATE, /* jb_field_text: 2024-02-29, 2024/2/29, ISO time, or the Chinese form;
                      * kept as YYYY-MM-DD[THH:MM:SS[+hh:mm]], Z as +00:00 */
    JB_FIELD_TEXTS,  /* jb_field_texts: a list of scalars; one scalar is split at the
                      * ideographic comma, a literal one at its lines */
    JB_FIELD_STRUCT, /* a struct with its own table (`table`); where that has exactly one
                      * required field and it is a text, a bare text stands for it */
    JB_FIELD_STRUCTS, /* jb_field_structs: a list of structs; one map counts as a list of one */
    JB_FIELD_VALUE /* const jb_val *: as it is */
} jb_field_type;

typedef struct jb_field_text {
    jb_str text; /* trimmed; at NULL when the field is absent */
    const jb_val *val;
} jb_field_text;

typedef struct jb_field_texts {
    const jb_field_text *items;
    size_t count;
} jb_field_texts;

typedef struct jb_field_structs {
    void *items; /* count structs of table->size bytes */
    size_t count;
} jb_field_structs;

typedef struct jb_field jb_field;

typedef struct jb_field_table {
    const char *noun; /* for messages: "report", "table" */
    size_t size;      /* of the struct */
    const jb_field *fields;
    size_t count;
} jb_field_table;

struct jb_field {
    const char *name; /* "key-points" */
    const char
        *aliases; /* other names, separated by '|': "\u8981\u70b9|keypoints"; or NULL */
    jb_field_type type;
    size_t offset; /* of the member in the struct */
    int min, max;  /* INT; both 0 = no bounds */
    const char *
        choices; /* CHOICE: "left|right|centre"; a choice's alias after '=': "none=\u65e0" */
    const jb_field_table *table; /* STRUCT, STRUCTS */
    bool is_required;
    const char *help; /* one line */
};

/* A field name that means another, given by data (a mapping): `from` in the file is read
 * as field `to`. to "" = ignore; to "extra" = keep under extra without a note. */
typedef struct jb_field_rename {
    jb_str from, to;
} jb_field_rename;

typedef struct jb_field_renames {
    const jb_field_rename *items;
    size_t count;
} jb_field_renames;

/* What to do with a key that no field has. */
typedef enum jb_field_unknown {
    JB_FIELD_UNKNOWN_ERROR, /* error with the nearest name */
    JB_FIELD_UNKNOWN_NOTE   /* note, kept: front matter of other sites */
} jb_field_unknown;

/* How keys are read. */
typedef struct jb_field_rules {
    const jb_field_renames *renames; /* NULL = none */
    jb_field_unknown unknown;
} jb_field_rules;
#define JB_FIELD_STRICT ((jb_field_rules){NULL, JB_FIELD_UNKNOWN_ERROR})

/* Reads a date in any of the forms of JB_FIELD_DATE into the arena as it is kept; the
 * calendar is checked (Gregorian, years 1 to 9999). False when it is no date;
 * *is_form: it has the form of one. */
bool jb_field_date(jb_str text, jb_arena *into, jb_str *out, bool *is_form);
/* Checks `val` (a map) against the table and binds its values into `out` (zeroed struct of
 * table->size bytes, with defaults set beforehand by the caller). Every fault is reported
 * with its place and the work goes on; false when an error was added. */
bool jb_field_bind(const jb_field_table *table, const jb_val *val, jb_field_rules rules,
                   void *out, jb_arena *into, jb_diag *diag);
/* Adds an error when the value is an unquoted text that begins with a field's name and a
 * colon that is full-width or has no space behind it: a map was meant. */
bool jb_field_colon(const jb_field_table *table, const jb_val *val, jb_diag *diag);
/* Whether the field was given: its key, or NULL. Renames are looked through. */
const jb_val *jb_field_given(const jb_field_table *table, const jb_val *val,
                             const jb_field_renames *renames, const char *name);
/* Writes the table's fields with their help, a line each. */
void jb_field_help(const jb_field_table *table, jb_buf *into);

#endif
