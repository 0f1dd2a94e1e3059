/* Every option counts but those that are known to change nothing in a document: a new one
 * is on the safe side. */
#include "job/key.h"

#include "jianbao.h"

/* Only how and where documents are made and spoken of. */
static const char *const unheeded[] = {
    "output",       "to",    "quiet",      "notes",       "messages",  "diagnostics",
    "color",        "help",  "typography", "page",        "format",    "jobs",
    "shard",        "force", "dry-run",    "only-failed", "since",     "time-limit",
    "memory-limit", "log",   "volume",     "index",       "checksums", "keep-parts"};
/* Where files are looked for; what is found is among the reads. */
static const char *const local[] = {"font-path", "datadir"};

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static jb_digest add_text(jb_digest digest, const char *text)
{
    return jb_digest_join(digest, jb_digest_of(jb_str_of(text)));
}

jb_digest jb_key_settings(const jb_config *config, const jb_backend *const *formats,
                          size_t count, bool is_local)
{
    jb_buf dump = {0};
    jb_config_dump(config, &dump);
    jb_digest digest = jb_digest_of(JB_STR("jianbao " JB_VERSION));
    for (jb_str rest = jb_buf_str(&dump); rest.len;) {
        size_t end = jb_str_find(rest, "\n");
        jb_str line = jb_str_slice(rest, 0, end);
        char name[32] = {0};
        memcpy(name, line.at, JB_MIN(jb_str_find(line, ":"), sizeof name - 1));
        if (!is_among(name, unheeded, JB_COUNT(unheeded)) &&
            (is_local || !is_among(name, local, JB_COUNT(local))))
            digest = jb_digest_join(digest, jb_digest_of(line));
        rest = jb_str_slice(rest, end + 1, rest.len);
    }
    jb_buf_fini(&dump);
    digest = add_text(digest, config->source_date);
    for (size_t i = 0; i < count; i++)
        digest = add_text(digest, formats[i]->name);
    if (is_local)
        digest = add_text(add_text(digest, config->home), config->program);
    return digest;
}

jb_digest jb_key_of(jb_digest settings, const jb_reads *reads)
{
    static const jb_digest absent = {0, 0};
    jb_digest key = settings;
    for (size_t i = 0; i < reads->items.count; i++)
        if (!jb_digest_equal(reads->items.items[i].digest, absent))
            key = jb_digest_join(key, reads->items.items[i].digest);
    return key;
}

uint32_t jb_key_shard(const char *id, uint32_t count)
{
    return (uint32_t)(jb_digest_of(jb_str_of(id)).high % count);
}
