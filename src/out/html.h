/* The web page back end: one file that needs no other, no script and no network; light and
 * dark, on any width of screen and on paper. It is well-formed XML too. */
#ifndef JB_HTML_H
#define JB_HTML_H

#include "out/backend.h"

extern const jb_reflow jb_html_reflow;

#endif
