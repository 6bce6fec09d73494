/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/expiry.h"

#include "core/date.h"

#include <string.h>

void expiry_init(struct expiry *x)
{
	*x = (struct expiry){ .verdict = VERDICT_NOT_APPLICABLE };
}

enum verdict expiry_add(struct expiry *x, int64_t end, int64_t days,
                        int64_t now)
{
	enum verdict v = VERDICT_PASS;

	if (end == CELL_UNKNOWN) {
		x->unread = true;
		return VERDICT_UNKNOWN;
	}
	if (end <= now)
		v = VERDICT_FAIL;
	else if (end - now < days * DATE_DAY)
		v = VERDICT_PARTIAL;
	/* The scale rises from FAIL to NOT_APPLICABLE. */
	if (v < x->verdict)
		x->verdict = v;
	if (x->first == 0 || end < x->first)
		x->first = end;
	return v;
}

int64_t expiry_now(const struct facts *facts, int64_t now)
{
	const struct fact_int *floor = &facts->system_clock_floor;

	return floor->fact.state == FACT_KNOWN && floor->value > now
	           ? floor->value
	           : now;
}

bool expiry_replaced(const struct fact_certificates *list,
                     const struct certificate *row)
{
	if (!row->name || !row->use)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		const struct certificate *other = &list->row[i];

		if (other->name && other->use &&
		    strcmp(other->name, row->name) == 0 &&
		    strcmp(other->use, row->use) == 0 &&
		    other->not_after > row->not_after)
			return true;
	}
	return false;
}
