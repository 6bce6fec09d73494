/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/disclosure.h"

bool disclosure_tells(int64_t n)
{
	return n == 0 || n >= DISCLOSURE_LEAST;
}

bool disclosure_tells_of(int64_t n, int64_t total)
{
	return disclosure_tells(n) && disclosure_tells(total - n);
}

/* The smallest that is shown and not zero, or counts. */
static size_t smallest(const int64_t *count, const bool *hidden, size_t counts)
{
	size_t best = counts;

	for (size_t i = 0; i < counts; i++)
		if (!hidden[i] && count[i] > 0 &&
		    (best == counts || count[i] < count[best]))
			best = i;
	return best;
}

void disclosure_hide(const int64_t *count, bool *hidden, size_t counts)
{
	int64_t sum = 0;
	size_t cells = 0;

	for (size_t i = 0; i < counts; i++) {
		hidden[i] = !disclosure_tells(count[i]);
		cells += hidden[i];
		sum += hidden[i] ? count[i] : 0;
	}
	while (cells > 0 && (cells < 2 || sum < DISCLOSURE_LEAST)) {
		size_t next = smallest(count, hidden, counts);

		if (next == counts)
			return;
		hidden[next] = true;
		cells++;
		sum += count[next];
	}
}
