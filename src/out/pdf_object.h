/* The PDF file while it is written: numbered objects, streams, strings, and the save.
 * libharu owns the numbers, the catalog, the page tree and the outline; everything else
 * is written into the file's bytes as soon as it is complete. */
#ifndef JB_PDF_OBJECT_H
#define JB_PDF_OBJECT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/vec.h"

struct _HPDF_Doc_Rec;
struct _HPDF_Dict_Rec;
struct libdeflate_compressor;

/* Writes the inside of a dictionary. */
typedef void jb_pdf_body(void *state, jb_buf *into);

/* A dictionary that is written at the save. */
typedef struct jb_pdf_later {
    uint32_t number;
    jb_pdf_body *body;
    void *state;
} jb_pdf_later;

typedef struct jb_pdf_file {
    struct _HPDF_Doc_Rec *doc; /* NULL after jb_pdf_object_close */
    jb_arena *arena;           /* the document's lifetime */
    jb_diag *diag;
    jb_buf out;           /* the bytes of the file so far, but for */
    jb_file_draft *draft; /* those that left for it; NULL = none do */
    struct libdeflate_compressor
        *compressors[2]; /* by jb_pdf_pack - 1; NULL until used */
    char *packed;        /* room for one deflated stream */
    size_t packed_cap;
    JB_VEC(jb_pdf_later) later; /* by number */
    uint32_t spare;             /* number of the proof's raw object, free for use */
    size_t id_at[2];            /* where the two halves of /ID stand in the file */
    unsigned long error;        /* the first that libharu reported; 0 = none */
    unsigned long detail;
} jb_pdf_file;

/* How a stream's bytes are stored. */
typedef enum jb_pdf_pack {
    JB_PDF_PLAIN,
    JB_PDF_PACKED, /* deflated: pictures */
    JB_PDF_QUICK   /* deflated with little effort: all else */
} jb_pdf_pack;

/* Begins the file. Proves libharu's structure layout with one raw object; false, with
 * the reason in diag, when it is another one or libharu cannot start. */
bool jb_pdf_object_open(jb_pdf_file *file, jb_arena *arena, jb_diag *diag);
/* Frees what libharu and libdeflate hold, and the bytes. */
void jb_pdf_object_close(jb_pdf_file *file);
/* A fresh object number, to be filled by begin or stream before the save. */
uint32_t jb_pdf_object_new(jb_pdf_file *file);
/* What stands for an object number in libharu's containers. */
void *jb_pdf_object_handle(jb_pdf_file *file, uint32_t number);
/* Writes "N 0 obj"; the value is then appended to file->out; end closes it, and the bytes
 * may leave for the draft. */
void jb_pdf_object_begin(jb_pdf_file *file, uint32_t number);
void jb_pdf_object_end(jb_pdf_file *file);
/* Writes a stream object: `entries` are the dictionary's own ("/Type/XObject ..."),
 * Length and Filter are added. */
void jb_pdf_object_stream(jb_pdf_file *file, uint32_t number, jb_str entries,
                          jb_str bytes, jb_pdf_pack pack);
/* A dictionary in libharu's graph whose inside `body` writes at the save (pdf_object.c
 * says how). obj_class is a libharu sub-class such as HPDF_OSUBCLASS_PAGE, or 0. */
struct _HPDF_Dict_Rec *jb_pdf_object_dict(jb_pdf_file *file, unsigned obj_class,
                                          jb_pdf_body *body, void *state);
/* A fresh number for a dictionary whose inside `body` writes at the save, among those of
 * libharu; it takes less memory than one of those. */
uint32_t jb_pdf_object_later(jb_pdf_file *file, jb_pdf_body *body, void *state);
/* The number of an object of libharu's. */
uint32_t jb_pdf_object_number(const void *object);
/* Writes the remaining objects, the cross-reference table and the trailer with an /ID
 * hashed from all bytes. The whole file is then in the draft, if anything was poured into
 * it, else in `out`. false after any error, which is then in diag; a failed write of the
 * draft is the draft's. */
bool jb_pdf_object_save(jb_pdf_file *file);

/* A text string (ISO 32000-1, 7.9.2.2): "(...)" when it is printable ASCII, else
 * "<FEFF...>" in UTF-16BE, cut at 16,000 units. */
void jb_pdf_object_put_text(jb_buf *into, jb_str text);
/* UTF-16BE as hexadecimal digits, without brackets. */
void jb_pdf_object_put_utf16(jb_buf *into, jb_str text);
/* The bytes as a literal string with its brackets. */
void jb_pdf_object_put_literal(jb_buf *into, jb_str bytes);
/* A 64-bit hash of bytes, seeded; the same on every machine. */
uint64_t jb_pdf_object_hash(uint64_t seed, const void *bytes, size_t len);

#endif
