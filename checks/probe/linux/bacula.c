/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/bacula.h"

#include <string.h>

/*
 * Layout of version 4 on a 64-bit machine: "Bacula State\n", version at 16,
 * the offset of the jobs at 24; there, a count and so many records. Bacula's
 * begin with two pointers, Bareos' do not. In a record: errors, type, status,
 * level (4 bytes each), four numbers of 4, bytes, start and end (8 each), and
 * a name of 128.
 */
#define VERSION     4
#define RECORD      184 /* bytes, without the pointers */
#define POINTERS    16  /* bytes */
#define RECORDS_MAX 100 /* Bacula keeps 10 */

static uint64_t number(const unsigned char *p, size_t len)
{
	uint64_t v = 0;

	while (len > 0)
		v = v << 8 | p[--len];
	return v;
}

bool bacula_last(const void *data, size_t len, int64_t *out)
{
	const unsigned char *p = data;
	bool bareos;
	size_t skip;
	uint64_t at;
	uint64_t count;

	*out = 0;
	if (len < 32)
		return false;
	bareos = memcmp(p, "Bareos State\n", 13) == 0;
	if ((!bareos && memcmp(p, "Bacula State\n", 13) != 0) ||
	    number(p + 16, 4) != VERSION)
		return false;
	skip = bareos ? 0 : POINTERS;
	at = number(p + 24, 8);
	if (at < 32 || at > len - 4)
		return at == 0;
	count = number(p + at, 4);
	at += 4;
	for (uint64_t i = 0; i < count && i < RECORDS_MAX; i++) {
		const unsigned char *r = p + at + skip;
		int64_t end;

		if (len - at < skip + RECORD)
			break;
		end = (int64_t)number(r + 48, 8);
		/* Type B: backup. Status T: ended well; W: with warnings. */
		if (number(r + 4, 4) == 'B' &&
		    (number(r + 8, 4) == 'T' || number(r + 8, 4) == 'W') &&
		    end > *out)
			*out = end;
		at += skip + RECORD;
	}
	return true;
}
