/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_TALLY_H
#define REPORT_TALLY_H

#include "report/document.h"

/*
 * What the formula counts. Whole numbers, in half points because partial
 * earns half, so that no letter hangs on a rounding.
 */
struct tally {
	int64_t total;    /* half points that apply */
	int64_t known;    /* of them, those of a known verdict */
	int64_t earned;   /* half points earned */
	int64_t critical; /* critical findings that fail */
	bool no_backup;   /* there is no backup at all */
	bool unsupported; /* a system past its end is in use */
};

/* The tally of all findings of d. */
struct tally tally_of(const struct document *d);

/*
 * Count f, which the tally holds as it is, as passed from now on. An unknown
 * one of which a machine is known to be partial only becomes partial.
 */
void tally_pass(struct tally *t, const struct document_finding *f);

/* Half points that f adds when it passes. */
int64_t tally_gain(const struct document_finding *f);

/* The letter of the share earned, held down by the caps; 'A' if no weight. */
char tally_letter(const struct tally *t);

/* As tally_letter(), or 0 while too little is known for a letter. */
char tally_given(const struct tally *t);

/* Whether f passing lifts a cap whatever its severity. */
bool tally_lifts(const struct tally *t, const struct document_finding *f);

#endif
