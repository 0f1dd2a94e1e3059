/* Diagnostics: every message the program has, with its place, in two languages.
 *
 * The messages stand in the .def files of src/base/messages, one a room, one line a message:
 *
 *     JB_DIAG(IMAGE_MISSING, "image-missing", WARNING, 1,
 *             "no such image: %1", "找不到图片：%1",
 *             "put the file beneath the report's folder", "请把图片放到报告所在文件夹之下",
 *             "explanation in English", "explanation in Chinese")
 *
 * %1 to %4 are the arguments (UTF-8 texts; one that is a word of the program's may give
 * both languages: English, U+001F, Chinese). A hint is left out when it is "" or when an
 * argument it uses is empty, so "did you mean %2?" needs no second message. Ids are words
 * with hyphens and stable for ever. The explanation is what `jianbao explain ID` prints. */
#ifndef JB_DIAG_H
#define JB_DIAG_H

#include "base/buf.h"
#include "base/source.h"

typedef enum jb_severity {
    JB_SEVERITY_NOTE,
    JB_SEVERITY_WARNING,
    JB_SEVERITY_ERROR
} jb_severity;

typedef enum jb_diag_id {
#define JB_DIAG(name, id, severity, args, en, zh, hint_en, hint_zh, why_en, why_zh)    \
    JB_DIAG_##name,
#include "base/messages/all.def"
#undef JB_DIAG
    JB_DIAG_COUNT
} jb_diag_id;

typedef enum jb_messages { JB_MESSAGES_EN, JB_MESSAGES_ZH } jb_messages;

typedef enum jb_diag_form {
    JB_DIAG_TEXT, /* path:line:col: error: text [id], the line, a caret, hint: */
    JB_DIAG_JSON  /* one JSON object a line */
} jb_diag_form;

typedef struct jb_diag jb_diag;

/* An empty collection; items live in the arena (texts of arguments are copied). */
jb_diag *jb_diag_new(jb_arena *arena);
/* Adds a message at a place (JB_NO_SPAN for none). As many `const char *` arguments
 * follow as the message's entry says; NULL counts as "". The same message at the same
 * place with the same arguments is kept once. More than 1,000 items of one id are
 * counted, not kept. */
void jb_diag_add(jb_diag *diag, jb_diag_id id, jb_span span, ...);
/* How many items of this severity were added. */
size_t jb_diag_count(const jb_diag *diag, jb_severity severity);
/* Whether an error was added: the stage's result must not be written. */
bool jb_diag_failed(const jb_diag *diag);
/* How many items of this id were added. */
size_t jb_diag_count_id(const jb_diag *diag, jb_diag_id id);
/* Adds what another collection of the same sources has. */
void jb_diag_take(jb_diag *diag, const jb_diag *from);
/* The least severity that jb_diag_write writes; NOTE unless it was set. */
void jb_diag_set_least(jb_diag *diag, jb_severity least);
/* Writes the items, sorted by place (stable), in the given language and form. colour:
 * ANSI colours (text form only). */
void jb_diag_write(const jb_diag *diag, jb_sources *sources, jb_messages language,
                   jb_diag_form form, bool colour, jb_buf *into);
/* The first error as it was added. */
typedef struct jb_diag_cause {
    const char *id;    /* "image-missing" */
    const char *text;  /* the message in a language */
    const char *place; /* "path:line:column"; NULL when it has none */
} jb_diag_cause;
/* false when there is no error. */
bool jb_diag_first(const jb_diag *diag, jb_sources *sources, jb_messages language,
                   jb_arena *into, jb_diag_cause *out);
/* The message an id stands for (as in "image-missing"); JB_DIAG_COUNT when unknown. */
jb_diag_id jb_diag_find(jb_str id);
/* The id's text, as in "image-missing". */
const char *jb_diag_id_text(jb_diag_id id);
jb_severity jb_diag_severity(jb_diag_id id);
/* Writes what `jianbao explain ID` prints: message, hint and explanation. */
void jb_diag_explain(jb_diag_id id, jb_messages language, jb_buf *into);

/* The candidate nearest to `word` for a "did you mean" hint, NULL when none is within
 * a third of its length (at least 1, at most 4 edits). candidates: count C strings. */
const char *jb_diag_nearest(jb_str word, const char *const *candidates, size_t count);

#endif
