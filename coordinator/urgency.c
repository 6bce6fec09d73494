/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/urgency.h"

#include "core/date.h"

/*
 * Proposed, not published anywhere: a critical control that fails is worth a
 * call by itself; no copy at all is worse; a letter that falls tells that
 * something has just happened; a certificate has a day after which acts can
 * no longer be sent.
 */
#define POINTS_CRITICAL    100
#define CRITICALS_MOST     5
#define POINTS_NO_BACKUP   150
#define POINTS_LETTER      80
#define POINTS_CERTIFICATE 60

static int64_t falling(const struct urgency_facts *f, int64_t now)
{
	if (!f->letter || !f->letter_before || f->letter <= f->letter_before ||
	    now - f->changed_at > URGENCY_FALLING_DAYS * DATE_DAY)
		return 0;
	return f->letter - f->letter_before;
}

/* A certificate that ended long ago was given up, or is a fail by itself. */
static bool certificate(const struct urgency_facts *f, int64_t now)
{
	int64_t near = f->soon * DATE_DAY;

	return f->certificate_end && f->certificate_end - now <= near &&
	       now - f->certificate_end <= near;
}

int64_t urgency_at(const struct urgency_facts *f, int64_t now)
{
	int64_t critical =
	    f->critical < CRITICALS_MOST ? f->critical : CRITICALS_MOST;
	int64_t fallen = falling(f, now);
	int64_t points = POINTS_CRITICAL * critical + POINTS_LETTER * fallen;
	unsigned reasons = 0;

	if (critical > 0)
		reasons |= URGENCY_CRITICAL;
	if (fallen > 0)
		reasons |= URGENCY_FALLING;
	if (f->no_backup) {
		points += POINTS_NO_BACKUP;
		reasons |= URGENCY_NO_BACKUP;
	}
	if (certificate(f, now)) {
		points += POINTS_CERTIFICATE;
		reasons |= URGENCY_CERTIFICATE;
	}
	return points * URGENCY_REASONS + (int64_t)reasons;
}

unsigned urgency_reasons(int64_t urgency)
{
	return (unsigned)(urgency % URGENCY_REASONS);
}
