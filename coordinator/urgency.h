/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_URGENCY_H
#define COORDINATOR_URGENCY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How soon somebody should call a commune. The number that is stored holds
 * its reasons in its last bits, so that a list needs nothing else to tell
 * them: larger is sooner.
 */
enum urgency_reason {
	URGENCY_CRITICAL = 1,    /* critical controls fail */
	URGENCY_FALLING = 2,     /* the letter became worse, lately */
	URGENCY_CERTIFICATE = 4, /* a certificate ends soon, or just did */
	URGENCY_NO_BACKUP = 8    /* there is no copy of anything */
};
#define URGENCY_REASONS 16 /* the number is points times this, and reasons */

#define URGENCY_FALLING_DAYS 60 /* that a letter is called falling */

/* What it is made from. */
struct urgency_facts {
	int64_t critical; /* critical controls that fail */
	bool no_backup;
	char letter;             /* 'A'..'E', 0 for none */
	char letter_before;      /* the same */
	int64_t changed_at;      /* when the letter became so */
	int64_t certificate_end; /* 0: none is told */
	int64_t soon;            /* days before that, see threshold.h */
};

/* The number at a time. */
int64_t urgency_at(const struct urgency_facts *facts, int64_t now);

/* The reasons (enum urgency_reason) of a number. */
unsigned urgency_reasons(int64_t urgency);

#endif
