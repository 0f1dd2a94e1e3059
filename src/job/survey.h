/* What a batch asks of a report's metadata: whether it is wanted, how it is called, where
 * it stands among the others, what the manifest says of it. */
#ifndef JB_SURVEY_H
#define JB_SURVEY_H

#include "doc/report.h"
#include "job/collection.h"
#include "job/manifest.h"
#include "job/state.h"

/* Whether the collection's filters, order and name can be followed: fields exist, the
 * template is sound. false when an error was added. */
bool jb_survey_check(const jb_collection *collection, jb_arena *into, jb_diag *diag);
/* Whether any of them asks for metadata, or `needs_date` does. */
bool jb_survey_needed(const jb_collection *collection, bool needs_date);
/* Of all that is asked: a survey made for other settings says nothing. */
jb_digest jb_survey_settings(const jb_collection *collection);
/* Answers them for one report; `settings` and `input` are left to the caller. */
jb_state_survey jb_survey_make(const jb_collection *collection, const jb_meta *meta,
                               const char *id, jb_arena *into);
/* Title, date, publisher, tags and codes of the record. */
void jb_survey_describe(const jb_meta *meta, jb_manifest_record *record,
                        jb_arena *into);

#endif
