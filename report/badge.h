/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_BADGE_H
#define REPORT_BADGE_H

#include "core/buf.h"
#include "core/lang.h"
#include "core/verdict.h"

/*
 * The plaque that a garde champêtre wears, with the letter, above a fence
 * with as many full posts as the letter is good: letter, word and shape say
 * the same, in colour or not. letter is 'A'..'E', or 0 for none yet.
 */
void badge_letter(struct buf *out, char letter, enum lang lang);

/* The plaque alone, small, to stand in a line. */
void badge_small(struct buf *out, char letter, enum lang lang);

/* "Note D : fragile", and what that means in a sentence or two. */
void badge_meaning(struct buf *out, char letter, enum lang lang);

/* The sign of a verdict, silent: the word stands beside it. */
void badge_verdict(struct buf *out, enum verdict v);

/* The id of the word for a letter: "letter-A", "letter-none". */
const char *badge_word(char letter);

#endif
