/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_VERDICT_H
#define CORE_VERDICT_H

#include <stdbool.h>

/*
 * The scales that checks and report share, with the names they have in
 * files. Zero is always the value that promises least.
 */

enum verdict {
	VERDICT_UNKNOWN, /* something it needs is not known; never good */
	VERDICT_FAIL,
	VERDICT_PARTIAL,
	VERDICT_PASS,
	VERDICT_NOT_APPLICABLE,
	VERDICT_COUNT
};

enum severity {
	SEVERITY_LOW,
	SEVERITY_MEDIUM,
	SEVERITY_HIGH,
	SEVERITY_CRITICAL,
	SEVERITY_COUNT
};

/* What a finding is about; decides how several machines are merged. */
enum scope {
	SCOPE_MACHINE, /* the worst machine counts */
	SCOPE_COMMUNE, /* the newest document counts */
	SCOPE_NETWORK, /* what any machine saw counts */
	SCOPE_COUNT
};

/* "unknown", "fail", "partial", "pass", "not-applicable". */
const char *verdict_name(enum verdict v);
bool verdict_parse(const char *name, enum verdict *out);

/* "low", "medium", "high", "critical". */
const char *severity_name(enum severity s);
bool severity_parse(const char *name, enum severity *out);

/* "machine", "commune", "network". */
const char *scope_name(enum scope s);
bool scope_parse(const char *name, enum scope *out);

#endif
