/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/moment.h"

#include "checks/facts.h"
#include "core/date.h"

#include <math.h>
#include <string.h>

#define TICKS INT64_C(10000000)     /* of a second */
#define EPOCH INT64_C(11644473600)  /* seconds from 1601 to 1970 */
#define LAST  INT64_C(253402300799) /* the end of 9999 */
#define DAYS  25569.0               /* from 1899-12-30 to 1970 */

int64_t moment_filetime(uint64_t ticks)
{
	int64_t time = (int64_t)(ticks / TICKS) - EPOCH;

	return time >= 0 && time <= LAST ? time : CELL_UNKNOWN;
}

int64_t moment_bytes(const uint8_t *data, size_t len)
{
	uint64_t ticks = 0;

	if (len != 8)
		return CELL_UNKNOWN;
	for (size_t i = 8; i > 0; i--)
		ticks = ticks << 8 | data[i - 1];
	return moment_filetime(ticks);
}

int64_t moment_date(double days)
{
	double time = (days - DAYS) * (double)DATE_DAY;

	/* A double that is no number fails both comparisons. */
	if (!(time >= 0 && time <= (double)LAST))
		return CELL_UNKNOWN;
	return (int64_t)floor(time + 0.5);
}

int64_t moment_text(const char *text)
{
	char iso[sizeof("2026-11-20T08:30:00Z")];
	size_t len = strlen(text);
	int64_t time;

	if (len > sizeof(iso) - 1 || len < 10)
		return CELL_UNKNOWN;
	memcpy(iso, text, len + 1);
	if (len == 19 && (iso[10] == ' ' || iso[10] == 'T')) {
		iso[10] = 'T';
		memcpy(iso + 19, "Z", 2);
	}
	return date_parse(iso, &time) && time >= 0 ? time : CELL_UNKNOWN;
}
