/* Plain text: for mail, terminals and diffs. Lines are broken by display width. */
#ifndef JB_PLAINTEXT_H
#define JB_PLAINTEXT_H

#include "out/backend.h"

enum { JB_PLAINTEXT_COLUMNS = 80, JB_PLAINTEXT_COLUMNS_MIN = 20 };

extern const jb_reflow jb_plaintext_reflow;

#endif
