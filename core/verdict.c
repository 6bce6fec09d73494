/* SPDX-License-Identifier: Apache-2.0 */
#include "core/verdict.h"

#include <string.h>

static const char *const verdicts[VERDICT_COUNT] = {
	[VERDICT_UNKNOWN] = "unknown",
	[VERDICT_FAIL] = "fail",
	[VERDICT_PARTIAL] = "partial",
	[VERDICT_PASS] = "pass",
	[VERDICT_NOT_APPLICABLE] = "not-applicable",
};

static const char *const severities[SEVERITY_COUNT] = {
	[SEVERITY_LOW] = "low",
	[SEVERITY_MEDIUM] = "medium",
	[SEVERITY_HIGH] = "high",
	[SEVERITY_CRITICAL] = "critical",
};

static const char *const scopes[SCOPE_COUNT] = {
	[SCOPE_MACHINE] = "machine",
	[SCOPE_COMMUNE] = "commune",
	[SCOPE_NETWORK] = "network",
};

/* The index of name in the list, or -1. */
static int find(const char *const *list, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(list[i], name) == 0)
			return i;
	return -1;
}

const char *verdict_name(enum verdict v)
{
	return verdicts[v];
}

bool verdict_parse(const char *name, enum verdict *out)
{
	int i = find(verdicts, VERDICT_COUNT, name);

	if (i >= 0)
		*out = (enum verdict)i;
	return i >= 0;
}

const char *severity_name(enum severity s)
{
	return severities[s];
}

bool severity_parse(const char *name, enum severity *out)
{
	int i = find(severities, SEVERITY_COUNT, name);

	if (i >= 0)
		*out = (enum severity)i;
	return i >= 0;
}

const char *scope_name(enum scope s)
{
	return scopes[s];
}

bool scope_parse(const char *name, enum scope *out)
{
	int i = find(scopes, SCOPE_COUNT, name);

	if (i >= 0)
		*out = (enum scope)i;
	return i >= 0;
}
