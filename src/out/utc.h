/* Dates as reports have them, as the times in UTC that documents ask for. */
#ifndef JB_UTC_H
#define JB_UTC_H

#include "base/buf.h"

enum { JB_UTC_LEN = 20 };

/* Whether the text begins as the pattern does, where 0 stands for any digit. */
bool jb_utc_has_form(const char *text, const char *pattern);
/* Makes "2024-02-29T00:00:00Z" of "2024-02-29", of a time with Z or an offset
 * ("2024-02-29T08:00:00+08:00") and of one without, which is taken as UTC. false, and
 * nothing made, when it is none of these. */
bool jb_utc_of(const char *date, char into[JB_UTC_LEN + 1]);

#endif
