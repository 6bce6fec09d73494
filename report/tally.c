/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tally.h"

#include "report/rating.h"

#include <string.h>

/* The findings that hold the letter down whatever else was found. */
#define BACKUP "backup-recent"
#define SYSTEM "os-supported"

/* Least share in percent for each letter, best first. */
static const struct {
	char letter;
	int64_t share;
} scale[] = { { 'A', 90 }, { 'B', 75 }, { 'C', 60 }, { 'D', 40 }, { 'E', 0 } };

int rating_weight(enum severity s)
{
	static const int weight[SEVERITY_COUNT] = {
		[SEVERITY_LOW] = 1,
		[SEVERITY_MEDIUM] = 2,
		[SEVERITY_HIGH] = 5,
		[SEVERITY_CRITICAL] = 10,
	};

	return weight[s];
}

static int64_t half_points(const struct document_finding *f)
{
	return 2 * (int64_t)rating_weight(f->severity);
}

/* What a line about backups says: -1 there is none, 1 there is one. */
static int tells(const char *code)
{
	if (!code || strncmp(code, "backup-", 7) != 0)
		return 0;
	if (strcmp(code, "backup-none") == 0 ||
	    strcmp(code, "backup-never") == 0)
		return -1;
	/* Gone with the disk, or never set up: neither is a copy. */
	if (strcmp(code, "backup-same-disk") == 0 ||
	    strcmp(code, "backup-unused") == 0)
		return 0;
	return 1;
}

/* Whether f says that this machine (NULL: any) has no copy at all. */
static bool has_none(const struct document_finding *f, const char *machine)
{
	bool none = false;

	for (size_t i = 0; i < f->evidences; i++) {
		const struct document_evidence *e = &f->evidence[i];
		int told = tells(e->code);

		if (machine && e->machine && strcmp(e->machine, machine) != 0)
			continue;
		if (told > 0)
			return false;
		none = none || told < 0;
	}
	return none;
}

/* No machine of the document has a copy. */
static bool no_backup(const struct document *d,
                      const struct document_finding *f)
{
	for (size_t i = 0; i < d->machines; i++)
		if (!has_none(f, d->machine[i].id))
			return false;
	return d->machines || has_none(f, NULL);
}

static void count(struct tally *t, const struct document *d,
                  const struct document_finding *f)
{
	int64_t points = half_points(f);

	if (f->verdict == VERDICT_NOT_APPLICABLE)
		return;
	t->total += points;
	if (f->verdict == VERDICT_UNKNOWN)
		return;
	t->known += points;
	if (f->verdict == VERDICT_PASS)
		t->earned += points;
	if (f->verdict == VERDICT_PARTIAL)
		t->earned += points / 2;
	if (f->verdict != VERDICT_FAIL)
		return;
	if (f->severity == SEVERITY_CRITICAL)
		t->critical++;
	if (strcmp(f->id, BACKUP) == 0)
		t->no_backup = no_backup(d, f);
	if (strcmp(f->id, SYSTEM) == 0)
		t->unsupported = true;
}

struct tally tally_of(const struct document *d)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < d->findings; i++)
		count(&t, d, &d->finding[i]);
	return t;
}

bool tally_lifts(const struct tally *t, const struct document_finding *f)
{
	return f->verdict == VERDICT_FAIL &&
	       ((t->no_backup && strcmp(f->id, BACKUP) == 0) ||
	        (t->unsupported && strcmp(f->id, SYSTEM) == 0));
}

/* Whether one machine is known to be partial, the worst being unknown. */
static bool half_known(const struct document_finding *f)
{
	for (size_t i = 0; f->scope == SCOPE_MACHINE && i < f->parts; i++)
		if (f->part[i].verdict == VERDICT_PARTIAL)
			return true;
	return false;
}

int64_t tally_gain(const struct document_finding *f)
{
	int64_t points = half_points(f);

	if (f->verdict == VERDICT_PARTIAL ||
	    (f->verdict == VERDICT_UNKNOWN && half_known(f)))
		return points / 2;
	return points;
}

void tally_pass(struct tally *t, const struct document_finding *f)
{
	t->earned += tally_gain(f);
	if (f->verdict == VERDICT_UNKNOWN)
		t->known += half_points(f);
	if (f->verdict != VERDICT_FAIL)
		return;
	if (f->severity == SEVERITY_CRITICAL)
		t->critical--;
	if (strcmp(f->id, BACKUP) == 0)
		t->no_backup = false;
	if (strcmp(f->id, SYSTEM) == 0)
		t->unsupported = false;
}

char tally_letter(const struct tally *t)
{
	size_t i = 0;
	char letter;

	while (100 * t->earned < scale[i].share * t->total)
		i++;
	letter = scale[i].letter;
	if (t->critical >= 1 && letter < 'C')
		letter = 'C';
	if ((t->critical >= 2 || t->no_backup || t->unsupported) &&
	    letter < 'D')
		letter = 'D';
	return letter;
}

char tally_given(const struct tally *t)
{
	if (t->total == 0 || 100 * t->known < RATING_COVERAGE * t->total)
		return '\0';
	return tally_letter(t);
}
