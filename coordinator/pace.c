/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/pace.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A country has 35,000 communes; two in one place share what they may. */
#define PLACES 65536

struct pace {
	pthread_mutex_t mutex;
	int64_t each;          /* milliseconds that one report takes up */
	int64_t most;          /* of them, what may be taken up ahead */
	int64_t until[PLACES]; /* taken up until then, milliseconds */
};

struct pace *pace_new(unsigned an_hour)
{
	struct pace *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	pthread_mutex_init(&p->mutex, NULL);
	p->each = INT64_C(3600000) / an_hour;
	p->most = INT64_C(3600000);
	return p;
}

void pace_free(struct pace *p)
{
	if (!p)
		return;
	pthread_mutex_destroy(&p->mutex);
	free(p);
}

/* FNV-1a. */
static size_t place_of(const char *insee)
{
	uint32_t h = UINT32_C(2166136261);

	for (; *insee; insee++)
		h = (h ^ (unsigned char)*insee) * UINT32_C(16777619);
	return (h ^ h >> 16) % PLACES;
}

bool pace_allows(struct pace *p, const char *insee, int64_t now, unsigned *wait)
{
	int64_t *until = &p->until[place_of(insee)];
	int64_t ms = now * 1000;
	bool ok;

	pthread_mutex_lock(&p->mutex);
	/* A clock that was set back must not keep anybody out for ever. */
	if (*until < ms || *until > ms + p->most)
		*until = ms;
	ok = *until + p->each <= ms + p->most;
	if (ok)
		*until += p->each;
	else
		*wait =
		    (unsigned)((*until + p->each - ms - p->most) / 1000) + 1;
	pthread_mutex_unlock(&p->mutex);
	return ok;
}
