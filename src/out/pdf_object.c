/* Objects leave for the file's bytes as soon as they are complete: a reserved number is
 * an HPDF_Null in libharu's cross-reference, and its entry's byte_offset tells that the
 * value was written. What libharu must know (catalog, page tree, outline) is serialised
 * by it at the save, through a callback stream into the same bytes.
 *
 * A dictionary with our own inside is an HPDF_Dict without elements and without a
 * stream: HPDF_Dict_Write emits "<<", calls write_fn, emits ">>". This and the reading
 * of xref->entries are all that depends on libharu's structure layout, which
 * is_known_layout proves before anything is built on it. */
#include "out/pdf_object.h"

#include <endian.h>
#include <hpdf.h>
#include <libdeflate.h>

#include "base/utf8.h"

enum {
    FILE_MAX = 0x7FFFFFF0,  /* libharu's offsets are 32 bit, clipped at 2^31 - 1 */
    XREF_BLOCK = 65536,     /* entries a growth: libharu copies the list each time */
    DEFLATE_LEVEL = 5,      /* 6 gains 0.2 % for a seventh more steps */
    QUICK_LEVEL = 1,        /* text and fonts: 5 gains 1.5 % for twice the steps */
    TEXT_UNITS_MAX = 16000, /* PDF/A: strings up to 32,767 bytes */
    /* Bytes, our choice: more of them leave for the draft, if there is one. A report of a
     * hundred pages without pictures has fewer. */
    KEPT_MAX = 1 << 20,
    HASHED = 1 << 16 /* bytes read back from the draft at a time; words of the hash */
};

typedef struct hooked {
    jb_pdf_file *file;
    jb_pdf_body *body;
    void *state;
} hooked;

static void note_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
    jb_pdf_file *file = user;
    /* libharu's errors are sticky and follow one another: the first is the cause. */
    if (!file->error) {
        file->error = error;
        file->detail = detail;
    }
}

static HPDF_STATUS append(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT len)
{
    jb_pdf_file *file = stream->attr;
    jb_buf_put(&file->out, bytes, len);
    return HPDF_OK;
}

static HPDF_STATUS write_hooked(HPDF_Dict dict, HPDF_Stream stream)
{
    hooked *own = dict->attr;
    (void)stream;
    own->body(own->state, &own->file->out);
    return HPDF_OK;
}

static bool is_known_layout(jb_pdf_file *file)
{
    HPDF_Doc doc = file->doc;
    if (strcmp(HPDF_GetVersion(), HPDF_VERSION_TEXT) != 0 ||
        doc->sig_bytes != HPDF_SIG_BYTES || !doc->xref || !doc->catalog || !doc->info)
        return false;
    HPDF_Xref xref = doc->xref;
    if (xref->mmgr != doc->mmgr || xref->trailer != doc->trailer || !xref->entries ||
        xref->error != &doc->error || xref->entries->mmgr != doc->mmgr)
        return false;
    HPDF_UINT count = xref->entries->count;
    HPDF_Dict raw = HPDF_Dict_New(doc->mmgr);
    if (!raw || raw->header.obj_class != HPDF_OCLASS_DICT || raw->mmgr != doc->mmgr ||
        raw->stream || raw->attr || raw->write_fn || !raw->list || raw->list->count)
        return false;
    if (HPDF_Xref_Add(xref, raw) != HPDF_OK || xref->entries->count != count + 1)
        return false;
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(xref, count);
    if (!entry || entry->obj != raw || entry->byte_offset ||
        raw->header.obj_id != (count | HPDF_OTYPE_INDIRECT))
        return false;
    file->spare = count;
    return true;
}

bool jb_pdf_object_open(jb_pdf_file *file, jb_arena *arena, jb_diag *diag)
{
    *file = (jb_pdf_file){.arena = arena, .diag = diag, .out = {.max = FILE_MAX}};
    file->doc = HPDF_New(note_error, file);
    if (!file->doc || file->error) {
        jb_diag_add(diag, JB_DIAG_PDF_LIBRARY, JB_NO_SPAN, "0x1015", "0");
        return false;
    }
    if (!is_known_layout(file)) {
        jb_diag_add(diag, JB_DIAG_PDF_LAYOUT, JB_NO_SPAN, HPDF_GetVersion(),
                    HPDF_VERSION_TEXT);
        return false;
    }
    file->doc->xref->entries->items_per_block = XREF_BLOCK;
    jb_buf_puts(&file->out, "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n");
    return true;
}

void jb_pdf_object_close(jb_pdf_file *file)
{
    if (file->doc)
        HPDF_Free(file->doc);
    file->doc = NULL;
    for (size_t i = 0; i < JB_COUNT(file->compressors); i++)
        if (file->compressors[i])
            libdeflate_free_compressor(file->compressors[i]);
    memset(file->compressors, 0, sizeof file->compressors);
    jb_buf_fini(&file->out);
}

uint32_t jb_pdf_object_number(const void *object)
{
    return ((const HPDF_Obj_Header *)object)->obj_id & 0x00FFFFFFu;
}

uint32_t jb_pdf_object_new(jb_pdf_file *file)
{
    HPDF_Null reserved = HPDF_Null_New(file->doc->mmgr);
    if (!reserved || HPDF_Xref_Add(file->doc->xref, reserved) != HPDF_OK)
        return 0;
    return jb_pdf_object_number(reserved);
}

void *jb_pdf_object_handle(jb_pdf_file *file, uint32_t number)
{
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(file->doc->xref, number);
    return entry ? entry->obj : NULL;
}

/* How many bytes are before the next one. */
static size_t file_at(const jb_pdf_file *file)
{
    return file->out.len + (file->draft ? file->draft->len : 0);
}

/* Gives the bytes to the draft. */
static void pour(jb_pdf_file *file)
{
    if (file->out.failed || !jb_file_pour(file->draft, jb_buf_str(&file->out))) {
        file->draft = file->draft->len ? file->draft : NULL;
        return;
    }
    jb_buf_clear(&file->out);
    file->out.max = JB_MAX(FILE_MAX - JB_MIN(file->draft->len, FILE_MAX), 1);
}

static void begin_entry(jb_pdf_file *file, HPDF_XrefEntry entry, uint32_t number)
{
    entry->byte_offset = (HPDF_UINT)file_at(file);
    jb_buf_put_decimal(&file->out, number, 0);
    jb_buf_puts(&file->out, " 0 obj\n");
}

void jb_pdf_object_begin(jb_pdf_file *file, uint32_t number)
{
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(file->doc->xref, number);
    if (entry)
        begin_entry(file, entry, number);
}

void jb_pdf_object_end(jb_pdf_file *file)
{
    jb_buf_puts(&file->out, "\nendobj\n");
    if (file->draft && file->out.len >= KEPT_MAX)
        pour(file);
}

/* The bytes in zlib format, in memory of the file that the next call overwrites. */
static jb_str deflate(jb_pdf_file *file, jb_str bytes, jb_pdf_pack pack)
{
    struct libdeflate_compressor **own = &file->compressors[pack - 1];
    if (!*own)
        *own = libdeflate_alloc_compressor(pack == JB_PDF_QUICK ? QUICK_LEVEL
                                                                : DEFLATE_LEVEL);
    if (!*own)
        jb_base_out_of_memory(0);
    size_t bound = libdeflate_zlib_compress_bound(*own, bytes.len);
    if (bound > file->packed_cap) {
        file->packed_cap = JB_MAX(bound, file->packed_cap * 2);
        file->packed = JB_ROOM(file->arena, char, file->packed_cap);
    }
    size_t len = libdeflate_zlib_compress(*own, bytes.at ? bytes.at : "", bytes.len,
                                          file->packed, file->packed_cap);
    JB_MUST(len > 0, "libdeflate needs more than its own bound");
    return (jb_str){file->packed, len};
}

void jb_pdf_object_stream(jb_pdf_file *file, uint32_t number, jb_str entries,
                          jb_str bytes, jb_pdf_pack pack)
{
    if (pack != JB_PDF_PLAIN)
        bytes = deflate(file, bytes, pack);
    jb_pdf_object_begin(file, number);
    jb_buf_puts(&file->out, "<<");
    jb_buf_put_str(&file->out, entries);
    if (pack != JB_PDF_PLAIN)
        jb_buf_puts(&file->out, "/Filter/FlateDecode");
    jb_buf_printf(&file->out, "/Length %zu>>\nstream\r\n", bytes.len);
    jb_buf_put_str(&file->out, bytes);
    jb_buf_puts(&file->out, "\nendstream");
    jb_pdf_object_end(file);
}

struct _HPDF_Dict_Rec *jb_pdf_object_dict(jb_pdf_file *file, unsigned obj_class,
                                          jb_pdf_body *body, void *state)
{
    HPDF_Dict dict = HPDF_Dict_New(file->doc->mmgr);
    if (!dict || HPDF_Xref_Add(file->doc->xref, dict) != HPDF_OK)
        return NULL;
    hooked *own = JB_NEW(file->arena, hooked);
    *own = (hooked){file, body, state};
    dict->attr = own;
    dict->write_fn = write_hooked;
    dict->header.obj_class |= (HPDF_UINT16)obj_class;
    return dict;
}

uint32_t jb_pdf_object_later(jb_pdf_file *file, jb_pdf_body *body, void *state)
{
    uint32_t number = jb_pdf_object_new(file);
    jb_vec_push(file->arena, &file->later, (jb_pdf_later){number, body, state});
    return number;
}

static void write_later(jb_pdf_file *file, const jb_pdf_later *later)
{
    jb_buf_puts(&file->out, "<<\n");
    later->body(later->state, &file->out);
    jb_buf_puts(&file->out, ">>");
}

static void write_rest(jb_pdf_file *file)
{
    size_t next = 0; /* of those that wait */
    HPDF_Xref xref = file->doc->xref;
    HPDF_Stream stream = HPDF_CallbackWriter_New(file->doc->mmgr, append, file);
    if (!stream)
        return;
    for (HPDF_UINT i = 1; i < xref->entries->count; i++) {
        HPDF_XrefEntry entry = HPDF_Xref_GetEntry(xref, i);
        if (!entry || entry->byte_offset)
            continue;
        begin_entry(file, entry, i);
        if (next < file->later.count && file->later.items[next].number == i)
            write_later(file, &file->later.items[next++]);
        else
            HPDF_Obj_WriteValue(entry->obj, stream, NULL);
        jb_pdf_object_end(file);
    }
    HPDF_Stream_Free(stream);
}

static size_t write_table(jb_pdf_file *file)
{
    HPDF_Xref xref = file->doc->xref;
    size_t at = file_at(file);
    HPDF_UINT count = xref->entries->count;
    jb_buf_printf(&file->out, "xref\n0 %u\n0000000000 65535 f\r\n", (unsigned)count);
    for (HPDF_UINT i = 1; i < count; i++) {
        char line[21] = "0000000000 00000 n\r\n";
        uint32_t offset = HPDF_Xref_GetEntry(xref, i)->byte_offset;
        for (int digit = 9; offset; digit--, offset /= 10)
            line[digit] = (char)('0' + offset % 10);
        jb_buf_put(&file->out, line, 20);
        if (file->draft && file->out.len >= KEPT_MAX)
            pour(file);
    }
    return at;
}

static void write_trailer(jb_pdf_file *file, size_t table_at)
{
    static const char no_id[] = "<00000000000000000000000000000000>";
    HPDF_Doc doc = file->doc;
    jb_buf_printf(&file->out, "trailer\n<</Size %u/Root %u 0 R/Info %u 0 R/ID[",
                  (unsigned)doc->xref->entries->count,
                  (unsigned)jb_pdf_object_number(doc->catalog),
                  (unsigned)jb_pdf_object_number(doc->info));
    for (int i = 0; i < 2; i++) {
        file->id_at[i] = file_at(file) + 1;
        jb_buf_puts(&file->out, no_id);
    }
    jb_buf_printf(&file->out, "]>>\nstartxref\n%zu\n%%%%EOF\n", table_at);
}

/* ---- a hash of bytes ------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ le64toh(word)) * 0xFF51AFD7ED558CCDu;
    return hash ^ hash >> 32;
}

static uint64_t hash_seed(uint64_t seed, size_t len)
{
    return (seed ^ len) * 0x9E3779B97F4A7C15u + 0x632BE59BD9B4E019u;
}

/* Only the last part may have a length that is no multiple of eight. */
/* Two hashes side by side, since each waits for its own last step. */
static void hash_words(uint64_t hashes[2], const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    uint64_t word, first = hashes[0], second = hashes[1];
    size_t rest = len;
    for (; rest >= sizeof word; rest -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        first = mix(first, word);
        second = mix(second, word);
    }
    if (rest) {
        word = 0;
        memcpy(&word, at, rest);
        first = mix(first, word);
        second = mix(second, word);
    }
    hashes[0] = first;
    hashes[1] = second;
}

static uint64_t hash_end(uint64_t hash)
{
    hash *= 0xC4CEB9FE1A85EC53u;
    return hash ^ hash >> 29;
}

uint64_t jb_pdf_object_hash(uint64_t seed, const void *bytes, size_t len)
{
    uint64_t hashes[2] = {hash_seed(seed, len), 0};
    hash_words(hashes, bytes, len);
    return hash_end(hashes[0]);
}

/* The two hashes of the file's bytes, which were poured. */
static void hash_draft(jb_pdf_file *file, uint64_t hashes[2])
{
    char *part = JB_ROOM(file->arena, char, HASHED);
    for (size_t at = 0, len = file->draft->len; at < len; at += HASHED) {
        size_t count = JB_MIN(len - at, (size_t)HASHED);
        if (!jb_file_pour_read(file->draft, at, part, count))
            return;
        hash_words(hashes, part, count);
    }
}

/* The identifier depends on every byte of the file, so equal files and only they share
 * it (ISO 32000-1, 14.4). */
static void write_id(jb_pdf_file *file)
{
    char id[33];
    size_t len = file_at(file);
    bool is_poured = file->draft && file->draft->len > 0;
    uint64_t hashes[2] = {hash_seed(0, len), hash_seed(0x9AE16A3B2F90404Fu, len)};
    if (is_poured)
        hash_draft(file, hashes);
    else
        hash_words(hashes, file->out.at, len);
    for (int half = 0; half < 2; half++) {
        uint64_t hash = hash_end(hashes[half]);
        for (int i = 0; i < 16; i++)
            id[half * 16 + i] = "0123456789ABCDEF"[hash >> (60 - 4 * i) & 15];
    }
    for (int i = 0; i < 2; i++) {
        if (is_poured)
            jb_file_pour_over(file->draft, file->id_at[i], (jb_str){id, 32});
        else
            memcpy(file->out.at + file->id_at[i], id, 32);
    }
}

bool jb_pdf_object_save(jb_pdf_file *file)
{
    write_rest(file);
    write_trailer(file, write_table(file));
    if (file->draft && file->draft->len > 0)
        pour(file);
    if (file->out.failed)
        jb_diag_add(file->diag, JB_DIAG_PDF_TOO_LARGE, JB_NO_SPAN);
    if (file->error) {
        char error[24], detail[24];
        snprintf(error, sizeof error, "0x%04lX", file->error);
        snprintf(detail, sizeof detail, "%lu", file->detail);
        jb_diag_add(file->diag, JB_DIAG_PDF_LIBRARY, JB_NO_SPAN, error, detail);
    }
    if (file->out.failed || file->error)
        return false;
    write_id(file);
    return true;
}

void jb_pdf_object_put_utf16(jb_buf *into, jb_str text)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t units = 0;
    for (size_t at = 0; at < text.len && units < TEXT_UNITS_MAX;) {
        uint32_t cp = jb_utf8_next(text, &at);
        uint32_t unit[2] = {cp, 0};
        size_t count = 1;
        if (cp > 0xFFFF) {
            unit[0] = 0xD7C0 + (cp >> 10);
            unit[1] = 0xDC00 + (cp & 0x3FF);
            count = 2;
        }
        for (size_t i = 0; i < count; i++, units++) {
            char hex[4] = {digits[unit[i] >> 12 & 15], digits[unit[i] >> 8 & 15],
                           digits[unit[i] >> 4 & 15], digits[unit[i] & 15]};
            jb_buf_put(into, hex, 4);
        }
    }
}

void jb_pdf_object_put_literal(jb_buf *into, jb_str bytes)
{
    jb_buf_putc(into, '(');
    for (size_t i = 0; i < bytes.len; i++) {
        char c = bytes.at[i];
        if (c == '\r') {
            jb_buf_puts(into, "\\r");
            continue;
        }
        if (c == '(' || c == ')' || c == '\\')
            jb_buf_putc(into, '\\');
        jb_buf_putc(into, c);
    }
    jb_buf_putc(into, ')');
}

void jb_pdf_object_put_text(jb_buf *into, jb_str text)
{
    bool is_ascii = text.len <= TEXT_UNITS_MAX;
    for (size_t i = 0; is_ascii && i < text.len; i++)
        is_ascii = text.at[i] >= 0x20 && text.at[i] < 0x7F;
    if (is_ascii) {
        jb_pdf_object_put_literal(into, text);
        return;
    }
    jb_buf_puts(into, "<FEFF");
    jb_pdf_object_put_utf16(into, text);
    jb_buf_putc(into, '>');
}
