/* Font sets: bytes of fonts/NAME.yaml become families and roles with numbers in place
 * of names. */
#include "style/fontset.h"

#include "base/vec.h"
#include "data/field.h"
#include "data/yaml.h"

typedef struct file_fields {
    jb_field_text path;
    int weight;
    bool italic;
} file_fields;

typedef struct family_fields {
    jb_field_text name, package;
    jb_field_structs files;
    const jb_val *regions;
    bool colour;
    jb_field_texts scripts;
} family_fields;

typedef struct set_fields {
    jb_field_text name;
    jb_field_structs families;
    const jb_val *roles, *hyphenation;
} set_fields;

static const jb_field file_list[] = {
    {.name = "path",
     .aliases = "\u6587\u4ef6",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(file_fields, path),
     .is_required = true,
     .help = "below a font folder"},
    {.name = "weight",
     .aliases = "\u7c97\u7ec6",
     .type = JB_FIELD_INT,
     .offset = offsetof(file_fields, weight),
     .min = 100,
     .max = 900,
     .help = "400 regular, 700 bold; else 700 if the path has -Bold."},
    {.name = "italic",
     .aliases = "\u659c\u4f53",
     .type = JB_FIELD_BOOL,
     .offset = offsetof(file_fields, italic),
     .help = "an italic face"},
};
static const jb_field_table file_table = {"font file\x1F"
                                          "\u5b57\u4f53\u6587\u4ef6",
                                          sizeof(file_fields), file_list,
                                          JB_COUNT(file_list)};

static const jb_field family_list[] = {
    {.name = "name",
     .aliases = "\u540d\u79f0",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(family_fields, name),
     .is_required = true,
     .help = "name of the family, for roles and messages"},
    {.name = "package",
     .aliases = "\u8f6f\u4ef6\u5305",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(family_fields, package),
     .help = "Debian package that brings it"},
    {.name = "files",
     .aliases = "\u6587\u4ef6",
     .type = JB_FIELD_STRUCTS,
     .offset = offsetof(family_fields, files),
     .table = &file_table,
     .is_required = true,
     .help = "its files, one a weight"},
    {.name = "regions",
     .aliases = "\u5730\u533a",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(family_fields, regions),
     .help = "language: number of the face in the file"},
    {.name = "colour",
     .aliases = "\u5f69\u8272|color",
     .type = JB_FIELD_BOOL,
     .offset = offsetof(family_fields, colour),
     .help = "glyphs are pictures"},
    {.name = "scripts",
     .aliases = "\u6587\u79cd",
     .type = JB_FIELD_TEXTS,
     .offset = offsetof(family_fields, scripts),
     .help = "the scripts it is for, as in Arab (ISO 15924)"},
};
static const jb_field_table family_table = {"font family\x1F"
                                            "\u5b57\u4f53\u5bb6\u65cf",
                                            sizeof(family_fields), family_list,
                                            JB_COUNT(family_list)};

static const jb_field set_list[] = {
    {.name = "name",
     .aliases = "\u540d\u79f0",
     .type = JB_FIELD_TEXT,
     .offset = offsetof(set_fields, name),
     .is_required = true,
     .help = "name of the set"},
    {.name = "families",
     .aliases = "\u5b57\u4f53",
     .type = JB_FIELD_STRUCTS,
     .offset = offsetof(set_fields, families),
     .table = &family_table,
     .is_required = true,
     .help = "the fonts"},
    {.name = "roles",
     .aliases = "\u89d2\u8272",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(set_fields, roles),
     .is_required = true,
     .help = "role: families in fallback order"},
    {.name = "hyphenation",
     .aliases = "\u65ad\u8bcd",
     .type = JB_FIELD_VALUE,
     .offset = offsetof(set_fields, hyphenation),
     .help = "language: dictionary, below a font folder"},
};
static const jb_field_table set_table = {"font set\x1F"
                                         "\u5b57\u4f53\u96c6",
                                         sizeof(set_fields), set_list,
                                         JB_COUNT(set_list)};

/* A face number: decimal, below 256. */
static bool number_of(jb_str text, unsigned *out)
{
    unsigned number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || number > 25)
            return false;
        number = number * 10 + (unsigned)(text.at[i] - '0');
    }
    *out = number;
    return text.len > 0;
}

static void read_regions(const jb_val *val, jb_fontset_family *family, jb_arena *into,
                         jb_diag *diag)
{
    if (!val)
        return;
    if (val->kind != JB_VAL_MAP) {
        jb_diag_add(diag, JB_DIAG_FONTSET_REGION, val->span);
        return;
    }
    jb_fontset_region *regions = JB_NEWS(into, jb_fontset_region, val->count);
    for (size_t i = 0; i < val->count; i++) {
        regions[i].lang = jb_str_dup(into, val->pairs[i].key);
        if (!number_of(val->pairs[i].value->text, &regions[i].index))
            jb_diag_add(diag, JB_DIAG_FONTSET_REGION, val->pairs[i].value->span);
    }
    family->regions = regions;
    family->region_count = val->count;
}

/* Four letters, the first a capital one. */
static void read_scripts(const jb_field_texts *read, jb_fontset_family *family,
                         jb_arena *into, jb_diag *diag)
{
    uint32_t *scripts = JB_NEWS(into, uint32_t, read->count);
    for (size_t i = 0; i < read->count; i++) {
        jb_str text = read->items[i].text;
        bool is_good = text.len == 4;
        for (size_t k = 0; k < 4 && is_good; k++) {
            is_good = text.at[k] >= (k ? 'a' : 'A') && text.at[k] <= (k ? 'z' : 'Z');
            scripts[i] = scripts[i] << 8 | (unsigned char)text.at[k];
        }
        if (!is_good)
            jb_diag_add(diag, JB_DIAG_FONTSET_SCRIPT, read->items[i].val->span,
                        jb_str_dup(into, text));
    }
    family->scripts = scripts;
    family->script_count = read->count;
}

/* Where the set does not say: most names of files do. */
static int weight_of(jb_str path)
{
    return jb_str_find(path, "-Bold.") < path.len ? 700 : 400;
}

static jb_fontset_family family_of(const family_fields *read, jb_arena *into,
                                   jb_diag *diag)
{
    jb_fontset_family family = {.name = jb_str_dup(into, read->name.text),
                                .package = jb_str_dup(into, read->package.text),
                                .file_count = read->files.count,
                                .colour = read->colour};
    const file_fields *from = read->files.items;
    jb_fontset_file *files = JB_NEWS(into, jb_fontset_file, read->files.count);
    for (size_t i = 0; i < read->files.count; i++) {
        files[i].path = jb_str_dup(into, from[i].path.text);
        files[i].weight =
            from[i].weight ? from[i].weight : weight_of(from[i].path.text);
        files[i].italic = from[i].italic;
    }
    family.files = files;
    read_regions(read->regions, &family, into, diag);
    read_scripts(&read->scripts, &family, into, diag);
    return family;
}

static int family_named(const jb_fontset *set, jb_str name)
{
    for (size_t i = 0; i < set->family_count; i++)
        if (jb_str_is(name, set->families[i].name))
            return (int)i;
    return -1;
}

static void unknown_family(const jb_fontset *set, const jb_val *val, jb_arena *into,
                           jb_diag *diag)
{
    const char **names = JB_NEWS(into, const char *, set->family_count);
    for (size_t i = 0; i < set->family_count; i++)
        names[i] = set->families[i].name;
    jb_diag_add(diag, JB_DIAG_FONTSET_FAMILY_UNKNOWN, val->span,
                jb_str_dup(into, val->text),
                jb_diag_nearest(val->text, names, set->family_count));
}

/* One role: a family, or a list of them in fallback order. */
static jb_fontset_role role_of(const jb_fontset *set, const jb_val_pair *pair,
                               jb_arena *into, jb_diag *diag)
{
    const jb_val *val = pair->value;
    size_t count = val->kind == JB_VAL_LIST ? val->count : 1;
    uint16_t *families = JB_NEWS(into, uint16_t, count);
    jb_fontset_role role = {.name = jb_str_dup(into, pair->key), .families = families};
    for (size_t i = 0; i < count; i++) {
        const jb_val *name = val->kind == JB_VAL_LIST ? val->items[i] : val;
        int family = family_named(set, name->text);
        if (family < 0)
            unknown_family(set, name, into, diag);
        else
            families[role.family_count++] = (uint16_t)family;
    }
    return role;
}

static void read_patterns(const jb_val *val, jb_fontset *set, jb_arena *into,
                          jb_diag *diag)
{
    if (!val)
        return;
    if (val->kind != JB_VAL_MAP) {
        jb_diag_add(diag, JB_DIAG_FONTSET_PATTERNS, val->span);
        return;
    }
    jb_fontset_pattern *patterns = JB_NEWS(into, jb_fontset_pattern, val->count);
    for (size_t i = 0; i < val->count; i++) {
        patterns[i].lang = jb_str_dup(into, val->pairs[i].key);
        patterns[i].path = jb_str_dup(into, val->pairs[i].value->text);
        if (val->pairs[i].value->kind != JB_VAL_SCALAR)
            jb_diag_add(diag, JB_DIAG_FONTSET_PATTERNS, val->pairs[i].value->span);
    }
    set->patterns = patterns;
    set->pattern_count = val->count;
}

const jb_fontset *jb_fontset_read(jb_sources *sources, uint32_t source, jb_arena *into,
                                  jb_diag *diag)
{
    size_t faults = jb_diag_count(diag, JB_SEVERITY_ERROR);
    const jb_val *val = jb_yaml_read(sources, source, 0,
                                     jb_source_bytes(sources, source).len, into, diag);
    set_fields read = {.roles = NULL};
    if (!val || !jb_field_bind(&set_table, val, JB_FIELD_STRICT, &read, into, diag))
        return NULL;
    if (!read.families.count || read.families.count > UINT16_MAX ||
        read.roles->kind != JB_VAL_MAP || !read.roles->count ||
        read.roles->count > JB_FONTSET_ROLES_MAX) {
        jb_diag_add(diag, JB_DIAG_FONTSET_EMPTY, val->span);
        return NULL;
    }
    jb_fontset *set = JB_NEW(into, jb_fontset);
    set->source = source;
    jb_fontset_family *families = JB_NEWS(into, jb_fontset_family, read.families.count);
    jb_fontset_role *roles = JB_NEWS(into, jb_fontset_role, read.roles->count);
    set->name = jb_str_dup(into, read.name.text);
    for (size_t i = 0; i < read.families.count; i++)
        families[i] =
            family_of((const family_fields *)read.families.items + i, into, diag);
    set->families = families;
    set->family_count = read.families.count;
    for (size_t i = 0; i < read.roles->count; i++)
        roles[i] = role_of(set, &read.roles->pairs[i], into, diag);
    set->roles = roles;
    set->role_count = read.roles->count;
    read_patterns(read.hyphenation, set, into, diag);
    return jb_diag_count(diag, JB_SEVERITY_ERROR) == faults ? set : NULL;
}

int jb_fontset_role_of(const jb_fontset *set, jb_str name)
{
    for (size_t i = 0; i < set->role_count; i++)
        if (jb_str_is(name, set->roles[i].name))
            return (int)i;
    return -1;
}
