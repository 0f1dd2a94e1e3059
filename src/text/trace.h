/* How lines came to be: why each ends where it does, and what was done to its gaps. Made
 * only when asked for (jb_para_measure.is_traced), from the lines as they were set, so it
 * says what is on the page. `dump breaks`, `dump lines`, the overlay and the typographic
 * report all read it. */
#ifndef JB_TRACE_H
#define JB_TRACE_H

#include "text/atom.h"

/* Why a line may not end at a place, or why it ends there. */
typedef enum jb_trace_reason {
    JB_TRACE_NONE,      /* an opportunity like any other */
    JB_TRACE_START,     /* the mark behind it may not start a line (CLREQ 3.1.4) */
    JB_TRACE_END,       /* the mark before it may not end a line (CLREQ 3.1.4) */
    JB_TRACE_PAIR,      /* inside a dash or an ellipsis (CLREQ 3.1.5) */
    JB_TRACE_NUMBER,    /* inside a number, or between it and its sign or unit */
    JB_TRACE_WORD,      /* inside a word */
    JB_TRACE_ADDRESS,   /* in an address, or behind a hyphen that was written */
    JB_TRACE_SPACE,     /* before a space: the line may end behind it */
    JB_TRACE_RULE,      /* another rule of UAX 14 */
    JB_TRACE_HYPHEN,    /* a hyphen is added */
    JB_TRACE_EMERGENCY, /* inside what should stay whole: nothing else fits */
    JB_TRACE_FULL,      /* nothing more fits */
    JB_TRACE_FIT,       /* more would fit; the paragraph is better so (total fit) */
    JB_TRACE_FORCED,    /* a line break was asked for */
    JB_TRACE_LAST,      /* the paragraph ends */
    JB_TRACE_REASONS
} jb_trace_reason;

typedef enum jb_trace_change {
    JB_TRACE_NATURAL,
    JB_TRACE_SQUEEZED,  /* natural, and less than nothing: two marks that meet */
    JB_TRACE_SHRUNK,    /* in a shrink tier */
    JB_TRACE_STRETCHED, /* in a stretch tier */
    JB_TRACE_OPENED,    /* beyond the stretch tiers */
    JB_TRACE_CHANGES
} jb_trace_change;

/* The blank between two visible clusters of a line, the blanks of marks aside. */
typedef struct jb_trace_gap {
    jb_mpt x;         /* from the left edge of the measure */
    jb_mpt width;     /* as set; negative: marks that overlap */
    jb_mpt natural;   /* as it would be on a line without slack */
    jb_mpt em;        /* of the cluster behind it */
    uint32_t text_at; /* of the cluster behind it, in the line's text */
    uint8_t change;   /* a jb_trace_change */
    uint8_t tier;     /* of the change */
    bool is_han;      /* between two Han characters, no space typed */
} jb_trace_gap;

struct jb_trace {
    size_t index, count; /* of the line, from 0; of the lines of its paragraph */
    jb_mpt measure;
    jb_mpt em;    /* of the paragraph */
    jb_mpt slack; /* measure less indent less natural width */
    int64_t cost; /* on the scale of total fit (jb_linebreak_cost) */
    const jb_trace_gap *gaps;
    size_t gap_count;
    uint8_t reason;   /* of its end, a jb_trace_reason */
    bool breaks_word; /* at its end, with a hyphen or without */
    bool is_tight;    /* all that could be taken was taken */
    bool is_single;   /* one Han character and at most marks */
    uint32_t head[2]; /* the first two characters when both are Han, else 0 */
    uint32_t tail[2]; /* the last two before any marks, likewise */
    size_t atom_begin, atom_end; /* in the paragraph, the spaces at its end left out */
};

/* Sets items[i].trace of all lines, which must be those of `breaks`. */
void jb_trace_lines(const jb_para *para, const jb_para_measure *measure,
                    const jb_breaks *breaks, const jb_lines *lines, jb_arena *into);
/* Why the opportunity before atom i, 0 < i < count, is what it is. */
jb_trace_reason jb_trace_why(const jb_para *para, size_t i);
/* The gap before the cluster that begins at text_at of the line's text; NULL for none. */
const jb_trace_gap *jb_trace_gap_at(const jb_trace *line, size_t text_at);
/* Names for dumps: "total fit"; "shrunk"; "comma" (tier of a change, "" for none). */
const char *jb_trace_reason_name(jb_trace_reason reason);
const char *jb_trace_change_name(jb_trace_change change);
const char *jb_trace_tier_name(jb_trace_change change, int tier);

#endif
