/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/host.h"

/* A second; a clock of milliseconds is one off at both ends of it. */
#define SECOND 1010

#define PATIENCE_LEAST 25  /* milliseconds: a busy device on a cable */
#define PATIENCE_MOST  600 /* milliseconds: a telephone that sleeps */

bool host_may(const struct host *h, int64_t now, int64_t *when)
{
	int64_t oldest = h->start[h->starts % HOST_RATE];

	*when = INT64_MAX;
	if (h->left_alone || h->open >= HOST_OPEN)
		return false;
	if (h->starts < HOST_RATE || now - oldest >= SECOND)
		return true;
	*when = oldest + SECOND;
	return false;
}

bool host_prints(uint16_t port)
{
	return port == 515 || port == 631 || (port >= 9100 && port <= 9107);
}

void host_started(struct host *h, int64_t now)
{
	if (h->starts == 0)
		h->since = now;
	h->start[h->starts % HOST_RATE] = now;
	h->starts++;
	h->open++;
}

void host_answered(struct host *h, int64_t trip)
{
	/*
	 * A moving mean that one late answer moves little and several move
	 * far: it may have been us who were busy.
	 */
	int64_t most = 2 * (int64_t)h->trip + 10;
	int64_t counted = trip < most ? trip : most;

	h->answers++;
	h->trip = (unsigned)((3 * (int64_t)h->trip + counted + 2) / 4);
}

unsigned host_patience(const struct host *h, unsigned tries)
{
	unsigned patience = PATIENCE_LEAST + 3 * h->trip;

	/* What was silent once may be slow: wait longer the next time. */
	patience += patience * (tries > 0 ? tries - 1 : 0) / 2;
	return patience > PATIENCE_MOST ? PATIENCE_MOST : patience;
}

int host_next(const struct host *h, size_t ports, unsigned tries)
{
	int best = -1;

	for (size_t i = 0; i < ports; i++) {
		if (h->port[i] == HOST_UNTRIED)
			return (int)i;
		if (h->port[i] == HOST_SILENT && h->tries[i] < tries &&
		    (best < 0 || h->tries[i] < h->tries[best]))
			best = (int)i;
	}
	return best;
}
