/* Settings and their one table (options.def): the command line, the library and the
 * help all go through it. */
#ifndef JB_CONFIG_H
#define JB_CONFIG_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/vec.h"

/* Which commands take an option. */
enum {
    JB_ON_EXPORT = 1 << 0,
    JB_ON_CHECK = 1 << 1,
    JB_ON_DUMP = 1 << 2,
    JB_ON_FONTS = 1 << 3,
    JB_ON_LAYOUTS = 1 << 4,
    JB_ON_EXPLAIN = 1 << 5,
    JB_ON_VERSION = 1 << 6,
    JB_ON_HELP = 1 << 7,
    JB_ON_BATCH = 1 << 8,
    JB_ON_MANIFEST = 1 << 9,
    JB_ON_REPORTS = JB_ON_EXPORT | JB_ON_CHECK | JB_ON_DUMP | JB_ON_BATCH,
    JB_ON_ALL = (1 << 10) - 1
};

typedef enum jb_config_kind {
    JB_CONFIG_FLAG,
    JB_CONFIG_TEXT,
    JB_CONFIG_LIST,
    JB_CONFIG_PAIRS, /* a list of KEY=VALUE */
    JB_CONFIG_CHOICE,
    JB_CONFIG_CHOICES, /* any of them, separated by ',' */
    JB_CONFIG_NUMBER
} jb_config_kind;

typedef JB_VEC(const char *) jb_config_list;

typedef struct jb_config {
    jb_arena *arena; /* of copied values */
    const char *output, *to, *layout, *fonts, *datadir, *volume;
    jb_config_list set, font_path;
    int page, messages, diagnostics, colour, format, columns;
    unsigned overlay; /* JB_OVERLAY_... */
    int jobs, time_limit, memory_limit, log;
    const char *shard, *since;
    bool quiet, notes, help, typography, embed_fonts, force, dry_run, only_failed;
    bool index, checksums, keep_parts;
    /* from the environment; set by the command line, not by options */
    const char *home;        /* for ~/.local/share/fonts; NULL = none */
    const char *program;     /* the program's folder, for data beside it; NULL = none */
    const char *source_date; /* "2024-02-29T00:00:00Z" from SOURCE_DATE_EPOCH; NULL */
} jb_config;

typedef struct jb_config_option {
    const char *name;
    char letter; /* 0 = none */
    jb_config_kind kind;
    const char *choices; /* CHOICE and CHOICES: separated by '|' */
    unsigned commands;
    const char *argument; /* NULL for a FLAG */
    const char *help[2];  /* by jb_messages */
    size_t offset;
} jb_config_option;

extern const jb_config_option jb_config_options[];
extern const size_t jb_config_count;

/* The option of a name ("layout") or a letter; NULL when there is none. */
const jb_config_option *jb_config_find(jb_str name);
const jb_config_option *jb_config_find_letter(char letter);
/* Sets it; value is copied. false when the value is none of the choices or no number.
 */
bool jb_config_set(jb_config *config, const jb_config_option *option,
                   const char *value);
/* The language of messages: as set, else English. */
jb_messages jb_config_language(const jb_config *config);
/* Writes the options of a command, a line each. */
void jb_config_help(unsigned command, jb_messages language, jb_buf *into);
void jb_config_dump(const jb_config *config, jb_buf *into);

#endif
