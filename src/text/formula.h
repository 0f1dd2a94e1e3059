/* Formulas in the line of a text: where a long one may be divided. */
#ifndef JB_FORMULA_H
#define JB_FORMULA_H

#include "base/base.h"

/* Whether a line may end before cps[i], i < n, because a sign of relation (=, <, U+2264
 * ...) or operation (+, U+00D7, U+00B7, U+22C5 ...) stands there between two terms of a
 * long formula without spaces. The sign stays on the line above, as mathematics in a text
 * is divided (Chicago Manual of Style 12.23; JLREQ 3.1.10 leaves it to the house). Minus
 * signs and hyphens don't count: they are signs of numbers and exponents as often. Looks at
 * a few characters on each side only. */
bool jb_formula_breaks(const uint32_t *cps, size_t n, size_t i);

#endif
