/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/misfit.h"

#include "core/hash.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who fails once more than these is counted from the start again. */
#define PLACES 256

struct misfit {
	pthread_mutex_t mutex;
	size_t next; /* place to take */
	struct {
		char hash[HASH_TEXT];
		unsigned tries;
		uint64_t written; /* at the first */
	} place[PLACES];
};

struct misfit *misfit_new(void)
{
	struct misfit *m = calloc(1, sizeof(*m));

	if (m)
		pthread_mutex_init(&m->mutex, NULL);
	return m;
}

void misfit_free(struct misfit *m)
{
	if (!m)
		return;
	pthread_mutex_destroy(&m->mutex);
	free(m);
}

/* Its place, the oldest one if it has none yet. */
static size_t place_of(struct misfit *m, const char *hash, uint64_t written)
{
	size_t i;

	for (i = 0; i < PLACES; i++)
		if (strcmp(m->place[i].hash, hash) == 0)
			return i;
	i = m->next;
	m->next = (m->next + 1) % PLACES;
	snprintf(m->place[i].hash, sizeof(m->place[i].hash), "%s", hash);
	m->place[i].tries = 0;
	m->place[i].written = written;
	return i;
}

bool misfit_failed(struct misfit *m, const char *hash, uint64_t written)
{
	bool hopeless;
	size_t i;

	pthread_mutex_lock(&m->mutex);
	i = place_of(m, hash, written);
	if (m->place[i].tries < MISFIT_TRIES)
		m->place[i].tries++;
	hopeless =
	    m->place[i].tries == MISFIT_TRIES && written > m->place[i].written;
	pthread_mutex_unlock(&m->mutex);
	return hopeless;
}
