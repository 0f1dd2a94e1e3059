/* One report, from its bytes to the bytes of the finished document. */
#ifndef JB_EXPORT_H
#define JB_EXPORT_H

#include "jianbao.h"
#include "job/shelf.h"
#include "kind/kinds.h"
#include "out/backend.h"
#include "page/paginate.h"
#include "style/sheet.h"

/* A report as it came in. */
typedef struct jb_export_input {
    const char *name;   /* for messages and the format: "report.yaml", "-" */
    const char *folder; /* "" or ending in a slash; NULL: it may name no files */
    jb_str bytes;       /* must outlive the work */
} jb_export_input;

/* What becomes of one report, stage by stage; the arena dies with it. */
typedef struct jb_work {
    const jb_config *config;
    jb_arena *arena;
    jb_sources *sources;
    jb_diag *diag;
    jb_resources *resources;
    jb_shelf *shelf;           /* what other reports left; NULL = none */
    bool keeps_fonts;          /* its fonts are the shelf's and outlive it */
    jb_reads *reads;           /* the files it is made from; NULL: not noted */
    const jb_reads *collected; /* what the collection says; NULL = not known */
    const char *folder;        /* the report's, "" or ending in a slash */
    const jb_map
        *parts; /* of the volume that it becomes a part of (jb_crosslinks_put) */
    int root;   /* the same, opened; -1 = none */
    jb_report *report;
    const jb_sheet *sheet;
    const jb_fontset *fontset;
    jb_fonts *fonts;
    jb_block *blocks;
    jb_assets assets;
    jb_asset cover;    /* the picture that the report names, once it was wanted */
    bool is_coverless; /* the report says so */
    jb_page_texts texts;
    JB_VEC(jb_book_page) pages; /* of the paged edition, once it is made */
} jb_work;

/* What a report is to be made into. */
typedef struct jb_target {
    const jb_backend *backend;
    jb_buf out;           /* the finished document, unless it is in */
    jb_file_draft *draft; /* which takes long ones (len > 0 then); NULL = none does */
    size_t pages;         /* of it; 0 when the format has none */
    void *state;          /* while it is being made */
} jb_target;

/* Makes the work for one report. */
jb_work *jb_export_begin(const jb_config *config, jb_arena *into);
/* The same with what is on the shelf, which must outlive it; the files it is made from are
 * noted. */
jb_work *jb_export_begin_on(jb_shelf *shelf, jb_arena *into);
/* Frees what is not in the arena. */
void jb_export_end(jb_work *work);
/* The beginning: reads the report, its layout and font set: work->report, sheet, fontset
 * and fonts. */
jb_status jb_export_read(jb_work *work, const jb_export_input *input);
/* The first half: read, rewrite, load, style. On JB_STATUS_OK everything in work is
 * set. */
jb_status jb_export_blocks(jb_work *work, const jb_export_input *input);
/* Makes the pages of a report and shows each to `see`, with the aids that the settings want;
 * work->pages says where they begin. The pages are for header, footer and outline, and are
 * closed by the caller. */
jb_pages *jb_export_pages(jb_work *work, void *state,
                          void (*see)(void *state, const jb_page *page));
/* The whole way, to every target; paged ones first, so that reflowable ones can say where
 * pages begin. No targets: pages are made and thrown away, for their faults. What stands
 * in the targets' `out` (to be freed by the caller) or draft (to be committed or dropped) is
 * complete only when JB_STATUS_OK is returned. */
jb_status jb_export(jb_work *work, const jb_export_input *input, jb_target *targets,
                    size_t count);

#endif
